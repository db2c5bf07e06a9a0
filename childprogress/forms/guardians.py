"""What owners fill in to let others open a record."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from childprogress.models import Child, GuardianRole, Guardianship
from childprogress.models.labels import Label
from tfl.accounts.forms import ServiceForm
from tfl.core.fields import RowsField

ROLE_MAY: dict[str, Label] = {
    GuardianRole.OWNER: _(
        "Does everything: invites and removes guardians, corrects, exports and deletes the record."
    ),
    GuardianRole.EDITOR: _("Ticks items, writes notes, prints and exports."),
    GuardianRole.VIEWER: _("Reads and prints, and changes nothing."),
}


class RolePicker(forms.RadioSelect):
    """Each role with what it may do."""

    template_name = "childprogress/_role_picker.html"

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().create_option(name, value, *args, **kwargs), "may": ROLE_MAY[value]}


class ChildrenField(RowsField):
    def label_from_instance(self, obj: Any) -> str:
        """Their guardian reads the name; `str` is for logs."""
        return str(obj.name)


class InviteGuardianForm(ServiceForm):
    email = forms.EmailField(
        label=_("Email address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("Only whoever proves that this address is theirs can accept."),
    )
    role = forms.ChoiceField(
        label=_("As what"),
        choices=[(role.value, role.label) for role in (GuardianRole.EDITOR, GuardianRole.VIEWER)],
        widget=RolePicker,
        help_text=_("You can make them an owner later."),
    )
    children = ChildrenField(
        label=_("Which records"),
        queryset=Child.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose all you mean: a new invitation to the same address replaces yours."),
        error_messages={
            "required": _("Choose at least one child."),
            "invalid_choice": _("Choose among the children whose record you own."),
            "invalid_pk_value": _("Choose among the children whose record you own."),
        },
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        owned: QuerySet[Child],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["children"].queryset = owned  # type: ignore[attr-defined]  # a ModelMultipleChoiceField


class GuardianRoleForm(ServiceForm):
    role = forms.ChoiceField(label=_("Role"), choices=GuardianRole.choices)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, guardianship: Guardianship
    ) -> None:
        """The ids are the guardian's own: a page holds many of these."""
        super().__init__(
            data, initial={"role": guardianship.role}, auto_id=f"guardian-{guardianship.pk}-%s"
        )
