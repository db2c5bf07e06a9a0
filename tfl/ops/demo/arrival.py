"""How everybody gets in: invited or signed up, each through the services that do it for real people."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from unittest.mock import patch

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password

from milestones.services import NewAssessment, record_starting_scores
from tfl.accounts.models import EmployerMembership, Invitation, Role, Student, User
from tfl.accounts.services import (
    Invite,
    accept_invitation,
    approve_employer,
    create_cohort,
    invite_people,
    invite_person,
    request_employer_access,
    take_role,
    welcome,
)
from tfl.core.clock import today
from tfl.ops.demo import people, script
from tfl.ops.demo.chance import chance
from tfl.ops.demo.people import ARCHETYPES, PASSWORD, Archetype
from tfl.skills.models import JobRole, JobRoleSkill

UNKNOWN = 0.08
"""Share of the skills that nobody assessed before a student came."""


@dataclass
class DemoStudent:
    number: int
    student: Student
    mentor: User
    archetype: Archetype

    @property
    def user(self) -> User:
        return self.student.user

    @property
    def patience(self) -> tuple[int, int]:
        """Days the mentor takes to answer, from and to."""
        return people.MENTORS[self.mentor.name]

    def effort(self, month: int, luck: float) -> float:
        """At one item; luck is −1 to 1. Students of a kind have their low months at different times."""
        if self.number == script.LIVELY:
            return script.LIVELY_EFFORTS[month]
        efforts = self.archetype.efforts
        return efforts[(month + self.number) % len(efforts)] + 0.08 * luck

    def requirements(self) -> list[JobRoleSkill]:
        """Of their job role, in its order. One query."""
        mine = JobRoleSkill.objects.filter(job_role=self.student.target_job_role_id)
        return list(mine.select_related("skill").order_by("pk"))


@dataclass
class Cast:
    admin: User
    mentors: list[User]
    students: list[DemoStudent]
    employers: list[User]
    """For each organisation the person who acts for it."""
    hopeful: User
    others: list[User]

    def of(self, student_id: int) -> DemoStudent:
        return self._by_id[student_id]

    @cached_property
    def _by_id(self) -> dict[int, DemoStudent]:
        return {each.student.pk: each for each in self.students}

    def everybody(self) -> list[User]:
        students = [each.user for each in self.students]
        named = [self.admin, *self.mentors, *self.employers, self.hopeful, *self.others]
        return named + students


def bring_in_everybody(*, size: int) -> Cast:
    """Everybody, of the students the first `size`, with the scores they come with."""
    with _hashed_once():
        admin = _invited(people.ADMIN, Role.ADMIN, by=None)
        former = _invited(people.FORMER_MENTOR, Role.MENTOR, by=admin)
        take_role(user=former, role=Role.MENTOR, by=admin)
        mentors = [_invited(name, Role.MENTOR, by=admin) for name in people.MENTORS]
        students = list(_students(size, mentors, by=admin))
        employers = [_employer(*each, by=admin) for each in people.EMPLOYERS.items()]
        parent, hopeful = _signed_up(people.PARENT), _signed_up(people.HOPEFUL)
        guardians = [_signed_up(name) for name in people.GUARDIANS if settings.CHILDPROGRESS]
    rows = [row for each in students for row in _starting_scores(each)]
    record_starting_scores(rows=rows, by=admin, taken_on=today())
    return Cast(admin, mentors, students, employers, hopeful, [former, parent, *guardians])


@contextmanager
def _hashed_once() -> Iterator[None]:
    """All have the one password. Hashing it takes a good part of a second, by design; once is enough."""
    hashed = make_password(PASSWORD)

    def set_password(user: User, raw: str | None) -> None:
        user.password = hashed if raw == PASSWORD else make_password(raw)

    with patch.object(User, "set_password", set_password):
        yield


def _invited(name: str, role: Role, *, by: User | None) -> User:
    user = invite_person(email=people.email_of(name), name=name, roles=[role], by=by)
    return _accepted(user)


def _accepted(user: User) -> User:
    invitation = Invitation.objects.select_related("user").get(user=user)
    return accept_invitation(invitation=invitation, password=PASSWORD)


def _signed_up(name: str) -> User:
    """As the sign-up page leaves somebody who followed the link in their mail."""
    user = User.objects.create_user(people.email_of(name), PASSWORD, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    welcome(user=user)
    return user


def _employer(organisation: str, name: str, *, by: User) -> User:
    user = _signed_up(name)
    membership = request_employer_access(user=user, organisation_name=organisation)
    approve_employer(membership=membership, by=by)
    return EmployerMembership.objects.select_related("user").get(pk=membership.pk).user


def _students(size: int, mentors: list[User], *, by: User) -> Iterator[DemoStudent]:
    """Every kind of student is spread over mentors, cohorts and job roles."""
    kinds = [archetype for archetype in ARCHETYPES for _ in range(archetype.count)]
    begins = today() + timedelta(days=2)
    cohorts = [create_cohort(name=name, starts_on=begins, by=by) for name in people.COHORTS]
    roles = [JobRole.objects.get(slug=slug) for slug in people.JOB_ROLES]
    invites = [
        Invite(
            email=people.email_of(name),
            name=name,
            roles=(Role.STUDENT,),
            cohort=cohorts[number % len(cohorts)],
            mentor=mentors[number % len(mentors)],
            job_role=roles[number % len(roles)],
        )
        for number, name in enumerate(people.STUDENTS[:size])
    ]
    users = invite_people(invites=invites, by=by)
    for number, user in enumerate(users):
        student = Student.objects.get(user=user)
        student.user = _accepted(user)
        yield DemoStudent(number, student, mentors[number % len(mentors)], kinds[number])


def _starting_scores(each: DemoStudent) -> Iterable[NewAssessment]:
    """Around the archetype's share of what the job role requires; a few skills nobody looked at yet."""
    fate = chance("start", each.number)
    for requirement in each.requirements():
        share = each.archetype.start + fate.uniform(-0.06, 0.06)
        if fate.random() >= UNKNOWN:
            score = Decimal(min(round(requirement.required_score * share), 100))
            yield NewAssessment(each.student, requirement.skill, score)
