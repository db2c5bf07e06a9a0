"""The mails about badges: what the services tell, in the words people read."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from badges import services
from badges.models import Badge, BadgeStatus, BadgeTemplate
from tests.make import make_mentor
from tests.make_badges import everywhere, make_badge, make_badge_milestone, make_template
from tests.milestones.views.months import travel
from tfl.accounts.models import Notice, Student, User
from tfl.accounts.services import notice_title, send_notices


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with travel(date(2026, 3, 10)) as traveller:
        yield traveller


@pytest.fixture
def template(db: None) -> BadgeTemplate:
    return make_template("SQL & more")


def given(alice: Student, bob: User, template: BadgeTemplate) -> None:
    services.issue_badge(template=template, recipient=alice.user, by=bob)


def revoked(alice: Student, bob: User, template: BadgeTemplate) -> None:
    badge = make_badge(alice.user, template=template)
    services.revoke_badge(badge=badge, by=bob, reason="Not yours & you know it.")


def reached_one(alice: Student, bob: User, template: BadgeTemplate) -> None:
    reach(alice, 1)


def reached_many(alice: Student, bob: User, template: BadgeTemplate) -> None:
    reach(alice, 7)


def reach(alice: Student, number: int) -> None:
    """What badges claimed before were enough for, found by the sweep. Titles are A, B, C, …"""
    make_badge(alice.user)
    for n in range(number):
        make_badge_milestone(f"{'ABCDEFG'[n]} & more", trigger=everywhere(1))
    services.sweep_everything()


@pytest.mark.parametrize(
    ("happens", "kind", "subject", "says", "path"),
    [
        (
            given,
            "badge-to-claim",
            "A badge waits for you: SQL & more",
            ["you were given a badge for something you have shown: SQL & more."],
            "/badges/#badge-",
        ),
        (
            revoked,
            "badge-revoked",
            "Revoked: SQL & more",
            ["a badge of yours was revoked: SQL & more.", "Not yours & you know it."],
            "/badges/",
        ),
        (
            reached_one,
            "achievement",
            "Reached: A & more",
            ["with the badges you hold you have reached:", "A & more"],
            "/badges/",
        ),
        (
            reached_many,
            "achievement",
            "Reached: A & more, and 6 more",
            ["A & more", "B & more", "E & more", "and 2 more"],
            "/badges/",
        ),
    ],
)
def test_each_mail_says_what_happened_and_where_to_go_on(
    happens: Callable[[Student, User, BadgeTemplate], None],
    kind: str,
    subject: str,
    says: list[str],
    path: str,
    alice: Student,
    bob: User,
    template: BadgeTemplate,
) -> None:
    happens(alice, bob, template)

    send_notices()

    notice = Notice.objects.get(kind=kind)
    assert notice_title(notice) == subject
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["alice@example.org"], subject)
    text, html = parts(message)
    for words in ["Hello Alice,", *says]:
        assert words in text
        assert words.replace("&", "&amp;") in html
    for part in (text, html):
        assert f"http://127.0.0.1:8000{path}" in part
        assert "{%" not in part
        assert "{{" not in part


def test_the_sixth_title_and_what_follows_are_a_number(alice: Student) -> None:
    reach(alice, 6)
    send_notices()

    assert "F & more" not in str(mail.outbox[0].body)
    assert "- and 1 more" in str(mail.outbox[0].body)


def test_an_address_reads_who_gives_it_what_and_for_how_long(
    bob: User, grace: User, template: BadgeTemplate
) -> None:
    services.issue_badge(template=template, email="nina@example.org", by=grace)
    services.send_claim_links()

    (message,) = mail.outbox
    text, html = parts(message)
    assert message.subject == "A badge for you: SQL & more"
    assert "Grace gives you a badge for something you have shown: SQL & more." in text
    assert "Grace gives you a badge for something you have shown: SQL &amp; more." in html
    for part in (text, html):
        assert "It waits for you at TFL." in part
        assert "The link works for seven days." in part
        assert "http://127.0.0.1:8000/badges/claim/" in part
        assert "{%" not in part


@pytest.mark.parametrize("name", ["", "O’Neil & <b>Sons</b>"])
def test_whoever_gives_it_may_be_called_anything(template: BadgeTemplate, name: str) -> None:
    badge = make_badge(
        issued_to="nina@example.org",
        template=template,
        issued_by=make_mentor(name=name),
        status=BadgeStatus.PENDING,
    )
    Badge.objects.update(claim_link_due_at=badge.issued_at)
    services.send_claim_links()

    text, html = parts(mail.outbox[0])
    assert f"{name or 'TFL'} gives you a badge" in text
    assert "<b>Sons" not in html


def parts(message: Any) -> tuple[str, str]:
    assert isinstance(message, EmailMultiAlternatives)
    [(html, kind)] = message.alternatives
    assert kind == "text/html"
    return str(message.body), str(html)
