"""The children of a guardian, side by side but never compared."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from childprogress.ages import AgeBand
from childprogress.models import (
    Child,
    ChildMilestone,
    GuardianRole,
    Guardianship,
    MilestoneDefinition,
    Observation,
)
from childprogress.models.labels import AGE_BANDS, Label
from childprogress.rules import Recorded, spread
from childprogress.selectors.checklists import by_dimension
from tfl.accounts.models import User


@dataclass(frozen=True)
class Overview:
    """A child on the overview: what is ticked of its age band, and what to try next."""

    child: Child
    """With `guardian_role`."""
    achieved: int
    total: int
    next: MilestoneDefinition | None
    """None where everything is ticked, or the record is closed."""

    @property
    def band_label(self) -> Label:
        return AGE_BANDS[self.child.age_band]

    @property
    def is_owner(self) -> bool:
        return self.child.guardian_role == GuardianRole.OWNER

    @property
    def role_label(self) -> Label:
        return GuardianRole(self.child.guardian_role).label


@dataclass(frozen=True)
class Erased:
    """How much a deletion takes with it, shown or hidden."""

    ticks: int
    """Items that were ever ticked."""
    observations: int
    """Those deleted lately among them."""
    guardians: int
    """Who lose the record, whoever deletes it included."""


def children_of(user: User) -> list[Overview]:
    """In the order in which they were added. Three queries, whatever the number of children."""
    children = list(Child.objects.for_guardian(user).order_by("pk"))
    definitions = _of_bands({child.age_band for child in children})
    ticked: dict[int, set[int]] = defaultdict(set)
    ticks = ChildMilestone.objects.filter(child__in=[child.pk for child in children], achieved=True)
    for child_id, milestone_id in ticks.values_list("child", "milestone"):
        ticked[child_id].add(milestone_id)
    return [_overview(child, definitions, ticked[child.pk]) for child in children]


def count_erased(child: Child) -> Erased:
    """Three queries."""
    return Erased(
        ticks=ChildMilestone.objects.filter(child=child).count(),
        observations=Observation.objects.filter(child=child).count(),
        guardians=Guardianship.objects.filter(child=child).count(),
    )


def _of_bands(bands: set[AgeBand]) -> list[MilestoneDefinition]:
    definitions = MilestoneDefinition.objects.current().filter(age_band__in=bands)
    return list(
        definitions.only("dimension", "age_band", "sort_order", "title").order_by("sort_order")
    )


def _overview(
    child: Child, definitions: Iterable[MilestoneDefinition], ticked: set[int]
) -> Overview:
    band = child.age_band
    items = by_dimension(
        child,
        (each for each in definitions if each.age_band == band and child.shows(each.dimension)),
    )
    recorded = {
        dimension: Recorded(achieved=sum(each.pk in ticked for each in those), total=len(those))
        for dimension, those in items.items()
    }
    waiting = {
        dimension: [each for each in those if each.pk not in ticked]
        for dimension, those in items.items()
    }
    coming = [] if child.is_closed else spread(waiting, recorded, number=1)
    return Overview(
        child=child,
        achieved=sum(each.achieved for each in recorded.values()),
        total=sum(each.total for each in recorded.values()),
        next=coming[0] if coming else None,
    )
