"""What is written down about a child as a whole. The services check what it holds."""

from datetime import date
from functools import cache
from typing import Any, Final
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from childprogress.models import Child
from childprogress.models.children import LONGEST_NAME
from childprogress.models.labels import DIMENSIONS, Label
from childprogress.vocabulary import Dimension
from tfl.accounts.forms import ServiceForm
from tfl.core.fields import DayField

REGIONS: Final[dict[str, Label]] = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific"),
}
"""As time zones name them. The other zones are older names of the same, or no places."""

HOLDS: Final[dict[str, Label]] = {
    Dimension.ACADEMIC: _("Reading, writing, mathematics, science and study habits."),
    Dimension.SOCIAL_EMOTIONAL: _("Empathy, strong feelings, friendship and communication."),
    Dimension.BEHAVIOURAL: _("Routine, responsibility, screen time and impulse control."),
    Dimension.ASPIRATIONAL: _("Goals, perseverance, leadership and learning from mistakes."),
    Dimension.ISLAMIC: _(
        "Quran, salah, knowledge, akhlaq and ibadah. It says something about religion, so it is never "
        "chosen for you."
    ),
    Dimension.PHYSICAL: _("Movement, fitness, nutrition, sleep and sport."),
}
"""What each dimension is about, in a sentence."""

CHOSEN_AT_FIRST: Final = [each.value for each in Dimension if each is not Dimension.ISLAMIC]
"""Religion is for a parent to choose, not for us."""


@cache
def zones_by_region() -> dict[str, list[tuple[str, str]]]:
    """Each region's zones with the names of their places, by name."""
    found: dict[str, list[tuple[str, str]]] = {region: [] for region in REGIONS}
    for zone in available_timezones():
        region, _slash, place = zone.partition("/")
        if place and region in found:
            found[region].append((zone, place.replace("_", " ")))
    return {region: sorted(zones, key=lambda zone: zone[1]) for region, zones in found.items()}


def zone_choices(*needed: str) -> list[tuple[Any, Any]]:
    """UTC, every zone by region, and what else is `needed`."""
    regions = zones_by_region()
    offered = {zone for zones in regions.values() for zone, _place in zones}
    alone = [zone for zone in dict.fromkeys(["UTC", *needed]) if zone not in offered]
    return [(zone, zone) for zone in alone] + [
        (REGIONS[region], zones) for region, zones in regions.items()
    ]


class DimensionPicker(forms.CheckboxSelectMultiple):
    """Each with what it holds."""

    template_name = "childprogress/_dimension_picker.html"

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return option | {"holds": HOLDS[value]}


def dimensions_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("What would you like to look at?"),
        choices=list(DIMENSIONS.items()),
        widget=DimensionPicker,
        help_text=_(
            "At least one. You can change this at any time; what you hide is kept, and comes back when you "
            "show it again."
        ),
        error_messages={
            "required": _("Choose at least one dimension."),
            "invalid_choice": _("Choose among the dimensions offered."),
        },
    )


class ChildForm(ServiceForm):
    """Of a child, to correct; of none, for a new one."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        help_text=_("Or what you call your child. Only guardians of this record ever see it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write a name, or what you call your child.")},
    )
    date_of_birth = DayField(
        label=_("Date of birth"),
        help_text=_("For ages 3 to 16: from the third birthday to the day before the seventeenth."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Where your child lives: it says when a birthday begins."),
        error_messages={
            "required": _("Choose a time zone from the list."),
            "invalid_choice": _("Choose a time zone from the list."),
        },
    )

    def __init__(self, data: Any = None, *, child: Child | None = None) -> None:
        super().__init__(data, initial=_written(child) if child else _new())
        zone = self.fields["time_zone"]
        zone.choices = zone_choices(self.get_initial_for_field(zone, "time_zone"))  # type: ignore[attr-defined]  # a choice field
        if child is None and data is None:
            zone.widget.attrs["data-own-zone"] = True


class AddChildForm(ChildForm):
    dimensions = dimensions_field()


class DimensionsForm(ServiceForm):
    dimensions = dimensions_field()

    def __init__(self, data: Any = None, *, child: Child) -> None:
        super().__init__(data, initial={"dimensions": child.dimensions})


class DeleteChildForm(ServiceForm):
    confirmation = forms.CharField(
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type the name as it is written above.")},
    )

    def __init__(self, data: Any = None, *, child: Child) -> None:
        super().__init__(data)
        self.fields["confirmation"].label = _("Type “%(name)s” to confirm") % {"name": child.name}


class DayForm(forms.Form):
    """A day gone by, to look at the record as it was."""

    on = DayField(label=_("As it was on"), required=False)

    def __init__(self, data: Any = None, *, child: Child) -> None:
        super().__init__(data)
        self._born, self._today = child.date_of_birth, child.today()
        self.fields["on"].widget.attrs.update(
            min=self._born.isoformat(), max=self._today.isoformat()
        )

    def clean_on(self) -> date | None:
        on: date | None = self.cleaned_data["on"]
        if on and on > self._today:
            raise forms.ValidationError(_("This day is still to come. Choose one that has been."))
        if on and on < self._born:
            raise forms.ValidationError(_("This is before the date of birth. Choose a later day."))
        return on

    def day(self) -> date | None:
        """The one asked for, if it can be looked at."""
        return self.cleaned_data.get("on") if self.is_valid() else None


def _written(child: Child) -> dict[str, Any]:
    return {
        "name": child.name,
        "date_of_birth": child.date_of_birth,
        "time_zone": child.time_zone,
    }


def _new() -> dict[str, Any]:
    return {"time_zone": settings.TIME_ZONE, "dimensions": CHOSEN_AT_FIRST}
