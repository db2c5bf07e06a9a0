"""What a holder finds in the wallet, and does there."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from badges.models import Badge, BadgeStatus, MilestoneAchievement, ShownAs
from badges.services import revoke_badge
from badges.views.holder import BADGES_PER_PAGE
from tests.html import read
from tests.make import make_mentor, make_skill, make_token, make_user
from tests.make_badges import everywhere, make_badge, make_badge_milestone, make_template
from tests.milestones.views.months import text_of, travel
from tests.personas import Browser
from tfl.accounts.models import Role, RoleGrant, Student, User

WALLET = "/badges/"
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with travel(date(2026, 3, 10)) as traveller:
        traveller.move_to(NOW)
        yield traveller


def pending(user: User, name: str = "", **fields: Any) -> Badge:
    template = make_template(name)
    return make_badge(user, template=template, status=BadgeStatus.PENDING, **fields)


def claimed(user: User, name: str = "", **fields: Any) -> Badge:
    return make_badge(user, template=make_template(name), **fields)


def claim(client: Client, badge: Badge, **options: Any) -> Any:
    return client.post(f"/badges/{badge.pk}/claim/", **options)


def parts(response: Any) -> list[tuple[str, list[str]]]:
    """The wallet's headings, each with the names of the badges below it."""
    found: list[tuple[str, list[str]]] = []
    for element in read(response.content.decode()).all("h2", "h3"):
        if element.inside("section") and element.tag == "h2":
            found.append((element.text.strip(), []))
        elif element.inside("li"):
            found[-1][1].append(element.text.strip())
    return [part for part in found if part[0] != "Next badge milestone"]


# What is there ---------------------------------------------------------------------------------------


def test_an_empty_wallet_says_how_one_gets_badges(heidi: User, browser_of: Browser) -> None:
    page = text_of(browser_of(heidi).get(WALLET))

    assert "No badges yet" in page
    assert "A mentor or an admin gives you a badge for something you have shown." in page
    assert "It may have been issued to another address of yours." in page
    assert "Which badges" not in page


def test_each_badge_stands_in_its_part_and_what_is_to_do_comes_first(
    alice: Student, browser_of: Browser
) -> None:
    user = alice.user
    claimed(user, "Old One", claimed_at=NOW - 9 * DAY, expires_at=NOW - 2 * DAY)
    make_badge(user, template=make_template("Taken Back"), status=BadgeStatus.REVOKED)
    claimed(user, "Late", claimed_at=NOW - 5 * DAY)
    claimed(user, "Later", claimed_at=NOW - 4 * DAY)
    pending(user, "Missed", issued_at=NOW - 20 * DAY, expires_at=NOW - 3 * DAY)
    pending(user, "Waiting", issued_at=NOW - 8 * DAY)
    pending(user, "Waiting Too", issued_at=NOW - 7 * DAY, expires_at=NOW + DAY)
    response = browser_of(alice).get(WALLET)

    assert parts(response) == [
        ("To claim", ["Waiting Too", "Waiting"]),
        ("Claimed", ["Later", "Late"]),
        ("Expired", ["Old One", "Missed"]),
        ("Revoked", ["Taken Back"]),
    ]
    assert "2 badges wait for you to claim them." in text_of(response)
    assert "All 7 To claim 2 Claimed 2 Expired 2 Revoked 1" in text_of(response)


def test_only_what_waits_has_a_button_and_each_has_its_own(
    alice: Student, browser_of: Browser
) -> None:
    waiting = [pending(alice.user), pending(alice.user)]
    claimed(alice.user)
    pending(alice.user, expires_at=NOW - DAY)
    page = read(browser_of(alice).get(WALLET).content.decode())

    actions = {form.attributes["action"] for form in page.forms("post")}
    assert {action for action in actions if action.endswith("/claim/")} == {
        f"/badges/{badge.pk}/claim/" for badge in waiting
    }


def test_a_claimed_badge_says_all_about_itself(
    alice: Student, bob: User, browser_of: Browser
) -> None:
    template = make_template("Data Modeller", skills=[make_skill("SQL"), make_skill("Design")])
    badge = make_badge(
        alice.user,
        template=template,
        issued_by=bob,
        claimed_at=NOW - 10 * DAY,
        expires_at=NOW + 365 * DAY,
    )
    Badge.objects.update(evidence_link="https://example.org/orders")
    response = browser_of(alice).get(WALLET)
    page, html = text_of(response), response.content.decode()

    assert "Data Modeller Claimed on Feb. 28, 2026 from Bob" in page
    assert "Valid until March 10, 2027 · 1 year left" in page
    assert "Showed it, and explained it. Skills: Design, SQL" in page
    assert '<a href="https://example.org/orders"' in html
    assert f'href="/verify/{badge.public_id}/"' in html
    assert "does not name you" in page
    assert f'id="badge-{badge.pk}"' in html


def test_a_badge_without_end_and_without_a_named_issuer_says_so(
    alice: Student, browser_of: Browser
) -> None:
    claimed(alice.user, "Forever")

    page = text_of(browser_of(alice).get(WALLET))
    assert "Forever Claimed on March 10, 2026 from TFL Valid for good" in page


def test_a_system_that_issued_a_badge_is_named(alice: Student, browser_of: Browser) -> None:
    token, _secret = make_token(name="Learning platform")
    claimed(alice.user)
    Badge.objects.update(issued_with=token)

    assert "from Learning platform" in text_of(browser_of(alice).get(WALLET))


def test_a_mentor_without_a_name_is_not_given_away_by_address(
    alice: Student, browser_of: Browser
) -> None:
    claimed(alice.user, issued_by=make_mentor("secret@example.org"))

    page = text_of(browser_of(alice).get(WALLET))
    assert "from TFL" in page
    assert "secret@" not in page


def test_a_badge_ends_at_the_moment_it_expires(
    alice: Student, browser_of: Browser, clock: time_machine.Traveller
) -> None:
    claimed(alice.user, "Short", expires_at=NOW + timedelta(seconds=1))
    assert parts(browser_of(alice).get(WALLET)) == [("Claimed", ["Short"])]

    clock.shift(timedelta(seconds=1))
    response = browser_of(alice).get(WALLET)
    assert parts(response) == [("Expired", ["Short"])]
    assert "Expired on March 10, 2026 · just now" in text_of(response)


def test_a_badge_that_expired_unclaimed_says_what_to_do(
    alice: Student, browser_of: Browser
) -> None:
    pending(alice.user, issued_at=NOW - 9 * DAY, expires_at=NOW - 3 * DAY)
    response = browser_of(alice).get(WALLET)

    assert "Expired on March 7, 2026 · 3 days ago It was not claimed in time." in text_of(response)
    assert "Ask whoever issued it for a new one." in text_of(response)
    assert "Public page" not in text_of(response)


def test_a_revoked_badge_says_why(alice: Student, bob: User, browser_of: Browser) -> None:
    badge = claimed(alice.user, expires_at=NOW + DAY)
    revoke_badge(badge=badge, by=bob, reason="It was <b>not</b> yours.")
    response = browser_of(alice).get(WALLET)

    assert "Revoked on March 10, 2026" in text_of(response)
    assert "It was &lt;b&gt;not&lt;/b&gt; yours." in response.content.decode()
    assert "Valid" not in text_of(response)


def test_a_revoked_badge_that_also_expired_is_revoked(alice: Student, browser_of: Browser) -> None:
    template = make_template("Both")
    make_badge(alice.user, template=template, status=BadgeStatus.REVOKED, expires_at=NOW - DAY)

    assert parts(browser_of(alice).get(WALLET)) == [("Revoked", ["Both"])]


def test_the_badges_of_others_are_not_there(
    alice: Student, charlie: Student, browser_of: Browser
) -> None:
    claimed(charlie.user, "Of Charlie")
    make_badge(issued_to="alice@elsewhere.example", status=BadgeStatus.PENDING)

    assert "No badges yet" in text_of(browser_of(alice).get(WALLET))


def test_what_is_next_stands_on_the_first_page(alice: Student, browser_of: Browser) -> None:
    make_badge_milestone("Collector", trigger=everywhere(40))
    for _n in range(BADGES_PER_PAGE + 1):
        claimed(alice.user)
    client = browser_of(alice)

    assert "Collector Earn 40 badges 15 more to go" in text_of(client.get(WALLET))
    assert "Collector" not in text_of(client.get(f"{WALLET}?page=2"))


# Finding one among many ------------------------------------------------------------------------------


def test_a_part_can_be_shown_alone(alice: Student, browser_of: Browser) -> None:
    pending(alice.user, "Waiting")
    claimed(alice.user, "Mine")
    client = browser_of(alice)

    assert parts(client.get(f"{WALLET}?show=claimed")) == [("Claimed", ["Mine"])]
    assert "No badges of this kind" in text_of(client.get(f"{WALLET}?show=revoked"))
    assert len(parts(client.get(f"{WALLET}?show=nonsense"))) == 2


def test_a_long_wallet_has_pages_with_what_is_to_do_on_the_first(
    alice: Student, browser_of: Browser
) -> None:
    pending(alice.user, "Waiting", issued_at=NOW - 90 * DAY)
    for n in range(BADGES_PER_PAGE + 5):
        claimed(alice.user, f"Badge {n:02}", claimed_at=NOW - n * DAY)
    client = browser_of(alice)

    first, second = (parts(client.get(f"{WALLET}?page={n}")) for n in (1, 2))
    assert first[0] == ("To claim", ["Waiting"])
    assert first[1][1] == [f"Badge {n:02}" for n in range(BADGES_PER_PAGE - 1)]
    assert second == [("Claimed", [f"Badge {n:02}" for n in range(23, 29)])]
    assert "Page 1 of 2" in text_of(client.get(WALLET))


@pytest.mark.parametrize("number", [1, 30, 300])
def test_the_number_of_badges_changes_no_number_of_queries(
    alice: Student, bob: User, browser_of: Browser, number: int
) -> None:
    make_badge_milestone(trigger=everywhere(1000))
    skills = [make_skill(), make_skill()]
    for n in range(number):
        status = BadgeStatus.CLAIMED if n % 2 else BadgeStatus.PENDING
        make_badge(alice.user, skills=skills, status=status, issued_by=bob)
    client = browser_of(alice)
    with CaptureQueriesContext(connection) as captured:
        client.get(WALLET)

    # session, user, roles, news, counts, badges, their skills, and four for what is next
    assert len(captured) == 11


# Claiming --------------------------------------------------------------------------------------------


def test_claiming_takes_the_badge_and_what_it_earns(alice: Student, browser_of: Browser) -> None:
    make_badge_milestone("First Badge", trigger=everywhere(1))
    badge = pending(alice.user, "SQL Basics")
    response = claim(browser_of(alice), badge)

    assert response["Location"] == f"/badges/#badge-{badge.pk}"
    badge.refresh_from_db()
    assert (badge.status, badge.claimed_at) == (BadgeStatus.CLAIMED, NOW)
    assert MilestoneAchievement.objects.get(user=alice.user).milestone.title == "First Badge"


def test_after_claiming_the_wallet_says_so(alice: Student, browser_of: Browser) -> None:
    response = claim(browser_of(alice), pending(alice.user, "SQL Basics"), follow=True)

    assert "“SQL Basics” is yours." in text_of(response)
    assert parts(response) == [("Claimed", ["SQL Basics"])]


def test_claiming_twice_is_claiming_once(
    alice: Student, browser_of: Browser, clock: time_machine.Traveller
) -> None:
    badge = pending(alice.user, "SQL Basics")
    client = browser_of(alice)
    claim(client, badge, follow=True)
    clock.shift(DAY)
    response = claim(client, badge, follow=True)

    assert "“SQL Basics” is yours." in text_of(response)
    badge.refresh_from_db()
    assert badge.claimed_at == NOW


def test_a_badge_that_expired_meanwhile_is_not_claimed(alice: Student, browser_of: Browser) -> None:
    badge = pending(alice.user, expires_at=NOW)
    response = claim(browser_of(alice), badge, follow=True)

    assert "This badge expired before it was claimed." in text_of(response)
    badge.refresh_from_db()
    assert badge.is_pending


def test_a_badge_that_was_revoked_meanwhile_is_not_claimed(
    alice: Student, bob: User, browser_of: Browser
) -> None:
    badge = pending(alice.user)
    revoke_badge(badge=badge, by=bob, reason="A mistake.")
    response = claim(browser_of(alice), badge, follow=True)

    assert "This badge was revoked, so it cannot be claimed." in text_of(response)
    badge.refresh_from_db()
    assert badge.is_revoked


def test_nobody_claims_what_is_somebody_elses(
    alice: Student, bob: User, grace: User, charlie: Student, browser_of: Browser
) -> None:
    hers = pending(alice.user)
    nobodys = make_badge(issued_to="n@example.org", issued_by=bob, status=BadgeStatus.PENDING)

    for person in (bob, grace, charlie):
        for badge in (hers, nobodys):
            assert claim(browser_of(person), badge).status_code == 404
    assert not Badge.objects.filter(status=BadgeStatus.CLAIMED).exists()


def test_one_comes_back_to_the_page_one_was_on(alice: Student, browser_of: Browser) -> None:
    badge = pending(alice.user)
    page = browser_of(alice).get(f"{WALLET}?show=to-claim&page=1").content.decode()
    action = f"/badges/{badge.pk}/claim/?show=to-claim&amp;page=1"
    assert f'action="{action}"' in page

    response = browser_of(alice).post(action.replace("&amp;", "&"))
    assert response["Location"] == f"/badges/?show=to-claim&page=1#badge-{badge.pk}"


def test_somebody_without_a_role_claims_as_well(browser_of: Browser, db: None) -> None:
    user = make_user()
    claim(browser_of(user), pending(user))

    assert Badge.objects.get().status == BadgeStatus.CLAIMED


def test_claiming_without_end_is_slowed_down(
    alice: Student, browser_of: Browser, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"claim_badge": "2/m/user"}
    cache.clear()
    client = browser_of(alice)
    badges = [pending(alice.user) for _n in range(3)]

    assert [claim(client, badge).status_code for badge in badges] == [302, 302, 429]
    assert Badge.objects.filter(status=BadgeStatus.PENDING).count() == 1


# How the public page names its holder ----------------------------------------------------------------


def choose(client: Client, badge: Badge, shown_as: str, **options: Any) -> Any:
    return client.post(f"/badges/{badge.pk}/shown-as/", {"shown_as": shown_as}, **options)


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (ShownAs.NAME, "names you as Alice"),
        (ShownAs.INITIALS, "names you as A."),
        (ShownAs.NOBODY, "does not name you"),
    ],
)
def test_the_holder_chooses_how_to_be_named(
    alice: Student, browser_of: Browser, choice: ShownAs, words: str
) -> None:
    badge = claimed(alice.user)
    response = choose(browser_of(alice), badge, choice.value, follow=True)

    badge.refresh_from_db()
    assert badge.shown_as == choice
    assert response.redirect_chain == [(f"/badges/#badge-{badge.pk}", 302)]
    assert f"Public page: {badge.template.name} {words}" in text_of(response)
    assert "Saved." in text_of(response)


def test_who_has_no_name_is_told_where_to_say_it(browser_of: Browser, db: None) -> None:
    user = make_user()
    badge = claimed(user)
    response = choose(browser_of(user), badge, "Name", follow=True)

    assert "your account has no name yet" in text_of(response)


def test_with_htmx_the_answer_is_the_badge_alone_and_open(
    alice: Student, browser_of: Browser
) -> None:
    badge = claimed(alice.user)
    response = choose(browser_of(alice), badge, "Name", headers=HTMX)
    html = response.content.decode()

    assert response.status_code == 200
    assert html.strip().startswith("<li")
    assert "<details open>" in html
    assert "names you as Alice" in text_of(response)
    assert "Saved." in text_of(response)


def test_a_choice_that_is_none_changes_nothing(alice: Student, browser_of: Browser) -> None:
    badge = claimed(alice.user)
    client = browser_of(alice)

    response = choose(client, badge, "Everybody", headers=HTMX)
    assert response.status_code == 422
    assert "Select a valid choice." in text_of(response)
    response = choose(client, badge, "Everybody", follow=True)
    assert "Choose one of the ways offered." in text_of(response)
    badge.refresh_from_db()
    assert badge.shown_as == ShownAs.NOBODY


def test_nobody_chooses_for_somebody_else(
    alice: Student, bob: User, grace: User, browser_of: Browser
) -> None:
    badge = claimed(alice.user)

    assert choose(browser_of(bob), badge, "Name").status_code == 404
    assert choose(browser_of(grace), badge, "Name").status_code == 404


# How one gets there ----------------------------------------------------------------------------------


def test_students_and_parents_have_it_in_the_header_once(
    alice: Student, bob: User, heidi: User, browser_of: Browser
) -> None:
    RoleGrant.objects.create(user=alice.user, role=Role.PARENT)
    link = '<a href="/badges/" aria-current="page">Badges</a>'

    for person, times in ((alice, 1), (heidi, 1), (bob, 0)):
        html = browser_of(person).get(WALLET).content.decode()
        assert " ".join(html.split()).count(link) == times
        assert '<a href="/badges/">Your badges</a>' in html
