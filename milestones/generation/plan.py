"""What a month asks for: outcomes with targets, project, checkpoints and level, from the rules' decision.
Pure; the same inputs give the same plan, trace included. Worked through in docs/generation.md.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from milestones.generation.inputs import (
    BacklogItem,
    Demand,
    StudentInputs,
)
from milestones.generation.outcomes import (
    PlannedOutcome,
    growth_step,
    left_out_by_mentor,
    plan_outcomes,
)
from milestones.generation.policy import POLICY, Policy
from milestones.generation.rules import Finding, decide, untested
from milestones.generation.vocabulary import (
    CheckpointType,
    EmployabilityLevel,
    GeneratedBy,
    MilestoneType,
    ProjectLevel,
    Rule,
)

HUNDREDTHS = 100
"""Scores have two places; counted in hundredths they are whole numbers."""
TRACED = 20
"""The most ids one list of the trace holds, which keeps it under 2 KB whatever the role."""


@dataclass(frozen=True, slots=True)
class PlannedProject:
    """A backlog item, a missed project set again (`carried_from`), or neither: described from the skills."""

    level: ProjectLevel
    item: int | None = None
    carried_from: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class PlannedCheckpoint:
    type: CheckpointType
    skills: tuple[int, ...]
    expected_confidence: int
    attempts: int = 0
    carried_from: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    type: MilestoneType
    rule: Rule
    generated_by: GeneratedBy
    recovers: int | None
    demand: Demand | None
    outcomes: tuple[PlannedOutcome, ...]
    project: PlannedProject | None
    checkpoints: tuple[PlannedCheckpoint, ...]
    level: EmployabilityLevel
    confidence_gap: Decimal | None
    """Mean of confidence − score over the outcomes having both; positive is over-confident."""
    shows_confidence: CheckpointType | None
    """The checkpoint the confidence gap added, whether or not the month had it anyway."""
    deferred: tuple[int, ...]
    """Missed skills that did not fit; they count as missed next month."""
    policy_version: int
    trace: dict[str, object]


class NoMilestoneReason(StrEnum):
    READY = "ready"
    """Nothing is left to prove for the role."""
    NOTHING_TO_SET = "nothing-to-set"
    """The mentor's leave-outs leave nothing of what the month would ask."""


@dataclass(frozen=True, slots=True)
class NoMilestone:
    reason: NoMilestoneReason


def plan_month(inputs: StudentInputs, policy: Policy = POLICY) -> Plan | NoMilestone:
    """The month's milestone for one student, or why there is none."""
    decision, findings = decide(inputs, policy)
    if decision.type is None:
        return NoMilestone(NoMilestoneReason.READY)
    kind = decision.type
    outcomes, deferred = plan_outcomes(inputs, policy, kind)
    skills = tuple(outcome.skill for outcome in outcomes)
    gap = _confidence_gap(inputs, skills)
    shown = _shown(gap, policy)
    project, replaced = _project(inputs, decision, skills)
    checkpoints = _checkpoints(inputs, policy, kind, skills, shown)
    if not (outcomes or project or checkpoints):
        return NoMilestone(NoMilestoneReason.NOTHING_TO_SET)
    level, readiness = _level(inputs, policy, outcomes)
    last = inputs.last
    return Plan(
        type=kind,
        rule=decision.rule,
        generated_by=(
            GeneratedBy.MENTOR if decision.rule is Rule.MENTORS_WORD else GeneratedBy.SYSTEM
        ),
        recovers=last.milestone if last and decision.rule is Rule.RECOVERY else None,
        demand=decision.demand if decision.rule is Rule.EMPLOYER_DEMAND else None,
        outcomes=outcomes,
        project=project,
        checkpoints=checkpoints,
        level=level,
        confidence_gap=gap,
        shows_confidence=shown,
        deferred=deferred,
        policy_version=policy.version,
        trace={
            "as_of": inputs.as_of.isoformat(),
            "decided": int(decision.rule),
            "rules": [_traced(finding) for finding in findings],
            "outcomes": [
                {
                    "skill": outcome.skill,
                    "why": str(outcome.origin),
                    "step": str(growth_step(inputs, policy, outcome.skill)),
                }
                for outcome in outcomes
            ],
            "deferred": list(deferred[:TRACED]),
            "left_out": left_out_by_mentor(inputs)[:TRACED],
            "replaced": replaced,
            "confidence_gap": None if gap is None else str(gap.quantize(Decimal("0.01"))),
            "readiness": readiness,
        },
    )


# Project ---------------------------------------------------------------------------------------------


def _project(
    inputs: StudentInputs, decision: Finding, skills: tuple[int, ...]
) -> tuple[PlannedProject | None, int | None]:
    """The month's project, and the missed Mini project a Production one took the place of."""
    needs_production = decision.type in {
        MilestoneType.PROJECT_DELIVERY,
        MilestoneType.EMPLOYER_DRIVEN,
    }
    missed = inputs.missed_project
    replaced = None
    if missed:
        if (
            needs_production
            and missed.level is ProjectLevel.MINI
            and decision.rule is not Rule.RECOVERY
        ):
            replaced = missed.project
        else:
            return PlannedProject(missed.level, missed.item, missed.project, missed.title), None
    if needs_production:
        item = _best_item(inputs, ProjectLevel.PRODUCTION, skills)
        if item is None:
            return PlannedProject(ProjectLevel.PRODUCTION), replaced
        return PlannedProject(item.level, item.id, title=item.title), replaced
    if decision.type is MilestoneType.SKILL_CONSOLIDATION:
        item = _best_item(inputs, ProjectLevel.MINI, skills)
        if item is not None and not item.skills.isdisjoint(skills):
            return PlannedProject(item.level, item.id, title=item.title), None
    return None, None


def _best_item(
    inputs: StudentInputs, level: ProjectLevel, skills: tuple[int, ...]
) -> BacklogItem | None:
    """Of the role's backlog, never one completed or waiting: most focus skills covered, then lowest id."""
    done = inputs.completed_items | inputs.waiting_items
    left = [item for item in inputs.role.backlog if item.level is level and item.id not in done]
    return min(
        left, key=lambda item: (-len(item.skills.intersection(skills)), item.id), default=None
    )


# Checkpoints -----------------------------------------------------------------------------------------


def _checkpoints(
    inputs: StudentInputs,
    policy: Policy,
    kind: MilestoneType,
    skills: tuple[int, ...],
    shown: CheckpointType | None,
) -> tuple[PlannedCheckpoint, ...]:
    """The type's checkpoints, what the confidence gap adds, and those missed with their attempts; one of
    each type, in the order they are taken.
    """
    missed = {checkpoint.type: checkpoint for checkpoint in inputs.missed_checkpoints}
    wanted = set(missed)
    if kind in {MilestoneType.PROJECT_DELIVERY, MilestoneType.EMPLOYER_DRIVEN}:
        wanted.add(CheckpointType.TECHNICAL)
    if kind is MilestoneType.INTERVIEW_READINESS:
        # A mentor may ask for it of somebody who passed everything: then once more on the skills.
        wanted.update(untested(inputs) or (CheckpointType.TECHNICAL,))
    if shown:
        wanted.add(shown)
    expected = _expected_confidence(inputs, policy, skills)
    return tuple(
        PlannedCheckpoint(
            type=type_,
            skills=skills if type_ is CheckpointType.TECHNICAL else (),
            expected_confidence=expected,
            attempts=missed[type_].attempts if type_ in missed else 0,
            carried_from=missed[type_].checkpoint if type_ in missed else None,
        )
        for type_ in CheckpointType
        if type_ in wanted
    )


def _expected_confidence(inputs: StudentInputs, policy: Policy, skills: tuple[int, ...]) -> int:
    """One step above today's on the scale 1–5, today's being the mean over the focus skills."""
    reported = [inputs.confidence[skill] for skill in skills if skill in inputs.confidence]
    if not reported:
        return policy.unknown_confidence
    mean = sum(reported) // len(reported)
    today = min(5, 1 + mean // 20)
    return min(5, today + 1)


def _confidence_gap(inputs: StudentInputs, skills: tuple[int, ...]) -> Decimal | None:
    gaps = [
        inputs.confidence[skill] - inputs.scores[skill].score
        for skill in skills
        if skill in inputs.confidence and skill in inputs.scores
    ]
    return sum(gaps, Decimal(0)) / len(gaps) if gaps else None


def _shown(gap: Decimal | None, policy: Policy) -> CheckpointType | None:
    """Over-confident: show it. Under-confident: say it."""
    if gap is None or abs(gap) < policy.confidence_gap:
        return None
    return CheckpointType.TECHNICAL if gap > 0 else CheckpointType.BEHAVIORAL


# Level -----------------------------------------------------------------------------------------------


def _level(
    inputs: StudentInputs, policy: Policy, outcomes: tuple[PlannedOutcome, ...]
) -> tuple[EmployabilityLevel, int]:
    """The level expected at month-end, outcomes at their targets, and readiness 0–100 rounded down.

    Readiness = 100 × Σ weight × min(score / required, 1) / Σ weight, compared as whole numbers.
    """
    targets = {outcome.skill: outcome.target for outcome in outcomes}

    def expected(skill: int) -> Decimal:
        return targets.get(skill) or inputs.score(skill) or Decimal(0)

    scale = inputs.role.readiness_scale
    reached = sum(
        r.weight
        * int(min(expected(r.skill), Decimal(r.required)) * HUNDREDTHS)
        * (scale // r.required)
        if r.required
        else r.weight * HUNDREDTHS * scale
        for r in inputs.role.requirements
    )
    whole = sum(r.weight for r in inputs.role.requirements) * HUNDREDTHS * scale
    far = any(
        r.required - expected(r.skill) > growth_step(inputs, policy, r.skill)
        for r in inputs.role.critical
    )
    readiness = reached * 100 // whole
    if readiness < policy.intermediate_from:
        level = EmployabilityLevel.FOUNDATION
    elif readiness < policy.job_ready_from or far:
        level = EmployabilityLevel.INTERMEDIATE
    elif readiness < policy.interview_ready_from or not inputs.production_completed:
        level = EmployabilityLevel.JOB_READY
    else:
        level = EmployabilityLevel.INTERVIEW_READY
    return level, readiness


def _traced(finding: Finding) -> dict[str, object]:
    facts = {
        name: value[:TRACED] if isinstance(value, list) else value
        for name, value in finding.facts.items()
    }
    return {"rule": int(finding.rule), "fires": finding.fires, **facts}
