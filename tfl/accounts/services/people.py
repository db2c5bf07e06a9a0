"""Bringing people in, assigning students, and letting people go."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tfl.accounts.models import AuditEntry, Cohort, Role, RoleGrant, Student, User
from tfl.accounts.selectors import account_with, has_verified_address
from tfl.accounts.services.assignments import KEEP, assign_student, require_mentor
from tfl.accounts.services.audit import audit_entry, record
from tfl.accounts.services.errors import AccountsError, require_admin
from tfl.accounts.services.invitations import create_invitations, renew_invitation, require_name
from tfl.accounts.services.roles import add_roles, keep_an_admin, tell_of_roles
from tfl.accounts.services.sessions import end_sessions, sessions_of
from tfl.core.addresses import LONGEST_EMAIL
from tfl.core.clock import today
from tfl.core.errors import Refusal
from tfl.skills.models import JobRole

INVITABLE = (Role.STUDENT, Role.MENTOR, Role.ADMIN)
"""Employers ask for access themselves; parents sign up."""


@dataclass(frozen=True, kw_only=True)
class Invite:
    """One person to bring in, checked. `email` is in lower case."""

    email: str
    name: str
    roles: tuple[Role, ...]
    cohort: Cohort | None = None
    mentor: User | None = None
    job_role: JobRole | None = None


def invite_person(
    *,
    email: str,
    name: str,
    roles: Sequence[Role],
    by: User | None,
    cohort: Cohort | None = None,
    mentor: User | None = None,
    job_role: JobRole | None = None,
) -> User:
    """Make the account, with its roles, and send the link that lets the person choose a password.

    Where the address has an account, an admin's invitation adds roles and assignment to it and tells
    the person; somebody who never proved the address is invited anew. A mentor invites students, to
    themselves, and only addresses that have no account. `by` is None for a command.
    """
    if by is not None and not by.has_role(Role.ADMIN):
        roles, mentor = _as_mentor(roles, mentor, by)
    invite = check_invite(
        email=email, name=name, roles=roles, cohort=cohort, mentor=mentor, job_role=job_role
    )
    try:
        with transaction.atomic():
            account = account_with(invite.email)
            if account is not None:
                return _add_to(account, invite, by=by)
            [user] = invite_people(invites=[invite], by=by)
            return user
    except IntegrityError as error:  # somebody else invited or signed up with it at the same moment
        raise _taken() from error


def check_invite(
    *,
    email: str,
    name: str,
    roles: Sequence[Role],
    cohort: Cohort | None = None,
    mentor: User | None = None,
    job_role: JobRole | None = None,
) -> Invite:
    """What a single invitation and each row of an import must hold. One query for a mentor."""
    email, name = email.strip().lower(), " ".join(name.split())
    if not _is_email(email):
        raise AccountsError(_("Enter a valid email address."), field="email")
    require_name(name)
    if not roles or not set(roles) <= set(INVITABLE):
        raise AccountsError(
            _("Choose student, mentor or admin. Employers ask for access, parents sign up."),
            field="roles",
        )
    if Role.STUDENT not in roles and (cohort or mentor or job_role):
        raise AccountsError(_("Only students have a mentor, cohort and job role."), field="roles")
    if mentor is not None:
        require_mentor(mentor)
    return Invite(
        email=email,
        name=name,
        roles=tuple(dict.fromkeys(roles)),
        cohort=cohort,
        mentor=mentor,
        job_role=job_role,
    )


@transaction.atomic
def invite_people(*, invites: Sequence[Invite], by: User | None) -> list[User]:
    """Make many new accounts and their invitations: a fixed number of statements for any number of
    people. Every address must be without an account, else IntegrityError and nothing is done.
    """
    users = []
    for invite in invites:
        user = User(email=invite.email, name=invite.name)
        user.set_unusable_password()
        users.append(user)
    users = User.objects.bulk_create(users)
    pairs = list(zip(users, invites, strict=True))
    RoleGrant.objects.bulk_create(
        RoleGrant(user=user, role=role, granted_by=by)
        for user, invite in pairs
        for role in invite.roles
    )
    Student.objects.bulk_create(
        _student(user, invite) for user, invite in pairs if Role.STUDENT in invite.roles
    )
    AuditEntry.objects.bulk_create(
        audit_entry(actor=by, action="invite", on=user, after=_assignment(invite))
        for user, invite in pairs
    )
    create_invitations(users, by=by)
    return users


@transaction.atomic
def deactivate_person(*, user: User, by: User | None) -> bool:
    """End the person's access at once, and their sessions for good; everything they did stays. False when
    they were deactivated already. Nobody is deleted here: deletion is the person's own to ask for.
    """
    require_admin(by)
    keep_an_admin(without=user, by=by)
    if not User.objects.active().filter(pk=user.pk).update(is_active=False):
        return False
    user.is_active = False
    end_sessions(sessions_of(user))
    record(actor=by, action="deactivate", on=user)
    return True


@transaction.atomic
def reactivate_person(*, user: User, by: User | None) -> bool:
    """Give access back, with the roles and assignments there were. False when they had it."""
    require_admin(by)
    if not User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        return False
    user.is_active = True
    record(actor=by, action="reactivate", on=user)
    return True


def rename(*, user: User, name: str) -> None:
    """What others see instead of the address. Empty again shows the address."""
    name = " ".join(name.split())
    require_name(name)
    user.name = name
    user.save(update_fields=["name"])


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST_EMAIL


def _as_mentor(
    roles: Sequence[Role], mentor: User | None, by: User
) -> tuple[tuple[Role, ...], User]:
    if not by.has_role(Role.MENTOR) or set(roles) != {Role.STUDENT} or mentor not in {None, by}:
        raise AccountsError(
            _("Mentors invite students, to themselves. Ask an admin for anything else."),
            refusal=Refusal.FORBIDDEN,
        )
    return (Role.STUDENT,), by


def _add_to(account: User, invite: Invite, *, by: User | None) -> User:
    if by is not None and not by.has_role(Role.ADMIN):
        raise _taken()
    if not account.is_active:
        raise AccountsError(
            _("This person’s account is deactivated. Reactivate it first."),
            refusal=Refusal.CONFLICT,
            field="email",
        )
    new = add_roles(user=account, roles=invite.roles, by=by)
    if Role.STUDENT in invite.roles:
        assign_student(
            student=Student.objects.get(user=account),
            by=by,
            mentor=invite.mentor or KEEP,
            cohort=invite.cohort or KEEP,
            job_role=invite.job_role or KEEP,
        )
    if not has_verified_address(account):
        account.name = account.name or invite.name
        account.save(update_fields=["name"])
        renew_invitation(user=account, by=by)
    elif new:
        tell_of_roles(user=account, roles=new)
    return account


def _taken() -> AccountsError:
    return AccountsError(
        _(
            "There is an account with this address already. An admin can assign this student to you."
        ),
        refusal=Refusal.CONFLICT,
        field="email",
    )


def _student(user: User, invite: Invite) -> Student:
    return Student(
        user=user,
        mentor=invite.mentor,
        cohort=invite.cohort,
        target_job_role=invite.job_role,
        joined_on=today(),
    )


def _assignment(invite: Invite) -> dict[str, object]:
    return {
        "roles": [role.value for role in invite.roles],
        "mentor": invite.mentor.pk if invite.mentor else None,
        "cohort": invite.cohort.pk if invite.cohort else None,
        "job_role": invite.job_role.pk if invite.job_role else None,
    }
