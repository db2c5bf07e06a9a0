"""What somebody holds, in the order in which they look for it."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from badges.models import Badge, BadgeStatus
from badges.models.badges import in_force
from tfl.accounts.models import User


class Standing(models.TextChoices):
    """Where a badge stands for its holder. The values are also the states of its picture."""

    TO_CLAIM = "to-claim", _("To claim")
    CLAIMED = "claimed", _("Claimed")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")


def wallet_of(user: User, show: Standing | None = None) -> QuerySet[Any]:
    """The badges of `user` with their `standing`: those to claim first, in each part what happened last.
    Lazy; two queries, one of them for the skills.
    """
    of = _conditions()
    badges = Badge.objects.held_by(user).filter(of[show] if show else Q())
    places = (When(condition, then=Value(n)) for n, condition in enumerate(of.values()))
    standings = (When(condition, then=Value(standing.value)) for standing, condition in of.items())
    return (
        badges.annotate(
            place=Case(*places),
            standing=Case(*standings, output_field=models.CharField()),
            happened_at=Coalesce("revoked_at", "claimed_at", "issued_at"),
        )
        .select_related("template", "issued_by", "issued_with")
        .prefetch_related("template__skills")
        .order_by("place", "-happened_at", "-pk")
    )


def count_wallet(user: User) -> Mapping[Standing, int]:
    """How many of each standing, in the order shown. One query."""
    counts = {f"n{n}": Count("pk", filter=q) for n, q in enumerate(_conditions().values())}
    found = Badge.objects.held_by(user).order_by().aggregate(**counts)
    return dict(zip(_conditions(), found.values(), strict=True))


def _conditions() -> dict[Standing, Q]:
    """Each badge fulfils exactly one."""
    stands = ~Q(status=BadgeStatus.REVOKED)
    return {
        Standing.TO_CLAIM: Q(in_force(), status=BadgeStatus.PENDING),
        Standing.CLAIMED: Q(in_force(), status=BadgeStatus.CLAIMED),
        Standing.EXPIRED: stands & ~in_force(),
        Standing.REVOKED: Q(status=BadgeStatus.REVOKED),
    }
