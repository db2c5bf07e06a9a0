"""What is next for somebody, worked out by hand."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from badges.models import BadgeStatus, MilestoneConfig
from badges.selectors import NextMilestone, next_milestone
from tests.make import make_category, make_skill
from tests.make_badges import (
    everywhere,
    make_achievement,
    make_badge,
    make_badge_milestone,
    make_template,
    within,
)
from tfl.accounts.models import User


def give(user: User, number: int, **more: Any) -> None:
    """So many badges, all of one template."""
    template = make_template(skills=more.pop("skills", ()))
    for _ in range(number):
        make_badge(user, template=template, **more)


def next_of(user: User) -> NextMilestone:
    shown = next_milestone(user)
    assert shown is not None
    return shown


def title_of(user: User) -> str | None:
    shown = next_of(user)
    return shown.milestone.title if shown.milestone else None


def test_the_nearest_by_share_of_its_threshold_is_next(ivan: User) -> None:
    """3 of 10 is 0.3, 3 of 5 is 0.6, 3 of 7 is 0.43."""
    make_badge_milestone("Ten", trigger=everywhere(10))
    make_badge_milestone("Five", trigger=everywhere(5))
    make_badge_milestone("Seven", trigger=everywhere(7))
    give(ivan, 3)

    shown = next_of(ivan)

    assert title_of(ivan) == "Five"
    assert (shown.value, shown.threshold, shown.remaining) == (3, 5, 2)
    assert shown.to_go == "2 more to go"
    assert shown.rule == "Earn 5 badges"


def test_the_share_decides_and_not_how_many_are_to_go(ivan: User) -> None:
    """Of all one is to go: 2 of 3 badges in Data are 0.67, 3 of 4 badges 0.75, 1 of 2 categories 0.5."""
    data = make_category("Data")
    make_badge_milestone("Data", trigger=within(data, 3))
    make_badge_milestone("Four", trigger=everywhere(4))
    make_badge_milestone("Two categories", trigger=everywhere(2, metric="category_count"))
    give(ivan, 2, skills=[make_skill("SQL", category=data)])
    give(ivan, 1)

    assert title_of(ivan) == "Four"


def test_of_equal_shares_the_lower_threshold_is_next(ivan: User) -> None:
    """1 of 3 badges and 2 of 6 are both a third: 1 badge in Data, 2 in all."""
    data = make_category("Data")
    make_badge_milestone("A: six", trigger=everywhere(6))
    make_badge_milestone("B: three in Data", trigger=within(data, 3))
    give(ivan, 1, skills=[make_skill("SQL", category=data)])
    give(ivan, 1)

    assert title_of(ivan) == "B: three in Data"


def test_with_nothing_all_shares_are_zero_and_the_lowest_threshold_is_next(ivan: User) -> None:
    make_badge_milestone("A: five", trigger=everywhere(5))
    make_badge_milestone("B: one", trigger=everywhere(1))

    shown = next_of(ivan)

    assert title_of(ivan) == "B: one"
    assert (shown.value, shown.remaining, shown.to_go) == (0, 1, "1 more to go")


def test_of_equal_thresholds_the_title_decides(ivan: User) -> None:
    make_badge_milestone("Collector", trigger=everywhere(5))
    make_badge_milestone("Beginner", trigger=everywhere(5))

    assert title_of(ivan) == "Beginner"


def test_over_the_threshold_and_not_awarded_yet_is_as_near_as_at_it(ivan: User) -> None:
    """6 of 3 badges and 2 of 2 in Data are both all of it; the lower threshold decides."""
    data = make_category("Data")
    make_badge_milestone("A: three", trigger=everywhere(3))
    make_badge_milestone("B: two in Data", trigger=within(data, 2))
    give(ivan, 2, skills=[make_skill("SQL", category=data)])
    give(ivan, 4)

    assert title_of(ivan) == "B: two in Data"


def test_over_the_threshold_nothing_is_to_go(ivan: User) -> None:
    make_badge_milestone(trigger=everywhere(2))
    give(ivan, 3)

    shown = next_of(ivan)

    assert (shown.value, shown.shown_value, shown.remaining, shown.to_go) == (3, 2, 0, "")


def test_what_is_reached_is_not_next(ivan: User) -> None:
    make_achievement(ivan, make_badge_milestone("First", trigger=everywhere(1)))
    make_badge_milestone("Collector", trigger=everywhere(5))
    give(ivan, 1)

    assert title_of(ivan) == "Collector"


def test_what_somebody_else_reached_is(ivan: User, bob: User) -> None:
    make_achievement(bob, make_badge_milestone("First", trigger=everywhere(1)))

    assert title_of(ivan) == "First"


def test_a_revoked_achievement_is_not_reached(ivan: User) -> None:
    first = make_badge_milestone("First", trigger=everywhere(1))
    make_achievement(ivan, first, revoked_at=timezone.now())

    assert title_of(ivan) == "First"


def test_all_reached_says_so(ivan: User) -> None:
    make_achievement(ivan, make_badge_milestone(trigger=everywhere(1)))
    make_achievement(ivan, make_badge_milestone(trigger=everywhere(2)))

    assert next_of(ivan) == NextMilestone()
    assert next_of(ivan).all_reached


def test_where_none_is_configured_there_is_nothing(ivan: User) -> None:
    assert next_milestone(ivan) is None


def test_inactive_ones_are_as_if_they_were_not_there(ivan: User) -> None:
    make_badge_milestone("First", trigger=everywhere(1), active=False)

    assert next_milestone(ivan) is None

    make_badge_milestone("Collector", trigger=everywhere(5))

    assert title_of(ivan) == "Collector"


@pytest.mark.parametrize(
    "trigger",
    [
        {"metric": "badge_count", "scope": "global", "threshold": 0},
        {"metric": "badge_count", "scope": "global", "threshold": "1"},
        {"metric": "category_count", "scope": "category", "threshold": 1},
        {
            "metric": "badge_count",
            "scope": "category",
            "threshold": 1,
            "categoryId": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
        },
        [],
        "x",
    ],
    ids=repr,
)
def test_a_rule_that_cannot_be_used_is_passed_over(trigger: Any, ivan: User) -> None:
    MilestoneConfig.objects.create(title="A: broken", trigger=trigger, active=True)

    assert next_milestone(ivan) is None

    make_badge_milestone("Collector", trigger=everywhere(5))

    assert title_of(ivan) == "Collector"


def test_all_usable_ones_reached_says_so_whatever_else_is_broken(ivan: User) -> None:
    make_achievement(ivan, make_badge_milestone(trigger=everywhere(1)))
    MilestoneConfig.objects.create(title="Broken", trigger={}, active=True)

    assert next_of(ivan).all_reached


def test_what_does_not_count_does_not_count_here(ivan: User) -> None:
    """One counts: not the one to claim, the revoked, the expired, nor somebody else's."""
    make_badge_milestone(trigger=everywhere(4))
    make_badge(ivan)
    make_badge(ivan, status=BadgeStatus.PENDING)
    make_badge(ivan, status=BadgeStatus.REVOKED)
    make_badge(ivan, expires_at=timezone.now() - timedelta(seconds=1))

    assert next_of(ivan).value == 1


def test_categories_to_go_are_called_so(ivan: User) -> None:
    make_badge_milestone(trigger=everywhere(3, metric="category_count"))
    make_badge(ivan, skills=[make_skill()])

    shown = next_of(ivan)

    assert shown.to_go == "2 more categories to go"
    assert shown.rule == "Earn badges across 3 different categories"


def test_the_rule_is_told_whatever_somebody_wrote_about_it(ivan: User) -> None:
    data = make_category("Data")
    make_badge_milestone("A", trigger=within(data, 1), description="Show that you can query.")

    assert next_of(ivan).rule == "Earn 1 badge in Data"


@pytest.mark.parametrize("number", [1, 30, 300])
def test_it_takes_four_queries_however_many_there_are(
    number: int, ivan: User, django_assert_max_num_queries: Any
) -> None:
    for _ in range(number):
        make_badge_milestone(trigger=within(make_category(), 2))
    give(ivan, number, skills=[make_skill()])

    with django_assert_max_num_queries(4):
        assert next_of(ivan).milestone
