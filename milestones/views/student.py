"""The student's pages: this month, a past month, asking for review, overrides, consent."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milestones import services
from milestones.forms.student import AskForReviewForm, ConsentForm
from milestones.generation.vocabulary import EvidenceType
from milestones.models import Evidence, MonthlyMilestone
from milestones.selectors.mission import (
    Checklist,
    ChecklistItem,
    checklist,
    mission_of,
    reviews_of,
)
from milestones.selectors.overrides import overrides_in
from milestones.selectors.proof import proof_of
from milestones.selectors.why import why
from tfl.accounts import services as accounts
from tfl.accounts.access import AuthedRequest, role_required
from tfl.accounts.models import (
    AuditEntry,
    Employer,
    EmployerConsent,
    ProfileOpening,
    Role,
    Student,
    User,
)
from tfl.core.clock import today
from tfl.core.errors import Refusal, ServiceError
from tfl.core.months import last_day

OVERRIDES_PER_PAGE = 20
OPENINGS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Move:
    """An item of the checklist with its one action, if the student has one."""

    item: ChecklistItem
    form: AskForReviewForm | None = None
    may_withdraw: bool = False
    may_remind: bool = False


def _moves(milestone: MonthlyMilestone, shown: Checklist, *, own: bool = True) -> list[Move]:
    """In a month that is over nothing can be handed in or taken back; a mentor can still be reminded."""
    is_open = own and milestone.is_open
    return [
        Move(
            item=item,
            form=AskForReviewForm(item=item) if is_open and _may_ask(item) else None,
            may_withdraw=is_open and item.waiting is not None,
            may_remind=own and item.waiting is not None and services.may_remind(item.waiting),
        )
        for item in shown.items
    ]


def _may_ask(item: ChecklistItem) -> bool:
    return not item.met and item.waiting is None


@require_safe
@role_required(Role.STUDENT)
def mission(request: AuthedRequest) -> HttpResponse:
    try:
        shown = mission_of(request.user, today())
    except Student.DoesNotExist as error:
        raise Http404 from error
    moves = _moves(shown.milestone, shown.checklist) if shown.milestone and shown.checklist else []
    return render(request, "milestones/mission.html", {"mission": shown, "moves": moves})


@require_safe
@role_required(Role.STUDENT, Role.MENTOR)
def milestone(request: AuthedRequest, pk: int) -> HttpResponse:
    """A month to read: what was asked, what was proven, what the mentor decided."""
    months = MonthlyMilestone.objects.visible_to(request.user).select_related(
        "student__user", "primary_job_role", "demand__employer", "recovers"
    )
    month = get_object_or_404(months, pk=pk)
    own = month.student.user_id == request.user.pk
    if own and month.is_open:
        return redirect("mission")
    shown = checklist(month)
    context = {
        "milestone": month,
        "own": own,
        "is_over": month.is_reviewed or last_day(month.milestone_month) < today(),
        "checklist": shown,
        "moves": _moves(month, shown, own=own),
        "why": why(month, "student" if own else "mentor"),
        "reviews": reviews_of(month),
    }
    return render(request, "milestones/milestone.html", context)


# Asking for review -----------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.STUDENT)
def ask_for_review(request: AuthedRequest, pk: int, kind: str, item: int) -> HttpResponse:
    """The form of one item on a page of its own: where the mission's form comes back to be corrected."""
    month = get_object_or_404(_own_months(request.user), pk=pk)
    asked = _item(checklist(month), kind, item)
    if request.method == "GET" and not (month.is_open and _may_ask(asked)):
        return _back_to(month, asked.anchor)
    form = AskForReviewForm(request.POST if request.method == "POST" else None, item=asked)
    if form.is_bound and form.is_valid():
        try:
            services.submit_evidence(
                milestone=month,
                type=EvidenceType.PROJECT_LINK,
                by=request.user,
                item=asked.row,
                **form.cleaned_data,
            )
        except ServiceError as error:
            if error.refusal is Refusal.CONFLICT:
                messages.error(request, error.message)
                return _back_to(month, asked.anchor)
            form.refuse(error)
        else:
            messages.success(request, _("It is with your mentor now."))
            return _back_to(month, asked.anchor)
    context = {"milestone": month, "item": asked, "form": form}
    return render(request, "milestones/ask.html", context, status=422 if form.is_bound else 200)


@require_POST
@role_required(Role.STUDENT)
def withdraw(request: AuthedRequest, pk: int) -> HttpResponse:
    done = _("Withdrawn. You can ask again when you are ready.")
    return _answer_own(request, pk, services.withdraw_evidence, done)


@require_POST
@role_required(Role.STUDENT)
def remind(request: AuthedRequest, pk: int) -> HttpResponse:
    return _answer_own(request, pk, services.remind_mentor, _("Your mentor has been reminded."))


def _answer_own(
    request: AuthedRequest, pk: int, act: Callable[..., Evidence], done: str
) -> HttpResponse:
    mine = Evidence.objects.visible_to(request.user).filter(milestone__student__user=request.user)
    piece = get_object_or_404(
        mine.select_related("milestone", "outcome", "project", "checkpoint"), pk=pk
    )
    try:
        act(evidence=piece, by=request.user)
    except ServiceError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return _back_to(piece.milestone)


def _own_months(user: User) -> QuerySet[MonthlyMilestone]:
    """Without those of students somebody mentors besides."""
    return MonthlyMilestone.objects.visible_to(user).filter(student__user=user)


def _item(shown: Checklist, kind: str, pk: int) -> ChecklistItem:
    for item in shown.items:
        if (item.kind, item.row.pk) == (kind, pk):
            return item
    raise Http404


def _back_to(month: MonthlyMilestone, anchor: str = "") -> HttpResponse:
    page = reverse("mission") if month.is_open else reverse("milestone", args=[month.pk])
    return redirect(f"{page}#{anchor}" if anchor else page)


# What the mentor decided -----------------------------------------------------------------------------


@require_safe
@role_required(Role.STUDENT)
def overrides(request: AuthedRequest) -> HttpResponse:
    entries = AuditEntry.objects.visible_to(request.user).select_related("actor")
    page = Paginator(entries, OVERRIDES_PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "overrides": overrides_in(list(page))}
    return render(request, "milestones/overrides.html", context)


# Consent ---------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.STUDENT)
def consent(request: AuthedRequest) -> HttpResponse:
    """What employers would see, exactly, and who may. POST grants, or with `decline` answers “not now”."""
    student = _student(request.user)
    if "decline" in request.POST:
        accounts.decline_consent(student=student, by=request.user)
        messages.success(request, _("Nobody sees anything. You can change this at any time."))
        return redirect("mission")
    organisations = list(Employer.objects.order_by("name"))
    form = ConsentForm(
        request.POST if request.method == "POST" else None, organisations=organisations
    )
    if form.is_bound and form.is_valid():
        try:
            accounts.grant_consent(student=student, employers=form.chosen(), by=request.user)
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved. They see what you have proven, and nothing else."))
            return redirect("consent")
    active = EmployerConsent.objects.visible_to(request.user).active()
    consents = list(active.select_related("employer").order_by("granted_at", "pk"))
    openings = ProfileOpening.objects.visible_to(request.user)
    context = {
        "form": form,
        "organisations": organisations,
        "proof": proof_of([student])[student.pk],
        "consents": consents,
        "all_may_see": any(consent.employer_id is None for consent in consents),
        "openings": openings.select_related("employer", "opened_by")[:OPENINGS_SHOWN],
    }
    return render(request, "milestones/consent.html", context, status=422 if form.is_bound else 200)


@require_POST
@role_required(Role.STUDENT)
def consent_withdraw(request: AuthedRequest, pk: int) -> HttpResponse:
    mine = EmployerConsent.objects.visible_to(request.user).select_related("student", "employer")
    given = get_object_or_404(mine, pk=pk)
    accounts.withdraw_consent(consent=given, by=request.user)
    who = given.employer.name if given.employer else _("All organisations")
    messages.success(request, _("Withdrawn: %(who)s.") % {"who": who})
    return redirect("consent")


@require_POST
@role_required(Role.STUDENT)
def consent_withdraw_all(request: AuthedRequest) -> HttpResponse:
    accounts.withdraw_all(student=_student(request.user), by=request.user)
    messages.success(request, _("Withdrawn. From now on no employer sees anything."))
    return redirect("consent")


def _student(user: User) -> Student:
    return get_object_or_404(Student.objects.select_related("user", "target_job_role"), user=user)
