"""The form that invites a guardian, and taking an invitation back."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from childprogress.models import Child, GuardianInvitation, GuardianRole
from childprogress.services import send_guardian_invitations
from tests.html import read
from tests.make_children import make_child, make_guardian_invitation, make_guardianship
from tests.milestones.views.months import text_of
from tests.personas import Browser
from tfl.accounts.models import User
from tfl.settings import base

PATH = "/children/invite/"
NINA = "nina@example.org"
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def children(olga: User) -> list[Child]:
    return [make_child(olga, name=name) for name in ("Zaynab", "Yusuf", "Maryam")]


def fields(*children: Child, email: str = NINA, role: str = "viewer") -> dict[str, Any]:
    return {"email": email, "role": role, "children": [child.pk for child in children]}


def checked(response: Any) -> list[str]:
    html = read(response.content.decode())
    return [
        each.attributes["value"]
        for each in html.all("input")
        if each.attributes.get("name") == "children" and "checked" in each.attributes
    ]


# Asking ----------------------------------------------------------------------------------------------


def test_an_owner_is_offered_the_records_they_own_by_name(
    children: list[Child], olga: User, edith: User, browser_of: Browser
) -> None:
    make_guardianship(make_child(edith, name="Ediths"), olga, GuardianRole.EDITOR)
    response = browser_of(olga).get(PATH)
    text = text_of(response)

    for child in children:
        assert child.name in text
    assert "Ediths" not in text
    assert "Editor Ticks items, writes notes, prints and exports." in text
    assert "Viewer Reads and prints, and changes nothing." in text
    assert checked(response) == []


def test_the_page_is_sound(children: list[Child], olga: User, browser_of: Browser) -> None:
    make_guardian_invitation(*children, by=olga)
    client = browser_of(olga)
    for response in (client.get(PATH), client.post(PATH, {}), client.get(f"{PATH}?child=1")):
        html = read(response.content.decode())
        assert html.mistakes == []
        assert html.repeated_ids() == set()
        assert html.unlabelled() == []


def test_the_record_one_comes_from_is_chosen(
    children: list[Child], olga: User, browser_of: Browser
) -> None:
    response = browser_of(olga).get(f"{PATH}?child={children[1].pk}")

    assert checked(response) == [str(children[1].pk)]
    assert f'href="/children/{children[1].pk}/guardians/"' in response.content.decode()


def test_an_only_record_is_chosen(olga: User, browser_of: Browser) -> None:
    child = make_child(olga)

    assert checked(browser_of(olga).get(PATH)) == [str(child.pk)]


@pytest.mark.parametrize("asked", ["abc", "0", str(10**30), "%00", "-1", "²", "foreign"])
def test_a_record_it_does_not_know_is_ignored(
    children: list[Child], olga: User, heidi: User, browser_of: Browser, asked: str
) -> None:
    foreign = make_child(heidi, name="Heidis")
    asked = str(foreign.pk) if asked == "foreign" else asked
    response = browser_of(olga).get(f"{PATH}?child={asked}")

    assert response.status_code == 200
    assert checked(response) == []
    assert "Heidis" not in response.content.decode()


def test_who_owns_no_record_reads_what_to_do_and_invites_nobody(
    heidi: User, olga: User, browser_of: Browser
) -> None:
    child = make_child(olga)
    make_guardianship(child, heidi, GuardianRole.VIEWER)
    client = browser_of(heidi)
    response = client.get(PATH)

    assert "You own no record" in text_of(response)
    assert 'href="/children/add/"' in response.content.decode()
    assert client.post(PATH, fields(child)).status_code == 403
    assert not GuardianInvitation.objects.exists()


def test_it_is_for_parents(client: Client, grace: User, browser_of: Browser) -> None:
    assert browser_of(grace).get(PATH).status_code == 403
    assert client.get(PATH)["Location"] == f"/accounts/login/?next={PATH}"


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_costs_the_same_for_any_number_of_records_and_invitations(
    olga: User,
    browser_of: Browser,
    number: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(number):
        make_guardian_invitation(make_child(olga), by=olga)
    client = browser_of(olga)

    with django_assert_max_num_queries(10):
        client.get(PATH)


# Sending ---------------------------------------------------------------------------------------------


def test_one_mail_invites_to_what_was_chosen_and_names_no_child(
    children: list[Child], olga: User, browser_of: Browser
) -> None:
    client = browser_of(olga)
    response = client.post(PATH, fields(*children[:2], role="editor"))
    send_guardian_invitations()

    assert (response.status_code, response["Location"]) == (302, "/children/")
    invitation = GuardianInvitation.objects.get()
    assert set(invitation.children.all()) == set(children[:2])
    assert (invitation.email, invitation.role) == (NINA, "editor")
    [message] = mail.outbox
    assert message.to == [NINA]
    assert not any(child.name in message.message().as_string() for child in children)
    assert "The invitation is on its way to nina@example.org." in text_of(client.get("/children/"))


def test_one_comes_back_to_the_record_one_came_from(
    children: list[Child], olga: User, browser_of: Browser
) -> None:
    child = children[0]
    response = browser_of(olga).post(f"{PATH}?child={child.pk}", fields(child), follow=True)

    assert response.redirect_chain == [(f"/children/{child.pk}/guardians/", 302)]
    assert "The invitation is on its way to nina@example.org." in text_of(response)
    assert "Invited by you, not accepted yet" in text_of(response)


def test_an_address_with_an_account_is_answered_like_any(
    children: list[Child], olga: User, heidi: User, browser_of: Browser
) -> None:
    client = browser_of(olga)
    answers = [
        (response.status_code, response["Location"])
        for response in (
            client.post(PATH, fields(children[0], email=email)) for email in (NINA, heidi.email)
        )
    ]

    assert answers[0] == answers[1]
    assert GuardianInvitation.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"email": ""}, "This field is required."),
        ({"email": "nina"}, "Enter a valid email address."),
        ({"email": "nina\x00@example.org"}, "Null characters are not allowed."),
        ({"email": "nina@[127.0.0.1]"}, "Nobody gets mail at this address"),
        ({"email": "olga@example.org"}, "This is your own address."),
        ({"role": ""}, "This field is required."),
        ({"role": "owner"}, "Select a valid choice."),
        ({"role": "\x00"}, "Select a valid choice."),
        ({"children": []}, "Choose at least one child."),
        ({"children": ["abc"]}, "Choose among the children whose record you own."),
        ({"children": ["\x00"]}, "Null characters are not allowed."),
        ({"children": [10**30]}, "Choose among the children whose record you own."),
        ({"children": [0]}, "Choose among the children whose record you own."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_sent(
    children: list[Child], olga: User, browser_of: Browser, changed: dict[str, Any], says: str
) -> None:
    response = browser_of(olga).post(PATH, fields(children[0]) | changed)

    assert response.status_code == 422
    assert says in text_of(response)
    assert not GuardianInvitation.objects.exists()


def test_what_was_typed_stays(children: list[Child], olga: User, browser_of: Browser) -> None:
    response = browser_of(olga).post(PATH, fields(*children[:2], email="nina", role="editor"))

    assert checked(response) == [str(child.pk) for child in children[:2]]
    html = read(response.content.decode())
    values = {each.attributes.get("value") for each in html.all("input")}
    assert "nina" in values
    [role] = [
        each.attributes["value"]
        for each in html.all("input")
        if each.attributes.get("name") == "role" and "checked" in each.attributes
    ]
    assert role == "editor"


@pytest.mark.parametrize("among", [[], [0]])
def test_nobody_invites_to_a_record_they_do_not_own(
    children: list[Child],
    olga: User,
    heidi: User,
    edith: User,
    browser_of: Browser,
    among: list[int],
) -> None:
    foreign = make_child(heidi, name="Heidis")
    edited = make_child(edith, name="Ediths")
    make_guardianship(edited, olga, GuardianRole.EDITOR)
    mine = [children[n] for n in among]

    for record in (foreign, edited):
        response = browser_of(olga).post(PATH, fields(*mine, record))
        assert response.status_code == 422
        assert "Choose among the children whose record you own." in text_of(response)
        assert record.name not in response.content.decode()
    assert not GuardianInvitation.objects.exists()


def test_somebody_invites_twenty_times_an_hour(
    children: list[Child], olga: User, heidi: User, browser_of: Browser, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"invite_guardian": "2/h/user"}
    cache.clear()
    client = browser_of(olga)
    make_child(heidi)

    assert client.post(PATH, {}).status_code == 422, "a mistake is not counted"
    statuses = [
        client.post(PATH, fields(children[0], email=f"n{n}@example.org")).status_code
        for n in range(3)
    ]
    assert statuses == [302, 302, 429]
    assert GuardianInvitation.objects.count() == 2
    others = fields(Child.objects.owned_by(heidi).get())
    assert browser_of(heidi).post(PATH, others).status_code == 302


def test_the_limits_are_set() -> None:
    assert isinstance(base.ACCOUNT_RATE_LIMITS, dict)
    assert base.ACCOUNT_RATE_LIMITS["invite_guardian"] == "20/h/user"
    assert base.ACCOUNT_RATE_LIMITS["guardian_invitation"] == "60/m/ip"


# Taking back -----------------------------------------------------------------------------------------


def test_an_invitation_is_taken_back(
    children: list[Child], olga: User, browser_of: Browser
) -> None:
    invitation = make_guardian_invitation(children[0], by=olga)
    client = browser_of(olga)
    path = f"/children/invitations/{invitation.pk}/revoke/?child={children[0].pk}"
    response = client.post(path, follow=True)

    assert response.redirect_chain == [(f"/children/{children[0].pk}/guardians/", 302)]
    assert "The invitation no longer works." in text_of(response)
    assert "Invited by you" not in text_of(response)
    invitation.refresh_from_db()
    assert invitation.revoked_at == NOW
    assert client.post(path).status_code == 302, "again changes nothing"


def test_without_a_record_to_go_back_to_one_comes_to_the_overview(
    children: list[Child], olga: User, browser_of: Browser
) -> None:
    invitation = make_guardian_invitation(children[0], by=olga)
    for query in ("", "?child=abc", f"?child={10**30}", "?child=%00"):
        response = browser_of(olga).post(f"/children/invitations/{invitation.pk}/revoke/{query}")
        assert response["Location"] == "/children/"


def test_what_was_accepted_meanwhile_says_so(
    children: list[Child], olga: User, browser_of: Browser
) -> None:
    invitation = make_guardian_invitation(children[0], by=olga)
    GuardianInvitation.objects.update(accepted_at=NOW)
    client = browser_of(olga)
    client.post(f"/children/invitations/{invitation.pk}/revoke/")

    assert "This invitation was accepted before you revoked it." in text_of(
        client.get("/children/")
    )


def test_anothers_invitation_is_not_found(
    children: list[Child], olga: User, edith: User, client: Client, browser_of: Browser
) -> None:
    make_guardianship(children[0], edith, GuardianRole.OWNER)
    invitation = make_guardian_invitation(children[0], by=olga)
    path = f"/children/invitations/{invitation.pk}/revoke/"

    assert browser_of(edith).post(path).status_code == 404
    assert browser_of(olga).post(f"/children/invitations/{10**30}/revoke/").status_code == 404
    assert browser_of(olga).get(path).status_code == 405
    assert client.post(path)["Location"] == "/accounts/login/"
    invitation.refresh_from_db()
    assert invitation.revoked_at is None
