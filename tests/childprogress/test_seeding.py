"""Bringing definitions out of the files: a tick stays on the item it was put on, whatever becomes of them."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from childprogress.models import (
    ChildMilestone,
    ClarityAnswer,
    MilestoneDefinition,
    ReviewState,
)
from childprogress.selectors.checklists import checklist
from childprogress.services import definitions, say_whether_clear, seed_definitions
from seeds.definitions import academic
from seeds.definitions.schema import Definition, load_definitions
from tests.badges.meeting import Gate, meet
from tests.make_children import make_child, make_tick
from tests.milestones.processes import at_once
from tfl.accounts.models import User
from tfl.ops.seeding import seed_checklists
from tfl.skills.models import Skill

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
NOTHING = {"created": 0, "changed": 0, "retired": 0}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def written(
    name: str, dimension: str = "academic", band: str = "primary", **text: str
) -> Definition:
    """An item with its name for a title, unless told otherwise."""
    return Definition(
        code=f"{dimension}.{band}.{name}",
        topic={"academic": "reading", "physical": "sleep"}[dimension],
        title=text.get("title", f"Names {name}"),
        description=text.get("description", f"Can name {name} in the room."),
        guidance=text.get("guidance", "Point at it and wait."),
    )


def items(names: Iterable[str], **where: str) -> list[Definition]:
    return [written(name, **where) for name in names]


def found(name: str) -> MilestoneDefinition:
    return MilestoneDefinition.objects.get(code__endswith=f".{name}")


def order() -> list[str]:
    """The names of what is on the checklists, in their order."""
    current = MilestoneDefinition.objects.current()
    return [each.code.split(".")[2] for each in current.order_by("dimension", "sort_order")]


def rows() -> list[dict[str, Any]]:
    return [dict(row) for row in MilestoneDefinition.objects.order_by("pk").values()]


def review(name: str) -> None:
    MilestoneDefinition.objects.filter(pk=found(name).pk).update(
        review_state=ReviewState.REVIEWED,
        reviewed_by="A. Expert, reading",
        reviewed_on=date(2026, 3, 9),
    )


def review_of(name: str) -> tuple[str, str, date | None]:
    item = found(name)
    return item.review_state, item.reviewed_by, item.reviewed_on


REVIEWED = ("reviewed", "A. Expert, reading", date(2026, 3, 9))
AWAITING = ("awaiting", "", None)


# The product's own -----------------------------------------------------------------------------------


def test_all_240_come_in_ten_for_each_dimension_and_band_in_their_order() -> None:
    assert seed_checklists() == {"created": 240, "changed": 0, "retired": 0}
    places: dict[tuple[str, str], list[int]] = {}
    for each in MilestoneDefinition.objects.current():
        places.setdefault((each.dimension, each.age_band), []).append(each.sort_order)
        assert each.code.startswith(f"{each.dimension}.{each.age_band}.")
    assert len(places) == 24
    assert all(theirs == list(range(1, 11)) for theirs in places.values())
    files = [each.code for each in load_definitions() if each.dimension == "islamic"]
    stored = MilestoneDefinition.objects.filter(dimension="islamic")
    in_order = sorted(stored, key=lambda each: files.index(each.code))
    bands = [(each.age_band, each.sort_order) for each in in_order]
    assert bands == [
        (band, place)
        for band in ("early_years", "primary", "upper_primary", "secondary")
        for place in range(1, 11)
    ]


def test_every_text_comes_in_word_by_word_and_awaits_review() -> None:
    seed_checklists()
    for each in load_definitions():
        item = MilestoneDefinition.objects.get(code=each.code)
        texts = (item.topic, item.title, item.description, item.guidance)
        assert texts == (each.topic, each.title, each.description, each.guidance)
        assert (item.review_state, item.is_retired) == ("awaiting", False)


def test_seeding_twice_changes_nothing() -> None:
    seed_checklists()
    before = rows()
    assert seed_checklists() == NOTHING
    assert rows() == before


@pytest.mark.postgres
def test_seeding_twice_writes_no_row_again() -> None:
    """PostgreSQL says of each row which transaction wrote it, and where it lies."""

    def versions() -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, xmin::text, ctid::text FROM milestone_definitions ORDER BY id"
            )
            return list(cursor.fetchall())

    seed_checklists()
    before = versions()
    with CaptureQueriesContext(connection) as captured:
        seed_checklists()
    assert versions() == before
    assert not [each for each in captured if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


# Ticks stay where they were put ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "counts"),
    [
        ("abcd", NOTHING),
        ("xabcd", NOTHING | {"created": 1, "changed": 4}),  # inserted before
        ("abxcd", NOTHING | {"created": 1, "changed": 2}),  # between
        ("abcdx", NOTHING | {"created": 1}),  # after
        ("dcba", NOTHING | {"changed": 4}),
        ("bacd", NOTHING | {"changed": 2}),  # two swapped
        ("dabc", NOTHING | {"changed": 4}),
        ("acd", NOTHING | {"changed": 2, "retired": 1}),
        ("abc", NOTHING | {"retired": 1}),
        ("xyzw", {"created": 4, "changed": 0, "retired": 4}),
        ("", NOTHING | {"retired": 4}),
        ("dxb", {"created": 1, "changed": 2, "retired": 2}),
    ],
)
def test_each_tick_stays_on_the_item_it_was_put_on(names: str, counts: dict[str, int]) -> None:
    seed_definitions(items("abcd"))
    child = make_child()
    row_of = {name: make_tick(child, found(name)).pk for name in "abcd"}
    texts = {name: found(name).title for name in "abcd"}
    assert seed_definitions(items(names)) == counts
    assert order() == list(names)
    for name, pk in row_of.items():
        tick = ChildMilestone.objects.get(pk=pk)
        assert tick.milestone.code == f"academic.primary.{name}"
        assert tick.milestone.title == texts[name]
        assert tick.milestone.is_retired is (name not in names)
    assert seed_definitions(items(names)) == NOTHING


def test_items_of_other_bands_and_dimensions_keep_their_places() -> None:
    others = items("ef", dimension="physical") + items("gh", band="secondary")
    seed_definitions(items("ab") + others)
    before = {name: columns_of(name) for name in "efgh"}
    assert seed_definitions(items("xba") + others) == NOTHING | {"created": 1, "changed": 1}
    assert {name: columns_of(name) for name in "efgh"} == before


def columns_of(name: str) -> dict[str, Any]:
    return dict(MilestoneDefinition.objects.filter(pk=found(name).pk).values()[0])


def test_many_changes_in_a_row_leave_places_from_one_on() -> None:
    for names in ("abc", "cab", "xcab", "bx", "abcx", "c", "cba", "cba"):
        seed_definitions(items(names))
        current = MilestoneDefinition.objects.current().order_by("sort_order")
        assert [each.sort_order for each in current] == list(range(1, len(names) + 1))
        assert order() == list(names)


# Retired and back ------------------------------------------------------------------------------------


def test_what_leaves_the_files_is_retired_and_stays_readable_where_it_is_ticked() -> None:
    seed_definitions(items("abc"))
    child, other = make_child(), make_child()
    make_tick(child, found("b"))
    seed_definitions(items("ac"))
    assert found("b").retired_at == NOON
    shown = checklist(child, child.age_band, "academic")
    assert [(each.definition.title, each.achieved) for each in shown] == [
        ("Names a", False),
        ("Names c", False),
        ("Names b", True),
    ]
    assert len(checklist(other, other.age_band)) == 2


def test_who_left_long_ago_is_not_retired_again(clock: time_machine.Traveller) -> None:
    seed_definitions(items("abc"))
    seed_definitions(items("ac"))
    clock.shift(timedelta(days=9))
    assert seed_definitions(items("ca")) == NOTHING | {"changed": 2}
    assert found("b").retired_at == NOON


def test_what_came_back_is_the_same_item_with_its_ticks_and_its_review() -> None:
    seed_definitions(items("abc"))
    review("b")
    child = make_child()
    row = make_tick(child, found("b"))
    seed_definitions(items("ac"))
    assert seed_definitions(items("acb")) == NOTHING | {"changed": 1}
    assert order() == ["a", "c", "b"]
    assert review_of("b") == REVIEWED
    assert ChildMilestone.objects.get(milestone=found("b")) == row


def test_what_came_back_in_other_words_awaits_review() -> None:
    seed_definitions(items("ab"))
    review("b")
    seed_definitions(items("a"))
    seed_definitions([written("a"), written("b", title="Names bees")])
    assert (found("b").title, review_of("b")) == ("Names bees", AWAITING)


# Reviews and answers ---------------------------------------------------------------------------------


def test_what_was_reviewed_stays_so_when_it_moves() -> None:
    seed_definitions(items("abc"))
    review("b")
    assert seed_definitions(items("cxba")) == NOTHING | {"created": 1, "changed": 3}
    assert review_of("b") == REVIEWED
    assert {review_of(name) for name in "acx"} == {AWAITING}


@pytest.mark.parametrize("field", ["title", "description", "guidance"])
def test_what_was_reviewed_awaits_review_when_its_text_changes(field: str) -> None:
    seed_definitions(items("ab"))
    review("a")
    review("b")
    changed = [written("a"), written("b", **{field: "Can name the bees there are."})]
    assert seed_definitions(changed) == NOTHING | {"changed": 1}
    assert getattr(found("b"), field) == "Can name the bees there are."
    assert (review_of("a"), review_of("b")) == (REVIEWED, AWAITING)


def test_a_tick_stays_on_what_was_reworded() -> None:
    seed_definitions(items("ab"))
    row = make_tick(make_child(), found("b"))
    seed_definitions([written("a"), written("b", title="Names bees")])
    row.refresh_from_db()
    assert (row.milestone.title, row.achieved) == ("Names bees", True)


def test_another_topic_is_no_other_text() -> None:
    seed_definitions(items("a"))
    review("a")
    moved = written("a").model_copy(update={"topic": "writing"})
    assert seed_definitions([moved]) == NOTHING | {"changed": 1}
    assert (found("a").topic, review_of("a")) == ("writing", REVIEWED)


def test_what_was_said_about_a_text_goes_with_it_and_about_others_stays(
    olga: User, edith: User
) -> None:
    seed_definitions(items("abcd"))
    for name in "abcd":
        for user in (olga, edith):
            say_whether_clear(definition=found(name), clear=name == "a", by=user)
    seed_definitions([written("b", title="Names bees"), written("a"), written("c")])
    answered = ClarityAnswer.objects.values_list("definition__code", flat=True)
    assert sorted(answered) == [f"academic.primary.{name}" for name in "aaccdd"]


def test_of_what_somebody_said_the_last_word_counts(
    olga: User, edith: User, clock: time_machine.Traveller
) -> None:
    seed_definitions(items("a"))
    say_whether_clear(definition=found("a"), clear=True, by=olga)
    say_whether_clear(definition=found("a"), clear=True, by=edith)
    clock.shift(timedelta(hours=1))
    say_whether_clear(definition=found("a"), clear=False, by=olga)
    answers = ClarityAnswer.objects.values_list("user", "clear", "answered_at")
    assert set(answers) == {(olga.pk, False, NOON + timedelta(hours=1)), (edith.pk, True, NOON)}


# The command -----------------------------------------------------------------------------------------


def seed() -> str:
    told = StringIO()
    call_command("seed", stdout=told)
    return told.getvalue().strip()


def test_the_command_brings_them_in_once() -> None:
    assert "240 checklist items" in seed()
    assert MilestoneDefinition.objects.current().count() == 240
    assert seed() == "All of it is there already."


def test_the_command_says_what_changed_and_what_left() -> None:
    seed()
    MilestoneDefinition.objects.filter(dimension="physical", sort_order=1).update(title="Hops")
    MilestoneDefinition.objects.create(
        code="physical.primary.old", dimension="physical", age_band="primary", sort_order=11
    )
    assert seed() == "Checklist items changed: 4. Checklist items retired: 1."


def test_a_malformed_file_changes_nothing_and_is_told_with_item_and_field(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seed()
    MilestoneDefinition.objects.filter(code=academic.DEFINITIONS[5].code).update(title="Hops")
    before = rows()
    twice = (*academic.DEFINITIONS[:9], academic.DEFINITIONS[0], *academic.DEFINITIONS[10:])
    monkeypatch.setattr(academic, "DEFINITIONS", twice)
    code = academic.DEFINITIONS[0].code
    with pytest.raises(CommandError) as refused:
        seed()
    told = f"seeds/definitions/academic.py: '{code}', field code: stands there 2 times"
    assert str(refused.value).splitlines()[0] == f"Nothing was changed. {told}"
    assert rows() == before


def test_a_malformed_file_leaves_the_taxonomy_alone_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(academic, "DEFINITIONS", academic.DEFINITIONS[1:])
    with pytest.raises(CommandError, match="early_years has 9 items, not 10"):
        seed()
    assert not MilestoneDefinition.objects.exists()
    assert not Skill.objects.exists()


def test_an_installation_without_the_checklists_is_not_given_them(
    settings: Any,
) -> None:
    settings.CHILDPROGRESS = False
    assert "checklist" not in seed().lower()
    assert not MilestoneDefinition.objects.exists()


# At the same moment ----------------------------------------------------------------------------------


def test_a_database_with_one_writer_is_not_asked_to_hold_anything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(definitions, "connection", SimpleNamespace(vendor="sqlite"))
    assert seed_definitions(items("ab")) == NOTHING | {"created": 2}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_four_who_seed_at_once_one_does_it() -> None:
    results = at_once(*[seed_checklists] * 4)
    assert sorted(results, key=str) == [NOTHING] * 3 + [NOTHING | {"created": 240}]
    assert MilestoneDefinition.objects.current().count() == 240


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_releases_that_seed_at_once_leave_what_the_later_one_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each with an item of its own at the top. Both know it a moment later, and go on as ever."""
    seed_definitions(items("abc"))
    gate = Gate()
    monkeypatch.setattr(definitions, "_make_room", gate.before(definitions._make_room))
    first, second = meet(
        gate,
        partial(seed_definitions, items("xabc")),
        partial(seed_definitions, items("yabc")),
    )
    assert first == NOTHING | {"created": 1, "changed": 3}
    assert second == NOTHING | {"created": 1, "retired": 1}
    assert order() == ["y", "a", "b", "c"]
    assert seed_definitions(items("yabc")) == NOTHING
    assert seed_definitions(items("xabc")) == NOTHING | {"changed": 1, "retired": 1}
