"""The one error the services of childprogress raise, and the hold on a child's record."""

from django.utils.translation import gettext as _

from childprogress.models import Child, GuardianRole, Guardianship
from tfl.accounts.models import User
from tfl.core.errors import Refusal, ServiceError


class ChildProgressError(ServiceError):
    """Nothing was done; the message is for the guardian who asked, and names no child."""


OWNERS = (GuardianRole.OWNER,)
EDITORS = (GuardianRole.OWNER, GuardianRole.EDITOR)


def stranger() -> ChildProgressError:
    return ChildProgressError(_("There is no such record."), refusal=Refusal.NOT_FOUND)


def hold_child(child_id: int, by: User, *, may: tuple[GuardianRole, ...]) -> Child:
    """The child's row as it is now, until the transaction ends nobody else's to change, for a guardian in one
    of the roles `may`. Whatever guardians do to a record happens under this hold, so it happens one
    after the other. Two statements.

    Raises ChildProgressError: NOT_FOUND where `by` is no guardian, FORBIDDEN where their role is too little.
    """
    child = Child.objects.select_for_update(no_key=True).filter(pk=child_id).first()
    theirs = Guardianship.objects.filter(child=child_id, user=by)
    role = theirs.values_list("role", flat=True).first() if child and by.is_active else None
    if child is None or role is None:
        raise stranger()
    if role not in may:
        raise ChildProgressError(_too_little(may), refusal=Refusal.FORBIDDEN)
    return child


def require_open(child: Child) -> None:
    if child.is_closed:
        raise ChildProgressError(
            _("This record ended with the seventeenth birthday. It stays complete, to read."),
            refusal=Refusal.CONFLICT,
        )


def _too_little(may: tuple[GuardianRole, ...]) -> str:
    if may == OWNERS:
        return _("Only an owner of this record can do this. Ask one of them.")
    return _(
        "You can read and print this record. To change it, ask an owner to make you an editor."
    )
