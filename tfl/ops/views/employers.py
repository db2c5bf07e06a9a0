"""The admin's answers to people who ask for employer access."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tfl.accounts import services
from tfl.accounts.access import AuthedRequest, role_required
from tfl.accounts.models import Employer, EmployerMembership, Role
from tfl.core.errors import ServiceError
from tfl.ops import selectors
from tfl.ops.forms import AnswerForm

REQUESTS_PER_PAGE = 30


@require_safe
@role_required(Role.ADMIN)
def employer_requests(request: AuthedRequest) -> HttpResponse:
    waiting = Paginator(selectors.employer_requests(), REQUESTS_PER_PAGE)
    context = {
        "page": waiting.get_page(request.GET.get("page")),
        "employers": list(Employer.objects.order_by("name")),
    }
    return render(request, "ops/employer_requests.html", context)


@require_POST
@role_required(Role.ADMIN)
def employer_answer(request: AuthedRequest, pk: int) -> HttpResponse:
    """Approve or refuse the request as the admin read it."""
    membership = get_object_or_404(EmployerMembership.objects.select_related("user"), pk=pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        membership.requested_at = form.cleaned_data["seen"]
        try:
            _decide(membership, form, request)
        except ServiceError as error:
            form.refuse(error)
    for errors in form.errors.values():
        messages.error(request, str(errors[0]))
    return redirect("employer_requests")


def _decide(membership: EmployerMembership, form: AnswerForm, request: AuthedRequest) -> None:
    if form.cleaned_data["do"] == "approve":
        services.approve_employer(
            membership=membership, by=request.user, employer=form.cleaned_data["employer"]
        )
        messages.success(request, _("Approved. They are told by mail."))
    else:
        services.refuse_employer(
            membership=membership, by=request.user, answer=form.cleaned_data["answer"]
        )
        messages.success(request, _("Refused. They are told by mail."))
