"""The one error the services of badges raise, and who may do what."""

from django.utils.translation import gettext as _

from tfl.accounts.models import ApiToken, Role, TokenScope, User
from tfl.core.errors import Refusal, ServiceError

Actor = User | ApiToken


class BadgesError(ServiceError):
    """Nothing was done; the message is for the person who asked."""


def stranger() -> BadgesError:
    return BadgesError(_("There is no such badge."), refusal=Refusal.NOT_FOUND)


def require_admin(by: Actor) -> None:
    if not (isinstance(by, User) and by.has_role(Role.ADMIN)):
        raise BadgesError(_("Only an admin can do this."), refusal=Refusal.FORBIDDEN)


def require_staff(by: Actor) -> None:
    """An admin, a mentor, or a token with the scope; whom they may give badges to is asked besides."""
    if isinstance(by, ApiToken):
        if TokenScope.BADGES not in by.scopes:
            raise BadgesError(
                _("This token may not issue, claim or revoke badges."), refusal=Refusal.FORBIDDEN
            )
    elif not by.has_role(Role.ADMIN, Role.MENTOR):
        raise BadgesError(
            _("Badges are issued and revoked by admins and mentors."), refusal=Refusal.FORBIDDEN
        )
