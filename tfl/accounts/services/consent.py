"""What students let employers see."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tfl.accounts.models import (
    Employer,
    EmployerConsent,
    ProfileOpening,
    Role,
    Student,
    User,
)
from tfl.accounts.services.audit import record
from tfl.accounts.services.errors import AccountsError
from tfl.core.errors import Refusal

WORDING_VERSION = "2026-11"
"""Changes whenever what the consent page says changes in meaning; each consent remembers its own."""

SAME_VISIT = timedelta(minutes=30)

DECLINED = "decline-consent"
"""The audit action of a “not now”."""


@transaction.atomic
def grant_consent(
    *, student: Student, employers: Sequence[Employer] | None, by: User
) -> list[EmployerConsent]:
    """Let these organisations, or with None all of them, see what `student` proved.

    Adds to what was granted before and returns only what is new; granting again changes nothing.
    The lock on the student's row makes two clicks at once one consent.
    """
    _require_self(student, by)
    if employers is not None and not employers:
        raise AccountsError(
            _("Choose at least one organisation, or all of them."), field="employers"
        )
    _lock(student)
    granted = EmployerConsent.objects.active().filter(student=student)
    already = set(granted.values_list("employer", flat=True))
    asked = {None} if employers is None else {employer.pk for employer in employers}
    return [
        _grant(student=student, employer_id=employer_id, by=by)
        for employer_id in sorted(asked - already, key=lambda pk: pk or 0)
    ]


@transaction.atomic
def withdraw_consent(*, consent: EmployerConsent, by: User) -> bool:
    """From this moment that organisation, or all of them, see nothing. False when already withdrawn."""
    _require_self(consent.student, by)
    now = timezone.now()
    if not EmployerConsent.objects.active().filter(pk=consent.pk).update(withdrawn_at=now):
        return False
    consent.withdrawn_at = now
    record(actor=by, action="withdraw-consent", on=consent, student=consent.student)
    return True


@transaction.atomic
def withdraw_all(*, student: Student, by: User) -> int:
    """Withdraw every consent of `student`; afterwards no employer sees anything. Returns how many."""
    _require_self(student, by)
    active = EmployerConsent.objects.active().filter(student=student).select_related("student")
    return sum(withdraw_consent(consent=consent, by=by) for consent in active)


def offer_consent(*, student: Student) -> bool:
    """Note that the page now asks about employers. True only the first time: the offer is made once."""
    now = timezone.now()
    unasked = Student.objects.filter(pk=student.pk, consent_offered_at__isnull=True)
    return bool(unasked.update(consent_offered_at=now))


@transaction.atomic
def decline_consent(*, student: Student, by: User) -> None:
    """Answer the offer with “not now”, which ends it. The student can still consent at any time."""
    _require_self(student, by)
    record(actor=by, action=DECLINED, on=student, student=student)


@transaction.atomic
def record_opening(*, student: Student, employer: Employer, by: User) -> bool:
    """Log that `by` opened the profile, for the student to see. Every opening is logged, but one
    person's reloads within `SAME_VISIT` are the same opening; then False.
    """
    _lock(student)
    recent = ProfileOpening.objects.filter(
        student=student,
        employer=employer,
        opened_by=by,
        opened_at__gt=timezone.now() - SAME_VISIT,
    )
    if recent.exists():
        return False
    ProfileOpening.objects.create(student=student, employer=employer, opened_by=by)
    return True


def _require_self(student: Student, by: User) -> None:
    if student.user_id != by.pk or not by.has_role(Role.STUDENT):
        raise AccountsError(
            _("Only the student can decide who sees their proof."), refusal=Refusal.FORBIDDEN
        )


def _lock(student: Student) -> None:
    Student.objects.select_for_update(no_key=True).get(pk=student.pk)


def _grant(*, student: Student, employer_id: int | None, by: User) -> EmployerConsent:
    consent = EmployerConsent.objects.create(
        student=student, employer_id=employer_id, wording_version=WORDING_VERSION
    )
    record(
        actor=by,
        action="grant-consent",
        on=consent,
        student=student,
        after={"employer": employer_id, "wording": WORDING_VERSION},
    )
    return consent
