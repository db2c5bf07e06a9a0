"""Cards of the grid, and what a rule would do."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from badges.models import MilestoneConfig
from badges.selectors.badge_milestones import (
    Card,
    Preview,
    Section,
    Show,
    achieved_counts,
    cards,
    preview,
    reached_by,
    with_history,
)
from badges.selectors.categories import categories
from tests.make import make_category, make_skill, make_user
from tests.make_badges import (
    everywhere,
    make_achievement,
    make_badge,
    make_badge_milestone,
    within,
)
from tests.milestones.views.months import queries
from tfl.accounts.models import Student, User
from tfl.skills.models import SkillCategory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 10, tzinfo=UTC)


def all_cards() -> list[Card]:
    return cards(MilestoneConfig.objects.all(), categories())


def only_card(**milestone: Any) -> Card:
    make_badge_milestone(**milestone)
    [card] = all_cards()
    return card


def titles(**wanted: str) -> list[str]:
    return [card.milestone.title for card in all_cards() if card.fits(**wanted)]


def look(rule: Any) -> Preview:
    return preview(rule, categories())


# Cards -----------------------------------------------------------------------------------------------


def test_cards_stand_by_section_category_metric_and_threshold() -> None:
    data, soft = make_category("Data"), make_category("Soft skills")
    make_badge_milestone("Unreadable", trigger={"years": 1})
    make_badge_milestone("Soft 1", trigger=within(soft, 1))
    make_badge_milestone("Data 9", trigger=within(data, 9))
    make_badge_milestone("Data 2", trigger=within(data, 2))
    make_badge_milestone("Coverage 1", trigger=everywhere(1, metric="category_count"))
    make_badge_milestone("Global 5", trigger=everywhere(5))
    make_badge_milestone("Global 1", trigger=everywhere(1))

    assert [(card.section, card.milestone.title) for card in all_cards()] == [
        (Section.GLOBAL, "Global 1"),
        (Section.GLOBAL, "Global 5"),
        (Section.GLOBAL, "Coverage 1"),
        (Section.CATEGORY, "Data 2"),
        (Section.CATEGORY, "Data 9"),
        (Section.CATEGORY, "Soft 1"),
        (Section.UNREADABLE, "Unreadable"),
    ]


@pytest.mark.parametrize(
    ("trigger", "rule"),
    [
        (everywhere(1), "Earn 1 badge"),
        (everywhere(5), "Earn 5 badges"),
        (everywhere(3, metric="category_count"), "Earn badges across 3 different categories"),
    ],
)
def test_a_global_card_says_its_rule(trigger: dict[str, Any], rule: str) -> None:
    card = only_card(trigger=trigger)
    assert (card.rule, card.scope, card.broken) == (rule, "Global", "")


def test_a_category_card_names_the_category() -> None:
    card = only_card(trigger=within(make_category("技术技能"), 3))
    assert (card.rule, card.scope, card.broken) == ("Earn 3 badges in 技术技能", "技术技能", "")


@pytest.mark.parametrize(
    ("trigger", "says"),
    [
        ([], "A rule is a JSON object"),
        ("badge_count", "A rule is a JSON object"),
        ({"metric": "badge_count", "threshold": 1}, "“scope” is missing."),
        ({**everywhere(1), "threshold": "1"}, "a whole number from 1 to 1,000,000"),
        ({**everywhere(1), "threshold": True}, "a whole number from 1 to 1,000,000"),
        ({**everywhere(1), "metric": "streak"}, "There is no such metric."),
        ({**everywhere(1), "extra": 1}, "has no “extra”"),
        ({"all": [everywhere(1)]}, "Composite rules (“all”) are reserved"),
    ],
)
def test_what_cannot_be_read_is_flagged_with_the_reason(trigger: Any, says: str) -> None:
    card = only_card(trigger=trigger)
    assert card.section is Section.UNREADABLE
    assert says in card.broken
    assert not card.needs_the_tree_mended


def test_one_whose_category_is_gone_stays_in_its_section_and_is_flagged() -> None:
    gone = make_category()
    make_badge_milestone(trigger=within(gone))
    gone.delete()
    [card] = all_cards()

    assert card.section is Section.CATEGORY
    assert card.broken == "Its category is gone, so nothing can be counted."
    assert not card.needs_the_tree_mended


def test_one_whose_category_stands_below_itself_asks_for_the_tree_to_be_mended() -> None:
    loop = make_category()
    SkillCategory.objects.filter(pk=loop.pk).update(parent=loop)
    card = only_card(trigger=within(loop))

    assert "stands below itself" in card.broken
    assert card.needs_the_tree_mended


def test_those_that_cannot_be_used_come_last_in_their_section() -> None:
    gone = make_category("A")
    make_badge_milestone("Gone", trigger=within(gone))
    gone.delete()
    make_badge_milestone("Fine", trigger=within(make_category("Z")))
    assert titles() == ["Fine", "Gone"]


def test_they_are_filtered_by_state_metric_and_words() -> None:
    make_badge_milestone("First", trigger=everywhere(1))
    make_badge_milestone("Wide", trigger=everywhere(3, metric="category_count"), active=False)
    make_badge_milestone("Deep", trigger=within(make_category("Data"), 2), description="Go on.")
    make_badge_milestone("Odd", trigger={})

    assert titles() == ["First", "Wide", "Deep", "Odd"]
    assert titles(show=Show.ACTIVE) == ["First", "Deep", "Odd"]
    assert titles(show=Show.INACTIVE) == ["Wide"]
    assert titles(show=Show.BROKEN) == ["Odd"]
    assert titles(metric="category_count") == ["Wide"]
    assert titles(metric="badge_count", show=Show.ACTIVE) == ["First", "Deep"]
    assert titles(search=" DATA ") == ["Deep"]
    assert titles(search="go on") == ["Deep"]
    assert titles(search="across 3") == ["Wide"]
    assert titles(search="odd") == ["Odd"]
    assert titles(search="xylophone") == []


def test_only_standing_achievements_are_counted() -> None:
    milestone = make_badge_milestone()
    make_achievement(make_user(), milestone)
    make_achievement(make_user(), milestone)
    make_achievement(make_user(), milestone, revoked_at=NOW)
    make_badge_milestone("Nobody's", trigger=everywhere(9))

    assert achieved_counts(all_cards()) == {milestone.pk: 2}


def test_somebody_whose_achievement_was_revoked_has_reached_it_all_the_same() -> None:
    milestone, other = make_badge_milestone(), make_badge_milestone()
    make_achievement(make_user(), milestone, revoked_at=NOW)
    found = {each.pk: each.was_reached for each in with_history(MilestoneConfig.objects.all())}  # type: ignore[attr-defined]  # annotated
    assert found == {milestone.pk: True, other.pk: False}


def test_who_reached_it_stands_the_latest_first_with_those_it_was_taken_from(grace: User) -> None:
    milestone = make_badge_milestone()
    early, late = make_user(), make_user()
    make_achievement(late, milestone, achieved_at=NOW)
    make_achievement(early, milestone, achieved_at=NOW.replace(month=1), revoked_at=NOW)
    make_achievement(make_user())

    assert [each.user for each in reached_by(milestone, grace)] == [late, early]


def test_a_mentor_sees_only_own_students_among_who_reached_it(alice: Student, bob: User) -> None:
    milestone = make_badge_milestone()
    make_achievement(alice.user, milestone)
    make_achievement(make_user(), milestone)
    assert [each.user for each in reached_by(milestone, bob)] == [alice.user]


@pytest.mark.parametrize("number", [1, 30, 300])
def test_cards_cost_three_queries_however_many(number: int) -> None:
    data = make_category()
    for n in range(number):
        make_badge_milestone(trigger=within(data, n + 1))
    with queries() as ran:
        shown = all_cards()
        achieved_counts(shown)
    assert len(shown) == number
    assert len(ran) == 3  # categories, badge milestones, counts


# What a rule would do --------------------------------------------------------------------------------


def holders(*badges: int) -> None:
    """People with so many badges each."""
    for number in badges:
        person = make_user()
        for _ in range(number):
            make_badge(person)


def test_the_preview_counts_who_qualifies_who_is_one_away_and_who_is_further() -> None:
    holders(6, 5, 4, 4, 4, 2, 1)
    shown = look(everywhere(5))

    assert shown.distances == "2 qualify, 3 are one badge away, 2 further"
    assert shown.holders == 7


def test_one_person_is_spoken_of_as_one() -> None:
    holders(5, 4, 3)
    assert look(everywhere(5)).distances == "1 qualifies, 1 is one badge away, 1 further"


def test_of_categories_one_is_a_category_away() -> None:
    person = make_user()
    make_badge(person, skills=[make_skill(), make_skill()])
    shown = look(everywhere(3, metric="category_count"))
    assert shown.distances == "0 qualify, 1 is one category away, 0 further"


def test_within_a_category_all_who_hold_a_badge_are_counted() -> None:
    data = make_category("Data")
    make_badge(make_user(), skills=[make_skill(category=data)])
    holders(4, 2)
    shown = look(within(data, 2))

    assert shown.distances == "0 qualify, 1 is one badge away, 2 further"
    assert shown.sentence == "User earns this after claiming 2 badges in Data"


def test_the_neighbours_are_one_less_the_threshold_and_one_more() -> None:
    holders(6, 5, 4)
    found = [
        (each.threshold, each.people, each.is_chosen) for each in look(everywhere(5)).neighbours
    ]
    assert found == [(4, 3, False), (5, 2, True), (6, 1, False)]


def test_below_one_and_over_the_highest_threshold_there_is_no_neighbour() -> None:
    assert [each.threshold for each in look(everywhere(1)).neighbours] == [1, 2]
    assert [each.threshold for each in look(everywhere(10**6)).neighbours] == [10**6 - 1, 10**6]


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ({"metric": "badge_count", "scope": "category", "threshold": 1}, "Choose a category."),
        ({**everywhere(1), "threshold": ""}, "a whole number from 1"),
        ({**everywhere(1, metric="category_count"), "scope": "category"}, "cannot be measured"),
        (
            {**everywhere(1), "scope": "category", "categoryId": str(uuid4())},
            "There is no such category. Choose another one.",
        ),
        (None, "A rule is a JSON object"),
    ],
)
def test_a_rule_that_is_wrong_says_why_and_counts_nobody(rule: Any, says: str) -> None:
    holders(1)
    with queries() as ran:
        shown = look(rule)
    assert says in shown.broken
    assert (shown.distances, shown.neighbours, shown.holders) == ("", [], 0)
    assert len(ran) == 1  # categories


def test_the_preview_costs_one_query_besides_the_categories() -> None:
    data = make_category()
    for rule in (everywhere(2), within(data), everywhere(2, metric="category_count")):
        with queries() as ran:
            look(rule)
        assert len(ran) == 2
