"""With whom a student works, in which cohort, towards which job role, for how many minutes a week."""

from datetime import date
from enum import Enum
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tfl.accounts.models import Cohort, Role, Student, User
from tfl.accounts.services.audit import record
from tfl.accounts.services.errors import AccountsError, require_admin
from tfl.core.errors import Refusal
from tfl.skills.models import JobRole

LEAST_MINUTES, MOST_MINUTES = 15, 3000
LONGEST_COHORT_NAME = 100


class Keep(Enum):
    """`KEEP` leaves a value as it is; None empties it."""

    KEEP = "keep"


KEEP = Keep.KEEP


@transaction.atomic
def assign_student(
    *,
    student: Student,
    by: User | None,
    mentor: User | Keep | None = KEEP,
    cohort: Cohort | Keep | None = KEEP,
    job_role: JobRole | Keep | None = KEEP,
    weekly_minutes: int | Keep = KEEP,
) -> Student:
    """Change what is given, for an admin; audited once with what was before. Nothing changed, nothing
    recorded. A mentor must be one, active, and somebody else.
    """
    require_admin(by)
    if isinstance(mentor, User):
        require_mentor(mentor)
        if mentor.pk == student.user_id:
            raise AccountsError(
                _("Nobody is their own mentor. Choose somebody else."), field="mentor"
            )
    if weekly_minutes is not KEEP and not LEAST_MINUTES <= weekly_minutes <= MOST_MINUTES:
        raise AccountsError(_("Choose between 15 and 3000 minutes a week."), field="weekly_minutes")
    student = Student.objects.select_for_update(no_key=True).get(pk=student.pk)
    wanted = {
        "mentor": mentor,
        "cohort": cohort,
        "target_job_role": job_role,
        "weekly_minutes": weekly_minutes,
    }
    before = _facts(student)
    for field, value in wanted.items():
        if value is not KEEP:
            setattr(student, field, value)
    after = _facts(student)
    if after != before:
        student.save(update_fields=list(wanted))
        record(actor=by, action="assign-student", on=student, before=before, after=after)
    return student


@transaction.atomic
def set_next_role(*, student: Student, job_role: JobRole, by: User) -> Student:
    """The job role a student works towards next, agreed with and set by their own mentor; audited.

    A month that is generated already stays as it is.
    """
    student = Student.objects.select_for_update(no_key=True).get(pk=student.pk)
    if student.mentor_id != by.pk or not by.has_role(Role.MENTOR):
        raise AccountsError(_("There is no such student."), refusal=Refusal.NOT_FOUND)
    if student.target_job_role_id != job_role.pk:
        before = _facts(student)
        student.target_job_role = job_role
        student.save(update_fields=["target_job_role"])
        after = _facts(student)
        record(actor=by, action="assign-student", on=student, before=before, after=after)
    return student


@transaction.atomic
def create_cohort(*, name: str, starts_on: date, by: User | None) -> Cohort:
    """Names differ in more than case, so that an import finds the one that is meant."""
    require_admin(by)
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_COHORT_NAME:
        raise AccountsError(_("Name the cohort in at most 100 characters."), field="name")
    taken = AccountsError(
        _("There is a cohort of this name already."), refusal=Refusal.CONFLICT, field="name"
    )
    if Cohort.objects.filter(name__iexact=name).exists():
        raise taken
    try:
        with transaction.atomic():
            cohort = Cohort.objects.create(name=name, starts_on=starts_on)
    except IntegrityError as error:  # made between our look and our insert
        raise taken from error
    record(actor=by, action="create-cohort", on=cohort)
    return cohort


def require_mentor(mentor: User) -> None:
    if not mentor.has_role(Role.MENTOR):
        raise AccountsError(_("Choose somebody who is a mentor."), field="mentor")


def _facts(student: Student) -> dict[str, Any]:
    return {
        "mentor": student.mentor_id,
        "cohort": student.cohort_id,
        "job_role": student.target_job_role_id,
        "weekly_minutes": student.weekly_minutes,
    }
