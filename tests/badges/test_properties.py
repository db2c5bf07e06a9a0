"""What holds for any people, badges, skills, tree and rule: the database counts what memory counts, and a
backfill awards whom evaluating everybody one by one awards. The examples are drawn from a fixed seed.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import wraps
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from badges.models import Badge, BadgeStatus, How, MilestoneAchievement, MilestoneConfig
from badges.rules import (
    METRICS,
    SCOPES,
    CategoryTree,
    Column,
    Facts,
    Metric,
    Selection,
    UnusableCategoryError,
    Within,
)
from badges.selectors.facts import category_tree, holding_of
from badges.selectors.reach import people_reaching, reach, values_of
from badges.services import backfill_milestone, check_milestones
from badges.triggers import Trigger, parse_trigger
from tests.badges.product import Product
from tests.badges.replay import Held, Replay
from tests.badges.test_histories import some_rule, some_skills
from tests.make import make_admin, make_user
from tests.make_badges import make_achievement
from tfl.accounts.models import User

pytestmark = pytest.mark.django_db

PEOPLE, CATEGORIES, SKILLS, TEMPLATES, RULES = 4, 6, 5, 6, 6
MOST_BADGES = 6

any_world = settings(
    max_examples=30,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
chances = st.integers(0, 2**64).map(Random)


def undone(test: Callable[..., None]) -> Callable[..., None]:
    """Each example begins with the same people and nothing else."""

    @wraps(test)
    def alone(*args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            test(*args, **kwargs)
            transaction.set_rollback(True)

    return alone


def some_world(chance: Random) -> Replay:
    """Also with cycles, with badges in every state, and rules of every kind, all awake."""
    world = Replay(
        people=PEOPLE,
        parents={n: chance.choice([None, *range(n)]) for n in range(CATEGORIES)},
        category_of={n: chance.randrange(CATEGORIES) for n in range(SKILLS)},
        skills_of={n: some_skills(chance) for n in range(TEMPLATES)},
        validity=dict.fromkeys(range(TEMPLATES)),
        rules=[some_rule(chance) for _ in range(RULES)],
        now=timezone.now(),
    )
    for rule in world.rules:
        rule.active = True
    if chance.random() < 0.3:
        world.parents[0] = chance.randrange(CATEGORIES)
    for person in range(PEOPLE):
        for _ in range(chance.randint(0, MOST_BADGES)):
            world.badges.append(some_badge(chance, person, world))
    return world


def some_badge(chance: Random, person: int, world: Replay) -> Held:
    return Held(
        person,
        chance.randrange(TEMPLATES),
        chance.choice([None, None, None, world.now - timedelta(1), world.now + timedelta(1)]),
        chance.choice(["claimed", "claimed", "claimed", "claimed", "pending", "revoked"]),
    )


def put_badges(product: Product, world: Replay) -> None:
    product.badges = Badge.objects.bulk_create(
        Badge(
            template=product.templates[it.template],
            recipient=product.people[it.person],
            expires_at=it.expires,
            status=BadgeStatus(it.state.title()),
            claimed_at=world.now if it.state == "claimed" else None,
            revoked_at=world.now if it.state == "revoked" else None,
        )
        for it in world.badges
    )


@pytest.fixture
def crowd(db: None) -> list[User]:
    """An admin, and the people."""
    return [make_admin(), *(make_user() for _ in range(PEOPLE))]


# Memory and SQL --------------------------------------------------------------------------------------


def counting(column: Column) -> Metric:
    def count(facts: Facts[Any]) -> Any:
        return facts.distinct(column)

    return Metric(count, None)


def by_number(column: Column) -> Callable[..., Selection]:
    def chosen(tree: CategoryTree, *, values: list[int]) -> Selection:
        return Within(column, frozenset(values))

    return chosen


def by_category(tree: CategoryTree, *, values: list[UUID]) -> Selection:
    return Within(Column.CATEGORY, frozenset(values))


@pytest.fixture
def _every_column(monkeypatch: pytest.MonkeyPatch) -> None:
    """A metric that counts each column and a scope that selects by each, besides those of the product."""
    for column in Column:
        chosen = by_category if column is Column.CATEGORY else by_number(column)
        monkeypatch.setitem(METRICS, f"distinct_{column}", counting(column))
        monkeypatch.setitem(SCOPES, f"by_{column}", chosen)


def every_rule(product: Product, chance: Random) -> Iterator[Trigger]:
    """Each metric in each scope in which it makes sense, about some of what there is."""
    for name, metric in METRICS.items():
        for scope in SCOPES:
            if metric.makes_sense_in(scope):
                rule = {"metric": name, "scope": scope, "threshold": chance.randint(1, 3)}
                yield parse_trigger(rule | some_parameters(scope, product, chance))


def some_parameters(scope: str, product: Product, chance: Random) -> dict[str, Any]:
    category = str(chance.choice(product.categories).pk)
    there: dict[str, list[Any]] = {
        "by_badge": product.badges,
        "by_template": product.templates,
        "by_skill": product.skills,
        "by_category": product.categories,
    }
    if scope == "category":
        return {"categoryId": category, "includeSubCategories": chance.random() < 0.7}
    if scope in there:
        some = chance.sample(there[scope], chance.randint(0, min(3, len(there[scope]))))
        keys = [each.pk for each in some]
        return {"values": [str(key) for key in keys] if scope == "by_category" else keys}
    return {}


@pytest.mark.usefixtures("_every_column")
@any_world
@given(chance=chances)
@undone
def test_the_database_counts_what_memory_counts(crowd: list[User], chance: Random) -> None:
    world = some_world(chance)
    product = Product(world, crowd[0], crowd[1:])
    put_badges(product, world)
    tree = category_tree()
    holdings = {person.pk: holding_of(person.pk) for person in product.people}
    for trigger in every_rule(product, chance):
        try:
            expected = {pk: trigger.value(theirs, tree) for pk, theirs in holdings.items()}
        except UnusableCategoryError:
            with pytest.raises(UnusableCategoryError):
                values_of(trigger, tree)
            continue
        rows = {row["recipient"]: row["value"] for row in values_of(trigger, tree)}
        assert {pk: value for pk, value in rows.items() if value} == {
            pk: value for pk, value in expected.items() if value
        }
        there = {pk for pk, value in expected.items() if value >= trigger.threshold}
        assert {row["recipient"] for row in people_reaching(trigger, tree)} == there


@any_world
@given(chance=chances)
@undone
def test_the_preview_counts_whom_the_naive_replay_counts(crowd: list[User], chance: Random) -> None:
    world = some_world(chance)
    product = Product(world, crowd[0], crowd[1:])
    put_badges(product, world)
    tree = category_tree()
    holders = [n for n in range(PEOPLE) if world.counting(n)]
    for rule, milestone in zip(world.rules, product.milestones, strict=True):
        if not world.is_usable(rule):
            continue
        values = [world.value(rule, world.counting(person)) for person in holders]
        at = reach(parse_trigger(milestone.trigger), tree)
        for threshold in (1, 2, 3, 5):
            assert at.qualify(threshold) == sum(value >= threshold for value in values)
            assert at.one_away(threshold) == values.count(threshold - 1)
            assert at.further(threshold) == sum(value < threshold - 1 for value in values)


# Everybody at once and one by one --------------------------------------------------------------------


Row = tuple[int, int, str, bool, bool]


def rows() -> set[Row]:
    """Badge milestone, person, how, whether told and whether taken. When differs, and nothing else may."""
    return {
        (
            each.milestone_id,
            each.user_id,
            each.how,
            each.celebrated_at is not None,
            each.revoked_at is not None,
        )
        for each in MilestoneAchievement.objects.all()
    }


def reached_before(world: Replay, product: Product, chance: Random) -> None:
    """Some have some of it: by a claim, taken over from elsewhere, or had it and lost it."""
    for milestone in product.milestones:
        for person in product.people:
            if chance.random() < 0.25:
                make_achievement(
                    person,
                    milestone,
                    how=chance.choice([How.CLAIM, How.IMPORT, How.BACKFILL]),
                    celebrated_at=chance.choice([None, world.now]),
                    revoked_at=chance.choice([None, world.now]),
                )


@any_world
@given(chance=chances)
@undone
def test_a_backfill_awards_whom_one_by_one_are_awarded(crowd: list[User], chance: Random) -> None:
    world = some_world(chance)
    product = Product(world, crowd[0], crowd[1:])
    put_badges(product, world)
    reached_before(world, product, chance)
    asleep = chance.choice(product.milestones)
    MilestoneConfig.objects.filter(pk=asleep.pk).update(active=False)

    before = transaction.savepoint()
    found = sum(backfill_milestone(milestone.pk) for milestone in product.milestones)
    at_once = rows()
    transaction.savepoint_rollback(before)
    new = sum(len(check_milestones(person)) for person in product.people)

    assert at_once == rows()
    assert found == new
    assert {row[:2] for row in at_once if not row[4]} >= {
        (milestone.pk, product.people[person].pk)
        for rule, milestone in zip(world.rules, product.milestones, strict=True)
        for person in range(PEOPLE)
        if milestone != asleep
        and world.is_usable(rule)
        and world.value(rule, world.counting(person)) >= rule.threshold
    }
    again = sum(backfill_milestone(milestone.pk) for milestone in product.milestones)
    assert again == 0
