"""One small installation with the 14 actors of the access matrix, each with a browser.

It is noon of 10 March 2026. Alice's February is decided. Her March runs: a project to deliver, whose link
waits since the 5th, an outcome that waits too, and an interview nobody asked about. April is not generated.
She consented to Acme.

She holds one badge, another waits for her, and she reached “First Badge”.

Olga owns the record of a child of seven, Viktor reads it. Heidi has one of her own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from http.cookies import SimpleCookie
from typing import Any, Final

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.test import Client

from badges.models import (
    Badge,
    BadgeStatus,
    BadgeTemplate,
    MilestoneConfig,
    TemplateState,
)
from childprogress.ages import AgeBand
from childprogress.models import Child, GuardianRole, Guardianship, Observation
from childprogress.vocabulary import Dimension, Sentiment
from milestones import services
from milestones.generation.vocabulary import (
    CheckpointResult,
    EvidenceType,
    MilestoneStatus,
    MilestoneType,
    ProjectLevel,
)
from milestones.models import (
    Evidence,
    GenerationRun,
    InterviewCheckpoint,
    MentorConstraint,
    MilestoneProject,
    MilestoneSkillOutcome,
    MonthlyMilestone,
)
from milestones.services.scoring import Item
from tests.make import (
    PASSWORD,
    make_admin,
    make_consent,
    make_employer,
    make_mentor,
    make_notice,
    make_organisation,
    make_parent,
    make_request,
    make_student,
    make_token,
    make_user,
)
from tests.make_badges import (
    everywhere,
    make_achievement,
    make_badge,
    make_badge_milestone,
    make_template,
)
from tests.make_children import (
    make_child,
    make_definition,
    make_guardianship,
    make_observation,
    make_tick,
)
from tests.make_milestones import (
    APRIL,
    FEBRUARY,
    MARCH,
    MARCH_10,
    make_assessments,
    make_backlog_project,
    make_milestone,
    make_role,
    noon,
    outcome_of,
    project_of,
)
from tfl.accounts.models import EmployerMembership, Invitation, Notice, Role, Student, User
from tfl.accounts.services import invite_person
from tfl.skills.models import JobRole, Skill

LINK: Final = "https://github.com/alice/orders"
NAME: Final = "Wren Quillfeather"
BORN: Final = date(2018, 7, 23)
NOTED: Final = "Hummed to the quillfeather."
"""Of Olga’s child."""
SESSION: Final = settings.SESSION_COOKIE_NAME


@dataclass(frozen=True)
class People:
    nobody: User
    alice: Student
    charlie: Student
    bob: User
    dora: User
    erin: User
    frank: User
    pending: User
    owner: User
    viewer: User
    parent: User
    grace: User
    newcomer: User
    """Invited by Bob, not there yet."""


class World:
    """Everything the rows speak of. Made by `build`, inside `moment`."""

    def __init__(self, people: People, role: JobRole) -> None:
        self.people = people
        self.role = role
        self.consent = make_consent(people.alice, people.erin.membership.employer)
        self.template, self.draft, self.badge, self.reached = _badges(people)
        self.badge_milestone = make_badge_milestone("Badge Collector", trigger=everywhere(5))
        self.item = make_definition(Dimension.ACADEMIC, AgeBand.PRIMARY)
        self.ticked_item = make_definition(Dimension.ACADEMIC, AgeBand.PRIMARY)
        self.child, self.note = self._record()
        self.heidis = make_child(people.parent, name="Robin")
        self.token, self.secret = make_token(name="Learning platform")
        self.sessions = {name: _signed_in(user) for name, user in self.users().items()}

    def users(self) -> dict[str, User]:
        """Who sits at a browser, by actor."""
        them = self.people
        return {
            "no role": them.nobody,
            "student": them.alice.user,
            "another student": them.charlie.user,
            "mentor": them.bob,
            "another mentor": them.dora,
            "employer with consent": them.erin,
            "employer without consent": them.frank,
            "employer not approved": them.pending,
            "guardian owner": them.owner,
            "guardian viewer": them.viewer,
            "another parent": them.parent,
            "admin": them.grace,
        }

    def client(self, actor: str) -> Client:
        """A fresh browser of one of the 14; the token's sends its header."""
        client = Client(raise_request_exception=False)
        if actor == "token":
            client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {self.secret}"
        elif actor != "anonymous":
            client.cookies = SimpleCookie({SESSION: self.sessions[actor]})
        return client

    # What Alice has ------------------------------------------------------------------------------
    @cached_property
    def february(self) -> MonthlyMilestone:
        return _month(self.people.alice, FEBRUARY)

    @cached_property
    def march(self) -> MonthlyMilestone:
        return _month(self.people.alice, MARCH)

    @property
    def outcome(self) -> MilestoneSkillOutcome:
        return outcome_of(self.march, "SQL")

    @property
    def project(self) -> MilestoneProject:
        return project_of(self.march)

    @property
    def checkpoint(self) -> InterviewCheckpoint:
        return self.march.checkpoints.get()

    @property
    def waiting(self) -> Evidence:
        """Her link to the project."""
        return self.project.evidence.awaiting_review().get()

    @property
    def notice(self) -> Notice:
        return make_notice(self.people.alice.user)

    @property
    def pending_badge(self) -> Badge:
        """One that waits for her."""
        user = self.people.alice.user
        return make_badge(user, template=self.template, status=BadgeStatus.PENDING)

    # What guardians have --------------------------------------------------------------------------
    def _record(self) -> tuple[Child, Observation]:
        """Olga’s: something ticked, something noted by her, and Viktor reads it."""
        child = make_child(self.people.owner, name=NAME, born=BORN)
        make_guardianship(child, self.people.viewer, GuardianRole.VIEWER)
        make_tick(child, self.ticked_item)
        note = make_observation(
            child, author=self.people.owner, text=NOTED, sentiment=Sentiment.NEEDS_ATTENTION
        )
        return child, note

    @property
    def owners_part(self) -> Guardianship:
        return self.child.guardianships.get(user=self.people.owner)

    @property
    def viewers_part(self) -> Guardianship:
        return self.child.guardianships.get(user=self.people.viewer)

    # What others have ----------------------------------------------------------------------------
    @property
    def membership(self) -> EmployerMembership:
        """The request that waits for an admin."""
        return self.people.pending.membership

    @property
    def invitation(self) -> Invitation:
        return self.people.newcomer.invitations.get()

    @property
    def constraint(self) -> MentorConstraint:
        """Bob's word on Alice's April."""
        return services.set_constraint(
            student=self.people.alice,
            month=APRIL,
            by=self.people.bob,
            note="Interviews come first.",
            fixed_type=MilestoneType.INTERVIEW_READINESS,
        )

    @property
    def address_badge(self) -> Badge:
        """What Bob issued to Nina’s address, which she has not proven yet."""
        return make_badge(
            template=self.template,
            issued_to=self.people.newcomer.email,
            issued_by=self.people.bob,
            status=BadgeStatus.PENDING,
        )

    @property
    def inactive_milestone(self) -> MilestoneConfig:
        return make_badge_milestone("Explorer", active=False)

    @property
    def bobs_run(self) -> GenerationRun:
        return services.request_generation(
            month=MARCH, students=[self.people.alice], triggered_by=self.people.bob
        )

    @property
    def tokens_run(self) -> GenerationRun:
        return services.request_generation(month=MARCH, triggered_by=self.token)


@contextmanager
def moment() -> Iterator[time_machine.Traveller]:
    """The clock stands still at noon of 10 March 2026."""
    with time_machine.travel(noon(MARCH_10), tick=False) as traveller:
        yield traveller


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One for a whole module, which leaves it as it was: each request in `rolled_back`."""
    with django_db_blocker.unblock(), rolled_back(), moment():
        yield build()


def build() -> World:
    """The world, at its moment. The months before went through services on their days."""
    role = make_role()
    make_backlog_project(role, "SQL", title="Reports", level=ProjectLevel.MINI)
    make_backlog_project(role, "REST APIs", title="Orders API", level=ProjectLevel.PRODUCTION)
    people = _people(role)
    with moment() as clock:
        clock.move_to(noon(FEBRUARY))
        for student in (people.alice, people.charlie):
            make_assessments(student, {"SQL": 50, "REST APIs": 65, "Testing": 40, "Git": 30})
            make_milestone(student, month=FEBRUARY)
        clock.move_to(noon(FEBRUARY.replace(day=27)))
        _prove_some(_month(people.alice, FEBRUARY))
        clock.move_to(noon(MARCH))
        for student in (people.alice, people.charlie):
            make_milestone(student, month=MARCH, type=MilestoneType.PROJECT_DELIVERY)
        clock.move_to(noon(MARCH.replace(day=5)))
        march = _month(people.alice, MARCH)
        ask(outcome_of(march, "SQL"), note="I practised joins.")
        ask(project_of(march), reference=LINK)
    return World(people, role)


def _people(role: JobRole) -> People:
    bob = make_mentor("bob@example.org", name="Bob")
    dora = make_mentor("dora@example.org", name="Dora")
    pending = make_parent("pat@initech.example", name="Pat")
    make_request(pending, organisation_name="Initech")
    return People(
        nobody=make_user("ivan@example.org", name="Ivan"),
        alice=make_student("alice@example.org", name="Alice", mentor=bob, job_role=role),
        charlie=make_student("charlie@example.org", name="Charlie", mentor=dora, job_role=role),
        bob=bob,
        dora=dora,
        erin=make_employer(
            "erin@acme.example", organisation=make_organisation("Acme"), name="Erin"
        ),
        frank=make_employer(
            "frank@globex.example", organisation=make_organisation("Globex"), name="Frank"
        ),
        pending=pending,
        owner=make_parent("olga@example.org", name="Olga"),
        viewer=make_parent("viktor@example.org", name="Viktor"),
        parent=make_parent("heidi@example.org", name="Heidi"),
        grace=make_admin("grace@example.org", name="Grace"),
        newcomer=invite_person(
            email="nina@example.org", name="Nina", roles=[Role.STUDENT], mentor=bob, by=bob
        ),
    )


def _badges(people: People) -> tuple[BadgeTemplate, BadgeTemplate, Badge, MilestoneConfig]:
    """A template, a draft, Alice’s badge of the first and what she reached by it."""
    template = make_template("SQL Basics", skills=Skill.objects.filter(name="SQL"))
    draft = make_template("Query Tuning", state=TemplateState.DRAFT)
    badge = make_badge(people.alice.user, template=template)
    reached = make_badge_milestone("First Badge", trigger=everywhere(1))
    make_achievement(people.alice.user, reached, celebrated_at=badge.claimed_at)
    return template, draft, badge, reached


def ask(item: Item, *, reference: str = "", note: str = "") -> Evidence:
    """The student asks for review."""
    return services.submit_evidence(
        milestone=item.milestone,
        type=EvidenceType.PROJECT_LINK,
        by=item.milestone.student.user,
        item=item,
        reference=reference,
        note=note,
    )


def prove(item: Item) -> None:
    """The student's mentor finds it proven."""
    mentor = item.milestone.student.mentor
    assert mentor is not None
    if isinstance(item, InterviewCheckpoint):
        services.record_checkpoint(checkpoint=item, by=mentor, result=CheckpointResult.PASSED)
        return
    is_outcome = isinstance(item, MilestoneSkillOutcome)
    services.submit_evidence(
        milestone=item.milestone,
        type=EvidenceType.ASSESSMENT_SCORE if is_outcome else EvidenceType.MENTOR_RATING,
        by=mentor,
        item=item,
        score=item.expected_score if isinstance(item, MilestoneSkillOutcome) else Decimal(5),
    )


def _prove_some(milestone: MonthlyMilestone) -> None:
    """The first item and no more; the mentor decides the month so."""
    prove(next(milestone.items()))
    mentor = milestone.student.mentor
    assert mentor is not None
    services.review_milestone(
        milestone=milestone,
        by=mentor,
        status=MilestoneStatus.PARTIALLY_ACHIEVED,
        feedback="A good start.",
    )


def _month(student: Student, month: date) -> MonthlyMilestone:
    return MonthlyMilestone.objects.select_related("student__user", "student__mentor").get(
        student=student, milestone_month=month
    )


def _signed_in(user: User) -> str:
    """The key of a session in which the password was just given again, as changing a second factor asks."""
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    response = client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert response.status_code == 302, response.content.decode()
    return client.cookies[SESSION].value
