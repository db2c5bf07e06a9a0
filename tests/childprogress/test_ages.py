"""How old somebody is on a day, and in which band: the tables of docs/radar.md, and each edge by itself."""

from datetime import date, timedelta

import pytest

from childprogress.ages import (
    BANDS,
    AgeBand,
    age_band,
    age_on,
    band_after,
    band_before,
    band_begins,
    band_ends,
    birthday,
    last_day,
)

EARLY, PRIMARY, UPPER, SECONDARY = (
    AgeBand.EARLY_YEARS,
    AgeBand.PRIMARY,
    AgeBand.UPPER_PRIMARY,
    AgeBand.SECONDARY,
)
DAY = timedelta(days=1)

LEAPLING = date(2012, 2, 29)
"""Born on a day most years do not have."""
MARCH_FIRST = date(2014, 3, 1)
NEW_YEARS_EVE = date(2015, 12, 31)


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (LEAPLING, date(2012, 2, 28), -1),
        (LEAPLING, date(2012, 2, 29), 0),
        (LEAPLING, date(2013, 2, 28), 0),
        (LEAPLING, date(2013, 3, 1), 1),
        (LEAPLING, date(2015, 2, 28), 2),
        (LEAPLING, date(2015, 3, 1), 3),
        (LEAPLING, date(2016, 2, 28), 3),
        (LEAPLING, date(2016, 2, 29), 4),
        (LEAPLING, date(2016, 3, 1), 4),
        (LEAPLING, date(2028, 2, 28), 15),
        (LEAPLING, date(2028, 2, 29), 16),
        (date(2096, 2, 29), date(2100, 2, 28), 3),  # 2100 has no 29 February
        (date(2096, 2, 29), date(2100, 3, 1), 4),
        (date(2012, 2, 28), date(2016, 2, 27), 3),
        (date(2012, 2, 28), date(2016, 2, 28), 4),
        (MARCH_FIRST, date(2016, 2, 29), 1),
        (MARCH_FIRST, date(2016, 3, 1), 2),
        (MARCH_FIRST, date(2015, 2, 28), 0),
        (MARCH_FIRST, date(2015, 3, 1), 1),
        (NEW_YEARS_EVE, date(2025, 12, 30), 9),
        (NEW_YEARS_EVE, date(2025, 12, 31), 10),
        (NEW_YEARS_EVE, date(2026, 1, 1), 10),
        (date(2016, 1, 1), date(2025, 12, 31), 9),
        (date(2016, 1, 1), date(2026, 1, 1), 10),
        (date(2016, 5, 20), date(2026, 4, 25), 9),  # a later day of an earlier month
    ],
)
def test_an_age_is_counted_in_whole_years(born: date, on: date, age: int) -> None:
    assert age_on(born, on) == age


@pytest.mark.parametrize(
    ("born", "on", "band"),
    [
        # Born 29 February 2012: older on 1 March, since 2015, 2018, 2022, 2025 and 2029 are common years
        (LEAPLING, date(2015, 2, 28), None),
        (LEAPLING, date(2015, 3, 1), EARLY),
        (LEAPLING, date(2018, 2, 28), EARLY),
        (LEAPLING, date(2018, 3, 1), PRIMARY),
        (LEAPLING, date(2022, 2, 28), PRIMARY),
        (LEAPLING, date(2022, 3, 1), UPPER),
        (LEAPLING, date(2025, 2, 28), UPPER),
        (LEAPLING, date(2025, 3, 1), SECONDARY),
        (LEAPLING, date(2029, 2, 28), SECONDARY),
        (LEAPLING, date(2029, 3, 1), None),
        # Born 1 March 2014: the day before is 28 February, but in 2020 and 2024
        (MARCH_FIRST, date(2017, 2, 28), None),
        (MARCH_FIRST, date(2017, 3, 1), EARLY),
        (MARCH_FIRST, date(2020, 2, 29), EARLY),
        (MARCH_FIRST, date(2020, 3, 1), PRIMARY),
        (MARCH_FIRST, date(2024, 2, 29), PRIMARY),
        (MARCH_FIRST, date(2024, 3, 1), UPPER),
        (MARCH_FIRST, date(2027, 2, 28), UPPER),
        (MARCH_FIRST, date(2027, 3, 1), SECONDARY),
        (MARCH_FIRST, date(2031, 2, 28), SECONDARY),
        (MARCH_FIRST, date(2031, 3, 1), None),
        # Born on the last day of a year
        (NEW_YEARS_EVE, date(2018, 12, 30), None),
        (NEW_YEARS_EVE, date(2018, 12, 31), EARLY),
        (NEW_YEARS_EVE, date(2021, 12, 30), EARLY),
        (NEW_YEARS_EVE, date(2021, 12, 31), PRIMARY),
        (NEW_YEARS_EVE, date(2025, 12, 30), PRIMARY),
        (NEW_YEARS_EVE, date(2025, 12, 31), UPPER),
        (NEW_YEARS_EVE, date(2028, 12, 30), UPPER),
        (NEW_YEARS_EVE, date(2028, 12, 31), SECONDARY),
        (NEW_YEARS_EVE, date(2032, 12, 30), SECONDARY),
        (NEW_YEARS_EVE, date(2032, 12, 31), None),
    ],
)
def test_a_band_begins_on_a_birthday_to_the_day(born: date, on: date, band: AgeBand | None) -> None:
    assert age_band(born, on) == band


@pytest.mark.parametrize(
    ("born", "begins", "last"),
    [
        (
            LEAPLING,
            (date(2015, 3, 1), date(2018, 3, 1), date(2022, 3, 1), date(2025, 3, 1)),
            date(2029, 2, 28),
        ),
        (
            MARCH_FIRST,
            (date(2017, 3, 1), date(2020, 3, 1), date(2024, 3, 1), date(2027, 3, 1)),
            date(2031, 2, 28),
        ),
        (
            NEW_YEARS_EVE,
            (date(2018, 12, 31), date(2021, 12, 31), date(2025, 12, 31), date(2028, 12, 31)),
            date(2032, 12, 30),
        ),
    ],
)
def test_a_band_ends_the_day_before_the_next_begins(
    born: date, begins: tuple[date, ...], last: date
) -> None:
    assert tuple(band_begins(born, band) for band in BANDS) == begins
    assert tuple(band_ends(born, band) for band in BANDS) == (
        *(day - DAY for day in begins[1:]),
        last,
    )
    assert last_day(born) == last


def test_of_every_day_of_birth_a_birthday_is_the_first_day_at_that_age() -> None:
    """Four years from 2011 on, of which one is a leap year; day before and day, at each age there is."""
    for days in range(4 * 365 + 1):
        born = date(2011, 1, 1) + days * DAY
        for age in range(1, 18):
            day = birthday(born, age)
            assert (age_on(born, day - DAY), age_on(born, day)) == (age - 1, age)


def test_a_leapling_has_the_birthday_where_there_is_one() -> None:
    assert birthday(LEAPLING, 4) == date(2016, 2, 29)
    assert birthday(LEAPLING, 5) == date(2017, 3, 1)


def test_a_birthday_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="year 10000"):
        birthday(date(9990, 2, 28), 10)


def test_bands_are_whole_years_and_leave_none_out() -> None:
    ages = [(band.first_age, band.last_age) for band in BANDS]
    assert ages == [(3, 5), (6, 9), (10, 12), (13, 16)]


def test_the_bands_before_one_come_youngest_first() -> None:
    assert EARLY.earlier == ()
    assert PRIMARY.earlier == (EARLY,)
    assert SECONDARY.earlier == (EARLY, PRIMARY, UPPER)


@pytest.mark.parametrize(
    ("on", "before", "after"),
    [
        (date(2018, 1, 29), None, None),  # of LEAPLING, six on 1 March 2018: 31 days off
        (date(2018, 1, 30), None, PRIMARY),
        (date(2018, 2, 28), None, PRIMARY),
        (date(2018, 3, 1), EARLY, None),
        (date(2018, 3, 30), EARLY, None),  # its last day was 28 February, 30 days ago
        (date(2018, 3, 31), None, None),
        (date(2029, 2, 27), None, None),  # seventeen is no band
        (date(2029, 3, 1), SECONDARY, None),
    ],
)
def test_what_was_lately_and_what_is_near(
    on: date, before: AgeBand | None, after: AgeBand | None
) -> None:
    assert band_before(LEAPLING, on, within=30 * DAY) is before
    assert band_after(LEAPLING, on, within=30 * DAY) is after
