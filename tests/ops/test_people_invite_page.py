import pytest

from tests.make import make_cohort
from tests.personas import Browser
from tfl.accounts.models import Invitation, Role, Student, User

PATH = "/people/invite/"


def test_an_admin_invites_a_student_with_everything(
    browser_of: Browser, grace: User, bob: User
) -> None:
    cohort = make_cohort()
    response = browser_of(grace).post(
        PATH,
        {"email": "n@example.org", "roles": ["student"], "mentor": bob.pk, "cohort": cohort.pk},
    )
    student = Student.objects.get()
    assert response["Location"] == f"/people/{student.user_id}/"
    assert (student.mentor, student.cohort) == (bob, cohort)


def test_somebody_who_has_an_account_gets_the_role(
    browser_of: Browser, grace: User, heidi: User
) -> None:
    browser_of(grace).post(PATH, {"email": heidi.email, "roles": ["mentor"]})
    assert User.objects.get(pk=heidi.pk).roles == {Role.PARENT, Role.MENTOR}
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"email": "nobody", "roles": ["mentor"]},
        {"email": "n@example.org", "roles": []},
        {"email": "n@example.org", "roles": ["parent"]},
        {"email": "n@example.org", "roles": ["mentor"], "name": "x" * 10_000},
        {"email": "x" * 10_000 + "@example.org", "roles": ["mentor"]},
        {"email": "n@example.org", "roles": ["mentor"], "cohort": "999"},
        {"email": "n@example.org\x00", "roles": ["mentor"]},
    ],
)
def test_bad_input_is_said_and_invites_nobody(
    browser_of: Browser, grace: User, data: dict[str, object]
) -> None:
    assert browser_of(grace).post(PATH, data).status_code == 422
    assert not Invitation.objects.exists()


def test_what_only_the_service_knows_is_said(browser_of: Browser, grace: User, bob: User) -> None:
    response = browser_of(grace).post(
        PATH, {"email": "n@example.org", "roles": ["admin"], "mentor": bob.pk}
    )
    assert response.status_code == 422
    assert "Only students have a mentor" in response.content.decode()


def test_the_form_is_shown(browser_of: Browser, grace: User) -> None:
    assert browser_of(grace).get(PATH).status_code == 200
