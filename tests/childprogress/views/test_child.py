"""The page of one child: how it stands, what to try, what was noted, and where everything else is."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from childprogress.models import Child, GuardianRole, MilestoneDefinition
from childprogress.services import choose_dimensions
from childprogress.vocabulary import Dimension, Sentiment
from tests.childprogress.conftest import ACADEMIC, ISLAMIC, PHYSICAL, items
from tests.html import Element, Page, read
from tests.make_children import (
    make_child,
    make_definitions,
    make_guardianship,
    make_observation,
    make_tick,
)
from tests.milestones.views.months import queries, text_of
from tests.personas import Browser
from tfl.accounts.models import User

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def path(child: Child, on: str | None = None) -> str:
    return f"/children/{child.pk}/" + (f"?on={on}" if on is not None else "")


def page(response: Any) -> Page:
    assert response.status_code == 200
    found = read(response.content.decode())
    assert not found.mistakes
    assert not found.repeated_ids()
    assert not found.unlabelled()
    return found


def words(element: Element) -> str:
    return " ".join(element.text.split())


def table(found: Page) -> list[str]:
    """The rows of the table of numbers."""
    return [words(row) for row in found.all("tr") if row.inside("table")]


def actions(found: Page) -> list[str]:
    """Where what can be sent goes."""
    forms = [each for each in found.forms("post") if each.inside("main")]
    return [each.attributes["action"] for each in forms if "action" in each.attributes]


# How it stands ---------------------------------------------------------------------------------------


def test_the_first_lines_say_who_how_old_and_which_items(
    noor: Child, olga: User, browser_of: Browser
) -> None:
    assert "5 years old · items for 3–\u20605 years" in text_of(browser_of(olga).get(path(noor)))


def test_the_numbers_of_the_radar_are_in_a_table_each_a_way_to_its_checklist(
    noor: Child, olga: User, browser_of: Browser
) -> None:
    """By hand in test_standing.py."""
    found = page(browser_of(olga).get(path(noor)))
    assert table(found) == [
        "Dimension Items ticked Notes in 30 days Recorded so far",
        "Academic 7 of 10 4 3 positive 59",
        "Islamic 0 of 10 8 1 positive 35",
        "Physical 3 of 10 0 12",
        "Together 10 of 30 12 35",
    ]
    links = [each.attributes["href"] for each in found.all("a") if each.inside("table")]
    assert links == [
        f"/children/{noor.pk}/checklist/{name}/" for name in ("academic", "islamic", "physical")
    ]


def test_the_radar_is_a_picture_with_a_title_words_and_numbers(
    noor: Child, olga: User, browser_of: Browser
) -> None:
    found = page(browser_of(olga).get(path(noor)))
    [radar] = [each for each in found.all("svg") if each.attributes.get("role") == "img"]
    [title] = [each for each in found.all("title") if each.inside("svg")]
    assert radar.attributes["aria-labelledby"] == title.attributes["id"]
    lines = [words(each) for each in found.all("tspan")]
    assert lines == ["Academic", "59", "Islamic", "35", "Physical", "12"]
    [area] = [each for each in found.all("polygon") if each.attributes.get("class") == "area"]
    # up 0.59 × 90 = 53.1; right and down 31.5 × (0.8660, 0.5); left and down 10.8 × (0.8660, 0.5)
    assert area.attributes["points"] == "180.0,-53.1 207.3,15.7 170.6,5.4"


def test_how_it_is_worked_out_and_what_it_measures_is_said_beside_it(
    noor: Child, olga: User, browser_of: Browser
) -> None:
    text = text_of(browser_of(olga).get(path(noor)))
    assert "How is this worked out?" in text
    assert "up to 40 for notes of the last 30 days and today: 4 for each, ten count in full" in text
    assert "It measures what is recorded here, not your child." in text


@pytest.mark.parametrize("number", [1, 2])
def test_one_or_two_dimensions_are_bars(
    noor: Child, olga: User, browser_of: Browser, number: int
) -> None:
    choose_dimensions(child=noor, dimensions=[ACADEMIC, ISLAMIC][:number], by=olga)
    found = page(browser_of(olga).get(path(noor)))
    assert not found.all("polygon")
    bars = [each for each in found.all("progress") if each.inside("table") is None]
    assert [each.attributes["value"] for each in bars] == ["59", "35"][:number]
    assert all(each.attributes["max"] == "100" for each in bars)


def test_a_dimension_with_nothing_says_so(olga: User, browser_of: Browser) -> None:
    make_definitions()
    child = make_child(olga, dimensions=[ACADEMIC, PHYSICAL, ISLAMIC])
    make_observation(child)
    found = page(browser_of(olga).get(path(child)))
    # one positive note: 0.4 × 10 + 0.2 × 100 = 24; together 8
    assert table(found)[1:] == [
        "Academic 0 of 10 1 1 positive 24",
        "Physical 0 of 10 0 nothing recorded yet",
        "Islamic 0 of 10 0 nothing recorded yet",
        "Together 0 of 30 1 8",
    ]


def test_a_new_record_says_how_it_begins(olga: User, browser_of: Browser) -> None:
    text = text_of(browser_of(olga).get(path(make_child(olga))))
    assert "Nothing is recorded yet. Tick something you have seen, or write a short note" in text
    assert "No notes yet" in text
    assert "It measures" not in text


# What to try -----------------------------------------------------------------------------------------


def test_three_items_are_next_each_with_its_guidance_and_a_button(
    noor: Child, olga: User, browser_of: Browser
) -> None:
    response = browser_of(olga).get(path(noor))
    coming = [items(ISLAMIC)[0], items(PHYSICAL)[3], items(ACADEMIC)[7]]
    found = page(response)
    titles = [words(each) for each in found.all("h3") if each.inside("ol")]
    assert titles == [each.title for each in coming]
    ticks = [f"/children/{noor.pk}/items/{each.pk}/tick/" for each in coming]
    assert [each for each in actions(found) if each.endswith("/tick/")] == ticks
    text = text_of(response)
    assert all(each.guidance in text for each in coming)


def test_a_button_to_tick_works_with_htmx_and_without(
    noor: Child, olga: User, browser_of: Browser
) -> None:
    found = page(browser_of(olga).get(path(noor)))
    form = next(each for each in found.forms("post") if "hx-post" in each.attributes)
    assert form.attributes["hx-post"] == form.attributes["action"]
    assert form.attributes["hx-target"] == "#standing"
    assert form.attributes["hx-swap"] == "outerHTML"
    fields = {each.attributes["name"]: each.attributes["value"] for each in found.fields(form)}
    assert fields["from"] == "child"
    assert fields["csrfmiddlewaretoken"]


def test_with_everything_ticked_it_says_so(olga: User, browser_of: Browser) -> None:
    make_definitions()
    child = make_child(olga, dimensions=[ACADEMIC])
    for item in items(ACADEMIC, child.age_band):
        make_tick(child, item)
    assert "Every item of this age band is ticked." in text_of(browser_of(olga).get(path(child)))


# Notes -----------------------------------------------------------------------------------------------


def test_the_five_newest_notes_are_here_and_a_way_to_all(olga: User, browser_of: Browser) -> None:
    child = make_child(olga)
    for day in range(6):
        make_observation(child, text=f"Note {day}.", observed_on=date(2026, 3, 10 - day))
    make_observation(child, text="Taken back.", deleted_at=NOW)
    response = browser_of(olga).get(path(child))
    text = text_of(response)
    assert [f"Note {day}." in text for day in range(6)] == [True] * 5 + [False]
    assert "Taken back." not in text
    assert f'href="/children/{child.pk}/notes/"' in response.content.decode()


def test_notes_of_a_hidden_dimension_stay_hidden(olga: User, browser_of: Browser) -> None:
    child = make_child(olga, dimensions=[PHYSICAL])
    make_observation(child, dimension=ISLAMIC, text="Hidden words.")
    assert "Hidden words." not in text_of(browser_of(olga).get(path(child)))


def test_a_note_is_written_from_here_dated_today(olga: User, browser_of: Browser) -> None:
    child = make_child(olga, time_zone="Pacific/Kiritimati")  # where it is the 11th already
    found = page(browser_of(olga).get(path(child)))
    assert f"/children/{child.pk}/notes/" in actions(found)
    [day] = [each for each in found.all("input") if each.attributes.get("name") == "observed_on"]
    assert day.attributes["value"] == "2026-03-11"


def test_what_a_note_holds_is_never_markup(olga: User, browser_of: Browser) -> None:
    child = make_child(olga, name="<i>Amir</i>")
    make_observation(child, text="<script>alert(1)</script>")
    html = browser_of(olga).get(path(child)).content.decode()
    assert "<script>alert" not in html
    assert "<i>Amir" not in html


# Who may what ----------------------------------------------------------------------------------------


@pytest.fixture
def shared(olga: User, edith: User, viktor: User) -> Child:
    make_definitions()
    child = make_child(olga)
    make_guardianship(child, edith, GuardianRole.EDITOR)
    make_guardianship(child, viktor, GuardianRole.VIEWER)
    return child


@pytest.mark.parametrize(
    ("reader", "ticks", "leads_to"),
    [
        ("olga", 3, {"notes", "guardians", "summary", "export", "details", "delete"}),
        ("edith", 3, {"notes", "guardians", "summary", "export"}),
        ("viktor", 0, {"notes", "guardians", "summary"}),
    ],
)
def test_each_guardian_is_offered_what_they_may_do(
    shared: Child,
    browser_of: Browser,
    request: pytest.FixtureRequest,
    reader: str,
    ticks: int,
    leads_to: set[str],
) -> None:
    found = page(browser_of(request.getfixturevalue(reader)).get(path(shared)))
    assert len([each for each in actions(found) if each.endswith("/tick/")]) == ticks
    assert (f"/children/{shared.pk}/notes/" in actions(found)) is bool(ticks)
    links = {each.attributes["href"] for each in found.all("a")}
    places = {"notes", "guardians", "summary", "export", "details", "delete"}
    assert {each for each in places if f"/children/{shared.pk}/{each}/" in links} == leads_to


def test_a_stranger_finds_no_record(shared: Child, heidi: User, browser_of: Browser) -> None:
    assert browser_of(heidi).get(path(shared)).status_code == 404


def test_nobody_who_is_no_parent_gets_here(
    shared: Child, ivan: User, grace: User, browser_of: Browser
) -> None:
    assert browser_of(ivan).get(path(shared)).status_code == 403
    assert browser_of(grace).get(path(shared)).status_code == 403


@pytest.mark.parametrize("pk", ["0", str(10**30)])
def test_a_record_that_never_was_is_a_404(olga: User, browser_of: Browser, pk: str) -> None:
    assert browser_of(olga).get(f"/children/{pk}/").status_code == 404


def test_the_page_is_only_read(shared: Child, olga: User, browser_of: Browser) -> None:
    assert browser_of(olga).post(path(shared)).status_code == 405


# What is over ----------------------------------------------------------------------------------------


def keepsakes(found: Page) -> list[str]:
    links = [each.attributes["href"] for each in found.all("a")]
    return [each.split("/")[-2] for each in links if "/keepsake/" in each]


@pytest.mark.parametrize(
    ("born", "bands"),
    [
        (date(2020, 3, 11), []),  # six tomorrow
        (date(2020, 3, 10), ["early_years"]),  # six today
        (date(2013, 3, 10), ["upper_primary", "primary", "early_years"]),
        (date(2009, 3, 10), ["secondary", "upper_primary", "primary", "early_years"]),
    ],
)
def test_each_age_band_that_ended_has_its_keepsake_newest_first(
    olga: User, browser_of: Browser, born: date, bands: list[str]
) -> None:
    assert keepsakes(page(browser_of(olga).get(path(make_child(olga, born=born))))) == bands


def test_a_closed_record_is_there_to_read(olga: User, browser_of: Browser) -> None:
    make_definitions()
    child = make_child(olga, born=date(2009, 3, 10))
    response = browser_of(olga).get(path(child))
    assert "This record is complete." in text_of(response)
    assert "As it was on March 9, 2026" in text_of(response)
    assert actions(page(response)) == []
    assert f"/children/{child.pk}/export/" in response.content.decode()


# When an age band changes -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (datetime(2026, 2, 17, 12, tzinfo=UTC), ""),  # 31 days before the sixth birthday
        (datetime(2026, 2, 18, 12, tzinfo=UTC), "From March 20: items for 6–\u20609 years."),
        (datetime(2026, 3, 19, 23, tzinfo=UTC), "From March 20: items for 6–\u20609 years."),
        (datetime(2026, 3, 20, 0, tzinfo=UTC), "The keepsake of 3–\u20605 years is ready"),
        (datetime(2026, 4, 18, 22, tzinfo=UTC), "The keepsake of 3–\u20605 years is ready"),
        (datetime(2026, 4, 19, 12, tzinfo=UTC), ""),  # 31 days after the last of being five
    ],
)
def test_the_page_says_what_comes_with_a_birthday_and_what_is_kept_from_before(
    olga: User, browser_of: Browser, clock: time_machine.Traveller, now: datetime, said: str
) -> None:
    clock.move_to(datetime(2026, 2, 1, tzinfo=UTC))
    child = make_child(olga, born=date(2020, 3, 20), time_zone="Europe/London")
    clock.move_to(now)
    response = browser_of(olga).get(path(child))
    head = text_of(response).split("Recorded so far")[0]
    assert said in head
    assert ("items for 6–\u20609 years." in head, "keepsake" in head) == (
        said.startswith("From"),
        said.startswith("The"),
    )
    linked = f"/children/{child.pk}/keepsake/early_years/" in response.content.decode()
    assert linked == (now >= datetime(2026, 3, 20, tzinfo=UTC))


def test_no_keepsake_is_announced_of_years_the_record_knows_nothing_of(
    olga: User, browser_of: Browser, clock: time_machine.Traveller
) -> None:
    clock.move_to(datetime(2026, 3, 20, tzinfo=UTC))
    child = make_child(olga, born=date(2020, 3, 20), time_zone="Europe/London")
    assert "is ready" not in text_of(browser_of(olga).get(path(child)))


# A day gone by ---------------------------------------------------------------------------------------


def test_a_day_gone_by_is_shown_as_it_was(noor: Child, olga: User, browser_of: Browser) -> None:
    """By hand in test_standing.py."""
    response = browser_of(olga).get(path(noor, "2026-03-04"))
    found = page(response)
    assert table(found)[1:] == [
        "Academic 0 of 10 4 3 positive 31",
        "Islamic 0 of 10 2 1 positive 18",
        "Physical 0 of 10 0 nothing recorded",
        "Together 0 of 30 6 16",
    ]
    text = text_of(response)
    assert "This is the record as it was on March 4, 2026" in text
    assert "Back to today" in text
    assert "What to try next" not in text, "a tick would be one of today"
    assert "Write a note" not in text, "it would not be on this page"


def test_a_day_gone_by_has_the_notes_up_to_then(
    noor: Child, olga: User, browser_of: Browser
) -> None:
    make_observation(noor, text="That day.", observed_on=date(2026, 3, 4))
    make_observation(noor, text="The day after.", observed_on=date(2026, 3, 5))
    text = text_of(browser_of(olga).get(path(noor, "2026-03-04")))
    assert "Notes up to that day" in text
    assert "That day." in text
    assert "The day after." not in text


@pytest.mark.parametrize(
    ("on", "answer"),
    [
        ("2026-03-11", "This day is still to come. Choose one that has been."),
        ("9999-12-31", "This day is still to come. Choose one that has been."),
        ("2020-03-19", "This is before the date of birth. Choose a later day."),
        ("0001-01-01", "This is before the date of birth. Choose a later day."),
        (
            "2026-02-30",
            "There is no such day. Choose one from the calendar, or write it like 2026-03-10.",
        ),
        (
            "yesterday",
            "There is no such day. Choose one from the calendar, or write it like 2026-03-10.",
        ),
        ("%00", "There is no such day. Choose one from the calendar, or write it like 2026-03-10."),
        (
            "9" * 5000,
            "There is no such day. Choose one from the calendar, or write it like 2026-03-10.",
        ),
    ],
)
def test_a_day_that_cannot_be_shown_is_named_and_today_is_shown(
    noor: Child, olga: User, browser_of: Browser, on: str, answer: str
) -> None:
    response = browser_of(olga).get(path(noor, on))
    assert answer in text_of(response)
    assert table(page(response))[1] == "Academic 7 of 10 4 3 positive 59"


@pytest.mark.parametrize("on", ["", "2026-03-10"])
def test_no_day_and_today_are_today(noor: Child, olga: User, browser_of: Browser, on: str) -> None:
    text = text_of(browser_of(olga).get(path(noor, on)))
    assert "What to try next" in text
    assert "Back to today" not in text
    assert "Please look at this again" not in text


def test_before_the_third_birthday_there_was_nothing_to_tick(
    noor: Child, olga: User, browser_of: Browser
) -> None:
    rows = table(page(browser_of(olga).get(path(noor, "2022-01-01"))))
    assert rows[1] == "Academic 0 of 0 0 nothing recorded"


# Cost ------------------------------------------------------------------------------------------------


def test_a_full_record_takes_the_queries_of_an_empty_one(
    olga: User, browser_of: Browser, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_definitions()
    empty, full = make_child(olga), make_child(olga)
    for definition in MilestoneDefinition.objects.all():
        make_tick(full, definition)
    for number in range(500):
        make_observation(
            full,
            author=olga,
            dimension=list(Dimension)[number % 6],
            observed_on=date(2026, 3, 10) - DAY * (number % 60),
            sentiment=list(Sentiment)[number % 3],
        )
    browser = browser_of(olga)
    with queries() as of_the_empty:
        browser.get(path(empty))
    with django_assert_max_num_queries(12), queries() as of_the_full:
        browser.get(path(full))
    assert len(of_the_full) == len(of_the_empty)
