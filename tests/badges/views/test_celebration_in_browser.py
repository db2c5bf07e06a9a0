"""The celebration at a real browser: once, whatever tabs, networks and keys do."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Locator, Page, Route, expect

from badges.models import Badge, BadgeStatus, MilestoneAchievement
from tests.browsing import Sit
from tests.make import make_category, make_skill
from tests.make_badges import (
    everywhere,
    make_achievement,
    make_badge,
    make_badge_milestone,
    make_template,
    within,
)
from tests.milestones.views.months import make_milestone, make_outcome
from tfl.accounts.models import Student, User
from tfl.core.clock import current_month

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CLOSING = "**/achievements/celebrated/"
CLAIMING = "**/badges/*/claim/"


def dialog_on(page: Page) -> Locator:
    return page.get_by_role("dialog")


def go_on(page: Page) -> Locator:
    return dialog_on(page).get_by_role("button", name="Continue")


def closed_by(page: Page, *, key: str = "") -> None:
    """Close it, and wait until the server knows."""
    with page.expect_response(CLOSING) as answer:
        if key:
            page.keyboard.press(key)
        else:
            go_on(page).click()
    assert answer.value.status == 204
    expect(dialog_on(page)).to_have_count(0)


def lose_answer(route: Route) -> None:
    """The server does it; whoever asked never hears."""
    route.fetch(max_redirects=0)
    route.abort()


def waiting(user: User) -> Badge:
    return make_badge(user, template=make_template("SQL Basics"), status=BadgeStatus.PENDING)


# Once ------------------------------------------------------------------------------------------------


def test_claimed_in_one_tab_it_comes_in_whichever_page_is_opened_next(ivan: User, sit: Sit) -> None:
    make_badge_milestone("First Badge", trigger=everywhere(1))
    waiting(ivan)
    claiming = sit(ivan)
    other = claiming.context.new_page()
    claiming.goto("/badges/")
    other.goto("/account/")
    expect(dialog_on(other)).to_have_count(0)
    claiming.route(CLAIMING, lose_answer)  # so that the first tab sees no page after it

    claiming.get_by_role("button", name="Claim").click()
    claiming.wait_for_timeout(300)
    other.goto("/notices/")

    expect(dialog_on(other)).to_contain_text("First Badge")
    closed_by(other)
    claiming.goto("/badges/")
    expect(claiming.get_by_role("heading", name="Your badges")).to_be_visible()
    expect(dialog_on(claiming)).to_have_count(0)


def test_several_are_one_dialog_and_closed_by_one_key(ivan: User, sit: Sit) -> None:
    for title in ("First Badge", "Badge Collector", "Well-Rounded"):
        make_achievement(ivan, make_badge_milestone(title))
    page = sit(ivan)
    page.goto("/account/")

    expect(dialog_on(page)).to_have_count(1)
    expect(dialog_on(page).get_by_role("listitem")).to_have_count(3)
    closed_by(page, key="Escape")
    page.reload()

    expect(dialog_on(page)).to_have_count(0)
    assert not MilestoneAchievement.objects.to_celebrate().exists()


def test_open_in_two_tabs_and_closed_in_both_it_does_no_harm(ivan: User, sit: Sit) -> None:
    make_achievement(ivan)
    page = sit(ivan)
    other = page.context.new_page()
    page.goto("/account/")
    other.goto("/account/")
    expect(dialog_on(other)).to_be_visible()

    closed_by(page)
    closed_by(other)
    page.reload()
    other.reload()

    expect(dialog_on(page)).to_have_count(0)
    expect(dialog_on(other)).to_have_count(0)


def test_a_lost_answer_of_closing_is_no_second_celebration(ivan: User, sit: Sit) -> None:
    make_achievement(ivan)
    page = sit(ivan)
    page.goto("/account/")
    page.route(CLOSING, lose_answer)
    with page.expect_event("requestfailed"):
        go_on(page).click()
    expect(dialog_on(page)).to_have_count(0)

    page.reload()

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(dialog_on(page)).to_have_count(0)


def test_a_closing_that_never_arrived_is_asked_for_again(ivan: User, sit: Sit) -> None:
    make_achievement(ivan)
    page = sit(ivan)
    page.goto("/account/")
    page.route(CLOSING, lambda route: route.abort())
    with page.expect_event("requestfailed"):
        go_on(page).click()
    expect(dialog_on(page)).to_have_count(0)
    expect(page.get_by_role("alert")).to_be_empty()

    page.unroute(CLOSING)
    page.reload()

    expect(dialog_on(page)).to_be_visible()
    closed_by(page)


def test_closing_it_and_leaving_at_once_still_tells_the_server(ivan: User, sit: Sit) -> None:
    make_achievement(ivan)
    page = sit(ivan)
    page.goto("/account/")
    expect(go_on(page)).to_be_focused()

    page.evaluate("document.querySelector('dialog button').click(); location.assign('/notices/')")
    page.wait_for_url("**/notices/")
    page.wait_for_timeout(300)
    page.reload()

    expect(page.get_by_role("heading", name="Notices", exact=True)).to_be_visible()
    expect(dialog_on(page)).to_have_count(0)


def test_what_was_being_written_is_still_there(ivan: User, sit: Sit) -> None:
    """Closing it reloads nothing: the form behind it keeps what a browser filled in."""
    make_achievement(ivan)
    page = sit(ivan)
    page.goto("/account/")
    page.evaluate("document.getElementById('id_name').value = 'Half a na'")

    closed_by(page)

    expect(page.locator("#id_name")).to_have_value("Half a na")


# For everybody ---------------------------------------------------------------------------------------


def test_it_takes_the_focus_keeps_it_and_gives_it_back(ivan: User, sit: Sit) -> None:
    make_achievement(ivan)
    page = sit(ivan)
    page.goto("/account/")

    expect(go_on(page)).to_be_focused()
    for _ in range(6):
        page.keyboard.press("Tab")
        behind = "document.activeElement.closest('header, footer, main > :not(dialog)') !== null"
        assert not page.evaluate(behind), "the page behind it is out of reach"
    closed_by(page, key="Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('header, main') !== null")


def test_where_the_address_points_does_not_take_the_focus_away(ivan: User, sit: Sit) -> None:
    """So it is after claiming in the wallet: the address names the badge."""
    make_achievement(ivan)
    badge = make_badge(ivan)
    page = sit(ivan)

    page.goto(f"/badges/#badge-{badge.pk}")

    expect(go_on(page)).to_be_focused()
    page.wait_for_timeout(300)
    expect(go_on(page)).to_be_focused()


def test_a_mistake_in_a_form_has_the_focus_again_once_it_is_closed(ivan: User, sit: Sit) -> None:
    page = sit(ivan)
    page.goto("/account/")
    make_achievement(ivan)
    page.evaluate("document.getElementById('id_name').removeAttribute('maxlength')")
    page.get_by_label("Name").fill("x" * 1000)
    page.get_by_role("button", name="Save").click()
    expect(go_on(page)).to_be_focused()

    closed_by(page)

    expect(page.locator(".error-summary")).to_be_focused()


def test_it_is_named_and_described_to_who_hears_it(ivan: User, sit: Sit) -> None:
    make_achievement(ivan, make_badge_milestone("First Badge"))
    page = sit(ivan)
    page.goto("/account/")

    dialog = page.get_by_role("dialog", name="You reached a badge milestone")
    expect(dialog).to_have_accessible_description("First Badge Earn 1 badge")
    assert page.evaluate("document.querySelector('dialog').matches(':modal')")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_about_it_is_out_of_anybodys_reach(
    theme: Any, alice: Student, grace: User, sit: Sit
) -> None:
    """What axe finds: nothing; on the pages of what was reached and of what is next too."""
    make_outcome(make_milestone(alice, current_month()))
    data = make_category("Data")
    sql = make_template("SQL Basics", skills=[make_skill("Joins", category=data)])
    for status in BadgeStatus:
        make_badge(alice.user, template=sql, status=status, claimed_at=timezone.now())
    make_badge(alice.user, expires_at=timezone.now(), issued_by=grace)
    milestone = make_badge_milestone("Data", trigger=within(data, 3))
    make_achievement(alice.user, make_badge_milestone("First Badge"))
    page = sit(alice, color_scheme=theme, reduced_motion="reduce")

    page.goto("/timeline/")
    expect(dialog_on(page)).to_be_visible()
    found = {"dialog": violations_on(page)}
    closed_by(page)
    for path in (
        "/timeline/",
        "/timeline/?kind=milestone",
        f"/badge-milestones/{milestone.pk}/why/",
    ):
        page.goto(path)
        found[path] = violations_on(page)
    page.goto("/mission/")
    expect(page.get_by_role("progressbar", name="2 more to go")).to_be_visible()
    found["/mission/"] = violations_on(page)

    assert {path: what for path, what in found.items() if what} == {}


def violations_on(page: Page) -> list[str]:
    results = Axe().run(page)
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in results.response["violations"]]


def test_who_wants_no_motion_gets_none(ivan: User, sit: Sit) -> None:
    make_achievement(ivan)
    moving = "document.querySelector('dialog').getAnimations({subtree: true}).length"
    still, lively = sit(ivan, reduced_motion="reduce"), sit(ivan, reduced_motion="no-preference")
    for page in (still, lively):
        page.goto("/account/")
        expect(dialog_on(page)).to_be_visible()

    assert still.evaluate(moving) == 0
    assert lively.evaluate(moving) > 0


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("width", [320, 1280])
def test_it_fits_every_screen_in_both_directions(
    width: int, direction: str, ivan: User, sit: Sit
) -> None:
    for number in range(9):
        make_achievement(ivan, make_badge_milestone(f"A badge milestone, the {number}th"))
    page = sit(ivan, viewport={"width": width, "height": 568}, reduced_motion="reduce")
    page.goto("/account/")
    page.evaluate(f"document.documentElement.dir = '{direction}'")

    box, button = dialog_on(page).bounding_box(), go_on(page).bounding_box()

    assert box
    assert button
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 568
    assert button["y"] + button["height"] <= 568, "in reach without scrolling"


def test_without_scripts_it_is_a_card_that_a_form_closes(ivan: User, sit: Sit) -> None:
    make_achievement(ivan, make_badge_milestone("First Badge"))
    page = sit(ivan, java_script_enabled=False)
    page.goto("/notices/?page=1")

    expect(dialog_on(page)).to_contain_text("First Badge")
    expect(page.get_by_role("heading", name="Notices", exact=True)).to_be_visible()
    go_on(page).click()

    assert page.url.endswith("/notices/?page=1")
    expect(dialog_on(page)).to_have_count(0)
    page.goto("/account/")
    expect(dialog_on(page)).to_have_count(0)


def test_without_scripts_it_leads_to_the_timeline_too(ivan: User, sit: Sit) -> None:
    make_achievement(ivan, make_badge_milestone("First Badge"))
    page = sit(ivan, java_script_enabled=False)
    page.goto("/account/")

    page.get_by_role("button", name="See your timeline").click()

    expect(page.get_by_role("heading", name="Timeline")).to_be_visible()
    expect(page.get_by_role("link", name="First Badge")).to_be_visible()
    expect(dialog_on(page)).to_have_count(0)


# The whole way ---------------------------------------------------------------------------------------


def test_from_the_claim_by_the_celebration_and_the_timeline_to_what_is_next(
    alice: Student, sit: Sit
) -> None:
    user = alice.user
    make_outcome(make_milestone(alice, current_month()))
    make_badge_milestone("First Badge", trigger=everywhere(1))
    make_badge_milestone("Badge Collector", trigger=everywhere(3))
    waiting(user)
    page = sit(alice)
    noise: list[str] = []
    page.on("console", lambda message: noise.append(message.text))

    page.goto("/mission/")
    expect(page.get_by_role("progressbar", name="1 more to go")).to_be_visible()
    page.goto("/badges/")
    page.get_by_role("button", name="Claim").click()
    expect(dialog_on(page)).to_contain_text("First Badge")
    expect(go_on(page)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="See your timeline")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Timeline")).to_be_visible()
    expect(dialog_on(page)).to_have_count(0)
    expect(page.locator("ol.story h3")).to_have_text(
        ["First Badge", "SQL Basics", f"{current_month():%B} Milestone: Prove SQL"]
    )
    page.get_by_role("link", name="First Badge").click()
    expect(page.get_by_role("heading", name="Reached", exact=True)).to_be_visible()
    page.goto("/mission/")
    expect(page.get_by_role("progressbar", name="2 more to go")).to_be_visible()
    page.get_by_role("link", name="What counts towards it").click()
    expect(page.get_by_role("heading", name="Badge Collector")).to_be_visible()
    expect(page.get_by_text("1 of 3")).to_be_visible()
    assert noise == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("with_month", [True, False])
def test_nothing_moves_when_the_card_arrives(
    width: int, with_month: bool, alice: Student, sit: Sit
) -> None:
    if with_month:
        make_outcome(make_milestone(alice, current_month()))
    make_badge_milestone("Badge Collector", trigger=everywhere(3))
    page = sit(alice, viewport={"width": width, "height": 800})
    place = page.locator(".awaited")
    held: list[Route] = []
    page.route("**/badge-milestones/next/", lambda route: held.append(route))  # noqa: PLW0108  it is marked
    page.goto("/mission/")
    before = place.bounding_box()
    held[0].continue_()
    expect(page.get_by_role("progressbar", name="3 more to go")).to_be_visible()

    assert place.bounding_box() == before
