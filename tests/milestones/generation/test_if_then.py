"""“If, then”: what next month becomes when one fact changes. The rules are the same ones."""

from decimal import Decimal

import pytest

from milestones.generation.if_then import (
    CompleteProject,
    PassCheckpoint,
    ProveSkill,
    changed,
    if_then,
)
from milestones.generation.inputs import Trajectory
from milestones.generation.plan import NoMilestone, NoMilestoneReason, Plan, plan_month
from milestones.generation.vocabulary import MilestoneType, Rule
from tests.milestones.generation.given import (
    API,
    BEHAVIORAL,
    HR,
    MINI,
    PRODUCTION,
    SQL,
    TECHNICAL,
    graduate,
    last_month,
    missed,
    missed_checkpoint,
    missed_project,
    newcomer,
    planned,
)


def test_proving_the_missed_skill_turns_a_recovery_into_delivery() -> None:
    inputs = newcomer({SQL: 80, API: 55}, last=last_month(), missed_outcomes=(missed(API, 65),))
    assert planned(inputs).rule is Rule.RECOVERY
    then = if_then(inputs, ProveSkill(API, Decimal(65)))
    assert isinstance(then, Plan)
    assert (then.rule, then.type) == (Rule.NO_PROOF, MilestoneType.PROJECT_DELIVERY)


def test_proving_less_than_the_target_leaves_the_skill_missed() -> None:
    inputs = newcomer({API: 55}, last=last_month(), missed_outcomes=(missed(API, 65),))
    after = changed(inputs, ProveSkill(API, Decimal("64.99")))
    assert after.missed_outcomes == inputs.missed_outcomes
    assert after.score(API) == Decimal("64.99")


def test_proving_one_skill_leaves_the_others_missed() -> None:
    inputs = newcomer(last=last_month(), missed_outcomes=(missed(SQL), missed(API)))
    assert changed(inputs, ProveSkill(SQL, Decimal(100))).missed_outcomes == (missed(API),)


def test_any_score_meets_a_missed_first_assessment() -> None:
    inputs = newcomer(last=last_month(), missed_outcomes=(missed(SQL, None),))
    assert changed(inputs, ProveSkill(SQL, Decimal(0))).missed_outcomes == ()


def test_a_proven_score_has_todays_as_the_one_before_it() -> None:
    inputs = newcomer({SQL: 40}, before={SQL: 10})
    assert changed(inputs, ProveSkill(SQL, Decimal(52))).scores[SQL] == Trajectory(
        Decimal(52), Decimal(40)
    )
    assert changed(inputs, ProveSkill(API, Decimal(52))).scores[API] == Trajectory(
        Decimal(52), None
    )


@pytest.mark.parametrize(("level", "proven"), [(MINI, False), (PRODUCTION, True)])
def test_completing_the_project_proves_the_role_if_it_is_a_production_one(
    level: str, proven: bool
) -> None:
    left = missed_project(level=PRODUCTION if proven else MINI)
    inputs = graduate(last=last_month(), missed_project=left, production_completed=False)
    after = changed(inputs, CompleteProject())
    assert after.missed_project is None
    assert after.completed_items == {7}
    assert after.production_completed is proven
    then = if_then(inputs, CompleteProject())
    assert then == NoMilestone(NoMilestoneReason.READY) if proven else isinstance(then, Plan)


def test_completing_a_mini_project_takes_no_production_project_away() -> None:
    inputs = graduate(last=last_month(), missed_project=missed_project())
    assert changed(inputs, CompleteProject()).production_completed


def test_completing_a_project_of_ones_own_adds_nothing_to_the_backlog_done() -> None:
    inputs = graduate(missed_project=missed_project(item_id=None, level=PRODUCTION))
    assert changed(inputs, CompleteProject()).completed_items == frozenset()


def test_without_a_project_to_complete_nothing_changes() -> None:
    inputs = newcomer()
    assert changed(inputs, CompleteProject()) is inputs


def test_passing_the_last_interview_makes_ready() -> None:
    inputs = graduate(
        passed=frozenset({TECHNICAL, HR}),
        last=last_month(),
        missed_checkpoints=(missed_checkpoint(BEHAVIORAL), missed_checkpoint(HR, checkpoint=71)),
    )
    after = changed(inputs, PassCheckpoint(BEHAVIORAL))
    assert after.passed == {TECHNICAL, HR, BEHAVIORAL}
    assert after.missed_checkpoints == (missed_checkpoint(HR, checkpoint=71),)
    alone = changed(after, PassCheckpoint(HR))
    assert plan_month(alone) == NoMilestone(NoMilestoneReason.READY)


def test_the_facts_themselves_stay_as_they_are() -> None:
    inputs = newcomer({SQL: 40}, last=last_month(), missed_outcomes=(missed(SQL),))
    if_then(inputs, ProveSkill(SQL, Decimal(90)))
    assert inputs == newcomer({SQL: 40}, last=last_month(), missed_outcomes=(missed(SQL),))
