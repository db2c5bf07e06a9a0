"""Append-only facts about a student: what was measured, how sure they felt."""

from django.db import models
from django.utils import timezone

from milestones.generation.vocabulary import AssessmentSource
from milestones.models.labels import ASSESSMENT_SOURCES
from tfl.accounts.models import Student, User
from tfl.core.append_only import AppendOnlyModel, AppendOnlyQuerySet
from tfl.core.clock import today
from tfl.skills.models import Skill


class SkillAssessment(AppendOnlyModel):
    """One measured score. The current score on a date is the latest taken on or before it; of two taken
    on one day, the one recorded later.
    """

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="assessments")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="assessments")
    score = models.DecimalField(max_digits=5, decimal_places=2)
    source = models.CharField(
        max_length=10, choices=ASSESSMENT_SOURCES, default=AssessmentSource.MENTOR
    )
    taken_on = models.DateField(default=today)
    recorded_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        db_table = "skill_assessments"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(score__range=(0, 100)), name="assessment_score_0_to_100"
            )
        ]
        indexes = [
            models.Index(fields=["student", "skill", "-taken_on", "-id"], name="current_scores")
        ]

    def __str__(self) -> str:
        return f"{self.student_id} {self.skill_id} {self.score}"


class ConfidenceReport(AppendOnlyModel):
    """How sure a student felt about a skill, 0–100. “How sure are you?” 1–5 is recorded as 0, 25, … 100."""

    student = models.ForeignKey(
        Student, on_delete=models.CASCADE, related_name="confidence_reports"
    )
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    confidence = models.PositiveSmallIntegerField()
    reported_on = models.DateField(default=today)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        db_table = "confidence_reports"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confidence__lte=100), name="confidence_0_to_100"
            )
        ]
        indexes = [
            models.Index(
                fields=["student", "skill", "-reported_on", "-id"], name="current_confidence"
            )
        ]

    def __str__(self) -> str:
        return f"{self.student_id} {self.skill_id} {self.confidence}"
