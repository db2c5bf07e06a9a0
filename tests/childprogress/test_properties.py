"""What holds for any sequence of ticks and unticks, any record and any list; beside a naive replay that knows
neither histories nor rows. The examples are drawn from a fixed seed.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import wraps
from random import Random
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from childprogress.ages import AgeBand, age_band, age_on, band_begins, band_ends
from childprogress.models import Child, ChildMilestone, MilestoneDefinition
from childprogress.rules import (
    History,
    Recorded,
    is_open,
    moment,
    overall,
    score,
    spread,
    ticked,
    ticked_since,
    unticked,
    was_ticked,
)
from childprogress.scores import Radar, radar
from childprogress.selectors.checklists import checklist
from childprogress.services import ChildProgressError, seed_definitions, tick, untick
from childprogress.vocabulary import Dimension, Sentiment
from tests.childprogress.test_seeding import items
from tests.make_children import make_child, make_definition, make_observation, make_tick
from tfl.accounts.models import User

START = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)

BIRTHDAY = date(2026, 3, 10)
"""The tenth, or the sixth."""
BIRTHDAY_WEEK = datetime(2026, 3, 5, 12, tzinfo=UTC)
"""In which New York changes its clocks, on the 8th."""

anything = settings(max_examples=300, derandomize=True, deadline=None)
any_story = settings(
    max_examples=25,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
chances = st.integers(0, 2**64).map(Random)


def undone(test: Callable[..., None]) -> Callable[..., None]:
    """Each example begins with the same people and nothing else."""

    @wraps(test)
    def alone(*args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            test(*args, **kwargs)
            transaction.set_rollback(True)

    return alone


# History ---------------------------------------------------------------------------------------------

Step = tuple[bool, int]
"""Whether it ticks, and how many seconds the clock went on before: back, where below nothing."""

steps = st.lists(st.tuples(st.booleans(), st.integers(-3, 5)), max_size=25)


def played(story: Sequence[Step]) -> tuple[History, list[tuple[datetime, bool]]]:
    """The history, and naively: each change, when it counts from, and what is so from then on."""
    history: History = []
    changes: list[tuple[datetime, bool]] = []
    now = START
    for ticks, seconds in story:
        now += timedelta(seconds=seconds)
        history = (ticked if ticks else unticked)(history, now)
        if ticks != (bool(changes) and changes[-1][1]):
            at = max(now, changes[-1][0]) if changes else now
            changes.append((at, ticks))
    return history, changes


@anything
@given(steps)
def test_any_ticks_and_unticks_leave_a_well_formed_history(story: Sequence[Step]) -> None:
    history, changes = played(story)
    assert all(entry["unmarkedAt"] for entry in history[:-1])
    written = [at for entry in history for at in (entry["achievedAt"], entry["unmarkedAt"]) if at]
    assert [moment(at) for at in written] == [at for at, _ticks in changes]
    assert written == sorted(written)
    assert is_open(history) is (bool(changes) and changes[-1][1])
    assert ticked_since(history) == (changes[-1][0] if is_open(history) else None)


@anything
@given(steps, st.integers(-5, 60))
def test_what_was_ticked_then_is_what_the_last_change_before_says(
    story: Sequence[Step], seconds: int
) -> None:
    history, changes = played(story)
    before = START + timedelta(seconds=seconds)
    earlier = [ticks for at, ticks in changes if at < before]
    assert was_ticked(history, before) is (bool(earlier) and earlier[-1])


@anything
@given(steps, steps)
def test_a_history_only_grows(story: Sequence[Step], more: Sequence[Step]) -> None:
    """What is closed is never touched again."""
    history, _changes = played(story)
    longer, _changes = played([*story, *more])
    closed = [entry for entry in history if entry["unmarkedAt"]]
    assert longer[: len(closed)] == closed


# Scores ----------------------------------------------------------------------------------------------


@st.composite
def records(draw: st.DrawFn) -> Recorded:
    observations, total = draw(st.integers(0, 60)), draw(st.integers(0, 20))
    return Recorded(
        observations,
        positive=draw(st.integers(0, observations)),
        achieved=draw(st.integers(0, total)),
        total=total,
    )


@anything
@given(records())
def test_a_score_is_the_formula_with_halves_up(recorded: Recorded) -> None:
    """By whole numbers alone: twice everything over one denominator."""
    n, t = recorded.observations or 1, recorded.total or 1
    points = 4 * min(recorded.observations, 10) * n * t
    points += 40 * recorded.achieved * n + 20 * recorded.positive * t
    assert score(recorded) == (2 * points + n * t) // (2 * n * t)
    assert 0 <= score(recorded) <= 100


@anything
@given(records())
def test_one_more_tick_never_lowers_a_score(recorded: Recorded) -> None:
    if recorded.achieved < recorded.total:
        assert score(replace(recorded, achieved=recorded.achieved + 1)) >= score(recorded)


@anything
@given(records())
def test_one_more_positive_note_never_lowers_a_score(recorded: Recorded) -> None:
    """Another note that is not may: the share of the positive ones falls."""
    noted = replace(
        recorded, observations=recorded.observations + 1, positive=recorded.positive + 1
    )
    assert score(noted) >= score(recorded)


@anything
@given(records())
def test_a_score_is_nothing_or_full_only_where_the_record_is(recorded: Recorded) -> None:
    assert (score(recorded) == 0) is (
        recorded.is_empty or (not recorded.observations and 80 * recorded.achieved < recorded.total)
    )
    if score(recorded) == 100:
        assert recorded.observations >= 10


@anything
@given(st.lists(st.integers(0, 100), min_size=1, max_size=6))
def test_overall_lies_between_its_scores_and_no_half_away_from_their_mean(
    scores: list[int],
) -> None:
    assert min(scores) <= overall(scores) <= max(scores)
    distance = overall(scores) - Fraction(sum(scores), len(scores))
    assert Fraction(-1, 2) < distance <= Fraction(1, 2)
    assert overall(scores[::-1]) == overall(scores)


# What comes next -------------------------------------------------------------------------------------


@st.composite
def lists(draw: st.DrawFn) -> tuple[dict[str, list[str]], dict[str, Recorded]]:
    """Some dimensions, what waits in each, and how complete they are."""
    names = draw(st.permutations([each.value for each in Dimension]))[: draw(st.integers(0, 6))]
    totals = {name: draw(st.integers(0, 6)) for name in names}
    achieved = {name: draw(st.integers(0, totals[name])) for name in names}
    waiting = {name: [f"{name} {n}" for n in range(achieved[name], totals[name])] for name in names}
    return waiting, {name: Recorded(achieved=achieved[name], total=totals[name]) for name in names}


@anything
@given(lists(), st.integers(1, 8))
def test_no_dimension_comes_a_second_time_while_another_waits(
    drawn: tuple[dict[str, list[str]], dict[str, Recorded]], number: int
) -> None:
    waiting, recorded = drawn
    following = spread(waiting, recorded, number=number)
    assert len(following) == min(number, sum(map(len, waiting.values())))
    assert len(set(following)) == len(following)
    taken = dict.fromkeys(waiting, 0)
    for each in following:
        name = each.split()[0]
        assert each == waiting[name][taken[name]]  # in order within it
        still = {other for other in waiting if len(waiting[other]) > taken[other]}
        assert taken[name] == min(taken[other] for other in still)
        equally = [other for other in still if taken[other] == taken[name]]
        assert all(done(recorded[name]) <= done(recorded[other]) for other in equally)
        taken[name] += 1


def done(recorded: Recorded) -> float:
    return recorded.achieved / recorded.total if recorded.total else 0


# Ages ------------------------------------------------------------------------------------------------


@anything
@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)), st.integers(0, 20 * 366))
def test_a_day_is_in_the_band_between_whose_first_and_last_day_it_lies(
    born: date, days: int
) -> None:
    on = born + days * DAY
    containing = [b for b in AgeBand if band_begins(born, b) <= on <= band_ends(born, b)]
    assert age_band(born, on) == (containing[0] if containing else None)
    assert len(containing) == (3 <= age_on(born, on) <= 16)
    assert age_on(born, on + DAY) - age_on(born, on) in {0, 1}


# Through the services --------------------------------------------------------------------------------


class Story:
    """A child's weeks: ticks, unticks and notes, told to the services and to sets of what is ticked, with
    what the radar said at the end of each day.
    """

    def __init__(self, chance: Random, clock: time_machine.Traveller, owner: User) -> None:
        self.chance, self.clock, self.owner = chance, clock, owner
        zone = chance.choice(["UTC", "America/New_York", "Pacific/Kiritimati", "Asia/Kathmandu"])
        born = BIRTHDAY.replace(year=chance.choice([2016, 2020]))
        self.child = make_child(owner, born=born, time_zone=zone)
        self.items = [
            make_definition(dimension, band)
            for band in (AgeBand.EARLY_YEARS, AgeBand.PRIMARY)
            for dimension in (Dimension.ACADEMIC, Dimension.PHYSICAL)
            for _ in range(2)
        ]
        self.ticked: set[int] = set()
        self.evenings: dict[date, tuple[set[int], Radar]] = {}

    def goes_on(self, *, hours: int) -> None:
        for _ in range(hours):
            today = self.child.today()
            if (timezone.now() + HOUR).astimezone(self.child.zone).date() > today:
                self.evenings[today] = (set(self.ticked), radar(self.child))
            self.clock.shift(HOUR)
            while self.chance.random() < 0.15:
                self.toggle()

    def toggle(self) -> None:
        item = self.chance.choice(self.items)
        if item.age_band == AgeBand.PRIMARY and self.is_five():
            with pytest.raises(ChildProgressError, match="can be ticked from"):
                tick(child=self.child, definition=item, by=self.owner)
        elif self.chance.random() < 0.6:
            tick(child=self.child, definition=item, by=self.owner)
            self.ticked.add(item.pk)
        else:
            untick(child=self.child, definition=item, by=self.owner)
            self.ticked.discard(item.pk)

    def is_five(self) -> bool:
        return self.child.date_of_birth.year == 2020 and self.child.today() < BIRTHDAY

    def note(self) -> None:
        make_observation(
            self.child,
            dimension=self.chance.choice([Dimension.ACADEMIC, Dimension.PHYSICAL]),
            observed_on=self.child.today() - self.chance.randrange(40) * DAY,
            sentiment=self.chance.choice(list(Sentiment)),
        )


@pytest.mark.django_db
@any_story
@given(chance=chances)
@undone
def test_any_weeks_leave_what_a_naive_replay_leaves_and_each_past_day_as_it_was(
    olga: User, chance: Random
) -> None:
    with time_machine.travel(BIRTHDAY_WEEK, tick=False) as clock:
        story = Story(chance, clock, olga)
        for _ in range(8):
            story.note()
        story.goes_on(hours=24 * 8)
        assert len(story.evenings) == 8
        rows = ChildMilestone.objects.all()
        assert {row.milestone_id for row in rows if row.achieved} == story.ticked
        for row in rows:
            assert row.achieved is is_open(row.achieved_history)
            assert row.achieved_at == ticked_since(row.achieved_history)
        for day, (were_ticked, said) in story.evenings.items():
            then = radar(story.child, day)
            assert then == said
            band = [each for each in story.items if each.age_band == then.age_band]
            assert sum(each.recorded.achieved for each in then.dimensions) == sum(
                each.pk in were_ticked for each in band
            )


@pytest.mark.django_db
@any_story
@given(chance=chances)
@undone
def test_after_any_seedings_each_tick_is_on_its_item_and_each_place_is_taken_once(
    olga: User, chance: Random
) -> None:
    child = make_child(olga)
    ticks: dict[int, str] = {}
    for _ in range(6):
        names = chance.sample("abcdefg", chance.randint(0, 7))
        seed_definitions(items(names))
        current = MilestoneDefinition.objects.current().order_by("sort_order")
        assert [each.code[-1] for each in current] == names
        assert [each.sort_order for each in current] == list(range(1, len(names) + 1))
        for each in current:
            if chance.random() < 0.3 and each.code not in ticks.values():
                ticks[make_tick(child, each).pk] = each.code
        stored = ChildMilestone.objects.values_list("pk", "milestone__code")
        assert dict(stored) == ticks
        shown = {each.definition.code for each in checklist(child, child.age_band)}
        assert shown == {each.code for each in current} | set(ticks.values())


def test_a_child_lives_by_its_own_midnight_in_every_time_zone() -> None:
    """The moment a day is over, the next one begins: not a second before, and at every change of clocks."""
    chance = Random(20260310)
    zones = ["Europe/London", "America/Havana", "Africa/Cairo", "Australia/Lord_Howe", "Asia/Gaza"]
    for zone in zones:
        child = Child(date_of_birth=date(2018, 5, 4), time_zone=zone)
        for _ in range(60):
            day = date(2026, 1, 1) + chance.randrange(365) * DAY
            over = child.midnight_after(day)
            with time_machine.travel(over - timedelta(seconds=1), tick=False):
                assert child.today() == day
            with time_machine.travel(over, tick=False):
                assert child.today() == day + DAY
        assert child.midnight_after(date(2026, 3, 10)).astimezone(child.zone).time() == time.min
