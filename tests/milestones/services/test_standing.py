"""How somebody stands to a milestone: one answer for each person there can be."""

import pytest

from milestones.models import MonthlyMilestone
from milestones.services.standing import Standing, lock, standing_of
from tests.make import make_consent, make_request, make_token, make_user
from tests.make_milestones import await_employer
from tests.milestones.services.refusals import FORBIDDEN, NOT_FOUND, refused
from tfl.accounts.models import (
    Employer,
    EmployerMembership,
    MembershipState,
    Role,
    RoleGrant,
    Student,
    TokenScope,
    User,
)

pytestmark = pytest.mark.django_db


def test_student_mentor_employer_and_system_each_play_their_part(
    milestone: MonthlyMilestone, alice: Student, bob: User, acme: Employer, erin: User
) -> None:
    make_consent(alice, acme)
    with refused(NOT_FOUND):  # nothing waits for an employer yet
        standing_of(erin, milestone)
    await_employer(milestone)
    token, _secret = make_token(TokenScope.EVIDENCE, TokenScope.GENERATE)
    assert standing_of(alice.user, milestone) is Standing.STUDENT
    assert standing_of(bob, milestone) is Standing.MENTOR
    assert standing_of(erin, milestone) is Standing.EMPLOYER
    assert standing_of(token, milestone) is Standing.SYSTEM


def test_a_token_for_something_else_is_forbidden(milestone: MonthlyMilestone) -> None:
    token, _secret = make_token(TokenScope.GENERATE, TokenScope.BADGES)
    with refused(FORBIDDEN):
        standing_of(token, milestone)


def test_everybody_else_is_a_stranger(
    milestone: MonthlyMilestone, charlie: Student, dora: User, grace: User, erin: User
) -> None:
    waiting = make_request(make_user()).user
    for person in (charlie.user, dora, grace, erin, waiting):
        with refused(NOT_FOUND):
            standing_of(person, milestone)


@pytest.mark.parametrize("held", [Role.STUDENT, Role.MENTOR])
def test_who_was_deactivated_or_lost_the_role_is_a_stranger(
    milestone: MonthlyMilestone, alice: Student, bob: User, held: Role
) -> None:
    person = alice.user if held is Role.STUDENT else bob
    User.objects.filter(pk=person.pk).update(is_active=False)
    with refused(NOT_FOUND):
        standing_of(User.objects.get(pk=person.pk), milestone)
    User.objects.filter(pk=person.pk).update(is_active=True)
    RoleGrant.objects.filter(user=person).delete()
    with refused(NOT_FOUND):
        standing_of(User.objects.get(pk=person.pk), milestone)


def test_an_employer_refused_since_is_a_stranger(
    milestone: MonthlyMilestone, alice: Student, acme: Employer, erin: User
) -> None:
    make_consent(alice, acme)
    EmployerMembership.objects.filter(user=erin).update(state=MembershipState.REFUSED)
    with refused(NOT_FOUND):
        standing_of(User.objects.get(pk=erin.pk), milestone)


def test_a_lock_gives_the_milestone_as_it_is_now(milestone: MonthlyMilestone) -> None:
    MonthlyMilestone.objects.update(milestone_title="Another")
    assert lock(milestone).milestone_title == "Another"
