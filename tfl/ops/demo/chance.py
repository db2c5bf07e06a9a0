from random import Random

SEED = 20250301


def chance(*about: object) -> Random:
    """Chance that falls the same way on every machine, for one matter at a time: what happens to one
    student never changes what happens to another.
    """
    return Random(f"{SEED} {about}")  # noqa: S311  nothing here has to be hard to guess
