"""The badge engine's decisions about people's data, and what carries them out."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from badges.models import (
    Badge,
    BadgeImport,
    BadgeTemplate,
    MilestoneAchievement,
    MilestoneConfig,
)
from badges.services.stillness import hold_person, wait_for_stillness
from tfl.accounts.models import User
from tfl.core.privacy import UNTIL_DELETED, Decisions, Impersonal, Personal, rows_for_export

DEFINITION = _("it defines badges and badge milestones of others")


def badges_of(user: User) -> QuerySet[Badge]:
    """What they were given, also what waits at an address they have proven."""
    proven = EmailAddress.objects.filter(user=user, verified=True)
    return Badge.objects.filter(Q(recipient=user) | Q(issued_to__in=proven.values("email")))


def badges_by(user: User) -> QuerySet[Badge]:
    return Badge.objects.filter(Q(issued_by=user) | Q(revoked_by=user)).exclude(
        pk__in=badges_of(user).values("pk")
    )


DECISIONS: Decisions = {
    "badges.Badge": Personal(
        name=_("Your badges"),
        holds=_(
            "Each badge you were given: for what, by whom, when you claimed it, until when it is valid, its "
            "evidence link, whether and why it was revoked, and how its public page names you. Until "
            "somebody proves an address, a badge issued to it names the address."
        ),
        lasts=UNTIL_DELETED,
        exported_as="badges",
        theirs=badges_of,
        acts=badges_by,
        kept=_("badges you issued or revoked, with the reason"),
        kept_because=_("they are other people’s proof, and stay theirs"),
    ),
    "badges.MilestoneAchievement": Personal(
        name=_("What you reached"),
        holds=_(
            "Which badge milestone you reached, when, how, by which rule; whether it was revoked."
        ),
        lasts=UNTIL_DELETED,
        exported_as="achievements",
        theirs=lambda user: MilestoneAchievement.objects.filter(user=user),
    ),
    "badges.BadgeImport": Personal(
        name=_("Lists of badges to issue"),
        holds=_("The addresses and badges of a list you uploaded, until it is worked off."),
        lasts=_("a day, or until every badge on it is issued"),
        withheld_because=_("it is about others"),
        theirs=lambda user: BadgeImport.objects.filter(uploaded_by=user),
    ),
    "badges.BadgeTemplate": Personal(
        name=_("Badge templates"),
        holds=_("What a badge says and what had to be shown for it, and which admin wrote it."),
        lasts=_("as long as it is used"),
        exported_as="badge_templates_you_wrote",
        erased=False,
        acts=lambda user: BadgeTemplate.objects.filter(created_by=user),
        kept=_("badge templates you wrote"),
        kept_because=DEFINITION,
    ),
    "badges.BadgeTemplate_skills": Impersonal(_("The skills those badges stand for.")),
    "badges.MilestoneConfig": Personal(
        name=_("Badge milestones"),
        holds=_("The rule and words of a badge milestone, and which admin built it."),
        lasts=_("as long as it is used"),
        exported_as="badge_milestones_you_built",
        erased=False,
        acts=lambda user: MilestoneConfig.objects.filter(created_by=user),
        kept=_("badge milestones you built"),
        kept_because=DEFINITION,
    ),
}


def export_for(user: User) -> dict[str, Any]:
    """Four queries."""
    return {
        "badges": rows_for_export(
            badges_of(user),
            "status",
            "issued_to",
            "issued_at",
            "claimed_at",
            "expires_at",
            "evidence_link",
            "revoked_at",
            "revoked_because",
            "public_id",
            "shown_as",
            badge=F("template__name"),
            criteria=F("template__description"),
            issuer=F("issued_by__name"),
        ),
        "achievements": rows_for_export(
            MilestoneAchievement.objects.filter(user=user),
            "achieved_at",
            "trigger",
            "how",
            "celebrated_at",
            "revoked_at",
            badge_milestone=F("milestone__title"),
        ),
        "badge_templates_you_wrote": rows_for_export(
            BadgeTemplate.objects.filter(created_by=user), "name", "description", "created_at"
        ),
        "badge_milestones_you_built": rows_for_export(
            MilestoneConfig.objects.filter(created_by=user),
            "title",
            "description",
            "trigger",
            "created_at",
        ),
    }


def erase(user: User) -> None:
    """Badges and achievements. What they issued, revoked and built stays and loses their name when accounts
    erases the person. The person is held first, as whoever claims or revokes does.
    """
    hold_person(user.pk)
    wait_for_stillness()
    _forget_in_lists(user)
    MilestoneAchievement.objects.filter(user=user).delete()
    badges_of(user).delete()


def _forget_in_lists(user: User) -> None:
    """Their own lists go, and previews of others that name them: whoever uploaded one does so again. A list
    that was confirmed goes on without them. Waits for whoever works one off, so that the badges it made are
    erased with the rest.
    """
    BadgeImport.objects.filter(uploaded_by=user).delete()
    proven = EmailAddress.objects.filter(user=user, verified=True)
    addresses = {user.email, *proven.values_list("email", flat=True)}
    unfinished = BadgeImport.objects.filter(finished_at__isnull=True).order_by("pk")
    for held in unfinished.select_for_update(no_key=True):
        theirs = [row for row in held.rows if _names(row, user, addresses)]
        if theirs and held.confirmed_at is None:
            held.delete()
        elif theirs:
            for row in theirs:  # without an address it is left out, as somebody's who is gone
                row |= {"recipient": user.pk, "email": "", "evidence_link": "", "written": {}}
            held.save(update_fields=["rows"])


def _names(row: dict[str, Any], user: User, addresses: set[str]) -> bool:
    """By the account, or by a whole address as it was read or, where it was refused, written."""
    named = {row.get("email", ""), row.get("written", {}).get("email", "").lower()}
    return row.get("recipient") == user.pk or not addresses.isdisjoint(named)
