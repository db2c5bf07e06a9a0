"""Facts built by hand, for the pure rules: a small role, people in it, what earlier months left."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from milestones.generation.inputs import (
    BacklogItem,
    Demand,
    JobRoleInputs,
    LastMilestone,
    MissedCheckpoint,
    MissedOutcome,
    MissedProject,
    Requirement,
    StudentInputs,
    Trajectory,
)
from milestones.generation.plan import Plan, plan_month
from milestones.generation.vocabulary import CheckpointType, ProjectLevel
from tfl.skills.vocabulary import Criticality, RoleLevel

CRITICAL, IMPORTANT, SUPPORTING = Criticality
TECHNICAL, HR, BEHAVIORAL, SYSTEM_DESIGN = CheckpointType
MINI, PRODUCTION = ProjectLevel

SQL, API, TESTING, GIT, CSS, GO, RUST = range(1, 8)
NAMES = {
    SQL: "SQL",
    API: "REST APIs",
    TESTING: "Testing",
    GIT: "Git",
    CSS: "CSS",
    GO: "Go",
    RUST: "Rust",
}
FEBRUARY, MARCH, APRIL = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)


def need(
    skill: int, required: int = 70, *, weight: int = 5, criticality: Criticality = CRITICAL
) -> Requirement:
    return Requirement(skill, weight, required, criticality)


BACKEND_NEEDS = (
    need(SQL, 80, weight=10),
    need(API, 70, weight=5),
    need(TESTING, 60, weight=3, criticality=IMPORTANT),
    need(GIT, 50, weight=2, criticality=SUPPORTING),
)
"""Σ weight = 20."""
AT_REQUIRED = {SQL: 80, API: 70, TESTING: 60, GIT: 50}


def role(
    *needs: Requirement,
    level: RoleLevel = RoleLevel.ENTRY,
    backlog: tuple[BacklogItem, ...] = (),
    demands: tuple[Demand, ...] = (),
) -> JobRoleInputs:
    """A Backend Developer with `BACKEND_NEEDS`, unless other needs are given."""
    return JobRoleInputs(
        id=1,
        name="Backend Developer",
        level=level,
        requirements=needs or BACKEND_NEEDS,
        backlog=backlog,
        demands=demands,
    )


def item(id_: int, *skills: int, level: ProjectLevel = MINI) -> BacklogItem:
    return BacklogItem(id_, f"Project {id_}", level, frozenset(skills))


def demand(
    id_: int = 1,
    *,
    opened_on: date = FEBRUARY,
    open_from: date = FEBRUARY,
    open_until: date | None = None,
) -> Demand:
    return Demand(id_, "Acme", opened_on, open_from, open_until)


def reached(
    scores: Mapping[int, int | str] | None = None, *, before: Mapping[int, int | str] | None = None
) -> dict[int, Trajectory]:
    """Current scores and, where two assessments tell them, those of 28 days before."""
    earlier = before or {}
    return {
        skill: Trajectory(Decimal(score), Decimal(earlier[skill]) if skill in earlier else None)
        for skill, score in (scores or {}).items()
    }


def newcomer(
    scores: Mapping[int, int | str] | None = None,
    *,
    before: Mapping[int, int | str] | None = None,
    **facts: Any,
) -> StudentInputs:
    """March of somebody who proved nothing yet, with these scores."""
    defaults: dict[str, Any] = {
        "student": 1,
        "month": MARCH,
        "as_of": MARCH,
        "role": role(),
        "skill_names": NAMES,
        "scores": reached(scores, before=before),
    }
    return StudentInputs(**{**defaults, **facts})


def deliverer(scores: Mapping[int, int | str] | None = None, **facts: Any) -> StudentInputs:
    """Somebody whose scores are what the role requires, save those given, and who proved nothing else."""
    return newcomer({**AT_REQUIRED, **(scores or {})}, **facts)


def graduate(scores: Mapping[int, int | str] | None = None, **facts: Any) -> StudentInputs:
    """Somebody with nothing left to prove, save what the test takes away."""
    proven: dict[str, Any] = {
        "production_completed": True,
        "passed": frozenset({TECHNICAL, HR, BEHAVIORAL}),
    }
    return deliverer(scores, **{**proven, **facts})


def last_month(*, achieved: bool = False, waiting: bool = False) -> LastMilestone:
    return LastMilestone(milestone=90, month=FEBRUARY, achieved=achieved, waiting=waiting)


def missed(
    skill: int,
    target: int | str | None = 60,
    *,
    outcome: int | None = None,
    criticality: Criticality = CRITICAL,
) -> MissedOutcome:
    return MissedOutcome(
        outcome=outcome or 900 + skill,
        skill=skill,
        target=None if target is None else Decimal(target),
        criticality=criticality,
    )


def missed_project(
    *, project: int = 800, item_id: int | None = 7, level: ProjectLevel = MINI
) -> MissedProject:
    return MissedProject(project, item_id, level, "Lending database")


def missed_checkpoint(
    type_: CheckpointType = TECHNICAL, *, attempts: int = 0, checkpoint: int = 700
) -> MissedCheckpoint:
    return MissedCheckpoint(checkpoint, type_, attempts)


def planned(inputs: StudentInputs, **changes: Any) -> Plan:
    """The plan, where there must be one."""
    plan = plan_month(replace(inputs, **changes))
    assert isinstance(plan, Plan), plan
    return plan


def targets(plan: Plan) -> dict[int, Decimal | None]:
    """Skill → target, in the order of the outcomes."""
    return {outcome.skill: outcome.target for outcome in plan.outcomes}


def skills(plan: Plan) -> list[int]:
    return [outcome.skill for outcome in plan.outcomes]
