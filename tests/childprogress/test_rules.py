"""What a tick writes, what a record scores, what comes next: pure, by the tables of docs/radar.md."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from childprogress.rules import (
    Entry,
    History,
    Recorded,
    is_open,
    overall,
    score,
    spread,
    ticked,
    ticked_since,
    unticked,
    was_ticked,
    window_of,
)

TEN = datetime(2026, 1, 15, 10, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)

SEED: History = [
    {"achievedAt": "2026-01-15T10:00:00Z", "unmarkedAt": "2026-01-20T14:30:00Z"},
    {"achievedAt": "2026-02-05T09:15:00Z", "unmarkedAt": None},
]
"""As the seed writes it."""


# History ---------------------------------------------------------------------------------------------


def test_ticking_unticking_and_ticking_again_is_the_seeds_history() -> None:
    history = ticked([], TEN)
    assert history == [{"achievedAt": "2026-01-15T10:00:00Z", "unmarkedAt": None}]
    history = unticked(history, datetime(2026, 1, 20, 14, 30, tzinfo=UTC))
    assert history == SEED[:1]
    assert ticked(history, datetime(2026, 2, 5, 9, 15, tzinfo=UTC)) == SEED


def test_a_moment_is_written_in_utc_to_the_second_before_it() -> None:
    in_karachi = datetime(2026, 1, 15, 15, 0, 0, 999_999, timezone(timedelta(hours=5)))
    assert ticked([], in_karachi)[0]["achievedAt"] == "2026-01-15T10:00:00Z"


def test_ticking_what_is_ticked_changes_nothing() -> None:
    assert ticked(SEED, TEN + timedelta(days=90)) == SEED


@pytest.mark.parametrize("history", [[], SEED[:1]])
def test_unticking_what_is_not_ticked_changes_nothing(history: History) -> None:
    assert unticked(history, TEN + timedelta(days=90)) == history


def test_the_history_given_is_never_written_to() -> None:
    first = ticked([], TEN)
    second = unticked(first, TEN + MINUTE)
    ticked(second, TEN + 2 * MINUTE)
    assert first == [{"achievedAt": "2026-01-15T10:00:00Z", "unmarkedAt": None}]
    assert second == [{"achievedAt": "2026-01-15T10:00:00Z", "unmarkedAt": "2026-01-15T10:01:00Z"}]


def test_a_clock_that_goes_backwards_writes_nothing_before_what_happened() -> None:
    """Unticked at 9:58 by another server's clock, and ticked again at 9:59."""
    history = unticked(ticked([], TEN), TEN - 2 * MINUTE)
    history = ticked(history, TEN - MINUTE)
    assert history == [
        {"achievedAt": "2026-01-15T10:00:00Z", "unmarkedAt": "2026-01-15T10:00:00Z"},
        {"achievedAt": "2026-01-15T10:00:00Z", "unmarkedAt": None},
    ]


def test_a_tick_after_an_untick_from_ahead_waits_for_it() -> None:
    """The last thing that happened is the untick, not the tick before it."""
    history = unticked(ticked([], TEN), TEN + 5 * MINUTE)
    assert ticked(history, TEN + MINUTE)[-1]["achievedAt"] == "2026-01-15T10:05:00Z"


@pytest.mark.parametrize(
    ("history", "since"),
    [([], None), (SEED[:1], None), (SEED, datetime(2026, 2, 5, 9, 15, tzinfo=UTC))],
)
def test_it_is_ticked_since_the_open_entry_began(history: History, since: datetime | None) -> None:
    assert ticked_since(history) == since
    assert is_open(history) is (since is not None)


@pytest.mark.parametrize(
    ("before", "was"),
    [
        (datetime(2026, 1, 15, 10, 0, 0, tzinfo=UTC), False),  # ticked at this very moment
        (datetime(2026, 1, 15, 10, 0, 1, tzinfo=UTC), True),
        (datetime(2026, 1, 20, 14, 29, 59, tzinfo=UTC), True),
        (datetime(2026, 1, 20, 14, 30, 0, tzinfo=UTC), True),  # unticked at this very moment
        (datetime(2026, 1, 20, 14, 30, 1, tzinfo=UTC), False),
        (datetime(2026, 2, 5, 9, 15, 0, tzinfo=UTC), False),
        (datetime(2026, 2, 5, 9, 15, 1, tzinfo=UTC), True),
        (datetime(2036, 1, 1, tzinfo=UTC), True),
        (datetime(2025, 12, 31, tzinfo=UTC), False),
    ],
)
def test_whether_it_was_ticked_the_moment_before(before: datetime, was: bool) -> None:
    assert was_ticked(SEED, before) is was


def test_what_was_ticked_and_unticked_within_a_second_never_counted() -> None:
    entry: Entry = {"achievedAt": "2026-01-15T10:00:00Z", "unmarkedAt": "2026-01-15T10:00:00Z"}
    assert not any(was_ticked([entry], TEN + n * SECOND) for n in (-1, 0, 1))


def test_what_was_never_ticked_was_not() -> None:
    assert not was_ticked([], TEN)


# Window ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "first"),
    [
        (date(2026, 3, 10), date(2026, 2, 8)),  # 28 days in February
        (date(2024, 3, 10), date(2024, 2, 9)),  # 29
        (date(2026, 3, 20), date(2026, 2, 18)),
        (date(2026, 1, 15), date(2025, 12, 16)),
        (date(2026, 12, 31), date(2026, 12, 1)),
    ],
)
def test_the_window_is_a_day_and_the_thirty_before_it(on: date, first: date) -> None:
    assert window_of(on) == (first, on)


def test_the_window_begins_no_earlier_than_the_calendar() -> None:
    assert window_of(date(1, 1, 5)) == (date(1, 1, 1), date(1, 1, 5))


# Score -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("observations", "positive", "achieved", "total", "points"),
    [
        (0, 0, 0, 10, 0),
        (0, 0, 0, 0, 0),
        (1, 0, 0, 10, 4),  # 4
        (1, 1, 0, 10, 24),  # 4 + 20
        (0, 0, 1, 10, 4),
        (9, 0, 0, 10, 36),
        (10, 0, 0, 10, 40),
        (11, 0, 0, 10, 40),  # no more than ten count
        (10, 10, 10, 10, 100),
        (12, 12, 10, 10, 100),
        (12, 9, 0, 10, 55),  # 40 + 20 × 9/12
        (4, 3, 7, 10, 59),  # 16 + 28 + 15
        (3, 2, 0, 10, 25),  # 12 + 13 1/3
        (8, 1, 0, 10, 35),  # 34.5: to the even one it would be 34
        (8, 5, 0, 10, 45),  # 44.5
        (40, 1, 0, 10, 41),  # 40.5
        (8, 3, 0, 10, 40),  # 32 + 7.5 = 39.5, up as well
        (6, 2, 2, 3, 57),  # 24 + 26 2/3 + 6 2/3 = 57 1/3; parts rounded: 24 + 27 + 7 = 58
        (24, 5, 3, 9, 58),  # 40 + 13 1/3 + 4 1/6 = 57 1/2; binary fractions: 57.49999…
        (0, 0, 1, 16, 3),  # 2.5, of a longer list
    ],
)
def test_a_score_is_exact_and_rounded_once_with_halves_up(
    observations: int, positive: int, achieved: int, total: int, points: int
) -> None:
    assert score(Recorded(observations, positive, achieved, total)) == points


@pytest.mark.parametrize(
    ("scores", "mean"),
    [
        ([], 0),
        ([59], 59),
        ([50, 51], 51),  # 50.5
        ([0, 1], 1),  # 0.5
        ([35, 12], 24),  # 23.5
        ([1, 1, 2], 1),  # 1 1/3
        ([1, 2, 2], 2),  # 1 2/3
        ([59, 35, 12], 35),  # 35 1/3
        ([33, 33, 34, 34, 33, 34], 34),  # 33.5
        ([100] * 6, 100),
        ([0] * 6, 0),
    ],
)
def test_overall_is_the_rounded_mean(scores: list[int], mean: int) -> None:
    assert overall(scores) == mean


@pytest.mark.parametrize(
    ("recorded", "is_empty"),
    [
        (Recorded(), True),
        (Recorded(total=10), True),
        (Recorded(observations=1, total=10), False),
        (Recorded(achieved=1, total=10), False),
    ],
)
def test_nothing_is_recorded_where_there_is_neither_note_nor_tick(
    recorded: Recorded, is_empty: bool
) -> None:
    assert recorded.is_empty is is_empty


# What next -------------------------------------------------------------------------------------------


def of(achieved: int, total: int = 10) -> Recorded:
    return Recorded(achieved=achieved, total=total)


@pytest.mark.parametrize(
    ("recorded", "waiting", "following"),
    [
        # docs/radar.md
        (
            {"academic": of(7), "islamic": of(0), "physical": of(3)},
            {"academic": ["A8", "A9"], "islamic": ["I1", "I2"], "physical": ["P4", "P5"]},
            ["I1", "P4", "A8"],
        ),
        (
            {"islamic": of(0), "physical": of(3)},
            {"islamic": ["I1", "I2", "I3"], "physical": ["P4", "P5"]},
            ["I1", "P4", "I2"],
        ),
        (
            {"academic": of(10), "physical": of(9)},
            {"academic": [], "physical": ["P10"]},
            ["P10"],
        ),
        (
            {"academic": of(5), "islamic": of(0), "physical": of(1, 2)},
            {"academic": ["A6"], "islamic": ["I1"], "physical": ["P2"]},
            ["I1", "A6", "P2"],
        ),
        # One dimension alone
        ({"physical": of(0)}, {"physical": ["P1", "P2", "P3", "P4"]}, ["P1", "P2", "P3"]),
        # A part is compared as a part: a third is less than two fifths, exactly
        (
            {"academic": of(2, 5), "physical": of(3, 9)},
            {"academic": ["A3"], "physical": ["P4"]},
            ["P4", "A3"],
        ),
        # About a dimension nothing is known of, nothing is complete
        ({"academic": of(1)}, {"academic": ["A2"], "islamic": ["I1"]}, ["I1", "A2"]),
        # A row that runs out leaves its turns to the others
        (
            {"academic": of(0), "islamic": of(1), "physical": of(2)},
            {"academic": ["A1"], "islamic": [], "physical": ["P3", "P4", "P5"]},
            ["A1", "P3", "P4"],
        ),
        ({}, {}, []),
        ({"academic": of(10)}, {"academic": []}, []),
    ],
)
def test_what_comes_next_is_spread_over_the_least_complete(
    recorded: dict[str, Recorded], waiting: dict[str, Sequence[str]], following: list[str]
) -> None:
    assert spread(waiting, recorded) == following


def test_equally_complete_dimensions_keep_their_order() -> None:
    waiting = {name: [name] for name in ("social", "academic", "physical", "islamic")}
    assert spread(waiting, dict.fromkeys(waiting, of(5))) == ["social", "academic", "physical"]


def test_as_many_come_next_as_are_asked_for() -> None:
    waiting = {"academic": ["A1", "A2"], "islamic": ["I1"]}
    assert spread(waiting, {}, number=1) == ["A1"]
    assert spread(waiting, {}, number=9) == ["A1", "I1", "A2"]
