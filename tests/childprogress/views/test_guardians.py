"""The page of who can open a record: what each guardian reads there, and may do."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from childprogress.models import Child, GuardianInvitation, GuardianRole, Guardianship
from tests.html import read
from tests.make import make_parent
from tests.make_children import make_child, make_guardian_invitation, make_guardianship
from tests.milestones.views.months import text_of
from tests.personas import Browser
from tfl.accounts.models import User

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
OWNER, EDITOR, VIEWER = GuardianRole.OWNER, GuardianRole.EDITOR, GuardianRole.VIEWER


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def child(olga: User, edith: User, viktor: User) -> Child:
    """Olga’s, with Edith as its editor and Viktor as its viewer."""
    child = make_child(olga, name="Zaynab")
    make_guardianship(child, edith, EDITOR)
    make_guardianship(child, viktor, VIEWER)
    return child


def of(child: Child, user: User) -> Guardianship:
    return Guardianship.objects.get(child=child, user=user)


def page(child: Child) -> str:
    return f"/children/{child.pk}/guardians/"


def path(guardianship: Guardianship, act: str) -> str:
    return f"/children/{guardianship.child_id}/guardians/{guardianship.pk}/{act}/"


def forms(response: Any) -> set[str]:
    """Where the page’s own forms lead."""
    html = read(response.content.decode())
    those = [each for each in html.forms("post") if each.inside("main") and each.inside("li")]
    return {each.attributes["action"] for each in those}


def links(response: Any) -> set[str]:
    html = read(response.content.decode())
    return {each.attributes["href"] for each in html.all("a") if each.inside("main")}


# Reading ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reader", ["olga", "edith", "viktor"])
def test_guardians_see_each_other_and_what_each_may_do(
    child: Child, browser_of: Browser, reader: str, request: pytest.FixtureRequest
) -> None:
    response = browser_of(request.getfixturevalue(reader)).get(page(child))
    text = text_of(response)

    assert response.status_code == 200
    for words in (
        "Olga olga@example.org Owner Does everything:",
        "Edith edith@example.org Editor Ticks items, writes notes, prints and exports.",
        "Viktor viktor@example.org Viewer Reads and prints, and changes nothing.",
    ):
        assert words in text.replace("This is you ", "")
    assert text.count("Since March 10, 2026") == 3
    assert text.count("This is you") == 1


def test_the_page_is_sound(child: Child, olga: User, browser_of: Browser) -> None:
    make_guardianship(child, make_parent(name="<b>Mallory</b>"), OWNER)
    make_guardian_invitation(child, by=olga)
    html = read(browser_of(olga).get(page(child)).content.decode())

    assert html.mistakes == []
    assert html.repeated_ids() == set()
    assert html.unlabelled() == []
    assert not any(each.text.strip() == "Mallory" for each in html.all("b"))


def test_an_owner_can_do_something_to_everybody_but_the_last_owner(
    child: Child, olga: User, edith: User, viktor: User, browser_of: Browser
) -> None:
    response = browser_of(olga).get(page(child))

    assert forms(response) == {
        path(of(child, user), act) for user in (edith, viktor) for act in ("role", "remove")
    }
    assert "You are the only owner. To leave, first make another guardian an owner" in text_of(
        response
    )
    assert {f"/children/{child.pk}/delete/", f"/children/invite/?child={child.pk}"} <= links(
        response
    )


def test_with_another_owner_one_can_step_down_and_leave(
    child: Child, olga: User, edith: User, browser_of: Browser
) -> None:
    Guardianship.objects.filter(user=edith).update(role=OWNER)
    response = browser_of(olga).get(page(child))

    assert {path(of(child, olga), "role"), path(of(child, olga), "remove")} <= forms(response)
    assert "only owner" not in text_of(response)


@pytest.mark.parametrize("reader", ["edith", "viktor"])
def test_editors_and_viewers_can_leave_and_nothing_else(
    child: Child, browser_of: Browser, reader: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(reader)
    response = browser_of(user).get(page(child))

    assert forms(response) == {path(of(child, user), "remove")}
    assert "/children/invite/" not in str(links(response))
    assert "An owner can change what you may do, and invite others." in text_of(response)


def test_an_owner_sees_their_own_invitations_to_this_record(
    child: Child, olga: User, edith: User, browser_of: Browser
) -> None:
    other = make_child(olga, name="Yusuf")
    both = make_guardian_invitation(child, other, by=olga, email="both@example.org")
    make_guardian_invitation(other, by=olga, email="elsewhere@example.org")
    Guardianship.objects.filter(user=edith).update(role=OWNER)
    make_guardian_invitation(child, by=edith, email="ediths@example.org")
    response = browser_of(olga).get(page(child))

    assert f"/children/invitations/{both.pk}/revoke/?child={child.pk}" in forms(response)
    assert "both@example.org Viewer · Zaynab , Yusuf" in text_of(response).replace(",", " ,")
    assert "Works until March 17, 2026" in text_of(response)
    for other_address in ("elsewhere@example.org", "ediths@example.org"):
        assert other_address not in response.content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_costs_the_same_for_any_number_of_guardians(
    olga: User,
    browser_of: Browser,
    number: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    child = make_child(olga)
    for _ in range(number):
        make_guardianship(child, make_parent(), EDITOR)
        make_guardian_invitation(child, make_child(olga), by=olga)
    client = browser_of(olga)

    with django_assert_max_num_queries(10):
        client.get(page(child))


def test_strangers_find_nothing_and_others_are_sent_away(
    child: Child, heidi: User, grace: User, client: Client, browser_of: Browser
) -> None:
    make_child(heidi)

    assert browser_of(heidi).get(page(child)).status_code == 404
    assert browser_of(grace).get(page(child)).status_code == 403
    assert client.get(page(child))["Location"] == f"/accounts/login/?next={page(child)}"


# Changing roles --------------------------------------------------------------------------------------


def test_an_owner_changes_a_role(
    child: Child, olga: User, viktor: User, browser_of: Browser
) -> None:
    chosen = of(child, viktor)
    response = browser_of(olga).post(path(chosen, "role"), {"role": "editor"}, follow=True)

    assert response.redirect_chain == [(page(child), 302)]
    assert "Saved." in text_of(response)
    assert of(child, viktor).role == EDITOR


@pytest.mark.parametrize("role", ["", "guardian", "\x00", "x" * 5000])
def test_a_role_that_is_none_is_answered_on_the_page(
    child: Child, olga: User, viktor: User, browser_of: Browser, role: str
) -> None:
    response = browser_of(olga).post(path(of(child, viktor), "role"), {"role": role})

    assert response.status_code == 422
    assert "Choose one of the roles offered." in text_of(response)
    assert of(child, viktor).role == VIEWER


def test_the_last_owner_is_told_why_not(child: Child, olga: User, browser_of: Browser) -> None:
    client = browser_of(olga)
    for response in (
        client.post(path(of(child, olga), "role"), {"role": "viewer"}),
        client.post(path(of(child, olga), "remove")),
    ):
        assert response.status_code == 409
        assert "A record has at least one owner. Make another guardian an owner first." in text_of(
            response
        )
    assert of(child, olga).is_owner


@pytest.mark.parametrize("actor", ["edith", "viktor"])
def test_editors_and_viewers_may_not(
    child: Child, olga: User, browser_of: Browser, actor: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(actor)
    client = browser_of(user)

    for act in ("role", "remove"):
        response = client.post(path(of(child, olga), act), {"role": "viewer"})
        assert response.status_code == 403
    for role in ("owner", "no role"):
        assert client.post(path(of(child, user), "role"), {"role": role}).status_code == 403
    assert of(child, olga).is_owner


def test_ids_of_others_are_not_found(
    child: Child, olga: User, heidi: User, viktor: User, browser_of: Browser
) -> None:
    hers = make_child(heidi)
    foreign, mine = of(hers, heidi), of(child, viktor)
    client = browser_of(olga)
    for address in (
        f"/children/{child.pk}/guardians/{foreign.pk}/",
        f"/children/{hers.pk}/guardians/{mine.pk}/",
        f"/children/{hers.pk}/guardians/{foreign.pk}/",
        f"/children/{child.pk}/guardians/{10**30}/",
        f"/children/{10**30}/guardians/{mine.pk}/",
    ):
        for act in ("role", "remove"):
            response = client.post(f"{address}{act}/", {"role": "viewer"})
            assert response.status_code == 404, address
    assert Guardianship.objects.count() == 4


def test_looking_at_an_act_is_not_doing_it(
    child: Child, olga: User, viktor: User, browser_of: Browser
) -> None:
    for act in ("role", "remove"):
        assert browser_of(olga).get(path(of(child, viktor), act)).status_code == 405
    assert Guardianship.objects.count() == 3


# Removing and leaving --------------------------------------------------------------------------------


def test_an_owner_removes_a_guardian(
    child: Child, olga: User, viktor: User, browser_of: Browser
) -> None:
    chosen = path(of(child, viktor), "remove")
    client = browser_of(olga)
    response = client.post(chosen, follow=True)

    assert response.redirect_chain == [(page(child), 302)]
    assert "Viktor can no longer open this record." in text_of(response)
    assert browser_of(viktor).get(page(child)).status_code == 404
    assert client.post(chosen).status_code == 404, "a second click finds nobody"


def test_a_guardian_leaves(child: Child, viktor: User, browser_of: Browser) -> None:
    client = browser_of(viktor)
    response = client.post(path(of(child, viktor), "remove"))

    assert response["Location"] == "/children/"
    assert "You left the record." in text_of(client.get("/children/"))
    assert not Guardianship.objects.filter(user=viktor).exists()


def test_an_owner_with_a_successor_leaves_and_their_invitations_open_nothing(
    child: Child, olga: User, edith: User, browser_of: Browser
) -> None:
    make_guardian_invitation(child, by=olga)
    Guardianship.objects.filter(user=edith).update(role=OWNER)
    client = browser_of(olga)

    assert client.post(path(of(child, olga), "remove")).status_code == 302
    assert GuardianInvitation.objects.exists()
    assert "Zaynab" not in client.get("/children/invite/").content.decode()
