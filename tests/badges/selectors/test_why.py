"""Which badges count towards a badge milestone, which do not and why."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from badges.models import BadgeStatus, How, MilestoneAchievement, MilestoneConfig
from badges.selectors.why import Why, why
from badges.services import claim_badge, revoke_badge
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

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def verdicts_of(shown: Why) -> list[tuple[str, str]]:
    return [(each.badge.template.name, str(each.verdict)) for each in shown.badges]


def test_of_every_badge_it_says_whether_it_counts(ivan: User, bob: User) -> None:
    """Two count: 2 of 3. What has no skill counts where no category is asked for."""
    day = timedelta(days=1)
    make_badge(ivan, template=make_template("SQL"), issued_at=NOW - 9 * day)
    make_badge(ivan, template=make_template("Expired"), expires_at=NOW)
    make_badge(ivan, template=make_template("To claim"), status=BadgeStatus.PENDING)
    make_badge(ivan, template=make_template("Revoked"), status=BadgeStatus.REVOKED)
    make_badge(ivan, template=make_template("Git", skills=[make_skill()]), issued_at=NOW - day)
    make_badge(bob, template=make_template("Bob’s"))

    shown = why(make_badge_milestone(trigger=everywhere(3)), ivan)

    assert verdicts_of(shown) == [
        ("Git", "counts"),
        ("SQL", "counts"),
        ("To claim", "pending"),
        ("Expired", "expired"),
        ("Revoked", "revoked"),
    ]
    assert (shown.value, shown.threshold, shown.to_go) == (2, 3, "1 more to go")
    assert (shown.rule, shown.achievement) == ("Earn 3 badges", None)
    assert [each.categories for each in shown.badges if each.categories] == []


def test_what_expired_before_it_was_claimed_is_expired(ivan: User) -> None:
    make_badge(ivan, status=BadgeStatus.PENDING, expires_at=NOW)

    shown = why(make_badge_milestone(), ivan)

    assert [str(each.verdict) for each in shown.badges] == ["expired"]


def test_a_category_counts_with_those_below_it_unless_told_otherwise(ivan: User) -> None:
    """Data ⊃ Databases. SQL is in Databases, Charts in Data, CSS in Web."""
    data, web = make_category("Data"), make_category("Web")
    databases = make_category("Databases", parent=data)
    sql, charts = make_skill("SQL", category=databases), make_skill("Charts", category=data)
    css = make_skill("CSS", category=web)
    for name, skills in (("A", [sql]), ("B", [charts]), ("C", [css]), ("D", [css, sql, charts])):
        make_badge(ivan, template=make_template(name, skills=skills))
    make_badge(ivan, template=make_template("E"))

    whole = why(make_badge_milestone(trigger=within(data, 3)), ivan)
    alone = why(make_badge_milestone(trigger=within(data, 3, includeSubCategories=False)), ivan)

    assert whole.value == 3
    assert sorted(verdicts_of(whole)) == [
        ("A", "counts"),
        ("B", "counts"),
        ("C", "outside"),
        ("D", "counts"),
        ("E", "outside"),
    ]
    assert {each.badge.template.name: each.categories for each in whole.badges} == {
        "A": ["Databases"],
        "B": ["Data"],
        "C": (),
        "D": ["Data", "Databases"],
        "E": (),
    }
    assert whole.outside == "Not in Data"
    assert alone.value == 2
    assert sorted(verdicts_of(alone)) == [
        ("A", "outside"),
        ("B", "counts"),
        ("C", "outside"),
        ("D", "counts"),
        ("E", "outside"),
    ]


def test_for_categories_a_badge_counts_by_those_of_its_skills(ivan: User) -> None:
    """Data and Web are two, however many badges; a badge without skills has no category."""
    data, web = make_category("Data"), make_category("Web")
    sql, css = make_skill("SQL", category=data), make_skill("CSS", category=web)
    make_badge(ivan, template=make_template("A", skills=[sql]))
    make_badge(ivan, template=make_template("B", skills=[sql, css]))
    make_badge(ivan, template=make_template("C"))

    shown = why(make_badge_milestone(trigger=everywhere(3, metric="category_count")), ivan)

    assert (shown.value, shown.to_go) == (2, "1 more category to go")
    assert sorted(verdicts_of(shown)) == [("A", "counts"), ("B", "counts"), ("C", "outside")]
    assert [each.categories for each in shown.badges if each.badge.template.name == "B"] == [
        ["Data", "Web"]
    ]
    assert shown.outside == "Without a category"


def test_reached_says_when_and_how(ivan: User) -> None:
    milestone = make_badge_milestone(trigger=everywhere(1))
    claim_badge(badge=make_badge(ivan, status=BadgeStatus.PENDING), by=ivan)

    shown = why(milestone, ivan)

    assert shown.has_it
    assert not shown.was_revoked
    assert shown.achievement is not None
    assert shown.achievement.achieved_at == NOW
    assert shown.achievement.get_how_display() == "by claiming a badge"
    assert (shown.value, shown.to_go) == (1, "")


def test_what_was_reached_stands_though_less_counts_today(
    ivan: User, clock: time_machine.Traveller
) -> None:
    milestone = make_badge_milestone(trigger=everywhere(1))
    badge = make_badge(ivan, status=BadgeStatus.PENDING, expires_at=NOW + timedelta(days=1))
    claim_badge(badge=badge, by=ivan)
    clock.move_to(NOW + timedelta(days=2))

    shown = why(milestone, ivan)

    assert shown.has_it
    assert (shown.value, shown.threshold) == (0, 1)


def test_revoked_names_the_badge_that_took_it(ivan: User, grace: User) -> None:
    milestone = make_badge_milestone(trigger=everywhere(1))
    badge = make_badge(ivan, template=make_template("SQL"), status=BadgeStatus.PENDING)
    claim_badge(badge=badge, by=ivan)
    revoke_badge(badge=badge, by=grace, reason="A mistake.")

    shown = why(milestone, ivan)

    assert shown.was_revoked
    assert not shown.has_it
    assert shown.achievement is not None
    assert shown.achievement.revoked_with == badge
    assert verdicts_of(shown) == [("SQL", "revoked")]
    assert shown.to_go == "1 more to go"


def test_over_the_threshold_nothing_is_to_go(ivan: User) -> None:
    for _ in range(3):
        make_badge(ivan)

    shown = why(make_badge_milestone(trigger=everywhere(2)), ivan)

    assert (shown.value, shown.shown_value, shown.to_go) == (3, 2, "")
    assert not shown.has_it


def test_a_rule_that_cannot_be_used_says_so_and_weighs_nothing(ivan: User) -> None:
    make_badge(ivan)
    milestone = MilestoneConfig.objects.create(title="Broken", trigger=everywhere(0), active=True)
    make_achievement(ivan, milestone, how=How.IMPORT)

    shown = why(milestone, ivan)

    assert shown.problem == "The threshold is a whole number from 1 to 1,000,000."
    assert (shown.rule, list(shown.badges), shown.value, shown.threshold) == ("", [], 0, 0)
    assert shown.has_it


def test_a_category_that_is_gone_makes_it_unusable(ivan: User) -> None:
    data = make_category("Data")
    milestone = make_badge_milestone(trigger=within(data, 1))
    data.delete()

    assert why(milestone, ivan).problem == "There is no such category. Choose another one."


def test_it_agrees_with_who_is_awarded(ivan: User) -> None:
    """Each of these is at its threshold, so it is reached by the claim: as many as count."""
    data, web = make_category("Data"), make_category("Web")
    sql, css = make_skill("SQL", category=data), make_skill("CSS", category=web)
    milestones = [
        make_badge_milestone(trigger=trigger)
        for trigger in (
            everywhere(3),
            everywhere(2, metric="category_count"),
            within(data, 2),
            within(web, 1),
        )
    ]
    make_badge(ivan, skills=[sql])
    make_badge(ivan, skills=[css])
    claim_badge(badge=make_badge(ivan, skills=[sql], status=BadgeStatus.PENDING), by=ivan)

    for milestone in milestones:
        shown = why(milestone, ivan)
        assert shown.has_it
        assert shown.value == shown.threshold
    assert MilestoneAchievement.objects.count() == 4


@pytest.mark.parametrize("number", [1, 30, 300])
def test_it_takes_five_queries_however_many_badges_there_are(
    number: int, ivan: User, django_assert_num_queries: Any
) -> None:
    template = make_template(skills=[make_skill(), make_skill()])
    for _ in range(number):
        make_badge(ivan, template=template)
    milestone = make_badge_milestone(trigger=everywhere(number))

    with django_assert_num_queries(5):
        assert why(milestone, ivan).value == number
