"""The page on which a mentor sets the job role a student works towards next."""

from datetime import date

import pytest
from django.test import Client

from milestones import services
from milestones.models import GenerationRunEntry
from tests.make import make_job_role, make_requirement, make_skill
from tests.milestones.views.months import travel
from tests.personas import Browser
from tfl.accounts.models import AuditEntry, Student, User
from tfl.skills.models import JobRole


@pytest.fixture
def desk(browser_of: Browser, bob: User) -> Client:
    return browser_of(bob)


@pytest.fixture
def next_role() -> JobRole:
    role = make_job_role("Data Engineer")
    make_requirement(role, make_skill("Pipelines"))
    return role


def test_the_mentor_sets_it_and_the_month_follows(
    alice: Student, bob: User, desk: Client, next_role: JobRole
) -> None:
    with travel(date(2026, 3, 2)):
        services.generate_due_milestones()
        assert GenerationRunEntry.objects.get(student=alice).reason == "No target job role is set."

        response = desk.post(
            f"/mentor/students/{alice.pk}/role/", {"job_role": next_role.pk}, follow=True
        )

        assert response.redirect_chain == [(f"/mentor/students/{alice.pk}/", 302)]
        alice.refresh_from_db()
        assert alice.target_job_role == next_role
        services.generate_due_milestones()
    milestone = alice.milestones.get()
    assert milestone.primary_job_role == next_role
    entry = AuditEntry.objects.get(action="assign-student")
    assert entry.before
    assert entry.after
    assert (entry.actor, entry.before["job_role"], entry.after["job_role"]) == (
        bob,
        None,
        next_role.pk,
    )


def test_a_role_without_requirements_cannot_be_chosen(
    alice: Student, desk: Client, next_role: JobRole
) -> None:
    empty = make_job_role("Painter")
    page = desk.get(f"/mentor/students/{alice.pk}/role/").content.decode()
    assert next_role.name in page
    assert empty.name not in page
    response = desk.post(f"/mentor/students/{alice.pk}/role/", {"job_role": empty.pk})
    assert response.status_code == 422


def test_another_mentors_student_is_not_there(
    browser_of: Browser, dora: User, alice: Student, next_role: JobRole
) -> None:
    path = f"/mentor/students/{alice.pk}/role/"
    assert browser_of(dora).get(path).status_code == 404
    assert browser_of(dora).post(path, {"job_role": next_role.pk}).status_code == 404
