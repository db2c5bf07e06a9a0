"""An item on its own page: what it says, when it was ticked and taken back, and whether it was clear."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from childprogress.ages import AgeBand
from childprogress.models import (
    Child,
    ClarityAnswer,
    GuardianRole,
    MilestoneDefinition,
    ReviewState,
)
from childprogress.services import tick, untick
from childprogress.vocabulary import Dimension
from tests.html import Page, read
from tests.make_children import (
    make_child,
    make_definition,
    make_definitions,
    make_guardianship,
    make_tick,
)
from tests.milestones.views.months import queries, text_of
from tests.personas import Browser
from tests.world import moment
from tfl.accounts.models import Student, User

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with moment() as traveller:
        yield traveller


@pytest.fixture
def planets() -> MilestoneDefinition:
    return make_definition(title="Names three planets")


def path_of(child: Child, definition: MilestoneDefinition | int | str, what: str = "") -> str:
    which = definition.pk if isinstance(definition, MilestoneDefinition) else definition
    return f"/children/{child.pk}/items/{which}/{what}"


def page_of(response: Any) -> Page:
    page = read(response.content.decode())
    assert page.mistakes == []
    assert not page.repeated_ids()
    return page


def history(response: Any) -> list[str]:
    return [
        " ".join(each.text.split())
        for each in page_of(response).all("li")
        if (timeline := each.inside("ol")) and timeline.attributes.get("class") == "timeline"
    ]


def buttons(response: Any) -> list[str]:
    """Of forms in the page's main part."""
    found = [each for each in page_of(response).all("button") if each.inside("main")]
    return [" ".join(each.text.split()) for each in found if each.inside("form")]


# What it says ----------------------------------------------------------------------------------------


def test_it_says_everything_about_the_item(
    child: Child, planets: MilestoneDefinition, olgas: Client
) -> None:
    response = olgas.get(path_of(child, planets))

    assert response.status_code == 200
    text = text_of(response)
    for part in (
        planets.title,
        planets.description,
        planets.guidance,
        "Academic · 6–\u20609 years",
    ):
        assert part in text
    assert "Reading" in text
    assert "Awaiting expert review" in text
    links = [each.attributes["href"] for each in page_of(response).all("a")]
    assert f"/children/{child.pk}/checklist/academic/" in links


def test_a_reviewed_item_says_by_whom_and_when(child: Child, olgas: Client) -> None:
    definition = make_definition()
    definition.review_state = ReviewState.REVIEWED
    definition.reviewed_by = "Dr Amal Haddad, paediatrics"
    definition.reviewed_on = date(2026, 2, 3)
    definition.save()

    text = text_of(olgas.get(path_of(child, definition)))

    assert "Reviewed by Dr Amal Haddad, paediatrics on Feb. 3, 2026" in text
    assert "Awaiting" not in text


def test_the_way_back_leads_to_the_band_of_the_item(child: Child, olgas: Client) -> None:
    response = olgas.get(path_of(child, make_definition(band=AgeBand.EARLY_YEARS)))

    links = [each.attributes["href"] for each in page_of(response).all("a")]
    assert f"/children/{child.pk}/checklist/academic/?ageBand=early_years" in links


# Its history -----------------------------------------------------------------------------------------


def test_the_history_is_told_newest_first_where_the_child_lives(
    olga: User, olgas: Client, planets: MilestoneDefinition, clock: time_machine.Traveller
) -> None:
    child = make_child(olga, time_zone="Asia/Karachi")  # five hours ahead
    for month, day, hour, change in ((1, 15, 10, tick), (1, 20, 20, untick), (2, 5, 9, tick)):
        clock.move_to(datetime(2026, month, day, hour, 30, tzinfo=UTC), tick=False)
        change(child=child, definition=planets, by=olga)

    response = olgas.get(path_of(child, planets))

    assert history(response) == [
        "Noted on Feb. 5, 2026, 2:30 p.m.",
        "Noted on Jan. 15, 2026, 3:30 p.m. Taken back on Jan. 21, 2026, 1:30 a.m.",
    ]
    assert buttons(response)[0] == "Untick Names three planets"


def test_without_a_history_it_says_what_will_be_there(
    child: Child, planets: MilestoneDefinition, olgas: Client
) -> None:
    response = olgas.get(path_of(child, planets))

    assert history(response) == []
    assert "Not ticked so far" in text_of(response)
    assert buttons(response)[0] == "Tick Names three planets"


def test_a_history_is_that_of_this_child(
    child: Child, olga: User, planets: MilestoneDefinition, olgas: Client
) -> None:
    make_tick(make_child(olga), planets)

    assert history(olgas.get(path_of(child, planets))) == []


def test_what_left_the_list_keeps_its_history_to_read(child: Child, olgas: Client) -> None:
    gone = make_definition(retired=True)
    make_tick(child, gone)

    response = olgas.get(path_of(child, gone))

    assert history(response) == ["Noted on March 10, 2026, noon"]
    assert buttons(response) == ["Yes", "No"]


def test_a_later_item_says_from_when_it_can_be_ticked(child: Child, olgas: Client) -> None:
    response = olgas.get(path_of(child, make_definition(band=AgeBand.UPPER_PRIMARY)))

    assert "this item can be ticked from May 4, 2028 on" in text_of(response)
    assert buttons(response) == ["Yes", "No"]


def test_a_viewer_reads_and_does_not_tick(
    child: Child, planets: MilestoneDefinition, viktor: User, browser_of: Browser
) -> None:
    make_guardianship(child, viktor, GuardianRole.VIEWER)
    make_tick(child, planets)

    response = browser_of(viktor).get(path_of(child, planets))

    assert len(history(response)) == 1
    assert buttons(response) == ["Yes", "No"]


def test_what_is_hidden_or_left_the_list_unticked_is_not_there(olga: User, olgas: Client) -> None:
    child = make_child(olga, dimensions=[Dimension.ACADEMIC])
    hidden, gone = make_definition(Dimension.ISLAMIC), make_definition(retired=True)
    make_tick(child, hidden)

    for definition in (hidden, gone):
        assert olgas.get(path_of(child, definition)).status_code == 404
        answer = olgas.post(path_of(child, definition, "clear/"), {"clear": "yes"})
        assert answer.status_code == 404
    assert not ClarityAnswer.objects.exists()


@pytest.mark.parametrize("id_", ["0", "999999", "9" * 31])
def test_a_bogus_id_is_a_404(id_: str, child: Child, olgas: Client) -> None:
    assert olgas.get(path_of(child, id_)).status_code == 404
    assert olgas.post(path_of(child, id_, "clear/"), {"clear": "yes"}).status_code == 404


def test_to_everybody_else_there_is_no_such_page(
    child: Child,
    planets: MilestoneDefinition,
    heidi: User,
    alice: Student,
    grace: User,
    browser_of: Browser,
) -> None:
    for what, ask in (("", "get"), ("clear/", "post")):
        path = path_of(child, planets, what)
        assert getattr(browser_of(heidi), ask)(path).status_code == 404
        for person in (alice, grace):
            assert getattr(browser_of(person), ask)(path).status_code == 403
        assert getattr(Client(), ask)(path).status_code == 302


def test_it_takes_as_many_queries_with_a_long_history_as_with_none(
    child: Child, olga: User, olgas: Client
) -> None:
    make_definitions()
    definition = MilestoneDefinition.objects.filter(age_band=AgeBand.PRIMARY)[0]
    with queries() as empty:
        page_of(olgas.get(path_of(child, definition)))
    for _ in range(15):
        tick(child=child, definition=definition, by=olga)
        untick(child=child, definition=definition, by=olga)
    with queries() as full:
        assert len(history(olgas.get(path_of(child, definition)))) == 15

    assert len(empty) == len(full) <= MOST_QUERIES


# Whether it was clear --------------------------------------------------------------------------------


def answers() -> list[tuple[int, str, bool]]:
    found = ClarityAnswer.objects.select_related("user").order_by("pk")
    return [(each.definition_id, each.user.name, each.clear) for each in found]


def test_every_guardian_can_say_whether_it_was_clear(
    child: Child,
    planets: MilestoneDefinition,
    olgas: Client,
    viktor: User,
    browser_of: Browser,
) -> None:
    make_guardianship(child, viktor, GuardianRole.VIEWER)
    path = path_of(child, planets, "clear/")

    olgas.post(path, {"clear": "yes"})
    browser_of(viktor).post(path, {"clear": "no"})

    assert answers() == [(planets.pk, "Olga", True), (planets.pk, "Viktor", False)]


def test_the_last_word_counts(child: Child, planets: MilestoneDefinition, olgas: Client) -> None:
    for answer in ("yes", "no"):
        olgas.post(path_of(child, planets, "clear/"), {"clear": answer})

    assert answers() == [(planets.pk, "Olga", False)]


def test_thanks_come_in_the_place_of_the_question(
    child: Child, planets: MilestoneDefinition, olgas: Client
) -> None:
    response = olgas.post(path_of(child, planets, "clear/"), {"clear": "no"}, headers=HTMX)

    assert response.status_code == 200
    assert text_of(response) == "Thank you."
    assert answers() == [(planets.pk, "Olga", False)]


@pytest.mark.parametrize(
    ("origin", "back"),
    [
        ("item", "/children/{child}/items/{item}/"),
        ("checklist", "/children/{child}/checklist/academic/#item-{item}"),
    ],
)
def test_with_scripts_off_it_leads_back_and_says_thanks(
    origin: str, back: str, child: Child, planets: MilestoneDefinition, olgas: Client
) -> None:
    sent = {"clear": "yes", "from": origin}
    response = olgas.post(path_of(child, planets, "clear/"), sent, follow=True)

    assert response.redirect_chain == [(back.format(child=child.pk, item=planets.pk), 302)]
    assert "Thank you." in text_of(response)


@pytest.mark.parametrize("answer", [None, "", "maybe", "YES", "1", "\u0000", "x" * 5000])
def test_another_answer_is_none(
    answer: str | None, child: Child, planets: MilestoneDefinition, olgas: Client
) -> None:
    sent = {} if answer is None else {"clear": answer}
    path = path_of(child, planets, "clear/")

    plain, swapped = olgas.post(path, sent), olgas.post(path, sent, headers=HTMX)

    for response in (plain, swapped):
        assert response.status_code == 422
        assert "Say yes or no." in text_of(response)
        assert "Was this item clear?" in text_of(response)
    assert planets.description in text_of(plain)
    assert planets.description not in text_of(swapped)
    assert answers() == []


def test_a_closed_record_still_takes_a_word_about_the_text(olga: User, olgas: Client) -> None:
    child = make_child(olga, born=date(2009, 3, 10))  # seventeen today
    definition = make_definition(band=AgeBand.SECONDARY)

    olgas.post(path_of(child, definition, "clear/"), {"clear": "yes"})

    assert len(answers()) == 1
