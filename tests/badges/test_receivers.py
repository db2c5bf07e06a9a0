"""Proving an address, and signing in with one that is proven, brings what waits for it into the wallet."""

import re
from typing import Any
from unittest.mock import Mock

import pytest
from django.conf import settings
from django.core import mail
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from badges import privacy
from badges.models import Badge, BadgeStatus
from tests.make import PASSWORD, make_user
from tests.make_badges import make_badge
from tests.milestones.views.months import text_of
from tests.personas import Browser
from tfl.accounts.models import Role, User
from tfl.accounts.selectors import invitation_path
from tfl.accounts.services import invite_person

pytestmark = pytest.mark.django_db

NINA = "nina@example.org"


def waiting(address: str = NINA) -> Badge:
    return make_badge(issued_to=address, status=BadgeStatus.PENDING)


def owner(badge: Badge) -> User | None:
    badge.refresh_from_db()
    return badge.recipient


def sign_in(client: Client, email: str = NINA, **options: Any) -> Any:
    fields = {"login": email, "password": PASSWORD}
    return client.post(reverse("account_login"), fields, **options)


def path_in_mail() -> str:
    found = re.search(rf"{settings.SITE_URL}(/\S+)", str(mail.outbox[-1].body))
    assert found
    return found.group(1)


def test_signing_in_with_a_password(client: Client) -> None:
    nina = make_user(NINA)
    badge, other, others = waiting(), waiting(), waiting("else@example.org")
    response = sign_in(client, follow=True)

    assert (owner(badge), owner(other), owner(others)) == (nina, nina, None)
    assert badge.issued_to == ""
    assert "2 badges wait for you under “Badges”." in text_of(response)


def test_what_was_revoked_at_an_address_comes_to_nobody(client: Client) -> None:
    """Perhaps the address was mistyped. What they export and delete still covers what names it."""
    nina = make_user(NINA)
    badge = make_badge(issued_to=NINA, status=BadgeStatus.REVOKED)
    response = sign_in(client, follow=True)

    assert owner(badge) is None
    assert badge.issued_to == NINA
    assert "waits for you" not in text_of(response)
    assert [each["issued_to"] for each in privacy.export_for(nina)["badges"]] == [NINA]
    privacy.erase(nina)
    assert not Badge.objects.exists()


def test_the_second_sign_in_says_nothing_of_badges(client: Client) -> None:
    make_user(NINA)
    waiting()
    sign_in(client, follow=True)
    client.post(reverse("account_logout"))

    assert "badge waits" not in text_of(sign_in(client, follow=True))


def test_accepting_an_invitation(client: Client) -> None:
    badge = waiting()
    nina = invite_person(email=NINA, name="Nina", roles=[Role.MENTOR], by=None)
    fields = {"name": "Nina", "password": PASSWORD, "again": PASSWORD}
    client.post(invitation_path(nina.invitations.get().pk), fields)

    assert owner(badge) == nina


def test_signing_up_and_confirming_the_address(client: Client) -> None:
    badge = waiting()
    fields = {"email": NINA, "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), fields)
    assert not sign_in(client).wsgi_request.user.is_authenticated
    assert owner(badge) is None
    response = client.post(path_in_mail(), follow=True)

    assert owner(badge) == User.objects.get(email=NINA)
    assert "1 badge waits for you under “Badges”." in text_of(response)


def test_confirming_an_address_added_to_an_account(ivan: User, client: Client) -> None:
    badge = waiting()
    sign_in(client, ivan.email)
    asked = client.post(reverse("account_email"), {"action_add": "", "email": NINA})
    client.post(asked["Location"], {"password": PASSWORD})
    assert owner(badge) is None
    client.post(path_in_mail())

    assert owner(badge) == ivan


def test_an_address_nobody_proved_brings_nothing(browser_of: Browser) -> None:
    badge = waiting()
    browser_of(make_user(NINA, verified=False))

    assert owner(badge) is None


def test_trouble_with_badges_does_not_keep_anybody_out(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    nina = make_user(NINA)
    monkeypatch.setattr("badges.services.attach_badges", Mock(side_effect=DatabaseError))
    response = sign_in(client, follow=True)

    assert response.wsgi_request.user == nina
    assert f"badges of person {nina.pk} could not be attached" in caplog.text
    assert NINA not in caplog.text


@pytest.mark.postgres
def test_a_statement_that_breaks_leaves_the_sign_in_its_transaction(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL a broken statement spoils the transaction it is in."""
    nina = make_user(NINA)
    broken = User.objects.raw("SELECT nonsense")
    monkeypatch.setattr("badges.services.attach_badges", lambda user: list(broken))

    assert sign_in(client, follow=True).wsgi_request.user == nina
