"""The audit list: who did what to which badge, badge template and badge milestone, when and why."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from badges.models import Badge, TemplateState
from badges.services import (
    activate_badge_milestone,
    claim_badge,
    confirm_import,
    create_badge_milestone,
    deactivate_badge_milestone,
    delete_badge_milestone,
    edit_badge_milestone,
    issue_badge,
    move_template,
    preview_badges,
    renew_claim_link,
    revoke_badge,
    save_template,
)
from tests.make import make_category, make_token
from tests.make_badges import everywhere, make_badge, make_badge_milestone, make_template, within
from tests.make_milestones import MARCH_10, noon
from tests.milestones.views.months import queries, text_of
from tests.personas import Browser
from tfl.accounts.models import Student, TokenScope, User
from tfl.accounts.services import record

PATH = "/badges/audit/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(noon(MARCH_10), tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(grace: User, browser_of: Browser) -> Client:
    return browser_of(grace)


def lines(response: Any) -> list[str]:
    """Who, what, which, why of every row."""
    assert response.status_code == 200
    html = response.content.decode()
    rows = re.findall(r"<tr>(.*?)</tr>", html[html.find("<tbody>") :], re.DOTALL)
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)[1:] for row in rows]
    return [" | ".join(map(words, row)).strip() for row in cells]


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# In words --------------------------------------------------------------------------------------------


def test_the_life_of_a_badge(alice: Student, bob: User, desk: Client) -> None:
    badge = issue_badge(template=make_template("SQL Basics"), by=bob, recipient=alice.user)
    claim_badge(badge=badge, by=alice.user)
    revoke_badge(badge=badge, by=bob, reason="The work is somebody else’s.")

    assert lines(desk.get(PATH)) == [
        "Bob | Revoked a badge | SQL Basics for Alice | “The work is somebody else’s.”",
        "Bob | Issued a badge | SQL Basics for Alice |",
    ]


def test_one_at_an_address_and_its_new_link(grace: User, desk: Client) -> None:
    badge = issue_badge(template=make_template("SQL Basics"), by=grace, email="nina@example.org")
    Badge.objects.update(claim_link_due_at=None)
    renew_claim_link(badge=badge, by=grace)

    assert lines(desk.get(PATH)) == [
        "Grace | Sent a new claim link | SQL Basics for nina@example.org |",
        "Grace | Issued a badge | SQL Basics for nina@example.org |",
    ]


def test_a_list(grace: User, desk: Client) -> None:
    make_template("SQL Basics")
    raw = b"email,template\na@example.org,SQL Basics\nb@example.org,SQL Basics\nc,SQL Basics"
    confirm_import(badge_import=preview_badges(raw=raw, by=grace), by=grace)

    assert lines(desk.get(PATH)) == [
        "Grace | Issued a list of badges | 2 badges 1 row left out |",
    ]


def test_the_life_of_a_template(grace: User, desk: Client) -> None:
    template = save_template(by=grace, name="SQL", description="Joins.", icon="key", skills=[])
    move_template(template=template, to=TemplateState.ACTIVE, by=grace)
    move_template(template=template, to=TemplateState.ARCHIVED, by=grace)
    save_template(
        template=template, by=grace, name="SQL Basics", description="Joins.", icon="key", skills=[]
    )

    response = desk.get(PATH)

    assert lines(response) == [
        "Grace | Edited a badge template | SQL Basics |",
        "Grace | Archived a badge template | SQL Basics |",
        "Grace | Activated a badge template | SQL Basics |",
        "Grace | Created a badge template | SQL Basics |",
    ]
    assert f'href="/badge-templates/{template.pk}/"' in response.content.decode()


def test_the_life_of_a_badge_milestone(grace: User, desk: Client) -> None:
    data = make_category("Data")
    milestone = create_badge_milestone(title="Into Data", trigger=within(data, 3), by=grace)
    edit_badge_milestone(milestone=milestone, by=grace, title="Deep in Data", threshold=5)
    edit_badge_milestone(milestone=milestone, by=grace, title="Deeper in Data")
    activate_badge_milestone(milestone=milestone, by=grace)
    deactivate_badge_milestone(milestone=milestone, by=grace)

    response = desk.get(PATH)

    assert lines(response) == [
        "Grace | Deactivated a badge milestone | Deeper in Data |",
        "Grace | Activated a badge milestone | Deeper in Data |",
        "Grace | Edited a badge milestone | Deeper in Data Earn 5 badges in Data |",
        "Grace | Edited a badge milestone | Deeper in Data "
        "Earn 3 badges in Data → Earn 5 badges in Data |",
        "Grace | Created a badge milestone | Deeper in Data Earn 3 badges in Data |",
    ]
    assert f'href="/badge-milestones/{milestone.pk}/"' in response.content.decode()


def test_what_a_system_did(alice: Student, desk: Client) -> None:
    token, _secret = make_token(TokenScope.BADGES, name="Learning platform")
    issue_badge(template=make_template("SQL Basics"), by=token, recipient=alice.user)

    assert lines(desk.get(PATH)) == [
        "Learning platform (token) | Issued a badge | SQL Basics for Alice |"
    ]


def test_when_it_was(grace: User, desk: Client) -> None:
    record(actor=grace, action="issue-badge", on=make_badge(grace))

    assert "March 10, 2026 noon" in text_of(desk.get(PATH))


# What is gone ----------------------------------------------------------------------------------------


def test_a_badge_milestone_deleted_since_is_known_by_its_rule(grace: User, desk: Client) -> None:
    milestone = create_badge_milestone(title="Explorer", trigger=everywhere(9), by=grace)
    delete_badge_milestone(milestone=milestone, by=grace)

    response = desk.get(PATH)

    assert lines(response) == [
        "Grace | Deleted a badge milestone | “Earn 9 badges”, deleted since |",
        "Grace | Created a badge milestone | “Earn 9 badges”, deleted since |",
    ]
    assert "/badge-milestones/" not in response.content.decode().split("<tbody>")[1]


def test_a_badge_deleted_since_is_known_by_its_template(
    alice: Student, grace: User, desk: Client
) -> None:
    badge = issue_badge(template=make_template("SQL Basics"), by=grace, recipient=alice.user)
    revoke_badge(badge=badge, by=grace, reason="Canary.")
    number = badge.pk
    badge.delete()

    response = desk.get(PATH)

    assert lines(response) == [
        f"Grace | Revoked a badge | deleted since (number {number}) The badge is deleted. |",
        "Grace | Issued a badge | SQL Basics The badge is deleted. |",
    ]
    assert "Canary" not in text_of(response)
    assert "Alice" not in text_of(response)


def test_somebody_who_is_gone_is_not_named(alice: Student, desk: Client) -> None:
    record(actor=None, action="issue-badge", on=make_badge(alice.user, template=make_template("A")))

    assert lines(desk.get(PATH)) == [
        "the system, or an account deleted since | Issued a badge | A for Alice |"
    ]


def test_an_action_nobody_put_in_words_is_shown_as_noted(grace: User, desk: Client) -> None:
    record(
        actor=grace,
        action="polish-badge",
        on=make_badge(grace, template=make_template("A")),
        before="dull",
        after=["shiny"],
        reason="It was dull.",
    )

    assert lines(desk.get(PATH)) == ["Grace | polish badge | A for Grace | “It was dull.”"]


def test_a_rule_that_cannot_be_read_breaks_nothing(grace: User, desk: Client) -> None:
    milestone = make_badge_milestone("Broken", trigger={"metric": "x"})
    for action in ("create-badge-milestone", "edit-badge-milestone"):
        record(actor=grace, action=action, on=milestone, before=[1], after=milestone.trigger)

    assert lines(desk.get(PATH)) == [
        "Grace | Edited a badge milestone | Broken |",
        "Grace | Created a badge milestone | Broken |",
    ]


def test_what_is_done_elsewhere_is_not_in_it(alice: Student, grace: User, desk: Client) -> None:
    record(actor=grace, action="grant-role", on=alice.user, reason="Canary.")

    response = desk.get(PATH)

    assert "Nothing so far" in text_of(response)
    assert 'role="search"' not in response.content.decode()


# Finding ---------------------------------------------------------------------------------------------


@pytest.fixture
def history(alice: Student, charlie: Student, bob: User, dora: User, grace: User) -> None:
    sql, git = make_template("SQL"), make_template("Git")
    token, _secret = make_token(TokenScope.BADGES, name="Learning platform")
    issue_badge(template=sql, by=bob, recipient=alice.user)
    issue_badge(template=git, by=dora, recipient=charlie.user)
    issue_badge(template=git, by=token, email="nina@home.example")
    revoke_badge(badge=Badge.objects.order_by("pk")[0], by=bob, reason="A mistake.")
    move_template(template=git, to=TemplateState.ARCHIVED, by=grace)


REVOKED = "Bob | Revoked a badge | SQL for Alice | “A mistake.”"
ALICES = "Bob | Issued a badge | SQL for Alice |"
CHARLIES = "Dora | Issued a badge | Git for Charlie |"
NINAS = "Learning platform (token) | Issued a badge | Git for nina@home.example |"
ARCHIVED = "Grace | Archived a badge template | Git |"
ALL = [ARCHIVED, REVOKED, NINAS, CHARLIES, ALICES]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ALL),
        ("action=issue-badge", [NINAS, CHARLIES, ALICES]),
        ("action=revoke-badge", [REVOKED]),
        ("action=delete-badge-milestone", []),
        ("action=gone", ALL),
        ("person=BOB", [REVOKED, ALICES]),  # who did it
        ("person=dora@example", [CHARLIES]),
        ("person=alice", [REVOKED, ALICES]),  # whose badge it is
        ("person=charlie@example.org", [CHARLIES]),
        ("person=home.example", [NINAS]),
        ("person=learning", [NINAS]),
        ("person=grace", [ARCHIVED]),
        ("person=zzz", []),
        ("person=bob&action=revoke-badge", [REVOKED]),
    ],
)
def test_it_is_searched_by_person_and_action(
    history: None, desk: Client, query: str, found: list[str]
) -> None:
    response = desk.get(f"{PATH}?{query}")

    assert (lines(response) if found else []) == found
    assert bool(found) or "Nothing found" in text_of(response)


def test_a_search_that_cannot_be_is_said(history: None, desk: Client) -> None:
    assert "Select a valid choice." in text_of(desk.get(f"{PATH}?action=gone"))
    assert "at most 150 characters" in text_of(desk.get(f"{PATH}?person={'x' * 151}"))


# Pages, cost -----------------------------------------------------------------------------------------


def test_it_comes_in_pages_of_50_the_latest_first(
    grace: User, desk: Client, clock: time_machine.Traveller
) -> None:
    badge = make_badge(grace)
    record(actor=grace, action="first", on=badge)
    clock.shift(timedelta(hours=1))
    for _ in range(50):
        record(actor=grace, action="issue-badge", on=badge)

    assert len(lines(desk.get(PATH))) == 50
    assert "| first |" in lines(desk.get(f"{PATH}?page=2"))[0]


def test_it_costs_the_same_however_much_there_is(alice: Student, grace: User, desk: Client) -> None:
    costs = []
    for more in (1, 29, 270):
        for _ in range(more):
            template = make_template()
            record(actor=grace, action="edit-badge-template", on=template)
            badge = make_badge(alice.user, template=template)
            record(actor=grace, action="issue-badge", on=badge, after={"template": template.pk})
            milestone = make_badge_milestone()
            record(actor=grace, action="edit-badge-milestone", on=milestone, after=everywhere(3))
        with queries() as ran:
            desk.get(f"{PATH}?person=a")
        costs.append(len(ran))

    # session, person, roles, how many, entries, templates, categories, badges, badge milestones, news
    assert costs == [10, 10, 10]
