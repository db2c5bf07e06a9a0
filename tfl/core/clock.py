"""What day it is for the installation. A month begins at midnight in `TIME_ZONE`, whatever zone the reader
sits in, so that everybody's month ends at the same instant.
"""

from datetime import date, datetime

from django.utils import timezone

from tfl.core.months import month_of


def today() -> date:
    """Today's date in the installation's `TIME_ZONE`."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


def day_of(moment: datetime) -> date:
    """The installation's date at an aware `moment`."""
    return timezone.localdate(moment, timezone=timezone.get_default_timezone())


def current_month() -> date:
    return month_of(today())
