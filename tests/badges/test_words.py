"""A rule in words, as the seed's table has them, and what is wrong with one."""

from typing import Any
from uuid import UUID

import pytest

from badges.triggers import Problem, TriggerError, parse_trigger
from badges.words import (
    METRIC_LABELS,
    PROBLEMS,
    SCOPE_LABELS,
    category_name,
    describe,
    problem,
    scope_label,
    sentence,
    to_go,
)

DATA = UUID(int=1)
NAMES = {DATA: "Software Development"}


def rule(threshold: int, *, metric: str = "badge_count", category: UUID | None = None) -> Any:
    data: dict[str, Any] = {"metric": metric, "scope": "global", "threshold": threshold}
    if category:
        data |= {"scope": "category", "categoryId": str(category)}
    return parse_trigger(data)


BADGES: dict[str, Any] = {}
WITHIN: dict[str, Any] = {"category": DATA}
VARIETY: dict[str, Any] = {"metric": "category_count"}


@pytest.mark.parametrize(
    ("kind", "threshold", "words"),
    [
        (BADGES, 1, "Earn 1 badge"),
        (BADGES, 5, "Earn 5 badges"),
        (WITHIN, 1, "Earn 1 badge in Software Development"),
        (WITHIN, 3, "Earn 3 badges in Software Development"),
        (VARIETY, 1, "Earn badges across 1 category"),
        (VARIETY, 3, "Earn badges across 3 different categories"),
    ],
)
def test_the_description_follows_from_the_rule(
    kind: dict[str, Any], threshold: int, words: str
) -> None:
    assert describe(rule(threshold, **kind), NAMES) == words


@pytest.mark.parametrize(
    ("kind", "threshold", "words"),
    [
        (BADGES, 1, "User earns this after claiming 1 badge"),
        (BADGES, 5, "User earns this after claiming 5 badges"),
        (WITHIN, 1, "User earns this after claiming 1 badge in Software Development"),
        (WITHIN, 3, "User earns this after claiming 3 badges in Software Development"),
        (VARIETY, 1, "User earns this after claiming badges in 1 category"),
        (VARIETY, 3, "User earns this after claiming badges in 3 different categories"),
    ],
)
def test_a_sentence_beside_the_threshold_says_what_it_takes(
    kind: dict[str, Any], threshold: int, words: str
) -> None:
    assert sentence(rule(threshold, **kind), NAMES) == words


@pytest.mark.parametrize(
    ("kind", "remaining", "words"),
    [
        (BADGES, 1, "1 more to go"),
        (BADGES, 2, "2 more to go"),
        (WITHIN, 2, "2 more to go"),
        (VARIETY, 1, "1 more category to go"),
        (VARIETY, 2, "2 more categories to go"),
    ],
)
def test_what_is_missing_is_said_in_what_is_counted(
    kind: dict[str, Any], remaining: int, words: str
) -> None:
    assert to_go(rule(9, **kind), remaining) == words


@pytest.mark.parametrize(
    ("kind", "label"),
    [(BADGES, "Global"), (VARIETY, "Global"), (WITHIN, "Software Development")],
)
def test_a_card_says_where_is_counted(kind: dict[str, Any], label: str) -> None:
    assert scope_label(rule(1, **kind), NAMES) == label


def test_a_category_that_is_gone_is_said_to_be() -> None:
    assert category_name(rule(1, **WITHIN), {}) == "a category that is gone"
    assert describe(rule(2, **WITHIN), {}) == "Earn 2 badges in a category that is gone"


def test_a_global_rule_names_no_category() -> None:
    assert category_name(rule(1), NAMES) == ""


def test_the_labels_are_those_of_the_form() -> None:
    assert [*map(str, METRIC_LABELS.values())] == ["Badge Count", "Category Coverage"]
    assert [*map(str, SCOPE_LABELS.values())] == ["Global (all badges)", "Specific Category"]


def test_every_problem_has_words() -> None:
    assert set(PROBLEMS) == set(Problem)


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        (Problem.THRESHOLD, "threshold", "The threshold is a whole number from 1 to 1,000,000."),
        (Problem.MISSING, "categoryId", "“categoryId” is missing."),
        (Problem.UNKNOWN_FIELD, "100%", "A rule of this scope has no “100%”. Take it out."),
        (Problem.NO_CATEGORY, "categoryId", "There is no such category. Choose another one."),
    ],
)
def test_a_problem_says_what_to_do(wrong: Problem, field: str, words: str) -> None:
    assert problem(TriggerError(wrong, field)) == words
