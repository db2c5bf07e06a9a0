"""Invitations to be a guardian, and what the link in their mail opens."""

from enum import Enum
from typing import Any

from allauth.account.models import EmailAddress
from django.core.signing import BadSignature, Signer
from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from childprogress.models import Child, GuardianInvitation, GuardianRole
from tfl.accounts.models import User

_signer = Signer(sep=".", salt="childprogress.invitation")


class InvitationState(Enum):
    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    REVOKED = "revoked"


def guardian_invitation_path(invitation_id: int) -> str:
    return reverse("guardian_invitation", args=[_signer.sign(str(invitation_id))])


def guardian_invitation_by_token(token: str) -> GuardianInvitation | None:
    """The invitation a link opens, with `records`; None where the link was not made by us. One query."""
    try:
        invitation_id = int(_signer.unsign(token))
    except BadSignature:
        return None
    return _counted(GuardianInvitation.objects.all()).filter(pk=invitation_id).first()


def state_of(invitation: GuardianInvitation) -> InvitationState:
    """No query. One that opens no record any more, where `records` says so, is as good as revoked."""
    if invitation.accepted_at is not None:
        return InvitationState.USED
    if invitation.revoked_at is not None or not getattr(invitation, "records", 1):
        return InvitationState.REVOKED
    if invitation.expires_at <= timezone.now():
        return InvitationState.EXPIRED
    return InvitationState.OPEN


def is_for(invitation: GuardianInvitation, user: User) -> bool:
    """Whether `user` has proven the address it was sent to. One query."""
    theirs = EmailAddress.objects.filter(user=user, verified=True, email=invitation.email)
    return bool(theirs.exists())


def worth_an_answer() -> QuerySet[Any]:
    """Those that are open and would open a record, with `records`."""
    return _counted(GuardianInvitation.objects.open()).filter(records__gt=0)


def invitations_for(user: User) -> QuerySet[GuardianInvitation]:
    """Those that wait for an address `user` has proven, with `records`. One query."""
    proven = EmailAddress.objects.filter(user=user, verified=True).values("email")
    return worth_an_answer().filter(email__in=proven)


def invitations_by(user: User) -> QuerySet[GuardianInvitation]:
    """Those `user` sent that wait for an answer, with those of their children `user` still owns: of a child
    whose guardian they no longer are they learn nothing here. Two queries.
    """
    owned = Prefetch("children", queryset=Child.objects.owned_by(user))
    return worth_an_answer().filter(invited_by=user).prefetch_related(owned)


def _counted(invitations: QuerySet[GuardianInvitation]) -> QuerySet[Any]:
    """Each with `records`: how many of its children the inviter still owns, none once their account is
    closed. So many it would open.
    """
    owned = Q(
        children__guardianships__user=F("invited_by"),
        children__guardianships__role=GuardianRole.OWNER,
        invited_by__is_active=True,
    )
    counted = invitations.annotate(records=Count("children", filter=owned))
    return counted.select_related("invited_by")
