"""Ticking and unticking: the seed's two flows."""

from datetime import datetime

from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from childprogress import rules
from childprogress.ages import BANDS, AgeBand, band_begins
from childprogress.models import Child, ChildMilestone, MilestoneDefinition
from childprogress.services.errors import EDITORS, ChildProgressError, hold_child, require_open
from tfl.accounts.models import User
from tfl.core.errors import Refusal


@transaction.atomic
def tick(*, child: Child, definition: MilestoneDefinition, by: User) -> ChildMilestone:
    """Record that the child was seen doing this. Ticking what is ticked changes nothing. Four statements.

    However many ask at once, there is one row, and each call that changed something is in its history once:
    they queue for the child. Raises ChildProgressError: NOT_FOUND for a stranger or an item that is not
    shown, FORBIDDEN for a viewer, CONFLICT for an item of a later age band or off the list, or a closed
    record.
    """
    held = hold_child(child.pk, by, may=EDITORS)
    _require_tickable(held, definition)
    row = _row(held, definition) or ChildMilestone(child=held, milestone=definition)
    if row.achieved:
        return row
    return _write(row, rules.ticked(row.achieved_history, timezone.now()))


@transaction.atomic
def untick(*, child: Child, definition: MilestoneDefinition, by: User) -> ChildMilestone | None:
    """Take a tick back; when it was set stays in the history. None, and nothing written, for what was never
    ticked. Otherwise as `tick`.
    """
    held = hold_child(child.pk, by, may=EDITORS)
    _require_tickable(held, definition)
    row = _row(held, definition)
    if row is None or not row.achieved:
        return row
    return _write(row, rules.unticked(row.achieved_history, timezone.now()))


def _row(child: Child, definition: MilestoneDefinition) -> ChildMilestone | None:
    return ChildMilestone.objects.filter(child=child, milestone=definition).first()


def _write(row: ChildMilestone, history: rules.History) -> ChildMilestone:
    since: datetime | None = rules.ticked_since(history)
    row.achieved_history = history
    row.achieved, row.achieved_at = since is not None, since
    row.save(force_insert=row.pk is None, force_update=row.pk is not None)
    return row


def _require_tickable(child: Child, definition: MilestoneDefinition) -> None:
    if not child.shows(definition.dimension):
        raise ChildProgressError(_("There is no such item."), refusal=Refusal.NOT_FOUND)
    if definition.is_retired:
        raise ChildProgressError(
            _("This item left the checklist. What was noted stays, to read."),
            refusal=Refusal.CONFLICT,
        )
    require_open(child)
    band = AgeBand(definition.age_band)
    if BANDS.index(band) > BANDS.index(child.age_band):
        begins = formats.date_format(band_begins(child.date_of_birth, band))
        raise ChildProgressError(
            _("This item can be ticked from %(day)s on.") % {"day": begins},
            refusal=Refusal.CONFLICT,
        )
