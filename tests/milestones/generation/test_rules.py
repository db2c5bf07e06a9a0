"""Which milestone a month becomes: each sentence of the seven rules, on facts built by hand."""

from datetime import date

import pytest

from milestones.generation.inputs import Constraint, StudentInputs
from milestones.generation.policy import POLICY
from milestones.generation.rules import decide, untested
from milestones.generation.vocabulary import MilestoneType, Rule
from tests.milestones.generation.given import (
    API,
    AT_REQUIRED,
    BEHAVIORAL,
    CSS,
    GIT,
    GO,
    HR,
    IMPORTANT,
    MARCH,
    RUST,
    SQL,
    SUPPORTING,
    SYSTEM_DESIGN,
    TECHNICAL,
    TESTING,
    deliverer,
    demand,
    graduate,
    last_month,
    missed,
    missed_checkpoint,
    missed_project,
    need,
    newcomer,
    role,
)
from tfl.skills.vocabulary import RoleLevel

CONSOLIDATION = MilestoneType.SKILL_CONSOLIDATION
DELIVERY = MilestoneType.PROJECT_DELIVERY
INTERVIEWS = MilestoneType.INTERVIEW_READINESS
EMPLOYER = MilestoneType.EMPLOYER_DRIVEN


def decided(inputs: StudentInputs) -> tuple[Rule, MilestoneType | None]:
    winner, _all = decide(inputs, POLICY)
    return winner.rule, winner.type


def fired(inputs: StudentInputs) -> list[Rule]:
    _winner, findings = decide(inputs, POLICY)
    return [finding.rule for finding in findings if finding.fires]


# All of them -------------------------------------------------------------------------------------
def test_all_seven_rules_are_evaluated_in_order_and_recorded() -> None:
    _winner, findings = decide(newcomer(), POLICY)
    assert [finding.rule for finding in findings] == list(Rule)


def test_the_first_rule_that_fires_wins_and_those_after_it_are_still_recorded_as_firing() -> None:
    everything_at_once = newcomer(
        {SQL: 50, API: 50},  # mean gap (30 + 20) / 2 = 25 ≤ 40; SQL under 60
        role=role(demands=(demand(),)),
        constraint=Constraint(fixed_type=INTERVIEWS),
        last=last_month(),
        missed_outcomes=(missed(SQL),),
    )
    assert fired(everything_at_once) == list(Rule)
    assert decided(everything_at_once) == (Rule.MENTORS_WORD, INTERVIEWS)


def test_somebody_with_nothing_left_to_prove_is_ready() -> None:
    assert decided(graduate()) == (Rule.WHAT_IS_LEFT, None)


# 0 Mentor's word ---------------------------------------------------------------------------------
@pytest.mark.parametrize("type_", list(MilestoneType))
def test_a_mentor_who_fixes_the_type_gets_that_type(type_: MilestoneType) -> None:
    inputs = graduate(constraint=Constraint(fixed_type=type_))
    assert decided(inputs) == (Rule.MENTORS_WORD, type_)


def test_a_constraint_that_fixes_no_type_decides_nothing() -> None:
    inputs = deliverer(constraint=Constraint(include=(GIT,), most_outcomes=1))
    assert decided(inputs) == (Rule.NO_PROOF, DELIVERY)


# 1 Employer demand -------------------------------------------------------------------------------
URGENT = role(demands=(demand(),))


def test_an_urgent_demand_fires_for_a_critical_skill_under_its_required_score() -> None:
    assert decided(graduate({SQL: 79}, role=URGENT)) == (Rule.EMPLOYER_DEMAND, EMPLOYER)


def test_an_urgent_demand_fires_for_a_production_project_not_completed() -> None:
    assert decided(graduate(role=URGENT, production_completed=False)) == (
        Rule.EMPLOYER_DEMAND,
        EMPLOYER,
    )


def test_an_urgent_demand_passes_by_whom_it_lacks_nothing_of() -> None:
    assert Rule.EMPLOYER_DEMAND not in fired(graduate(role=URGENT))


def test_an_important_skill_under_its_required_score_is_nothing_a_demand_lacks() -> None:
    assert Rule.EMPLOYER_DEMAND not in fired(graduate({TESTING: 10}, role=URGENT))


def test_without_a_demand_the_rule_is_silent() -> None:
    assert Rule.EMPLOYER_DEMAND not in fired(graduate({SQL: 79}))


@pytest.mark.parametrize(
    ("sql", "api", "within_reach"),
    [
        (30, 40, True),  # ((80 − 30) + (70 − 40)) / 2 = 40
        ("29.99", 40, False),  # (50.01 + 30) / 2 = 40.005
    ],
)
def test_employer_reach_is_a_mean_gap_of_exactly_40_to_the_critical_skills(
    sql: int | str, api: int | str, within_reach: bool
) -> None:
    inputs = newcomer({SQL: sql, API: api}, role=URGENT)
    assert (Rule.EMPLOYER_DEMAND in fired(inputs)) is within_reach


def test_a_surplus_in_one_skill_makes_up_for_no_gap_in_another() -> None:
    two = role(need(SQL, 80), need(API, 90), demands=(demand(),))
    # (0 + 90) / 2 = 45; with the surplus of 20 it would be 35.
    assert Rule.EMPLOYER_DEMAND not in fired(newcomer({SQL: 100, API: 0}, role=two))


def test_the_gap_of_a_single_critical_skill_is_its_own() -> None:
    one = role(need(SQL, 80), demands=(demand(),))
    assert Rule.EMPLOYER_DEMAND in fired(newcomer({SQL: 40}, role=one))
    assert Rule.EMPLOYER_DEMAND not in fired(newcomer({SQL: "39.99"}, role=one))


def test_a_critical_skill_never_assessed_counts_as_nothing_reached() -> None:
    # (80 + 0) / 2 = 40 with SQL unknown; (80 + 1) / 2 = 40.5.
    assert Rule.EMPLOYER_DEMAND in fired(newcomer({API: 70}, role=URGENT))
    assert Rule.EMPLOYER_DEMAND not in fired(newcomer({API: 69}, role=URGENT))


def test_a_role_without_critical_skills_has_no_gap() -> None:
    soft = role(need(GIT, 90, criticality=SUPPORTING), demands=(demand(),))
    assert Rule.EMPLOYER_DEMAND in fired(newcomer(role=soft))


@pytest.mark.parametrize(
    ("open_from", "open_until", "overlaps"),
    [
        (date(2026, 1, 1), date(2026, 2, 28), False),
        (date(2026, 1, 1), date(2026, 3, 1), True),
        (date(2026, 3, 31), date(2026, 4, 30), True),
        (date(2026, 4, 1), date(2026, 4, 30), False),
        (date(2026, 3, 10), date(2026, 3, 11), True),
        (date(2026, 1, 1), None, True),
        (date(2026, 4, 1), None, False),
    ],
)
def test_a_demand_counts_in_the_months_it_overlaps(
    open_from: date, open_until: date | None, overlaps: bool
) -> None:
    open_then = role(demands=(demand(open_from=open_from, open_until=open_until),))
    assert (Rule.EMPLOYER_DEMAND in fired(deliverer(role=open_then))) is overlaps


@pytest.mark.parametrize(
    ("opened_on", "known"), [(MARCH, True), (date(2026, 3, 2), False), (date(2026, 2, 28), True)]
)
def test_a_demand_counts_only_if_it_was_known_by_the_as_of_date(
    opened_on: date, known: bool
) -> None:
    inputs = deliverer(role=role(demands=(demand(opened_on=opened_on),)))
    assert (Rule.EMPLOYER_DEMAND in fired(inputs)) is known


def test_a_demand_opened_in_mid_month_counts_for_whom_the_month_is_read_later() -> None:
    opened = role(demands=(demand(opened_on=date(2026, 3, 10)),))
    assert Rule.EMPLOYER_DEMAND in fired(deliverer(role=opened, as_of=date(2026, 3, 10)))


def test_of_several_demands_the_one_that_closes_first_is_answered() -> None:
    several = role(
        demands=(
            demand(1),
            demand(2, open_until=date(2026, 5, 1)),
            demand(3, open_until=date(2026, 4, 30)),
            demand(4, open_until=date(2026, 2, 28)),  # closed before March
            demand(5, open_until=date(2026, 3, 2), opened_on=date(2026, 3, 2)),  # not known yet
        )
    )
    winner, _all = decide(deliverer(role=several), POLICY)
    assert winner.demand is not None
    assert winner.demand.id == 3


def test_of_two_demands_closing_on_one_day_the_older_is_answered() -> None:
    twins = role(
        demands=(
            demand(9, open_until=date(2026, 4, 30)),
            demand(8, open_until=date(2026, 4, 30)),
        )
    )
    winner, _all = decide(deliverer(role=twins), POLICY)
    assert winner.demand is not None
    assert winner.demand.id == 8


def test_a_demand_overrides_a_recovery() -> None:
    inputs = deliverer({SQL: 70}, role=URGENT, last=last_month(), missed_outcomes=(missed(SQL),))
    assert decided(inputs) == (Rule.EMPLOYER_DEMAND, EMPLOYER)


# 2 Recovery --------------------------------------------------------------------------------------
def test_a_missed_skill_is_recovered_by_consolidation_whatever_else_is_missed() -> None:
    inputs = deliverer(
        last=last_month(),
        missed_outcomes=(missed(SQL),),
        missed_project=missed_project(),
        missed_checkpoints=(missed_checkpoint(),),
    )
    assert decided(inputs) == (Rule.RECOVERY, CONSOLIDATION)


def test_a_missed_project_is_recovered_by_delivery_before_a_checkpoint() -> None:
    inputs = graduate(
        last=last_month(),
        missed_project=missed_project(),
        missed_checkpoints=(missed_checkpoint(),),
    )
    assert decided(inputs) == (Rule.RECOVERY, DELIVERY)


def test_a_missed_checkpoint_alone_is_recovered_by_interviews() -> None:
    inputs = graduate(last=last_month(), missed_checkpoints=(missed_checkpoint(HR),))
    assert decided(inputs) == (Rule.RECOVERY, INTERVIEWS)


def test_nothing_is_recovered_of_a_month_that_was_achieved() -> None:
    inputs = deliverer(last=last_month(achieved=True), missed_outcomes=(missed(SQL),))
    assert decided(inputs) == (Rule.NO_PROOF, DELIVERY)


def test_nothing_is_recovered_while_something_waits_for_review() -> None:
    inputs = deliverer(last=last_month(waiting=True), missed_outcomes=(missed(SQL),))
    assert decided(inputs) == (Rule.NO_PROOF, DELIVERY)


def test_a_month_in_which_all_was_met_leaves_nothing_to_recover() -> None:
    assert decided(deliverer(last=last_month())) == (Rule.NO_PROOF, DELIVERY)


def test_a_first_month_recovers_nothing() -> None:
    assert Rule.RECOVERY not in fired(newcomer())


def test_a_recovery_comes_before_a_weak_core() -> None:
    inputs = newcomer({SQL: 10}, last=last_month(), missed_checkpoints=(missed_checkpoint(),))
    assert decided(inputs) == (Rule.RECOVERY, INTERVIEWS)


# 3 Weak core -------------------------------------------------------------------------------------
@pytest.mark.parametrize(("score", "weak"), [("59.99", True), (60, False), (0, True)])
def test_a_critical_skill_under_60_makes_the_core_weak(score: int | str, weak: bool) -> None:
    assert (Rule.WEAK_CORE in fired(deliverer({SQL: score}))) is weak


@pytest.mark.parametrize(("score", "weak"), [("49.99", True), (50, False)])
def test_a_critical_skill_at_a_required_score_under_60_is_not_weak(
    score: int | str, weak: bool
) -> None:
    modest = role(need(SQL, 50))
    assert (Rule.WEAK_CORE in fired(newcomer({SQL: score}, role=modest))) is weak


def test_a_critical_skill_never_assessed_makes_the_core_weak() -> None:
    assert decided(newcomer()) == (Rule.WEAK_CORE, CONSOLIDATION)


def test_a_weak_skill_that_is_not_critical_leaves_the_core_strong() -> None:
    assert decided(deliverer({TESTING: 0, GIT: 0})) == (Rule.NO_PROOF, DELIVERY)


# 4 No proof --------------------------------------------------------------------------------------
def test_without_a_completed_production_project_a_strong_core_delivers_one() -> None:
    assert decided(deliverer()) == (Rule.NO_PROOF, DELIVERY)


# 5 Ready to be tested ----------------------------------------------------------------------------
@pytest.mark.parametrize("left", [TECHNICAL, HR, BEHAVIORAL])
def test_one_checkpoint_type_not_passed_yet_asks_for_interviews(left: object) -> None:
    others = frozenset({TECHNICAL, HR, BEHAVIORAL} - {left})
    assert decided(graduate(passed=others)) == (Rule.READY_TO_BE_TESTED, INTERVIEWS)


@pytest.mark.parametrize(
    ("level", "asked"),
    [(RoleLevel.ENTRY, False), (RoleLevel.MID, True), (RoleLevel.SENIOR, True)],
)
def test_system_design_is_asked_of_those_above_entry_level(level: RoleLevel, asked: bool) -> None:
    inputs = graduate(role=role(level=level))
    assert (decided(inputs) == (Rule.READY_TO_BE_TESTED, INTERVIEWS)) is asked
    assert untested(inputs) == ((SYSTEM_DESIGN,) if asked else ())


# 6 What is left ----------------------------------------------------------------------------------
@pytest.mark.parametrize("skill", [SQL, TESTING, GIT])
def test_a_skill_still_short_of_its_required_score_is_left_to_close(skill: int) -> None:
    short = {skill: AT_REQUIRED[skill] - 1}
    assert decided(graduate(short)) == (Rule.WHAT_IS_LEFT, CONSOLIDATION)


def test_a_skill_missed_in_a_month_before_the_last_is_left_to_close() -> None:
    inputs = graduate(last=last_month(achieved=True), missed_outcomes=(missed(CSS),))
    assert decided(inputs) == (Rule.WHAT_IS_LEFT, CONSOLIDATION)


# Candidates --------------------------------------------------------------------------------------
def test_candidates_are_the_skills_under_their_required_score() -> None:
    inputs = newcomer({SQL: 80, API: "69.99", TESTING: 61, GIT: 50})
    assert [requirement.skill for requirement in inputs.candidates] == [API]


def test_candidates_go_by_criticality_then_score_then_weight_then_name() -> None:
    crowd = role(
        need(GIT, criticality=SUPPORTING),
        need(TESTING, criticality=IMPORTANT),
        need(RUST, weight=5),  # 40, like Go and CSS; after CSS by name
        need(GO, weight=6),  # 40, heavier
        need(CSS, weight=5),
        need(SQL, weight=1),  # 30, lowest
        need(API, weight=1),  # never assessed counts as 0
    )
    inputs = newcomer({GIT: 0, TESTING: 0, RUST: 40, GO: 40, CSS: 40, SQL: 30}, role=crowd)
    ranked = [requirement.skill for requirement in inputs.candidates]
    assert ranked == [API, SQL, GO, CSS, RUST, TESTING, GIT]


def test_a_skill_of_which_nothing_is_required_is_no_candidate() -> None:
    inputs = newcomer(role=role(need(SQL, 0), need(GIT, 1, criticality=IMPORTANT)))
    assert [requirement.skill for requirement in inputs.candidates] == [GIT]
