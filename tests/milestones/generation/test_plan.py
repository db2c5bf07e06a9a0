"""What a month asks for: outcomes, targets, project, checkpoints, confidence, level. Each expected value is
worked by hand beside it. The role, unless another is given: SQL 80 (weight 10), REST APIs 70 (5), both
Critical; Testing 60 (3) Important; Git 50 (2) Supporting. Σ weight = 20.
"""

from dataclasses import replace
from decimal import Decimal

import pytest

from milestones.generation.inputs import Constraint, StudentInputs
from milestones.generation.outcomes import growth_step
from milestones.generation.plan import (
    NoMilestone,
    NoMilestoneReason,
    Plan,
    PlannedProject,
    plan_month,
)
from milestones.generation.policy import POLICY
from milestones.generation.vocabulary import (
    CheckpointType,
    EmployabilityLevel,
    GeneratedBy,
    MilestoneType,
    OutcomeOrigin,
    Rule,
)
from tests.milestones.generation.given import (
    API,
    AT_REQUIRED,
    BACKEND_NEEDS,
    BEHAVIORAL,
    CRITICAL,
    CSS,
    GIT,
    GO,
    HR,
    IMPORTANT,
    MINI,
    PRODUCTION,
    RUST,
    SQL,
    SUPPORTING,
    SYSTEM_DESIGN,
    TECHNICAL,
    TESTING,
    deliverer,
    demand,
    graduate,
    item,
    last_month,
    missed,
    missed_checkpoint,
    missed_project,
    need,
    newcomer,
    planned,
    role,
    skills,
    targets,
)
from tfl.skills.vocabulary import RoleLevel

CONSOLIDATION = MilestoneType.SKILL_CONSOLIDATION
DELIVERY = MilestoneType.PROJECT_DELIVERY
INTERVIEWS = MilestoneType.INTERVIEW_READINESS
EMPLOYER = MilestoneType.EMPLOYER_DRIVEN
URGENT = role(demands=(demand(),))


def fixed(type_: MilestoneType, **more: object) -> Constraint:
    return Constraint(fixed_type=type_, **more)  # type: ignore[arg-type]


def types(plan: Plan) -> list[CheckpointType]:
    return [checkpoint.type for checkpoint in plan.checkpoints]


# The decision ------------------------------------------------------------------------------------
def test_a_month_the_mentor_fixed_is_the_mentors_and_any_other_the_systems() -> None:
    assert planned(deliverer()).generated_by is GeneratedBy.SYSTEM
    assert planned(deliverer(constraint=fixed(INTERVIEWS))).generated_by is GeneratedBy.MENTOR
    included = deliverer(constraint=Constraint(include=(GIT,)))
    assert planned(included).generated_by is GeneratedBy.SYSTEM


def test_only_a_recovery_says_which_month_it_recovers() -> None:
    behind = deliverer(last=last_month(), missed_outcomes=(missed(SQL),))
    assert planned(behind).recovers == 90
    assert planned(behind, role=replace(behind.role, demands=(demand(),))).recovers is None


def test_only_a_month_that_answers_a_demand_names_it() -> None:
    plan = planned(deliverer({SQL: 70}, role=URGENT))
    assert (plan.type, plan.demand) == (EMPLOYER, demand())
    own_word = planned(deliverer({SQL: 70}, role=URGENT, constraint=fixed(EMPLOYER)))
    assert (own_word.type, own_word.demand) == (EMPLOYER, None)


def test_somebody_ready_gets_no_milestone() -> None:
    assert plan_month(graduate()) == NoMilestone(NoMilestoneReason.READY)


def test_a_mentor_may_still_set_a_month_for_somebody_ready() -> None:
    plan = planned(graduate(constraint=fixed(INTERVIEWS)))
    assert types(plan) == [TECHNICAL]  # all passed: once more on the skills
    assert skills(plan) == [API]


def test_leave_outs_that_leave_nothing_are_said_so() -> None:
    everything = frozenset(AT_REQUIRED)
    inputs = newcomer(constraint=Constraint(leave_out=everything))
    assert plan_month(inputs) == NoMilestone(NoMilestoneReason.NOTHING_TO_SET)


def test_the_plan_remembers_the_version_of_the_policy() -> None:
    assert planned(newcomer()).policy_version == POLICY.version
    assert plan_version(7) == 7


def plan_version(version: int) -> int:
    plan = plan_month(newcomer(), replace(POLICY, version=version))
    assert isinstance(plan, Plan)
    return plan.policy_version


# Outcomes ----------------------------------------------------------------------------------------
def test_a_month_takes_the_first_two_candidates() -> None:
    plan = planned(newcomer({SQL: 40, API: 30, TESTING: 0, GIT: 0}))
    assert skills(plan) == [API, SQL]
    assert {outcome.origin for outcome in plan.outcomes} == {OutcomeOrigin.CANDIDATE}
    assert [outcome.criticality for outcome in plan.outcomes] == [CRITICAL, CRITICAL]


def test_critical_skills_come_before_important_before_supporting() -> None:
    plan = planned(deliverer({SQL: 75, TESTING: 10, GIT: 0}))
    assert skills(plan) == [SQL, TESTING]
    assert [outcome.criticality for outcome in plan.outcomes] == [CRITICAL, IMPORTANT]


@pytest.mark.parametrize(
    ("type_", "facts"),
    [
        (CONSOLIDATION, {"last": last_month()}),
        (EMPLOYER, {"role": URGENT, "last": last_month()}),
        (INTERVIEWS, {"constraint": fixed(INTERVIEWS)}),
        (DELIVERY, {"last": last_month(achieved=True)}),
        (DELIVERY, {"last": last_month(waiting=True)}),
    ],
)
def test_missed_outcomes_come_first_whatever_rule_won(
    type_: MilestoneType, facts: dict[str, object]
) -> None:
    plan = planned(deliverer({SQL: 75, GIT: 20}, missed_outcomes=(missed(GIT, 45),), **facts))
    assert plan.type is type_
    assert skills(plan) == [GIT, SQL]
    assert plan.outcomes[0].origin is OutcomeOrigin.CARRIED
    assert plan.outcomes[0].carried_from == 900 + GIT


def test_missed_outcomes_are_ordered_as_candidates_are() -> None:
    inputs = newcomer(
        {SQL: 50, API: 40, GIT: 0, TESTING: 0},
        last=last_month(),
        missed_outcomes=(
            missed(GIT, criticality=SUPPORTING),
            missed(SQL),
            missed(TESTING, criticality=IMPORTANT),
            missed(API),
        ),
    )
    assert skills(planned(inputs)) == [API, SQL, TESTING, GIT]


def test_a_missed_skill_the_role_does_not_ask_for_weighs_less_than_any_it_asks_for() -> None:
    light = role(need(GIT, 50, weight=1))
    inputs = newcomer(
        {GIT: 20, CSS: 20},
        role=light,
        last=last_month(),
        missed_outcomes=(missed(CSS), missed(GIT)),
    )
    assert skills(planned(inputs)) == [GIT, CSS]  # by name it would be CSS first


def test_three_missed_outcomes_leave_no_room_for_candidates() -> None:
    inputs = newcomer(
        {API: 10, GIT: 10},
        last=last_month(),
        missed_outcomes=tuple(missed(skill) for skill in (TESTING, GIT, CSS)),
    )
    assert API not in skills(planned(inputs))


def test_a_fifth_missed_outcome_is_deferred_and_named_in_the_trace() -> None:
    inputs = newcomer(
        {skill: 10 * skill for skill in (SQL, API, CSS, GO, RUST)},
        last=last_month(),
        missed_outcomes=tuple(missed(skill) for skill in (SQL, API, CSS, GO, RUST)),
    )
    plan = planned(inputs)
    # SQL and REST APIs with their weights; all Critical: lowest score first.
    assert skills(plan) == [SQL, API, CSS, GO]
    assert plan.deferred == (RUST,)
    assert plan.trace["deferred"] == [RUST]


def test_a_missed_skill_that_the_role_does_not_ask_for_is_carried_all_the_same() -> None:
    inputs = graduate({CSS: 40}, last=last_month(), missed_outcomes=(missed(CSS, 55),))
    assert targets(planned(inputs)) == {CSS: 55}


def test_included_skills_follow_the_missed_ones_and_precede_the_candidates() -> None:
    inputs = newcomer(
        {SQL: 40, API: 30, GIT: 10},
        constraint=Constraint(include=(CSS,)),
        last=last_month(),
        missed_outcomes=(missed(GIT),),
    )
    plan = planned(inputs)
    # Two are there already: no candidate is added to the two of a month.
    assert [(o.skill, o.origin) for o in plan.outcomes] == [
        (GIT, OutcomeOrigin.CARRIED),
        (CSS, OutcomeOrigin.INCLUDED),
    ]


def test_one_included_skill_leaves_room_for_one_candidate() -> None:
    plan = planned(newcomer({SQL: 40, API: 30}, constraint=Constraint(include=(CSS,))))
    assert [(o.skill, o.origin) for o in plan.outcomes] == [
        (CSS, OutcomeOrigin.INCLUDED),
        (API, OutcomeOrigin.CANDIDATE),
    ]


def test_an_included_skill_outside_the_role_is_important_and_aims_at_100() -> None:
    plan = planned(deliverer({CSS: 95}, constraint=Constraint(include=(CSS,))))
    assert plan.outcomes[0].criticality is IMPORTANT
    assert targets(plan) == {CSS: 100}  # min(95 + 20, 100)


def test_more_included_skills_than_a_month_holds_are_cut_at_four() -> None:
    five = (CSS, GO, RUST, GIT, TESTING)
    assert skills(planned(newcomer(constraint=Constraint(include=five)))) == list(five[:4])


def test_a_skill_both_missed_and_included_appears_once() -> None:
    inputs = newcomer(
        constraint=Constraint(include=(SQL,)), last=last_month(), missed_outcomes=(missed(SQL),)
    )
    assert skills(planned(inputs)) == [SQL, API]


def test_a_leave_out_beats_the_missed_the_included_and_the_candidates_and_is_logged() -> None:
    inputs = newcomer(
        {SQL: 40, API: 30, TESTING: 10, GIT: 10, CSS: 100},
        constraint=Constraint(include=(API,), leave_out=frozenset({API, SQL, GIT, GO})),
        last=last_month(),
        missed_outcomes=(missed(SQL),),
    )
    plan = planned(inputs)
    assert skills(plan) == [TESTING]
    assert plan.deferred == ()
    # Go was never asked for, so leaving it out changed nothing.
    assert plan.trace["left_out"] == [SQL, API, GIT]


def test_a_leave_out_beats_the_least_margin_too() -> None:
    inputs = deliverer({SQL: 80, API: 75}, constraint=Constraint(leave_out=frozenset({SQL})))
    assert skills(planned(inputs)) == [API]


@pytest.mark.parametrize(("most", "asked"), [(1, [API]), (2, [API, SQL]), (4, [API, SQL])])
def test_the_mentors_limit_lowers_what_a_month_asks_and_never_raises_it(
    most: int, asked: list[int]
) -> None:
    inputs = newcomer({SQL: 40, API: 30}, constraint=Constraint(most_outcomes=most))
    assert skills(planned(inputs)) == asked


def test_the_mentors_limit_defers_missed_outcomes_beyond_it() -> None:
    inputs = newcomer(
        {SQL: 40, API: 30},
        constraint=Constraint(most_outcomes=1),
        last=last_month(),
        missed_outcomes=(missed(SQL), missed(API)),
    )
    plan = planned(inputs)
    assert (skills(plan), plan.deferred) == ([API], (SQL,))


def test_no_limit_of_a_mentor_goes_beyond_four() -> None:
    many = tuple(missed(skill) for skill in (SQL, API, CSS, GO, RUST))
    inputs = newcomer(
        constraint=Constraint(most_outcomes=9), last=last_month(), missed_outcomes=many
    )
    assert len(planned(inputs).outcomes) == 4


CROWDED = role(
    *(need(skill, 60) for skill in (SQL, API, CSS, GO, RUST)),
    need(GIT, 60, criticality=SUPPORTING),
    demands=(demand(),),
)


def test_an_employers_month_takes_every_critical_candidate_up_to_four() -> None:
    scores = {SQL: 50, API: 51, CSS: 52, GO: 53, RUST: 54, GIT: 0}
    assert skills(planned(newcomer(scores, role=CROWDED))) == [SQL, API, CSS, GO]
    three = newcomer({**scores, SQL: 60, API: 60}, role=CROWDED)
    assert skills(planned(three)) == [CSS, GO, RUST]


def test_an_employers_month_takes_missed_outcomes_first_and_still_at_most_four() -> None:
    scores = {SQL: 50, API: 51, CSS: 52, GO: 53, RUST: 54, GIT: 0}
    inputs = newcomer(scores, role=CROWDED, last=last_month(), missed_outcomes=(missed(GIT, 20),))
    assert skills(planned(inputs)) == [GIT, SQL, API, CSS]


def test_an_employers_month_without_critical_candidates_takes_the_ordinary_two() -> None:
    inputs = deliverer({TESTING: 10, GIT: 10}, role=URGENT)  # the project is what is missing
    assert skills(planned(inputs)) == [TESTING, GIT]


def test_an_employers_month_whose_critical_candidates_are_left_out_takes_the_ordinary_two() -> None:
    inputs = deliverer(
        {SQL: 70, TESTING: 10, GIT: 10},
        role=URGENT,
        constraint=Constraint(leave_out=frozenset({SQL})),
    )
    assert skills(planned(inputs)) == [TESTING, GIT]


def test_without_a_candidate_the_critical_skill_with_the_least_margin_is_held() -> None:
    # SQL is 5 above its 80, REST APIs 4 above their 70; Testing 0 above, but only Important.
    plan = planned(deliverer({SQL: 85, API: 74}))
    assert targets(plan) == {API: 74}
    assert plan.outcomes[0].start == 74
    assert plan.outcomes[0].origin is OutcomeOrigin.LEAST_MARGIN


def test_the_least_margin_is_held_even_where_the_score_is_higher() -> None:
    # SQL is 2 above its 80, REST APIs 5 above their 70.
    assert targets(planned(deliverer({SQL: 82, API: 75}))) == {SQL: 82}


def test_of_two_equal_margins_the_lower_score_is_held() -> None:
    assert skills(planned(deliverer())) == [API]  # both margins are 0; 70 < 80


def test_without_critical_skills_the_least_margin_of_all_is_held() -> None:
    soft = role(need(TESTING, 60, criticality=IMPORTANT), need(GIT, 50, criticality=SUPPORTING))
    assert targets(planned(newcomer({TESTING: 65, GIT: 52}, role=soft))) == {GIT: 52}


# Targets -----------------------------------------------------------------------------------------
def test_a_target_is_the_start_plus_20_where_the_gain_is_not_known() -> None:
    plan = planned(newcomer({SQL: 40, API: 30}))
    assert targets(plan) == {API: 50, SQL: 60}
    assert [outcome.start for outcome in plan.outcomes] == [30, 40]


def test_a_target_never_exceeds_the_required_score() -> None:
    assert targets(planned(newcomer({SQL: 65, API: 49}))) == {API: 69, SQL: 80}


@pytest.mark.parametrize(
    ("before", "now", "step"),
    [
        (40, 40, 10),  # no gain: held up to 10
        (50, 40, 10),  # a fall as well
        (30, 40, 10),
        ("29.50", 40, "10.50"),
        (20, 40, 20),
        (15, 40, 25),
        ("14.99", 40, 25),  # gained 25.01: held down to 25
        (0, 40, 25),
    ],
)
def test_the_growth_step_is_the_gain_of_28_days_held_within_10_and_25(
    before: int | str, now: int | str, step: int | str
) -> None:
    inputs = newcomer({SQL: now}, before={SQL: before})
    assert growth_step(inputs, POLICY, SQL) == Decimal(step)
    assert targets(planned(inputs))[SQL] == Decimal(now) + Decimal(step)


def test_the_growth_step_is_20_for_one_assessment_and_for_none() -> None:
    assert growth_step(newcomer({SQL: 40}), POLICY, SQL) == 20
    assert growth_step(newcomer(), POLICY, SQL) == 20


def test_each_skill_grows_at_its_own_step() -> None:
    plan = planned(newcomer({SQL: 40, API: 30}, before={SQL: 28}))
    assert targets(plan) == {API: 50, SQL: 52}  # 30 + 20; 40 + (40 − 28)


def test_a_skill_never_assessed_asks_for_a_first_assessment() -> None:
    plan = planned(newcomer({SQL: 40}))
    assert targets(plan) == {API: None, SQL: 60}
    assert plan.outcomes[0].start is None


def test_an_employers_target_is_the_required_score_at_most_30_above_the_start() -> None:
    # SQL 49 + 30 = 79 < 80; REST APIs 41 + 30 = 71 > 70. Mean gap (31 + 29) / 2 = 30.
    plan = planned(newcomer({SQL: 49, API: 41}, role=URGENT))
    assert targets(plan) == {API: 70, SQL: 79}


def test_an_employers_month_ignores_the_growth_step() -> None:
    inputs = newcomer({SQL: 50, API: 70}, before={SQL: 50}, role=URGENT)
    assert targets(planned(inputs)) == {SQL: 80}


def test_a_carried_outcome_keeps_its_target() -> None:
    inputs = newcomer({SQL: 58}, last=last_month(), missed_outcomes=(missed(SQL, 73),))
    assert targets(planned(inputs))[SQL] == 73  # not 58 + 20 = 78


def test_a_carried_target_is_raised_to_a_start_that_has_passed_it() -> None:
    inputs = newcomer({SQL: 75}, last=last_month(), missed_outcomes=(missed(SQL, 73),))
    plan = planned(inputs)
    assert targets(plan)[SQL] == 75
    assert plan.outcomes[0].start == 75


@pytest.mark.parametrize(
    ("start", "kept", "expected"),
    [
        (58, 73, 80),  # the employer's min(58 + 30, 80) = 80
        (45, 73, 75),  # min(45 + 30, 80) = 75
        (42, 73, 73),  # min(42 + 30, 80) = 72 < 73
        (84, 73, 84),  # passed both: raised to the start
    ],
)
def test_a_carried_target_gives_way_to_an_employers_if_that_is_higher(
    start: int, kept: int, expected: int
) -> None:
    inputs = newcomer(
        {SQL: start, API: 60}, role=URGENT, last=last_month(), missed_outcomes=(missed(SQL, kept),)
    )
    assert targets(planned(inputs))[SQL] == expected


def test_a_carried_first_assessment_is_asked_for_again() -> None:
    inputs = newcomer({API: 70}, last=last_month(), missed_outcomes=(missed(SQL, None),))
    plan = planned(inputs)
    assert (plan.outcomes[0].start, plan.outcomes[0].target) == (None, None)


def test_a_carried_first_assessment_that_is_known_by_now_gets_an_ordinary_target() -> None:
    inputs = newcomer({SQL: 30}, last=last_month(), missed_outcomes=(missed(SQL, None),))
    assert targets(planned(inputs))[SQL] == 50


def test_a_carried_outcome_keeps_its_criticality() -> None:
    inputs = newcomer(last=last_month(), missed_outcomes=(missed(SQL, criticality=SUPPORTING),))
    assert planned(inputs).outcomes[0].criticality is SUPPORTING


def test_a_score_above_the_required_one_is_held_never_lowered() -> None:
    inputs = deliverer({GIT: 72}, constraint=Constraint(include=(GIT,)))
    assert targets(planned(inputs))[GIT] == 72  # max(min(72 + 20, 50), 72)


# Project -----------------------------------------------------------------------------------------
def project_of(inputs: StudentInputs, *backlog: object, **changes: object) -> PlannedProject | None:
    with_backlog = replace(inputs.role, backlog=backlog)  # type: ignore[arg-type]
    return planned(inputs, role=with_backlog, **changes).project


WEAK = newcomer({SQL: 40, API: 30, TESTING: 60, GIT: 50})
"""Consolidates REST APIs and SQL."""


def test_consolidation_takes_a_mini_project_that_covers_a_focus_skill() -> None:
    project = project_of(WEAK, item(1, GIT), item(2, SQL), item(3, SQL, level=PRODUCTION))
    assert project == PlannedProject(MINI, 2, title="Project 2")


def test_consolidation_without_a_fitting_mini_project_sets_none() -> None:
    assert project_of(WEAK, item(1, GIT), item(2, SQL, level=PRODUCTION)) is None


def test_the_project_that_covers_most_focus_skills_is_taken() -> None:
    project = project_of(WEAK, item(1, SQL), item(2, SQL, API), item(3, SQL, API, GIT))
    assert project is not None
    assert project.item == 2  # two focus skills, as the third; lower id


def test_of_equal_projects_the_lowest_id_is_taken() -> None:
    project = project_of(WEAK, item(5, API), item(4, SQL))
    assert project is not None
    assert project.item == 4


def test_a_completed_project_is_never_set_again() -> None:
    backlog = (item(1, SQL, API), item(2, SQL))
    project = project_of(WEAK, *backlog, completed_items=frozenset({1}))
    assert project is not None
    assert project.item == 2
    assert project_of(WEAK, *backlog, completed_items=frozenset({1, 2})) is None


def test_a_project_that_waits_for_the_mentor_is_not_set_again_meanwhile() -> None:
    backlog = (item(1, SQL, API), item(2, SQL))
    project = project_of(WEAK, *backlog, waiting_items=frozenset({1}))
    assert project is not None
    assert project.item == 2


@pytest.mark.parametrize("facts", [{}, {"demands": (demand(),)}])
def test_delivery_and_an_employers_month_take_a_production_project(
    facts: dict[str, object],
) -> None:
    inputs = deliverer({SQL: 70}, role=replace(role(), **facts))  # type: ignore[arg-type]
    backlog = (item(1, SQL), item(2, level=PRODUCTION), item(3, SQL, level=PRODUCTION))
    project = project_of(inputs, *backlog)
    assert project == PlannedProject(PRODUCTION, 3, title="Project 3")


def test_a_production_project_is_taken_even_if_it_covers_no_focus_skill() -> None:
    project = project_of(deliverer(), item(8, CSS, level=PRODUCTION))
    assert project == PlannedProject(PRODUCTION, 8, title="Project 8")


def test_without_a_production_project_in_the_backlog_one_is_described() -> None:
    assert project_of(deliverer(), item(1, SQL)) == PlannedProject(PRODUCTION)
    done = frozenset({2})
    assert project_of(
        deliverer(), item(2, SQL, level=PRODUCTION), completed_items=done
    ) == PlannedProject(PRODUCTION)


def test_interviews_set_no_project() -> None:
    inputs = graduate({SQL: 70}, passed=frozenset())
    assert project_of(inputs, item(1, SQL), item(2, SQL, level=PRODUCTION)) is None


@pytest.mark.parametrize("type_", [CONSOLIDATION, INTERVIEWS])
@pytest.mark.parametrize("level", [MINI, PRODUCTION])
def test_a_missed_project_is_set_again_as_it_was(type_: MilestoneType, level: str) -> None:
    left = missed_project(level=MINI if level == MINI else PRODUCTION)
    inputs = deliverer(last=last_month(), missed_project=left, constraint=fixed(type_))
    project = project_of(inputs, item(1, SQL, API), item(2, SQL, API, level=PRODUCTION))
    assert project == PlannedProject(left.level, 7, 800, "Lending database")


def test_a_missed_production_project_is_delivered_again() -> None:
    left = missed_project(level=PRODUCTION, item_id=None)
    inputs = deliverer(last=last_month(achieved=True), missed_project=left)
    project = project_of(inputs, item(2, SQL, level=PRODUCTION))
    assert project == PlannedProject(PRODUCTION, None, 800, "Lending database")


def test_a_recovery_of_a_mini_project_sets_that_one_again() -> None:
    inputs = graduate(last=last_month(), missed_project=missed_project())
    plan = planned(inputs, role=role(backlog=(item(2, level=PRODUCTION),)))
    assert (plan.type, plan.rule) == (DELIVERY, Rule.RECOVERY)
    assert plan.project == PlannedProject(MINI, 7, 800, "Lending database")
    assert plan.trace["replaced"] is None


def test_an_employers_production_project_takes_the_place_of_a_missed_mini_and_says_so() -> None:
    inputs = deliverer({SQL: 70}, last=last_month(), missed_project=missed_project())
    backlog = (item(2, level=PRODUCTION),)
    plan = planned(inputs, role=role(backlog=backlog, demands=(demand(),)))
    assert plan.project == PlannedProject(PRODUCTION, 2, title="Project 2")
    assert plan.trace["replaced"] == 800
    described = planned(inputs, role=URGENT)
    assert described.project == PlannedProject(PRODUCTION)
    assert described.trace["replaced"] == 800


# Checkpoints -------------------------------------------------------------------------------------
@pytest.mark.parametrize("job", [role(), URGENT])
def test_delivery_and_an_employers_month_hold_one_technical_interview_on_the_focus_skills(
    job: object,
) -> None:
    plan = planned(deliverer({SQL: 70, API: 65}, role=job))
    assert [(c.type, c.skills) for c in plan.checkpoints] == [(TECHNICAL, (API, SQL))]


def test_consolidation_holds_no_interview() -> None:
    assert planned(WEAK).checkpoints == ()


def test_interviews_hold_the_types_not_passed_yet_in_their_order() -> None:
    inputs = graduate({SQL: 75}, passed=frozenset({HR}))
    plan = planned(inputs)
    assert [(c.type, c.skills) for c in plan.checkpoints] == [(TECHNICAL, (SQL,)), (BEHAVIORAL, ())]
    assert [(c.attempts, c.carried_from) for c in plan.checkpoints] == [(0, None)] * 2


def test_interviews_above_entry_level_hold_a_system_design() -> None:
    entry = graduate(passed=frozenset())
    assert types(planned(entry)) == [TECHNICAL, HR, BEHAVIORAL]
    above = planned(entry, role=role(level=RoleLevel.SENIOR))
    assert types(above) == [TECHNICAL, HR, BEHAVIORAL, SYSTEM_DESIGN]


def test_missed_interviews_are_added_with_their_attempts() -> None:
    inputs = newcomer(
        last=last_month(achieved=True),
        missed_checkpoints=(missed_checkpoint(HR, attempts=2, checkpoint=71),),
    )
    plan = planned(inputs)
    assert plan.type is CONSOLIDATION
    assert [(c.type, c.attempts, c.carried_from) for c in plan.checkpoints] == [(HR, 2, 71)]


def test_a_missed_interview_the_month_holds_anyway_is_held_once() -> None:
    inputs = deliverer(
        last=last_month(achieved=True),
        missed_checkpoints=(
            missed_checkpoint(BEHAVIORAL, attempts=1, checkpoint=72),
            missed_checkpoint(TECHNICAL, attempts=3, checkpoint=71),
        ),
    )
    plan = planned(inputs)
    assert [(c.type, c.attempts, c.carried_from) for c in plan.checkpoints] == [
        (TECHNICAL, 3, 71),
        (BEHAVIORAL, 1, 72),
    ]
    assert plan.checkpoints[0].skills == (API,)


@pytest.mark.parametrize(
    ("confidence", "expected"),
    [
        (0, 2),  # today min(5, 1 + 0) = 1
        (19, 2),
        (20, 3),  # 1 + 1 = 2
        (59, 4),  # 1 + 2 = 3
        (60, 5),  # 1 + 3 = 4
        (79, 5),
        (80, 5),  # 1 + 4 = 5, and there is no sixth step
        (100, 5),  # min(5, 1 + 5) = 5
    ],
)
def test_expected_confidence_is_one_step_above_todays(confidence: int, expected: int) -> None:
    plan = planned(deliverer({API: 60}, confidence={API: confidence}))
    assert {c.expected_confidence for c in plan.checkpoints} == {expected}


def test_expected_confidence_of_somebody_who_reported_none_is_3() -> None:
    plan = planned(deliverer({API: 60}, confidence={GIT: 100}))  # not a focus skill
    assert plan.checkpoints[0].expected_confidence == 3


def test_todays_confidence_is_the_mean_over_the_focus_skills_that_have_one() -> None:
    # (40 + 79) // 2 = 59 → today 3, one above 4.
    plan = planned(deliverer({API: 60, SQL: 70}, confidence={API: 40, SQL: 79}))
    assert plan.checkpoints[0].expected_confidence == 4


# Confidence --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("reported", "added"),
    [
        (50, [TECHNICAL]),  # 50 − 30 = +20
        (49, []),  # +19
        (10, [BEHAVIORAL]),  # 10 − 30 = −20
        (11, []),  # −19
        (30, []),
    ],
)
def test_a_gap_of_exactly_20_adds_an_interview_either_way(
    reported: int, added: list[CheckpointType]
) -> None:
    plan = planned(newcomer({API: 30}, role=role(need(API)), confidence={API: reported}))
    assert types(plan) == added
    assert plan.shows_confidence == (added[0] if added else None)


def test_the_gap_is_the_mean_over_the_focus_skills_having_both() -> None:
    # Focus: REST APIs 30, SQL 40. ((60 − 30) + (45 − 40)) / 2 = 17.5; Git's 100 is not in focus.
    both = planned(WEAK, confidence={API: 60, SQL: 45, GIT: 100})
    assert (both.confidence_gap, types(both)) == (Decimal("17.5"), [])
    # Only REST APIs have both: 30.
    one = planned(WEAK, confidence={API: 60})
    assert (one.confidence_gap, types(one)) == (Decimal(30), [TECHNICAL])


def test_confidence_in_a_skill_never_assessed_tells_no_gap() -> None:
    plan = planned(newcomer(confidence={SQL: 100, API: 100}))
    assert (plan.confidence_gap, plan.shows_confidence) == (None, None)
    assert plan.trace["confidence_gap"] is None


def test_a_technical_interview_held_anyway_is_shown_by_the_gap_as_well() -> None:
    plan = planned(deliverer({API: 60}, confidence={API: 80}))
    assert types(plan) == [TECHNICAL]
    assert plan.shows_confidence is TECHNICAL


# Level -------------------------------------------------------------------------------------------
def level_of(inputs: StudentInputs) -> tuple[EmployabilityLevel, object]:
    plan = planned(inputs)
    return plan.level, plan.trace["readiness"]


ONE_NEED = role(need(GIT, 100, criticality=SUPPORTING))
"""Readiness is the target itself: 100 × 1 × target / 100, target = start + 20."""


@pytest.mark.parametrize(
    ("start", "level", "readiness"),
    [
        ("29.99", EmployabilityLevel.FOUNDATION, 49),  # 49.99
        (30, EmployabilityLevel.INTERMEDIATE, 50),
        ("49.99", EmployabilityLevel.INTERMEDIATE, 69),
        (50, EmployabilityLevel.JOB_READY, 70),
        ("64.99", EmployabilityLevel.JOB_READY, 84),
        (65, EmployabilityLevel.INTERVIEW_READY, 85),
    ],
)
def test_levels_begin_at_exactly_50_70_and_85(
    start: int | str, level: EmployabilityLevel, readiness: int
) -> None:
    inputs = newcomer({GIT: start}, role=ONE_NEED, production_completed=True)
    assert level_of(inputs) == (level, readiness)


def test_readiness_weighs_each_skill_with_outcomes_at_their_targets() -> None:
    # REST APIs 30 → 50, SQL 40 → 60. 10·60/80 + 5·50/70 + 3 + 2 = 16.0714; / 20 = 80.36 %.
    # SQL is 20 short and REST APIs 20: within the step of 20.
    assert level_of(WEAK) == (EmployabilityLevel.JOB_READY, 80)


def test_a_score_above_the_required_one_counts_once() -> None:
    # SQL 10·1, not 10·100/80; REST APIs 30 → 50: 5·50/70 = 3.571; Testing 0 → 20: 3·20/60 = 1; Git 0.
    # 14.571 / 20 = 72.86 %.
    inputs = newcomer({SQL: 100, API: 30, TESTING: 0, GIT: 0})
    assert planned(inputs).trace["readiness"] == 72


def test_a_first_assessment_counts_as_nothing_reached() -> None:
    assert level_of(newcomer()) == (EmployabilityLevel.FOUNDATION, 0)


def test_a_required_score_of_0_is_reached_by_everybody() -> None:
    # 9·1 + 1·20/100 = 9.2 of 10 = 92 %.
    easy = role(need(SQL, 0, weight=9), need(GIT, 100, weight=1, criticality=SUPPORTING))
    inputs = newcomer({GIT: 0}, role=easy, production_completed=True, passed=frozenset())
    assert level_of(inputs) == (EmployabilityLevel.INTERVIEW_READY, 92)


@pytest.mark.parametrize(
    ("sql", "before", "level"),
    [
        (60, 20, EmployabilityLevel.JOB_READY),  # 60 + 25 = 85: 15 short, step 25
        (60, 60, EmployabilityLevel.INTERMEDIATE),  # 60 + 10 = 70: 30 short, step 10
        (80, 80, EmployabilityLevel.JOB_READY),  # 80 + 10 = 90: 10 short, exactly the step
        ("79.99", "79.99", EmployabilityLevel.INTERMEDIATE),  # 89.99: 10.01 short
    ],
)
def test_nobody_is_above_intermediate_while_a_critical_skill_is_more_than_its_step_short(
    sql: int | str, before: int | str, level: EmployabilityLevel
) -> None:
    # Git at its 50 weighs 9 of 10: readiness is at least 90 % throughout.
    inputs = newcomer(
        {SQL: sql, GIT: 50},
        before={SQL: before},
        role=role(need(SQL, 100, weight=1), need(GIT, 50, weight=9, criticality=SUPPORTING)),
    )
    assert level_of(inputs)[0] is level


def test_a_critical_skill_left_out_of_the_month_still_caps_the_level() -> None:
    # SQL stays at 59, 21 short of 80; its step is 20.
    held = Constraint(fixed_type=DELIVERY, leave_out=frozenset({SQL}))
    assert level_of(graduate({SQL: 59}, constraint=held))[0] is EmployabilityLevel.INTERMEDIATE
    held_60 = graduate({SQL: 60}, constraint=held)  # 20 short; 10·60/80 + 10 = 17.5 / 20 = 87.5 %
    assert level_of(held_60) == (EmployabilityLevel.INTERVIEW_READY, 87)


def test_the_cap_of_a_critical_skill_never_raises_a_level() -> None:
    assert level_of(newcomer({SQL: 0, API: 0}))[0] is EmployabilityLevel.FOUNDATION


def test_nobody_is_interview_ready_without_a_completed_production_project() -> None:
    assert level_of(deliverer()) == (EmployabilityLevel.JOB_READY, 100)
    tested = graduate(passed=frozenset())
    assert level_of(tested) == (EmployabilityLevel.INTERVIEW_READY, 100)


def test_a_share_of_exactly_85_is_85_whatever_the_required_scores_are() -> None:
    # Twenty-five coprime required scores: their common multiple has 37 digits, more than a Decimal keeps.
    primes = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83,
              89, 97)  # fmt: skip
    needs = tuple(
        need(100 + n, prime, weight=1, criticality=SUPPORTING) for n, prime in enumerate(primes)
    )
    names = {each.skill: f"Skill {each.skill}" for each in needs}
    at_85 = {each.skill: str(Decimal(each.required) * 85 / 100) for each in needs}
    inputs = newcomer(
        at_85,
        role=role(*needs),
        skill_names=names,
        production_completed=True,
        constraint=Constraint(fixed_type=INTERVIEWS, leave_out=frozenset(names)),
    )
    assert level_of(inputs) == (EmployabilityLevel.INTERVIEW_READY, 85)


# Trace -------------------------------------------------------------------------------------------
def test_the_trace_holds_the_facts_and_nothing_else() -> None:
    inputs = newcomer(
        {SQL: 40, API: 30, TESTING: 60, GIT: 50},
        before={SQL: 25},
        confidence={SQL: 75},
        constraint=Constraint(leave_out=frozenset({API})),
    )
    plan = planned(inputs)
    assert plan.trace == {
        "as_of": "2026-03-01",
        "decided": 3,
        "rules": [
            {"rule": 0, "fires": False},
            # The mean of 80 − 40 and 70 − 30.
            {"rule": 1, "fires": False, "demand": None, "gap": "40.00", "short": 2},
            {"rule": 2, "fires": False, "missed": [0, 0, 0], "waiting": False},
            {"rule": 3, "fires": True, "skills": [API, SQL]},
            {"rule": 4, "fires": True},
            {"rule": 5, "fires": True, "types": ["Technical", "HR", "Behavioral"]},
            {"rule": 6, "fires": True, "skills": [API, SQL]},
        ],
        "outcomes": [{"skill": SQL, "why": "candidate", "step": "15"}],
        "deferred": [],
        "left_out": [API],
        "replaced": None,
        "confidence_gap": "35.00",
        "readiness": 70,  # SQL 55: 10·55/80 + 5·30/70 + 5 = 14.0179; / 20 = 70.09
    }


def test_the_needs_of_the_role_used_here_weigh_20() -> None:
    assert sum(each.weight for each in BACKEND_NEEDS) == 20
