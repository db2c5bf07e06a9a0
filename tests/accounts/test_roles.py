import pytest

from tests.make import make_admin, make_employer, make_mentor, make_student, make_user
from tfl.accounts.models import (
    AuditEntry,
    EmployerMembership,
    MembershipState,
    Notice,
    Role,
    RoleGrant,
    Student,
    User,
)
from tfl.accounts.services import AccountsError, deactivate_person, grant_role, take_role, welcome
from tfl.core.errors import Refusal


def audited(user: User) -> list[str]:
    entries = AuditEntry.objects.filter(object_type="accounts.User", object_id=str(user.pk))
    return list(entries.order_by("pk").values_list("action", flat=True))


def test_a_granted_role_works_at_once(grace: User, ivan: User) -> None:
    assert not ivan.has_role(Role.MENTOR)
    assert grant_role(user=ivan, role=Role.MENTOR, by=grace)
    assert ivan.has_role(Role.MENTOR)
    assert RoleGrant.objects.get(user=ivan).granted_by == grace


def test_granting_twice_records_and_tells_once(grace: User, ivan: User) -> None:
    grant_role(user=ivan, role=Role.MENTOR, by=grace)
    assert not grant_role(user=ivan, role=Role.MENTOR, by=grace)
    assert audited(ivan) == ["grant-role"]
    assert Notice.objects.get(user=ivan).kind == "role-added"


def test_a_student_gets_a_student_row(grace: User, ivan: User) -> None:
    grant_role(user=ivan, role=Role.STUDENT, by=grace)
    assert Student.objects.get(user=ivan).mentor is None


def test_a_student_whose_role_comes_back_finds_everything(grace: User, alice: Student) -> None:
    take_role(user=alice.user, role=Role.STUDENT, by=grace)
    assert alice not in Student.objects.active()
    grant_role(user=alice.user, role=Role.STUDENT, by=grace)
    assert Student.objects.active().get(user=alice.user) == alice


def test_nobody_is_told_what_they_did_themselves(grace: User) -> None:
    grant_role(user=grace, role=Role.MENTOR, by=grace)
    assert not Notice.objects.exists()


def test_nobody_is_told_what_the_system_did(ivan: User) -> None:
    assert welcome(user=ivan)
    assert ivan.has_role(Role.PARENT)
    assert not Notice.objects.exists()


def test_only_those_without_a_role_are_welcomed_as_parents(bob: User) -> None:
    assert not welcome(user=bob)
    assert not bob.has_role(Role.PARENT)


@pytest.mark.parametrize("act", [grant_role, take_role])
def test_only_admins_change_roles(act: object, bob: User, ivan: User) -> None:
    with pytest.raises(AccountsError) as refused:
        act(user=ivan, role=Role.ADMIN, by=bob)  # type: ignore[operator]  # one of two functions
    assert refused.value.refusal is Refusal.FORBIDDEN


def test_an_employer_needs_an_organisation(grace: User, ivan: User) -> None:
    with pytest.raises(AccountsError, match="request employer access") as refused:
        grant_role(user=ivan, role=Role.EMPLOYER, by=grace)
    assert refused.value.field == "role"
    assert not ivan.has_role(Role.EMPLOYER)


def test_an_approved_employer_can_get_the_role_again(grace: User) -> None:
    erin = make_employer()
    RoleGrant.objects.filter(user=erin).delete()
    assert grant_role(user=erin, role=Role.EMPLOYER, by=grace)


def test_an_employer_whose_role_is_taken_may_ask_again(grace: User, erin: User) -> None:
    take_role(user=erin, role=Role.EMPLOYER, by=grace)
    assert not erin.has_role(Role.EMPLOYER)
    assert EmployerMembership.objects.get(user=erin).state == MembershipState.REFUSED


def test_taking_a_role_twice_records_once(grace: User, ivan: User) -> None:
    grant_role(user=ivan, role=Role.PARENT, by=grace)
    assert take_role(user=ivan, role=Role.PARENT, by=grace)
    assert not take_role(user=ivan, role=Role.PARENT, by=grace)
    assert audited(ivan) == ["grant-role", "take-role"]


def test_a_mentor_with_students_stays_one(grace: User, bob: User, alice: Student) -> None:
    with pytest.raises(AccountsError, match="1 student is assigned") as refused:
        take_role(user=bob, role=Role.MENTOR, by=grace)
    assert refused.value.refusal is Refusal.CONFLICT
    make_student(mentor=bob)
    with pytest.raises(AccountsError, match="2 students are assigned"):
        take_role(user=bob, role=Role.MENTOR, by=grace)


def test_a_mentor_without_students_can_stop(grace: User) -> None:
    mentor = make_mentor()
    assert take_role(user=mentor, role=Role.MENTOR, by=grace)


def test_an_admin_takes_another_admins_role(grace: User) -> None:
    other = make_admin()
    assert take_role(user=other, role=Role.ADMIN, by=grace)


def test_nobody_takes_their_own_admin_role(grace: User) -> None:
    make_admin()
    with pytest.raises(AccountsError, match="yourself"):
        take_role(user=grace, role=Role.ADMIN, by=grace)
    assert RoleGrant.objects.filter(user=grace).exists()


def test_the_last_admin_stays_whoever_asks(grace: User) -> None:
    make_user(roles=[Role.ADMIN], active=False)
    with pytest.raises(AccountsError, match="last admin"):
        take_role(user=grace, role=Role.ADMIN, by=None)
    with pytest.raises(AccountsError, match="last admin"):
        deactivate_person(user=grace, by=None)


def test_an_admin_who_is_one_no_more_takes_nothing(grace: User) -> None:
    other = make_admin()
    assert other.has_role(Role.ADMIN)  # remembered on this instance
    take_role(user=User.objects.get(pk=other.pk), role=Role.ADMIN, by=grace)
    with pytest.raises(AccountsError) as refused:
        take_role(user=grace, role=Role.ADMIN, by=other)
    assert refused.value.refusal is Refusal.FORBIDDEN
