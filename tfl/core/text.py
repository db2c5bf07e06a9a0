"""Text that comes in and goes out."""

from typing import Final, cast
from unicodedata import category

from django.db import models
from django.utils.translation import gettext as _


def too_long(model: type[models.Model], field: str, text: str) -> str | None:
    """What to tell the person when `text` does not fit the model's field; None when it does."""
    most = cast("models.CharField[str, str]", model._meta.get_field(field)).max_length or 0
    if len(text.strip()) <= most:
        return None
    return _("This is longer than %(most)s characters. Shorten it.") % {"most": most}


BARRED: Final = {"Cc", "Cn", "Co", "Cs"}
"""Categories of control characters, of what Unicode has nothing for, and of halves of characters."""

TURNS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They set the direction of whatever follows, also outside of the text."""

BLANK: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols without a shape."""


def unreadable(text: str, *, lines: bool = False) -> str | None:
    """What to tell the person when `text` holds what nobody can see, or shows nothing at all; None when it is
    fine or empty. Joiners and marks of direction may be within: emoji and many scripts need them. Only
    with `lines` it may have several.
    """
    looked_at = [each for each in text if not (lines and each in "\r\n\t")]
    if any(each in TURNS or _category(each) in BARRED for each in looked_at):
        return _("This holds characters nobody can see. Type it anew.")
    if text.strip() and not any(_is_seen(each) for each in looked_at):
        return _("Nobody can see this. Write some words.")
    return None


def _is_seen(character: str) -> bool:
    return _category(character)[0] in "LNPS" and character not in BLANK


def _category(character: str) -> str:
    """There are emoji that Python does not know yet."""
    known = category(character)
    return "So" if known == "Cn" and "\U0001f000" <= character <= "\U0001faff" else known
