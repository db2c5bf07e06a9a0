"""The one form of badge milestones, to create and to edit, and the filter above their grid.

What is a valid rule is said in one place, `badges.triggers`. Here the fields are put together as JSON, right
or wrong, and what comes back is shown at the field it is about.
"""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from badges.icons import DEFAULT_ICON, ICON_CHOICES, ICONS
from badges.models import MilestoneConfig
from badges.rules import METRICS, CategoryTree
from badges.selectors.badge_milestones import Show, mistake
from badges.selectors.categories import Categories
from badges.triggers import MOST, TriggerError, parse_trigger
from badges.words import METRIC_LABELS, SCOPE_LABELS
from tfl.accounts.forms import ServiceForm
from tfl.core.errors import Refusal, ServiceError

FIELDS: Final = {"categoryId": "category", "includeSubCategories": "include_sub_categories"}
"""Where a key of the JSON has another name in the form."""

LOCKED: Final = ("metric", "scope", "category", "include_sub_categories")
"""What is fixed once a badge milestone is created."""

NEW: Final = {
    "icon": "trophy",
    "metric": "badge_count",
    "scope": "global",
    "include_sub_categories": True,
    "threshold": 5,
}


DIGITS: Final = len(str(MOST))


class BadgeMilestoneForm(ServiceForm):
    icon = forms.ChoiceField(
        label=_("Icon"),
        choices=ICON_CHOICES,
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": _("There is no such icon. Choose one of those shown."),
            "required": _("Choose an icon."),
        },
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        error_messages={"required": _("A badge milestone needs a title.")},
    )
    description = forms.CharField(
        label=_("Description"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    metric = forms.CharField(
        label=_("Metric"),
        required=False,
        widget=forms.RadioSelect(choices=list(METRIC_LABELS.items())),
    )
    scope = forms.CharField(
        label=_("Scope"),
        required=False,
        widget=forms.RadioSelect(choices=list(SCOPE_LABELS.items())),
    )
    category = forms.CharField(label=_("Category"), required=False, widget=forms.RadioSelect)
    include_sub_categories = forms.BooleanField(label=_("Include sub-categories"), required=False)
    threshold = forms.CharField(
        label=_("Threshold"),
        required=False,
        widget=forms.NumberInput(attrs={"min": 1, "max": MOST, "inputmode": "numeric"}),
    )

    def __init__(
        self, data: Any = None, *, categories: Categories, initial: Mapping[str, Any] = NEW
    ) -> None:
        super().__init__(data, initial=dict(initial))
        self.categories = categories

    @property
    def values(self) -> dict[str, Any]:
        """What the fields hold now, checked or not."""
        return {name: self[name].value() for name in self.fields}

    @property
    def rule(self) -> Any:
        """What the fields say, as JSON: right or wrong."""
        return rule_of(self.values)

    @property
    def only_global(self) -> bool:
        """Whether the metric makes no sense within a category."""
        chosen = METRICS.get(str(self["metric"].value()))
        return chosen is not None and not chosen.makes_sense_in("category")

    @property
    def needs_a_yes(self) -> bool:
        """Whether saving does what cannot be taken back. Asked of a valid form."""
        return True

    @property
    def words(self) -> dict[str, str]:
        """Title, description and icon of a valid form."""
        return {name: self.cleaned_data[name] for name in ("title", "description", "icon")}

    def as_draft(self, **changes: Any) -> "BadgeMilestoneForm":
        """With what was typed and `changes`, not sent yet: nothing is complained about."""
        return BadgeMilestoneForm(categories=self.categories, initial=self.values | changes)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self._check_rule(self.categories.tree)
        return cleaned

    def refuse(self, error: ServiceError) -> None:
        """As every form does, by the form's names; a badge milestone that is gone is a 404."""
        if error.refusal is Refusal.NOT_FOUND:
            raise Http404(error.message)
        field = self._field(error.field or "")
        super().refuse(ServiceError(error.message, refusal=error.refusal, field=field))

    def _check_rule(self, tree: CategoryTree | None) -> None:
        try:
            parse_trigger(self.rule, tree)
        except TriggerError as error:
            field = self._field(error.field)
            if field not in self.errors:
                self.add_error(field, mistake(error))

    def _field(self, key: str) -> str | None:
        name = FIELDS.get(key, key)
        return name if name in self.fields else None


class EditForm(BadgeMilestoneForm):
    """Of one there is: `milestone`, with `was_reached`. What is sent for something locked is not looked at.
    The threshold's turn to be locked may come while the form is open, so about that the service answers;
    also where another admin changed it since.
    """

    seen_threshold = forms.Field(required=False, widget=forms.HiddenInput)
    """What it was when the form was opened."""

    def __init__(
        self,
        data: Any = None,
        *,
        milestone: MilestoneConfig,
        categories: Categories,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, categories=categories, initial=initial or fields_of(milestone))
        self.milestone = milestone
        self.threshold_is_locked: bool = milestone.was_reached  # type: ignore[attr-defined]  # annotated
        for name in LOCKED:
            self.fields[name].disabled = True
        trigger = milestone.usable_trigger()
        if trigger is None:
            del self.fields["threshold"], self.fields["seen_threshold"]
        elif self.threshold_is_locked:
            sent = number(self.data.get("threshold"))
            self.fields["threshold"].disabled = sent in {"", trigger.threshold}

    @property
    def rule(self) -> Any:
        if "threshold" not in self.fields:
            return self.milestone.trigger
        return {**self.milestone.trigger, "threshold": number(self["threshold"].value())}

    @property
    def new_threshold(self) -> int | None:
        """Of a valid form."""
        return self.rule["threshold"] if "threshold" in self.fields else None

    @property
    def seen(self) -> int | None:
        """None where what was sent is no number."""
        sent = number(self["seen_threshold"].value()) if "seen_threshold" in self.fields else None
        return sent if isinstance(sent, int) else None

    @property
    def needs_a_yes(self) -> bool:
        """Who qualifies for less gets it, and keeps it. Not where the service refuses what another admin
        changed meanwhile.
        """
        now, new = self.milestone.usable_trigger(), self.new_threshold
        if now is None or new is None or self.seen not in {None, now.threshold}:
            return False
        return self.milestone.active and new < now.threshold

    def as_draft(self, **changes: Any) -> "EditForm":
        return EditForm(
            milestone=self.milestone, categories=self.categories, initial=self.values | changes
        )

    def refuse(self, error: ServiceError) -> None:
        """Whoever is told that the threshold is another one has seen it, and may send theirs again."""
        super().refuse(error)
        if error.field == "threshold":
            now = fields_of(self.milestone).get("threshold", "")
            self.data = {name: self.data[name] for name in self.data} | {"seen_threshold": now}

    def _field(self, key: str) -> str | None:
        """What is locked is no place for a mistake: there is nothing to mend there."""
        name = super()._field(key)
        return None if name in LOCKED else name

    def _check_rule(self, tree: CategoryTree | None) -> None:
        """Without the tree: of one whose category is gone the words can still be changed."""
        if "threshold" in self.fields:
            super()._check_rule(None)


def fields_of(milestone: MilestoneConfig) -> dict[str, Any]:
    """A badge milestone as the form's initial values; of a rule that cannot be read none."""
    words = {"title": milestone.title, "description": milestone.description}
    words["icon"] = milestone.icon if milestone.icon in ICONS else DEFAULT_ICON
    trigger = milestone.usable_trigger()
    if trigger is None:
        return words
    rule = trigger.as_json()
    return words | {
        "metric": rule["metric"],
        "scope": rule["scope"],
        "category": rule.get("categoryId", ""),
        "include_sub_categories": rule.get("includeSubCategories", True),
        "threshold": rule["threshold"],
        "seen_threshold": rule["threshold"],
    }


def rule_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """The rule that the form's values make, as JSON. What belongs to a scope that was not chosen is left
    out.
    """
    rule = {
        "metric": values.get("metric") or "",
        "scope": values.get("scope") or "",
        "threshold": number(values.get("threshold")),
    }
    if rule["scope"] == "category":
        rule["includeSubCategories"] = bool(values.get("include_sub_categories"))
        if category := values.get("category"):
            rule["categoryId"] = category
    return rule


def number(text: Any) -> Any:
    """Digits as the number they are; whatever else is no threshold, and stays what it is."""
    text = str(text or "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS else text


class GridFilterForm(forms.Form):
    q = forms.CharField(label=_("Search"), max_length=150, required=False)
    show = forms.ChoiceField(
        label=_("Show"),
        choices=[
            ("", _("All")),
            (Show.ACTIVE.value, _("Active")),
            (Show.INACTIVE.value, _("Inactive")),
            (Show.BROKEN.value, _("Cannot be evaluated")),
        ],
        required=False,
    )
    metric = forms.ChoiceField(
        label=_("Metric"), choices=[("", _("All")), *METRIC_LABELS.items()], required=False
    )

    @property
    def wanted(self) -> dict[str, str]:
        """What to look for; a field with a mistake looks for everything."""
        asked = self.cleaned_data
        return {
            "search": asked.get("q", ""),
            "show": asked.get("show", ""),
            "metric": asked.get("metric", ""),
        }
