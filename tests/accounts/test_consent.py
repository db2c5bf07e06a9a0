from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tfl.accounts.models import (
    AuditEntry,
    Employer,
    EmployerConsent,
    ProfileOpening,
    RoleGrant,
    Student,
    User,
)
from tfl.accounts.services import (
    WORDING_VERSION,
    AccountsError,
    decline_consent,
    grant_consent,
    offer_consent,
    record_opening,
    withdraw_all,
    withdraw_consent,
)
from tfl.core.errors import Refusal


def seen_by(user: User) -> list[Student]:
    return list(Student.objects.visible_to(User.objects.get(pk=user.pk)))


def test_without_consent_no_employer_sees_anybody(alice: Student, erin: User) -> None:
    assert seen_by(erin) == []


def test_a_named_organisation_sees_and_no_other(
    alice: Student, acme: Employer, erin: User, frank: User
) -> None:
    [consent] = grant_consent(student=alice, employers=[acme], by=alice.user)
    assert consent.wording_version == WORDING_VERSION
    assert seen_by(erin) == [alice]
    assert seen_by(frank) == []


def test_all_organisations_see(alice: Student, erin: User, frank: User) -> None:
    grant_consent(student=alice, employers=None, by=alice.user)
    assert seen_by(erin) == seen_by(frank) == [alice]


def test_granting_adds_and_never_doubles(alice: Student, acme: Employer, globex: Employer) -> None:
    grant_consent(student=alice, employers=[acme], by=alice.user)
    [added] = grant_consent(student=alice, employers=[acme, globex], by=alice.user)
    assert added.employer == globex
    assert grant_consent(student=alice, employers=[globex], by=alice.user) == []
    [everybody] = grant_consent(student=alice, employers=None, by=alice.user)
    assert everybody.employer is None
    assert grant_consent(student=alice, employers=None, by=alice.user) == []
    assert EmployerConsent.objects.active().count() == 3


def test_naming_nobody_is_no_consent(alice: Student) -> None:
    with pytest.raises(AccountsError) as refused:
        grant_consent(student=alice, employers=[], by=alice.user)
    assert refused.value.field == "employers"


def test_only_the_student_decides(alice: Student, bob: User, grace: User, acme: Employer) -> None:
    for other in (bob, grace):
        with pytest.raises(AccountsError) as refused:
            grant_consent(student=alice, employers=[acme], by=other)
        assert refused.value.refusal is Refusal.FORBIDDEN
    [consent] = grant_consent(student=alice, employers=[acme], by=alice.user)
    with pytest.raises(AccountsError):
        withdraw_consent(consent=consent, by=bob)
    with pytest.raises(AccountsError):
        withdraw_all(student=alice, by=grace)


def test_withdrawn_means_unseen_at_once(alice: Student, acme: Employer, erin: User) -> None:
    [consent] = grant_consent(student=alice, employers=[acme], by=alice.user)
    assert withdraw_consent(consent=consent, by=alice.user)
    assert seen_by(erin) == []
    assert not withdraw_consent(consent=consent, by=alice.user)


def test_withdrawing_all_ends_every_consent(
    alice: Student, acme: Employer, globex: Employer, erin: User, frank: User
) -> None:
    grant_consent(student=alice, employers=[acme, globex], by=alice.user)
    grant_consent(student=alice, employers=None, by=alice.user)
    assert withdraw_all(student=alice, by=alice.user) == 3
    assert seen_by(erin) == seen_by(frank) == []


def test_after_withdrawing_one_may_consent_again(alice: Student, acme: Employer) -> None:
    grant_consent(student=alice, employers=[acme], by=alice.user)
    withdraw_all(student=alice, by=alice.user)
    assert len(grant_consent(student=alice, employers=[acme], by=alice.user)) == 1
    assert EmployerConsent.objects.count() == 2


def test_consents_are_audited(alice: Student, acme: Employer) -> None:
    grant_consent(student=alice, employers=[acme], by=alice.user)
    withdraw_all(student=alice, by=alice.user)
    actions = AuditEntry.objects.order_by("pk").values_list("action", "student")
    assert list(actions) == [("grant-consent", alice.pk), ("withdraw-consent", alice.pk)]


def test_somebody_who_is_no_student_any_more_is_seen_by_nobody(
    alice: Student, acme: Employer, erin: User
) -> None:
    grant_consent(student=alice, employers=[acme], by=alice.user)
    RoleGrant.objects.filter(user=alice.user).delete()
    assert seen_by(erin) == []


def test_students_see_their_own_consents(alice: Student, charlie: Student, acme: Employer) -> None:
    [consent] = grant_consent(student=alice, employers=[acme], by=alice.user)
    assert list(EmployerConsent.objects.visible_to(alice.user)) == [consent]
    assert not EmployerConsent.objects.visible_to(charlie.user)


def test_the_offer_is_made_once(alice: Student) -> None:
    assert offer_consent(student=alice)
    assert not offer_consent(student=alice)


def test_the_offer_can_be_declined_by_the_student_only(alice: Student, bob: User) -> None:
    decline_consent(student=alice, by=alice.user)
    assert AuditEntry.objects.get().student == alice
    with pytest.raises(AccountsError):
        decline_consent(student=alice, by=bob)


def test_an_opening_is_logged_and_its_reloads_are_not(
    alice: Student, acme: Employer, erin: User
) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        assert record_opening(student=alice, employer=acme, by=erin)
    with time_machine.travel(now + timedelta(minutes=29), tick=False):
        assert not record_opening(student=alice, employer=acme, by=erin)
    with time_machine.travel(now + timedelta(minutes=31), tick=False):
        assert record_opening(student=alice, employer=acme, by=erin)
    assert ProfileOpening.objects.visible_to(alice.user).count() == 2


def test_two_people_of_one_organisation_are_two_openings(
    alice: Student, charlie: Student, acme: Employer, erin: User, ivan: User
) -> None:
    assert record_opening(student=alice, employer=acme, by=erin)
    assert record_opening(student=alice, employer=acme, by=ivan)
    assert not ProfileOpening.objects.visible_to(charlie.user)
