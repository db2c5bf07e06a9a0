"""What is next for somebody who holds badges."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from badges.models import MilestoneAchievement, MilestoneConfig
from badges.selectors.facts import category_names, category_tree, holding_of
from badges.triggers import Trigger
from badges.words import describe, to_go
from tfl.accounts.models import User


@dataclass(frozen=True)
class NextMilestone:
    """The nearest badge milestone not reached yet, or none where all are: `all_reached`."""

    milestone: MilestoneConfig | None = None
    rule: str = ""
    """In words."""
    value: int = 0
    threshold: int = 0
    to_go: str = ""
    """“2 more to go”; empty where the value is reached and only the award is on its way."""

    @property
    def all_reached(self) -> bool:
        return self.milestone is None

    @property
    def remaining(self) -> int:
        return max(0, self.threshold - self.value)

    @property
    def shown_value(self) -> int:
        """At most the threshold, for a progress bar."""
        return min(self.value, self.threshold)


def next_milestone(user: User) -> NextMilestone | None:
    """Active, valid, not reached: the nearest by share of its threshold; of equals the one with the lower
    threshold, then by title. None where no usable badge milestone is active. Four queries, two where there is
    none.
    """
    reached = MilestoneAchievement.objects.standing().filter(user=user, milestone=OuterRef("pk"))
    milestones: list[Any] = list(
        MilestoneConfig.objects.active().annotate(is_reached=Exists(reached))
    )
    if not milestones:
        return None
    tree = category_tree()
    usable = [
        (each, trigger) for each in milestones if (trigger := each.usable_trigger(tree)) is not None
    ]
    if not usable:
        return None
    holding = holding_of(user.pk)
    open_ones = [
        (each, trigger, trigger.value(holding, tree))
        for each, trigger in usable
        if not each.is_reached
    ]
    if not open_ones:
        return NextMilestone()
    return _as_next(*min(open_ones, key=_distance))


def _distance(candidate: tuple[MilestoneConfig, Trigger, int]) -> tuple[float, int, str, int]:
    """What is nearest comes first. Over the threshold is as near as at it."""
    milestone, trigger, value = candidate
    share = min(1.0, value / trigger.threshold)
    return (-share, trigger.threshold, milestone.title, milestone.pk)


def _as_next(milestone: MilestoneConfig, trigger: Trigger, value: int) -> NextMilestone:
    remaining = max(0, trigger.threshold - value)
    return NextMilestone(
        milestone=milestone,
        rule=describe(trigger, category_names()),
        value=value,
        threshold=trigger.threshold,
        to_go=to_go(trigger, remaining) if remaining else "",
    )
