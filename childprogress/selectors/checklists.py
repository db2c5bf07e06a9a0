"""The items of a band with what is ticked of them, and the three to try next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q, QuerySet

from childprogress.ages import AgeBand
from childprogress.models import Child, ChildMilestone, MilestoneDefinition
from childprogress.rules import History, Recorded, spread, was_ticked


@dataclass(frozen=True)
class Item:
    """A definition, and how it stands with one child."""

    definition: MilestoneDefinition
    achieved: bool
    achieved_at: datetime | None
    history: History


def checklist(child: Child, band: AgeBand, dimension: str | None = None) -> list[Item]:
    """The items shown for a band, of one dimension or of all shown, in their order; last in each dimension
    those that left the checklist and are ticked. One query.
    """
    definitions = _shown(child).filter(age_band=band)
    if dimension is not None:
        definitions = definitions.filter(dimension=dimension)
    retired_last = F("retired_at").asc(nulls_first=True)
    items = _items(definitions.order_by(retired_last, "sort_order", "pk"))
    return sorted(items, key=lambda each: child.dimensions.index(each.definition.dimension))


def item(child: Child, definition_id: int) -> Item | None:
    """One item, if it is shown for this child. One query."""
    return next(iter(_items(_shown(child).filter(pk=definition_id))), None)


def item_of(definition: MilestoneDefinition, row: ChildMilestone | None) -> Item:
    """An item whose row is at hand, or known not to be there."""
    if row is None:
        return Item(definition, achieved=False, achieved_at=None, history=[])
    return Item(definition, row.achieved, row.achieved_at, row.achieved_history)


def completion(child: Child, band: AgeBand, before: datetime | None = None) -> dict[str, Recorded]:
    """By dimension shown, how many items of a band there are and how many of them are ticked; with `before`
    as it was the moment before, by today's definitions. One query, two with `before`.
    """
    if before is not None:
        return _completion_before(child, band, before)
    counted = (
        _with_ticks(MilestoneDefinition.objects.current(), child)
        .filter(age_band=band, dimension__in=child.dimensions)
        .order_by()
        .values("dimension")
        .annotate(total=Count("pk"), achieved=Count("pk", filter=Q(tick__achieved=True)))
    )
    return {
        row["dimension"]: Recorded(achieved=row["achieved"], total=row["total"]) for row in counted
    }


def next_items(child: Child, recorded: Mapping[str, Recorded]) -> list[MilestoneDefinition]:
    """Three items of the child's band to try next, spread over the dimensions that are least complete by
    `recorded`. None once the record is closed. One query.
    """
    if child.is_closed:
        return []
    waiting = (
        _with_ticks(MilestoneDefinition.objects.current(), child)
        .filter(age_band=child.age_band, dimension__in=child.dimensions)
        .exclude(tick__achieved=True)
        .order_by("sort_order")
    )
    return spread(by_dimension(child, waiting), recorded)


def by_dimension(
    child: Child, definitions: Iterable[MilestoneDefinition]
) -> dict[str, list[MilestoneDefinition]]:
    """Those of each dimension shown, in the order of the dimensions."""
    found: dict[str, list[MilestoneDefinition]] = {each: [] for each in child.dimensions}
    for definition in definitions:
        found[definition.dimension].append(definition)
    return found


def _with_ticks(definitions: QuerySet[MilestoneDefinition], child: Child) -> QuerySet[Any]:
    """Each joined as `tick` with this child's row where there is one."""
    return definitions.annotate(tick=FilteredRelation("ticks", condition=Q(ticks__child=child)))


def _shown(child: Child) -> QuerySet[Any]:
    there = Q(retired_at__isnull=True) | Q(tick__achieved=True)
    definitions = _with_ticks(MilestoneDefinition.objects.all(), child)
    return definitions.filter(there, dimension__in=child.dimensions)


def _items(definitions: QuerySet[Any]) -> list[Item]:
    rows = definitions.annotate(
        achieved=F("tick__achieved"),
        achieved_at=F("tick__achieved_at"),
        history=F("tick__achieved_history"),
    )
    return [Item(row, bool(row.achieved), row.achieved_at, row.history or []) for row in rows]


def _completion_before(child: Child, band: AgeBand, before: datetime) -> dict[str, Recorded]:
    of_band = MilestoneDefinition.objects.current().filter(
        age_band=band, dimension__in=child.dimensions
    )
    totals = of_band.order_by().values("dimension").annotate(total=Count("pk"))
    ticks = ChildMilestone.objects.filter(child=child, milestone__in=of_band)
    histories = ticks.order_by().values_list("milestone__dimension", "achieved_history")
    then = [dimension for dimension, history in histories if was_ticked(history, before)]
    return {
        row["dimension"]: Recorded(achieved=then.count(row["dimension"]), total=row["total"])
        for row in totals
    }
