"""Recording how an interview checkpoint went."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from milestones.generation.vocabulary import CheckpointResult, EvidenceType
from milestones.models import Evidence, InterviewCheckpoint
from milestones.services.errors import MilestonesError
from milestones.services.scoring import (
    RATING_SCALE,
    add_score,
    day_within,
    default_day,
    waiting_for,
)
from milestones.services.standing import lock, require_mentor
from tfl.accounts.models import User
from tfl.core.errors import Refusal
from tfl.core.text import too_long

TAKEN = frozenset(CheckpointResult) - {CheckpointResult.NOT_TAKEN}


@transaction.atomic
def record_checkpoint(
    *,
    checkpoint: InterviewCheckpoint,
    result: CheckpointResult,
    by: User,
    taken_on: date | None = None,
    confidence: int | None = None,
    note: str = "",
) -> InterviewCheckpoint:
    """Write down how the interview went: NotYet, Borderline or Passed, the day it was taken, how sure the
    student was (1–5). Each recording is one attempt; a pass counts for the role from then on. Answers what
    waits for it. Only the student's mentor; raises MilestonesError.
    """
    milestone = lock(checkpoint.milestone)
    require_mentor(by, milestone.student)
    fresh = InterviewCheckpoint.objects.get(pk=checkpoint.pk)
    fresh.milestone = milestone
    record_result(fresh, result=result, by=by, taken_on=taken_on, confidence=confidence, note=note)
    return fresh


def record_result(
    checkpoint: InterviewCheckpoint,
    *,
    result: CheckpointResult | None,
    by: User,
    taken_on: date | None = None,
    confidence: int | None = None,
    note: str = "",
) -> None:
    """The same for a checkpoint already locked."""
    if result not in TAKEN:
        raise MilestonesError(_("Say how the interview went."), field="result")
    if checkpoint.met:
        raise MilestonesError(_("This interview is passed already."), refusal=Refusal.CONFLICT)
    if confidence is not None and confidence not in range(1, RATING_SCALE + 1):
        raise MilestonesError(_("Choose a confidence from 1 to 5."), field="confidence")
    if problem := too_long(Evidence, "note", note):
        raise MilestonesError(problem, field="note")
    milestone = checkpoint.milestone
    asked = waiting_for(checkpoint)
    checkpoint.taken_on = day_within(milestone, taken_on or default_day(milestone, asked))
    checkpoint.result = result
    checkpoint.attempts += 1
    said = asked.confidence if asked else None
    checkpoint.actual_confidence_level = confidence if confidence is not None else said
    checkpoint.save(update_fields=["taken_on", "result", "attempts", "actual_confidence_level"])
    add_score(
        checkpoint,
        type=EvidenceType.MENTOR_RATING,
        by=by,
        score=None,
        scale=RATING_SCALE,
        taken_on=checkpoint.taken_on,
        note=note.strip(),
    )
