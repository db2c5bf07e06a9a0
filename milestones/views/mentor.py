"""The mentor's two main pages: whose move is it, and one student."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from milestones import services
from milestones.forms.mentor import (
    MentorForm,
    QueueFilterForm,
    RegenerateForm,
    ReturnForm,
    ReviewForm,
    answer_form,
)
from milestones.generation.run import NO_MILESTONE
from milestones.selectors.mission import ChecklistItem
from milestones.selectors.queue import queue_of
from milestones.selectors.students import (
    Months,
    MonthWhole,
    constraint_lines,
    decided_differently,
    month_whole,
    months_of,
    skill_lines,
    students_of,
    why_no_milestone,
)
from tfl.accounts.access import AuthedRequest, role_required
from tfl.accounts.models import Role, Student, User
from tfl.core.clock import current_month, day_of
from tfl.core.errors import Refusal, ServiceError
from tfl.core.months import parse_month

STUDENTS_PER_PAGE = 50
RECORD = "record"


@require_safe
@role_required(Role.MENTOR)
def home(request: AuthedRequest) -> HttpResponse:
    """Whose move is it?"""
    queue = queue_of(request.user)
    form = QueueFilterForm(request.GET)
    form.offer(queue.cohorts)
    form.is_valid()  # what is not is left out of the search, and said beside its field
    found = queue.matching(
        search=form.cleaned_data.get("q", ""), cohort=form.cleaned_data.get("cohort")
    )
    page = Paginator(found.rows, STUDENTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "queue": queue,
        "found": found,
        "page": page,
        "yours": [row for row in page if row.yours],
        "theirs": [row for row in page if not row.yours],
    }
    return render(request, "milestones/mentor_home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.MENTOR)
def confirm(request: AuthedRequest) -> HttpResponse:
    """Every fully proven month at once; the list first."""
    if request.method == "POST":
        done = len(services.confirm_fully_proven(by=request.user))
        messages.success(
            request,
            ngettext("%(count)d month is achieved.", "%(count)d months are achieved.", done)
            % {"count": done},
        )
        return redirect("mentor_home")
    proven = services.fully_proven(request.user)
    prefetch_related_objects(proven, "student__user")
    return render(request, "milestones/mentor_confirm.html", {"proven": proven})


@require_safe
@role_required(Role.MENTOR)
def student(request: AuthedRequest, pk: int) -> HttpResponse:
    """One month of the student, the one with the oldest thing to do unless `?month=` says which; with
    `?show=record` what is known of the student.
    """
    shown = own_student(request.user, pk)
    if request.GET.get("show") == RECORD:
        return _record(request, shown)
    return student_page(request, shown, month=_asked_month(request))


def own_student(mentor: User, pk: int) -> Student:
    return get_object_or_404(students_of(mentor), pk=pk)


# The student's page ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answerable:
    """An item of the checklist with the forms that are open for it."""

    item: ChecklistItem
    answer: MentorForm | None
    answer_url: str
    give_back: MentorForm | None


def student_page(
    request: AuthedRequest,
    shown: Student,
    *,
    month: date | None = None,
    bound: MentorForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """One month of `shown`. `bound` is the form that was refused: it stands, with what was typed, where it
    was filled in; where that place is gone, its errors are said on top.
    """
    months = months_of(shown)
    chosen = months.at(month) if month else months.first_to_see()
    if month and chosen is None:
        raise Http404
    whole = month_whole(chosen) if chosen else None
    forms = _Forms(bound)
    context = {
        "student": shown,
        "months": months,
        "chosen": chosen,
        "whole": whole,
        "answerables": list(_answerables(whole, forms)) if whole else [],
        "review": _review_form(whole, forms) if whole else None,
        "regenerate": _regenerate_form(whole, forms) if whole else None,
        "decisions": [whole.review] if whole and whole.review else [],
        **_no_milestone(shown, months),
    }
    for error in forms.homeless_errors():
        messages.error(request, error)
    return render(request, "milestones/mentor_student.html", context, status=status)


def _record(request: AuthedRequest, shown: Student) -> HttpResponse:
    context = {
        "student": shown,
        "months": months_of(shown),
        "record": True,
        "skills": skill_lines(shown),
        "constraints": constraint_lines(shown),
        "overrides": decided_differently(shown),
    }
    return render(request, "milestones/mentor_student.html", context)


def _no_milestone(shown: Student, months: Months) -> dict[str, object]:
    """Why there is none this month."""
    if months.current:
        return {}
    reason = why_no_milestone(shown)
    return {
        "no_milestone": _(reason) if reason else _("It was not generated yet."),
        "is_ready": reason == NO_MILESTONE["ready"],
        "this_month": current_month(),
    }


class _Forms:
    """The page's forms, with the refused one in the place of its empty twin."""

    def __init__(self, bound: MentorForm | None) -> None:
        self._bound = bound

    def place(self, make: Callable[..., MentorForm], key: str) -> MentorForm:
        if self._bound is not None and self._bound.key == key:
            bound, self._bound = self._bound, None
            return bound
        return make(key=key)

    def homeless_errors(self) -> list[str]:
        """Of a refused form whose place is not there any more."""
        if self._bound is None:
            return []
        return [str(error) for errors in self._bound.errors.values() for error in errors]


def _answerables(whole: MonthWhole, forms: _Forms) -> Iterator[Answerable]:
    """An item that waits can be answered or returned. One that is open can be scored, evaluated or recorded
    without being asked, unless its month is decided or has not begun.
    """
    month = whole.milestone.milestone_month
    undecided = whole.month.has_begun and not whole.milestone.is_reviewed
    for item in whole.checklist.items:
        answer = give_back = None
        url = reverse(DIRECT[item.kind], args=[item.row.pk])
        make = partial(answer_form(item.row, asked=item.waiting is not None), month=month)
        if item.waiting:
            piece = item.waiting.pk
            url = reverse("evidence_verify", args=[piece])
            handed_in = day_of(item.waiting.submitted_at)
            answer = forms.place(partial(make, taken_on=handed_in), f"verify-{piece}")
            give_back = forms.place(ReturnForm, f"return-{piece}")
        elif undecided and not item.met:
            answer = forms.place(make, f"answer-{item.anchor}")
        yield Answerable(item=item, answer=answer, answer_url=url, give_back=give_back)


DIRECT = {
    "outcome": "outcome_score",
    "project": "project_evaluate",
    "checkpoint": "checkpoint_record",
}
"""Where an item is answered that nobody asked to have reviewed."""


def _review_form(whole: MonthWhole, forms: _Forms) -> MentorForm | None:
    if not whole.month.has_begun or whole.milestone.is_reviewed:
        return None
    make = partial(ReviewForm, initial={"status": whole.proposed})
    return forms.place(make, f"review-{whole.milestone.pk}")


def _regenerate_form(whole: MonthWhole, forms: _Forms) -> MentorForm | None:
    """For a month that may be generated anew: offered where that changes it, there to find otherwise."""
    if not whole.month.may_be_regenerated:
        return None
    return forms.place(RegenerateForm, f"regenerate-{whole.milestone.pk}")


def _asked_month(request: AuthedRequest) -> date | None:
    text = request.GET.get("month")
    try:
        return parse_month(text) if text else None
    except ValueError as error:
        raise Http404 from error


# After a form ----------------------------------------------------------------------------------------


def act_on_student(
    request: AuthedRequest,
    shown: Student,
    form: MentorForm,
    *,
    month: date,
    act: Callable[[], str],
    again: Callable[[int], HttpResponse] | None = None,
) -> HttpResponse:
    """Do what `form` says about a `month` of `shown`, and go on: with “save and next” to the next student
    where the mentor has the move, else back to the student. `act` returns what to say. What is refused
    comes back with the form: 409 where nothing in it can be mended, else 422. `again` renders it where
    that is not the student's page.
    """
    refused = again or partial(_refused, request, shown, month, form)
    if not form.is_valid():
        return refused(422)
    goes_on = "next" in request.POST
    following = queue_of(request.user).following(shown) if goes_on else None
    try:
        messages.success(request, act())
    except ServiceError as error:
        form.refuse(error)
        conflict = error.refusal is Refusal.CONFLICT and error.field not in form.fields
        return refused(409 if conflict else 422)
    if following:
        return redirect("mentor_student", pk=following.pk)
    if goes_on:
        messages.info(request, _("Nobody else waits for you."))
        return redirect("mentor_home")
    return redirect(reverse("mentor_student", args=[shown.pk]) + f"?month={month:%Y-%m}")


def _refused(
    request: AuthedRequest, shown: Student, month: date, form: MentorForm, status: int
) -> HttpResponse:
    return student_page(request, shown, month=month, bound=form, status=status)
