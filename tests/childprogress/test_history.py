"""The radar of a past date: that day's band, that day's window, each item as it was when the day ended."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from childprogress.ages import AgeBand
from childprogress.models import Child, MilestoneDefinition
from childprogress.scores import radar
from childprogress.services import choose_dimensions, delete_observation, tick, untick
from childprogress.vocabulary import Dimension
from tests.childprogress.test_scores import counts, march, scores
from tests.make_children import make_child, make_definition, make_observation, make_tick
from tfl.accounts.models import User

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
ACADEMIC = Dimension.ACADEMIC


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 3, 10, 12, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def at(day: int) -> datetime:
    return datetime(2026, 3, day, 12, tzinfo=UTC)


# The record worked by hand ---------------------------------------------------------------------------


@pytest.fixture
def noor_later(noor: Child, olga: User, clock: time_machine.Traveller) -> Child:
    """On 20 March. Her first academic item was unticked on the 12th and ticked again on the 18th."""
    first = MilestoneDefinition.objects.get(
        dimension=ACADEMIC, age_band=AgeBand.EARLY_YEARS, sort_order=1
    )
    clock.move_to(datetime(2026, 3, 12, 8, 30, tzinfo=UTC))
    untick(child=noor, definition=first, by=olga)
    clock.move_to(datetime(2026, 3, 18, 17, 45, tzinfo=UTC))
    tick(child=noor, definition=first, by=olga)
    clock.move_to(at(20))
    return noor


def test_the_history_is_the_one_worked_by_hand(noor_later: Child) -> None:
    first = noor_later.milestones.get(milestone__sort_order=1, milestone__dimension=ACADEMIC)
    assert first.achieved_history == [
        {"achievedAt": "2026-03-05T10:00:00Z", "unmarkedAt": "2026-03-12T08:30:00Z"},
        {"achievedAt": "2026-03-18T17:45:00Z", "unmarkedAt": None},
    ]


def test_a_past_day_is_what_it_was(noor_later: Child) -> None:
    then = radar(noor_later, march(10))
    assert (then.on, then.age_band) == (march(10), AgeBand.EARLY_YEARS)
    assert scores(then) == {"academic": 59, "islamic": 35, "physical": 12}
    assert then.overall == 35


def test_a_past_day_has_its_own_window_and_its_own_ticks(noor_later: Child) -> None:
    then = radar(noor_later, march(12))
    assert counts(then) == (3, 2, 6, 10)
    assert scores(then)["academic"] == 49  # 12 + 24 + 13 1/3


@pytest.mark.parametrize(
    ("day", "achieved"), [(4, 0), (5, 7), (11, 7), (12, 6), (17, 6), (18, 7), (19, 7)]
)
def test_an_item_counts_on_the_evenings_on_which_it_was_ticked(
    noor_later: Child, day: int, achieved: int
) -> None:
    assert radar(noor_later, march(day)).recorded[ACADEMIC].achieved == achieved


def test_today_asked_for_as_a_date_is_today(noor_later: Child) -> None:
    assert radar(noor_later, march(20)) == radar(noor_later)


def test_dimensions_and_deleted_notes_are_those_of_today(noor_later: Child, olga: User) -> None:
    shown = choose_dimensions(child=noor_later, dimensions=[ACADEMIC], by=olga)
    note = shown.observations.get(observed_on=march(10), dimension=ACADEMIC)
    delete_observation(observation=note, by=olga)
    then = radar(shown, march(10))
    assert counts(then) == (3, 2, 7, 10)
    assert list(scores(then)) == ["academic"]


def test_items_are_those_of_today(noor_later: Child) -> None:
    made = make_definition(ACADEMIC, AgeBand.EARLY_YEARS, place=11)
    assert counts(radar(noor_later, march(10))) == (4, 3, 7, 11)
    made.retired_at = at(20)
    made.save()
    assert counts(radar(noor_later, march(10))) == (4, 3, 7, 10)


# Dates -----------------------------------------------------------------------------------------------


def test_a_date_ahead_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-03-11 is ahead"):
        radar(make_child(), march(11))


def test_what_is_ahead_is_asked_of_the_childs_own_calendar() -> None:
    """At noon in London it is the 11th on Kiritimati, and the 10th still has an hour in Pago Pago."""
    assert radar(make_child(time_zone="Pacific/Kiritimati"), march(11)).on == march(11)
    with pytest.raises(ValueError, match="ahead"):
        radar(make_child(time_zone="Pacific/Pago_Pago"), march(11))


@pytest.mark.parametrize("day", [date.min, date(2018, 5, 3), date(2021, 5, 3)])
def test_before_the_third_birthday_there_is_no_band_and_there_are_no_items(day: date) -> None:
    make_tick(make_child(), make_definition(band=AgeBand.EARLY_YEARS))
    child = make_child(born=date(2018, 5, 4))
    then = radar(child, day)
    assert then.age_band is None
    assert counts(then) == (0, 0, 0, 0)
    assert then.overall == 0


def test_each_past_day_has_the_band_of_that_day(clock: time_machine.Traveller) -> None:
    """Born on 4 May 2012: ten on 4 May 2022, thirteen on 4 May 2025. Now thirteen."""
    child = make_child(born=date(2012, 5, 4))
    for band in AgeBand:
        make_tick(child, make_definition(band=band), datetime(2016, 1, 1, tzinfo=UTC))
    bands = {
        date(2022, 5, 3): AgeBand.PRIMARY,
        date(2022, 5, 4): AgeBand.UPPER_PRIMARY,
        date(2025, 5, 3): AgeBand.UPPER_PRIMARY,
        date(2025, 5, 4): AgeBand.SECONDARY,
    }
    assert {day: radar(child, day).age_band for day in bands} == bands
    assert all(counts(radar(child, day)) == (0, 0, 1, 1) for day in bands)


def test_a_past_day_of_a_closed_record_is_that_day_and_no_later_than_the_last(
    clock: time_machine.Traveller, olga: User
) -> None:
    """Born on 11 March 2009. Ticked on the 9th, unticked on the 10th, the last day."""
    child = make_child(olga, born=date(2009, 3, 11))
    item = make_definition(band=AgeBand.SECONDARY)
    clock.move_to(at(9))
    tick(child=child, definition=item, by=olga)
    clock.move_to(at(10))
    untick(child=child, definition=item, by=olga)
    clock.move_to(at(30))
    achieved = {day: radar(child, march(day)).recorded[ACADEMIC].achieved for day in (8, 9, 10, 29)}
    assert achieved == {8: 0, 9: 1, 10: 0, 29: 0}
    assert radar(child, march(29)).on == march(10)
    assert radar(child) == radar(child, march(10))


# When a day ends -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "day", "ends"),
    [
        ("UTC", date(2026, 3, 8), datetime(2026, 3, 9, tzinfo=UTC)),
        # 23 hours, after which New York is four hours behind
        ("America/New_York", date(2026, 3, 8), datetime(2026, 3, 9, 4, tzinfo=UTC)),
        ("America/New_York", date(2026, 3, 7), datetime(2026, 3, 8, 5, tzinfo=UTC)),
        # 25 hours, after which it is five behind
        ("America/New_York", date(2026, 11, 1), datetime(2026, 11, 2, 5, tzinfo=UTC)),
        ("Pacific/Kiritimati", date(2026, 3, 10), datetime(2026, 3, 10, 10, tzinfo=UTC)),
        ("Pacific/Pago_Pago", date(2026, 3, 10), datetime(2026, 3, 11, 11, tzinfo=UTC)),
        ("Asia/Kathmandu", date(2026, 3, 10), datetime(2026, 3, 10, 18, 15, tzinfo=UTC)),
        # Cairo's clocks skip the first hour of 24 April: its midnight is one o'clock
        ("Africa/Cairo", date(2026, 4, 23), datetime(2026, 4, 23, 22, tzinfo=UTC)),
        # Havana's go from one back to midnight on 1 November: the day begins at the first
        ("America/Havana", date(2026, 10, 31), datetime(2026, 11, 1, 4, tzinfo=UTC)),
    ],
)
def test_a_tick_counts_on_the_day_that_ends_after_it(
    zone: str, day: date, ends: datetime, clock: time_machine.Traveller, olga: User
) -> None:
    child = make_child(olga, time_zone=zone, born=date(2018, 5, 4), dimensions=[ACADEMIC])
    in_time, too_late = make_definition(), make_definition()
    for item, moment in ((in_time, ends - timedelta(seconds=1)), (too_late, ends)):
        clock.move_to(moment)
        tick(child=child, definition=item, by=olga)
        assert child.today() == (day if item is in_time else day + DAY)
    clock.shift(10 * DAY)
    achieved = [
        radar(child, each).recorded[ACADEMIC].achieved for each in (day - DAY, day, day + DAY)
    ]
    assert achieved == [0, 1, 2]


def test_an_untick_takes_effect_on_the_day_it_was_done(
    clock: time_machine.Traveller, olga: User
) -> None:
    """At New York's midnight after the short day, and the second before it."""
    child = make_child(olga, time_zone="America/New_York")
    before, after = make_definition(), make_definition()
    clock.move_to(datetime(2026, 3, 1, tzinfo=UTC))
    for item in (before, after):
        tick(child=child, definition=item, by=olga)
    midnight = datetime(2026, 3, 9, 4, tzinfo=UTC)
    for item, moment in ((before, midnight - timedelta(seconds=1)), (after, midnight)):
        clock.move_to(moment)
        untick(child=child, definition=item, by=olga)
    clock.move_to(at(20))
    achieved = [radar(child, march(day)).recorded[ACADEMIC].achieved for day in (7, 8, 9)]
    assert achieved == [2, 1, 0]


def test_a_note_counts_from_its_own_day_on_whenever_it_was_written() -> None:
    """What the parents note late belongs to the day it is about."""
    child = make_child()
    make_observation(child, observed_on=march(1))
    seen = {
        day: radar(child, day).recorded[ACADEMIC].observations
        for day in (date(2026, 2, 28), march(1), march(9))
    }
    assert list(seen.values()) == [0, 1, 1]
