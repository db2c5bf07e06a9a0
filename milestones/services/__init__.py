"""What people and systems can do in the monthly engine. Each is one transaction, locks the milestone it
changes and raises `MilestonesError` with a sentence for the person.
"""

from milestones.services.assessments import (
    NewAssessment,
    record_assessment,
    record_assessments,
    record_starting_scores,
)
from milestones.services.checkpoints import record_checkpoint
from milestones.services.constraints import remove_constraint, set_constraint
from milestones.services.errors import MilestonesError
from milestones.services.evidence import (
    may_remind,
    remind_mentor,
    return_evidence,
    submit_evidence,
    verify_evidence,
    withdraw_evidence,
)
from milestones.services.generation import (
    execute_runs,
    generate_due_milestones,
    generate_month,
    preview_month,
    regenerate_milestone,
    request_generation,
    set_next_role,
    start_planned_milestones,
)
from milestones.services.reviews import confirm_fully_proven, fully_proven, review_milestone

__all__ = [
    "MilestonesError",
    "NewAssessment",
    "confirm_fully_proven",
    "execute_runs",
    "fully_proven",
    "generate_due_milestones",
    "generate_month",
    "may_remind",
    "preview_month",
    "record_assessment",
    "record_assessments",
    "record_checkpoint",
    "record_starting_scores",
    "regenerate_milestone",
    "remind_mentor",
    "remove_constraint",
    "request_generation",
    "return_evidence",
    "review_milestone",
    "set_constraint",
    "set_next_role",
    "start_planned_milestones",
    "submit_evidence",
    "verify_evidence",
    "withdraw_evidence",
]
