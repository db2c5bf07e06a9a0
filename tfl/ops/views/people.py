"""The admin's pages about people: who there is, what each may do, and inviting more."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tfl.accounts import services
from tfl.accounts.access import AuthedRequest, role_required
from tfl.accounts.forms import posted
from tfl.accounts.models import MembershipState, Role, Student, User
from tfl.core.errors import ServiceError
from tfl.ops import selectors
from tfl.ops.forms import (
    AccessForm,
    AssignmentForm,
    CohortForm,
    InvitePersonForm,
    PeopleFilterForm,
    RoleForm,
)

PEOPLE_PER_PAGE = 50


@require_safe
@role_required(Role.ADMIN)
def people(request: AuthedRequest) -> HttpResponse:
    form = PeopleFilterForm(request.GET)
    form.is_valid()  # what is not is left out of the search, and said beside its field
    found = selectors.people(
        search=form.cleaned_data.get("q", ""), role=form.cleaned_data.get("role", "")
    )
    page = Paginator(found, PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "ops/people.html", {"form": form, "page": page})


@require_safe
@role_required(Role.ADMIN)
def person(request: AuthedRequest, pk: int) -> HttpResponse:
    return _person_page(request, _get(pk))


@require_POST
@role_required(Role.ADMIN)
def person_role(request: AuthedRequest, pk: int) -> HttpResponse:
    """Grant or take one role."""
    form = RoleForm(request.POST)
    shown = _get(pk)
    if form.is_valid():
        act = services.grant_role if form.cleaned_data["do"] == "grant" else services.take_role
        try:
            act(user=shown, role=Role(form.cleaned_data["role"]), by=request.user)
        except ServiceError as error:
            form.refuse(error)
    return _answer(request, shown, form)


@require_POST
@role_required(Role.ADMIN)
def person_access(request: AuthedRequest, pk: int) -> HttpResponse:
    """Deactivate, or give access back."""
    form = AccessForm(request.POST)
    shown = _get(pk)
    if form.is_valid():
        off = form.cleaned_data["do"] == "deactivate"
        act = services.deactivate_person if off else services.reactivate_person
        try:
            act(user=shown, by=request.user)
        except ServiceError as error:
            form.refuse(error)
    return _answer(request, shown, form)


@require_POST
@role_required(Role.ADMIN)
def person_resend(request: AuthedRequest, pk: int) -> HttpResponse:
    shown = _get(pk)
    try:
        services.resend_invitation(user=shown, by=request.user)
    except ServiceError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The invitation is on its way."))
    return redirect("person", pk=shown.pk)


@require_POST
@role_required(Role.ADMIN)
def person_assign(request: AuthedRequest, pk: int) -> HttpResponse:
    """With whom a student works, and towards what."""
    student = get_object_or_404(Student, user__pk=pk)
    form = AssignmentForm(request.POST, student=student)
    if form.is_valid():
        try:
            services.assign_student(student=student, by=request.user, **form.cleaned_data)
        except ServiceError as error:
            form.refuse(error)
    if form.errors:
        return _person_page(request, _get(pk), assignment=form)
    messages.success(request, _("Saved."))
    return redirect("person", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMIN)
def people_invite(request: AuthedRequest) -> HttpResponse:
    form = InvitePersonForm(posted(request))
    if form.is_valid():
        try:
            invited = services.invite_person(**form.cleaned_data, by=request.user)
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Done. They are told by mail."))
            return redirect("person", pk=invited.pk)
    return _form_page(request, "ops/people_invite.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMIN)
def cohorts(request: AuthedRequest) -> HttpResponse:
    form = CohortForm(posted(request))
    if form.is_valid():
        try:
            services.create_cohort(**form.cleaned_data, by=request.user)
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved."))
            return redirect("cohorts")
    page = Paginator(selectors.cohorts(), PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    return _form_page(request, "ops/cohorts.html", form, page=page)


def _get(pk: int) -> User:
    return get_object_or_404(selectors.with_state(User.objects.all()), pk=pk)


def _answer(request: AuthedRequest, shown: User, form: RoleForm | AccessForm) -> HttpResponse:
    """Back to the person, saying what happened."""
    if form.errors:
        for errors in form.errors.values():
            messages.error(request, str(errors[0]))
    else:
        messages.success(request, _("Saved."))
    return redirect("person", pk=shown.pk)


def _person_page(
    request: AuthedRequest, shown: User, *, assignment: AssignmentForm | None = None
) -> HttpResponse:
    held = {Role(grant.role) for grant in shown.role_grants.all()}
    student = getattr(shown, "student", None)
    if student is not None and assignment is None:
        assignment = AssignmentForm(student=student)
    context = {
        "person": shown,
        "roles": [(role, role in held) for role in Role if role in held or _grantable(shown, role)],
        "assignment": assignment,
        "guided": Student.objects.active().assigned_to(shown).count(),
    }
    bound = assignment is not None and assignment.is_bound
    return render(request, "ops/person.html", context, status=422 if bound else 200)


def _grantable(shown: User, role: Role) -> bool:
    """Employers come by request, which names the organisation they act for."""
    membership = getattr(shown, "membership", None)
    return role != Role.EMPLOYER or getattr(membership, "state", "") == MembershipState.APPROVED


def _form_page(
    request: AuthedRequest, template: str, form: InvitePersonForm | CohortForm, **context: Any
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, **context}, status=status)
