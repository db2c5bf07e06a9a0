"""The checklists of a child: their items, ticking them, what became of each, and whether it is clear."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Protocol

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from childprogress import services
from childprogress.ages import AgeBand, band_begins
from childprogress.models import Child, ChildMilestone, MilestoneDefinition, ReviewState
from childprogress.models.labels import AGE_BANDS, DIMENSIONS, Label
from childprogress.rules import History, Recorded, moment
from childprogress.selectors import checklists as selectors
from childprogress.selectors.checklists import Item
from childprogress.services import ChildProgressError
from childprogress.standing import Standing, standing_of
from childprogress.views.record import edited_record, guardians_only, head, record_of
from childprogress.vocabulary import Dimension
from tfl.accounts.access import AuthedRequest
from tfl.accounts.models import User
from tfl.core.errors import Refusal

CLEAR: Final = {"yes": True, "no": False}
CHECKLISTS: Final = {f"{dimension}.{band}" for dimension in Dimension for band in AgeBand}
"""What a page of a checklist says it shows: a dimension and a band."""

ORIGINS: Final = {"checklist": "", "child": "standing", "item": "item"}
"""Where one can tick, and the id of what a tick replaces there; in a checklist it is the item's row."""


@dataclass(frozen=True)
class Way:
    """To a checklist, of another dimension or another band."""

    name: str
    label: Label
    url: str
    recorded: Recorded | None = None
    """Of a dimension."""
    opens_on: date | None = None
    """Of a later band."""


@dataclass(frozen=True)
class Noted:
    """A tick as somebody set it, and when it was taken back."""

    at: datetime
    taken_back_at: datetime | None


# Pages -----------------------------------------------------------------------------------------------


@require_safe
@guardians_only
def checklist(request: AuthedRequest, pk: int, dimension: str) -> HttpResponse:
    """Of the child's age band, or of `ageBand`. What they do not know is a 404, and so is a hidden one."""
    child = record_of(request, pk)
    band = _band(child, request.GET.get("ageBand"))
    if not child.shows(dimension):
        raise Http404
    items = selectors.checklist(child, band, dimension)
    current = [item for item in items if not item.definition.is_retired]
    standing = standing_of(child)
    counts = _counts(child, band, standing)
    states = {item.definition.review_state for item in current}
    context = _about(child, "checklist", band) | {
        "items": current,
        "retired": [item for item in items if item.definition.is_retired],
        "dimension": dimension,
        "dimension_label": DIMENSIONS[dimension],
        "dimensions": list(_dimensions(child, band, counts)),
        "bands": list(_bands(child, dimension)),
        "recorded": counts.get(dimension, Recorded()),
        "standing": standing,
        "shown": f"{dimension}.{band}",
        "origin": "checklist",
        "awaits": ReviewState.AWAITING in states,
        "all_await": states == {ReviewState.AWAITING},
    }
    return render(request, "childprogress/checklist.html", context)


@require_safe
@guardians_only
def item(request: AuthedRequest, pk: int, definition: int) -> HttpResponse:
    child = record_of(request, pk)
    return _item_page(request, child, _item(child, definition))


# What can be done to an item -------------------------------------------------------------------------


@require_POST
@guardians_only
def tick(request: AuthedRequest, pk: int, definition: int) -> HttpResponse:
    """`from` says where from: child, item, or by default the checklist; there it goes back to. For htmx it
    answers with what it changes on the page. Twelve statements at most, with those that find out who asks.
    """
    return _change(request, pk, definition, services.tick)


@require_POST
@guardians_only
def untick(request: AuthedRequest, pk: int, definition: int) -> HttpResponse:
    """The same."""
    return _change(request, pk, definition, services.untick)


@require_POST
@guardians_only
def clear(request: AuthedRequest, pk: int, definition: int) -> HttpResponse:
    child = record_of(request, pk)
    asked = _item(child, definition)
    answer = CLEAR.get(request.POST.get("clear", ""))
    if answer is None:
        messages.error(request, _("Say yes or no."))
        if not request.htmx:
            return _item_page(request, child, asked, status=422)
        again = {"item": asked, "child": child, "origin": _origin(request), "refused": True}
        return _part(request, "_item_clear", again, status=422)
    services.say_whether_clear(definition=asked.definition, clear=answer, by=request.user)
    if request.htmx:
        return _part(request, "_item_thanks", {})
    messages.success(request, _("Thank you."))
    return redirect(_back(request, child, asked.definition))


class Change(Protocol):
    """`tick` or `untick`."""

    def __call__(
        self, *, child: Child, definition: MilestoneDefinition, by: User
    ) -> ChildMilestone | None: ...


def _change(request: AuthedRequest, pk: int, definition: int, change: Change) -> HttpResponse:
    child = edited_record(request, pk)
    before = _item(child, definition)
    try:
        row = change(child=child, definition=before.definition, by=request.user)
    except ChildProgressError as error:
        return _refused(request, child, before, error)
    after = selectors.item_of(before.definition, row)
    if not request.htmx:
        messages.success(request, _said(request, child, after))
        return redirect(_back(request, child, after.definition))
    parts = _parts(request, child, after)
    messages.success(request, _said(request, child, after, parts["recorded"]))
    return _part(request, "_ticked", parts)


def _refused(
    request: AuthedRequest, child: Child, item: Item, error: ChildProgressError
) -> HttpResponse:
    """The item as it is, and why; htmx swaps no 409."""
    if error.refusal is Refusal.NOT_FOUND:
        raise Http404(error.message) from error
    if error.refusal is Refusal.FORBIDDEN:
        raise PermissionDenied(error.message) from error
    messages.error(request, error.message)
    if request.htmx:
        return _part(request, "_ticked", _parts(request, child, item), status=422)
    return _item_page(request, child, item, status=error.refusal.value)


# What is answered ------------------------------------------------------------------------------------


def _parts(request: AuthedRequest, child: Child, item: Item) -> dict[str, Any]:
    """What a tick changes on the page that htmx asked from: what it named as target, and beside it whatever
    of the rest is there. An item of an earlier band changes no radar and nothing next. Three queries at
    most, four from the list of what is next when its band ended since.
    """
    definition = item.definition
    band = AgeBand(definition.age_band)
    target, shown = _target(request, definition), _shown(request)
    is_current = band is child.age_band
    standing = standing_of(child) if is_current or target == "standing" else None
    counts = _counts(child, band, standing)
    return _about(child, "", band) | {
        "item": item,
        "noted": list(_noted(item.history)),
        "target": target,
        "origin": _origin(request),
        "standing": standing,
        "recorded": counts.get(definition.dimension, Recorded()),
        "dimension": definition.dimension,
        "shown": shown,
        "row_is_shown": shown == f"{definition.dimension}.{band}",
        "band_is_shown": shown.endswith(f".{band}"),
    }


def _item_page(
    request: AuthedRequest, child: Child, item: Item, *, status: int = 200
) -> HttpResponse:
    definition = item.definition
    band = AgeBand(definition.age_band)
    context = _about(child, "checklist_item", band) | {
        "item": item,
        "noted": list(_noted(item.history)),
        "checklist_url": _checklist_url(child, definition),
        "origin": "item",
    }
    return render(request, "childprogress/item.html", context, status=status)


def _about(child: Child, here: str, band: AgeBand) -> dict[str, Any]:
    """Whose items these are, of which band, and whether they can be ticked."""
    of_record = head(child, here)
    opens_on = _opens_on(child, band)
    return of_record | {
        "band": band,
        "shown_band_label": AGE_BANDS[band],
        "is_earlier": band in child.age_band.earlier,
        "opens_on": opens_on,
        "can_tick": of_record["may_edit"] and not opens_on,
    }


def _said(
    request: AuthedRequest, child: Child, item: Item, recorded: Recorded | None = None
) -> str:
    """What was done, how many that makes, and a way to undo it."""
    definition = item.definition
    context = {
        "item": item,
        "recorded": recorded,
        "dimension_label": DIMENSIONS[definition.dimension],
        "undo_url": reverse(
            "item_untick" if item.achieved else "item_tick", args=[child.pk, definition.pk]
        ),
        "origin": _origin(request),
        "shown": _shown(request),
        "target": _target(request, definition),
    }
    return render_to_string("childprogress/_said.html", context)


def _part(
    request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    return render(request, f"childprogress/{name}.html", context, status=status)


def _noted(history: History) -> Iterator[Noted]:
    """Newest first."""
    for entry in reversed(history):
        taken_back = entry["unmarkedAt"]
        yield Noted(moment(entry["achievedAt"]), moment(taken_back) if taken_back else None)


# Where one is ----------------------------------------------------------------------------------------


def _band(child: Child, asked: str | None) -> AgeBand:
    if asked is None:
        return child.age_band
    if asked not in set(AgeBand):
        raise Http404
    return AgeBand(asked)


def _item(child: Child, definition: int) -> Item:
    found = selectors.item(child, definition)
    if found is None:
        raise Http404
    return found


def _counts(child: Child, band: AgeBand, standing: Standing | None) -> dict[str, Recorded]:
    """One query where `standing` does not know them: it is about the child's own band."""
    if standing and band is standing.radar.age_band:
        return standing.radar.recorded
    return selectors.completion(child, band)


def _dimensions(child: Child, band: AgeBand, counts: dict[str, Recorded]) -> Iterator[Way]:
    for each in child.dimensions:
        recorded = counts.get(each, Recorded())
        yield Way(each, DIMENSIONS[each], _url(child, each, band), recorded)


def _bands(child: Child, dimension: str) -> Iterator[Way]:
    for each in AgeBand:
        opens_on = _opens_on(child, each)
        yield Way(each, AGE_BANDS[each], _url(child, dimension, each), opens_on=opens_on)


def _opens_on(child: Child, band: AgeBand) -> date | None:
    """From which day on items of a later band can be ticked."""
    is_later = child.age_band in band.earlier
    return band_begins(child.date_of_birth, band) if is_later else None


def _url(child: Child, dimension: str, band: AgeBand) -> str:
    query = "" if band is child.age_band else f"?ageBand={band}"
    return reverse("checklist", args=[child.pk, dimension]) + query


def _checklist_url(child: Child, definition: MilestoneDefinition) -> str:
    return _url(child, definition.dimension, AgeBand(definition.age_band))


def _origin(request: HttpRequest) -> str:
    origin = request.POST.get("from", "")
    return origin if origin in ORIGINS else "checklist"


def _back(request: HttpRequest, child: Child, definition: MilestoneDefinition) -> str:
    """Where somebody came from, and there to the item."""
    origin = _origin(request)
    if origin == "child":
        return reverse("child", args=[child.pk])
    if origin == "item":
        return reverse("checklist_item", args=[child.pk, definition.pk])
    return f"{_checklist_url(child, definition)}#item-{definition.pk}"


def _target(request: AuthedRequest, definition: MilestoneDefinition) -> str:
    """The id of what a change of this item replaces: what htmx says, else what is where one goes back to."""
    asked = request.htmx.target if request.htmx else ORIGINS[_origin(request)]
    return asked if asked in {"standing", "item"} else f"item-{definition.pk}"


def _shown(request: HttpRequest) -> str:
    """The checklist on the page that htmx asks from, if it is one."""
    shown = request.POST.get("shown", "")
    return shown if shown in CHECKLISTS else ""
