"""Taking a badge: the one moment at which achievements are earned."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from badges.models import Badge, BadgeStatus, How, MilestoneAchievement
from badges.services.errors import Actor, BadgesError, require_staff, stranger
from badges.services.evaluation import award
from badges.services.stillness import hold_person
from tfl.accounts.models import ApiToken, User
from tfl.core.errors import Refusal


@transaction.atomic
def claim_badge(*, badge: Badge, by: Actor) -> list[MilestoneAchievement]:
    """Take a badge that waits: its recipient, or a system for them. Returns the new achievements, each with
    its milestone; claiming a claimed badge again changes nothing and returns none. `badge` tells it too.

    Six statements at most, whatever the number of badge milestones. Raises BadgesError: NOT_FOUND for a
    stranger, CONFLICT for a badge that is revoked, expired, or still nobody's.
    """
    if isinstance(by, ApiToken):
        require_staff(by)
    recipient_id = _recipient(badge, by)
    hold_person(recipient_id)
    now = timezone.now()
    theirs = Badge.objects.filter(pk=badge.pk, recipient=recipient_id)
    waited = theirs.claimable().update(status=BadgeStatus.CLAIMED, claimed_at=now)
    new = award([recipient_id], how=How.CLAIM) if waited else []
    badge.claimed_at = now if waited else _claimed_before(theirs.first())
    badge.status = BadgeStatus.CLAIMED
    return new


def _recipient(badge: Badge, by: Actor) -> int:
    if isinstance(by, User):
        if badge.recipient_id != by.pk:
            raise stranger()
        return by.pk
    if badge.recipient_id is None:
        raise BadgesError(
            _(
                "Nobody has proven the address of this badge yet. They claim it with the link in their mail."
            ),
            refusal=Refusal.CONFLICT,
        )
    return badge.recipient_id


def _claimed_before(badge: Badge | None) -> datetime | None:
    """When. Raises BadgesError for one that never was, with the reason why it cannot be."""
    if badge is None:
        raise stranger()
    if badge.is_revoked:
        raise BadgesError(
            _("This badge was revoked, so it cannot be claimed."), refusal=Refusal.CONFLICT
        )
    if badge.is_pending:
        raise BadgesError(
            _("This badge expired before it was claimed. Ask whoever issued it for a new one."),
            refusal=Refusal.CONFLICT,
        )
    return badge.claimed_at
