"""What holds for any facts whatever. The examples are drawn from a fixed seed, so that a run repeats."""

import json
from copy import deepcopy
from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, given, settings

from milestones.generation import words
from milestones.generation.inputs import Constraint, StudentInputs
from milestones.generation.outcomes import growth_step
from milestones.generation.plan import NoMilestone, NoMilestoneReason, Plan, plan_month
from milestones.generation.policy import POLICY
from milestones.generation.rules import decide
from milestones.generation.vocabulary import (
    CheckpointType,
    EmployabilityLevel,
    MilestoneType,
    OutcomeOrigin,
    ProjectLevel,
    Rule,
)
from tests.milestones.generation.given import (
    demand,
    last_month,
    missed,
    missed_project,
    need,
    newcomer,
    planned,
    role,
)
from tests.milestones.generation.strategies import MOST_ID, student_inputs

MOST_TRACE_BYTES = 2048
LEVELS = list(EmployabilityLevel)

# Large facts are slow to draw, which is no fault of what is tested.
any_facts = settings(
    derandomize=True,
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@any_facts
@given(student_inputs())
def test_exactly_one_rule_decides_and_it_is_the_first_that_fires(inputs: StudentInputs) -> None:
    winner, findings = decide(inputs, POLICY)
    assert [finding.rule for finding in findings] == list(Rule)
    assert winner is next(finding for finding in findings if finding.fires)
    plan = plan_month(inputs)
    if isinstance(plan, Plan):
        assert (plan.rule, plan.type) == (winner.rule, winner.type)
    elif plan.reason is NoMilestoneReason.READY:
        assert winner.type is None
        assert not inputs.candidates


@any_facts
@given(student_inputs())
def test_a_milestone_asks_for_something(inputs: StudentInputs) -> None:
    plan = plan_month(inputs)
    if isinstance(plan, Plan):
        assert plan.outcomes or plan.project or plan.checkpoints
        return
    if plan.reason is NoMilestoneReason.NOTHING_TO_SET:
        asked = {requirement.skill for requirement in inputs.role.requirements}
        assert asked <= inputs.constraint.leave_out


@any_facts
@given(student_inputs())
def test_outcomes_keep_to_their_limits(inputs: StudentInputs) -> None:
    plan = plan_month(inputs)
    if isinstance(plan, NoMilestone):
        return
    skills = [outcome.skill for outcome in plan.outcomes]
    assert len(skills) <= min(4, inputs.constraint.most_outcomes or 4)
    assert len(set(skills)) == len(skills)
    assert not inputs.constraint.leave_out.intersection(skills)
    unforced = [o for o in plan.outcomes if o.origin is OutcomeOrigin.CANDIDATE]
    if plan.type is not MilestoneType.EMPLOYER_DRIVEN:
        assert len(unforced) <= 2
    for outcome in plan.outcomes:
        if outcome.start is None:
            assert outcome.target is None
        else:
            assert outcome.target is not None
            assert outcome.start == inputs.scores[outcome.skill].score
            assert outcome.start <= outcome.target <= 100


@any_facts
@given(student_inputs())
def test_nothing_missed_is_dropped(inputs: StudentInputs) -> None:
    plan = plan_month(inputs)
    missed = {outcome.skill: outcome.outcome for outcome in inputs.missed_outcomes}
    if isinstance(plan, NoMilestone):
        assert missed.keys() <= inputs.constraint.leave_out
        return
    carried = {o.skill: o.carried_from for o in plan.outcomes if o.carried_from}
    left_out = inputs.constraint.leave_out & missed.keys()
    assert carried.keys() | set(plan.deferred) | left_out == missed.keys()
    assert not carried.keys() & set(plan.deferred)
    assert all(missed[skill] == outcome for skill, outcome in carried.items())
    if plan.deferred:  # only because the month is full of other missed ones
        assert {o.origin for o in plan.outcomes} == {OutcomeOrigin.CARRIED}
    kinds = {checkpoint.type for checkpoint in plan.checkpoints}
    assert {checkpoint.type for checkpoint in inputs.missed_checkpoints} <= kinds
    left = inputs.missed_project
    if left:
        assert plan.project is not None
        set_again = plan.project.carried_from == left.project
        assert set_again or plan.trace["replaced"] == left.project
        assert set_again or left.level is ProjectLevel.MINI


@any_facts
@given(student_inputs())
def test_a_completed_project_is_never_set_fresh(inputs: StudentInputs) -> None:
    plan = plan_month(inputs)
    if isinstance(plan, Plan) and plan.project and plan.project.carried_from is None:
        assert plan.project.item not in inputs.completed_items


@any_facts
@given(student_inputs())
def test_checkpoints_are_one_of_a_type_within_the_scale(inputs: StudentInputs) -> None:
    plan = plan_month(inputs)
    if isinstance(plan, NoMilestone):
        return
    kinds = [checkpoint.type for checkpoint in plan.checkpoints]
    assert len(set(kinds)) == len(kinds)
    assert kinds == [kind for kind in CheckpointType if kind in kinds]
    assert all(1 <= checkpoint.expected_confidence <= 5 for checkpoint in plan.checkpoints)


@any_facts
@given(student_inputs())
def test_the_level_is_the_one_of_exact_arithmetic_and_keeps_its_caps(
    inputs: StudentInputs,
) -> None:
    plan = plan_month(inputs)
    if isinstance(plan, NoMilestone):
        return
    expected = {skill: trajectory.score for skill, trajectory in inputs.scores.items()}
    expected.update({o.skill: o.target for o in plan.outcomes if o.target is not None})
    needs = inputs.role.requirements
    readiness = sum(
        need.weight
        * (min(Fraction(expected.get(need.skill, Decimal(0))) / need.required, Fraction(1)))
        if need.required
        else Fraction(need.weight)
        for need in needs
    ) * Fraction(100, sum(need.weight for need in needs))
    by_readiness = LEVELS[sum(readiness >= from_ for from_ in (50, 70, 85))]
    far = any(
        need.required - expected.get(need.skill, Decimal(0))
        > growth_step(inputs, POLICY, need.skill)
        for need in inputs.role.critical
    )
    cap = EmployabilityLevel.INTERVIEW_READY
    if far:
        cap = EmployabilityLevel.INTERMEDIATE
    elif not inputs.production_completed:
        cap = EmployabilityLevel.JOB_READY
    assert plan.level is min(by_readiness, cap, key=LEVELS.index)


@any_facts
@given(student_inputs())
def test_the_trace_is_json_of_at_most_2_kb(inputs: StudentInputs) -> None:
    plan = plan_month(inputs)
    if isinstance(plan, Plan):
        stored = json.dumps(plan.trace, separators=(",", ":")).encode()
        assert len(stored) <= MOST_TRACE_BYTES
        assert json.loads(stored) == plan.trace


@any_facts
@given(student_inputs())
def test_the_same_facts_give_the_same_plan(inputs: StudentInputs) -> None:
    assert plan_month(inputs) == plan_month(deepcopy(inputs))


@any_facts
@given(student_inputs())
def test_the_words_fit_their_columns(inputs: StudentInputs) -> None:
    plan = plan_month(inputs)
    if isinstance(plan, Plan):
        assert 0 < len(words.title(plan, inputs)) <= 150
        assert 0 < len(words.reason(plan, inputs)) <= 255
        assert 0 < len(words.project_title(plan, inputs)) <= 150
        assert words.description(plan, inputs)
        assert words.project_description(plan, inputs)


def test_the_longest_trace_there_can_be_stays_within_2_kb() -> None:
    skills = range(MOST_ID - 60, MOST_ID)
    left_out = frozenset(list(skills)[:25])
    inputs = newcomer(
        dict.fromkeys(skills, "10.05"),
        before=dict.fromkeys(skills, "0.01"),
        role=role(*(need(skill, 50) for skill in skills), demands=(demand(MOST_ID),)),
        skill_names={skill: f"Skill {skill}" for skill in skills},
        confidence=dict.fromkeys(skills, 100),
        constraint=Constraint(leave_out=left_out),
        last=last_month(),
        missed_outcomes=tuple(missed(skill) for skill in skills),
        missed_project=missed_project(project=MOST_ID),
    )
    plan = planned(inputs)
    assert len(plan.deferred) == 60 - 25 - 4
    for listed in (plan.trace["deferred"], plan.trace["left_out"]):
        assert len(listed) == 20  # type: ignore[arg-type]  # a list
    assert len(json.dumps(plan.trace, separators=(",", ":"))) <= MOST_TRACE_BYTES
