from typing import Any

import pytest

from tests.make import make_cohort, make_student
from tests.personas import Browser
from tfl.accounts.models import Cohort, User

PATH = "/people/cohorts/"


def test_a_cohort_is_made_and_listed(browser_of: Browser, grace: User) -> None:
    browser = browser_of(grace)
    assert "No cohorts yet" in browser.get(PATH).content.decode()
    response = browser.post(PATH, {"name": "Spring", "starts_on": "2026-03-01"}, follow=True)
    assert "Spring" in response.content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"name": "spring", "starts_on": "2026-03-01"},
        {"name": "Autumn", "starts_on": "soon"},
        {"name": "x" * 10_000, "starts_on": "2026-03-01"},
    ],
)
def test_bad_input_is_said_and_makes_nothing(
    browser_of: Browser, grace: User, data: dict[str, str]
) -> None:
    make_cohort("Spring")
    assert browser_of(grace).post(PATH, data).status_code == 422
    assert Cohort.objects.count() == 1


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_costs_the_same_for_one_and_for_many(
    browser_of: Browser, grace: User, number: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(number):
        make_student(cohort=make_cohort())
    browser = browser_of(grace)
    with django_assert_max_num_queries(6):  # session, user, roles, count, page, news
        assert browser.get(PATH).status_code == 200
