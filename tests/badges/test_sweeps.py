"""What the sweeps find, and that nobody's trouble is anybody else's."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import Mock

import pytest
import time_machine
from django.db import DatabaseError, OperationalError

from badges.models import (
    How,
    MilestoneAchievement,
    MilestoneConfig,
)
from badges.services import (
    activate_badge_milestone,
    backfill,
    catch_up,
    deactivate_badge_milestone,
    edit_badge_milestone,
    evaluation,
    sweep_everything,
)
from badges.tasks import catch_up as catch_up_task
from badges.tasks import sweep_everything as sweep_everything_task
from tests.badges.product import run_sql
from tests.badges.ways import give, reached, told
from tests.make import make_user
from tests.make_badges import (
    everywhere,
    make_badge,
    make_badge_milestone,
    make_template,
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


# A badge milestone awakes ----------------------------------------------------------------------------


def test_what_is_activated_is_awarded_by_the_sweep_with_one_quiet_notice(
    holder: User, other: User, grace: User
) -> None:
    make_badge(holder)
    asleep = [make_badge_milestone(title, active=False) for title in ("First", "Second")]
    for milestone in asleep:
        activate_badge_milestone(milestone=milestone, by=grace)
    assert reached(holder) == set()
    assert catch_up() == 2
    assert reached(holder) == {"First", "Second"}
    assert reached(other) == set()
    assert told(holder) == [{"titles": ["First", "Second"], "more": 0}]
    assert {each.how for each in MilestoneAchievement.objects.all()} == {How.BACKFILL}
    assert not MilestoneAchievement.objects.to_celebrate().exists()
    assert catch_up() == 0
    assert len(told(holder)) == 1


def test_activating_asks_the_worker_to_look(
    grace: User, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = Mock()
    monkeypatch.setattr("tfl.core.jobs._try_to_send", sent)
    milestone = make_badge_milestone(active=False)
    with django_capture_on_commit_callbacks(execute=True):
        activate_badge_milestone(milestone=milestone, by=grace)
        assert not sent.called
    sent.assert_called_once_with("badges.catch_up", ())


def test_whoever_claims_before_the_sweep_gets_it_by_the_claim(holder: User, grace: User) -> None:
    milestone = make_badge_milestone(active=False, trigger=everywhere(2))
    make_badge(holder)
    activate_badge_milestone(milestone=milestone, by=grace)
    give(holder)
    assert catch_up() == 0
    assert MilestoneAchievement.objects.get().how == How.CLAIM
    assert told(holder) == []


def test_a_lower_threshold_is_backfilled_and_a_higher_one_takes_nothing(
    holder: User, other: User, grace: User
) -> None:
    milestone = make_badge_milestone("It", trigger=everywhere(3))
    for _ in range(2):
        make_badge(holder)
    make_badge(other)
    catch_up()

    def set_threshold(threshold: int) -> int:
        edit_badge_milestone(milestone=milestone, by=grace, title="It", threshold=threshold)
        return catch_up()

    assert set_threshold(5) == 0
    assert set_threshold(2) == 1
    assert reached(holder) == {"It"}
    assert told(holder) == [{"titles": ["It"], "more": 0}]
    assert reached(other) == set()


def test_a_rule_that_is_mended_by_its_threshold_is_backfilled(holder: User, grace: User) -> None:
    milestone = make_badge_milestone("It", trigger=everywhere(1) | {"threshold": "1"})
    make_badge(holder)
    assert catch_up() == 0
    edit_badge_milestone(milestone=milestone, by=grace, title="It", threshold=1)
    assert catch_up() == 1


def test_activated_again_it_awards_those_who_came_meanwhile_and_leaves_the_others(
    holder: User, other: User, grace: User, clock: time_machine.Traveller
) -> None:
    milestone = make_badge_milestone("It")
    give(holder)
    deactivate_badge_milestone(milestone=milestone, by=grace)
    clock.move_to(LATER)
    give(other)
    assert catch_up() == 0
    assert (reached(holder), reached(other)) == ({"It"}, set())
    activate_badge_milestone(milestone=milestone, by=grace)
    assert catch_up() == 1
    when = dict(MilestoneAchievement.objects.values_list("user", "achieved_at"))
    assert when == {holder.pk: NOON, other.pk: LATER}
    assert (told(holder), len(told(other))) == ([], 1)


def test_deactivated_before_the_sweep_it_awards_nobody(holder: User, grace: User) -> None:
    make_badge(holder)
    milestone = make_badge_milestone(active=False)
    activate_badge_milestone(milestone=milestone, by=grace)
    deactivate_badge_milestone(milestone=milestone, by=grace)
    assert catch_up() == 0
    assert sweep_everything() == 0
    assert reached(holder) == set()


# At night --------------------------------------------------------------------------------------------


def test_the_nightly_sweep_finds_what_was_missed_and_logs_it(
    holder: User, other: User, caplog: pytest.LogCaptureFixture
) -> None:
    """Somebody's hand took every achievement away and put a badge in."""
    first, second = make_badge_milestone("First"), make_badge_milestone(trigger=everywhere(2))
    badge = give(holder)
    give(other)
    catch_up()
    run_sql("DELETE FROM milestone_achievements")
    make_badge(holder, template=badge.template)
    assert catch_up() == 0
    with caplog.at_level(logging.WARNING):
        assert sweep_everything() == 3
    assert caplog.messages == [
        f"badge milestone {first.pk}: 2 achievements were missed",
        f"badge milestone {second.pk}: 1 achievements were missed",
    ]
    assert len(told(holder)) == len(told(other)) == 1


def test_the_nightly_sweep_logs_nothing_where_nothing_was_missed(
    holder: User, grace: User, caplog: pytest.LogCaptureFixture
) -> None:
    """What only waited for its turn was not missed."""
    make_badge(holder)
    milestone = make_badge_milestone(active=False)
    activate_badge_milestone(milestone=milestone, by=grace)
    with caplog.at_level(logging.INFO):
        assert sweep_everything() == 0
        assert sweep_everything() == 0
    assert caplog.messages == []
    assert len(reached(holder)) == 1


def test_a_badge_milestone_awakened_by_a_hand_in_the_table_is_found_at_night(holder: User) -> None:
    make_badge(holder)
    make_badge_milestone("It", active=False)
    catch_up()
    run_sql("UPDATE milestone_configs SET active = %s", True)
    assert catch_up() == 0
    assert sweep_everything() == 1
    assert reached(holder) == {"It"}


def test_the_tasks_are_the_sweeps(holder: User) -> None:
    make_badge(holder)
    make_badge_milestone()
    assert catch_up_task() == 1
    MilestoneAchievement.objects.all().delete()
    assert sweep_everything_task() == 1


# Trouble ---------------------------------------------------------------------------------------------


def test_ones_trouble_costs_nobody_elses_award(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    people = [make_user() for _ in range(5)]
    template = make_template()
    for person in people:
        make_badge(person, template=template)
    make_badge_milestone("It")
    unlucky = people[2].pk
    real = evaluation.award

    def award(user_ids: Any, *, how: How) -> list[MilestoneAchievement]:
        new = real(user_ids, how=how)
        if unlucky in user_ids:
            raise DatabaseError("theirs alone")
        return new

    with monkeypatch.context() as patched, caplog.at_level(logging.ERROR):
        patched.setattr(evaluation, "award", award)
        assert catch_up() == 4
    assert caplog.messages == [f"person {unlucky} could not be evaluated"]
    assert [len(reached(person)) for person in people] == [1, 1, 0, 1, 1]
    assert sweep_everything() == 1
    assert reached(people[2]) == {"It"}


def test_one_badge_milestones_trouble_costs_no_other_and_is_tried_again(
    holder: User,
    grace: User,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    make_badge(holder)
    catch_up()
    asleep = [make_badge_milestone(title, active=False) for title in ("One", "Two", "Three")]
    for milestone in asleep:
        activate_badge_milestone(milestone=milestone, by=grace)
    real = backfill.insert_reaching

    def insert(milestone: MilestoneConfig, *arguments: Any) -> int:
        if milestone.title == "Two":
            run_sql("SELECT nothing FROM nowhere")
        return real(milestone, *arguments)

    with monkeypatch.context() as patched, caplog.at_level(logging.ERROR):
        patched.setattr(backfill, "insert_reaching", insert)
        assert catch_up() == 2
    assert caplog.messages == [f"badge milestone {asleep[1].pk} could not be backfilled"]
    assert reached(holder) == {"One", "Three"}
    assert [each.title for each in MilestoneConfig.objects.awaiting_backfill()] == ["Two"]
    assert catch_up() == 1
    assert reached(holder) == {"One", "Two", "Three"}


def test_while_the_database_is_away_nobody_counts_as_evaluated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person = make_user()
    make_badge(person)
    make_badge_milestone("It")

    with monkeypatch.context() as patched:
        patched.setattr(evaluation, "award", Mock(side_effect=OperationalError("gone away")))
        with pytest.raises(OperationalError):
            catch_up()

    assert catch_up() == 1
    assert reached(person) == {"It"}
