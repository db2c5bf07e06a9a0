"""A list of people that was uploaded and previewed, and waits for a yes."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone

from tfl.accounts.models.users import User

PREVIEW_LASTS = timedelta(hours=24)


class PeopleImportQuerySet(models.QuerySet["PeopleImport"]):
    def visible_to(self, user: User) -> Self:
        """Only who uploaded it confirms it."""
        return self.filter(uploaded_by=user)

    def abandoned(self) -> Self:
        """Previewed, never confirmed, and by now too old to be."""
        return self.filter(confirmed_at__isnull=True, created_at__lt=timezone.now() - PREVIEW_LASTS)


class PeopleImport(models.Model):
    """Exactly what the preview showed, row by row with its errors; confirming reads nothing else.

    Emails and names are kept no longer than needed: `rows` is emptied when it is confirmed, and a
    preview nobody confirmed is deleted after `PREVIEW_LASTS`.
    """

    uploaded_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    rows = models.JSONField(default=list)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    invited = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)

    objects = PeopleImportQuerySet.as_manager()

    class Meta:
        db_table = "people_imports"
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"people import {self.pk}"
