"""What a definition looks like, and the one function that reads all of them.

Whoever edits a dimension's file is told the file, the item and the field of a mistake before anything
touches the database. An item refuses what is wrong within itself when it is built, so a file tells of
one such item at a time; everything else, and every other file, is told at once. `code` is what a tick
hangs on: it never changes, whatever else does.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Annotated, Any, Final, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    ModelWrapValidatorHandler,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
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
                f"{code!r}, field {'.'.join(map(str, detail['loc'])) or 'item'}: {_said(detail['msg'])}"
                for detail in error.errors()
            )
            raise ValueError("\n".join(problems)) from error

    @field_validator("code")
    @classmethod
    def _has_a_place(cls, code: str) -> str:
        dimension, age_band, _slug = code.split(".")
        if dimension not in TOPICS:
            raise ValueError(f"there is no dimension {dimension!r}")
        if age_band not in AGE_BANDS:
            raise ValueError(f"there is no age band {age_band!r}")
        return code

    @field_validator("topic")
    @classmethod
    def _is_of_its_dimension(cls, topic: str, info: ValidationInfo) -> str:
        dimension = info.data.get("code", "").split(".")[0]
        if dimension and topic not in TOPICS[dimension]:
            raise ValueError(f"{dimension} has no topic {topic!r}")
        return topic

    @field_validator("description")
    @classmethod
    def _says_what_is_seen(cls, description: str) -> str:
        if not description.startswith("Can "):
            raise ValueError("has to start with “Can ”")
        return description

    @field_validator("guidance")
    @classmethod
    def _is_short(cls, guidance: str) -> str:
        if (number := sentences_in(guidance)) > MOST_SENTENCES:
            raise ValueError(f"has {number} sentences, more than {MOST_SENTENCES}")
        return guidance


@dataclass(frozen=True)
class Checklist:
    """All definitions, by dimension, each in its order."""

    by_dimension: dict[str, tuple[Definition, ...]]

    def __iter__(self) -> Iterator[Definition]:
        return (each for theirs in self.by_dimension.values() for each in theirs)

    def problems(self) -> Iterator[str]:
        """What does not fit together, file by file."""
        for dimension, theirs in self.by_dimension.items():
            for problem in _problems_of(dimension, theirs):
                yield f"{_file(dimension)}: {problem}"


def load_definitions() -> Checklist:
    """Everything, checked. Raises ValueError, a line for each problem: file, item, field."""
    by_dimension: dict[str, tuple[Definition, ...]] = {}
    problems: list[str] = []
    for dimension in TOPICS:
        try:
            by_dimension[dimension] = _read(dimension)
        except ValueError as error:
            problems += [f"{_file(dimension)}: {line}" for line in str(error).splitlines()]
    checklist = Checklist(by_dimension)
    problems += checklist.problems()
    if problems:
        raise ValueError("\n".join(problems))
    return checklist


def sentences_in(text: str) -> int:
    """Those inside quotation marks count too; a question that the sentence around it goes on from,
    as in Ask “Where?” and wait, ends nothing.
    """
    return len(re.findall(r"[.!?…]+[”’)]*(?=\s+[^\sa-z]|$)", text))


def _read(dimension: str) -> tuple[Definition, ...]:
    """One file. Raises ValueError, a line for each problem, whatever is wrong with it."""
    try:
        items = tuple(import_module(f"seeds.definitions.{dimension}").DEFINITIONS)
    except ValidationError as error:
        raise ValueError("\n".join(_said(each["msg"]) for each in error.errors())) from error
    except Exception as error:  # a file of data is code: it may raise anything
        raise ValueError(f"{type(error).__name__}: {error}") from error
    if strangers := [
        f"item {place} is no Definition: {each!r}"
        for place, each in enumerate(items, start=1)
        if not isinstance(each, Definition)
    ]:
        raise ValueError("\n".join(strangers))
    return items


def _problems_of(dimension: str, theirs: tuple[Definition, ...]) -> Iterator[str]:
    for code, number in Counter(each.code for each in theirs).items():
        if number > 1:
            yield f"{code!r}, field code: stands there {number} times"
    for each in theirs:
        if each.dimension != dimension:
            yield f"{each.code!r}, field code: is of another dimension"
    for band in AGE_BANDS:
        items = [each for each in theirs if each.age_band == band]
        if len(items) != PER_BAND:
            yield f"{band} has {len(items)} items, not {PER_BAND}"
        topics = {each.topic for each in items}
        yield from (
            f"{band} has nothing about {each}" for each in TOPICS[dimension] if each not in topics
        )


def _file(dimension: str) -> str:
    return f"seeds/definitions/{dimension}.py"


def _said(message: str) -> str:
    """In our own words: pydantic puts its own before them."""
    return message.removeprefix("Value error, ")
