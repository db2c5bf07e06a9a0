"""Who may open a record, and as what."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from childprogress.models import Child, GuardianInvitation, GuardianRole, Guardianship
from childprogress.services.children import erase_children
from childprogress.services.errors import OWNERS, ChildProgressError, hold_child, stranger
from tfl.accounts.models import User
from tfl.core.errors import Refusal

LAST_OWNER = gettext_lazy(
    "You are the last owner of a child’s record that others can open too. "
    "Make one of them an owner, or delete the record, and come back."
)


@transaction.atomic
def change_guardian_role(*, guardianship: Guardianship, role: str, by: User) -> Guardianship:
    """Make a guardian owner, editor or viewer. For owners; the last of them names another owner first.
    Raises ChildProgressError, as `remove_guardian`.
    """
    if role not in GuardianRole.values:
        raise ChildProgressError(_("Choose one of the roles offered."), field="role")
    child = hold_child(guardianship.child_id, by, may=OWNERS)
    held = _hold_guardianship(child, guardianship)
    if held.is_owner and role != GuardianRole.OWNER:
        _require_another_owner(child, held)
    held.role = role
    held.save(update_fields=["role"])
    return held


@transaction.atomic
def remove_guardian(*, guardianship: Guardianship, by: User) -> None:
    """Close the record to a guardian: owners to anybody, everybody to themselves. What the guardian wrote
    stays; an invitation that still waits for them no longer opens this record, whoever sent it. The last
    owner names a successor first, or deletes the record.

    Raises ChildProgressError: NOT_FOUND for a stranger or who is no guardian any more, FORBIDDEN for who is
    no owner, CONFLICT for the last one.
    """
    leaves = guardianship.user_id == by.pk
    child = hold_child(guardianship.child_id, by, may=tuple(GuardianRole) if leaves else OWNERS)
    held = _hold_guardianship(child, guardianship)
    if held.is_owner:
        _require_another_owner(child, held)
    held.delete()
    _withdraw_invitations(child, held.user)


def leave_all_records(user: User) -> None:
    """Within the transaction that deletes the account: records nobody else can open are erased, the others
    lose this guardian. Raises ChildProgressError while `user` is the last owner of one that others can
    open too: somebody has to answer for it.
    """
    theirs = Guardianship.objects.filter(user=user).values("child")
    children = Child.objects.filter(pk__in=theirs).order_by("pk").select_for_update(no_key=True)
    held = [child.pk for child in children]
    others = Guardianship.objects.filter(child__in=held).exclude(user=user)
    shared = set(others.values_list("child", flat=True))
    owned = set(_in_charge(others).values_list("child", flat=True))
    mine = Guardianship.objects.filter(user=user, child__in=held)
    last_owner_of = set(mine.filter(role=GuardianRole.OWNER).values_list("child", flat=True)) & (
        shared - owned
    )
    if last_owner_of:
        raise ChildProgressError(str(LAST_OWNER), refusal=Refusal.CONFLICT)
    mine.delete()
    erase_children(set(held) - shared)


def name_successors(user: User) -> None:
    """Within the transaction that deletes the account, where there is no page to name one: of a record that
    `user` alone owns, the editor who has been there longest becomes an owner. Where others can only read
    it, it is erased: reading was all they were given. Nobody follows whose account was closed.
    """
    for child in Child.objects.left_without_owner_by(user).order_by("pk").select_for_update():
        others = Guardianship.objects.filter(child=child, user__is_active=True).exclude(user=user)
        editor = others.filter(role=GuardianRole.EDITOR).order_by("since", "pk").first()
        if editor is None:
            erase_children([child.pk])
        else:
            Guardianship.objects.filter(pk=editor.pk).update(role=GuardianRole.OWNER)


def _hold_guardianship(child: Child, guardianship: Guardianship) -> Guardianship:
    """As it is now; the child is held."""
    held = Guardianship.objects.filter(pk=guardianship.pk, child=child).first()
    if held is None:
        raise stranger()
    return held


def _withdraw_invitations(child: Child, user: User) -> None:
    proven = EmailAddress.objects.filter(user=user, verified=True).values("email")
    waiting = GuardianInvitation.objects.open().filter(email__in=proven)
    named = GuardianInvitation.children.through._default_manager
    named.filter(child=child, guardianinvitation__in=waiting.values("pk")).delete()


def _require_another_owner(child: Child, guardianship: Guardianship) -> None:
    owners = _in_charge(Guardianship.objects.filter(child=child))
    if not owners.exclude(pk=guardianship.pk).exists():
        raise ChildProgressError(
            _("A record has at least one owner. Make another guardian an owner first."),
            refusal=Refusal.CONFLICT,
        )


def _in_charge(guardianships: QuerySet[Guardianship]) -> QuerySet[Guardianship]:
    """Owners who can answer for the record: nobody signs in to an account that an admin closed."""
    return guardianships.filter(role=GuardianRole.OWNER, user__is_active=True)
