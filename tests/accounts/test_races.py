"""Two people, or two processes, at the same moment. Threads with connections of their own, on PostgreSQL."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core import mail
from django.db import connection

from tests.make import (
    make_admin,
    make_notice,
    make_organisation,
    make_parent,
    make_request,
    make_student,
    make_user,
)
from tfl.accounts.models import (
    EmployerConsent,
    EmployerMembership,
    Invitation,
    Notice,
    ProfileOpening,
    Role,
    RoleGrant,
    User,
)
from tfl.accounts.services import (
    AccountsError,
    accept_invitation,
    approve_employer,
    grant_consent,
    grant_role,
    invite_person,
    record_opening,
    refuse_employer,
    send_notices,
    take_role,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

Act = Callable[[], Any]


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tfl.accounts.services.notices.hint", lambda name: None)


def at_once(*acts: Act) -> list[Any]:
    """Run every act in a thread of its own, together; what each returned, or why it was refused."""
    together = threading.Barrier(len(acts))

    def run(act: Act) -> Any:
        try:
            together.wait()
            return act()
        except AccountsError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refused(outcomes: list[Any]) -> list[AccountsError]:
    return [outcome for outcome in outcomes if isinstance(outcome, AccountsError)]


def test_an_invitation_is_accepted_once() -> None:
    invite_person(email="n@example.org", name="", roles=[Role.MENTOR], by=None)
    passwords = [f"correct horse battery {n}" for n in range(8)]
    outcomes = at_once(
        *(
            lambda password=password: accept_invitation(
                invitation=Invitation.objects.get(), password=password
            )
            for password in passwords
        )
    )
    assert len(refused(outcomes)) == 7
    winner = next(n for n, outcome in enumerate(outcomes) if isinstance(outcome, User))
    assert User.objects.get().check_password(passwords[winner])


def test_an_address_is_invited_once() -> None:
    admin = make_admin()
    outcomes = at_once(
        *[lambda: invite_person(email="n@example.org", name="", roles=[Role.MENTOR], by=admin)] * 4
    )
    assert User.objects.filter(email="n@example.org").count() == 1
    assert Invitation.objects.open().count() == 1
    assert all("already" in str(error) for error in refused(outcomes))


def test_two_admins_who_take_each_others_role_leave_one() -> None:
    one, other = make_admin(), make_admin()
    outcomes = at_once(
        lambda: take_role(user=one, role=Role.ADMIN, by=other),
        lambda: take_role(user=other, role=Role.ADMIN, by=one),
    )
    assert len(refused(outcomes)) == 1
    assert RoleGrant.objects.filter(role=Role.ADMIN).count() == 1


def test_a_role_is_granted_once() -> None:
    admin, user = make_admin(), make_user()
    outcomes = at_once(
        *[lambda: grant_role(user=User.objects.get(pk=user.pk), role=Role.MENTOR, by=admin)] * 4
    )
    assert sorted(outcomes) == [False, False, False, True]
    assert Notice.objects.filter(user=user).count() == 1


def test_a_consent_is_granted_once() -> None:
    student, acme = make_student(), make_organisation()
    at_once(*[lambda: grant_consent(student=student, employers=[acme], by=student.user)] * 6)
    at_once(*[lambda: grant_consent(student=student, employers=None, by=student.user)] * 6)
    assert EmployerConsent.objects.count() == 2


def test_an_opening_is_logged_once() -> None:
    student, acme, person = make_student(), make_organisation(), make_parent()
    at_once(*[lambda: record_opening(student=student, employer=acme, by=person)] * 6)
    assert ProfileOpening.objects.count() == 1


def test_of_two_admins_who_answer_one_does() -> None:
    one, other, asked = make_admin(), make_admin(), make_request()
    outcomes = at_once(
        lambda: approve_employer(membership=EmployerMembership.objects.get(), by=one),
        lambda: refuse_employer(membership=EmployerMembership.objects.get(), by=other),
    )
    assert len(refused(outcomes)) == 1
    assert Notice.objects.filter(user=asked.user).count() == 1


def test_sweeps_at_once_mail_each_notice_once() -> None:
    people = [make_parent() for _ in range(20)]
    for person in people:
        make_notice(person)
    outcomes = at_once(*[send_notices] * 4)
    assert sum(outcomes) == 20
    assert sorted(message.to[0] for message in mail.outbox) == sorted(p.email for p in people)
