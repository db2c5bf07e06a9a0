"""The JSON of the endpoints: names as in the seed, camelCase; unknown keys are refused."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer

from milestones.generation.vocabulary import (
    CheckpointResult,
    CheckpointType,
    CompletionStatus,
    EmployabilityLevel,
    EvaluationType,
    EvidenceState,
    EvidenceType,
    MilestoneStatus,
    MilestoneType,
    ProjectLevel,
)
from tfl.core.schemas import Answered, Id, Sent, Text
from tfl.skills.vocabulary import Criticality

Score = Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]


def _iso_day(sent: object) -> object:
    """Pydantic would also take a number of seconds, or a moment at midnight."""
    if sent is not None and not (isinstance(sent, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", sent)):
        raise ValueError("Write the day as 2026-03-10.")
    return sent


Day = Annotated[date, BeforeValidator(_iso_day)]
Number = Annotated[Decimal, PlainSerializer(float, return_type=float)]
"""A score as it is sent, a JSON number; its two decimals survive that."""


class EvidenceSent(Sent):
    milestone_id: Id
    type: EvidenceType
    reference: Annotated[Text, Field(max_length=255)] = ""
    score: Score | None = None
    scale: Annotated[int, Field(ge=1, le=100, strict=True)] | None = None
    skill_id: Id | None = None
    project_id: Id | None = None
    checkpoint_id: Id | None = None
    note: Annotated[Text, Field(max_length=1000)] = ""
    confidence: Annotated[int, Field(ge=1, le=5, strict=True)] | None = None
    taken_on: Day | None = None


class ReviewSent(Sent):
    milestone_id: Id
    status: MilestoneStatus
    feedback: Annotated[Text, Field(max_length=4000)] = ""
    override_reason: Annotated[Text, Field(max_length=500)] = ""


class GenerateSent(Sent):
    month: str | None = None
    """Such as 2026-03; the current month by default."""
    student_ids: Annotated[list[Id], Field(min_length=1, max_length=10_000)] | None = None


class EvidenceAnswered(Answered):
    evidence_id: int
    milestone_id: int
    type: EvidenceType
    reference: str
    score: Number | None
    scale: int
    state: EvidenceState
    submitted_at: datetime
    outcome_id: int | None
    project_id: int | None
    checkpoint_id: int | None


class OutcomeAnswered(Answered):
    outcome_id: int
    skill_id: int
    skill: str
    criticality: Criticality
    starting_score: Number | None
    expected_score: Number | None
    """Null asks for a first assessment: any verified score."""
    current_score: Number | None
    met: bool


class ProjectAnswered(Answered):
    project_id: int
    title: str
    description: str
    tech_stack: str
    level: ProjectLevel
    evaluation_type: EvaluationType
    completion_status: CompletionStatus


class CheckpointAnswered(Answered):
    checkpoint_id: int
    type: CheckpointType
    skills: list[str]
    expected_confidence_level: int
    result: CheckpointResult
    passed: bool
    attempts: int


class MilestoneAnswered(Answered):
    milestone_id: int
    month: date
    title: str
    description: str
    type: MilestoneType
    expected_employability_level: EmployabilityLevel
    status: MilestoneStatus
    days_left: int
    reason: str
    outcomes: list[OutcomeAnswered]
    project: ProjectAnswered | None
    checkpoints: list[CheckpointAnswered]
    evidence: list[EvidenceAnswered]
    proven: int
    to_prove: int


class ReviewAnswered(Answered):
    milestone_id: int
    status: MilestoneStatus
    feedback: str
    override_reason: str
    reviewed_at: datetime


class RunAnswered(Answered):
    run_id: int
    month: date
    asked_for: int
    created: int
    existed: int
    skipped: int
    failed: int
    requested_at: datetime
    finished_at: datetime | None
    """Null while it waits or runs; ask again."""
