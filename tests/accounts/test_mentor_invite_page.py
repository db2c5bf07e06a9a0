from typing import Any

import pytest

from tests.make import make_cohort, make_job_role, make_student
from tests.personas import Browser
from tfl.accounts.models import Invitation, Student, User

PATH = "/mentor/invite/"


def test_a_mentor_invites_a_student(browser_of: Browser, bob: User) -> None:
    cohort, job_role = make_cohort(), make_job_role()
    response = browser_of(bob).post(
        PATH,
        {"email": "n@example.org", "name": "Nina", "cohort": cohort.pk, "job_role": job_role.pk},
        follow=True,
    )
    page = response.content.decode()
    assert "The invitation is on its way." in page
    assert "n@example.org" in page
    student = Student.objects.get()
    assert (student.mentor, student.cohort, student.target_job_role) == (bob, cohort, job_role)


def test_an_address_that_has_an_account_is_said_at_its_field(
    browser_of: Browser, bob: User, heidi: User
) -> None:
    response = browser_of(bob).post(PATH, {"email": heidi.email})
    assert response.status_code == 422
    assert "An admin can assign this student to you." in response.content.decode()


@pytest.mark.parametrize("invited", [True, False])
def test_with_no_invitation_open_the_page_does_not_claim_that_there_was_one(
    browser_of: Browser, bob: User, invited: bool
) -> None:
    if invited:
        make_student(mentor=bob)  # who has accepted
    page = browser_of(bob).get(PATH).content.decode()
    assert "No invitation waits for an answer." in page
    assert "Everybody" not in page


def test_a_mentor_sends_again(browser_of: Browser, bob: User) -> None:
    student = make_student(mentor=bob, password=None, verified=False)
    response = browser_of(bob).post(f"{PATH}{student.pk}/again/")
    assert (response.status_code, response["Location"]) == (302, PATH)
    assert Invitation.objects.get().user == student.user


def test_somebody_who_accepted_is_not_invited_again(
    browser_of: Browser, bob: User, alice: Student
) -> None:
    response = browser_of(bob).post(f"{PATH}{alice.pk}/again/", follow=True)
    assert "They have accepted already" in response.content.decode()


def test_anothers_student_is_not_found(browser_of: Browser, bob: User, charlie: Student) -> None:
    assert browser_of(bob).post(f"{PATH}{charlie.pk}/again/").status_code == 404


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_costs_the_same_for_one_and_for_many(
    browser_of: Browser, bob: User, number: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(number):
        make_student(mentor=bob, password=None, verified=False)
    browser = browser_of(bob)
    with django_assert_max_num_queries(8):  # session, user, roles, news, 2 choices, students
        assert browser.get(PATH).status_code == 200
