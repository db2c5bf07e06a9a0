"""The sweep that tells addresses of badges that wait for them, and sending a link anew.

It finds them in the database, as `tfl.accounts.services.mail` finds notices, and is as patient. What it sends
ends with a token that exists nowhere else; of a badge's links only the last one sent works.
"""

import logging
import secrets
from datetime import timedelta
from typing import Final

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from badges.models import Badge
from badges.models.badges import CLAIM_LINK_LASTS, in_force
from badges.selectors.claim_links import claim_link_path, hash_of
from badges.services.errors import BadgesError, require_staff, stranger
from badges.services.issuing import attach_badges
from tfl.accounts.models import User
from tfl.accounts.services import record
from tfl.accounts.services.mail import (
    LEASE,
    MOST_ATTEMPTS,
    compose,
    next_attempt_after,
    site_context,
)
from tfl.core.errors import Refusal
from tfl.core.jobs import hint

logger = logging.getLogger(__name__)

TOKEN_BYTES: Final = 32

BETWEEN_LINKS: Final = timedelta(minutes=10)
"""No address is mailed a new link sooner after the last."""


def send_claim_links(*, limit: int = 200) -> int:
    """Mail at most `limit` links whose time has come. Returns how many left.

    Each is claimed by a conditional UPDATE before it is sent, so two sweeps never send one twice. One whose
    sweep died is taken up again after the lease with a fresh token, since nothing knows the old one; so it
    also has a Message-ID of its own, by which no mail server takes it for a copy. Addresses that somebody
    has proven meanwhile need no link: the badge is theirs.
    """
    attach_badges()
    _give_up()
    sent = 0
    for badge in _due(limit):
        if token := _claim(badge):
            sent += _deliver(badge, token)
    return sent


@transaction.atomic
def renew_claim_link(*, badge: Badge, by: User) -> None:
    """Mail a new link to an address that has not been proven yet; the one before stops working. Asking again
    before it left changes nothing, and soon after is refused. Admins, and mentors who issued the badge.
    Raises BadgesError.
    """
    require_staff(by)
    mine = Badge.objects.visible_to(by).select_for_update(of=("self",), no_key=True)
    held = mine.filter(pk=badge.pk).first()
    if held is None:
        raise stranger()
    _require_waiting(held)
    if held.claim_link_due_at and not held.claim_link_attempts:
        return
    if held.claim_link_sent_at and timezone.now() < held.claim_link_sent_at + BETWEEN_LINKS:
        raise BadgesError(
            _("A link was sent less than ten minutes ago. Wait a little before you send another."),
            refusal=Refusal.CONFLICT,
        )
    _links().filter(pk=held.pk).update(
        claim_token_hash="",
        claim_link_expires_at=None,
        claim_link_sent_at=None,
        claim_link_attempts=0,
        claim_link_due_at=timezone.now(),
    )
    record(actor=by, action="renew-claim-link", on=held)
    hint("badges.send_claim_links")


def _require_waiting(badge: Badge) -> None:
    if badge.recipient_id is not None:
        raise BadgesError(
            _("The address was proven meanwhile. The badge is in its owner’s wallet."),
            refusal=Refusal.CONFLICT,
        )
    if badge.is_revoked:
        raise BadgesError(
            _("This badge was revoked, so no link is sent for it."), refusal=Refusal.CONFLICT
        )
    if badge.is_expired:
        raise BadgesError(
            _("This badge expired before it was claimed. Issue a new one."),
            refusal=Refusal.CONFLICT,
        )


def _links() -> QuerySet[Badge]:
    """Badges that wait at an address."""
    return Badge.objects.pending().filter(recipient__isnull=True)


def _due(limit: int) -> QuerySet[Badge]:
    due = _links().filter(claim_link_due_at__lte=timezone.now())
    rows = due.select_related("template", "issued_by", "issued_with")
    return rows.order_by("claim_link_due_at", "pk")[:limit]


def _give_up() -> None:
    """What expired, and what ended its worker each time."""
    hopeless = ~in_force() | Q(claim_link_attempts__gte=MOST_ATTEMPTS)
    _links().filter(hopeless, claim_link_due_at__lte=timezone.now()).update(claim_link_due_at=None)


def _claim(badge: Badge) -> str:
    """Take it and make its token, unless another sweep did since we read it: when it is due is the lease.
    Empty where one did.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    now = timezone.now()
    unclaimed = _links().filter(pk=badge.pk, claim_link_due_at=badge.claim_link_due_at)
    claimed = unclaimed.update(
        claim_token_hash=hash_of(token),
        claim_link_expires_at=now + CLAIM_LINK_LASTS,
        claim_link_attempts=F("claim_link_attempts") + 1,
        claim_link_due_at=now + LEASE,
    )
    badge.claim_link_attempts += 1
    return token if claimed else ""


def _deliver(badge: Badge, token: str) -> bool:
    ours = _links().filter(pk=badge.pk, claim_token_hash=hash_of(token))
    try:
        _message(badge, token).send()
    except Exception as error:  # noqa: BLE001  one bad recipient or template never stops the others
        logger.warning("claim link of badge %s not sent: %s", badge.pk, type(error).__name__)
        ours.update(claim_link_due_at=next_attempt_after(badge.claim_link_attempts))
        return False
    ours.update(claim_link_due_at=None, claim_link_sent_at=timezone.now())
    return True


def _message(badge: Badge, token: str) -> EmailMultiAlternatives:
    return compose(
        kind="claim-link",
        to=badge.issued_to,
        name=f"claim-link-{badge.pk}-{hash_of(token)[:16]}",
        context={"badge": badge, **site_context(claim_link_path(token))},
    )
