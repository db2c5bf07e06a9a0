"""Taking a badge back, and with it what it alone held up."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from badges.models import Badge, BadgeStatus, MilestoneAchievement
from badges.selectors.support import unsupported_without
from badges.services.achievements import in_order
from badges.services.errors import Actor, BadgesError, require_staff, stranger
from badges.services.evaluation import remember_change_for
from badges.services.issuing import require_may_give
from badges.services.stillness import hold_person
from tfl.accounts.models import ApiToken, User
from tfl.accounts.services import notify, record
from tfl.core.errors import Refusal
from tfl.core.text import too_long


@transaction.atomic
def revoke_badge(*, badge: Badge, by: Actor, reason: str) -> Badge:
    """Take a badge back for good, claimed or not. Achievements it counted towards are marked revoked where
    what is left, expired badges included, no longer supports them; imported ones stay. The holder is told.

    Admins, mentors for their students, tokens with the scope. Raises BadgesError; CONFLICT the second time.
    """
    reason = _reason(reason)
    held = _hold(badge)
    _require_may_take(by, held)
    if held.is_revoked:
        raise BadgesError(_("This badge was revoked already."), refusal=Refusal.CONFLICT)
    was_claimed = held.status == BadgeStatus.CLAIMED
    held.status = BadgeStatus.REVOKED
    held.revoked_at = timezone.now()
    held.revoked_by = by if isinstance(by, User) else None
    held.revoked_because = reason
    held.claim_link_due_at = None
    held.save()
    if was_claimed:
        revoke_unsupported(held)
    _write_down(held, by=by)
    return held


def revoke_unsupported(badge: Badge) -> int:
    """Mark revoked what this badge counted towards and the others do not support. Six reads and two writes
    at most, three and none where nothing is lost. Returns how many. A rule that cannot be read takes nothing
    away.
    """
    gone = [achievement.pk for achievement in unsupported_without(badge)]
    if not gone:
        return 0
    remember_change_for(badge.recipient_id or 0)
    lost = in_order(MilestoneAchievement.objects.filter(pk__in=gone))
    return lost.update(revoked_at=badge.revoked_at, revoked_with=badge)


def _hold(badge: Badge) -> Badge:
    """The badge as it is now, its recipient's row held before it."""
    if badge.recipient_id is not None:
        hold_person(badge.recipient_id)
    held = (
        Badge.objects.select_for_update(of=("self",), no_key=True)
        .select_related("template", "recipient")
        .filter(pk=badge.pk)
        .first()
    )
    if held is None:
        raise stranger()
    if held.recipient_id != badge.recipient_id:  # somebody proved the address at this very moment
        raise BadgesError(
            _("The badge was just taken up by its owner. Please try again."),
            refusal=Refusal.CONFLICT,
        )
    return held


def _require_may_take(by: Actor, badge: Badge) -> None:
    """Who may give it to this person, or has given it to this address."""
    require_staff(by)
    if badge.recipient is None and isinstance(by, User) and badge.issued_by_id == by.pk:
        return
    try:
        require_may_give(by, badge.recipient, badge.issued_to)
    except BadgesError as error:
        raise stranger() from error


def _reason(reason: str) -> str:
    reason = " ".join(reason.split())
    if not reason:
        raise BadgesError(_("Say why. The holder reads it."), field="reason")
    if problem := too_long(Badge, "revoked_because", reason):
        raise BadgesError(problem, field="reason")
    return reason


def _write_down(badge: Badge, *, by: Actor) -> None:
    """The reason stands with the badge alone, and goes with it when the holder deletes their account."""
    record(
        actor=by if isinstance(by, User) else None,
        token=by if isinstance(by, ApiToken) else None,
        action="revoke-badge",
        on=badge,
    )
    if badge.recipient:
        notify(
            user=badge.recipient,
            kind="badge-revoked",
            key=f"badge-revoked-{badge.pk}",
            facts={"badge": badge.template.name, "reason": badge.revoked_because},
            path=reverse("wallet"),
        )
