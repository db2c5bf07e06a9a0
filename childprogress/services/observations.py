"""Writing down what was seen, and taking it back."""

from datetime import date

from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from childprogress.models import Child, GuardianRole, Guardianship, Observation
from childprogress.models.records import LONGEST_OBSERVATION
from childprogress.services.errors import EDITORS, ChildProgressError, hold_child, require_open
from childprogress.vocabulary import Sentiment
from tfl.accounts.models import User
from tfl.core.errors import Refusal
from tfl.core.text import unreadable


@transaction.atomic
def observe(
    *, child: Child, dimension: str, observed_on: date, text: str, sentiment: str, by: User
) -> Observation:
    """Note what was seen, today or up to a year ago. Three statements. For owners and editors."""
    held = hold_child(child.pk, by, may=EDITORS)
    require_open(held)
    written = text.strip()
    if not held.shows(dimension):
        raise ChildProgressError(_("Choose one of the dimensions you see."), field="dimension")
    if sentiment not in set(Sentiment):
        raise ChildProgressError(_("Choose how it felt."), field="sentiment")
    _require_text(written)
    _require_day(observed_on, held.today())
    return Observation.objects.create(
        child=held,
        dimension=dimension,
        observed_on=observed_on,
        text=written,
        sentiment=sentiment,
        author=by,
    )


@transaction.atomic
def delete_observation(*, observation: Observation, by: User) -> Observation:
    """Take a note away; it can be brought back for 30 days. For its author and for owners. Deleting one that
    is deleted changes nothing.
    """
    held = _hold_observation(observation, by)
    if held.deleted_at is None:
        held.deleted_at = timezone.now()
        held.save(update_fields=["deleted_at"])
    return held


@transaction.atomic
def restore_observation(*, observation: Observation, by: User) -> Observation:
    """Bring a deleted note back. For its author and for owners. Raises ChildProgressError after 30 days."""
    held = _hold_observation(observation, by)
    if held.deleted_at is not None:
        if not Observation.objects.restorable().filter(pk=held.pk).exists():
            raise ChildProgressError(_gone(), refusal=Refusal.NOT_FOUND)
        held.deleted_at = None
        held.save(update_fields=["deleted_at"])
    return held


def forget_observations() -> int:
    """Erase what was deleted so long ago that nobody can bring it back. Returns how many."""
    return Observation.objects.forgotten().delete()[0]


def _hold_observation(observation: Observation, by: User) -> Observation:
    """As it is now, for its author, or an owner."""
    child = hold_child(observation.child_id, by, may=EDITORS)
    require_open(child)
    held = Observation.objects.filter(pk=observation.pk, child=child).first()
    if held is None or not child.shows(held.dimension):
        raise ChildProgressError(_gone(), refusal=Refusal.NOT_FOUND)
    if held.author_id != by.pk and not _is_owner(child, by):
        raise ChildProgressError(
            _("Somebody else wrote this. They or an owner can take it away."),
            refusal=Refusal.FORBIDDEN,
        )
    return held


def _is_owner(child: Child, by: User) -> bool:
    owners = Guardianship.objects.filter(child=child, role=GuardianRole.OWNER)
    return owners.filter(user=by).exists()


def _require_text(text: str) -> None:
    if not text:
        raise ChildProgressError(_("Write what you saw."), field="text")
    if len(text) > LONGEST_OBSERVATION:
        raise ChildProgressError(
            _("This is longer than %(most)s characters. Shorten it.")
            % {"most": LONGEST_OBSERVATION},
            field="text",
        )
    if problem := unreadable(text, lines=True):
        raise ChildProgressError(problem, field="text")


def _require_day(day: date, today: date) -> None:
    if day > today:
        raise ChildProgressError(_("This day is still to come."), field="observed_on")
    if day < a_year_before(today):
        raise ChildProgressError(
            _("Notes go back a year at most, to %(day)s.")
            % {"day": formats.date_format(a_year_before(today))},
            field="observed_on",
        )


def a_year_before(day: date) -> date:
    """The same day of the year before; 28 February where that has no 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _gone() -> str:
    return _("There is no such note any more.")
