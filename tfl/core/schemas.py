"""What the JSON of all endpoints has in common: camelCase names, no unknown keys, one shape of refusal."""

from typing import Annotated

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

Id = Annotated[int, Field(ge=1, le=2**31 - 1, strict=True)]
Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]
"""No NUL, which PostgreSQL refuses."""


class Sent(Schema):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


class Answered(Schema):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class Problem(Answered):
    """Why nothing was done."""

    detail: str
    field: str | None = None
    missing: list[str] = []
    """What is still to be proven, where that is the reason."""


def answers(*refusals: int) -> dict[int, type[Problem]]:
    """The declared refusals of an endpoint; 401 and 429 can meet any caller."""
    return dict.fromkeys((401, 403, 429, *refusals), Problem)
