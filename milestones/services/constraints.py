"""A mentor's word on a student's month, heard when it is generated."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from milestones.generation.policy import POLICY
from milestones.generation.vocabulary import MilestoneType
from milestones.models import (
    ConstraintSkillUse,
    MentorConstraint,
    MentorConstraintSkill,
    MonthlyMilestone,
)
from milestones.services.errors import MilestonesError
from milestones.services.standing import require_mentor
from tfl.accounts.models import Student, User
from tfl.accounts.services import record
from tfl.core.clock import current_month
from tfl.core.errors import Refusal
from tfl.core.months import next_month
from tfl.core.text import too_long
from tfl.skills.models import Skill


@transaction.atomic
def set_constraint(
    *,
    student: Student,
    month: date,
    by: User,
    note: str,
    fixed_type: MilestoneType | None = None,
    include: Collection[Skill] = (),
    leave_out: Collection[Skill] = (),
    most_outcomes: int | None = None,
) -> MentorConstraint:
    """Say what `month`, the current or the coming one, must or must not be for the student; replaces what
    was said before. Heard when the month is generated, so refused (409) once it is. `note` is the required
    reason; logged where the student can read it. Raises MilestonesError.
    """
    require_mentor(by, student)
    Student.objects.select_for_update(no_key=True).get(pk=student.pk)
    include_ids = {skill.pk for skill in include}
    leave_out_ids = {skill.pk for skill in leave_out}
    _check_month(student, month)
    _check_word(note, include_ids & leave_out_ids, most_outcomes)
    before = _said(MentorConstraint.objects.filter(student=student, month=month).first())
    constraint, _created = MentorConstraint.objects.update_or_create(
        student=student,
        month=month,
        defaults={
            "fixed_type": fixed_type or "",
            "most_outcomes": most_outcomes,
            "note": note.strip(),
            "set_by": by,
            "set_at": timezone.now(),
        },
    )
    constraint.skill_uses.all().delete()
    MentorConstraintSkill.objects.bulk_create(
        MentorConstraintSkill(constraint=constraint, skill_id=skill, use=use)
        for use, skills in (
            (ConstraintSkillUse.INCLUDE, include_ids),
            (ConstraintSkillUse.LEAVE_OUT, leave_out_ids),
        )
        for skill in sorted(skills)
    )
    record(
        actor=by,
        action="constraint.set",
        on=constraint,
        student=student,
        layer="constraint",
        before=before,
        after=_said(constraint),
        reason=note.strip(),
    )
    return constraint


@transaction.atomic
def remove_constraint(*, constraint: MentorConstraint, by: User) -> None:
    """Take the word back: the month is the rules' again. Logged."""
    require_mentor(by, constraint.student)
    record(
        actor=by,
        action="constraint.removed",
        on=constraint,
        student=constraint.student,
        layer="constraint",
        before=_said(constraint),
        reason=_("Taken back."),
    )
    constraint.delete()


def _check_month(student: Student, month: date) -> None:
    if month not in {current_month(), next_month(current_month())}:
        raise MilestonesError(_("A constraint is for this month or the next one."), field="month")
    if MonthlyMilestone.objects.of_month(month).filter(student=student).exists():
        raise MilestonesError(
            _("This month is generated already; generate it anew or choose the next one."),
            refusal=Refusal.CONFLICT,
            field="month",
        )


def _check_word(note: str, contradictory: set[int], most_outcomes: int | None) -> None:
    if not note.strip():
        raise MilestonesError(_("Say why; the student can read it."), field="note")
    if problem := too_long(MentorConstraint, "note", note):
        raise MilestonesError(problem, field="note")
    if contradictory:
        raise MilestonesError(
            _("A skill is either included or left out, not both."), field="leave_out"
        )
    if most_outcomes is not None and most_outcomes not in range(1, POLICY.most_outcomes + 1):
        raise MilestonesError(_("A month has one to four outcomes."), field="most_outcomes")


def _said(constraint: MentorConstraint | None) -> dict[str, object] | None:
    if constraint is None:
        return None
    uses = constraint.skill_uses.order_by("pk").values_list("use", "skill_id")
    return {
        "month": f"{constraint.month:%Y-%m}",
        "fixed_type": constraint.fixed_type,
        "most_outcomes": constraint.most_outcomes,
        "skills": [list(use) for use in uses],
    }
