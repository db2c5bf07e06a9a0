"""A result that comes late marks the month it would have changed, and no other."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from milestones.generation.vocabulary import CheckpointResult, EvidenceType, MilestoneStatus
from milestones.models import MonthlyMilestone
from milestones.services import (
    record_assessment,
    record_checkpoint,
    regenerate_milestone,
    return_evidence,
    review_milestone,
    submit_evidence,
    verify_evidence,
)
from tests.make_milestones import (
    APRIL,
    checkpoint_of,
    fresh,
    make_milestone,
    noon,
    outcome_of,
    skill_named,
)
from tfl.accounts.models import Student, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def april(milestone: MonthlyMilestone, clock: time_machine.Traveller) -> MonthlyMilestone:
    """A recovery of March, of which nothing was handed in. It is the 2nd."""
    clock.move_to(noon(APRIL))
    generated = make_milestone(milestone.student)
    assert generated.recovers == milestone
    clock.move_to(noon(date(2026, 4, 2)))
    return generated


def outdated(milestone: MonthlyMilestone) -> bool:
    return bool(fresh(milestone).outdated)


def score(student: Student, by: User, points: int, taken_on: date = date(2026, 3, 31)) -> None:
    record_assessment(
        student=student,
        skill=skill_named("SQL"),
        score=Decimal(points),
        by=by,
        taken_on=taken_on,
    )


def test_a_month_as_the_rules_would_make_it_is_up_to_date(april: MonthlyMilestone) -> None:
    assert not outdated(april)


def test_a_score_of_last_month_marks_the_month_that_carries_the_skill(
    april: MonthlyMilestone, bob: User
) -> None:
    score(april.student, bob, 80)
    assert outdated(april)


def test_a_pass_and_a_late_review_mark_it_as_well(
    milestone: MonthlyMilestone, april: MonthlyMilestone, bob: User
) -> None:
    record_checkpoint(
        checkpoint=checkpoint_of(milestone),
        result=CheckpointResult.PASSED,
        by=bob,
        taken_on=date(2026, 3, 30),
    )
    assert outdated(april)
    MonthlyMilestone.objects.update(outdated=False)
    review_milestone(
        milestone=milestone,
        by=bob,
        status=MilestoneStatus.ACHIEVED,
        override_reason="Shown in class.",
    )
    assert outdated(april)


def test_a_review_that_changes_nothing_marks_nothing(
    milestone: MonthlyMilestone, april: MonthlyMilestone, bob: User
) -> None:
    review_milestone(milestone=milestone, by=bob, status=MilestoneStatus.PARTIALLY_ACHIEVED)
    assert not outdated(april)


def test_what_was_waiting_and_is_returned_late_is_missed_and_marks_it(
    milestone: MonthlyMilestone, bob: User, clock: time_machine.Traveller
) -> None:
    clock.move_to(noon(date(2026, 3, 31), 23, 50))
    asked = submit_evidence(
        milestone=milestone,
        type=EvidenceType.PROJECT_LINK,
        by=milestone.student.user,
        item=outcome_of(milestone),
    )
    clock.move_to(noon(APRIL))
    april = make_milestone(milestone.student)
    assert april.recovers is None
    clock.move_to(noon(date(2026, 4, 2)))
    return_evidence(evidence=asked, by=bob, reason="The link shows nothing.")
    assert outdated(april)


def test_a_mark_goes_when_the_month_fits_again_or_is_generated_anew(
    april: MonthlyMilestone, bob: User
) -> None:
    score(april.student, bob, 75)
    assert outdated(april)  # it starts SQL at 70
    again = regenerate_milestone(milestone=april, by=bob, reason="A late score.")
    assert again is not None
    assert not outdated(again)


def test_a_mark_goes_when_a_later_fact_undoes_the_first(april: MonthlyMilestone, bob: User) -> None:
    score(april.student, bob, 75)
    score(april.student, bob, 70)  # recorded later for the same day: it counts
    # SQL is 70 again, and the gain since 1 March, 70 − 70, plays no part in a carried target.
    assert not outdated(april)


def test_a_score_of_this_month_is_no_late_result(april: MonthlyMilestone, bob: User) -> None:
    score(april.student, bob, 100, date(2026, 4, 2))
    assert not outdated(april)


def test_a_month_on_which_work_has_begun_is_left_alone(april: MonthlyMilestone, bob: User) -> None:
    submit_evidence(
        milestone=april,
        type=EvidenceType.PROJECT_LINK,
        by=april.student.user,
        item=outcome_of(april),
    )
    score(april.student, bob, 80)
    assert not outdated(april)


def test_a_month_that_is_over_is_left_alone(
    april: MonthlyMilestone, bob: User, clock: time_machine.Traveller
) -> None:
    clock.move_to(noon(date(2026, 5, 2)))
    score(april.student, bob, 80)
    assert not outdated(april)


def test_nothing_left_to_prove_marks_it_too(
    april: MonthlyMilestone, milestone: MonthlyMilestone, bob: User
) -> None:
    milestone.projects.update(completion_status="Completed", completed_on=date(2026, 3, 31))
    for kind in ("HR", "Behavioral"):
        milestone.checkpoints.create(
            checkpoint_type=kind,
            expected_confidence_level=3,
            result="Passed",
            taken_on=date(2026, 3, 31),
        )
    milestone.checkpoints.update(result="Passed", taken_on=date(2026, 3, 31))
    score(april.student, bob, 80)
    record_assessment(
        student=april.student,
        skill=skill_named("REST APIs"),
        score=Decimal(70),
        by=bob,
        taken_on=date(2026, 3, 31),
    )
    assert outdated(april)


def test_somebody_without_a_role_by_now_is_left_alone(april: MonthlyMilestone, bob: User) -> None:
    Student.objects.update(target_job_role=None)
    score(april.student, bob, 80)
    assert not outdated(april)


def test_an_answer_to_what_waited_marks_it(
    milestone: MonthlyMilestone, bob: User, clock: time_machine.Traveller
) -> None:
    clock.move_to(noon(date(2026, 3, 31)))
    asked = submit_evidence(
        milestone=milestone,
        type=EvidenceType.PROJECT_LINK,
        by=milestone.student.user,
        item=outcome_of(milestone),
    )
    clock.move_to(noon(APRIL))
    april = make_milestone(milestone.student)
    clock.move_to(noon(date(2026, 4, 2)))
    verify_evidence(evidence=asked, by=bob, score=Decimal(80))
    assert outdated(april)
