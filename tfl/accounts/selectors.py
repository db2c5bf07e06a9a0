"""Reads that span models, and what the link in an invitation opens."""

from enum import Enum

from allauth.account.models import EmailAddress
from django.core.signing import BadSignature, Signer
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from tfl.accounts.models import Invitation, Student, User

_signer = Signer(sep=".", salt="tfl.accounts.invitation")


class InvitationState(Enum):
    VALID = "valid"
    USED = "used"
    EXPIRED = "expired"
    REVOKED = "revoked"


def invitation_path(invitation_id: int) -> str:
    return reverse("invitation", args=[_signer.sign(str(invitation_id))])


def invitation_by_token(token: str) -> Invitation | None:
    """The invitation a link opens, or None where the link was not made by us. One query."""
    try:
        invitation_id = int(_signer.unsign(token))
    except BadSignature:
        return None
    return Invitation.objects.select_related("user", "invited_by").filter(pk=invitation_id).first()


def state_of(invitation: Invitation) -> InvitationState:
    """At most one query. Somebody who proved their address another way, through a password reset, has
    no more use for an invitation.
    """
    if invitation.accepted_at is not None or has_verified_address(invitation.user):
        return InvitationState.USED
    if invitation.revoked_at is not None or not invitation.user.is_active:
        return InvitationState.REVOKED
    if invitation.expires_at <= timezone.now():
        return InvitationState.EXPIRED
    return InvitationState.VALID


def has_verified_address(user: User) -> bool:
    """Whether the person has shown that the address they sign in with is theirs. One query."""
    verified = EmailAddress.objects.filter(user=user, email=user.email, verified=True)
    return bool(verified.exists())


def address_is_verified() -> Exists:
    """The same as a condition on a queryset of users."""
    return Exists(
        EmailAddress.objects.filter(user=OuterRef("pk"), email=OuterRef("email"), verified=True)
    )


def account_with(email: str) -> User | None:
    """Whose account an address belongs to: it is what they sign in with, or one they verified.
    One query.
    """
    verified = EmailAddress.objects.filter(email=email.lower(), verified=True)
    return User.objects.filter(Q(email=email.lower()) | Q(pk__in=verified.values("user"))).first()


def taken_addresses(emails: set[str]) -> set[str]:
    """Which of these lower-case addresses belong to somebody already. Two queries."""
    users = User.objects.filter(email__in=emails).values_list("email", flat=True)
    verified = EmailAddress.objects.filter(email__in=emails, verified=True)
    return set(users) | set(verified.values_list("email", flat=True))


def invited_students(mentor: User) -> QuerySet[Student]:
    """Those of a mentor who have not accepted their invitation yet, newest first. One query."""
    return (
        Student.objects.active()
        .assigned_to(mentor)
        .exclude(user__in=User.objects.filter(address_is_verified()))
        .select_related("user", "cohort", "target_job_role")
        .order_by("-pk")
    )
