"""How far everybody is towards one rule, counted by the database. The twin of `Trigger.value`: the same scope
and metric functions of `badges.rules`, over SQL instead of memory.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Aggregate, Count, Q, QuerySet

from badges.models import Badge, BadgeTemplate
from badges.models.badges import BadgeQuerySet
from badges.rules import CategoryTree, Column, Selection, UnusableCategoryError
from badges.triggers import Trigger

PATHS: Final = {
    Column.BADGE: "id",
    Column.TEMPLATE: "template",
    Column.SKILL: "template__skills",
    Column.CATEGORY: "template__skills__category",
}
"""From a badge."""

OF_TEMPLATE: Final = {
    Column.TEMPLATE: "id",
    Column.SKILL: "skills",
    Column.CATEGORY: "skills__category",
}


class _FactsInSql:
    """Every person's facts within a selection. Remembers which badges the aggregate is over; with `keep_all`
    it is over all, and itself passes over those outside of the selection.
    """

    def __init__(self, selection: Selection, *, keep_all: bool = False) -> None:
        self._selection = selection
        self._keep_all = keep_all
        self.condition = Q()

    def distinct(self, column: Column) -> Aggregate:
        """Without a join where none is needed: there each badge is one row, and counting rows is cheap."""
        if column is Column.BADGE:
            self.condition = self._of_fitting_templates()
        elif self._selection is not None:
            path = PATHS[self._selection.column]
            self.condition = Q(**{f"{path}__in": self._selection.values})
        within = self.condition if self._keep_all and self.condition else None
        return Count(PATHS[column], distinct=column is not Column.BADGE, filter=within)

    def _of_fitting_templates(self) -> Q:
        chosen = self._selection
        if chosen is None:
            return Q()
        if chosen.column is Column.BADGE:
            return Q(id__in=chosen.values)
        fitting = BadgeTemplate.objects.filter(
            **{f"{OF_TEMPLATE[chosen.column]}__in": chosen.values}
        )
        return Q(template__in=fitting.order_by().values("id"))


def values_of(
    trigger: Trigger, tree: CategoryTree, badges: BadgeQuerySet | None = None
) -> QuerySet[Any, Any]:
    """Recipient and `value` of everybody whose badges count towards the rule; nobody has 0. Lazy.

    `badges` are those that count, unless given all that count now. Raises UnusableCategoryError.
    """
    facts = _FactsInSql(trigger.selection(tree))
    value = trigger.count(facts)
    counted: Any = Badge.objects.counting() if badges is None else badges
    values: QuerySet[Any, Any] = (
        counted.filter(facts.condition).order_by().values("recipient").annotate(value=value)
    )
    return values


def people_reaching(trigger: Trigger, tree: CategoryTree) -> QuerySet[Any, Any]:
    """The recipients and values of `values_of` that are at or over the threshold. Lazy."""
    values = values_of(trigger, tree)
    reaching: QuerySet[Any, Any] = values.filter(value__gte=trigger.threshold)
    return reaching


@dataclass(frozen=True)
class Reach:
    """How many of those who hold a badge that counts stand where: `at[n]` people have exactly n."""

    at: Counter[int]

    def qualify(self, threshold: int) -> int:
        return sum(people for value, people in self.at.items() if value >= threshold)

    def one_away(self, threshold: int) -> int:
        return self.at[threshold - 1]

    def further(self, threshold: int) -> int:
        return self.at.total() - self.qualify(threshold) - self.one_away(threshold)


def reach(trigger: Trigger, tree: CategoryTree) -> Reach:
    """Everybody's distance, for any threshold, also of those with 0. One query; none where the rule counts
    nothing.
    """
    try:
        facts = _FactsInSql(trigger.selection(tree), keep_all=True)
    except UnusableCategoryError:
        return Reach(Counter())
    holders: Any = Badge.objects.counting().order_by().values("recipient")
    values = holders.annotate(value=trigger.count(facts))
    return Reach(Counter(values.values_list("value", flat=True)))
