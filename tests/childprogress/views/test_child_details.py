"""Correcting what was written down about a child, and choosing what is shown."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from childprogress.models import Child, GuardianRole
from childprogress.vocabulary import Dimension
from tests.childprogress.conftest import ACADEMIC, ISLAMIC
from tests.html import read
from tests.make_children import make_child, make_guardianship, make_observation
from tests.milestones.views.months import text_of
from tests.personas import Browser
from tfl.accounts.models import User

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
RIGHT = {"name": "Yusuf Ali", "date_of_birth": "2020-01-02", "time_zone": "Europe/London"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def child(olga: User) -> Child:
    return make_child(olga, name="Yusuf", dimensions=[ACADEMIC, ISLAMIC])


@pytest.fixture
def client(olga: User, browser_of: Browser) -> Client:
    return browser_of(olga)


def details(child: Child) -> str:
    return f"/children/{child.pk}/details/"


def dimensions(child: Child) -> str:
    return f"/children/{child.pk}/dimensions/"


def checked(response: Any) -> list[str]:
    inputs = read(response.content.decode()).all("input")
    return [each.attributes["value"] for each in inputs if "checked" in each.attributes]


def test_the_page_shows_what_is_written_down(client: Client, child: Child) -> None:
    response = client.get(details(child))
    page = read(response.content.decode())
    values = {e.attributes.get("name"): e.attributes.get("value") for e in page.all("input")}
    assert (values["name"], values["date_of_birth"]) == ("Yusuf", "2018-05-04")
    chosen = [e.attributes["value"] for e in page.all("option") if "selected" in e.attributes]
    assert chosen == ["UTC"]
    assert "data-own-zone" not in page.all("select")[0].attributes, "the child’s is kept"
    assert checked(response) == ["academic", "islamic"]
    assert not page.mistakes
    assert not page.repeated_ids()
    assert not page.unlabelled()


def test_what_is_corrected_shows_at_once(client: Client, child: Child) -> None:
    response = client.post(details(child), RIGHT, follow=True)
    child.refresh_from_db()
    assert (child.name, child.date_of_birth, child.time_zone) == (
        "Yusuf Ali",
        date(2020, 1, 2),
        "Europe/London",
    )
    assert "6 years old · items for 6–\u20609 years" in text_of(response)


@pytest.mark.parametrize(
    ("field", "value", "answer"),
    [
        ("date_of_birth", "2023-03-11", "Come back from March 11, 2026 on."),
        ("date_of_birth", "2009-03-10", "which was March 9, 2026."),
        ("date_of_birth", "2020-02-30", "There is no such day."),
        ("name", "  ", "Write a name, or what you call your child."),
        ("name", "x" * 101, "at most 100 characters"),
        ("name", "\x00", "Null characters are not allowed."),
        ("time_zone", "Mars/Olympus", "Choose a time zone from the list."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_half_saved(
    client: Client, child: Child, field: str, value: str, answer: str
) -> None:
    response = client.post(details(child), RIGHT | {field: value})
    assert response.status_code == 422
    page = read(response.content.decode())
    beside = [e.text for e in page.all("ul") if e.attributes.get("id") == f"id_{field}_error"]
    assert len(beside) == 1
    assert answer in " ".join(beside[0].split())
    child.refresh_from_db()
    assert (child.name, child.date_of_birth, child.time_zone) == ("Yusuf", date(2018, 5, 4), "UTC")
    assert checked(response) == ["academic", "islamic"], "the other form is as it was"
    assert "Yusuf" in text_of(response), "the way back has the name that is saved"


def test_a_closed_record_opens_again_with_the_right_birth_date(client: Client, olga: User) -> None:
    child = make_child(olga, born=date(2008, 1, 2))
    assert client.post(details(child), RIGHT).status_code == 302
    child.refresh_from_db()
    assert not child.is_closed


# What is shown ---------------------------------------------------------------------------------------


def test_other_dimensions_are_chosen_and_what_is_hidden_is_kept(
    client: Client, child: Child
) -> None:
    note = make_observation(child, dimension=ISLAMIC)
    response = client.post(dimensions(child), {"dimensions": ["physical", "academic"]}, follow=True)
    child.refresh_from_db()
    assert child.dimensions == ["academic", "physical"]
    note.refresh_from_db()
    assert "Islamic" not in text_of(response)


@pytest.mark.parametrize(
    ("chosen", "answer"),
    [
        ([], "Choose at least one dimension."),
        (["magical"], "Choose among the dimensions offered."),
        (["\x00"], "Choose among the dimensions offered."),
    ],
)
def test_at_least_one_that_exists_is_shown(
    client: Client, child: Child, chosen: list[str], answer: str
) -> None:
    response = client.post(dimensions(child), {"dimensions": chosen})
    assert response.status_code == 422
    assert answer in text_of(response)
    child.refresh_from_db()
    assert child.dimensions == ["academic", "islamic"]


def test_dimensions_are_only_posted(client: Client, child: Child) -> None:
    assert client.get(dimensions(child)).status_code == 405


# Who may ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [GuardianRole.EDITOR, GuardianRole.VIEWER])
def test_only_owners_correct_and_choose(
    child: Child, heidi: User, browser_of: Browser, role: GuardianRole
) -> None:
    make_guardianship(child, heidi, role)
    browser = browser_of(heidi)
    assert browser.get(details(child)).status_code == 403
    assert browser.post(details(child), RIGHT).status_code == 403
    assert browser.post(dimensions(child), {"dimensions": list(Dimension)}).status_code == 403
    child.refresh_from_db()
    assert (child.name, child.dimensions) == ("Yusuf", ["academic", "islamic"])


def test_a_stranger_finds_no_record(child: Child, heidi: User, browser_of: Browser) -> None:
    browser = browser_of(heidi)
    assert browser.get(details(child)).status_code == 404
    assert browser.post(details(child), RIGHT).status_code == 404
    assert browser.post(dimensions(child), {"dimensions": ["physical"]}).status_code == 404


def test_the_messages_hold_no_name(client: Client, child: Child) -> None:
    response = client.post(details(child), RIGHT)
    assert [str(each) for each in get_messages(response.wsgi_request)] == ["Saved."]


def test_the_page_takes_few_queries(
    client: Client, child: Child, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(7):
        client.get(details(child))
