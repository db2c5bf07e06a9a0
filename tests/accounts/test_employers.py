import pytest

from tests.make import make_admin, make_organisation, make_request
from tfl.accounts.models import (
    Employer,
    EmployerMembership,
    MembershipState,
    Notice,
    Role,
    Student,
    User,
    employer_of,
)
from tfl.accounts.services import (
    AccountsError,
    approve_employer,
    refuse_employer,
    request_employer_access,
)
from tfl.core.errors import Refusal


def ask(user: User, name: str = "Acme", message: str = "") -> EmployerMembership:
    return request_employer_access(user=user, organisation_name=name, message=message)


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_somebody_without_a_role_asks(ivan: User) -> None:
    membership = ask(ivan, "  Acme   Inc ", " We hire. ")
    assert membership.state == MembershipState.REQUESTED
    assert (membership.organisation_name, membership.message) == ("Acme Inc", "We hire.")
    assert employer_of(ivan) is None


def test_a_parent_asks(heidi: User) -> None:
    assert ask(heidi).state == MembershipState.REQUESTED


@pytest.mark.parametrize("who", ["alice", "bob", "grace", "erin"])
def test_others_need_an_account_of_its_own(who: str, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(who)
    user = person.user if isinstance(person, Student) else person
    with pytest.raises(AccountsError) as refused:
        ask(user)
    assert refused.value.refusal is Refusal.FORBIDDEN


@pytest.mark.parametrize(
    ("name", "message", "field"),
    [
        ("", "", "organisation_name"),
        ("x" * 10_000, "", "organisation_name"),
        ("A", "x" * 501, "message"),
    ],
)
def test_what_is_too_long_or_missing_is_said(
    ivan: User, name: str, message: str, field: str
) -> None:
    with pytest.raises(AccountsError) as refused:
        ask(ivan, name, message)
    assert refused.value.field == field


def test_admins_are_told_once_a_day_however_often_it_is_corrected(grace: User, ivan: User) -> None:
    make_admin()
    ask(ivan)
    ask(ivan, "Acme Ltd")
    assert Notice.objects.filter(kind="employer-requested").count() == 2  # one for each admin
    assert EmployerMembership.objects.get().organisation_name == "Acme Ltd"


def test_approving_makes_the_organisation_and_gives_the_role(grace: User, ivan: User) -> None:
    membership = approve_employer(membership=ask(ivan), by=grace)
    assert membership.state == MembershipState.APPROVED
    assert fresh(ivan).has_role(Role.EMPLOYER)
    organisation = employer_of(ivan)
    assert organisation is not None
    assert organisation.name == "Acme"
    notice = Notice.objects.get(user=ivan)
    assert (notice.kind, notice.facts["organisation"]) == ("employer-approved", "Acme")


def test_an_organisation_is_found_whatever_its_case(grace: User, ivan: User) -> None:
    acme = make_organisation("ACME")
    assert approve_employer(membership=ask(ivan), by=grace).employer == acme


def test_an_admin_may_name_the_organisation(grace: User, ivan: User) -> None:
    globex = make_organisation("Globex")
    assert approve_employer(membership=ask(ivan), by=grace, employer=globex).employer == globex
    assert not Employer.objects.filter(name="Acme").exists()


def test_an_organisation_made_at_the_same_moment_is_used(
    grace: User, ivan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme = make_organisation("Acme")
    found = Employer.objects.filter
    looks = iter([Employer.objects.none()])
    monkeypatch.setattr(
        "tfl.accounts.services.employers.Employer.objects.filter",
        lambda **kwargs: next(looks, found(**kwargs)),
    )
    assert approve_employer(membership=ask(ivan), by=grace).employer == acme


def test_approving_twice_changes_nothing(grace: User, ivan: User) -> None:
    membership = ask(ivan)
    approve_employer(membership=membership, by=grace)
    approve_employer(membership=membership, by=grace)
    assert Notice.objects.filter(kind="employer-approved").count() == 1


def test_refusing_tells_why(grace: User, ivan: User) -> None:
    membership = refuse_employer(
        membership=ask(ivan), by=grace, answer=" Please use your work address "
    )
    assert (membership.state, membership.decided_by) == (MembershipState.REFUSED, grace)
    notice = Notice.objects.get(user=ivan)
    assert notice.kind == "employer-refused"
    assert notice.facts["answer"] == "Please use your work address"
    assert not fresh(ivan).has_role(Role.EMPLOYER)


def test_refusing_twice_changes_nothing(grace: User, ivan: User) -> None:
    membership = ask(ivan)
    refuse_employer(membership=membership, by=grace)
    refuse_employer(membership=membership, by=grace)
    assert Notice.objects.filter(kind="employer-refused").count() == 1


def test_a_long_answer_is_refused(grace: User, ivan: User) -> None:
    with pytest.raises(AccountsError) as refused:
        refuse_employer(membership=ask(ivan), by=grace, answer="x" * 501)
    assert refused.value.field == "answer"


def test_an_answer_stands(grace: User, ivan: User) -> None:
    membership = ask(ivan)
    refuse_employer(membership=membership, by=grace)
    with pytest.raises(AccountsError) as refused:
        approve_employer(membership=membership, by=grace)
    assert refused.value.refusal is Refusal.CONFLICT
    assert not fresh(ivan).has_role(Role.EMPLOYER)


def test_a_request_corrected_after_the_admin_read_it_is_read_again(grace: User, ivan: User) -> None:
    read = ask(ivan, "Acme")
    ask(ivan, "Globex")
    with pytest.raises(AccountsError, match="Look at it again"):
        approve_employer(membership=read, by=grace)
    assert employer_of(ivan) is None


def test_after_a_refusal_one_may_ask_again(grace: User, ivan: User) -> None:
    refuse_employer(membership=ask(ivan), by=grace, answer="No")
    again = ask(fresh(ivan))
    assert (again.state, again.answer, again.decided_by) == (MembershipState.REQUESTED, "", None)


def test_approved_at_the_moment_of_asking_again_stays_approved(ivan: User) -> None:
    make_request(ivan, state=MembershipState.REFUSED)
    EmployerMembership.objects.update(state=MembershipState.APPROVED, employer=make_organisation())
    with pytest.raises(AccountsError, match="already"):
        ask(ivan)


def test_a_deactivated_person_is_not_approved(grace: User, ivan: User) -> None:
    membership = ask(ivan)
    ivan.is_active = False
    ivan.save()
    with pytest.raises(AccountsError, match="deactivated"):
        approve_employer(membership=membership, by=grace)


def test_only_admins_answer(bob: User, ivan: User) -> None:
    membership = ask(ivan)
    with pytest.raises(AccountsError):
        approve_employer(membership=membership, by=bob)
    with pytest.raises(AccountsError):
        refuse_employer(membership=membership, by=bob)
