"""Builders of what the monthly engine works with: whole and plausible, unless a test says otherwise.
Milestones themselves are made by the generator, as they are outside of tests.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import models

from milestones.generation.vocabulary import (
    AssessmentSource,
    CheckpointType,
    DemandUrgency,
    EvaluationType,
    EvidenceType,
    MilestoneType,
    ProjectLevel,
)
from milestones.models import (
    BacklogProject,
    ConfidenceReport,
    EmployerDemand,
    Evidence,
    GenerationRun,
    GenerationRunEntry,
    InterviewCheckpoint,
    MilestoneProject,
    MilestoneSkillOutcome,
    MonthlyMilestone,
    SkillAssessment,
)
from milestones.services import generate_month, set_constraint, submit_evidence
from tests.make import (
    make_job_role,
    make_organisation,
    make_requirement,
    make_skill,
)
from tfl.accounts.models import Employer, Notice, Role, RoleGrant, Student, User
from tfl.core.clock import current_month, today
from tfl.skills.models import JobRole, Skill
from tfl.skills.vocabulary import Criticality, RoleLevel

_number = count(1)

CRITICAL, IMPORTANT, SUPPORTING = Criticality


@dataclass(frozen=True)
class Needed:
    """One requirement of a role, by the skill's name."""

    skill: str
    required: int = 70
    weight: int = 5
    criticality: Criticality = CRITICAL


BACKEND = (
    Needed("SQL", 80, weight=10),
    Needed("REST APIs", 70, weight=5),
    Needed("Testing", 60, weight=3, criticality=IMPORTANT),
    Needed("Git", 50, weight=2, criticality=SUPPORTING),
)
"""Σ weight = 20."""
FEBRUARY, MARCH, APRIL = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)
MARCH_10 = date(2026, 3, 10)

AT_REQUIRED = {each.skill: each.required for each in BACKEND}


def noon(day: date, hour: int = 12, minute: int = 0) -> datetime:
    """A moment of `day` in UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def skill_named(name: str) -> Skill:
    return Skill.objects.filter(name=name).first() or make_skill(name)


def make_role(
    *needs: Needed, name: str = "Backend Developer", level: RoleLevel = RoleLevel.ENTRY
) -> JobRole:
    """A job role with requirements, `BACKEND` unless others are given."""
    role = make_job_role(name, level=level)
    for need in needs or BACKEND:
        make_requirement(
            role,
            skill_named(need.skill),
            required_score=need.required,
            weight=need.weight,
            criticality=need.criticality,
        )
    return role


def make_backlog_project(
    job_role: JobRole,
    *skills: str,
    title: str = "",
    level: ProjectLevel = ProjectLevel.MINI,
    evaluation_type: EvaluationType = EvaluationType.MENTOR_REVIEW,
) -> BacklogProject:
    number = next(_number)
    project = BacklogProject.objects.create(
        slug=f"project-{number}",
        job_role=job_role,
        title=title or f"Project {number}",
        description="Running where others can see it.",
        tech_stack="Python",
        level=level,
        evaluation_type=evaluation_type,
    )
    project.skills.set([skill_named(name) for name in skills])
    return project


def make_demand(
    job_role: JobRole,
    *,
    employer: Employer | None = None,
    urgency: DemandUrgency = DemandUrgency.URGENT,
    opened_on: date | None = date(2026, 1, 1),
    open_from: date = date(2026, 1, 1),
    open_until: date | None = None,
) -> EmployerDemand:
    return EmployerDemand.objects.create(
        employer=employer or make_organisation(),
        job_role=job_role,
        urgency=urgency,
        opened_on=opened_on,
        open_from=open_from,
        open_until=open_until,
    )


def make_assessment(
    student: Student,
    skill: str,
    score: float | str,
    *,
    taken_on: date | None = None,
    source: AssessmentSource = AssessmentSource.IMPORT,
) -> SkillAssessment:
    """A score from elsewhere than a milestone; taken today by default."""
    return SkillAssessment.objects.create(
        student=student,
        skill=skill_named(skill),
        score=Decimal(str(score)),
        source=source,
        taken_on=taken_on or today(),
    )


def make_assessments(
    student: Student, scores: Mapping[str, float | str], *, taken_on: date | None = None
) -> None:
    for skill, score in scores.items():
        make_assessment(student, skill, score, taken_on=taken_on)


def make_confidence(
    student: Student, skill: str, confidence: int, *, reported_on: date | None = None
) -> ConfidenceReport:
    return ConfidenceReport.objects.create(
        student=student,
        skill=skill_named(skill),
        confidence=confidence,
        reported_on=reported_on or today(),
    )


def make_students(
    number: int, *, job_role: JobRole | None, mentor: User | None = None
) -> list[Student]:
    """Many at once, in four statements."""
    first = next(_number)
    users = User.objects.bulk_create(
        User(email=f"student{first}-{each}@example.org", password="!") for each in range(number)
    )
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=Role.STUDENT) for user in users)
    return Student.objects.bulk_create(
        Student(user=user, mentor=mentor, target_job_role=job_role, joined_on=date(2026, 1, 1))
        for user in users
    )


def make_milestone(
    student: Student,
    *,
    month: date | None = None,
    type: MilestoneType | None = None,
    include: Iterable[str] = (),
) -> MonthlyMilestone:
    """The student's milestone of `month`, the current one by default, made by the generator. With a `type`
    or skills to `include` the student's mentor asks for them first.
    """
    month = month or current_month()
    skills = [skill_named(name) for name in include]
    if type or skills:
        assert student.mentor is not None
        set_constraint(
            student=student,
            month=month,
            by=student.mentor,
            note="For the test.",
            fixed_type=type,
            include=skills,
        )
    generate_month(month=month, students=[student])
    return MonthlyMilestone.objects.select_related("student__user").get(
        student=student, milestone_month=month
    )


def outcome_of(milestone: MonthlyMilestone, skill: str = "SQL") -> MilestoneSkillOutcome:
    return milestone.outcomes.select_related("skill").get(skill__name=skill)


def project_of(milestone: MonthlyMilestone) -> MilestoneProject:
    return milestone.projects.get()


def await_employer(milestone: MonthlyMilestone) -> MilestoneProject:
    """The milestone's project, handed in for an employer's review."""
    milestone.projects.update(evaluation_type=EvaluationType.EMPLOYER_REVIEW)
    submit_evidence(
        milestone=milestone,
        type=EvidenceType.PROJECT_LINK,
        by=milestone.student.user,
        item=project_of(milestone),
        reference="https://code.example.com/shop",
    )
    return project_of(milestone)


def checkpoint_of(
    milestone: MonthlyMilestone, type_: CheckpointType = CheckpointType.TECHNICAL
) -> InterviewCheckpoint:
    return milestone.checkpoints.get(checkpoint_type=type_)


def fresh(row: models.Model) -> Any:
    """The row as the database has it now."""
    return type(row)._default_manager.get(pk=row.pk)


# What tests compare ------------------------------------------------------------------------------
DUMPED: tuple[type[models.Model], ...] = (
    MonthlyMilestone,
    MilestoneSkillOutcome,
    MilestoneProject,
    InterviewCheckpoint,
    InterviewCheckpoint.skills.through,
    Evidence,
    Notice,
)


def rows(*, of: Iterable[type[models.Model]] = DUMPED) -> dict[str, list[str]]:
    """Every row of these tables, with its id and times: what a second run must leave untouched."""
    return {
        model.__name__: [str(row) for row in model._default_manager.order_by("pk").values()]
        for model in of
    }


def generated_rows() -> list[dict[str, object]]:
    """What generation made, ids and times aside: milestones by student and month with all they ask for.
    References to earlier months are written as the month and thing they point at.
    """
    milestones = MonthlyMilestone.objects.with_items().order_by("student_id", "milestone_month")
    return [
        {
            "student": milestone.student_id,
            "month": milestone.milestone_month,
            "role": milestone.primary_job_role_id,
            "title": milestone.milestone_title,
            "description": milestone.milestone_description,
            "level": milestone.expected_employability_level,
            "type": milestone.milestone_type,
            "by": milestone.generated_by,
            "reason": milestone.generation_reason,
            "status": milestone.status,
            "recovers": milestone.recovers and milestone.recovers.milestone_month,
            "demand": milestone.demand_id,
            "policy": milestone.policy_version,
            "trace": milestone.trace,
            "outcomes": [_plain(each, "starting_score", "expected_score", "criticality", "skill_id", "met")
                         for each in milestone.outcomes.all()],
            "projects": [_plain(each, "project_title", "project_description", "tech_stack", "level",
                                "evaluation_type", "completion_status", "backlog_item_id")
                         for each in milestone.projects.all()],
            "checkpoints": [
                (
                    _plain(each, "checkpoint_type", "expected_confidence_level", "result", "attempts"),
                    sorted(skill.pk for skill in each.skills.all()),
                )
                for each in milestone.checkpoints.all()
            ],
        }
        for milestone in milestones
    ]  # fmt: skip


def _plain(item: Any, *fields: str) -> tuple[object, ...]:
    carried = item.carried_from and item.carried_from.milestone.milestone_month
    return (*(getattr(item, field) for field in fields), carried)


def accounted(run: GenerationRun) -> dict[int, tuple[str, str]]:
    """What the run says became of each student: result and reason."""
    entries = GenerationRunEntry.objects.filter(run=run).order_by("student_id")
    return {entry.student_id: (entry.result, entry.reason) for entry in entries}
