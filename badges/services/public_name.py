"""How the public page of a badge names who holds it."""

from badges.models import Badge, ShownAs
from badges.services.errors import stranger
from tfl.accounts.models import User


def show_as(*, badge: Badge, shown_as: ShownAs, by: User) -> None:
    """Its holder chooses, at any time. Raises BadgesError for a stranger."""
    if not Badge.objects.held_by(by).filter(pk=badge.pk).update(shown_as=shown_as):
        raise stranger()
