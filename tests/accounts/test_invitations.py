from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress

from tests.make import PASSWORD, make_student, make_user
from tfl.accounts.models import Invitation, MailState, Notice, Role, Student, User
from tfl.accounts.selectors import (
    InvitationState,
    invitation_by_token,
    invitation_path,
    invited_students,
    state_of,
)
from tfl.accounts.services import (
    AccountsError,
    accept_invitation,
    deactivate_person,
    invite_person,
    resend_invitation,
)
from tfl.core.errors import Refusal


@pytest.fixture
def invitation(grace: User) -> Invitation:
    user = invite_person(email="nina@example.org", name="Nina", roles=[Role.MENTOR], by=grace)
    return Invitation.objects.get(user=user)


def accept(invitation: Invitation) -> User:
    return accept_invitation(invitation=invitation, password=PASSWORD, name="Nina Novak")


def token_of(invitation: Invitation) -> str:
    return invitation_path(invitation.pk).split("/")[-2]


def test_accepting_opens_the_account(invitation: Invitation) -> None:
    user = accept(invitation)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert user.name == "Nina Novak"
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.verified, address.primary) == ("nina@example.org", True, True)
    assert Notice.objects.get(user=user).read_at is not None
    assert state_of(invitation) is InvitationState.USED


def test_without_a_name_the_one_from_the_invitation_stays(invitation: Invitation) -> None:
    assert accept_invitation(invitation=invitation, password=PASSWORD).name == "Nina"


def test_an_invitation_works_once(invitation: Invitation) -> None:
    accept(invitation)
    with pytest.raises(AccountsError, match="used already") as refused:
        accept(Invitation.objects.get(pk=invitation.pk))
    assert refused.value.refusal is Refusal.CONFLICT


def test_an_invitation_lasts_seven_days(invitation: Invitation) -> None:
    assert invitation.expires_at - invitation.created_at == timedelta(days=7)
    with time_machine.travel(invitation.expires_at, tick=False):
        assert state_of(invitation) is InvitationState.EXPIRED
        with pytest.raises(AccountsError, match="expired"):
            accept(invitation)
    with time_machine.travel(invitation.expires_at - timedelta(seconds=1), tick=False):
        accept(invitation)


def test_a_weak_password_is_refused_and_the_invitation_stays_open(invitation: Invitation) -> None:
    with pytest.raises(AccountsError) as refused:
        accept_invitation(invitation=invitation, password="12345", name="Nina")
    assert refused.value.field == "password"
    invitation.refresh_from_db()
    assert state_of(invitation) is InvitationState.VALID


def test_a_name_that_is_too_long_is_refused(invitation: Invitation) -> None:
    with pytest.raises(AccountsError) as refused:
        accept_invitation(invitation=invitation, password=PASSWORD, name="x" * 10_000)
    assert refused.value.field == "name"


def test_only_the_newest_link_works(invitation: Invitation, grace: User) -> None:
    newest = resend_invitation(user=invitation.user, by=grace)
    invitation.refresh_from_db()
    assert state_of(invitation) is InvitationState.REVOKED
    with pytest.raises(AccountsError, match="no longer valid"):
        accept(invitation)
    accept(newest)


def test_sending_again_mails_only_the_newest(invitation: Invitation, grace: User) -> None:
    newest = resend_invitation(user=invitation.user, by=grace)
    waiting = Notice.objects.filter(mail_state=MailState.WAITING)
    assert waiting.get().facts["invitation"] == newest.pk


def test_a_mentor_sends_again_to_their_own_student(bob: User, dora: User) -> None:
    student = make_student(mentor=bob, password=None, verified=False)
    assert resend_invitation(user=student.user, by=bob).user == student.user
    with pytest.raises(AccountsError) as refused:
        resend_invitation(user=student.user, by=dora)
    assert refused.value.refusal is Refusal.FORBIDDEN


def test_nothing_is_sent_to_somebody_who_accepted(grace: User, alice: Student) -> None:
    with pytest.raises(AccountsError, match="accepted already"):
        resend_invitation(user=alice.user, by=grace)


def test_nothing_is_sent_to_somebody_deactivated(invitation: Invitation, grace: User) -> None:
    deactivate_person(user=invitation.user, by=grace)
    with pytest.raises(AccountsError, match="deactivated"):
        resend_invitation(user=invitation.user, by=grace)
    invitation.refresh_from_db()
    assert state_of(invitation) is InvitationState.REVOKED
    with pytest.raises(AccountsError, match="no longer valid"):
        accept(invitation)


def test_somebody_who_reset_a_password_and_proved_the_address_needs_no_invitation(
    invitation: Invitation,
) -> None:
    EmailAddress.objects.create(user=invitation.user, email="nina@example.org", verified=True)
    assert state_of(invitation) is InvitationState.USED
    with pytest.raises(AccountsError, match="used already"):
        accept(invitation)


def test_an_address_verified_elsewhere_meanwhile_is_said(invitation: Invitation) -> None:
    EmailAddress.objects.create(user=make_user(), email="nina@example.org", verified=True)
    with pytest.raises(AccountsError, match="Another account"):
        accept(invitation)
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_addresses_nobody_proved_are_forgotten(invitation: Invitation) -> None:
    EmailAddress.objects.create(user=invitation.user, email="squat@example.org", primary=True)
    user = accept(invitation)
    assert EmailAddress.objects.get(user=user).email == "nina@example.org"


def test_the_link_is_the_row_signed(invitation: Invitation) -> None:
    assert invitation_by_token(token_of(invitation)) == invitation


@pytest.mark.parametrize("token", ["1", "1.x", ".", "x" * 10_000, "ü"])
def test_a_link_nobody_made_opens_nothing(invitation: Invitation, token: str) -> None:
    assert invitation_by_token(token) is None


def test_a_link_says_nothing_about_who_it_is_for(invitation: Invitation) -> None:
    assert "nina" not in invitation_path(invitation.pk)


def test_a_mentor_sees_who_has_not_accepted_newest_first(bob: User, alice: Student) -> None:
    first = make_student(mentor=bob, password=None, verified=False)
    second = make_student(mentor=bob, password=None, verified=False)
    make_student(password=None, verified=False)
    assert list(invited_students(bob)) == [second, first]


def test_an_unlucky_race_asks_to_try_again(
    invitation: Invitation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was pending again between our two looks; no state fits, and nothing is claimed."""
    monkeypatch.setattr("tfl.accounts.services.invitations.has_verified_address", lambda user: True)
    with pytest.raises(AccountsError, match="try again"):
        accept(invitation)
