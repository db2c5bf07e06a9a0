"""What somebody did, by day: badges they claimed, badge milestones they reached, their months."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from django.db.models import (
    CharField,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, TruncDate

from badges.models import Badge, MilestoneAchievement
from badges.selectors.facts import category_names
from badges.words import in_words
from milestones.models import MilestoneReview, MonthlyMilestone
from tfl.accounts.models import User
from tfl.core.months import month_of


class Kind(StrEnum):
    """As addresses name them; and of one moment, in the order shown: what was reached stands over the badge
    that did it.
    """

    ACHIEVEMENT = "achievement"
    BADGE = "badge"
    MILESTONE = "milestone"


COLUMNS: Final = ("kind", "day", "moment", "id")


@dataclass(frozen=True, slots=True)
class Event:
    kind: Kind
    day: date
    """When it was claimed, reached or decided; of a month that is not decided its first."""
    row: Any
    """A badge, an achievement or a monthly milestone, with what is shown of it."""
    rule: str = ""
    """An achievement's, in words."""

    @property
    def month(self) -> date:
        return month_of(self.day)


def timeline_of(user: User, kind: Kind | None = None) -> QuerySet[Any, Any]:
    """`COLUMNS` of everything, or of one kind, the newest first. Lazy; one query, and one for the roles."""
    parts = {
        Kind.ACHIEVEMENT: _achievements(user),
        Kind.BADGE: _badges(user),
        Kind.MILESTONE: _months(user),
    }
    first, *rest = [_columns(part, each) for each, part in parts.items() if kind in {None, each}]
    return first.union(*rest, all=True).order_by(
        "-day", F("moment").desc(nulls_last=True), "kind", "-id"
    )


def _columns(part: QuerySet[Any, Any], kind: Kind) -> QuerySet[Any, Any]:
    named: QuerySet[Any, Any] = part.annotate(kind=Value(str(kind), output_field=CharField()))
    return named.order_by().values_list(*COLUMNS)


def _badges(user: User) -> QuerySet[Any, Any]:
    """Those they took, also the ones revoked since."""
    taken = Badge.objects.held_by(user).filter(claimed_at__isnull=False)
    return taken.annotate(day=TruncDate("claimed_at"), moment=F("claimed_at"))


def _achievements(user: User) -> QuerySet[Any, Any]:
    reached = MilestoneAchievement.objects.standing().filter(user=user)
    return reached.annotate(day=TruncDate("achieved_at"), moment=F("achieved_at"))


def _months(user: User) -> QuerySet[Any, Any]:
    """By the day the mentor last decided; of a month that is not decided, by its first."""
    reviews = MilestoneReview.objects.filter(milestone=OuterRef("pk"))
    latest = Subquery(reviews.order_by("-reviewed_at").values("reviewed_at")[:1])
    mine = MonthlyMilestone.objects.visible_to(user).filter(student__user=user)
    return mine.annotate(moment=latest).annotate(
        day=Coalesce(TruncDate("moment"), "milestone_month")
    )


def events_of(lines: Iterable[Sequence[Any]]) -> list[Event]:
    """The lines of `timeline_of` with what is shown of each. Four queries, less where a kind is not there."""
    lines = list(lines)
    ids = defaultdict(list)
    for kind, _day, _moment, pk in lines:
        ids[Kind(kind)].append(pk)
    rows = {kind: _rows(kind, theirs) for kind, theirs in ids.items()}
    names = category_names() if Kind.ACHIEVEMENT in rows else {}
    return [
        Event(Kind(kind), day, row, rule=_rule(row, names))
        for kind, day, _moment, pk in lines
        if (row := rows[Kind(kind)].get(pk))  # nobody took it away meanwhile
    ]


def _rows(kind: Kind, ids: list[int]) -> Mapping[int, Any]:
    return {
        Kind.ACHIEVEMENT: MilestoneAchievement.objects.select_related("milestone"),
        Kind.BADGE: Badge.objects.select_related("template"),
        Kind.MILESTONE: MonthlyMilestone.objects.select_related("primary_job_role"),
    }[kind].in_bulk(ids)


def _rule(row: Any, names: Mapping[Any, str]) -> str:
    if not isinstance(row, MilestoneAchievement):
        return ""
    return in_words(row.milestone.description, row.trigger, names)
