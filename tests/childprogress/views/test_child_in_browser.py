"""The child's page and its forms at a real browser: narrow, in the dark, right to left, without scripts."""

from datetime import date, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from childprogress.ages import birthday
from childprogress.models import Child
from childprogress.vocabulary import Dimension
from tests.browsing import Sit
from tests.childprogress.conftest import ACADEMIC, PHYSICAL, items
from tests.make import make_parent
from tests.make_children import make_child, make_definitions, make_observation, make_tick
from tfl.accounts.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SMALLEST_TEXT = 11
"""Pixels."""
SCROLLBAR = 15

BEYOND = """
    () => [...document.querySelectorAll("main *:not(.visually-hidden)")]
        .filter((each) => getComputedStyle(each).display !== "inline" && !each.closest(".section-nav, svg"))
        .filter((each) => {
            const box = each.getBoundingClientRect();
            return box.width && (box.left < 0 || box.right > document.documentElement.clientWidth + 0.5);
        })
        .map((each) => each.outerHTML.slice(0, 80))
"""
OUTSIDE_ITS_CARD = """
    () => {
        const card = document.querySelector(".picture").getBoundingClientRect();
        return [...document.querySelectorAll(".radar text")]
            .map((each) => [each.textContent.trim(), each.getBoundingClientRect()])
            .filter(([_words, box]) => box.left < card.left || box.right > card.right)
            .map(([words]) => words);
    }
"""
WIDER_THAN_ITS_COLUMN = """
    () => document.querySelector(".by-dimension").getBoundingClientRect().width
        - document.querySelector(".numbers").getBoundingClientRect().width
"""
TEXT_SIZE = """
    () => {
        const radar = document.querySelector(".radar");
        const scale = radar.getBoundingClientRect().width / radar.viewBox.baseVal.width;
        return scale * parseFloat(getComputedStyle(radar.querySelector("text")).fontSize);
    }
"""


def born_years_ago(years: int) -> date:
    """And a month, whatever the day."""
    return birthday(timezone.localdate(), -years) - timedelta(days=30)


@pytest.fixture
def olga(transactional_db: None) -> User:
    return make_parent("olga@example.org", name="Olga")


@pytest.fixture
def child(olga: User) -> Child:
    """With all six dimensions, some of them empty, and notes."""
    make_definitions()
    child = make_child(olga, name="Maximiliane-Alexandra", born=born_years_ago(7))
    for dimension, number in ((ACADEMIC, 10), (PHYSICAL, 3)):
        for item in items(dimension, child.age_band)[:number]:
            make_tick(child, item)
    make_observation(child, author=olga, dimension=Dimension.SOCIAL_EMOTIONAL, text="W" * 200)
    return child


def addresses(child: Child) -> dict[str, str]:
    of_child = f"/children/{child.pk}/"
    return {
        "overview": "/children/",
        "child": of_child,
        "a day gone by": f"{of_child}?on={child.today() - timedelta(days=9)}",
        "a wrong day": f"{of_child}?on=2020-02-30",
        "add": "/children/add/",
        "details": f"{of_child}details/",
        "delete": f"{of_child}delete/",
    }


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("width", [320, 320 + SCROLLBAR, 768, 1280])
def test_everything_fits_its_page(
    olga: User, child: Child, sit: Sit, width: int, direction: str
) -> None:
    page = sit(olga, viewport={"width": width, "height": 700})
    for name, address in addresses(child).items():
        page.goto(address)
        page.evaluate("(dir) => { document.documentElement.dir = dir; }", direction)
        assert page.evaluate(BEYOND) == [], name


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("number", [3, 4, 5, 6])
def test_the_words_of_a_radar_can_be_read_and_stay_in_its_card(
    olga: User, child: Child, sit: Sit, width: int, number: int
) -> None:
    Child.objects.update(dimensions=[each.value for each in Dimension][-number:])
    page = sit(olga, viewport={"width": width, "height": 700})
    page.goto(f"/children/{child.pk}/")
    assert page.locator(".radar text").count() == number
    assert page.evaluate(OUTSIDE_ITS_CARD) == []
    assert page.evaluate(TEXT_SIZE) >= SMALLEST_TEXT


@pytest.mark.parametrize("width", [320, 400, 820, 1000, 1280])
def test_the_numbers_stay_in_their_column(olga: User, child: Child, sit: Sit, width: int) -> None:
    page = sit(olga, viewport={"width": width, "height": 700})
    for address in (f"/children/{child.pk}/", f"/children/{child.pk}/checklist/academic/"):
        page.goto(address)
        assert page.evaluate(WIDER_THAN_ITS_COLUMN) <= 0.5, address


def test_what_was_ticked_far_down_the_page_can_be_undone_there(
    olga: User, child: Child, sit: Sit
) -> None:
    page = sit(olga, viewport={"width": 360, "height": 700})
    page.goto(f"/children/{child.pk}/checklist/academic/")
    page.locator(".next").get_by_role("button", name="Tick").last.click()

    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_in_viewport()
    undo.click()
    expect(page.get_by_role("status").first).to_contain_text("is not ticked any more")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(olga: User, child: Child, sit: Sit, scheme: Any) -> None:
    page = sit(olga, color_scheme=scheme)
    for name, address in addresses(child).items():
        page.goto(address)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"


# The form to add a child -----------------------------------------------------------------------------


def zone(page: Page) -> str:
    return page.get_by_label("Time zone").input_value()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_time_zone_of_the_browser_is_chosen_where_scripts_run(
    olga: User, sit: Sit, scripts: bool
) -> None:
    page = sit(olga, timezone_id="Asia/Karachi", java_script_enabled=scripts)
    page.goto("/children/add/")
    assert zone(page) == ("Asia/Karachi" if scripts else "UTC")


def test_a_zone_somebody_chose_is_left_alone(olga: User, sit: Sit) -> None:
    page = sit(olga, timezone_id="Asia/Karachi")
    page.goto("/children/add/")
    page.get_by_label("Time zone").select_option("Europe/London")
    page.get_by_label("Name").fill("Zaynab")
    page.get_by_label("Date of birth").fill(str(born_years_ago(1)))
    page.get_by_role("button", name="Add", exact=True).click()

    expect(page.get_by_text("The checklists begin with the third birthday.").first).to_be_visible()
    assert zone(page) == "Europe/London"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_child_is_added_and_its_page_says_what_to_do(olga: User, sit: Sit, scripts: bool) -> None:
    make_definitions()
    page = sit(olga, java_script_enabled=scripts)
    page.goto("/children/")
    page.get_by_role("link", name="Add a child").first.click()
    page.get_by_label("Name").fill("Zaynab")
    page.get_by_label("Date of birth").fill(str(born_years_ago(4)))
    page.get_by_label("Islamic").check()
    page.get_by_role("button", name="Add", exact=True).click()

    expect(page.get_by_role("heading", name="Zaynab")).to_be_visible()
    expect(page.get_by_role("status").first).to_contain_text("The record is there.")
    expect(page.locator(".next").get_by_role("button", name="Tick")).to_have_count(3)
    expect(page.get_by_role("link", name="Islamic", exact=True)).to_be_visible()
