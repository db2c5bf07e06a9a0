import pytest
from django.test import Client

from tests.make import make_request, make_user
from tests.personas import Browser
from tfl.accounts.models import Role, Student, User

pytestmark = pytest.mark.django_db


def test_nobody_in_particular_sees_what_this_is(client: Client) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert "What can you now prove?" in response.content.decode()


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("alice", "/mission/"),
        ("bob", "/mentor/"),
        ("erin", "/employer/"),
        ("grace", "/people/"),
    ],
)
def test_everybody_is_sent_to_what_they_came_for(
    who: str, path: str, browser_of: Browser, request: pytest.FixtureRequest
) -> None:
    person: User | Student = request.getfixturevalue(who)
    response = browser_of(person).get("/")
    assert (response.status_code, response["Location"]) == (302, path)


def test_a_mentor_who_is_an_admin_goes_to_their_students(browser_of: Browser) -> None:
    both = make_user(roles=[Role.ADMIN, Role.MENTOR])
    assert browser_of(both).get("/")["Location"] == "/mentor/"


@pytest.mark.parametrize("who", ["heidi", "ivan"])
def test_others_read_what_they_can_do(
    who: str, browser_of: Browser, request: pytest.FixtureRequest
) -> None:
    person: User = request.getfixturevalue(who)
    page = browser_of(person).get("/").content.decode()
    assert "/employer/request/" in page
    assert "not part of this installation yet" in page


def test_who_asked_for_access_sees_that_it_waits(browser_of: Browser, heidi: User) -> None:
    make_request(heidi)
    assert "Your request to act for Acme" in browser_of(heidi).get("/").content.decode()
