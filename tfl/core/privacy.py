"""What an app decides about each of its tables: whose it is, whether it is exported, what deletion of an
account does to it, how long it is kept. The privacy page says these decisions, the deletion page says them
beforehand, and a test fails for a table without one.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import F, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
Rows = Callable[[Any], QuerySet[Any]]
"""Which rows of a table are a person's; lazy, no query."""


UNTIL_DELETED: Text = _("until you delete your account")
AS_LONG_AS_USED: Text = _("as long as it is used")


@dataclass(frozen=True, kw_only=True)
class Personal:
    """A table about people."""

    name: Text
    holds: Text
    lasts: Text
    """How long it is kept while the account exists."""
    exported_as: str = ""
    """Its place in the download; empty where `withheld_because` says why it is not there."""
    withheld_because: Text = ""
    theirs: Rows | None = None
    """What goes with the account. None where the table cannot be asked; what is the person's goes anyway."""
    acts: Rows | None = None
    """What stays without their name: `kept` says what that is, `kept_because` why."""
    kept: Text = ""
    kept_because: Text = ""
    erased: bool = True
    """False where nothing in it is the person's, they only did it."""

    def __post_init__(self) -> None:
        if bool(self.exported_as) == bool(self.withheld_because):
            raise ValueError(f"{self.name}: is it exported, or why is it not?")
        if not bool(self.acts) == bool(self.kept) == bool(self.kept_because):
            raise ValueError(f"{self.name}: what is kept without a name, and why?")
        if not (self.erased or self.acts) or (self.theirs and not self.erased):
            raise ValueError(f"{self.name}: is it erased, or kept without a name?")

    @property
    def lasts_with_account(self) -> bool:
        return self.lasts is UNTIL_DELETED


@dataclass(frozen=True)
class PartOf:
    """A table whose rows are parts of another's; that one's decision is theirs."""

    whole: str
    theirs: Rows


@dataclass(frozen=True)
class Impersonal:
    """Definitions and machinery, about nobody."""

    holds: Text
    lasts: Text = AS_LONG_AS_USED


Decision = Personal | PartOf | Impersonal
Decisions = Mapping[str, Decision]
"""By model: `accounts.User`."""


class KeepsPersonalData(Protocol):
    """What each app's `privacy` module offers."""

    DECISIONS: Decisions

    def export_for(self, user: Any) -> dict[str, Any]:
        """Everything that is about `user`, as JSON (see DjangoJSONEncoder). A fixed number of queries."""

    def erase(self, user: Any) -> None:
        """Erase what is `user`'s and take their name from what stays, within the caller's transaction."""


def personal(decisions: Iterable[Decision]) -> list[Personal]:
    return [decision for decision in decisions if isinstance(decision, Personal)]


def rows_for_export(rows: Any, *fields: str, **named: F) -> list[dict[str, Any]]:
    """One query. `fields` as they are called in the table, `named` from other tables; oldest first."""
    return list(rows.order_by("pk").values(*fields, **named))
