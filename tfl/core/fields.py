"""Form fields."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tfl.core.csv_rows import LARGEST_FILE

ISO = "%Y-%m-%d"
LONGEST_KEY = len(str(2**63)) - 1
"""Digits of a number that every database takes for a key."""


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    """Several rows of a table. A number too large for a key is no choice, where SQLite would raise an
    OverflowError.
    """

    def clean(self, value: Any) -> Any:
        for key in value or ():
            if len(str(key)) > LONGEST_KEY:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], "invalid_choice", {"value": key}
                )
        return super().clean(value)


class DayField(forms.DateField):
    """A day out of the browser's calendar, which speaks ISO, as does whoever has none and types: 3/4 is
    April to one person and March to another, so it is refused.
    """

    default_error_messages = {
        "required": _("Choose the day."),
        "invalid": _(
            "There is no such day. Choose one from the calendar, or write it like 2026-03-10."
        ),
    }

    def __init__(self, **kwargs: Any) -> None:
        calendar = forms.DateInput(format=ISO, attrs={"type": "date"})
        super().__init__(**{"widget": calendar, "input_formats": [ISO], **kwargs})


class CsvFileField(forms.FileField):
    """An uploaded CSV file, cleaned to its bytes; of one that is larger than allowed, one byte more
    than is, for whoever reads the rows to refuse it.
    """

    widget = forms.FileInput(attrs={"accept": ".csv,text/csv"})
    default_error_messages = {"required": _("Choose a CSV file of at most 1 MB.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("CSV file"), "allow_empty_file": True, **kwargs})

    def clean(self, data: Any, initial: Any = None) -> bytes:
        file = super().clean(data, initial)
        return file.read(LARGEST_FILE + 1) if file else b""
