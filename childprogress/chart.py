"""Where the radar's lines and words go: pure geometry, in the units of its view box. The first spoke points
up, the others follow clockwise; where one of them would lie flat, and leave its words the least room, all are
turned by half a step.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Final

WIDTH: Final = 360
RADIUS: Final = 90
"""Of a score of 100."""
RINGS: Final = (25, 50, 75, 100)
LINE: Final = 18
"""From one line of a label to the next."""
MARGIN: Final = 4
GAP: Final = 7
"""From a spoke's end to its label."""
GAP_UPRIGHT: Final = 15
"""To the middle of the label's nearest line, where that is above or below."""
LONGEST: Final = 12
"""Letters that fit on a line of a label, where words allow it."""
FEWEST: Final = 3
"""Spokes that span an area. With less there is nothing to draw."""


@dataclass(frozen=True)
class Point:
    x: float
    y: float


@dataclass(frozen=True)
class Line:
    text: str
    at: Point
    """The middle of its height; of its length, what the label's anchor says."""


@dataclass(frozen=True)
class Label:
    anchor: str
    """`start`, `middle` or `end`."""
    words: tuple[Line, ...]
    score: Line | None
    """In words, below."""

    @property
    def lines(self) -> tuple[Line, ...]:
        return (*self.words, self.score) if self.score else self.words


@dataclass(frozen=True)
class Spoke:
    key: str
    end: Point
    mark: Point
    """Where its score is."""
    label: Label


@dataclass(frozen=True)
class Value:
    """What a spoke shows."""

    key: str
    label: str
    score: int
    """0–100."""
    said: str
    """The score in words; empty to leave it out."""


@dataclass(frozen=True)
class Chart:
    view_box: str
    centre: Point
    rings: tuple[str, ...]
    """From the inside out, each the points of a polygon."""
    area: str
    """The points of the scores."""
    spokes: tuple[Spoke, ...]


def chart_of(values: Sequence[Value]) -> Chart:
    """At least three values, or ValueError."""
    if len(values) < FEWEST:
        raise ValueError(f"{len(values)} spokes span no area")
    spokes = tuple(_spoke(value, _turn(place, len(values))) for place, value in enumerate(values))
    return Chart(
        view_box=_view_box(spokes),
        centre=_at(0, 0),
        rings=tuple(_ring(score, len(values)) for score in RINGS),
        area=_points(spoke.mark for spoke in spokes),
        spokes=spokes,
    )


def lines_of(label: str) -> tuple[str, ...]:
    """Its words, as many on a line as fit. A word that is longer has a line of its own."""
    lines: list[str] = []
    for word in label.split():
        if lines and len(lines[-1]) + 1 + len(word) <= LONGEST:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def _turn(place: int, number: int) -> float:
    """Radians, clockwise from the right as y points down."""
    step = 2 * pi / number
    return step * place - pi / 2 + (step / 2 if number % 4 == 0 else 0)


def _at(turn: float, distance: float) -> Point:
    """0 lies where the spokes meet."""
    return Point(_rounded(WIDTH / 2 + distance * cos(turn)), _rounded(distance * sin(turn)))


def _ring(score: int, number: int) -> str:
    return _points(_at(_turn(place, number), RADIUS * score / 100) for place in range(number))


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{point.x},{point.y}" for point in points)


def _spoke(value: Value, turn: float) -> Spoke:
    return Spoke(
        key=value.key,
        end=_at(turn, RADIUS),
        mark=_at(turn, RADIUS * value.score / 100),
        label=_label(value, turn),
    )


def _label(value: Value, turn: float) -> Label:
    """Beyond the spoke's end: beside it, or above or below it where the spoke is upright."""
    words = lines_of(value.label)
    number = len(words) + bool(value.said)
    side = round(cos(turn), 6)
    spot = _at(turn, RADIUS + (GAP if side else GAP_UPRIGHT))
    # the more upright the spoke, the more its lines grow away from the picture
    first = spot.y - LINE * (number - 1) * (1 - sin(turn)) / 2
    places = [Point(spot.x, _rounded(first + LINE * line)) for line in range(number)]
    return Label(
        anchor="middle" if not side else "start" if side > 0 else "end",
        words=tuple(Line(text, at) for text, at in zip(words, places, strict=False)),
        score=Line(value.said, places[-1]) if value.said else None,
    )


def _view_box(spokes: Iterable[Spoke]) -> str:
    """As high as what is in it."""
    heights = [line.at.y for spoke in spokes for line in spoke.label.lines]
    heights += [spoke.end.y for spoke in spokes]
    top = _rounded(min(heights) - LINE / 2 - MARGIN)
    return f"0 {top} {WIDTH} {_rounded(max(heights) + LINE / 2 + MARGIN - top)}"


def _rounded(number: float) -> float:
    """To a tenth; never minus nought."""
    return round(number, 1) + 0.0
