"""The ways to an achievement, which must agree: a claim, one person looked at, everybody at once, the nightly
sweep. And what came of it.
"""

from collections.abc import Callable
from typing import Any, Final

import pytest

from badges.models import Badge, BadgeStatus, MilestoneAchievement, MilestoneConfig
from badges.services import (
    backfill_milestone,
    check_milestones,
    claim_badge,
    sweep_everything,
)
from tests.make_badges import make_badge
from tfl.accounts.models import Notice, User

PENDING = BadgeStatus.PENDING


def by_claiming(holder: User) -> None:
    """One badge more, which counts nowhere but in the global scope, so those tables leave this way out."""
    claim(make_badge(holder, status=PENDING))


def by_checking(holder: User) -> None:
    check_milestones(holder)


def by_backfill(holder: User) -> None:
    for milestone in MilestoneConfig.objects.all():
        backfill_milestone(milestone.pk)


def by_the_nightly_sweep(holder: User) -> None:
    sweep_everything()


Way = Callable[[User], None]
STILL_WAYS: Final[list[Way]] = [by_checking, by_backfill, by_the_nightly_sweep]
"""Those that add no badge."""
ALL_WAYS: Final[list[Way]] = [by_claiming, *STILL_WAYS]

still_ways = pytest.mark.parametrize("way", STILL_WAYS)
all_ways = pytest.mark.parametrize("way", ALL_WAYS)


def claim(badge: Badge) -> set[str]:
    """The titles of what is reached by it."""
    assert badge.recipient is not None
    return {each.milestone.title for each in claim_badge(badge=badge, by=badge.recipient)}


def has(holder: User, milestone: MilestoneConfig) -> bool:
    return MilestoneAchievement.objects.standing().filter(user=holder, milestone=milestone).exists()


def give(holder: User, **more: Any) -> Badge:
    """One more badge, claimed."""
    badge = make_badge(holder, status=PENDING, **more)
    claim_badge(badge=badge, by=holder)
    return badge


def reached(holder: User) -> set[str]:
    """The titles of what they have."""
    standing = MilestoneAchievement.objects.standing().filter(user=holder)
    return set(standing.values_list("milestone__title", flat=True))


def told(holder: User) -> list[Any]:
    """The facts of each quiet notice."""
    notices = Notice.objects.filter(user=holder, kind="achievement").order_by("pk")
    return [notice.facts for notice in notices]
