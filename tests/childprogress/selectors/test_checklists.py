"""Which items a checklist holds, in which order, and how they stand with one child."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine

from childprogress.ages import AgeBand
from childprogress.models import Child, ChildMilestone, MilestoneDefinition
from childprogress.rules import Recorded
from childprogress.selectors.checklists import (
    Item,
    checklist,
    completion,
    item,
    item_of,
    next_items,
)
from childprogress.services import tick, untick
from childprogress.vocabulary import Dimension
from tests.make_children import make_child, make_definition, make_tick
from tfl.accounts.models import User

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
ACADEMIC, ISLAMIC, PHYSICAL = Dimension.ACADEMIC, Dimension.ISLAMIC, Dimension.PHYSICAL
PRIMARY = AgeBand.PRIMARY


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def child(olga: User) -> Child:
    """Primary."""
    return make_child(olga, dimensions=[ACADEMIC, PHYSICAL])


def listed(items: list[Item]) -> list[tuple[str, bool]]:
    return [(each.definition.title, each.achieved) for each in items]


def test_a_checklist_holds_the_items_of_a_band_ticked_or_not_in_their_order(child: Child) -> None:
    third, first = make_definition(title="C", place=3), make_definition(title="A", place=1)
    make_definition(title="B", place=2)
    make_definition(ISLAMIC, title="hidden")
    make_definition(band=AgeBand.SECONDARY, title="of another band")
    make_definition(PHYSICAL, title="of another dimension")
    make_tick(child, first)
    make_tick(make_child(), third)
    assert listed(checklist(child, PRIMARY, ACADEMIC)) == [("A", True), ("B", False), ("C", False)]


def test_without_a_dimension_all_that_are_shown_come_in_their_order(child: Child) -> None:
    make_definition(PHYSICAL, title="P", place=1)
    make_definition(ISLAMIC, title="hidden", place=1)
    make_definition(ACADEMIC, title="A", place=2)
    assert listed(checklist(child, PRIMARY)) == [("A", False), ("P", False)]
    child.dimensions = list(Dimension)
    assert listed(checklist(child, PRIMARY))[1] == ("hidden", False)


def test_what_left_the_checklist_comes_last_and_only_where_it_is_ticked(
    child: Child, olga: User
) -> None:
    ticked = make_definition(title="T", place=1)
    unticked = make_definition(title="U", place=2)
    untouched = make_definition(title="N", place=3)
    make_definition(title="A", place=4)
    tick(child=child, definition=ticked, by=olga)
    tick(child=child, definition=unticked, by=olga)
    untick(child=child, definition=unticked, by=olga)
    MilestoneDefinition.objects.exclude(title="A").update(retired_at=NOON)
    assert listed(checklist(child, PRIMARY, ACADEMIC)) == [("A", False), ("T", True)]
    assert item(child, ticked.pk) is not None
    assert item(child, unticked.pk) is None
    assert item(child, untouched.pk) is None
    assert completion(child, PRIMARY) == {ACADEMIC: Recorded(achieved=0, total=1)}


def test_an_item_says_since_when_and_what_was_before(
    child: Child, olga: User, clock: time_machine.Traveller
) -> None:
    definition = make_definition()
    tick(child=child, definition=definition, by=olga)
    clock.move_to(datetime(2026, 3, 11, 8, tzinfo=UTC))
    untick(child=child, definition=definition, by=olga)
    row = ChildMilestone.objects.get()
    history = [{"achievedAt": "2026-03-10T12:00:00Z", "unmarkedAt": "2026-03-11T08:00:00Z"}]
    found = item(child, definition.pk)
    assert found == Item(definition, achieved=False, achieved_at=None, history=history)  # type: ignore[arg-type]
    assert item_of(definition, row) == found
    tick(child=child, definition=definition, by=olga)
    [found] = checklist(child, PRIMARY, ACADEMIC)
    assert (found.achieved, found.achieved_at) == (True, datetime(2026, 3, 11, 8, tzinfo=UTC))
    assert len(found.history) == 2


def test_an_item_nobody_ticked_has_no_history(child: Child) -> None:
    definition = make_definition()
    make_tick(make_child(), definition)
    untouched = Item(definition, achieved=False, achieved_at=None, history=[])
    assert item(child, definition.pk) == item_of(definition, None) == untouched


def test_an_item_that_is_not_shown_is_not_there(child: Child) -> None:
    assert item(child, make_definition(ISLAMIC).pk) is None
    assert item(child, 0) is None
    assert item(child, make_definition(band=AgeBand.SECONDARY).pk) is not None  # a preview


def test_completion_is_by_dimension_and_of_items_not_of_rows(child: Child, olga: User) -> None:
    first, *_others = [make_definition() for _ in range(3)]
    make_definition(ISLAMIC)
    make_tick(child, make_definition(band=AgeBand.EARLY_YEARS))
    tick(child=child, definition=first, by=olga)
    assert completion(child, PRIMARY) == {ACADEMIC: Recorded(achieved=1, total=3)}
    assert completion(child, AgeBand.EARLY_YEARS) == {ACADEMIC: Recorded(achieved=1, total=1)}
    assert completion(child, AgeBand.SECONDARY) == {}


def test_completion_before_a_moment_is_what_the_histories_say(
    child: Child, olga: User, clock: time_machine.Traveller
) -> None:
    first, second = make_definition(), make_definition()
    make_definition(ISLAMIC)
    hidden = make_definition(ISLAMIC)
    make_tick(child, hidden, datetime(2026, 1, 1, tzinfo=UTC))
    make_tick(make_child(), second, datetime(2026, 1, 1, tzinfo=UTC))
    tick(child=child, definition=first, by=olga)
    clock.shift(60)
    untick(child=child, definition=first, by=olga)
    achieved = [
        completion(child, PRIMARY, NOON.replace(minute=minute))[ACADEMIC].achieved
        for minute in (0, 1, 2)
    ]
    assert achieved == [0, 1, 0]
    assert completion(child, PRIMARY, NOON) == {ACADEMIC: Recorded(achieved=0, total=2)}


def test_next_come_unticked_items_of_the_band_that_are_on_the_list_and_shown(
    child: Child, olga: User
) -> None:
    made = [make_definition(title=f"A{place}", place=place) for place in (1, 2, 3)]
    make_definition(PHYSICAL, title="P1", place=1)
    make_definition(PHYSICAL, title="retired", retired=True)
    make_definition(ISLAMIC, title="hidden")
    make_definition(PHYSICAL, AgeBand.EARLY_YEARS, title="of another band")
    tick(child=child, definition=made[0], by=olga)
    tick(child=child, definition=made[1], by=olga)
    untick(child=child, definition=made[1], by=olga)
    make_tick(make_child(), made[2])
    following = next_items(child, completion(child, PRIMARY))
    assert [each.title for each in following] == ["P1", "A2", "A3"]


def test_nothing_comes_next_once_the_record_is_closed() -> None:
    child = make_child(born=date(2009, 3, 10))
    make_definition(band=AgeBand.SECONDARY)
    assert next_items(child, {}) == []
