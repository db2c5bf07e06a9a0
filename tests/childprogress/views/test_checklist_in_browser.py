"""Checklists at a real browser: ticking in place, undoing it, by keyboard and with scripts off."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from childprogress.ages import AgeBand, birthday
from childprogress.models import Child, ChildMilestone, ClarityAnswer, GuardianRole
from childprogress.vocabulary import Dimension
from tests.browsing import Sit
from tests.make import make_parent
from tests.make_children import (
    make_child,
    make_definition,
    make_definitions,
    make_guardianship,
    make_observation,
    make_tick,
)
from tfl.accounts.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ACADEMIC, PHYSICAL = Dimension.ACADEMIC, Dimension.PHYSICAL
PLANETS, STARS = "Names three planets", "Counts the stars of the Plough"
TREE, ROPE = "Climbs a low tree", "Skips with a rope"
HAIRLINE = 1
"""Pixels by which a browser may round."""


@pytest.fixture
def olga(transactional_db: None) -> User:
    return make_parent("olga@example.org", name="Olga")


@pytest.fixture
def child(olga: User) -> Child:
    """Seven years old whatever the day, with two dimensions of two items each."""
    made = make_child(olga, born=birthday(timezone.localdate(), -7) - timedelta(days=30))
    make_definition(ACADEMIC, title=PLANETS, place=1)
    make_definition(ACADEMIC, title=STARS, place=2)
    make_definition(PHYSICAL, title=TREE, place=1)
    make_definition(PHYSICAL, title=ROPE, place=2)
    return made


def path_of(child: Child, rest: str = "checklist/academic/") -> str:
    return f"/children/{child.pk}/{rest}"


def open_checklist(sit: Sit, person: User, child: Child, **options: Any) -> Page:
    page = sit(person, **options)
    page.goto(path_of(child))
    return page


def row(page: Page, title: str) -> Locator:
    return page.locator(".checklist > li").filter(has_text=title)


def tick_button(page: Page, title: str) -> Locator:
    return row(page, title).get_by_role("button", name=f"Tick {title}", exact=True)


def untick_button(page: Page, title: str) -> Locator:
    return row(page, title).get_by_role("button", name=f"Untick {title}", exact=True)


def standing(page: Page) -> Locator:
    return page.locator("#standing")


def next_titles(page: Page) -> Locator:
    return standing(page).locator(".next h3")


def said(page: Page) -> Locator:
    """What is announced."""
    return page.get_by_role("status")


def dimension(page: Page, label: str) -> Locator:
    return page.get_by_role("navigation", name="Dimensions").get_by_role("link", name=label)


def tab_to(page: Page, target: Locator) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"no way to {target} by keyboard")


def settled(page: Page) -> None:
    """What htmx put there answers to keys."""
    expect(page.locator(".htmx-settling")).to_have_count(0)


def achieved() -> dict[str, bool]:
    rows = ChildMilestone.objects.select_related("milestone")
    return {each.milestone.title: each.achieved for each in rows}


# In place --------------------------------------------------------------------------------------------


def test_a_tick_changes_row_counts_radar_and_what_is_next_in_place(
    olga: User, child: Child, sit: Sit
) -> None:
    page = open_checklist(sit, olga, child)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.evaluate("window.still = true")
    expect(next_titles(page)).to_have_text([PLANETS, TREE, STARS])
    before = standing(page).locator(".radar .area")
    expect(before).to_have_count(0)

    tick_button(page, PLANETS).click()

    expect(untick_button(page, PLANETS)).to_be_visible()
    expect(row(page, PLANETS)).to_contain_text("Noted on")
    expect(page.locator("#progress")).to_contain_text("1 of 2")
    expect(dimension(page, "Academic")).to_contain_text("1 of 2")
    expect(next_titles(page)).to_have_text([TREE, STARS, ROPE])
    expect(standing(page).locator(".radar .area")).to_have_count(1)
    # 0.4 × 1 of 2 items: 20
    numbers = standing(page).get_by_role("row").filter(has_text="Academic")
    expect(numbers).to_have_text(re.compile(r"1 of 2\s+0\s+20"))
    expect(said(page)).to_contain_text(f"“{PLANETS}” is ticked. Academic: 1 of 2.")
    expect(untick_button(page, PLANETS)).to_be_focused()
    assert page.evaluate("window.still"), "the page was loaded anew"
    assert achieved() == {PLANETS: True}
    assert complaints == []


def test_undo_is_one_click_and_can_itself_be_undone(olga: User, child: Child, sit: Sit) -> None:
    page = open_checklist(sit, olga, child)
    undo = said(page).get_by_role("button", name=f"Undo: {PLANETS}")
    tick_button(page, PLANETS).click()
    undo.click()

    expect(tick_button(page, PLANETS)).to_be_visible()
    expect(page.locator("#progress")).to_contain_text("0 of 2")
    expect(next_titles(page)).to_have_text([PLANETS, TREE, STARS])
    expect(said(page)).to_contain_text(f"“{PLANETS}” is not ticked any more. Academic: 0 of 2.")
    expect(undo).to_be_focused()
    assert achieved() == {PLANETS: False}

    settled(page)
    undo.click()
    expect(untick_button(page, PLANETS)).to_be_visible()
    expect(page.locator("#progress")).to_contain_text("1 of 2")
    assert achieved() == {PLANETS: True}


def test_an_untick_stays_in_the_history(olga: User, child: Child, sit: Sit) -> None:
    page = open_checklist(sit, olga, child)
    tick_button(page, PLANETS).click()
    untick_button(page, PLANETS).click()
    expect(tick_button(page, PLANETS)).to_be_focused()
    row(page, PLANETS).get_by_role("link", name="History").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(PLANETS)
    entries = page.locator(".timeline > li")
    expect(entries).to_have_count(1)
    expect(entries).to_have_text(re.compile(r"Noted on\s.+\sTaken back on\s", re.DOTALL))

    page.get_by_role("button", name=f"Tick {PLANETS}", exact=True).click()
    expect(entries).to_have_count(2)
    expect(entries.first).not_to_contain_text("Taken back on")
    expect(said(page)).to_contain_text(f"“{PLANETS}” is ticked.")
    expect(page.get_by_role("button", name=f"Untick {PLANETS}")).to_be_focused()
    said(page).get_by_role("button", name=f"Undo: {PLANETS}").click()
    expect(entries.first).to_contain_text("Taken back on")
    assert achieved() == {PLANETS: False}


def test_what_is_next_is_ticked_beside_the_list_and_changes_its_row(
    olga: User, child: Child, sit: Sit
) -> None:
    page = open_checklist(sit, olga, child)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    tick_next = standing(page).get_by_role("button", name=re.compile(f"^Tick {PLANETS}"))
    tick_next.click()

    expect(untick_button(page, PLANETS)).to_be_visible()
    expect(page.locator("#progress")).to_contain_text("1 of 2")
    expect(tick_next).to_have_count(0)

    settled(page)
    standing(page).get_by_role("button", name=re.compile(f"^Tick {TREE}")).click()
    expect(dimension(page, "Physical")).to_contain_text("1 of 2")
    expect(page.locator("#progress")).to_contain_text("1 of 2")
    expect(said(page)).to_contain_text(f"“{TREE}” is ticked. Physical: 1 of 2.")

    settled(page)
    said(page).get_by_role("button", name=f"Undo: {TREE}").click()
    expect(dimension(page, "Physical")).to_contain_text("0 of 2")
    assert achieved() == {PLANETS: True, TREE: False}
    assert complaints == []


def test_an_earlier_band_is_ticked_and_a_later_one_is_read(
    olga: User, child: Child, sit: Sit
) -> None:
    make_definition(ACADEMIC, AgeBand.EARLY_YEARS, title="Names a star")
    make_definition(ACADEMIC, AgeBand.UPPER_PRIMARY, title="Draws the orbits")
    page = open_checklist(sit, olga, child)
    bands = page.get_by_role("navigation", name="Age bands")
    bands.get_by_role("link", name="3–\u20605 years").click()
    expect(page.get_by_text("You can still tick what you saw then")).to_be_visible()
    tick_button(page, "Names a star").click()
    expect(untick_button(page, "Names a star")).to_be_focused()
    expect(page.locator("#progress")).to_contain_text("1 of 1")
    expect(next_titles(page)).to_have_text([PLANETS, TREE, STARS])

    bands.get_by_role("link", name="10–\u206012 years").click()
    expect(page.get_by_text("these items can be ticked from")).to_be_visible()
    expect(row(page, "Draws the orbits")).to_be_visible()
    expect(row(page, "Draws the orbits").get_by_role("button")).to_have_count(0)
    assert achieved() == {"Names a star": True}


def test_guidance_stays_open_over_a_tick_and_takes_a_word_about_itself(
    olga: User, child: Child, sit: Sit
) -> None:
    page = open_checklist(sit, olga, child)
    guidance = row(page, PLANETS).get_by_text("Point at something and wait.")
    expect(guidance).to_be_hidden()
    row(page, PLANETS).get_by_text("One thing to try this week").click()
    expect(guidance).to_be_visible()
    tick_button(page, PLANETS).click()
    expect(untick_button(page, PLANETS)).to_be_visible()
    expect(guidance).to_be_visible()

    settled(page)
    row(page, PLANETS).get_by_role("button", name="No").press("Enter")
    thanks = row(page, PLANETS).get_by_text("Thank you.")
    expect(thanks).to_be_focused()
    assert [(each.definition.title, each.clear) for each in ClarityAnswer.objects.all()] == [
        (PLANETS, False)
    ]


def test_a_refusal_is_said_and_changes_nothing(olga: User, child: Child, sit: Sit) -> None:
    page = open_checklist(sit, olga, child)
    Child.objects.update(date_of_birth=date(2005, 5, 4))
    tick_button(page, PLANETS).click()
    expect(said(page)).to_contain_text("This record ended with the seventeenth birthday.")
    expect(row(page, PLANETS).get_by_role("button", name="Tick")).to_have_count(0)

    Child.objects.update(date_of_birth=child.date_of_birth)
    page.reload()
    child.guardianships.update(role=GuardianRole.VIEWER)
    tick_button(page, PLANETS).click()
    expect(page.locator("#trouble")).to_contain_text("This is not allowed from here.")

    child.guardianships.all().delete()
    tick_button(page, PLANETS).click()
    expect(page.locator("#trouble")).to_contain_text("This is no longer here.")
    assert achieved() == {}


# By keyboard, and with scripts off -------------------------------------------------------------------


def test_everything_is_done_by_keyboard(olga: User, child: Child, sit: Sit) -> None:
    page = open_checklist(sit, olga, child)
    tab_to(page, tick_button(page, PLANETS))
    page.keyboard.press("Enter")
    expect(untick_button(page, PLANETS)).to_be_focused()
    expect(said(page)).to_contain_text(f"“{PLANETS}” is ticked.")
    settled(page)
    page.keyboard.press("Space")
    expect(tick_button(page, PLANETS)).to_be_focused()
    settled(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(row(page, PLANETS).get_by_text("Point at something and wait.")).to_be_visible()

    page.evaluate("document.activeElement.blur()")
    tab_to(page, said(page).get_by_role("button", name=f"Undo: {PLANETS}"))
    page.keyboard.press("Enter")
    expect(untick_button(page, PLANETS)).to_be_visible()
    settled(page)
    tab_to(page, standing(page).get_by_role("button", name=re.compile(f"^Tick {TREE}")))
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text(f"“{TREE}” is ticked.")
    settled(page)
    expect(standing(page).get_by_role("heading", name="What to try next")).to_be_focused()

    page.evaluate("document.activeElement.blur()")
    tab_to(page, row(page, PLANETS).get_by_role("link", name="History"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(PLANETS)
    expect(page.locator(".timeline > li")).to_have_count(2)
    assert achieved() == {PLANETS: True, TREE: True}


def test_everything_is_done_with_scripts_off(olga: User, child: Child, sit: Sit) -> None:
    make_definition(ACADEMIC, AgeBand.EARLY_YEARS, title="Names a star")
    page = open_checklist(sit, olga, child, java_script_enabled=False)
    tick_button(page, PLANETS).click()
    expect(page.get_by_text(f"“{PLANETS}” is ticked.")).to_be_visible()
    expect(page.locator("#progress")).to_contain_text("1 of 2")
    expect(untick_button(page, PLANETS)).to_be_in_viewport()
    said(page).get_by_role("button", name=f"Undo: {PLANETS}").click()
    expect(page.get_by_text(f"“{PLANETS}” is not ticked any more.")).to_be_visible()
    expect(page.locator("#progress")).to_contain_text("0 of 2")

    row(page, PLANETS).get_by_text("One thing to try this week").click()
    row(page, PLANETS).get_by_role("button", name="Yes").click()
    expect(page.get_by_text("Thank you.")).to_be_visible()
    row(page, PLANETS).get_by_role("link", name="History").click()
    expect(page.locator(".timeline > li")).to_have_count(1)
    page.get_by_role("button", name=f"Tick {PLANETS}", exact=True).click()
    expect(page.locator(".timeline > li")).to_have_count(2)

    page.get_by_role("link", name="Academic, 6–\u20609 years").click()
    page.get_by_role("link", name="3–\u20605 years").click()
    tick_button(page, "Names a star").click()
    expect(untick_button(page, "Names a star")).to_be_visible()
    assert achieved() == {PLANETS: True, "Names a star": True}
    assert ClarityAnswer.objects.get().clear


def test_with_scripts_off_what_is_next_is_ticked_and_that_is_undone(
    olga: User, child: Child, sit: Sit
) -> None:
    page = sit(olga, java_script_enabled=False)
    page.goto(path_of(child, ""))
    standing(page).get_by_role("button", name=re.compile(f"^Tick {PLANETS}")).click()
    expect(page).to_have_url(re.compile(f"{path_of(child, '')}$"))
    expect(next_titles(page)).to_have_text([TREE, STARS, ROPE])
    said(page).get_by_role("button", name=f"Undo: {PLANETS}").click()
    expect(next_titles(page)).to_have_text([PLANETS, TREE, STARS])
    assert achieved() == {PLANETS: False}


# How it looks ----------------------------------------------------------------------------------------


def fill(child: Child, olga: User) -> list[str]:
    """Everything there can be on the pages, with long words, and their paths."""
    long = "Nebenläufigkeitsfehlersuchmeisterschaft im Anwendungsprogrammierschnittstellenbau"
    make_definitions()
    reviewed = make_definition(ACADEMIC, title=long, place=50)
    reviewed.description = reviewed.guidance = long * 3
    reviewed.review_state = "reviewed"
    reviewed.reviewed_by, reviewed.reviewed_on = long, date(2026, 2, 3)
    reviewed.save()
    make_tick(child, reviewed)
    make_tick(child, make_definition(ACADEMIC, title=f"{long} 2", retired=True))
    make_observation(child, author=olga)
    bands = [f"checklist/academic/?ageBand={band}" for band in AgeBand]
    rest = ["checklist/academic/", *bands, f"items/{reviewed.pk}/"]
    return [path_of(child, each) for each in rest]


@pytest.fixture
def full(olga: User) -> list[str]:
    return fill(make_child(olga, name="Noor"), olga)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_nothing_is_cut_off_on_the_smallest_phone(
    direction: str, theme: str, full: list[str], olga: User, sit: Sit
) -> None:
    page = sit(olga, viewport={"width": 320, "height": 640}, color_scheme=theme)
    for path in full:
        page.goto(path)
        page.evaluate(f"document.documentElement.dir = '{direction}'")
        for summary in page.locator(".checklist summary").all()[-2:]:
            summary.click()
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= HAIRLINE, path


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everybody_can_use_it(theme: str, full: list[str], olga: User, sit: Sit) -> None:
    page = sit(olga, color_scheme=theme)
    for path in full:
        page.goto(path)
        for summary in page.locator(".checklist summary").all()[:2]:
            summary.click()
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}\n{found.generate_report()}"
    page.goto(full[0])
    page.locator(".checklist button").filter(has_text="Tick").first.click()
    expect(said(page)).to_contain_text("is ticked.")
    settled(page)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_viewer_sees_no_way_to_tick(olga: User, child: Child, sit: Sit) -> None:
    viktor = make_parent("viktor@example.org", name="Viktor")
    make_guardianship(child, viktor, GuardianRole.VIEWER)
    page = open_checklist(sit, viktor, child)

    expect(row(page, PLANETS)).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^(Tick|Untick)"))).to_have_count(0)
