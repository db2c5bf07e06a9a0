"""`manage.py bench`: what the product is held to, measured in one run. Exits 1 below a bar."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from milestones.generation.run import CHUNK
from tfl.accounts.models import User
from tfl.core.clock import current_month
from tfl.ops.bench import badge_population, badges, generation
from tfl.ops.bench.population import populate

MOST_TIMES_THE_FLOOR = 2.0
MOST_MEGABYTES = 300
MOST_CLAIM_STATEMENTS = 8
MOST_TIMES_FEWER_RULES = 2.0
MOST_TIMES_BY_HAND = 1.5
MOST_SECONDS_FOR_MANY = 30


@dataclass(frozen=True)
class Line:
    """What was measured, and whether it holds its bar."""

    text: str
    holds: bool = True


class Command(BaseCommand):
    help = (
        "Measure the engines on the configured PostgreSQL, which must hold no people: it is filled with "
        "some who stay there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only", choices=sorted(PARTS), help="Measure just this part.")
        parser.add_argument("--students", type=int, default=10_000)
        parser.add_argument("--holders", type=int, default=20_000)
        parser.add_argument("--badges", type=int, default=200_000)

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Figures are for PostgreSQL: set DATABASE_URL, or use `make bench`.")
        if User.objects.exists():
            raise CommandError("This database holds people. Measure on an empty one.")
        below = 0
        for part in [options["only"]] if options["only"] else PARTS:
            for line in PARTS[part](options):
                self.stdout.write(line.text if line.holds else f"{line.text} — BELOW THE BAR")
                below += not line.holds
        if below:
            raise CommandError(f"{below} below the bar.")


def measure_generation(options: dict[str, Any]) -> Iterator[Line]:
    month, students = current_month(), options["students"]
    yield Line(f"Generation: {students} students with six months of history …")
    populate(students, month)
    measured = generation.measure(month)
    yield Line(
        f"  {measured.seconds:.1f} s, {measured.students_per_second:.0f} students a second, "
        f"{measured.rows} rows written, {measured.statements_per_chunk} statements per chunk of {CHUNK}"
    )
    yield Line(
        f"  {measured.ratio:.2f} times the floor of {measured.floor_seconds:.1f} s "
        f"(at most {MOST_TIMES_THE_FLOOR})",
        measured.ratio <= MOST_TIMES_THE_FLOOR,
    )
    yield Line(
        f"  {measured.peak_megabytes:.0f} MB at the peak (at most {MOST_MEGABYTES})",
        measured.peak_megabytes <= MOST_MEGABYTES,
    )


def measure_badges(options: dict[str, Any]) -> Iterator[Line]:
    holders, number = options["holders"], options["badges"]
    yield Line(f"Badges: {holders} people with {number} badges, six levels of categories …")
    tree = badge_population.populate(holders, number)
    for backfill in badges.measure_backfills(tree):
        yield Line(
            f"  backfill of “{backfill.rule}”: {backfill.seconds:.2f} s for {backfill.awarded}, "
            f"{backfill.ratio:.2f} times the rule by hand (at most {MOST_TIMES_BY_HAND})",
            backfill.ratio <= MOST_TIMES_BY_HAND,
        )
    claims = badges.measure_claims(tree)
    for (rules, depth), milliseconds in claims.milliseconds.items():
        statements = claims.statements[rules, depth]
        yield Line(
            f"  claim with {rules} rules, {depth} levels: {milliseconds:.1f} ms, {statements} statements "
            f"(at most {MOST_CLAIM_STATEMENTS})",
            statements <= MOST_CLAIM_STATEMENTS,
        )
    yield Line(
        f"  {claims.ratio:.2f} times the time with a hundredth of the rules "
        f"(at most {MOST_TIMES_FEWER_RULES})",
        claims.ratio <= MOST_TIMES_FEWER_RULES,
    )
    seconds, awarded = badges.measure_many(tree)
    yield Line(
        f"  {badges.MANY_RULES} rules from nothing: {seconds:.1f} s for {awarded} achievements "
        f"(at most {MOST_SECONDS_FOR_MANY} s)",
        seconds <= MOST_SECONDS_FOR_MANY,
    )


PARTS: Final[dict[str, Callable[[dict[str, Any]], Iterator[Line]]]] = {
    "generation": measure_generation,
    "badges": measure_badges,
}
"""In the order they are measured."""
