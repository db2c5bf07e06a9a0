"""Choosing what a badge looks like."""

from django import forms
from django.utils.translation import gettext_lazy as _

from badges.icons import DEFAULT_ICON, ICON_CHOICES


class IconPicker(forms.RadioSelect):
    """Every icon as a picture with its name."""

    template_name = "badges/_icon_picker.html"


def icon_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Icon"), choices=ICON_CHOICES, initial=DEFAULT_ICON, widget=IconPicker
    )
