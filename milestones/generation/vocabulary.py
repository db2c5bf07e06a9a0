"""The engine's words, exactly as they stand in the database and in JSON. No Django here: the pure rules
and the models both speak them.
"""

from enum import IntEnum, StrEnum


class MilestoneType(StrEnum):
    SKILL_CONSOLIDATION = "SkillConsolidation"
    PROJECT_DELIVERY = "ProjectDelivery"
    INTERVIEW_READINESS = "InterviewReadiness"
    EMPLOYER_DRIVEN = "EmployerDriven"


class EmployabilityLevel(StrEnum):
    """From least to most."""

    FOUNDATION = "Foundation"
    INTERMEDIATE = "Intermediate"
    JOB_READY = "JobReady"
    INTERVIEW_READY = "InterviewReady"


class GeneratedBy(StrEnum):
    SYSTEM = "System"
    MENTOR = "Mentor"


class MilestoneStatus(StrEnum):
    PLANNED = "Planned"
    IN_PROGRESS = "InProgress"
    ACHIEVED = "Achieved"
    PARTIALLY_ACHIEVED = "PartiallyAchieved"


class ProjectLevel(StrEnum):
    MINI = "Mini"
    PRODUCTION = "Production"


class EvaluationType(StrEnum):
    MENTOR_REVIEW = "MentorReview"
    AUTO_ASSESSMENT = "AutoAssessment"
    EMPLOYER_REVIEW = "EmployerReview"


class CompletionStatus(StrEnum):
    NOT_STARTED = "NotStarted"
    IN_PROGRESS = "InProgress"
    COMPLETED = "Completed"


class CheckpointType(StrEnum):
    """In the order they are taken."""

    TECHNICAL = "Technical"
    HR = "HR"
    BEHAVIORAL = "Behavioral"
    SYSTEM_DESIGN = "SystemDesign"


class CheckpointResult(StrEnum):
    NOT_TAKEN = "NotTaken"
    NOT_YET = "NotYet"
    BORDERLINE = "Borderline"
    PASSED = "Passed"


class EvidenceType(StrEnum):
    ASSESSMENT_SCORE = "AssessmentScore"
    PROJECT_LINK = "ProjectLink"
    MENTOR_RATING = "MentorRating"
    EMPLOYER_FEEDBACK = "EmployerFeedback"


EVALUATED_BY = {
    EvaluationType.MENTOR_REVIEW: EvidenceType.MENTOR_RATING,
    EvaluationType.AUTO_ASSESSMENT: EvidenceType.ASSESSMENT_SCORE,
    EvaluationType.EMPLOYER_REVIEW: EvidenceType.EMPLOYER_FEEDBACK,
}
"""The evidence type that evaluates a project of each evaluation type."""


class EvidenceState(StrEnum):
    WAITING = "Waiting"
    VERIFIED = "Verified"
    RETURNED = "Returned"
    WITHDRAWN = "Withdrawn"


class DemandUrgency(StrEnum):
    NORMAL = "Normal"
    URGENT = "Urgent"


class AssessmentSource(StrEnum):
    IMPORT = "Import"
    MENTOR = "Mentor"
    SYSTEM = "System"


class Rule(IntEnum):
    """The seven rules, in the order in which the first that fires wins."""

    MENTORS_WORD = 0
    EMPLOYER_DEMAND = 1
    RECOVERY = 2
    WEAK_CORE = 3
    NO_PROOF = 4
    READY_TO_BE_TESTED = 5
    WHAT_IS_LEFT = 6


class OutcomeOrigin(StrEnum):
    """Why a skill is among the month's outcomes."""

    CARRIED = "carried"
    INCLUDED = "included"
    CANDIDATE = "candidate"
    LEAST_MARGIN = "least-margin"
