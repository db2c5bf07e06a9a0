"""Notes about a child, newest first."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from childprogress.models import Child, GuardianRole, Observation
from tfl.accounts.models import User


@dataclass(frozen=True)
class Narrowed:
    """Which notes; what is empty narrows nothing."""

    dimension: str = ""
    sentiment: str = ""
    since: date | None = None
    until: date | None = None
    author: int | None = None


def observations_of(child: Child, narrowed: Narrowed) -> QuerySet[Observation]:
    """Those shown, each with its author. One query."""
    given = {
        "dimension": narrowed.dimension,
        "sentiment": narrowed.sentiment,
        "observed_on__gte": narrowed.since,
        "observed_on__lte": narrowed.until,
        "author": narrowed.author,
    }
    asked = {name: value for name, value in given.items() if value}
    return Observation.objects.shown(child).filter(**asked).select_related("author")


def authors_of(child: Child) -> list[User]:
    """Who wrote the notes that are shown, by name. One query."""
    notes = Observation.objects.shown(child).filter(author__isnull=False)
    return list(User.objects.filter(pk__in=notes.values("author")).order_by("name", "email"))


def deleted_observations(child: Child, by: User) -> QuerySet[Observation]:
    """What `by` can bring back, deleted last first: owners whatever it is, others what they wrote.
    `child` has its `guardian_role`. One query.
    """
    notes = Observation.objects.restorable().filter(child=child, dimension__in=child.dimensions)
    theirs = notes if child.guardian_role == GuardianRole.OWNER else notes.filter(author=by)
    return theirs.select_related("author").order_by("-deleted_at", "-pk")
