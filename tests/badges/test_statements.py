"""What the engine costs, in statements: the same however many badge milestones, categories, badges and people
there are. Transaction control is not counted.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from badges.models import Badge, BadgeStatus, MilestoneAchievement, MilestoneConfig
from badges.services import (
    catch_up,
    celebrate,
    check_milestones,
    claim_badge,
    evaluation,
    reevaluate_changed_templates,
    revoke_badge,
    tell_owners,
)
from badges.services.backfill import backfill_milestone
from tests.make import make_category, make_skill, make_token, make_user
from tests.make_badges import (
    everywhere,
    make_badge,
    make_badge_milestone,
    make_template,
    within,
)
from tfl.accounts.models import User
from tfl.skills.models import Skill, SkillCategory

pytestmark = pytest.mark.django_db

CONTROL = re.compile(r"(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b")
MOST_OF_A_CLAIM = 8
MOST_READS, MOST_WRITES = 4, 1


@contextmanager
def statements() -> Iterator[list[str]]:
    """What was sent meanwhile, in its order."""
    sent: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield sent
    sent += [sql for each in captured if not CONTROL.match(sql := each["sql"].strip())]


def reads(sent: list[str]) -> list[str]:
    return [each for each in sent if each.startswith("SELECT")]


def writes(sent: list[str]) -> list[str]:
    return [each for each in sent if each.startswith(("INSERT", "UPDATE", "DELETE"))]


def of_evaluation(sent: list[str]) -> list[str]:
    """What follows the writing of the claimed badge."""
    claimed = next(n for n, each in enumerate(sent) if each.startswith('UPDATE "badges"'))
    return sent[claimed + 1 :]


def make_stack(depth: int) -> list[SkillCategory]:
    categories: list[SkillCategory] = []
    for _level in range(depth):
        categories.append(make_category(parent=categories[-1] if categories else None))
    return categories


def make_milestones(
    many: int, stack: list[SkillCategory], *, reached_at: int, reached: int
) -> None:
    """`many` active ones of all kinds, of which `reached` are reached with so many badges or categories; the
    others take ten more and as many as there are of them.
    """
    kinds: list[Callable[[int], dict[str, Any]]] = [
        everywhere,
        lambda threshold: everywhere(threshold, metric="category_count"),
        *(
            lambda threshold, category=category, more=more: within(category, threshold, **more)
            for category in stack
            for more in ({}, {"includeSubCategories": False})
        ),
    ]
    MilestoneConfig.objects.bulk_create(
        MilestoneConfig(
            title=f"Milestone {n}",
            active=True,
            trigger=everywhere(reached_at)
            if n < reached
            else kinds[n % len(kinds)](reached_at + 10 + n),
        )
        for n in range(1, many + 1)
    )


def held_before(holder: User, skills: list[Skill], many: int = 2) -> None:
    for _ in range(many):
        make_badge(holder, skills=skills)
    reevaluate_changed_templates()  # as the sweep leaves it


@pytest.mark.parametrize("reached", [0, 1, 10])
@pytest.mark.parametrize("depth", [1, 6])
@pytest.mark.parametrize("many", [10, 200, 1000])
def test_a_claim_costs_the_same_with_ten_badge_milestones_and_a_thousand(
    many: int, depth: int, reached: int, holder: User
) -> None:
    stack = make_stack(depth)
    skills = [make_skill(category=category) for category in stack]
    held_before(holder, skills)
    make_milestones(many, stack, reached_at=3, reached=reached + 1)
    badge = make_badge(holder, skills=skills, status=BadgeStatus.PENDING)
    with statements() as sent:
        new = claim_badge(badge=badge, by=holder)
    assert len(new) == reached
    assert len(sent) == (6 if reached else 5) <= MOST_OF_A_CLAIM, sent
    evaluated = of_evaluation(sent)
    assert len(reads(evaluated)) == 3 <= MOST_READS
    assert len(writes(evaluated)) == bool(reached) <= MOST_WRITES


@pytest.mark.postgres
def test_a_thousand_reached_by_one_claim_are_one_write(holder: User) -> None:
    """SQLite takes some hundred rows in one statement."""
    make_milestones(1000, [], reached_at=1, reached=1001)
    badge = make_badge(holder, status=BadgeStatus.PENDING)
    with statements() as sent:
        assert len(claim_badge(badge=badge, by=holder)) == 1000
    assert len(sent) <= MOST_OF_A_CLAIM


def test_a_claim_costs_the_same_with_two_hundred_badges(holder: User) -> None:
    stack = make_stack(2)
    template = make_template(skills=[make_skill(category=category) for category in stack])
    Badge.objects.bulk_create(
        Badge(
            template=template,
            recipient=holder,
            status=BadgeStatus.CLAIMED,
            claimed_at=timezone.now(),
        )
        for _ in range(200)
    )
    make_milestones(50, stack, reached_at=201, reached=3)
    badge = make_badge(holder, template=template, status=BadgeStatus.PENDING)
    with statements() as sent:
        claim_badge(badge=badge, by=holder)
    assert len(sent) <= MOST_OF_A_CLAIM


def test_a_claim_while_a_change_awaits_the_sweep_and_one_that_restores_stay_within_the_bound(
    holder: User, grace: User
) -> None:
    skill = make_skill()
    held_before(holder, [skill], many=1)
    make_badge_milestone(trigger=everywhere(2))
    lost = make_badge(holder, status=BadgeStatus.PENDING)
    claim_badge(badge=lost, by=holder)
    revoke_badge(badge=lost, by=grace, reason="A mistake.")
    skill.category = make_category()
    skill.save()
    badge = make_badge(holder, skills=[skill], status=BadgeStatus.PENDING)
    with statements() as sent:
        assert len(claim_badge(badge=badge, by=holder)) == 1
    assert len(sent) == 7 <= MOST_OF_A_CLAIM
    assert len(reads(of_evaluation(sent))) <= MOST_READS


def test_a_claim_by_a_system_stays_within_the_bound(holder: User) -> None:
    token, _secret = make_token()
    make_badge_milestone()
    badge = make_badge(holder, status=BadgeStatus.PENDING)
    with statements() as sent:
        assert len(claim_badge(badge=badge, by=token)) == 1
    assert len(sent) <= MOST_OF_A_CLAIM


def test_claiming_a_claimed_badge_again_evaluates_nothing(holder: User) -> None:
    badge = make_badge(holder)
    make_badge_milestone()
    with statements() as sent:
        assert claim_badge(badge=badge, by=holder) == []
    assert len(sent) <= 3


@pytest.mark.parametrize("many", [10, 300])
@pytest.mark.parametrize("taken", [0, 1, 10])
def test_taking_a_badge_back_costs_the_same_however_much_is_lost(
    many: int, taken: int, holder: User, grace: User
) -> None:
    """It also writes the badge, a line of the audit log and a notice, and asks who may."""
    stack = make_stack(6)
    skills = [make_skill(category=category) for category in stack]
    held_before(holder, skills)
    make_milestones(many, stack, reached_at=3, reached=taken + 1)
    make_badge_milestone(trigger=everywhere(1))
    badge = make_badge(holder, skills=skills, status=BadgeStatus.PENDING)
    claim_badge(badge=badge, by=holder)
    with statements() as sent:
        revoke_badge(badge=badge, by=grace, reason="A mistake.")
    assert MilestoneAchievement.objects.filter(revoked_with=badge).count() == taken
    assert len(sent) <= (13 if taken else 9), sent


# Everybody at once -----------------------------------------------------------------------------------


@pytest.mark.parametrize("depth", [1, 6])
@pytest.mark.parametrize("people", [1, 30])
def test_a_backfill_is_one_statement_however_many_people_reach_it(people: int, depth: int) -> None:
    stack = make_stack(depth)
    template = make_template(skills=[make_skill(category=stack[-1])])
    for _ in range(people):
        make_badge(make_user(), template=template)
    milestone = make_badge_milestone(trigger=within(stack[0]))
    with statements() as sent:
        assert backfill_milestone(milestone.pk) == people
    (inserting,) = [each for each in writes(sent) if "milestone_achievements" in each]
    assert re.search(r"INSERT INTO milestone_achievements .*SELECT.*FROM", inserting, re.DOTALL)
    assert len(reads(sent)) == 2
    assert len(writes(sent)) == 2


def test_each_badge_milestone_is_backfilled_by_one_statement(holder: User) -> None:
    make_badge(holder)
    for threshold in (1, 1, 1, 2):
        make_badge_milestone(trigger=everywhere(threshold))
    MilestoneConfig.objects.update(backfill_requested_at=timezone.now())
    with statements() as sent:
        assert catch_up() == 3
    inserting = [each for each in sent if "INSERT INTO milestone_achievements" in each]
    assert len(inserting) == 4


def test_checking_one_person_is_a_lock_three_reads_and_one_write(holder: User) -> None:
    for _ in range(20):
        make_badge_milestone()
    make_badge(holder)
    with statements() as sent:
        assert len(check_milestones(holder)) == 20
    assert len(reads(sent)) == 3
    assert len(writes(sent)) == 1


def test_a_change_costs_so_much_for_each_chunk_of_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluation, "CHUNK", 4)
    skill = make_skill()
    template = make_template(skills=[skill])
    for _ in range(30):
        make_badge_milestone()

    def cost_of(people: int) -> int:
        for _ in range(people - Badge.objects.count()):
            make_badge(make_user(), template=template)
        MilestoneAchievement.objects.all().delete()
        skill.category = make_category()
        skill.save()
        with statements() as sent:
            assert reevaluate_changed_templates() == 30 * people
        return len(sent)

    one, two, three = cost_of(4), cost_of(8), cost_of(12)
    assert two - one == three - two <= 6
    assert one <= 12


def test_where_nothing_changed_a_sweep_only_looks(holder: User) -> None:
    make_badge(holder, skills=[make_skill()])
    make_badge_milestone(trigger=everywhere(2))
    catch_up()
    with statements() as sent:
        assert catch_up() == 0
    assert writes(sent) == []
    assert len(sent) <= 6


# Telling ---------------------------------------------------------------------------------------------


def test_closing_the_dialog_is_two_statements(holder: User) -> None:
    for _ in range(10):
        make_badge_milestone()
    new = claim_badge(badge=make_badge(holder, status=BadgeStatus.PENDING), by=holder)
    with statements() as sent:
        assert celebrate(achievements=[each.pk for each in new], by=holder) == 10
    assert len(sent) == 2


@pytest.mark.postgres
def test_who_changes_several_achievements_of_one_person_takes_them_in_one_order(
    holder: User, grace: User
) -> None:
    """Two who took them in different orders could wait for each other for ever."""
    for _ in range(3):
        make_badge_milestone()
    badge = make_badge(holder, status=BadgeStatus.PENDING)
    new = claim_badge(badge=badge, by=holder)
    with statements() as closing:
        celebrate(achievements=[each.pk for each in new], by=holder)
    with statements() as taking:
        revoke_badge(badge=badge, by=grace, reason="A mistake.")
    with statements() as restoring:
        claim_badge(badge=make_badge(holder, status=BadgeStatus.PENDING), by=holder)
    in_order = re.compile(r'FROM "milestone_achievements".*"milestone_id" ASC FOR NO KEY UPDATE$')
    assert in_order.search(closing[0])
    (taken,) = [n for n, sql in enumerate(taking) if sql.startswith('UPDATE "milestone_ach')]
    assert in_order.search(taking[taken - 1])
    (restored,) = [sql for sql in writes(restoring) if "achievements" in sql]
    milestones = sorted(each.milestone_id for each in new)
    assert f"{{{','.join(map(str, milestones))}}}" in restored  # one array for each column


def test_telling_owners_costs_the_same_for_one_and_for_thirty() -> None:
    def cost_of(people: int) -> int:
        milestone = make_badge_milestone()
        for _ in range(people - Badge.objects.count()):
            make_badge(make_user())
        backfill_milestone(milestone.pk)
        with statements() as sent:
            assert tell_owners() == people
        return len(sent)

    assert cost_of(1) == cost_of(30) <= 6
