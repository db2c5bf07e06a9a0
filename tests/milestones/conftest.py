"""Time for the monthly engine's tests."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2025, 12, 1, 9, tzinfo=UTC), tick=False) as coordinates:
        yield coordinates
