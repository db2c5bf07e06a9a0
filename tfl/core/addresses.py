"""Email addresses somebody typed, of people we may not know."""

from typing import Final
from unicodedata import category, normalize

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

LONGEST_EMAIL: Final = 254


def undeliverable(address: str) -> str | None:
    """What to tell whoever typed `address` when no mail would reach anybody; None when one may. Also refused
    is what mail programs read as another address than it looks.
    """
    try:
        validate_email(address)
    except ValidationError:
        return _("Write an email address, for example ana@example.org.")
    if len(address) > LONGEST_EMAIL:
        return _("An email address has at most 254 characters.")
    host = address.rpartition("@")[2]
    hidden = any(category(character) in {"Cc", "Cf"} for character in address)
    if hidden or normalize("NFKC", address) != address or host.startswith("[") or "." not in host:
        return _("Nobody gets mail at this address as it is written. Type it anew.")
    return None
