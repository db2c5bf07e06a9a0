"""A parent's whole way with a record, from adding a child to deleting it, told by one script: with a pointer,
with keys alone, and with scripts off.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import NamedTuple

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, Request, expect

from childprogress.ages import AgeBand, birthday
from childprogress.vocabulary import Dimension
from tests.browsing import Hand, Sit
from tests.make_children import make_child, make_definition
from tfl.accounts.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLANETS, STARS = "Names three planets", "Counts the stars of the Plough"
FRIEND, ROOM, PEACE, TREE = "Comforts a friend", "Tidies up", "Greets with peace", "Climbs a tree"
EARLIER, LATER = "Names a star", "Draws the orbits"
NOTHING = ["0 of 2", "0", "nothing recorded yet"]
NOTE = "Found Venus before the stars were out."
YOUNGER, NOW, OLDER = "3–\u20605 years", "6–\u20609 years", "10–\u206012 years"


class Way(NamedTuple):
    """Of working a page."""

    by_keyboard: bool = False
    scripts: bool = True


WAYS = [
    pytest.param(Way(), id="with a pointer"),
    pytest.param(Way(by_keyboard=True), id="with keys alone"),
    pytest.param(Way(scripts=False), id="with scripts off"),
]


@pytest.fixture
def hand_of(way: Way, sit: Sit) -> Callable[[User], Hand]:
    """`hand_of(olga)` is hers, at the overview."""

    def sit_down(person: User) -> Hand:
        page = sit(person, java_script_enabled=way.scripts)
        page.goto("/children/")
        return Hand(page, by_keyboard=way.by_keyboard)

    return sit_down


@pytest.fixture
def lists(db: None) -> None:
    """Of 6–9 years one item in five dimensions, and a second in the first; one more of either side."""
    make_definition(Dimension.ACADEMIC, title=PLANETS, place=1)
    make_definition(Dimension.ACADEMIC, title=STARS, place=2)
    make_definition(Dimension.SOCIAL_EMOTIONAL, title=FRIEND)
    make_definition(Dimension.BEHAVIOURAL, title=ROOM)
    make_definition(Dimension.ISLAMIC, title=PEACE)
    make_definition(Dimension.PHYSICAL, title=TREE)
    make_definition(Dimension.ACADEMIC, AgeBand.EARLY_YEARS, title=EARLIER)
    make_definition(Dimension.ACADEMIC, AgeBand.UPPER_PRIMARY, title=LATER)


def born_years_ago(years: int) -> date:
    """And a month, whatever the day."""
    return birthday(timezone.localdate(), -years) - timedelta(days=30)


@pytest.mark.parametrize("way", WAYS)
def test_a_record_is_kept_from_its_first_tick_to_its_end(
    olga: User, viktor: User, lists: None, way: Way, hand_of: Callable[[User], Hand]
) -> None:
    make_child(olga, name="Yusuf", born=born_years_ago(5))
    make_child(olga, name="Maryam", born=born_years_ago(12))
    olgas = hand_of(olga)
    add_a_child(olgas)
    tick_and_undo(olgas, way)
    tick_and_untick(olgas, way)
    tick_once_more_in_the_history(olgas)
    look_at_other_bands(olgas)
    write_a_note(olgas)
    invite_to_two_of_three(olgas, viktor)
    viktors = hand_of(viktor)
    accept_and_only_look(viktors)
    print_a_summary(olgas)
    look_at_the_keepsake(olgas)
    download_everything(olgas)
    delete_the_record(olgas)

    viktors.press("Children", within=where(viktors.page))
    expect(names(viktors.page)).to_have_text(["Yusuf"])


# What is on the pages --------------------------------------------------------------------------------


def title(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def where(page: Page) -> Locator:
    return page.get_by_role("navigation", name="You are here")


def names(page: Page) -> Locator:
    """Of the children on the overview."""
    return page.locator(".tiles h2")


def said(page: Page) -> Locator:
    """The live region."""
    return page.locator("#messages[role=status]")


def row(page: Page, item: str) -> Locator:
    return page.locator(".checklist > li").filter(has_text=item)


def ticks(place: Page | Locator) -> Locator:
    return place.get_by_role("button", name=re.compile(r"^(Tick|Untick)\b"))


def expect_standing(page: Page, *, academic: list[str], next_items: list[str]) -> None:
    """`academic`: items ticked, notes, recorded so far."""
    standing = page.locator("#standing")
    numbers = standing.get_by_role("row").filter(has_text="Academic")
    expect(numbers.get_by_role("cell")).to_have_text(academic)
    expect(standing.locator(".radar .area")).to_have_count(0 if academic == NOTHING else 1)
    expect(standing.locator(".next h3")).to_have_text(next_items)


@contextmanager
def in_place(page: Page, way: Way) -> Iterator[None]:
    """No page is loaded meanwhile, and its live region is the same, so that it is read out. With scripts
    off there is a page loaded.
    """
    loads: list[str] = []

    def count(request: Request) -> None:
        if request.is_navigation_request():
            loads.append(request.url)

    region = said(page).element_handle()
    page.on("request", count)
    yield
    page.remove_listener("request", count)
    assert bool(loads) is not way.scripts, loads
    assert not way.scripts or region.evaluate("element => element.isConnected")


# The journey -----------------------------------------------------------------------------------------


def add_a_child(hand: Hand) -> None:
    """With four of the six dimensions: five are chosen at first, and Islamic is not."""
    page = hand.page
    hand.press("Add a child")
    hand.fill("Name", "Zaynab")
    hand.date("Date of birth", born_years_ago(7))
    hand.check("Behavioural", on=False)
    hand.check("Aspirational", on=False)
    hand.check("Islamic")
    hand.press("Add")

    expect(title(page)).to_have_text("Zaynab")
    expect(said(page)).to_contain_text("The record is there.")
    shown = ["Academic", "Social and emotional", "Islamic", "Physical"]
    expect(page.locator(".by-dimension tbody th")).to_have_text(shown)
    expect(page.locator(".radar text")).to_have_count(len(shown))
    expect_standing(page, academic=NOTHING, next_items=[PLANETS, FRIEND, PEACE])


def tick_and_undo(hand: Hand, way: Way) -> None:
    page = hand.page
    hand.press("Academic")
    expect(title(page)).to_have_text("Academic")
    with in_place(page, way):
        hand.press(f"Tick {PLANETS}", within=row(page, PLANETS))
        expect(said(page)).to_contain_text(f"“{PLANETS}” is ticked.")
        expect(page.locator("#progress")).to_contain_text("1 of 2")
        # 0.4 × 1 of 2 items: 20; of the others nothing is ticked, so they come first
        expect_standing(page, academic=["1 of 2", "0", "20"], next_items=[FRIEND, PEACE, TREE])
    with in_place(page, way):
        hand.press(f"Undo: {PLANETS}")
        expect(said(page)).to_contain_text(f"“{PLANETS}” is not ticked any more.")
        expect(page.locator("#progress")).to_contain_text("0 of 2")
        expect_standing(page, academic=NOTHING, next_items=[PLANETS, FRIEND, PEACE])


def tick_and_untick(hand: Hand, way: Way) -> None:
    page = hand.page
    with in_place(page, way):
        hand.press(f"Tick {PLANETS}", within=row(page, PLANETS))
        expect(row(page, PLANETS)).to_contain_text("Noted on")
        hand.press(f"Untick {PLANETS}", within=row(page, PLANETS))
        expect(row(page, PLANETS)).not_to_contain_text("Noted on")
        expect(said(page)).to_contain_text(f"“{PLANETS}” is not ticked any more.")


def tick_once_more_in_the_history(hand: Hand) -> None:
    page = hand.page
    hand.follow(row(page, PLANETS).get_by_role("link", name="History"))
    expect(title(page)).to_have_text(PLANETS)
    closed = re.compile(r"Noted on\s.+\sTaken back on\s", re.DOTALL)
    entries = page.locator(".timeline > li")
    expect(entries).to_have_text([closed, closed])

    hand.press(f"Tick {PLANETS}")
    expect(entries).to_have_count(3)
    expect(entries.filter(has_text="Taken back on")).to_have_count(2)


def look_at_other_bands(hand: Hand) -> None:
    """An earlier one can be ticked, and counts there alone; a later one is there to read."""
    page = hand.page
    hand.press(f"Academic, {NOW}")
    bands = page.get_by_role("navigation", name="Age bands")
    hand.press(YOUNGER, within=bands)
    hand.press(f"Tick {EARLIER}", within=row(page, EARLIER))
    expect(said(page)).to_contain_text(f"“{EARLIER}” is ticked.")
    expect(page.locator("#progress")).to_contain_text("1 of 1")
    expect_standing(page, academic=["1 of 2", "0", "20"], next_items=[FRIEND, PEACE, TREE])

    hand.press(f"{OLDER} to come", within=bands)
    expect(row(page, LATER)).to_be_visible()
    expect(page.get_by_text("A look ahead: these items can be ticked from")).to_be_visible()
    expect(ticks(row(page, LATER))).to_have_count(0)


def write_a_note(hand: Hand) -> None:
    page = hand.page
    hand.press("Zaynab", within=where(page))
    hand.fill("What did you see?", NOTE)
    hand.choose("Dimension", "Academic")
    hand.check("Positive")
    hand.press("Add note")

    expect(said(page)).to_have_text("Noted.")
    expect(page.get_by_role("region", name="Recent notes")).to_contain_text(NOTE)
    # 0.4 × 1 of 10 notes, 0.4 × 1 of 2 items, 0.2 × 1 of 1 positive: 4 + 20 + 20
    expect_standing(
        page, academic=["1 of 2", "1 1 positive", "44"], next_items=[FRIEND, PEACE, TREE]
    )


def invite_to_two_of_three(hand: Hand, co_parent: User) -> None:
    page = hand.page
    hand.press("Children", within=where(page))
    expect(names(page)).to_have_text(["Yusuf", "Maryam", "Zaynab"])
    hand.press("Invite a guardian")
    hand.fill("Email address", co_parent.email)
    hand.second_of(
        page.get_by_role("radio", name="Editor"), page.get_by_role("radio", name="Viewer")
    )
    hand.check("Yusuf")
    hand.check("Zaynab")
    hand.press("Send the invitation")
    expect(said(page)).to_contain_text(f"The invitation is on its way to {co_parent.email}.")


def accept_and_only_look(hand: Hand) -> None:
    page = hand.page
    expect(page.get_by_text("Olga invites you to the records of 2 children.")).to_be_visible()
    hand.press("Look at the invitation")
    hand.press("Accept")
    expect(names(page)).to_have_text(["Yusuf", "Zaynab"])
    expect(page.locator(".tiles").get_by_text("You: Viewer")).to_have_count(2)

    hand.press("Zaynab")
    expect(page.locator(".next h3")).to_have_text([FRIEND, PEACE, TREE])
    expect(ticks(page)).to_have_count(0)
    hand.press("Academic")
    expect(row(page, PLANETS)).to_contain_text("Noted on")
    expect(ticks(page)).to_have_count(0)


def print_a_summary(hand: Hand) -> None:
    page = hand.page
    hand.press("Zaynab")
    hand.press("Summary for a teacher or doctor")
    sheet = page.get_by_role("article")
    expect(sheet).to_contain_text(PLANETS)
    expect(sheet).not_to_contain_text(NOTE)
    hand.check(NOTE)
    hand.press("Show it")
    expect(sheet).to_contain_text(NOTE)

    page.emulate_media(media="print")
    for printed in ("Zaynab", PLANETS, NOTE):
        expect(sheet.get_by_text(printed)).to_be_visible()
    for control in ("button", "checkbox", "navigation", "complementary"):
        expect(page.get_by_role(control)).to_have_count(0)
    page.emulate_media(media="screen")


def look_at_the_keepsake(hand: Hand) -> None:
    page = hand.page
    hand.press(f"Keepsake of {YOUNGER}")
    expect(page.locator(".keepsake li")).to_have_text([EARLIER])  # of those years


def download_everything(hand: Hand) -> None:
    page = hand.page
    hand.press("Zaynab", within=where(page))
    with page.expect_download() as started:
        hand.press("Download everything")
    child = json.loads(started.value.path().read_text())["child"]

    assert child["name"] == "Zaynab"
    assert child["dimensionsShown"] == ["academic", "social_emotional", "islamic", "physical"]
    assert [each["name"] for each in child["guardians"]] == ["Olga", "Viktor"]
    assert [each["text"] for each in child["observations"]] == [NOTE]
    planets, star = child["milestones"]
    assert (planets["title"], star["title"]) == (PLANETS, EARLIER)
    assert [bool(each["unmarkedAt"]) for each in planets["achievedHistory"]] == [True, True, False]
    assert [bool(each["unmarkedAt"]) for each in star["achievedHistory"]] == [False]


def delete_the_record(hand: Hand) -> None:
    page = hand.page
    hand.press("Delete the record")
    hand.fill("Type “Zaynab” to confirm", "Zaynab")
    hand.press("Delete the record")
    expect(said(page)).to_contain_text("The record is deleted.")
    expect(names(page)).to_have_text(["Yusuf", "Maryam"])
