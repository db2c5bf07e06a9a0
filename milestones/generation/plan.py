"""What a month asks for: outcomes with targets, project, checkpoints and level, from the rules' decision.
Pure; the same inputs give the same plan, trace included. Worked through in docs/generation.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from milestones.generation.inputs import (
    BacklogItem,
    Demand,
    MissedOutcome,
    Requirement,
    StudentInputs,
)
from milestones.generation.policy import POLICY, Policy
from milestones.generation.rules import Finding, decide, untested
from milestones.generation.vocabulary import (
    CheckpointType,
    EmployabilityLevel,
    GeneratedBy,
    MilestoneType,
    OutcomeOrigin,
    ProjectLevel,
    Rule,
)
from tfl.skills.vocabulary import Criticality

FULL_SCORE = 100
HUNDREDTHS = 100
"""Scores have two places; counted in hundredths they are whole numbers."""
TRACED = 20
"""The most ids one list of the trace holds, which keeps it under 2 KB whatever the role."""


@dataclass(frozen=True, slots=True)
class PlannedOutcome:
    skill: int
    start: Decimal | None
    target: Decimal | None
    """None where the start is unknown: a first assessment, met by any verified score."""
    criticality: Criticality
    origin: OutcomeOrigin
    carried_from: int | None = None


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
    outcomes, deferred = _outcomes(inputs, policy, kind)
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
            "left_out": _left_out(inputs)[:TRACED],
            "replaced": replaced,
            "confidence_gap": None if gap is None else str(gap.quantize(Decimal("0.01"))),
            "readiness": readiness,
        },
    )


def growth_step(inputs: StudentInputs, policy: Policy, skill: int) -> Decimal:
    """The skill's gain over the last trajectory when two assessments tell it, held within bounds; else the
    policy's step.
    """
    trajectory = inputs.scores.get(skill)
    if trajectory is None or trajectory.before is None:
        return policy.growth_step
    gain = trajectory.score - trajectory.before
    return min(max(gain, policy.least_growth_step), policy.most_growth_step)


# Outcomes --------------------------------------------------------------------------------------------


def _outcomes(
    inputs: StudentInputs, policy: Policy, kind: MilestoneType
) -> tuple[tuple[PlannedOutcome, ...], tuple[int, ...]]:
    """The month's outcomes in order, and the missed skills that did not fit."""
    left_out = inputs.constraint.leave_out
    most = min(inputs.constraint.most_outcomes or policy.most_outcomes, policy.most_outcomes)
    missed = [
        outcome
        for outcome in sorted(
            inputs.missed_outcomes, key=lambda outcome: _missed_order(inputs, outcome)
        )
        if outcome.skill not in left_out
    ]
    chosen = [_carried(inputs, policy, kind, outcome) for outcome in missed[:most]]

    def add(skills: Iterable[int], up_to: int, origin: OutcomeOrigin) -> None:
        for skill in skills:
            taken = {outcome.skill for outcome in chosen} | left_out
            if skill not in taken and len(chosen) < up_to:
                chosen.append(_fresh(inputs, policy, kind, skill, origin))

    add(inputs.constraint.include, most, OutcomeOrigin.INCLUDED)
    ranked = inputs.candidates
    critical = [
        r for r in ranked if r.criticality is Criticality.CRITICAL and r.skill not in left_out
    ]
    if kind is MilestoneType.EMPLOYER_DRIVEN and critical:
        add((r.skill for r in critical), most, OutcomeOrigin.CANDIDATE)
    else:
        focus = min(policy.focus_skills, most)
        add((r.skill for r in ranked), focus, OutcomeOrigin.CANDIDATE)
    if not chosen:
        add(_by_margin(inputs), 1, OutcomeOrigin.LEAST_MARGIN)
    return tuple(chosen), tuple(outcome.skill for outcome in missed[most:])


def _missed_order(inputs: StudentInputs, missed: MissedOutcome) -> tuple[int, Decimal, int, str]:
    requirement = inputs.role.requirement_of.get(missed.skill)
    return inputs.work_order(
        requirement or Requirement(missed.skill, 0, FULL_SCORE, missed.criticality)
    )


def _by_margin(inputs: StudentInputs) -> list[int]:
    """Skills at or above their required score, Critical ones first, then the least above."""
    first_critical = sorted(
        inputs.role.requirements,
        key=lambda r: (
            r.criticality is not Criticality.CRITICAL,
            (inputs.score(r.skill) or Decimal(0)) - r.required,
            *inputs.work_order(r),
        ),
    )
    return [r.skill for r in first_critical]


def _fresh(
    inputs: StudentInputs, policy: Policy, kind: MilestoneType, skill: int, origin: OutcomeOrigin
) -> PlannedOutcome:
    requirement = inputs.role.requirement_of.get(skill)
    start = inputs.score(skill)
    target = start if origin is OutcomeOrigin.LEAST_MARGIN else _target(inputs, policy, kind, skill)
    return PlannedOutcome(
        skill=skill,
        start=start,
        target=target,
        criticality=requirement.criticality if requirement else Criticality.IMPORTANT,
        origin=origin,
    )


def _carried(
    inputs: StudentInputs, policy: Policy, kind: MilestoneType, missed: MissedOutcome
) -> PlannedOutcome:
    """A missed outcome keeps its target: raised to the start if passed since, to an employer's if higher."""
    start = inputs.score(missed.skill)
    target = _target(inputs, policy, kind, missed.skill)
    if start is not None and target is not None and missed.target is not None:
        kept = max(missed.target, start)
        target = max(kept, target) if kind is MilestoneType.EMPLOYER_DRIVEN else kept
    return PlannedOutcome(
        skill=missed.skill,
        start=start,
        target=target,
        criticality=missed.criticality,
        origin=OutcomeOrigin.CARRIED,
        carried_from=missed.outcome,
    )


def _target(
    inputs: StudentInputs, policy: Policy, kind: MilestoneType, skill: int
) -> Decimal | None:
    """Start + step (an employer's month: the required score, at most the stretch above the start), not
    above the required score, never below the start. None for a skill never assessed.
    """
    start = inputs.score(skill)
    if start is None:
        return None
    requirement = inputs.role.requirement_of.get(skill)
    required = Decimal(requirement.required if requirement else FULL_SCORE)
    employers = kind is MilestoneType.EMPLOYER_DRIVEN
    step = policy.employer_stretch if employers else growth_step(inputs, policy, skill)
    return max(min(start + step, required), start)


def _left_out(inputs: StudentInputs) -> list[int]:
    """The mentor's leave-outs that kept something from the month."""
    wanted = {outcome.skill for outcome in inputs.missed_outcomes}
    wanted.update(inputs.constraint.include)
    wanted.update(requirement.skill for requirement in inputs.candidates)
    return sorted(inputs.constraint.leave_out & wanted)


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
    """Of the role's backlog, never one already completed: most focus skills covered, then lowest id."""
    left = [
        item
        for item in inputs.role.backlog
        if item.level is level and item.id not in inputs.completed_items
    ]
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
