import pytest

from tests.make import make_request
from tests.personas import Browser
from tfl.accounts.models import EmployerMembership, MembershipState, Student, User

PATH = "/employer/request/"


def test_somebody_asks(browser_of: Browser, heidi: User) -> None:
    browser = browser_of(heidi)
    assert "Ask for access" in browser.get(PATH).content.decode()
    response = browser.post(PATH, {"organisation_name": "Acme", "message": "We hire"}, follow=True)
    assert response.status_code == 200
    page = response.content.decode()
    assert "Your request for <strong>Acme</strong> is with the admins" in page
    assert "Correct my request" in page
    assert EmployerMembership.objects.get().message == "We hire"


def test_a_refused_request_shows_why_and_can_be_corrected(browser_of: Browser, heidi: User) -> None:
    make_request(heidi, state=MembershipState.REFUSED)
    EmployerMembership.objects.update(answer="Use your work address")
    browser = browser_of(heidi)
    assert "Use your work address" in browser.get(PATH).content.decode()
    browser.post(PATH, {"organisation_name": "Acme"})
    assert EmployerMembership.objects.get().state == MembershipState.REQUESTED


def test_an_approved_employer_sees_for_whom_they_act(browser_of: Browser, erin: User) -> None:
    assert "You act for <strong>Acme</strong>" in browser_of(erin).get(PATH).content.decode()


def test_others_are_told_to_use_another_account(browser_of: Browser, alice: Student) -> None:
    browser = browser_of(alice)
    assert "an account of its own" in browser.get(PATH).content.decode()
    assert browser.post(PATH, {"organisation_name": "Acme"}).status_code == 403


@pytest.mark.parametrize("name", ["", "x" * 10_000])
def test_bad_input_is_said_and_saves_nothing(browser_of: Browser, heidi: User, name: str) -> None:
    assert browser_of(heidi).post(PATH, {"organisation_name": name}).status_code == 422
    assert not EmployerMembership.objects.exists()
