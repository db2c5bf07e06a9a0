"""The JSON endpoints of the checklists: what they answer, refuse and leave alone."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from childprogress.ages import AgeBand
from childprogress.models import Child, ChildMilestone, GuardianRole, MilestoneDefinition
from childprogress.vocabulary import Dimension
from tests.make import make_token
from tests.make_children import (
    make_child,
    make_definition,
    make_definitions,
    make_guardianship,
    make_tick,
)
from tests.milestones.views.months import queries
from tests.personas import Browser
from tests.world import moment
from tfl.accounts.models import Student, TokenScope, User

pytestmark = pytest.mark.django_db

ACADEMIC, ISLAMIC, PHYSICAL = Dimension.ACADEMIC, Dimension.ISLAMIC, Dimension.PHYSICAL
FINDS_THE_CALLER = 3
"""The session, the person, their roles."""


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with moment() as traveller:
        yield traveller


@pytest.fixture
def viktors(child: Child, viktor: User, browser_of: Browser) -> Client:
    make_guardianship(child, viktor, GuardianRole.VIEWER)
    return browser_of(viktor)


def path_of(child: Child | int | str, definition: MilestoneDefinition | int | str = "") -> str:
    whose = child.pk if isinstance(child, Child) else child
    which = definition.pk if isinstance(definition, MilestoneDefinition) else definition
    return f"/api/children/{whose}/milestones" + (f"/{which}" if which != "" else "")


def patch(client: Client, path: str, body: object, **more: Any) -> Any:
    """`body` as JSON; a str as it is."""
    raw = body if isinstance(body, str) else json.dumps(body)
    return client.patch(path, raw, content_type="application/json", **more)


def codes(response: Any) -> list[str]:
    assert response.status_code == 200, response.content
    return [each["code"] for each in response.json()["items"]]


def with_token() -> Client:
    _token, secret = make_token(*TokenScope)
    client = Client()
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    return client


# Listing ---------------------------------------------------------------------------------------------


def test_an_item_is_told_with_its_history(child: Child, olgas: Client) -> None:
    definition = make_definition(title="Names three planets", place=4)
    make_tick(child, definition, datetime(2026, 3, 1, 8, tzinfo=UTC))

    response = olgas.get(path_of(child))

    assert response.status_code == 200
    assert response.json() == {
        "childId": child.pk,
        "ageBand": "primary",
        "items": [
            {
                "id": definition.pk,
                "code": definition.code,
                "dimension": "academic",
                "ageBand": "primary",
                "topic": "reading",
                "sortOrder": 4,
                "title": "Names three planets",
                "description": definition.description,
                "guidance": "Point at something and wait.",
                "reviewState": "awaiting",
                "retired": False,
                "achieved": True,
                "achievedAt": "2026-03-01T08:00:00Z",
                "achievedHistory": [{"achievedAt": "2026-03-01T08:00:00Z", "unmarkedAt": None}],
            }
        ],
    }


def test_what_was_never_ticked_is_told_without_a_history(child: Child, olgas: Client) -> None:
    make_definition()

    [told] = olgas.get(path_of(child)).json()["items"]

    assert (told["achieved"], told["achievedAt"], told["achievedHistory"]) == (False, None, [])


def test_the_present_band_of_all_dimensions_shown_is_told_in_their_order(
    olga: User, olgas: Client
) -> None:
    child = make_child(olga, dimensions=[ACADEMIC, Dimension.SOCIAL_EMOTIONAL, PHYSICAL])
    last = make_definition(PHYSICAL, place=1)
    second = make_definition(ACADEMIC, place=2)
    first = make_definition(ACADEMIC, place=1)
    between = make_definition(Dimension.SOCIAL_EMOTIONAL, place=1)
    make_definition(ISLAMIC, place=1)
    make_definition(ACADEMIC, AgeBand.EARLY_YEARS, place=3)

    assert codes(olgas.get(path_of(child))) == [
        each.code for each in (first, second, between, last)
    ]


def test_it_is_narrowed_to_a_dimension_and_another_band(child: Child, olgas: Client) -> None:
    make_definition()
    early = make_definition(ISLAMIC, AgeBand.EARLY_YEARS)
    later = make_definition(ISLAMIC, AgeBand.SECONDARY)
    make_definition(PHYSICAL, AgeBand.SECONDARY)
    asked = f"{path_of(child)}?dimension=islamic&ageBand="

    assert codes(olgas.get(asked + "early_years")) == [early.code]
    assert codes(olgas.get(asked + "secondary")) == [later.code]
    assert olgas.get(asked + "secondary").json()["ageBand"] == "secondary"


def test_the_present_band_follows_the_birthday(
    olga: User, olgas: Client, clock: time_machine.Traveller
) -> None:
    child = make_child(olga, born=date(2016, 3, 11))  # ten on the next day
    assert olgas.get(path_of(child)).json()["ageBand"] == "primary"

    clock.move_to(datetime(2026, 3, 11, 0, 0, 1, tzinfo=UTC), tick=False)

    assert olgas.get(path_of(child)).json()["ageBand"] == "upper_primary"


def test_of_what_left_the_list_only_the_ticked_is_told_and_last(
    child: Child, olgas: Client
) -> None:
    gone = make_definition(place=1, retired=True)
    make_definition(place=2, retired=True)
    stays = make_definition(place=3)
    make_tick(child, gone)

    told = olgas.get(path_of(child)).json()["items"]

    assert [(each["code"], each["retired"]) for each in told] == [
        (stays.code, False),
        (gone.code, True),
    ]


def test_a_viewer_reads_it_too(child: Child, viktors: Client) -> None:
    definition = make_definition()

    assert codes(viktors.get(path_of(child))) == [definition.code]


def test_a_child_without_definitions_has_an_empty_list(child: Child, olgas: Client) -> None:
    assert codes(olgas.get(path_of(child))) == []


@pytest.mark.parametrize(
    ("name", "word"),
    [
        *[("dimension", word) for word in ("", "maths", "Academic", "%00", "%ff", "x" * 5000)],
        *[("ageBand", word) for word in ("", "adult", "PRIMARY", "3", "null", "%00")],
    ],
)
def test_a_word_there_is_not_is_refused_by_name(
    name: str, word: str, child: Child, olgas: Client
) -> None:
    response = olgas.get(f"{path_of(child)}?{name}={word}")

    assert (response.status_code, response.json()["field"]) == (422, name)


def test_a_hidden_dimension_is_not_there(olga: User, olgas: Client) -> None:
    child = make_child(olga, dimensions=[ACADEMIC])
    hidden = make_definition(ISLAMIC)
    make_tick(child, hidden)

    assert codes(olgas.get(path_of(child))) == []
    assert olgas.get(f"{path_of(child)}?dimension=islamic").status_code == 404
    assert patch(olgas, path_of(child, hidden), {"achieved": False}).status_code == 404
    assert ChildMilestone.objects.get().achieved


@pytest.mark.parametrize("band", AgeBand)
def test_it_takes_two_statements_however_much_is_ticked(
    band: AgeBand, child: Child, olgas: Client
) -> None:
    make_definitions()
    path = f"{path_of(child)}?ageBand={band}"
    with queries() as before:
        assert len(olgas.get(path).json()["items"]) == 60
    for definition in MilestoneDefinition.objects.all():
        make_tick(child, definition)
    with queries() as after:
        assert all(each["achieved"] for each in olgas.get(path).json()["items"])

    assert len(before) == len(after) == FINDS_THE_CALLER + 2


# Ticking ---------------------------------------------------------------------------------------------


def test_a_tick_and_an_untick_answer_with_the_item_and_its_history(
    child: Child, olgas: Client, clock: time_machine.Traveller
) -> None:
    definition = make_definition()
    path = path_of(child, definition)

    ticked = patch(olgas, path, {"achieved": True})
    clock.shift(60)
    unticked = patch(olgas, path, {"achieved": False})
    clock.shift(60)
    again = patch(olgas, path, {"achieved": True})

    assert (ticked.status_code, unticked.status_code, again.status_code) == (200, 200, 200)
    assert ticked.json()["code"] == definition.code
    assert (ticked.json()["achieved"], ticked.json()["achievedAt"]) == (
        True,
        "2026-03-10T12:00:00Z",
    )
    assert (unticked.json()["achieved"], unticked.json()["achievedAt"]) == (False, None)
    assert again.json()["achievedHistory"] == [
        {"achievedAt": "2026-03-10T12:00:00Z", "unmarkedAt": "2026-03-10T12:01:00Z"},
        {"achievedAt": "2026-03-10T12:02:00Z", "unmarkedAt": None},
    ]
    assert again.json() == olgas.get(path_of(child)).json()["items"][0]


def test_ticking_what_is_ticked_is_one_entry(
    child: Child, olgas: Client, clock: time_machine.Traveller
) -> None:
    path = path_of(child, make_definition())
    first = patch(olgas, path, {"achieved": True}).json()
    clock.shift(60)

    again = patch(olgas, path, {"achieved": True})

    assert (again.status_code, again.json()) == (200, first)


def test_unticking_what_was_never_ticked_creates_nothing(child: Child, olgas: Client) -> None:
    response = patch(olgas, path_of(child, make_definition()), {"achieved": False})

    assert response.status_code == 200
    told = response.json()
    assert (told["achieved"], told["achievedAt"], told["achievedHistory"]) == (False, None, [])
    assert not ChildMilestone.objects.exists()


def test_an_editor_ticks_too_and_an_item_of_an_earlier_band(
    child: Child, edith: User, browser_of: Browser
) -> None:
    make_guardianship(child, edith, GuardianRole.EDITOR)
    definition = make_definition(band=AgeBand.EARLY_YEARS)

    response = patch(browser_of(edith), path_of(child, definition), {"achieved": True})

    assert response.status_code == 200
    assert ChildMilestone.objects.get().milestone == definition


@pytest.mark.parametrize("value", ["true", "yes", 1, 0, 1.0, None, [], {}, "", "\u0000"], ids=repr)
def test_only_true_and_false_are_taken(value: object, child: Child, olgas: Client) -> None:
    response = patch(olgas, path_of(child, make_definition()), {"achieved": value})

    assert (response.status_code, response.json()["field"]) == (422, "achieved")
    assert not ChildMilestone.objects.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"achieved": True, "achievedAt": "2020-01-01T00:00:00Z"}, 422),
        ({"Achieved": True}, 422),
        ([], 422),
        ("true", 422),
        ("", 422),
        ("{", 400),
        ("NaN", 422),
        ('{"achieved": true', 400),
    ],
)
def test_a_body_of_another_shape_is_refused(
    body: object, status: int, child: Child, olgas: Client
) -> None:
    response = patch(olgas, path_of(child, make_definition()), body)

    assert response.status_code == status
    assert set(response.json()) == {"detail", "field", "missing"}
    assert not ChildMilestone.objects.exists()


def test_a_body_that_is_not_utf8_is_refused(child: Child, olgas: Client) -> None:
    response = olgas.patch(
        path_of(child, make_definition()),
        b'{"achieved": "\xff"}',
        content_type="application/json",
    )

    assert response.status_code in {400, 422}
    assert not ChildMilestone.objects.exists()


def test_an_item_of_a_later_band_is_a_conflict_with_its_day(child: Child, olgas: Client) -> None:
    definition = make_definition(band=AgeBand.UPPER_PRIMARY)

    for achieved in (True, False):
        response = patch(olgas, path_of(child, definition), {"achieved": achieved})
        assert response.status_code == 409
        assert response.json() == {
            # born on 4 May 2018; the band begins with ten
            "detail": "This item can be ticked from May 4, 2028 on.",
            "field": None,
            "missing": [],
        }
    assert not ChildMilestone.objects.exists()


def test_what_left_the_list_stays_as_it_is(child: Child, olgas: Client) -> None:
    definition = make_definition(retired=True)
    make_tick(child, definition)

    response = patch(olgas, path_of(child, definition), {"achieved": False})

    assert response.status_code == 409
    assert ChildMilestone.objects.get().achieved


def test_what_left_the_list_unticked_is_not_there(child: Child, olgas: Client) -> None:
    definition = make_definition(retired=True)

    assert patch(olgas, path_of(child, definition), {"achieved": True}).status_code == 404


def test_a_closed_record_is_read_and_not_changed(olga: User, olgas: Client) -> None:
    child = make_child(olga, born=date(2009, 3, 10))  # seventeen today
    definition = make_definition(band=AgeBand.SECONDARY)

    assert codes(olgas.get(path_of(child))) == [definition.code]
    response = patch(olgas, path_of(child, definition), {"achieved": True})
    assert response.status_code == 409
    assert "seventeenth birthday" in response.json()["detail"]
    assert not ChildMilestone.objects.exists()


@pytest.mark.parametrize("achieved", [True, False])
def test_a_change_takes_six_statements_at_most(achieved: bool, child: Child, olgas: Client) -> None:
    make_definitions()
    for each in MilestoneDefinition.objects.all():
        make_tick(child, each)
    definition = make_definition(title="Names three planets")
    patch(olgas, path_of(child, definition), {"achieved": not achieved})

    with queries() as ran:
        response = patch(olgas, path_of(child, definition), {"achieved": achieved})

    assert response.json()["achieved"] is achieved
    assert len(ran) <= FINDS_THE_CALLER + 6, ran


# Who asks --------------------------------------------------------------------------------------------


def test_a_viewer_is_told_whom_to_ask(child: Child, viktors: Client) -> None:
    response = patch(viktors, path_of(child, make_definition()), {"achieved": True})

    assert response.status_code == 403
    assert "ask an owner" in response.json()["detail"]
    assert not ChildMilestone.objects.exists()


def test_to_another_parent_there_is_no_such_child(
    child: Child, heidi: User, browser_of: Browser
) -> None:
    definition, client = make_definition(), browser_of(heidi)

    for theirs, nobodys in (
        (client.get(path_of(child)), client.get(path_of(999_999))),
        (
            patch(client, path_of(child, definition), {"achieved": True}),
            patch(client, path_of(999_999, definition), {"achieved": True}),
        ),
    ):
        assert theirs.status_code == nobodys.status_code == 404
        assert theirs.json() == nobodys.json()
    assert not ChildMilestone.objects.exists()


def test_nobody_without_the_role_of_a_parent_gets_in(
    child: Child, alice: Student, bob: User, grace: User, ivan: User, browser_of: Browser
) -> None:
    make_guardianship(child, bob, GuardianRole.OWNER)
    definition = make_definition()

    for client in (*(browser_of(each) for each in (alice, bob, grace, ivan)), with_token()):
        assert client.get(path_of(child)).status_code == 403
        response = patch(client, path_of(child, definition), {"achieved": True})
        assert response.status_code == 403
    assert not ChildMilestone.objects.exists()


def test_who_is_not_signed_in_is_told_so(child: Child) -> None:
    assert Client().get(path_of(child)).status_code == 401
    response = patch(Client(), path_of(child, make_definition()), {"achieved": True})
    assert response.status_code == 401


def test_a_change_without_the_token_of_the_page_is_refused(child: Child, olga: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(olga)

    response = patch(client, path_of(child, make_definition()), {"achieved": True})

    assert (response.status_code, "CSRF" in response.json()["detail"]) == (403, True)
    assert not ChildMilestone.objects.exists()


@pytest.mark.parametrize(
    "id_", ["0", "999999", "9" * 31, str(10**30), "-1", "x", "1.5", "٣", "%00"]
)
def test_a_bogus_id_is_not_there(id_: str, child: Child, olgas: Client) -> None:
    for response in (
        olgas.get(path_of(id_)),
        patch(olgas, path_of(id_, 1), {"achieved": True}),
        patch(olgas, path_of(child, id_), {"achieved": True}),
    ):
        assert response.status_code == 404
        assert set(response.json()) == {"detail", "field", "missing"}


def test_the_item_of_another_childs_checklist_is_the_same_item(
    child: Child, olga: User, olgas: Client
) -> None:
    """Ticks hang on the child in the address."""
    sibling = make_child(olga)
    definition = make_definition()
    make_tick(sibling, definition, timezone.now())

    assert patch(olgas, path_of(child, definition), {"achieved": False}).json()["achieved"] is False
    assert ChildMilestone.objects.get().child == sibling
