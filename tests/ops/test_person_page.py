from typing import Any

import pytest
from django.core import mail

from tests.make import (
    PASSWORD,
    make_admin,
    make_cohort,
    make_job_role,
    make_mentor,
    make_student,
    make_user,
)
from tests.personas import Browser
from tfl.accounts.models import Invitation, Role, Student, User
from tfl.accounts.services import send_notices


def path(person: User | Student, act: str = "") -> str:
    pk = person.user_id if isinstance(person, Student) else person.pk
    return f"/people/{pk}/{act}"


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_person_is_shown_with_what_they_are(
    browser_of: Browser, grace: User, alice: Student, bob: User
) -> None:
    browser = browser_of(grace)
    assert "As a student" in browser.get(path(alice)).content.decode()
    assert "guides 1 student" in browser.get(path(bob)).content.decode()


def test_an_employer_is_shown_with_the_organisation(
    browser_of: Browser, grace: User, erin: User
) -> None:
    assert "Acme" in browser_of(grace).get(path(erin)).content.decode()


def test_what_would_be_refused_is_not_offered(
    browser_of: Browser, grace: User, ivan: User, erin: User
) -> None:
    browser = browser_of(grace)
    own = browser.get(path(grace)).content.decode()
    assert "Deactivate" not in own
    assert "Take the role: Admin" not in own
    assert "role: Employer" not in browser.get(path(ivan)).content.decode()
    assert "Take the role: Employer" in browser.get(path(erin)).content.decode()


def test_nobody_there_is_not_found(browser_of: Browser, grace: User) -> None:
    browser = browser_of(grace)
    assert browser.get("/people/999999/").status_code == 404
    for act in ("role/", "access/", "invitation/", "assignment/"):
        assert browser.post(f"/people/999999/{act}").status_code == 404


def test_a_role_is_granted_and_taken(browser_of: Browser, grace: User, ivan: User) -> None:
    browser = browser_of(grace)
    response = browser.post(path(ivan, "role/"), {"role": "mentor", "do": "grant"}, follow=True)
    assert "Saved." in response.content.decode()
    assert fresh(ivan).roles == {Role.MENTOR}
    browser.post(path(ivan, "role/"), {"role": "mentor", "do": "take"})
    assert fresh(ivan).roles == frozenset()


def test_a_role_that_cannot_be_taken_says_why(
    browser_of: Browser, grace: User, bob: User, alice: Student
) -> None:
    response = browser_of(grace).post(
        path(bob, "role/"), {"role": "mentor", "do": "take"}, follow=True
    )
    assert "Assign them to another mentor first." in response.content.decode()
    assert fresh(bob).has_role(Role.MENTOR)


@pytest.mark.parametrize(
    ("act", "data"),
    [
        ("role/", {"role": "emperor", "do": "grant"}),
        ("role/", {"role": "mentor", "do": "steal"}),
        ("role/", {}),
        ("access/", {"do": "delete"}),
        ("access/", {}),
    ],
)
def test_what_is_no_choice_changes_nothing(
    browser_of: Browser, grace: User, ivan: User, act: str, data: dict[str, str]
) -> None:
    response = browser_of(grace).post(path(ivan, act), data)
    assert response.status_code == 302
    assert (fresh(ivan).roles, fresh(ivan).is_active) == (frozenset(), True)


def test_a_person_is_deactivated_and_comes_back(
    browser_of: Browser, grace: User, ivan: User
) -> None:
    browser = browser_of(grace)
    page = browser.post(path(ivan, "access/"), {"do": "deactivate"}, follow=True)
    assert "Give access again" in page.content.decode()
    assert not fresh(ivan).is_active
    browser.post(path(ivan, "access/"), {"do": "reactivate"})
    assert fresh(ivan).is_active


def test_nobody_shuts_themselves_out(browser_of: Browser, grace: User) -> None:
    make_admin()
    response = browser_of(grace).post(path(grace, "access/"), {"do": "deactivate"}, follow=True)
    assert "You cannot do this to yourself." in response.content.decode()


def test_an_invitation_is_sent_again(browser_of: Browser, grace: User) -> None:
    nina = make_user("n@example.org", verified=False, password=None)
    browser = browser_of(grace)
    assert "Send the invitation again" in browser.get(path(nina)).content.decode()
    browser.post(path(nina, "invitation/"))
    assert Invitation.objects.get().user == nina
    send_notices()
    assert mail.outbox[0].to == ["n@example.org"]


def test_somebody_who_accepted_is_not_invited_again(
    browser_of: Browser, grace: User, ivan: User
) -> None:
    response = browser_of(grace).post(path(ivan, "invitation/"), follow=True)
    assert "They have accepted already" in response.content.decode()


def test_a_student_is_assigned(
    browser_of: Browser, grace: User, alice: Student, dora: User
) -> None:
    cohort, job_role = make_cohort(), make_job_role()
    response = browser_of(grace).post(
        path(alice, "assignment/"),
        {"mentor": dora.pk, "cohort": cohort.pk, "job_role": job_role.pk, "weekly_minutes": 90},
    )
    assert (response.status_code, response["Location"]) == (302, path(alice))
    alice.refresh_from_db()
    assert (alice.mentor, alice.cohort) == (dora, cohort)
    assert (alice.target_job_role, alice.weekly_minutes) == (job_role, 90)


@pytest.mark.parametrize("minutes", ["", "14", "3001", "many", "9" * 10_000])
def test_minutes_that_are_none_are_said(
    browser_of: Browser, grace: User, alice: Student, minutes: str
) -> None:
    response = browser_of(grace).post(path(alice, "assignment/"), {"weekly_minutes": minutes})
    assert response.status_code == 422
    alice.refresh_from_db()
    assert alice.weekly_minutes == 300


def test_a_mentor_who_stopped_meanwhile_is_said(
    browser_of: Browser, grace: User, alice: Student, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = make_mentor()
    monkeypatch.setattr("tfl.ops.forms.mentors", User.objects.all)
    stopped.role_grants.all().delete()
    response = browser_of(grace).post(
        path(alice, "assignment/"), {"mentor": stopped.pk, "weekly_minutes": 60}
    )
    assert response.status_code == 422
    assert "Choose somebody who is a mentor." in response.content.decode()


def test_nothing_here_changes_an_address_or_a_password(
    browser_of: Browser, grace: User, heidi: User
) -> None:
    browser = browser_of(grace)
    sent = {
        "email": "x@example.org",
        "password": "x",
        "password1": "x",
        "do": "grant",
        "role": "mentor",
    }
    for act in ("role/", "access/", "invitation/", "assignment/"):
        browser.post(path(heidi, act), sent)
    assert fresh(heidi).email == "heidi@example.org"
    assert fresh(heidi).check_password(PASSWORD)


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_costs_the_same_for_one_and_for_many(
    browser_of: Browser,
    grace: User,
    bob: User,
    number: int,
    django_assert_max_num_queries: Any,
) -> None:
    for _ in range(number):
        make_mentor()
        student = make_student(mentor=bob, cohort=make_cohort(), job_role=make_job_role())
    browser = browser_of(grace)
    # session, user, roles, person, their roles, guided, 3 choices, news
    with django_assert_max_num_queries(10):
        assert browser.get(path(student)).status_code == 200


@pytest.mark.parametrize("who", ["alice", "bob", "erin", "heidi", "ivan"])
def test_admins_only(
    who: str, browser_of: Browser, request: pytest.FixtureRequest, charlie: Student
) -> None:
    browser = browser_of(request.getfixturevalue(who))
    assert browser.get(path(charlie)).status_code == 403
    for act in ("role/", "access/", "invitation/", "assignment/"):
        assert browser.post(path(charlie, act)).status_code == 403
