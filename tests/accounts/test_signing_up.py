"""Sign-up, login, reset and password change: allauth's pages, as our people meet them."""

import re
import smtplib
from unittest.mock import Mock

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.make import PASSWORD, make_user
from tests.personas import Browser
from tfl.accounts.models import Invitation, Role, User
from tfl.accounts.selectors import InvitationState, state_of
from tfl.accounts.services import invite_person

pytestmark = pytest.mark.django_db

NEW = {"email": "New@Example.org", "password1": PASSWORD, "password2": PASSWORD}


def sign_up(client: Client) -> User:
    client.post(reverse("account_signup"), NEW)
    return User.objects.get(email="new@example.org")


def link_in_mail() -> str:
    """The path of the link in the last mail: on the installation's address, whatever the request's was."""
    links: list[str] = re.findall(rf"{settings.SITE_URL}(/\S+)", str(mail.outbox[-1].body))
    return next(link for link in links if "/confirm" in link or "/reset" in link)


def sign_in(client: Client, email: str, password: str = PASSWORD) -> bool:
    client.post(reverse("account_login"), {"login": email, "password": password})
    return "_auth_user_id" in client.session


def test_who_signs_up_is_a_parent_once_the_address_is_proven(client: Client) -> None:
    user = sign_up(client)
    assert user.roles == frozenset()
    assert not sign_in(client, user.email)
    client.post(link_in_mail())
    assert User.objects.get(pk=user.pk).roles == {Role.PARENT}
    assert sign_in(client, "NEW@example.org")


def test_the_mails_subject_says_where_they_signed_up(client: Client) -> None:
    sign_up(client)
    assert mail.outbox[-1].subject == "Welcome to TFL: confirm your address"


def test_opening_the_link_alone_confirms_nothing(client: Client) -> None:
    """Mail scanners open links."""
    sign_up(client)
    client.get(link_in_mail())
    assert not EmailAddress.objects.get().verified


def test_a_second_address_makes_nobody_a_parent(client: Client, ivan: User) -> None:
    assert sign_in(client, ivan.email)
    asked = client.post(reverse("account_email"), {"action_add": "", "email": "ivan@home.example"})
    client.post(asked["Location"], {"password": PASSWORD})
    client.post(link_in_mail())
    assert EmailAddress.objects.get(email="ivan@home.example").verified
    assert User.objects.get(pk=ivan.pk).roles == frozenset()


def test_an_address_that_has_an_account_is_told_by_mail_only(client: Client, ivan: User) -> None:
    response = client.post(reverse("account_signup"), NEW | {"email": ivan.email})
    assert response.status_code == 302
    assert User.objects.count() == 1
    assert mail.outbox[-1].to == [ivan.email]


def test_an_invited_person_may_reset_the_password_instead(client: Client) -> None:
    """The mail proves the address as well as the invitation would have."""
    user = invite_person(email="n@example.org", name="Nina", roles=[Role.MENTOR], by=None)
    assert not sign_in(client, user.email)
    client.post(reverse("account_reset_password"), {"email": user.email})
    page = client.get(link_in_mail(), follow=True)
    client.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    assert not sign_in(client, user.email), "the address is still to be confirmed"
    client.post(link_in_mail())
    assert sign_in(client, user.email)
    assert User.objects.get(pk=user.pk).roles == {Role.MENTOR}
    assert state_of(Invitation.objects.get()) is InvitationState.USED


def test_a_deactivated_person_is_told_so(client: Client) -> None:
    user = make_user(active=False)
    response = client.post(
        reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True
    )
    assert response.redirect_chain[-1][0] == reverse("account_inactive")
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


def test_deactivation_ends_sessions(browser_of: Browser, ivan: User) -> None:
    browser = browser_of(ivan)
    assert browser.get("/notices/").status_code == 200
    ivan.is_active = False
    ivan.save()
    assert browser.get("/notices/").status_code == 302


def test_a_password_change_ends_every_session(ivan: User) -> None:
    here, there = Client(), Client()
    assert sign_in(here, ivan.email)
    assert sign_in(there, ivan.email)
    new = "an entirely other horse"
    here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert here.get("/notices/").status_code == 302
    assert there.get("/notices/").status_code == 302
    assert sign_in(here, ivan.email, new)


def test_a_mail_server_that_is_away_is_said_and_breaks_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    away = Mock(side_effect=smtplib.SMTPServerDisconnected("new@example.org"))
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", away)
    response = client.post(reverse("account_signup"), NEW, follow=True)
    assert response.status_code == 200
    assert "We could not send the mail just now" in response.content.decode()
    assert "new@example.org" not in caplog.text


def test_a_confirmation_that_fails_grants_nothing(client: Client, ivan: User) -> None:
    """The address was proven by another account meanwhile."""
    user = sign_up(client)
    link = link_in_mail()
    EmailAddress.objects.create(user=ivan, email=user.email, verified=True)
    client.post(link)
    assert User.objects.get(pk=user.pk).roles == frozenset()


def test_a_mail_links_to_the_installation_whatever_host_was_asked(client: Client) -> None:
    client.post(reverse("account_signup"), NEW, headers={"host": "localhost:1337"})
    assert "localhost:1337" not in str(mail.outbox[-1].body)
    assert link_in_mail()
