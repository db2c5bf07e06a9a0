"""The download of a record."""

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from childprogress.models import Child, GuardianRole
from tests.make_children import (
    make_child,
    make_definition,
    make_guardianship,
    make_observation,
    make_tick,
)
from tests.milestones.views.months import queries
from tests.personas import Browser
from tfl.accounts.models import User


@pytest.fixture
def child(olga: User, edith: User, viktor: User) -> Child:
    child = make_child(olga, name="Maryam")
    make_guardianship(child, edith, GuardianRole.EDITOR)
    make_guardianship(child, viktor, GuardianRole.VIEWER)
    return child


@pytest.fixture
def path(child: Child) -> str:
    return f"/children/{child.pk}/export/"


def test_owners_and_editors_download_the_whole_record(
    child: Child, path: str, olga: User, edith: User, browser_of: Browser
) -> None:
    make_observation(child, author=olga, text="Wrote “خ” by herself.")
    for guardian in (olga, edith):
        answer = browser_of(guardian).get(path)
        assert answer.status_code == 200
        whole = json.loads(answer.content)
        assert whole["format"] == 1
        assert whole["child"]["name"] == "Maryam"
        assert [note["text"] for note in whole["child"]["observations"]] == [
            "Wrote “خ” by herself."
        ]


def test_the_file_is_kept_nowhere_and_its_name_names_nobody(
    child: Child, path: str, olga: User, browser_of: Browser
) -> None:
    answer = browser_of(olga).get(path)

    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"] == f'attachment; filename="child-record-{child.pk}.json"'
    assert set(answer["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_viewer_may_not_and_a_stranger_finds_nothing(
    path: str, viktor: User, heidi: User, bob: User, browser_of: Browser, client: Client
) -> None:
    assert browser_of(viktor).get(path).status_code == 403
    assert browser_of(heidi).get(path).status_code == 404
    assert browser_of(bob).get(path).status_code == 403
    assert client.get(path).status_code == 302
    assert browser_of(viktor).post(path).status_code == 405


def test_a_closed_record_can_still_be_taken_along(olga: User, browser_of: Browser) -> None:
    child = make_child(olga, born=date(2000, 1, 1))

    assert browser_of(olga).get(f"/children/{child.pk}/export/").status_code == 200


@pytest.mark.parametrize("number", [1, 30])
def test_the_download_asks_as_often_for_one_note_as_for_30(
    child: Child, path: str, olga: User, browser_of: Browser, number: int
) -> None:
    for _n in range(number):
        make_observation(child, author=olga)
        make_tick(child, make_definition())
    client = browser_of(olga)
    with queries() as ran:
        client.get(path)

    assert len(ran) == 7, ran  # session, reader, roles, child; guardians, items, notes


def test_too_many_downloads_have_to_wait(
    path: str, olga: User, browser_of: Browser, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"export_child": "2/m/user"}
    client = browser_of(olga)

    assert [client.get(path).status_code for _n in range(3)] == [200, 200, 429]
