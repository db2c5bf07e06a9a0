"""The same thing done by several people at the same moment: one wins, the others read why."""

import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction

from milestones.generation.vocabulary import (
    CheckpointResult,
    EvidenceState,
    EvidenceType,
    MilestoneStatus,
)
from milestones.models import (
    ConfidenceReport,
    Evidence,
    MentorConstraint,
    MilestoneReview,
    MonthlyMilestone,
    SkillAssessment,
)
from milestones.privacy import erase
from milestones.services import (
    MilestonesError,
    NewAssessment,
    confirm_fully_proven,
    record_assessment,
    record_assessments,
    record_checkpoint,
    regenerate_milestone,
    remind_mentor,
    return_evidence,
    review_milestone,
    scoring,
    set_constraint,
    submit_evidence,
    verify_evidence,
    withdraw_evidence,
)
from milestones.services.late_results import note_late_result
from tests.make import make_student
from tests.make_milestones import (
    APRIL,
    AT_REQUIRED,
    MARCH_10,
    checkpoint_of,
    fresh,
    make_assessments,
    make_milestone,
    noon,
    outcome_of,
    project_of,
    skill_named,
)
from tests.milestones.processes import at_once, wait_until_somebody_waits_for_a_lock
from tfl.accounts.models import AuditEntry, Notice, Student, User
from tfl.core.errors import Refusal

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

Action = Callable[[], Any]


def refusals(results: list[Any]) -> list[Refusal]:
    """Of those that did not win. Anything but a clear answer fails the test."""
    errors = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(error, MilestonesError) for error in errors), errors
    return [error.refusal for error in errors if isinstance(error, MilestonesError)]


def asking(milestone: MonthlyMilestone) -> Action:
    item, by = outcome_of(milestone), milestone.student.user
    return lambda: submit_evidence(
        milestone=milestone, type=EvidenceType.PROJECT_LINK, by=by, item=item, confidence=4
    )


def test_the_same_ask_posted_eight_times_waits_once(milestone: MonthlyMilestone) -> None:
    results = at_once(*[asking(milestone)] * 8)
    assert refusals(results) == [Refusal.CONFLICT] * 7
    assert Evidence.objects.get().state == EvidenceState.WAITING
    assert ConfidenceReport.objects.count() == 1


def test_verified_returned_and_withdrawn_at_once_it_is_one_of_them(
    milestone: MonthlyMilestone, bob: User, alice: Student
) -> None:
    for _round in range(4):
        asked: Evidence = asking(milestone)()
        results = at_once(
            partial(verify_evidence, evidence=asked, by=bob, score=Decimal(70)),
            partial(return_evidence, evidence=asked, by=bob, reason="Once more."),
            partial(withdraw_evidence, evidence=asked, by=alice.user),
        )
        assert refusals(results) == [Refusal.CONFLICT] * 2
        (won,) = [result for result in results if isinstance(result, Evidence)]
        assert fresh(asked).state == won.state
        scored = Evidence.objects.filter(answers=asked).exists()
        assert scored is (won.state == EvidenceState.VERIFIED)


def test_verified_twice_at_once_there_is_one_score(milestone: MonthlyMilestone, bob: User) -> None:
    asked = asking(milestone)()
    results = at_once(*[lambda: verify_evidence(evidence=asked, by=bob, score=Decimal(80))] * 4)
    assert refusals(results) == [Refusal.CONFLICT] * 3
    assert SkillAssessment.objects.filter(taken_on=MARCH_10).count() == 1
    assert Notice.objects.filter(kind="evidence-verified").count() == 1


def test_asked_while_it_is_scored_the_student_waits_for_nothing_in_vain(
    milestone: MonthlyMilestone, bob: User
) -> None:
    item = outcome_of(milestone)

    def score() -> Evidence:
        return submit_evidence(
            milestone=milestone,
            type=EvidenceType.ASSESSMENT_SCORE,
            by=bob,
            item=item,
            score=Decimal(80),
        )

    refusals(at_once(asking(milestone), score))
    assert outcome_of(milestone).met
    assert not Evidence.objects.awaiting_review().exists()


def test_reviewed_twice_at_once_the_latest_decides(milestone: MonthlyMilestone, bob: User) -> None:
    def review(status: MilestoneStatus) -> Action:
        return lambda: review_milestone(
            milestone=milestone, by=bob, status=status, override_reason="As we agreed."
        )

    results = at_once(review(MilestoneStatus.ACHIEVED), review(MilestoneStatus.PARTIALLY_ACHIEVED))
    assert refusals(results) == []
    latest = MilestoneReview.objects.filter(milestone=milestone).latest("pk")
    assert fresh(milestone).status == latest.status
    assert MilestoneReview.objects.count() == 2


def test_confirmed_twice_at_once_everything_is_decided_and_nothing_waits_for_ever(
    milestone: MonthlyMilestone, bob: User
) -> None:
    students = [make_student(mentor=bob, job_role=milestone.primary_job_role) for _each in range(6)]
    for each in [milestone, *(make_milestone(student) for student in students)]:
        each.outcomes.update(met=True)
        each.projects.all().delete()
        each.checkpoints.all().delete()
    refusals(at_once(*[lambda: confirm_fully_proven(by=bob)] * 4))
    statuses = MonthlyMilestone.objects.values_list("status", flat=True)
    assert set(statuses) == {MilestoneStatus.ACHIEVED}


def test_two_sheets_in_opposite_order_are_both_recorded(
    milestone: MonthlyMilestone, bob: User
) -> None:
    students = [make_student(mentor=bob, job_role=milestone.primary_job_role) for _each in range(6)]
    for student in students:
        make_assessments(student, AT_REQUIRED)
        make_milestone(student)
    sql = skill_named("SQL")
    rows = [NewAssessment(student, sql, Decimal(90)) for student in students]
    results = at_once(
        *[lambda: record_assessments(rows=rows, by=bob, taken_on=MARCH_10)] * 2,
        *[lambda: record_assessments(rows=rows[::-1], by=bob, taken_on=MARCH_10)] * 2,
    )
    assert results == [6, 6, 6, 6]
    assert SkillAssessment.objects.filter(score=90).count() == 24


def test_recorded_twice_at_once_an_interview_is_passed_once(
    milestone: MonthlyMilestone, bob: User
) -> None:
    checkpoint = checkpoint_of(milestone)
    results = at_once(
        *[lambda: record_checkpoint(checkpoint=checkpoint, result=CheckpointResult.PASSED, by=bob)]
        * 4
    )
    assert refusals(results) == [Refusal.CONFLICT] * 3
    assert checkpoint_of(milestone).attempts == 1


def test_two_words_at_once_are_one_and_each_is_logged_upon_the_other(
    alice: Student, bob: User
) -> None:
    def say(most: int) -> Action:
        return lambda: set_constraint(
            student=alice, month=APRIL, by=bob, note="As agreed.", most_outcomes=most
        )

    assert refusals(at_once(*[say(most) for most in (1, 2, 3, 4)])) == []
    entries = list(AuditEntry.objects.filter(action="constraint.set").order_by("pk"))
    assert len(entries) == 4
    assert entries[0].before is None
    for earlier, later in pairwise(entries):
        assert later.before == earlier.after
    said = MentorConstraint.objects.get()
    assert entries[-1].after is not None
    assert entries[-1].after["most_outcomes"] == said.most_outcomes


def test_generated_anew_twice_at_once_it_is_generated_once(
    milestone: MonthlyMilestone, alice: Student, bob: User
) -> None:
    results = at_once(
        *[lambda: regenerate_milestone(milestone=milestone, by=bob, reason="Late.")] * 4
    )
    assert refusals(results) == [Refusal.NOT_FOUND] * 3
    assert alice.milestones.count() == 1
    assert AuditEntry.objects.filter(action="milestone.regenerated").count() == 1


def test_asked_while_it_is_generated_anew_nothing_is_lost(
    milestone: MonthlyMilestone, bob: User
) -> None:
    ask = asking(milestone)
    asked, anew = at_once(
        ask, lambda: regenerate_milestone(milestone=milestone, by=bob, reason="Late.")
    )
    if isinstance(asked, Evidence):
        assert refusals([anew]) == [Refusal.CONFLICT]
        assert Evidence.objects.get() == asked
    else:
        assert refusals([asked]) == [Refusal.NOT_FOUND]
        assert isinstance(anew, MonthlyMilestone)


def test_a_late_first_proof_and_the_month_generated_anew_at_once_both_end(
    alice: Student, bob: User, clock: Any
) -> None:
    """The proof offers consent, which is the student's row, and then looks at the month that is leaving."""
    clock.move_to(noon(date(2026, 2, 10)))
    make_milestone(alice)
    clock.move_to(noon(MARCH_10))
    march = make_milestone(alice)
    proven = threading.Event()

    def late(student: Student, *, month: date) -> None:
        proven.set()
        wait_until_somebody_waits_for_a_lock()
        note_late_result(student, month=month)

    def anew() -> Any:
        assert proven.wait(30)
        return regenerate_milestone(milestone=march, by=bob, reason="Late.")

    score = partial(
        record_assessment,
        student=alice,
        skill=skill_named("SQL"),
        score=Decimal(80),
        by=bob,
        taken_on=date(2026, 2, 28),
    )
    with patch.object(scoring, "note_late_result", late):
        assert refusals(at_once(score, anew)) == []
    assert Student.objects.get(pk=alice.pk).consent_offered_at is not None
    assert alice.milestones.filter(milestone_month=march.milestone_month).exists()


def test_reminded_twice_at_once_the_mentor_is_told_once(
    milestone: MonthlyMilestone, alice: Student, clock: Any
) -> None:
    asked = asking(milestone)()
    clock.shift(3 * 24 * 3600)
    results = at_once(*[lambda: remind_mentor(evidence=asked, by=alice.user)] * 4)
    assert refusals(results) == [Refusal.CONFLICT] * 3
    assert Notice.objects.filter(kind="evidence-reminder").count() == 1


def test_rated_twice_at_once_the_project_is_completed_once(
    milestone: MonthlyMilestone, bob: User, alice: Student
) -> None:
    project = project_of(milestone)

    def rate() -> Evidence:
        return submit_evidence(
            milestone=milestone,
            type=EvidenceType.MENTOR_RATING,
            by=bob,
            item=project,
            score=Decimal(4),
        )

    assert refusals(at_once(rate, rate)) == []
    assert project_of(milestone).completed_on == MARCH_10
    assert Student.objects.get(pk=alice.pk).consent_offered_at is not None


def test_erased_while_the_month_is_decided_nobody_waits_for_ever(
    milestone: MonthlyMilestone, alice: Student, bob: User
) -> None:
    """Whoever changes a month holds the student's row first; so does who erases them."""
    held = threading.Event()

    def decided() -> Any:
        with transaction.atomic():
            Student.objects.select_for_update(no_key=True).get(pk=alice.pk)
            held.set()
            wait_until_somebody_waits_for_a_lock()
            return review_milestone(
                milestone=milestone, by=bob, status=MilestoneStatus.PARTIALLY_ACHIEVED
            )

    def erased() -> None:
        assert held.wait(30)
        with transaction.atomic():
            erase(alice.user)

    assert refusals(at_once(decided, erased)) == []
    assert not MonthlyMilestone.objects.filter(student=alice).exists()
