"""Builders of children's records: whole rows, unless a test says otherwise. They write straight into tables.

`make_definitions` brings in the 240 of the files.
"""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import count

from django.utils import timezone

from childprogress.ages import AgeBand
from childprogress.models import (
    Child,
    ChildMilestone,
    GuardianInvitation,
    GuardianRole,
    Guardianship,
    MilestoneDefinition,
    Observation,
)
from childprogress.models.invitations import INVITATION_LASTS
from childprogress.rules import ticked
from childprogress.services import seed_definitions
from childprogress.vocabulary import Dimension, Sentiment
from seeds.definitions.schema import load_definitions
from tfl.accounts.models import User

_number = count(1)


def make_definitions() -> None:
    """All 240."""
    seed_definitions(load_definitions())


def make_definition(
    dimension: Dimension = Dimension.ACADEMIC,
    band: AgeBand = AgeBand.PRIMARY,
    *,
    title: str = "",
    place: int | None = None,
    retired: bool = False,
) -> MilestoneDefinition:
    number = next(_number)
    return MilestoneDefinition.objects.create(
        code=f"{dimension}.{band}.made-{number}",
        dimension=dimension,
        age_band=band,
        topic="reading",
        sort_order=place or number,
        title=title or f"Names {number} things",
        description=f"Can name {number} things in the room.",
        guidance="Point at something and wait.",
        retired_at=timezone.now() if retired else None,
    )


def make_child(
    *owners: User,
    name: str = "",
    born: date = date(2018, 5, 4),
    time_zone: str = "UTC",
    dimensions: Iterable[Dimension] = Dimension,
) -> Child:
    """Born on 4 May 2018 unless said otherwise: seven years old in March 2026, age band primary."""
    child = Child.objects.create(
        name=name or f"Child {next(_number)}",
        date_of_birth=born,
        time_zone=time_zone,
        dimensions=[each.value for each in dimensions],
    )
    for owner in owners:
        make_guardianship(child, owner, GuardianRole.OWNER)
    return child


def make_guardianship(child: Child, user: User, role: GuardianRole) -> Guardianship:
    return Guardianship.objects.create(child=child, user=user, role=role)


def make_guardian_invitation(
    *children: Child,
    by: User,
    email: str = "",
    role: GuardianRole = GuardianRole.VIEWER,
    mailed: bool = True,
) -> GuardianInvitation:
    """Sent just now; with `mailed` False the sweep is still to mail it."""
    now = timezone.now()
    invitation = GuardianInvitation.objects.create(
        email=email or f"guardian{next(_number)}@example.org",
        role=role,
        invited_by=by,
        created_at=now,
        expires_at=now + INVITATION_LASTS,
        mail_due_at=None if mailed else now,
    )
    invitation.children.set(children)
    return invitation


def make_tick(
    child: Child, definition: MilestoneDefinition, at: datetime | None = None
) -> ChildMilestone:
    """Ticked at that moment and never unticked."""
    at = (at or timezone.now()).replace(microsecond=0)
    return ChildMilestone.objects.create(
        child=child,
        milestone=definition,
        achieved=True,
        achieved_at=at,
        achieved_history=ticked([], at),
    )


def make_observation(
    child: Child,
    *,
    author: User | None = None,
    dimension: Dimension = Dimension.ACADEMIC,
    observed_on: date | None = None,
    text: str = "Counted the stairs.",
    sentiment: Sentiment = Sentiment.POSITIVE,
    deleted_at: datetime | None = None,
) -> Observation:
    return Observation.objects.create(
        child=child,
        dimension=dimension,
        observed_on=observed_on or child.today(),
        text=text,
        sentiment=sentiment,
        author=author,
        deleted_at=deleted_at,
    )
