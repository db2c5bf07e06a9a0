"""Builders of people and taxonomy: a row that is whole and plausible, unless a test says otherwise."""

from collections.abc import Iterable
from datetime import date
from itertools import count

from allauth.account.models import EmailAddress

from tfl.accounts.models import (
    ApiToken,
    Cohort,
    Employer,
    EmployerConsent,
    EmployerMembership,
    MembershipState,
    Notice,
    Role,
    RoleGrant,
    Student,
    TokenScope,
    User,
)
from tfl.accounts.services import WORDING_VERSION, create_token
from tfl.skills.models import JobRole, JobRoleSkill, Skill, SkillCategory
from tfl.skills.vocabulary import Criticality, RoleLevel

PASSWORD = "correct horse battery"

_number = count(1)


def make_user(
    email: str = "",
    *,
    roles: Iterable[Role] = (),
    name: str = "",
    password: str | None = PASSWORD,
    verified: bool = True,
    active: bool = True,
) -> User:
    """Somebody who can sign in with `PASSWORD`, or with `password` None has never chosen one."""
    email = email or f"person{next(_number)}@example.org"
    user = User.objects.create_user(email, password, name=name, is_active=active)
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in roles)
    if verified:
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_admin(email: str = "", *, name: str = "") -> User:
    return make_user(email, roles=[Role.ADMIN], name=name)


def make_mentor(email: str = "", *, name: str = "") -> User:
    return make_user(email, roles=[Role.MENTOR], name=name)


def make_parent(email: str = "", *, name: str = "") -> User:
    return make_user(email, roles=[Role.PARENT], name=name)


def make_student(
    email: str = "",
    *,
    name: str = "",
    mentor: User | None = None,
    cohort: Cohort | None = None,
    job_role: JobRole | None = None,
    joined_on: date = date(2026, 1, 1),
    weekly_minutes: int = 300,
    password: str | None = PASSWORD,
    verified: bool = True,
) -> Student:
    user = make_user(email, roles=[Role.STUDENT], name=name, password=password, verified=verified)
    return Student.objects.create(
        user=user,
        mentor=mentor,
        cohort=cohort,
        target_job_role=job_role,
        joined_on=joined_on,
        weekly_minutes=weekly_minutes,
    )


def make_cohort(name: str = "", *, starts_on: date = date(2026, 1, 1)) -> Cohort:
    return Cohort.objects.create(name=name or f"Cohort {next(_number)}", starts_on=starts_on)


def make_organisation(name: str = "") -> Employer:
    return Employer.objects.create(name=name or f"Organisation {next(_number)}")


def make_employer(email: str = "", *, organisation: Employer | None = None, name: str = "") -> User:
    """Somebody an admin let act for `organisation`."""
    organisation = organisation or make_organisation()
    user = make_user(email, roles=[Role.EMPLOYER], name=name)
    EmployerMembership.objects.create(
        user=user,
        organisation_name=organisation.name,
        employer=organisation,
        state=MembershipState.APPROVED,
    )
    return user


def make_request(
    user: User | None = None,
    *,
    organisation_name: str = "Acme",
    state: MembershipState = MembershipState.REQUESTED,
) -> EmployerMembership:
    """Somebody's request for employer access."""
    return EmployerMembership.objects.create(
        user=user or make_parent(), organisation_name=organisation_name, state=state
    )


def make_consent(student: Student, employer: Employer | None = None) -> EmployerConsent:
    """To one organisation, or without one to all of them."""
    return EmployerConsent.objects.create(
        student=student, employer=employer, wording_version=WORDING_VERSION
    )


def make_token(*scopes: TokenScope, name: str = "Learning platform") -> tuple[ApiToken, str]:
    return create_token(name=name, scopes=scopes or list(TokenScope), by=None)


def make_notice(user: User, *, kind: str = "role-added", key: str = "", path: str = "/") -> Notice:
    return Notice.objects.create(
        user=user,
        kind=kind,
        key=key or f"{kind}-{next(_number)}",
        facts={"roles": [Role.MENTOR.value]},
        path=path,
    )


# Taxonomy ----------------------------------------------------------------------------------------
def make_category(name: str = "", *, parent: SkillCategory | None = None) -> SkillCategory:
    number = next(_number)
    return SkillCategory.objects.create(
        name=name or f"Category {number}", slug=f"category-{number}", parent=parent
    )


def make_skill(name: str = "", *, category: SkillCategory | None = None, slug: str = "") -> Skill:
    number = next(_number)
    return Skill.objects.create(
        name=name or f"Skill {number}",
        slug=slug or f"skill-{number}",
        category=category or make_category(),
    )


def make_job_role(name: str = "", *, level: RoleLevel = RoleLevel.ENTRY, slug: str = "") -> JobRole:
    number = next(_number)
    return JobRole.objects.create(
        name=name or f"Job role {number}", slug=slug or f"job-role-{number}", level=level
    )


def make_requirement(
    job_role: JobRole,
    skill: Skill,
    *,
    required_score: int = 70,
    weight: int = 5,
    criticality: Criticality = Criticality.CRITICAL,
) -> JobRoleSkill:
    return JobRoleSkill.objects.create(
        job_role=job_role,
        skill=skill,
        required_score=required_score,
        weight=weight,
        criticality=criticality,
    )
