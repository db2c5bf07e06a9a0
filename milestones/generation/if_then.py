"""“If, then”: what next month becomes when one fact changes. The same pure rules on changed inputs."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import assert_never

from milestones.generation.inputs import MissedOutcome, StudentInputs, Trajectory
from milestones.generation.plan import NoMilestone, Plan, plan_month
from milestones.generation.policy import POLICY, Policy
from milestones.generation.vocabulary import CheckpointType, ProjectLevel


@dataclass(frozen=True, slots=True)
class ProveSkill:
    """A verified score, 0–100, in the skill."""

    skill: int
    score: Decimal


@dataclass(frozen=True, slots=True)
class CompleteProject:
    """This month's project is completed."""


@dataclass(frozen=True, slots=True)
class PassCheckpoint:
    type: CheckpointType


Change = ProveSkill | CompleteProject | PassCheckpoint


def if_then(inputs: StudentInputs, change: Change, policy: Policy = POLICY) -> Plan | NoMilestone:
    """Next month's milestone were `change` true. `inputs` are next month's, as they stand today."""
    return plan_month(changed(inputs, change), policy)


def changed(inputs: StudentInputs, change: Change) -> StudentInputs:
    match change:
        case ProveSkill(skill, score):
            before = inputs.scores.get(skill)
            return replace(
                inputs,
                scores={
                    **inputs.scores,
                    skill: Trajectory(score, before.score if before else None),
                },
                missed_outcomes=tuple(
                    missed
                    for missed in inputs.missed_outcomes
                    if missed.skill != skill or not _met(missed, score)
                ),
            )
        case CompleteProject():
            missed = inputs.missed_project
            if missed is None:
                return inputs
            return replace(
                inputs,
                missed_project=None,
                completed_items=inputs.completed_items | _known(missed.item),
                production_completed=inputs.production_completed
                or missed.level is ProjectLevel.PRODUCTION,
            )
        case PassCheckpoint(type_):
            return replace(
                inputs,
                passed=inputs.passed | {type_},
                missed_checkpoints=tuple(
                    missed for missed in inputs.missed_checkpoints if missed.type is not type_
                ),
            )
        case _:  # pragma: no cover
            assert_never(change)


def _known(item: int | None) -> frozenset[int]:
    return frozenset() if item is None else frozenset({item})


def _met(missed: MissedOutcome, score: Decimal) -> bool:
    return missed.target is None or score >= missed.target
