"""A mentor's answers: to what a student handed in, and scores, evaluations and results given unasked."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from milestones import services
from milestones.forms.mentor import AnswerForm, ReturnForm, answer_form
from milestones.generation.vocabulary import EVALUATED_BY, EvaluationType, EvidenceType
from milestones.models import (
    Evidence,
    InterviewCheckpoint,
    MilestoneProject,
    MilestoneSkillOutcome,
)
from milestones.selectors.mission import Item
from milestones.views.mentor import act_on_student
from tfl.accounts.access import AuthedRequest, role_required
from tfl.accounts.models import Role


@require_POST
@role_required(Role.MENTOR)
def verify(request: AuthedRequest, pk: int) -> HttpResponse:
    """Answer what was handed in with a score, a rating or a result."""
    piece = _evidence(request, pk)
    milestone, item = piece.milestone, piece.item
    make = answer_form(item, asked=True)
    form = make(request.POST, month=milestone.milestone_month, key=f"verify-{pk}")

    def act() -> str:
        services.verify_evidence(evidence=piece, by=request.user, **form.cleaned_data)
        return _said(item)

    return act_on_student(
        request, milestone.student, form, month=milestone.milestone_month, act=act
    )


@require_POST
@role_required(Role.MENTOR)
def return_(request: AuthedRequest, pk: int) -> HttpResponse:
    """Give what was handed in back, with a reason."""
    piece = _evidence(request, pk)
    milestone = piece.milestone
    form = ReturnForm(request.POST, key=f"return-{pk}")

    def act() -> str:
        services.return_evidence(evidence=piece, by=request.user, **form.cleaned_data)
        return _("Returned: %(item)s.") % {"item": piece.item.name}

    return act_on_student(
        request, milestone.student, form, month=milestone.milestone_month, act=act
    )


@require_POST
@role_required(Role.MENTOR)
def score(request: AuthedRequest, pk: int) -> HttpResponse:
    """A score for an outcome."""
    outcomes = MilestoneSkillOutcome.objects.select_related("milestone__student__user", "skill")
    outcome = get_object_or_404(outcomes, pk=pk, milestone__student__mentor=request.user)
    return _submit(request, outcome, EvidenceType.ASSESSMENT_SCORE, kind="outcome")


@require_POST
@role_required(Role.MENTOR)
def evaluate(request: AuthedRequest, pk: int) -> HttpResponse:
    """A project's evaluation of its own type."""
    projects = MilestoneProject.objects.select_related("milestone__student__user")
    project = get_object_or_404(projects, pk=pk, milestone__student__mentor=request.user)
    evaluated_by = EVALUATED_BY[EvaluationType(project.evaluation_type)]
    return _submit(request, project, evaluated_by, kind="project")


@require_POST
@role_required(Role.MENTOR)
def record(request: AuthedRequest, pk: int) -> HttpResponse:
    """How an interview went."""
    checkpoints = InterviewCheckpoint.objects.select_related("milestone__student__user")
    checkpoint = get_object_or_404(checkpoints, pk=pk, milestone__student__mentor=request.user)
    form = _direct_form(request, checkpoint, kind="checkpoint")

    def act() -> str:
        services.record_checkpoint(checkpoint=checkpoint, by=request.user, **form.cleaned_data)
        return _said(checkpoint)

    milestone = checkpoint.milestone
    return act_on_student(
        request, milestone.student, form, month=milestone.milestone_month, act=act
    )


def _submit(
    request: AuthedRequest,
    item: MilestoneSkillOutcome | MilestoneProject,
    type_: EvidenceType,
    *,
    kind: str,
) -> HttpResponse:
    form = _direct_form(request, item, kind=kind)
    milestone = item.milestone

    def act() -> str:
        services.submit_evidence(
            milestone=milestone, type=type_, by=request.user, item=item, **form.cleaned_data
        )
        return _said(item)

    return act_on_student(
        request, milestone.student, form, month=milestone.milestone_month, act=act
    )


def _direct_form(request: AuthedRequest, item: Item, *, kind: str) -> AnswerForm:
    make = answer_form(item, asked=False)
    month = item.milestone.milestone_month
    return make(request.POST, month=month, key=f"answer-{kind}-{item.pk}")


def _evidence(request: AuthedRequest, pk: int) -> Evidence:
    pieces = Evidence.objects.select_related(
        "milestone__student__user", "outcome__skill", "project", "checkpoint"
    )
    return get_object_or_404(pieces, pk=pk, milestone__student__mentor=request.user)


def _said(item: Item) -> str:
    """What came of it."""
    item.refresh_from_db()
    if item.met:
        return _("%(item)s is proven.") % {"item": item.name}
    return _("Saved. %(item)s is not proven yet.") % {"item": item.name}
