"""What people reached by claiming a badge and were not yet congratulated on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, CharField, FilteredRelation, OuterRef, Subquery, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Lower, Replace

from badges.models.milestones import awaiting_celebration
from badges.triggers import TriggerError, parse_trigger
from badges.words import describe
from tfl.accounts.models.users import UserQuerySet
from tfl.skills.models import SkillCategory

AT_ONCE: Final = 50
"""Who reached more than that at once is congratulated on the rest by the next dialog."""

_COLUMNS: Final = (
    "celebrated__pk",
    "celebrated__trigger",
    "celebrated__milestone__title",
    "celebrated__milestone__icon",
    "celebrated__milestone__description",
    "celebrated_category",
)


@dataclass(frozen=True, slots=True)
class Celebrated:
    """A line of the dialog."""

    pk: int
    """The achievement's."""
    title: str
    icon: str
    rule: str
    """In words; empty where it cannot be read any more."""


def with_celebrations(people: UserQuerySet, *besides: str) -> Iterable[Mapping[str, Any]]:
    """`people` and their fields `besides`, in a row for each thing they are to be congratulated on, or in one
    row where there is none. So the frame of every page finds it in a query that it makes anyway. One query.
    """
    waiting = FilteredRelation("achievements", condition=awaiting_celebration("achievements__"))
    joined: Any = people.annotate(celebrated=waiting)
    named = joined.annotate(
        celebrated_category=Case(When(celebrated__isnull=False, then=_category_of("celebrated")))
    )
    in_order = named.order_by("celebrated__achieved_at", "celebrated__pk")
    rows: Iterable[Mapping[str, Any]] = in_order.values(*besides, *_COLUMNS)[:AT_ONCE]
    return rows


def celebrated_in(rows: Iterable[Mapping[str, Any]]) -> list[Celebrated]:
    """What the rows of `with_celebrations` hold."""
    return [
        Celebrated(
            pk=row["celebrated__pk"],
            title=row["celebrated__milestone__title"],
            icon=row["celebrated__milestone__icon"],
            rule=row["celebrated__milestone__description"] or _rule(row),
        )
        for row in rows
        if row["celebrated__pk"] is not None
    ]


def _category_of(achievement: str) -> Subquery:
    """The name of the category its rule names. Compared as text: what stands in a rule may be no id."""
    named = KeyTextTransform("categoryId", OuterRef(f"{achievement}__trigger"))
    categories = SkillCategory.objects.annotate(digits=_digits(Cast("pk", CharField())))
    return Subquery(categories.filter(digits=_digits(named)).values("name")[:1])


def _digits(id_: Any) -> Lower:
    """An id without what the databases write differently."""
    return Lower(Replace(id_, Value("-"), Value("")))


def _rule(row: Mapping[str, Any]) -> str:
    try:
        trigger = parse_trigger(row["celebrated__trigger"])
    except TriggerError:
        return ""
    category, name = trigger.parameters.get("category_id"), row["celebrated_category"]
    return describe(trigger, {category: name} if category and name else {})
