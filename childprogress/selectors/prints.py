"""What stands on the pages that are made to be printed: the summary and the keepsake."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from childprogress.ages import BANDS, AgeBand, band_begins, band_ends
from childprogress.models import Child, ChildMilestone, Observation
from childprogress.models.labels import AGE_BANDS, DIMENSIONS, Label
from childprogress.vocabulary import Sentiment

MOST_OFFERED: Final = 100
"""Notes to choose among for a summary, latest first, beside those chosen already."""
MOST_CHOSEN: Final = 60
"""Notes of a keepsake before anybody chose; spread over its years."""
UNDATED_FOR: Final = timedelta(days=7)
"""Who begins a record ticks what was seen long before: when that was ticked says nothing."""


@dataclass(frozen=True)
class Noted:
    """An item that is ticked."""

    title: str
    on: date | None
    """The day it was noted where the child lives; None within the record's first seven days."""


@dataclass(frozen=True)
class Part:
    """What is ticked of a dimension in an age band."""

    dimension: str
    label: Label
    band: AgeBand
    band_label: Label
    items: tuple[Noted, ...]


def ended_bands(child: Child) -> list[AgeBand]:
    """Those the child has grown out of, youngest first. No query."""
    today = child.today()
    return [band for band in BANDS if band_ends(child.date_of_birth, band) < today]


def ticked(child: Child, bands: Sequence[AgeBand], dimensions: Iterable[str]) -> list[Part]:
    """What is ticked, also of items that left the checklists: by dimension shown, in each by band in the
    order given, and there in the checklist's order. Nothing of what is not ticked. One query.
    """
    chosen = set(dimensions)
    shown = [each for each in child.dimensions if each in chosen]
    rows = ChildMilestone.objects.filter(
        child=child,
        achieved=True,
        milestone__dimension__in=shown,
        milestone__age_band__in=bands,
    ).select_related("milestone")
    places = {
        (dimension, band): place
        for place, (dimension, band) in enumerate((each, band) for each in shown for band in bands)
    }
    ordered = sorted(rows, key=lambda row: (places[_place(row)], row.milestone.sort_order, row.pk))
    return [_part(child, list(some)) for _place_, some in groupby(ordered, _place)]


def _place(row: ChildMilestone) -> tuple[str, AgeBand]:
    return row.milestone.dimension, AgeBand(row.milestone.age_band)


def _part(child: Child, rows: list[ChildMilestone]) -> Part:
    dimension, band = _place(rows[0])
    items = tuple(Noted(row.milestone.title, _noted_on(child, row)) for row in rows)
    return Part(dimension, DIMENSIONS[dimension], band, AGE_BANDS[band], items)


def _noted_on(child: Child, row: ChildMilestone) -> date | None:
    if row.achieved_at is None:
        return None
    begun = timezone.localdate(child.created_at, timezone=child.zone)
    noted = timezone.localdate(row.achieved_at, timezone=child.zone)
    return noted if noted >= begun + UNDATED_FOR else None


# Notes -----------------------------------------------------------------------------------------------


def notes_to_choose(child: Child, *, chosen: Set[int], until: date) -> list[Observation]:
    """Those chosen that there are, and the latest 100 up to a day; newest first. Two queries."""
    notes = _notes(child)
    latest = notes.filter(observed_on__lte=until)[:MOST_OFFERED]
    found = {note.pk: note for note in (*notes.filter(pk__in=chosen), *latest)}
    return sorted(found.values(), key=lambda note: (note.observed_on, note.pk), reverse=True)


def notes_within(child: Child, band: AgeBand) -> list[Observation]:
    """Those dated within an age band, oldest first. One query."""
    born = child.date_of_birth
    within = (band_begins(born, band), band_ends(born, band))
    return list(_notes(child).filter(observed_on__range=within).order_by("observed_on", "pk"))


def worth_keeping(notes: Sequence[Observation]) -> list[int]:
    """Ids of what a keepsake holds before anybody chose: what felt positive or neutral, at most 60, evenly
    over the time.
    """
    kept = [note.pk for note in notes if note.sentiment != Sentiment.NEEDS_ATTENTION]
    number = min(len(kept), MOST_CHOSEN)
    return [kept[place * len(kept) // number] for place in range(number)]


def _notes(child: Child) -> QuerySet[Observation]:
    return Observation.objects.shown(child).select_related("author")
