"""Badges and achievements as rows: which of them count, support, wait; what the database refuses."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from badges.models import (
    Badge,
    BadgeStatus,
    BadgeTemplate,
    How,
    MilestoneAchievement,
    MilestoneConfig,
    TemplateState,
)
from badges.models.milestones import RuleField
from tests.make_badges import (
    everywhere,
    make_achievement,
    make_badge,
    make_badge_milestone,
    make_template,
)
from tfl.accounts.models import Student, User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("clock"),
]

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def person(alice: Student) -> User:
    return alice.user


CLAIMED, PENDING, REVOKED = BadgeStatus.CLAIMED, BadgeStatus.PENDING, BadgeStatus.REVOKED
NEVER, PAST, AT_THIS_MOMENT, LATER = None, NOW - SECOND, NOW, NOW + SECOND


@pytest.mark.parametrize(
    ("status", "expires", "counts", "supports", "claimable"),
    [
        (CLAIMED, NEVER, True, True, False),
        (CLAIMED, LATER, True, True, False),
        (CLAIMED, AT_THIS_MOMENT, False, True, False),
        (CLAIMED, PAST, False, True, False),
        (PENDING, NEVER, False, False, True),
        (PENDING, LATER, False, False, True),
        (PENDING, AT_THIS_MOMENT, False, False, False),
        (PENDING, PAST, False, False, False),
        (REVOKED, NEVER, False, False, False),
        (REVOKED, LATER, False, False, False),
    ],
)
def test_a_badge_counts_while_it_is_claimed_and_in_force(
    person: User,
    status: BadgeStatus,
    expires: datetime | None,
    counts: bool,
    supports: bool,
    claimable: bool,
) -> None:
    badge = make_badge(person, status=status, expires_at=expires)
    assert badge.counts is counts
    assert Badge.objects.counting().exists() is counts
    assert Badge.objects.supporting().exists() is supports
    assert Badge.objects.claimable().exists() is claimable
    assert Badge.objects.pending().exists() is (status == PENDING)
    assert (badge.is_pending, badge.is_revoked) == (status == PENDING, status == REVOKED)
    assert badge.is_expired is (expires in (PAST, AT_THIS_MOMENT))


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"recipient": None}, "badge_has_a_recipient_or_an_address"),
        ({"issued_to": "a@example.org"}, "badge_has_a_recipient_or_an_address"),
        (
            {"recipient": None, "issued_to": "a@example.org"},
            "claimed_badge_says_when_and_by_whom",
        ),
        ({"claimed_at": None}, "claimed_badge_says_when_and_by_whom"),
        ({"status": REVOKED}, "revoked_badge_says_when"),
        ({"revoked_at": NOW}, "revoked_badge_says_when"),
    ],
)
def test_the_database_refuses_a_badge_that_contradicts_itself(
    person: User, change: dict[str, Any], constraint: str
) -> None:
    badge = make_badge(person)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Badge.objects.filter(pk=badge.pk).update(**change)


def test_one_person_reaches_one_badge_milestone_once(person: User) -> None:
    once = make_achievement(person)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_achievement(person, once.milestone)


@pytest.mark.parametrize(
    ("how", "told", "taken", "celebrates", "tells"),
    [
        (How.CLAIM, None, None, True, False),
        (How.CLAIM, NOW, None, False, False),
        (How.CLAIM, None, NOW, False, False),
        (How.BACKFILL, None, None, False, True),
        (How.BACKFILL, NOW, None, False, False),
        (How.BACKFILL, None, NOW, False, False),
        (How.IMPORT, None, None, False, False),
    ],
)
def test_what_was_reached_by_claiming_is_celebrated_and_what_was_found_is_told(
    person: User,
    how: How,
    told: datetime | None,
    taken: datetime | None,
    celebrates: bool,
    tells: bool,
) -> None:
    make_achievement(person, how=how, celebrated_at=told, revoked_at=taken)
    achievements = MilestoneAchievement.objects
    assert achievements.to_celebrate().exists() is celebrates
    assert achievements.to_tell().exists() is tells
    assert achievements.standing().exists() is (taken is None)


def test_a_deactivated_badge_milestone_stays_visible_to_those_who_reached_it(
    alice: Student, charlie: Student, grace: User
) -> None:
    milestone = make_badge_milestone(active=False)
    make_achievement(alice.user, milestone)
    make_achievement(charlie.user, milestone, revoked_at=timezone.now())
    seen_by = [
        MilestoneConfig.objects.visible_to(who).exists()
        for who in (alice.user, charlie.user, grace)
    ]
    assert seen_by == [True, False, True]


def test_only_an_active_one_that_asks_for_it_awaits_its_backfill() -> None:
    make_badge_milestone()
    for active in (True, False):
        milestone = make_badge_milestone(active=active)
        MilestoneConfig.objects.filter(pk=milestone.pk).update(backfill_requested_at=NOW)
    assert [each.active for each in MilestoneConfig.objects.awaiting_backfill()] == [True]


def test_an_achievement_is_seen_by_its_owner_their_mentor_and_admins(
    alice: Student, charlie: Student, bob: User, dora: User, grace: User, heidi: User
) -> None:
    make_achievement(alice.user)
    seen_by = [
        MilestoneAchievement.objects.visible_to(who).exists()
        for who in (alice.user, charlie.user, bob, dora, grace, heidi)
    ]
    assert seen_by == [True, False, True, False, True, False]


def test_a_badge_is_seen_by_its_holder_their_mentor_and_admins(
    alice: Student, charlie: Student, bob: User, dora: User, grace: User, heidi: User
) -> None:
    make_badge(alice.user)
    seen_by = [
        Badge.objects.visible_to(who).exists()
        for who in (alice.user, charlie.user, bob, dora, grace, heidi)
    ]
    assert seen_by == [True, False, True, False, True, False]


def test_a_badge_that_waits_at_an_address_is_seen_by_who_issued_it(bob: User, dora: User) -> None:
    make_badge(issued_to="n@example.org", issued_by=bob, status=PENDING)
    assert Badge.objects.visible_to(bob).exists()
    assert not Badge.objects.visible_to(dora).exists()


def test_a_page_is_public_once_a_badge_was_claimed_revoked_later_or_not(person: User) -> None:
    make_badge(person, status=PENDING)
    make_badge(person, status=REVOKED)
    shown = {make_badge(person).pk, make_badge(person, status=REVOKED, claimed_at=NOW).pk}
    assert {badge.pk for badge in Badge.objects.public()} == shown


@pytest.mark.parametrize(
    ("state", "mentor_sees"),
    [(TemplateState.DRAFT, False), (TemplateState.ACTIVE, True), (TemplateState.ARCHIVED, False)],
)
def test_mentors_see_templates_that_can_be_issued(
    state: TemplateState, mentor_sees: bool, alice: Student, bob: User, grace: User
) -> None:
    template = make_template(state=state)
    assert template.is_active is mentor_sees
    seen_by = [BadgeTemplate.objects.visible_to(who).exists() for who in (grace, bob, alice.user)]
    assert seen_by == [True, mentor_sees, False]


def test_rows_name_themselves_without_naming_people(person: User) -> None:
    achievement = make_achievement(person, make_badge_milestone("First Badge"))
    badge = make_badge(person, template=make_template("SQL Basics"))
    assert str(achievement.milestone) == "First Badge"
    assert str(achievement) == f"{person.pk} reached {achievement.milestone_id}"
    assert str(badge) == f"badge {badge.pk} of template {badge.template_id}"
    assert str(badge.template) == "SQL Basics"


def test_a_rule_that_cannot_be_used_reads_as_none() -> None:
    assert make_badge_milestone(trigger={"metric": "badge_count"}).usable_trigger() is None
    usable = make_badge_milestone(trigger=everywhere(3)).usable_trigger()
    assert usable is not None
    assert usable.threshold == 3


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "9" * 5000])
def test_a_number_beyond_json_or_python_reads_as_no_rule(number: str) -> None:
    stored = f'{{"threshold": {number}}}'

    assert RuleField().from_db_value(stored, None, connection) is None
    assert RuleField().from_db_value('{"threshold": 5}', None, connection) == {"threshold": 5}
