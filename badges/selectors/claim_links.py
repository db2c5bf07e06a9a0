"""What the link in a mail opens that tells an address of its badge."""

import hashlib
from dataclasses import dataclass
from enum import Enum
from typing import Final

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from badges.models import Badge, BadgeStatus
from tfl.accounts.models import User


class LinkState(Enum):
    """In the first four the badge waits to be claimed."""

    YOURS = "yours"
    """Whoever looks has proven the address."""
    SIGNED_OUT = "signed-out"
    SOMEBODY_ELSE = "somebody-else"
    """Whoever looks is signed in and has not proven the address."""
    LINK_EXPIRED = "link-expired"
    BADGE_EXPIRED = "badge-expired"
    CLAIMED = "claimed"
    HELD = "held"
    """Claimed, by whoever looks."""
    REVOKED = "revoked"


SHOWS_THE_BADGE: Final = {LinkState.YOURS, LinkState.SIGNED_OUT, LinkState.SOMEBODY_ELSE}


@dataclass(frozen=True)
class ClaimLink:
    """A link that was sent, as `user` finds it."""

    badge: Badge
    state: LinkState

    @property
    def shows_the_badge(self) -> bool:
        return self.state in SHOWS_THE_BADGE

    @property
    def masked_address(self) -> str:
        """Enough for its owner to know it: “n…@example.org”. Empty once the badge is somebody's."""
        name, at, host = self.badge.issued_to.rpartition("@")
        return f"{name[:1]}…@{host}" if at else ""


def claim_link_path(token: str) -> str:
    return reverse("badge_claim_link", args=[token])


def hash_of(token: str) -> str:
    """As it is stored: nobody who reads the database can open a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_claim_link(token: str, user: User | AnonymousUser) -> ClaimLink | None:
    """The link that ends with `token`, as `user` finds it; None where none was sent or a newer one was. At
    most two queries.
    """
    badges = Badge.objects.select_related("template", "issued_by", "issued_with")
    badge = badges.filter(claim_token_hash=hash_of(token)).first()
    return ClaimLink(badge, _state(badge, user)) if badge else None


def _state(badge: Badge, user: User | AnonymousUser) -> LinkState:
    """An expired link hides the badge from all but the owner of the address, who needs no link."""
    if badge.is_revoked:
        return LinkState.REVOKED
    if badge.status == BadgeStatus.CLAIMED:
        return LinkState.HELD if badge.recipient_id == user.pk else LinkState.CLAIMED
    if badge.is_expired:
        return LinkState.BADGE_EXPIRED
    if isinstance(user, User) and _is_theirs(badge, user):
        return LinkState.YOURS
    if badge.claim_link_expires_at is None or badge.claim_link_expires_at <= timezone.now():
        return LinkState.LINK_EXPIRED
    return LinkState.SOMEBODY_ELSE if user.is_authenticated else LinkState.SIGNED_OUT


def _is_theirs(badge: Badge, user: User) -> bool:
    if badge.recipient_id is not None:
        return badge.recipient_id == user.pk
    proven = EmailAddress.objects.filter(user=user, verified=True, email=badge.issued_to)
    return bool(proven.exists())
