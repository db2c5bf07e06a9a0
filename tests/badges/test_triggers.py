"""A rule as JSON is read strictly: what is valid, and for all else the field and the problem."""

import math
from typing import Any
from uuid import UUID

import pytest

from badges.rules import CategoryTree, Column, Fact, Holding, Within
from badges.triggers import MOST, Problem, TriggerError, parse_trigger, read_stored
from badges.words import PROBLEMS, problem

ID = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
TREE = CategoryTree({UUID(ID): None})

GLOBAL: dict[str, Any] = {"metric": "badge_count", "scope": "global", "threshold": 5}
VARIETY: dict[str, Any] = {"metric": "category_count", "scope": "global", "threshold": 3}
WITHIN: dict[str, Any] = {
    "metric": "badge_count",
    "scope": "category",
    "threshold": 3,
    "categoryId": ID,
}


def without(rule: dict[str, Any], key: str) -> dict[str, Any]:
    return {each: value for each, value in rule.items() if each != key}


NO_THRESHOLDS: list[Any] = [
    "5",
    1.5,
    5.0,
    0,
    -1,
    True,
    False,
    None,
    [],
    math.nan,
    math.inf,
    10**30,
]
NO_CATEGORIES: list[Any] = [
    None,
    "",
    5,
    True,
    [ID],
    "Data",
    ID.replace("-", ""),
    f"{{{ID}}}",
    f"urn:uuid:{ID}",
    f" {ID}",
    f"{ID}\n",
    f"{ID}0",
    ID.replace("6", "６"),
    ID.replace("6", "g"),
]
NO_BOOLEANS: list[Any] = ["true", 1, 0, None, []]

WRONG: list[Any] = [
    # No rule at all.
    (None, Problem.NO_OBJECT, ""),
    ([], Problem.NO_OBJECT, ""),
    ("badge_count", Problem.NO_OBJECT, ""),
    (5, Problem.NO_OBJECT, ""),
    (True, Problem.NO_OBJECT, ""),
    # The pair that makes no sense.
    ({**WITHIN, "metric": "category_count"}, Problem.PAIR, "metric"),
    ({**WITHIN, "metric": "category_count", "includeSubCategories": False}, Problem.PAIR, "metric"),
    # Reserved.
    ({"all": [GLOBAL, WITHIN]}, Problem.COMPOSITE, "all"),
    ({"any": []}, Problem.COMPOSITE, "any"),
    ({**GLOBAL, "all": None}, Problem.COMPOSITE, "all"),
    # Metric and scope.
    ({}, Problem.MISSING, "scope"),
    (without(GLOBAL, "scope"), Problem.MISSING, "scope"),
    (without(GLOBAL, "metric"), Problem.MISSING, "metric"),
    ({**GLOBAL, "metric": "skill_count"}, Problem.NO_METRIC, "metric"),
    ({**GLOBAL, "metric": "BADGE_COUNT"}, Problem.NO_METRIC, "metric"),
    ({**GLOBAL, "metric": None}, Problem.NO_METRIC, "metric"),
    ({**GLOBAL, "metric": []}, Problem.NO_METRIC, "metric"),
    ({**WITHIN, "metric": "skill_count"}, Problem.NO_METRIC, "metric"),
    ({**GLOBAL, "scope": "Global"}, Problem.NO_SCOPE, "scope"),
    ({**GLOBAL, "scope": None}, Problem.NO_SCOPE, "scope"),
    ({**GLOBAL, "scope": []}, Problem.NO_SCOPE, "scope"),
    ({**GLOBAL, "scope": True}, Problem.NO_SCOPE, "scope"),
    # The threshold.
    (without(GLOBAL, "threshold"), Problem.MISSING, "threshold"),
    *(
        ({**rule, "threshold": threshold}, Problem.THRESHOLD, "threshold")
        for rule in (GLOBAL, VARIETY, WITHIN)
        for threshold in NO_THRESHOLDS
    ),
    ({**GLOBAL, "threshold": MOST + 1}, Problem.THRESHOLD, "threshold"),
    # Keys that are not there.
    ({**GLOBAL, "categoryId": ID}, Problem.UNKNOWN_FIELD, "categoryId"),
    ({**GLOBAL, "includeSubCategories": True}, Problem.UNKNOWN_FIELD, "includeSubCategories"),
    ({**VARIETY, "categoryId": ID}, Problem.UNKNOWN_FIELD, "categoryId"),
    ({**GLOBAL, "category": "Data"}, Problem.UNKNOWN_FIELD, "category"),
    ({**GLOBAL, "Threshold": 5}, Problem.UNKNOWN_FIELD, "Threshold"),
    ({**WITHIN, "category": "Data"}, Problem.UNKNOWN_FIELD, "category"),
    ({**WITHIN, "include_sub_categories": True}, Problem.UNKNOWN_FIELD, "include_sub_categories"),
    # The category.
    (without(WITHIN, "categoryId"), Problem.MISSING, "categoryId"),
    ({**without(WITHIN, "categoryId"), "category_id": ID}, Problem.MISSING, "categoryId"),
    *(
        ({**WITHIN, "categoryId": category}, Problem.NO_UUID, "categoryId")
        for category in NO_CATEGORIES
    ),
    # Its sub-categories.
    *(
        ({**WITHIN, "includeSubCategories": value}, Problem.TYPE, "includeSubCategories")
        for value in NO_BOOLEANS
    ),
]


@pytest.mark.parametrize(
    ("rule", "stored"),
    [
        (GLOBAL, GLOBAL),
        (VARIETY, VARIETY),
        (WITHIN, {**WITHIN, "includeSubCategories": True}),
        ({**WITHIN, "includeSubCategories": True}, {**WITHIN, "includeSubCategories": True}),
        ({**WITHIN, "includeSubCategories": False}, {**WITHIN, "includeSubCategories": False}),
        ({**WITHIN, "categoryId": ID.upper()}, {**WITHIN, "includeSubCategories": True}),
        ({**GLOBAL, "threshold": 1}, {**GLOBAL, "threshold": 1}),
        ({**GLOBAL, "threshold": 1_000_000}, {**GLOBAL, "threshold": 1_000_000}),
    ],
)
def test_a_valid_rule_is_stored_whole(rule: dict[str, Any], stored: dict[str, Any]) -> None:
    assert parse_trigger(rule, TREE).as_json() == stored
    assert parse_trigger(stored, TREE).as_json() == stored


@pytest.mark.parametrize(("rule", "wrong", "field"), WRONG)
def test_any_other_is_refused_with_the_field_and_the_problem(
    rule: Any, wrong: Problem, field: str
) -> None:
    with pytest.raises(TriggerError) as refused:
        parse_trigger(rule)
    assert (refused.value.problem, refused.value.field) == (wrong, field)
    assert str(refused.value) == f"{field or 'trigger'}: {wrong}"


@pytest.mark.parametrize(("rule", "wrong", "field"), WRONG)
def test_the_problem_has_words_that_name_the_field(rule: Any, wrong: Problem, field: str) -> None:
    words = problem(TriggerError(wrong, field))
    assert "%(" not in words
    if "%(field)s" in str(PROBLEMS[wrong]):
        assert f"“{field}”" in words


def test_of_several_mistakes_the_first_is_named() -> None:
    with pytest.raises(TriggerError) as refused:
        parse_trigger({"metric": "x", "scope": "category", "threshold": 0, "categoryId": 1, "y": 2})
    assert refused.value.field == "metric"


def test_a_rule_cannot_be_changed_behind_its_back() -> None:
    trigger = parse_trigger(GLOBAL)
    with pytest.raises(ValueError, match="frozen"):
        setattr(trigger, "threshold", 1)  # noqa: B010  mypy sees the other


# The category and its tree ---------------------------------------------------------------------------

DATA, SQL = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize("more", [{}, {"includeSubCategories": False}])
@pytest.mark.parametrize(
    ("parents", "wrong"),
    [
        ({}, Problem.NO_CATEGORY),
        ({SQL: None}, Problem.NO_CATEGORY),
        ({DATA: DATA}, Problem.CYCLE),
        ({DATA: SQL, SQL: DATA}, Problem.CYCLE),
        ({DATA: None}, None),
        ({DATA: SQL, SQL: SQL}, None),
    ],
)
def test_with_a_tree_the_category_must_be_one_in_which_something_can_be_counted(
    parents: dict[UUID, UUID | None], wrong: Problem | None, more: dict[str, bool]
) -> None:
    rule = {**WITHIN, "categoryId": str(DATA), **more}
    assert parse_trigger(rule).scope == "category"
    if wrong is None:
        assert parse_trigger(rule, CategoryTree(parents)).scope == "category"
        return
    with pytest.raises(TriggerError) as refused:
        parse_trigger(rule, CategoryTree(parents))
    assert (refused.value.problem, refused.value.field) == (wrong, "categoryId")


@pytest.mark.parametrize("rule", [GLOBAL, VARIETY])
def test_a_global_rule_needs_no_category(rule: dict[str, Any]) -> None:
    assert parse_trigger(rule, CategoryTree({})).scope == "global"


@pytest.mark.parametrize(
    ("more", "selected"),
    [
        ({}, {DATA, SQL}),
        ({"includeSubCategories": True}, {DATA, SQL}),
        ({"includeSubCategories": False}, {DATA}),
    ],
)
def test_sub_categories_count_unless_that_is_literally_false(
    more: dict[str, bool], selected: set[UUID]
) -> None:
    trigger = parse_trigger({**WITHIN, "categoryId": str(DATA), **more})
    tree = CategoryTree({DATA: None, SQL: DATA})
    assert trigger.selection(tree) == Within(Column.CATEGORY, frozenset(selected))


@pytest.mark.parametrize(("rule", "value"), [(GLOBAL, 3), (VARIETY, 2), (WITHIN, 1)])
def test_a_rule_says_how_far_somebody_is(rule: dict[str, Any], value: int) -> None:
    holding = Holding([Fact(1, 1, 1, UUID(ID)), Fact(2, 2, 2, DATA), Fact(3, 3)])
    tree = CategoryTree({UUID(ID): None, DATA: None})
    assert parse_trigger(rule).value(holding, tree) == value


# As it stands in a column ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "null",
        "[]",
        '"badge_count"',
        '{"metric": "badge_count", "scope": "global", "threshold": 5.0}',
        '{"metric": "badge_count", "scope": "global", "threshold": NaN}',
        '{"metric": "badge_count", "scope": "global", "threshold": 1e5000}',
        '{"metric": "badge_count", "scope": "global", "threshold": 1' + "0" * 5000 + "}",
        "[" * 5000 + "]" * 5000,
        "no JSON",
        "",
    ],
    ids=lambda text: text[:70],
)
def test_what_cannot_be_used_reads_as_none(text: str) -> None:
    assert read_stored(text) is None


def test_what_can_be_used_reads_as_the_rule() -> None:
    trigger = read_stored('{"metric": "badge_count", "scope": "global", "threshold": 5}')
    assert trigger is not None
    assert trigger.as_json() == GLOBAL


@pytest.mark.parametrize("key", ["\ud800", "a\udfff"])
def test_a_key_that_is_no_text_in_any_encoding_is_refused_like_another(key: str) -> None:
    with pytest.raises(TriggerError) as refusal:
        parse_trigger({**GLOBAL, key: 1})

    assert (refusal.value.problem, refusal.value.field) == (Problem.UNKNOWN_FIELD, "?")
    assert problem(refusal.value).encode()
