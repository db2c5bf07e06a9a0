"""What a tick writes, what a day's record scores, what comes next: pure, and worked out by hand in
docs/radar.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from math import floor
from typing import Final, TypedDict, TypeVar

T = TypeVar("T")

# History ---------------------------------------------------------------------------------------------


class Entry(TypedDict):
    """From a tick to its untick, as text in UTC to the second: `2026-01-15T10:00:00Z`."""

    achievedAt: str
    unmarkedAt: str | None


History = list[Entry]
"""Oldest first. All are closed but perhaps the last, and none begins before the one before it ended."""


def ticked(history: Sequence[Entry], at: datetime) -> History:
    """With a new entry that is open; the same where one is."""
    if is_open(history):
        return list(history)
    return [*history, Entry(achievedAt=_text(_not_before(history, at)), unmarkedAt=None)]


def unticked(history: Sequence[Entry], at: datetime) -> History:
    """With the last entry closed; the same where none is open."""
    if not is_open(history):
        return list(history)
    *before, last = history
    return [
        *before,
        Entry(achievedAt=last["achievedAt"], unmarkedAt=_text(_not_before(history, at))),
    ]


def is_open(history: Sequence[Entry]) -> bool:
    return bool(history) and history[-1]["unmarkedAt"] is None


def ticked_since(history: Sequence[Entry]) -> datetime | None:
    """When the open entry began."""
    return moment(history[-1]["achievedAt"]) if is_open(history) else None


def was_ticked(history: Sequence[Entry], before: datetime) -> bool:
    """Whether it was ticked the moment before `before`. Reading a day's end, that is the next midnight."""
    return any(
        moment(entry["achievedAt"]) < before
        and (entry["unmarkedAt"] is None or moment(entry["unmarkedAt"]) >= before)
        for entry in history
    )


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _not_before(history: Sequence[Entry], at: datetime) -> datetime:
    """`at`, or the last thing that happened: the clocks of two servers differ, a history has one order."""
    if not history:
        return at
    last = history[-1]
    return max(at, moment(last["unmarkedAt"] or last["achievedAt"]))


def _text(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# Scores ----------------------------------------------------------------------------------------------

WINDOW: Final = timedelta(days=30)
MOST_OBSERVATIONS: Final = 10
"""So many in the window are full marks."""

OBSERVATIONS_WEIGH: Final = Fraction(4, 10)
MILESTONES_WEIGH: Final = Fraction(4, 10)
SENTIMENT_WEIGHS: Final = Fraction(2, 10)


@dataclass(frozen=True)
class Recorded:
    """What is on record about a dimension on a day."""

    observations: int = 0
    """Within the window."""
    positive: int = 0
    """Of these."""
    achieved: int = 0
    """Items ticked, of the age band's."""
    total: int = 0
    """The age band's items."""

    @property
    def is_empty(self) -> bool:
        return not (self.observations or self.achieved)


def window_of(on: date) -> tuple[date, date]:
    """First and last day whose observations count on `on`: itself and the 30 days before."""
    return max(on, date.min + WINDOW) - WINDOW, on


def score(recorded: Recorded) -> int:
    """0–100: 0.4 × observations + 0.4 × milestones + 0.2 × sentiment, exact, rounded once, halves up."""
    observations = Fraction(min(recorded.observations, MOST_OBSERVATIONS), MOST_OBSERVATIONS)
    milestones = _share(recorded.achieved, recorded.total)
    sentiment = _share(recorded.positive, recorded.observations)
    return _rounded(
        100
        * (
            OBSERVATIONS_WEIGH * observations
            + MILESTONES_WEIGH * milestones
            + SENTIMENT_WEIGHS * sentiment
        )
    )


def overall(scores: Sequence[int]) -> int:
    """The rounded mean of rounded scores; 0 of none."""
    return _rounded(_share(sum(scores), len(scores)))


def _share(part: int, whole: int) -> Fraction:
    return Fraction(part, whole) if whole else Fraction(0)


def _rounded(number: Fraction) -> int:
    return floor(number + Fraction(1, 2))


# What next -------------------------------------------------------------------------------------------

NEXT: Final = 3


def spread(
    waiting: Mapping[str, Sequence[T]], recorded: Mapping[str, Recorded], *, number: int = NEXT
) -> list[T]:
    """At most `number` of what waits, by dimension and in order within it: one of each dimension in turn,
    the least complete first. Equally complete ones keep the order of `waiting`.
    """
    dimensions = sorted(waiting, key=lambda each: _completion(recorded.get(each)))
    turns = _turns([waiting[each] for each in dimensions])
    return [item for item, _number in zip(turns, range(number), strict=False)]


def _completion(recorded: Recorded | None) -> Fraction:
    return _share(recorded.achieved, recorded.total) if recorded else Fraction(0)


def _turns(rows: Sequence[Sequence[T]]) -> Iterable[T]:
    """The first of each row, then the second of each, to the end."""
    for place in range(max(map(len, rows), default=0)):
        yield from (row[place] for row in rows if place < len(row))
