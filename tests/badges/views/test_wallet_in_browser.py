"""The wallet at a real browser: by keyboard, with scripts off, and what htmx swaps."""

import pytest
from playwright.sync_api import expect

from badges.models import Badge, BadgeStatus, ShownAs
from tests.browsing import Sit
from tests.make import make_student
from tests.make_badges import (
    everywhere,
    make_badge,
    make_badge_milestone,
    make_claim_link,
    make_template,
)
from tfl.accounts.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CUT_OFF = """
    [...document.querySelectorAll("main *:not(.visually-hidden)")]
        .filter((each) => getComputedStyle(each).display === "block" && !each.closest(".section-nav"))
        .filter((each) => each.getBoundingClientRect().right > innerWidth
            || each.scrollWidth > each.clientWidth + 1)
        .map((each) => each.outerHTML.slice(0, 80))
"""


@pytest.fixture
def alice(transactional_db: None) -> User:
    return make_student("alice@example.org", name="Alice").user


def waiting(person: User, name: str = "SQL Basics") -> Badge:
    return make_badge(person, template=make_template(name), status=BadgeStatus.PENDING)


def test_a_badge_is_claimed_by_keyboard(alice: User, sit: Sit) -> None:
    make_badge_milestone("First Badge", trigger=everywhere(1))
    badge = waiting(alice)
    page = sit(alice)
    page.goto("/badges/")
    for _n in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").strip() == "Claim: SQL Basics":
            break
    page.keyboard.press("Enter")

    expect(page.get_by_text("“SQL Basics” is yours.")).to_be_attached()
    expect(page.get_by_role("dialog")).to_contain_text("First Badge")
    badge.refresh_from_db()
    assert badge.status == BadgeStatus.CLAIMED


def test_a_badge_is_claimed_with_scripts_off(alice: User, sit: Sit) -> None:
    badge = waiting(alice)
    page = sit(alice, java_script_enabled=False)
    page.goto("/badges/")
    page.get_by_role("button", name="Claim").click()

    expect(page.get_by_text("“SQL Basics” is yours.")).to_be_visible()
    expect(page.get_by_role("heading", name="Claimed", exact=True)).to_be_visible()
    badge.refresh_from_db()
    assert badge.status == BadgeStatus.CLAIMED


def test_the_way_to_be_named_is_saved_in_place(alice: User, sit: Sit) -> None:
    badge = make_badge(alice, template=make_template("SQL Basics"))
    page = sit(alice)
    page.goto("/badges/")
    page.get_by_text("Details").click()
    page.get_by_label("Your name on its public page").select_option("Initials")
    page.get_by_role("button", name="Save").press("Enter")

    expect(page.get_by_text("names you as A.")).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_be_focused()
    expect(page.locator("#messages")).to_have_text("Saved.")
    badge.refresh_from_db()
    assert badge.shown_as == ShownAs.INITIALS


def test_the_way_to_be_named_is_saved_with_scripts_off(alice: User, sit: Sit) -> None:
    badge = make_badge(alice, template=make_template("SQL Basics"))
    page = sit(alice, java_script_enabled=False)
    page.goto("/badges/")
    page.get_by_text("Details").click()
    page.get_by_label("Your name on its public page").select_option("Name")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("names you as Alice")).to_be_visible()
    badge.refresh_from_db()
    assert badge.shown_as == ShownAs.NAME


def test_a_link_in_a_mail_is_followed_to_the_wallet(alice: User, sit: Sit) -> None:
    page = sit(alice)
    badge = make_badge(issued_to=alice.email, status=BadgeStatus.PENDING)
    page.goto(f"/badges/claim/{make_claim_link(badge)}/")
    page.get_by_role("button", name="Claim the badge").click()

    expect(page.get_by_role("heading", name="Your badges")).to_be_visible()
    badge.refresh_from_db()
    assert (badge.recipient, badge.status) == (alice, BadgeStatus.CLAIMED)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_cut_off_on_the_smallest_phone(alice: User, sit: Sit, theme: str) -> None:
    name = "Nebenläufigkeitsfehlersuchmeisterschaft im Anwendungsprogrammierschnittstellenbau"
    for status in BadgeStatus:
        badge = make_badge(alice, template=make_template(f"{name} {status.value}"), status=status)
    page = sit(alice, viewport={"width": 320, "height": 640}, color_scheme=theme)
    for path in ("/badges/", f"/badges/claim/{make_claim_link(badge)}/"):
        page.goto(path)
        assert page.evaluate(CUT_OFF) == [], path
