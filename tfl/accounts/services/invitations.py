"""Inviting people. The account is made at once, with its roles, so that mentors can prepare; the mail
that carries the link proves the address and lets the person choose a password.
"""

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tfl.accounts.models import Invitation, MailState, Notice, Role, User
from tfl.accounts.models.access import INVITATION_LASTS
from tfl.accounts.selectors import InvitationState, has_verified_address, state_of
from tfl.accounts.services.audit import record
from tfl.accounts.services.errors import AccountsError
from tfl.accounts.services.notices import notify_all
from tfl.core.errors import Refusal
from tfl.core.text import unreadable

LONGEST_NAME = 150


@transaction.atomic
def resend_invitation(*, user: User, by: User) -> Invitation:
    """Send a new link, good for another week; the one before stops working. For admins, and for the
    mentor of an invited student.
    """
    _require_inviter(user, by)
    _lock(user)
    if has_verified_address(user):
        raise AccountsError(
            _("They have accepted already. They can sign in, or reset their password."),
            refusal=Refusal.CONFLICT,
        )
    if not user.is_active:
        raise AccountsError(
            _("This account is deactivated. Reactivate it first."), refusal=Refusal.CONFLICT
        )
    invitation = renew_invitation(user=user, by=by)
    record(actor=by, action="resend-invitation", on=user)
    return invitation


@transaction.atomic
def accept_invitation(*, invitation: Invitation, password: str, name: str = "") -> User:
    """Set the password and count the address as verified: the link came by mail. Works once, within
    a week; of two at the same moment one is told that it was used.
    """
    user = _lock(invitation.user)
    now = timezone.now()
    pending = Invitation.objects.open().filter(pk=invitation.pk)
    usable = user.is_active and not has_verified_address(user)
    if not usable or not pending.update(accepted_at=now):
        invitation.refresh_from_db()
        raise AccountsError(REFUSALS[state_of(invitation)](), refusal=Refusal.CONFLICT)
    _set_up(user, password=password, name=name)
    _verify_address(user)
    invitation.accepted_at = now
    notices = Notice.objects.filter(user=user, kind="invitation")
    notices.unread().update(read_at=now)
    record(actor=user, action="accept-invitation", on=invitation)
    return user


def renew_invitation(*, user: User, by: User | None) -> Invitation:
    """Within the caller's transaction: whatever was sent before stops working and one new link goes
    out. A password somebody set without ever proving the address is forgotten.
    """
    now = timezone.now()
    before = Invitation.objects.filter(user=user, accepted_at__isnull=True, revoked_at__isnull=True)
    before.update(revoked_at=now)
    Notice.objects.filter(user=user, kind="invitation", mail_state=MailState.WAITING).update(
        mail_state=MailState.GAVE_UP
    )
    user.set_unusable_password()
    user.save(update_fields=["password"])
    [invitation] = create_invitations([user], by=by)
    return invitation


def create_invitations(users: list[User], *, by: User | None) -> list[Invitation]:
    """One link for each, in two statements for any number of people."""
    now = timezone.now()
    invitations = Invitation.objects.bulk_create(
        Invitation(user=user, invited_by=by, created_at=now, expires_at=now + INVITATION_LASTS)
        for user in users
    )
    notify_all(
        Notice(
            user=invitation.user,
            kind="invitation",
            key=f"invitation-{invitation.pk}",
            facts={
                "invitation": invitation.pk,
                "inviter": by.name if by else "",
                "expires_at": invitation.expires_at.isoformat(),
            },
        )
        for invitation in invitations
    )
    return invitations


REFUSALS = {
    # Lazily, in the language of whoever reads. VALID: it changed between our two looks.
    InvitationState.VALID: lambda: _("Please try again."),
    InvitationState.USED: lambda: _("This invitation was used already. You can sign in."),
    InvitationState.EXPIRED: lambda: _(
        "This invitation has expired. Ask the person who invited you to send it again."
    ),
    InvitationState.REVOKED: lambda: _(
        "This invitation is no longer valid. Look for a newer one, or ask the person who invited you."
    ),
}


def require_name(name: str) -> None:
    """Others decide by it whom they trust: it is short, and what it says can be seen."""
    if len(name) > LONGEST_NAME:
        raise AccountsError(_("A name has at most 150 characters."), field="name")
    if problem := unreadable(name):
        raise AccountsError(problem, field="name")


def _set_up(user: User, *, password: str, name: str) -> None:
    user.name = name.strip() or user.name
    require_name(user.name)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise AccountsError(" ".join(error.messages), field="password") from error
    user.set_password(password)
    user.save(update_fields=["name", "password"])


def _verify_address(user: User) -> None:
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()  # none was verified
    if EmailAddress.objects.filter(email=user.email, verified=True).exists():
        raise AccountsError(
            _("Another account has verified this address meanwhile. Sign in to that one."),
            refusal=Refusal.CONFLICT,
        )
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


def _lock(user: User) -> User:
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _require_inviter(user: User, by: User) -> None:
    own_student = by.has_role(Role.MENTOR) and by.students.filter(user=user).exists()
    if not by.has_role(Role.ADMIN) and not own_student:
        raise AccountsError(
            _("Only an admin or the student’s mentor can do this."), refusal=Refusal.FORBIDDEN
        )
