"""The privacy page, the download and the end of an account, as pages."""

import json
from typing import Any
from unittest.mock import ANY

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils.html import escape

from tests.make import PASSWORD, make_notice, make_student, make_user
from tests.make_milestones import MARCH_10, make_milestone, make_role, make_students, noon
from tests.ops import everywhere
from tests.personas import Browser
from tfl.accounts.models import Student, User
from tfl.core.privacy import Impersonal, personal
from tfl.ops.privacy import all_decisions

pytestmark = pytest.mark.django_db

PRIVACY, EXPORT, DELETE = "/privacy/", "/account/export/", "/account/delete/"


# The privacy page ------------------------------------------------------------------------------------


def test_anybody_reads_every_decision(client: Client) -> None:
    page = client.get(PRIVACY).content.decode()

    for decision in personal(all_decisions().values()):
        for said in (
            decision.name,
            decision.holds,
            decision.lasts,
            decision.kept,
            decision.kept_because,
        ):
            assert escape(str(said)) in page
        assert escape(str(decision.withheld_because)) in page
    for other in all_decisions().values():
        if isinstance(other, Impersonal):
            assert escape(str(other.holds)) in page


def test_every_page_leads_to_it(client: Client) -> None:
    assert f'href="{PRIVACY}"' in client.get("/").content.decode()


def test_it_asks_the_database_nothing(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        client.get(PRIVACY)


def test_the_account_page_leads_to_all_three(browser_of: Browser, ivan: User) -> None:
    page = browser_of(ivan).get("/account/").content.decode()

    for path in (PRIVACY, EXPORT, DELETE):
        assert f'href="{path}"' in page


# The download ----------------------------------------------------------------------------------------


@time_machine.travel(noon(MARCH_10), tick=False)
def test_a_person_downloads_what_is_theirs(browser_of: Browser, alice: Student) -> None:
    browser = browser_of(alice)
    assert "What is in it" in browser.get(EXPORT).content.decode()

    response = browser.post(EXPORT)

    assert response.headers["Content-Type"] == "application/json"
    assert (
        response.headers["Content-Disposition"] == 'attachment; filename="account-2026-03-10.json"'
    )
    assert "no-store" in response.headers["Cache-Control"]
    assert json.loads(response.content)["account"] == {
        "email": "alice@example.org",
        "name": "Alice",
        "joined": ANY,
        "last_signed_in": ANY,
    }


def test_the_download_is_not_for_asking_over_and_over(
    browser_of: Browser, ivan: User, bob: User, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"export_account": "1/m/user"}
    cache.clear()
    browser = browser_of(ivan)
    assert browser.post(EXPORT).status_code == 200

    response = browser.post(EXPORT)

    assert response.status_code == 429
    assert "Wait a minute" in response.content.decode()
    assert browser.get(EXPORT).status_code == 200
    assert browser_of(bob).post(EXPORT).status_code == 200


def test_the_download_costs_the_same_for_much_and_for_little(
    browser_of: Browser, django_assert_max_num_queries: Any
) -> None:
    with time_machine.travel(noon(MARCH_10), tick=False):
        student = make_students(1, job_role=make_role())[0]
        make_milestone(student)
        for _ in range(30):
            make_notice(student.user)
        browser = browser_of(student)
        with django_assert_max_num_queries(40):  # a file with everything, not a page
            assert browser.post(EXPORT).status_code == 200


# Deletion --------------------------------------------------------------------------------------------


def test_it_says_beforehand_what_goes_and_what_stays_and_why(browser_of: Browser) -> None:
    with time_machine.travel(everywhere.MARCH_2, tick=False) as clock:
        known = everywhere.build(clock)
        page = browser_of(known.user).get(DELETE).content.decode()

    before, after = page.split("What is kept, without your name")
    for decision in personal(all_decisions().values()):
        assert not decision.erased or escape(str(decision.name)) in before
        assert escape(str(decision.kept_because)) in after


def test_who_did_nothing_to_others_leaves_nothing(browser_of: Browser, ivan: User) -> None:
    page = browser_of(ivan).get(DELETE).content.decode()

    assert "Nothing of yours." in page
    assert "scores of students" not in page


def test_an_account_is_deleted_and_signed_out(browser_of: Browser, ivan: User) -> None:
    elsewhere, browser = browser_of(ivan), browser_of(ivan)

    response = browser.post(DELETE, {"confirmation": PASSWORD}, follow=True)

    assert response.redirect_chain == [("/account/deleted/", 302)]
    assert "Your account is deleted" in response.content.decode()
    assert not User.objects.filter(pk=ivan.pk).exists()
    assert browser.get("/account/").status_code == 302
    assert elsewhere.get("/account/").status_code == 302
    again = Client().post("/accounts/login/", {"login": "ivan@example.org", "password": PASSWORD})
    assert again.status_code == 200  # the form again


@pytest.mark.parametrize("confirmation", ["", "wrong", "x" * 10_000])
def test_a_wrong_password_is_said(browser_of: Browser, ivan: User, confirmation: str) -> None:
    browser = browser_of(ivan)

    response = browser.post(DELETE, {"confirmation": confirmation})

    assert response.status_code == 422
    assert browser.get("/account/").status_code == 200


def test_who_has_no_password_types_the_address(browser_of: Browser) -> None:
    user = make_user("ivan@example.org", password=None)
    browser = browser_of(user)
    assert "Type the email address of your account" in browser.get(DELETE).content.decode()
    assert browser.post(DELETE, {"confirmation": "no@example.org"}).status_code == 422

    assert browser.post(DELETE, {"confirmation": "ivan@example.org"}).status_code == 302

    assert not User.objects.filter(pk=user.pk).exists()


def test_passwords_are_not_guessed_here(browser_of: Browser, ivan: User, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"reauthenticate": "1/m/user"}
    cache.clear()
    browser = browser_of(ivan)
    assert browser.post(DELETE, {"confirmation": "wrong"}).status_code == 422

    response = browser.post(DELETE, {"confirmation": PASSWORD})

    assert response.status_code == 429
    assert "Too many attempts" in response.content.decode()
    assert User.objects.filter(pk=ivan.pk).exists()


def test_what_must_happen_first_is_said_instead_of_asking(
    browser_of: Browser, bob: User, alice: Student
) -> None:
    browser = browser_of(bob)
    page = browser.get(DELETE).content.decode()
    assert "1 student works with you." in page
    assert "Delete my account" not in page

    response = browser.post(DELETE, {"confirmation": PASSWORD})

    assert response.status_code == 422
    assert User.objects.filter(pk=bob.pk).exists()


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_costs_the_same_for_one_and_for_many(
    browser_of: Browser, bob: User, number: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(number):
        make_student(mentor=bob)
        make_notice(bob)
    browser = browser_of(bob)
    with django_assert_max_num_queries(10):
        assert browser.get(DELETE).status_code == 200


@pytest.mark.parametrize("path", [EXPORT, DELETE])
def test_strangers_sign_in_first(client: Client, path: str) -> None:
    assert client.get(path).headers["Location"] == f"/accounts/login/?next={path}"
