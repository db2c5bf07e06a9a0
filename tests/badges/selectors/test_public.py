"""What everybody may know of a badge."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from badges.models import BadgeStatus, ShownAs, TemplateState
from badges.selectors.public import (
    Standing,
    initials,
    public_badges,
    public_templates,
    recipient_salt,
    shown_recipient,
    standing,
)
from tests.make import make_user
from tests.make_badges import make_badge, make_template
from tests.world import moment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Alice Okafor", "A. O."),
        ("alice okafor", "A. O."),
        ("  Alice   van der Berg ", "A. V. D. B."),
        ("Jean-Luc Picard", "J. P."),
        ("Alice", "A."),
        ("(Alice) O’Brien", "A. O."),
        ("Ünal Žižek", "Ü. Ž."),
        ("李 小龙", "李. 小."),
        ("Alice 2", "A."),
        ("💫", ""),
        ("", ""),
    ],
)
def test_initials(name: str, short: str) -> None:
    assert initials(name) == short


@pytest.mark.parametrize(
    ("shown_as", "shown"),
    [
        (ShownAs.NOBODY, ""),
        (ShownAs.INITIALS, "A. O."),
        (ShownAs.NAME, "Alice Okafor"),
    ],
)
def test_the_holder_decides_how_they_are_named(shown_as: ShownAs, shown: str) -> None:
    badge = make_badge(make_user(name="Alice  Okafor"))
    badge.shown_as = shown_as

    assert shown_recipient(badge) == shown


@pytest.mark.parametrize("shown_as", list(ShownAs))
def test_who_has_no_name_is_not_named_by_their_address(shown_as: ShownAs) -> None:
    badge = make_badge(make_user("alice@example.org", name=""))
    badge.shown_as = shown_as

    assert shown_recipient(badge) == ""


def test_a_badge_expires_at_its_moment_and_revoked_weighs_more() -> None:
    with moment() as clock:
        badge = make_badge(make_user(), expires_at=timezone.now() + timedelta(seconds=1))
        assert standing(badge) is Standing.VALID

        clock.shift(1)
        assert standing(badge) is Standing.EXPIRED

        badge.status = BadgeStatus.REVOKED
        assert standing(badge) is Standing.REVOKED


def test_a_badge_without_end_stays_valid() -> None:
    assert standing(make_badge(make_user())) is Standing.VALID


def test_only_badges_that_were_claimed_once_are_public() -> None:
    alice = make_user()
    claimed = make_badge(alice)
    revoked = make_badge(alice, status=BadgeStatus.REVOKED, claimed_at=timezone.now())
    make_badge(alice, status=BadgeStatus.PENDING)
    make_badge(alice, status=BadgeStatus.REVOKED)
    make_badge(issued_to="nina@example.org", status=BadgeStatus.PENDING)

    assert set(public_badges()) == {claimed, revoked}


def test_a_draft_is_not_public() -> None:
    shown = [make_template(state=state) for state in (TemplateState.ACTIVE, TemplateState.ARCHIVED)]
    make_template(state=TemplateState.DRAFT)

    assert set(public_templates()) == set(shown)


def test_a_salt_is_a_badges_own_and_stays(settings: Any) -> None:
    one, other = make_badge(make_user()), make_badge(make_user())

    assert recipient_salt(one) == recipient_salt(one)
    assert recipient_salt(one) != recipient_salt(other)
    assert len(recipient_salt(one)) == 32
    before = recipient_salt(one)
    settings.SECRET_KEY = "another"
    assert recipient_salt(one) != before, "it cannot be foreseen from the badge’s address"
