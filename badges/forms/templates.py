"""The forms of the pages about badge templates."""

from collections.abc import Collection, Iterable
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from badges.forms.icons import icon_field
from badges.forms.skills import SkillsField
from badges.icons import DEFAULT_ICON
from badges.models import BadgeTemplate, TemplateState
from badges.models.templates import LONGEST_VALIDITY
from badges.selectors.templates import skill_choices
from tfl.accounts.forms import ServiceForm
from tfl.skills.models import Skill


class TemplateFilterForm(forms.Form):
    q = forms.CharField(label=_("Name or skill"), max_length=100, required=False)
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All states")), *TemplateState.choices], required=False
    )

    def __init__(self, data: Any = None, *, only_active: bool) -> None:
        super().__init__(data)
        if only_active:
            del self.fields["state"]


class TemplateForm(ServiceForm):
    name = forms.CharField(label=_("Name"), max_length=100)
    description = forms.CharField(
        label=_("Criteria"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What somebody has to show to be given this badge. Everybody can read it."),
    )
    icon = icon_field()
    validity_days = forms.IntegerField(
        label=_("Valid for how many days?"),
        min_value=1,
        max_value=LONGEST_VALIDITY,
        required=False,
        help_text=_("From the day of issue. Empty: for good."),
    )
    skills = SkillsField(
        label=_("Skills"),
        help_text=_(
            "Badge milestones of a category count it by these. Without any it counts in the others."
        ),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        template: BadgeTemplate | None = None,
        chosen: Collection[str] = (),
    ) -> None:
        """Ticked are the skills of `template`, or of the ids `chosen`. Two queries when all are shown."""
        shown = _initial(template) if template and data is None else {"skills": chosen}
        super().__init__(data, initial=shown)
        ticked = {str(getattr(skill, "pk", skill)) for skill in self["skills"].value() or ()}
        self.fields["skills"].choices = partial(skill_choices, chosen=ticked)  # type: ignore[attr-defined]  # a SkillsField

    def preview(self) -> tuple[BadgeTemplate, Iterable[Skill]]:
        """What is typed so far and can be shown, with its skills; not saved."""
        known = self.cleaned_data if self.is_bound else self.initial
        typed = BadgeTemplate(
            name=known.get("name", ""),
            description=known.get("description", ""),
            icon=known.get("icon", DEFAULT_ICON),
            validity_days=known.get("validity_days"),
        )
        return typed, known.get("skills", ())


def _initial(template: BadgeTemplate) -> dict[str, Any]:
    return {
        "name": template.name,
        "description": template.description,
        "icon": template.icon,
        "skills": list(template.skills.all()),
        "validity_days": template.validity_days,
    }


class TemplateStateForm(ServiceForm):
    """Nothing goes back to being a draft."""

    to = forms.TypedChoiceField(
        choices=[(state, state) for state in (TemplateState.ACTIVE, TemplateState.ARCHIVED)],
        coerce=TemplateState,
    )
