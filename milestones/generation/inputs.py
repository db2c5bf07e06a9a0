"""What the rules are given: frozen facts, already cut off at the as-of date. Loaded set-based by
`generation.facts`; built by hand in tests. Scores are Decimals 0–100, confidence ints 0–100.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from math import lcm

from milestones.generation.vocabulary import CheckpointType, MilestoneType, ProjectLevel
from tfl.skills.vocabulary import Criticality, RoleLevel

CRITICALITY_ORDER = {criticality: place for place, criticality in enumerate(Criticality)}


@dataclass(frozen=True, slots=True)
class Requirement:
    """What the job role asks of one skill."""

    skill: int
    weight: int
    required: int
    criticality: Criticality


@dataclass(frozen=True, slots=True)
class BacklogItem:
    id: int
    title: str
    level: ProjectLevel
    skills: frozenset[int]


@dataclass(frozen=True, slots=True)
class Demand:
    """An Urgent demand for the role."""

    id: int
    employer: str
    opened_on: date
    """When an admin opened it: the day it was known."""
    open_from: date
    open_until: date | None


@dataclass(frozen=True)
class JobRoleInputs:
    """A job role with everything that hangs on it; shared by all its students."""

    id: int
    name: str
    level: RoleLevel
    requirements: tuple[Requirement, ...]
    backlog: tuple[BacklogItem, ...] = ()
    demands: tuple[Demand, ...] = ()

    @cached_property
    def requirement_of(self) -> Mapping[int, Requirement]:
        return {requirement.skill: requirement for requirement in self.requirements}

    @cached_property
    def critical(self) -> tuple[Requirement, ...]:
        return tuple(r for r in self.requirements if r.criticality is Criticality.CRITICAL)

    @cached_property
    def checkpoint_types(self) -> tuple[CheckpointType, ...]:
        """System design is asked of those above Entry level only."""
        return tuple(
            kind
            for kind in CheckpointType
            if kind is not CheckpointType.SYSTEM_DESIGN or self.level is not RoleLevel.ENTRY
        )

    @cached_property
    def readiness_scale(self) -> int:
        """A common multiple of the required scores, so that readiness is compared in whole numbers and a
        share of exactly 85 is never taken for a little less
        """
        return lcm(*(r.required for r in self.requirements if r.required))


@dataclass(frozen=True, slots=True)
class Trajectory:
    """A skill's current score and, where two assessments tell, the score a trajectory earlier."""

    score: Decimal
    before: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Constraint:
    """What the mentor said about the month."""

    fixed_type: MilestoneType | None = None
    include: tuple[int, ...] = ()
    leave_out: frozenset[int] = frozenset()
    most_outcomes: int | None = None


@dataclass(frozen=True, slots=True)
class MissedOutcome:
    """An unmet outcome of a month that was not achieved, with nothing waiting for review."""

    outcome: int
    skill: int
    target: Decimal | None
    """None: a first assessment was asked for."""
    criticality: Criticality


@dataclass(frozen=True, slots=True)
class MissedProject:
    project: int
    item: int | None
    level: ProjectLevel
    title: str


@dataclass(frozen=True, slots=True)
class MissedCheckpoint:
    checkpoint: int
    type: CheckpointType
    attempts: int


@dataclass(frozen=True, slots=True)
class LastMilestone:
    milestone: int
    month: date
    achieved: bool
    waiting: bool
    """Whether something of it still waits for review."""


@dataclass(frozen=True)
class StudentInputs:
    """One student's facts for one month. Everything missed is listed once, by its latest row."""

    student: int
    month: date
    as_of: date
    role: JobRoleInputs
    skill_names: Mapping[int, str]
    scores: Mapping[int, Trajectory] = field(default_factory=dict)
    confidence: Mapping[int, int] = field(default_factory=dict)
    constraint: Constraint = Constraint()
    last: LastMilestone | None = None
    missed_outcomes: tuple[MissedOutcome, ...] = ()
    missed_project: MissedProject | None = None
    missed_checkpoints: tuple[MissedCheckpoint, ...] = ()
    completed_items: frozenset[int] = frozenset()
    waiting_items: frozenset[int] = frozenset()
    """Backlog items handed in that wait for the mentor: not set again meanwhile."""
    production_completed: bool = False
    """Whether a Production project for this role was completed."""
    passed: frozenset[CheckpointType] = frozenset()
    """Checkpoint types passed for this role."""

    def score(self, skill: int) -> Decimal | None:
        trajectory = self.scores.get(skill)
        return trajectory.score if trajectory else None

    def gap(self, requirement: Requirement) -> Decimal:
        """How far the skill is below its required score; never assessed counts as 0 reached."""
        return max(requirement.required - (self.score(requirement.skill) or Decimal(0)), Decimal(0))

    @cached_property
    def candidates(self) -> tuple[Requirement, ...]:
        """The role's skills below their required score, in the order they are worked on."""
        below = (requirement for requirement in self.role.requirements if self.gap(requirement))
        return tuple(sorted(below, key=self.work_order))

    def work_order(self, requirement: Requirement) -> tuple[int, Decimal, int, str]:
        """Sorts by: most critical, lowest score, highest weight, name."""
        return (
            CRITICALITY_ORDER[requirement.criticality],
            self.score(requirement.skill) or Decimal(0),
            -requirement.weight,
            self.skill_names[requirement.skill],
        )
