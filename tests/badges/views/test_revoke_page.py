"""Revoking a badge: what follows is said first, a reason is needed, and then it is said what went."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from badges.models import Badge, BadgeStatus, How
from badges.services import revoke_badge
from tests.make import make_skill
from tests.make_badges import (
    everywhere,
    make_achievement,
    make_badge,
    make_badge_milestone,
    make_template,
)
from tests.make_milestones import MARCH_10, noon
from tests.milestones.views.months import queries, text_of
from tests.personas import Browser
from tfl.accounts.models import AuditEntry, Student, User


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(noon(MARCH_10), tick=False) as traveller:
        yield traveller


@pytest.fixture
def mentors(bob: User, browser_of: Browser) -> Client:
    return browser_of(bob)


@pytest.fixture
def badge(alice: Student) -> Badge:
    return make_badge(alice.user, template=make_template("SQL Basics"))


def path(badge: Badge) -> str:
    return f"/badges/{badge.pk}/revoke/"


def reached(badge: Badge, title: str, threshold: int = 1, **more: Any) -> None:
    assert badge.recipient
    milestone = make_badge_milestone(title, trigger=everywhere(threshold))
    make_achievement(badge.recipient, milestone, **more)


# Before ----------------------------------------------------------------------------------------------


def test_it_names_what_would_be_lost(badge: Badge, alice: Student, mentors: Client) -> None:
    make_badge(alice.user)
    reached(badge, "First Badge")
    reached(badge, "Collector", 2, achieved_at=noon(MARCH_10) - timedelta(days=5))
    reached(badge, "Taken over", 2, how=How.IMPORT)

    response = mentors.get(path(badge))

    page = text_of(response)
    assert "Alice loses what no other badge of theirs supports:" in page
    assert "Collector Reached on March 5, 2026" in page
    assert "First Badge" not in page
    assert "Taken over" not in page
    assert not AuditEntry.objects.exists()


def test_several_are_counted(badge: Badge, mentors: Client) -> None:
    reached(badge, "First Badge")
    reached(badge, "Also first")

    page = text_of(mentors.get(path(badge)))

    assert "Alice loses 2 achievements, which no other badges of theirs support:" in page


def test_what_would_be_lost_leads_to_why_it_was_reached(badge: Badge, mentors: Client) -> None:
    reached(badge, "First Badge")
    assert badge.recipient
    achievement = badge.recipient.achievements.get()

    html = mentors.get(path(badge)).content.decode()

    assert f"/badge-milestones/{achievement.milestone_id}/why/{badge.recipient_id}/" in html


def test_it_says_what_follows_for_a_claimed_one(badge: Badge, mentors: Client) -> None:
    page = text_of(mentors.get(path(badge)))

    assert "Revoke “SQL Basics”" in page
    assert "Alice alice@example.org" in page
    assert "its public page says that it was revoked" in page
    assert "Alice is told at once, with your reason." in page
    assert "No achievement is lost" in page


def test_it_says_what_follows_for_one_that_waits(alice: Student, mentors: Client) -> None:
    badge = make_badge(alice.user, status=BadgeStatus.PENDING)
    reached(badge, "First Badge")

    page = text_of(mentors.get(path(badge)))

    assert "It cannot be claimed any more." in page
    assert "Alice is told at once" in page
    assert "achievement" not in page
    assert "First Badge" not in page


def test_it_says_what_follows_for_one_at_an_address(bob: User, mentors: Client) -> None:
    badge = make_badge(issued_to="nina@example.org", issued_by=bob, status=BadgeStatus.PENDING)

    page = text_of(mentors.get(path(badge)))

    assert "nina@example.org" in page
    assert "Nobody is told; a link sent before will say that it was revoked." in page


# Doing it --------------------------------------------------------------------------------------------


def test_it_is_revoked_and_said_what_went(badge: Badge, mentors: Client, bob: User) -> None:
    reached(badge, "First Badge")
    reached(badge, "Also first")

    response = mentors.post(path(badge), {"reason": "The work is somebody else’s."})

    assert response["Location"] == "/badges/issued/"
    badge.refresh_from_db()
    assert (badge.status, badge.revoked_by) == (BadgeStatus.REVOKED, bob)
    assert badge.revoked_because == "The work is somebody else’s."
    page = text_of(mentors.get("/badges/issued/"))
    assert (
        "“SQL Basics” of Alice is revoked. They are told, with your reason. "
        "No longer reached: “Also first” and “First Badge”." in page
    )


def test_where_nothing_went_nothing_is_said_of_it(bob: User, mentors: Client) -> None:
    badge = make_badge(issued_to="nina@example.org", issued_by=bob, status=BadgeStatus.PENDING)

    page = text_of(mentors.post(path(badge), {"reason": "A mistake."}, follow=True))

    assert f"“{badge.template}” of nina@example.org is revoked." in page
    assert "They are told" not in page
    assert "No longer reached" not in page


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("", "Why is it revoked? – This field is required."),
        (" \n ", "Why is it revoked? – This field is required."),
        ("x" * 501, "Why is it revoked? – Ensure this value has at most 500 characters"),
        ("a\x00b", "Why is it revoked? – Null characters are not allowed."),
    ],
    ids=lambda value: value[:20],
)
def test_a_reason_is_needed(badge: Badge, mentors: Client, reason: str, said: str) -> None:
    response = mentors.post(path(badge), {"reason": reason})

    assert response.status_code == 422
    assert said in text_of(response)
    assert "What follows" in text_of(response)
    badge.refresh_from_db()
    assert not badge.is_revoked


def test_the_second_time_says_that_it_is_done(badge: Badge, mentors: Client, grace: User) -> None:
    revoke_badge(badge=badge, by=grace, reason="The work is somebody else’s.")

    response = mentors.post(path(badge), {"reason": "Another one."})

    assert response.status_code == 409
    page = text_of(response)
    assert "This badge is revoked, which cannot be undone." in page
    assert "“The work is somebody else’s.”" in page
    assert 'name="reason"' not in response.content.decode()
    badge.refresh_from_db()
    assert badge.revoked_because == "The work is somebody else’s."


def test_what_is_revoked_says_so_and_has_no_form(badge: Badge, mentors: Client) -> None:
    revoke_badge(badge=badge, by=badge.recipient.student.mentor, reason="A mistake.")  # type: ignore[union-attr, arg-type]  # Alice's

    response = mentors.get(path(badge))

    assert response.status_code == 200
    assert "This badge is revoked" in text_of(response)
    assert 'name="reason"' not in response.content.decode()


def test_what_its_owner_took_up_meanwhile_is_shown_as_it_is_now(
    alice: Student, grace: User, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    badge = make_badge(issued_to="alice@home.example", status=BadgeStatus.PENDING)
    client = browser_of(grace)

    def taken_up_first(**asked: Any) -> Badge:
        Badge.objects.update(recipient=alice.user, issued_to="")
        return revoke_badge(**asked)

    monkeypatch.setattr("badges.services.revoke_badge", taken_up_first)
    response = client.post(path(badge), {"reason": "A mistake."})

    assert response.status_code == 409
    page = text_of(response)
    assert "The badge was just taken up by its owner." in page
    assert "Alice is told at once" in page
    assert "A mistake." in page
    monkeypatch.undo()
    assert client.post(path(badge), {"reason": "A mistake."}).status_code == 302


# Whose -----------------------------------------------------------------------------------------------


def test_a_badge_of_others_is_not_there(
    charlie: Student, bob: User, grace: User, mentors: Client
) -> None:
    for badge in (
        make_badge(charlie.user, issued_by=bob),
        make_badge(bob, issued_by=grace),
        make_badge(issued_to="nina@example.org", issued_by=grace, status=BadgeStatus.PENDING),
    ):
        assert mentors.get(path(badge)).status_code == 404
        assert mentors.post(path(badge), {"reason": "No."}).status_code == 404
        badge.refresh_from_db()
        assert not badge.is_revoked


# Cost ------------------------------------------------------------------------------------------------


def test_the_page_costs_the_same_however_much_is_lost(
    badge: Badge, alice: Student, mentors: Client
) -> None:
    costs = []
    for more in (1, 29, 270):
        for _ in range(more):
            reached(badge, "", 1)
            make_badge(alice.user, skills=[make_skill()], status=BadgeStatus.REVOKED)
        with queries() as ran:
            mentors.get(path(badge))
        costs.append(len(ran))

    # session, person, roles, students, badge, achievements, facts, categories, news
    assert costs == [9, 9, 9]
