"""The page to keep from the years of a band."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client

from childprogress.ages import AgeBand
from childprogress.models import Child, GuardianRole
from childprogress.selectors.prints import worth_keeping
from childprogress.vocabulary import Dimension, Sentiment
from tests.childprogress.views.test_summary import offered
from tests.make_children import (
    make_child,
    make_definition,
    make_guardianship,
    make_observation,
    make_tick,
)
from tests.make_milestones import MARCH_10, noon
from tests.milestones.views.months import queries, text_of
from tests.personas import Browser
from tfl.accounts.models import User

ACADEMIC, PHYSICAL, ISLAMIC = Dimension.ACADEMIC, Dimension.PHYSICAL, Dimension.ISLAMIC
EARLY, PRIMARY = AgeBand.EARLY_YEARS, AgeBand.PRIMARY
FIRST, LAST = date(2021, 5, 4), date(2024, 5, 3)
"""Of Maryam's early years: from her third birthday to the day before her sixth."""


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(noon(MARCH_10), tick=False) as traveller:
        yield traveller


@pytest.fixture
def child(olga: User) -> Child:
    """Maryam, born on 4 May 2018."""
    return make_child(olga, name="Maryam", dimensions=[ACADEMIC, PHYSICAL])


@pytest.fixture
def desk(olga: User, browser_of: Browser) -> Client:
    return browser_of(olga)


def path(child: Child, band: str = EARLY) -> str:
    return f"/children/{child.pk}/keepsake/{band}/"


def card(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    (article,) = re.findall(r"<article.*?</article>", response.content.decode(), re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", article)).split())


# When ------------------------------------------------------------------------------------------------


def test_it_is_there_from_the_birthday_that_ends_the_band(
    child: Child, desk: Client, clock: time_machine.Traveller
) -> None:
    clock.move_to(noon(date(2024, 5, 3)))
    assert desk.get(path(child)).status_code == 404
    clock.move_to(noon(date(2024, 5, 4)))
    assert desk.get(path(child)).status_code == 200


def test_the_birthday_is_where_the_child_lives(
    olga: User, desk: Client, clock: time_machine.Traveller
) -> None:
    """Noon of the 3rd in UTC is already the 4th on Kiritimati (UTC+14)."""
    clock.move_to(noon(date(2024, 5, 3)))
    child = make_child(olga, time_zone="Pacific/Kiritimati")

    assert desk.get(path(child)).status_code == 200


def test_a_band_that_runs_is_to_come_or_unknown_is_not_there(child: Child, desk: Client) -> None:
    for band in (PRIMARY, AgeBand.UPPER_PRIMARY, AgeBand.SECONDARY, "toddlers"):
        assert desk.get(path(child, band)).status_code == 404


def test_a_closed_record_has_all_four(olga: User, desk: Client) -> None:
    child = make_child(olga, born=date(2009, 3, 10))  # seventeen today

    assert [desk.get(path(child, band)).status_code for band in AgeBand] == [200] * 4


def test_every_guardian_has_it_and_nobody_else(
    child: Child, viktor: User, heidi: User, bob: User, browser_of: Browser
) -> None:
    make_guardianship(child, viktor, GuardianRole.VIEWER)

    assert browser_of(viktor).get(path(child)).status_code == 200
    assert browser_of(heidi).get(path(child)).status_code == 404
    assert browser_of(bob).get(path(child)).status_code == 403


# What ------------------------------------------------------------------------------------------------


def test_it_holds_what_was_ticked_of_the_band_by_dimension_without_any_number(
    child: Child, desk: Client
) -> None:
    make_tick(child, make_definition(PHYSICAL, EARLY, title="Hops like a frog"))
    make_tick(child, make_definition(ACADEMIC, EARLY, title="Names a shape", place=2))
    make_tick(child, make_definition(ACADEMIC, EARLY, title="Left the list", place=1, retired=True))
    make_tick(child, make_definition(ISLAMIC, EARLY, title="Hidden"))
    make_tick(child, make_definition(ACADEMIC, PRIMARY, title="Of a later band"))
    make_definition(ACADEMIC, EARLY, title="Never ticked")
    page = card(desk.get(path(child)))

    assert page == (
        "3–\u20605 years Maryam May 4, 2021 to May 3, 2024 What we saw you do"
        " Academic Left the list Names a shape Physical Hops like a frog"
    )


def test_it_holds_the_notes_of_these_years_oldest_first(
    child: Child, olga: User, desk: Client
) -> None:
    for day, text in (
        (LAST, "Last day."),
        (FIRST, "First day."),
        (FIRST - timedelta(days=1), "Too early."),
        (LAST + timedelta(days=1), "Too late."),
    ):
        make_observation(child, author=olga, observed_on=day, text=text)
    make_observation(child, observed_on=FIRST, text="Hidden.", dimension=ISLAMIC)
    make_observation(child, observed_on=FIRST, text="Deleted.", deleted_at=noon(MARCH_10))
    page = desk.get(path(child))

    assert card(page).endswith(
        "What we wrote down First day. May 4, 2021 · Olga Last day. May 3, 2024 · Olga"
    )
    for absent in ("Too early.", "Too late.", "Hidden.", "Deleted."):
        assert absent not in page.content.decode()


def test_before_anybody_chose_it_leaves_out_what_needs_attention(
    child: Child, desk: Client
) -> None:
    positive, neutral, attention = (
        make_observation(child, observed_on=FIRST, text=f"It was {each}.", sentiment=each)
        for each in Sentiment
    )
    page = desk.get(path(child))
    assert offered(page) == {
        str(positive.pk): True,
        str(neutral.pk): True,
        str(attention.pk): False,
    }
    assert "needs_attention" not in card(page)

    chosen = card(desk.get(path(child), {"note": attention.pk}))
    assert "It was needs_attention." in chosen
    assert "It was positive." not in chosen
    assert "It was" not in card(desk.get(path(child), {"chosen": "1"}))


def test_ids_of_other_notes_and_what_is_no_id_are_ignored(
    child: Child, olga: User, heidi: User, desk: Client
) -> None:
    strange = [
        make_observation(make_child(heidi), observed_on=FIRST, text="A canary."),
        make_observation(make_child(olga), observed_on=FIRST, text="A canary."),
        make_observation(child, observed_on=LAST + timedelta(days=1), text="A canary."),
    ]
    asked = {"note": [*(str(each.pk) for each in strange), "x", "9" * 40, "²", "\x00"]}

    assert "canary" not in desk.get(path(child), asked).content.decode()


def test_of_very_many_notes_sixty_are_chosen_evenly_over_the_years(
    child: Child, desk: Client
) -> None:
    """Of 120 every second one, beginning with the first."""
    notes = [
        make_observation(child, observed_on=FIRST + timedelta(days=place), text="A canary.")
        for place in range(120)
    ]

    assert worth_keeping(notes) == [note.pk for note in notes[::2]]
    page = desk.get(path(child))
    assert card(page).count("A canary.") == 60
    assert len(offered(page)) == 120


def test_of_no_notes_none_are_chosen() -> None:
    assert worth_keeping([]) == []


# Nothing noted ---------------------------------------------------------------------------------------


def test_with_nothing_noted_it_leads_to_where_one_can_remember(child: Child, desk: Client) -> None:
    page = desk.get(path(child))

    assert "These years are still to be told" in card(page)
    way = f"/children/{child.pk}/checklist/academic/?ageBand=early_years"
    assert f'href="{way}"' in page.content.decode()


def test_a_viewer_is_not_sent_to_tick(child: Child, viktor: User, browser_of: Browser) -> None:
    make_guardianship(child, viktor, GuardianRole.VIEWER)
    page = browser_of(viktor).get(path(child))

    assert "Nothing of this time was noted" in text_of(page)
    assert "ageBand" not in page.content.decode()


@pytest.mark.parametrize("number", [1, 30, 300])
def test_the_page_asks_as_often_for_one_row_as_for_300(
    child: Child, olga: User, desk: Client, number: int
) -> None:
    for _n in range(number):
        make_observation(child, author=olga, observed_on=FIRST)
    for _n in range(min(number, 30)):
        make_tick(child, make_definition(band=EARLY))
    with queries() as ran:
        desk.get(path(child))

    assert len(ran) == 7, ran  # session, reader, roles, child, notes, items, news
