"""The children of a guardian, and the page of one."""

from datetime import date, timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from childprogress.ages import band_after, band_before, band_begins, band_ends
from childprogress.forms.children import DayForm
from childprogress.forms.observations import ObservationForm
from childprogress.models import Child, GuardianRole
from childprogress.models.labels import AGE_BANDS
from childprogress.selectors.children import children_of
from childprogress.selectors.invitations import guardian_invitation_path, invitations_for
from childprogress.selectors.observations import Narrowed, observations_of
from childprogress.selectors.prints import ended_bands
from childprogress.standing import standing_of
from childprogress.views.record import guardians_only, head, record_of
from tfl.accounts.access import AuthedRequest

RECENT: Final = 5
"""So many notes on the child's page."""
AROUND: Final = timedelta(days=30)
"""So long before an age band begins it is announced, and so long after one ended its keepsake."""


@require_safe
@guardians_only
def overview(request: AuthedRequest) -> HttpResponse:
    """Everybody whose guardian one is, and what one is invited to."""
    children = children_of(request.user)
    context = {
        "children": children,
        "may_invite": any(each.is_owner for each in children),
        "invitations": [
            (invitation, guardian_invitation_path(invitation.pk))
            for invitation in invitations_for(request.user)
        ],
    }
    return render(request, "childprogress/overview.html", context)


@require_safe
@guardians_only
def child(request: AuthedRequest, pk: int) -> HttpResponse:
    """How the child is, and what to try. `on`: the radar of a day gone by."""
    found = record_of(request, pk)
    today = found.today()
    day_form = DayForm(request.GET if "on" in request.GET else None, child=found)
    standing = standing_of(found, day_form.day())
    until = standing.radar.on if standing.is_past else None
    context = head(found, here="child") | {
        "standing": standing,
        "day_form": day_form,
        "recent": observations_of(found, Narrowed(until=until))[:RECENT],
        "today": today,
        "yesterday": today - timedelta(days=1),
        "note_form": ObservationForm(child=found),
        "ended": [(band, AGE_BANDS[band]) for band in reversed(ended_bands(found))],
        "may_export": found.guardian_role != GuardianRole.VIEWER,
    }
    return render(request, "childprogress/child.html", context | _around(found, today))


def _around(child: Child, today: date) -> dict[str, Any]:
    """The age band that is near, and the keepsake of one that ended while the record was kept. No query."""
    born = child.date_of_birth
    coming = band_after(born, today, within=AROUND)
    over = band_before(born, today, within=AROUND)
    begun = timezone.localdate(child.created_at, timezone=child.zone)
    return {
        "coming": coming and (band_begins(born, coming), AGE_BANDS[coming]),
        "kept": over and begun <= band_ends(born, over) and (over, AGE_BANDS[over]),
    }
