"""The badges that somebody has in charge: issued by them, or to people assigned to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.utils import timezone

from badges.models import Badge, BadgeStatus, BadgeTemplate, MilestoneAchievement, TemplateState
from badges.models.badges import BadgeQuerySet
from badges.selectors.wallet import Standing
from tfl.accounts.models import Role, User

KINDS: Final = {
    Standing.TO_CLAIM: "info",
    Standing.CLAIMED: "good",
    Standing.EXPIRED: "idle",
    Standing.REVOKED: "bad",
}
"""How `includes/_status.html` shows each."""


def standing_of(badge: Badge) -> Standing:
    if badge.is_revoked:
        return Standing.REVOKED
    if badge.is_expired:
        return Standing.EXPIRED
    return Standing.TO_CLAIM if badge.is_pending else Standing.CLAIMED


def in_charge(user: User) -> BadgeQuerySet:
    """What `user` may revoke, which is what they see without what they hold: an admin all, a mentor what
    their students were given and what they issued to an address nobody has proven.

    Two queries at most, roles and students, whose ids are written out: so the database finds a mentor's few
    badges by index, where a join would walk all there are.
    """
    if user.has_role(Role.ADMIN):
        return Badge.objects.visible_to(user)
    if not user.has_role(Role.MENTOR):
        return Badge.objects.none()
    students = list(user.students.values_list("user_id", flat=True))
    return Badge.objects.filter(
        Q(recipient__in=students) | Q(recipient__isnull=True, issued_by=user)
    )


def issued(
    user: User, *, search: str = "", standing: str = "", template: int | None = None
) -> BadgeQuerySet:
    """Those of `in_charge` that fit, the latest first, each with template, holder and issuer. One query for a
    page of any size, beside those of `in_charge`.
    """
    found = _standing(in_charge(user), standing)
    if search:
        found = found.filter(belonging_to(search))
    if template:
        found = found.filter(template=template)
    return found.select_related("template", "recipient", "issued_by", "issued_with").order_by("-pk")


def belonging_to(search: str) -> Q:
    """Badges of people or addresses that say this."""
    people = User.objects.filter(Q(name__icontains=search) | Q(email__icontains=search))
    return Q(recipient__in=people.values("pk")) | Q(issued_to__icontains=search)


def _standing(badges: BadgeQuerySet, standing: str) -> BadgeQuerySet:
    match standing:
        case Standing.TO_CLAIM:
            return badges.claimable()
        case Standing.CLAIMED:
            return badges.counting()
        case Standing.EXPIRED:
            unrevoked = badges.exclude(status=BadgeStatus.REVOKED)
            return unrevoked.filter(expires_at__lte=timezone.now())
        case Standing.REVOKED:
            return badges.filter(status=BadgeStatus.REVOKED)
    return badges


def issued_templates(user: User) -> list[tuple[int, str]]:
    """Ids and names of the templates of which there are badges in charge of a mentor, or for an admin may be.
    One query, beside those of `in_charge`.
    """
    templates = BadgeTemplate.objects.exclude(state=TemplateState.DRAFT)
    if not user.has_role(Role.ADMIN):
        templates = templates.filter(pk__in=in_charge(user).order_by().values("template"))
    return list(templates.order_by("name").values_list("pk", "name"))


@dataclass(frozen=True)
class IssuedBadge:
    badge: Badge
    standing: Standing

    @property
    def kind(self) -> str:
        return KINDS[self.standing]

    @property
    def holder(self) -> str:
        """Or the address it waits at."""
        return str(self.badge.recipient or self.badge.issued_to)

    @property
    def waits_at_an_address(self) -> bool:
        """Then a new claim link can be sent."""
        return self.standing == Standing.TO_CLAIM and self.badge.recipient_id is None

    @property
    def link_has_expired(self) -> bool:
        ends = self.badge.claim_link_expires_at
        return ends is not None and ends <= timezone.now()


def with_standing(badges: Iterable[Badge]) -> list[IssuedBadge]:
    return [IssuedBadge(badge, standing_of(badge)) for badge in badges]


def lost_with(badge: Badge) -> list[str]:
    """Titles of the achievements that its revocation took. One query."""
    lost = MilestoneAchievement.objects.filter(revoked_with=badge).order_by("milestone__title")
    return list(lost.values_list("milestone__title", flat=True))
