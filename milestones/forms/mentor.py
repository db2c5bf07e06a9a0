"""The forms of a mentor's pages. What they hold is checked by the services; here is only their shape."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import Http404
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from milestones.generation.vocabulary import (
    CheckpointResult,
    EvaluationType,
    MilestoneStatus,
    MilestoneType,
)
from milestones.models import InterviewCheckpoint, MilestoneProject, MilestoneSkillOutcome
from milestones.models.labels import CHECKPOINT_RESULTS, MILESTONE_TYPES, REVIEW_STATUSES
from tfl.accounts.forms import ServiceForm
from tfl.accounts.models import Cohort, Student
from tfl.core.clock import current_month, today
from tfl.core.errors import Refusal, ServiceError
from tfl.core.fields import RowsField
from tfl.core.months import last_day, next_month
from tfl.skills.models import JobRole, Skill

RATINGS = [
    ("", _("Choose a rating")),
    ("5", _("5 · excellent")),
    ("4", _("4 · good")),
    ("3", _("3 · enough")),
    ("2", _("2 · not yet")),
    ("1", _("1 · hardly begun")),
]
SURENESS = [("", _("Not asked")), *((str(n), str(n)) for n in range(1, 6))]


def month_choices() -> list[tuple[str, str]]:
    """This month and the next one, which is all that can be generated or constrained."""
    this = current_month()
    return [(f"{month:%Y-%m-%d}", month_label(month)) for month in (this, next_month(this))]


def month_label(month: date) -> str:
    return f"{MONTHS[month.month]} {month.year}"


class DayInput(forms.DateInput):
    """The browser's own calendar, which speaks ISO."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MentorForm(ServiceForm):
    """Of several on one page, each with ids that begin with its `key`."""

    def __init__(self, data: Any = None, *, key: str = "id", **kwargs: Any) -> None:
        super().__init__(data, auto_id=f"{key}-%s", **kwargs)
        self.key = key

    def refuse(self, error: ServiceError) -> None:
        """As every form does; what is not there for the person is a 404."""
        if error.refusal is Refusal.NOT_FOUND:
            raise Http404(error.message)
        super().refuse(error)


# Answers ---------------------------------------------------------------------------------------------


class AnswerForm(MentorForm):
    """When it was taken, and a note. `month` is that of the milestone."""

    taken_on = forms.DateField(label=_("Day taken"), required=False, widget=DayInput)
    note = forms.CharField(label=_("Note"), max_length=1000, required=False)

    def __init__(self, data: Any = None, *, month: date, taken_on: date | None = None, **kw: Any):
        last = min(last_day(month), today())
        super().__init__(data, initial={"taken_on": taken_on or last}, **kw)
        self.fields["taken_on"].widget.attrs.update(min=month.isoformat(), max=last.isoformat())


class ScoreForm(AnswerForm):
    score = forms.DecimalField(
        label=_("Score, 0–100"),
        max_digits=5,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"min": 0, "max": 100, "step": "any"}),
    )

    field_order = ["score", "taken_on", "note"]


class RatingForm(AnswerForm):
    score = forms.TypedChoiceField(label=_("Rating"), choices=RATINGS, coerce=Decimal)

    field_order = ["score", "taken_on", "note"]


class EmployersRatingForm(RatingForm):
    """By the mentor, where no employer can see the project."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = _(
            "An employer was to evaluate this project. Say why you do it instead."
        )


class ResultForm(AnswerForm):
    result = forms.TypedChoiceField(
        label=_("How it went"),
        choices=[each for each in CHECKPOINT_RESULTS if each[0] != CheckpointResult.NOT_TAKEN],
        coerce=CheckpointResult,
        widget=forms.RadioSelect,
    )

    field_order = ["result", "confidence", "taken_on", "note"]


class SurenessForm(ResultForm):
    """For an interview nobody asked to have reviewed: there the student has not said how sure they were."""

    confidence = forms.TypedChoiceField(
        label=_("How sure was the student, 1–5?"),
        choices=SURENESS,
        coerce=int,
        empty_value=None,
        required=False,
    )


def answer_form(
    item: MilestoneSkillOutcome | MilestoneProject | InterviewCheckpoint, *, asked: bool
) -> type[AnswerForm]:
    """The form that answers such an item, whether or not the student `asked`."""
    if isinstance(item, InterviewCheckpoint):
        return ResultForm if asked else SurenessForm
    if isinstance(item, MilestoneProject):
        return {
            EvaluationType.MENTOR_REVIEW: RatingForm,
            EvaluationType.AUTO_ASSESSMENT: ScoreForm,
            EvaluationType.EMPLOYER_REVIEW: EmployersRatingForm,
        }[EvaluationType(item.evaluation_type)]
    return ScoreForm


class ReturnForm(MentorForm):
    reason = forms.CharField(
        label=_("What is missing?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The student reads this and can hand it in again while the month runs."),
    )


# Months ----------------------------------------------------------------------------------------------


class ReviewForm(MentorForm):
    status = forms.TypedChoiceField(
        label=_("Decision"),
        choices=REVIEW_STATUSES,
        coerce=MilestoneStatus,
        widget=forms.RadioSelect,
    )
    feedback = forms.CharField(
        label=_("Feedback to the student"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    override_reason = forms.CharField(
        label=_("Reason for departing from the proposal"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed only when you decide otherwise. The student can read it."),
    )


class RegenerateForm(MentorForm):
    reason = forms.CharField(
        label=_("Why is it generated anew?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The student can read it."),
    )


class NextRoleForm(MentorForm):
    job_role = forms.ModelChoiceField(
        label=_("Job role"),
        queryset=JobRole.objects.filter(requirements__isnull=False).distinct(),
        empty_label=None,
    )


class ConstraintForm(MentorForm):
    month = forms.TypedChoiceField(
        label=_("Month"), choices=month_choices, coerce=date.fromisoformat, widget=forms.RadioSelect
    )
    fixed_type = forms.TypedChoiceField(
        label=_("Type of the month"),
        choices=[("", _("As the rules decide")), *MILESTONE_TYPES],
        coerce=MilestoneType,
        empty_value=None,
        required=False,
    )
    include = RowsField(
        label=_("Skills to include"),
        queryset=Skill.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    leave_out = RowsField(
        label=_("Skills to leave out"),
        queryset=Skill.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Beats everything, also what was missed last month."),
    )
    most_outcomes = forms.TypedChoiceField(
        label=_("At most this many skills"),
        choices=[("", _("As the rules decide")), *((str(n), str(n)) for n in range(1, 5))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    note = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The student can read it."),
    )

    def __init__(self, data: Any = None, *, student: Student, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        skills = Skill.objects.filter(job_roles=student.target_job_role_id).order_by("name")
        for name in ("include", "leave_out"):
            self.fields[name].queryset = skills  # type: ignore[attr-defined]  # a RowsField


# The queue, generating -------------------------------------------------------------------------------


class QueueFilterForm(forms.Form):
    q = forms.CharField(label=_("Name or email"), max_length=150, required=False)
    cohort = forms.TypedChoiceField(label=_("Cohort"), coerce=int, empty_value=None, required=False)

    def offer(self, cohorts: tuple[Cohort, ...]) -> None:
        self.fields["cohort"].choices = [  # type: ignore[attr-defined]  # a TypedChoiceField
            ("", _("All cohorts")),
            *((cohort.pk, cohort.name) for cohort in cohorts),
        ]


class RunForm(MentorForm):
    month = forms.TypedChoiceField(
        label=_("Month"), choices=month_choices, coerce=date.fromisoformat, widget=forms.RadioSelect
    )


class GenerateForm(RunForm):
    who = forms.ChoiceField(
        label=_("For whom"),
        choices=[("all", _("All my students")), ("some", _("Only those chosen below"))],
        widget=forms.RadioSelect,
    )
    students = RowsField(
        label=_("Students"),
        queryset=Student.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, students: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["students"].queryset = students  # type: ignore[attr-defined]  # a RowsField

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        some = self.cleaned_data.get("who") == "some"
        if some and "students" in self.cleaned_data and not self.cleaned_data["students"]:
            self.add_error("students", _("Choose at least one student."))
        return cleaned
