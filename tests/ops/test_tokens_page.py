import re
from typing import Any

import pytest

from tests.make import make_token
from tests.personas import Browser
from tfl.accounts.models import ApiToken, Student, User
from tfl.accounts.services import authenticate_token

PATH = "/tokens/"


def test_the_secret_is_shown_once(browser_of: Browser, grace: User) -> None:
    browser = browser_of(grace)
    response = browser.post(PATH, {"name": "Moodle", "scopes": ["evidence"]})
    assert response.status_code == 201
    assert "no-store" in response["Cache-Control"]
    [secret] = re.findall(r"tfl_[\w-]{43}", response.content.decode())
    assert authenticate_token(secret) == ApiToken.objects.get()
    page = browser.get(PATH).content.decode()
    assert "Moodle" in page
    assert "Submit evidence" in page
    assert secret not in page


def test_a_token_is_revoked(browser_of: Browser, grace: User) -> None:
    token, secret = make_token()
    browser = browser_of(grace)
    response = browser.post(f"{PATH}{token.pk}/revoke/", follow=True)
    assert "Revoked" in response.content.decode()
    assert authenticate_token(secret) is None


def test_its_last_use_is_shown(browser_of: Browser, grace: User) -> None:
    _token, secret = make_token()
    browser = browser_of(grace)
    assert "Never used." in browser.get(PATH).content.decode()
    authenticate_token(secret)
    assert "Last used" in browser.get(PATH).content.decode()


def test_no_token_is_not_found(browser_of: Browser, grace: User) -> None:
    assert browser_of(grace).post(f"{PATH}999/revoke/").status_code == 404


@pytest.mark.parametrize(
    "data", [{}, {"name": "M", "scopes": ["all"]}, {"name": "x" * 10_000, "scopes": ["evidence"]}]
)
def test_bad_input_is_said_and_makes_nothing(
    browser_of: Browser, grace: User, data: dict[str, Any]
) -> None:
    assert browser_of(grace).post(PATH, data).status_code == 422
    assert not ApiToken.objects.exists()


def test_a_name_of_spaces_is_said(browser_of: Browser, grace: User) -> None:
    assert browser_of(grace).post(PATH, {"name": "  ", "scopes": ["evidence"]}).status_code == 422


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_costs_the_same_for_one_and_for_many(
    browser_of: Browser, grace: User, number: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(number):
        make_token()
    browser = browser_of(grace)
    with django_assert_max_num_queries(6):  # session, user, roles, count, page, news
        assert browser.get(PATH).status_code == 200


@pytest.mark.parametrize("who", ["alice", "bob", "erin", "heidi"])
def test_admins_only(who: str, browser_of: Browser, request: pytest.FixtureRequest) -> None:
    person: User | Student = request.getfixturevalue(who)
    token, _secret = make_token()
    browser = browser_of(person)
    assert browser.get(PATH).status_code == 403
    assert browser.post(f"{PATH}{token.pk}/revoke/").status_code == 403


def test_every_scope_is_offered_and_can_be_given(browser_of: Browser, grace: User) -> None:
    browser = browser_of(grace)
    page = browser.get(PATH).content.decode()
    for scope in ("generate", "evidence", "badges"):
        assert f'value="{scope}"' in page
    response = browser.post(PATH, {"name": "LMS", "scopes": ["badges"]})
    assert response.status_code == 201
    assert ApiToken.objects.get().scopes == ["badges"]


def test_the_new_token_is_named_in_the_heading(browser_of: Browser, grace: User) -> None:
    response = browser_of(grace).post(PATH, {"name": "LMS", "scopes": ["evidence"]})
    assert "<h1>Token “LMS”</h1>" in response.content.decode()
