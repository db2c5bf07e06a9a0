"""Granting and taking roles."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tfl.accounts.models import (
    EmployerMembership,
    MembershipState,
    Role,
    RoleGrant,
    Student,
    User,
)
from tfl.accounts.services.audit import record
from tfl.accounts.services.errors import AccountsError, require_admin
from tfl.accounts.services.notices import notify
from tfl.core.clock import today
from tfl.core.errors import Refusal


@transaction.atomic
def grant_role(*, user: User, role: Role, by: User | None) -> bool:
    """Let `user` do what `role` may. False when they could already; then nothing is recorded.

    A student gets a `Student` row, or keeps the one they had. The person is told when somebody else
    did it. `by` is None for the system: sign-up, a command.
    """
    require_admin(by)
    if role == Role.EMPLOYER:
        _require_organisation(user)
    granted = add_roles(user=user, roles=(role,), by=by)
    if granted and by is not None and by != user:
        tell_of_roles(user=user, roles=granted)
    return bool(granted)


@transaction.atomic
def take_role(*, user: User, role: Role, by: User | None) -> bool:
    """Take `role` away. False when they did not have it. Facts stay: a student's row and history are
    there when the role comes back; meanwhile nobody generates for them or sees their proof.
    """
    require_admin(by)
    if role == Role.ADMIN:
        keep_an_admin(without=user, by=by)
    if role == Role.MENTOR:
        _require_no_students(user)
    taken, _rows = RoleGrant.objects.filter(user=user, role=role).delete()
    forget_roles(user)
    if not taken:
        return False
    if role == Role.EMPLOYER:
        EmployerMembership.objects.filter(user=user, state=MembershipState.APPROVED).update(
            state=MembershipState.REFUSED, decided_by=by
        )
    record(actor=by, action="take-role", on=user, before={"role": role.value})
    return True


@transaction.atomic
def welcome(*, user: User) -> bool:
    """Somebody who signed up alone has proven their address: they are a parent, unless they hold a role
    by invitation. Called at the first address an account verifies, never again.
    """
    if RoleGrant.objects.filter(user=user).exists():
        return False
    return bool(add_roles(user=user, roles=(Role.PARENT,), by=None))


def add_roles(*, user: User, roles: tuple[Role, ...], by: User | None) -> tuple[Role, ...]:
    """The bare act, audited, within the caller's transaction. Returns the roles that are new."""
    new = []
    for role in roles:
        _grant, granted = RoleGrant.objects.get_or_create(
            user=user, role=role, defaults={"granted_by": by}
        )
        if granted:
            new.append(role)
            record(actor=by, action="grant-role", on=user, after={"role": role.value})
    if Role.STUDENT in roles:
        Student.objects.get_or_create(user=user, defaults={"joined_on": today()})
    forget_roles(user)
    return tuple(new)


def tell_of_roles(*, user: User, roles: tuple[Role, ...]) -> None:
    newest = RoleGrant.objects.filter(user=user, role__in=roles).latest("pk")
    notify(
        user=user,
        kind="role-added",
        key=f"role-added-{newest.pk}",
        facts={"roles": [role.value for role in roles]},
        path="/",
    )


def keep_an_admin(*, without: User, by: User | None) -> None:
    """Refuse to leave the installation without an admin, or `by` without their own role.

    Locks every admin's grant, then counts in a statement of its own: two admins who take each other's
    role at the same moment queue here, and the second finds that they are no admin any more.
    """
    grants = RoleGrant.objects.filter(role=Role.ADMIN).order_by("pk")
    list(grants.select_for_update().values_list("pk"))
    admins = set(grants.filter(user__is_active=True).values_list("user", flat=True))
    if by is not None and by.pk not in admins:
        raise AccountsError(_("Only an admin can do this."), refusal=Refusal.FORBIDDEN)
    if without == by:
        raise AccountsError(
            _("You cannot do this to yourself. Ask another admin."), refusal=Refusal.CONFLICT
        )
    if not admins - {without.pk} and without.pk in admins:
        raise AccountsError(
            _("This is the last admin. Make somebody else an admin first."),
            refusal=Refusal.CONFLICT,
        )


def forget_roles(user: User) -> None:
    """Drop what `user.roles` remembered from before."""
    user.__dict__.pop("roles", None)


def _require_organisation(user: User) -> None:
    approved = EmployerMembership.objects.filter(user=user, state=MembershipState.APPROVED)
    if not approved.exists():
        raise AccountsError(
            _(
                "An employer acts for an organisation. Ask them to request employer access; "
                "approving the request gives them the role."
            ),
            field="role",
        )


def _require_no_students(user: User) -> None:
    students = Student.objects.active().assigned_to(user).count()
    if students:
        raise AccountsError(
            ngettext(
                "%(count)d student is assigned to this mentor. Assign them to another mentor first.",
                "%(count)d students are assigned to this mentor. "
                "Assign them to another mentor first.",
                students,
            )
            % {"count": students},
            refusal=Refusal.CONFLICT,
        )
