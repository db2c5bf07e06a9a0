from typing import Any

import pytest

from tests.make import make_mentor, make_notice
from tests.personas import Browser
from tfl.accounts.models import Notice, Role, User
from tfl.accounts.services import invite_person


def test_the_newest_stands_first_and_leads_somewhere(browser_of: Browser, ivan: User) -> None:
    make_notice(ivan, path="/old/")
    make_notice(ivan, path="/new/")
    page = browser_of(ivan).get("/notices/").content.decode()
    assert page.index("/new/") < page.index("/old/")
    assert "You can do more at TFL now" in page


def test_nobody_sees_anothers(browser_of: Browser, ivan: User, heidi: User) -> None:
    make_notice(heidi, path="/hers/")
    page = browser_of(ivan).get("/notices/").content.decode()
    assert "/hers/" not in page
    assert "No notices yet" in page


def test_names_in_titles_are_escaped(db: None, browser_of: Browser) -> None:
    mentor = make_mentor(name="<script>alert(1)</script>")
    user = invite_person(email="n@example.org", name="", roles=[Role.STUDENT], by=mentor)
    page = browser_of(user).get("/notices/").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_one_is_marked_as_read(browser_of: Browser, ivan: User) -> None:
    notice = make_notice(ivan)
    make_notice(ivan)
    response = browser_of(ivan).post("/notices/", {"notice": notice.pk})
    assert (response.status_code, response["Location"]) == (302, "/notices/")
    assert Notice.objects.unread().count() == 1


def test_all_are_marked_as_read(browser_of: Browser, ivan: User) -> None:
    make_notice(ivan)
    make_notice(ivan)
    browser_of(ivan).post("/notices/")
    assert not Notice.objects.unread()


@pytest.mark.parametrize("number", ["x", "-1", "1.5", "9" * 10_000, "٣٣٣٣", ""])
def test_what_is_no_notice_is_not_found(browser_of: Browser, ivan: User, number: str) -> None:
    assert browser_of(ivan).post("/notices/", {"notice": number}).status_code == 404


def test_anothers_notice_is_not_found(browser_of: Browser, ivan: User, heidi: User) -> None:
    notice = make_notice(heidi)
    assert browser_of(ivan).post("/notices/", {"notice": notice.pk}).status_code == 404


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_costs_the_same_for_one_and_for_many(
    browser_of: Browser, ivan: User, number: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(number):
        make_notice(ivan)
    browser = browser_of(ivan)
    browser.get("/notices/")
    with django_assert_max_num_queries(7):  # session, user, roles, count, page, unread twice
        browser.get("/notices/")


def test_pages_follow_one_another(browser_of: Browser, ivan: User) -> None:
    for _ in range(25):
        make_notice(ivan)
    page = browser_of(ivan).get("/notices/?page=2").content.decode()
    assert "Page 2 of 2" in page
