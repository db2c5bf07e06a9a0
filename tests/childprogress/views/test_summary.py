"""The summary for a teacher or a doctor: what is on it, what is not, and who chooses."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from childprogress.ages import AgeBand
from childprogress.models import Child, GuardianRole, Observation
from childprogress.services import tick, untick
from childprogress.vocabulary import Dimension, Sentiment
from tests.html import read
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


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(noon(MARCH_10), tick=False) as traveller:
        yield traveller


@pytest.fixture
def child(olga: User) -> Child:
    """Maryam, seven, whose record was begun at 20:00 UTC on 1 January, which is the 2nd in Karachi."""
    child = make_child(
        olga, name="Maryam", time_zone="Asia/Karachi", dimensions=[ACADEMIC, PHYSICAL]
    )
    Child.objects.filter(pk=child.pk).update(created_at=datetime(2026, 1, 1, 20, tzinfo=UTC))
    child.refresh_from_db()
    return child


@pytest.fixture
def desk(olga: User, browser_of: Browser) -> Client:
    return browser_of(olga)


def path(child: Child) -> str:
    return f"/children/{child.pk}/summary/"


def sheet(response: Any) -> str:
    """What is printed, without tags, in one line."""
    assert response.status_code == 200, response.status_code
    (article,) = read(response.content.decode()).all("article")
    return " ".join(article.text.split())


def offered(response: Any) -> dict[str, bool]:
    """The notes one can choose, and whether they are chosen."""
    return {
        each.attributes["value"]: "checked" in each.attributes
        for each in read(response.content.decode()).all("input")
        if each.attributes.get("name") == "note"
    }


# Who, when, by whom ----------------------------------------------------------------------------------


def test_the_summary_says_who_how_old_when_and_by_whom(child: Child, desk: Client) -> None:
    page = sheet(desk.get(path(child)))

    assert "Maryam 7 years old, age band 6–\u20609 years" in page
    assert "Made on March 10, 2026 Made by Olga For" in page
    assert "It is not a diagnostic tool." in page


def test_every_guardian_prints_it_and_nobody_else(
    child: Child, viktor: User, heidi: User, bob: User, browser_of: Browser
) -> None:
    make_guardianship(child, viktor, GuardianRole.VIEWER)

    assert "Made by Viktor" in sheet(browser_of(viktor).get(path(child)))
    assert browser_of(heidi).get(path(child)).status_code == 404
    assert browser_of(bob).get(path(child)).status_code == 403


# Items -----------------------------------------------------------------------------------------------


def test_what_is_ticked_in_the_current_band_is_listed_and_nothing_else(
    child: Child, olga: User, desk: Client
) -> None:
    at = datetime(2026, 2, 1, 9, tzinfo=UTC)
    make_tick(child, make_definition(PHYSICAL, title="Hops on one leg"), at)
    make_tick(child, make_definition(ACADEMIC, title="Reads a list", place=2), at)
    make_tick(child, make_definition(ACADEMIC, title="Writes a list", place=1), at)
    make_tick(child, make_definition(ACADEMIC, title="Left the list", place=3, retired=True), at)
    make_tick(child, make_definition(ACADEMIC, AgeBand.EARLY_YEARS, title="Once upon"), at)
    make_tick(child, make_definition(ISLAMIC, title="Hidden"), at)
    make_definition(ACADEMIC, title="Never ticked")
    taken_back = make_definition(ACADEMIC, title="Taken back")
    tick(child=child, definition=taken_back, by=olga)
    untick(child=child, definition=taken_back, by=olga)
    make_tick(make_child(name="Sibling"), make_definition(ACADEMIC, title="Of a sibling"), at)
    page = sheet(desk.get(path(child)))

    noted = "noted on Feb. 1, 2026"
    assert (
        f"Academic 6–\u20609 years Writes a list {noted} Reads a list {noted} Left the list {noted}"
        f" Physical 6–\u20609 years Hops on one leg {noted}" in page
    )
    for absent in (
        "Once upon",
        "Hidden",
        "Never ticked",
        "Taken back",
        "Of a sibling",
        "recorded",
        "%",
    ):
        assert absent not in page


@pytest.mark.parametrize(
    ("at", "noted"),
    [
        (datetime(2026, 1, 1, 20, tzinfo=UTC), ""),  # the first day in Karachi: 2 January
        (datetime(2026, 1, 8, 18, 59, tzinfo=UTC), ""),  # the seventh, one minute before midnight
        (datetime(2026, 1, 8, 19, 0, tzinfo=UTC), "noted on Jan. 9, 2026"),  # the eighth begins
        (datetime(2025, 12, 1, 9, tzinfo=UTC), ""),
    ],
)
def test_ticks_of_the_first_seven_days_print_without_a_date(
    child: Child, desk: Client, at: datetime, noted: str
) -> None:
    make_tick(child, make_definition(title="Reads a list"), at)
    page = sheet(desk.get(path(child)))

    assert "Reads a list" in page
    assert re.findall(r"noted on [A-Z][a-z.]+ \d+, \d+", page) == ([noted] if noted else [])


def test_the_parent_chooses_dimensions_and_earlier_bands(child: Child, desk: Client) -> None:
    for dimension in (ACADEMIC, PHYSICAL):
        for band in (AgeBand.EARLY_YEARS, AgeBand.PRIMARY):
            definition = make_definition(dimension, band, title=f"{dimension} {band}")
            make_tick(child, definition, child.created_at)

    one = sheet(desk.get(path(child), {"dimension": "physical"}))
    assert "physical primary" in one
    assert "academic" not in one
    assert "early_years" not in one
    both = sheet(desk.get(path(child), {"dimension": "physical", "earlier": "on"}))
    assert (
        "Physical 6–\u20609 years physical primary Physical 3–\u20605 years physical early_years"
        in both
    )
    none = sheet(desk.get(path(child), {"chosen": "1"}))
    assert "primary" not in none
    assert "Nothing to print yet" in none


def test_religion_is_printed_only_where_it_is_chosen(olga: User, desk: Client) -> None:
    child = make_child(olga, dimensions=[ACADEMIC, ISLAMIC])
    for dimension in (ACADEMIC, ISLAMIC):
        make_tick(child, make_definition(dimension, title=f"{dimension} item"))
    asked = desk.get(path(child))

    assert "academic item" in sheet(asked)
    assert "islamic item" not in sheet(asked)
    assert "they are printed only if you choose them" in text_of(asked)
    chosen = sheet(desk.get(path(child), {"dimension": ["academic", "islamic"]}))
    assert "academic item" in chosen
    assert "islamic item" in chosen


def test_nothing_is_said_of_religion_where_it_is_not_shown(child: Child, desk: Client) -> None:
    assert "religion" not in text_of(desk.get(path(child)))


def test_the_youngest_are_not_asked_about_earlier_bands(olga: User, desk: Client) -> None:
    child = make_child(olga, born=date(2022, 5, 4))

    assert "earlier age bands" not in text_of(desk.get(path(child)))


def test_a_closed_record_is_printed_as_of_its_last_day(olga: User, desk: Client) -> None:
    child = make_child(olga, name="Maryam", born=date(2009, 3, 10))  # seventeen today
    make_tick(child, make_definition(band=AgeBand.SECONDARY, title="Cooks a meal"))
    page = sheet(desk.get(path(child)))

    assert "16 years old, age band 13–\u206016 years" in page
    assert "Cooks a meal" in page


# Notes -----------------------------------------------------------------------------------------------


def test_no_note_is_printed_that_nobody_chose(child: Child, desk: Client) -> None:
    note = make_observation(child, text="A canary.")
    page = desk.get(path(child))

    assert "canary" not in sheet(page)
    assert offered(page) == {str(note.pk): False}
    assert "March 10, 2026 · Academic · A canary." in text_of(page)


def test_the_notes_chosen_are_printed_oldest_first_with_date_feeling_and_author(
    child: Child, olga: User, desk: Client
) -> None:
    early = make_observation(child, author=olga, observed_on=date(2026, 2, 1), text="Early.")
    late = make_observation(child, text="Late.", sentiment=Sentiment.NEEDS_ATTENTION)
    other = make_observation(child, text="Other.")
    page = desk.get(path(child), {"note": [late.pk, early.pk]})

    assert (
        "Notes Feb. 1, 2026 · Academic · Olga Early. Positive"
        " March 10, 2026 · Academic · somebody who has left Late. Needs attention" in sheet(page)
    )
    assert "Other." not in sheet(page)
    assert offered(page) == {str(other.pk): False, str(late.pk): True, str(early.pk): True}


def test_ids_of_others_notes_and_what_is_no_id_are_ignored(
    child: Child, olga: User, heidi: User, desk: Client
) -> None:
    strange = [
        make_observation(make_child(heidi), text="canary of a stranger"),
        make_observation(make_child(olga), text="canary of a sibling"),
        make_observation(child, text="canary deleted", deleted_at=noon(MARCH_10)),
        make_observation(child, text="canary hidden", dimension=ISLAMIC),
    ]
    ids = [each.pk for each in strange]
    answer = desk.get(
        path(child), {"note": [*map(str, ids), "x", "", "\x00", "-1", "9" * 40, "²", "0"]}
    )

    assert "canary" not in answer.content.decode()
    assert offered(answer) == {}


def test_unknown_dimensions_and_days_are_ignored_and_a_wrong_day_is_said(
    child: Child, desk: Client
) -> None:
    make_tick(child, make_definition(title="Reads a list"))
    asked: dict[str, Any] = {
        "dimension": ["academic", "islamic", "musical\x00"],
        "until": "2026-02-30",
    }
    answer = desk.get(path(child), asked)

    assert "Reads a list" in sheet(answer)
    assert "Offer notes up to – There is no such day." in text_of(answer)


def test_the_latest_hundred_notes_are_offered_older_ones_by_day_and_those_chosen_always(
    child: Child, desk: Client
) -> None:
    notes = [
        make_observation(child, observed_on=MARCH_10 - timedelta(days=place), text=f"n{place}")
        for place in range(103)
    ]
    latest = offered(desk.get(path(child)))
    assert list(latest) == [str(note.pk) for note in notes[:100]]

    oldest = str(notes[-1].pk)
    assert offered(desk.get(path(child), {"note": oldest})) == {**latest, oldest: True}
    older = offered(desk.get(path(child), {"until": notes[101].observed_on.isoformat()}))
    assert list(older) == [str(note.pk) for note in notes[101:]]


def test_at_most_a_hundred_notes_are_printed(child: Child, desk: Client) -> None:
    ids = [make_observation(child, text="A canary.").pk for _n in range(101)]

    assert sheet(desk.get(path(child), {"note": ids})).count("A canary.") == 100


def test_the_address_of_the_form_holds_words_and_ids_alone(child: Child, desk: Client) -> None:
    make_observation(child, text="A canary.")
    page = read(desk.get(path(child)).content.decode())
    (form,) = (form for form in page.forms("get") if "Show it" in form.text)

    values = [each.attributes.get("value", "") for each in page.fields(form)]
    assert not [value for value in values if "canary" in value or "Maryam" in value]


@pytest.mark.parametrize("number", [1, 30, 300])
def test_the_page_asks_as_often_for_one_row_as_for_300(
    child: Child, olga: User, desk: Client, number: int
) -> None:
    ids = [make_observation(child, author=olga).pk for _n in range(number)]
    for _n in range(min(number, 30)):
        make_tick(child, make_definition())
    with queries() as ran:
        desk.get(
            path(child), {"note": [str(each) for each in ids[:100]], "dimension": ["academic"]}
        )

    assert len(ran) == 8, ran  # session, reader, roles, child, chosen, latest, items, news
    assert Observation.objects.count() == number


def test_keepsakes_of_the_bands_that_ended_are_within_reach(child: Child, desk: Client) -> None:
    page = desk.get(path(child)).content.decode()

    assert f"/children/{child.pk}/keepsake/early_years/" in page
    assert "/keepsake/primary/" not in page
