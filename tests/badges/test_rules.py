"""What a metric counts and a scope selects, over facts in memory; and how the category tree is walked."""

import threading
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

import pytest

from badges.rules import (
    EVERYTHING,
    METRICS,
    SCOPES,
    CategoryCycleError,
    CategoryTree,
    Column,
    Fact,
    Holding,
    MissingCategoryError,
    Within,
    badge_count,
    category_count,
    everywhere,
    in_category,
)

Result = TypeVar("Result")

DATA, SQL, TUNING, TALKS, EMPTY, GONE = (UUID(int=n) for n in range(1, 7))
"""TUNING stands below SQL, SQL below DATA."""

TREE = CategoryTree({DATA: None, SQL: DATA, TUNING: SQL, TALKS: None, EMPTY: DATA})


def in_time(act: Callable[[], Result]) -> Result:
    """What it gives; a walk that never ends fails the test."""
    outcome: list[Any] = []

    def run() -> None:
        try:
            outcome.append(act())
        except Exception as error:  # noqa: BLE001  raised below
            outcome.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(timeout=5)
    assert outcome, "it never ends"
    if isinstance(outcome[0], Exception):
        raise outcome[0]
    result: Result = outcome[0]
    return result


# Two badges of template 7: skill 1 is in SQL, skill 2 in DATA. One of template 8 with skill 3 in TALKS. One
# of template 9, which stands for no skill.
HOLDING = Holding(
    [
        Fact(badge=10, template=7, skill=1, category=SQL),
        Fact(badge=10, template=7, skill=2, category=DATA),
        Fact(badge=11, template=7, skill=1, category=SQL),
        Fact(badge=11, template=7, skill=2, category=DATA),
        Fact(badge=12, template=8, skill=3, category=TALKS),
        Fact(badge=13, template=9),
    ]
)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (Column.BADGE, 4),
        (Column.TEMPLATE, 3),
        (Column.SKILL, 3),
        (Column.CATEGORY, 3),
    ],
)
def test_different_values_are_counted_once_and_nothing_is_none(column: Column, value: int) -> None:
    assert HOLDING.distinct(column) == value


def test_two_badges_of_one_template_are_two_and_one_without_skills_counts() -> None:
    assert badge_count(HOLDING) == 4


def test_direct_categories_are_counted_so_parent_and_child_are_two() -> None:
    assert category_count(HOLDING) == 3


@pytest.mark.parametrize(
    ("category", "with_those_below", "badges"),
    [
        # 10 and 11 fit by both of their skills, and count once.
        (DATA, True, {10, 11}),
        (DATA, False, {10, 11}),
        (SQL, True, {10, 11}),
        (TUNING, True, set()),
        (EMPTY, True, set()),
        (TALKS, True, {12}),
    ],
)
def test_a_scope_selects_badges_with_a_fitting_skill(
    category: UUID, with_those_below: bool, badges: set[int]
) -> None:
    chosen = in_category(TREE, category_id=category, include_sub_categories=with_those_below)
    assert badge_count(HOLDING.within(chosen)) == len(badges)


def test_everywhere_is_everything() -> None:
    assert everywhere(TREE) is EVERYTHING
    assert HOLDING.within(EVERYTHING) is HOLDING


@pytest.mark.parametrize(
    ("chosen", "badges"),
    [
        (Within(Column.BADGE, frozenset({10, 13, 99})), 2),
        (Within(Column.TEMPLATE, frozenset({7})), 2),
        (Within(Column.SKILL, frozenset({1, 3})), 3),
        (Within(Column.CATEGORY, frozenset({SQL})), 2),
        (Within(Column.CATEGORY, frozenset({SQL, DATA, TUNING, TALKS, EMPTY})), 3),
        (Within(Column.CATEGORY, frozenset()), 0),
    ],
)
def test_facts_can_be_selected_by_any_column(chosen: Within, badges: int) -> None:
    assert HOLDING.within(chosen).distinct(Column.BADGE) == badges
    assert HOLDING.within(chosen).distinct(Column.BADGE) == badges  # asked again


def test_a_selection_holds_only_its_facts() -> None:
    within = HOLDING.within(Within(Column.CATEGORY, frozenset({SQL})))
    assert within.distinct(Column.SKILL) == 1


def test_holding_nothing_is_nothing() -> None:
    assert badge_count(Holding([])) == 0
    assert category_count(Holding([])) == 0


# The tree --------------------------------------------------------------------------------------------


def chain(depth: int) -> dict[UUID, UUID | None]:
    """1 at the root, each one below the one before."""
    return {UUID(int=n): UUID(int=n - 1) if n > 1 else None for n in range(1, depth + 1)}


@pytest.mark.parametrize(("level", "below"), [(1, 6), (2, 5), (5, 2), (6, 1)])
def test_below_a_category_of_a_tree_six_deep_are_it_and_all_under_it(
    level: int, below: int
) -> None:
    found = CategoryTree(chain(6)).below(UUID(int=level))
    assert found == {UUID(int=n) for n in range(level, 7)}
    assert len(found) == below


def test_branches_are_all_below() -> None:
    assert TREE.below(DATA) == {DATA, SQL, TUNING, EMPTY}


def test_above_a_category_are_it_and_its_parents_in_their_order() -> None:
    assert TREE.above(TUNING) == (TUNING, SQL, DATA)
    assert TREE.above(DATA) == (DATA,)


def test_a_category_that_is_gone_can_count_nothing() -> None:
    for scope in (True, False):
        with pytest.raises(MissingCategoryError):
            in_category(TREE, category_id=GONE, include_sub_categories=scope)


CYCLES = [
    pytest.param({DATA: DATA}, {DATA}, id="itself"),
    pytest.param({DATA: SQL, SQL: DATA}, {DATA, SQL}, id="two"),
    pytest.param({DATA: TUNING, SQL: DATA, TUNING: SQL}, {DATA, SQL, TUNING}, id="three"),
]


@pytest.mark.parametrize(("parents", "round_and_round"), CYCLES)
def test_a_category_that_stands_below_itself_can_count_nothing(
    parents: dict[UUID, UUID | None], round_and_round: set[UUID]
) -> None:
    tree = CategoryTree({TALKS: None, **parents})
    for category in round_and_round:
        for scope in (True, False):
            with pytest.raises(CategoryCycleError):
                in_time(
                    lambda category=category, scope=scope: in_category(  # type: ignore[misc]
                        tree, category_id=category, include_sub_categories=scope
                    )
                )
        assert in_time(lambda category=category: set(tree.above(category))) == round_and_round  # type: ignore[misc]
    assert tree.below(TALKS) == {TALKS}


@pytest.mark.parametrize(("parents", "round_and_round"), CYCLES)
def test_a_branch_that_hangs_below_a_cycle_counts_as_ever(
    parents: dict[UUID, UUID | None], round_and_round: set[UUID]
) -> None:
    tree = CategoryTree({**parents, TALKS: DATA, EMPTY: TALKS})
    assert in_time(lambda: tree.below(TALKS)) == {TALKS, EMPTY}
    assert set(tree.above(EMPTY)) == {EMPTY, TALKS, *round_and_round}


@pytest.mark.parametrize(
    ("parents", "closes_at"),
    [
        ({DATA: None, SQL: DATA}, None),
        ({DATA: SQL, SQL: DATA}, SQL),
        ({DATA: TALKS, TALKS: TALKS, SQL: DATA}, TALKS),
    ],
)
def test_a_way_up_ends_at_a_root_or_says_where_it_turns_round(
    parents: dict[UUID, UUID | None], closes_at: UUID | None
) -> None:
    assert CategoryTree(parents).closes_at(SQL) == closes_at


# What there is ---------------------------------------------------------------------------------------


def test_there_are_two_metrics_and_two_scopes_and_one_pair_makes_no_sense() -> None:
    pairs = {(m, s) for m in METRICS for s in SCOPES if METRICS[m].makes_sense_in(s)}
    assert pairs == {
        ("badge_count", "global"),
        ("badge_count", "category"),
        ("category_count", "global"),
    }
