"""Amina's story of docs/generation.md: who is in it, what she and her mentor do, what each month must be.

The numbers are the page's, worked out there by hand.
"""

from dataclasses import dataclass, field
from datetime import date

from milestones.generation.vocabulary import (
    CheckpointResult,
    CheckpointType,
    EmployabilityLevel,
    EvaluationType,
    MilestoneStatus,
    MilestoneType,
    ProjectLevel,
)
from milestones.models import BacklogProject
from tfl.skills.models import JobRole, JobRoleSkill, Skill, SkillCategory
from tfl.skills.vocabulary import Criticality, RoleLevel

JOINS_ON = date(2025, 12, 15)
SCORED_ON = date(2025, 12, 20)
STARTING_SCORES = {"SQL": 10, "REST APIs": 20, "Testing": 20, "Git": 25}
EMPLOYER = "Brightwater"
DEMAND_OPENED_ON = date(2026, 4, 20)
DEMAND_OPEN = (date(2026, 4, 25), date(2026, 5, 31))


@dataclass(frozen=True)
class Expected:
    """A month as the page works it out. Outcomes: skill → (start, target)."""

    type: MilestoneType
    outcomes: dict[str, tuple[int, int]]
    level: EmployabilityLevel
    project: str | None
    checkpoints: dict[CheckpointType, int]
    """Type → expected confidence."""
    reason: str
    carried: tuple[str, ...] = ()
    recovers: date | None = None
    demand: bool = False


@dataclass(frozen=True)
class Proof:
    """A skill handed in with “how sure” and scored on the same day."""

    day: date
    skill: str
    sure: int | None
    score: int


@dataclass(frozen=True)
class Interview:
    day: date
    type: CheckpointType
    result: CheckpointResult = CheckpointResult.PASSED


@dataclass(frozen=True)
class Month:
    month: date
    expected: Expected
    proofs: tuple[Proof, ...]
    decided: MilestoneStatus
    project: tuple[date, int] | None = None
    """The day the project was rated, and the rating 1–5."""
    interviews: tuple[Interview, ...] = field(default=())


def make_job_role() -> JobRole:
    """The role, its four skills and its backlog, in the order of the page."""
    category = SkillCategory.objects.create(slug="software", name="Software")
    role = JobRole.objects.create(
        slug="backend-developer", name="Backend Developer", level=RoleLevel.ENTRY
    )
    for slug, name, weight, required, criticality in (
        ("sql", "SQL", 10, 85, Criticality.CRITICAL),
        ("rest-apis", "REST APIs", 8, 70, Criticality.CRITICAL),
        ("testing", "Testing", 4, 60, Criticality.IMPORTANT),
        ("git", "Git", 2, 50, Criticality.SUPPORTING),
    ):
        JobRoleSkill.objects.create(
            job_role=role,
            skill=Skill.objects.create(slug=slug, name=name, category=category),
            weight=weight,
            required_score=required,
            criticality=criticality,
        )
    for slug, title, level, skills in (
        ("lending-database", "Lending database", ProjectLevel.MINI, ("sql",)),
        ("price-api", "Price API", ProjectLevel.MINI, ("rest-apis",)),
        ("orders-service", "Orders service", ProjectLevel.PRODUCTION, ("sql", "rest-apis")),
        ("booking-service", "Booking service", ProjectLevel.PRODUCTION, ("rest-apis", "testing")),
    ):
        project = BacklogProject.objects.create(
            slug=slug,
            job_role=role,
            title=title,
            description=f"{title}, running where others can see it.",
            tech_stack="Python",
            level=level,
            evaluation_type=EvaluationType.MENTOR_REVIEW,
        )
        project.skills.set(Skill.objects.filter(slug__in=skills))
    return role


TECHNICAL, HR, BEHAVIORAL = CheckpointType.TECHNICAL, CheckpointType.HR, CheckpointType.BEHAVIORAL

STORY = (
    Month(
        date(2026, 1, 1),
        Expected(
            type=MilestoneType.SKILL_CONSOLIDATION,
            outcomes={"SQL": (10, 30), "REST APIs": (20, 40)},
            level=EmployabilityLevel.FOUNDATION,
            project="Lending database",
            checkpoints={},
            reason="Backend Developer stands on SQL and REST APIs: first make the core strong.",
        ),
        proofs=(
            Proof(date(2026, 1, 20), "SQL", 4, 48),
            Proof(date(2026, 1, 20), "REST APIs", 3, 45),
        ),
        project=(date(2026, 1, 28), 4),
        decided=MilestoneStatus.ACHIEVED,
    ),
    Month(
        date(2026, 2, 1),
        Expected(
            type=MilestoneType.SKILL_CONSOLIDATION,
            outcomes={"REST APIs": (45, 70), "SQL": (48, 73)},
            level=EmployabilityLevel.JOB_READY,
            project="Price API",
            checkpoints={},
            reason="Backend Developer stands on REST APIs and SQL: first make the core strong.",
        ),
        proofs=(
            Proof(date(2026, 2, 18), "REST APIs", None, 72),
            Proof(date(2026, 2, 20), "SQL", 5, 58),
        ),
        project=(date(2026, 2, 25), 3),
        decided=MilestoneStatus.PARTIALLY_ACHIEVED,
    ),
    Month(
        date(2026, 3, 1),
        Expected(
            type=MilestoneType.SKILL_CONSOLIDATION,
            outcomes={"SQL": (58, 73), "Testing": (20, 40)},
            level=EmployabilityLevel.INTERMEDIATE,
            project=None,
            checkpoints={TECHNICAL: 5},
            reason=(
                "Brings back what February left open: SQL. "
                "Your confidence is ahead of your scores: show it in a technical interview."
            ),
            carried=("SQL",),
            recovers=date(2026, 2, 1),
        ),
        proofs=(
            Proof(date(2026, 3, 12), "SQL", 4, 76),
            Proof(date(2026, 3, 19), "Testing", 3, 42),
        ),
        interviews=(Interview(date(2026, 3, 25), TECHNICAL),),
        decided=MilestoneStatus.ACHIEVED,
    ),
    Month(
        date(2026, 4, 1),
        Expected(
            type=MilestoneType.PROJECT_DELIVERY,
            outcomes={"SQL": (76, 85), "Testing": (42, 60)},
            level=EmployabilityLevel.JOB_READY,
            project="Orders service",
            checkpoints={TECHNICAL: 5},
            reason=(
                "Your core is there; a production project as Backend Developer is not proven yet."
            ),
        ),
        proofs=(
            Proof(date(2026, 4, 15), "SQL", 2, 80),
            Proof(date(2026, 4, 16), "Testing", None, 61),
        ),
        project=(date(2026, 4, 24), 4),
        interviews=(Interview(date(2026, 4, 28), TECHNICAL),),
        decided=MilestoneStatus.PARTIALLY_ACHIEVED,
    ),
    Month(
        date(2026, 5, 1),
        Expected(
            type=MilestoneType.EMPLOYER_DRIVEN,
            outcomes={"SQL": (80, 85)},
            level=EmployabilityLevel.INTERVIEW_READY,
            project="Booking service",
            checkpoints={TECHNICAL: 3, BEHAVIORAL: 3},
            reason=(
                "Brightwater urgently hires for Backend Developer, and you are within reach. "
                "Your scores are ahead of your confidence: say it in an interview."
            ),
            carried=("SQL",),
            demand=True,
        ),
        proofs=(Proof(date(2026, 5, 12), "SQL", None, 86),),
        project=(date(2026, 5, 27), 5),
        interviews=(
            Interview(date(2026, 5, 20), TECHNICAL),
            Interview(date(2026, 5, 21), BEHAVIORAL),
        ),
        decided=MilestoneStatus.ACHIEVED,
    ),
    Month(
        date(2026, 6, 1),
        Expected(
            type=MilestoneType.INTERVIEW_READINESS,
            outcomes={"Git": (25, 45)},
            level=EmployabilityLevel.INTERVIEW_READY,
            project=None,
            checkpoints={HR: 3},
            reason="Skills and project are proven. What is left is being tested: HR interview.",
        ),
        proofs=(Proof(date(2026, 6, 10), "Git", None, 50),),
        interviews=(
            Interview(date(2026, 6, 12), HR, CheckpointResult.NOT_YET),
            Interview(date(2026, 6, 24), HR),
        ),
        decided=MilestoneStatus.ACHIEVED,
    ),
)
READY_MONTH = date(2026, 7, 1)
