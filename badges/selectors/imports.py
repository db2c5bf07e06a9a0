"""What became of the rows of a list."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from badges.models import BadgeImport, LeftOut

FEW: Final = 20
"""Lines, or runs of lines, that are read at a glance."""


@dataclass(frozen=True)
class LeftOutRows:
    because: str
    number: int
    lines: str
    """Of the file: “3, 7–9”."""
    are_many: bool


def left_out_rows(badge_import: BadgeImport) -> list[LeftOutRows]:
    """The rows that became no badge, by why. No query."""
    by_reason = badge_import.left_out_lines
    return [
        _left_out(reason, lines) for reason in LeftOut if (lines := by_reason.get(reason.value))
    ]


def _left_out(reason: LeftOut, lines: list[int]) -> LeftOutRows:
    runs = list(_runs(sorted(lines)))
    return LeftOutRows(
        because=str(reason.label),
        number=len(lines),
        lines=", ".join(runs),
        are_many=len(runs) > FEW,
    )


def _runs(lines: list[int]) -> Iterator[str]:
    """Lines that follow each other share their distance to their place in the list."""
    for _distance, run in groupby(enumerate(lines), key=lambda each: each[1] - each[0]):
        numbers = [line for _place, line in run]
        first, last = numbers[0], numbers[-1]
        yield str(first) if first == last else f"{first}–{last}"
