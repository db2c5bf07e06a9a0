"""What employers fill in."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from milestones.models import Evidence
from tfl.accounts.forms import ServiceForm
from tfl.skills.models import JobRole, Skill

LONGEST_NOTE = Evidence._meta.get_field("note").max_length
RATINGS = [
    ("5", _("5 – we would ship it")),
    ("4", _("4 – good, small things to improve")),
    ("3", _("3 – does what it should")),
    ("2", _("2 – important parts are missing")),
    ("1", _("1 – not there yet")),
]


class ProofFilterForm(forms.Form):
    """By a job role and a skill out of those given, so that choosing costs no query."""

    role = forms.TypedChoiceField(label=_("Job role"), coerce=int, empty_value=None, required=False)
    skill = forms.TypedChoiceField(
        label=_("Proven skill"), coerce=int, empty_value=None, required=False
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        job_roles: Iterable[JobRole],
        skills: Iterable[Skill],
    ) -> None:
        super().__init__(data)
        self._offer("role", _("All job roles"), job_roles)
        self._offer("skill", _("All skills"), skills)

    def _offer(self, name: str, everything: str | Promise, rows: Iterable[JobRole | Skill]) -> None:
        self.fields[name].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", everything),
            *((row.pk, str(row)) for row in rows),
        ]


class FeedbackForm(ServiceForm):
    score = forms.TypedChoiceField(
        label=_("How good is it?"),
        choices=RATINGS,
        coerce=Decimal,
        widget=forms.RadioSelect,
        help_text=_("From 3 on the project counts as completed."),
        error_messages={"required": _("Choose a rating.")},
    )
    note = forms.CharField(
        label=_("What should the student know?"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The student and their mentor read it."),
    )
