"""Which skills a month asks for, and how much of each. Pure; worked through in docs/generation.md."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from milestones.generation.inputs import MissedOutcome, Requirement, StudentInputs
from milestones.generation.policy import Policy
from milestones.generation.vocabulary import MilestoneType, OutcomeOrigin
from tfl.skills.vocabulary import Criticality

FULL_SCORE = 100


@dataclass(frozen=True, slots=True)
class PlannedOutcome:
    skill: int
    start: Decimal | None
    target: Decimal | None
    """None where the start is unknown: a first assessment, met by any verified score."""
    criticality: Criticality
    origin: OutcomeOrigin
    carried_from: int | None = None


def plan_outcomes(
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


def left_out_by_mentor(inputs: StudentInputs) -> list[int]:
    """The mentor's leave-outs that kept something from the month."""
    wanted = {outcome.skill for outcome in inputs.missed_outcomes}
    wanted.update(inputs.constraint.include)
    wanted.update(requirement.skill for requirement in inputs.candidates)
    return sorted(inputs.constraint.leave_out & wanted)


def growth_step(inputs: StudentInputs, policy: Policy, skill: int) -> Decimal:
    """The skill's gain over the last trajectory when two assessments tell it, held within bounds; else the
    policy's step.
    """
    trajectory = inputs.scores.get(skill)
    if trajectory is None or trajectory.before is None:
        return policy.growth_step
    gain = trajectory.score - trajectory.before
    return min(max(gain, policy.least_growth_step), policy.most_growth_step)


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
