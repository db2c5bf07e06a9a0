"""The JSON of the endpoints."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from childprogress.ages import AgeBand
from childprogress.models import ReviewState
from childprogress.vocabulary import Dimension
from tfl.core.schemas import Answered, Sent


class TickSent(Sent):
    achieved: Annotated[bool, Field(strict=True)]


class EntryAnswered(Answered):
    achieved_at: datetime
    unmarked_at: datetime | None
    """Null while it is ticked."""


class ItemAnswered(Answered):
    id: int
    code: str
    """Stays the same however the text changes."""
    dimension: Dimension
    age_band: AgeBand
    topic: str
    sort_order: int
    title: str
    description: str
    guidance: str
    review_state: ReviewState
    retired: bool
    """It left the checklist after it was ticked."""
    achieved: bool
    achieved_at: datetime | None
    achieved_history: list[EntryAnswered]
    """Oldest first."""


class ChecklistAnswered(Answered):
    child_id: int
    age_band: AgeBand
    items: list[ItemAnswered]
