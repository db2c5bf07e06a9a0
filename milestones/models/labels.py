"""What people read for the engine's words."""

from django.utils.translation import gettext_lazy as _

from milestones.generation.vocabulary import (
    AssessmentSource,
    CheckpointResult,
    CheckpointType,
    CompletionStatus,
    DemandUrgency,
    EmployabilityLevel,
    EvaluationType,
    EvidenceState,
    EvidenceType,
    GeneratedBy,
    MilestoneStatus,
    MilestoneType,
    ProjectLevel,
)

MILESTONE_TYPES = [
    (MilestoneType.SKILL_CONSOLIDATION, _("Skill consolidation")),
    (MilestoneType.PROJECT_DELIVERY, _("Project delivery")),
    (MilestoneType.INTERVIEW_READINESS, _("Interview readiness")),
    (MilestoneType.EMPLOYER_DRIVEN, _("Employer driven")),
]
EMPLOYABILITY_LEVELS = [
    (EmployabilityLevel.FOUNDATION, _("Foundation")),
    (EmployabilityLevel.INTERMEDIATE, _("Intermediate")),
    (EmployabilityLevel.JOB_READY, _("Job ready")),
    (EmployabilityLevel.INTERVIEW_READY, _("Interview ready")),
]
GENERATED_BY = [(GeneratedBy.SYSTEM, _("System")), (GeneratedBy.MENTOR, _("Mentor"))]
MILESTONE_STATUSES = [
    (MilestoneStatus.PLANNED, _("Planned")),
    (MilestoneStatus.IN_PROGRESS, _("In progress")),
    (MilestoneStatus.ACHIEVED, _("Achieved")),
    (MilestoneStatus.PARTIALLY_ACHIEVED, _("Partially achieved")),
]
REVIEW_STATUSES = MILESTONE_STATUSES[2:]
PROJECT_LEVELS = [(ProjectLevel.MINI, _("Mini")), (ProjectLevel.PRODUCTION, _("Production"))]
EVALUATION_TYPES = [
    (EvaluationType.MENTOR_REVIEW, _("Mentor review")),
    (EvaluationType.AUTO_ASSESSMENT, _("Automatic assessment")),
    (EvaluationType.EMPLOYER_REVIEW, _("Employer review")),
]
COMPLETION_STATUSES = [
    (CompletionStatus.NOT_STARTED, _("Not started")),
    (CompletionStatus.IN_PROGRESS, _("In progress")),
    (CompletionStatus.COMPLETED, _("Completed")),
]
CHECKPOINT_TYPES = [
    (CheckpointType.TECHNICAL, _("Technical interview")),
    (CheckpointType.HR, _("HR interview")),
    (CheckpointType.BEHAVIORAL, _("Behavioral interview")),
    (CheckpointType.SYSTEM_DESIGN, _("System design interview")),
]
CHECKPOINT_RESULTS = [
    (CheckpointResult.NOT_TAKEN, _("Not taken")),
    (CheckpointResult.NOT_YET, _("Not yet")),
    (CheckpointResult.BORDERLINE, _("Borderline")),
    (CheckpointResult.PASSED, _("Passed")),
]
EVIDENCE_TYPES = [
    (EvidenceType.ASSESSMENT_SCORE, _("Assessment score")),
    (EvidenceType.PROJECT_LINK, _("Link")),
    (EvidenceType.MENTOR_RATING, _("Mentor rating")),
    (EvidenceType.EMPLOYER_FEEDBACK, _("Employer feedback")),
]
EVIDENCE_STATES = [
    (EvidenceState.WAITING, _("Waiting")),
    (EvidenceState.VERIFIED, _("Verified")),
    (EvidenceState.RETURNED, _("Returned")),
    (EvidenceState.WITHDRAWN, _("Withdrawn")),
]
DEMAND_URGENCIES = [(DemandUrgency.NORMAL, _("Normal")), (DemandUrgency.URGENT, _("Urgent"))]
ASSESSMENT_SOURCES = [
    (AssessmentSource.IMPORT, _("Import")),
    (AssessmentSource.MENTOR, _("Mentor")),
    (AssessmentSource.SYSTEM, _("System")),
]
