"""Decisions about children's records and their guardians, and what carries them out."""

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from childprogress import services
from childprogress.models import (
    Child,
    ChildMilestone,
    ClarityAnswer,
    GuardianInvitation,
    GuardianRole,
    Guardianship,
    Observation,
)
from childprogress.selectors.export import export_children
from tfl.accounts.models import User
from tfl.core.privacy import (
    Decisions,
    Impersonal,
    PartOf,
    Personal,
    rows_for_export,
)


def records_of(user: User) -> QuerySet[Child]:
    """Those nobody else can open."""
    others = Guardianship.objects.exclude(user=user).values("child")
    return Child.objects.filter(guardianships__user=user).exclude(pk__in=others)


def shared_records_of(user: User) -> QuerySet[Child]:
    others = Guardianship.objects.exclude(user=user).values("child")
    return Child.objects.filter(guardianships__user=user, pk__in=others)


def notes_left_by(user: User) -> QuerySet[Observation]:
    """What they wrote about children whose records others can open."""
    written = Observation.objects.filter(author=user)
    return written.exclude(child__in=records_of(user).values("pk"))


def invitations_of(user: User) -> QuerySet[GuardianInvitation]:
    """Those they sent, and those that wait at an address they have proven."""
    proven = EmailAddress.objects.filter(user=user, verified=True)
    return GuardianInvitation.objects.filter(
        Q(invited_by=user) | Q(email__in=proven.values("email"))
    )


DECISIONS: Decisions = {
    "childprogress.Child": Personal(
        name=_("Your children’s records"),
        holds=_(
            "Of each child: the name you wrote, the birth date, the time zone, which dimensions are shown, "
            "what was ticked and when, and the notes. Only its guardians can open it: no admin, no mentor, "
            "no employer."
        ),
        lasts=_("until an owner deletes it, or the last guardian who can open it goes"),
        exported_as="children",
        theirs=records_of,
        acts=shared_records_of,
        kept=_("the records that other guardians can open too"),
        kept_because=_("they are theirs as well"),
    ),
    "childprogress.ChildMilestone": PartOf(
        "childprogress.Child",
        lambda user: ChildMilestone.objects.filter(child__in=records_of(user).values("pk")),
    ),
    "childprogress.Observation": Personal(
        name=_("Your children’s notes"),
        holds=_("What a guardian saw, in their words: on which day, how it felt, who wrote it."),
        lasts=_("as long as the record; one that was taken away, 30 days, to bring it back"),
        exported_as="children",
        theirs=lambda user: Observation.objects.filter(child__in=records_of(user).values("pk")),
        acts=notes_left_by,
        kept=_("the notes you wrote in records that others can open"),
        kept_because=_("they are part of those records"),
    ),
    "childprogress.Guardianship": Personal(
        name=_("Whose guardian you are"),
        holds=_("That you may open a child’s record, as owner, editor or viewer, since when."),
        lasts=_("until you leave the record, an owner takes you off it, or it is deleted"),
        exported_as="guardianships",
        theirs=lambda user: Guardianship.objects.filter(user=user),
    ),
    "childprogress.GuardianInvitation": Personal(
        name=_("Invitations to children’s records"),
        holds=_(
            "Which address was invited, by whom, as what, to which records, and what came of it."
        ),
        lasts=_("two weeks"),
        exported_as="guardian_invitations",
        theirs=invitations_of,
    ),
    "childprogress.GuardianInvitation_children": PartOf(
        "childprogress.GuardianInvitation",
        lambda user: GuardianInvitation.children.through._default_manager.filter(
            guardianinvitation__in=invitations_of(user).values("pk")
        ),
    ),
    "childprogress.ClarityAnswer": Personal(
        name=_("Whether an item was clear"),
        holds=_("Your answer, for which item and when. It says nothing about a child."),
        lasts=_("until the item is reworded or you delete your account"),
        exported_as="clarity_answers",
        theirs=lambda user: ClarityAnswer.objects.filter(user=user),
    ),
    "childprogress.MilestoneDefinition": Impersonal(
        _("The items of the checklists, and to whom their review is credited.")
    ),
}


def obstacles(user: User) -> list[str]:
    """What must happen before this account can be deleted. One query."""
    if settings.CHILDPROGRESS and Child.objects.left_without_owner_by(user).exists():
        return [str(services.LAST_OWNER)]
    return []


def export_for(user: User) -> dict[str, Any]:
    """Whole records for owners and editors; viewers are told what they may open. Where children are left out
    of the installation, what there is from before. A fixed number of queries.
    """
    may_export = (GuardianRole.OWNER, GuardianRole.EDITOR)
    children = Child.objects.filter(
        guardianships__user=user, guardianships__role__in=may_export
    ).order_by("pk")
    export = {
        "children": export_children(children),
        "guardianships": rows_for_export(
            Guardianship.objects.filter(user=user), "role", "since", record=F("child_id")
        ),
        "guardian_invitations": [
            *_invitations(GuardianInvitation.objects.filter(invited_by=user), sent=True),
            *_invitations(invitations_of(user).exclude(invited_by=user), sent=False),
        ],
        "clarity_answers": rows_for_export(
            ClarityAnswer.objects.filter(user=user),
            "clear",
            "answered_at",
            item=F("definition__code"),
        ),
    }
    if settings.CHILDPROGRESS:
        return export
    return {place: found for place, found in export.items() if found}


def _invitations(rows: QuerySet[GuardianInvitation], *, sent: bool) -> list[dict[str, Any]]:
    """One query. Says neither to whom, nor by whom, nor which children."""
    counted = rows.annotate(records=Count("children"))
    fields = ("role", "created_at", "expires_at", "accepted_at", "revoked_at", "records")
    return [{"sent": sent} | row for row in rows_for_export(counted, *fields)]


def erase(user: User) -> None:
    """Records nobody else can open go whole; in the others the guardian goes, and the name from what they
    wrote. Raises ChildProgressError for the last owner of a shared record, who has to name a successor
    first; where children are left out of the installation there is no page for that, and one is found.
    """
    _leave_all_records(user)
    _shut_out(user)
    _leave_all_records(user)  # which they began or were let into meanwhile
    invitations_of(user).delete()
    ClarityAnswer.objects.filter(user=user).delete()


def _leave_all_records(user: User) -> None:
    if not settings.CHILDPROGRESS:
        services.name_successors(user)
    services.leave_all_records(user)


def _shut_out(user: User) -> None:
    """From here to the end of the transaction nothing new can refer to the person: who tries waits, and then
    learns that they are gone.
    """
    list(User.objects.select_for_update().filter(pk=user.pk).values_list("pk"))
