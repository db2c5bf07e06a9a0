"""Who can claim what. What it brings is in test_engine_tables, what it costs in test_statements."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from badges.models import Badge, BadgeStatus, MilestoneAchievement
from badges.services import claim_badge
from tests.badges.services.refusals import CONFLICT, FORBIDDEN, NOT_FOUND, refused
from tests.make import make_token, make_user
from tests.make_badges import make_badge, make_badge_milestone
from tfl.accounts.models import TokenScope, User

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
PENDING, REVOKED = BadgeStatus.PENDING, BadgeStatus.REVOKED


@pytest.fixture
def holder(db: None) -> User:
    make_badge_milestone()
    return make_user("holder@example.org")


def fresh(badge: Badge) -> Badge:
    return Badge.objects.get(pk=badge.pk)


@time_machine.travel(NOON, tick=False)
def test_the_recipient_claims_it_and_both_the_row_and_the_badge_in_hand_say_so(
    holder: User,
) -> None:
    badge = make_badge(holder, status=PENDING)
    (new,) = claim_badge(badge=badge, by=holder)
    assert (new.user, new.achieved_at, new.milestone.title) == (
        holder,
        NOON,
        MilestoneAchievement.objects.get().milestone.title,
    )
    for each in (badge, fresh(badge)):
        assert (each.status, each.claimed_at) == (BadgeStatus.CLAIMED, NOON)


def test_a_system_claims_for_the_recipient(holder: User) -> None:
    token, _secret = make_token(TokenScope.BADGES)
    badge = make_badge(holder, status=PENDING)
    assert [each.user for each in claim_badge(badge=badge, by=token)] == [holder]


def test_claiming_again_changes_nothing(holder: User) -> None:
    badge = make_badge(holder, status=PENDING)
    with time_machine.travel(NOON, tick=False):
        claim_badge(badge=badge, by=holder)
    assert claim_badge(badge=badge, by=holder) == []
    assert badge.claimed_at == fresh(badge).claimed_at == NOON


def test_the_last_moment_is_in_time(holder: User) -> None:
    with time_machine.travel(NOON, tick=False):
        badge = make_badge(holder, status=PENDING, expires_at=NOON + timedelta(microseconds=1))
        assert len(claim_badge(badge=badge, by=holder)) == 1


def test_a_badge_that_expired_unclaimed_is_refused(holder: User) -> None:
    with time_machine.travel(NOON, tick=False):
        badge = make_badge(holder, status=PENDING, expires_at=NOON)
        with refused(CONFLICT) as error:
            claim_badge(badge=badge, by=holder)
    assert "expired before it was claimed" in error.value.message


@pytest.mark.parametrize("claimed_before", [None, NOON])
def test_a_revoked_badge_is_refused(holder: User, claimed_before: datetime | None) -> None:
    badge = make_badge(holder, status=REVOKED, claimed_at=claimed_before)
    with refused(CONFLICT) as error:
        claim_badge(badge=badge, by=holder)
    assert "revoked" in error.value.message


def test_an_expired_badge_that_was_claimed_stays_claimed(holder: User) -> None:
    badge = make_badge(holder, expires_at=timezone.now() - timedelta(days=1))
    assert claim_badge(badge=badge, by=holder) == []


def nobodys(holder: User) -> Badge:
    return make_badge(issued_to="new@example.org", status=PENDING)


def somebody_elses(holder: User) -> Badge:
    return make_badge(make_user(), status=PENDING)


@pytest.mark.parametrize("make", [nobodys, somebody_elses])
def test_nobody_claims_what_is_not_theirs(
    make: Callable[[User], Badge], holder: User, grace: User
) -> None:
    badge = make(holder)
    for stranger in (holder, grace):
        with refused(NOT_FOUND):
            claim_badge(badge=badge, by=stranger)


def test_a_system_cannot_claim_what_is_still_nobodys(holder: User) -> None:
    token, _secret = make_token(TokenScope.BADGES)
    badge = nobodys(holder)
    with refused(CONFLICT) as error:
        claim_badge(badge=badge, by=token)
    assert "proven" in error.value.message


def test_a_system_needs_to_be_let(holder: User) -> None:
    others: list[Any] = [scope for scope in TokenScope if scope != TokenScope.BADGES]
    token, _secret = make_token(*others)
    badge = make_badge(holder, status=PENDING)
    with refused(FORBIDDEN):
        claim_badge(badge=badge, by=token)


def test_a_badge_that_became_somebody_elses_meanwhile_is_not_theirs(holder: User) -> None:
    badge = make_badge(holder, status=PENDING)
    Badge.objects.filter(pk=badge.pk).update(recipient=make_user())
    with refused(NOT_FOUND):
        claim_badge(badge=badge, by=holder)


def test_a_badge_that_is_gone_is_not_there(holder: User) -> None:
    badge = make_badge(holder, status=PENDING)
    Badge.objects.filter(pk=badge.pk).delete()
    with refused(NOT_FOUND):
        claim_badge(badge=badge, by=holder)
