"""Generating months: asked for by the schedule, a command, an admin, a mentor or a system; executed once."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from milestones.generation.plan import Plan
from milestones.generation.run import (
    LATE_FROM_DAY,
    NO_MILESTONE,
    NO_ROLE,
    claim_run,
    execute_run,
    preview,
)
from milestones.generation.vocabulary import MilestoneStatus
from milestones.models import (
    GenerationRun,
    GenerationRunEntry,
    MonthlyMilestone,
    RunResult,
)
from milestones.services.errors import MilestonesError
from milestones.services.standing import Actor, lock, require_mentor
from tfl.accounts import services as accounts
from tfl.accounts.models import (
    ApiToken,
    AuditEntry,
    Notice,
    Role,
    Student,
    TokenScope,
    User,
)
from tfl.accounts.services import record
from tfl.core.clock import current_month
from tfl.core.errors import Refusal
from tfl.core.jobs import hint
from tfl.core.months import next_month
from tfl.core.text import too_long
from tfl.skills.models import JobRole


def generate_month(
    *,
    month: date,
    students: Iterable[Student] | None = None,
    triggered_by: Actor | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> GenerationRun:
    """Generate `month`, the current or the coming one, and return the finished run.

    Without `students`: everybody active; for a mentor, everybody assigned to them. Idempotent: who has a
    milestone keeps it. A fixed number of queries per chunk of students. Raises MilestonesError for a month
    that is over or too far, students that are not the mentor's, a token without the scope.
    """
    run = _ask(month=month, students=students, triggered_by=triggered_by)
    if claim_run(run):
        execute_run(run, progress=progress)
    return run


def request_generation(
    *, month: date, students: Iterable[Student] | None = None, triggered_by: Actor
) -> GenerationRun:
    """The same, executed by a worker; the run returned can be watched. Raises as `generate_month`."""
    run = _ask(month=month, students=students, triggered_by=triggered_by)
    hint("milestones.execute_runs")
    return run


def preview_month(
    *, month: date, students: Iterable[Student] | None = None
) -> Iterator[tuple[Student, Plan | str]]:
    """What `generate_month` would decide for each student: the plan, or why there would be none, which is
    empty for who has a milestone. Writes nothing; raises for a month that cannot be generated.
    """
    _require_generatable(month)
    return preview(month, _asked_for(students, None))


def execute_runs() -> int:
    """The sweep: execute requested runs and resume abandoned ones. Returns how many it finished."""
    finished = 0
    for run in GenerationRun.objects.unfinished().order_by("requested_at", "pk"):
        if claim_run(run):
            execute_run(run)
            finished += 1
    return finished


def generate_due_milestones() -> list[GenerationRun]:
    """What the schedule asks for daily, the first of the month included: start planned months, make a
    missed month good, serve who joined since. Idempotent.
    """
    start_planned_milestones()
    month = current_month()
    late = Q(joined_on__gte=month.replace(day=LATE_FROM_DAY))
    runs = []
    for due_month, students in (
        (month, _due(month).exclude(late)),
        (next_month(month), _due(next_month(month)).filter(late)),
    ):
        if students.exists():
            runs.append(generate_month(month=due_month, students=students))
    return runs


def start_planned_milestones() -> int:
    """Planned milestones whose month has come are InProgress. One statement."""
    return (
        MonthlyMilestone.objects.filter(
            status=MilestoneStatus.PLANNED, milestone_month__lte=current_month()
        )
    ).update(status=MilestoneStatus.IN_PROGRESS)


@transaction.atomic
def set_next_role(*, student: Student, job_role: JobRole, by: User) -> Student:
    """The job role a student works towards next, set by their mentor. Who was *ready* for the last one is
    due again, and gets this month's milestone for the next as soon as a worker finds them.
    """
    student = accounts.set_next_role(student=student, job_role=job_role, by=by)
    hint("milestones.generate_due_milestones")
    return student


@transaction.atomic
def regenerate_milestone(
    *, milestone: MonthlyMilestone, by: User, reason: str
) -> MonthlyMilestone | None:
    """Generate a frozen milestone anew, because something about last month came to light later. Only its
    mentor, only while it has no evidence and no review; logged with the reason. Returns the new one, or
    None where nothing is left to prove.
    """
    milestone = lock(milestone)
    require_mentor(by, milestone.student)
    if not reason.strip():
        raise MilestonesError(_("Say why this month is generated anew."), field="reason")
    if problem := too_long(AuditEntry, "reason", reason):
        raise MilestonesError(problem, field="reason")
    if milestone.milestone_month < current_month():
        raise MilestonesError(_("This month is over; it stays as it is."), refusal=Refusal.CONFLICT)
    if milestone.evidence.exists() or milestone.reviews.exists():
        raise MilestonesError(
            _("Work on this month has begun: it has evidence or a review. It stays as it is."),
            refusal=Refusal.CONFLICT,
        )
    student, month = milestone.student, milestone.milestone_month
    before = _summary(milestone)
    milestone.delete()
    run = generate_month(month=month, students=[student], triggered_by=by)
    if run.entries.filter(result=RunResult.FAILED).exists():
        raise MilestonesError(
            _("The month could not be generated anew; it stays as it was. Tell an admin."),
            refusal=Refusal.CONFLICT,
        )
    fresh = MonthlyMilestone.objects.of_month(month).filter(student=student).first()
    record(
        actor=by,
        action="milestone.regenerated",
        on=fresh or student,
        student=student,
        layer="milestone",
        before=before,
        after=_summary(fresh) if fresh else None,
        reason=reason.strip(),
    )
    if fresh:
        # The student was just told that a milestone is ready; what it is to them is a change.
        Notice.objects.filter(user=student.user, key=f"milestone-ready:{fresh.pk}").update(
            kind="milestone-changed"
        )
    return fresh


def _ask(
    *, month: date, students: Iterable[Student] | None, triggered_by: Actor | None
) -> GenerationRun:
    _require_generatable(month)
    return GenerationRun.objects.create(
        month=month,
        asked_by=triggered_by if isinstance(triggered_by, User) else None,
        asked_with=triggered_by if isinstance(triggered_by, ApiToken) else None,
        student_ids=_asked_for(students, triggered_by),
    )


def _require_generatable(month: date) -> None:
    this, following = current_month(), next_month(current_month())
    if month not in {this, following}:
        raise MilestonesError(
            _("Only %(this)s and %(next)s can be generated.")
            % {"this": f"{this:%Y-%m}", "next": f"{following:%Y-%m}"},
            field="month",
        )


def _asked_for(students: Iterable[Student] | None, by: Actor | None) -> list[int]:
    """The students' ids in order. Raises where `by` may not ask for them."""
    if isinstance(by, ApiToken) and TokenScope.GENERATE not in by.scopes:
        raise MilestonesError(_("This token may not generate."), refusal=Refusal.FORBIDDEN)
    allowed = Student.objects.active()
    if isinstance(by, User) and not by.has_role(Role.ADMIN):
        if not by.has_role(Role.MENTOR):
            raise MilestonesError(
                _("Only mentors and admins can generate."), refusal=Refusal.FORBIDDEN
            )
        allowed = allowed.assigned_to(by)
    if students is None:
        return list(allowed.order_by("pk").values_list("pk", flat=True))
    asked = {student.pk for student in students}
    if isinstance(by, User) and allowed.filter(pk__in=asked).count() != len(asked):
        raise MilestonesError(
            _("There is no such student."), refusal=Refusal.NOT_FOUND, field="studentIds"
        )
    return sorted(asked)


def _due(month: date) -> QuerySet[Student]:
    """Active students without the month's milestone who were not already told why. Who was skipped as
    ready, or for want of a role, is due again with another role.
    """
    settled = GenerationRunEntry.objects.filter(
        Q(job_role=OuterRef("target_job_role"))
        | Q(job_role__isnull=True, student__target_job_role__isnull=True),
        run__month=month,
        student=OuterRef("pk"),
        result=RunResult.SKIPPED,
        reason__in=[NO_ROLE, *NO_MILESTONE.values()],
    )
    has_one = MonthlyMilestone.objects.of_month(month).filter(student=OuterRef("pk"))
    return Student.objects.active().filter(~Exists(has_one), ~Exists(settled)).order_by("pk")


def _summary(milestone: MonthlyMilestone) -> dict[str, object]:
    """What the override log keeps of a milestone: enough to see what changed."""
    return {
        "type": milestone.milestone_type,
        "title": milestone.milestone_title,
        "outcomes": [
            [outcome.skill_id, str(outcome.expected_score)] for outcome in milestone.outcomes.all()
        ],
    }
