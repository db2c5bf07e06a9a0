"""Issuing a badge, the badges issued, and taking one back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from badges import services
from badges.forms.issuing import IssuedFilterForm, IssueForm, RevokeForm
from badges.models import Badge
from badges.selectors.issued import (
    in_charge,
    issued,
    issued_templates,
    lost_with,
    with_standing,
)
from badges.selectors.support import lost_by_revoking
from tfl.accounts.access import AuthedRequest, role_required
from tfl.accounts.forms import posted
from tfl.accounts.models import Role
from tfl.core.errors import Refusal, ServiceError

BADGES_PER_PAGE = 25


@require_safe
@role_required(Role.ADMIN, Role.MENTOR)
def index(request: AuthedRequest) -> HttpResponse:
    """What was issued to whom, and where it stands."""
    form = IssuedFilterForm(request.GET, templates=issued_templates(request.user))
    form.is_valid()  # what is not is left out of the search, and said beside its field
    found = issued(
        request.user,
        search=form.cleaned_data.get("q", ""),
        standing=form.cleaned_data.get("status", ""),
        template=form.cleaned_data.get("template"),
    )
    page = Paginator(found, BADGES_PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "lines": with_standing(page)}
    return render(request, "badges/issued.html", context)


# Issuing ---------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMIN, Role.MENTOR)
def issue(request: AuthedRequest) -> HttpResponse:
    """One badge to one person or address. Sent as `preview` it is only shown what would be issued."""
    if request.method != "POST" or "preview" in request.POST:
        return _issue_page(request, IssueForm(by=request.user, initial=_typed(request)))
    form = IssueForm(request.POST, by=request.user)
    if form.is_valid():
        try:
            badge = services.issue_badge(**form.cleaned_data, by=request.user)
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _told(badge))
            return redirect("badges_issued")
    return _issue_page(request, form)


def _typed(request: AuthedRequest) -> dict[str, str]:
    """So far; or what a link to the form has chosen."""
    if request.method == "POST":
        return request.POST.dict()
    return {name: request.GET[name] for name in ("template", "student") if name in request.GET}


def _issue_page(request: AuthedRequest, form: IssueForm) -> HttpResponse:
    chosen = form.chosen()
    context = {
        "form": form,
        "shown": chosen,
        "skills": chosen.skills.all() if chosen else (),
        "has_nobody": form.is_for_nobody(),
    }
    part = "#preview" if request.htmx else ""
    return render(request, f"badges/issue.html{part}", context, status=422 if form.errors else 200)


def _told(badge: Badge) -> str:
    """To whom it was issued, and how they learn of it."""
    about = {"badge": badge.template.name, "holder": badge.recipient or badge.issued_to}
    if badge.recipient:
        return _("“%(badge)s” is issued to %(holder)s. They are told here and by mail.") % about
    return (
        _(
            "“%(badge)s” is issued to %(holder)s. They get a mail with a link to claim it; the link works "
            "for seven days."
        )
        % about
    )


@require_POST
@role_required(Role.ADMIN, Role.MENTOR)
def renew_link(request: AuthedRequest, pk: int) -> HttpResponse:
    """Send a new claim link to the address a badge waits at."""
    badge = _get(request, pk)
    try:
        services.renew_claim_link(badge=badge, by=request.user)
    except ServiceError as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request,
            _(
                "A new link to claim “%(badge)s” is on its way to %(address)s. The one before stops working."
            )
            % {"badge": badge.template.name, "address": badge.issued_to},
        )
    return redirect("badges_issued")


# Revoking --------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMIN, Role.MENTOR)
def revoke(request: AuthedRequest, pk: int) -> HttpResponse:
    """What follows from it first; then a reason, and it is done."""
    badge = _get(request, pk)
    form = RevokeForm(posted(request))
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            revoked = services.revoke_badge(badge=badge, by=request.user, **form.cleaned_data)
        except ServiceError as error:
            form.refuse(error)
            status = 409 if error.refusal is Refusal.CONFLICT else status
            badge = _get(request, pk)  # as somebody else left it
        else:
            messages.success(request, _done(revoked))
            return redirect("badges_issued")
    [line] = with_standing([badge])
    context = {"form": form, "line": line, "lost": lost_by_revoking(badge)}
    return render(request, "badges/revoke.html", context, status=status)


def _done(badge: Badge) -> str:
    """That it is revoked, and what went with it."""
    about = {"badge": badge.template.name, "holder": badge.recipient or badge.issued_to}
    said = [_("“%(badge)s” of %(holder)s is revoked.") % about]
    if badge.recipient:
        said.append(_("They are told, with your reason."))
    if lost := lost_with(badge):
        titles = get_text_list([f"“{title}”" for title in lost], _("and"))
        said.append(_("No longer reached: %(titles)s.") % {"titles": titles})
    return " ".join(said)


def _get(request: AuthedRequest, pk: int) -> Badge:
    mine = in_charge(request.user).select_related("template", "recipient", "issued_by")
    return get_object_or_404(mine, pk=pk)
