"""Telling people what they reached: a dialog after claiming, one quiet notice for what was found later."""

from collections import defaultdict
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from badges.models import MilestoneAchievement
from tfl.accounts.models import Notice, User
from tfl.accounts.services import notify_all

TOLD_AT_ONCE: Final = 250
"""People."""
TITLES_NAMED: Final = 5


@transaction.atomic
def celebrate(*, achievements: list[int], by: User) -> int:
    """Their owner has seen these: they are not shown again. Ids of others match nothing. Returns how many
    were new; saying it twice changes nothing.
    """
    mine = MilestoneAchievement.objects.filter(user=by, celebrated_at__isnull=True)
    return in_order(mine.filter(pk__in=achievements)).update(celebrated_at=timezone.now())


def in_order(achievements: QuerySet[MilestoneAchievement]) -> QuerySet[MilestoneAchievement]:
    """These achievements of one person, held in the order in which everybody takes them, to be changed."""
    held = achievements.select_for_update(no_key=True).order_by("milestone_id")
    return MilestoneAchievement.objects.filter(pk__in=list(held.values_list("pk", flat=True)))


def tell_owners() -> int:
    """The sweep: one notice to each owner of achievements found by a backfill. Returns how many were told."""
    told = 0
    while people := _tell_some():
        told += people
    return told


@transaction.atomic
def _tell_some() -> int:
    """Some people, each told of everything at once and marked in one transaction. What another sweep is about
    to tell is passed over.
    """
    to_tell = MilestoneAchievement.objects.to_tell()
    people = to_tell.order_by("user").values_list("user", flat=True).distinct()[:TOLD_AT_ONCE]
    waiting = (
        to_tell.filter(user__in=list(people))
        .select_for_update(of=("self",), skip_locked=True, no_key=True)
        .select_related("milestone")
        .order_by("user", "pk")
    )
    by_owner = defaultdict(list)
    for achievement in waiting:
        by_owner[achievement.user_id].append(achievement)
    notify_all(_notice(theirs) for theirs in by_owner.values())
    found = [achievement.pk for theirs in by_owner.values() for achievement in theirs]
    MilestoneAchievement.objects.filter(pk__in=found).update(celebrated_at=timezone.now())
    return len(by_owner)


def _notice(theirs: list[MilestoneAchievement]) -> Notice:
    titles = [achievement.milestone.title for achievement in theirs]
    return Notice(
        user_id=theirs[0].user_id,
        kind="achievement",
        key=f"achievement-{theirs[0].pk}-{theirs[0].achieved_at:%Y%m%d%H%M%S}",
        facts={"titles": titles[:TITLES_NAMED], "more": len(titles[TITLES_NAMED:])},
        path=reverse("wallet"),
    )
