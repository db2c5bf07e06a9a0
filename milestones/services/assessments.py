"""Scores that come from elsewhere than an answer to a student: single ones, pasted sheets, imports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from milestones.generation.vocabulary import AssessmentSource, EvidenceType
from milestones.models import MilestoneSkillOutcome, SkillAssessment
from milestones.services.errors import MilestonesError
from milestones.services.late_results import note_late_result
from milestones.services.scoring import SCORE_SCALE, add_score, waiting_for
from milestones.services.standing import lock, require_mentor
from tfl.accounts.models import Role, Student, User
from tfl.core.clock import today
from tfl.core.errors import Refusal
from tfl.core.months import month_of
from tfl.skills.models import Skill

EARLIEST = date(2000, 1, 1)
"""A day before this is a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class NewAssessment:
    student: Student
    skill: Skill
    score: Decimal
    """0–100."""


@transaction.atomic
def record_assessment(
    *,
    student: Student,
    skill: Skill,
    score: Decimal,
    by: User,
    taken_on: date | None = None,
    source: AssessmentSource = AssessmentSource.MENTOR,
) -> SkillAssessment:
    """Record a score 0–100 taken on a day (today by default, never ahead). Where the student's milestone
    of that month asks for the skill, it becomes its verified evidence and answers what waits for it; a
    month that is decided stays as it is, unless it still waits for this. By
    the student's mentor or an admin; raises MilestonesError.
    """
    day = taken_on or today()
    _check(score, day)
    if student.user_id == by.pk:
        raise MilestonesError(_("Nobody rates themselves."), refusal=Refusal.FORBIDDEN)
    if not by.has_role(Role.ADMIN):
        require_mentor(by, student)
    outcome = (
        MilestoneSkillOutcome.objects.filter(
            milestone__student=student, milestone__milestone_month=month_of(day), skill=skill
        )
        .select_related("milestone", "skill")
        .first()
    )
    if outcome is not None and source is not AssessmentSource.IMPORT and _takes_scores(outcome):
        outcome.milestone = lock(outcome.milestone)
        outcome.refresh_from_db(fields=["met", "met_by"])
        evidence = add_score(
            outcome,
            type=EvidenceType.ASSESSMENT_SCORE,
            by=by,
            score=score,
            scale=SCORE_SCALE,
            taken_on=day,
        )
        if evidence.assessment is None:  # pragma: no cover  # for the type checker
            raise AssertionError("a verified score of an outcome is an assessment")
        return evidence.assessment
    assessment = SkillAssessment.objects.create(
        student=student, skill=skill, score=score, source=source, taken_on=day, recorded_by=by
    )
    note_late_result(student, month=month_of(day))
    return assessment


@transaction.atomic
def record_assessments(*, rows: Sequence[NewAssessment], by: User, taken_on: date) -> int:
    """A sheet of scores by a mentor: all of them or, when one is refused, none. Returns how many. Taken
    student by student in the generator's order, so that the two queue and never wait for each other.
    """
    for row in sorted(rows, key=lambda row: row.student.pk):
        record_assessment(
            student=row.student, skill=row.skill, score=row.score, by=by, taken_on=taken_on
        )
    return len(rows)


@transaction.atomic
def record_starting_scores(*, rows: Sequence[NewAssessment], by: User, taken_on: date) -> int:
    """The scores new students come with. One statement; returns how many."""
    for row in rows:
        _check(row.score, taken_on)
    SkillAssessment.objects.bulk_create(
        SkillAssessment(
            student=row.student,
            skill=row.skill,
            score=row.score,
            source=AssessmentSource.IMPORT,
            taken_on=taken_on,
            recorded_by=by,
        )
        for row in rows
    )
    return len(rows)


def _takes_scores(outcome: MilestoneSkillOutcome) -> bool:
    return not outcome.milestone.is_reviewed or waiting_for(outcome) is not None


def _check(score: Decimal, day: date) -> None:
    if not score.is_finite() or not 0 <= score <= SCORE_SCALE:
        raise MilestonesError(_("The score must lie between 0 and 100."), field="score")
    if day < EARLIEST:
        raise MilestonesError(_("The day lies too far back."), field="taken_on")
    if day > today():
        raise MilestonesError(_("The day must not lie ahead."), field="taken_on")
