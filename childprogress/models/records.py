"""What guardians record about a child: ticks with their history, and observations."""

from datetime import timedelta
from typing import Final, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from childprogress.models.children import Child
from childprogress.models.definitions import MilestoneDefinition
from childprogress.models.labels import DIMENSIONS, SENTIMENTS
from tfl.accounts.models import User

LONGEST_OBSERVATION: Final = 1000
UNDO_LASTS: Final = timedelta(days=30)


class ChildMilestone(models.Model):
    """Whether a child was seen doing an item. Made by the first tick; no row means never ticked.

    `achieved_history` is the fact (see `childprogress.rules`), the other two say where it ends.
    """

    child = models.ForeignKey(
        Child, on_delete=models.CASCADE, related_name="milestones", db_index=False
    )
    milestone = models.ForeignKey(
        MilestoneDefinition, on_delete=models.PROTECT, related_name="ticks"
    )
    achieved = models.BooleanField(default=False)
    achieved_at = models.DateTimeField(null=True, blank=True)
    achieved_history = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "child_milestones"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "milestone"], name="one_row_per_child_and_milestone"
            ),
            models.CheckConstraint(
                condition=Q(achieved=True, achieved_at__isnull=False)
                | Q(achieved=False, achieved_at__isnull=True),
                name="achieved_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone_id} of {self.child_id}"


class ObservationQuerySet(models.QuerySet["Observation"]):
    def kept(self) -> Self:
        return self.filter(deleted_at__isnull=True)

    def shown(self, child: Child) -> Self:
        """Of this child, not deleted, in a dimension that is shown."""
        return self.kept().filter(child=child, dimension__in=child.dimensions)

    def restorable(self) -> Self:
        return self.filter(deleted_at__gt=timezone.now() - UNDO_LASTS)

    def forgotten(self) -> Self:
        """Deleted so long ago that nobody can take it back."""
        return self.filter(deleted_at__lte=timezone.now() - UNDO_LASTS)


class Observation(models.Model):
    """Something a guardian saw, in their words."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="observations")
    dimension = models.CharField(_("dimension"), max_length=20, choices=list(DIMENSIONS.items()))
    observed_on = models.DateField(_("date"))
    text = models.CharField(_("what you saw"), max_length=LONGEST_OBSERVATION)
    sentiment = models.CharField(_("how it felt"), max_length=20, choices=list(SENTIMENTS.items()))
    author = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="observations"
    )
    created_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        db_table = "observations"
        ordering = ["-observed_on", "-id"]
        indexes = [
            models.Index(fields=["child", "-observed_on", "-id"], name="observations_by_child"),
            models.Index(
                fields=["deleted_at"],
                condition=Q(deleted_at__isnull=False),
                name="observations_to_forget",
            ),
        ]

    def __str__(self) -> str:
        return f"observation {self.pk}"
