"""Erasing a record: what is said before, what has to be typed, and what is gone after."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from childprogress.models import Child, ChildMilestone, GuardianRole, Guardianship, Observation
from tests.childprogress.conftest import ACADEMIC, ISLAMIC
from tests.make_children import (
    make_child,
    make_definition,
    make_guardianship,
    make_observation,
    make_tick,
)
from tests.milestones.views.months import text_of
from tests.personas import Browser
from tfl.accounts.models import User

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def child(olga: User, edith: User) -> Child:
    """With two ticks and three notes, some of them in a hidden dimension, and two guardians."""
    child = make_child(olga, name="Yusuf", dimensions=[ACADEMIC])
    make_guardianship(child, edith, GuardianRole.EDITOR)
    make_tick(child, make_definition(ACADEMIC))
    make_tick(child, make_definition(ISLAMIC))
    make_observation(child)
    make_observation(child, dimension=ISLAMIC)
    make_observation(child, deleted_at=NOW)
    return child


@pytest.fixture
def client(olga: User, browser_of: Browser) -> Client:
    return browser_of(olga)


def path(child: Child) -> str:
    return f"/children/{child.pk}/delete/"


def test_it_says_beforehand_exactly_what_is_erased(client: Client, child: Child) -> None:
    text = text_of(client.get(path(child)))
    assert "2 ticks with their history, in hidden dimensions too" in text
    assert "3 notes of every guardian, those deleted lately too" in text
    assert "2 guardians you among them; nobody can open this record any more" in text
    assert "nobody can bring it back" in text
    assert "download everything" in text


def test_who_is_alone_with_a_record_reads_that(client: Client, olga: User) -> None:
    text = text_of(client.get(path(make_child(olga))))
    assert "0 ticks" in text
    assert "0 notes" in text
    assert "1 guardian you; nobody else can open this record" in text


def test_asking_erases_nothing(client: Client, child: Child) -> None:
    client.get(path(child))
    assert Child.objects.filter(pk=child.pk).exists()


@pytest.mark.parametrize("typed", ["Yusuf", " yusuf "])
def test_with_the_name_typed_everything_is_gone(client: Client, child: Child, typed: str) -> None:
    response = client.post(path(child), {"confirmation": typed})
    assert (response.status_code, response["Location"]) == (302, "/children/")
    for model in (Child, ChildMilestone, Observation, Guardianship):
        assert not model.objects.exists()
    assert client.get(path(child)).status_code == 404


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Ana  Maria", "Ana Maria"),
        ("Ame\u0301lie", "Am\u00e9lie"),
        ("\ufeffYusuf\u200f", "Yusuf"),
        ("Ana\u00a0Maria", "ana maria"),
    ],
)
def test_what_looks_like_the_name_is_the_name(
    client: Client, olga: User, written: str, typed: str
) -> None:
    child = make_child(olga, name=written)
    assert client.post(path(child), {"confirmation": typed}).status_code == 302
    assert not Child.objects.exists()


def test_the_message_holds_no_name(client: Client, child: Child) -> None:
    response = client.post(path(child), {"confirmation": "Yusuf"})
    assert [str(each) for each in get_messages(response.wsgi_request)] == ["The record is deleted."]


def test_the_other_children_stay(client: Client, child: Child, olga: User) -> None:
    sibling = make_child(olga, name="Yusuf")
    client.post(path(child), {"confirmation": "Yusuf"})
    assert list(Child.objects.all()) == [sibling]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("", "Type the name as it is written above."),
        ("Yusu", "Type the name exactly as it is written above."),
        ("x" * 101, "at most 100 characters"),
        ("Yusuf\x00", "Null characters are not allowed."),
    ],
)
def test_with_anything_else_nothing_is(
    client: Client, child: Child, typed: str, answer: str
) -> None:
    response = client.post(path(child), {"confirmation": typed})
    assert response.status_code == 422
    assert answer in text_of(response)
    assert Observation.objects.filter(child=child).count() == 3


@pytest.mark.parametrize("role", [GuardianRole.EDITOR, GuardianRole.VIEWER])
def test_only_owners_delete(
    child: Child, heidi: User, browser_of: Browser, role: GuardianRole
) -> None:
    make_guardianship(child, heidi, role)
    browser = browser_of(heidi)
    assert browser.get(path(child)).status_code == 403
    assert browser.post(path(child), {"confirmation": "Yusuf"}).status_code == 403
    assert Child.objects.filter(pk=child.pk).exists()


def test_a_stranger_finds_no_record(child: Child, heidi: User, browser_of: Browser) -> None:
    assert browser_of(heidi).post(path(child), {"confirmation": "Yusuf"}).status_code == 404
    assert Child.objects.filter(pk=child.pk).exists()


def test_the_page_takes_few_queries(
    client: Client, child: Child, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(10):
        client.get(path(child))
