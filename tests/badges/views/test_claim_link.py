"""What a link in a mail opens: for whoever has it, for whoever owns the address, and once it is over."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from badges.models import Badge, BadgeStatus, MilestoneAchievement
from badges.services import attach_badges, claim_badge, revoke_badge
from tests.html import read
from tests.make import PASSWORD, make_user
from tests.make_badges import (
    everywhere,
    make_badge,
    make_badge_milestone,
    make_claim_link,
    make_template,
)
from tests.milestones.views.months import queries, text_of, travel
from tests.personas import Browser
from tfl.accounts.models import Student, User

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
NINA = "nina@example.org"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with travel(date(2026, 3, 10)) as traveller:
        traveller.move_to(NOW)
        yield traveller


@pytest.fixture
def badge(bob: User) -> Badge:
    """It waits at Nina’s address."""
    template = make_template("Data Modeller")
    return make_badge(issued_to=NINA, template=template, issued_by=bob, status=BadgeStatus.PENDING)


@pytest.fixture
def link(badge: Badge) -> str:
    return f"/badges/claim/{make_claim_link(badge)}/"


def buttons(response: Any) -> set[str]:
    """Where the forms in the page's middle lead, and the links that look like buttons."""
    page = read(response.content.decode())
    middle = [
        each
        for each in page.all("a", "form")
        if each.inside("main") and not each.inside("template")
    ]
    links = {
        each.attributes["href"]
        for each in middle
        if each.tag == "a" and "button" in each.attributes.get("class", "")
    }
    return links | {each.attributes.get("action", "") for each in middle if each.tag == "form"}


# Who has the link and no account ---------------------------------------------------------------------


def test_whoever_has_the_link_sees_the_badge_and_what_to_do(client: Client, link: str) -> None:
    response = client.get(link)
    page = text_of(response)

    assert response.status_code == 200
    assert "Bob gives you a badge Data Modeller" in page
    assert "Showed it, and explained it." in page
    assert "It was issued to n…@example.org." in page
    assert buttons(response) == {f"/accounts/login/?next={link}", f"/accounts/signup/?next={link}"}


def test_the_address_and_other_badges_are_not_given_away(client: Client, link: str) -> None:
    make_badge(issued_to=NINA, template=make_template("Other"), status=BadgeStatus.PENDING)
    html = client.get(link).content.decode()

    assert NINA not in html
    assert "bob@" not in html
    assert "Other" not in html


def test_looking_costs_one_query(client: Client, link: str) -> None:
    with queries() as ran:
        client.get(link)
    assert len(ran) == 1


def test_claiming_asks_who_one_is(client: Client, link: str, badge: Badge) -> None:
    response = client.post(link)

    assert response["Location"] == reverse("account_login")
    badge.refresh_from_db()
    assert badge.is_pending


def test_nothing_keeps_or_hands_on_the_address_of_the_page(client: Client, link: str) -> None:
    response = client.get(link)

    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]


def test_looking_changes_nothing(client: Client, link: str, badge: Badge) -> None:
    """Mail scanners open links."""
    before = Badge.objects.values().get()
    client.get(link)
    client.head(link)

    assert Badge.objects.values().get() == before


# Whose badge it is -----------------------------------------------------------------------------------


def test_the_owner_of_the_address_claims_with_one_button(
    browser_of: Browser, link: str, badge: Badge
) -> None:
    make_badge_milestone("First Badge", trigger=everywhere(1))
    nina = make_user(NINA)
    client = browser_of(nina)
    Badge.objects.update(recipient=None, issued_to=NINA)  # as if it was issued after she signed in
    response = client.get(link)
    assert buttons(response) == {""}
    assert "Claim the badge" in text_of(response)

    response = client.post(link, follow=True)
    assert response.redirect_chain == [(f"/badges/#badge-{badge.pk}", 302)]
    assert "“Data Modeller” is yours." in text_of(response)
    badge.refresh_from_db()
    assert (badge.recipient, badge.status) == (nina, BadgeStatus.CLAIMED)
    assert MilestoneAchievement.objects.filter(user=nina).exists()


def test_an_address_added_to_an_account_counts_like_the_first(
    browser_of: Browser, ivan: User, link: str, badge: Badge
) -> None:
    client = browser_of(ivan)
    EmailAddress.objects.create(user=ivan, email=NINA, verified=True, primary=False)
    client.post(link)

    badge.refresh_from_db()
    assert (badge.recipient, badge.status) == (ivan, BadgeStatus.CLAIMED)


def test_an_address_that_is_not_confirmed_counts_not(
    browser_of: Browser, ivan: User, link: str, badge: Badge
) -> None:
    EmailAddress.objects.create(user=ivan, email=NINA, verified=False, primary=False)

    assert browser_of(ivan).post(link).status_code == 403
    badge.refresh_from_db()
    assert badge.recipient is None


def test_clicking_twice_is_claiming_once(
    browser_of: Browser, link: str, badge: Badge, clock: time_machine.Traveller
) -> None:
    client = browser_of(make_user(NINA))
    client.post(link)
    clock.shift(timedelta(minutes=1))
    response = client.post(link)

    assert response["Location"] == f"/badges/#badge-{badge.pk}"
    badge.refresh_from_db()
    assert badge.claimed_at == NOW


def test_an_expired_link_still_works_for_who_needs_none(
    browser_of: Browser, link: str, badge: Badge, clock: time_machine.Traveller
) -> None:
    nina = make_user(NINA)
    clock.shift(timedelta(days=8))
    client = browser_of(nina)

    assert "Claim the badge" in text_of(client.get(link))
    client.post(link)
    badge.refresh_from_db()
    assert badge.status == BadgeStatus.CLAIMED


def test_the_badge_that_was_claimed_already_is_shown_in_the_wallet(
    browser_of: Browser, link: str, badge: Badge
) -> None:
    nina = make_user(NINA)
    attach_badges(nina)
    badge.refresh_from_db()
    claim_badge(badge=badge, by=nina)

    assert browser_of(nina).get(link)["Location"] == f"/badges/#badge-{badge.pk}"


# Somebody else ---------------------------------------------------------------------------------------


def test_somebody_else_is_told_and_how_to_go_on(
    browser_of: Browser, ivan: User, link: str, badge: Badge
) -> None:
    client = browser_of(ivan)
    response = client.get(link)
    page = text_of(response)

    assert "You are signed in as ivan@example.org; the badge is for n…@example.org." in page
    assert buttons(response) == {"/accounts/email/", "/accounts/logout/"}
    assert client.post(link).status_code == 403
    badge.refresh_from_db()
    assert (badge.recipient, badge.issued_to) == (None, NINA)


def test_signing_out_leads_back_to_the_link(browser_of: Browser, ivan: User, link: str) -> None:
    response = browser_of(ivan).post(reverse("account_logout"), {"next": link})

    assert response["Location"] == link


def test_signing_in_leads_back_to_the_link(client: Client, link: str) -> None:
    make_user(NINA)
    fields = {"login": NINA, "password": PASSWORD, "next": link}
    response = client.post(reverse("account_login"), fields, follow=True)

    assert response.redirect_chain[-1] == (link, 302)
    assert "Claim the badge" in text_of(response)


def test_a_badge_that_found_its_owner_is_nobody_elses(
    client: Client, browser_of: Browser, ivan: User, link: str
) -> None:
    attach_badges(make_user(NINA))

    assert "It waits in the wallet of the account it belongs to." in text_of(client.get(link))
    stranger = browser_of(ivan)
    assert "the badge belongs to another account" in text_of(stranger.get(link))
    assert stranger.post(link).status_code == 403


# Links that are over ---------------------------------------------------------------------------------


def test_a_link_ends_after_seven_days_and_says_what_to_do(
    client: Client, browser_of: Browser, ivan: User, link: str, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(days=7) - timedelta(seconds=1))
    assert client.get(link).status_code == 200
    clock.shift(timedelta(seconds=1))
    response = client.get(link)

    assert response.status_code == 410
    assert "This link has expired" in text_of(response)
    assert "A link lasts seven days; the badge still waits." in text_of(response)
    assert "Data Modeller" not in text_of(response)
    assert buttons(response) == {"/accounts/login/?next=/badges/", "/accounts/signup/"}
    assert buttons(browser_of(ivan).get(link)) == {"/badges/"}
    assert browser_of(ivan).post(link).status_code == 410


def test_a_link_that_did_its_work_says_so(
    client: Client, browser_of: Browser, ivan: User, link: str, badge: Badge
) -> None:
    nina = make_user(NINA)
    attach_badges(nina)
    badge.refresh_from_db()
    claim_badge(badge=badge, by=nina)

    for looks in (client, browser_of(ivan)):
        response = looks.get(link)
        assert response.status_code == 410
        assert "This badge is claimed" in text_of(response)
        assert "Data Modeller" not in text_of(response)
    assert browser_of(ivan).post(link).status_code == 410


def test_a_revoked_badge_says_so_and_nothing_of_the_reason(
    client: Client, grace: User, link: str, badge: Badge
) -> None:
    revoke_badge(badge=badge, by=grace, reason="canary")
    response = client.get(link)

    assert response.status_code == 410
    assert "This badge was revoked" in text_of(response)
    assert "canary" not in text_of(response)


def test_a_badge_that_expired_says_so(
    browser_of: Browser, link: str, badge: Badge, clock: time_machine.Traveller
) -> None:
    Badge.objects.update(expires_at=NOW + timedelta(days=1))
    nina = make_user(NINA)
    clock.shift(timedelta(days=1))
    response = browser_of(nina).post(link)

    assert response.status_code == 410
    assert "This badge has expired" in text_of(response)
    badge.refresh_from_db()
    assert badge.is_pending


@pytest.mark.parametrize("token", ["nothing", "x" * 300, "a\x00b", "%F0%9F%8F%85", "..%2F"])
def test_a_link_nobody_sent_says_one_thing(client: Client, ivan: User, token: str) -> None:
    response = client.get(f"/badges/claim/{token}/")

    assert response.status_code == 404
    if token != "..%2F":
        assert "This link does not work" in text_of(response)


def test_a_badge_that_was_never_mailed_has_no_link(client: Client, badge: Badge) -> None:
    """Its stored hash is empty, as that of no text is not."""
    assert client.get("/badges/claim/ /").status_code == 404
    assert client.post("/badges/claim/x/").status_code == 302


def test_trying_links_out_is_slowed_down(client: Client, link: str, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"claim_link": "2/m/ip"}
    cache.clear()

    assert [client.get(link).status_code for _n in range(3)] == [200, 200, 429]
    assert client.post(link).status_code == 429


def test_a_student_finds_words_that_fit(alice: Student, browser_of: Browser, link: str) -> None:
    page = text_of(browser_of(alice).get(link)).lower()

    assert "fail" not in page
    assert "behind" not in page
