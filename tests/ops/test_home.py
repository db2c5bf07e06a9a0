import pytest
from django.test import Client

from tests.make import make_request, make_user
from tests.make_children import make_child
from tests.personas import Browser
from tfl.accounts.models import Role, Student, User

pytestmark = pytest.mark.django_db


def test_nobody_in_particular_sees_what_this_is(client: Client) -> None:
    response = client.get("/")
    assert response.status_code == 200
    page = response.content.decode()
    assert "What can you now prove?" in page
    assert "What can my child do, what could we try next?" in page


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


def test_a_guardian_goes_to_the_children(browser_of: Browser, heidi: User) -> None:
    make_child(heidi)
    assert browser_of(heidi).get("/")["Location"] == "/children/"


def test_a_mentor_with_a_child_goes_to_their_students_first(browser_of: Browser) -> None:
    both = make_user(roles=[Role.PARENT, Role.MENTOR])
    make_child(both)
    assert browser_of(both).get("/")["Location"] == "/mentor/"


@pytest.mark.parametrize("who", ["heidi", "ivan"])
def test_others_read_what_they_can_do(
    who: str, browser_of: Browser, request: pytest.FixtureRequest
) -> None:
    person: User = request.getfixturevalue(who)
    page = browser_of(person).get("/").content.decode()
    assert "/employer/request/" in page
    assert "Follow a child’s progress" in page


def test_a_parent_without_a_record_begins_one_from_there(browser_of: Browser, heidi: User) -> None:
    browser = browser_of(heidi)
    page = browser.get("/").content.decode()
    assert 'href="/children/add/"' in page
    assert browser.get("/children/add/").status_code == 200


def test_who_is_no_parent_is_not_sent_where_they_cannot_go(browser_of: Browser, ivan: User) -> None:
    browser = browser_of(ivan)
    page = browser.get("/").content.decode()
    assert "accept a guardian’s invitation" in page
    assert "/children/" not in page
    assert browser.get("/children/add/").status_code == 403


def test_who_asked_for_access_sees_that_it_waits(browser_of: Browser, heidi: User) -> None:
    make_request(heidi)
    assert "Your request to act for Acme" in browser_of(heidi).get("/").content.decode()
