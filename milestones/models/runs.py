"""The accounting of generation: who was asked for, and what became of each."""

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tfl.accounts.models import ApiToken, Role, Student, User
from tfl.skills.models import JobRole


class GenerationRunQuerySet(models.QuerySet["GenerationRun"]):
    def visible_to(self, user: User) -> Self:
        """Admins see all runs, a mentor those they asked for."""
        return self if user.has_role(Role.ADMIN) else self.filter(asked_by=user)

    def unfinished(self) -> Self:
        return self.filter(finished_at__isnull=True)


class GenerationRun(models.Model):
    """One generation of one month. A run that was killed stays unfinished until the sweep resumes it."""

    month = models.DateField()
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_with = models.ForeignKey(ApiToken, on_delete=models.SET_NULL, null=True, related_name="+")
    student_ids = models.JSONField()
    """Everybody asked for, in order. Kept with the run, so that a killed one can still account for all."""
    requested_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    """Written with every chunk; an unfinished run without one for a while is nobody's and is resumed."""
    finished_at = models.DateTimeField(null=True)

    objects = GenerationRunQuerySet.as_manager()

    class Meta:
        db_table = "generation_runs"
        ordering = ["-requested_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(month__day=1), name="run_month_is_a_first")
        ]
        indexes = [
            models.Index(
                fields=["requested_at"],
                condition=models.Q(finished_at__isnull=True),
                name="runs_unfinished",
            )
        ]

    def __str__(self) -> str:
        return f"run {self.pk} of {self.month:%Y-%m}"

    @property
    def asked_for(self) -> int:
        return len(self.student_ids)


class RunResult(models.TextChoices):
    CREATED = "Created", _("Created")
    EXISTED = "Existed", _("Existed")
    SKIPPED = "Skipped", _("Skipped")
    FAILED = "Failed", _("Failed")


class GenerationRunEntry(models.Model):
    """What became of one student in a run; `reason` says why for the skipped and the failed."""

    run = models.ForeignKey(GenerationRun, on_delete=models.CASCADE, related_name="entries")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="+")
    job_role = models.ForeignKey(JobRole, on_delete=models.SET_NULL, null=True, related_name="+")
    """The target at the time: who is *ready* for one role is due again with the next."""
    result = models.CharField(max_length=10, choices=RunResult.choices)
    reason = models.CharField(max_length=255, blank=True)

    class Meta:
        db_table = "generation_run_entries"
        constraints = [
            models.UniqueConstraint(fields=["run", "student"], name="one_entry_per_run_and_student")
        ]

    def __str__(self) -> str:
        return f"{self.student_id} {self.result}"
