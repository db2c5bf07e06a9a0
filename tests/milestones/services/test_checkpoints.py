"""How an interview went is written down: by the mentor, once passed for good, each time an attempt."""

from datetime import date
from typing import Any

import pytest
import time_machine

from milestones.generation.facts import load_catalogue, load_inputs
from milestones.generation.vocabulary import (
    CheckpointResult,
    CheckpointType,
    EvidenceState,
    EvidenceType,
)
from milestones.models import Evidence, InterviewCheckpoint, MonthlyMilestone
from milestones.services import record_checkpoint, submit_evidence
from tests.make_milestones import APRIL, MARCH_10, checkpoint_of, fresh, make_milestone, noon
from tests.milestones.services.refusals import CONFLICT, INVALID, NOT_FOUND, refused
from tfl.accounts.models import Student, User

pytestmark = pytest.mark.django_db

NOT_YET, BORDERLINE, PASSED = (
    CheckpointResult.NOT_YET,
    CheckpointResult.BORDERLINE,
    CheckpointResult.PASSED,
)


def record(
    milestone: MonthlyMilestone, by: User, result: CheckpointResult = PASSED, **what: Any
) -> InterviewCheckpoint:
    return record_checkpoint(checkpoint=checkpoint_of(milestone), result=result, by=by, **what)


@pytest.mark.parametrize(
    ("result", "passed"), [(NOT_YET, False), (BORDERLINE, False), (PASSED, True)]
)
def test_only_a_pass_proves(
    milestone: MonthlyMilestone, bob: User, result: CheckpointResult, passed: bool
) -> None:
    record(milestone, bob, result, confidence=4)
    checkpoint = checkpoint_of(milestone)
    assert (checkpoint.result, checkpoint.met, checkpoint.passed) == (result, passed, passed)
    assert (checkpoint.taken_on, checkpoint.actual_confidence_level) == (MARCH_10, 4)
    offered = Student.objects.get(pk=milestone.student_id).consent_offered_at
    assert (offered is not None) is passed


def test_a_result_is_verified_evidence_with_the_mentors_note(
    milestone: MonthlyMilestone, bob: User
) -> None:
    record(milestone, bob, NOT_YET, note=" Practise joins. ")
    evidence = Evidence.objects.get()
    assert (evidence.item, evidence.note) == (checkpoint_of(milestone), "Practise joins.")
    assert (evidence.evidence_type, evidence.score) == (EvidenceType.MENTOR_RATING, None)
    assert (evidence.state, evidence.verified_by) == (EvidenceState.VERIFIED, bob)


def test_each_recording_is_an_attempt_until_one_passes(
    milestone: MonthlyMilestone, bob: User
) -> None:
    for result in (NOT_YET, BORDERLINE, PASSED):
        record(milestone, bob, result)
    assert checkpoint_of(milestone).attempts == 3
    with refused(CONFLICT):
        record(milestone, bob, NOT_YET)


def test_a_result_answers_what_waits_and_takes_over_how_sure_they_were(
    milestone: MonthlyMilestone, bob: User, clock: time_machine.Traveller
) -> None:
    asked = submit_evidence(
        milestone=milestone,
        type=EvidenceType.PROJECT_LINK,
        by=milestone.student.user,
        item=checkpoint_of(milestone),
        confidence=2,
    )
    clock.move_to(noon(date(2026, 3, 20)))
    record(milestone, bob)
    assert fresh(asked).state == EvidenceState.VERIFIED
    checkpoint = checkpoint_of(milestone)
    assert checkpoint.actual_confidence_level == 2
    assert checkpoint.taken_on == MARCH_10  # the day it was asked


def test_what_the_mentor_says_of_confidence_goes_before_what_was_asked_with(
    milestone: MonthlyMilestone, bob: User
) -> None:
    submit_evidence(
        milestone=milestone,
        type=EvidenceType.PROJECT_LINK,
        by=milestone.student.user,
        item=checkpoint_of(milestone),
        confidence=2,
    )
    record(milestone, bob, confidence=5)
    assert checkpoint_of(milestone).actual_confidence_level == 5


@pytest.mark.parametrize("result", [CheckpointResult.NOT_TAKEN, None, "Great"])
def test_a_recording_says_how_it_went(milestone: MonthlyMilestone, bob: User, result: Any) -> None:
    with refused(INVALID, field="result"):
        record(milestone, bob, result)


@pytest.mark.parametrize("confidence", [0, 6])
def test_confidence_is_from_1_to_5(milestone: MonthlyMilestone, bob: User, confidence: int) -> None:
    with refused(INVALID, field="confidence"):
        record(milestone, bob, confidence=confidence)


def test_a_note_too_long_is_refused_not_cut(milestone: MonthlyMilestone, bob: User) -> None:
    with refused(INVALID, field="note"):
        record(milestone, bob, note="x" * 1001)


@pytest.mark.parametrize("day", [date(2026, 2, 28), date(2026, 3, 11), APRIL])
def test_it_was_taken_within_the_month_and_not_ahead(
    milestone: MonthlyMilestone, bob: User, day: date
) -> None:
    with refused(INVALID, field="taken_on"):
        record(milestone, bob, taken_on=day)


def test_after_the_month_what_was_taken_within_it_is_still_recorded(
    milestone: MonthlyMilestone, bob: User, clock: time_machine.Traveller
) -> None:
    clock.move_to(noon(date(2026, 4, 3)))
    record(milestone, bob, taken_on=date(2026, 3, 27))
    assert checkpoint_of(milestone).taken_on == date(2026, 3, 27)


def test_a_month_to_come_has_no_interviews_yet(alice: Student, bob: User) -> None:
    april = make_milestone(alice, month=APRIL)
    with refused(CONFLICT):
        record(april, bob)


def test_only_the_students_mentor_records(
    milestone: MonthlyMilestone, dora: User, grace: User
) -> None:
    for stranger in (dora, grace, milestone.student.user):
        with refused(NOT_FOUND):
            record(milestone, stranger)


def test_a_pass_counts_for_the_role_from_then_on(
    milestone: MonthlyMilestone, alice: Student, bob: User
) -> None:
    record(milestone, bob)
    inputs = load_inputs([alice], load_catalogue(APRIL), cut_off=APRIL)[alice.pk]
    assert inputs.passed == {CheckpointType.TECHNICAL}
