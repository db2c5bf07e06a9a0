"""Ways in: an invitation for a person, a token for a system. Neither secret is stored."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tfl.accounts.models.users import User

INVITATION_LASTS = timedelta(days=7)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        return self.filter(
            accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now()
        )


class Invitation(models.Model):
    """A single-use way for an invited person to choose a password; the mail that carries it proves the
    address. The account exists already, with its roles, so that mentors can prepare its first month.
    The link is this row's id, signed: nothing that opens it is stored.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        db_table = "invitations"
        ordering = ["-created_at", "-id"]
        constraints = [
            # The newest link is the only one: sending again revokes what was sent before.
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="one_pending_invitation_per_person",
            )
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk} for {self.user_id}"


class TokenScope(models.TextChoices):
    GENERATE = "generate", _("Generate milestones")
    EVIDENCE = "evidence", _("Submit evidence")
    BADGES = "badges", _("Issue and claim badges")


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def usable(self) -> Self:
        return self.filter(revoked_at__isnull=True)


class ApiToken(models.Model):
    """A system client's key. Shown once when made; stored as a SHA-256 hash; revocable."""

    name = models.CharField(_("name"), max_length=100)
    scopes = models.JSONField(_("scopes"), default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        db_table = "api_tokens"
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.name

    def scope_labels(self) -> list[str]:
        return [str(TokenScope(scope).label) for scope in self.scopes]
