"""The same six months, with every step taken where people take it: pages, endpoints, mails, back office."""

import re
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from milestones.generation.vocabulary import MilestoneStatus
from milestones.models import Evidence, MonthlyMilestone
from milestones.tasks import execute_runs
from tests.make import PASSWORD, make_admin, make_organisation, make_token
from tests.milestones.story import (
    DEMAND_OPEN,
    DEMAND_OPENED_ON,
    EMPLOYER,
    READY_MONTH,
    SCORED_ON,
    STARTING_SCORES,
    STORY,
    Interview,
    Proof,
    make_job_role,
)
from tests.milestones.test_story import at, live, tell
from tfl.accounts.models import Student, TokenScope, User
from tfl.accounts.tasks import send_notices
from tfl.skills.models import JobRole

API = "/api/{}/monthly-milestone/{}"


class PageHands:
    """Everything as the people would: in a browser, by mail, or as a system with a token. They sign in
    each time, as sessions end after two weeks."""

    def __init__(self) -> None:
        make_admin("grace@example.org", name="Grace")
        self.token = make_token(TokenScope.GENERATE)[1]
        self._invited("bob@example.org", "Bob", "mentor")

    @property
    def admin(self) -> Client:
        return signed_in("grace@example.org")

    @property
    def mentor_browser(self) -> Client:
        return signed_in("bob@example.org")

    @property
    def student_browser(self) -> Client:
        return signed_in("amina@example.org")

    def _invited(self, email: str, name: str, roles: str, **columns: object) -> None:
        """Imported by CSV, invited by mail, password chosen."""
        header = ",".join(["email", "name", "roles", *columns])
        row = ",".join([email, name, roles, *map(str, columns.values())])
        upload = SimpleUploadedFile("people.csv", f"{header}\n{row}".encode())
        admin = self.admin
        preview = ok(admin.post("/people/import/", {"file": upload}), 302)
        ok(admin.post(preview["Location"], follow=True))
        send_notices()
        (message,) = [each for each in mail.outbox if each.to == [email]]
        (path,) = set(re.findall(r"/invitation/[^/\s]+/", str(message.body)))
        ok(Client().post(path, {"name": name, "password": PASSWORD, "again": PASSWORD}), 302)

    def give_starting_scores(self) -> None:
        columns = {
            "mentor": "bob@example.org",
            "job role": "backend-developer",
            **{f"score:{skill}": score for skill, score in STARTING_SCORES.items()},
        }
        self._invited("amina@example.org", "Amina", "student", **columns)
        self.student = Student.objects.get(user__email="amina@example.org")
        self.mentor = User.objects.get(email="bob@example.org")

    def open_demand(self, role: JobRole) -> None:
        response = self.admin.post(
            "/backoffice/milestones/employerdemand/add/",
            {
                "employer": make_organisation(EMPLOYER).pk,
                "job_role": role.pk,
                "urgency": "Urgent",
                "positions": 2,
                "opened_on": DEMAND_OPENED_ON.isoformat(),
                "open_from": DEMAND_OPEN[0].isoformat(),
                "open_until": DEMAND_OPEN[1].isoformat(),
            },
        )
        ok(response, 302)

    def generate(self) -> None:
        answer = Client().post(
            API.format("system", "generate"),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.token}"},
        )
        run = ok(answer, 202).json()
        assert run["finishedAt"] is None
        execute_runs()
        watched = Client().get(
            API.format("system", f"runs/{run['runId']}"),
            headers={"Authorization": f"Bearer {self.token}"},
        )
        assert ok(watched).json()["finishedAt"]

    def prove(self, milestone: MonthlyMilestone, proof: Proof) -> None:
        outcome = milestone.outcomes.get(skill__name=proof.skill)
        page = ok(self.student_browser.get("/mission/")).content.decode()
        path = f"/milestones/{milestone.pk}/ask/outcome/{outcome.pk}/"
        assert path in page
        asked = {"note": "Here it is.", "confidence": proof.sure or ""}
        ok(self.student_browser.post(path, asked), 302)
        self._answer(outcome=outcome, score=proof.score)

    def deliver(self, milestone: MonthlyMilestone, rating: int) -> None:
        sent = {
            "milestoneId": milestone.pk,
            "type": "ProjectLink",
            "reference": "https://code.example.com/amina/project",
        }
        path = API.format("student", "evidence")
        answer = self.student_browser.post(path, sent, content_type="application/json")
        assert ok(answer, 201).json()["state"] == "Waiting"
        self._answer(project=milestone.projects.get(), score=rating)

    def interview(self, milestone: MonthlyMilestone, interview: Interview) -> None:
        checkpoint = milestone.checkpoints.get(checkpoint_type=interview.type)
        path = f"/mentor/checkpoints/{checkpoint.pk}/record/"
        ok(self.mentor_browser.post(path, {"result": interview.result}), 302)

    def decide(self, milestone: MonthlyMilestone, status: MilestoneStatus) -> None:
        if status == MilestoneStatus.ACHIEVED:
            sent = {"milestoneId": milestone.pk, "status": status, "feedback": "Well proven."}
            path = API.format("mentor", "review")
            ok(self.mentor_browser.post(path, sent, content_type="application/json"))
            return
        path = f"/mentor/milestones/{milestone.pk}/review/"
        ok(self.mentor_browser.post(path, {"status": status, "feedback": "Nearly."}), 302)

    def _answer(self, *, score: int, **item: Any) -> None:
        """From the queue to the student's page, and there the form beside what was handed in."""
        queue = ok(self.mentor_browser.get("/mentor/")).content.decode()
        student = f"/mentor/students/{self.student.pk}/"
        assert student in queue
        waiting = Evidence.objects.awaiting_review().get(**item)
        path = f"/mentor/evidence/{waiting.pk}/verify/"
        assert path in ok(self.mentor_browser.get(student)).content.decode()
        ok(self.mentor_browser.post(path, {"score": score}), 302)


def signed_in(email: str) -> Client:
    browser = Client()
    ok(browser.post("/accounts/login/", {"login": email, "password": PASSWORD}), 302)
    return browser


def signed_up(email: str) -> Client:
    """Alone, with the address proven by the link in the mail."""
    browser = Client()
    chosen = {"email": email, "password1": PASSWORD, "password2": PASSWORD}
    ok(browser.post("/accounts/signup/", chosen), 302)
    (message,) = [each for each in mail.outbox if each.to == [email]]
    (path,) = set(re.findall(r"/accounts/confirm-email/[^/\s]+/", str(message.body)))
    ok(browser.post(path), 302)
    return signed_in(email)


def ok(response: Any, status: int = 200) -> Any:
    assert response.status_code == status, response.content.decode()[:2000]
    return response


@pytest.mark.django_db
def test_six_months_through_pages_and_endpoints_end_in_ready(
    clock: time_machine.Traveller,
) -> None:
    at(clock, SCORED_ON, hour=8)
    role = make_job_role()
    hands = PageHands()
    tell(hands, clock, role)
    page = ok(hands.student_browser.get("/mission/")).content.decode()
    assert "ready" in page.lower()
    assert READY_MONTH not in {m.milestone_month for m in hands.student.milestones.all()}
    current = hands.student_browser.get(API.format("student", "current"))
    assert current.status_code == 404


@pytest.mark.django_db
def test_an_employer_sees_the_proof_only_between_consent_and_its_withdrawal(
    clock: time_machine.Traveller,
) -> None:
    at(clock, SCORED_ON, hour=8)
    make_job_role()
    hands = PageHands()
    employer = signed_up("erin@example.org")
    asked = {"organisation_name": EMPLOYER, "message": "We hire."}
    ok(employer.post("/employer/request/", asked), 302)
    requests = ok(hands.admin.get("/people/employers/")).content.decode()
    (path,) = re.findall(r'action="(/people/employers/\d+/)"', requests)
    (seen,) = re.findall(r'name="seen"\s+value="([^"]+)"', requests)
    ok(hands.admin.post(path, {"do": "approve", "seen": seen}), 302)
    hands.give_starting_scores()
    live(hands, clock, STORY[0])
    employer = signed_in("erin@example.org")
    profile = f"/employer/students/{hands.student.pk}/"
    assert employer.get(profile).status_code == 404
    assert "Amina" not in ok(employer.get("/employer/")).content.decode()

    offer = ok(hands.student_browser.get("/consent/")).content.decode()
    wording = re.search(r'name="wording" value="([^"]+)"', offer)
    assert wording
    ok(hands.student_browser.post("/consent/", {"scope": "all", "wording": wording[1]}), 302)
    shown = ok(employer.get(profile)).content.decode()
    assert "SQL" in shown
    assert "Lending database" in shown
    assert "Git" not in shown, "never asked for, never proven"
    assert EMPLOYER in ok(hands.student_browser.get("/consent/")).content.decode(), "who looked"

    ok(hands.student_browser.post("/consent/withdraw/"), 302)
    assert employer.get(profile).status_code == 404
    assert "Amina" not in ok(employer.get("/employer/")).content.decode()
