"""A new metric is one new function, a new scope is one new function; the rest follows: reading it, evaluating
a claim, the backfill in SQL, words, the services.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from badges.models import BadgeStatus, MilestoneAchievement, MilestoneConfig, MilestoneType
from badges.rules import (
    METRICS,
    SCOPES,
    CategoryTree,
    Column,
    Facts,
    Selection,
    V,
    Within,
    metric,
    scope,
)
from badges.selectors import next_milestone
from badges.selectors.facts import category_tree, holding_of
from badges.selectors.reach import reach
from badges.services import (
    activate_badge_milestone,
    backfill_milestone,
    catch_up,
    check_milestones,
    claim_badge,
    create_badge_milestone,
    edit_badge_milestone,
    revoke_badge,
)
from badges.triggers import Problem, TriggerError, parse_trigger
from badges.words import describe, scope_label, sentence, to_go
from tests.make import make_category, make_skill
from tests.make_badges import everywhere, make_badge, make_badge_milestone, make_template
from tfl.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_for_this_test_only")]


@pytest.fixture
def _for_this_test_only() -> Iterator[None]:
    metrics, scopes = dict(METRICS), dict(SCOPES)
    yield
    for registered, before in ((METRICS, metrics), (SCOPES, scopes)):
        registered.clear()
        registered.update(before)  # type: ignore[arg-type]


def add_skill_count() -> None:
    @metric("skill_count")
    def skill_count(facts: Facts[V]) -> V:
        return facts.distinct(Column.SKILL)


def add_template_scope() -> None:
    @scope("template")
    def of_template(tree: CategoryTree, *, template_id: int) -> Selection:
        return Within(Column.TEMPLATE, frozenset({template_id}))


def add_categories_scope() -> None:
    @scope("categories")
    def in_categories(tree: CategoryTree, *, category_ids: list[UUID]) -> Selection:
        chosen: frozenset[UUID] = frozenset().union(*map(tree.below, category_ids))
        return Within(Column.CATEGORY, chosen)


def awarded() -> int:
    return MilestoneAchievement.objects.standing().count()


# A metric --------------------------------------------------------------------------------------------


def test_a_new_metric_is_unknown_before_it_is_there() -> None:
    with pytest.raises(TriggerError) as refused:
        parse_trigger(everywhere(2, metric="skill_count"))
    assert refused.value.problem == Problem.NO_METRIC


def test_a_new_metric_is_read_evaluated_backfilled_and_taken_back(
    holder: User, grace: User
) -> None:
    add_skill_count()
    sql, python, ruby = (make_skill() for _ in range(3))
    rule = everywhere(3, metric="skill_count")
    assert parse_trigger(rule).as_json() == rule
    milestone = make_badge_milestone(trigger=rule)

    make_badge(holder, skills=[sql, python])
    make_badge(holder, skills=[python])
    assert backfill_milestone(milestone.pk) == 0
    assert parse_trigger(rule).value(holding_of(holder.pk), category_tree()) == 2

    badge = make_badge(holder, skills=[ruby], status=BadgeStatus.PENDING)
    assert [each.milestone for each in claim_badge(badge=badge, by=holder)] == [milestone]
    revoke_badge(badge=badge, by=grace, reason="A mistake.")
    assert awarded() == 0

    make_badge(holder, skills=[ruby])
    assert backfill_milestone(milestone.pk) == 1
    assert awarded() == 1


def test_a_new_metric_makes_sense_in_every_scope_unless_it_says_otherwise(holder: User) -> None:
    add_skill_count()
    data = make_category()
    inside = {"scope": "category", "categoryId": str(data.pk)}
    milestone = make_badge_milestone(trigger={**everywhere(2, metric="skill_count"), **inside})
    make_badge(holder, skills=[make_skill(category=data), make_skill()])
    assert backfill_milestone(milestone.pk) == 0
    make_badge(holder, skills=[make_skill(category=data)])
    assert len(check_milestones(holder)) == 1


def test_a_new_metric_has_words_until_it_is_given_better_ones() -> None:
    add_skill_count()
    trigger = parse_trigger(everywhere(3, metric="skill_count"))
    assert describe(trigger, {}) == "skill_count · global ≥ 3"
    assert sentence(trigger, {}) == "skill_count · global ≥ 3"
    assert to_go(trigger, 2) == "2 more to go"


def test_a_new_metric_goes_through_the_services(holder: User, grace: User) -> None:
    add_skill_count()
    make_badge(holder, skills=[make_skill(), make_skill()])
    rule = everywhere(3, metric="skill_count")
    milestone = create_badge_milestone(title="Polyglot", trigger=rule, by=grace)
    assert milestone.type == MilestoneType.BADGE_COUNT
    activate_badge_milestone(milestone=milestone, by=grace)
    assert catch_up() == 0
    coming = next_milestone(holder)
    assert coming is not None
    assert (coming.milestone, coming.value, coming.to_go) == (milestone, 2, "1 more to go")
    assert reach(parse_trigger(rule), category_tree()).one_away(3) == 1
    edit_badge_milestone(milestone=milestone, by=grace, title="Polyglot", threshold=2)
    assert catch_up() == 1


# A scope ---------------------------------------------------------------------------------------------


def test_a_new_scope_is_read_evaluated_backfilled_and_taken_back(holder: User, grace: User) -> None:
    add_template_scope()
    template, other = make_template("SQL Basics"), make_template()
    rule = {**everywhere(2), "scope": "template", "templateId": template.pk}
    assert parse_trigger(rule).as_json() == rule
    milestone = make_badge_milestone(trigger=rule)

    make_badge(holder, template=template)
    make_badge(holder, template=other)
    assert backfill_milestone(milestone.pk) == 0

    badge = make_badge(holder, template=template, status=BadgeStatus.PENDING)
    assert [each.milestone for each in claim_badge(badge=badge, by=holder)] == [milestone]
    revoke_badge(badge=badge, by=grace, reason="A mistake.")
    assert awarded() == 0

    make_badge(holder, template=template)
    assert backfill_milestone(milestone.pk) == 1


@pytest.mark.parametrize(
    ("value", "problem"),
    [("1", Problem.TYPE), (1.0, Problem.TYPE), (True, Problem.TYPE), (None, Problem.TYPE)],
)
def test_what_a_new_scope_asks_for_is_read_as_strictly(value: Any, problem: Problem) -> None:
    add_template_scope()
    with pytest.raises(TriggerError) as refused:
        parse_trigger({**everywhere(2), "scope": "template", "templateId": value})
    assert (refused.value.problem, refused.value.field) == (problem, "templateId")


def test_a_new_scope_may_name_several_categories(holder: User) -> None:
    add_categories_scope()
    data, talks, other = (make_category() for _ in range(3))
    below = make_category(parent=talks)
    rule = {
        **everywhere(2),
        "scope": "categories",
        "categoryIds": [str(data.pk), str(talks.pk)],
    }
    assert parse_trigger(rule, category_tree()).as_json() == rule
    milestone = make_badge_milestone(trigger=rule)

    make_badge(holder, skills=[make_skill(category=data)])
    make_badge(holder, skills=[make_skill(category=other)])
    assert backfill_milestone(milestone.pk) == 0
    badge = make_badge(holder, skills=[make_skill(category=below)], status=BadgeStatus.PENDING)
    assert [each.milestone for each in claim_badge(badge=badge, by=holder)] == [milestone]
    MilestoneAchievement.objects.all().delete()
    assert backfill_milestone(milestone.pk) == 1


ID = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (ID, Problem.TYPE),
        ([ID.replace("-", "")], Problem.NO_UUID),
        ([ID, 5], Problem.NO_UUID),
        ([ID], Problem.NO_CATEGORY),
    ],
)
def test_a_list_of_categories_is_read_as_strictly(value: Any, problem: Problem) -> None:
    add_categories_scope()
    with pytest.raises(TriggerError) as refused:
        parse_trigger(
            {**everywhere(2), "scope": "categories", "categoryIds": value}, category_tree()
        )
    assert (refused.value.problem, refused.value.field) == (problem, "categoryIds")


@pytest.mark.parametrize("name", ["badge_count", "skill_count"])
def test_a_scope_that_holds_nothing_awards_nobody(name: str, holder: User) -> None:
    add_categories_scope()
    add_skill_count()
    make_badge(holder, skills=[make_skill()])
    nowhere = {"scope": "categories", "categoryIds": []}
    milestone = make_badge_milestone(trigger={**everywhere(1, metric=name), **nowhere})
    assert backfill_milestone(milestone.pk) == 0
    assert check_milestones(holder) == []
    assert reach(parse_trigger(milestone.trigger), category_tree()).further(2) == 1


def test_a_new_scope_has_words_until_it_is_given_better_ones() -> None:
    add_template_scope()
    trigger = parse_trigger({**everywhere(2), "scope": "template", "templateId": 7})
    assert describe(trigger, {}) == "badge_count · template ≥ 2"
    assert scope_label(trigger, {}) == "template"


def test_a_metric_that_asks_for_the_global_scope_stays_there() -> None:
    add_template_scope()
    with pytest.raises(TriggerError) as refused:
        parse_trigger(
            {"metric": "category_count", "scope": "template", "threshold": 2, "templateId": 7}
        )
    assert refused.value.problem == Problem.PAIR


def test_rules_of_a_scope_that_is_gone_award_nobody(holder: User) -> None:
    """As after a downgrade."""
    rule = {**everywhere(1), "scope": "template", "templateId": 7}
    milestone = make_badge_milestone(trigger=rule)
    make_badge(holder)
    assert backfill_milestone(milestone.pk) == 0
    assert MilestoneConfig.objects.get().usable_trigger() is None
