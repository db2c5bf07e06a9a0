"""The notes of a record: reading, finding and writing them, taking one away and back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from childprogress import services
from childprogress.forms.observations import NotesFilterForm, ObservationForm
from childprogress.models import Child, Observation
from childprogress.models.records import UNDO_LASTS
from childprogress.selectors.observations import (
    authors_of,
    deleted_observations,
    observations_of,
)
from childprogress.services.errors import EDITORS
from childprogress.views.record import edited_record, guardians_only, head, record_of
from tfl.accounts.access import AuthedRequest
from tfl.core.errors import Refusal, ServiceError
from tfl.core.fields import LONGEST_KEY

NOTES_PER_PAGE: Final = 25
Change = Callable[..., Observation]


@sensitive_post_parameters("text")
@require_http_methods(["GET", "HEAD", "POST"])
@guardians_only
def observations(request: AuthedRequest, pk: int) -> HttpResponse:
    """GET reads, POST adds. With `show=deleted` what the reader can bring back."""
    if request.method == "POST":
        return _add(request, edited_record(request, pk))
    if request.GET.get("show") == "deleted":
        return _deleted(request, edited_record(request, pk))
    child = record_of(request, pk)
    return _timeline(request, child, ObservationForm(child=child))


def _add(request: AuthedRequest, child: Child) -> HttpResponse:
    """Back to the page the form was on; refused, the form with what was typed."""
    form = ObservationForm(request.POST, child=child)
    if form.is_valid():
        try:
            services.observe(child=child, by=request.user, **form.cleaned_data)
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Noted."))
            return _back_from(request, child)
    if not request.htmx:
        return _timeline(request, child, form)
    context = {"child": child, "note_form": form, "came_from": _came_from(request)}
    return render(request, "childprogress/_note_form.html", context, status=422)


def _timeline(request: AuthedRequest, child: Child, form: ObservationForm) -> HttpResponse:
    find = NotesFilterForm(request.GET, child=child, authors=authors_of(child), reader=request.user)
    found = observations_of(child, find.narrowed())
    context = _head(request, child) | {
        "find": find,
        "page": Paginator(found, NOTES_PER_PAGE).get_page(request.GET.get("page")),
        "note_form": form,
        "came_from": _came_from(request),
        "just_deleted": _just_deleted(request, child),
    }
    status = 422 if form.is_bound else 200
    return render(request, "childprogress/observations.html", context, status=status)


def _just_deleted(request: AuthedRequest, child: Child) -> Observation | None:
    """What a page without scripts comes back from deleting, while it can be undone."""
    key = request.GET.get("deleted", "")
    if child.guardian_role not in EDITORS or not (key.isdecimal() and len(key) <= LONGEST_KEY):
        return None
    return deleted_observations(child, request.user).filter(pk=key).first()


def _deleted(request: AuthedRequest, child: Child) -> HttpResponse:
    found = deleted_observations(child, request.user)
    page = Paginator(found, NOTES_PER_PAGE).get_page(request.GET.get("page"))
    context = _head(request, child) | {"page": page}
    return render(request, "childprogress/observations_deleted.html", context)


@require_POST
@guardians_only
def delete(request: AuthedRequest, pk: int, observation: int) -> HttpResponse:
    """By htmx, in the place of the note the way to undo it."""
    return _change(
        request, pk, observation, services.delete_observation, said=_("The note is deleted.")
    )


@require_POST
@guardians_only
def restore(request: AuthedRequest, pk: int, observation: int) -> HttpResponse:
    """By htmx, the note again."""
    return _change(
        request, pk, observation, services.restore_observation, said=_("The note is back.")
    )


def _change(
    request: AuthedRequest, pk: int, observation: int, service: Change, *, said: str
) -> HttpResponse:
    child = edited_record(request, pk)
    note = get_object_or_404(
        Observation.objects.filter(child=child).select_related("author"), pk=observation
    )
    try:
        note.deleted_at = service(observation=note, by=request.user).deleted_at
    except ServiceError as error:
        return _refused(request, child, error)
    if request.htmx or not note.deleted_at:
        messages.success(request, said)
    if request.htmx:
        context = _head(request, child) | {"note": note}
        return render(request, "childprogress/observations.html#note", context)
    undo = {"deleted": note.pk} if note.deleted_at else {}
    return redirect(_address(child, _query(request, **undo)))


def _refused(request: AuthedRequest, child: Child, error: ServiceError) -> HttpResponse:
    if error.refusal is Refusal.FORBIDDEN:
        raise PermissionDenied(error.message)
    if error.refusal is Refusal.NOT_FOUND:
        raise Http404(error.message)
    messages.error(request, error.message)
    return HttpResponseClientRefresh() if request.htmx else redirect(_address(child))


def _head(request: AuthedRequest, child: Child) -> dict[str, Any]:
    today = child.today()
    return head(child, here="observations") | {
        "today": today,
        "yesterday": today - timedelta(days=1),
        "kept_for": UNDO_LASTS.days,
        "query": _query(request),
    }


def _query(request: AuthedRequest, **more: object) -> str:
    """What the page was narrowed to, so that a form on it comes back to the same."""
    kept = request.GET.copy()
    kept.pop("deleted", None)
    kept.update({name: str(value) for name, value in more.items()})
    return kept.urlencode()


def _came_from(request: AuthedRequest) -> str:
    return "child" if request.POST.get("from") == "child" else "observations"


def _back_from(request: AuthedRequest, child: Child) -> HttpResponse:
    address = reverse(_came_from(request), args=[child.pk])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _address(child: Child, query: str = "") -> str:
    address = reverse("observations", args=[child.pk])
    return f"{address}?{query}" if query else address
