"""What a verified score, rating or result does to an outcome, project or checkpoint. Called inside the
transaction of the service that verified it, with the milestone locked.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from milestones.generation.policy import POLICY
from milestones.generation.vocabulary import (
    EVALUATED_BY,
    AssessmentSource,
    CompletionStatus,
    EvaluationType,
    EvidenceState,
    EvidenceType,
)
from milestones.models import (
    Evidence,
    InterviewCheckpoint,
    MilestoneProject,
    MilestoneSkillOutcome,
    MonthlyMilestone,
    SkillAssessment,
)
from milestones.services.errors import MilestonesError
from milestones.services.late_results import note_late_result
from milestones.services.standing import Actor
from tfl.accounts.models import User
from tfl.accounts.services import notify, offer_consent
from tfl.core.clock import day_of, today
from tfl.core.errors import Refusal
from tfl.core.months import last_day

Item = MilestoneSkillOutcome | MilestoneProject | InterviewCheckpoint

RATING_SCALE = 5
SCORE_SCALE = 100


def item_field(item: Item) -> str:
    """The name of the evidence column that points at this kind of item."""
    if isinstance(item, MilestoneSkillOutcome):
        return "outcome"
    return "project" if isinstance(item, MilestoneProject) else "checkpoint"


def day_within(milestone: MonthlyMilestone, day: date) -> date:
    """The day something was taken: within the milestone's month and not ahead. Raises otherwise."""
    first, last = milestone.milestone_month, last_day(milestone.milestone_month)
    if first > today():
        raise MilestonesError(_("This month has not begun."), refusal=Refusal.CONFLICT)
    if not first <= day <= min(last, today()):
        raise MilestonesError(
            _("The day must lie between %(first)s and %(last)s.")
            % {"first": f"{first:%Y-%m-%d}", "last": f"{min(last, today()):%Y-%m-%d}"},
            field="taken_on",
        )
    return day


def waiting_for(item: Item) -> Evidence | None:
    """The piece of evidence that waits for an answer about this item, if one does."""
    return Evidence.objects.awaiting_review().filter(**{item_field(item): item}).first()


def default_day(milestone: MonthlyMilestone, asked: Evidence | None) -> date:
    """When nobody says: the day it was handed in, else today. For a month that is over somebody has to."""
    if asked:
        return day_of(asked.submitted_at)
    if today() > last_day(milestone.milestone_month):
        raise MilestonesError(_("Say on which day it was taken."), field="taken_on")
    return today()


def add_score(
    item: Item,
    *,
    type: EvidenceType,
    by: Actor,
    score: Decimal | None,
    scale: int,
    taken_on: date | None,
    reference: str = "",
    note: str = "",
) -> Evidence:
    """Write down a verified piece of evidence with its effect. It answers what waits for it, unless it is
    about a project that another kind of evidence evaluates.
    """
    asked = waiting_for(item) if evaluates(item, type) else None
    if item.milestone.is_reviewed and asked is None:
        raise MilestonesError(
            _("This month is decided; only what still waits can be answered."),
            refusal=Refusal.CONFLICT,
        )
    day = day_within(item.milestone, taken_on or default_day(item.milestone, asked))
    person = by if isinstance(by, User) else None
    evidence = Evidence(
        milestone=item.milestone,
        evidence_type=type,
        evidence_reference=reference,
        score=score,
        scale=scale,
        submitted_by=person,
        submitted_with=None if isinstance(by, User) else by,
        note=note,
        state=EvidenceState.VERIFIED,
        verified_by=person,
        verified_at=timezone.now(),
        answers=asked,
        **{item_field(item): item},
    )
    if isinstance(item, MilestoneSkillOutcome) and type is EvidenceType.ASSESSMENT_SCORE:
        evidence.assessment = _assess(item, by=by, score=_percent(score, scale), taken_on=day)
    evidence.save()
    if isinstance(item, MilestoneProject) and evaluates(item, type):
        _evaluate(item, percent=_percent(score, scale), on=day)
    if asked:
        answer(asked, by=person)
    if item.met:
        _announce_proof(item)
    note_late_result(item.milestone.student, month=item.milestone.milestone_month)
    return evidence


def evaluates(item: Item, type_: EvidenceType) -> bool:
    """Whether evidence of this type decides about the item: a project has its own evaluation type."""
    return (
        not isinstance(item, MilestoneProject)
        or EVALUATED_BY[EvaluationType(item.evaluation_type)] is type_
    )


def answer(asked: Evidence, *, by: User | None) -> None:
    """Mark what was asked for as verified and tell the student."""
    asked.state = EvidenceState.VERIFIED
    asked.verified_by = by
    asked.verified_at = timezone.now()
    asked.save(update_fields=["state", "verified_by", "verified_at"])
    notify(
        user=asked.milestone.student.user,
        kind="evidence-verified",
        key=f"evidence-verified:{asked.pk}",
        facts={"item": asked.item.name, "met": asked.item.met},
        path=f"/milestones/{asked.milestone_id}/",
    )


def _assess(
    outcome: MilestoneSkillOutcome, *, by: Actor, score: Decimal, taken_on: date
) -> SkillAssessment:
    """The one fact behind the score; meets the outcome at or above its target, or as a first one."""
    assessment = SkillAssessment.objects.create(
        student=outcome.milestone.student,
        skill_id=outcome.skill_id,
        score=score,
        source=AssessmentSource.MENTOR if isinstance(by, User) else AssessmentSource.SYSTEM,
        taken_on=taken_on,
        recorded_by=by if isinstance(by, User) else None,
    )
    if not outcome.met and (outcome.expected_score is None or score >= outcome.expected_score):
        outcome.met = True
        outcome.met_by = assessment
        outcome.save(update_fields=["met", "met_by"])
    return assessment


def _evaluate(project: MilestoneProject, *, percent: Decimal, on: date) -> None:
    """An evaluation of the project's own type at 60 % or more completes it."""
    if project.met or percent < POLICY.evaluation_passes_from:
        return
    project.completion_status = CompletionStatus.COMPLETED
    project.completed_on = on
    project.save(update_fields=["completion_status", "completed_on"])


def _announce_proof(item: Item) -> None:
    """The first verified proof is the moment to ask about employers, once."""
    offer_consent(student=item.milestone.student)


def _percent(score: Decimal | None, scale: int) -> Decimal:
    """0–100 with two places, halves up."""
    share = (score or Decimal(0)) * SCORE_SCALE / scale
    return share.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
