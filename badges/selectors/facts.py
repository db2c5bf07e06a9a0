"""What evaluation reads: who holds what, and how the categories stand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from badges.models import Badge
from badges.models.badges import BadgeQuerySet
from badges.rules import CategoryTree, Fact, Holding
from tfl.skills.models import SkillCategory


def category_tree() -> CategoryTree:
    """One query."""
    return CategoryTree(dict(SkillCategory.objects.order_by().values_list("id", "parent_id")))


def category_names() -> dict[UUID, str]:
    """One query."""
    return dict(SkillCategory.objects.order_by().values_list("id", "name"))


def facts_of(badges: BadgeQuerySet) -> Mapping[int, list[Fact]]:
    """The facts of `badges`, by recipient. One query."""
    return facts_as_evaluated(badges)[0]


def facts_as_evaluated(
    badges: BadgeQuerySet,
) -> tuple[Mapping[int, list[Fact]], Mapping[int, str]]:
    """`facts_of`, and of each template as what the sweep last evaluated it. One query."""
    rows: Iterable[Any] = badges.order_by().values_list(
        "template__evaluated_as",
        "recipient",
        "id",
        "template",
        "template__skills",
        "template__skills__category",
    )
    facts: dict[int, list[Fact]] = defaultdict(list)
    evaluated_as: dict[int, str] = {}
    for standing, recipient, *values in rows:
        fact = Fact(*values)
        facts[recipient].append(fact)
        evaluated_as[fact.template] = standing
    return facts, evaluated_as


def holding_of(user_id: int) -> Holding:
    """What counts of one person’s badges. One query."""
    return Holding(facts_of(Badge.objects.counting().filter(recipient=user_id))[user_id])
