"""Rules about a category: how far down it reaches, a category that is gone, cycles forced into the table."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from badges.models import BadgeStatus, MilestoneAchievement, MilestoneConfig
from badges.selectors import next_milestone
from badges.selectors.facts import category_tree
from badges.services import (
    BadgesError,
    activate_badge_milestone,
    create_badge_milestone,
    revoke_badge,
)
from badges.triggers import Problem, TriggerError, parse_trigger
from tests.badges.product import run_sql, uuid_of
from tests.badges.ways import Way, all_ways, claim, has, still_ways
from tests.make import make_category, make_skill
from tests.make_badges import (
    everywhere,
    make_badge,
    make_badge_milestone,
    within,
)
from tfl.accounts.models import User
from tfl.skills.models import Skill, SkillCategory

pytestmark = pytest.mark.django_db

PENDING, REVOKED = BadgeStatus.PENDING, BadgeStatus.REVOKED


@pytest.fixture
def stack(db: None) -> list[SkillCategory]:
    """Six categories, each below the one before."""
    categories: list[SkillCategory] = []
    for level in range(6):
        above = categories[-1] if categories else None
        categories.append(make_category(f"Level {level + 1}", parent=above))
    return categories


@still_ways
@pytest.mark.parametrize(
    ("more", "fitting"),
    [
        ({}, {1, 2, 3}),
        ({"includeSubCategories": True}, {1, 2, 3}),
        ({"includeSubCategories": False}, {3}),
    ],
)
def test_in_a_tree_six_deep_a_category_reaches_down_unless_told_otherwise(
    more: dict[str, bool], fitting: set[int], way: Way, holder: User, stack: list[SkillCategory]
) -> None:
    """A badge at level 3 fits the categories of levels 1 to 3, or with `false` that of level 3 alone."""
    milestones = [make_badge_milestone(trigger=within(each, **more)) for each in stack]
    make_badge(holder, skills=[make_skill(category=stack[2])])
    way(holder)
    reached = {level for level, each in enumerate(milestones, start=1) if has(holder, each)}
    assert reached == fitting


def test_a_claim_at_the_bottom_reaches_every_level(
    holder: User, stack: list[SkillCategory]
) -> None:
    for each in stack:
        make_badge_milestone(each.name, trigger=within(each))
        make_badge_milestone(f"{each.name} alone", trigger=within(each, includeSubCategories=False))
    reached = claim(make_badge(holder, skills=[make_skill(category=stack[5])], status=PENDING))
    assert reached == {*(each.name for each in stack), "Level 6 alone"}


@all_ways
@pytest.mark.parametrize("more", [{}, {"includeSubCategories": False}])
def test_a_category_without_skills_is_never_reached(
    more: dict[str, bool], way: Way, holder: User
) -> None:
    milestone = make_badge_milestone(trigger=within(make_category(), **more))
    make_badge(holder, skills=[make_skill()])
    way(holder)
    assert not has(holder, milestone)


@still_ways
def test_an_id_in_capitals_names_the_same_category(way: Way, holder: User) -> None:
    data = make_category()
    rule = within(data) | {"categoryId": str(data.pk).upper()}
    milestone = make_badge_milestone(trigger=rule)
    make_badge(holder, skills=[make_skill(category=data)])
    way(holder)
    assert has(holder, milestone)


def test_a_siblings_badge_does_not_fit(holder: User, stack: list[SkillCategory]) -> None:
    sibling = make_category(parent=stack[1])
    make_badge_milestone("Sibling", trigger=within(sibling))
    make_badge_milestone("Parent", trigger=within(stack[1]))
    badge = make_badge(holder, skills=[make_skill(category=stack[2])], status=PENDING)
    assert claim(badge) == {"Parent"}


@all_ways
def test_a_category_that_was_removed_awards_nobody_and_is_flagged(way: Way, holder: User) -> None:
    category = make_category()
    milestone = make_badge_milestone(trigger=within(category))
    make_badge(holder, skills=[make_skill(category=category)])
    Skill.objects.update(category=make_category())
    category.delete()
    way(holder)
    assert not MilestoneAchievement.objects.exists()
    assert milestone.usable_trigger() is not None
    assert milestone.usable_trigger(category_tree()) is None
    assert refused_as(milestone) == Problem.NO_CATEGORY


def refused_as(milestone: MilestoneConfig) -> Problem:
    with pytest.raises(TriggerError) as refused:
        parse_trigger(milestone.trigger, category_tree())
    assert refused.value.field == "categoryId"
    return refused.value.problem


def force_parent(category: SkillCategory, parent: SkillCategory) -> None:
    """Past every check."""
    run_sql(
        "UPDATE skill_categories SET parent_id = %s WHERE id = %s",
        uuid_of(parent),
        uuid_of(category),
    )


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """PostgreSQL ends a statement that takes longer; the walks in memory are timed in test_rules."""
    if connection.vendor == "postgresql":
        run_sql(f"SET LOCAL statement_timeout = '{seconds}s'")
    yield


@all_ways
@pytest.mark.parametrize("more", [{}, {"includeSubCategories": False}])
@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_cycle_forced_into_the_table_ends_awards_nobody_and_is_flagged(
    length: int,
    more: dict[str, bool],
    way: Way,
    holder: User,
    grace: User,
    stack: list[SkillCategory],
) -> None:
    """Levels 1 to `length` go round and round; what hangs below is whole and counts."""
    force_parent(stack[0], stack[length - 1])
    milestones = [make_badge_milestone(trigger=within(each, **more)) for each in stack]
    make_badge(holder, skills=[make_skill(category=each) for each in stack])
    with at_most(5):
        way(holder)
    assert [has(holder, each) for each in milestones] == [False] * length + [True] * (6 - length)
    assert all(refused_as(each) == Problem.CYCLE for each in milestones[:length])
    with pytest.raises(BadgesError) as refused:
        create_badge_milestone(title="It", trigger=within(stack[0], **more), by=grace)
    assert refused.value.field == "categoryId"
    assert next_milestone(holder) is not None


def test_what_cannot_be_used_cannot_be_activated(grace: User, stack: list[SkillCategory]) -> None:
    milestone = make_badge_milestone(trigger=within(stack[1]), active=False)
    force_parent(stack[0], stack[1])
    with pytest.raises(BadgesError) as refused:
        activate_badge_milestone(milestone=milestone, by=grace)
    assert refused.value.field == "categoryId"
    milestone.refresh_from_db()
    assert not milestone.active


def test_direct_categories_are_counted_whatever_the_tree_is_like(
    holder: User, stack: list[SkillCategory]
) -> None:
    force_parent(stack[0], stack[1])
    make_badge_milestone("Two", trigger=everywhere(2, metric="category_count"))
    skills = [make_skill(category=each) for each in stack[:2]]
    assert claim(make_badge(holder, skills=skills, status=PENDING)) == {"Two"}


def test_taking_a_badge_back_ends_however_the_tree_is_like(
    holder: User, grace: User, stack: list[SkillCategory]
) -> None:
    make_badge_milestone("Round", trigger=within(stack[0]))
    make_badge_milestone("Whole", trigger=within(stack[3]))
    badge = make_badge(holder, skills=[make_skill(category=stack[4])], status=PENDING)
    assert claim(badge) == {"Round", "Whole"}
    force_parent(stack[0], stack[1])
    revoke_badge(badge=badge, by=grace, reason="A mistake.")
    standing = MilestoneAchievement.objects.standing()
    assert [each.milestone.title for each in standing] == ["Round"]
