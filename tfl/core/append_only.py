"""Facts that are never changed: rows are added and read. They go only with the person they are about,
through `erase_rows`, which account deletion calls.
"""

from typing import Any, NoReturn

from django.db import models


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete a fact. Record a new one instead."""


class AppendOnlyModel(models.Model):
    """A row is written once. `QuerySet.update` and `.delete` are refused by `AppendOnlyQuerySet`."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} is append-only; record a new one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(f"{type(self).__name__} is append-only; nothing in it is deleted.")


class AppendOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(f"{self.model.__name__} is append-only; record a new one.")

    def delete(self) -> NoReturn:
        raise AppendOnlyError(f"{self.model.__name__} is append-only; nothing in it is deleted.")

    def erase_rows(self) -> int:
        """Delete these rows because the person they are about asked for it. Returns how many."""
        return super().delete()[0]
