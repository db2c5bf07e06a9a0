"""The children of a guardian, side by side: what each card says, and what waits."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from childprogress.models import GuardianRole
from childprogress.selectors.invitations import guardian_invitation_path
from childprogress.services import invite_guardian
from childprogress.vocabulary import Dimension
from tests.childprogress.conftest import ACADEMIC, PHYSICAL, items
from tests.html import read
from tests.make import make_mentor
from tests.make_children import (
    make_child,
    make_definition,
    make_definitions,
    make_guardianship,
    make_tick,
)
from tests.milestones.views.months import text_of
from tests.personas import Browser
from tfl.accounts.models import User

CHILDREN = "/children/"
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def test_who_has_no_children_here_is_told_what_this_is_and_what_to_do(
    olga: User, browser_of: Browser
) -> None:
    response = browser_of(olga).get(CHILDREN)
    text = text_of(response)
    assert "Nobody is here yet" in text
    assert "Begin with a name and a date of birth." in text
    assert 'href="/children/add/"' in response.content.decode()
    assert "Invite a guardian" not in text


def test_a_card_says_name_age_band_what_is_noted_and_what_to_try(
    olga: User, browser_of: Browser
) -> None:
    make_definitions()
    child = make_child(olga, name="Yusuf", born=date(2020, 3, 20), dimensions=[ACADEMIC, PHYSICAL])
    for item in items(PHYSICAL)[:3]:
        make_tick(child, item)
    first = items(ACADEMIC)[0]
    text = text_of(browser_of(olga).get(CHILDREN))

    assert "Yusuf 5 years old · items for 3–\u20605 years Items noted 3 of 20 items noted" in text
    assert f"To try next {first.title} Academic" in text
    assert "You:" not in text
    assert "Invite a guardian" in text


def test_what_is_hidden_counts_nowhere(olga: User, browser_of: Browser) -> None:
    child = make_child(olga, dimensions=[ACADEMIC])
    make_definition(ACADEMIC, title="Names a shape")
    make_tick(child, make_definition(PHYSICAL))
    assert "0 of 1 item noted" in text_of(browser_of(olga).get(CHILDREN))


def test_siblings_stand_in_the_order_in_which_they_were_added(
    olga: User, browser_of: Browser
) -> None:
    for name, ticks in (("Zoe", 0), ("Amir", 3), ("Maryam", 1)):
        child = make_child(olga, name=name)
        for _n in range(ticks):
            make_tick(child, make_definition())
    page = read(browser_of(olga).get(CHILDREN).content.decode())
    cards = [each for each in page.all("h2") if each.inside("li")]
    assert [each.text.strip() for each in cards] == ["Zoe", "Amir", "Maryam"]


@pytest.mark.parametrize("role", [GuardianRole.EDITOR, GuardianRole.VIEWER])
def test_a_guardian_who_owns_nothing_sees_their_role_and_invites_nobody(
    olga: User, heidi: User, browser_of: Browser, role: GuardianRole
) -> None:
    make_guardianship(make_child(olga), heidi, role)
    text = text_of(browser_of(heidi).get(CHILDREN))
    assert f"You: {role.label}" in text
    assert "Invite a guardian" not in text


def test_a_record_that_ended_says_so_and_asks_for_nothing(olga: User, browser_of: Browser) -> None:
    make_definitions()
    make_child(olga, born=date(2009, 3, 10))  # seventeen today
    text = text_of(browser_of(olga).get(CHILDREN))
    assert "16 years old · items for 13–\u206016 years" in text
    assert "This record ended with the seventeenth birthday." in text
    assert "To try next" not in text


def test_with_everything_ticked_nothing_is_next(olga: User, browser_of: Browser) -> None:
    make_tick(make_child(olga), make_definition())
    text = text_of(browser_of(olga).get(CHILDREN))
    assert "1 of 1 item noted" in text
    assert "Every item of this age band is ticked." in text


def test_without_definitions_the_page_stands(olga: User, browser_of: Browser) -> None:
    make_child(olga)
    response = browser_of(olga).get(CHILDREN)
    assert response.status_code == 200
    assert "There are no items for this age band yet." in text_of(response)


def test_an_invitation_waits_with_a_link_and_without_a_name(
    olga: User, heidi: User, browser_of: Browser
) -> None:
    children = [make_child(olga, name="Zaynab"), make_child(olga, name="Yusuf")]
    invitation = invite_guardian(
        email=heidi.email, role=GuardianRole.VIEWER, children=children, by=olga
    )
    response = browser_of(heidi).get(CHILDREN)
    text = text_of(response)
    assert (
        "Olga invites you to the records of 2 children. As: Viewer · until March 17, 2026" in text
    )
    assert f'href="{guardian_invitation_path(invitation.pk)}"' in response.content.decode()
    assert "Zaynab" not in text
    assert "Yusuf" not in text


def test_nobody_elses_children_are_here(olga: User, heidi: User, browser_of: Browser) -> None:
    make_child(heidi, name="Zaynab")
    assert "Zaynab" not in text_of(browser_of(olga).get(CHILDREN))


def test_what_a_name_holds_is_never_markup(olga: User, browser_of: Browser) -> None:
    make_child(olga, name="<b>Zaynab</b>")
    assert "<b>Zaynab" not in browser_of(olga).get(CHILDREN).content.decode()


def test_only_parents_come_here(db: None, browser_of: Browser) -> None:
    assert browser_of(make_mentor()).get(CHILDREN).status_code == 403


def test_the_page_is_only_read(olga: User, browser_of: Browser) -> None:
    assert browser_of(olga).post(CHILDREN).status_code == 405


@pytest.mark.parametrize("number", [1, 30])
def test_thirty_children_take_no_more_queries_than_one(
    olga: User,
    browser_of: Browser,
    number: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    make_definitions()
    for born in range(number):
        child = make_child(olga, born=date(2010 + born % 13, 5, 4))
        make_tick(child, items(Dimension.ACADEMIC, child.age_band)[0])
    browser = browser_of(olga)
    with django_assert_max_num_queries(10):
        browser.get(CHILDREN)
