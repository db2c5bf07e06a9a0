"""Who may open a record as what: changing it, removing others, leaving, and the account that ends."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from childprogress.models import Child, GuardianInvitation, GuardianRole, Guardianship
from childprogress.services import (
    ChildProgressError,
    accept_guardian_invitation,
    change_guardian_role,
    leave_all_records,
    remove_guardian,
    tick,
)
from tests.make import make_parent
from tests.make_children import (
    make_child,
    make_definition,
    make_guardian_invitation,
    make_guardianship,
    make_observation,
    make_tick,
)
from tfl.accounts.models import User
from tfl.core.errors import Refusal

OWNER, EDITOR, VIEWER = GuardianRole.OWNER, GuardianRole.EDITOR, GuardianRole.VIEWER


def roles(child: Child) -> dict[str, str]:
    those = Guardianship.objects.filter(child=child).select_related("user")
    return {each.user.name: each.role for each in those}


def of(child: Child, user: User) -> Guardianship:
    return Guardianship.objects.get(child=child, user=user)


def refusal(act: Callable[[], Any]) -> Refusal:
    with pytest.raises(ChildProgressError) as refused:
        act()
    return refused.value.refusal


@pytest.fixture
def child(olga: User, edith: User, viktor: User) -> Child:
    """Olga’s, with Edith as its editor and Viktor as its viewer."""
    child = make_child(olga)
    make_guardianship(child, edith, EDITOR)
    make_guardianship(child, viktor, VIEWER)
    return child


# Roles -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", list(GuardianRole))
def test_an_owner_makes_a_guardian_anything(
    child: Child, olga: User, viktor: User, role: GuardianRole
) -> None:
    changed = change_guardian_role(guardianship=of(child, viktor), role=role, by=olga)

    assert changed.role == role
    assert roles(child) == {"Olga": "owner", "Edith": "editor", "Viktor": role.value}


def test_a_new_role_counts_at_once(child: Child, olga: User, viktor: User) -> None:
    definition = make_definition()
    assert refusal(lambda: tick(child=child, definition=definition, by=viktor)) is Refusal.FORBIDDEN

    change_guardian_role(guardianship=of(child, viktor), role=EDITOR, by=olga)

    assert tick(child=child, definition=definition, by=viktor).achieved


def test_since_when_stays(child: Child, olga: User, viktor: User) -> None:
    before = of(child, viktor).since
    change_guardian_role(guardianship=of(child, viktor), role=EDITOR, by=olga)

    assert of(child, viktor).since == before


@pytest.mark.parametrize("role", ["", "Owner", "guardian", "\x00", "x" * 1000])
def test_a_role_that_is_none_is_refused_at_its_field(
    child: Child, olga: User, viktor: User, role: str
) -> None:
    with pytest.raises(ChildProgressError) as refused:
        change_guardian_role(guardianship=of(child, viktor), role=role, by=olga)

    assert (refused.value.refusal, refused.value.field) == (Refusal.INVALID, "role")
    assert of(child, viktor).role == VIEWER


def test_editors_and_viewers_change_nobodys_role_not_even_their_own(
    child: Child, olga: User, edith: User, viktor: User
) -> None:
    for by in (edith, viktor):
        for whom in (olga, edith, viktor):
            act = partial(change_guardian_role, guardianship=of(child, whom), role=OWNER, by=by)
            assert refusal(act) is Refusal.FORBIDDEN
    assert roles(child) == {"Olga": "owner", "Edith": "editor", "Viktor": "viewer"}


def test_to_a_stranger_there_is_no_such_record(
    child: Child, heidi: User, grace: User, viktor: User
) -> None:
    make_child(heidi)
    chosen = of(child, viktor)
    for by in (heidi, grace):
        change = partial(change_guardian_role, guardianship=chosen, role=OWNER, by=by)
        assert refusal(change) is Refusal.NOT_FOUND
        assert refusal(partial(remove_guardian, guardianship=chosen, by=by)) is Refusal.NOT_FOUND


def test_an_owner_whose_account_was_closed_changes_nothing(
    child: Child, olga: User, viktor: User
) -> None:
    olga.is_active = False
    olga.save()

    assert refusal(lambda: remove_guardian(guardianship=of(child, viktor), by=olga)) is (
        Refusal.NOT_FOUND
    )


def test_an_owner_of_one_record_is_nobody_in_another(
    child: Child, olga: User, heidi: User, viktor: User
) -> None:
    make_child(heidi)
    mine = of(child, viktor)

    assert refusal(lambda: remove_guardian(guardianship=mine, by=heidi)) is Refusal.NOT_FOUND


# The last owner --------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [EDITOR, VIEWER])
def test_the_last_owner_stays_one(child: Child, olga: User, role: GuardianRole) -> None:
    with pytest.raises(ChildProgressError, match="at least one owner") as refused:
        change_guardian_role(guardianship=of(child, olga), role=role, by=olga)

    assert refused.value.refusal is Refusal.CONFLICT
    assert of(child, olga).is_owner


def test_the_last_owner_does_not_leave(child: Child, olga: User) -> None:
    assert refusal(lambda: remove_guardian(guardianship=of(child, olga), by=olga)) is (
        Refusal.CONFLICT
    )
    assert of(child, olga).is_owner


def test_saying_owner_again_of_the_last_one_is_fine(child: Child, olga: User) -> None:
    change_guardian_role(guardianship=of(child, olga), role=OWNER, by=olga)

    assert of(child, olga).is_owner


def test_after_naming_a_successor_an_owner_steps_down_or_leaves(
    child: Child, olga: User, edith: User, viktor: User
) -> None:
    change_guardian_role(guardianship=of(child, edith), role=OWNER, by=olga)
    change_guardian_role(guardianship=of(child, olga), role=VIEWER, by=olga)
    assert roles(child) == {"Olga": "viewer", "Edith": "owner", "Viktor": "viewer"}

    remove_guardian(guardianship=of(child, olga), by=olga)
    assert roles(child) == {"Edith": "owner", "Viktor": "viewer"}


def test_an_owner_removes_another_owner(child: Child, olga: User, edith: User) -> None:
    change_guardian_role(guardianship=of(child, edith), role=OWNER, by=olga)
    remove_guardian(guardianship=of(child, olga), by=edith)

    assert roles(child) == {"Edith": "owner", "Viktor": "viewer"}


def test_an_owner_nobody_can_sign_in_as_is_no_successor(
    child: Child, olga: User, edith: User
) -> None:
    change_guardian_role(guardianship=of(child, edith), role=OWNER, by=olga)
    User.objects.filter(pk=edith.pk).update(is_active=False)

    assert refusal(lambda: remove_guardian(guardianship=of(child, olga), by=olga)) is (
        Refusal.CONFLICT
    )
    with transaction.atomic():
        assert refusal(lambda: leave_all_records(olga)) is Refusal.CONFLICT


# Removing and leaving --------------------------------------------------------------------------------


def test_a_removed_guardian_is_a_stranger(child: Child, olga: User, viktor: User) -> None:
    remove_guardian(guardianship=of(child, viktor), by=olga)

    assert roles(child) == {"Olga": "owner", "Edith": "editor"}
    assert not Child.objects.visible_to(viktor).exists()


def test_an_invitation_that_still_waited_for_them_lets_nobody_back_in(
    child: Child, olga: User, viktor: User, edith: User
) -> None:
    """Whoever sent it. What else it opens, it opens; that of somebody else is as it was."""
    other = make_child(olga)
    change_guardian_role(guardianship=of(child, edith), role=OWNER, by=olga)
    theirs = make_guardian_invitation(child, other, by=olga, email=viktor.email, role=EDITOR)
    of_edith = make_guardian_invitation(child, by=edith, email=viktor.email)
    of_others = make_guardian_invitation(child, by=olga, email="nina@example.org")

    remove_guardian(guardianship=of(child, viktor), by=olga)

    assert [new.child for new in accept_guardian_invitation(invitation=theirs, by=viktor)] == [
        other
    ]
    act = partial(accept_guardian_invitation, invitation=of_edith, by=viktor)
    assert refusal(act) is Refusal.CONFLICT
    assert list(of_others.children.all()) == [child]
    assert not Child.objects.visible_to(viktor).filter(pk=child.pk).exists()


def test_what_a_guardian_wrote_stays(child: Child, olga: User, edith: User) -> None:
    definition = make_definition()
    tick(child=child, definition=definition, by=edith)
    make_observation(child, author=edith)
    remove_guardian(guardianship=of(child, edith), by=olga)

    assert child.milestones.get().achieved
    assert child.observations.get().author == edith


@pytest.mark.parametrize("leaver", ["edith", "viktor"])
def test_every_other_guardian_leaves_at_will(
    child: Child, leaver: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(leaver)
    remove_guardian(guardianship=of(child, user), by=user)

    assert user.name not in roles(child)


def test_editors_and_viewers_remove_nobody_else(
    child: Child, olga: User, edith: User, viktor: User
) -> None:
    for by, whom in ((edith, viktor), (edith, olga), (viktor, edith), (viktor, olga)):
        act = partial(remove_guardian, guardianship=of(child, whom), by=by)
        assert refusal(act) is Refusal.FORBIDDEN
    assert len(roles(child)) == 3


def test_who_was_removed_a_moment_ago_is_found_no_more(
    child: Child, olga: User, viktor: User
) -> None:
    chosen = of(child, viktor)
    remove_guardian(guardianship=chosen, by=olga)

    assert (
        refusal(lambda: change_guardian_role(guardianship=chosen, role=OWNER, by=olga))
        is Refusal.NOT_FOUND
    )
    assert refusal(lambda: remove_guardian(guardianship=chosen, by=olga)) is Refusal.NOT_FOUND
    assert refusal(lambda: remove_guardian(guardianship=chosen, by=viktor)) is Refusal.NOT_FOUND


def test_leaving_one_record_leaves_the_others(olga: User, viktor: User) -> None:
    one, other = make_child(olga), make_child(olga)
    for child in (one, other):
        make_guardianship(child, viktor, VIEWER)
    remove_guardian(guardianship=of(one, viktor), by=viktor)

    assert list(Child.objects.visible_to(viktor)) == [other]


# The account that ends -------------------------------------------------------------------------------


def end(user: User) -> None:
    with transaction.atomic():
        leave_all_records(user)
        user.delete()


def test_records_nobody_else_can_open_are_erased(olga: User, heidi: User) -> None:
    mine, hers = make_child(olga), make_child(heidi)
    make_tick(mine, make_definition())
    make_observation(mine, author=olga)
    end(olga)

    assert list(Child.objects.all()) == [hers]


def test_shared_records_lose_this_guardian_and_nothing_else(
    child: Child, olga: User, edith: User
) -> None:
    make_observation(child, author=edith)
    end(edith)

    assert roles(child) == {"Olga": "owner", "Viktor": "viewer"}
    assert child.observations.get().author is None


def test_the_last_owner_of_a_shared_record_answers_for_it_first(
    child: Child, olga: User, edith: User
) -> None:
    alone = make_child(olga)
    with pytest.raises(ChildProgressError, match="last owner") as refused:
        end(olga)

    assert refused.value.refusal is Refusal.CONFLICT
    assert child.name not in refused.value.message
    assert set(Child.objects.visible_to(olga)) == {child, alone}, "nothing was done"

    change_guardian_role(guardianship=of(child, edith), role=OWNER, by=olga)
    end(olga)
    assert list(Child.objects.all()) == [child]
    assert roles(child) == {"Edith": "owner", "Viktor": "viewer"}


def test_who_is_no_guardian_ends_freely(child: Child, heidi: User) -> None:
    end(heidi)

    assert len(roles(child)) == 3


def test_an_invitation_ends_with_the_account_that_sent_it(child: Child, olga: User) -> None:
    co_owner = make_parent()
    make_guardianship(child, co_owner, OWNER)
    make_guardian_invitation(child, by=olga)
    kept = make_guardian_invitation(child, by=co_owner)
    end(olga)

    assert list(GuardianInvitation.objects.all()) == [kept]
