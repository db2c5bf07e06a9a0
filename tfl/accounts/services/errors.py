"""The one error accounts' services raise."""

from django.utils.translation import gettext as _

from tfl.accounts.models import Role, User
from tfl.core.errors import Refusal, ServiceError


class AccountsError(ServiceError):
    """Nothing was done; the message is for the person who asked."""


def require_admin(by: User | None) -> None:
    """Refuse everybody but admins. `None` is the system itself: a command, or somebody signing up."""
    if by is not None and not by.has_role(Role.ADMIN):
        raise AccountsError(_("Only an admin can do this."), refusal=Refusal.FORBIDDEN)
