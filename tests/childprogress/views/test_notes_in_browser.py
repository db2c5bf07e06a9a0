"""Notes, what is printed, and the download at a real browser: by keyboard, and with scripts off."""

import json
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from childprogress.ages import AgeBand
from childprogress.models import Child, Observation
from childprogress.vocabulary import Dimension, Sentiment
from tests.browsing import Sit
from tests.make import make_parent
from tests.make_children import make_child, make_definition, make_observation, make_tick
from tfl.accounts.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def olga(transactional_db: None) -> User:
    return make_parent("olga@example.org", name="Olga")


@pytest.fixture
def child(olga: User) -> Child:
    """Maryam, who is seven, whenever this runs."""
    today = make_child().today()
    born = today.replace(year=today.year - 7, month=1, day=1)
    return make_child(
        olga, name="Maryam", born=born, dimensions=[Dimension.ACADEMIC, Dimension.PHYSICAL]
    )


def tab_to(page: Page, name: str) -> None:
    """By keyboard to what is called so."""
    for _n in range(80):
        page.keyboard.press("Tab")
        called = page.evaluate(
            "(e => e.ariaLabel || e.labels?.[0]?.textContent || e.textContent)(document.activeElement)"
        )
        if called.strip() == name:
            return
    pytest.fail(f"{name} is out of reach")


def test_a_note_is_written_from_the_childs_page_by_keyboard(
    child: Child, olga: User, sit: Sit
) -> None:
    page = sit(olga)
    page.goto(f"/children/{child.pk}/")
    tab_to(page, "What did you see?")
    page.keyboard.type("Read the menu aloud.")
    page.keyboard.press("Tab")
    page.keyboard.press("A")  # Academic
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # Positive, the first one
    tab_to(page, "Add note")
    page.keyboard.press("Enter")

    expect(page.locator("#messages")).to_have_text("Noted.")
    assert page.url.endswith(f"/children/{child.pk}/")
    expect(page.get_by_text("Read the menu aloud.")).to_be_visible()
    note = Observation.objects.get()
    assert (note.dimension, note.sentiment, note.author) == ("academic", "positive", olga)


def test_a_refused_note_keeps_its_words_in_place_and_is_mended_there(
    child: Child, olga: User, sit: Sit
) -> None:
    page = sit(olga)
    page.goto(f"/children/{child.pk}/")
    page.evaluate("document.getElementById('note-form').noValidate = true")
    page.get_by_label("What did you see?").fill("Read the menu aloud.")
    page.get_by_role("button", name="Add note").click()

    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.get_by_label("What did you see?")).to_have_value("Read the menu aloud.")
    assert page.url.endswith(f"/children/{child.pk}/")
    page.get_by_label("Dimension").select_option("Physical")
    page.get_by_label("Neutral").check()
    page.get_by_role("button", name="Add note").click()
    expect(page.locator("#messages")).to_have_text("Noted.")
    assert page.url.endswith(f"/children/{child.pk}/")


def test_a_note_is_deleted_and_brought_back_in_its_place_by_keyboard(
    child: Child, olga: User, sit: Sit
) -> None:
    note = make_observation(child, author=olga, text="Read the menu aloud.")
    page = sit(olga)
    page.goto(f"/children/{child.pk}/notes/")
    page.get_by_role("button", name="Delete the note of").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    expect(page.locator("#messages")).to_have_text("The note is deleted.")
    expect(page.get_by_text("Read the menu aloud.")).to_have_count(0)
    note.refresh_from_db()
    assert note.deleted_at

    page.keyboard.press("Enter")
    expect(page.get_by_text("Read the menu aloud.")).to_be_visible()
    expect(page.locator(f"#note-{note.pk}")).to_be_focused()
    expect(page.locator("#messages")).to_have_text("The note is back.")
    note.refresh_from_db()
    assert note.deleted_at is None


def test_with_scripts_off_notes_are_written_found_deleted_and_brought_back(
    child: Child, olga: User, sit: Sit
) -> None:
    make_observation(child, author=olga, text="Hopped.", dimension=Dimension.PHYSICAL)
    page = sit(olga, java_script_enabled=False)
    page.goto(f"/children/{child.pk}/")
    page.get_by_label("What did you see?").fill("Read the menu aloud.")
    page.get_by_label("Dimension").select_option("Academic")
    page.get_by_label("Positive").check()
    page.get_by_role("button", name="Add note").click()
    expect(page.locator("#messages")).to_have_text("Noted.")
    assert page.url.endswith(f"/children/{child.pk}/")

    page.get_by_role("link", name="All notes").click()
    page.get_by_text("Find notes").click()
    search = page.get_by_role("search")
    search.get_by_label("Dimension").select_option("Academic")
    search.get_by_role("button", name="Find").click()
    expect(page.get_by_text("Hopped.")).to_have_count(0)
    page.get_by_role("button", name="Delete the note of").click()
    expect(page.get_by_text("It can be brought back for 30 days.")).to_be_visible()
    expect(page.get_by_text("Nothing found")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Read the menu aloud.")).to_be_visible()
    expect(page.get_by_text("Hopped.")).to_have_count(0)

    page.get_by_role("button", name="Delete the note of").click()
    page.get_by_role("link", name="Recently deleted").click()
    page.get_by_role("button", name="Bring back").click()
    expect(page.get_by_text("Nothing is deleted")).to_be_visible()
    assert Observation.objects.kept().count() == 2


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_the_summary_prints_the_notes_picked_and_no_controls(
    child: Child, olga: User, sit: Sit, scripts: bool
) -> None:
    make_tick(child, make_definition(title="Reads a shopping list"))
    make_observation(child, author=olga, text="For the teacher.")
    make_observation(child, author=olga, text="For nobody else.", sentiment=Sentiment.NEUTRAL)
    page = sit(olga, java_script_enabled=scripts, color_scheme="dark")
    page.goto(f"/children/{child.pk}/summary/")
    page.get_by_label("For the teacher.").check()
    page.get_by_role("button", name="Show it").click()
    expect(page.get_by_role("article")).to_contain_text("For the teacher.")
    page.emulate_media(media="print", color_scheme="dark")

    for printed in ("Maryam", "Reads a shopping list", "For the teacher.", "not a diagnostic tool"):
        expect(page.get_by_role("article").get_by_text(printed).first).to_be_visible()
    expect(page.get_by_text("For", exact=True)).to_be_visible()  # a line for a pen
    for absent in ("What to print", "For nobody else.", "Children", "Made for"):
        expect(page.get_by_text(absent, exact=True).filter(visible=True)).to_have_count(0)
    for kind in ("button", "checkbox", "navigation", "banner"):
        expect(page.get_by_role(kind)).to_have_count(0)
    if scripts:
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == (
            "rgb(34, 31, 26)"  # --ink as it is in the light
        )


def test_the_print_button_prints(child: Child, olga: User, sit: Sit) -> None:
    page = sit(olga)
    page.add_init_script("print = () => { document.title = 'printed' }")
    page.goto(f"/children/{child.pk}/summary/")
    page.get_by_role("button", name="Print").press("Enter")

    expect(page).to_have_title("printed")


def test_a_keepsake_is_picked_and_fits_a_small_phone(child: Child, olga: User, sit: Sit) -> None:
    day = child.date_of_birth.replace(year=child.date_of_birth.year + 4)
    make_observation(child, author=olga, text="W" * 60, observed_on=day)
    make_observation(child, author=olga, text="Sang all day.", observed_on=day)
    page = sit(olga, viewport={"width": 320, "height": 700})
    page.goto(f"/children/{child.pk}/summary/")
    page.get_by_role("link", name="Keepsake of 3–\u20605 years").press("Enter")
    card = page.get_by_role("article")
    expect(card).to_contain_text("Sang all day.")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.get_by_role("link", name="Choose what to print").press("Enter")
    page.get_by_label("Sang all day.").press("Space")
    page.get_by_role("button", name="Show it").press("Enter")
    expect(card).not_to_contain_text("Sang all day.")
    expect(card).to_contain_text("WWW")


def test_the_record_is_downloaded(child: Child, olga: User, sit: Sit, tmp_path: Path) -> None:
    make_observation(child, author=olga, text="Read the menu aloud.")
    page = sit(olga)
    page.goto(f"/children/{child.pk}/")
    with page.expect_download() as started:
        page.locator(f'a[href="/children/{child.pk}/export/"]').click()
    download: Any = started.value

    assert download.suggested_filename == f"child-record-{child.pk}.json"
    download.save_as(tmp_path / "record.json")
    whole = json.loads((tmp_path / "record.json").read_text())
    assert whole["child"]["observations"][0]["text"] == "Read the menu aloud."


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_have_no_flaw_that_axe_knows(
    child: Child, olga: User, sit: Sit, scheme: Literal["light", "dark"]
) -> None:
    make_tick(child, make_definition(band=AgeBand.EARLY_YEARS))
    make_tick(child, make_definition())
    gone = make_observation(child, author=olga, deleted_at=timezone.now())
    notes = [make_observation(child, author=olga, sentiment=each) for each in Sentiment]
    page = sit(olga, color_scheme=scheme)
    for path in (
        "notes/",
        f"notes/?deleted={gone.pk}&since=2026-03-02&until=2026-03-01",
        "notes/?show=deleted",
        f"summary/?dimension=academic&note={notes[2].pk}",
        "keepsake/early_years/",
    ):
        page.goto(f"/children/{child.pk}/{path}")
        assert Axe().run(page).response["violations"] == [], path
