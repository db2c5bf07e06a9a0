"""Children's records, who may open them, and what is recorded there."""

from childprogress.models.children import Child, Guardianship
from childprogress.models.definitions import ClarityAnswer, MilestoneDefinition
from childprogress.models.invitations import GuardianInvitation
from childprogress.models.labels import GuardianRole, ReviewState
from childprogress.models.records import ChildMilestone, Observation

__all__ = [
    "Child",
    "ChildMilestone",
    "ClarityAnswer",
    "GuardianInvitation",
    "GuardianRole",
    "Guardianship",
    "MilestoneDefinition",
    "Observation",
    "ReviewState",
]
