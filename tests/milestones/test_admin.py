"""The back office: backlog projects and employers' demands, for admins alone."""

from datetime import date

import pytest
from django.test import Client

from milestones.models import BacklogProject, EmployerDemand
from tests.make import make_job_role, make_organisation, make_skill
from tests.personas import Browser
from tfl.accounts.models import User

PROJECTS = "/backoffice/milestones/backlogproject/"
DEMANDS = "/backoffice/milestones/employerdemand/"


@pytest.fixture
def office(grace: User, browser_of: Browser) -> Client:
    return browser_of(grace)


def test_a_backlog_project_is_added_with_its_skills(office: Client) -> None:
    role, sql = make_job_role(), make_skill("SQL")

    response = office.post(
        f"{PROJECTS}add/",
        {
            "slug": "orders-service",
            "job_role": role.pk,
            "title": "Orders service",
            "description": "Orders, kept and searched.",
            "tech_stack": "Python",
            "skills": [sql.pk],
            "level": "Production",
            "evaluation_type": "MentorReview",
        },
    )

    assert response.status_code == 302
    project = BacklogProject.objects.get(slug="orders-service")
    assert list(project.skills.all()) == [sql]
    assert "Orders service" in office.get(PROJECTS, {"level": "Production"}).content.decode()
    assert "Orders service" not in office.get(PROJECTS, {"level": "Mini"}).content.decode()


def test_a_demand_is_opened_from_a_day_on(office: Client) -> None:
    role, acme = make_job_role(), make_organisation("Acme")
    typed = {
        "employer": acme.pk,
        "job_role": role.pk,
        "urgency": "Urgent",
        "positions": "2",
        "opened_on": "2026-03-01",
        "open_from": "2026-03-05",
    }

    ends_too_soon = office.post(f"{DEMANDS}add/", typed | {"open_until": "2026-03-04"})
    assert "The last day cannot be before the first one." in ends_too_soon.content.decode()
    assert office.post(f"{DEMANDS}add/", typed | {"open_until": ""}).status_code == 302

    demand = EmployerDemand.objects.get()
    assert (demand.opened_on, demand.open_until) == (date(2026, 3, 1), None)
    assert "Acme" in office.get(DEMANDS, {"urgency": "Urgent"}).content.decode()


@pytest.mark.parametrize("persona", ["alice", "bob", "erin", "heidi"])
@pytest.mark.parametrize("place", [PROJECTS, DEMANDS])
def test_nobody_else_gets_in(
    persona: str, place: str, browser_of: Browser, request: pytest.FixtureRequest
) -> None:
    assert browser_of(request.getfixturevalue(persona)).get(place).status_code == 403


@pytest.mark.parametrize("model", ["generationrun", "evidence", "monthlymilestone"])
def test_what_services_write_is_not_edited_here(office: Client, model: str) -> None:
    assert office.get(f"/backoffice/milestones/{model}/").status_code == 404
