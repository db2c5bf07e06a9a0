"""How old a child is, and which age band that is. Dates are the child's local ones; nothing here is stored.

A child born on 29 February is a year older on 1 March in years that have no such day.
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

YOUNGEST: Final = 3
OLDEST: Final = 16


class AgeBand(StrEnum):
    """Youngest first."""

    EARLY_YEARS = "early_years"
    PRIMARY = "primary"
    UPPER_PRIMARY = "upper_primary"
    SECONDARY = "secondary"

    @property
    def first_age(self) -> int:
        """In whole years."""
        return YEARS[self][0]

    @property
    def last_age(self) -> int:
        """In whole years."""
        return YEARS[self][1]

    @property
    def earlier(self) -> "tuple[AgeBand, ...]":
        """The bands before this one, youngest first."""
        return BANDS[: BANDS.index(self)]


BANDS: Final = tuple(AgeBand)
YEARS: Final[dict[AgeBand, tuple[int, int]]] = {
    AgeBand.EARLY_YEARS: (YOUNGEST, 5),
    AgeBand.PRIMARY: (6, 9),
    AgeBand.UPPER_PRIMARY: (10, 12),
    AgeBand.SECONDARY: (13, OLDEST),
}
"""First and last age of each band, both included."""


def age_on(date_of_birth: date, on: date) -> int:
    """Whole years; negative before birth."""
    before_birthday = (on.month, on.day) < (date_of_birth.month, date_of_birth.day)
    return on.year - date_of_birth.year - before_birthday


def age_band(date_of_birth: date, on: date) -> AgeBand | None:
    """The band of whoever was born then, on that day. None before the third birthday and from the
    seventeenth on.
    """
    age = age_on(date_of_birth, on)
    return next((band for band in BANDS if band.first_age <= age <= band.last_age), None)


def birthday(date_of_birth: date, age: int) -> date:
    """The first day at that age. Raises ValueError beyond the year 9999."""
    year = date_of_birth.year + age
    try:
        return date_of_birth.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def band_begins(date_of_birth: date, band: AgeBand) -> date:
    return birthday(date_of_birth, band.first_age)


def band_ends(date_of_birth: date, band: AgeBand) -> date:
    """Its last day: the one before the birthday that begins the next."""
    return birthday(date_of_birth, band.last_age + 1) - timedelta(days=1)


def band_after(date_of_birth: date, on: date, *, within: timedelta) -> AgeBand | None:
    """The band that begins later than `on`, and no later than `within` from then."""
    return next(
        (band for band in BANDS if timedelta() < band_begins(date_of_birth, band) - on <= within),
        None,
    )


def band_before(date_of_birth: date, on: date, *, within: timedelta) -> AgeBand | None:
    """The band that is over on `on`, and has been for no longer than `within`."""
    return next(
        (band for band in BANDS if timedelta() < on - band_ends(date_of_birth, band) <= within),
        None,
    )


def last_day(date_of_birth: date) -> date:
    """The last day of the record: the one before the seventeenth birthday."""
    return band_ends(date_of_birth, BANDS[-1])
