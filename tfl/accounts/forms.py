"""The forms of accounts' own pages. What they hold is checked by the services; here is only their shape."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from tfl.accounts.models import Cohort, EmployerMembership
from tfl.core.errors import Refusal, ServiceError
from tfl.skills.models import JobRole


def posted(request: HttpRequest) -> QueryDict | None:
    """A form's data: what was sent, even if that is nothing, or None when only the form is asked for."""
    return request.POST if request.method == "POST" else None


class ServiceForm(forms.Form):
    """A form whose service may say no."""

    def refuse(self, error: ServiceError) -> None:
        """Show the service's answer at the field it is about, or above the form. What the person may
        not do at all is a 403.
        """
        if error.refusal is Refusal.FORBIDDEN:
            raise PermissionDenied(error.message)
        self.add_error(error.field if error.field in self.fields else None, error.message)


class AcceptInvitationForm(ServiceForm):
    name = forms.CharField(label=_("Your name"), max_length=150)
    password = forms.CharField(
        label=_("Choose a password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same password again"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("password") != self.cleaned_data.get("again"):
            self.add_error("again", _("The two passwords differ."))
        return cleaned


class NameForm(ServiceForm):
    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("What others see instead of your email address."),
    )


class EmployerRequestForm(ServiceForm):
    organisation_name = forms.CharField(label=_("Organisation"), max_length=150)
    message = forms.CharField(
        label=_("What should we know?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @classmethod
    def of(cls, membership: EmployerMembership | None) -> "EmployerRequestForm":
        """With what was written before, to correct it."""
        if membership is None:
            return cls()
        return cls(
            initial={
                "organisation_name": membership.organisation_name,
                "message": membership.message,
            }
        )


class InviteStudentForm(ServiceForm):
    email = forms.EmailField(label=_("Email address"))
    name = forms.CharField(label=_("Name"), max_length=150, required=False)
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
