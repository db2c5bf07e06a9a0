"""What the words of the checklists are called on pages."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from childprogress.ages import AgeBand
from childprogress.vocabulary import Dimension, Sentiment

Label = str | Promise

DIMENSIONS: dict[str, Label] = {
    Dimension.ACADEMIC: _("Academic"),
    Dimension.SOCIAL_EMOTIONAL: _("Social and emotional"),
    Dimension.BEHAVIOURAL: _("Behavioural"),
    Dimension.ASPIRATIONAL: _("Aspirational"),
    Dimension.ISLAMIC: _("Islamic"),
    Dimension.PHYSICAL: _("Physical"),
}

AGE_BANDS: dict[str, Label] = {
    AgeBand.EARLY_YEARS: _("3–\u20605 years"),
    AgeBand.PRIMARY: _("6–\u20609 years"),
    AgeBand.UPPER_PRIMARY: _("10–\u206012 years"),
    AgeBand.SECONDARY: _("13–\u206016 years"),
}
"""The word joiner keeps a line from ending at the dash."""

SENTIMENTS: dict[str, Label] = {
    Sentiment.POSITIVE: _("Positive"),
    Sentiment.NEUTRAL: _("Neutral"),
    Sentiment.NEEDS_ATTENTION: _("Needs attention"),
}


class GuardianRole(models.TextChoices):
    """What a guardian may do, most first. The last owner names a successor, or deletes the record."""

    OWNER = "owner", _("Owner")
    EDITOR = "editor", _("Editor")
    VIEWER = "viewer", _("Viewer")


class ReviewState(models.TextChoices):
    AWAITING = "awaiting", _("Awaiting expert review")
    REVIEWED = "reviewed", _("Reviewed by an expert")
