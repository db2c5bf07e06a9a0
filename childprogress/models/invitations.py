"""Ways in for another guardian."""

from datetime import timedelta
from typing import Final, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from childprogress.models.children import Child
from childprogress.models.labels import GuardianRole
from tfl.accounts.models import User

INVITATION_LASTS: Final = timedelta(days=7)


class GuardianInvitationQuerySet(models.QuerySet["GuardianInvitation"]):
    def open(self) -> Self:
        return self.filter(
            accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now()
        )

    def visible_to(self, user: User) -> Self:
        """Who sent it looks after it."""
        return self.filter(invited_by=user)

    def over(self) -> Self:
        """Of no more use to anybody, so that its address need not be kept."""
        return self.filter(expires_at__lt=timezone.now() - INVITATION_LASTS)


class GuardianInvitation(models.Model):
    """That whoever proves `email` may become a guardian of these children, once, within a week.

    The link in the mail is this row's id, signed; nothing that opens it is stored, and neither mail nor
    link says who the children are.
    """

    email = models.EmailField(_("email address"))
    """In lower case."""
    role = models.CharField(_("role"), max_length=10, choices=GuardianRole.choices)
    children = models.ManyToManyField(Child, related_name="invitations")
    invited_by = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="guardian_invitations"
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    mail_due_at = models.DateTimeField(null=True, blank=True)
    """When the sweep is to mail it; while one does, until when nobody else may. Empty: done."""
    mail_attempts = models.PositiveSmallIntegerField(default=0)

    objects = GuardianInvitationQuerySet.as_manager()

    class Meta:
        db_table = "guardian_invitations"
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["email"], name="guardian_invitations_by_email"),
            models.Index(
                fields=["mail_due_at"],
                condition=models.Q(mail_due_at__isnull=False),
                name="guardian_invitations_to_mail",
            ),
        ]

    def __str__(self) -> str:
        return f"guardian invitation {self.pk}"
