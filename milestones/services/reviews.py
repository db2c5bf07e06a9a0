"""The mentor's decision about a month."""

from django.db import transaction
from django.utils.translation import gettext as _

from milestones.generation.vocabulary import MilestoneStatus
from milestones.models import MilestoneReview, MonthlyMilestone
from milestones.services.errors import MilestonesError
from milestones.services.late_results import note_late_result
from milestones.services.standing import lock, require_mentor
from tfl.accounts.models import User
from tfl.accounts.services import notify, record
from tfl.core.clock import today
from tfl.core.errors import Refusal
from tfl.core.text import too_long

DECISIONS = (MilestoneStatus.ACHIEVED, MilestoneStatus.PARTIALLY_ACHIEVED)


@transaction.atomic
def review_milestone(
    *,
    milestone: MonthlyMilestone,
    by: User,
    status: MilestoneStatus,
    feedback: str = "",
    override_reason: str = "",
) -> MilestoneReview:
    """Decide a month: Achieved or PartiallyAchieved. The latest review decides.

    The system proposes Achieved when all is proven. Departing from the proposal needs `override_reason`
    and is logged where the student can read it; without one, Achieved is refused (409) with what is
    `missing`. Only the student's mentor; raises MilestonesError.
    """
    milestone = lock(milestone)
    require_mentor(by, milestone.student)
    _check(milestone, status, feedback, override_reason)
    proposed = milestone.proposed_status
    departs = status != proposed
    if departs and not override_reason.strip():
        raise _unfounded(milestone, status)
    if milestone.status == status:
        said: MilestoneReview | None = milestone.reviews.first()
        if said and said.feedback == feedback.strip():
            return said  # pressed twice
    before = milestone.status
    review = MilestoneReview.objects.create(
        milestone=milestone,
        mentor=by,
        status=status,
        feedback=feedback.strip(),
        override_reason=override_reason.strip() if departs else "",
    )
    milestone.status = status
    milestone.save(update_fields=["status"])
    note_late_result(milestone.student, month=milestone.milestone_month)
    record(
        actor=by,
        action="milestone.reviewed",
        on=milestone,
        student=milestone.student,
        layer="review" if departs else "",
        before={"status": before, "proposed": proposed},
        after={"status": status},
        reason=override_reason.strip() if departs else "",
    )
    notify(
        user=milestone.student.user,
        kind="review-done",
        key=f"review-done:{review.pk}",
        facts={"title": milestone.milestone_title, "status": status},
        path=f"/milestones/{milestone.pk}/",
    )
    return review


def fully_proven(mentor: User) -> list[MonthlyMilestone]:
    """The mentor's undecided milestones of which nothing is missing. Four queries."""
    undecided = (
        MonthlyMilestone.objects.visible_to(mentor)
        .filter(
            student__mentor=mentor,
            status=MilestoneStatus.IN_PROGRESS,
            milestone_month__lte=today(),
        )
        .prefetch_related("outcomes", "projects", "checkpoints")
        .order_by("milestone_month", "pk")
    )
    return [milestone for milestone in undecided if not milestone.missing()]


@transaction.atomic
def confirm_fully_proven(*, by: User) -> list[MilestoneReview]:
    """Review all of the mentor's fully proven months as Achieved, together. By student, which is the order
    everybody locks in.
    """
    return [
        review_milestone(milestone=milestone, by=by, status=MilestoneStatus.ACHIEVED)
        for milestone in sorted(fully_proven(by), key=lambda each: (each.student_id, each.pk))
    ]


def _check(
    milestone: MonthlyMilestone, status: MilestoneStatus, feedback: str, override_reason: str
) -> None:
    if status not in DECISIONS:
        raise MilestonesError(_("A review says Achieved or PartiallyAchieved."), field="status")
    if milestone.milestone_month > today():
        raise MilestonesError(_("This month has not begun."), refusal=Refusal.CONFLICT)
    for field, text in (("feedback", feedback), ("override_reason", override_reason)):
        if problem := too_long(MilestoneReview, field, text):
            raise MilestonesError(problem, field=field)


def _unfounded(milestone: MonthlyMilestone, status: MilestoneStatus) -> MilestonesError:
    if status == MilestoneStatus.ACHIEVED:
        missing = tuple(item.name for item in milestone.missing())
        return MilestonesError(
            _(
                "Not everything is proven yet. Missing: %(items)s. Give a reason to decide so anyway."
            )
            % {"items": ", ".join(missing)},
            refusal=Refusal.CONFLICT,
            field="override_reason",
            missing=missing,
        )
    return MilestonesError(
        _("Everything asked for is proven. Give a reason to decide otherwise."),
        field="override_reason",
    )
