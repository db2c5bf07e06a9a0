"""The forms of the admin's people pages. Services check what they hold; here is only their shape."""

from datetime import MAXYEAR, MINYEAR, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tfl.accounts.forms import InviteStudentForm, ServiceForm
from tfl.accounts.models import Cohort, Employer, Role, Student, TokenScope, User
from tfl.accounts.services import INVITABLE
from tfl.core.clock import today
from tfl.core.fields import CsvFileField, DayField
from tfl.skills.models import JobRole


def mentors() -> Any:
    return User.objects.active().with_role(Role.MENTOR).order_by("name", "email")


class PeopleFilterForm(forms.Form):
    q = forms.CharField(label=_("Name or email"), max_length=150, required=False)
    role = forms.ChoiceField(
        label=_("Role"), choices=[("", _("All roles")), *Role.choices], required=False
    )


class InvitePersonForm(InviteStudentForm):
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[(role.value, role.label) for role in INVITABLE],
        widget=forms.CheckboxSelectMultiple,
    )
    mentor = forms.ModelChoiceField(
        label=_("Mentor"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
    )

    field_order = ["email", "name", "roles", "mentor", "cohort", "job_role"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentor"].queryset = mentors()  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean_roles(self) -> list[Role]:
        return [Role(role) for role in self.cleaned_data["roles"]]


class RoleForm(ServiceForm):
    role = forms.ChoiceField(choices=Role.choices)
    do = forms.ChoiceField(choices=[("grant", "grant"), ("take", "take")])


class AccessForm(ServiceForm):
    do = forms.ChoiceField(choices=[("deactivate", "deactivate"), ("reactivate", "reactivate")])


class AssignmentForm(ServiceForm):
    mentor = forms.ModelChoiceField(
        label=_("Mentor"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
    )
    cohort = forms.ModelChoiceField(
        label=_("Cohort"),
        queryset=Cohort.objects.all(),
        required=False,
        empty_label=_("None yet"),
    )
    job_role = forms.ModelChoiceField(
        label=_("Target job role"),
        queryset=JobRole.objects.all(),
        required=False,
        empty_label=_("None yet"),
    )
    weekly_minutes = forms.IntegerField(label=_("Minutes a week"), min_value=15, max_value=3000)

    def __init__(self, *args: Any, student: Student, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "mentor": student.mentor_id,
            "cohort": student.cohort_id,
            "job_role": student.target_job_role_id,
            "weekly_minutes": student.weekly_minutes,
        }
        super().__init__(*args, **kwargs)
        self.fields["mentor"].queryset = mentors()  # type: ignore[attr-defined]  # a ModelChoiceField


class CohortForm(ServiceForm):
    name = forms.CharField(label=_("Name"), max_length=100)
    starts_on = DayField(label=_("Starts on"), initial=today)


class TokenForm(ServiceForm):
    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("Which system uses it, and for what.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("Scopes"), choices=TokenScope.choices, widget=forms.CheckboxSelectMultiple
    )


class AnswerForm(ServiceForm):
    """An admin's answer to one request for employer access."""

    do = forms.ChoiceField(choices=[("approve", "approve"), ("refuse", "refuse")])
    seen = forms.DateTimeField()
    """When the request was made that the admin looked at; it may have been corrected since."""
    employer = forms.ModelChoiceField(queryset=Employer.objects.all(), required=False)
    answer = forms.CharField(max_length=500, required=False)

    def clean_seen(self) -> datetime:
        """Not so near the ends of the calendar that another time zone lies beyond them."""
        seen: datetime = self.cleaned_data["seen"]
        if seen.year not in range(MINYEAR + 1, MAXYEAR):
            raise forms.ValidationError(_("This is no date of a request."))
        return seen


class PeopleFileForm(ServiceForm):
    file = CsvFileField()


class DeleteAccountForm(ServiceForm):
    """Asks for the password, or where the account has none for its address."""

    confirmation = forms.CharField(max_length=254, strip=False)

    def __init__(self, *args: Any, has_password: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["confirmation"]
        if has_password:
            field.label = _("Your password")
            field.widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        else:
            field.label = _("Type the email address of your account")
            field.widget = forms.EmailInput(attrs={"autocomplete": "off"})
