"""The date stands still: noon of 10 March 2026, until a test moves it."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.make_milestones import MARCH_10, noon


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(noon(MARCH_10), tick=False) as traveller:
        yield traveller
