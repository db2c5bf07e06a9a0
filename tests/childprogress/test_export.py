"""The record as JSON: everything that is kept in it."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.serializers.json import DjangoJSONEncoder

from childprogress.models import Child, GuardianRole
from childprogress.selectors.export import export_child, export_children
from childprogress.services import tick, untick
from childprogress.vocabulary import Dimension, Sentiment
from tests.make_children import (
    make_child,
    make_definition,
    make_guardianship,
    make_observation,
    make_tick,
)
from tests.make_milestones import MARCH_10, noon
from tests.milestones.views.months import queries
from tfl.accounts.models import User


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(noon(MARCH_10), tick=False) as traveller:
        yield traveller


@pytest.fixture
def child(olga: User, edith: User) -> Child:
    child = make_child(olga, name="Maryam", dimensions=[Dimension.ACADEMIC])
    make_guardianship(child, edith, GuardianRole.EDITOR)
    return child


def test_the_export_says_who_the_child_is_and_who_its_guardians_are(child: Child) -> None:
    exported = json.loads(json.dumps(export_child(child), cls=DjangoJSONEncoder))

    assert exported == {
        "id": child.pk,
        "name": "Maryam",
        "dateOfBirth": "2018-05-04",
        "timeZone": "UTC",
        "dimensionsShown": ["academic"],
        "begunAt": "2026-03-10T12:00:00Z",
        "guardians": [
            {"name": "Olga", "role": "owner", "since": "2026-03-10T12:00:00Z"},
            {"name": "Edith", "role": "editor", "since": "2026-03-10T12:00:00Z"},
        ],
        "milestones": [],
        "observations": [],
    }


def test_whatever_was_ever_ticked_is_in_it_with_its_history(
    child: Child, olga: User, clock: time_machine.Traveller
) -> None:
    unticked = make_definition(title="Reads a shopping list")
    hidden = make_definition(Dimension.ISLAMIC, title="Names a prophet")
    retired = make_definition(title="Draws a map", retired=True)
    make_definition(title="Never ticked")
    tick(child=child, definition=unticked, by=olga)
    clock.shift(timedelta(hours=1))
    untick(child=child, definition=unticked, by=olga)
    for definition in (hidden, retired):
        make_tick(child, definition, datetime(2026, 3, 1, 9, tzinfo=UTC))
    exported = json.loads(json.dumps(export_child(child)["milestones"], cls=DjangoJSONEncoder))

    assert exported[0] == {
        "code": unticked.code,
        "dimension": "academic",
        "ageBand": "primary",
        "title": "Reads a shopping list",
        "description": unticked.description,
        "achieved": False,
        "achievedAt": None,
        "achievedHistory": [
            {"achievedAt": "2026-03-10T12:00:00Z", "unmarkedAt": "2026-03-10T13:00:00Z"}
        ],
    }
    assert [(each["title"], each["achieved"], each["achievedAt"]) for each in exported[1:]] == [
        ("Names a prophet", True, "2026-03-01T09:00:00Z"),
        ("Draws a map", True, "2026-03-01T09:00:00Z"),
    ]


def test_every_note_is_in_it_hidden_or_deleted_but_not_what_is_gone_for_good(
    child: Child, olga: User
) -> None:
    now = noon(MARCH_10)
    make_observation(
        child,
        author=olga,
        text="first\nline",
        observed_on=date(2026, 3, 1),
        sentiment=Sentiment.NEUTRAL,
    )
    make_observation(child, text="hidden", dimension=Dimension.ISLAMIC)
    make_observation(child, text="can come back", deleted_at=now - timedelta(days=29))
    make_observation(child, text="gone", deleted_at=now - timedelta(days=30))
    notes = json.loads(json.dumps(export_child(child)["observations"], cls=DjangoJSONEncoder))

    assert notes[0] == {
        "dimension": "academic",
        "observedOn": "2026-03-01",
        "text": "first\nline",
        "sentiment": "neutral",
        "author": "Olga",
        "writtenAt": "2026-03-10T12:00:00Z",
        "deletedAt": None,
    }
    assert [(each["text"], each["author"], each["deletedAt"]) for each in notes[1:]] == [
        ("hidden", None, None),
        ("can come back", None, "2026-02-09T12:00:00Z"),
    ]


@pytest.mark.parametrize("number", [1, 30])
def test_children_are_exported_in_three_queries_each_with_what_is_its_own(
    olga: User, number: int
) -> None:
    definition = make_definition()
    children = [make_child(olga) for _n in range(number)]
    for place, child in enumerate(children):
        make_tick(child, definition)
        make_observation(child, author=olga, text=f"note {place}")
    with queries() as ran:
        exported = export_children(children)

    assert len(ran) == 3
    assert [each["id"] for each in exported] == [child.pk for child in children]
    assert [[note["text"] for note in each["observations"]] for each in exported] == [
        [f"note {place}"] for place in range(number)
    ]
    assert [len(each["milestones"]) for each in exported] == [1] * number


def test_nobody_is_exported_for_nobody(db: None) -> None:
    assert export_children([]) == []
