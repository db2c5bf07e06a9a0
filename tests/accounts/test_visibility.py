"""Which students each kind of person sees."""

import pytest

from tests.make import make_consent, make_request
from tfl.accounts.models import (
    Employer,
    MembershipState,
    Role,
    RoleGrant,
    Student,
    User,
)


def seen_by(user: User) -> set[Student]:
    return set(Student.objects.visible_to(User.objects.get(pk=user.pk)))


def test_students_see_themselves(alice: Student, charlie: Student) -> None:
    assert seen_by(alice.user) == {alice}


def test_mentors_see_those_assigned(alice: Student, charlie: Student, bob: User) -> None:
    assert seen_by(bob) == {alice}


def test_admins_see_everybody(alice: Student, charlie: Student, grace: User) -> None:
    assert seen_by(grace) == {alice, charlie}


def test_employers_see_those_who_consented(
    alice: Student, charlie: Student, acme: Employer, erin: User, frank: User
) -> None:
    make_consent(alice, acme)
    make_consent(charlie)
    assert seen_by(erin) == {alice, charlie}
    assert seen_by(frank) == {charlie}


@pytest.mark.parametrize("state", [MembershipState.REQUESTED, MembershipState.REFUSED])
def test_an_employer_not_approved_sees_nobody(
    alice: Student, heidi: User, state: MembershipState
) -> None:
    make_consent(alice)
    make_request(heidi, state=state)
    RoleGrant.objects.create(user=heidi, role=Role.EMPLOYER)
    assert seen_by(heidi) == set()


def test_parents_and_people_without_a_role_see_nobody(
    alice: Student, heidi: User, ivan: User
) -> None:
    make_consent(alice)
    assert seen_by(heidi) == seen_by(ivan) == set()


def test_a_mentor_who_is_a_student_too_sees_both(
    alice: Student, charlie: Student, bob: User
) -> None:
    RoleGrant.objects.create(user=charlie.user, role=Role.MENTOR)
    Student.objects.filter(pk=alice.pk).update(mentor=charlie.user)
    assert seen_by(charlie.user) == {alice, charlie}


def test_somebody_deactivated_sees_nobody(alice: Student, grace: User) -> None:
    grace.is_active = False
    grace.save()
    assert seen_by(grace) == set()


def test_admins_see_people_and_others_themselves(grace: User, ivan: User, bob: User) -> None:
    assert set(User.objects.visible_to(grace)) == {grace, ivan, bob}
    assert list(User.objects.visible_to(ivan)) == [ivan]
