"""Ticking and unticking from a page: what htmx is answered, where everybody else is sent, what is refused."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from childprogress import services
from childprogress.ages import AgeBand
from childprogress.models import Child, ChildMilestone, GuardianRole, MilestoneDefinition
from childprogress.services import ChildProgressError
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
from tfl.core.errors import Refusal

pytestmark = pytest.mark.django_db

ACADEMIC, ISLAMIC, PHYSICAL = Dimension.ACADEMIC, Dimension.ISLAMIC, Dimension.PHYSICAL
MOST_STATEMENTS = 12


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with moment() as traveller:
        yield traveller


@pytest.fixture
def child(olga: User) -> Child:
    """Seven years old: age band primary."""
    return make_child(olga, name="Noor")


@pytest.fixture
def planets() -> MilestoneDefinition:
    return make_definition(title="Names three planets", place=1)


def path_of(child: Child, definition: MilestoneDefinition | int | str, what: str = "tick") -> str:
    which = definition.pk if isinstance(definition, MilestoneDefinition) else definition
    return f"/children/{child.pk}/items/{which}/{what}/"


def in_place(client: Client, path: str, target: str, *, shown: str = "", origin: str = "") -> Any:
    """As htmx asks. `target`: the id of what is to be replaced; `shown`: the checklist on the page."""
    sent = {"from": origin, "shown": shown}
    return client.post(path, sent, headers={"HX-Request": "true", "HX-Target": target})


def in_list(client: Client, child: Child, definition: MilestoneDefinition, **more: Any) -> Any:
    """From its row in its checklist."""
    shown = f"{definition.dimension}.{definition.age_band}"
    path = path_of(child, definition, more.pop("what", "tick"))
    return in_place(client, path, f"item-{definition.pk}", shown=shown, origin="checklist", **more)


def parts(response: Any) -> list[str]:
    """What an answer replaces: the id of its main part, then the targets of the others."""
    page = read(response.content.decode())
    assert page.mistakes == []
    main, *others = [each for each in page.elements if not each.parents]
    return [main.attributes["id"], *(named(each) for each in others)]


def named(element: Element) -> str:
    how = element.attributes["hx-swap-oob"]
    return element.attributes["id"] if how == "true" else how.removeprefix("innerHTML:#")


def words(element: Element) -> str:
    return " ".join(element.text.split())


def part(response: Any, name: str) -> Element:
    page = read(response.content.decode())
    [found] = [
        each
        for each in page.elements
        if not each.parents
        and (
            each.attributes.get("id") == name
            or each.attributes.get("hx-swap-oob") == f"innerHTML:#{name}"
        )
    ]
    return found


def undo_of(response: Any) -> Element:
    page: Page = read(response.content.decode())
    [button] = [each for each in page.all("button") if each.attributes.get("id") == "undo-change"]
    return button


def ticked() -> list[tuple[int, bool]]:
    return [(each.milestone_id, each.achieved) for each in ChildMilestone.objects.all()]


# In place --------------------------------------------------------------------------------------------


def test_a_tick_in_the_list_answers_with_all_it_changes(
    child: Child, planets: MilestoneDefinition, olgas: Client
) -> None:
    make_definition(title="Names four planets", place=2)

    response = in_list(olgas, child, planets)

    assert response.status_code == 200
    assert ticked() == [(planets.pk, True)]
    assert parts(response) == [
        f"item-{planets.pk}",
        "standing",
        "progress",
        "ticked-academic",
        "messages",
    ]
    row = words(part(response, f"item-{planets.pk}"))
    assert "Noted on March 10, 2026" in row
    assert "Untick Names three planets" in row
    assert words(part(response, "progress")) == "1 of 2 ticked so far"
    assert words(part(response, "ticked-academic")) == "1 of 2"
    # 0.4 × 1/2 of the items: 20
    assert "Academic 1 of 2 0 20" in words(part(response, "standing"))
    assert "Names three planets" not in words(part(response, "standing"))
    assert words(part(response, "messages")) == (
        "“Names three planets” is ticked. Academic: 1 of 2. Undo"
    )


def test_an_untick_answers_the_same_way(
    child: Child, planets: MilestoneDefinition, olgas: Client
) -> None:
    make_tick(child, planets)

    response = in_list(olgas, child, planets, what="untick")

    assert ticked() == [(planets.pk, False)]
    row = words(part(response, f"item-{planets.pk}"))
    assert "Noted on" not in row
    assert "Tick Names three planets" in row
    assert words(part(response, "progress")) == "0 of 1 ticked so far"
    assert words(part(response, "messages")) == (
        "“Names three planets” is not ticked any more. Academic: 0 of 1. Undo"
    )


def test_undo_sends_the_opposite_from_the_same_place(
    child: Child, planets: MilestoneDefinition, olgas: Client
) -> None:
    button = undo_of(in_list(olgas, child, planets)).attributes

    assert button["aria-label"] == "Undo: Names three planets"
    assert button["hx-post"] == button["formaction"] == path_of(child, planets, "untick")
    assert button["hx-target"] == f"#item-{planets.pk}"
    assert (button["name"], button["value"]) == ("from", "checklist")
    assert button["hx-vals"] == '{"shown": "academic.primary"}'
    back = undo_of(in_list(olgas, child, planets, what="untick")).attributes
    assert back["hx-post"] == path_of(child, planets, "tick")


def test_of_an_earlier_band_there_is_neither_radar_nor_next_to_change(
    child: Child, olgas: Client
) -> None:
    star = make_definition(band=AgeBand.EARLY_YEARS)
    make_definition(band=AgeBand.EARLY_YEARS)

    response = in_list(olgas, child, star)

    assert ticked() == [(star.pk, True)]
    assert parts(response) == [f"item-{star.pk}", "progress", "ticked-academic", "messages"]
    assert words(part(response, "progress")) == "1 of 2 ticked so far"


def test_a_tick_of_what_is_next_answers_with_what_is_recorded(
    child: Child, planets: MilestoneDefinition, olgas: Client
) -> None:
    """On the child's page there is no row and no other count."""
    other = make_definition(PHYSICAL, title="Climbs a tree")

    response = in_place(olgas, path_of(child, planets), "standing", origin="child")

    assert parts(response) == ["standing", "messages"]
    standing = part(response, "standing").text
    assert "Names three planets" not in standing
    assert other.title in standing
    button = undo_of(response).attributes
    assert (button["hx-target"], button["value"]) == ("#standing", "child")


def test_a_tick_of_what_is_next_beside_its_checklist_changes_the_row_too(
    child: Child, planets: MilestoneDefinition, olgas: Client
) -> None:
    response = in_place(olgas, path_of(child, planets), "standing", shown="academic.primary")

    assert parts(response) == [
        "standing",
        f"item-{planets.pk}",
        "progress",
        "ticked-academic",
        "messages",
    ]
    assert "Untick" in words(part(response, f"item-{planets.pk}"))


@pytest.mark.parametrize(
    ("shown", "others"),
    [
        ("physical.primary", ["ticked-academic", "messages"]),
        ("physical.early_years", ["messages"]),
        ("nonsense.primary", ["messages"]),
        ("\u0000", ["messages"]),
        ("x" * 5000, ["messages"]),
    ],
)
def test_beside_another_checklist_only_what_is_there_changes(
    shown: str, others: list[str], child: Child, planets: MilestoneDefinition, olgas: Client
) -> None:
    response = in_place(olgas, path_of(child, planets), "standing", shown=shown)

    assert parts(response) == ["standing", *others]


def test_on_its_own_page_the_item_comes_back_with_its_history(
    child: Child, planets: MilestoneDefinition, olgas: Client
) -> None:
    response = in_place(olgas, path_of(child, planets), "item", origin="item")

    assert parts(response) == ["item", "messages"]
    assert "Noted on March 10, 2026, noon" in words(part(response, "item"))
    assert undo_of(response).attributes["hx-target"] == "#item"


def test_a_target_of_nobodys_making_is_answered_with_the_row(
    child: Child, planets: MilestoneDefinition, olgas: Client
) -> None:
    response = in_place(olgas, path_of(child, planets), '"><script>')

    assert parts(response) == [f"item-{planets.pk}", "messages"]
    assert undo_of(response).attributes["hx-target"] == f"#item-{planets.pk}"


def test_ticking_what_is_ticked_says_the_same(
    child: Child, planets: MilestoneDefinition, olgas: Client, clock: time_machine.Traveller
) -> None:
    first = in_list(olgas, child, planets)
    clock.shift(60)

    again = in_list(olgas, child, planets)

    assert words(part(again, "messages")) == words(part(first, "messages"))
    assert len(ChildMilestone.objects.get().achieved_history) == 1


def test_unticking_what_was_never_ticked_leaves_no_row(
    child: Child, planets: MilestoneDefinition, olgas: Client
) -> None:
    assert in_list(olgas, child, planets, what="untick").status_code == 200
    assert ticked() == []


def test_no_answer_names_the_child(
    child: Child, planets: MilestoneDefinition, olgas: Client
) -> None:
    assert "Noor" not in in_list(olgas, child, planets).content.decode()


# With scripts off ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("origin", "back"),
    [
        ("checklist", "/children/{child}/checklist/academic/#item-{item}"),
        ("child", "/children/{child}/"),
        ("item", "/children/{child}/items/{item}/"),
        ("", "/children/{child}/checklist/academic/#item-{item}"),
        ("https://example.org/", "/children/{child}/checklist/academic/#item-{item}"),
    ],
)
def test_a_tick_leads_back_to_where_it_came_from(
    origin: str, back: str, child: Child, planets: MilestoneDefinition, olgas: Client
) -> None:
    response = olgas.post(path_of(child, planets), {"from": origin})

    assert response.status_code == 302
    assert response["Location"] == back.format(child=child.pk, item=planets.pk)
    assert ticked() == [(planets.pk, True)]


def test_an_item_of_an_earlier_band_leads_back_to_that_band(child: Child, olgas: Client) -> None:
    star = make_definition(band=AgeBand.EARLY_YEARS)

    response = olgas.post(path_of(child, star))

    where = f"/children/{child.pk}/checklist/academic/?ageBand=early_years#item-{star.pk}"
    assert response["Location"] == where


@pytest.mark.parametrize("origin", ["checklist", "child", "item"])
def test_the_page_says_what_was_done_and_has_a_way_to_undo_it(
    origin: str, child: Child, planets: MilestoneDefinition, olgas: Client
) -> None:
    response = olgas.post(path_of(child, planets), {"from": origin}, follow=True)

    page = read(response.content.decode())
    assert page.mistakes == []
    assert "“Names three planets” is ticked." in text_of(response)
    button = undo_of(response).attributes
    assert button["formaction"] == path_of(child, planets, "untick")
    [form] = [each for each in page.forms("post") if each.attributes.get("id") == button["form"]]
    assert [each.attributes["name"] for each in page.fields(form)] == ["csrfmiddlewaretoken"]
    target = button["hx-target"].removeprefix("#")
    assert target in {each.attributes.get("id") for each in page.elements}

    back = olgas.post(button["formaction"], {button["name"]: button["value"]}, follow=True)
    assert back.redirect_chain == response.redirect_chain
    assert "“Names three planets” is not ticked any more." in text_of(back)
    assert ticked() == [(planets.pk, False)]


# Refused ---------------------------------------------------------------------------------------------


def refusals(client: Client, child: Child, definition: MilestoneDefinition, what: str) -> str:
    """The sentence both ways say it with: a page for everybody, the row and a message for htmx."""
    before = ticked()
    plain = client.post(path_of(child, definition, what))
    swapped = in_list(client, child, definition, what=what)
    assert (plain.status_code, swapped.status_code) == (409, 422)
    assert parts(swapped)[0] == f"item-{definition.pk}"
    assert "Undo" not in text_of(plain) + text_of(swapped)
    said = words(part(swapped, "messages"))
    assert said in text_of(plain)
    assert ticked() == before
    return said


def test_an_item_of_a_later_band_is_refused_with_its_day(child: Child, olgas: Client) -> None:
    later = make_definition(band=AgeBand.SECONDARY)

    for what in ("tick", "untick"):
        # thirteen years after 4 May 2018
        assert refusals(olgas, child, later, what) == (
            "This item can be ticked from May 4, 2031 on."
        )


def test_a_closed_record_is_not_changed(olga: User, olgas: Client) -> None:
    child = make_child(olga, born=date(2009, 3, 10))  # seventeen today
    definition = make_definition(band=AgeBand.SECONDARY)
    make_tick(child, definition)

    said = "This record ended with the seventeenth birthday. It stays complete, to read."
    assert refusals(olgas, child, definition, "untick") == said
    assert refusals(olgas, child, definition, "tick") == said


def test_what_left_the_list_is_not_unticked(child: Child, olgas: Client) -> None:
    gone = make_definition(retired=True)
    make_tick(child, gone)

    said = "This item left the checklist. What was noted stays, to read."
    assert refusals(olgas, child, gone, "untick") == said


@pytest.mark.parametrize("what", ["tick", "untick"])
def test_what_is_hidden_or_left_the_list_unticked_is_not_there(
    what: str, olga: User, olgas: Client
) -> None:
    child = make_child(olga, dimensions=[ACADEMIC])
    hidden, gone = make_definition(ISLAMIC), make_definition(retired=True)
    make_tick(child, hidden)

    for definition in (hidden, gone):
        assert olgas.post(path_of(child, definition, what)).status_code == 404
        assert in_list(olgas, child, definition, what=what).status_code == 404
    assert ticked() == [(hidden.pk, True)]


@pytest.mark.parametrize("what", ["tick", "untick"])
def test_a_viewer_may_not(
    what: str, child: Child, planets: MilestoneDefinition, viktor: User, browser_of: Browser
) -> None:
    make_guardianship(child, viktor, GuardianRole.VIEWER)
    make_tick(child, planets)
    viktors = browser_of(viktor)

    assert viktors.post(path_of(child, planets, what)).status_code == 403
    assert in_list(viktors, child, planets, what=what).status_code == 403
    assert ticked() == [(planets.pk, True)]


def test_an_editor_may(
    child: Child, planets: MilestoneDefinition, edith: User, browser_of: Browser
) -> None:
    make_guardianship(child, edith, GuardianRole.EDITOR)

    assert in_list(browser_of(edith), child, planets).status_code == 200
    assert ticked() == [(planets.pk, True)]


def test_nobody_else_gets_there(
    child: Child,
    planets: MilestoneDefinition,
    heidi: User,
    alice: Student,
    grace: User,
    browser_of: Browser,
) -> None:
    path = path_of(child, planets)

    assert browser_of(heidi).post(path).status_code == 404
    for person in (alice, grace):
        assert browser_of(person).post(path).status_code == 403
    assert Client().post(path)["Location"] == "/accounts/login/"
    assert ticked() == []


@pytest.mark.parametrize(
    ("refusal", "status"), [(Refusal.NOT_FOUND, 404), (Refusal.FORBIDDEN, 403)]
)
def test_who_loses_the_record_while_they_tick_is_told_so(
    refusal: Refusal,
    status: int,
    child: Child,
    planets: MilestoneDefinition,
    olgas: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(**_asked: object) -> None:
        raise ChildProgressError("Not any more.", refusal=refusal)

    monkeypatch.setattr(services, "tick", refuse)

    assert olgas.post(path_of(child, planets)).status_code == status
    assert in_list(olgas, child, planets).status_code == status


@pytest.mark.parametrize("what", ["tick", "untick", "clear"])
def test_looking_changes_nothing(
    what: str, child: Child, planets: MilestoneDefinition, olgas: Client
) -> None:
    assert olgas.get(path_of(child, planets, what)).status_code == 405


@pytest.mark.parametrize("id_", ["0", "999999", "9" * 31])
def test_a_bogus_item_is_a_404(id_: str, child: Child, olgas: Client) -> None:
    for what in ("tick", "untick"):
        assert olgas.post(path_of(child, id_, what)).status_code == 404
        assert olgas.post(f"/children/{id_}/items/1/{what}/").status_code == 404


# What it costs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("band", [AgeBand.EARLY_YEARS, AgeBand.PRIMARY])
@pytest.mark.parametrize("what", ["tick", "untick"])
def test_a_whole_request_takes_twelve_statements_however_full_the_record_is(
    what: str, band: AgeBand, child: Child, olga: User, olgas: Client
) -> None:
    make_definitions()
    definition = MilestoneDefinition.objects.filter(age_band=band)[0]
    cost = []
    for _ in range(2):
        in_list(olgas, child, definition, what="untick" if what == "tick" else "tick")
        with queries() as ran:
            assert in_list(olgas, child, definition, what=what).status_code == 200
        assert len(ran) <= MOST_STATEMENTS, ran
        cost.append(len(ran))
        fill(child, olga)

    assert cost[0] == cost[1]


@pytest.mark.parametrize("origin", ["checklist", "child", "item"])
def test_with_scripts_off_it_takes_no_more(
    origin: str, child: Child, planets: MilestoneDefinition, olgas: Client
) -> None:
    with queries() as ran:
        olgas.post(path_of(child, planets), {"from": origin})

    assert len(ran) <= MOST_STATEMENTS


def fill(child: Child, author: User) -> None:
    there = {each.milestone_id for each in ChildMilestone.objects.filter(child=child)}
    for definition in MilestoneDefinition.objects.exclude(pk__in=there):
        make_tick(child, definition)
    for number in range(500):
        make_observation(child, author=author, dimension=list(Dimension)[number % 6])
