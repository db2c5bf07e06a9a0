"""A child's radar as docs/radar.md works it out by hand: what counts, by whose calendar, and never stale."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from childprogress.ages import AgeBand
from childprogress.models import Child
from childprogress.scores import Radar, radar
from childprogress.selectors.checklists import next_items
from childprogress.services import (
    choose_dimensions,
    correct_child,
    delete_observation,
    restore_observation,
)
from childprogress.vocabulary import Dimension, Sentiment
from tests.childprogress.conftest import items
from tests.make_children import (
    make_child,
    make_definition,
    make_observation,
    make_tick,
)
from tfl.accounts.models import User

pytestmark = pytest.mark.django_db

ACADEMIC, SOCIAL, ISLAMIC, PHYSICAL = (
    Dimension.ACADEMIC,
    Dimension.SOCIAL_EMOTIONAL,
    Dimension.ISLAMIC,
    Dimension.PHYSICAL,
)
EARLY, PRIMARY = AgeBand.EARLY_YEARS, AgeBand.PRIMARY
POSITIVE, NEUTRAL, ATTENTION = Sentiment

TODAY = date(2026, 3, 10)
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
LATER = datetime(2026, 3, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def march(day: int) -> date:
    return date(2026, 3, day)


def scores(found: Radar) -> dict[str, int]:
    return {each.dimension: each.score for each in found.dimensions}


def counts(found: Radar, dimension: Dimension = ACADEMIC) -> tuple[int, int, int, int]:
    recorded = found.recorded[dimension]
    return recorded.observations, recorded.positive, recorded.achieved, recorded.total


# The record worked by hand ---------------------------------------------------------------------------


def test_a_record_gives_what_it_gives_by_hand(noor: Child) -> None:
    today = radar(noor)
    assert (today.on, today.age_band) == (TODAY, EARLY)
    assert counts(today, ACADEMIC) == (4, 3, 7, 10)
    assert counts(today, ISLAMIC) == (8, 1, 0, 10)
    assert counts(today, PHYSICAL) == (0, 0, 3, 10)
    assert scores(today) == {"academic": 59, "islamic": 35, "physical": 12}
    assert today.overall == 35


def test_dimensions_come_in_the_order_in_which_they_are_shown(noor: Child) -> None:
    assert [each.dimension for each in radar(noor).dimensions] == noor.dimensions


def test_the_three_next_of_that_record_begin_with_the_least_complete(noor: Child) -> None:
    following = next_items(noor, radar(noor).recorded)
    assert [each.dimension for each in following] == ["islamic", "physical", "academic"]
    assert [each.sort_order for each in following] == [1, 4, 8]


def test_a_hidden_dimension_is_left_out_of_everything_and_comes_back_as_it_was(
    noor: Child, olga: User
) -> None:
    hidden = choose_dimensions(child=noor, dimensions=[ISLAMIC, PHYSICAL], by=olga)
    assert scores(radar(hidden)) == {"islamic": 35, "physical": 12}
    assert radar(hidden).overall == 24  # 23.5
    following = next_items(hidden, radar(hidden).recorded)
    assert [(each.dimension, each.sort_order) for each in following] == [
        ("islamic", 1),
        ("physical", 4),
        ("islamic", 2),
    ]
    shown = choose_dimensions(child=noor, dimensions=[ACADEMIC, SOCIAL], by=olga)
    # social: one positive note, one of ten items: 4 + 4 + 20
    assert scores(radar(shown)) == {"academic": 59, "social_emotional": 28}


# Never stale -----------------------------------------------------------------------------------------


def test_on_the_birthday_the_next_band_begins_at_once(
    noor: Child, clock: time_machine.Traveller
) -> None:
    clock.move_to(LATER - DAY)
    assert (radar(noor).age_band, counts(radar(noor))) == (EARLY, (3, 2, 7, 10))
    clock.move_to(LATER)
    then = radar(noor)
    assert then.age_band == PRIMARY
    assert counts(then) == (3, 2, 0, 10)
    assert scores(then) == {"academic": 25, "islamic": 35, "physical": 0}
    assert then.overall == 20
    assert then.recorded["physical"].is_empty


def test_a_corrected_birth_date_shows_at_once(
    noor: Child, olga: User, clock: time_machine.Traveller
) -> None:
    clock.move_to(LATER)
    corrected = correct_child(
        child=noor,
        name=noor.name,
        date_of_birth=date(2020, 3, 21),
        time_zone=noor.time_zone,
        by=olga,
    )
    assert radar(corrected).age_band == EARLY
    assert scores(radar(corrected)) == {"academic": 53, "islamic": 35, "physical": 12}
    assert radar(corrected).overall == 33


def test_a_deleted_note_and_one_brought_back_show_at_once(noor: Child, olga: User) -> None:
    note = noor.observations.get(observed_on=march(10), dimension=ACADEMIC)
    delete_observation(observation=note, by=olga)
    assert counts(radar(noor)) == (3, 2, 7, 10)
    restore_observation(observation=note, by=olga)
    assert counts(radar(noor)) == (4, 3, 7, 10)


def test_a_day_that_passed_shows_at_once(noor: Child, clock: time_machine.Traveller) -> None:
    """On the 11th the note of 8 February is 31 days old."""
    clock.shift(DAY)
    assert counts(radar(noor)) == (3, 2, 7, 10)


def test_an_item_retired_or_added_shows_at_once(noor: Child) -> None:
    ticked, *_others, unticked = items(ACADEMIC)
    for item in (ticked, unticked):
        item.retired_at = timezone.now()
        item.save()
    assert counts(radar(noor)) == (4, 3, 6, 8)
    make_definition(ACADEMIC, EARLY, place=11)
    assert counts(radar(noor)) == (4, 3, 6, 9)


# What counts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days_ago", "does_count"),
    [(-30, False), (-1, False), (0, True), (1, True), (29, True), (30, True), (31, False)],
)
def test_a_note_counts_today_and_for_thirty_days_more(days_ago: int, does_count: bool) -> None:
    child = make_child()
    make_observation(child, observed_on=TODAY - days_ago * DAY)
    assert radar(child).recorded[ACADEMIC].observations == does_count


@pytest.mark.parametrize(("sentiment", "positive"), [(POSITIVE, 1), (NEUTRAL, 0), (ATTENTION, 0)])
def test_every_note_counts_and_the_positive_ones_as_such(
    sentiment: Sentiment, positive: int
) -> None:
    child = make_child()
    make_observation(child, sentiment=sentiment)
    assert counts(radar(child)) == (1, positive, 0, 0)


def test_notes_and_ticks_of_another_child_do_not_count() -> None:
    item = make_definition()
    child, other = make_child(), make_child()
    make_observation(other)
    make_tick(other, item)
    assert counts(radar(child)) == (0, 0, 0, 1)
    assert next_items(child, radar(child).recorded) == [item]
    assert next_items(other, radar(other).recorded) == []


def test_items_of_other_bands_do_not_count_however_many_are_ticked() -> None:
    child = make_child()  # primary
    for band in (EARLY, PRIMARY, PRIMARY, AgeBand.UPPER_PRIMARY):
        make_tick(child, make_definition(band=band))
    assert counts(radar(child)) == (0, 0, 2, 2)


def test_without_items_there_is_nothing_of_milestones_and_nothing_next() -> None:
    child = make_child(dimensions=[ACADEMIC, PHYSICAL])
    make_observation(child)
    found = radar(child)
    assert counts(found) == (1, 1, 0, 0)
    assert scores(found) == {"academic": 24, "physical": 0}
    assert found.overall == 12
    assert next_items(child, found.recorded) == []


def test_an_unticked_item_counts_no_more_and_waits_again() -> None:
    item = make_definition()
    child = make_child()
    row = make_tick(child, item)
    row.achieved, row.achieved_at = False, None
    row.save()
    assert counts(radar(child)) == (0, 0, 0, 1)
    assert next_items(child, radar(child).recorded) == [item]


# By whose calendar -----------------------------------------------------------------------------------


def test_at_one_moment_two_children_are_of_different_bands() -> None:
    make_definition(band=EARLY)
    make_definition(band=PRIMARY)
    make_definition(band=PRIMARY)
    zones = ("Pacific/Kiritimati", "Pacific/Pago_Pago")
    east, west = (make_child(born=date(2020, 3, 10), time_zone=zone) for zone in zones)
    for child in (east, west):
        for day in (date(2026, 2, 7), date(2026, 2, 8), march(9), march(10), march(11)):
            make_observation(child, observed_on=day)
    with time_machine.travel(datetime(2026, 3, 10, 10, 30, tzinfo=UTC), tick=False):
        assert (radar(east).on, radar(east).age_band) == (march(11), PRIMARY)
        assert (radar(west).on, radar(west).age_band) == (march(9), EARLY)
        assert counts(radar(east)) == (3, 3, 0, 2)  # 9 February to 11 March
        assert counts(radar(west)) == (3, 3, 0, 1)  # 7 February to 9 March
        assert (east.age, west.age) == (6, 5)
    with time_machine.travel(datetime(2026, 3, 10, 9, 59, tzinfo=UTC), tick=False):
        assert radar(east).on == march(10)  # a minute to midnight


def test_a_corrected_time_zone_shows_at_once(olga: User, clock: time_machine.Traveller) -> None:
    child = make_child(olga, born=date(2020, 3, 10), time_zone="Pacific/Kiritimati")
    clock.move_to(datetime(2026, 3, 10, 10, 30, tzinfo=UTC))
    make_observation(child)  # of the 11th, there
    moved = correct_child(
        child=child,
        name=child.name,
        date_of_birth=child.date_of_birth,
        time_zone="Pacific/Pago_Pago",
        by=olga,
    )
    assert (radar(moved).on, radar(moved).age_band) == (march(9), EARLY)
    assert counts(radar(moved)) == (0, 0, 0, 0)
    clock.shift(2 * DAY)
    assert counts(radar(moved)) == (1, 1, 0, 0)


# Past sixteen ----------------------------------------------------------------------------------------


def test_past_sixteen_the_record_stays_as_on_its_last_day(clock: time_machine.Traveller) -> None:
    """Born on 11 March 2009: the 10th is the last day of 16."""
    child = make_child(born=date(2009, 3, 11))
    ticked, waiting = (make_definition(band=AgeBand.SECONDARY) for _ in range(2))
    make_tick(child, ticked)
    for day in (date(2026, 2, 7), date(2026, 2, 8), march(10), march(11)):
        make_observation(child, observed_on=day)
    on_last_day = radar(child)
    assert not child.is_closed
    assert (on_last_day.on, counts(on_last_day)) == (TODAY, (2, 2, 1, 2))
    assert next_items(child, on_last_day.recorded) == [waiting]
    for years_later in (0, 1, 30):
        clock.move_to(NOON.replace(year=2026 + years_later) + DAY)
        assert child.is_closed
        assert (child.day, child.age, child.age_band) == (TODAY, 16, AgeBand.SECONDARY)
        assert radar(child) == on_last_day
        assert radar(child, child.today()) == on_last_day
        assert next_items(child, radar(child).recorded) == []


def test_a_child_born_on_29_february_has_the_28th_for_a_last_day(
    clock: time_machine.Traveller,
) -> None:
    child = make_child(born=date(2012, 2, 29))
    clock.move_to(datetime(2029, 2, 28, 23, 59, tzinfo=UTC))
    assert not child.is_closed
    clock.move_to(datetime(2029, 3, 1, tzinfo=UTC))
    assert child.is_closed
    assert radar(child).on == date(2029, 2, 28)
