"""Inviting another guardian: one link for several children, for whoever proves the address it was sent to."""

import logging
from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from childprogress.models import Child, GuardianInvitation, GuardianRole, Guardianship
from childprogress.models.invitations import INVITATION_LASTS
from childprogress.selectors.invitations import (
    InvitationState,
    guardian_invitation_path,
    is_for,
    state_of,
    worth_an_answer,
)
from childprogress.services.errors import ChildProgressError, stranger
from tfl.accounts.models import Role, User
from tfl.accounts.services.mail import (
    LEASE,
    MOST_ATTEMPTS,
    compose,
    next_attempt_after,
    site_context,
)
from tfl.accounts.services.roles import add_roles
from tfl.core.addresses import undeliverable
from tfl.core.errors import Refusal
from tfl.core.jobs import hint

logger = logging.getLogger(__name__)

INVITED_AS = (GuardianRole.EDITOR, GuardianRole.VIEWER)
"""An owner is made of a guardian, by an owner; no stranger becomes one by a mail."""


@transaction.atomic
def invite_guardian(
    *, email: str, role: str, children: Iterable[Child], by: User
) -> GuardianInvitation:
    """Invite whoever proves `email` to be a guardian of these children, all owned by `by`. A mail follows.
    Whether the address has an account is told to nobody.

    An invitation of `by` that waits at the same address stops working. Raises ChildProgressError, with the
    field.
    """
    address = _address(email, by)
    if role not in INVITED_AS:
        raise ChildProgressError(_("Choose one of the roles offered."), field="role")
    chosen = _hold_owned({child.pk for child in children}, by)
    now = timezone.now()
    GuardianInvitation.objects.open().filter(invited_by=by, email=address).update(revoked_at=now)
    invitation = GuardianInvitation.objects.create(
        email=address,
        role=role,
        invited_by=by,
        created_at=now,
        expires_at=now + INVITATION_LASTS,
        mail_due_at=now,
    )
    invitation.children.set(chosen)
    hint("childprogress.send_invitations")
    return invitation


@transaction.atomic
def accept_guardian_invitation(*, invitation: GuardianInvitation, by: User) -> list[Guardianship]:
    """Become a guardian, once, of those children the inviter still owns. Returns the guardianships that are
    new; who is a guardian already keeps their role. Raises ChildProgressError: NOT_FOUND for an address
    that is not proven, CONFLICT for an invitation that is over.
    """
    children = Child.objects.filter(invitations=invitation).order_by("pk")
    held = list(children.select_for_update(no_key=True, of=("self",)))
    # while we waited for them, an owner may have taken a child out of it
    named = set(invitation.children.values_list("pk", flat=True))
    owned = _owned_now(held, invitation.invited_by_id) & named
    _claim(invitation, by, owned)
    before = set(
        Guardianship.objects.filter(user=by, child__in=owned).values_list("child", flat=True)
    )
    new = Guardianship.objects.bulk_create(
        Guardianship(child=child, user=by, role=invitation.role)
        for child in held
        if child.pk in owned - before
    )
    add_roles(user=by, roles=(Role.PARENT,), by=None)
    return new


@transaction.atomic
def revoke_guardian_invitation(*, invitation: GuardianInvitation, by: User) -> None:
    """Stop a link from working. For who sent it; again changes nothing."""
    mine = GuardianInvitation.objects.visible_to(by).filter(pk=invitation.pk)
    if not mine.exists():
        raise stranger()
    mine.open().update(revoked_at=timezone.now())


def _claim(invitation: GuardianInvitation, by: User, children: set[int]) -> None:
    """Of two at the same moment, one is told that it was used."""
    if not by.is_active or not is_for(invitation, by):
        raise ChildProgressError(
            _("This invitation is for another address. Sign in with the one it was sent to."),
            refusal=Refusal.NOT_FOUND,
        )
    open_now = GuardianInvitation.objects.open().filter(pk=invitation.pk)
    if not children or not open_now.update(accepted_at=timezone.now()):
        raise ChildProgressError(_over(invitation), refusal=Refusal.CONFLICT)


def _over(invitation: GuardianInvitation) -> str:
    """As it is now. It is gone where its inviter deleted their account."""
    now = GuardianInvitation.objects.filter(pk=invitation.pk).first()
    match now and state_of(now):
        case InvitationState.USED:
            return _("This invitation was used already.")
        case InvitationState.EXPIRED:
            return _("This invitation has expired. Ask for a new one.")
    return _("This invitation is no longer valid. Ask for a new one.")


def _address(email: str, by: User) -> str:
    typed = email.strip()
    address = typed.lower()  # which can make another letter of one
    if problem := undeliverable(typed) or undeliverable(address):
        raise ChildProgressError(problem, field="email")
    own = EmailAddress.objects.filter(user=by, email=address)
    if address == by.email or own.exists():
        raise ChildProgressError(_("This is your own address."), field="email")
    return address


def _hold_owned(children: set[int], by: User) -> list[Child]:
    if not children:
        raise ChildProgressError(_("Choose at least one child."), field="children")
    held = list(Child.objects.filter(pk__in=children).order_by("pk").select_for_update(no_key=True))
    if _owned_now(held, by.pk) != children:
        raise ChildProgressError(
            _("Choose among the children whose record you own."),
            refusal=_why_not(children, by),
            field="children",
        )
    return held


def _why_not(children: set[int], by: User) -> Refusal:
    """To a guardian of them all, FORBIDDEN; anybody else learns of no record."""
    theirs = Child.objects.visible_to(by).filter(pk__in=children)
    return Refusal.FORBIDDEN if theirs.count() == len(children) else Refusal.NOT_FOUND


def _owned_now(held: Iterable[Child], user_id: int) -> set[int]:
    """Of children that are held; none for a closed account. One query."""
    owned = Guardianship.objects.filter(
        child__in=[child.pk for child in held],
        user=user_id,
        user__is_active=True,
        role=GuardianRole.OWNER,
    )
    return set(owned.values_list("child", flat=True))


# The mail --------------------------------------------------------------------------------------------


def send_guardian_invitations(*, limit: int = 200) -> int:
    """Mail at most `limit` invitations whose time has come. Returns how many left. As patient as
    `tfl.accounts.services.mail`: each is claimed by a conditional UPDATE before it is sent, so two sweeps
    never send one twice. One whose sweep died is taken up again after the lease, with the same Message-ID.
    """
    _give_up()
    return sum(_deliver(invitation) for invitation in _due(limit) if _take(invitation))


def forget_invitations() -> int:
    """Erase what has been over for a week, and the address with it. Returns how many."""
    over = GuardianInvitation.objects.over()
    number = over.count()
    over.delete()
    return number


def _due(limit: int) -> QuerySet[GuardianInvitation]:
    due = GuardianInvitation.objects.filter(mail_due_at__lte=timezone.now())
    return due.select_related("invited_by").order_by("mail_due_at", "pk")[:limit]


def _give_up() -> None:
    """What is over or opens nothing any more, and what ended its worker each time."""
    worth_a_mail = worth_an_answer().filter(mail_attempts__lt=MOST_ATTEMPTS)
    due = GuardianInvitation.objects.filter(mail_due_at__lte=timezone.now())
    due.exclude(pk__in=worth_a_mail.values("pk")).update(mail_due_at=None)


def _take(invitation: GuardianInvitation) -> bool:
    """Unless another sweep did since we read it, or it is over by now: when it is due is the lease."""
    until = timezone.now() + LEASE
    unclaimed = GuardianInvitation.objects.open().filter(
        pk=invitation.pk, mail_due_at=invitation.mail_due_at
    )
    taken = unclaimed.update(mail_due_at=until, mail_attempts=F("mail_attempts") + 1)
    invitation.mail_due_at = until
    invitation.mail_attempts += 1
    return bool(taken)


def _deliver(invitation: GuardianInvitation) -> bool:
    try:
        _message(invitation).send()
    except Exception as error:  # noqa: BLE001  one bad recipient or template never stops the others
        logger.warning("guardian invitation %s not sent: %s", invitation.pk, type(error).__name__)
        _finish(invitation, next_attempt_after(invitation.mail_attempts))
        return False
    _finish(invitation, None)
    return True


def _finish(invitation: GuardianInvitation, again_at: datetime | None) -> None:
    """If the claim is still ours."""
    ours = GuardianInvitation.objects.filter(pk=invitation.pk, mail_due_at=invitation.mail_due_at)
    ours.update(mail_due_at=again_at)


def _message(invitation: GuardianInvitation) -> EmailMultiAlternatives:
    """Says who invites and until when; of which children, nothing."""
    return compose(
        kind="guardian-invitation",
        to=invitation.email,
        name=f"guardian-invitation-{invitation.pk}-{int(invitation.created_at.timestamp())}",
        context={"invitation": invitation, **site_context(guardian_invitation_path(invitation.pk))},
    )
