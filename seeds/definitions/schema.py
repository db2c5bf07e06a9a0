"""What a definition looks like, and the one function that reads all of them.

Whoever edits a dimension's file is told the file, the item and the field of a mistake, all at once, before
anything touches the database. `code` is what a tick hangs on: it never changes, whatever else does.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Annotated, Any, Final, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    ModelWrapValidatorHandler,
    StringConstraints,
    ValidationError,
    model_validator,
)

AGE_BANDS: Final = ("early_years", "primary", "upper_primary", "secondary")
TOPICS: Final = {
    "academic": ("reading", "writing", "mathematics", "science", "study habits"),
    "social_emotional": ("empathy", "regulation", "friendship", "communication"),
    "behavioural": ("routine", "responsibility", "screen time", "impulse control"),
    "aspirational": ("goals", "perseverance", "leadership", "growth mindset"),
    "islamic": ("quran", "salah", "knowledge", "akhlaq", "ibadah"),
    "physical": ("motor skills", "fitness", "nutrition", "sleep", "sport"),
}
"""By dimension; each topic occurs in every age band."""
PER_BAND: Final = 10
MOST_SENTENCES: Final = 3

Code = Annotated[
    str, StringConstraints(pattern=r"^[a-z_]+\.[a-z_]+\.[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)
]


def _text(max_length: int) -> StringConstraints:
    return StringConstraints(min_length=1, max_length=max_length, pattern=r"^\S(.*\S)?$")


class Definition(BaseModel):
    """One item: what a parent may see, what seeing it looks like, one thing to try this week."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Code
    topic: str
    title: Annotated[str, _text(100)]
    description: Annotated[str, _text(300)]
    guidance: Annotated[str, _text(500)]

    @property
    def dimension(self) -> str:
        return self.code.split(".")[0]

    @property
    def age_band(self) -> str:
        return self.code.split(".")[1]

    @model_validator(mode="wrap")
    @classmethod
    def _name_the_item(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return handler(data)
        except ValidationError as error:
            code = data.get("code", "without a code") if isinstance(data, dict) else data
            problems = (
                f"{code!r}, field {'.'.join(map(str, detail['loc'])) or 'item'}: {detail['msg']}"
                for detail in error.errors()
            )
            raise ValueError("\n".join(problems)) from error

    @model_validator(mode="after")
    def _fits_its_place(self) -> Self:
        if self.topic not in TOPICS.get(self.dimension, ()):
            raise ValueError(f"{self.dimension} has no topic {self.topic!r}")
        if self.age_band not in AGE_BANDS:
            raise ValueError(f"there is no age band {self.age_band!r}")
        if not self.description.startswith("Can "):
            raise ValueError("a description starts with “Can”")
        if len(re.findall(r"[.!?]+(?=\W*\s|\W*$)", self.guidance)) > MOST_SENTENCES + 1:
            raise ValueError("guidance has at most three sentences")
        return self


@dataclass(frozen=True)
class Checklist:
    """All definitions, by dimension, each in its order."""

    by_dimension: dict[str, tuple[Definition, ...]]

    def __iter__(self) -> Iterator[Definition]:
        return (each for theirs in self.by_dimension.values() for each in theirs)

    def problems(self) -> Iterator[str]:
        """What does not fit together, file by file."""
        for code, number in Counter(each.code for each in self).items():
            if number > 1:
                yield f"{code!r} stands there {number} times"
        for dimension, theirs in self.by_dimension.items():
            yield from _problems_in(dimension, theirs)


def load_definitions() -> Checklist:
    """Everything, checked. Raises ValueError with all that is wrong: file, item, field."""
    loaded = {name: import_module(f"seeds.definitions.{name}").DEFINITIONS for name in TOPICS}
    checklist = Checklist(loaded)
    if problems := list(checklist.problems()):
        raise ValueError("\n".join(problems))
    return checklist


def _problems_in(dimension: str, theirs: Iterable[Definition]) -> Iterator[str]:
    file = f"seeds/definitions/{dimension}.py"
    bands: dict[str, list[Definition]] = {band: [] for band in AGE_BANDS}
    for each in theirs:
        if each.dimension != dimension:
            yield f"{file}: {each.code!r} is of another dimension"
        bands[each.age_band].append(each)
    for band, items in bands.items():
        if len(items) != PER_BAND:
            yield f"{file}: {band} has {len(items)} items, not {PER_BAND}"
        for topic in TOPICS[dimension]:
            if topic not in {each.topic for each in items}:
                yield f"{file}: {band} has nothing about {topic}"
