"""Inviting another guardian: who may, to what, what the link opens, and what accepting does."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress

from childprogress.models import Child, GuardianInvitation, GuardianRole, Guardianship
from childprogress.selectors.invitations import (
    InvitationState,
    guardian_invitation_by_token,
    guardian_invitation_path,
    invitations_by,
    invitations_for,
    state_of,
)
from childprogress.services import (
    ChildProgressError,
    accept_guardian_invitation,
    change_guardian_role,
    delete_child,
    forget_invitations,
    invite_guardian,
    remove_guardian,
    revoke_guardian_invitation,
)
from tests.make import make_parent, make_user
from tests.make_children import make_child, make_guardian_invitation, make_guardianship
from tests.milestones.views.months import queries
from tfl.accounts.models import AuditEntry, Role, Student, User
from tfl.accounts.selectors import invitation_path
from tfl.core.access_log import without_secrets
from tfl.core.errors import Refusal

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
NINA = "nina@example.org"
OWNER, EDITOR, VIEWER = GuardianRole.OWNER, GuardianRole.EDITOR, GuardianRole.VIEWER


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def nina(db: None) -> User:
    return make_parent(NINA, name="Nina")


@pytest.fixture
def child(olga: User) -> Child:
    return make_child(olga, name="Zaynab")


def refused(act: Callable[[], Any]) -> ChildProgressError:
    with pytest.raises(ChildProgressError) as error:
        act()
    return error.value


def invite(*children: Child, by: User, email: str = NINA, role: str = VIEWER) -> GuardianInvitation:
    return invite_guardian(email=email, role=role, children=children, by=by)


def accept(invitation: GuardianInvitation, by: User) -> list[Guardianship]:
    return accept_guardian_invitation(invitation=invitation, by=by)


def roles_of(user: User) -> dict[str, str]:
    those = Guardianship.objects.filter(user=user).select_related("child")
    return {each.child.name: each.role for each in those}


def token_of(invitation: GuardianInvitation) -> str:
    return guardian_invitation_path(invitation.pk).split("/")[-2]


def found(invitation: GuardianInvitation) -> GuardianInvitation:
    """As its link finds it."""
    looked_up = guardian_invitation_by_token(token_of(invitation))
    assert looked_up is not None
    return looked_up


# Inviting --------------------------------------------------------------------------------------------


def test_one_invitation_is_for_several_children_one_address_and_seven_days(olga: User) -> None:
    children = [make_child(olga) for _ in range(3)]
    invitation = invite(*children[:2], by=olga, role=EDITOR)

    assert set(invitation.children.all()) == set(children[:2])
    assert (invitation.email, invitation.role, invitation.invited_by) == (NINA, "editor", olga)
    assert invitation.expires_at == NOW + timedelta(days=7)
    assert invitation.mail_due_at == NOW
    assert not Guardianship.objects.exclude(user=olga).exists(), "nobody is a guardian unasked"


def test_the_address_is_kept_in_lower_case_without_blanks(child: Child, olga: User) -> None:
    assert invite(child, by=olga, email="  Nina@Example.ORG ").email == NINA


@pytest.mark.parametrize(
    "email",
    [
        "",
        "nina",
        "nina@",
        "nina@example",
        "a\x00b@example.org",
        "nina@example.org\nBcc: x@example.org",
        "ni\u200bna@example.org",
        "\u212aim@example.org",  # in lower case another letter
        "N\u0130na@example.org",
        f"{'n' * 250}@example.org",
        "nina@[127.0.0.1]",
    ],
)
def test_what_is_no_address_is_refused_at_its_field(child: Child, olga: User, email: str) -> None:
    error = refused(lambda: invite(child, by=olga, email=email))

    assert (error.refusal, error.field) == (Refusal.INVALID, "email")
    assert not GuardianInvitation.objects.exists()


def test_nobody_invites_themselves(child: Child, olga: User) -> None:
    EmailAddress.objects.create(user=olga, email="second@example.org", verified=False)

    for email in ("Olga@example.org", "second@example.org"):
        error = refused(partial(invite, child, by=olga, email=email))
        assert (error.message, error.field) == ("This is your own address.", "email")


@pytest.mark.parametrize("role", ["owner", "", "admin", "\x00"])
def test_a_stranger_is_invited_as_editor_or_viewer_and_nothing_else(
    child: Child, olga: User, role: str
) -> None:
    error = refused(lambda: invite(child, by=olga, role=role))

    assert (error.refusal, error.field) == (Refusal.INVALID, "role")


def test_an_invitation_to_nothing_is_none(olga: User) -> None:
    error = refused(lambda: invite(by=olga))

    assert (error.refusal, error.field) == (Refusal.INVALID, "children")


@pytest.mark.parametrize("role", [EDITOR, VIEWER])
def test_editors_and_viewers_invite_nobody(child: Child, edith: User, role: GuardianRole) -> None:
    make_guardianship(child, edith, role)

    assert refused(lambda: invite(child, by=edith)).refusal is Refusal.FORBIDDEN


def test_an_owner_of_one_and_editor_of_another_invites_to_the_one(
    child: Child, olga: User, edith: User
) -> None:
    make_guardianship(child, edith, EDITOR)
    mine = make_child(edith)

    assert refused(lambda: invite(mine, child, by=edith)).refusal is Refusal.FORBIDDEN
    assert not GuardianInvitation.objects.exists()
    assert set(invite(mine, by=edith).children.all()) == {mine}


def test_to_a_stranger_there_is_no_such_record(child: Child, heidi: User) -> None:
    mine = make_child(heidi)

    for children in ([child], [mine, child]):
        error = refused(partial(invite, *children, by=heidi))
        assert (error.refusal, error.field) == (Refusal.NOT_FOUND, "children")
        assert child.name not in error.message
    assert not GuardianInvitation.objects.exists()


def test_a_closed_account_invites_nobody(child: Child, olga: User) -> None:
    User.objects.filter(pk=olga.pk).update(is_active=False)

    assert refused(lambda: invite(child, by=olga)).field == "children"


def test_whether_the_address_has_an_account_makes_no_difference(
    child: Child, olga: User, edith: User
) -> None:
    make_guardianship(child, edith, VIEWER)
    unknown, account, guardian = (
        invite(child, by=olga, email=email) for email in (NINA, make_user().email, edith.email)
    )

    assert unknown.mail_due_at == account.mail_due_at == guardian.mail_due_at == NOW


def test_a_new_invitation_to_the_same_address_replaces_the_inviters_older_one(
    child: Child, olga: User, edith: User, nina: User
) -> None:
    make_guardianship(child, edith, OWNER)
    older = invite(child, by=olga)
    elsewhere = invite(child, by=olga, email="other@example.org")
    anothers = invite(child, by=edith)
    newer = invite(child, by=olga)

    assert state_of(found(older)) is InvitationState.REVOKED
    assert set(invitations_by(olga)) == {elsewhere, newer}
    assert set(invitations_by(edith)) == {anothers}
    assert refused(lambda: accept(older, nina)).refusal is Refusal.CONFLICT


# The link --------------------------------------------------------------------------------------------


def test_what_opens_the_link_is_stored_nowhere_and_found_by_one_query(
    child: Child, olga: User
) -> None:
    invitation = invite(child, by=olga)
    token = token_of(invitation)
    with queries() as ran:
        opened = guardian_invitation_by_token(token)

    assert opened == invitation
    assert len(ran) == 1
    assert token not in str(GuardianInvitation.objects.values().get())


def test_the_access_log_hides_the_link(child: Child, olga: User) -> None:
    path = guardian_invitation_path(invite(child, by=olga).pk)
    token = path.split("/")[-2]

    assert without_secrets(f"GET {path} HTTP/1.1") == "GET /children/invitation/…/ HTTP/1.1"
    quoted = path.replace("/", "%2F")
    for line in (f"GET /accounts/login/?next={path}", f"GET /accounts/signup/?next={quoted}"):
        assert token not in without_secrets(line)
        assert "…" in without_secrets(line)


@pytest.mark.parametrize("number", [0, 1, 10**9, 10**30])
def test_a_token_of_another_hand_opens_nothing(child: Child, olga: User, number: int) -> None:
    invitation = invite(child, by=olga)
    signature = token_of(invitation).partition(".")[2]

    for token in (f"{number + invitation.pk + 1}.{signature}", f"{number}", "x.y", "a\x00b", "ü.ß"):
        assert guardian_invitation_by_token(token) is None


def test_the_signature_of_another_kind_of_link_opens_nothing(child: Child, olga: User) -> None:
    foreign = invitation_path(invite(child, by=olga).pk).split("/")[-2]

    assert guardian_invitation_by_token(foreign) is None


def test_it_lasts_seven_days_to_the_second(
    child: Child, olga: User, clock: time_machine.Traveller
) -> None:
    invitation = invite(child, by=olga)
    clock.shift(timedelta(days=7) - timedelta(seconds=1))
    assert state_of(found(invitation)) is InvitationState.OPEN

    clock.shift(timedelta(seconds=1))
    assert state_of(found(invitation)) is InvitationState.EXPIRED


def test_it_counts_the_records_it_would_open_now(olga: User, edith: User) -> None:
    children = [make_child(olga, edith) for _ in range(3)]
    invitation = invite(*children, by=olga)
    assert found(invitation).records == 3  # type: ignore[attr-defined]  # annotated

    delete_child(child=children[0], confirmation=children[0].name, by=edith)
    mine = Guardianship.objects.get(child=children[1], user=olga)
    change_guardian_role(guardianship=mine, role=VIEWER, by=edith)
    assert found(invitation).records == 1  # type: ignore[attr-defined]

    last = Guardianship.objects.get(child=children[2], user=olga)
    remove_guardian(guardianship=last, by=edith)
    assert state_of(found(invitation)) is InvitationState.REVOKED


# Who sees which --------------------------------------------------------------------------------------


def test_it_waits_for_whoever_has_proven_the_address(
    child: Child, olga: User, heidi: User, nina: User
) -> None:
    invitation = invite(child, by=olga)
    EmailAddress.objects.create(user=heidi, email="n@example.org", verified=True)

    with queries() as ran:
        assert list(invitations_for(nina)) == [invitation]
    assert len(ran) == 1
    assert not invitations_for(heidi)


def test_an_address_that_is_not_proven_has_none(child: Child, olga: User) -> None:
    invite(child, by=olga)

    assert not invitations_for(make_user(NINA, verified=False))


def test_what_is_over_waits_for_nobody(
    child: Child, olga: User, nina: User, clock: time_machine.Traveller
) -> None:
    revoked, used, orphaned = (
        make_guardian_invitation(each, by=olga, email=NINA)
        for each in (child, child, make_child(olga))
    )
    revoke_guardian_invitation(invitation=revoked, by=olga)
    accept(used, nina)
    Child.objects.exclude(pk=child.pk).delete()
    make_guardian_invitation(child, by=olga, email=NINA)
    clock.shift(timedelta(days=7))

    assert not invitations_for(nina)
    assert not invitations_by(olga)
    assert GuardianInvitation.objects.count() == 4
    assert orphaned.children.count() == 0


def test_an_inviter_reads_no_name_of_a_child_they_lost(olga: User, edith: User) -> None:
    kept, lost = make_child(olga, name="Kept"), make_child(olga, edith, name="Lost")
    invite(kept, lost, by=olga)
    theirs = Guardianship.objects.get(child=lost, user=olga)
    remove_guardian(guardianship=theirs, by=edith)

    with queries() as ran:
        [waiting] = invitations_by(olga)
        assert [each.name for each in waiting.children.all()] == ["Kept"]
    assert len(ran) == 2


# Revoking --------------------------------------------------------------------------------------------


def test_a_revoked_link_opens_nothing(child: Child, olga: User, nina: User) -> None:
    invitation = invite(child, by=olga)
    revoke_guardian_invitation(invitation=invitation, by=olga)
    revoke_guardian_invitation(invitation=invitation, by=olga)

    assert state_of(found(invitation)) is InvitationState.REVOKED
    error = refused(lambda: accept(invitation, nina))
    assert (error.refusal, error.message) == (
        Refusal.CONFLICT,
        "This invitation is no longer valid. Ask for a new one.",
    )
    assert roles_of(nina) == {}


def test_nobody_else_revokes_it_another_owner_neither(
    child: Child, olga: User, edith: User
) -> None:
    make_guardianship(child, edith, OWNER)
    invitation = invite(child, by=olga)

    error = refused(lambda: revoke_guardian_invitation(invitation=invitation, by=edith))
    assert error.refusal is Refusal.NOT_FOUND
    assert state_of(found(invitation)) is InvitationState.OPEN


def test_what_was_accepted_is_revoked_no_more(child: Child, olga: User, nina: User) -> None:
    invitation = invite(child, by=olga)
    accept(invitation, nina)
    revoke_guardian_invitation(invitation=invitation, by=olga)

    assert state_of(found(invitation)) is InvitationState.USED
    assert roles_of(nina) == {"Zaynab": "viewer"}


# Accepting -------------------------------------------------------------------------------------------


def test_accepting_opens_exactly_those_records_in_that_role(olga: User, nina: User) -> None:
    one, other, _not_meant = (make_child(olga, name=name) for name in ("One", "Other", "Third"))
    new = accept(invite(one, other, by=olga, role=EDITOR), nina)

    assert {each.child for each in new} == {one, other}
    assert roles_of(nina) == {"One": "editor", "Other": "editor"}
    assert {each.since for each in new} == {NOW}
    assert set(Child.objects.visible_to(nina)) == {one, other}


def test_it_works_once(child: Child, olga: User, nina: User) -> None:
    invitation = invite(child, by=olga)
    accept(invitation, nina)
    remove_guardian(guardianship=Guardianship.objects.get(user=nina), by=olga)
    error = refused(lambda: accept(invitation, nina))

    assert (error.refusal, error.message) == (
        Refusal.CONFLICT,
        "This invitation was used already.",
    )
    assert roles_of(nina) == {}


def test_an_expired_one_says_so(
    child: Child, olga: User, nina: User, clock: time_machine.Traveller
) -> None:
    invitation = invite(child, by=olga)
    clock.shift(timedelta(days=7))
    error = refused(lambda: accept(invitation, nina))

    assert (error.refusal, error.message) == (
        Refusal.CONFLICT,
        "This invitation has expired. Ask for a new one.",
    )


def test_an_address_added_to_an_account_counts_like_the_first(
    child: Child, olga: User, heidi: User
) -> None:
    EmailAddress.objects.create(user=heidi, email=NINA, verified=True)
    accept(invite(child, by=olga), heidi)

    assert roles_of(heidi) == {"Zaynab": "viewer"}


@pytest.mark.parametrize("verified", [None, False])
def test_it_is_for_nobody_who_has_not_proven_the_address(
    child: Child, olga: User, heidi: User, verified: bool | None
) -> None:
    invitation = invite(child, by=olga)
    if verified is not None:
        EmailAddress.objects.create(user=heidi, email=NINA, verified=verified)
    error = refused(lambda: accept(invitation, heidi))

    assert error.refusal is Refusal.NOT_FOUND
    assert NINA not in error.message
    assert state_of(found(invitation)) is InvitationState.OPEN


def test_a_closed_account_accepts_nothing(child: Child, olga: User, nina: User) -> None:
    nina.is_active = False
    nina.save()

    assert refused(lambda: accept(invite(child, by=olga), nina)).refusal is Refusal.NOT_FOUND


def test_who_is_a_guardian_already_keeps_their_role(olga: User, nina: User) -> None:
    known, new = make_child(olga, name="Known"), make_child(olga, name="New")
    make_guardianship(known, nina, OWNER)
    opened = accept(invite(known, new, by=olga), nina)

    assert [each.child for each in opened] == [new]
    assert roles_of(nina) == {"Known": "owner", "New": "viewer"}


def test_accepting_what_one_can_open_already_is_harmless(
    child: Child, olga: User, nina: User
) -> None:
    make_guardianship(child, nina, EDITOR)

    assert accept(invite(child, by=olga), nina) == []
    assert roles_of(nina) == {"Zaynab": "editor"}


@pytest.mark.parametrize("roles", [[], [Role.MENTOR]])
def test_whoever_accepts_is_a_parent_from_then_on(
    child: Child, olga: User, roles: list[Role]
) -> None:
    person = make_user(NINA, roles=roles)
    accept(invite(child, by=olga), person)

    assert person.roles == {*roles, Role.PARENT}
    entry = AuditEntry.objects.get(action="grant-role")
    assert (entry.actor, entry.after) == (None, {"role": "parent"})
    assert child.name not in str(AuditEntry.objects.values().get())


def test_a_student_who_accepts_stays_one(child: Child, olga: User, alice: Student) -> None:
    accept(invite(child, by=olga, email=alice.user.email), alice.user)

    assert alice.user.roles == {Role.STUDENT, Role.PARENT}


def test_only_records_the_inviter_still_owns_are_opened(
    olga: User, edith: User, nina: User
) -> None:
    kept, lost, demoted = (make_child(olga, edith, name=name) for name in ("Kept", "Lost", "Less"))
    invitation = invite(kept, lost, demoted, by=olga)
    remove_guardian(guardianship=Guardianship.objects.get(child=lost, user=olga), by=edith)
    mine = Guardianship.objects.get(child=demoted, user=olga)
    change_guardian_role(guardianship=mine, role=EDITOR, by=edith)
    accept(invitation, nina)

    assert roles_of(nina) == {"Kept": "viewer"}


def test_once_the_inviter_owns_none_of_them_it_opens_nothing(
    child: Child, olga: User, edith: User, nina: User
) -> None:
    make_guardianship(child, edith, OWNER)
    invitation = invite(child, by=olga)
    remove_guardian(guardianship=Guardianship.objects.get(user=olga), by=edith)

    assert refused(lambda: accept(invitation, nina)).refusal is Refusal.CONFLICT
    assert roles_of(nina) == {}


def test_an_invitation_of_an_account_that_was_closed_opens_nothing(
    child: Child, olga: User, nina: User
) -> None:
    invitation = invite(child, by=olga)
    User.objects.filter(pk=olga.pk).update(is_active=False)

    assert state_of(found(invitation)) is InvitationState.REVOKED
    assert refused(lambda: accept(invitation, nina)).refusal is Refusal.CONFLICT


def test_a_child_deleted_meanwhile_is_left_out(olga: User, nina: User) -> None:
    gone, there = make_child(olga, name="Gone"), make_child(olga, name="There")
    both, alone = invite(gone, there, by=olga), make_guardian_invitation(gone, by=olga, email=NINA)
    delete_child(child=gone, confirmation="Gone", by=olga)
    accept(both, nina)

    assert roles_of(nina) == {"There": "viewer"}
    assert refused(lambda: accept(alone, nina)).refusal is Refusal.CONFLICT


def test_an_inviter_who_deleted_their_account_leaves_no_invitation(
    child: Child, olga: User, edith: User, nina: User
) -> None:
    make_guardianship(child, edith, OWNER)
    invitation = invite(child, by=olga)
    token = token_of(invitation)
    User.objects.filter(pk=olga.pk).delete()
    error = refused(lambda: accept(invitation, nina))

    assert error.refusal is Refusal.CONFLICT
    assert error.message == "This invitation is no longer valid. Ask for a new one."
    assert guardian_invitation_by_token(token) is None


# Forgetting ------------------------------------------------------------------------------------------


def test_a_week_after_its_end_an_invitation_is_forgotten(
    child: Child, olga: User, nina: User, clock: time_machine.Traveller
) -> None:
    accept(invite(child, by=olga), nina)
    clock.shift(timedelta(days=14))
    later = invite(child, by=olga, email="other@example.org")
    assert forget_invitations() == 0

    clock.shift(timedelta(seconds=1))
    assert forget_invitations() == 1
    assert list(GuardianInvitation.objects.all()) == [later]
    assert roles_of(nina) == {"Zaynab": "viewer"}
