"""What leaves the record on paper, for a teacher, a doctor or a shelf; and the record as a file."""

from typing import Final, cast

from allauth.core import ratelimit
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from childprogress.ages import AgeBand, band_begins, band_ends
from childprogress.forms.prints import KeepsakeForm, SummaryForm
from childprogress.models import Child
from childprogress.models.labels import AGE_BANDS
from childprogress.selectors.export import export_child
from childprogress.selectors.prints import (
    ended_bands,
    notes_to_choose,
    notes_within,
    ticked,
    worth_keeping,
)
from childprogress.views.record import edited_record, guardians_only, head, record_of
from tfl.accounts.access import AuthedRequest

FORMAT: Final = 1
"""Of the file; goes up when what is in it moves."""


@require_safe
@guardians_only
def summary(request: AuthedRequest, pk: int) -> HttpResponse:
    """For a teacher or a doctor: what is ticked in the dimensions chosen, and the notes chosen."""
    child = record_of(request, pk)
    form = SummaryForm(request.GET, child=child)
    form.is_valid()  # what is not is left out, and said beside its field
    asked = form.cleaned_data
    notes = notes_to_choose(child, chosen=asked["note"], until=asked.get("until") or child.today())
    form.offer(notes)
    context = head(child, here="child_summary") | {
        "form": form,
        "parts": ticked(child, _bands(child, earlier=asked.get("earlier")), asked["dimension"]),
        "notes": [note for note in reversed(notes) if note.pk in asked["note"]],
        "today": child.today(),
        "keepsakes": _keepsakes(child),
    }
    return render(request, "childprogress/summary.html", context)


def _bands(child: Child, *, earlier: bool | None) -> list[AgeBand]:
    """The current one first."""
    return [child.age_band, *(reversed(child.age_band.earlier) if earlier else ())]


@require_safe
@guardians_only
def keepsake(request: AuthedRequest, pk: int, band: str) -> HttpResponse:
    """A page to keep from the years of a band, once they are over."""
    child = record_of(request, pk)
    ended = {each.value: each for each in ended_bands(child)}
    if band not in ended:
        raise Http404
    years = ended[band]
    notes = notes_within(child, years)
    form = KeepsakeForm(request.GET, usual={"note": [str(each) for each in worth_keeping(notes)]})
    form.is_valid()  # what it does not know is left out
    form.offer(notes)
    context = head(child, here="child_keepsake") | {
        "form": form,
        "parts": ticked(child, [years], child.dimensions),
        "notes": [note for note in notes if note.pk in form.cleaned_data["note"]],
        "years": AGE_BANDS[years],
        "band": years,
        "begins": band_begins(child.date_of_birth, years),
        "ends": band_ends(child.date_of_birth, years),
    }
    return render(request, "childprogress/keepsake.html", context)


def _keepsakes(child: Child) -> list[tuple[AgeBand, object]]:
    return [(band, AGE_BANDS[band]) for band in ended_bands(child)]


@cache_control(private=True, no_store=True)
@require_safe
@guardians_only
def export(request: AuthedRequest, pk: int) -> HttpResponse:
    """Everything, for owners and editors."""
    child = edited_record(request, pk)
    if too_often := ratelimit.consume_or_429(
        request, action="export_child", user=request.user, limit_get=True
    ):
        return cast("HttpResponse", too_often)
    response = JsonResponse(
        {"format": FORMAT, "child": export_child(child)},
        encoder=DjangoJSONEncoder,
        json_dumps_params={"indent": 2, "ensure_ascii": False},
    )
    response["Content-Disposition"] = f'attachment; filename="child-record-{child.pk}.json"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
