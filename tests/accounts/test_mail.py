"""The sweep that mails notices."""

import logging
from datetime import UTC, datetime, timedelta
from unittest.mock import Mock

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from tests.make import make_mentor, make_notice, make_parent, make_user
from tfl.accounts import tasks
from tfl.accounts.models import Invitation, MailState, Notice, Role, User
from tfl.accounts.services import (
    accept_invitation,
    approve_employer,
    invite_person,
    notice_title,
    refuse_employer,
    request_employer_access,
    send_notices,
)
from tfl.core.jobs import MOST_ROUNDS

SEND = "django.core.mail.EmailMultiAlternatives.send"


def state(notice: Notice) -> str:
    notice.refresh_from_db()
    return notice.mail_state


def test_a_waiting_notice_is_mailed_once(ivan: User) -> None:
    notice = make_notice(ivan, path="/mentor/")
    assert send_notices() == 1
    assert send_notices() == 0
    assert state(notice) == MailState.SENT
    [message] = mail.outbox
    assert message.to == ["ivan@example.org"]
    assert message.subject == "You can do more at TFL now"
    assert "- Mentor" in message.body
    assert "http://127.0.0.1:8000/mentor/" in message.body
    [(html, kind)] = message.alternatives  # type: ignore[attr-defined]  # EmailMultiAlternatives
    assert kind == "text/html"
    assert 'href="http://127.0.0.1:8000/mentor/"' in html


def test_text_mails_are_not_escaped_and_html_mails_are(grace: User) -> None:
    grace.name = "O'Neil & <b>Sons</b>"
    invite_person(email="n@example.org", name="N & N", roles=[Role.MENTOR], by=grace)
    send_notices()
    [message] = mail.outbox
    assert message.subject == "O'Neil & <b>Sons</b> invites you to TFL"
    assert "Hello N & N," in message.body
    [(html, _kind)] = message.alternatives  # type: ignore[attr-defined]
    assert "Hello N &amp; N," in html


def test_an_invitation_reaches_an_address_nobody_proved_with_a_link_that_works(
    grace: User, client: object
) -> None:
    invite_person(email="n@example.org", name="", roles=[Role.MENTOR], by=grace)
    send_notices()
    [message] = mail.outbox
    path = next(line for line in message.body.split() if "/invitation/" in line)
    path = path.removeprefix("http://127.0.0.1:8000")
    assert client.get(path).status_code == 200  # type: ignore[attr-defined]


def test_what_opens_an_invitation_is_not_stored(grace: User) -> None:
    invite_person(email="n@example.org", name="", roles=[Role.MENTOR], by=grace)
    assert "/invitation/" not in str(Notice.objects.values().get())


def test_an_invitation_accepted_meanwhile_is_not_mailed(grace: User) -> None:
    invite_person(email="n@example.org", name="", roles=[Role.MENTOR], by=grace)
    accept_invitation(invitation=Invitation.objects.get(), password="correct horse battery")
    assert send_notices() == 0
    assert state(Notice.objects.get()) == MailState.GAVE_UP
    assert not mail.outbox


def test_an_address_nobody_proved_gets_nothing_else(db: None) -> None:
    notice = make_notice(make_user(verified=False))
    assert send_notices() == 0
    assert state(notice) == MailState.WAITING


def test_somebody_deactivated_gets_nothing(db: None) -> None:
    make_notice(make_user(active=False))
    assert send_notices() == 0


def test_one_bad_recipient_stops_nobody_else(
    ivan: User, heidi: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = make_notice(ivan), make_notice(heidi)
    monkeypatch.setattr(SEND, Mock(side_effect=[OSError("ivan@example.org refused"), 1]))
    assert send_notices() == 1
    assert (state(bad), state(good)) == (MailState.WAITING, MailState.SENT)


def test_a_template_that_is_missing_stops_nobody_else(ivan: User, heidi: User) -> None:
    bad, good = make_notice(ivan, kind="unheard-of"), make_notice(heidi)
    assert send_notices() == 1
    assert (state(bad), state(good)) == (MailState.WAITING, MailState.SENT)


def test_logs_hold_ids_and_no_addresses(
    ivan: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    notice = make_notice(ivan)
    monkeypatch.setattr(SEND, Mock(side_effect=OSError("ivan@example.org refused")))
    with caplog.at_level(logging.DEBUG):
        send_notices()
    assert f"notice {notice.pk} not sent: OSError" in caplog.text
    assert "ivan@" not in caplog.text


def test_attempts_grow_apart_and_end(ivan: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """2, 6, 18, 54, 162, 486 and 1,458 minutes after one another; the eighth attempt is the last."""
    monkeypatch.setattr(SEND, Mock(side_effect=OSError))
    now = datetime(2026, 3, 1, tzinfo=UTC)
    with time_machine.travel(now, tick=False) as clock:
        notice = make_notice(ivan)
        for minutes in (2, 6, 18, 54, 162, 486, 1458):
            send_notices()
            assert state(notice) == MailState.WAITING
            assert notice.next_attempt_at - timezone.now() == timedelta(minutes=minutes)
            clock.shift(timedelta(minutes=minutes))
        send_notices()
        assert state(notice) == MailState.GAVE_UP
        assert notice.attempts == 8


def test_a_notice_whose_sweep_died_is_taken_up_after_ten_minutes_as_the_same_mail(
    ivan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_notice(ivan)
    with monkeypatch.context() as patch:
        patch.setattr("tfl.accounts.services.mail._finish", Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            send_notices()
    assert Notice.objects.get().mail_state == MailState.SENDING
    assert send_notices() == 0
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        assert send_notices() == 1
    first, second = mail.outbox
    assert first.message()["Message-ID"] == second.message()["Message-ID"]


def test_a_mail_that_kills_its_worker_each_time_is_given_up(ivan: User) -> None:
    notice = make_notice(ivan)
    Notice.objects.update(mail_state=MailState.SENDING, attempts=8)
    assert send_notices() == 0
    assert state(notice) == MailState.GAVE_UP


def test_stale_news_is_not_mailed(ivan: User) -> None:
    notice = make_notice(ivan)
    Notice.objects.update(created_at=timezone.now() - timedelta(days=8))
    assert send_notices() == 0
    assert state(notice) == MailState.GAVE_UP


def test_a_notice_claimed_by_another_sweep_is_left_to_it(
    ivan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = make_notice(ivan)
    read_before = list(Notice.objects.select_related("user"))
    assert send_notices() == 1
    monkeypatch.setattr("tfl.accounts.services.mail._due", lambda limit: read_before)
    assert send_notices() == 0
    assert len(mail.outbox) == 1
    assert state(notice) == MailState.SENT


def test_each_notice_has_its_own_message_id(ivan: User, heidi: User) -> None:
    make_notice(ivan)
    make_notice(heidi)
    send_notices()
    ids = {str(message.message()["Message-ID"]) for message in mail.outbox}
    assert len(ids) == 2


def test_a_sweep_takes_a_limited_number_oldest_first(ivan: User, heidi: User) -> None:
    first, second = make_notice(ivan), make_notice(heidi)
    assert send_notices(limit=1) == 1
    assert (state(first), state(second)) == (MailState.SENT, MailState.WAITING)


def test_the_task_goes_on_until_nothing_is_left(
    ivan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tfl.accounts.services.send_notices", Mock(side_effect=[200, 3, 0]))
    assert tasks.send_notices() == 203


def test_the_task_ends_for_the_next_sweep_to_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tfl.accounts.services.send_notices", Mock(return_value=1))
    assert tasks.send_notices() == MOST_ROUNDS


def test_every_kind_has_its_three_templates(grace: User) -> None:
    parent = make_parent()
    for answer in (refuse_employer, approve_employer):
        asked = request_employer_access(
            user=User.objects.get(pk=parent.pk), organisation_name="A & B", message=""
        )
        answer(membership=asked, by=grace)
    invite_person(email="n@example.org", name="", roles=[Role.MENTOR], by=None)
    invite_person(email=parent.email, name="", roles=[Role.MENTOR], by=grace)
    kinds = set(Notice.objects.values_list("kind", flat=True))
    assert send_notices() == Notice.objects.count()
    assert kinds == {
        "employer-approved",
        "employer-refused",
        "employer-requested",
        "invitation",
        "role-added",
    }
    assert "Welcome, A & B" in [message.subject for message in mail.outbox]
    assert "You are invited to TFL" in [message.subject for message in mail.outbox]


def test_a_refusal_says_why(grace: User, ivan: User) -> None:
    asked = request_employer_access(user=ivan, organisation_name="Acme", message="")
    refuse_employer(membership=asked, by=grace, answer="Use your work address")
    send_notices()
    assert "They wrote: Use your work address" in mail.outbox[-1].body


def test_a_title_is_text_and_not_trusted_html(grace: User) -> None:
    mentor = make_mentor(name="<script>")
    user = invite_person(email="n@example.org", name="", roles=[Role.STUDENT], by=mentor)
    title = notice_title(Notice.objects.get(user=user))
    assert title == "<script> invites you to TFL"
    assert not hasattr(title, "__html__")
