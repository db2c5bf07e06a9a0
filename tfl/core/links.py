"""Links people hand in. They are shown, never fetched."""

from ipaddress import ip_address
from unicodedata import category, normalize
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

LINK_LENGTH = 255
IPV4 = 4
PRIVATE_ENDINGS = (
    ".local",
    ".localhost",
    ".localdomain",
    ".internal",
    ".intranet",
    ".lan",
    ".home",
    ".home.arpa",
    ".corp",
    ".onion",
    ".test",
    ".invalid",
)

_well_formed = URLValidator(schemes=["http", "https"])


class BadLinkError(ValueError):
    """The text is no link this product shows; the message says what to change."""


def public_link(text: str) -> str:
    """`text`, stripped, if it is an http(s) link to a public host of at most 255 characters.

    Raises BadLinkError. Nothing is looked up or fetched.
    """
    link = text.strip()
    if len(link) > LINK_LENGTH:
        raise BadLinkError(_("The link is longer than 255 characters. Use a shorter one."))
    try:
        _well_formed(link)
        parts = urlsplit(link)
        host = _as_browsers_read_it(parts.hostname or "")
        parts.port  # noqa: B018  raises where it is none
    except (ValidationError, ValueError) as error:
        raise BadLinkError(
            _("This is no link. Write the whole address, beginning with https://.")
        ) from error
    if any(category(character) in {"Cc", "Cf"} for character in link):
        raise BadLinkError(_("The link holds characters nobody can see. Type it anew."))
    if parts.username is not None or parts.password is not None:
        raise BadLinkError(_("The link holds a name or password. Take it out and try again."))
    if _is_private(host):
        raise BadLinkError(_("Nobody else can open this address. Use a public one."))
    return link


def _as_browsers_read_it(host: str) -> str:
    """Full-width digits and ideographic full stops are digits and full stops to them."""
    return normalize("NFKC", host).replace("。", ".").rstrip(".")


def _is_private(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return "." not in host or host.lower().endswith(PRIVATE_ENDINGS)
    # IPv6 has several ways to write a private IPv4 address; nobody hands in a number anyway.
    return address.version != IPV4 or not address.is_global or address.is_multicast
