"""How somebody stands to a student's milestone: what every service asks first."""

from enum import Enum, auto

from django.utils.translation import gettext as _

from milestones.models import MonthlyMilestone
from milestones.services.errors import MilestonesError
from tfl.accounts.models import ApiToken, Role, Student, TokenScope, User
from tfl.core.errors import Refusal

Actor = User | ApiToken


class Standing(Enum):
    STUDENT = auto()
    MENTOR = auto()
    EMPLOYER = auto()
    SYSTEM = auto()


def standing_of(by: Actor, milestone: MonthlyMilestone) -> Standing:
    """Whose part `by` plays for this milestone. Raises NOT_FOUND for a stranger, as if it did not exist,
    and FORBIDDEN for a token without the scope. At most three queries.
    """
    if isinstance(by, ApiToken):
        if TokenScope.EVIDENCE not in by.scopes:
            raise MilestonesError(
                _("This token may not submit evidence."), refusal=Refusal.FORBIDDEN
            )
        return Standing.SYSTEM
    student = milestone.student
    if student.user_id == by.pk and by.has_role(Role.STUDENT):
        return Standing.STUDENT
    if student.mentor_id == by.pk and by.has_role(Role.MENTOR):
        return Standing.MENTOR
    if MonthlyMilestone.objects.open_to_feedback_from(by).filter(pk=milestone.pk).exists():
        return Standing.EMPLOYER
    raise stranger()


def require_mentor(by: User, student: Student) -> None:
    """Raises NOT_FOUND unless `by` is the mentor this student is assigned to, which nobody is of oneself."""
    if student.mentor_id != by.pk or not by.has_role(Role.MENTOR):
        raise stranger()


def require_student(by: User, student: Student) -> None:
    if student.user_id != by.pk or not by.has_role(Role.STUDENT):
        raise stranger()


def stranger() -> MilestonesError:
    return MilestonesError(_("There is no such milestone."), refusal=Refusal.NOT_FOUND)


def lock(milestone: MonthlyMilestone) -> MonthlyMilestone:
    """The milestone as it is now, held until the transaction ends: whatever changes a milestone or what
    hangs on it takes this first, so two of them queue. Its student and user come with it. The student's
    row is held before it, as the generator does, so that nobody waits for somebody who waits for them.
    """
    Student.objects.select_for_update(no_key=True).filter(pk=milestone.student_id).first()
    locked = (
        MonthlyMilestone.objects.select_for_update(of=("self",), no_key=True)
        .select_related("student__user")
        .filter(pk=milestone.pk)
        .first()
    )
    if locked is None:
        raise stranger()
    return locked
