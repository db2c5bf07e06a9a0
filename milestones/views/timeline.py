"""Everything somebody did, in one list. For everybody: parents and mentors hold badges too."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from milestones.selectors.timeline import Kind, events_of, timeline_of
from tfl.accounts.access import AuthedRequest, signed_in
from tfl.accounts.models import Role
from tfl.core.clock import today

EVENTS_PER_PAGE = 30


@require_safe
@signed_in
def timeline(request: AuthedRequest) -> HttpResponse:
    """`kind` narrows it; what it does not know is ignored."""
    asked = request.GET.get("kind")
    kind = next((each for each in Kind if each == asked), None)
    lines = timeline_of(request.user, kind)
    page = Paginator(lines, EVENTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "events": events_of(page),
        "kind": kind,
        "has_months": request.user.has_role(Role.STUDENT),
        "today": today(),
    }
    return render(request, "milestones/timeline.html", context)
