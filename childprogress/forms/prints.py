"""What a guardian chooses to have printed. They are GET forms: addresses hold words, days and ids alone."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils import formats
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext_lazy as _

from childprogress.forms.children import CHOSEN_AT_FIRST
from childprogress.forms.observations import shown_dimensions
from childprogress.models import Child, Observation
from childprogress.selectors.prints import MOST_OFFERED
from tfl.core.fields import LONGEST_KEY, DayField

MOST_PRINTED: Final = 100
"""Notes; an address cannot name many more."""
LONGEST_EXCERPT: Final = 80


class KnownField(forms.MultipleChoiceField):
    """Several of those offered; what is not among them is no choice, and no mistake either."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> list[str]:
        return [each for each in value or () if self.valid_value(each)]


class IdsField(KnownField):
    """The same for notes, that are looked up afterwards."""

    def clean(self, value: Any) -> Any:
        ids = [each for each in value or () if each.isdecimal() and len(each) <= LONGEST_KEY]
        return frozenset(int(each) for each in ids[:MOST_PRINTED])


class KeepsakeForm(forms.Form):
    """Opened without a choice it holds `usual`."""

    chosen = forms.CharField(widget=forms.HiddenInput, required=False)
    """Tells a form in which nothing is ticked from an address that asks for nothing."""
    note = IdsField(
        label=_("Notes"),
        required=False,
        help_text=format_lazy(
            _("At most {most}. They are printed as they were written."), most=MOST_PRINTED
        ),
    )

    def __init__(self, asked: QueryDict, *, usual: dict[str, Any]) -> None:
        chose = asked.keys() & self.base_fields.keys()
        super().__init__(asked if chose else {**usual, "chosen": "1"}, auto_id="print-%s")

    def offer(self, notes: Iterable[Observation]) -> None:
        """To choose among."""
        choices = [(note.pk, _excerpt(note)) for note in notes]
        self.fields["note"].choices = choices  # type: ignore[attr-defined]  # a choice field
        if not choices:
            del self.fields["note"]


class SummaryForm(KeepsakeForm):
    dimension = KnownField(label=_("Dimensions"), required=False)
    earlier = forms.BooleanField(label=_("Items of earlier age bands too"), required=False)
    until = DayField(
        label=_("Offer notes up to"),
        required=False,
        help_text=format_lazy(
            _("The latest {most} up to this day can be chosen, and those chosen before."),
            most=MOST_OFFERED,
        ),
    )

    field_order = ["dimension", "earlier", "note", "until"]

    def __init__(self, asked: QueryDict, *, child: Child) -> None:
        usual = [each for each in child.dimensions if each in CHOSEN_AT_FIRST]
        super().__init__(asked, usual={"dimension": usual})
        dimension = self.fields["dimension"]
        dimension.choices = shown_dimensions(child)  # type: ignore[attr-defined]  # a choice field
        if len(usual) < len(child.dimensions):
            dimension.help_text = _(
                "Islamic items say something about religion: they are printed only if you choose them."
            )
        if not child.age_band.earlier:
            del self.fields["earlier"]


def _excerpt(note: Observation) -> str:
    day = formats.date_format(note.observed_on)
    return f"{day} · {note.get_dimension_display()} · {Truncator(note.text).chars(LONGEST_EXCERPT)}"
