import pytest
from django.test import Client

from tests.make import PASSWORD, make_student
from tests.personas import Browser
from tfl.accounts.models import Invitation, Student, User
from tfl.accounts.selectors import invitation_path
from tfl.accounts.services import resend_invitation


@pytest.fixture
def invitation(bob: User) -> Invitation:
    student = make_student("nina@example.org", mentor=bob, password=None, verified=False)
    return resend_invitation(user=student.user, by=bob)


@pytest.fixture
def path(invitation: Invitation) -> str:
    return invitation_path(invitation.pk)


GOOD = {"name": "Nina", "password": PASSWORD, "again": PASSWORD}


def test_it_says_for_whom_it_is(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert "nina@example.org" in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_accepting_signs_in(client: Client, path: str, invitation: Invitation) -> None:
    response = client.post(path, GOOD)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(invitation.user_id)


def test_accepted_twice_is_said(client: Client, path: str) -> None:
    client.post(path, GOOD)
    again = Client().post(path, GOOD)
    assert again.status_code == 410
    assert "accepted this invitation already" in again.content.decode()


def test_an_expired_one_says_what_to_do(client: Client, path: str) -> None:
    Invitation.objects.update(expires_at="2026-01-01T00:00Z")
    response = client.get(path)
    assert response.status_code == 410
    assert "send it again" in response.content.decode()


def test_a_replaced_one_points_to_the_newer(
    client: Client, path: str, invitation: Invitation, bob: User
) -> None:
    resend_invitation(user=invitation.user, by=bob)
    response = client.get(path)
    assert response.status_code == 410
    assert "only the newest works" in response.content.decode()


def test_a_link_nobody_made_is_not_found(client: Client, path: str) -> None:
    assert client.get("/invitation/1.forged/").status_code == 404


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"again": "another"}, "The two passwords differ."),
        ({"password": "12345", "again": "12345"}, "too short"),
        ({"name": "x" * 10_000}, "at most 150 characters"),
        ({"name": ""}, "This field is required."),
        ({"name": "Ivan\u202egnp.exe"}, "characters nobody can see"),
    ],
)
def test_bad_input_is_said_and_changes_nothing(
    client: Client, path: str, invitation: Invitation, change: dict[str, str], says: str
) -> None:
    response = client.post(path, GOOD | change)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert PASSWORD not in response.content.decode()
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_somebody_signed_in_becomes_the_invited_person(
    browser_of: Browser, alice: Student, path: str, invitation: Invitation
) -> None:
    browser = browser_of(alice)
    browser.post(path, GOOD)
    assert browser.session["_auth_user_id"] == str(invitation.user_id)
