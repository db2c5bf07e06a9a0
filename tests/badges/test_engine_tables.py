"""Who is awarded what: the valid pairs around their thresholds, and what counts; by every way there is."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from badges.models import Badge, BadgeStatus, How, MilestoneAchievement
from tests.badges.test_triggers import without
from tests.badges.ways import Way, all_ways, by_backfill, claim, has, still_ways
from tests.make import make_category, make_skill, make_user
from tests.make_badges import (
    everywhere,
    make_badge,
    make_badge_milestone,
    make_template,
    within,
)
from tfl.accounts.models import User

pytestmark = pytest.mark.django_db

PENDING, REVOKED = BadgeStatus.PENDING, BadgeStatus.REVOKED


# Thresholds ------------------------------------------------------------------------------------------


@pytest.fixture
def kinds(db: None) -> dict[str, tuple[dict[str, Any], Callable[[User], Badge]]]:
    """Of each valid pair a rule without its threshold, and how to be given one more of what it counts."""
    data = make_category("Data")
    sql = make_skill("SQL", category=data)

    def anything(holder: User) -> Badge:
        return make_badge(holder, status=PENDING)

    def something_in_data(holder: User) -> Badge:
        return make_badge(holder, skills=[sql], status=PENDING)

    def something_new(holder: User) -> Badge:
        return make_badge(holder, skills=[make_skill()], status=PENDING)

    return {
        "badges": (without(everywhere(), "threshold"), anything),
        "within": (without(within(data), "threshold"), something_in_data),
        "variety": (without(everywhere(metric="category_count"), "threshold"), something_new),
    }


@pytest.mark.parametrize("kind", ["badges", "within", "variety"])
@pytest.mark.parametrize("threshold", [1, 2, 5])
def test_a_claim_awards_at_the_threshold_not_before_and_once(
    kinds: Any, kind: str, threshold: int, holder: User
) -> None:
    rule, give = kinds[kind]
    make_badge_milestone("It", trigger={**rule, "threshold": threshold})
    reached = [claim(give(holder)) for _ in range(threshold + 2)]
    assert reached == [set()] * (threshold - 1) + [{"It"}] + [set()] * 2
    achievement = MilestoneAchievement.objects.get()
    assert achievement.how == How.CLAIM
    assert achievement.trigger["threshold"] == threshold


@still_ways
@pytest.mark.parametrize("kind", ["badges", "within", "variety"])
@pytest.mark.parametrize(("more", "is_awarded"), [(-1, False), (0, True), (1, True), (4, True)])
def test_what_is_held_already_is_awarded_from_the_threshold_on(
    kinds: Any, kind: str, more: int, is_awarded: bool, way: Way, holder: User
) -> None:
    rule, give = kinds[kind]
    for _ in range(3 + more):
        claim(give(holder))
    milestone = make_badge_milestone(trigger={**rule, "threshold": 3})
    way(holder)
    assert has(holder, milestone) is is_awarded
    assert MilestoneAchievement.objects.filter(how=How.BACKFILL).count() == is_awarded


def test_a_jump_over_several_thresholds_awards_them_all(holder: User) -> None:
    skills = [make_skill() for _ in range(4)]
    for threshold in (1, 2, 4, 5):
        make_badge_milestone(
            f"{threshold} categories", trigger=everywhere(threshold, metric="category_count")
        )
    reached = claim(make_badge(holder, skills=skills, status=PENDING))
    assert reached == {"1 categories", "2 categories", "4 categories"}


def test_a_claim_awards_of_every_kind_what_it_reaches(holder: User) -> None:
    data = make_category("Data")
    sql = make_skill("SQL", category=data)
    make_badge(holder)
    make_badge_milestone("Two badges", trigger=everywhere(2))
    make_badge_milestone("Three badges", trigger=everywhere(3))
    make_badge_milestone("One in Data", trigger=within(data))
    make_badge_milestone("One category", trigger=everywhere(1, metric="category_count"))
    make_badge_milestone("Two categories", trigger=everywhere(2, metric="category_count"))
    make_badge_milestone("Asleep", active=False)
    reached = claim(make_badge(holder, skills=[sql], status=PENDING))
    assert reached == {"Two badges", "One in Data", "One category"}


def test_the_highest_threshold_there_is_is_reached_by_as_many(holder: User) -> None:
    """A million badges are not held here; but the one before the last is not enough for any of them."""
    top = make_badge_milestone(trigger=everywhere(1_000_000))
    near = make_badge_milestone(trigger=everywhere(300))
    template = make_template()
    Badge.objects.bulk_create(
        Badge(
            template=template,
            recipient=holder,
            status=BadgeStatus.CLAIMED,
            claimed_at=timezone.now(),
        )
        for _ in range(299)
    )
    by_backfill(holder)
    assert not has(holder, near)
    claim(make_badge(holder, template=template, status=PENDING))
    assert has(holder, near)
    assert not has(holder, top)


# What counts -----------------------------------------------------------------------------------------


@still_ways
def test_pending_expired_and_revoked_badges_do_not_count(way: Way, holder: User) -> None:
    milestone = make_badge_milestone(trigger=everywhere(2))
    make_badge(holder)
    make_badge(holder, status=PENDING)
    make_badge(holder, status=REVOKED)
    make_badge(holder, expires_at=timezone.now() - timedelta(seconds=1))
    way(holder)
    assert not has(holder, milestone)
    make_badge(holder, expires_at=timezone.now() + timedelta(hours=1))
    way(holder)
    assert has(holder, milestone)


@still_ways
def test_badges_of_others_do_not_count(way: Way, holder: User) -> None:
    milestone = make_badge_milestone(trigger=everywhere(2))
    template = make_template()
    make_badge(holder, template=template)
    make_badge(make_user(), template=template)
    way(holder)
    assert not MilestoneAchievement.objects.filter(milestone=milestone).exists()


@still_ways
def test_two_badges_of_one_template_are_two(way: Way, holder: User) -> None:
    data = make_category()
    template = make_template(skills=[make_skill(category=data)])
    rules = [everywhere(2), within(data, 2), everywhere(2, metric="category_count")]
    badges, inside, variety = (make_badge_milestone(trigger=rule) for rule in rules)
    make_badge(holder, template=template)
    make_badge(holder, template=template)
    way(holder)
    assert has(holder, badges)
    assert has(holder, inside)
    assert not has(holder, variety)


@still_ways
def test_a_badge_with_several_fitting_skills_counts_once(way: Way, holder: User) -> None:
    data = make_category()
    below = make_category(parent=data)
    skills = [make_skill(category=data), make_skill(category=data), make_skill(category=below)]
    rules = [within(data, 2), within(data, 1), everywhere(2)]
    twice, once, badges = (make_badge_milestone(trigger=rule) for rule in rules)
    make_badge(holder, skills=skills)
    way(holder)
    assert has(holder, once)
    assert not has(holder, twice)
    assert not has(holder, badges)


@still_ways
def test_a_badge_without_skills_counts_in_the_global_scope_alone(way: Way, holder: User) -> None:
    data = make_category()
    rules = [everywhere(1), within(data, 1), everywhere(1, metric="category_count")]
    badges, inside, variety = (make_badge_milestone(trigger=rule) for rule in rules)
    make_badge(holder)
    way(holder)
    assert has(holder, badges)
    assert not has(holder, inside)
    assert not has(holder, variety)


@still_ways
def test_a_parent_and_its_child_are_two_categories(way: Way, holder: User) -> None:
    data = make_category()
    sql = make_category(parent=data)
    two, three = (
        make_badge_milestone(trigger=everywhere(n, metric="category_count")) for n in (2, 3)
    )
    make_badge(holder, skills=[make_skill(category=data), make_skill(category=data)])
    make_badge(holder, skills=[make_skill(category=sql)])
    way(holder)
    assert has(holder, two)
    assert not has(holder, three)


@still_ways
def test_the_free_text_category_of_a_template_is_no_category(way: Way, holder: User) -> None:
    data = make_category("Data")
    template = make_template()
    template.category = "Data"
    template.save()
    milestone = make_badge_milestone(trigger=within(data))
    make_badge(holder, template=template)
    way(holder)
    assert not has(holder, milestone)


@all_ways
def test_a_sleeping_badge_milestone_awards_nobody(way: Way, holder: User) -> None:
    asleep = make_badge_milestone(active=False)
    make_badge(holder)
    way(holder)
    assert not has(holder, asleep)
