"""Who can open a record, as what; changing that, and leaving."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from childprogress import services
from childprogress.forms.guardians import ROLE_MAY, GuardianRoleForm
from childprogress.models import Child, Guardianship
from childprogress.models.labels import Label
from childprogress.selectors.invitations import invitations_by
from childprogress.views.record import guardians_only, head, owned_record, record_of
from tfl.accounts.access import AuthedRequest
from tfl.core.errors import Refusal, ServiceError


@dataclass(frozen=True)
class Row:
    """A guardian, as another one finds them."""

    guardianship: Guardianship
    may: Label
    is_me: bool
    can_go: bool
    """Whether the reader can close the record to them."""
    form: GuardianRoleForm | None
    """To change the role, for owners."""


@require_safe
@guardians_only
def guardians(request: AuthedRequest, pk: int) -> HttpResponse:
    return _page(request, record_of(request, pk))


@require_POST
@guardians_only
def change_role(request: AuthedRequest, pk: int, guardianship: int) -> HttpResponse:
    child = owned_record(request, pk)
    chosen = _guardianship(request, child, guardianship)
    form = GuardianRoleForm(request.POST, guardianship=chosen)
    if not form.is_valid():
        messages.error(request, _("Choose one of the roles offered."))
        return _page(request, child, status=Refusal.INVALID.value)
    try:
        services.change_guardian_role(guardianship=chosen, by=request.user, **form.cleaned_data)
    except ServiceError as error:
        return _refused(request, child, error)
    messages.success(request, _("Saved."))
    return redirect("guardians", child.pk)


@require_POST
@guardians_only
def remove(request: AuthedRequest, pk: int, guardianship: int) -> HttpResponse:
    """Somebody else, or oneself."""
    child = record_of(request, pk)
    chosen = _guardianship(request, child, guardianship)
    try:
        services.remove_guardian(guardianship=chosen, by=request.user)
    except ServiceError as error:
        return _refused(request, child, error)
    if chosen.user_id == request.user.pk:
        messages.success(request, _("You left the record."))
        return redirect("children")
    messages.success(
        request, _("%(guardian)s can no longer open this record.") % {"guardian": chosen.user}
    )
    return redirect("guardians", child.pk)


def _guardianship(request: AuthedRequest, child: Child, pk: int) -> Guardianship:
    mine = Guardianship.objects.visible_to(request.user).filter(child=child)
    return get_object_or_404(mine.select_related("user"), pk=pk)


def _refused(request: AuthedRequest, child: Child, error: ServiceError) -> HttpResponse:
    """The page again, which says why."""
    if error.refusal is Refusal.FORBIDDEN:
        raise PermissionDenied(error.message)
    if error.refusal is Refusal.NOT_FOUND:
        raise Http404
    messages.error(request, error.message)
    return _page(request, child, status=error.refusal.value)


def _page(request: AuthedRequest, child: Child, *, status: int = 200) -> HttpResponse:
    context = head(child, here="guardians")
    those = list(Guardianship.objects.filter(child=child).select_related("user"))
    owners = [each for each in those if each.is_owner and each.user.is_active]
    context |= {
        "rows": [_row(each, request, owners, is_owner=context["is_owner"]) for each in those],
        "waiting": invitations_by(request.user).filter(children=child),
    }
    return render(request, "childprogress/guardians.html", context, status=status)


def _row(
    guardianship: Guardianship,
    request: AuthedRequest,
    owners: list[Guardianship],
    *,
    is_owner: bool,
) -> Row:
    """Of the last owner nothing can be changed, until there is another."""
    is_me = guardianship.user_id == request.user.pk
    is_free = owners != [guardianship]
    return Row(
        guardianship=guardianship,
        may=ROLE_MAY[guardianship.role],
        is_me=is_me,
        can_go=is_free and (is_me or is_owner),
        form=GuardianRoleForm(guardianship=guardianship) if is_owner and is_free else None,
    )
