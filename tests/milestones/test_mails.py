"""The mails of the monthly engine: what the services tell, in the words people read."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from milestones import services
from milestones.generation.vocabulary import MilestoneStatus
from tests.make import make_job_role, make_requirement, make_skill
from tests.milestones.views.months import (
    MARCH,
    ask,
    make_milestone,
    make_outcome,
    score,
    travel,
)
from tfl.accounts.models import Notice, Student, User
from tfl.accounts.services import notice_title, send_notices


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with travel(date(2026, 3, 10)) as traveller:
        yield traveller


def ready(alice: Student, bob: User) -> None:
    role = make_job_role("Backend Developer")
    make_requirement(role, make_skill("SQL & more"))
    alice.target_job_role = role
    alice.save()
    services.generate_month(month=MARCH, students=[alice])


def changed(alice: Student, bob: User) -> None:
    ready(alice, bob)
    send_notices()
    mail.outbox.clear()
    services.regenerate_milestone(milestone=alice.milestones.get(), by=bob, reason="Late.")


def proven(alice: Student, bob: User) -> None:
    outcome = make_outcome(make_milestone(alice), "SQL & more")
    ask(outcome)
    score(outcome, 70, by=bob)


def answered(alice: Student, bob: User) -> None:
    outcome = make_outcome(make_milestone(alice), "SQL & more")
    ask(outcome)
    score(outcome, 60, by=bob)


def returned(alice: Student, bob: User) -> None:
    piece = ask(make_outcome(make_milestone(alice), "SQL & more"))
    services.return_evidence(evidence=piece, by=bob, reason="canary-reason")


def reminded(alice: Student, bob: User) -> None:
    with travel(date(2026, 3, 5)):
        piece = ask(make_outcome(make_milestone(alice), "SQL & more"), note="canary-note")
    services.remind_mentor(evidence=piece, by=alice.user)


def reviewed(alice: Student, bob: User) -> None:
    milestone = make_milestone(alice, title="March Milestone: Prove SQL & more")
    make_outcome(milestone)
    services.review_milestone(
        milestone=milestone,
        by=bob,
        status=MilestoneStatus.PARTIALLY_ACHIEVED,
        feedback="canary-feedback",
    )


@pytest.mark.parametrize(
    ("happens", "kind", "to", "subject", "says", "path"),
    [
        (
            ready,
            "milestone-ready",
            "alice@example.org",
            "March Milestone: Prove SQL & more",
            "your milestone is there:",
            "/mission/",
        ),
        (
            changed,
            "milestone-changed",
            "alice@example.org",
            "Made anew: March Milestone: Prove SQL & more",
            "your mentor had your milestone made anew.",
            "/mission/",
        ),
        (
            proven,
            "evidence-verified",
            "alice@example.org",
            "Proven: SQL & more",
            "SQL & more is proven.",
            "/milestones/",
        ),
        (
            answered,
            "evidence-verified",
            "alice@example.org",
            "Your mentor has answered: SQL & more",
            "a little more is needed to prove it.",
            "/milestones/",
        ),
        (
            returned,
            "evidence-returned",
            "alice@example.org",
            "Returned with a reason: SQL & more",
            "your mentor returned what you handed in for SQL & more",
            "/milestones/",
        ),
        (
            reminded,
            "evidence-reminder",
            "bob@example.org",
            "A student waits for your answer: SQL & more",
            "asked for review of SQL & more three days ago or longer",
            "/mentor/students/",
        ),
        (
            reviewed,
            "review-done",
            "alice@example.org",
            "Partially achieved: March Milestone: Prove SQL & more",
            "your mentor decided your month as partially achieved:",
            "/milestones/",
        ),
    ],
)
def test_each_mail_says_what_happened_and_where_to_go_on(
    happens: Callable[[Student, User], None],
    kind: str,
    to: str,
    subject: str,
    says: str,
    path: str,
    alice: Student,
    bob: User,
) -> None:
    happens(alice, bob)

    send_notices()

    assert Notice.objects.filter(kind=kind).count() == 1
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([to], subject)
    assert isinstance(message, EmailMultiAlternatives)
    html = str(message.alternatives[0][0])
    assert says in message.body
    assert says.replace("&", "&amp;") in html
    for part in (message.body, html):
        assert path in part
        assert "canary" not in part
        assert "{%" not in part
        assert "{{" not in part


def test_the_site_names_the_student_who_reminds_and_the_mail_does_not(
    alice: Student, bob: User
) -> None:
    reminded(alice, bob)

    send_notices()

    notice = Notice.objects.get(kind="evidence-reminder")
    assert notice_title(notice) == "Alice waits for your answer: SQL & more"
    (message,) = mail.outbox
    assert "Alice" not in f"{message.subject} {message.body}"


def test_a_reminder_from_before_names_were_kept_still_has_its_line(bob: User) -> None:
    notice = Notice(user=bob, kind="evidence-reminder", facts={"student": 1, "item": "SQL"})

    assert notice_title(notice) == "A student waits for your answer: SQL"
