"""Which milestone a month becomes: seven pure rules over one student's facts. The first that fires wins;
all are evaluated and recorded. The arithmetic is worked through in docs/generation.md.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from milestones.generation.inputs import Demand, StudentInputs
from milestones.generation.policy import Policy
from milestones.generation.vocabulary import CheckpointType, MilestoneType, Rule
from tfl.core.months import last_day
from tfl.skills.vocabulary import Criticality


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found. `facts` are ids and numbers, fit for the trace."""

    rule: Rule
    fires: bool
    type: MilestoneType | None = None
    """What the rule makes of the month when it fires; None from the last rule means *ready*."""
    demand: Demand | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


def decide(inputs: StudentInputs, policy: Policy) -> tuple[Finding, tuple[Finding, ...]]:
    """The finding that wins, and those of all rules in order. One always wins: the last always fires."""
    findings = tuple(rule(inputs, policy) for rule in RULES)
    return next(finding for finding in findings if finding.fires), findings


def untested(inputs: StudentInputs) -> tuple[CheckpointType, ...]:
    """The role's checkpoint types not passed yet, in the order they are taken."""
    return tuple(kind for kind in inputs.role.checkpoint_types if kind not in inputs.passed)


def mentors_word(inputs: StudentInputs, policy: Policy) -> Finding:
    fixed = inputs.constraint.fixed_type
    return Finding(Rule.MENTORS_WORD, fires=fixed is not None, type=fixed)


def employer_demand(inputs: StudentInputs, policy: Policy) -> Finding:
    """An urgent demand open in the month, something it needs missing, and the student within reach."""
    demand = _first_to_close(inputs)
    critical = inputs.role.critical
    short = [r.skill for r in critical if inputs.gap(r)]
    mean_gap = sum((inputs.gap(r) for r in critical), Decimal(0)) / max(len(critical), 1)
    missing = bool(short) or not inputs.production_completed
    return Finding(
        Rule.EMPLOYER_DEMAND,
        fires=demand is not None and missing and mean_gap <= policy.employer_reach,
        type=MilestoneType.EMPLOYER_DRIVEN,
        demand=demand,
        facts={"demand": demand and demand.id, "gap": _number(mean_gap), "short": len(short)},
    )


def recovery(inputs: StudentInputs, policy: Policy) -> Finding:
    """Last month left something unproven that nobody still has to look at."""
    last = inputs.last
    if inputs.missed_outcomes:
        kind = MilestoneType.SKILL_CONSOLIDATION
    elif inputs.missed_project:
        kind = MilestoneType.PROJECT_DELIVERY
    else:
        kind = MilestoneType.INTERVIEW_READINESS
    missed = (
        len(inputs.missed_outcomes),
        int(inputs.missed_project is not None),
        len(inputs.missed_checkpoints),
    )
    return Finding(
        Rule.RECOVERY,
        fires=last is not None and not last.achieved and not last.waiting and any(missed),
        type=kind,
        facts={"missed": list(missed), "waiting": bool(last and last.waiting)},
    )


def weak_core(inputs: StudentInputs, policy: Policy) -> Finding:
    weak = [
        r.skill
        for r in inputs.candidates
        if r.criticality is Criticality.CRITICAL
        and (inputs.score(r.skill) or Decimal(0)) < policy.weak_below
    ]
    return Finding(
        Rule.WEAK_CORE,
        fires=bool(weak),
        type=MilestoneType.SKILL_CONSOLIDATION,
        facts={"skills": weak},
    )


def no_proof(inputs: StudentInputs, policy: Policy) -> Finding:
    return Finding(
        Rule.NO_PROOF,
        fires=not inputs.production_completed,
        type=MilestoneType.PROJECT_DELIVERY,
    )


def ready_to_be_tested(inputs: StudentInputs, policy: Policy) -> Finding:
    left = untested(inputs)
    return Finding(
        Rule.READY_TO_BE_TESTED,
        fires=bool(left),
        type=MilestoneType.INTERVIEW_READINESS,
        facts={"types": [str(kind) for kind in left]},
    )


def what_is_left(inputs: StudentInputs, policy: Policy) -> Finding:
    """Always fires. Nothing left to prove for the role: ready, no milestone. A skill still short of its
    required score, or something missed, is left: the month closes it.
    """
    short = [r.skill for r in inputs.candidates]
    left = bool(short or inputs.missed_outcomes)
    return Finding(
        Rule.WHAT_IS_LEFT,
        fires=True,
        type=MilestoneType.SKILL_CONSOLIDATION if left else None,
        facts={"skills": short},
    )


RULES: tuple[Callable[[StudentInputs, Policy], Finding], ...] = (
    mentors_word,
    employer_demand,
    recovery,
    weak_core,
    no_proof,
    ready_to_be_tested,
    what_is_left,
)


def _first_to_close(inputs: StudentInputs) -> Demand | None:
    """Of the urgent demands open in the month and known by the as-of date, the one that closes first."""
    month_end = last_day(inputs.month)
    known = [
        demand
        for demand in inputs.role.demands
        if demand.opened_on <= inputs.as_of
        and demand.open_from <= month_end
        and (demand.open_until is None or demand.open_until >= inputs.month)
    ]
    return min(known, key=lambda demand: (demand.open_until or date.max, demand.id), default=None)


def _number(value: Decimal) -> str:
    """A Decimal for the trace: two places, as the scores it comes from."""
    return str(value.quantize(Decimal("0.01")))
