"""Form fields."""

from typing import Any

from django import forms

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
