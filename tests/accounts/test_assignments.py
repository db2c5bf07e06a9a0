from datetime import date

import pytest

from tests.make import make_cohort, make_job_role
from tfl.accounts.models import AuditEntry, Cohort, Student, User
from tfl.accounts.services import AccountsError, assign_student, create_cohort
from tfl.core.errors import Refusal


def test_what_is_given_changes_and_the_rest_stays(grace: User, alice: Student, bob: User) -> None:
    cohort, job_role = make_cohort(), make_job_role()
    assign_student(student=alice, by=grace, cohort=cohort, job_role=job_role, weekly_minutes=120)
    alice.refresh_from_db()
    assert (alice.cohort, alice.target_job_role) == (cohort, job_role)
    assert (alice.mentor, alice.weekly_minutes) == (bob, 120)


def test_none_empties(grace: User, alice: Student) -> None:
    assign_student(student=alice, by=grace, mentor=None)
    alice.refresh_from_db()
    assert alice.mentor is None


def test_a_change_is_audited_with_what_was_before(
    grace: User, alice: Student, bob: User, dora: User
) -> None:
    assign_student(student=alice, by=grace, mentor=dora)
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action) == (grace, "assign-student")
    same = {"cohort": None, "job_role": None, "weekly_minutes": 300}
    assert entry.before == {"mentor": bob.pk} | same
    assert entry.after == {"mentor": dora.pk} | same


def test_no_change_leaves_no_trace(grace: User, alice: Student, bob: User) -> None:
    assign_student(student=alice, by=grace, mentor=bob)
    assert not AuditEntry.objects.exists()


def test_a_mentor_must_be_an_active_one(grace: User, alice: Student, dora: User) -> None:
    User.objects.filter(pk=dora.pk).update(is_active=False)
    with pytest.raises(AccountsError) as refused:
        assign_student(student=alice, by=grace, mentor=User.objects.get(pk=dora.pk))
    assert refused.value.field == "mentor"


@pytest.mark.parametrize("minutes", [14, 3001, -5])
def test_minutes_have_limits(grace: User, alice: Student, minutes: int) -> None:
    with pytest.raises(AccountsError) as refused:
        assign_student(student=alice, by=grace, weekly_minutes=minutes)
    assert refused.value.field == "weekly_minutes"


def test_only_admins_assign(bob: User, alice: Student) -> None:
    with pytest.raises(AccountsError) as refused:
        assign_student(student=alice, by=bob, weekly_minutes=60)
    assert refused.value.refusal is Refusal.FORBIDDEN


def test_a_cohort_is_made(grace: User) -> None:
    cohort = create_cohort(name=" Spring  2026 ", starts_on=date(2026, 3, 1), by=grace)
    assert (cohort.name, cohort.starts_on) == ("Spring 2026", date(2026, 3, 1))
    assert AuditEntry.objects.get().action == "create-cohort"


@pytest.mark.parametrize("name", ["", "  ", "x" * 10_000])
def test_a_cohort_has_a_name(grace: User, name: str) -> None:
    with pytest.raises(AccountsError) as refused:
        create_cohort(name=name, starts_on=date(2026, 3, 1), by=grace)
    assert refused.value.field == "name"


def test_cohorts_differ_in_more_than_case(grace: User) -> None:
    make_cohort("Spring")
    with pytest.raises(AccountsError) as refused:
        create_cohort(name="SPRING", starts_on=date(2026, 3, 1), by=grace)
    assert refused.value.refusal is Refusal.CONFLICT


def test_two_who_make_a_cohort_at_once_make_one(
    grace: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_cohort("Spring")
    monkeypatch.setattr(
        "tfl.accounts.services.assignments.Cohort.objects.filter",
        lambda **_: Cohort.objects.none(),
    )
    with pytest.raises(AccountsError, match="already"):
        create_cohort(name="Spring", starts_on=date(2026, 3, 1), by=grace)
