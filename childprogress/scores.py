"""The radar: what is recorded about a child, by dimension. Computed when it is read, so never stale: a
birthday, a corrected birth date, a deleted note or a day that passed show at once. docs/radar.md works
examples out by hand.
"""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Q

from childprogress.ages import AgeBand, age_band, last_day
from childprogress.models import Child, Observation
from childprogress.rules import Recorded, overall, score, window_of
from childprogress.selectors.checklists import completion
from childprogress.vocabulary import Sentiment


@dataclass(frozen=True)
class DimensionScore:
    dimension: str
    score: int
    """0–100: how much is recorded, not how the child is."""
    recorded: Recorded


@dataclass(frozen=True)
class Radar:
    """What was recorded by the end of `on`."""

    on: date
    age_band: AgeBand | None
    """None before the third birthday, when there are no items yet."""
    dimensions: tuple[DimensionScore, ...]
    """Those shown, in their order."""
    overall: int
    """0–100."""

    @property
    def recorded(self) -> dict[str, Recorded]:
        return {each.dimension: each.recorded for each in self.dimensions}


def radar(child: Child, on: date | None = None) -> Radar:
    """Today's, or that of a past date: the age band of that day, ticks as their history says they were when
    it ended, observations dated within its window and not deleted since. Definitions and dimensions shown
    are today's. Past sixteen it stays that of the last day.

    Raises ValueError for a date ahead of the child's own. Two queries for today, three for a past date.
    """
    today = child.today()
    asked = on or today
    if asked > today:
        raise ValueError(f"{asked} is ahead")
    day = min(asked, last_day(child.date_of_birth))
    band = age_band(child.date_of_birth, day)
    before = child.midnight_after(day) if day < today else None
    milestones = completion(child, band, before) if band else {}
    observed = _observed(child, day)
    scores = tuple(
        _score(dimension, observed.get(dimension), milestones.get(dimension))
        for dimension in child.dimensions
    )
    return Radar(day, band, scores, overall([each.score for each in scores]))


def _score(
    dimension: str, observed: Recorded | None, milestones: Recorded | None
) -> DimensionScore:
    observed, milestones = observed or Recorded(), milestones or Recorded()
    recorded = replace(observed, achieved=milestones.achieved, total=milestones.total)
    return DimensionScore(dimension, score(recorded), recorded)


def _observed(child: Child, day: date) -> dict[str, Recorded]:
    counted = (
        Observation.objects.shown(child)
        .filter(observed_on__range=window_of(day))
        .order_by()
        .values("dimension")
        .annotate(
            observations=Count("pk"),
            positive=Count("pk", filter=Q(sentiment=Sentiment.POSITIVE)),
        )
    )
    return {
        row["dimension"]: Recorded(observations=row["observations"], positive=row["positive"])
        for row in counted
    }
