"""What a mentor decides about a month: its review, its constraints, generating it anew."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from milestones import services
from milestones.forms.mentor import (
    ConstraintForm,
    NextRoleForm,
    RegenerateForm,
    ReviewForm,
    month_label,
)
from milestones.models import ConstraintSkillUse, MentorConstraint, MonthlyMilestone
from milestones.models.milestone import MonthlyMilestoneQuerySet
from milestones.selectors.students import constraint_lines
from milestones.views.mentor import RECORD, act_on_student, own_student
from tfl.accounts.access import AuthedRequest, role_required
from tfl.accounts.models import Role, Student
from tfl.core.clock import current_month
from tfl.core.errors import ServiceError
from tfl.core.months import next_month


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.MENTOR)
def review(request: AuthedRequest, pk: int) -> HttpResponse:
    """Decide a month, also one decided before: the latest decision counts. GET is the form on a page of its
    own.
    """
    milestone = get_object_or_404(_milestones(request).with_items(), pk=pk)
    initial = {"status": milestone.proposed_status}
    posted = request.POST if request.method == "POST" else None
    form = ReviewForm(posted, key=f"review-{pk}", initial=initial)

    def page(status: int = 200) -> HttpResponse:
        context = {
            "milestone": milestone,
            "form": form,
            "student": milestone.student,
            "missing": [item.name for item in milestone.missing()],
        }
        return render(request, "milestones/mentor_review.html", context, status=status)

    def act() -> str:
        done = services.review_milestone(milestone=milestone, by=request.user, **form.cleaned_data)
        return f"{month_label(milestone.milestone_month)}: {done.get_status_display()}."

    if request.method == "GET":
        return page()
    month = milestone.milestone_month
    return act_on_student(request, milestone.student, form, month=month, act=act, again=page)


@require_POST
@role_required(Role.MENTOR)
def regenerate(request: AuthedRequest, pk: int) -> HttpResponse:
    milestone = get_object_or_404(_milestones(request).select_related("student__user"), pk=pk)
    student, month = milestone.student, milestone.milestone_month
    form = RegenerateForm(request.POST, key=f"regenerate-{pk}")

    def act() -> str:
        fresh = services.regenerate_milestone(
            milestone=milestone, by=request.user, **form.cleaned_data
        )
        if fresh is None:
            return _("Nothing is left to prove: there is no milestone for this month now.")
        return _("Generated anew: %(title)s") % {"title": fresh.milestone_title}

    return act_on_student(request, student, form, month=month, act=act)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.MENTOR)
def next_role(request: AuthedRequest, pk: int) -> HttpResponse:
    """The job role a student works towards next."""
    student = own_student(request.user, pk)
    form = NextRoleForm(
        request.POST if request.method == "POST" else None,
        initial={"job_role": student.target_job_role_id},
    )
    if form.is_valid():
        try:
            services.set_next_role(student=student, by=request.user, **form.cleaned_data)
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved. The next month is generated for this job role."))
            return redirect("mentor_student", pk=student.pk)
    return render(
        request,
        "milestones/mentor_next_role.html",
        {"student": student, "form": form},
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.MENTOR)
def constraint(request: AuthedRequest, pk: int) -> HttpResponse:
    """A word on this month or the next one, before it is generated."""
    student = own_student(request.user, pk)
    if request.method == "POST":
        form = ConstraintForm(request.POST, student=student)
        if form.is_valid():
            try:
                services.set_constraint(student=student, by=request.user, **form.cleaned_data)
            except ServiceError as error:
                form.refuse(error)
            else:
                messages.success(request, _("Saved. It is heard when the month is generated."))
                return _to_record(student)
    else:
        form = ConstraintForm(student=student, initial=_said_before(student))
    context = {"student": student, "form": form}
    return render(
        request,
        "milestones/mentor_constraint.html",
        context,
        status=422 if form.is_bound else 200,
    )


@require_POST
@role_required(Role.MENTOR)
def constraint_remove(request: AuthedRequest, pk: int) -> HttpResponse:
    constraints = MentorConstraint.objects.select_related("student__user")
    said = get_object_or_404(constraints, pk=pk, student__mentor=request.user)
    services.remove_constraint(constraint=said, by=request.user)
    messages.success(request, _("Taken back. The rules decide again."))
    return _to_record(said.student)


def _milestones(request: AuthedRequest) -> MonthlyMilestoneQuerySet:
    """Those of the mentor's students."""
    return MonthlyMilestone.objects.visible_to(request.user).filter(student__mentor=request.user)


def _to_record(student: Student) -> HttpResponse:
    page = reverse("mentor_student", args=[student.pk])
    return redirect(f"{page}?show={RECORD}#constraints")


def _said_before(student: Student) -> dict[str, Any]:
    """What the form starts with: the first month not generated yet, and what was said about it. Three
    queries.
    """
    month = _first_to_come(student)
    initial: dict[str, Any] = {"month": f"{month:%Y-%m-%d}"}
    said = next(
        (c.constraint for c in constraint_lines(student) if c.constraint.month == month), None
    )
    if said:
        uses = [(each.use, each.skill_id) for each in said.skill_uses.all()]
        initial |= {
            "fixed_type": said.fixed_type,
            "most_outcomes": said.most_outcomes,
            "note": said.note,
            "include": [skill for use, skill in uses if use == ConstraintSkillUse.INCLUDE],
            "leave_out": [skill for use, skill in uses if use == ConstraintSkillUse.LEAVE_OUT],
        }
    return initial


def _first_to_come(student: Student) -> date:
    this = current_month()
    generated = MonthlyMilestone.objects.of_month(this).filter(student=student).exists()
    return next_month(this) if generated else this
