"""Scores that come from elsewhere: recorded singly, as a sheet, at the start."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from milestones.generation.vocabulary import AssessmentSource, EvidenceState, EvidenceType
from milestones.models import Evidence, MonthlyMilestone, SkillAssessment
from milestones.services import (
    NewAssessment,
    record_assessment,
    record_assessments,
    record_starting_scores,
    submit_evidence,
)
from tests.make import make_student, make_user
from tests.make_milestones import (
    APRIL,
    MARCH_10,
    fresh,
    make_milestone,
    noon,
    outcome_of,
    skill_named,
)
from tests.milestones.services.refusals import FORBIDDEN, INVALID, NOT_FOUND, refused
from tfl.accounts.models import Role, RoleGrant, Student, User

pytestmark = pytest.mark.django_db


def record(student: Student, by: User, score: str = "80", **what: Any) -> SkillAssessment:
    return record_assessment(
        student=student, skill=skill_named("SQL"), score=Decimal(score), by=by, **what
    )


def test_a_score_the_month_asks_for_becomes_its_verified_evidence(
    milestone: MonthlyMilestone, alice: Student, bob: User
) -> None:
    assessment = record(alice, bob)
    evidence = Evidence.objects.get()
    assert evidence.assessment == assessment
    assert (evidence.evidence_type, evidence.state) == (
        EvidenceType.ASSESSMENT_SCORE,
        EvidenceState.VERIFIED,
    )
    assert assessment.score == 80
    assert assessment.taken_on == MARCH_10
    assert outcome_of(milestone).met_by == assessment


def test_a_score_answers_what_waits_for_it(
    milestone: MonthlyMilestone, alice: Student, bob: User
) -> None:
    asked = submit_evidence(
        milestone=milestone,
        type=EvidenceType.PROJECT_LINK,
        by=alice.user,
        item=outcome_of(milestone),
    )
    record(alice, bob)
    assert fresh(asked).state == EvidenceState.VERIFIED


def test_a_score_the_month_does_not_ask_for_is_only_recorded(
    milestone: MonthlyMilestone, alice: Student, bob: User
) -> None:
    record_assessment(student=alice, skill=skill_named("Git"), score=Decimal(90), by=bob)
    assert not Evidence.objects.exists()
    assert SkillAssessment.objects.get(source=AssessmentSource.MENTOR).recorded_by == bob


def test_a_score_belongs_to_the_month_in_which_it_was_taken(
    milestone: MonthlyMilestone, alice: Student, bob: User, clock: time_machine.Traveller
) -> None:
    clock.move_to(noon(date(2026, 4, 2)))
    april = make_milestone(alice)
    record(alice, bob, taken_on=date(2026, 3, 30))
    assert outcome_of(milestone).met
    assert not outcome_of(april).met
    record(alice, bob, taken_on=APRIL)
    assert outcome_of(april).met


def test_an_imported_score_proves_nothing(
    milestone: MonthlyMilestone, alice: Student, grace: User
) -> None:
    record_assessment(
        student=alice,
        skill=skill_named("SQL"),
        score=Decimal(100),
        by=grace,
        source=AssessmentSource.IMPORT,
    )
    assert not outcome_of(milestone).met
    assert not Evidence.objects.exists()


def test_without_a_milestone_a_score_is_only_recorded(alice: Student, grace: User) -> None:
    assessment = record(alice, grace, "33.33")
    assert (assessment.score, assessment.source) == (Decimal("33.33"), AssessmentSource.MENTOR)


@pytest.mark.parametrize("score", ["-0.01", "100.01", "NaN", "Infinity"])
def test_a_score_lies_between_0_and_100(alice: Student, bob: User, score: str) -> None:
    with refused(INVALID, field="score"):
        record(alice, bob, score)


def test_a_score_is_not_taken_tomorrow(alice: Student, bob: User) -> None:
    with refused(INVALID, field="taken_on"):
        record(alice, bob, taken_on=date(2026, 3, 11))


def test_only_the_students_mentor_or_an_admin_records_a_score(
    alice: Student, dora: User, charlie: Student, grace: User
) -> None:
    for stranger in (dora, charlie.user, make_user()):
        with refused(NOT_FOUND):
            record(alice, stranger)
    assert record(alice, grace).recorded_by == grace


def test_an_admin_records_no_score_for_themselves(alice: Student) -> None:
    RoleGrant.objects.create(user=alice.user, role=Role.ADMIN)
    with refused(FORBIDDEN):
        record(alice, User.objects.get(pk=alice.user_id))


# A sheet -----------------------------------------------------------------------------------------
def test_a_sheet_is_recorded_whole(milestone: MonthlyMilestone, alice: Student, bob: User) -> None:
    other = make_student(mentor=bob)
    rows = [
        NewAssessment(other, skill_named("Git"), Decimal(20)),
        NewAssessment(alice, skill_named("SQL"), Decimal(80)),
    ]
    assert record_assessments(rows=rows, by=bob, taken_on=date(2026, 3, 8)) == 2
    assert outcome_of(milestone).met
    assert SkillAssessment.objects.get(student=other).taken_on == date(2026, 3, 8)


def test_one_row_refused_refuses_the_sheet(
    milestone: MonthlyMilestone, alice: Student, bob: User, charlie: Student
) -> None:
    fine = NewAssessment(alice, skill_named("SQL"), Decimal(80))
    with refused(NOT_FOUND):
        strangers = NewAssessment(charlie, skill_named("SQL"), Decimal(80))
        record_assessments(rows=[fine, strangers], by=bob, taken_on=MARCH_10)
    with refused(INVALID, field="score"):
        too_much = NewAssessment(alice, skill_named("Git"), Decimal(101))
        record_assessments(rows=[fine, too_much], by=bob, taken_on=MARCH_10)


def test_an_empty_sheet_records_nothing(bob: User) -> None:
    assert record_assessments(rows=[], by=bob, taken_on=MARCH_10) == 0


# Starting scores ---------------------------------------------------------------------------------
def test_starting_scores_are_recorded_as_imported(alice: Student, grace: User) -> None:
    rows = [
        NewAssessment(alice, skill_named(name), Decimal(score))
        for name, score in (("SQL", "12.5"), ("Git", "40"))
    ]
    assert record_starting_scores(rows=rows, by=grace, taken_on=MARCH_10) == 2
    recorded = SkillAssessment.objects.filter(taken_on=MARCH_10).order_by("pk")
    assert [(r.skill.name, r.score, r.source, r.recorded_by) for r in recorded] == [
        ("SQL", Decimal("12.5"), AssessmentSource.IMPORT, grace),
        ("Git", Decimal(40), AssessmentSource.IMPORT, grace),
    ]


def test_one_bad_starting_score_refuses_all(alice: Student, grace: User) -> None:
    rows = [
        NewAssessment(alice, skill_named("SQL"), Decimal(50)),
        NewAssessment(alice, skill_named("Git"), Decimal(-1)),
    ]
    with refused(INVALID, field="score"):
        record_starting_scores(rows=rows, by=grace, taken_on=MARCH_10)
    with refused(INVALID, field="taken_on"):
        record_starting_scores(rows=rows[:1], by=grace, taken_on=APRIL)
