"""The truth layer: what was handed in or measured, and what the mentor decided about the month."""

from typing import Self

from django.db import models
from django.utils import timezone

from milestones.generation.vocabulary import EvidenceState, MilestoneStatus
from milestones.models.facts import SkillAssessment
from milestones.models.labels import EVIDENCE_STATES, EVIDENCE_TYPES, REVIEW_STATUSES
from milestones.models.milestone import (
    InterviewCheckpoint,
    MilestoneProject,
    MilestoneSkillOutcome,
    MonthlyMilestone,
)
from tfl.accounts.models import ApiToken, User
from tfl.core.append_only import AppendOnlyModel, AppendOnlyQuerySet

WAITING = models.Q(state=EvidenceState.WAITING)


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(milestone__in=MonthlyMilestone.objects.visible_to(user))

    def awaiting_review(self) -> Self:
        return self.filter(WAITING)

    def verified(self) -> Self:
        return self.filter(state=EvidenceState.VERIFIED)


class Evidence(models.Model):
    """One piece of proof for exactly one outcome, project or checkpoint of a milestone.

    A student's piece is a link and a note that waits for the mentor's answer. A score, rating or feedback
    is verified when it is entered; it may answer (`answers`) the piece that asked for it.
    """

    id = models.AutoField(primary_key=True, db_column="evidence_id")
    milestone = models.ForeignKey(
        MonthlyMilestone, on_delete=models.CASCADE, related_name="evidence"
    )
    evidence_type = models.CharField(max_length=20, choices=EVIDENCE_TYPES)
    evidence_reference = models.CharField(max_length=255, blank=True)
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    scale = models.PositiveSmallIntegerField(default=100)
    """What `score` is out of: 5 for a rating, 100 for an assessment."""
    submitted_at = models.DateTimeField(default=timezone.now)

    outcome = models.ForeignKey(
        MilestoneSkillOutcome, on_delete=models.CASCADE, null=True, related_name="evidence"
    )
    project = models.ForeignKey(
        MilestoneProject, on_delete=models.CASCADE, null=True, related_name="evidence"
    )
    checkpoint = models.ForeignKey(
        InterviewCheckpoint, on_delete=models.CASCADE, null=True, related_name="evidence"
    )
    submitted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    submitted_with = models.ForeignKey(
        ApiToken, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    note = models.CharField(max_length=1000, blank=True)
    confidence = models.PositiveSmallIntegerField(null=True)
    """“How sure are you?” 1–5."""
    state = models.CharField(max_length=10, choices=EVIDENCE_STATES, default=EvidenceState.WAITING)
    reason = models.CharField(max_length=1000, blank=True)
    """What the mentor said when returning it."""
    verified_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True)
    assessment = models.OneToOneField(
        SkillAssessment, on_delete=models.SET_NULL, null=True, related_name="evidence"
    )
    """The score this piece wrote down, made with it in one transaction."""
    answers = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="answered_by"
    )
    reminded_at = models.DateTimeField(null=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        db_table = "milestone_evidence"
        ordering = ["submitted_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    outcome__isnull=False, project__isnull=True, checkpoint__isnull=True
                )
                | models.Q(outcome__isnull=True, project__isnull=False, checkpoint__isnull=True)
                | models.Q(outcome__isnull=True, project__isnull=True, checkpoint__isnull=False),
                name="evidence_proves_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(score__gte=0, score__lte=models.F("scale")),
                name="evidence_score_within_its_scale",
            ),
            models.CheckConstraint(
                condition=models.Q(confidence__range=(1, 5)), name="evidence_confidence_1_to_5"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=EvidenceState.RETURNED) | ~models.Q(reason=""),
                name="returned_evidence_says_why",
            ),
            *(
                models.UniqueConstraint(
                    fields=[item], condition=WAITING, name=f"one_waiting_per_{item}"
                )
                for item in ("outcome", "project", "checkpoint")
            ),
        ]
        indexes = [
            models.Index(fields=["milestone"], condition=WAITING, name="evidence_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_type} {self.pk}"

    @property
    def item(self) -> MilestoneSkillOutcome | MilestoneProject | InterviewCheckpoint:
        """What it proves."""
        item = self.outcome or self.project or self.checkpoint
        if item is None:
            raise AssertionError("evidence_proves_one_thing holds in the database")
        return item


class MilestoneReview(AppendOnlyModel):
    """A mentor's decision about a month. The latest decides."""

    milestone = models.ForeignKey(
        MonthlyMilestone, on_delete=models.CASCADE, related_name="reviews"
    )
    mentor = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    status = models.CharField(max_length=20, choices=REVIEW_STATUSES)
    feedback = models.TextField(max_length=4000, blank=True)
    override_reason = models.CharField(max_length=500, blank=True)
    reviewed_at = models.DateTimeField(default=timezone.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        db_table = "milestone_reviews"
        ordering = ["-reviewed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    status__in=[MilestoneStatus.ACHIEVED, MilestoneStatus.PARTIALLY_ACHIEVED]
                ),
                name="review_decides",
            )
        ]

    def __str__(self) -> str:
        return f"{self.milestone_id} {self.status}"
