"""A child's record as a whole: adding, correcting, choosing what is shown, deleting."""

from collections.abc import Iterable
from datetime import date
from unicodedata import category, normalize
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from childprogress.ages import OLDEST, YOUNGEST, age_on, birthday, last_day
from childprogress.models import Child, GuardianInvitation, GuardianRole, Guardianship
from childprogress.services.errors import OWNERS, ChildProgressError, hold_child
from childprogress.vocabulary import Dimension
from tfl.accounts.models import Role, User
from tfl.core.errors import Refusal
from tfl.core.text import too_long, unreadable


@transaction.atomic
def add_child(
    *, name: str, date_of_birth: date, time_zone: str, dimensions: Iterable[str], by: User
) -> Child:
    """Begin a record; `by` is its owner. Raises ChildProgressError, with the field, for what cannot be."""
    if not by.has_role(Role.PARENT):
        raise ChildProgressError(
            _("Records of children are kept by their parents."), refusal=Refusal.FORBIDDEN
        )
    child = Child(
        name=name.strip(),
        date_of_birth=date_of_birth,
        time_zone=time_zone,
        dimensions=_in_order(dimensions),
    )
    _require_sound(child)
    child.save(force_insert=True)
    Guardianship.objects.create(child=child, user=by, role=GuardianRole.OWNER)
    return child


@transaction.atomic
def correct_child(
    *, child: Child, name: str, date_of_birth: date, time_zone: str, by: User
) -> Child:
    """Set right what was written down. What is recorded stays; age band and scores follow at once. For
    owners. A record that is closed opens again with a birth date that makes the child younger.
    """
    held = hold_child(child.pk, by, may=OWNERS)
    held.name, held.date_of_birth, held.time_zone = name.strip(), date_of_birth, time_zone
    _require_sound(held)
    held.save(update_fields=["name", "date_of_birth", "time_zone", "updated_at"])
    return held


@transaction.atomic
def choose_dimensions(*, child: Child, dimensions: Iterable[str], by: User) -> Child:
    """Show these and hide the others, whose data stays. For owners, at any time."""
    held = hold_child(child.pk, by, may=OWNERS)
    held.dimensions = _in_order(dimensions)
    _require_dimension(held)
    held.save(update_fields=["dimensions", "updated_at"])
    return held


@transaction.atomic
def delete_child(*, child: Child, confirmation: str, by: User) -> None:
    """Erase the record for good, with ticks, notes, guardians and what waits for them. For owners, who type
    the child's name as they see it.
    """
    held = hold_child(child.pk, by, may=OWNERS)
    if _seen(confirmation) != _seen(held.name):
        raise ChildProgressError(
            _("Type the name exactly as it is written above."), field="confirmation"
        )
    erase_children([held.pk])


def _seen(name: str) -> str:
    """Whatever looks the same: however it is composed and spaced, and without marks nobody sees or types."""
    shown = "".join(each for each in normalize("NFC", name.casefold()) if category(each) != "Cf")
    return " ".join(shown.split())


def erase_children(children: Iterable[int]) -> None:
    """Within the caller's transaction, who holds them. Invitations to nobody else's record go with them."""
    ids = list(children)
    named = GuardianInvitation.objects.filter(children__in=ids)
    invitations = list(named.values_list("pk", flat=True))
    Child.objects.filter(pk__in=ids).delete()
    GuardianInvitation.objects.filter(pk__in=invitations, children=None).delete()


def _in_order(dimensions: Iterable[str]) -> list[str]:
    """Raises ChildProgressError for a word that is none."""
    chosen = set(dimensions)
    if not chosen <= set(Dimension):
        raise ChildProgressError(_("Choose among the dimensions offered."), field="dimensions")
    return [dimension.value for dimension in Dimension if dimension in chosen]


def _require_sound(child: Child) -> None:
    _require_name(child.name)
    _require_time_zone(child.time_zone)
    _require_age(child.date_of_birth, timezone.localdate(timezone=ZoneInfo(child.time_zone)))
    _require_dimension(child)


def _require_name(name: str) -> None:
    if not name:
        raise ChildProgressError(_("Write a name, or what you call your child."), field="name")
    if problem := too_long(Child, "name", name) or unreadable(name):
        raise ChildProgressError(problem, field="name")


def _require_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ChildProgressError(_("Choose a time zone from the list."), field="time_zone")


def _require_age(born: date, today: date) -> None:
    """From the third birthday to the day before the seventeenth."""
    if born > today:
        problem = _("This day is still to come.")
    elif age_on(born, today) < YOUNGEST:
        problem = _("The checklists begin with the third birthday. Come back from %(day)s on.") % {
            "day": formats.date_format(birthday(born, YOUNGEST))
        }
    elif age_on(born, today) > OLDEST:
        problem = _(
            "The checklists end with the day before the seventeenth birthday, which was %(day)s."
        ) % {"day": formats.date_format(last_day(born))}
    else:
        return
    raise ChildProgressError(problem, field="date_of_birth")


def _require_dimension(child: Child) -> None:
    if not child.dimensions:
        raise ChildProgressError(_("Choose at least one dimension."), field="dimensions")
