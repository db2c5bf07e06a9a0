"""Somebody who has been everything and has rows in every table that is about people; and their traces.

Every word they could type says “canary”.
"""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.apps import apps
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models
from django.test import Client
from django.utils import timezone
from django_celery_results.models import TaskResult

from badges.models import BadgeImport, TemplateState
from badges.services import (
    activate_badge_milestone,
    claim_badge,
    create_badge_milestone,
    issue_badge,
    move_template,
    revoke_badge,
    save_template,
)
from childprogress.models import GuardianInvitation, GuardianRole
from childprogress.services import (
    accept_guardian_invitation,
    add_child,
    invite_guardian,
    observe,
    say_whether_clear,
    tick,
)
from childprogress.vocabulary import Dimension, Sentiment
from milestones.generation.vocabulary import (
    CheckpointResult,
    EvidenceType,
    MilestoneStatus,
    MilestoneType,
)
from milestones.models import Evidence, MonthlyMilestone
from milestones.services import (
    record_assessment,
    record_checkpoint,
    remind_mentor,
    request_generation,
    return_evidence,
    review_milestone,
    set_constraint,
    submit_evidence,
)
from tests.make import (
    PASSWORD,
    make_admin,
    make_employer,
    make_mentor,
    make_organisation,
    make_parent,
    make_request,
    make_student,
    make_token,
)
from tests.make_children import make_child, make_definition
from tests.make_milestones import (
    APRIL,
    MARCH,
    make_assessments,
    make_backlog_project,
    make_milestone,
    make_role,
    noon,
    outcome_of,
)
from tfl.accounts.models import Invitation, Role, Student, TokenScope, User
from tfl.accounts.selectors import account_with
from tfl.accounts.services import (
    accept_invitation,
    approve_employer,
    assign_student,
    create_token,
    deactivate_person,
    grant_consent,
    grant_role,
    invite_person,
    record_opening,
    request_employer_access,
)
from tfl.ops.people_import import preview_people

CANARY = "canary"
EMAIL = "canary-7@example.org"
MARCH_2, MARCH_6 = noon(date(2026, 3, 2)), noon(date(2026, 3, 6))


@dataclass(frozen=True)
class Everywhere:
    """Made by `build`, on 2 to 6 March 2026."""

    user: User
    student: Student
    admin: User
    mentor: User
    """Theirs."""
    other: Student
    """Whose mentor they were."""
    token_secret: str


def build(clock: Any) -> Everywhere:
    clock.move_to(MARCH_2)
    role = make_role()
    make_backlog_project(role, "SQL")
    admin, mentor = make_admin("grace@example.org"), make_mentor("bob@example.org", name="Bob")
    user = _employer_then_everything(admin, mentor)
    assign_student(student=user.student, by=admin, job_role=role)
    other = make_student("charlie@example.org", mentor=user, job_role=role)
    _study(user, mentor, clock)
    _teach(user, other)
    _employ_and_administrate(user, other)
    _give_badges(user, other, admin)
    _sign_in(user)
    _raise_children(user, admin)
    assign_student(student=other, by=admin, mentor=mentor)
    deactivate_person(user=make_student(mentor=user).user, by=admin)
    _, secret = make_token()
    _leave_by_others(user, admin)
    return Everywhere(
        user=User.objects.get(pk=user.pk),
        student=user.student,
        admin=admin,
        mentor=mentor,
        other=other,
        token_secret=secret,
    )


def _employer_then_everything(admin: User, mentor: User) -> User:
    """Somebody who hires is given more roles: the order in which the services allow all of them."""
    invite_person(email=EMAIL, name="", roles=[Role.STUDENT], mentor=mentor, by=admin)
    user = accept_invitation(
        invitation=Invitation.objects.get(), password=PASSWORD, name="Canary Seven"
    )
    user.role_grants.all().delete()
    user = User.objects.get(pk=user.pk)
    acme = make_organisation("Acme")
    membership = request_employer_access(
        user=user, organisation_name="Canary Ltd", message="We are the canary."
    )
    approve_employer(membership=membership, by=admin, employer=acme)
    for role in (Role.STUDENT, Role.MENTOR, Role.ADMIN):
        grant_role(user=user, role=role, by=admin)
    return User.objects.get(pk=user.pk)


def _study(user: User, mentor: User, clock: Any) -> None:
    student = user.student
    set_constraint(student=student, month=MARCH, by=mentor, note="Canary needs SQL.",
                   include=list(_skills("SQL")), fixed_type=MilestoneType.PROJECT_DELIVERY)  # fmt: skip
    make_assessments(student, {"SQL": 40, "REST APIs": 50}, taken_on=MARCH)
    milestone = make_milestone(student)
    sql = _ask(outcome_of(milestone, "SQL"), user)
    clock.move_to(MARCH_6)
    remind_mentor(evidence=sql, by=user)
    return_evidence(evidence=sql, by=mentor, reason="Canary, the tests are missing.")
    _ask(outcome_of(milestone, "SQL"), user)
    record_assessment(
        student=student, skill=outcome_of(milestone).skill, score=Decimal(45), by=mentor
    )
    for checkpoint in milestone.checkpoints.all():
        record_checkpoint(checkpoint=checkpoint, by=mentor, result=CheckpointResult.NOT_YET)
    review_milestone(milestone=milestone, by=mentor, status=MilestoneStatus.ACHIEVED,
                     feedback="Go on, canary.", override_reason="Canary was ill.")  # fmt: skip
    MonthlyMilestone.objects.filter(pk=milestone.pk).update(
        milestone_description="A canary's month."
    )
    grant_consent(student=student, employers=None, by=user)
    erin = make_employer("erin@acme.example", name="Erin")
    record_opening(student=student, employer=erin.membership.employer, by=erin)  # type: ignore[arg-type]


def _ask(item: Any, by: User) -> Evidence:
    return submit_evidence(
        milestone=item.milestone, type=EvidenceType.PROJECT_LINK, by=by, item=item, confidence=4,
        reference="https://github.com/canary/sql", note="I am the canary.",
    )  # fmt: skip


def _teach(user: User, other: Student) -> None:
    """What they wrote about somebody else, without a word about themselves."""
    set_constraint(student=other, month=APRIL, by=user, note="Interviews come first.")
    milestone = make_milestone(other)
    submit_evidence(milestone=milestone, type=EvidenceType.ASSESSMENT_SCORE, by=user,
                    item=outcome_of(milestone, "SQL"), score=Decimal(30), note="Joins next.")  # fmt: skip
    review_milestone(milestone=milestone, by=user, status=MilestoneStatus.ACHIEVED,
                     feedback="A good start.", override_reason="Was ill.")  # fmt: skip


def _employ_and_administrate(user: User, other: Student) -> None:
    acme = user.membership.employer
    assert acme is not None
    record_opening(student=other, employer=acme, by=user)
    grant_role(user=make_parent("heidi@example.org"), role=Role.MENTOR, by=user)
    invite_person(email="nina@example.org", name="Nina", roles=[Role.STUDENT], by=user)
    approve_employer(membership=make_request(), by=user)
    create_token(name="Learning platform", scopes=[TokenScope.EVIDENCE], by=user)
    request_generation(month=MARCH, students=[user.student, other], triggered_by=user)
    preview_people(raw=b"email,name,roles\ncanary-2@example.org,Canary Two,mentor", by=user)
    LogEntry.objects.create(
        user=user,
        action_flag=ADDITION,
        content_type=ContentType.objects.get_for_model(User),
        object_repr="Canary skill",
    )


def _give_badges(user: User, other: Student, admin: User) -> None:
    """What they wrote, built, were given and gave."""
    template = save_template(
        by=user, name="SQL Basics", description="Joined tables.", icon="database", skills=[]
    )
    move_template(template=template, to=TemplateState.ACTIVE, by=user)
    rule = {"metric": "badge_count", "scope": "global", "threshold": 1}
    first = create_badge_milestone(title="First Badge", trigger=rule, by=user)
    activate_badge_milestone(milestone=first, by=user)
    link = "https://github.com/canary/sql"
    for reason in ("", "Canary’s link is dead."):
        badge = issue_badge(template=template, by=admin, recipient=user, evidence_link=link)
        claim_badge(badge=badge, by=user)
        if reason:
            revoke_badge(badge=badge, by=admin, reason=reason)
    issue_badge(template=template, by=user, recipient=other.user)
    issue_badge(template=template, by=admin, email="canary-home@example.org")
    BadgeImport.objects.create(uploaded_by=user, rows=[{"email": "new@example.org"}])
    BadgeImport.objects.create(uploaded_by=admin, rows=[{"email": EMAIL}])


def _sign_in(user: User) -> None:
    response = Client().post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    assert response.status_code == 302
    second = EmailAddress.objects.create(user=user, email="canary-home@example.org", verified=True)
    EmailConfirmation.objects.create(email_address=second, key="canary", sent=timezone.now())
    RecoveryCodes.activate(user)


def _raise_children(user: User, admin: User) -> None:
    """One child whose record nobody else can open, one whose record is Olga’s and theirs."""
    grant_role(user=user, role=Role.PARENT, by=admin)
    born, item = date(2018, 5, 4), make_definition(Dimension.ACADEMIC)
    alone = add_child(name="Canary Junior", date_of_birth=born, time_zone="UTC",
                      dimensions=list(Dimension), by=user)  # fmt: skip
    tick(child=alone, definition=item, by=user)
    invite_guardian(
        email="canary-8@example.org", role=GuardianRole.VIEWER, children=[alone], by=user
    )
    olga = make_parent("olga@example.org", name="Olga")
    shared = make_child(olga, name="Sam")
    for role in (GuardianRole.EDITOR, GuardianRole.VIEWER):
        invite_guardian(email="canary-home@example.org", role=role, children=[shared], by=olga)
        invitation = GuardianInvitation.objects.get(invited_by=olga, role=role)
        if role == GuardianRole.EDITOR:
            accept_guardian_invitation(invitation=invitation, by=user)
    for child, text in ((alone, "Said: “canary”."), (shared, "Sang a song.")):
        observe(child=child, dimension=Dimension.ACADEMIC, observed_on=MARCH, text=text,
                sentiment=Sentiment.POSITIVE, by=user)  # fmt: skip
    say_whether_clear(definition=item, clear=False, by=user)


def _leave_by_others(user: User, admin: User) -> None:
    """What others' acts and the machine hold of them."""
    preview_people(raw=f"email,roles\n{EMAIL},mentor".encode(), by=admin)
    TaskResult.objects.create(task_id="1", traceback=f"Key (email)=({EMAIL}) already exists.")
    assert account_with(EMAIL) == user


def _skills(*names: str) -> Any:
    return apps.get_model("skills", "Skill")._default_manager.filter(name__in=names)


# Traces ----------------------------------------------------------------------------------------------


def tables_naming_them() -> set[str]:
    """The tables that say “canary” anywhere in any column, sealed sessions opened."""
    return {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if CANARY in _all_text(model)
    }


def _all_text(model: type[models.Model]) -> str:
    if model is Session:
        return json.dumps([session.get_decoded() for session in Session.objects.all()]).lower()
    return " ".join(str(row) for row in model._default_manager.values_list()).lower()
