"""What is told to people, and what is written down about what people did."""

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tfl.accounts.models.access import ApiToken
from tfl.accounts.models.people import Student
from tfl.accounts.models.users import User
from tfl.core.append_only import AppendOnlyModel, AppendOnlyQuerySet


class MailState(models.TextChoices):
    WAITING = "Waiting", _("Waiting")
    SENDING = "Sending", _("Sending")
    SENT = "Sent", _("Sent")
    GAVE_UP = "GaveUp", _("Gave up")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(user=user)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """Something a person should know, in the app and by mail. The sweep finds those not yet sent.

    `kind` names the templates `emails/<kind>.*`; `facts` is what they need, ids and short texts;
    `key` makes telling the same thing twice impossible.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.SlugField(max_length=40)
    key = models.CharField(max_length=100)
    facts = models.JSONField(default=dict)
    path = models.CharField(max_length=200, blank=True)
    """Where on our site it leads, beginning with a slash."""
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mail_state = models.CharField(
        max_length=10, choices=MailState.choices, default=MailState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        db_table = "notices"
        ordering = ["-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_notice_per_key")]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(mail_state__in=["Waiting", "Sending"]),
                name="notices_to_send",
            ),
            models.Index(fields=["user", "-created_at"], name="notices_by_user"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"


class AuditEntryQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: User) -> Self:
        """A student reads what was decided about them; admins have the back office."""
        return self.filter(student__user=user).exclude(layer="")


class AuditEntry(AppendOnlyModel):
    """Who did what to what, when and why. With a `layer` it is an override: somebody departed from what
    the system proposed, about `student`, who can read it.
    """

    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    token = models.ForeignKey(ApiToken, on_delete=models.SET_NULL, null=True, related_name="+")
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40)
    student = models.ForeignKey(
        Student, on_delete=models.CASCADE, null=True, related_name="overrides"
    )
    layer = models.CharField(max_length=20, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        db_table = "audit_entries"
        ordering = ["-at", "-id"]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(layer="")
                | (models.Q(student__isnull=False) & ~models.Q(reason="")),
                name="an_override_names_student_and_reason",
            )
        ]
        indexes = [models.Index(fields=["student", "-at"], name="overrides_by_student")]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id}"
