"""People with several roles: each role gives what it gives alone, and no more."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from milestones import services
from milestones.generation.vocabulary import EvidenceType
from milestones.models import Evidence, MilestoneProject, MilestoneReview, MonthlyMilestone
from tests.make import make_consent, make_student
from tests.make_children import make_child
from tests.make_milestones import MARCH_10, make_assessments, make_milestone, make_role, noon
from tests.milestones.views.months import ask
from tests.personas import Browser
from tfl.accounts.models import (
    Employer,
    EmployerMembership,
    MembershipState,
    Role,
    RoleGrant,
    Student,
    User,
)
from tfl.accounts.services import AccountsError, assign_student, invite_person, take_role

EVIDENCE = "/api/student/monthly-milestone/evidence"
REVIEW = "/api/mentor/monthly-milestone/review"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(noon(MARCH_10), tick=False):
        yield


def also(person: User, role: Role) -> User:
    RoleGrant.objects.create(user=person, role=role)
    person.__dict__.pop("roles", None)
    return person


def hires_for(person: User, employer: Employer) -> User:
    """`person` acts for `employer` besides."""
    EmployerMembership.objects.create(
        user=person,
        organisation_name=employer.name,
        employer=employer,
        state=MembershipState.APPROVED,
    )
    return also(person, Role.EMPLOYER)


def march_of(student: Student) -> MonthlyMilestone:
    if student.target_job_role is None:
        student.target_job_role = make_role(name=f"Role {student.pk}")
        student.save()
    make_assessments(student, {"SQL": 50, "REST APIs": 65})
    return make_milestone(student)


def post(client: Client, path: str, **body: object) -> Any:
    return client.post(path, json.dumps(body), content_type="application/json")


@pytest.fixture
def charlies(charlie: Student) -> MonthlyMilestone:
    """Of a student whose mentor is Dora."""
    return march_of(charlie)


def test_a_mentor_who_hires_sees_of_anothers_student_what_employers_see(
    bob: User, acme: Employer, charlie: Student, charlies: MonthlyMilestone, browser_of: Browser
) -> None:
    make_consent(charlie, acme)
    waiting = ask(next(charlies.items()))
    client = browser_of(hires_for(bob, acme))

    assert client.get(f"/employer/students/{charlie.pk}/").status_code == 200
    for path in (
        f"/milestones/{charlies.pk}/",
        f"/mentor/students/{charlie.pk}/",
        f"/mentor/students/{charlie.pk}/?show=record",
        f"/mentor/students/{charlie.pk}/constraint/",
        f"/mentor/milestones/{charlies.pk}/review/",
    ):
        assert client.get(path).status_code == 404, path
    for path in (
        f"/mentor/evidence/{waiting.pk}/verify/",
        f"/mentor/evidence/{waiting.pk}/return/",
        f"/mentor/outcomes/{charlies.outcomes.first().pk}/score/",  # type: ignore[union-attr]
        f"/mentor/milestones/{charlies.pk}/review/",
        f"/mentor/milestones/{charlies.pk}/regenerate/",
        f"/mentor/invite/{charlie.pk}/again/",
    ):
        assert (
            client.post(path, {"score": 90, "reason": "x", "status": "Achieved"}).status_code == 404
        )
    assert not MilestoneReview.objects.exists()
    assert Evidence.objects.verified().count() == 0


def test_nor_through_the_endpoints(
    bob: User, acme: Employer, charlie: Student, charlies: MonthlyMilestone, browser_of: Browser
) -> None:
    make_consent(charlie, acme)
    client = browser_of(hires_for(bob, acme))

    rated = post(client, EVIDENCE, milestoneId=charlies.pk, type="MentorRating", score=5)
    reviewed = post(client, REVIEW, milestoneId=charlies.pk, status="PartiallyAchieved")
    generated = post(client, "/api/system/monthly-milestone/generate", studentIds=[charlie.pk])

    assert rated.status_code == 404, "nothing of it waits for an employer"
    assert (reviewed.status_code, generated.status_code) == (404, 404)
    assert not Evidence.objects.exists()


def test_a_mentor_who_hires_sees_consenting_students_only(
    bob: User, acme: Employer, alice: Student, charlie: Student, browser_of: Browser
) -> None:
    make_consent(charlie, acme)
    client = browser_of(hires_for(bob, acme))

    page = client.get("/employer/").content.decode()

    assert "Charlie" in page
    assert "Alice" not in page, "she is Bob's student, and did not consent to his organisation"
    assert client.get(f"/employer/students/{alice.pk}/").status_code == 404


def test_the_role_of_employer_without_an_organisation_opens_nothing(
    bob: User, charlie: Student, charlies: MonthlyMilestone, browser_of: Browser
) -> None:
    make_consent(charlie)
    client = browser_of(also(bob, Role.EMPLOYER))

    assert client.get("/employer/").status_code == 403
    assert client.get(f"/employer/students/{charlie.pk}/").status_code == 403
    sent = post(client, EVIDENCE, milestoneId=charlies.pk, type="EmployerFeedback", score=5)
    assert sent.status_code == 404


def test_a_student_who_mentors_hands_in_for_themselves_alone(
    alice: Student, charlie: Student, browser_of: Browser
) -> None:
    """Charlie is a student, and Alice's mentor."""
    alice.mentor = also(charlie.user, Role.MENTOR)
    alice.save()
    hers, his = march_of(alice), march_of(charlie)
    client = browser_of(charlie)
    item = hers.outcomes.get(skill__name="SQL")

    assert client.get(f"/milestones/{hers.pk}/").status_code == 200
    assert client.post(f"/milestones/{hers.pk}/ask/outcome/{item.pk}/").status_code == 404
    asked = post(client, EVIDENCE, milestoneId=hers.pk, type="ProjectLink", skillId=item.skill_id)
    assert asked.status_code == 403
    own = his.outcomes.get(skill__name="SQL")
    assert client.post(f"/mentor/outcomes/{own.pk}/score/", {"score": 100}).status_code == 404
    assert client.get("/api/student/monthly-milestone/current").json()["milestoneId"] == his.pk
    assert not Evidence.objects.exists()


def test_nobody_is_their_own_mentor(charlie: Student, grace: User, dora: User) -> None:
    himself = also(charlie.user, Role.MENTOR)

    with pytest.raises(AccountsError):
        assign_student(student=charlie, by=grace, mentor=himself)
    with pytest.raises(AccountsError):
        invite_person(email=himself.email, name="", roles=[Role.STUDENT], mentor=himself, by=grace)

    charlie.refresh_from_db()
    assert charlie.mentor == dora


def test_nor_can_a_row_say_so(charlie: Student) -> None:
    charlie.mentor = charlie.user

    with pytest.raises(IntegrityError), transaction.atomic():
        charlie.save()


def test_an_admin_who_mentors_reads_their_own_students_months_only(
    grace: User, charlie: Student, charlies: MonthlyMilestone, browser_of: Browser
) -> None:
    client = browser_of(also(grace, Role.MENTOR))
    mine = march_of(make_student(mentor=grace))

    assert client.get(f"/milestones/{mine.pk}/").status_code == 200
    assert client.get(f"/milestones/{charlies.pk}/").status_code == 404
    assert client.get(f"/mentor/students/{charlie.pk}/").status_code == 404
    reviewed = post(client, REVIEW, milestoneId=charlies.pk, status="PartiallyAchieved")
    assert reviewed.status_code == 404


def test_an_employer_who_studies_is_seen_by_their_own_organisation_only_with_consent(
    erin: User, frank: User, dora: User, browser_of: Browser
) -> None:
    also(erin, Role.STUDENT)
    student = Student.objects.create(user=erin, mentor=dora, joined_on=MARCH_10)
    march = march_of(student)
    client = browser_of(erin)

    assert client.get("/mission/").status_code == 200
    assert client.get(f"/employer/students/{student.pk}/").status_code == 404
    sent = post(client, EVIDENCE, milestoneId=march.pk, type="EmployerFeedback", score=5)
    assert sent.status_code == 403, "nobody rates themselves"


def test_an_employer_who_studies_gives_themselves_no_feedback(
    erin: User, dora: User, acme: Employer, browser_of: Browser
) -> None:
    also(erin, Role.STUDENT)
    student = Student.objects.create(user=erin, mentor=dora, joined_on=MARCH_10)
    make_consent(student, acme)
    march = march_of(student)
    project = MilestoneProject.objects.create(
        milestone=march, project_title="Orders", evaluation_type="EmployerReview"
    )
    services.submit_evidence(
        milestone=march,
        type=EvidenceType.PROJECT_LINK,
        by=erin,
        item=project,
        reference="https://github.com/e/x",
    )
    client = browser_of(erin)

    api = post(client, EVIDENCE, milestoneId=march.pk, type="EmployerFeedback", score=5)
    page = client.post(f"/employer/projects/{project.pk}/feedback/", {"score": 5})

    assert api.status_code == 403
    assert page.status_code in {403, 404}
    project.refresh_from_db()
    assert project.completion_status == "InProgress"


def test_an_admin_and_mentor_with_a_child_opens_the_record_of_that_child_alone(
    grace: User, olga: User, browser_of: Browser
) -> None:
    mine, other = make_child(also(also(grace, Role.PARENT), Role.MENTOR)), make_child(olga)
    client = browser_of(grace)

    assert client.get(f"/children/{mine.pk}/").status_code == 200
    assert client.get(f"/api/children/{mine.pk}/milestones").status_code == 200
    for path in ("", "details/", "notes/", "guardians/", "export/", "summary/"):
        assert client.get(f"/children/{other.pk}/{path}").status_code == 404, path
    assert client.get(f"/api/children/{other.pk}/milestones").status_code == 404


def test_a_guardian_who_is_no_parent_any_more_opens_nothing(
    olga: User, browser_of: Browser
) -> None:
    child, client = make_child(olga), browser_of(olga)
    RoleGrant.objects.filter(user=olga).delete()

    assert client.get(f"/children/{child.pk}/").status_code == 403
    assert client.get(f"/api/children/{child.pk}/milestones").status_code == 403
    assert client.get("/").status_code == 200


def test_who_lost_a_role_lost_what_it_gave(
    alice: Student, bob: User, erin: User, grace: User, acme: Employer, browser_of: Browser
) -> None:
    march = march_of(alice)
    make_consent(alice, acme)
    of_alice, of_bob, of_erin = browser_of(alice), browser_of(bob), browser_of(erin)
    RoleGrant.objects.filter(user=bob).delete()
    take_role(user=alice.user, role=Role.STUDENT, by=grace)

    assert of_alice.get("/mission/").status_code == 403
    assert of_alice.get(f"/milestones/{march.pk}/").status_code == 403
    assert of_bob.get(f"/mentor/students/{alice.pk}/").status_code == 403
    assert of_erin.get(f"/employer/students/{alice.pk}/").status_code == 404
    take_role(user=erin, role=Role.EMPLOYER, by=grace)
    assert of_erin.get("/employer/").status_code == 403
