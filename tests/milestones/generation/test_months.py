"""A month begins at midnight where the installation is: in a zone ahead of UTC and in one behind it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from pytest_django import Settings

from milestones.generation.vocabulary import EvidenceType, MilestoneStatus
from milestones.models import Evidence, MonthlyMilestone, SkillAssessment
from milestones.services import (
    MilestonesError,
    generate_due_milestones,
    generate_month,
    record_assessment,
    submit_evidence,
    verify_evidence,
)
from tests.make import make_mentor, make_student
from tests.make_milestones import (
    APRIL,
    FEBRUARY,
    MARCH,
    make_assessment,
    make_milestone,
    make_role,
    outcome_of,
    skill_named,
)
from tfl.accounts.models import Student
from tfl.core.clock import current_month, day_of, today
from tfl.core.errors import Refusal

pytestmark = pytest.mark.django_db

AHEAD = "Pacific/Kiritimati"
"""UTC+14: its March begins at 10:00 UTC on 28 February."""
BEHIND = "America/Los_Angeles"
"""UTC−8 in winter: its March begins at 08:00 UTC on 1 March."""

each_zone = pytest.mark.parametrize("zone", [AHEAD, BEHIND, "UTC"])


@pytest.fixture
def alice() -> Student:
    return make_student(job_role=make_role(), mentor=make_mentor())


def local(zone: str, day: date, hour: int = 0, minute: int = 0) -> datetime:
    """A moment by the clock on the wall of `zone`."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))


def months_of(student: Student) -> list[date]:
    milestones = student.milestones.order_by("milestone_month")
    return list(milestones.values_list("milestone_month", flat=True))


@pytest.mark.parametrize(
    ("zone", "day", "month"),
    [
        (AHEAD, MARCH, MARCH),
        (BEHIND, date(2026, 2, 28), FEBRUARY),
        ("UTC", date(2026, 2, 28), FEBRUARY),
    ],
)
def test_at_one_instant_it_is_another_month_elsewhere(
    clock: time_machine.Traveller, settings: Settings, zone: str, day: date, month: date
) -> None:
    settings.TIME_ZONE = zone
    clock.move_to(datetime(2026, 2, 28, 10, 0, tzinfo=UTC))
    assert (today(), current_month()) == (day, month)


@each_zone
def test_the_schedule_generates_the_month_that_has_begun_where_the_installation_is(
    alice: Student, clock: time_machine.Traveller, settings: Settings, zone: str
) -> None:
    settings.TIME_ZONE = zone
    first = local(zone, MARCH)
    clock.move_to(first - timedelta(seconds=1))
    generate_due_milestones()
    assert months_of(alice) == [FEBRUARY]
    clock.move_to(first)
    generate_due_milestones()
    assert months_of(alice) == [FEBRUARY, MARCH]


def test_at_one_instant_two_installations_generate_different_months(
    alice: Student, clock: time_machine.Traveller, settings: Settings
) -> None:
    clock.move_to(datetime(2026, 2, 28, 10, 5, tzinfo=UTC))
    settings.TIME_ZONE = BEHIND
    generate_due_milestones()
    assert months_of(alice) == [FEBRUARY]
    settings.TIME_ZONE = AHEAD
    generate_due_milestones()
    assert months_of(alice) == [FEBRUARY, MARCH]


@each_zone
def test_a_planned_month_starts_at_its_first_midnight(
    alice: Student, clock: time_machine.Traveller, settings: Settings, zone: str
) -> None:
    settings.TIME_ZONE = zone
    clock.move_to(local(zone, date(2026, 3, 20)))
    generate_month(month=APRIL, students=[alice])
    for moment, status in (
        (local(zone, APRIL) - timedelta(seconds=1), MilestoneStatus.PLANNED),
        (local(zone, APRIL), MilestoneStatus.IN_PROGRESS),
    ):
        clock.move_to(moment)
        generate_due_milestones()
        assert MonthlyMilestone.objects.of_month(APRIL).get().status == status


@each_zone
def test_evidence_is_taken_until_midnight_of_the_last_day(
    alice: Student, clock: time_machine.Traveller, settings: Settings, zone: str
) -> None:
    settings.TIME_ZONE = zone
    clock.move_to(local(zone, date(2026, 3, 10)))
    milestone = make_milestone(alice)

    def hand_in() -> Evidence:
        return submit_evidence(
            milestone=milestone,
            type=EvidenceType.PROJECT_LINK,
            by=alice.user,
            item=outcome_of(milestone),
        )

    clock.move_to(local(zone, date(2026, 3, 31), 23, 59) + timedelta(seconds=59))
    evidence = hand_in()
    clock.move_to(local(zone, APRIL))
    evidence.delete()
    with pytest.raises(MilestonesError) as refused:
        hand_in()
    assert refused.value.refusal is Refusal.CONFLICT


@each_zone
def test_what_was_handed_in_on_the_last_evening_is_dated_that_day(
    alice: Student, clock: time_machine.Traveller, settings: Settings, zone: str
) -> None:
    settings.TIME_ZONE = zone
    clock.move_to(local(zone, date(2026, 3, 10)))
    milestone = make_milestone(alice)
    last_evening = local(zone, date(2026, 3, 31), 23, 59)
    clock.move_to(last_evening)
    evidence = submit_evidence(
        milestone=milestone,
        type=EvidenceType.PROJECT_LINK,
        by=alice.user,
        item=outcome_of(milestone),
    )
    assert day_of(evidence.submitted_at) == date(2026, 3, 31)
    clock.move_to(local(zone, date(2026, 4, 2), 9))
    mentor = alice.mentor
    assert mentor is not None
    verify_evidence(evidence=evidence, by=mentor, score=Decimal(80))
    assert SkillAssessment.objects.get().taken_on == date(2026, 3, 31)
    assert outcome_of(milestone).met


@each_zone
def test_a_score_taken_today_belongs_to_the_month_of_the_installation(
    alice: Student, clock: time_machine.Traveller, settings: Settings, zone: str
) -> None:
    settings.TIME_ZONE = zone
    clock.move_to(local(zone, date(2026, 2, 28), 23, 59))
    mentor = alice.mentor
    assert mentor is not None
    recorded = record_assessment(
        student=alice, skill=skill_named("SQL"), score=Decimal(40), by=mentor
    )
    assert recorded.taken_on == date(2026, 2, 28)


@each_zone
def test_a_score_of_the_first_counts_for_its_month_and_one_of_the_second_does_not(
    alice: Student, clock: time_machine.Traveller, settings: Settings, zone: str
) -> None:
    settings.TIME_ZONE = zone
    make_assessment(alice, "SQL", 40, taken_on=MARCH)
    make_assessment(alice, "SQL", 55, taken_on=date(2026, 3, 2))
    clock.move_to(local(zone, date(2026, 3, 3)))
    generate_due_milestones()
    assert outcome_of(alice.milestones.get()).starting_score == 40
