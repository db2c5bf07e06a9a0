"""Inviting another guardian, and what the link in their mail opens."""

from typing import Any, cast

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from childprogress import services
from childprogress.forms.guardians import ROLE_MAY, InviteGuardianForm
from childprogress.models import Child, GuardianInvitation
from childprogress.selectors.invitations import (
    InvitationState,
    guardian_invitation_by_token,
    invitations_by,
    is_for,
    state_of,
)
from childprogress.views.record import guardians_only, head, record_of
from tfl.accounts.access import AuthedRequest, to_login
from tfl.accounts.forms import posted
from tfl.accounts.models import User
from tfl.core.errors import Refusal, ServiceError


@require_http_methods(["GET", "HEAD", "POST"])
@guardians_only
def invite(request: AuthedRequest) -> HttpResponse:
    """`child` is the record somebody comes from: chosen beforehand, and where they go back to. What it does
    not know is ignored.
    """
    owned = Child.objects.owned_by(request.user).order_by("pk")
    child = _asked(request, owned)
    if request.method == "POST" and not owned:
        raise PermissionDenied
    chosen = [child] if child else list(owned) if len(owned) == 1 else []
    form = InviteGuardianForm(posted(request), owned=owned, initial={"children": chosen})
    if form.is_valid():
        if too_often := ratelimit.consume_or_429(
            request, action="invite_guardian", user=request.user
        ):
            return cast("HttpResponse", too_often)
        if _invite(request, form):
            return _back_to(child)
    context = head(record_of(request, child.pk), here="guardian_invite") if child else {}
    context |= {"form": form, "owns": bool(owned), "waiting": invitations_by(request.user)}
    status = 422 if form.is_bound else 200
    return render(request, "childprogress/invite.html", context, status=status)


def _invite(request: AuthedRequest, form: InviteGuardianForm) -> bool:
    try:
        invitation = services.invite_guardian(**form.cleaned_data, by=request.user)
    except ServiceError as error:
        form.refuse(error)
        return False
    messages.success(
        request, _("The invitation is on its way to %(address)s.") % {"address": invitation.email}
    )
    return True


@require_POST
@guardians_only
def revoke(request: AuthedRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(GuardianInvitation.objects.visible_to(request.user), pk=pk)
    services.revoke_guardian_invitation(invitation=invitation, by=request.user)
    if invitation.accepted_at:
        messages.error(request, _("This invitation was accepted before you revoked it."))
    else:
        messages.success(request, _("The invitation no longer works."))
    return _back_to(_asked(request, Child.objects.visible_to(request.user)))


def _asked(request: AuthedRequest, children: QuerySet[Child]) -> Child | None:
    asked = request.GET.get("child")
    return next((child for child in children if str(child.pk) == asked), None)


def _back_to(child: Child | None) -> HttpResponse:
    return redirect("guardians", child.pk) if child else redirect("children")


# The link in a mail ----------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Says who invites to whoever has proven the address. POST accepts, for them."""
    if too_often := ratelimit.consume_or_429(request, action="guardian_invitation", limit_get=True):
        return cast("HttpResponse", too_often)
    invitation = guardian_invitation_by_token(token)
    if invitation is None or state_of(invitation) is not InvitationState.OPEN:
        return _closed(request, invitation)
    if request.method == "POST":
        return _accept(request, invitation, token)
    return _invited(request, invitation)


def _accept(request: HttpRequest, invitation: GuardianInvitation, token: str) -> HttpResponse:
    """What was over a moment later says so."""
    if not isinstance(request.user, User):
        return to_login(request)
    try:
        new = services.accept_guardian_invitation(invitation=invitation, by=request.user)
    except ServiceError as error:
        if error.refusal is Refusal.NOT_FOUND:
            return _invited(request, invitation, status=403)
        return _closed(request, guardian_invitation_by_token(token))
    messages.success(request, _opened(len(new)))
    return redirect("children")


def _opened(number: int) -> str:
    if not number:
        return _("You could open this record already. Your role stays as it is.")
    return ngettext(
        "You can open %(number)d child’s record now.",
        "You can open %(number)d children’s records now.",
        number,
    ) % {"number": number}


def _invited(
    request: HttpRequest, invitation: GuardianInvitation, *, status: int = 200
) -> HttpResponse:
    """Nothing of the invitation to whom it is not for, not even the address."""
    is_theirs = isinstance(request.user, User) and is_for(invitation, request.user)
    context = {"invitation": invitation, "may": ROLE_MAY[invitation.role]} if is_theirs else {}
    return _discreet(request, "childprogress/invitation.html", context, status)


def _closed(request: HttpRequest, invitation: GuardianInvitation | None) -> HttpResponse:
    """Why the link opens nothing, and what to do."""
    context = {"state": state_of(invitation).value if invitation else "unknown"}
    status = 410 if invitation else 404
    return _discreet(request, "childprogress/invitation_closed.html", context, status)


def _discreet(
    request: HttpRequest, template: str, context: dict[str, Any], status: int
) -> HttpResponse:
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
