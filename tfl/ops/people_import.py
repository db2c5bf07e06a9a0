"""Bringing people in by a list: a preview first, invitations only on confirm.

The preview stores the outcome of every row. Confirming reads nothing else, works once, in one
transaction, and refuses when a row that was right is right no longer.
"""

from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from milestones.services import NewAssessment, record_starting_scores
from tfl.accounts.models import Cohort, PeopleImport, Role, Student, User
from tfl.accounts.models.imports import PREVIEW_LASTS
from tfl.accounts.selectors import taken_addresses
from tfl.accounts.services import Invite, invite_people, record
from tfl.core.clock import today
from tfl.core.errors import Refusal
from tfl.ops.errors import OpsError
from tfl.ops.people_check import active_mentors, check_rows, comes_first
from tfl.ops.people_csv import read_rows
from tfl.skills.models import JobRole, Skill


@transaction.atomic
def preview_people(*, raw: bytes, by: User) -> PeopleImport:
    """Read a CSV file, check each row and keep the outcome for `by` to confirm. Invites nobody.
    Previews that nobody confirmed in time go.
    """
    checked = check_rows(read_rows(raw))
    PeopleImport.objects.abandoned().delete()
    return PeopleImport.objects.create(uploaded_by=by, rows=checked)


@transaction.atomic
def confirm_import(*, people_import: PeopleImport, by: User) -> PeopleImport:
    """Invite everybody whose row had no error: a fixed number of statements per thousand people.
    Of two clicks the second is told that it was done.
    """
    now = timezone.now()
    mine = PeopleImport.objects.visible_to(by).filter(pk=people_import.pk)
    fresh = mine.filter(confirmed_at__isnull=True, created_at__gte=now - PREVIEW_LASTS)
    if not fresh.update(confirmed_at=now):
        raise OpsError(
            _(
                "This list was imported already, or its preview is too old. Look at the people page."
            ),
            refusal=Refusal.CONFLICT,
        )
    done = mine.get()
    good = [row for row in done.rows if not row["errors"]]
    if not good:
        raise OpsError(_("No row of this list can be imported. Correct the file."))
    done.invited = _bring_in(good, by=by)
    done.left_out = len(done.rows) - done.invited
    done.rows = []
    done.save(update_fields=["invited", "left_out", "rows"])
    record(actor=by, action="import-people", on=done, after={"invited": done.invited})
    return done


def _bring_in(rows: list[dict[str, Any]], *, by: User) -> int:
    """Mentors before the students they are to guide."""
    if taken_addresses({row["email"] for row in rows}):
        raise _changed()
    coming = {row["email"] for row in rows if Role.MENTOR in row["roles"]}
    try:
        with transaction.atomic():
            _invite([row for row in rows if comes_first(row, coming)], by=by)
            _invite([row for row in rows if not comes_first(row, coming)], by=by)
    except IntegrityError as error:  # somebody signed up with one of the addresses at this moment
        raise _changed() from error
    _record_scores(rows, by=by)
    return len(rows)


def _invite(rows: list[dict[str, Any]], *, by: User) -> None:
    mentors = active_mentors()
    cohorts, job_roles = Cohort.objects.in_bulk(), JobRole.objects.in_bulk()
    try:
        invites = [
            Invite(
                email=row["email"],
                name=row["name"],
                roles=tuple(Role(role) for role in row["roles"]),
                cohort=cohorts[row["cohort"]] if row["cohort"] else None,
                mentor=mentors[row["mentor"]] if row["mentor"] else None,
                job_role=job_roles[row["job_role"]] if row["job_role"] else None,
            )
            for row in rows
        ]
    except KeyError as error:  # a mentor, cohort or job role that was there at the preview
        raise _changed() from error
    invite_people(invites=invites, by=by)


def _record_scores(rows: list[dict[str, Any]], *, by: User) -> None:
    """What the list says students can do today."""
    scored = [row for row in rows if row["scores"]]
    emails = [row["email"] for row in scored]
    students = {
        student.user.email: student
        for student in Student.objects.filter(user__email__in=emails).select_related("user")
    }
    skills = Skill.objects.in_bulk()
    try:
        scores = [
            NewAssessment(
                student=students[row["email"]], skill=skills[int(skill_id)], score=Decimal(score)
            )
            for row in scored
            for skill_id, score in row["scores"].items()
        ]
    except KeyError as error:  # a skill that was there at the preview
        raise _changed() from error
    record_starting_scores(rows=scores, by=by, taken_on=today())


def _changed() -> OpsError:
    return OpsError(
        _(
            "Something changed since the preview: an address was taken, or a mentor, cohort, job role "
            "or skill is gone. Nobody was invited. Upload the file again."
        ),
        refusal=Refusal.CONFLICT,
    )
