"""Definitions, facts and derived state of the monthly engine."""

from milestones.models.demand import (
    BacklogProject,
    ConstraintSkillUse,
    EmployerDemand,
    MentorConstraint,
    MentorConstraintSkill,
)
from milestones.models.evidence import Evidence, MilestoneReview
from milestones.models.facts import ConfidenceReport, SkillAssessment
from milestones.models.milestone import (
    InterviewCheckpoint,
    MilestoneProject,
    MilestoneSkillOutcome,
    MonthlyMilestone,
)
from milestones.models.runs import GenerationRun, GenerationRunEntry, RunResult

__all__ = [
    "BacklogProject",
    "ConfidenceReport",
    "ConstraintSkillUse",
    "EmployerDemand",
    "Evidence",
    "GenerationRun",
    "GenerationRunEntry",
    "InterviewCheckpoint",
    "MentorConstraint",
    "MentorConstraintSkill",
    "MilestoneProject",
    "MilestoneReview",
    "MilestoneSkillOutcome",
    "MonthlyMilestone",
    "RunResult",
    "SkillAssessment",
]
