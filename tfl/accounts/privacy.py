"""Accounts' decisions about people's data, and what carries them out. Sign-in data is kept by allauth."""

import json
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.db.models import CharField, F, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tfl.accounts.models import (
    ApiToken,
    AuditEntry,
    EmployerConsent,
    EmployerMembership,
    Invitation,
    Notice,
    PeopleImport,
    ProfileOpening,
    Role,
    RoleGrant,
    Student,
    User,
)
from tfl.accounts.services.errors import AccountsError
from tfl.core.errors import Refusal
from tfl.core.privacy import (
    UNTIL_DELETED,
    Decisions,
    Impersonal,
    PartOf,
    Personal,
    rows_for_export,
)


def entries_about(user: User) -> QuerySet[AuditEntry]:
    """The audit log about a person: as a student, and as the one whose account or access it was."""
    invitations = Invitation.objects.filter(user=user).annotate(text=Cast("pk", CharField()))
    students = Student.objects.filter(user=user).annotate(text=Cast("pk", CharField()))
    asked = EmployerMembership.objects.filter(user=user).annotate(text=Cast("pk", CharField()))
    entries: QuerySet[AuditEntry] = AuditEntry.objects.filter(
        Q(student__user=user)
        | Q(object_type=User._meta.label, object_id=str(user.pk))
        | Q(object_type=Student._meta.label, object_id__in=students.values("text"))
        | Q(object_type=Invitation._meta.label, object_id__in=invitations.values("text"))
        | Q(object_type=EmployerMembership._meta.label, object_id__in=asked.values("text"))
    )
    return entries


def acts_of(user: User) -> QuerySet[AuditEntry]:
    """What a person did that is recorded about others."""
    entries: QuerySet[AuditEntry] = AuditEntry.objects.filter(actor=user)
    return entries.exclude(pk__in=entries_about(user).values("pk"))


def notices_of(user: User) -> QuerySet[Notice]:
    """Theirs, and what admins were told about their request for employer access."""
    membership = EmployerMembership.objects.filter(user=user).values_list("pk", flat=True).first()
    mine = Q(user=user)
    if membership is not None:
        mine |= Q(kind="employer-requested", key__startswith=f"employer-requested-{membership}-")
    return Notice.objects.filter(mine)


DECISIONS: Decisions = {
    "accounts.User": Personal(
        name=gettext_lazy("Your account"),
        holds=gettext_lazy(
            "Your email address, your name if you gave one, a hash of your password, when you joined and "
            "last signed in."
        ),
        lasts=UNTIL_DELETED,
        exported_as="account",
        theirs=lambda user: User.objects.filter(pk=user.pk),
    ),
    "account.EmailAddress": Personal(
        name=gettext_lazy("Your email addresses"),
        holds=gettext_lazy("Each address you added, and whether you showed that it is yours."),
        lasts=UNTIL_DELETED,
        exported_as="email_addresses",
        theirs=lambda user: EmailAddress.objects.filter(user=user),
    ),
    "account.EmailConfirmation": PartOf(
        "account.EmailAddress",
        lambda user: EmailConfirmation.objects.filter(email_address__user=user),
    ),
    "mfa.Authenticator": Personal(
        name=gettext_lazy("Your second factor"),
        holds=gettext_lazy("Its secret and your recovery codes, since when and last used when."),
        lasts=gettext_lazy("until you turn it off or delete your account"),
        exported_as="second_factors",
        theirs=lambda user: Authenticator.objects.filter(user=user),
    ),
    "accounts.RoleGrant": Personal(
        name=gettext_lazy("Your roles"),
        holds=gettext_lazy("What kinds of thing you may do, and since when."),
        lasts=gettext_lazy("until an admin takes them or you delete your account"),
        exported_as="roles",
        theirs=lambda user: RoleGrant.objects.filter(user=user),
        acts=lambda user: RoleGrant.objects.filter(granted_by=user).exclude(user=user),
        kept=gettext_lazy("the roles you gave to others"),
        kept_because=gettext_lazy("they are theirs"),
    ),
    "accounts.Invitation": Personal(
        name=gettext_lazy("Your invitations"),
        holds=gettext_lazy("When you were invited, and when you accepted."),
        lasts=UNTIL_DELETED,
        exported_as="invitations",
        theirs=lambda user: Invitation.objects.filter(user=user),
        acts=lambda user: Invitation.objects.filter(invited_by=user).exclude(user=user),
        kept=gettext_lazy("the invitations you sent"),
        kept_because=gettext_lazy("the people you invited still need them"),
    ),
    "accounts.Student": Personal(
        name=gettext_lazy("You as a student"),
        holds=gettext_lazy(
            "Your mentor, cohort, target job role, minutes a week, when you joined and when you were "
            "asked about employers."
        ),
        lasts=UNTIL_DELETED,
        exported_as="student",
        theirs=lambda user: Student.objects.filter(user=user),
        acts=lambda user: Student.objects.filter(mentor=user).exclude(user=user),
        kept=gettext_lazy("the students who were assigned to you, then without a mentor"),
        kept_because=gettext_lazy("their record is theirs"),
    ),
    "accounts.EmployerConsent": Personal(
        name=gettext_lazy("Your consents"),
        holds=gettext_lazy(
            "Which organisations you let see what you proved, to which wording you agreed, when, and when "
            "you took it back."
        ),
        lasts=UNTIL_DELETED,
        exported_as="consents",
        theirs=lambda user: EmployerConsent.objects.filter(student__user=user),
    ),
    "accounts.ProfileOpening": Personal(
        name=gettext_lazy("Who looked at your profile"),
        holds=gettext_lazy("Which organisation opened your profile, who there, and when."),
        lasts=UNTIL_DELETED,
        exported_as="who_looked",
        theirs=lambda user: ProfileOpening.objects.filter(student__user=user),
        acts=lambda user: ProfileOpening.objects.filter(opened_by=user).exclude(student__user=user),
        kept=gettext_lazy("that your organisation opened a student’s profile, and when"),
        kept_because=gettext_lazy("students have a right to know who looked"),
    ),
    "accounts.EmployerMembership": Personal(
        name=gettext_lazy("Your employer access"),
        holds=gettext_lazy("For which organisation you asked, your message, and the answer."),
        lasts=UNTIL_DELETED,
        exported_as="employer_access",
        theirs=lambda user: EmployerMembership.objects.filter(user=user),
        acts=lambda user: EmployerMembership.objects.filter(decided_by=user).exclude(user=user),
        kept=gettext_lazy("your answers to requests for employer access"),
        kept_because=gettext_lazy("the access you gave goes on"),
    ),
    "accounts.Notice": Personal(
        name=gettext_lazy("Your notices"),
        holds=gettext_lazy(
            "What you were told in the app, when, whether you read it and whether it was mailed."
        ),
        lasts=UNTIL_DELETED,
        exported_as="notices",
        theirs=notices_of,
    ),
    "accounts.AuditEntry": Personal(
        name=gettext_lazy("The log of what was done"),
        holds=gettext_lazy(
            "Who did what to whose account or record, when, and the reason where one is required."
        ),
        lasts=UNTIL_DELETED,
        exported_as="log",
        theirs=entries_about,
        acts=acts_of,
        kept=gettext_lazy(
            "what you did as a mentor, admin or for an organisation, with the reason"
        ),
        kept_because=gettext_lazy(
            "the people concerned, and whoever answers for this service, must be able to see what was done"
        ),
    ),
    "accounts.ApiToken": Personal(
        name=gettext_lazy("Keys for other systems"),
        holds=gettext_lazy("A key’s name and hash, what it may do, and who made it."),
        lasts=gettext_lazy("as long as the service runs, also when revoked"),
        exported_as="tokens_you_made",
        erased=False,
        acts=lambda user: ApiToken.objects.filter(created_by=user),
        kept=gettext_lazy("keys that you made for other systems"),
        kept_because=gettext_lazy("the systems go on using them; an admin can revoke them"),
    ),
    "accounts.PeopleImport": Personal(
        name=gettext_lazy("Lists of people to invite"),
        holds=gettext_lazy(
            "The addresses, names and assignments an admin uploaded, until the list is confirmed; then only "
            "how many there were."
        ),
        lasts=gettext_lazy(
            "addresses and names at most two days, the counts until you delete your account"
        ),
        withheld_because=gettext_lazy("a list is about other people"),
        theirs=lambda user: PeopleImport.objects.filter(uploaded_by=user),
    ),
    "accounts.Cohort": Impersonal(gettext_lazy("Cohorts: a name and when it starts.")),
    "accounts.Employer": Impersonal(gettext_lazy("Organisations: a name.")),
}


def obstacles(user: User) -> list[str]:
    """What must happen before this account can be deleted. At most three queries."""
    found = []
    students = Student.objects.active().assigned_to(user).exclude(user=user).count()
    if students:
        found.append(
            ngettext(
                "%(count)d student works with you. An admin has to assign them to another mentor first.",
                "%(count)d students work with you. An admin has to assign them to other mentors first.",
                students,
            )
            % {"count": students}
        )
    admins = RoleGrant.objects.filter(role=Role.ADMIN, user__is_active=True)
    if user.has_role(Role.ADMIN) and not admins.exclude(user=user).exists():
        found.append(_("You are the last admin. Make somebody else an admin first."))
    return found


# Export ----------------------------------------------------------------------------------------------


def export_for(user: User) -> dict[str, Any]:
    """13 queries. Others' names stand only where the person sees them in the app."""
    return {
        "account": {
            "email": user.email,
            "name": user.name,
            "joined": user.date_joined,
            "last_signed_in": user.last_login,
        },
        "email_addresses": rows_for_export(
            EmailAddress.objects.filter(user=user), "email", "verified", "primary"
        ),
        "second_factors": rows_for_export(
            Authenticator.objects.filter(user=user), "type", "created_at", "last_used_at"
        ),
        "roles": rows_for_export(user.role_grants, "role", "granted_at"),
        "invitations": rows_for_export(
            user.invitations, "created_at", "expires_at", "accepted_at", "revoked_at"
        ),
        "student": _student(user),
        "consents": rows_for_export(
            EmployerConsent.objects.filter(student__user=user),
            "wording_version",
            "granted_at",
            "withdrawn_at",
            organisation=F("employer__name"),
        ),
        "who_looked": rows_for_export(
            ProfileOpening.objects.filter(student__user=user),
            "opened_at",
            organisation=F("employer__name"),
            person=F("opened_by__name"),
        ),
        "employer_access": rows_for_export(
            EmployerMembership.objects.filter(user=user),
            "organisation_name",
            "message",
            "state",
            "requested_at",
            "decided_at",
            "answer",
            organisation=F("employer__name"),
        ),
        "notices": rows_for_export(
            user.notices, "kind", "facts", "path", "created_at", "read_at", "mail_state"
        ),
        "log": {"about_you": _about(user), "by_you": _by(user)},
        "tokens_you_made": rows_for_export(
            ApiToken.objects.filter(created_by=user),
            "name",
            "scopes",
            "created_at",
            "last_used_at",
            "revoked_at",
        ),
    }


def _student(user: User) -> dict[str, Any] | None:
    found = rows_for_export(
        Student.objects.filter(user=user),
        "weekly_minutes",
        "joined_on",
        "consent_offered_at",
        mentor_name=F("mentor__name"),
        cohort_name=F("cohort__name"),
        job_role=F("target_job_role__name"),
        level=F("target_job_role__level"),
    )
    return found[0] if found else None


def _about(user: User) -> list[dict[str, Any]]:
    """Whoever did it is named where the student reads the name too: in an override."""
    entries = rows_for_export(
        entries_about(user),
        "at",
        "action",
        "object_type",
        "layer",
        "before",
        "after",
        "reason",
        by=F("actor__name"),
    )
    return [entry | {"by": entry["by"] if entry["layer"] else None} for entry in entries]


def _by(user: User) -> list[dict[str, Any]]:
    """What was before and after is about somebody else and stays out."""
    return rows_for_export(acts_of(user), "at", "action", "object_type", "object_id", "reason")


# Erasure ---------------------------------------------------------------------------------------------


def erase(user: User) -> None:
    """The person and all that hangs on them. Acts of theirs on others stay, their foreign keys emptied.

    Raises AccountsError where something must happen first. Called last: the other apps find what is theirs
    through rows that go here. Waits for whoever is writing something about the person.
    """
    _hold(user)
    _forget_in_previews(user)
    _forget_as_inviter(user)
    notices_of(user).delete()
    entries_about(user).erase_rows()  # type: ignore[attr-defined]  # AuditEntry's queryset has it
    User.objects.filter(pk=user.pk).delete()


def _hold(user: User) -> None:
    """Two last admins who delete themselves at once queue at the grants; whoever refers to the person
    meanwhile waits at their row and is then told that they are gone.
    """
    grants = RoleGrant.objects.filter(role=Role.ADMIN).order_by("pk")
    list(grants.select_for_update().values_list("pk"))
    list(User.objects.select_for_update().filter(pk=user.pk).values_list("pk"))
    if found := obstacles(user):
        raise AccountsError(" ".join(found), refusal=Refusal.CONFLICT)


def _forget_in_previews(user: User) -> None:
    """A preview that mentions the person goes: its admin uploads the file again."""
    for preview in PeopleImport.objects.filter(confirmed_at__isnull=True):
        if user.email in json.dumps(preview.rows, ensure_ascii=False).lower():
            preview.delete()


def _forget_as_inviter(user: User) -> None:
    """The mail that carries an invitation names who sent it."""
    sent = Invitation.objects.filter(invited_by=user).values_list("pk", flat=True)
    notices = list(
        Notice.objects.filter(kind="invitation", key__in=[f"invitation-{pk}" for pk in sent])
    )
    for notice in notices:
        notice.facts["inviter"] = ""
    Notice.objects.bulk_update(notices, ["facts"], batch_size=500)
