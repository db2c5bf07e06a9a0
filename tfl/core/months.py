"""Months, each the date of its first day. Pure arithmetic; what day it is now, `tfl.core.clock` says."""

import calendar
from datetime import date, timedelta


def month_of(day: date) -> date:
    return day.replace(day=1)


def next_month(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def last_day(month: date) -> date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def days_left(month: date, on: date) -> int:
    """Whole days of `month` still to come after `on`; 0 on its last day and from then on."""
    return max((last_day(month) - on).days, 0)


def parse_month(text: str) -> date:
    """`2026-03` or `2026-03-01` as the first of that month; ValueError for anything else."""
    try:
        day = date.fromisoformat(text if len(text) > len("2026-03") else f"{text}-01")
    except ValueError as error:
        raise ValueError(f"“{text[:20]}” is no month. Write it as 2026-03.") from error
    if day.day != 1:
        raise ValueError(f"“{text[:20]}” is not a first of month. Write it as {day:%Y-%m}.")
    return day
