"""A checklist: its items, how many are ticked, other dimensions and age bands, and what is recorded."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from childprogress.ages import AgeBand
from childprogress.models import Child, GuardianRole, MilestoneDefinition, ReviewState
from childprogress.vocabulary import Dimension
from tests.html import Element, Page, read
from tests.make_children import (
    make_child,
    make_definition,
    make_definitions,
    make_guardianship,
    make_observation,
    make_tick,
)
from tests.milestones.views.months import queries, text_of
from tests.personas import Browser
from tests.world import moment
from tfl.accounts.models import Student, User

pytestmark = pytest.mark.django_db

ACADEMIC, ISLAMIC, PHYSICAL = Dimension.ACADEMIC, Dimension.ISLAMIC, Dimension.PHYSICAL
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with moment() as traveller:
        yield traveller


def path_of(child: Child, dimension: str = "academic", query: str = "") -> str:
    return f"/children/{child.pk}/checklist/{dimension}/{query}"


def page_of(client: Client, child: Child, dimension: str = "academic", query: str = "") -> Page:
    response = client.get(path_of(child, dimension, query))
    assert response.status_code == 200
    page = read(response.content.decode())
    assert page.mistakes == []
    assert not page.repeated_ids()
    return page


def words(element: Element) -> str:
    return " ".join(element.text.split())


def by_id(page: Page, id_: str) -> Element:
    [found] = [each for each in page.elements if each.attributes.get("id") == id_]
    return found


def rows(page: Page) -> list[Element]:
    return [each for each in page.all("li") if each.attributes.get("id", "").startswith("item-")]


def buttons(page: Page) -> list[str]:
    """What can be ticked or unticked in the list, as it is read out."""
    found = [each for each in page.all("button") if each.attributes.get("id", "")[:5] == "tick-"]
    return [words(each) for each in found]


def ways(page: Page, label: str) -> dict[str, str]:
    """The links of a navigation and where they lead; the one that is open has a star."""
    [nav] = [each for each in page.all("nav") if each.attributes.get("aria-label") == label]
    links = [each for each in page.all("a") if each.inside("nav") is nav]
    return {
        words(each) + (" *" if "aria-current" in each.attributes else ""): each.attributes["href"]
        for each in links
    }


# What is on it ---------------------------------------------------------------------------------------


def test_the_items_of_the_childs_age_stand_in_their_order(child: Child, olgas: Client) -> None:
    second = make_definition(title="Names four planets", place=2)
    first = make_definition(title="Names three planets", place=1)
    make_definition(PHYSICAL, title="Climbs a tree")
    make_definition(band=AgeBand.EARLY_YEARS, title="Names a star")
    make_tick(child, first, datetime(2026, 3, 4, 23, 30, tzinfo=UTC))

    page = page_of(olgas, child)

    assert [each.attributes["id"] for each in rows(page)] == [
        f"item-{first.pk}",
        f"item-{second.pk}",
    ]
    ticked, waiting = (words(each) for each in rows(page))
    assert "Names three planets" in ticked
    assert first.description in ticked
    assert "Point at something and wait." in ticked
    assert "Noted on March 4, 2026 Reading" in ticked
    assert "Noted" not in waiting
    assert buttons(page) == ["Untick Names three planets", "Tick Names four planets"]
    assert words(by_id(page, "progress")) == "1 of 2 ticked so far"


def test_the_day_of_a_tick_is_that_of_where_the_child_lives(olga: User, olgas: Client) -> None:
    child = make_child(olga, time_zone="Asia/Karachi")  # five hours ahead
    make_tick(child, make_definition(), datetime(2026, 3, 4, 23, 30, tzinfo=UTC))

    assert "Noted on March 5, 2026" in text_of(olgas.get(path_of(child)))


def test_each_item_leads_to_its_history(child: Child, olgas: Client) -> None:
    ticked, waiting = make_definition(place=1), make_definition(place=2)
    make_tick(child, ticked)

    links = [each.attributes["href"] for each in page_of(olgas, child).all("a")]

    assert f"/children/{child.pk}/items/{ticked.pk}/#history" in links
    assert f"/children/{child.pk}/items/{waiting.pk}/" in links
    assert f"/children/{child.pk}/items/{waiting.pk}/#history" not in links


def test_the_dimensions_shown_are_there_with_their_counts(olga: User, olgas: Client) -> None:
    child = make_child(olga, dimensions=[ACADEMIC, PHYSICAL])
    for place in (1, 2, 3):
        make_tick(child, make_definition(PHYSICAL, place=place))
    make_definition(PHYSICAL, place=4)
    make_definition(ISLAMIC)

    page = page_of(olgas, child)

    assert ways(page, "Dimensions") == {
        "Academic 0 of 0 *": path_of(child),
        "Physical 3 of 4": path_of(child, "physical"),
    }
    assert "Islamic" not in text_of(olgas.get(path_of(child)))


def test_what_is_recorded_in_all_stands_beside_it(child: Child, olgas: Client) -> None:
    make_tick(child, make_definition(place=1))
    tried = make_definition(PHYSICAL, title="Climbs a tree")

    page = page_of(olgas, child)

    standing = by_id(page, "standing")
    assert standing.inside("aside")
    assert "Climbs a tree" in standing.text
    [form] = [each for each in page.forms("post") if standing in each.parents]
    assert form.attributes["action"] == f"/children/{child.pk}/items/{tried.pk}/tick/"


def test_before_any_definition_is_there_the_page_says_so(child: Child, olgas: Client) -> None:
    assert "Nothing on this list yet" in text_of(olgas.get(path_of(child)))


def test_what_left_the_list_is_there_to_read_where_it_is_ticked(
    child: Child, olgas: Client
) -> None:
    gone = make_definition(title="Reads a newspaper", retired=True)
    make_definition(title="Sends a telegram", retired=True)
    make_definition(title="Names three planets")
    make_tick(child, gone)

    page = page_of(olgas, child)

    assert [words(each) for each in page.all("h2")][1] == "No longer on the list"
    assert buttons(page) == ["Tick Names three planets"]
    assert "Reads a newspaper" in words(rows(page)[-1])
    assert "Sends a telegram" not in text_of(olgas.get(path_of(child)))
    assert words(by_id(page, "progress")) == "0 of 1 ticked so far"


# Reviews ---------------------------------------------------------------------------------------------


def review(definition: MilestoneDefinition) -> None:
    definition.review_state = ReviewState.REVIEWED
    definition.reviewed_by = "Dr Amal Haddad, paediatrics"
    definition.reviewed_on = date(2026, 2, 3)
    definition.save()


def test_items_that_await_an_expert_say_so_once(child: Child, olgas: Client) -> None:
    make_definition(place=1)
    make_definition(place=2)

    text = text_of(olgas.get(path_of(child)))

    assert text.count("await expert review") == 1
    assert "These items await expert review" in text


def test_a_reviewed_item_says_by_whom_and_when(child: Child, olgas: Client) -> None:
    review(make_definition(place=1))
    make_definition(place=2)

    page = page_of(olgas, child)

    reviewed, waiting = (words(each) for each in rows(page))
    assert "Reviewed by Dr Amal Haddad, paediatrics on Feb. 3, 2026" in reviewed
    assert "Reviewed by" not in waiting
    assert "Items await expert review unless they say" in text_of(olgas.get(path_of(child)))


def test_where_all_are_reviewed_nothing_awaits(child: Child, olgas: Client) -> None:
    review(make_definition())

    assert "await" not in text_of(olgas.get(path_of(child)))


# Age bands -------------------------------------------------------------------------------------------


def test_the_other_age_bands_are_a_click_away(child: Child, olgas: Client) -> None:
    assert ways(page_of(olgas, child), "Age bands") == {
        "3–\u20605 years": path_of(child, query="?ageBand=early_years"),
        "6–\u20609 years now *": path_of(child),
        "10–\u206012 years to come": path_of(child, query="?ageBand=upper_primary"),
        "13–\u206016 years to come": path_of(child, query="?ageBand=secondary"),
    }


def test_another_dimension_is_shown_of_the_same_band(olga: User, olgas: Client) -> None:
    child = make_child(olga, dimensions=[ACADEMIC, PHYSICAL])
    make_tick(child, make_definition(PHYSICAL, AgeBand.EARLY_YEARS))

    page = page_of(olgas, child, query="?ageBand=early_years")

    assert ways(page, "Dimensions") == {
        "Academic 0 of 0 *": path_of(child, query="?ageBand=early_years"),
        "Physical 1 of 1": path_of(child, "physical", "?ageBand=early_years"),
    }


def test_an_earlier_band_can_be_ticked_and_the_page_says_so(child: Child, olgas: Client) -> None:
    make_definition(band=AgeBand.EARLY_YEARS, title="Names a star")

    page = page_of(olgas, child, query="?ageBand=early_years")

    assert buttons(page) == ["Tick Names a star"]
    assert "You can still tick what you saw then" in text_of(
        olgas.get(path_of(child, query="?ageBand=early_years"))
    )


def test_a_later_band_is_read_only_until_its_day(child: Child, olgas: Client) -> None:
    make_definition(band=AgeBand.UPPER_PRIMARY, title="Names ten stars")
    query = "?ageBand=upper_primary"

    page, text = page_of(olgas, child, query=query), text_of(olgas.get(path_of(child, query=query)))

    assert "Names ten stars" in text
    assert buttons(page) == []
    assert "these items can be ticked from May 4, 2028 on" in text  # ten years after 4 May 2018


def test_the_band_turns_on_the_birthday(
    olga: User, olgas: Client, clock: time_machine.Traveller
) -> None:
    child = make_child(olga, born=date(2016, 3, 11))
    make_definition(title="Names three planets")
    make_definition(band=AgeBand.UPPER_PRIMARY, title="Names ten stars")
    assert buttons(page_of(olgas, child)) == ["Tick Names three planets"]

    clock.move_to(datetime(2026, 3, 11, 0, 0, 1, tzinfo=UTC), tick=False)

    assert buttons(page_of(olgas, child)) == ["Tick Names ten stars"]


@pytest.mark.parametrize(
    "query",
    [
        "?ageBand=",
        "?ageBand=adult",
        "?ageBand=PRIMARY",
        "?ageBand=3",
        "?ageBand=%00",
        "?ageBand=%ff",
    ],
)
def test_an_age_band_there_is_not_is_a_404(query: str, child: Child, olgas: Client) -> None:
    assert olgas.get(path_of(child, query=query)).status_code == 404


@pytest.mark.parametrize("dimension", ["maths", "ACADEMIC", "0", "x" * 500, "islamic"])
def test_a_dimension_there_is_not_or_that_is_hidden_is_a_404(
    dimension: str, olga: User, olgas: Client
) -> None:
    child = make_child(olga, dimensions=[ACADEMIC])
    make_tick(child, make_definition(ISLAMIC))

    assert olgas.get(path_of(child, dimension)).status_code == 404


# Who reads it ----------------------------------------------------------------------------------------


def test_a_viewer_reads_it_and_is_told_whom_to_ask(
    child: Child, viktor: User, browser_of: Browser
) -> None:
    make_guardianship(child, viktor, GuardianRole.VIEWER)
    make_definition(title="Names three planets")
    viktors = browser_of(viktor)

    page, text = page_of(viktors, child), text_of(viktors.get(path_of(child)))

    assert "Names three planets" in text
    assert buttons(page) == []
    assert "ask an owner to make you an editor" in text


def test_a_closed_record_is_read_as_on_its_last_day(olga: User, olgas: Client) -> None:
    child = make_child(olga, born=date(2009, 3, 10))  # seventeen today
    definition = make_definition(band=AgeBand.SECONDARY, title="Compares two news reports")
    make_tick(child, definition)

    page, text = page_of(olgas, child), text_of(olgas.get(path_of(child)))

    assert "Compares two news reports" in text
    assert buttons(page) == []
    assert "This record ended with the seventeenth birthday" in text
    assert "13–\u206016 years *" in ways(page, "Age bands")


def test_to_everybody_else_there_is_no_such_page(
    child: Child, heidi: User, alice: Student, grace: User, browser_of: Browser
) -> None:
    assert browser_of(heidi).get(path_of(child)).status_code == 404
    for person in (alice, grace):
        assert browser_of(person).get(path_of(child)).status_code == 403
    assert Client().get(path_of(child)).status_code == 302


@pytest.mark.parametrize("id_", ["0", "999999", "9" * 31])
def test_a_bogus_child_is_a_404(id_: str, olgas: Client) -> None:
    assert olgas.get(f"/children/{id_}/checklist/academic/").status_code == 404


# What it costs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "?ageBand=early_years"])
def test_it_takes_as_many_queries_for_a_full_record_as_for_an_empty_one(
    query: str, child: Child, olga: User, olgas: Client
) -> None:
    make_definitions()
    with queries() as empty:
        page_of(olgas, child, query=query)
    for definition in MilestoneDefinition.objects.all():
        make_tick(child, definition)
    for number in range(500):
        make_observation(child, author=olga, dimension=list(Dimension)[number % 6])

    with queries() as full:
        page_of(olgas, child, query=query)

    assert len(empty) == len(full) <= MOST_QUERIES
