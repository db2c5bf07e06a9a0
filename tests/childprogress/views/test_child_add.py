"""Beginning a record: what is asked, what is chosen beforehand, and what is refused."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from childprogress.models import Child, GuardianRole
from childprogress.vocabulary import Dimension
from tests.html import read
from tests.make import make_mentor
from tests.milestones.views.months import text_of
from tests.personas import Browser
from tfl.accounts.models import User

ADD = "/children/add/"
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
ZAYNAB = {
    "name": "Zaynab",
    "date_of_birth": "2019-07-02",
    "time_zone": "Asia/Karachi",
    "dimensions": ["physical", "islamic"],
}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def client(olga: User, browser_of: Browser) -> Client:
    return browser_of(olga)


def send(client: Client, **changes: Any) -> Any:
    return client.post(ADD, ZAYNAB | changes)


# Asking ----------------------------------------------------------------------------------------------


def test_every_dimension_says_what_it_holds_and_religion_is_not_chosen_for_anybody(
    client: Client,
) -> None:
    response = client.get(ADD)
    boxes = [
        each
        for each in read(response.content.decode()).all("input")
        if each.attributes.get("name") == "dimensions"
    ]
    assert [each.attributes["value"] for each in boxes] == list(Dimension)
    assert [each.attributes["value"] for each in boxes if "checked" not in each.attributes] == [
        "islamic"
    ]
    text = text_of(response)
    assert "Islamic Quran, salah, knowledge, akhlaq and ibadah." in text
    assert "it is never chosen for you" in text
    assert "You can change this at any time" in text


def test_the_time_zone_is_that_of_the_installation_until_the_browser_names_its_own(
    client: Client, settings: Settings
) -> None:
    settings.TIME_ZONE = "Asia/Riyadh"
    page = read(client.get(ADD).content.decode())
    [zone] = page.all("select")
    chosen = [each for each in page.all("option") if "selected" in each.attributes]
    assert [each.attributes["value"] for each in chosen] == ["Asia/Riyadh"]
    assert "data-own-zone" in zone.attributes


def test_zones_are_offered_by_region_and_utc_is_among_them(client: Client) -> None:
    page = read(client.get(ADD).content.decode())
    offered = [each.attributes["value"] for each in page.all("option")]
    assert {"UTC", "Europe/London", "America/Argentina/Buenos_Aires"} <= set(offered)
    assert not {"localtime", "Factory", "EST"} & set(offered)
    assert len(offered) == len(set(offered))
    assert [each.attributes["label"] for each in page.all("optgroup")][:2] == ["Africa", "America"]


def test_a_zone_the_installation_has_and_no_region_holds_is_offered(
    client: Client, settings: Settings
) -> None:
    settings.TIME_ZONE = "Etc/GMT-3"
    page = read(client.get(ADD).content.decode())
    assert "Etc/GMT-3" in [each.attributes["value"] for each in page.all("option")]


def test_fields_are_labelled_and_the_page_is_whole(client: Client) -> None:
    page = read(client.get(ADD).content.decode())
    assert not page.mistakes
    assert not page.repeated_ids()
    assert not page.unlabelled()


# Adding ----------------------------------------------------------------------------------------------


def test_a_child_is_added_and_its_page_opens(client: Client, olga: User) -> None:
    response = send(client)
    child = Child.objects.for_guardian(olga).get()

    assert (child.name, child.date_of_birth, child.time_zone) == (
        "Zaynab",
        date(2019, 7, 2),
        "Asia/Karachi",
    )
    assert child.dimensions == ["islamic", "physical"]
    assert child.guardian_role == GuardianRole.OWNER
    assert (response.status_code, response.url) == (302, f"/children/{child.pk}/")


def test_the_message_says_what_to_do_and_holds_no_name(client: Client) -> None:
    [message] = get_messages(send(client).wsgi_request)
    assert str(message) == "The record is there. Tick what you have seen, or write a first note."


@pytest.mark.parametrize("born", ["2023-03-10", "2009-03-11"])
def test_from_the_third_birthday_to_the_day_before_the_seventeenth(
    client: Client, born: str
) -> None:
    assert send(client, date_of_birth=born).status_code == 302


# Refusing --------------------------------------------------------------------------------------------

BAD = [
    ("date_of_birth", "2026-03-11", "This day is still to come."),
    (
        "date_of_birth",
        "2023-03-11",  # three tomorrow
        "The checklists begin with the third birthday. Come back from March 11, 2026 on.",
    ),
    (
        "date_of_birth",
        "2009-03-10",  # seventeen today
        "The checklists end with the day before the seventeenth birthday, which was March 9, 2026.",
    ),
    (
        "date_of_birth",
        "2020-02-30",
        "There is no such day. Choose one from the calendar, or write it like 2026-03-10.",
    ),
    ("date_of_birth", "0001-01-01", "The checklists end with the day before the seventeenth"),
    ("date_of_birth", "9999-12-31", "This day is still to come."),
    ("date_of_birth", "a while ago", "There is no such day."),
    ("date_of_birth", "04/05/2018", "write it like 2026-03-10"),  # April, or May?
    ("date_of_birth", "", "Choose the day."),
    ("name", "", "Write a name, or what you call your child."),
    ("name", " \t ", "Write a name, or what you call your child."),
    ("name", "\u200b", "Nobody can see this."),
    ("name", "x" * 101, "at most 100 characters"),
    ("name", "Zay\x00nab", "Null characters are not allowed."),
    ("name", "Zay\u202enab", "This holds characters nobody can see."),
    ("time_zone", "Mars/Olympus", "Choose a time zone from the list."),
    ("time_zone", "../../etc/passwd", "Choose a time zone from the list."),
    ("time_zone", "", "Choose a time zone from the list."),
    ("dimensions", [], "Choose at least one dimension."),
    ("dimensions", ["academic", "magical"], "Choose among the dimensions offered."),
]


@pytest.mark.parametrize(("field", "value", "answer"), BAD)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_saved(
    client: Client, field: str, value: Any, answer: str
) -> None:
    response = send(client, **{field: value})
    assert response.status_code == 422
    assert not Child.objects.exists()
    page = read(response.content.decode())
    beside = [e.text for e in page.all("ul") if e.attributes.get("id") == f"id_{field}_error"]
    assert len(beside) == 1
    assert answer in " ".join(beside[0].split())


def test_what_was_typed_is_kept(client: Client) -> None:
    response = send(client, date_of_birth="2020-02-30", dimensions=["islamic"])
    page = read(response.content.decode())
    values = {e.attributes.get("name"): e.attributes.get("value") for e in page.all("input")}
    assert values["name"] == "Zaynab"
    assert values["date_of_birth"] == "2020-02-30"
    checked = [e.attributes["value"] for e in page.all("input") if "checked" in e.attributes]
    assert checked == ["islamic"]
    chosen = [e.attributes["value"] for e in page.all("option") if "selected" in e.attributes]
    assert chosen == ["Asia/Karachi"]
    assert "data-own-zone" not in page.all("select")[0].attributes, "it was chosen"


def test_bytes_that_are_no_text_are_refused_too(client: Client) -> None:
    form = "multipart/form-data; boundary=x"
    body = b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n\xff\xfe\r\n--x--\r\n'
    assert client.post(ADD, body, content_type=form).status_code == 422


def test_only_parents_add_children(db: None, browser_of: Browser) -> None:
    mentor = browser_of(make_mentor())
    assert mentor.get(ADD).status_code == 403
    assert send(mentor).status_code == 403
    assert not Child.objects.exists()


def test_a_visitor_signs_in_first(db: None) -> None:
    assert Client().get(ADD).url == "/accounts/login/?next=/children/add/"  # type: ignore[attr-defined]  # a redirect


def test_the_form_takes_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(6):
        client.get(ADD)
