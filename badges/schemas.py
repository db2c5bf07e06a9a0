"""The JSON of the endpoints. A trigger in it is read by `badges.triggers` alone."""

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from badges.models import BadgeStatus
from tfl.core.schemas import Answered, Id, Sent, Text

Email = Annotated[Text, Field(max_length=254)]

RULE: Final = (
    "metric (`badge_count` or `category_count`), scope (`global` or `category`) and threshold, such as "
    '`{"metric": "badge_count", "scope": "global", "threshold": 5}`; with the scope `category` also '
    "categoryId and, true by default, includeSubCategories. Nothing else, and nothing is converted."
)


class IssueSent(Sent):
    template_id: Id
    email: Email
    evidence_link: Annotated[Text, Field(max_length=255)] = ""
    request_id: UUID | None = None
    """Yours: asking again with the same one answers with the badge issued before."""


class RevokeSent(Sent):
    reason: Annotated[Text, Field(max_length=500)]
    """The holder reads it; the public page does not show it."""


class BadgeMilestoneSent(Sent):
    title: Annotated[Text, Field(max_length=200)]
    trigger: Annotated[Any, Field(description=RULE)]
    description: Annotated[Text, Field(max_length=500)] = ""
    """Empty: written from the rule."""
    icon: Annotated[Text, Field(max_length=20)] = ""


class BadgeAnswered(Answered):
    badge_id: int
    template_id: int
    name: str
    status: BadgeStatus
    issued_at: datetime
    claimed_at: datetime | None
    expires_at: datetime | None
    revoked_at: datetime | None
    evidence_link: str
    verification_url: str | None
    """Null until it is claimed."""


class AchievementAnswered(Answered):
    milestone_id: int
    title: str
    description: str
    achieved_at: datetime


class ClaimAnswered(Answered):
    badge: BadgeAnswered
    achievements: list[AchievementAnswered]
    """Those this claim brought."""


class AchievementsAnswered(Answered):
    achievements: list[AchievementAnswered]
    page: int
    pages: int
    total: int


class BadgeMilestoneAnswered(Answered):
    milestone_id: int
    type: str
    """BADGE_COUNT or CATEGORY_COUNT: follows from the metric."""
    title: str
    description: str
    icon: str
    trigger: dict[str, Any]
    active: bool
