"""Radar, counts and what next together. Noor's numbers, on 10 March 2026:

academic  4 notes since 8 February, 3 positive; 7 of 10: 0.4 × 40 + 0.4 × 70 + 0.2 × 75   = 59
islamic   8 notes, 1 positive; 0 of 10:                  0.4 × 80 + 0.4 × 0 + 0.2 × 12.5 = 34.5, so 35
physical  no notes; 3 of 10:                                        0.4 × 30             = 12
together  (59 + 35 + 12) / 3 = 35.3, so 35
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from childprogress.models import Child
from childprogress.services import tick
from childprogress.standing import Standing, standing_of
from tests.childprogress.conftest import ACADEMIC, ISLAMIC, PHYSICAL, SOCIAL, items
from tests.make_children import make_child, make_definition, make_definitions
from tfl.accounts.models import User

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def said(standing: Standing) -> list[str]:
    assert standing.chart is not None
    scores = [spoke.label.score for spoke in standing.chart.spokes]
    return [score.text if score else "" for score in scores]


def test_rows_say_by_dimension_what_is_recorded(noor: Child) -> None:
    standing = standing_of(noor)
    assert [(row.label, row.score, row.recorded.achieved) for row in standing.rows] == [
        ("Academic", 59, 7),
        ("Islamic", 35, 0),
        ("Physical", 12, 3),
    ]
    assert (standing.achieved, standing.total, standing.observations) == (10, 30, 12)
    assert standing.radar.overall == 35
    assert said(standing) == ["59", "35", "12"]


def test_what_next_begins_where_least_is_ticked(noor: Child) -> None:
    assert list(standing_of(noor).next) == [
        items(ISLAMIC)[0],
        items(PHYSICAL)[3],
        items(ACADEMIC)[7],
    ]


def test_a_past_day_is_drawn_from_history_and_has_nothing_next(noor: Child) -> None:
    """On the 4th nothing was ticked. Academic: 4 notes since 2 February, 3 positive: 16 + 15 = 31. Islamic:
    2 notes, 1 positive: 8 + 10 = 18. Together 49 / 3 = 16.3.
    """
    standing = standing_of(noor, date(2026, 3, 4))
    assert [row.score for row in standing.rows] == [31, 18, 0]
    assert standing.radar.overall == 16
    assert standing.is_past
    assert standing.next == ()
    assert said(standing) == ["31", "18", "none"]


def test_today_asked_for_by_its_date_is_today(noor: Child) -> None:
    assert standing_of(noor, date(2026, 3, 10)) == standing_of(noor)
    assert not standing_of(noor).is_past


def test_a_day_ahead_is_refused(noor: Child) -> None:
    with pytest.raises(ValueError, match="ahead"):
        standing_of(noor, date(2026, 3, 11))


@pytest.mark.parametrize(("number", "drawn"), [(1, False), (2, False), (3, True), (4, True)])
def test_a_radar_needs_three_dimensions(olga: User, number: int, drawn: bool) -> None:
    child = make_child(olga, dimensions=[ACADEMIC, SOCIAL, ISLAMIC, PHYSICAL][:number])
    assert (standing_of(child).chart is not None) is drawn


def test_where_nothing_is_recorded_no_number_is_written(olga: User) -> None:
    standing = standing_of(make_child(olga))
    assert standing.is_empty
    assert said(standing) == [""] * 6


def test_a_dimension_with_nothing_says_so_beside_the_others(olga: User) -> None:
    child = make_child(olga, dimensions=[ACADEMIC, SOCIAL, ISLAMIC])
    tick(child=child, definition=make_definition(), by=olga)
    # the one item there is: 0.4 × 100
    assert said(standing_of(child)) == ["40", "none yet", "none yet"]


def test_a_record_past_sixteen_has_nothing_next(olga: User) -> None:
    make_definitions()
    standing = standing_of(make_child(olga, born=date(2009, 3, 10)))
    assert standing.radar.on == date(2026, 3, 9)
    assert standing.next == ()
    assert not standing.is_past, "it shows its last day"


@pytest.mark.parametrize("on", [None, date(2026, 3, 4)])
def test_three_queries_are_enough(
    noor: Child, on: date | None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        standing_of(noor, on)
