"""What students fill in. Services check what it means; here is its shape."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from milestones.models import Evidence
from milestones.selectors.mission import ChecklistItem
from tfl.accounts.forms import ServiceForm
from tfl.accounts.models import Employer
from tfl.accounts.services import WORDING_VERSION

HOW_SURE = [
    ("", _("I would rather not say")),
    ("1", _("1 – not sure at all")),
    ("2", _("2 – a little")),
    ("3", _("3 – halfway")),
    ("4", _("4 – quite sure")),
    ("5", _("5 – very sure")),
]
SCOPES = [
    ("some", _("Only these organisations")),
    ("all", _("All organisations, also later ones")),
]
LONGEST_NOTE = Evidence._meta.get_field("note").max_length
LONGEST_LINK = Evidence._meta.get_field("evidence_reference").max_length


class AskForReviewForm(ServiceForm):
    reference = forms.CharField(
        label=_("Link"),
        max_length=LONGEST_LINK,
        required=False,
        help_text=_("Where it can be seen, beginning with https://"),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
    )
    note = forms.CharField(
        label=_("Note to your mentor"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    confidence = forms.TypedChoiceField(
        label=_("How sure are you?"), choices=HOW_SURE, coerce=int, empty_value=None, required=False
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, item: ChecklistItem) -> None:
        """A project needs its link. The ids are the item's own: a page holds many of these."""
        super().__init__(data, auto_id=f"{item.anchor}-%s")
        self.fields["reference"].required = item.kind == "project"
        self.fields["reference"].error_messages["required"] = _(
            "Add the link under which your project can be seen."
        )


class WordingField(forms.CharField):
    """Which wording the person read. A page shown again shows today's."""

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial


class ConsentForm(ServiceForm):
    """To all organisations or to some; those to choose from are given, so that showing costs no query."""

    scope = forms.ChoiceField(
        label=_("Who may see it?"),
        choices=SCOPES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who may see it.")},
    )
    employers = forms.TypedMultipleChoiceField(
        label=_("Which organisations?"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    wording = WordingField(widget=forms.HiddenInput, required=False, initial=WORDING_VERSION)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, organisations: Sequence[Employer]
    ) -> None:
        super().__init__(data)
        self._by_id = {employer.pk: employer for employer in organisations}
        if organisations:
            self.fields["employers"].choices = [  # type: ignore[attr-defined]  # a choice field
                (employer.pk, employer.name) for employer in organisations
            ]
        else:  # nobody to choose yet
            del self.fields["employers"]
            self.fields["scope"].choices = SCOPES[1:]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("wording") != WORDING_VERSION:
            raise forms.ValidationError(
                _("What you agree to has changed meanwhile. Please read it again.")
            )
        return cleaned

    def chosen(self) -> list[Employer] | None:
        """None for all of them."""
        if self.cleaned_data["scope"] == "all":
            return None
        return [self._by_id[pk] for pk in self.cleaned_data["employers"]]
