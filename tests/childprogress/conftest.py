"""Olga’s child, and one whose record docs/radar.md works out by hand."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from childprogress.ages import AgeBand
from childprogress.models import Child, MilestoneDefinition
from childprogress.vocabulary import Dimension, Sentiment
from tests.make_children import make_child, make_definitions, make_observation, make_tick
from tests.personas import Browser
from tfl.accounts.models import User

ACADEMIC, SOCIAL, ISLAMIC, PHYSICAL = (
    Dimension.ACADEMIC,
    Dimension.SOCIAL_EMOTIONAL,
    Dimension.ISLAMIC,
    Dimension.PHYSICAL,
)
POSITIVE, NEUTRAL, ATTENTION = Sentiment


def items(dimension: Dimension, band: AgeBand = AgeBand.EARLY_YEARS) -> list[MilestoneDefinition]:
    return list(MilestoneDefinition.objects.current().filter(dimension=dimension, age_band=band))


@pytest.fixture
def child(olga: User) -> Child:
    """Seven years old: age band primary."""
    return make_child(olga)


@pytest.fixture
def olgas(olga: User, browser_of: Browser) -> Client:
    return browser_of(olga)


@pytest.fixture
def noor(olga: User) -> Child:
    """As she is on 10 March 2026. Everything was ticked on the 5th."""
    make_definitions()
    child = make_child(
        olga,
        born=date(2020, 3, 20),
        time_zone="Europe/London",
        dimensions=[ACADEMIC, ISLAMIC, PHYSICAL],
    )
    for dimension, number in ((ACADEMIC, 7), (PHYSICAL, 3), (SOCIAL, 1)):
        for item in items(dimension)[:number]:
            make_tick(child, item, datetime(2026, 3, 5, 10, tzinfo=UTC))
    for day, sentiment in (
        (date(2026, 2, 7), POSITIVE),
        (date(2026, 2, 8), POSITIVE),
        (date(2026, 2, 20), POSITIVE),
        (_march(1), NEUTRAL),
        (_march(10), POSITIVE),
    ):
        make_observation(child, observed_on=day, sentiment=sentiment)
    make_observation(child, observed_on=_march(5), deleted_at=datetime(2026, 3, 6, 12, tzinfo=UTC))
    for number in range(3, 11):
        sentiment = POSITIVE if number == 3 else ATTENTION
        make_observation(child, dimension=ISLAMIC, observed_on=_march(number), sentiment=sentiment)
    make_observation(child, dimension=SOCIAL, observed_on=_march(9))
    return child


def _march(day: int) -> date:
    return date(2026, 3, day)
