"""Handing in proof, and the mentor's answer to it."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from milestones.generation.vocabulary import (
    EVALUATED_BY,
    CheckpointResult,
    CompletionStatus,
    EvaluationType,
    EvidenceState,
    EvidenceType,
)
from milestones.models import (
    ConfidenceReport,
    Evidence,
    InterviewCheckpoint,
    MilestoneProject,
    MilestoneSkillOutcome,
    MonthlyMilestone,
)
from milestones.services.checkpoints import record_result
from milestones.services.errors import MilestonesError
from milestones.services.late_results import note_late_result
from milestones.services.scoring import (
    RATING_SCALE,
    SCORE_SCALE,
    Item,
    add_score,
    item_field,
    waiting_for,
)
from milestones.services.standing import (
    Actor,
    Standing,
    lock,
    require_mentor,
    require_student,
    standing_of,
    stranger,
)
from tfl.accounts.models import EmployerMembership, MembershipState, Role, Student, User
from tfl.accounts.services import notify
from tfl.core.errors import Refusal
from tfl.core.links import BadLinkError, public_link
from tfl.core.text import too_long

REMIND_AFTER = timedelta(days=3)
SCALES = {
    EvidenceType.ASSESSMENT_SCORE: SCORE_SCALE,
    EvidenceType.MENTOR_RATING: RATING_SCALE,
    EvidenceType.EMPLOYER_FEEDBACK: RATING_SCALE,
}
"""What a score is out of where nobody says."""

MAY_SUBMIT = {
    Standing.STUDENT: {EvidenceType.PROJECT_LINK},
    Standing.MENTOR: {
        EvidenceType.MENTOR_RATING,
        EvidenceType.ASSESSMENT_SCORE,
        EvidenceType.EMPLOYER_FEEDBACK,
    },
    Standing.SYSTEM: {EvidenceType.ASSESSMENT_SCORE},
    Standing.EMPLOYER: {EvidenceType.EMPLOYER_FEEDBACK},
}


@transaction.atomic
def submit_evidence(
    *,
    milestone: MonthlyMilestone,
    type: EvidenceType,
    by: Actor,
    item: Item | None = None,
    reference: str = "",
    note: str = "",
    confidence: int | None = None,
    score: Decimal | None = None,
    scale: int | None = None,
    taken_on: date | None = None,
) -> Evidence:
    """Hand in one piece of evidence for one item of a milestone; without `item`, the only fitting one.

    A student's link waits for the mentor; `confidence` 1–5 is their report. A score (0–`scale`, 100 by
    default), a rating (1–5) or feedback is verified on entry and takes effect at once. Raises
    MilestonesError: 404 for strangers, 403 for a type that is not theirs, 409 when the month is closed or
    the item waits already, 422 for bad input.
    """
    milestone = lock(milestone)
    standing = standing_of(by, milestone)
    if type not in MAY_SUBMIT[standing]:
        raise MilestonesError(
            _("This kind of evidence is not yours to submit."), refusal=Refusal.FORBIDDEN
        )
    if item is not None and item.milestone_id != milestone.pk:
        raise MilestonesError(_("The milestone does not ask for this."), field="item")
    item = item or _only_fitting(milestone, type)
    item.refresh_from_db()  # what is met may have changed while we waited for the lock
    item.milestone = milestone
    reference = _checked_reference(reference)
    _check_lengths(note=note)
    if standing is Standing.EMPLOYER:
        _check_feedback(item, reference)
    if standing is Standing.STUDENT and isinstance(by, User):
        return _ask_for_review(
            item, by=by, reference=reference, note=note.strip(), confidence=confidence
        )
    _check_evaluator(item, type, standing, note)
    scale = SCALES[type] if scale is None else scale
    if not 1 <= scale <= SCORE_SCALE:
        raise MilestonesError(_("The scale must lie between 1 and 100."), field="scale")
    return add_score(
        item,
        type=type,
        by=by,
        score=_checked_score(score, scale, at_least=1 if type is EvidenceType.MENTOR_RATING else 0),
        scale=scale,
        taken_on=taken_on,
        reference=reference,
        note=note.strip(),
    )


@transaction.atomic
def verify_evidence(
    *,
    evidence: Evidence,
    by: User,
    score: Decimal | None = None,
    result: CheckpointResult | None = None,
    taken_on: date | None = None,
    note: str = "",
) -> Evidence:
    """Answer what a student handed in: with a score 0–100 for an outcome, a checkpoint's `result`, or a
    project's evaluation (a rating 1–5, or a score 0–100 where it is assessed automatically). Dated the day
    it was handed in unless `taken_on` says otherwise. Returns the piece answered.
    """
    evidence = _waiting(evidence, by)
    item = evidence.item
    if isinstance(item, InterviewCheckpoint):
        record_result(item, result=result, by=by, taken_on=taken_on, note=note)
    else:
        _check_lengths(note=note)
        type_ = EvidenceType.ASSESSMENT_SCORE
        if isinstance(item, MilestoneProject):
            type_ = EVALUATED_BY[EvaluationType(item.evaluation_type)]
            _check_evaluator(item, type_, Standing.MENTOR, note)
        scale = SCALES[type_]
        add_score(
            item,
            type=type_,
            by=by,
            score=_checked_score(score, scale, at_least=int(scale == RATING_SCALE)),
            scale=scale,
            taken_on=taken_on,
            reference=evidence.evidence_reference,
            note=note.strip(),
        )
    evidence.refresh_from_db()
    return evidence


@transaction.atomic
def return_evidence(*, evidence: Evidence, by: User, reason: str) -> Evidence:
    """Return a piece with a reason the student reads. They may hand it in again while the month runs."""
    evidence = _waiting(evidence, by)
    if not reason.strip():
        raise MilestonesError(
            _("Say what is missing, so that the student knows what to do."), field="reason"
        )
    _check_lengths(reason=reason)
    evidence.state = EvidenceState.RETURNED
    evidence.reason = reason.strip()
    evidence.verified_by = by
    evidence.verified_at = timezone.now()
    evidence.save(update_fields=["state", "reason", "verified_by", "verified_at"])
    notify(
        user=evidence.milestone.student.user,
        kind="evidence-returned",
        key=f"evidence-returned:{evidence.pk}",
        facts={"item": evidence.item.name},
        path=f"/milestones/{evidence.milestone_id}/",
    )
    note_late_result(evidence.milestone.student, month=evidence.milestone.milestone_month)
    return evidence


@transaction.atomic
def withdraw_evidence(*, evidence: Evidence, by: User) -> Evidence:
    """A student takes back a piece that still waits, while the month runs."""
    milestone = lock(evidence.milestone)
    require_student(by, milestone.student)
    if not milestone.is_open:
        raise MilestonesError(
            _("This month is closed; what was handed in stays with your mentor."),
            refusal=Refusal.CONFLICT,
        )
    evidence = _as_it_is_now(evidence, milestone)
    evidence.state = EvidenceState.WITHDRAWN
    evidence.save(update_fields=["state"])
    return evidence


@transaction.atomic
def remind_mentor(*, evidence: Evidence, by: User) -> Evidence:
    """A student reminds the mentor of a piece waiting for three days or more; once."""
    milestone = lock(evidence.milestone)
    require_student(by, milestone.student)
    evidence = _as_it_is_now(evidence, milestone)
    if evidence.reminded_at or not may_remind(evidence):
        raise MilestonesError(
            _("You can remind your mentor once, after three days."), refusal=Refusal.CONFLICT
        )
    if milestone.student.mentor is None:
        raise MilestonesError(_("No mentor is assigned to you yet."), refusal=Refusal.CONFLICT)
    evidence.reminded_at = timezone.now()
    evidence.save(update_fields=["reminded_at"])
    notify(
        user=milestone.student.mentor,
        kind="evidence-reminder",
        key=f"evidence-reminder:{evidence.pk}",
        facts={
            "student": milestone.student_id,
            "name": milestone.student.user.name,
            "item": evidence.item.name,
        },
        path=f"/mentor/students/{milestone.student_id}/",
    )
    return evidence


def may_remind(evidence: Evidence) -> bool:
    return (
        evidence.state == EvidenceState.WAITING
        and evidence.reminded_at is None
        and timezone.now() - evidence.submitted_at >= REMIND_AFTER
    )


# A student's piece -----------------------------------------------------------------------------------


def _ask_for_review(
    item: Item, *, by: User, reference: str, note: str, confidence: int | None
) -> Evidence:
    milestone = item.milestone
    if not milestone.is_open:
        raise MilestonesError(
            _("This month is closed; nothing can be handed in any more."), refusal=Refusal.CONFLICT
        )
    if item.met:
        raise MilestonesError(_("This is proven already."), refusal=Refusal.CONFLICT)
    if isinstance(item, MilestoneProject) and not reference:
        raise MilestonesError(
            _("Add the link under which your project can be seen."), field="reference"
        )
    if confidence is not None and confidence not in range(1, RATING_SCALE + 1):
        raise MilestonesError(_("Choose how sure you are, from 1 to 5."), field="confidence")
    try:
        with transaction.atomic():
            evidence = Evidence.objects.create(
                milestone=milestone,
                evidence_type=EvidenceType.PROJECT_LINK,
                evidence_reference=reference,
                note=note,
                confidence=confidence,
                submitted_by=by,
                **{item_field(item): item},
            )
    except IntegrityError as error:
        raise MilestonesError(
            _("This waits for your mentor already. Withdraw it first to hand in something else."),
            refusal=Refusal.CONFLICT,
        ) from error
    if confidence is not None:
        _report_confidence(milestone.student, item, confidence)
    if isinstance(item, MilestoneProject):
        MilestoneProject.objects.filter(
            pk=item.pk, completion_status=CompletionStatus.NOT_STARTED
        ).update(completion_status=CompletionStatus.IN_PROGRESS)
    return evidence


def _report_confidence(student: Student, item: Item, confidence: int) -> None:
    """1–5 as 0, 25, 50, 75, 100 for each skill the item is about."""
    ConfidenceReport.objects.bulk_create(
        ConfidenceReport(student=student, skill_id=skill, confidence=(confidence - 1) * 25)
        for skill in _skills_of(item)
    )


def _skills_of(item: Item) -> Sequence[int]:
    if isinstance(item, MilestoneSkillOutcome):
        return [item.skill_id]
    if isinstance(item, InterviewCheckpoint):
        return list(item.skills.order_by("pk").values_list("pk", flat=True))
    if item.backlog_item is None:
        return []
    return list(item.backlog_item.skills.order_by("pk").values_list("pk", flat=True))


# What is checked -------------------------------------------------------------------------------------


def _only_fitting(milestone: MonthlyMilestone, type_: EvidenceType) -> Item:
    """The one item this type can be about: a link, rating or feedback is about the project, a score about
    the outcome, where there is exactly one; else the only item there is.
    """
    first_choice: Sequence[Item] = (
        list(milestone.outcomes.select_related("skill"))
        if type_ is EvidenceType.ASSESSMENT_SCORE
        else list(milestone.projects.all())
    )
    fitting = first_choice or list(milestone.items())
    if len(fitting) != 1:
        raise MilestonesError(
            _("Say what this proves: give skillId, projectId or checkpointId."), field="item"
        )
    return fitting[0]


def _check_feedback(item: Item, reference: str) -> None:
    """An employer evaluates a project that waits for an employer's review, and of the rest knows nothing;
    the links in a student's record are the student's.
    """
    if (
        not isinstance(item, MilestoneProject)
        or item.evaluation_type != EvaluationType.EMPLOYER_REVIEW
        or waiting_for(item) is None
    ):
        raise stranger()
    if reference:
        raise MilestonesError(_("Feedback carries no link. Use the note."), field="reference")


def _check_evaluator(item: Item, type_: EvidenceType, standing: Standing, note: str) -> None:
    """Ratings and feedback are about projects; a checkpoint gets a result, not a score. A mentor gives an
    employer's feedback only where no employer can, and says so.
    """
    if isinstance(item, InterviewCheckpoint):
        raise MilestonesError(_("An interview gets a result, not a score."), field="item")
    if isinstance(item, MilestoneSkillOutcome):
        if type_ is not EvidenceType.ASSESSMENT_SCORE:
            raise MilestonesError(
                _("A skill is proven by an assessment score; this kind is about the project."),
                field="item",
            )
        return
    if type_ is EvidenceType.EMPLOYER_FEEDBACK and standing is Standing.MENTOR:
        if an_employer_can_see(item.milestone.student):
            raise MilestonesError(
                _("An employer can see this project and gives this feedback themselves."),
                refusal=Refusal.FORBIDDEN,
            )
        if not note.strip():
            raise MilestonesError(
                _("No employer can see this project yet. Say in the note why you evaluate it."),
                field="note",
            )


def an_employer_can_see(student: Student) -> bool:
    """Whether the student consented to an organisation for which somebody acts. Two queries."""
    acting = EmployerMembership.objects.filter(
        state=MembershipState.APPROVED,
        user__is_active=True,
        user__role_grants__role=Role.EMPLOYER,
    )
    consented = set(student.consents.active().values_list("employer", flat=True))
    if None not in consented:
        acting = acting.filter(employer__in=consented)
    return bool(consented) and acting.exists()


def _checked_score(score: Decimal | None, scale: int, *, at_least: int) -> Decimal:
    if score is None:
        raise MilestonesError(_("Give a score."), field="score")
    if not score.is_finite() or not at_least <= score <= scale:
        raise MilestonesError(
            _("The score must lie between %(least)s and %(most)s.")
            % {"least": at_least, "most": scale},
            field="score",
        )
    return score


def _checked_reference(reference: str) -> str:
    """A public link, or nothing. Raises with what is wrong with it."""
    if not reference.strip():
        return ""
    try:
        return public_link(reference)
    except BadLinkError as error:
        raise MilestonesError(str(error), field="reference") from error


def _check_lengths(**texts: str) -> None:
    for field, text in texts.items():
        if problem := too_long(Evidence, field, text):
            raise MilestonesError(problem, field=field)


def _waiting(evidence: Evidence, by: User) -> Evidence:
    """The piece as it is now, its milestone locked, for its student's mentor to answer."""
    milestone = lock(evidence.milestone)
    require_mentor(by, milestone.student)
    return _as_it_is_now(evidence, milestone)


def _as_it_is_now(evidence: Evidence, milestone: MonthlyMilestone) -> Evidence:
    fresh = Evidence.objects.select_related("outcome__skill", "project", "checkpoint").get(
        pk=evidence.pk
    )
    if fresh.state != EvidenceState.WAITING:
        raise MilestonesError(
            _("This was answered or withdrawn in the meantime."), refusal=Refusal.CONFLICT
        )
    fresh.milestone = milestone
    fresh.item.milestone = milestone
    return fresh
