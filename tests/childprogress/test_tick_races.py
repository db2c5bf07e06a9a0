"""Guardians who tick, untick, delete and are overtaken by a seeding at the same moment. Threads with
connections of their own, on PostgreSQL.

A run lets sixteen writers toggle 60 times each; `TFL_TOGGLES=1000` lets them a thousand times.
"""

import os
import threading
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from random import Random
from types import SimpleNamespace
from typing import Any, Final

import pytest

from childprogress.models import Child, ChildMilestone, GuardianRole, MilestoneDefinition
from childprogress.rules import History, is_open, moment
from childprogress.services import (
    ChildProgressError,
    children,
    choose_dimensions,
    correct_child,
    definitions,
    delete_child,
    remove_guardian,
    seed_definitions,
    tick,
    ticking,
    untick,
)
from childprogress.vocabulary import Dimension
from tests.badges.meeting import Gate, meet
from tests.childprogress.test_seeding import found, items
from tests.make_children import make_child, make_definition, make_guardianship
from tests.milestones.processes import at_once
from tfl.accounts.models import User
from tfl.core.errors import Refusal

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

WRITERS: Final = 16
TOGGLES: Final = int(os.environ.get("TFL_TOGGLES", "60"))
ROUND: Final = 60
"""So many times each writer toggles before they line up again."""

START: Final = datetime(2026, 3, 10, 12, tzinfo=UTC)

Place = tuple[int, int]
"""A child, and an item."""


# Sixteen writers -------------------------------------------------------------------------------------


class Clock:
    """Gives whoever asks a second of their own. A service asks when it is about to change something, and only
    then: so each change has its second, and the call that made it is known.
    """

    def __init__(self) -> None:
        self.seconds = count()
        self.asked: list[str] = []
        self.lock = threading.Lock()
        self.own = threading.local()

    def now(self) -> datetime:
        with self.lock:
            at = START + timedelta(seconds=next(self.seconds))
            self.asked.append(at.strftime("%Y-%m-%dT%H:%M:%SZ"))
            self.own.given = [*self.given(), self.asked[-1]]
        return at

    def given(self) -> list[str]:
        """To this thread, since it forgot."""
        return getattr(self.own, "given", [])

    def forget(self) -> None:
        self.own.given = []


@dataclass
class Call:
    """What one writer asked for, and what it was answered."""

    place: Place
    ticks: bool
    achieved: bool
    history: History
    changed_at: list[str]
    """The seconds it was given: none, where it changed nothing."""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(ticking, "timezone", SimpleNamespace(now=clock.now))
    return clock


def make_rows(*guardians: User) -> tuple[list[Child], list[MilestoneDefinition]]:
    """Four children with sixteen items each: 64 rows, none of them there yet."""
    family = [make_child(guardians[0]) for _ in range(4)]
    for child in family:
        for guardian in guardians[1:]:
            make_guardianship(child, guardian, GuardianRole.EDITOR)
    return family, [make_definition(Dimension.ACADEMIC) for _ in range(16)]


def toggle(
    chance: Random,
    by: User,
    clock: Clock,
    family: list[Child],
    there: list[MilestoneDefinition],
    times: int,
) -> list[Call]:
    calls = []
    for _ in range(times):
        child, item, ticks = chance.choice(family), chance.choice(there), chance.random() < 0.5
        clock.forget()
        row = (tick if ticks else untick)(child=child, definition=item, by=by)
        achieved, history = (row.achieved, row.achieved_history) if row else (False, [])
        calls.append(Call((child.pk, item.pk), ticks, achieved, history, clock.given()))
    return calls


def moments(history: History) -> list[str]:
    """In the order in which they happened."""
    return [at for entry in history for at in (entry["achievedAt"], entry["unmarkedAt"]) if at]


def require_well_formed(history: History) -> None:
    assert history, "a row is made by a tick"
    assert all(entry["unmarkedAt"] for entry in history[:-1])
    in_order = [moment(at) for at in moments(history)]
    assert in_order == sorted(in_order)


def test_sixteen_writers_lose_no_change_and_write_none_twice(
    olga: User, edith: User, viktor: User, heidi: User, clock: Clock
) -> None:
    family, there = make_rows(olga, edith, viktor, heidi)
    chance = Random(20260310)
    calls: list[Call] = []
    for done in range(0, TOGGLES, ROUND):
        times = min(ROUND, TOGGLES - done)
        results = at_once(
            *[
                partial(toggle, Random(chance.random()), by, clock, family, there, times)
                for by in (olga, edith, viktor, heidi) * (WRITERS // 4)
            ]
        )
        assert [each for each in results if isinstance(each, Exception)] == []
        calls += [call for part in results if not isinstance(part, Exception) for call in part]
    assert len(calls) == WRITERS * TOGGLES

    rows = {(row.child_id, row.milestone_id): row for row in ChildMilestone.objects.all()}
    assert len(rows) == ChildMilestone.objects.count() == 64
    answered: dict[Place, list[Call]] = defaultdict(list)
    for call in calls:
        answered[call.place].append(call)
    for place, row in rows.items():
        require_well_formed(row.achieved_history)
        assert row.achieved is is_open(row.achieved_history)
        assert row.achieved_at == (
            moment(row.achieved_history[-1]["achievedAt"]) if row.achieved else None
        )
        require_each_change_once(row.achieved_history, answered[place])
    stored = Counter(at for row in rows.values() for at in moments(row.achieved_history))
    assert stored == Counter(
        dict.fromkeys(clock.asked, 1)
    )  # nobody changed it behind a call's back


def require_each_change_once(history: History, calls: list[Call]) -> None:
    """Each moment of the history is that of one call that did just that; every answer is the history as it
    was at some time, and what was asked for was so when it was answered.
    """
    changes = {at: call for call in calls for at in call.changed_at}
    assert sum(len(call.changed_at) for call in calls) == len(changes)
    assert sorted(changes) == moments(history)
    for place, at in enumerate(moments(history)):
        assert changes[at].ticks is (place % 2 == 0)
        assert moments(changes[at].history) == moments(history)[: place + 1]
    for call in calls:
        assert len(call.changed_at) <= 1
        assert call.achieved is call.ticks
        assert moments(call.history) == moments(history)[: len(moments(call.history))]
    # Of those who found nothing to change, nobody was answered what no change had brought about
    assert {len(moments(call.history)) for call in calls} - {0} == set(
        range(1, len(moments(history)) + 1)
    )


# The first tick --------------------------------------------------------------------------------------


def test_of_ten_who_tick_first_all_get_the_one_row(olga: User, edith: User, clock: Clock) -> None:
    child, item = make_child(olga), make_definition()
    make_guardianship(child, edith, GuardianRole.EDITOR)
    results = at_once(
        *[partial(tick, child=child, definition=item, by=by) for by in (olga, edith) * 5]
    )
    row = ChildMilestone.objects.get()
    assert results == [row] * 10
    assert moments(row.achieved_history) == ["2026-03-10T12:00:00Z"]


def test_of_ten_who_untick_one_closes_the_entry(olga: User, clock: Clock) -> None:
    child, item = make_child(olga), make_definition()
    tick(child=child, definition=item, by=olga)
    results = at_once(*[partial(untick, child=child, definition=item, by=olga)] * 10)
    row = ChildMilestone.objects.get()
    assert results == [row] * 10
    assert row.achieved_history == [
        {"achievedAt": "2026-03-10T12:00:00Z", "unmarkedAt": "2026-03-10T12:00:01Z"}
    ]


def test_of_ten_who_untick_what_was_never_ticked_none_makes_a_row(olga: User) -> None:
    child, item = make_child(olga), make_definition()
    results = at_once(*[partial(untick, child=child, definition=item, by=olga)] * 10)
    assert results == [None] * 10
    assert not ChildMilestone.objects.exists()


def test_who_ticks_while_another_does_waits_and_finds_it_ticked(
    olga: User, edith: User, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Held between reading that there is no row and writing it."""
    child, item, gate = make_child(olga), make_definition(), Gate()
    make_guardianship(child, edith, GuardianRole.EDITOR)
    monkeypatch.setattr(ticking, "_write", gate.before(ticking._write))
    first, second = meet(
        gate,
        partial(tick, child=child, definition=item, by=olga),
        partial(tick, child=child, definition=item, by=edith),
    )
    assert first == second == ChildMilestone.objects.get()
    assert len(clock.asked) == 1


def test_an_untick_that_comes_during_the_first_tick_closes_it(
    olga: User, edith: User, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    child, item, gate = make_child(olga), make_definition(), Gate()
    make_guardianship(child, edith, GuardianRole.EDITOR)
    monkeypatch.setattr(ticking, "_write", gate.before(ticking._write))
    meet(
        gate,
        partial(tick, child=child, definition=item, by=olga),
        partial(untick, child=child, definition=item, by=edith),
    )
    row = ChildMilestone.objects.get()
    assert not row.achieved
    assert len(moments(row.achieved_history)) == 2


def test_ticks_of_two_children_do_not_wait_for_each_other(
    olga: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second is done while the first is still held."""
    child, sibling, item, gate = make_child(olga), make_child(olga), make_definition(), Gate()
    monkeypatch.setattr(ticking, "_write", gate.before(ticking._write))
    first = threading.Thread(
        target=at_once, args=(partial(tick, child=child, definition=item, by=olga),)
    )
    first.start()
    assert gate.reached.wait(timeout=30)
    try:
        assert tick(child=sibling, definition=item, by=olga).achieved
        assert not ChildMilestone.objects.filter(child=child).exists()
    finally:
        gate.open.set()
        first.join(timeout=30)
    assert ChildMilestone.objects.filter(child=child).exists()


# Tick and what ends it -------------------------------------------------------------------------------


def test_a_record_that_is_deleted_during_a_tick_takes_the_tick_with_it(
    olga: User, edith: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    child, item, gate = make_child(olga, name="Noor"), make_definition(), Gate()
    make_guardianship(child, edith, GuardianRole.EDITOR)
    monkeypatch.setattr(ticking, "_write", gate.before(ticking._write))
    ticked, deleted = meet(
        gate,
        partial(tick, child=child, definition=item, by=edith),
        partial(delete_child, child=child, confirmation="Noor", by=olga),
    )
    assert ticked.achieved
    assert deleted is None
    assert not Child.objects.exists()
    assert not ChildMilestone.objects.exists()


def test_a_tick_that_comes_while_the_record_is_deleted_finds_none(
    olga: User, edith: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    child, item, gate = make_child(olga, name="Noor"), make_definition(), Gate()
    make_guardianship(child, edith, GuardianRole.EDITOR)
    monkeypatch.setattr(children, "erase_children", gate.before(children.erase_children))
    deleted, ticked = meet(
        gate,
        partial(delete_child, child=child, confirmation="Noor", by=olga),
        partial(tick, child=child, definition=item, by=edith),
    )
    assert (deleted, ticked) == (None, Refusal.NOT_FOUND)
    assert not ChildMilestone.objects.exists()


def test_many_who_tick_while_the_record_is_deleted_get_a_clear_answer(olga: User) -> None:
    for _round in range(4):
        child, there = make_child(olga, name="Noor"), [make_definition() for _ in range(8)]
        results = at_once(
            partial(delete_child, child=child, confirmation="Noor", by=olga),
            *[partial(tick, child=child, definition=item, by=olga) for item in there],
        )
        refused = [each for each in results if isinstance(each, Exception)]
        assert all(isinstance(each, ChildProgressError) for each in refused), refused
        assert {each.refusal for each in refused if isinstance(each, ChildProgressError)} <= {
            Refusal.NOT_FOUND
        }
        assert not ChildMilestone.objects.exists()


def test_a_guardian_removed_during_a_tick_ticks_no_more_after_it(
    olga: User, edith: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    child, item, other = make_child(olga), make_definition(), make_definition()
    editor, gate = make_guardianship(child, edith, GuardianRole.EDITOR), Gate()
    monkeypatch.setattr(ticking, "_write", gate.before(ticking._write))
    ticked, _removed = meet(
        gate,
        partial(tick, child=child, definition=item, by=edith),
        partial(remove_guardian, guardianship=editor, by=olga),
    )
    assert ticked.achieved
    with pytest.raises(ChildProgressError, match="no such record"):
        tick(child=child, definition=other, by=edith)


@pytest.mark.parametrize("what", ["hidden", "too young"])
def test_a_tick_that_waits_for_a_correction_goes_by_what_is_true_after_it(
    what: str, olga: User, edith: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    child, item, gate = make_child(olga), make_definition(), Gate()
    make_guardianship(child, edith, GuardianRole.EDITOR)
    monkeypatch.setattr(children, "_require_dimension", gate.after(children._require_dimension))
    change: Any = (
        partial(choose_dimensions, child=child, dimensions=[Dimension.ISLAMIC], by=olga)
        if what == "hidden"
        else partial(
            correct_child,
            child=child,
            name="Noor",
            date_of_birth=child.today() - timedelta(days=4 * 366),  # four years old
            time_zone="UTC",
            by=olga,
        )
    )
    _changed, ticked = meet(gate, change, partial(tick, child=child, definition=item, by=edith))
    assert ticked is (Refusal.NOT_FOUND if what == "hidden" else Refusal.CONFLICT)
    assert not ChildMilestone.objects.exists()


# Tick and seeding ------------------------------------------------------------------------------------


def test_a_tick_does_not_wait_for_a_seeding_and_stays_on_its_item(
    olga: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ticked between moving every place out of the way and writing the new ones: swapped, and retired."""
    seed_definitions(items("abc"))
    child, gate = make_child(olga), Gate()
    a, c = found("a"), found("c")
    monkeypatch.setattr(definitions, "_make_room", gate.after(definitions._make_room))
    seeding = threading.Thread(target=at_once, args=(partial(seed_definitions, items("ba")),))
    seeding.start()
    assert gate.reached.wait(timeout=30)
    try:
        rows = [tick(child=child, definition=item, by=olga) for item in (a, c)]
    finally:
        gate.open.set()
        seeding.join(timeout=30)
    assert [found(name).sort_order for name in "ba"] == [1, 2]
    assert found("c").is_retired
    assert [ChildMilestone.objects.get(pk=row.pk).milestone for row in rows] == [a, c]


def test_who_ticks_while_items_come_and_go_gets_a_clear_answer(olga: User, edith: User) -> None:
    """Every tick that was answered is there, on the item it was put on."""
    family = [make_child(olga, edith) for _ in range(3)]
    seed_definitions(items("abcd"))

    def tick_all(by: User, child: Child) -> list[tuple[int, str]]:
        done = []
        for name in "dbca" * 3:
            try:
                row = tick(child=child, definition=found(name), by=by)
            except ChildProgressError as error:
                assert error.refusal is Refusal.CONFLICT  # noqa: PT017  it was retired by then
            else:
                done.append((row.pk, name))
        return done

    def seed_all() -> list[Any]:
        return [seed_definitions(items(names)) for names in ("dcba", "xab", "abcd", "bd", "dabcx")]

    results = at_once(
        seed_all,
        seed_all,
        *[partial(tick_all, by, each) for by in (olga, edith) for each in family],
    )
    assert [each for each in results if isinstance(each, Exception)] == []
    for done in results[2:]:
        assert isinstance(done, list)
        for pk, name in done:
            row = ChildMilestone.objects.get(pk=pk)
            assert row.milestone.code.endswith(f".{name}")
            assert row.achieved
    assert all(
        number == 1
        for number in Counter(ChildMilestone.objects.values_list("child", "milestone")).values()
    )
    current = MilestoneDefinition.objects.current().order_by("sort_order")
    assert [each.code[-1] for each in current] == list("dabcx")
