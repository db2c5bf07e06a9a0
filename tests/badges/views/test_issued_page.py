"""The badges issued: whose one sees, where each stands, and what can be done about it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from badges.models import Badge, BadgeStatus, BadgeTemplate
from badges.selectors.issued import in_charge
from tests.make import make_student, make_token, make_user
from tests.make_badges import make_badge, make_template
from tests.make_milestones import MARCH_10, noon
from tests.milestones.views.months import queries, text_of
from tests.personas import Browser
from tfl.accounts.models import Role, Student, User

PATH = "/badges/issued/"
NOW = noon(MARCH_10)
TOMORROW, YESTERDAY = NOW + timedelta(days=1), NOW - timedelta(days=1)
PENDING, CLAIMED, REVOKED = BadgeStatus


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def admins(grace: User, browser_of: Browser) -> Client:
    return browser_of(grace)


@pytest.fixture
def mentors(bob: User, browser_of: Browser) -> Client:
    return browser_of(bob)


def shown(response: Any) -> set[int]:
    """The badges in the list."""
    assert response.status_code == 200
    return {int(pk) for pk in re.findall(r'<tr id="badge-(\d+)">', response.content.decode())}


def row(response: Any, badge: Badge) -> str:
    html = response.content.decode()
    found = re.search(rf'<tr id="badge-{badge.pk}">.*?</tr>', html, re.DOTALL)
    assert found
    return found.group(0)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def waiting(address: str = "nina@example.org", **fields: Any) -> Badge:
    badge = make_badge(issued_to=address, status=PENDING, issued_by=fields.pop("issued_by", None))
    Badge.objects.filter(pk=badge.pk).update(**fields)
    return badge


# Whose -----------------------------------------------------------------------------------------------


def test_an_admin_sees_every_badge(
    alice: Student, charlie: Student, heidi: User, grace: User, admins: Client
) -> None:
    badges = [make_badge(user) for user in (alice.user, charlie.user, heidi, grace)]
    badges.append(waiting())

    response = admins.get(PATH)

    assert shown(response) == {badge.pk for badge in badges}
    assert "5 badges" in text_of(response)


def test_a_mentor_sees_their_students_and_what_they_issued_to_an_address(
    alice: Student, charlie: Student, bob: User, dora: User, grace: User, mentors: Client
) -> None:
    theirs = [
        make_badge(alice.user, issued_by=grace),
        make_badge(alice.user, issued_by=dora),
        waiting(issued_by=bob),
    ]
    make_badge(charlie.user, issued_by=bob)  # once a student of his
    make_badge(bob, issued_by=grace)
    waiting("other@example.org", issued_by=grace)

    assert shown(mentors.get(PATH)) == {badge.pk for badge in theirs}


@pytest.mark.parametrize("who", ["grace", "bob", "dora", "alice", "ivan"])
def test_it_is_what_they_may_see_without_what_they_hold(
    who: str,
    alice: Student,
    charlie: Student,
    bob: User,
    dora: User,
    request: pytest.FixtureRequest,
) -> None:
    person = request.getfixturevalue(who)
    user = person.user if isinstance(person, Student) else person
    for holder in (alice.user, charlie.user, bob, dora):
        make_badge(holder, issued_by=bob)
    waiting(issued_by=bob)

    seen = Badge.objects.visible_to(user)
    if who != "grace":
        seen = seen.exclude(recipient=user)
    assert set(in_charge(user)) == set(seen)


def test_who_is_admin_and_mentor_sees_every_badge(alice: Student, browser_of: Browser) -> None:
    make_badge(alice.user)
    both = make_user(roles=[Role.ADMIN, Role.MENTOR])

    assert len(shown(browser_of(both).get(PATH))) == 1


def test_each_says_whose_it_is_and_who_issued_it(alice: Student, bob: User, admins: Client) -> None:
    template = make_template("SQL Basics")
    badge = make_badge(
        alice.user, template=template, issued_by=bob, issued_at=datetime(2026, 3, 2, tzinfo=UTC)
    )
    by_token = make_badge(alice.user)
    by_token.issued_with = make_token(name="Learning platform")[0]
    by_token.save()
    by_nobody = make_badge(alice.user)

    response = admins.get(PATH)

    said = words(row(response, badge))
    assert "SQL Basics Alice alice@example.org ✓" not in said
    for word in ("SQL Basics", "Alice", "alice@example.org", "March 2, 2026", "Bob"):
        assert word in said
    assert "Learning platform" in words(row(response, by_token))
    assert "an account deleted since" in words(row(response, by_nobody))


def test_a_claimed_one_leads_to_its_public_page(alice: Student, admins: Client) -> None:
    claimed, pending = make_badge(alice.user), make_badge(alice.user, status=PENDING)

    response = admins.get(PATH)

    assert f"/verify/{claimed.public_id}/" in row(response, claimed)
    assert "/verify/" not in row(response, pending)


# Where each stands -----------------------------------------------------------------------------------


@pytest.fixture
def one_of_each(alice: Student) -> dict[str, Badge]:
    user = alice.user
    return {
        "to-claim": make_badge(user, status=PENDING, expires_at=TOMORROW),
        "claimed": make_badge(user, expires_at=TOMORROW),
        "claimed for good": make_badge(user),
        "expired": make_badge(user, expires_at=YESTERDAY),
        "expired now": make_badge(user, expires_at=NOW),
        "never claimed": make_badge(user, status=PENDING, expires_at=YESTERDAY),
        "revoked": make_badge(user, status=REVOKED),
        "revoked before it expired": make_badge(user, status=REVOKED, expires_at=YESTERDAY),
        "at an address": waiting(),
    }


@pytest.mark.parametrize(
    ("status", "names"),
    [
        ("to-claim", ["to-claim", "at an address"]),
        ("claimed", ["claimed", "claimed for good"]),
        ("expired", ["expired", "expired now", "never claimed"]),
        ("revoked", ["revoked", "revoked before it expired"]),
    ],
)
def test_the_list_can_be_narrowed_to_a_status_which_each_row_says(
    one_of_each: dict[str, Badge], admins: Client, status: str, names: list[str]
) -> None:
    response = admins.get(f"{PATH}?status={status}")

    assert shown(response) == {one_of_each[name].pk for name in names}
    for name in names:
        html = row(response, one_of_each[name])
        assert f"medal {status} medal-small" in html
        assert status.replace("-", " ").capitalize() in words(html)


def test_every_badge_has_one_status(one_of_each: dict[str, Badge], admins: Client) -> None:
    found = [
        pk
        for status in ("to-claim", "claimed", "expired", "revoked")
        for pk in shown(admins.get(f"{PATH}?status={status}"))
    ]

    assert sorted(found) == sorted(badge.pk for badge in one_of_each.values())


def test_each_row_says_since_when(one_of_each: dict[str, Badge], admins: Client) -> None:
    Badge.objects.filter(pk=one_of_each["revoked"].pk).update(revoked_because="Somebody else’s.")

    response = admins.get(PATH)

    for name, said in (
        ("claimed", "Claimed March 10, 2026 · valid until March 11, 2026"),
        ("claimed for good", "Claimed March 10, 2026"),
        ("expired", "Expired March 9, 2026"),
        ("never claimed", "Expired March 9, 2026 · not claimed in time"),
        ("revoked", "Revoked March 10, 2026 “Somebody else’s.”"),
    ):
        assert said in words(row(response, one_of_each[name]))
    assert "not claimed in time" not in words(row(response, one_of_each["expired"]))


@pytest.mark.parametrize(
    ("sent", "ends", "said"),
    [
        (None, None, "The link is on its way."),
        (NOW - timedelta(days=3), NOW + timedelta(days=4), "Link sent 3 days ago"),
        (NOW - timedelta(days=7), NOW, "The link has expired."),
    ],
)
def test_one_at_an_address_says_how_its_link_is(
    admins: Client, sent: datetime | None, ends: datetime | None, said: str
) -> None:
    badge = waiting(claim_link_sent_at=sent, claim_link_expires_at=ends)

    assert said in words(row(admins.get(PATH), badge))


# Finding ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("ALICE", {"Alice"}),
        ("alice@example", {"Alice"}),
        ("nina", {"nina@example.org"}),
        ("example.org", {"Alice", "Charlie", "nina@example.org"}),
        ("zzz", set()),
    ],
)
def test_they_are_found_by_name_and_address(
    alice: Student, charlie: Student, admins: Client, search: str, found: set[str]
) -> None:
    badges = {
        "Alice": make_badge(alice.user),
        "Charlie": make_badge(charlie.user),
        "nina@example.org": waiting(),
    }

    response = admins.get(PATH, {"q": search})

    assert shown(response) == {badges[name].pk for name in found}
    assert bool(found) or "No badge found" in text_of(response)


def test_they_are_found_by_template_among_those_one_sees(
    alice: Student, charlie: Student, mentors: Client
) -> None:
    sql, git = make_template("SQL Basics"), make_template("Git")
    make_template("Never issued")
    badge = make_badge(alice.user, template=sql)
    make_badge(alice.user)
    make_badge(charlie.user, template=git)

    response = mentors.get(PATH, {"template": sql.pk})

    assert shown(response) == {badge.pk}
    offered = text_of(response)
    assert "SQL Basics" in offered
    assert "Never issued" not in offered
    assert "Git" not in offered


def test_a_template_or_status_there_is_not_is_said(alice: Student, admins: Client) -> None:
    make_badge(alice.user)
    for query in ("status=Gone", "template=0", "template=x", f"template={'9' * 400}"):
        response = admins.get(f"{PATH}?{query}")
        assert len(shown(response)) == 1
        assert "Select a valid choice." in text_of(response)


def test_an_empty_list_leads_to_issuing(mentors: Client) -> None:
    response = mentors.get(PATH)

    assert "No badges issued yet" in text_of(response)
    assert 'role="search"' not in response.content.decode()


# What can be done ------------------------------------------------------------------------------------


def test_what_is_not_revoked_can_be(one_of_each: dict[str, Badge], admins: Client) -> None:
    response = admins.get(PATH)

    for name, badge in one_of_each.items():
        link = f'href="/badges/{badge.pk}/revoke/"'
        assert (link in row(response, badge)) is not name.startswith("revoked")


def test_a_new_link_can_be_sent_to_what_waits_at_an_address(
    one_of_each: dict[str, Badge], admins: Client
) -> None:
    too_late = waiting("late@example.org", expires_at=YESTERDAY)
    response = admins.get(PATH)

    for name, badge in (one_of_each | {"too late": too_late}).items():
        action = f'action="/badges/{badge.pk}/link/"'
        assert (action in row(response, badge)) is (name == "at an address")


def test_sending_one_says_so(admins: Client) -> None:
    badge = waiting(claim_link_sent_at=YESTERDAY, claim_link_expires_at=TOMORROW)

    response = admins.post(f"/badges/{badge.pk}/link/")

    assert response["Location"] == PATH
    page = text_of(admins.get(PATH))
    assert f"A new link to claim “{badge.template}” is on its way to nina@example.org." in page
    assert "The link is on its way." in page
    badge.refresh_from_db()
    assert badge.claim_link_due_at == NOW


def test_where_none_can_be_sent_it_says_why(alice: Student, admins: Client) -> None:
    badge = make_badge(alice.user, status=PENDING)

    response = admins.post(f"/badges/{badge.pk}/link/", follow=True)

    assert "The address was proven meanwhile." in text_of(response)


@pytest.mark.parametrize("who", ["dora", "bob"])
def test_it_is_for_whoever_has_the_badge_in_charge(
    who: str, grace: User, browser_of: Browser, request: pytest.FixtureRequest
) -> None:
    badge = waiting(issued_by=grace)

    client = browser_of(request.getfixturevalue(who))

    assert client.post(f"/badges/{badge.pk}/link/").status_code == 404


# Pages, cost -----------------------------------------------------------------------------------------


def test_they_come_in_pages_of_25_the_latest_first(alice: Student, admins: Client) -> None:
    template = make_template()
    first = make_badge(alice.user, template=template, issued_at=YESTERDAY)
    for _ in range(25):
        make_badge(alice.user, template=template)

    assert len(shown(admins.get(PATH))) == 25
    assert shown(admins.get(f"{PATH}?page=2")) == {first.pk}


@pytest.mark.parametrize("who", ["grace", "bob"])
def test_the_list_costs_the_same_however_long_it_is(
    who: str, bob: User, browser_of: Browser, request: pytest.FixtureRequest
) -> None:
    client = browser_of(request.getfixturevalue(who))
    costs = []
    for more in (1, 29, 270):
        template: BadgeTemplate = make_template()
        for number in range(more):
            student = make_student(mentor=bob, password=None)
            make_badge(student.user, template=template if number % 2 else None, issued_by=bob)
        client.get(PATH)
        with queries() as ran:
            client.get(f"{PATH}?template={template.pk}" if more > 1 else PATH)
        costs.append(len(ran))

    # session, person, roles, templates, how many, badges, news; for a mentor twice which students
    assert costs == [7 if who == "grace" else 9] * 3
