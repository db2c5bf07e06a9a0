"""What there is to be congratulated on, read beside something else in one query."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from badges.models import How, MilestoneAchievement, MilestoneConfig
from badges.selectors.celebration import AT_ONCE, Celebrated, celebrated_in, with_celebrations
from tests.make import make_category
from tests.make_badges import everywhere, make_achievement, make_badge_milestone, within
from tfl.accounts.models import User


def celebrated_by(user: User) -> list[Celebrated]:
    return celebrated_in(with_celebrations(User.objects.filter(pk=user.pk)))


def titles_of(user: User) -> list[str]:
    return [each.title for each in celebrated_by(user)]


def test_nothing_reached_is_one_row_with_nothing_to_celebrate(ivan: User) -> None:
    rows = list(with_celebrations(User.objects.filter(pk=ivan.pk), "email"))

    assert [row["email"] for row in rows] == ["ivan@example.org"]
    assert celebrated_in(rows) == []


def test_several_are_told_in_the_order_they_were_reached(ivan: User, bob: User) -> None:
    now = timezone.now()
    make_achievement(ivan, make_badge_milestone("Third"), achieved_at=now)
    make_achievement(ivan, make_badge_milestone("First"), achieved_at=now - timedelta(days=1))
    make_achievement(ivan, make_badge_milestone("Fourth"), achieved_at=now)
    make_achievement(bob, make_badge_milestone("Somebody else’s"), achieved_at=now)

    assert titles_of(ivan) == ["First", "Third", "Fourth"]


def test_what_was_celebrated_revoked_or_found_later_is_not(ivan: User) -> None:
    now = timezone.now()
    make_achievement(ivan, celebrated_at=now)
    make_achievement(ivan, revoked_at=now)
    make_achievement(ivan, how=How.BACKFILL)
    make_achievement(ivan, how=How.IMPORT)
    make_achievement(ivan, make_badge_milestone("This one"))

    assert titles_of(ivan) == ["This one"]
    assert [each.milestone.title for each in MilestoneAchievement.objects.to_celebrate()] == [
        "This one"
    ]


def test_one_that_was_deactivated_since_is_celebrated_all_the_same(ivan: User) -> None:
    make_achievement(ivan, make_badge_milestone("Explorer", active=False))

    assert titles_of(ivan) == ["Explorer"]


def test_each_line_has_its_icon_and_its_rule_in_words(ivan: User) -> None:
    data, web = make_category("Data"), make_category("Web")
    for milestone in (
        make_badge_milestone("A", trigger=everywhere(5), icon="star"),
        make_badge_milestone("B", trigger=within(data, 3), icon="key"),
        make_badge_milestone("C", trigger=within(web, 1), description="Show a page."),
        make_badge_milestone("D", trigger=everywhere(2, metric="category_count")),
    ):
        make_achievement(ivan, milestone)

    assert [(each.title, each.icon, each.rule) for each in celebrated_by(ivan)] == [
        ("A", "star", "Earn 5 badges"),
        ("B", "key", "Earn 3 badges in Data"),
        ("C", "trophy", "Show a page."),
        ("D", "trophy", "Earn badges across 2 different categories"),
    ]


@pytest.mark.parametrize(
    "trigger",
    [
        {},
        [],
        "categoryId",
        {"categoryId": None},
        {"categoryId": 7},
        {"categoryId": ["x"]},
        {"categoryId": "no id"},
        {"metric": "badge_count", "scope": "category", "threshold": 1, "categoryId": "no id"},
    ],
    ids=repr,
)
def test_a_rule_nobody_can_read_costs_its_words_alone(trigger: Any, ivan: User) -> None:
    milestone = MilestoneConfig.objects.create(title="Broken", trigger=trigger, active=True)
    make_achievement(ivan, milestone)

    (shown,) = celebrated_by(ivan)

    assert (shown.title, shown.rule) == ("Broken", "")


def test_a_number_no_program_can_hold_costs_no_page(ivan: User) -> None:
    make_achievement(ivan, make_badge_milestone("Broken"))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE milestone_achievements SET trigger = %s", [f'{{"x": {"9" * 5000}}}'])

    assert [(each.title, each.rule) for each in celebrated_by(ivan)] == [("Broken", "")]


def test_a_category_that_is_gone_has_no_name(ivan: User) -> None:
    data = make_category("Data")
    make_achievement(ivan, make_badge_milestone(trigger=within(data, 3)))
    data.delete()

    assert [each.rule for each in celebrated_by(ivan)] == [
        "Earn 3 badges in a category that is gone"
    ]


def test_ids_in_capitals_are_the_same_category(ivan: User) -> None:
    data = make_category("Data")
    rule = within(data, 3) | {"categoryId": str(data.pk).upper()}
    make_achievement(ivan, make_badge_milestone(trigger=rule))

    assert [each.rule for each in celebrated_by(ivan)] == ["Earn 3 badges in Data"]


def test_of_very_many_some_are_left_for_the_next_dialog(ivan: User) -> None:
    for _ in range(AT_ONCE + 1):
        make_achievement(ivan)

    assert len(celebrated_by(ivan)) == AT_ONCE


@pytest.mark.parametrize("number", [0, 1, 30])
def test_it_is_one_query_whatever_there_is(
    number: int, ivan: User, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        make_achievement(ivan, make_badge_milestone(trigger=within(make_category(), 2)))

    with django_assert_num_queries(1):
        assert len(celebrated_by(ivan)) == number
