"""When something was, in words."""

from datetime import datetime, timedelta

from django import template
from django.template.defaultfilters import date as formatted
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from tfl.core.months import parse_month

register = template.Library()


@register.filter
def ago(moment: datetime) -> str:
    """“3 days ago”; “just now” within the first minute."""
    now = timezone.now()
    if now - moment < timedelta(minutes=1):
        return _("just now")
    return _("%(span)s ago") % {"span": timesince(moment, now)}


@register.filter
def wording(version: str) -> str:
    """A wording's version, which is its month, as words: “November 2026”. Any other as it stands."""
    try:
        return formatted(parse_month(version), "YEAR_MONTH_FORMAT")
    except ValueError:
        return version
