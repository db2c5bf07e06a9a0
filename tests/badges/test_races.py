"""Claims, revocations, sweeps and admins at the same moment. Threads with connections of their own, on
PostgreSQL.
"""

from collections import Counter
from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress

from badges.models import Badge, BadgeStatus, How, MilestoneAchievement, MilestoneConfig
from badges.services import (
    BadgesError,
    activate_badge_milestone,
    attach_badges,
    catch_up,
    celebrate,
    check_milestones,
    claim_badge,
    create_badge_milestone,
    issue_badge,
    sweep_everything,
    tell_owners,
)
from tests.badges.meeting import claim, refusals, revoke, standing
from tests.make import make_category, make_skill, make_user
from tests.make_badges import (
    everywhere,
    make_achievement,
    make_badge,
    make_badge_milestone,
    make_template,
    within,
)
from tests.milestones.processes import at_once
from tfl.accounts.models import Notice, User
from tfl.core.errors import Refusal
from tfl.skills.models import Skill

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

PENDING = BadgeStatus.PENDING


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tfl.core.jobs._try_to_send", lambda *_hint: None)


def test_of_eight_clicks_on_one_badge_one_claims_it(holder: User) -> None:
    for _ in range(3):
        make_badge_milestone()
    badge = make_badge(holder, status=PENDING)
    results = at_once(*[partial(claim, Badge.objects.get(pk=badge.pk)) for _ in range(8)])
    assert sorted(results, key=str) == [0] * 7 + [3]
    assert set(standing().values()) == {1}
    assert MilestoneAchievement.objects.to_celebrate().count() == 3


@pytest.mark.parametrize("threshold", [1, 4, 8])
def test_claims_of_one_persons_badges_at_once_reach_a_threshold_once(
    threshold: int, holder: User
) -> None:
    milestone = make_badge_milestone(trigger=everywhere(threshold))
    badges = [make_badge(holder, status=PENDING) for _ in range(8)]
    results = at_once(*[partial(claim, badge) for badge in badges])
    assert refusals(results) == []
    assert sum(results) == 1  # type: ignore[arg-type]
    assert standing() == {(milestone.pk, holder.pk): 1}


def test_sixteen_who_claim_and_revoke_lose_nothing_and_double_nothing(grace: User) -> None:
    """Four people, twenty-four badges, each claimed twice and a third of them revoked, in any order. What
    stands at the end is what the badges that are left fulfil.
    """
    chance = Random(20260310)
    data = make_category()
    template = make_template(skills=[make_skill(category=data)])
    rules = {n: make_badge_milestone(trigger=everywhere(n)) for n in (1, 3, 4, 6)}
    inside = {n: make_badge_milestone(trigger=within(data, n)) for n in (1, 2, 3)}
    people = [make_user() for _ in range(4)]
    badges = [
        make_badge(person, template=template if n % 2 else None, status=PENDING)
        for person in people
        for n in range(6)
    ]
    acts: list[Callable[[], Any]] = [partial(claim, badge) for badge in badges + badges]
    acts += [partial(revoke, badge, grace) for badge in badges[::3]]
    chance.shuffle(acts)

    def work_off(part: list[Callable[[], Any]]) -> list[Any]:
        results: list[Any] = []
        for act in part:
            try:
                results.append(act())
            except BadgesError as error:
                results.append(error)
        return results

    results = at_once(*[partial(work_off, acts[n::16]) for n in range(16)])
    assert [result for result in results if isinstance(result, Exception)] == []
    answers = [each for part in results for each in part]  # type: ignore[union-attr]
    assert set(refusals(answers)) <= {Refusal.CONFLICT}
    assert len(answers) == len(acts)

    expected = set()
    for person in people:
        left = Badge.objects.counting().filter(recipient=person)
        held, fitting = left.count(), left.filter(template=template).count()
        expected |= {(rules[n].pk, person.pk) for n in rules if held >= n}
        expected |= {(inside[n].pk, person.pk) for n in inside if fitting >= n}
    assert standing() == dict.fromkeys(expected, 1)
    assert sweep_everything() == 0


def test_claims_sweeps_and_changes_at_once_leave_nothing_out_after_the_next_sweep(
    grace: User,
) -> None:
    data, talks = make_category(), make_category()
    skill = make_skill(category=talks)
    template = make_template(skills=[skill])
    rules = [make_badge_milestone(trigger=within(data, n), active=n < 3) for n in (1, 2, 3)]
    people = [make_user() for _ in range(4)]
    badges = [
        make_badge(person, template=template, status=PENDING) for person in people for _ in range(3)
    ]
    catch_up()
    results = at_once(
        *[partial(claim, badge) for badge in badges],
        partial(Skill.objects.filter(pk=skill.pk).update, category=data),
        partial(activate_badge_milestone, milestone=rules[2], by=grace),
        catch_up,
        sweep_everything,
        partial(check_milestones, people[0]),
    )
    assert refusals(results) == []
    catch_up()
    assert standing() == {(rule.pk, person.pk): 1 for rule in rules for person in people}
    assert sweep_everything() == 0


def test_of_sweeps_at_once_each_achievement_is_one_and_each_owner_told_once() -> None:
    people = [make_user() for _ in range(6)]
    for person in people:
        make_badge(person)
    milestones = [make_badge_milestone() for _ in range(3)]
    MilestoneConfig.objects.update(backfill_requested_at=milestones[0].created_at)
    results = at_once(*[catch_up] * 4, *[sweep_everything] * 2)
    assert refusals(results) == []
    assert len(standing()) == 18
    assert set(standing().values()) == {1}
    tell_owners()
    assert not MilestoneAchievement.objects.to_tell().exists()


def test_of_many_who_tell_at_once_each_owner_is_told_once() -> None:
    people = [make_user() for _ in range(10)]
    for person in people:
        for _ in range(3):
            make_achievement(person, how=How.BACKFILL)
    results = at_once(*[tell_owners] * 6)
    assert refusals(results) == []
    assert not MilestoneAchievement.objects.to_tell().exists()
    named = Counter[int]()
    for notice in Notice.objects.filter(kind="achievement"):
        named[notice.user_id] += len(notice.facts["titles"])
    assert named == dict.fromkeys((person.pk for person in people), 3)


def test_a_dialog_closed_in_eight_tabs_at_once_is_closed_once(holder: User) -> None:
    seen = [make_achievement(holder).pk for _ in range(5)]
    results = at_once(
        *[partial(celebrate, achievements=seen[:: (-1) ** n], by=holder) for n in range(8)]
    )
    assert sorted(results, key=str) == [0] * 7 + [5]


def test_a_dialog_closed_while_it_is_all_taken_back_blocks_nobody(
    holder: User, grace: User
) -> None:
    for _round in range(4):
        for _ in range(4):
            make_badge_milestone()
        badge = make_badge(holder, status=PENDING)
        new = claim_badge(badge=badge, by=holder)
        seen = [each.pk for each in new][::-1]
        results = at_once(
            partial(revoke, badge, grace),
            *[partial(celebrate, achievements=seen, by=holder)] * 4,
        )
        assert refusals(results) == []
        assert standing() == {}
        assert not MilestoneAchievement.objects.filter(celebrated_at=None).exists()


def test_a_badge_issued_while_its_owner_signs_in_finds_them(grace: User) -> None:
    template = make_template()
    for n in range(6):
        user = make_user(f"new{n}@example.org", verified=False)

        def prove(user: User = user) -> int:
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
            return attach_badges(user)

        results = at_once(
            partial(issue_badge, template=template, by=grace, email=user.email), prove
        )
        assert refusals(results) == []
    attach_badges()
    assert not Badge.objects.filter(recipient=None).exists()
    assert Badge.objects.pending().count() == 6


def test_a_badge_taken_back_while_its_owner_signs_in_is_clearly_one_or_the_other(
    grace: User,
) -> None:
    for _round in range(4):
        user = make_user()
        badge = make_badge(issued_to=user.email, issued_by=grace, status=PENDING)
        results = at_once(partial(revoke, badge, grace), partial(attach_badges, user))
        assert set(refusals(results)) <= {Refusal.CONFLICT}
        badge.refresh_from_db()
        assert badge.is_revoked is not any(isinstance(each, BadgesError) for each in results)


def test_a_badge_milestone_asked_for_by_four_clicks_is_built_once(grace: User) -> None:
    asked = partial(
        create_badge_milestone,
        title="It",
        trigger=everywhere(),
        by=grace,
        request_key=uuid4(),
    )
    results = at_once(*[asked] * 4)
    assert refusals(results) == []
    assert {each.pk for each in results if isinstance(each, MilestoneConfig)} == {
        MilestoneConfig.objects.get().pk
    }
