"""Guardians at the same moment: threads with connections of their own, on PostgreSQL."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from childprogress.models import Child, GuardianInvitation, GuardianRole, Guardianship
from childprogress.services import (
    ChildProgressError,
    accept_guardian_invitation,
    change_guardian_role,
    delete_child,
    invite_guardian,
    leave_all_records,
    remove_guardian,
    revoke_guardian_invitation,
    tick,
)
from childprogress.services.errors import OWNERS, hold_child
from tests.make import make_parent, make_user
from tests.make_children import (
    make_child,
    make_definition,
    make_guardian_invitation,
    make_guardianship,
)
from tests.milestones.processes import at_once, wait_until_somebody_waits_for_a_lock
from tfl.accounts.models import Role, RoleGrant, User
from tfl.core.errors import Refusal

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

OWNER, EDITOR, VIEWER = GuardianRole.OWNER, GuardianRole.EDITOR, GuardianRole.VIEWER
NINA = "nina@example.org"
TIMES = range(5)


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("childprogress.services.invitations.hint", lambda name: None)


def refusals(outcomes: list[Any]) -> list[Refusal]:
    """Of those that were refused; nothing else may go wrong."""
    errors = [each for each in outcomes if isinstance(each, Exception)]
    assert all(isinstance(each, ChildProgressError) for each in errors), errors
    return [each.refusal for each in errors if isinstance(each, ChildProgressError)]


def of(child: Child, user: User) -> Guardianship:
    return Guardianship.objects.get(child=child, user=user)


def after(hold: Callable[[], Any], act: Callable[[], Any]) -> Any:
    """What `act` gives, which begins while `hold` is not committed yet and waits for it."""

    def first() -> None:
        with transaction.atomic():
            hold()
            held.set()
            wait_until_somebody_waits_for_a_lock()

    def second() -> Any:
        assert held.wait(timeout=30)
        return act()

    held = threading.Event()
    return at_once(first, second)[1]


# The last owner --------------------------------------------------------------------------------------


@pytest.mark.parametrize("_time", TIMES)
@pytest.mark.parametrize("role", [EDITOR, None])
def test_of_two_owners_who_drop_each_other_one_stays(role: GuardianRole | None, _time: int) -> None:
    one, other = make_parent(), make_parent()
    child = make_child(one, other)

    def drop(whom: User, by: User) -> Callable[[], Any]:
        chosen = of(child, whom)
        if role is None:
            return lambda: remove_guardian(guardianship=chosen, by=by)
        return lambda: change_guardian_role(guardianship=chosen, role=role, by=by)

    outcomes = at_once(drop(other, one), drop(one, other))

    assert len(refusals(outcomes)) == 1
    assert Guardianship.objects.filter(child=child, role=OWNER).count() == 1


@pytest.mark.parametrize("_time", TIMES)
def test_of_two_owners_who_both_leave_one_stays(_time: int) -> None:
    one, other = make_parent(), make_parent()
    child = make_child(one, other)
    make_guardianship(child, make_parent(), VIEWER)
    outcomes = at_once(
        lambda: remove_guardian(guardianship=of(child, one), by=one),
        lambda: change_guardian_role(guardianship=of(child, other), role=VIEWER, by=other),
    )

    assert refusals(outcomes) == [Refusal.CONFLICT]
    assert Guardianship.objects.filter(child=child, role=OWNER).count() == 1


@pytest.mark.parametrize("_time", TIMES)
def test_of_two_owners_who_end_their_accounts_one_answers_for_the_record(_time: int) -> None:
    one, other = make_parent(), make_parent()
    child = make_child(one, other)
    make_guardianship(child, make_parent(), VIEWER)

    def end(user: User) -> None:
        with transaction.atomic():
            leave_all_records(user)
            user.delete()

    outcomes = at_once(lambda: end(one), lambda: end(other))

    assert refusals(outcomes) == [Refusal.CONFLICT]
    assert Guardianship.objects.filter(child=child, role=OWNER).count() == 1


def test_when_both_end_their_accounts_and_nobody_is_left_the_record_goes() -> None:
    people = [make_parent() for _ in range(4)]
    for _ in range(3):
        make_child(*people)

    def end(user: User) -> None:
        with transaction.atomic():
            leave_all_records(user)

    outcomes = at_once(*(lambda user=user: end(user) for user in people))

    assert refusals(outcomes) == []
    assert not Child.objects.exists()


# A role that goes while it is used ------------------------------------------------------------------


def test_a_tick_begun_before_a_removal_finds_its_guardian_removed() -> None:
    owner, editor = make_parent(), make_parent()
    child, definition = make_child(owner), make_definition()
    chosen = make_guardianship(child, editor, EDITOR)
    outcome = after(
        lambda: remove_guardian(guardianship=chosen, by=owner),
        lambda: tick(child=child, definition=definition, by=editor),
    )

    assert refusals([outcome]) == [Refusal.NOT_FOUND]
    assert not child.milestones.exists()


def test_a_tick_begun_before_a_demotion_is_refused() -> None:
    owner, editor = make_parent(), make_parent()
    child, definition = make_child(owner), make_definition()
    chosen = make_guardianship(child, editor, EDITOR)
    outcome = after(
        lambda: change_guardian_role(guardianship=chosen, role=VIEWER, by=owner),
        lambda: tick(child=child, definition=definition, by=editor),
    )

    assert refusals([outcome]) == [Refusal.FORBIDDEN]
    assert not child.milestones.exists()


def test_ticks_while_their_guardian_is_removed_are_all_or_nothing() -> None:
    owner, editor = make_parent(), make_parent()
    child = make_child(owner)
    definitions = [make_definition() for _ in range(8)]
    chosen = make_guardianship(child, editor, EDITOR)
    outcomes = at_once(
        *(lambda each=each: tick(child=child, definition=each, by=editor) for each in definitions),
        lambda: remove_guardian(guardianship=chosen, by=owner),
    )

    refused = refusals(outcomes)
    assert set(refused) <= {Refusal.NOT_FOUND}
    assert child.milestones.filter(achieved=True).count() == 8 - len(refused)


# Invitations -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("_time", TIMES)
def test_an_invitation_is_accepted_once_by_whoever_proved_the_address(_time: int) -> None:
    """Two of her windows; and an account that had not proven the address in time for the look."""
    owner, nina = make_parent(), make_user(NINA)
    others = [make_user() for _ in range(2)]
    children = [make_child(owner) for _ in range(2)]
    invitation = make_guardian_invitation(*children, by=owner, email=NINA)
    outcomes = at_once(
        *(
            lambda person=person: accept_guardian_invitation(
                invitation=GuardianInvitation.objects.get(pk=invitation.pk), by=person
            )
            for person in [nina, nina, nina, *others]
        )
    )

    assert sorted(refusals(outcomes), key=str) == [Refusal.CONFLICT] * 2 + [Refusal.NOT_FOUND] * 2
    assert Guardianship.objects.exclude(user=owner).count() == 2
    assert RoleGrant.objects.filter(user=nina, role=Role.PARENT).count() == 1


@pytest.mark.parametrize("_time", TIMES)
def test_two_invitations_to_the_same_record_make_one_guardianship(_time: int) -> None:
    one, other, nina = make_parent(), make_parent(), make_user(NINA)
    children = [make_child(one, other) for _ in range(3)]
    invitations = [
        make_guardian_invitation(*children, by=one, email=NINA),
        make_guardian_invitation(*reversed(children), by=other, email=NINA, role=EDITOR),
    ]
    outcomes = at_once(
        *(
            lambda each=each: accept_guardian_invitation(invitation=each, by=nina)
            for each in invitations
        )
    )

    assert refusals(outcomes) == []
    assert Guardianship.objects.filter(user=nina).count() == 3
    assert sorted(len(each) for each in outcomes if isinstance(each, list)) == [0, 3]


@pytest.mark.parametrize("_time", TIMES)
def test_sending_twice_at_once_leaves_one_that_works(_time: int) -> None:
    owner = make_parent()
    children = [make_child(owner) for _ in range(2)]
    outcomes = at_once(
        *[lambda: invite_guardian(email=NINA, role=VIEWER, children=children, by=owner)] * 4
    )

    assert refusals(outcomes) == []
    assert GuardianInvitation.objects.count() == 4
    assert GuardianInvitation.objects.open().count() == 1


@pytest.mark.parametrize("_time", TIMES)
def test_what_is_revoked_while_it_is_accepted_is_one_or_the_other(_time: int) -> None:
    owner, nina = make_parent(), make_user(NINA)
    invitation = make_guardian_invitation(make_child(owner), by=owner, email=NINA)
    accepted, revoked = at_once(
        lambda: accept_guardian_invitation(invitation=invitation, by=nina),
        lambda: revoke_guardian_invitation(invitation=invitation, by=owner),
    )

    assert revoked is None
    invitation.refresh_from_db()
    assert (invitation.accepted_at is None) != (invitation.revoked_at is None)
    opened = Guardianship.objects.filter(user=nina).exists()
    assert opened == (invitation.accepted_at is not None)
    assert refusals([accepted]) == ([] if opened else [Refusal.CONFLICT])


def test_an_owner_removed_while_their_invitation_is_accepted_lets_nobody_in() -> None:
    one, other, nina = make_parent(), make_parent(), make_user(NINA)
    child = make_child(one, other)
    invitation = make_guardian_invitation(child, by=one, email=NINA)
    chosen = of(child, one)
    outcome = after(
        lambda: remove_guardian(guardianship=chosen, by=other),
        lambda: accept_guardian_invitation(invitation=invitation, by=nina),
    )

    assert refusals([outcome]) == [Refusal.CONFLICT]
    assert not Guardianship.objects.filter(user=nina).exists()


def test_a_guardian_removed_while_they_accept_once_more_stays_out() -> None:
    owner, nina = make_parent(), make_user(NINA)
    child = make_child(owner)
    chosen = make_guardianship(child, nina, VIEWER)
    invitation = make_guardian_invitation(child, by=owner, email=NINA, role=EDITOR)
    outcome = after(
        lambda: remove_guardian(guardianship=chosen, by=owner),
        lambda: accept_guardian_invitation(invitation=invitation, by=nina),
    )

    assert refusals([outcome]) == [Refusal.CONFLICT]
    assert not Guardianship.objects.filter(user=nina).exists()


def test_an_owner_demoted_while_they_invite_invites_nobody() -> None:
    one, other = make_parent(), make_parent()
    child = make_child(one, other)
    chosen = of(child, one)
    outcome = after(
        lambda: change_guardian_role(guardianship=chosen, role=EDITOR, by=other),
        lambda: invite_guardian(email=NINA, role=VIEWER, children=[child], by=one),
    )

    assert refusals([outcome]) == [Refusal.FORBIDDEN]
    assert not GuardianInvitation.objects.exists()


def test_a_child_deleted_while_its_invitation_is_accepted_is_left_out() -> None:
    owner, nina = make_parent(), make_user(NINA)
    gone, there = make_child(owner, name="Gone"), make_child(owner)
    invitation = make_guardian_invitation(gone, there, by=owner, email=NINA)
    outcome = after(
        lambda: delete_child(child=gone, confirmation="Gone", by=owner),
        lambda: accept_guardian_invitation(invitation=invitation, by=nina),
    )

    assert [each.child for each in outcome] == [there]


def test_an_account_deleted_while_its_invitation_is_accepted_lets_nobody_in() -> None:
    one, other, nina = make_parent(), make_parent(), make_user(NINA)
    child = make_child(one, other)
    invitation = make_guardian_invitation(child, by=one, email=NINA)

    def end() -> None:
        leave_all_records(one)
        User.objects.filter(pk=one.pk).delete()

    outcome = after(end, lambda: accept_guardian_invitation(invitation=invitation, by=nina))

    assert refusals([outcome]) == [Refusal.CONFLICT]
    assert not Guardianship.objects.filter(user=nina).exists()


def test_holds_in_any_order_of_children_wait_for_no_other_for_ever() -> None:
    owner, other = make_parent(), make_parent()
    children = [make_child(owner, other) for _ in range(6)]

    def hold_each(by: User) -> None:
        for child in children:
            with transaction.atomic():
                hold_child(child.pk, by, may=OWNERS)

    outcomes = at_once(
        lambda: hold_each(owner),
        lambda: invite_guardian(
            email=NINA, role=VIEWER, children=list(reversed(children)), by=owner
        ),
        lambda: invite_guardian(email=NINA, role=VIEWER, children=children, by=other),
        lambda: hold_each(other),
    )

    assert refusals(outcomes) == []
    assert connection.is_usable()
