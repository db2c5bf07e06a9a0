"""What is written down about a child, and the search through it. The services check what it holds."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from childprogress.models import Child
from childprogress.models.labels import DIMENSIONS, SENTIMENTS
from childprogress.models.records import LONGEST_OBSERVATION
from childprogress.selectors.observations import Narrowed
from childprogress.services.observations import a_year_before
from tfl.accounts.forms import ServiceForm
from tfl.accounts.models import User
from tfl.core.errors import Refusal, ServiceError
from tfl.core.fields import DayField


def shown_dimensions(child: Child) -> list[tuple[str, Any]]:
    return [(each, DIMENSIONS[each]) for each in child.dimensions]


class ObservationForm(ServiceForm):
    """A new note; its ids begin with `note-`, for it stands beside other forms."""

    text = forms.CharField(
        label=_("What did you see?"),
        # the service counts: browsers count a new line as one character and send two
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_OBSERVATION}),
        error_messages={"required": _("Write what you saw.")},
    )
    dimension = forms.ChoiceField(
        label=_("Dimension"),
        error_messages={
            "required": _("Choose one of the dimensions you see."),
            "invalid_choice": _("Choose one of the dimensions you see."),
        },
    )
    sentiment = forms.ChoiceField(
        label=_("How did it feel?"),
        choices=list(SENTIMENTS.items()),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how it felt."),
            "invalid_choice": _("Choose how it felt."),
        },
    )
    observed_on = DayField(label=_("When was it?"))

    def __init__(self, data: Any = None, *, child: Child) -> None:
        today = child.today()
        super().__init__(data, auto_id="note-%s", initial={"observed_on": today})
        self.fields["dimension"].choices = _to_choose(shown_dimensions(child))  # type: ignore[attr-defined]  # a choice field
        self.fields["observed_on"].widget.attrs.update(
            min=a_year_before(today).isoformat(), max=today.isoformat()
        )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        return text.replace("\r\n", "\n")

    def refuse(self, error: ServiceError) -> None:
        """As every form does; a record that is not there for the person any more is a 404."""
        if error.refusal is Refusal.NOT_FOUND:
            raise Http404(error.message)
        super().refuse(error)


def _to_choose(choices: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """With nothing chosen yet, where there is something to choose."""
    return choices if len(choices) == 1 else [("", _("Choose one")), *choices]


class NotesFilterForm(forms.Form):
    """By what a note says of itself. Who wrote it is asked where several did."""

    dimension = forms.ChoiceField(label=_("Dimension"), required=False)
    sentiment = forms.ChoiceField(
        label=_("How it felt"),
        choices=[("", _("Any feeling")), *SENTIMENTS.items()],
        required=False,
    )
    author = forms.TypedChoiceField(
        label=_("Written by"), coerce=int, empty_value=None, required=False
    )
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)

    def __init__(self, data: Any, *, child: Child, authors: Sequence[User], reader: User) -> None:
        super().__init__(data, auto_id="find-%s")
        self._offer("dimension", [("", _("All dimensions")), *shown_dimensions(child)])
        if len(authors) < 2:  # noqa: PLR2004  # nobody to choose among
            del self.fields["author"]
        else:
            named = [(each.pk, _("You") if each == reader else str(each)) for each in authors]
            self._offer("author", [("", _("Everybody")), *named])

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any] | None:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("This is before the first day."))
        return super().clean()

    def narrowed(self) -> Narrowed:
        """What of it can be searched for; the rest is said beside its field."""
        self.is_valid()
        return Narrowed(**self.cleaned_data)
