"""What the database itself holds, whatever the code forgets."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, models, transaction

from milestones.models import (
    ConfidenceReport,
    EmployerDemand,
    Evidence,
    GenerationRun,
    GenerationRunEntry,
    MentorConstraint,
    MilestoneReview,
    MonthlyMilestone,
    SkillAssessment,
)
from tests.make import make_mentor, make_organisation, make_student
from tests.make_milestones import (
    APRIL,
    AT_REQUIRED,
    MARCH,
    MARCH_10,
    checkpoint_of,
    make_assessments,
    make_milestone,
    make_role,
    noon,
    outcome_of,
    project_of,
    skill_named,
)
from tfl.core.append_only import AppendOnlyError

pytestmark = pytest.mark.django_db


@pytest.fixture
def milestone(clock: time_machine.Traveller) -> MonthlyMilestone:
    """A delivery: two outcomes, a project, a technical interview."""
    clock.move_to(noon(MARCH_10))
    student = make_student(mentor=make_mentor(), job_role=make_role())
    make_assessments(student, {**AT_REQUIRED, "SQL": 70}, taken_on=date(2026, 1, 20))
    return make_milestone(student)


def refused(model: type[models.Model], **values: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        model._default_manager.create(**values)


def change_refused(row: models.Model, **values: Any) -> None:
    rows = type(row)._default_manager.filter(pk=row.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**values)


def test_one_milestone_per_student_and_month(milestone: MonthlyMilestone) -> None:
    milestone.pk = None
    milestone._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        milestone.save()
    milestone.milestone_month = APRIL
    milestone.save()


def test_a_month_is_a_first_of_month(milestone: MonthlyMilestone) -> None:
    second = date(2026, 3, 2)
    change_refused(milestone, milestone_month=second)
    refused(MentorConstraint, student=milestone.student, month=second)
    refused(GenerationRun, month=second, student_ids=[])


@pytest.mark.parametrize("score", ["-0.01", "100.01"])
def test_scores_lie_between_0_and_100(milestone: MonthlyMilestone, score: str) -> None:
    refused(
        SkillAssessment,
        student=milestone.student,
        skill=skill_named("SQL"),
        score=Decimal(score),
    )
    change_refused(outcome_of(milestone), expected_score=Decimal(score))
    change_refused(outcome_of(milestone), starting_score=Decimal(score))


def test_an_outcome_expects_at_least_its_start(milestone: MonthlyMilestone) -> None:
    outcome = outcome_of(milestone)
    change_refused(outcome, expected_score=outcome.starting_score - Decimal("0.01"))  # type: ignore[operator]


def test_a_skill_and_a_checkpoint_type_appear_once_in_a_month(milestone: MonthlyMilestone) -> None:
    refused(type(outcome_of(milestone)), milestone=milestone, skill=skill_named("SQL"))
    refused(
        type(checkpoint_of(milestone)),
        milestone=milestone,
        checkpoint_type="Technical",
        expected_confidence_level=3,
    )


@pytest.mark.parametrize("confidence", [0, 6])
def test_confidence_of_interviews_and_asks_is_1_to_5(
    milestone: MonthlyMilestone, confidence: int
) -> None:
    checkpoint = checkpoint_of(milestone)
    change_refused(checkpoint, expected_confidence_level=confidence)
    change_refused(checkpoint, actual_confidence_level=confidence)
    refused(
        Evidence,
        milestone=milestone,
        outcome=outcome_of(milestone),
        evidence_type="ProjectLink",
        confidence=confidence,
    )


def test_reported_confidence_is_at_most_100(milestone: MonthlyMilestone) -> None:
    refused(ConfidenceReport, student=milestone.student, skill=skill_named("SQL"), confidence=101)


def test_what_is_completed_or_taken_says_when(milestone: MonthlyMilestone) -> None:
    change_refused(project_of(milestone), completion_status="Completed")
    change_refused(project_of(milestone), completed_on=MARCH)
    change_refused(checkpoint_of(milestone), result="Passed")
    change_refused(checkpoint_of(milestone), taken_on=MARCH)


def test_evidence_proves_exactly_one_thing(milestone: MonthlyMilestone) -> None:
    link = {"milestone": milestone, "evidence_type": "ProjectLink"}
    refused(Evidence, **link)
    refused(Evidence, **link, outcome=outcome_of(milestone), project=project_of(milestone))


def test_one_piece_waits_for_a_thing(milestone: MonthlyMilestone) -> None:
    link = {
        "milestone": milestone,
        "evidence_type": "ProjectLink",
        "outcome": outcome_of(milestone),
    }
    Evidence.objects.create(**link)
    refused(Evidence, **link)
    Evidence.objects.create(**link, state="Withdrawn")


def test_a_score_lies_within_its_scale_and_a_return_says_why(milestone: MonthlyMilestone) -> None:
    rating = {
        "milestone": milestone,
        "evidence_type": "MentorRating",
        "project": project_of(milestone),
    }
    refused(Evidence, **rating, score=6, scale=5, state="Verified")
    refused(Evidence, **rating, score=-1, scale=5, state="Verified")
    refused(Evidence, **rating, state="Returned")


def test_a_review_decides(milestone: MonthlyMilestone) -> None:
    refused(MilestoneReview, milestone=milestone, status="InProgress")


def test_a_demand_closes_after_it_opens(milestone: MonthlyMilestone) -> None:
    refused(
        EmployerDemand,
        employer=make_organisation(),
        job_role=milestone.primary_job_role,
        open_from=MARCH_10,
        open_until=MARCH,
    )


def test_a_run_accounts_once_for_a_student(milestone: MonthlyMilestone) -> None:
    entry = GenerationRunEntry.objects.get()
    refused(GenerationRunEntry, run=entry.run, student=entry.student, result="Existed")


def test_a_passed_interview_is_derived_from_its_result(milestone: MonthlyMilestone) -> None:
    for result, passed in (("NotYet", False), ("Borderline", False), ("Passed", True)):
        milestone.checkpoints.update(result=result, taken_on=MARCH)
        assert checkpoint_of(milestone).passed is passed
    milestone.checkpoints.update(result="NotTaken", taken_on=None)
    assert checkpoint_of(milestone).passed is False


def test_facts_are_added_and_never_changed(milestone: MonthlyMilestone) -> None:
    assessment = SkillAssessment.objects.first()
    assert assessment is not None
    with pytest.raises(AppendOnlyError):
        assessment.save()
    with pytest.raises(AppendOnlyError):
        SkillAssessment.objects.update(score=100)
    with pytest.raises(AppendOnlyError):
        SkillAssessment.objects.all().delete()
