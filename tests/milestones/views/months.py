"""Builders of milestones for the pages' tests. What people then do to them goes through services."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from decimal import Decimal
from html import unescape
from typing import Protocol

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from milestones import services
from milestones.generation.vocabulary import (
    CheckpointType,
    EmployabilityLevel,
    EvaluationType,
    EvidenceType,
    MilestoneStatus,
    MilestoneType,
    ProjectLevel,
)
from milestones.models import (
    Evidence,
    InterviewCheckpoint,
    MilestoneProject,
    MilestoneSkillOutcome,
    MonthlyMilestone,
)
from milestones.services.scoring import Item
from tests.make import make_job_role, make_skill
from tfl.accounts.models import Student, User
from tfl.skills.models import JobRole, Skill

FEBRUARY, MARCH, APRIL = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)
TRACE = {
    "as_of": "2026-03-01",
    "decided": 3,
    "rules": [
        {"rule": 0, "fires": False},
        {"rule": 1, "fires": False, "demand": None, "gap": "25.00", "short": 1},
        {"rule": 2, "fires": False, "missed": [0, 0, 0], "waiting": False},
        {"rule": 3, "fires": True, "skills": []},
    ],
    "outcomes": [],
    "deferred": [],
    "left_out": [],
    "replaced": None,
    "confidence_gap": None,
    "readiness": 62,
}


def make_milestone(
    student: Student,
    month: date = MARCH,
    *,
    status: MilestoneStatus = MilestoneStatus.IN_PROGRESS,
    type: MilestoneType = MilestoneType.SKILL_CONSOLIDATION,
    job_role: JobRole | None = None,
    title: str = "",
    recovers: MonthlyMilestone | None = None,
    trace: dict[str, object] | None = None,
) -> MonthlyMilestone:
    return MonthlyMilestone.objects.create(
        student=student,
        milestone_month=month,
        primary_job_role=job_role or student.target_job_role or make_job_role(),
        milestone_title=title or f"{month:%B} Milestone: Prove SQL",
        milestone_description="Prove SQL at 70.",
        expected_employability_level=EmployabilityLevel.INTERMEDIATE,
        milestone_type=type,
        generation_reason="Backend Developer stands on SQL: first make the core strong.",
        status=status,
        recovers=recovers,
        policy_version=1,
        trace=TRACE | (trace or {}),
    )


def skill_named(name: str) -> Skill:
    return Skill.objects.filter(name=name).first() or make_skill(name)


def make_outcome(
    milestone: MonthlyMilestone,
    skill: Skill | str = "SQL",
    *,
    start: int | None = 50,
    target: int | None = 70,
    carried_from: MilestoneSkillOutcome | None = None,
) -> MilestoneSkillOutcome:
    return MilestoneSkillOutcome.objects.create(
        milestone=milestone,
        skill=skill_named(skill) if isinstance(skill, str) else skill,
        starting_score=start,
        expected_score=target,
        carried_from=carried_from,
    )


def make_project(
    milestone: MonthlyMilestone,
    title: str = "Orders service",
    *,
    evaluation_type: EvaluationType = EvaluationType.MENTOR_REVIEW,
    level: ProjectLevel = ProjectLevel.PRODUCTION,
    carried_from: MilestoneProject | None = None,
) -> MilestoneProject:
    return MilestoneProject.objects.create(
        milestone=milestone,
        project_title=title,
        project_description=f"{title}, running where others can see it.",
        tech_stack="Python",
        evaluation_type=evaluation_type,
        level=level,
        carried_from=carried_from,
    )


def make_checkpoint(
    milestone: MonthlyMilestone,
    type: CheckpointType = CheckpointType.TECHNICAL,
    *,
    skills: Iterable[Skill] = (),
    carried_from: InterviewCheckpoint | None = None,
    attempts: int = 0,
) -> InterviewCheckpoint:
    checkpoint = InterviewCheckpoint.objects.create(
        milestone=milestone,
        checkpoint_type=type,
        expected_confidence_level=4,
        carried_from=carried_from,
        attempts=attempts,
    )
    checkpoint.skills.set(skills)
    return checkpoint


def ask(item: Item, *, link: str = "", note: str = "", sure: int | None = None) -> Evidence:
    """The student asks for review."""
    return services.submit_evidence(
        milestone=item.milestone,
        type=EvidenceType.PROJECT_LINK,
        by=item.milestone.student.user,
        item=item,
        reference=link,
        note=note,
        confidence=sure,
    )


def score(outcome: MilestoneSkillOutcome, points: int, *, by: User, note: str = "") -> Evidence:
    """The mentor scores a skill."""
    return services.submit_evidence(
        milestone=outcome.milestone,
        type=EvidenceType.ASSESSMENT_SCORE,
        by=by,
        item=outcome,
        score=Decimal(points),
        note=note,
    )


def rate(project: MilestoneProject, rating: int, *, by: User) -> Evidence:
    """The mentor rates a project, 1–5."""
    return services.submit_evidence(
        milestone=project.milestone,
        type=EvidenceType.MENTOR_RATING,
        by=by,
        item=project,
        score=Decimal(rating),
    )


@contextmanager
def queries() -> Iterator[list[str]]:
    """The statements run inside, without transaction control."""
    ran: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield ran
    control = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK", "BEGIN", "COMMIT")
    ran += [q["sql"] for q in captured if not q["sql"].startswith(control)]


class Page(Protocol):
    @property
    def content(self) -> bytes: ...


def travel(day: date, hour: int = 9) -> time_machine.travel:
    """Stand still at `hour` of a day, in UTC."""
    return time_machine.travel(datetime.combine(day, time(hour), tzinfo=UTC), tick=False)


def text_of(response: Page) -> str:
    """What the page says, without tags, in one line."""
    return " ".join(unescape(strip_tags(response.content.decode())).split())


def timeline_of(response: Page) -> list[tuple[str, str]]:
    """Of every line in the page's timelines the sign it wears, and its first sentence."""
    lines = re.findall(
        r'<li (?:class="(\w+)")?>\s*<time[^>]*>[^<]*</time>\s*<p>(.*?)</p>',
        response.content.decode(),
        re.DOTALL,
    )
    return [(sign, " ".join(strip_tags(words).split())) for sign, words in lines]
