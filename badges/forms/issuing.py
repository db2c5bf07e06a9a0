"""The forms with which staff issue a badge, find those issued, and revoke one."""

from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.utils.translation import gettext_lazy as _

from badges.models import Badge, BadgeTemplate
from badges.selectors.audit import ACTIONS
from badges.selectors.wallet import Standing
from tfl.accounts.forms import ServiceForm
from tfl.accounts.models import Role, Student, User

DAMAGED = _("The form did not arrive whole. Open it anew and try again.")
LONGEST_REASON = Badge._meta.get_field("revoked_because").max_length


class IssueForm(ServiceForm):
    """One badge. A mentor chooses among their students, or writes an address as an admin does."""

    template = forms.ModelChoiceField(
        label=_("Badge"),
        queryset=BadgeTemplate.objects.issuable(),
        empty_label=_("Choose a badge"),
    )
    student = forms.ModelChoiceField(
        label=_("Your student"),
        queryset=Student.objects.none(),
        empty_label=_("Choose a student"),
    )
    email = forms.EmailField(
        label=_("Email address"),
        help_text=_("Somebody without an account gets a link by mail to claim the badge."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    evidence_link = forms.CharField(
        label=_("Evidence link"),
        required=False,
        help_text=_(
            "Where it can be seen, beginning with https://. Everybody can open it: it is part of the badge."
        ),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    request_key = forms.UUIDField(
        initial=uuid4,
        widget=forms.HiddenInput(attrs={"autocomplete": "off"}),
        error_messages={"required": DAMAGED, "invalid": DAMAGED},
    )

    def __init__(self, data: Any = None, *, by: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._by = by
        if not by.has_role(Role.MENTOR):
            del self.fields["student"]
            return
        own = Student.objects.active().assigned_to(by).select_related("user")
        self.fields["student"].queryset = own.order_by("user__name", "user__email")  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["student"].label_from_instance = _name_and_address  # type: ignore[attr-defined]  # the same
        self.fields["email"].label = _("Or an email address")
        if not by.has_role(Role.ADMIN):
            self.fields["email"].help_text = _("The address of a student assigned to you.")
        for name in ("student", "email"):
            self.fields[name].required = False
            self.fields[name].template_name = "badges/_either_field.html"  # type: ignore[attr-defined]  # not in the stubs

    def is_for_nobody(self) -> bool:
        """Whether a mentor has no student to give a badge to. One query for a mentor."""
        if self._by.has_role(Role.ADMIN):
            return False
        return not self.fields["student"].queryset.exists()  # type: ignore[attr-defined]  # a ModelChoiceField

    def chosen(self) -> BadgeTemplate | None:
        """The template to show beside the form, where one is chosen that can be issued. One query."""
        try:
            template: BadgeTemplate | None = self.fields["template"].clean(self["template"].value())
        except forms.ValidationError:
            return None
        return template

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if {"student", "email"} <= self.cleaned_data.keys():
            self._choose_one()
        if not self.errors:
            self.cleaned_data["request_key"] = self._key_of_this_request()
        return cleaned

    def _choose_one(self) -> None:
        student = self.cleaned_data.pop("student")
        if student and self.cleaned_data["email"]:
            self.add_error("email", _("Choose a student or write an address, not both."))
        elif student:
            self.cleaned_data["email"] = student.user.email
        elif not self.cleaned_data["email"]:
            self.add_error("student", _("Choose a student, or write an email address."))

    def _key_of_this_request(self) -> UUID:
        """Sent twice, it issues one badge. Changed in between, by the browser's Back, it is another one."""
        typed = self.cleaned_data
        award = (
            typed["template"].pk,
            typed["email"].strip().lower(),
            typed["evidence_link"].strip(),
        )
        return uuid5(typed["request_key"], repr(award))


def _name_and_address(student: Student) -> str:
    user = student.user
    return f"{user.name} · {user.email}" if user.name else user.email


class IssuedFilterForm(forms.Form):
    q = forms.CharField(label=_("Name or email"), max_length=150, required=False)
    status = forms.ChoiceField(
        label=_("Status"), choices=[("", _("Any status")), *Standing.choices], required=False
    )
    template = forms.TypedChoiceField(
        label=_("Badge"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, data: Any = None, *, templates: list[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["template"].choices = [("", _("All badges")), *templates]  # type: ignore[attr-defined]  # a TypedChoiceField


class RevokeForm(ServiceForm):
    reason = forms.CharField(
        label=_("Why is it revoked?"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AuditFilterForm(forms.Form):
    person = forms.CharField(label=_("Person or token"), max_length=150, required=False)
    action = forms.ChoiceField(
        label=_("What was done"), choices=[("", _("Everything")), *ACTIONS.items()], required=False
    )
