"""What holders of badges fill in."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from badges.models import Badge, ShownAs
from tfl.accounts.forms import ServiceForm


class ShownAsForm(ServiceForm):
    shown_as = forms.TypedChoiceField(
        label=_("Your name on its public page"), choices=ShownAs.choices, coerce=ShownAs
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, badge: Badge) -> None:
        """The ids are the badge's own: a page holds many of these."""
        super().__init__(data, initial={"shown_as": badge.shown_as}, auto_id=f"badge-{badge.pk}-%s")
