"""Accounts' own pages: an invitation, notices, asking for employer access, a mentor's invitation."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tfl.accounts import services
from tfl.accounts.access import AuthedRequest, role_required, signed_in
from tfl.accounts.forms import (
    AcceptInvitationForm,
    EmployerRequestForm,
    InviteStudentForm,
    NameForm,
    posted,
)
from tfl.accounts.models import EmployerMembership, Invitation, Notice, Role, Student
from tfl.accounts.selectors import (
    InvitationState,
    invitation_by_token,
    invited_students,
    state_of,
)
from tfl.core.errors import ServiceError

NOTICES_PER_PAGE = 20


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    invited = invitation_by_token(token)
    if invited is None:
        raise Http404
    state = state_of(invited)
    if state is not InvitationState.VALID:
        return render(
            request, "accounts/invitation_closed.html", {"state": state.value}, status=410
        )
    form = AcceptInvitationForm(posted(request), initial={"name": invited.user.name})
    if form.is_valid():
        response = _accept(request, invited, form)
        if response is not None:
            return response
    context = {"form": form, "invitation": invited}
    return render(
        request, "accounts/invitation.html", context, status=422 if form.is_bound else 200
    )


def _accept(
    request: HttpRequest, invited: Invitation, form: AcceptInvitationForm
) -> HttpResponseBase | None:
    """Sign the person in, as anybody who proves an address and knows the password is."""
    try:
        user = services.accept_invitation(
            invitation=invited,
            password=form.cleaned_data["password"],
            name=form.cleaned_data["name"],
        )
    except ServiceError as error:
        form.refuse(error)
        return None
    response: HttpResponseBase = perform_login(request, user)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def account(request: AuthedRequest) -> HttpResponse:
    """One's name here; email, password and second factor are allauth's pages, linked from here."""
    form = NameForm(posted(request), initial={"name": request.user.name})
    if form.is_valid():
        try:
            services.rename(user=request.user, name=form.cleaned_data["name"])
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved."))
            return redirect("account")
    return render(
        request, "accounts/account.html", {"form": form}, status=422 if form.is_bound else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def notices(request: AuthedRequest) -> HttpResponse:
    """Newest first. POST marks one (`notice`) or all of them as read."""
    if request.method == "POST":
        return _mark_read(request)
    mine = Notice.objects.visible_to(request.user).select_related("user")
    page = Paginator(mine, NOTICES_PER_PAGE).get_page(request.GET.get("page"))
    lines = [(notice, services.notice_title(notice)) for notice in page]
    unread = Notice.objects.visible_to(request.user).unread().count()
    context = {"page": page, "lines": lines, "unread": unread}
    return render(request, "accounts/notices.html", context)


def _mark_read(request: AuthedRequest) -> HttpResponse:
    chosen = request.POST.get("notice")
    if chosen is None:
        services.mark_read(user=request.user)
    elif chosen.isdecimal() and len(chosen) < len(str(2**63)):
        mine = Notice.objects.visible_to(request.user)
        services.mark_read(user=request.user, notice_id=get_object_or_404(mine, pk=chosen).pk)
    else:
        raise Http404
    return redirect("notices")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def employer_request(request: AuthedRequest) -> HttpResponse:
    membership = (
        EmployerMembership.objects.select_related("employer").filter(user=request.user).first()
    )
    if request.method == "POST":
        form = EmployerRequestForm(request.POST)
        if form.is_valid():
            try:
                services.request_employer_access(user=request.user, **form.cleaned_data)
            except ServiceError as error:
                form.refuse(error)
            else:
                messages.success(request, _("Your request is with the admins."))
                return redirect("employer_request")
    else:
        form = EmployerRequestForm.of(membership)
    may_ask = request.user.roles <= {Role.PARENT}
    context = {"form": form, "membership": membership, "may_ask": may_ask}
    return render(
        request, "accounts/employer_request.html", context, status=422 if form.is_bound else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.MENTOR)
def mentor_invite(request: AuthedRequest) -> HttpResponse:
    form = InviteStudentForm(posted(request))
    if form.is_valid():
        try:
            services.invite_person(
                **form.cleaned_data, roles=(Role.STUDENT,), mentor=request.user, by=request.user
            )
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("mentor_invite")
    context = {"form": form, "waiting": invited_students(request.user)}
    return render(
        request, "accounts/mentor_invite.html", context, status=422 if form.is_bound else 200
    )


@require_POST
@role_required(Role.MENTOR)
def mentor_resend(request: AuthedRequest, pk: int) -> HttpResponse:
    student = get_object_or_404(Student.objects.assigned_to(request.user), pk=pk)
    try:
        services.resend_invitation(user=student.user, by=request.user)
    except ServiceError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The invitation is on its way."))
    return redirect("mentor_invite")
