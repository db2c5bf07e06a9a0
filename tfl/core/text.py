"""Text that comes in and goes out."""

from typing import cast

from django.db import models
from django.utils.translation import gettext as _


def too_long(model: type[models.Model], field: str, text: str) -> str | None:
    """What to tell the person when `text` does not fit the model's field; None when it does."""
    most = cast("models.CharField[str, str]", model._meta.get_field(field)).max_length or 0
    if len(text.strip()) <= most:
        return None
    return _("This is longer than %(most)s characters. Shorten it.") % {"most": most}
