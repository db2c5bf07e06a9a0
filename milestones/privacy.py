"""The monthly engine's decisions about people's data, and what carries them out."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from milestones.models import (
    ConfidenceReport,
    Evidence,
    GenerationRun,
    GenerationRunEntry,
    InterviewCheckpoint,
    MentorConstraint,
    MentorConstraintSkill,
    MilestoneProject,
    MilestoneReview,
    MilestoneSkillOutcome,
    MonthlyMilestone,
    SkillAssessment,
)
from tfl.accounts.models import Notice, Student, User
from tfl.core.privacy import (
    UNTIL_DELETED,
    Decisions,
    Impersonal,
    PartOf,
    Personal,
    rows_for_export,
)

PROOF_IS_THEIRS = _("it is the student’s proof, and stays theirs")

DECISIONS: Decisions = {
    "milestones.MonthlyMilestone": Personal(
        name=_("Your months"),
        holds=_(
            "What each month asked you to prove: outcomes with their scores, projects, interview "
            "checkpoints, what came of them, and the facts that led to this month."
        ),
        lasts=UNTIL_DELETED,
        exported_as="months",
        theirs=lambda user: MonthlyMilestone.objects.filter(student__user=user),
    ),
    "milestones.MilestoneSkillOutcome": PartOf(
        "milestones.MonthlyMilestone",
        lambda user: MilestoneSkillOutcome.objects.filter(milestone__student__user=user),
    ),
    "milestones.MilestoneProject": PartOf(
        "milestones.MonthlyMilestone",
        lambda user: MilestoneProject.objects.filter(milestone__student__user=user),
    ),
    "milestones.InterviewCheckpoint": PartOf(
        "milestones.MonthlyMilestone",
        lambda user: InterviewCheckpoint.objects.filter(milestone__student__user=user),
    ),
    "milestones.InterviewCheckpoint_skills": PartOf(
        "milestones.MonthlyMilestone",
        lambda user: InterviewCheckpoint.skills.through._default_manager.filter(
            interviewcheckpoint__milestone__student__user=user
        ),
    ),
    "milestones.Evidence": Personal(
        name=_("Your evidence"),
        holds=_(
            "The links and notes you handed in and how sure you were; the scores, ratings and feedback "
            "given, who verified them and when; what was returned, and why."
        ),
        lasts=UNTIL_DELETED,
        exported_as="months",
        theirs=lambda user: Evidence.objects.filter(milestone__student__user=user),
        acts=lambda user: Evidence.objects.filter(
            Q(submitted_by=user) | Q(verified_by=user)
        ).exclude(milestone__student__user=user),
        kept=_("scores, ratings, feedback and reasons you gave to students"),
        kept_because=PROOF_IS_THEIRS,
    ),
    "milestones.MilestoneReview": Personal(
        name=_("Reviews of your months"),
        holds=_("What your mentor decided about a month, the feedback and when."),
        lasts=UNTIL_DELETED,
        exported_as="months",
        theirs=lambda user: MilestoneReview.objects.filter(milestone__student__user=user),
        acts=lambda user: MilestoneReview.objects.filter(mentor=user).exclude(
            milestone__student__user=user
        ),
        kept=_("your decisions about students’ months, with the feedback"),
        kept_because=_("they decide what came next for the student"),
    ),
    "milestones.SkillAssessment": Personal(
        name=_("Your scores"),
        holds=_("Each measured score of yours: skill, score, where it comes from, the day."),
        lasts=UNTIL_DELETED,
        exported_as="scores",
        theirs=lambda user: SkillAssessment.objects.filter(student__user=user),
        acts=lambda user: SkillAssessment.objects.filter(recorded_by=user).exclude(
            student__user=user
        ),
        kept=_("scores of students that you recorded"),
        kept_because=PROOF_IS_THEIRS,
    ),
    "milestones.ConfidenceReport": Personal(
        name=_("How sure you felt"),
        holds=_("Your answers to “How sure are you?”, by skill and day."),
        lasts=UNTIL_DELETED,
        exported_as="confidence",
        theirs=lambda user: ConfidenceReport.objects.filter(student__user=user),
    ),
    "milestones.MentorConstraint": Personal(
        name=_("What your mentor set for a month"),
        holds=_("A fixed type, skills to include or leave out, most outcomes, and a note."),
        lasts=UNTIL_DELETED,
        exported_as="set_by_your_mentor",
        theirs=lambda user: MentorConstraint.objects.filter(student__user=user),
        acts=lambda user: MentorConstraint.objects.filter(set_by=user).exclude(student__user=user),
        kept=_("what you set for students’ months, with your note"),
        kept_because=_("the student’s months were made from it"),
    ),
    "milestones.MentorConstraintSkill": PartOf(
        "milestones.MentorConstraint",
        lambda user: MentorConstraintSkill.objects.filter(constraint__student__user=user),
    ),
    "milestones.GenerationRunEntry": Personal(
        name=_("Your part in generating months"),
        holds=_("Whether a month was made for you each time, or why not."),
        lasts=UNTIL_DELETED,
        exported_as="generation",
        theirs=lambda user: GenerationRunEntry.objects.filter(student__user=user),
    ),
    "milestones.GenerationRun": Personal(
        name=_("Generating months"),
        holds=_("Which month was generated for how many students, when, and who asked for it."),
        lasts=_("as long as the service runs"),
        exported_as="runs_you_asked_for",
        erased=False,
        acts=lambda user: GenerationRun.objects.filter(asked_by=user),
        kept=_("that a month was generated, when, and for how many"),
        kept_because=_("it accounts for every other student’s month"),
    ),
    "milestones.BacklogProject": Impersonal(_("Projects a month can set.")),
    "milestones.BacklogProject_skills": Impersonal(_("The skills of those projects.")),
    "milestones.EmployerDemand": Impersonal(
        _("Which organisation looks for people in which job role, and until when.")
    ),
}


# Export ----------------------------------------------------------------------------------------------


def export_for(user: User) -> dict[str, Any]:
    """13 queries. Verifiers and reviewing mentors are named, as the student sees them in the app."""
    return {
        "months": [_month(milestone) for milestone in _months(user)],
        "scores": rows_for_export(
            SkillAssessment.objects.filter(student__user=user),
            "score",
            "source",
            "taken_on",
            "recorded_at",
            on_skill=F("skill__name"),
        ),
        "confidence": rows_for_export(
            ConfidenceReport.objects.filter(student__user=user),
            "confidence",
            "reported_on",
            on_skill=F("skill__name"),
        ),
        "set_by_your_mentor": [_constraint(row) for row in _constraints(user)],
        "generation": rows_for_export(
            GenerationRunEntry.objects.filter(student__user=user),
            "result",
            "reason",
            month=F("run__month"),
            requested_at=F("run__requested_at"),
        ),
        "runs_you_asked_for": rows_for_export(
            GenerationRun.objects.filter(asked_by=user), "month", "requested_at", "finished_at"
        ),
    }


def _months(user: User) -> Iterable[MonthlyMilestone]:
    reviews = MilestoneReview.objects.select_related("mentor").order_by("pk")
    return (
        MonthlyMilestone.objects.filter(student__user=user)
        .with_items()
        .prefetch_related(Prefetch("reviews", reviews))
        .order_by("milestone_month")
    )


def _constraints(user: User) -> Iterable[MentorConstraint]:
    uses = MentorConstraintSkill.objects.select_related("skill").order_by("pk")
    return (
        MentorConstraint.objects.filter(student__user=user)
        .prefetch_related(Prefetch("skill_uses", uses))
        .order_by("month")
    )


def _fields(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _month(milestone: MonthlyMilestone) -> dict[str, Any]:
    return {
        **_fields(milestone, "milestone_month", "milestone_title", "milestone_description"),
        **_fields(milestone, "milestone_type", "generated_by", "generation_reason", "status"),
        **_fields(
            milestone, "expected_employability_level", "created_at", "policy_version", "trace"
        ),
        "job_role": str(milestone.primary_job_role),
        "outcomes": [_outcome(each) for each in milestone.outcomes.all()],
        "projects": [_project(each) for each in milestone.projects.all()],
        "checkpoints": [_checkpoint(each) for each in milestone.checkpoints.all()],
        "evidence": [_evidence(each) for each in milestone.evidence.all()],
        "reviews": [_review(each) for each in milestone.reviews.all()],
    }


def _outcome(outcome: MilestoneSkillOutcome) -> dict[str, Any]:
    said = _fields(outcome, "id", "starting_score", "expected_score", "criticality", "met")
    return {"skill": outcome.skill.name, **said}


def _project(project: MilestoneProject) -> dict[str, Any]:
    said = _fields(project, "id", "project_title", "project_description", "tech_stack", "level")
    return said | _fields(project, "evaluation_type", "completion_status", "completed_on")


def _checkpoint(checkpoint: InterviewCheckpoint) -> dict[str, Any]:
    return {
        **_fields(checkpoint, "id", "checkpoint_type", "expected_confidence_level", "result"),
        **_fields(checkpoint, "actual_confidence_level", "taken_on", "attempts"),
        "skills": [skill.name for skill in checkpoint.skills.all()],
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        **_fields(evidence, "evidence_type", "evidence_reference", "score", "scale"),
        **_fields(evidence, "outcome_id", "project_id", "checkpoint_id", "submitted_at"),
        **_fields(evidence, "note", "confidence", "state", "reason", "verified_at", "reminded_at"),
        "verified_by": evidence.verified_by.name if evidence.verified_by else None,
    }


def _review(review: MilestoneReview) -> dict[str, Any]:
    said = _fields(review, "status", "feedback", "override_reason", "reviewed_at")
    return said | {"mentor": review.mentor.name if review.mentor else None}


def _constraint(constraint: MentorConstraint) -> dict[str, Any]:
    said = _fields(constraint, "month", "fixed_type", "most_outcomes", "note", "set_at")
    return said | {"skills": {use.skill.name: use.use for use in constraint.skill_uses.all()}}


# Erasure ---------------------------------------------------------------------------------------------


def erase(user: User) -> None:
    """A student's whole history. What the person did as a mentor, admin or employer stays and loses their
    name when accounts erases the person.
    """
    student = _hold(user)
    if student is None:
        return
    _leave_runs(student)
    Notice.objects.filter(kind="evidence-reminder", facts__student=student.pk).delete()
    MilestoneReview.objects.filter(milestone__student=student).erase_rows()
    MonthlyMilestone.objects.filter(student=student).delete()
    MentorConstraint.objects.filter(student=student).delete()
    SkillAssessment.objects.filter(student=student).erase_rows()
    ConfidenceReport.objects.filter(student=student).erase_rows()


def _hold(user: User) -> Student | None:
    """In the order everybody else locks: the student, then the milestones."""
    student = Student.objects.select_for_update(of=("self",)).filter(user=user).first()
    months = MonthlyMilestone.objects.filter(student=student).order_by("pk")
    list(months.select_for_update(of=("self",), no_key=True).values_list("pk"))
    return student


def _leave_runs(student: Student) -> None:
    """A run accounts for everybody it was asked for, so the student leaves both lists."""
    part = Q(pk__in=GenerationRunEntry.objects.filter(student=student).values("run"))
    for run in GenerationRun.objects.filter(part | Q(finished_at__isnull=True)).iterator():
        left = [pk for pk in run.student_ids if pk != student.pk]
        GenerationRun.objects.filter(pk=run.pk).update(student_ids=left)
    GenerationRunEntry.objects.filter(student=student).delete()
