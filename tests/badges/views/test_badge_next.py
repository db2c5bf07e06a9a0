"""The card that says what is next: alone, in the wallet, and where the student's month is."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from badges.models import MilestoneConfig
from tests.html import read
from tests.make import make_category, make_skill
from tests.make_badges import (
    everywhere,
    make_achievement,
    make_badge,
    make_badge_milestone,
    within,
)
from tests.milestones.views.months import (
    make_milestone,
    make_outcome,
    queries,
    text_of,
    travel,
)
from tests.personas import Browser
from tfl.accounts.models import Student, User

CARD = "/badge-milestones/next/"
ALL_REACHED = "You reached every badge milestone there is."


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with travel(date(2026, 3, 10)) as traveller:
        yield traveller


def card(client: Client) -> Any:
    response = client.get(CARD, headers={"HX-Request": "true"})
    assert response.status_code == 200
    return response


def five(user: User) -> MilestoneConfig:
    """“Earn 5 badges”, three of which are there."""
    for _ in range(3):
        make_badge(user)
    return make_badge_milestone("Badge Collector", trigger=everywhere(5))


def test_it_says_what_is_next_how_far_it_is_and_how_much_is_to_go(
    ivan: User, browser_of: Browser
) -> None:
    milestone = five(ivan)

    response = card(browser_of(ivan))

    page = read(response.content.decode())
    (progress,) = page.all("progress")
    assert text_of(response) == (
        "Next badge milestone Badge Collector Earn 5 badges 2 more to go 3 of 5 "
        "What counts towards it"
    )
    assert (progress.attributes["value"], progress.attributes["max"]) == ("3", "5")
    assert [link.attributes["href"] for link in page.all("a")] == [
        f"/badge-milestones/{milestone.pk}/why/"
    ]


def test_all_reached_says_so(ivan: User, browser_of: Browser) -> None:
    make_achievement(ivan)

    assert ALL_REACHED in text_of(card(browser_of(ivan)))


def test_where_none_is_configured_there_is_nothing_at_all(ivan: User, browser_of: Browser) -> None:
    make_badge_milestone(active=False)

    assert text_of(card(browser_of(ivan))) == ""


def test_over_the_threshold_the_bar_is_full_and_the_award_on_its_way(
    ivan: User, browser_of: Browser
) -> None:
    make_badge_milestone(trigger=everywhere(1))
    make_badge(ivan)
    make_badge(ivan)

    shown = text_of(card(browser_of(ivan)))

    assert "Everything is there. It is awarded shortly. 1 of 1" in shown


def test_opened_as_a_page_it_leads_to_the_wallet_where_it_stands(
    ivan: User, browser_of: Browser
) -> None:
    five(ivan)
    client = browser_of(ivan)

    response = client.get(CARD)

    assert response.status_code == 302
    assert response["Location"] == "/badges/#next-milestone"
    wallet = read(client.get("/badges/").content.decode())
    assert "next-milestone" in {each.attributes.get("id") for each in wallet.elements}


def test_who_holds_nothing_finds_it_in_the_wallet_too(ivan: User, browser_of: Browser) -> None:
    make_badge_milestone("First Badge", trigger=everywhere(1))

    assert "First Badge" in text_of(browser_of(ivan).get("/badges/"))


@pytest.mark.parametrize("number", [1, 30, 300])
def test_it_takes_six_queries_however_many_there_are(
    number: int, ivan: User, browser_of: Browser
) -> None:
    for _ in range(number):
        make_badge_milestone(trigger=within(make_category(), 2))
    make_badge(ivan, skills=[make_skill()])
    client = browser_of(ivan)

    with queries() as ran:
        card(client)

    assert len(ran) == 6


# Where the student's month is ------------------------------------------------------------------------


def placeholders_on(client: Client) -> list[Any]:
    page = read(client.get("/mission/").content.decode())
    return [each for each in page.elements if each.attributes.get("hx-get") == CARD]


def test_the_mission_fetches_it_and_without_scripts_leads_to_it(
    alice: Student, browser_of: Browser
) -> None:
    make_outcome(make_milestone(alice))
    five(alice.user)
    client = browser_of(alice)

    (placeholder,) = placeholders_on(client)
    page = read(client.get("/mission/").content.decode())
    (link,) = [each for each in page.all("a") if "#next-milestone" in each.attributes["href"]]

    assert placeholder.attributes["hx-trigger"] == "load"
    assert placeholder.attributes["hx-swap"] == "outerHTML"
    assert CARD in [each.attributes.get("hx-get") for each in link.parents]
    assert link.attributes["href"] == "/badges/#next-milestone"
    assert "awaited" in card(client).content.decode(), "as tall as what it takes the place of"


def test_the_mission_has_it_in_a_month_without_a_milestone_too(
    alice: Student, browser_of: Browser
) -> None:
    make_badge_milestone()

    assert len(placeholders_on(browser_of(alice))) == 1


def test_the_mission_keeps_no_place_for_it_where_none_is_configured(
    alice: Student, browser_of: Browser
) -> None:
    make_outcome(make_milestone(alice))
    make_badge_milestone(active=False)

    assert placeholders_on(browser_of(alice)) == []


@pytest.mark.parametrize("number", [1, 30])
def test_the_mission_takes_no_more_queries_for_it(
    number: int, alice: Student, browser_of: Browser
) -> None:
    make_outcome(make_milestone(alice))
    client = browser_of(alice)
    with queries() as before:
        client.get("/mission/")
    for _ in range(number):
        make_badge_milestone(trigger=within(make_category(), 2))
    with queries() as after:
        client.get("/mission/")

    assert len(after) == len(before) <= 12


def test_the_mission_leads_to_the_timeline(alice: Student, browser_of: Browser) -> None:
    assert 'href="/timeline/"' in browser_of(alice).get("/mission/").content.decode()
