"""Radar, counts and what next, together: what `childprogress/_standing.html` shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from childprogress.chart import FEWEST, Chart, Value, chart_of
from childprogress.models import Child, MilestoneDefinition
from childprogress.models.labels import DIMENSIONS
from childprogress.rules import Recorded
from childprogress.scores import DimensionScore, Radar, radar
from childprogress.selectors.checklists import next_items


@dataclass(frozen=True)
class Row:
    """A dimension in the table of numbers."""

    dimension: str
    label: str
    score: int
    """0–100: how much is recorded."""
    recorded: Recorded


@dataclass(frozen=True)
class Standing:
    radar: Radar
    rows: tuple[Row, ...]
    """Of the dimensions shown, in their order."""
    chart: Chart | None
    """None with one or two dimensions: those are bars."""
    next: tuple[MilestoneDefinition, ...]
    """At most three."""
    is_past: bool
    """Whether it is that of a day before the one the record shows."""

    @property
    def is_empty(self) -> bool:
        return all(row.recorded.is_empty for row in self.rows)

    @property
    def achieved(self) -> int:
        """Items ticked, of all dimensions shown."""
        return sum(row.recorded.achieved for row in self.rows)

    @property
    def total(self) -> int:
        return sum(row.recorded.total for row in self.rows)

    @property
    def observations(self) -> int:
        """Within the window, of all dimensions shown."""
        return sum(row.recorded.observations for row in self.rows)


def standing_of(child: Child, on: date | None = None) -> Standing:
    """Today's, or that of a past date, to which nothing is next. Three queries.

    Raises ValueError for a date ahead of the child's own.
    """
    found = radar(child, on)
    is_past = found.on < child.day
    rows = tuple(_row(each) for each in found.dimensions)
    return Standing(
        radar=found,
        rows=rows,
        chart=_chart(rows, is_over=is_past or child.is_closed),
        next=() if is_past else tuple(next_items(child, found.recorded)),
        is_past=is_past,
    )


def _row(scored: DimensionScore) -> Row:
    label = str(DIMENSIONS[scored.dimension])
    return Row(scored.dimension, label, scored.score, scored.recorded)


def _chart(rows: Sequence[Row], *, is_over: bool) -> Chart | None:
    if len(rows) < FEWEST:
        return None
    if all(row.recorded.is_empty for row in rows):
        return chart_of([Value(row.dimension, row.label, 0, "") for row in rows])
    nothing = _("none") if is_over else _("none yet")
    return chart_of(
        [
            Value(
                row.dimension,
                row.label,
                row.score,
                nothing if row.recorded.is_empty else str(row.score),
            )
            for row in rows
        ]
    )
