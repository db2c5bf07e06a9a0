"""A badge: that somebody was given, and took, a proof of what a template says."""

import uuid
from datetime import timedelta
from typing import Final, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from badges.models.templates import BadgeTemplate
from tfl.accounts.models import ApiToken, Role, User

CLAIM_LINK_LASTS: Final = timedelta(days=7)


class BadgeStatus(models.TextChoices):
    PENDING = "Pending", _("To claim")
    CLAIMED = "Claimed", _("Claimed")
    REVOKED = "Revoked", _("Revoked")


class ShownAs(models.TextChoices):
    """How the public page names who holds the badge."""

    NOBODY = "Nobody", _("Not at all")
    INITIALS = "Initials", _("With initials")
    NAME = "Name", _("With the full name")


def in_force() -> Q:
    return Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())


class BadgeQuerySet(models.QuerySet["Badge"]):
    def counting(self) -> Self:
        """What evaluation counts: claimed, not revoked, not past its expiry."""
        return self.filter(in_force(), status=BadgeStatus.CLAIMED)

    def supporting(self) -> Self:
        """What keeps an achievement: as `counting`, but also what expired; that alone takes nothing away."""
        return self.filter(status=BadgeStatus.CLAIMED)

    def pending(self) -> Self:
        return self.filter(status=BadgeStatus.PENDING)

    def claimable(self) -> Self:
        return self.pending().filter(in_force())

    def held_by(self, user: User) -> Self:
        return self.filter(recipient=user)

    def public(self) -> Self:
        """What a verification page exists for: badges that their holder took, revoked later or not."""
        return self.filter(claimed_at__isnull=False)

    def visible_to(self, user: User) -> Self:
        """Holders see theirs, mentors their students’ and what they issued to an address that nobody has
        proven yet, admins all. One query for the roles at most.
        """
        if user.has_role(Role.ADMIN):
            return self
        seen = Q(recipient=user)
        if user.has_role(Role.MENTOR):
            seen |= Q(recipient__student__mentor=user)
            seen |= Q(recipient__isnull=True, issued_by=user)
        return self.filter(seen)


class Badge(models.Model):
    """It belongs to a person, or waits for whoever proves the address it was issued to.

    A badge that was claimed and revoked keeps `claimed_at`; one past `expires_at` keeps its status.
    """

    template = models.ForeignKey(BadgeTemplate, on_delete=models.PROTECT, related_name="badges")
    recipient = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, related_name="badges"
    )
    issued_to = models.EmailField(blank=True)
    """The address, in lower case, while it has no recipient. Empty from then on."""
    status = models.CharField(
        max_length=10, choices=BadgeStatus.choices, default=BadgeStatus.PENDING
    )
    issued_at = models.DateTimeField(default=timezone.now)
    issued_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    issued_with = models.ForeignKey(
        ApiToken, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    request_key = models.UUIDField(null=True, unique=True)
    """Made by the form or client that asked for it: asking twice with one key issues one badge."""
    expires_at = models.DateTimeField(null=True, blank=True)
    evidence_link = models.CharField(max_length=255, blank=True)

    claimed_at = models.DateTimeField(null=True, blank=True)
    claim_token_hash = models.CharField(max_length=64, blank=True)
    """SHA-256 of what the link in the mail ends with; the token itself is stored nowhere."""
    claim_link_expires_at = models.DateTimeField(null=True, blank=True)
    claim_link_sent_at = models.DateTimeField(null=True, blank=True)
    claim_link_attempts = models.PositiveSmallIntegerField(default=0)
    claim_link_due_at = models.DateTimeField(null=True, blank=True)
    """When the sweep is to mail a link to the address; while one does, until when nobody else may."""

    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    revoked_because = models.CharField(max_length=500, blank=True)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    shown_as = models.CharField(max_length=10, choices=ShownAs.choices, default=ShownAs.NOBODY)

    objects = BadgeQuerySet.as_manager()

    class Meta:
        db_table = "badges"
        ordering = ["-issued_at", "-id"]
        verbose_name = _("badge")
        verbose_name_plural = _("badges")
        constraints = [
            models.CheckConstraint(
                condition=Q(recipient__isnull=False, issued_to="")
                | (Q(recipient__isnull=True) & ~Q(issued_to="")),
                name="badge_has_a_recipient_or_an_address",
            ),
            models.CheckConstraint(
                condition=~Q(status="Claimed")
                | Q(claimed_at__isnull=False, recipient__isnull=False),
                name="claimed_badge_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(status="Revoked", revoked_at__isnull=False)
                | (~Q(status="Revoked") & Q(revoked_at__isnull=True)),
                name="revoked_badge_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "status"], name="badges_by_recipient"),
            models.Index(
                fields=["issued_to"], condition=~Q(issued_to=""), name="badges_by_address"
            ),
            models.Index(
                fields=["claim_link_due_at"],
                condition=Q(claim_link_due_at__isnull=False),
                name="badges_claim_link_due",
            ),
            models.Index(
                fields=["claim_token_hash"],
                condition=~Q(claim_token_hash=""),
                name="badges_by_claim_token",
            ),
        ]

    def __str__(self) -> str:
        return f"badge {self.pk} of template {self.template_id}"

    @property
    def is_pending(self) -> bool:
        return self.status == BadgeStatus.PENDING

    @property
    def is_revoked(self) -> bool:
        return self.status == BadgeStatus.REVOKED

    @property
    def is_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def counts(self) -> bool:
        return self.status == BadgeStatus.CLAIMED and not self.is_expired
