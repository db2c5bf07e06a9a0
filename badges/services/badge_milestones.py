"""The life of a badge milestone: built, activated, edited within limits, deactivated, deleted while nobody
reached it.

Whatever could change who is awarded holds all badges still, so no claim in progress slips by (see
`stillness`).
"""

from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from badges.icons import ICONS
from badges.models import MilestoneConfig, MilestoneType
from badges.selectors.facts import category_tree
from badges.services.errors import BadgesError, require_admin
from badges.services.stillness import hold_badges_still
from badges.triggers import Trigger, TriggerError, parse_trigger
from badges.words import problem
from tfl.accounts.models import User
from tfl.accounts.services import record
from tfl.core.csv_rows import echo
from tfl.core.errors import Refusal
from tfl.core.jobs import hint
from tfl.core.text import too_long, unreadable

TYPES: Final = {
    "badge_count": MilestoneType.BADGE_COUNT,
    "category_count": MilestoneType.CATEGORY_COUNT,
}
"""By metric. One that is not here shows as BADGE_COUNT."""


def create_badge_milestone(
    *,
    title: str,
    trigger: Any,
    by: User,
    description: str = "",
    icon: str = "",
    request_key: UUID | None = None,
) -> MilestoneConfig:
    """A new badge milestone, inactive: activating it awards it. An empty `description` is written from the
    rule.

    `trigger` is JSON as in `badges.triggers`. Asking again with the same `request_key` answers with the one
    created before. Only admins; raises BadgesError with the field.
    """
    require_admin(by)
    mine = MilestoneConfig.objects.filter(created_by=by, request_key=request_key)
    if before := request_key and mine.first():
        return before
    rule = usable(trigger)
    milestone = MilestoneConfig(
        created_by=by, trigger=rule.as_json(), type=type_of(rule), request_key=request_key
    )
    _put(milestone, title=title, description=description, icon=icon)
    try:
        with transaction.atomic():
            milestone.save()
            record(actor=by, action="create-badge-milestone", on=milestone, after=milestone.trigger)
    except IntegrityError as error:  # the other of two clicks was first
        if found := request_key and mine.first():
            return found
        raise BadgesError(
            _("This was sent by somebody else already. Fill in the form anew."),
            refusal=Refusal.CONFLICT,
        ) from error
    return milestone


@transaction.atomic
def edit_badge_milestone(
    *,
    milestone: MilestoneConfig,
    by: User,
    title: str,
    threshold: int | None = None,
    seen_threshold: int | None = None,
    description: str = "",
    icon: str = "",
) -> MilestoneConfig:
    """Change its words, and its threshold while nobody has ever reached it. Metric, scope, category and
    sub-categories never change. An active one whose threshold changed is backfilled by the sweep.

    `seen_threshold` is what it was when `by` looked; a `threshold` equal to it is no wish to change it.
    Raises BadgesError: CONFLICT for a threshold that is fixed by now, or another than was seen.
    """
    require_admin(by)
    hold_badges_still()
    held = _hold(milestone)
    _put(held, title=title, description=description, icon=icon)
    held.save(update_fields=["title", "description", "icon"])
    before = held.trigger
    if threshold is not None and threshold != seen_threshold:
        _set_threshold(held, threshold, seen=seen_threshold)
    record(actor=by, action="edit-badge-milestone", on=held, before=before, after=held.trigger)
    return held


@transaction.atomic
def activate_badge_milestone(*, milestone: MilestoneConfig, by: User) -> MilestoneConfig:
    """Let it award: whoever fulfils it already gets it from the sweep, others when they claim. Doing it twice
    changes nothing. Raises BadgesError where its rule cannot be used.
    """
    require_admin(by)
    held = _hold(milestone)
    if held.active:
        return held
    usable(held.trigger)
    held.active = True
    _ask_for_backfill(held)
    held.save(update_fields=["active", "backfill_requested_at"])
    record(actor=by, action="activate-badge-milestone", on=held)
    return held


@transaction.atomic
def deactivate_badge_milestone(*, milestone: MilestoneConfig, by: User) -> MilestoneConfig:
    """From now on it awards nobody; whoever reached it keeps it. Doing it twice changes nothing."""
    require_admin(by)
    hold_badges_still()
    held = _hold(milestone)
    if held.active:
        held.active = False
        held.backfill_requested_at = None
        held.save(update_fields=["active", "backfill_requested_at"])
        record(actor=by, action="deactivate-badge-milestone", on=held)
    return held


@transaction.atomic
def delete_badge_milestone(*, milestone: MilestoneConfig, by: User) -> None:
    """Only while nobody has ever reached it; raises BadgesError (CONFLICT) after that."""
    require_admin(by)
    hold_badges_still()
    held = _hold(milestone)
    if held.achievements.exists():
        raise BadgesError(
            _("Somebody reached this badge milestone, so it stays. Deactivate it instead."),
            refusal=Refusal.CONFLICT,
        )
    record(actor=by, action="delete-badge-milestone", on=held, before=held.trigger)
    held.delete()


def usable(trigger: Any) -> Trigger:
    """The rule, if badges can be counted by it now. One query. Raises BadgesError with the field."""
    try:
        return parse_trigger(trigger, category_tree())
    except TriggerError as error:
        raise BadgesError(problem(error), field=echo(error.field) or "trigger") from error


def type_of(trigger: Trigger) -> MilestoneType:
    return TYPES.get(trigger.metric, MilestoneType.BADGE_COUNT)


def _hold(milestone: MilestoneConfig) -> MilestoneConfig:
    held = MilestoneConfig.objects.select_for_update().filter(pk=milestone.pk).first()
    if held is None:
        raise BadgesError(
            _("There is no such badge milestone (any more)."), refusal=Refusal.NOT_FOUND
        )
    return held


def _put(milestone: MilestoneConfig, *, title: str, description: str, icon: str) -> None:
    title, description = " ".join(title.split()), " ".join(description.split())
    if not title:
        raise BadgesError(_("A badge milestone needs a title."), field="title")
    for field, text in (("title", title), ("description", description)):
        if wrong := too_long(MilestoneConfig, field, text) or unreadable(text):
            raise BadgesError(wrong, field=field)
    if icon and icon not in ICONS:
        raise BadgesError(_("There is no such icon. Choose one of those shown."), field="icon")
    milestone.title, milestone.description = title, description
    milestone.icon = icon or milestone.icon


def _set_threshold(milestone: MilestoneConfig, threshold: int, *, seen: int | None) -> None:
    now = milestone.trigger.get("threshold") if isinstance(milestone.trigger, dict) else None
    if threshold == now:
        return
    if milestone.achievements.exists():
        raise BadgesError(
            _("Somebody reached this badge milestone, so its threshold stays as it is."),
            field="threshold",
            refusal=Refusal.CONFLICT,
        )
    if seen is not None and seen != now:
        raise BadgesError(
            _(
                "The threshold is %(now)s by now: another admin changed it. To replace that, save again."
            )
            % {"now": now},
            field="threshold",
            refusal=Refusal.CONFLICT,
        )
    rule = usable({**milestone.trigger, "threshold": threshold} if now is not None else None)
    milestone.trigger = rule.as_json()
    if milestone.active:
        _ask_for_backfill(milestone)
    milestone.save(update_fields=["trigger", "backfill_requested_at"])


def _ask_for_backfill(milestone: MilestoneConfig) -> None:
    milestone.backfill_requested_at = timezone.now()
    hint("badges.catch_up")
