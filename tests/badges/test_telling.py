"""Who is told what: a quiet notice for what was found, a dialog for what a claim reached; each once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from badges.models import (
    Badge,
    How,
    MilestoneAchievement,
)
from badges.services import (
    achievements,
    catch_up,
    celebrate,
    check_milestones,
    revoke_badge,
    sweep_everything,
    tell_owners,
)
from tests.badges.ways import give, reached, told
from tests.make import make_user
from tests.make_badges import (
    make_achievement,
    make_badge,
    make_badge_milestone,
)
from tfl.accounts.models import User

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def other(db: None) -> User:
    return make_user("other@example.org")


# Telling ---------------------------------------------------------------------------------------------


def test_very_many_are_named_by_number(holder: User) -> None:
    make_badge(holder)
    for n in range(1, 8):
        make_badge_milestone(f"Number {n}")
    assert catch_up() == 7
    assert told(holder) == [{"titles": [f"Number {n}" for n in range(1, 6)], "more": 2}]


@pytest.mark.parametrize("at_once", [1, 2, 250])
def test_each_owner_is_told_once_however_many_are_told_at_a_time(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(achievements, "TOLD_AT_ONCE", at_once)
    people = [make_user() for _ in range(5)]
    for person in people:
        make_badge(person)
    for _ in range(3):
        make_badge_milestone()
    assert catch_up() == 15
    assert [len(told(person)) for person in people] == [1] * 5
    assert tell_owners() == 0


def test_what_is_found_again_is_not_told_again(holder: User, grace: User) -> None:
    make_badge_milestone("It")
    make_badge(holder)
    catch_up()
    lost = Badge.objects.get()
    revoke_badge(badge=lost, by=grace, reason="A mistake.")
    assert reached(holder) == set()
    make_badge(holder)
    assert sweep_everything() == 0
    assert reached(holder) == {"It"}
    assert len(told(holder)) == 1


def test_what_was_celebrated_is_not_told_when_a_sweep_restores_it(
    holder: User, grace: User
) -> None:
    make_badge_milestone("It")
    badge = give(holder)
    achievement = MilestoneAchievement.objects.get()
    assert celebrate(achievements=[achievement.pk], by=holder) == 1
    revoke_badge(badge=badge, by=grace, reason="A mistake.")
    make_badge(holder)
    catch_up()
    assert reached(holder) == {"It"}
    assert told(holder) == []
    assert not MilestoneAchievement.objects.to_celebrate().exists()


def test_checking_one_person_tells_them_quietly(holder: User) -> None:
    make_badge_milestone("It")
    make_badge(holder)
    assert [each.milestone.title for each in check_milestones(holder)] == ["It"]
    assert check_milestones(holder) == []
    assert not MilestoneAchievement.objects.to_celebrate().exists()
    assert tell_owners() == 1
    assert told(holder) == [{"titles": ["It"], "more": 0}]


def test_what_was_taken_before_it_was_told_is_not_told(holder: User) -> None:
    make_achievement(holder, how=How.BACKFILL, revoked_at=NOON)
    assert tell_owners() == 0


# Closing the dialog ----------------------------------------------------------------------------------


def test_ones_own_achievements_are_celebrated_once(holder: User, other: User) -> None:
    mine, theirs = make_achievement(holder), make_achievement(other)
    assert celebrate(achievements=[mine.pk, theirs.pk, -1], by=holder) == 1
    assert celebrate(achievements=[mine.pk], by=holder) == 0
    assert celebrate(achievements=[], by=holder) == 0
    assert [each.user for each in MilestoneAchievement.objects.to_celebrate()] == [other]


def test_what_was_taken_while_the_dialog_was_open_is_not_celebrated_again_when_restored(
    holder: User, grace: User
) -> None:
    make_badge_milestone("It")
    badge = give(holder)
    achievement = MilestoneAchievement.objects.get()
    revoke_badge(badge=badge, by=grace, reason="A mistake.")
    assert celebrate(achievements=[achievement.pk], by=holder) == 1
    give(holder)
    assert reached(holder) == {"It"}
    assert not MilestoneAchievement.objects.to_celebrate().exists()
