"""Telling addresses of the badges that wait for them: who is told, when, once, and what a link is."""

import logging
import re
import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import Mock

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from badges import tasks
from badges.models import Badge, BadgeStatus, TemplateState
from badges.selectors.claim_links import find_claim_link, hash_of
from badges.services import (
    BadgesError,
    claim_badge,
    issue_badge,
    renew_claim_link,
    revoke_badge,
    send_claim_links,
)
from tests.make import make_user
from tests.make_badges import make_badge, make_template
from tests.milestones.processes import at_once
from tfl.accounts.models import AuditEntry, Student, User
from tfl.core.errors import Refusal
from tfl.core.jobs import MOST_ROUNDS

SEND = "django.core.mail.EmailMultiAlternatives.send"
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
ADDRESS = "nina@example.org"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def waiting(address: str = ADDRESS, **fields: Any) -> Badge:
    """A badge at an address that has not been told yet."""
    badge = make_badge(issued_to=address, status=BadgeStatus.PENDING, **fields)
    Badge.objects.filter(pk=badge.pk).update(claim_link_due_at=badge.issued_at)
    return badge


def token_in(message: Any) -> str:
    found = re.search(r"/badges/claim/([\w-]+)/", message.body)
    assert found
    return found.group(1)


def now(badge: Badge) -> Badge:
    return Badge.objects.get(pk=badge.pk)


# What is sent ----------------------------------------------------------------------------------------


def test_an_address_is_told_once(db: None) -> None:
    badge = waiting()
    assert send_claim_links() == 1
    assert send_claim_links() == 0

    [message] = mail.outbox
    assert message.to == [ADDRESS]
    badge = now(badge)
    assert badge.claim_link_sent_at == NOW
    assert badge.claim_link_due_at is None
    assert badge.claim_link_expires_at == NOW + timedelta(days=7)


def test_issuing_to_an_address_is_followed_by_a_mail(grace: User) -> None:
    issue_badge(template=make_template(), email=ADDRESS, by=grace)

    assert send_claim_links() == 1
    assert mail.outbox[0].to == [ADDRESS]


def test_what_opens_the_link_is_stored_nowhere(db: None) -> None:
    badge = waiting()
    send_claim_links()
    token = token_in(mail.outbox[0])

    assert len(token) == 43  # 32 random bytes
    assert token not in str(Badge.objects.values().get())
    assert now(badge).claim_token_hash == hash_of(token)
    link = find_claim_link(token, make_user())
    assert link is not None
    assert link.badge == badge


def test_every_link_is_another(db: None) -> None:
    for n in range(5):
        waiting(f"n{n}@example.org")
    send_claim_links()

    assert len({token_in(message) for message in mail.outbox}) == 5
    assert len({str(message.message()["Message-ID"]) for message in mail.outbox}) == 5


def test_the_message_id_does_not_give_the_token_away(db: None) -> None:
    waiting()
    send_claim_links()

    [message] = mail.outbox
    assert token_in(message) not in str(message.message()["Message-ID"])


# Who is not told -------------------------------------------------------------------------------------


def test_whoever_proved_the_address_meanwhile_has_the_badge_and_gets_no_mail(db: None) -> None:
    badge = waiting()
    nina = make_user(ADDRESS)

    assert send_claim_links() == 0
    assert not mail.outbox
    assert now(badge).recipient == nina


def test_an_account_whose_address_is_not_proven_is_told_like_any_address(db: None) -> None:
    badge = waiting()
    make_user(ADDRESS, verified=False)

    assert send_claim_links() == 1
    assert now(badge).recipient is None


def test_what_was_revoked_or_expired_meanwhile_is_mailed_to_nobody(grace: User) -> None:
    revoke_badge(badge=waiting(), by=grace, reason="A mistake.")
    expired = waiting(expires_at=NOW)

    assert send_claim_links() == 0
    assert not mail.outbox
    assert now(expired).claim_link_due_at is None


def test_a_link_whose_time_has_not_come_waits(db: None) -> None:
    badge = waiting()
    Badge.objects.update(claim_link_due_at=NOW + timedelta(seconds=1))

    assert send_claim_links() == 0
    assert now(badge).claim_link_attempts == 0


def test_a_badge_of_an_archived_template_can_still_be_claimed(db: None) -> None:
    waiting(template=make_template(state=TemplateState.ARCHIVED))

    assert send_claim_links() == 1


def test_a_sweep_takes_a_limited_number_oldest_first(
    db: None, clock: time_machine.Traveller
) -> None:
    first = waiting("one@example.org")
    clock.shift(timedelta(minutes=1))
    waiting("two@example.org")

    assert send_claim_links(limit=1) == 1
    assert mail.outbox[0].to == [first.issued_to]


# When a mail cannot be sent --------------------------------------------------------------------------


def test_one_bad_recipient_stops_nobody_else(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = waiting("bad@example.org"), waiting("good@example.org")
    refused = smtplib.SMTPRecipientsRefused({})
    monkeypatch.setattr(SEND, Mock(side_effect=[refused, 1]))

    assert send_claim_links() == 1
    assert now(bad).claim_link_sent_at is None
    assert now(good).claim_link_sent_at == NOW


def test_a_mail_server_that_is_down_delays_the_mail(
    db: None, monkeypatch: pytest.MonkeyPatch, clock: time_machine.Traveller
) -> None:
    badge = waiting()
    with monkeypatch.context() as patch:
        patch.setattr(SEND, Mock(side_effect=ConnectionRefusedError))
        assert send_claim_links() == 0
    assert send_claim_links() == 0
    clock.shift(timedelta(minutes=2))

    assert send_claim_links() == 1
    assert now(badge).claim_token_hash == hash_of(token_in(mail.outbox[0]))


def test_attempts_grow_apart_and_end(
    db: None, monkeypatch: pytest.MonkeyPatch, clock: time_machine.Traveller
) -> None:
    """2, 6, 18, 54, 162, 486 and 1,458 minutes after one another; the eighth attempt is the last."""
    monkeypatch.setattr(SEND, Mock(side_effect=OSError))
    badge = waiting()
    for minutes in (2, 6, 18, 54, 162, 486, 1458):
        send_claim_links()
        assert now(badge).claim_link_due_at == timezone.now() + timedelta(minutes=minutes)
        clock.shift(timedelta(minutes=minutes))
    send_claim_links()

    badge = now(badge)
    assert (badge.claim_link_attempts, badge.claim_link_due_at) == (8, None)
    assert badge.is_pending


def test_a_mail_that_kills_its_worker_each_time_is_given_up(db: None) -> None:
    badge = waiting()
    Badge.objects.update(claim_link_attempts=8)

    assert send_claim_links() == 0
    assert now(badge).claim_link_due_at is None


def test_a_sweep_killed_after_sending_is_followed_by_one_with_a_fresh_link(
    db: None, monkeypatch: pytest.MonkeyPatch, clock: time_machine.Traveller
) -> None:
    """The first mail may have left: its link dies, and no mail server takes the second for a copy of it."""
    badge = waiting()
    send = mail.EmailMultiAlternatives.send

    def send_and_die(message: mail.EmailMultiAlternatives) -> int:
        send(message)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(SEND, send_and_die)
        with pytest.raises(KeyboardInterrupt):
            send_claim_links()
    assert send_claim_links() == 0, "the lease still runs"
    clock.shift(timedelta(minutes=10))
    assert send_claim_links() == 1

    first, second = mail.outbox
    assert token_in(first) != token_in(second)
    assert first.message()["Message-ID"] != second.message()["Message-ID"]
    assert now(badge).claim_token_hash == hash_of(token_in(second))


def test_logs_hold_ids_and_neither_addresses_nor_tokens(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    badge = waiting()
    tokens = []

    def refuse(message: Any) -> int:
        tokens.append(token_in(message))
        raise OSError(f"{message.to} refused")

    monkeypatch.setattr(SEND, refuse)
    with caplog.at_level(logging.DEBUG):
        send_claim_links()

    assert f"claim link of badge {badge.pk} not sent: OSError" in caplog.text
    assert ADDRESS not in caplog.text
    assert tokens[0] not in caplog.text


def test_a_badge_claimed_by_another_sweep_is_left_to_it(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting()
    read_before = list(Badge.objects.select_related("template", "issued_by", "issued_with"))
    assert send_claim_links() == 1
    monkeypatch.setattr("badges.services.claim_links._due", lambda limit: read_before)

    assert send_claim_links() == 0
    assert len(mail.outbox) == 1


def test_an_address_proven_while_its_mail_is_sent_keeps_the_badge(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    badge = waiting()

    def prove(message: Any) -> int:
        make_user(ADDRESS)
        send_claim_links()
        return 1

    monkeypatch.setattr(SEND, prove)
    send_claim_links()

    badge = now(badge)
    assert (badge.issued_to, badge.claim_link_due_at) == ("", None)
    assert badge.recipient is not None


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_send_each_link_once() -> None:
    badges = [waiting(f"n{n}@example.org") for n in range(20)]

    sent = at_once(send_claim_links, send_claim_links, send_claim_links)

    assert sum(each for each in sent if isinstance(each, int)) == 20, sent
    assert sorted(message.to[0] for message in mail.outbox) == sorted(
        badge.issued_to for badge in badges
    )
    hashes = {hash_of(token_in(message)) for message in mail.outbox}
    assert hashes == set(Badge.objects.values_list("claim_token_hash", flat=True))


def test_the_task_goes_on_until_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("badges.services.send_claim_links", Mock(side_effect=[200, 3, 0]))
    assert tasks.send_claim_links() == 203


def test_the_task_ends_for_the_next_sweep_to_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("badges.services.send_claim_links", Mock(return_value=1))
    assert tasks.send_claim_links() == MOST_ROUNDS


def test_beat_looks_every_two_minutes(settings: Any) -> None:
    [entry] = [
        each
        for each in settings.CELERY_BEAT_SCHEDULE.values()
        if each["task"] == "badges.send_claim_links"
    ]
    assert entry["schedule"].minute == set(range(0, 60, 2))


# A new link ------------------------------------------------------------------------------------------


def test_a_new_link_is_mailed_and_the_old_one_dies(
    bob: User, clock: time_machine.Traveller
) -> None:
    badge = waiting(issued_by=bob)
    send_claim_links()
    clock.shift(timedelta(days=8))
    renew_claim_link(badge=badge, by=bob)
    old = token_in(mail.outbox[0])
    assert find_claim_link(old, bob) is None
    assert send_claim_links() == 1

    assert token_in(mail.outbox[1]) != old
    assert find_claim_link(token_in(mail.outbox[1]), bob) is not None
    assert now(badge).claim_link_expires_at == timezone.now() + timedelta(days=7)
    assert AuditEntry.objects.get(action="renew-claim-link").actor == bob


def test_asking_twice_before_it_left_sends_one_mail(grace: User) -> None:
    badge = waiting()
    renew_claim_link(badge=badge, by=grace)
    renew_claim_link(badge=badge, by=grace)

    assert send_claim_links() == 1
    assert not AuditEntry.objects.filter(action="renew-claim-link").exists(), "it was on its way"


def test_an_address_is_not_flooded_with_new_links(
    grace: User, clock: time_machine.Traveller
) -> None:
    badge = waiting()
    send_claim_links()
    clock.shift(timedelta(minutes=10, seconds=-1))
    with pytest.raises(BadgesError, match="less than ten minutes ago") as refused:
        renew_claim_link(badge=badge, by=grace)
    assert refused.value.refusal is Refusal.CONFLICT
    assert find_claim_link(token_in(mail.outbox[0]), grace) is not None, "it works on"

    clock.shift(timedelta(seconds=1))
    renew_claim_link(badge=badge, by=grace)
    assert send_claim_links() == 1


def test_what_was_given_up_is_tried_again(grace: User) -> None:
    badge = waiting()
    Badge.objects.update(claim_link_attempts=8, claim_link_due_at=None)
    renew_claim_link(badge=badge, by=grace)

    assert send_claim_links() == 1
    assert now(badge).claim_link_attempts == 1


def test_renewing_while_a_sweep_sends_kills_the_link_just_sent(
    grace: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    badge = waiting()
    tokens = []

    def renew(message: Any) -> int:
        tokens.append(token_in(message))
        if len(tokens) == 1:
            renew_claim_link(badge=badge, by=grace)
        return 1

    monkeypatch.setattr(SEND, renew)
    send_claim_links()
    assert now(badge).claim_token_hash == ""
    send_claim_links()

    assert now(badge).claim_token_hash == hash_of(tokens[1])


def test_a_badge_that_does_not_wait_at_an_address_gets_no_new_link(
    alice: Student, grace: User
) -> None:
    hers = make_badge(alice.user, status=BadgeStatus.PENDING)
    revoked = waiting()
    revoke_badge(badge=revoked, by=grace, reason="A mistake.")
    expired = waiting(expires_at=NOW)

    for badge, words in (
        (hers, "The badge is in its owner’s wallet."),
        (revoked, "This badge was revoked"),
        (expired, "This badge expired before it was claimed."),
    ):
        with pytest.raises(BadgesError, match=words) as refused:
            renew_claim_link(badge=badge, by=grace)
        assert refused.value.refusal is Refusal.CONFLICT


def test_a_mentor_renews_what_they_issued_and_nothing_else(
    alice: Student, bob: User, dora: User
) -> None:
    badge = waiting(issued_by=bob)

    with pytest.raises(BadgesError) as refused:
        renew_claim_link(badge=badge, by=dora)
    assert refused.value.refusal is Refusal.NOT_FOUND
    with pytest.raises(BadgesError) as refused:
        renew_claim_link(badge=badge, by=alice.user)
    assert refused.value.refusal is Refusal.FORBIDDEN
    assert send_claim_links() == 1


def test_a_claimed_badge_remembers_its_link_so_that_the_link_can_say_so(alice: Student) -> None:
    badge = waiting()
    send_claim_links()
    Badge.objects.update(recipient=alice.user, issued_to="")
    claim_badge(badge=now(badge), by=alice.user)

    link = find_claim_link(token_in(mail.outbox[0]), alice.user)
    assert link is not None
    assert link.state.value == "held"
