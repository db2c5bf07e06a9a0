"""What everybody may know of a badge that was claimed, and where it is found."""

from enum import StrEnum

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.crypto import salted_hmac

from badges.models import Badge, BadgeTemplate, ShownAs, TemplateState


class Standing(StrEnum):
    """What a badge is worth now. Revoked weighs more than expired."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"


def public_badges() -> QuerySet[Badge]:
    """Two queries when read: with template, recipient and skills."""
    badges: QuerySet[Badge] = Badge.objects.public().select_related("template", "recipient")
    return badges.prefetch_related("template__skills")


def public_templates() -> QuerySet[BadgeTemplate]:
    """All that ever were more than a draft. Two queries when read, with skills."""
    templates: QuerySet[BadgeTemplate] = BadgeTemplate.objects.exclude(state=TemplateState.DRAFT)
    return templates.prefetch_related("skills")


def standing(badge: Badge) -> Standing:
    if badge.is_revoked:
        return Standing.REVOKED
    return Standing.EXPIRED if badge.is_expired else Standing.VALID


def shown_recipient(badge: Badge) -> str:
    """As the holder chose; empty where unnamed, or where the account has no name."""
    name = " ".join(badge.recipient.name.split()) if badge.recipient else ""
    return {ShownAs.NAME: name, ShownAs.INITIALS: initials(name)}.get(ShownAs(badge.shown_as), "")


def initials(name: str) -> str:
    """“Alice Okafor” as “A. O.”. Words without a letter have none."""
    firsts = (next(filter(str.isalpha, word), "") for word in name.split())
    return " ".join(f"{first.upper()}." for first in firsts if first)


def recipient_salt(badge: Badge) -> str:
    """Always the same for a badge, and in nobody's power to foresee from its address."""
    return salted_hmac("badges.open_badges", str(badge.public_id), algorithm="sha256").hexdigest()[
        :32
    ]


def public_url(name: str, *args: object) -> str:
    """The whole address of a route."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"
