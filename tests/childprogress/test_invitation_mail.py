"""The mail that invites a guardian: what it says, and that it leaves once, patiently, and for nothing that
is over.
"""

import logging
import smtplib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import Mock

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from childprogress import tasks
from childprogress.models import Child, GuardianInvitation, GuardianRole, Guardianship
from childprogress.selectors.invitations import guardian_invitation_path
from childprogress.services import (
    accept_guardian_invitation,
    invite_guardian,
    revoke_guardian_invitation,
    send_guardian_invitations,
)
from tests.make import make_parent
from tests.make_children import make_child, make_guardian_invitation
from tests.milestones.processes import at_once
from tfl.accounts.models import User

SEND = "django.core.mail.EmailMultiAlternatives.send"
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
NINA = "nina@example.org"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def child(olga: User) -> Child:
    return make_child(olga, name="Zaynab")


def waiting(child: Child, address: str = NINA) -> GuardianInvitation:
    """An invitation that was not mailed yet."""
    owner = child.guardianships.get(role=GuardianRole.OWNER).user
    return make_guardian_invitation(child, by=owner, email=address, mailed=False)


def now(invitation: GuardianInvitation) -> GuardianInvitation:
    return GuardianInvitation.objects.get(pk=invitation.pk)


# What it says ----------------------------------------------------------------------------------------


def test_it_says_who_invites_until_when_and_where_to_go(child: Child, olga: User) -> None:
    invitation = waiting(child)
    assert send_guardian_invitations() == 1

    [message] = mail.outbox
    assert isinstance(message, EmailMultiAlternatives)
    [(html, kind)] = message.alternatives
    assert kind == "text/html"
    assert (message.to, message.subject) == ([NINA], "olga@example.org invites you to TFL")
    for part in (str(message.body), str(html)):
        assert "olga@example.org invites you to be a guardian at TFL" in part
        assert "The link works once, until March 17, 2026" in part
        assert f"http://127.0.0.1:8000{guardian_invitation_path(invitation.pk)}" in part
        assert "{%" not in part
        assert "{{" not in part
    assert str(html).count("<a href") == 1, "one action"


def test_it_names_no_child_and_not_how_many(olga: User) -> None:
    children = [make_child(olga, name="Zaynab"), make_child(olga, name="Yusuf")]
    invite_guardian(email=NINA, role="editor", children=children, by=olga)
    send_guardian_invitations()

    letter = mail.outbox[0].message().as_string()
    for word in ("Zaynab", "Yusuf", "2018", "two children", "2 children"):
        assert word not in letter


def test_whatever_the_inviter_calls_themselves_is_not_mailed(child: Child) -> None:
    User.objects.update(name="You won! https://example.com")
    waiting(child)
    send_guardian_invitations()

    assert "You won" not in mail.outbox[0].message().as_string()


def test_inviting_is_followed_by_a_mail_once(child: Child, olga: User) -> None:
    invite_guardian(email=NINA, role="viewer", children=[child], by=olga)

    assert send_guardian_invitations() == 1
    assert send_guardian_invitations() == 0
    assert GuardianInvitation.objects.get().mail_due_at is None


def test_inviting_hints_at_the_sweep_after_commit(
    child: Child,
    olga: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    sent = Mock()
    monkeypatch.setattr("tfl.core.jobs.current_app.send_task", sent)
    with django_capture_on_commit_callbacks(execute=True):
        invite_guardian(email=NINA, role="viewer", children=[child], by=olga)
        sent.assert_not_called()

    assert sent.call_args.args[0] == "childprogress.send_invitations"
    assert NINA not in str(sent.call_args), "a message is only a hint"


# What is over ----------------------------------------------------------------------------------------


def revoked(invitation: GuardianInvitation) -> None:
    revoke_guardian_invitation(invitation=invitation, by=invitation.invited_by)


def accepted(invitation: GuardianInvitation) -> None:
    accept_guardian_invitation(invitation=invitation, by=make_parent(NINA))


def expired(invitation: GuardianInvitation) -> None:
    GuardianInvitation.objects.update(expires_at=NOW)


def without_its_child(invitation: GuardianInvitation) -> None:
    Child.objects.all().delete()


def without_its_owner(invitation: GuardianInvitation) -> None:
    Guardianship.objects.all().delete()


def of_a_closed_account(invitation: GuardianInvitation) -> None:
    User.objects.update(is_active=False)


ENDS: list[Callable[[GuardianInvitation], None]] = [
    revoked,
    accepted,
    expired,
    without_its_child,
    without_its_owner,
    of_a_closed_account,
]


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_what_opens_nothing_any_more_is_mailed_to_nobody(
    child: Child, end: Callable[[GuardianInvitation], None]
) -> None:
    invitation = waiting(child)
    end(invitation)

    assert send_guardian_invitations() == 0
    assert not mail.outbox
    assert now(invitation).mail_due_at is None
    assert now(invitation).mail_attempts == 0


def test_what_is_revoked_while_others_are_mailed_is_not(
    child: Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting(child)
    second = waiting(child, "other@example.org")

    def revoke_the_other(message: Any) -> int:
        revoked(second)
        return 1

    monkeypatch.setattr(SEND, revoke_the_other)

    assert send_guardian_invitations() == 1
    assert now(second).mail_attempts == 0


def test_one_whose_time_has_not_come_waits(child: Child) -> None:
    invitation = waiting(child)
    GuardianInvitation.objects.update(mail_due_at=NOW + timedelta(seconds=1))

    assert send_guardian_invitations() == 0
    assert now(invitation).mail_attempts == 0


def test_a_sweep_takes_a_limited_number_oldest_first(
    child: Child, clock: time_machine.Traveller
) -> None:
    waiting(child)
    clock.shift(timedelta(minutes=1))
    waiting(child, "other@example.org")

    assert send_guardian_invitations(limit=1) == 1
    assert mail.outbox[0].to == [NINA]


# When a mail cannot be sent --------------------------------------------------------------------------


def test_one_bad_recipient_stops_nobody_else(child: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = waiting(child, "bad@example.org"), waiting(child)
    refused = smtplib.SMTPRecipientsRefused({})
    monkeypatch.setattr(SEND, Mock(side_effect=[refused, 1]))

    assert send_guardian_invitations() == 1
    assert now(bad).mail_due_at == NOW + timedelta(minutes=2)
    assert now(good).mail_due_at is None


def test_a_mail_server_that_is_down_delays_the_mail(
    child: Child, monkeypatch: pytest.MonkeyPatch, clock: time_machine.Traveller
) -> None:
    waiting(child)
    with monkeypatch.context() as patch:
        patch.setattr(SEND, Mock(side_effect=ConnectionRefusedError))
        assert send_guardian_invitations() == 0
    assert send_guardian_invitations() == 0
    clock.shift(timedelta(minutes=2))

    assert send_guardian_invitations() == 1
    assert mail.outbox[0].to == [NINA]


def test_attempts_grow_apart_and_end(
    child: Child, monkeypatch: pytest.MonkeyPatch, clock: time_machine.Traveller
) -> None:
    """2, 6, 18, 54, 162, 486 and 1,458 minutes after one another; the eighth attempt is the last."""
    monkeypatch.setattr(SEND, Mock(side_effect=OSError))
    invitation = waiting(child)
    for minutes in (2, 6, 18, 54, 162, 486, 1458):
        send_guardian_invitations()
        assert now(invitation).mail_due_at == timezone.now() + timedelta(minutes=minutes)
        clock.shift(timedelta(minutes=minutes))
    send_guardian_invitations()

    assert (now(invitation).mail_attempts, now(invitation).mail_due_at) == (8, None)
    assert now(invitation).revoked_at is None


def test_a_mail_that_kills_its_worker_each_time_is_given_up(child: Child) -> None:
    invitation = waiting(child)
    GuardianInvitation.objects.update(mail_attempts=8)

    assert send_guardian_invitations() == 0
    assert now(invitation).mail_due_at is None


def test_a_second_copy_after_a_killed_sweep_is_known_by_its_id(
    child: Child, monkeypatch: pytest.MonkeyPatch, clock: time_machine.Traveller
) -> None:
    waiting(child)
    send = EmailMultiAlternatives.send

    def send_and_die(message: EmailMultiAlternatives) -> int:
        send(message)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(SEND, send_and_die)
        with pytest.raises(KeyboardInterrupt):
            send_guardian_invitations()
    assert send_guardian_invitations() == 0, "the lease still runs"
    clock.shift(timedelta(minutes=10))
    assert send_guardian_invitations() == 1

    first, second = (message.message() for message in mail.outbox)
    assert first["Message-ID"] == second["Message-ID"]
    assert mail.outbox[0].body == mail.outbox[1].body, "the same link"


def test_one_taken_by_another_sweep_is_left_to_it(
    child: Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting(child)
    read_before = list(GuardianInvitation.objects.all())
    assert send_guardian_invitations() == 1
    monkeypatch.setattr("childprogress.services.invitations._due", lambda limit: read_before)

    assert send_guardian_invitations() == 0
    assert len(mail.outbox) == 1


def test_logs_hold_ids_and_neither_addresses_nor_links_nor_names(
    child: Child, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    invitation = waiting(child)
    monkeypatch.setattr(SEND, Mock(side_effect=OSError(f"{NINA} refused")))
    with caplog.at_level(logging.DEBUG, logger="childprogress"):
        send_guardian_invitations()

    assert caplog.messages == [f"guardian invitation {invitation.pk} not sent: OSError"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_sweeps_at_once_send_each_invitation_once() -> None:
    child = make_child(make_parent())
    addresses = [f"n{n}@example.org" for n in range(20)]
    for address in addresses:
        waiting(child, address)

    sent = at_once(*[send_guardian_invitations] * 3)

    assert sum(each for each in sent if isinstance(each, int)) == 20, sent
    assert sorted(message.to[0] for message in mail.outbox) == sorted(addresses)


def test_the_task_answers_with_a_number(child: Child) -> None:
    waiting(child)

    assert tasks.send_invitations() == 1


def test_beat_looks_every_two_minutes(settings: Any) -> None:
    [entry] = [
        each
        for each in settings.CELERY_BEAT_SCHEDULE.values()
        if each["task"] == "childprogress.send_invitations"
    ]
    assert entry["schedule"].minute == set(range(0, 60, 2))


def test_the_task_goes_on_until_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = Mock(side_effect=[200, 3, 0])
    monkeypatch.setattr("childprogress.services.send_guardian_invitations", rounds)

    assert tasks.send_invitations() == 203
