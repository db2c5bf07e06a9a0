"""What admins do with the items in the back office: record an expert's review, and see what was unclear."""

from itertools import islice
from typing import Any

import pytest
from django.test import Client

from childprogress.models import MilestoneDefinition, ReviewState
from childprogress.services import say_whether_clear, seed_definitions
from seeds.definitions.schema import load_definitions
from tests.html import read
from tests.make import make_parent
from tests.make_children import make_child, make_definition, make_tick
from tests.personas import Browser
from tfl.accounts.models import User

pytestmark = pytest.mark.django_db

LIST = "/backoffice/childprogress/milestonedefinition/"
REVIEW = {
    "review_state": "reviewed",
    "reviewed_by": "Dr. Ada Novak, paediatrics",
    "reviewed_on": "2026-03-09",
}


@pytest.fixture
def desk(browser_of: Browser, grace: User) -> Client:
    """An admin’s."""
    return browser_of(grace)


def page_of(definition: MilestoneDefinition) -> str:
    return f"{LIST}{definition.pk}/change/"


def test_a_review_is_recorded_with_by_whom_and_when(desk: Client) -> None:
    item = make_definition()

    assert desk.post(page_of(item), REVIEW).status_code == 302

    item.refresh_from_db()
    assert (item.review_state, item.reviewed_by, str(item.reviewed_on)) == tuple(REVIEW.values())


@pytest.mark.parametrize("missing", ["reviewed_by", "reviewed_on"])
def test_a_review_without_by_whom_or_when_is_none(desk: Client, missing: str) -> None:
    item = make_definition()

    response = desk.post(page_of(item), REVIEW | {missing: ""})

    assert response.status_code == 200
    assert "A review says by whom and when." in response.content.decode()
    item.refresh_from_db()
    assert item.review_state == ReviewState.AWAITING


def test_a_review_is_taken_back(desk: Client) -> None:
    item = make_definition()
    desk.post(page_of(item), REVIEW)

    desk.post(page_of(item), {"review_state": "awaiting", "reviewed_by": "", "reviewed_on": ""})

    item.refresh_from_db()
    assert (item.review_state, item.reviewed_by) == (ReviewState.AWAITING, "")


def test_texts_are_changed_in_the_files_alone(desk: Client) -> None:
    item = make_definition(title="Names the days of the week")
    before = columns_of(item)
    page = read(desk.get(page_of(item)).content.decode())
    sent = {key: "changed" for key in before if key not in {"id", *REVIEW}}

    desk.post(page_of(item), sent | REVIEW)

    after = columns_of(item)
    assert {key for key in after if after[key] != before[key]} == set(REVIEW)
    [form] = [each for each in page.forms("post") if "logout" not in str(each.attributes)]
    names = {each.attributes.get("name") for each in page.fields(form)}
    assert {name for name in names if name and not name.startswith(("_", "csrf"))} == set(REVIEW)


def columns_of(definition: MilestoneDefinition) -> dict[str, Any]:
    return dict(MilestoneDefinition.objects.filter(pk=definition.pk).values().get())


def test_nothing_is_added_or_deleted(desk: Client) -> None:
    item = make_definition()

    assert desk.post(f"{LIST}add/", {"code": "x"}).status_code == 403
    assert desk.post(f"{LIST}{item.pk}/delete/", {"post": "yes"}).status_code == 403
    desk.post(LIST, {"action": "delete_selected", "_selected_action": item.pk, "post": "yes"})

    assert list(MilestoneDefinition.objects.all()) == [item]
    assert "delete_selected" not in desk.get(LIST).content.decode()


def test_it_says_how_many_found_an_item_unclear(desk: Client) -> None:
    muddy, plain = make_definition(title="Names muddy"), make_definition(title="Names plain")
    for clear in (False, False, True):
        say_whether_clear(definition=muddy, clear=clear, by=make_parent())
    say_whether_clear(definition=plain, clear=True, by=make_parent())

    rows = read(desk.get(f"{LIST}?o=-3").content.decode()).all("td")

    unclear = [each.text for each in rows if each.attributes.get("class") == "field-unclear"]
    assert unclear == ["2", "0"]


def test_it_tells_nothing_of_who_ticked_or_answered(desk: Client, olga: User) -> None:
    item = make_definition()
    make_tick(make_child(olga, name="Sam"), item)
    say_whether_clear(definition=item, clear=False, by=olga)

    for path in (LIST, page_of(item), f"{LIST}{item.pk}/history/"):
        page = desk.get(path).content.decode()
        assert "Sam" not in page
        assert olga.email not in page
        assert "Olga" not in page


def test_items_stand_in_the_order_of_the_checklists(desk: Client) -> None:
    make_definition(title="Names the second", place=2)
    make_definition(title="Names the first", place=1)

    page = desk.get(LIST).content.decode()

    assert page.index("Names the first") < page.index("Names the second")


def test_what_left_the_checklist_is_found(desk: Client) -> None:
    make_definition(title="Names what is there")
    make_definition(title="Names what is gone", retired=True)

    page = desk.get(f"{LIST}?retired_at__isempty=0").content.decode()

    assert "Names what is gone" in page
    assert "Names what is there" not in page


@pytest.mark.parametrize("number", [1, 100])
def test_the_list_costs_the_same_for_one_and_for_many(
    desk: Client, number: int, django_assert_max_num_queries: Any
) -> None:
    seed_definitions(islice(load_definitions(), number))
    say_whether_clear(
        definition=MilestoneDefinition.objects.all()[0], clear=False, by=make_parent()
    )
    with django_assert_max_num_queries(7):
        assert desk.get(LIST).status_code == 200


def test_a_parent_does_not_get_in(browser_of: Browser, olga: User) -> None:
    assert browser_of(olga).get(LIST).status_code == 403
