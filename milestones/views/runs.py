"""Generating months, and the accounting of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from milestones import services
from milestones.forms.mentor import GenerateForm, RunForm, month_choices
from milestones.models import GenerationRun
from milestones.selectors.runs import account, explained, not_generated, with_account
from tfl.accounts.access import AuthedRequest, role_required
from tfl.accounts.models import Role, Student
from tfl.core.errors import ServiceError

RUNS_PER_PAGE = 30
ENTRIES_PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.MENTOR)
def generate(request: AuthedRequest) -> HttpResponse:
    """This month or the next one, for all or some of one's own students."""
    own = (
        Student.objects.active()
        .assigned_to(request.user)
        .select_related("user")
        .order_by("user__name", "user__email")
    )
    if request.method == "POST":
        form = GenerateForm(request.POST, students=own)
        if form.is_valid() and (run := _request(request, form, own)):
            return redirect("run", pk=run.pk)
    else:
        chosen = request.GET.get("student", "")
        form = GenerateForm(students=own, initial=_preset(chosen))
    context = {"form": form}
    return render(
        request,
        "milestones/mentor_generate.html",
        context,
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMIN)
def index(request: AuthedRequest) -> HttpResponse:
    """All runs, the latest first. POST starts one for everybody."""
    posted = request.POST if request.method == "POST" else None
    form = RunForm(posted, initial={"month": month_choices()[0][0]})
    if form.is_bound and form.is_valid() and (run := _request(request, form, None)):
        return redirect("run", pk=run.pk)
    runs = with_account(GenerationRun.objects.visible_to(request.user))
    page = Paginator(runs.order_by("-requested_at", "-pk"), RUNS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"form": form, "page": page, "accounts": [account(run) for run in page]}
    return render(request, "milestones/runs.html", context, status=422 if form.is_bound else 200)


@require_safe
@role_required(Role.ADMIN, Role.MENTOR)
def detail(request: AuthedRequest, pk: int) -> HttpResponse:
    """One run: its counts, and who got no milestone and why. For htmx the part that changes."""
    run = get_object_or_404(with_account(GenerationRun.objects.visible_to(request.user)), pk=pk)
    entries = Paginator(not_generated(run, by=request.user), ENTRIES_PER_PAGE)
    page = entries.get_page(request.GET.get("page"))
    context = {
        "account": account(run),
        "page": page,
        "lines": [explained(entry, to=request.user) for entry in page],
    }
    part = "#progress" if request.htmx else ""
    return render(request, f"milestones/run.html{part}", context)


def _request(
    request: AuthedRequest, form: RunForm, students: QuerySet[Student] | None
) -> GenerationRun | None:
    """Ask for a run of everybody (`students` None), of all of `students` or those chosen among them."""
    if form.cleaned_data.get("who") == "some":
        students = form.cleaned_data["students"]
    try:
        run = services.request_generation(
            month=form.cleaned_data["month"], students=students, triggered_by=request.user
        )
    except ServiceError as error:
        form.refuse(error)
        return None
    messages.success(request, _("Asked for. It runs in the background."))
    return run


def _preset(student: str) -> dict[str, object]:
    """This month; for the student a link named, else for all."""
    month = month_choices()[0][0]
    if student.isdecimal():
        return {"month": month, "who": "some", "students": [student]}
    return {"month": month, "who": "all"}
