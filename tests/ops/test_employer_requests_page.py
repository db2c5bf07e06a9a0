import re
from typing import Any

import pytest

from tests.make import make_organisation, make_parent, make_request
from tests.personas import Browser
from tfl.accounts.models import (
    EmployerMembership,
    MembershipState,
    Role,
    Student,
    User,
    employer_of,
)

PATH = "/people/employers/"


def seen(membership: EmployerMembership) -> str:
    return membership.requested_at.isoformat()


def test_requests_stand_there_with_what_was_written(
    browser_of: Browser, grace: User, heidi: User
) -> None:
    make_request(heidi, organisation_name="Acme & <Sons>")
    page = browser_of(grace).get(PATH).content.decode()
    assert "Acme &amp; &lt;Sons&gt;" in page
    assert "heidi@example.org" in page


def test_the_page_approves_what_it_showed(browser_of: Browser, grace: User, heidi: User) -> None:
    membership = make_request(heidi)
    browser = browser_of(grace)
    page = browser.get(PATH).content.decode()
    [shown] = re.findall(r'name="seen"\s+value="([^"]+)"', page)
    response = browser.post(
        f"{PATH}{membership.pk}/", {"do": "approve", "seen": shown}, follow=True
    )
    assert "Approved." in response.content.decode()
    assert "Nobody is waiting" in response.content.decode()
    assert User.objects.get(pk=heidi.pk).has_role(Role.EMPLOYER)


def test_an_admin_chooses_the_organisation(browser_of: Browser, grace: User, heidi: User) -> None:
    membership, globex = make_request(heidi), make_organisation("Globex")
    browser_of(grace).post(
        f"{PATH}{membership.pk}/",
        {"do": "approve", "employer": globex.pk, "seen": seen(membership)},
    )
    assert employer_of(heidi) == globex


def test_a_refusal_carries_its_answer(browser_of: Browser, grace: User, heidi: User) -> None:
    membership = make_request(heidi)
    browser_of(grace).post(
        f"{PATH}{membership.pk}/",
        {"do": "refuse", "answer": "Use your work address", "seen": seen(membership)},
    )
    membership.refresh_from_db()
    assert (membership.state, membership.answer) == (
        MembershipState.REFUSED,
        "Use your work address",
    )


def test_a_request_corrected_meanwhile_is_looked_at_again(
    browser_of: Browser, grace: User, heidi: User
) -> None:
    membership = make_request(heidi)
    response = browser_of(grace).post(
        f"{PATH}{membership.pk}/", {"do": "approve", "seen": "2026-01-01T00:00:00Z"}, follow=True
    )
    assert "Look at it again." in response.content.decode()
    assert not User.objects.get(pk=heidi.pk).has_role(Role.EMPLOYER)


@pytest.mark.parametrize(
    "data", [{}, {"do": "ignore"}, {"do": "refuse", "answer": "x" * 10_000}, {"do": "approve"}]
)
def test_bad_input_answers_nothing(
    browser_of: Browser, grace: User, heidi: User, data: dict[str, str]
) -> None:
    membership = make_request(heidi)
    assert browser_of(grace).post(f"{PATH}{membership.pk}/", data).status_code == 302
    membership.refresh_from_db()
    assert membership.state == MembershipState.REQUESTED


def test_no_request_is_not_found(browser_of: Browser, grace: User) -> None:
    assert browser_of(grace).post(f"{PATH}999/", {"do": "approve"}).status_code == 404


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_costs_the_same_for_one_and_for_many(
    browser_of: Browser, grace: User, number: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(number):
        make_request(make_parent())
        make_organisation()
    browser = browser_of(grace)
    with django_assert_max_num_queries(7):  # session, user, roles, count, page, employers, news
        assert browser.get(PATH).status_code == 200


@pytest.mark.parametrize("who", ["alice", "bob", "heidi", "erin"])
def test_admins_only(who: str, browser_of: Browser, request: pytest.FixtureRequest) -> None:
    person: User | Student = request.getfixturevalue(who)
    browser = browser_of(person)
    membership = make_request()
    assert browser.get(PATH).status_code == 403
    assert browser.post(f"{PATH}{membership.pk}/", {"do": "approve"}).status_code == 403
