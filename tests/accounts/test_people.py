import pytest
from allauth.account.models import EmailAddress

from tests.make import (
    PASSWORD,
    make_admin,
    make_cohort,
    make_job_role,
    make_mentor,
    make_user,
)
from tests.personas import Browser
from tfl.accounts.models import AuditEntry, Invitation, Notice, Role, Student, User
from tfl.accounts.services import (
    AccountsError,
    Invite,
    check_invite,
    deactivate_person,
    invite_people,
    invite_person,
    reactivate_person,
    rename,
)
from tfl.core.errors import Refusal


def test_an_invited_student_is_there_at_once_with_everything(grace: User, bob: User) -> None:
    cohort, job_role = make_cohort(), make_job_role()
    user = invite_person(
        email=" New@Example.ORG ",
        name="  Nina   Novak ",
        roles=[Role.STUDENT],
        cohort=cohort,
        mentor=bob,
        job_role=job_role,
        by=grace,
    )
    user.refresh_from_db()
    assert (user.email, user.name, user.is_active) == ("new@example.org", "Nina Novak", True)
    assert not user.has_usable_password()
    student = Student.objects.get(user=user)
    assert (student.cohort, student.mentor, student.target_job_role) == (cohort, bob, job_role)
    assert student in Student.objects.active()


def test_an_invitation_is_a_row_a_notice_and_an_audit_entry(grace: User) -> None:
    user = invite_person(email="new@example.org", name="", roles=[Role.MENTOR], by=grace)
    invitation = Invitation.objects.get(user=user)
    assert invitation.invited_by == grace
    notice = Notice.objects.get(user=user)
    assert (notice.kind, notice.facts["invitation"]) == ("invitation", invitation.pk)
    entry = AuditEntry.objects.get(action="invite")
    assert entry.object_id == str(user.pk)
    assert entry.after == {"roles": ["mentor"], "mentor": None, "cohort": None, "job_role": None}


def test_a_command_invites_without_a_person(db: None) -> None:
    user = invite_person(email="first@example.org", name="", roles=[Role.ADMIN], by=None)
    assert Invitation.objects.get(user=user).invited_by is None


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "x" * 10_000 + "@example.org"])
def test_an_address_must_be_one(grace: User, email: str) -> None:
    with pytest.raises(AccountsError) as refused:
        invite_person(email=email, name="", roles=[Role.MENTOR], by=grace)
    assert refused.value.field == "email"
    assert not Invitation.objects.exists()


def test_a_name_has_at_most_150_characters(grace: User) -> None:
    with pytest.raises(AccountsError) as refused:
        invite_person(email="n@example.org", name="x" * 10_000, roles=[Role.MENTOR], by=grace)
    assert refused.value.field == "name"


@pytest.mark.parametrize("roles", [[], [Role.EMPLOYER], [Role.STUDENT, Role.PARENT]])
def test_employers_and_parents_are_not_invited(grace: User, roles: list[Role]) -> None:
    with pytest.raises(AccountsError) as refused:
        invite_person(email="n@example.org", name="", roles=roles, by=grace)
    assert refused.value.field == "roles"


def test_only_students_are_assigned(grace: User, bob: User) -> None:
    with pytest.raises(AccountsError, match="Only students"):
        invite_person(email="n@example.org", name="", roles=[Role.ADMIN], mentor=bob, by=grace)


def test_a_mentor_must_be_one(grace: User, ivan: User) -> None:
    with pytest.raises(AccountsError) as refused:
        invite_person(email="n@example.org", name="", roles=[Role.STUDENT], mentor=ivan, by=grace)
    assert refused.value.field == "mentor"


# Addresses that have an account ------------------------------------------------------------------
def test_an_admin_adds_roles_to_an_account_and_tells_its_owner(grace: User, heidi: User) -> None:
    assert invite_person(email="Heidi@example.org", name="", roles=[Role.MENTOR], by=grace) == heidi
    assert User.objects.get(pk=heidi.pk).roles == {Role.PARENT, Role.MENTOR}
    assert Notice.objects.get(user=heidi).kind == "role-added"
    assert not Invitation.objects.exists()
    assert User.objects.get(pk=heidi.pk).check_password(PASSWORD)


def test_an_account_is_known_by_every_address_it_verified(grace: User, heidi: User) -> None:
    EmailAddress.objects.create(user=heidi, email="heidi@home.example", verified=True)
    found = invite_person(email="heidi@home.example", name="", roles=[Role.MENTOR], by=grace)
    assert found == heidi


def test_inviting_an_account_again_with_what_it_has_changes_nothing(
    grace: User, alice: Student, bob: User
) -> None:
    invite_person(email=alice.user.email, name="Other", roles=[Role.STUDENT], by=grace)
    alice.refresh_from_db()
    assert (alice.mentor, User.objects.get(pk=alice.user_id).name) == (bob, "Alice")
    assert not Notice.objects.exists()


def test_an_admin_reassigns_a_student_by_inviting(grace: User, alice: Student, dora: User) -> None:
    invite_person(email=alice.user.email, name="", roles=[Role.STUDENT], mentor=dora, by=grace)
    alice.refresh_from_db()
    assert alice.mentor == dora
    assert AuditEntry.objects.filter(action="assign-student").exists()


def test_somebody_who_signed_up_with_anothers_address_does_not_get_their_role(
    grace: User,
) -> None:
    squatter = make_user("victim@example.org", verified=False)
    invite_person(email="victim@example.org", name="Vic", roles=[Role.MENTOR], by=grace)
    squatter.refresh_from_db()
    assert not squatter.has_usable_password()
    assert squatter.name == "Vic"
    assert Notice.objects.get(user=squatter).kind == "invitation"


def test_inviting_somebody_invited_sends_a_new_link(grace: User) -> None:
    first = invite_person(email="n@example.org", name="", roles=[Role.MENTOR], by=grace)
    again = invite_person(email="n@example.org", name="Nina", roles=[Role.ADMIN], by=grace)
    assert first == again
    assert User.objects.get(pk=again.pk).roles == {Role.MENTOR, Role.ADMIN}
    assert Invitation.objects.open().count() == 1
    assert Invitation.objects.filter(revoked_at__isnull=False).count() == 1


def test_a_deactivated_account_is_not_invited(grace: User) -> None:
    make_user("gone@example.org", active=False)
    with pytest.raises(AccountsError, match="Reactivate"):
        invite_person(email="gone@example.org", name="", roles=[Role.MENTOR], by=grace)


# Mentors -----------------------------------------------------------------------------------------
def test_a_mentor_invites_a_student_to_themselves(bob: User) -> None:
    user = invite_person(email="n@example.org", name="", roles=[Role.STUDENT], by=bob)
    assert Student.objects.get(user=user).mentor == bob


@pytest.mark.parametrize("roles", [[Role.ADMIN], [Role.MENTOR], [Role.STUDENT, Role.ADMIN]])
def test_a_mentor_invites_nobody_but_students(bob: User, roles: list[Role]) -> None:
    with pytest.raises(AccountsError) as refused:
        invite_person(email="n@example.org", name="", roles=roles, by=bob)
    assert refused.value.refusal is Refusal.FORBIDDEN


def test_a_mentor_invites_nobody_to_another_mentor(bob: User, dora: User) -> None:
    with pytest.raises(AccountsError) as refused:
        invite_person(email="n@example.org", name="", roles=[Role.STUDENT], mentor=dora, by=bob)
    assert refused.value.refusal is Refusal.FORBIDDEN


def test_others_invite_nobody(alice: Student) -> None:
    with pytest.raises(AccountsError) as refused:
        invite_person(email="n@example.org", name="", roles=[Role.STUDENT], by=alice.user)
    assert refused.value.refusal is Refusal.FORBIDDEN


def test_a_mentor_cannot_take_over_an_account_that_exists(bob: User, heidi: User) -> None:
    with pytest.raises(AccountsError, match="An admin can assign") as refused:
        invite_person(email=heidi.email, name="", roles=[Role.STUDENT], by=bob)
    assert refused.value.refusal is Refusal.CONFLICT
    assert not Student.objects.filter(user=heidi).exists()


def test_two_who_invite_at_once_make_one_account(
    grace: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_user("n@example.org")
    monkeypatch.setattr("tfl.accounts.services.people.account_with", lambda email: None)
    with pytest.raises(AccountsError, match="already"):
        invite_person(email="n@example.org", name="", roles=[Role.MENTOR], by=grace)
    assert not Invitation.objects.exists()


# Many --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [1, 30])
def test_inviting_many_costs_as_much_as_inviting_one(
    number: int,
    grace: User,
    django_assert_num_queries: object,
) -> None:
    mentor = make_mentor()
    invites = [
        Invite(email=f"n{n}@example.org", name="", roles=(Role.STUDENT,), mentor=mentor)
        for n in range(number)
    ]
    with django_assert_num_queries(8):  # type: ignore[operator]  # 6 inserts, 1 savepoint
        invite_people(invites=invites, by=grace)
    assert mentor.students.count() == number


def test_a_checked_invite_has_each_role_once(db: None) -> None:
    invite = check_invite(email="n@example.org", name="", roles=[Role.ADMIN, Role.ADMIN])
    assert invite.roles == (Role.ADMIN,)


# Access ------------------------------------------------------------------------------------------
def test_deactivating_ends_access_and_keeps_everything(grace: User, alice: Student) -> None:
    assert deactivate_person(user=alice.user, by=grace)
    assert not User.objects.get(pk=alice.user_id).is_active
    assert alice not in Student.objects.active()
    assert not deactivate_person(user=alice.user, by=grace)


def test_reactivating_gives_back_what_there_was(grace: User, alice: Student, bob: User) -> None:
    deactivate_person(user=alice.user, by=grace)
    assert reactivate_person(user=alice.user, by=grace)
    assert not reactivate_person(user=alice.user, by=grace)
    assert Student.objects.active().get() == alice
    assert alice.mentor == bob


def test_a_session_from_before_stays_ended_when_the_person_comes_back(
    grace: User, alice: Student, browser_of: Browser
) -> None:
    theirs, others = browser_of(alice), browser_of(grace)
    assert theirs.get("/account/").status_code == 200
    deactivate_person(user=alice.user, by=grace)
    reactivate_person(user=alice.user, by=grace)
    assert theirs.get("/account/").status_code == 302
    assert others.get("/account/").status_code == 200


def test_nobody_deactivates_themselves(grace: User) -> None:
    make_admin()
    with pytest.raises(AccountsError, match="yourself"):
        deactivate_person(user=grace, by=grace)


def test_only_admins_deactivate(bob: User, alice: Student) -> None:
    with pytest.raises(AccountsError):
        deactivate_person(user=alice.user, by=bob)
    with pytest.raises(AccountsError):
        reactivate_person(user=alice.user, by=bob)


def test_a_person_changes_their_own_name(ivan: User) -> None:
    rename(user=ivan, name="  Ivan   the Second ")
    ivan.refresh_from_db()
    assert ivan.name == "Ivan the Second"
    with pytest.raises(AccountsError):
        rename(user=ivan, name="x" * 151)


@pytest.mark.parametrize("name", ["Ivan\u202egnp.exe", "\u200b\u200b", "Ivan\x1b[31m"])
def test_a_name_can_be_seen_and_turns_nothing_around(ivan: User, name: str) -> None:
    """Others read it where they decide whom to trust."""
    with pytest.raises(AccountsError) as refused:
        rename(user=ivan, name=name)
    assert refused.value.field == "name"
    with pytest.raises(AccountsError) as refused:
        check_invite(email="new@example.org", name=name, roles=[Role.MENTOR])
    assert refused.value.field == "name"


def test_what_djangos_tools_ask_of_a_person(grace: User, ivan: User) -> None:
    assert User.objects.get_by_natural_key("GRACE@example.org") == grace
    for user, expected in [(grace, True), (ivan, False)]:
        answers = {
            user.is_staff,
            user.is_superuser,
            user.has_perm("skills.add_skill"),
            user.has_perms(["skills.add_skill"]),
            user.has_module_perms("skills"),
        }
        assert answers == {expected}
