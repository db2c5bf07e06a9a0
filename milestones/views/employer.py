"""The employer's pages: who has proof, one person's proof, feedback on a project handed in to employers.

Students are those who consented to the organisation, whatever other role the person holds besides.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from milestones import services
from milestones.forms.employer import FeedbackForm, ProofFilterForm
from milestones.generation.vocabulary import EvidenceType
from milestones.models import MilestoneProject, MilestoneSkillOutcome
from milestones.selectors.proof import handed_in_to, name_for_employers, proof_of
from tfl.accounts.access import AuthedRequest, role_required
from tfl.accounts.models import Employer, Role, Student, User, employer_of
from tfl.accounts.services import record_opening
from tfl.core.errors import Refusal, ServiceError
from tfl.skills.models import JobRole, Skill

STUDENTS_PER_PAGE = 25


@require_safe
@role_required(Role.EMPLOYER)
def home(request: AuthedRequest) -> HttpResponse:
    """Who has proof, among those who consented. What the filter does not know is ignored."""
    employer = _organisation(request.user)
    form = ProofFilterForm(
        request.GET,
        job_roles=JobRole.objects.order_by("name", "level"),
        skills=Skill.objects.order_by("name"),
    )
    form.is_valid()
    role, skill = form.cleaned_data.get("role"), form.cleaned_data.get("skill")
    students = _filtered(Student.objects.consenting_to(employer), role, skill)
    page = Paginator(students, STUDENTS_PER_PAGE).get_page(request.GET.get("page"))
    proofs = proof_of(list(page))
    context = {
        "employer": employer,
        "form": form,
        "is_filtered": bool(role or skill),
        "page": page,
        "proofs": [proofs[student.pk] for student in page],
    }
    return render(request, "milestones/employer_home.html", context)


@require_safe
@role_required(Role.EMPLOYER)
def student(request: AuthedRequest, pk: int) -> HttpResponse:
    """One person's proof. That it was opened is logged; the student sees by whom."""
    employer = _organisation(request.user)
    shown = get_object_or_404(
        Student.objects.consenting_to(employer).select_related("user", "target_job_role"), pk=pk
    )
    record_opening(student=shown, employer=employer, by=request.user)
    context = {"employer": employer, "proof": proof_of([shown])[shown.pk]}
    return render(request, "milestones/employer_student.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.EMPLOYER)
def feedback(request: AuthedRequest, pk: int) -> HttpResponse:
    """Evaluate a project the student handed in to employers."""
    project = get_object_or_404(handed_in_to(_organisation(request.user)), pk=pk)
    asked = project.evidence.awaiting_review().first()
    if asked is None:
        messages.info(request, _("This project does not wait for feedback any more."))
        return redirect("employer_student", project.milestone.student_id)
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _evaluate(request, project, form):
        messages.success(request, _("Thank you. The student and their mentor read it."))
        return redirect("employer_student", project.milestone.student_id)
    context = {
        "project": project,
        "name": name_for_employers(project.milestone.student),
        "link": asked.evidence_reference,
        "form": form,
    }
    return render(
        request,
        "milestones/employer_feedback.html",
        context,
        status=422 if form.is_bound else 200,
    )


def _organisation(user: User) -> Employer:
    """Whom the person acts for. The role without an approved membership opens nothing."""
    employer = employer_of(user)
    if employer is None:
        raise PermissionDenied
    return employer


def _filtered(
    students: QuerySet[Student], role: int | None, skill: int | None
) -> QuerySet[Student]:
    if role:
        students = students.filter(target_job_role=role)
    if skill:
        proven = MilestoneSkillOutcome.objects.filter(
            milestone__student=OuterRef("pk"), skill=skill, met=True, met_by__isnull=False
        )
        students = students.filter(Exists(proven))
    return students.select_related("user", "target_job_role").order_by("user__name", "pk")


def _evaluate(request: AuthedRequest, project: MilestoneProject, form: FeedbackForm) -> bool:
    try:
        services.submit_evidence(
            milestone=project.milestone,
            type=EvidenceType.EMPLOYER_FEEDBACK,
            by=request.user,
            item=project,
            **form.cleaned_data,
        )
    except ServiceError as error:
        if error.refusal is Refusal.NOT_FOUND:
            raise Http404 from error
        form.refuse(error)
        return False
    return True
