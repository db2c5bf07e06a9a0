"""A list of badges to issue that was uploaded and previewed, waits for a yes, and is then worked off."""

from datetime import timedelta
from typing import Any, Final, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tfl.accounts.models import User

PREVIEW_LASTS: Final = timedelta(hours=24)


class LeftOut(models.TextChoices):
    """Why a row became no badge."""

    WRONG = "wrong", _("The row had an error, which the preview named.")
    TEMPLATE = "template", _("Its badge template is not active any more.")
    PERSON = "person", _("The account with this address is gone, or another one.")
    NOT_YOURS = "not-yours", _("You may not give this person badges any more.")
    TROUBLE = "trouble", _("Something broke at this row. Issue this badge by hand.")


class BadgeImportQuerySet(models.QuerySet["BadgeImport"]):
    def visible_to(self, user: User) -> Self:
        """Only who uploaded it confirms and watches it."""
        return self.filter(uploaded_by=user)

    def abandoned(self) -> Self:
        """Previewed, never confirmed, and by now too old to be."""
        return self.filter(confirmed_at__isnull=True, created_at__lt=timezone.now() - PREVIEW_LASTS)

    def to_confirm(self) -> Self:
        return self.filter(
            confirmed_at__isnull=True,
            created_at__gte=timezone.now() - PREVIEW_LASTS,
            to_issue__gt=0,
        )

    def unfinished(self) -> Self:
        return self.filter(confirmed_at__isnull=False, finished_at__isnull=True)


class BadgeImport(models.Model):
    """Exactly what the preview showed, row by row with its errors; confirming reads nothing else.

    Worked off in chunks, each in one transaction with `done`: however often it is interrupted, every row is
    issued once. Addresses are kept no longer than needed: `rows` is emptied at the end.
    """

    uploaded_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    rows = models.JSONField(default=list)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    to_issue = models.PositiveIntegerField(default=0)
    """Rows without an error."""
    done = models.PositiveIntegerField(default=0)
    """How many of these were worked off."""
    issued = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    """Rows with an error, and those that could not be issued any more when their turn came."""
    left_out_lines = models.JSONField(default=dict)
    """At which lines of the file these stood, by `LeftOut`. Stays when `rows` is emptied."""

    objects = BadgeImportQuerySet.as_manager()

    class Meta:
        db_table = "badge_imports"
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"badge import {self.pk}"

    @property
    def is_too_old(self) -> bool:
        """To be confirmed."""
        return self.confirmed_at is None and self.created_at < timezone.now() - PREVIEW_LASTS

    def next_rows(self, most: int) -> list[dict[str, Any]]:
        """Those without an error that were not worked off yet, in the order of the file."""
        good = [row for row in self.rows if not row["errors"]]
        return good[self.done : self.done + most]
