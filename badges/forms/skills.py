"""Choosing skills, among all there are."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tfl.core.fields import RowsField
from tfl.skills.models import Skill


class SkillPicker(forms.CheckboxSelectMultiple):
    """Boxes under the way to their category."""

    template_name = "badges/_skill_picker.html"


class SkillsField(RowsField):
    """Any of the skills; its `choices` are those that can be seen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Skill.objects.all(),
            required=False,
            widget=SkillPicker,
            template_name="badges/_skills_field.html",
            **kwargs,
        )


class SkillSearchForm(forms.Form):
    """Sent with the boxes that are ticked, so that these stay in sight."""

    q = forms.CharField(label=_("Search skills"), max_length=100, required=False)
