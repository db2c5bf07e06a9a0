from typing import Any

import pytest

from tests.make import make_cohort, make_employer, make_student, make_user
from tests.personas import Browser
from tfl.accounts.models import Student, User
from tfl.accounts.services import resend_invitation

PATH = "/people/"


def page(browser_of: Browser, admin: User, query: str = "") -> str:
    response = browser_of(admin).get(f"{PATH}{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_everybody_is_there_with_role_and_assignment(
    browser_of: Browser, grace: User, alice: Student, erin: User
) -> None:
    Student.objects.update(cohort=make_cohort("Spring"))
    text = page(browser_of, grace)
    for word in ("alice@example.org", "Mentor: Bob", "Spring", "Acme", "4 people"):
        assert word in text


@pytest.mark.parametrize("search", ["ALI", "alice@example", "example.org"])
def test_people_are_found_by_name_and_address(
    browser_of: Browser, grace: User, alice: Student, search: str
) -> None:
    assert "alice@example.org" in page(browser_of, grace, f"?q={search}")


def test_people_are_found_by_role(
    browser_of: Browser, grace: User, alice: Student, bob: User
) -> None:
    text = page(browser_of, grace, "?role=mentor")
    assert "bob@example.org" in text
    assert "alice@example.org" not in text


def test_nobody_found_is_said(browser_of: Browser, grace: User) -> None:
    assert "Nobody found" in page(browser_of, grace, "?q=zzz")


def test_a_role_there_is_not_is_said_and_searches_for_all(browser_of: Browser, grace: User) -> None:
    assert "grace@example.org" in page(browser_of, grace, "?role=emperor")


def test_a_search_of_10000_characters_is_said(browser_of: Browser, grace: User) -> None:
    assert "at most 150 characters" in page(browser_of, grace, "?q=" + "x" * 10_000)


def test_each_account_says_where_it_stands(browser_of: Browser, grace: User) -> None:
    make_user(active=False)
    make_user(verified=False)
    invited = make_user(verified=False, password=None)
    resend_invitation(user=invited, by=grace)
    text = page(browser_of, grace)
    for word in ("Active", "Deactivated", "Address not confirmed", "Invited"):
        assert word in text


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_costs_the_same_for_one_and_for_many(
    browser_of: Browser,
    grace: User,
    bob: User,
    number: int,
    django_assert_max_num_queries: Any,
) -> None:
    for _ in range(number):
        make_student(mentor=bob, cohort=make_cohort())
        make_employer()
    browser = browser_of(grace)
    with django_assert_max_num_queries(7):  # session, user, roles, count, people, roles, news
        assert browser.get(PATH).status_code == 200


@pytest.mark.parametrize("who", ["alice", "bob", "erin", "heidi", "ivan"])
def test_admins_only(who: str, browser_of: Browser, request: pytest.FixtureRequest) -> None:
    person: User | Student = request.getfixturevalue(who)
    assert browser_of(person).get(PATH).status_code == 403
