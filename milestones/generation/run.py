"""Executes a generation run: chunk by chunk, each in one transaction of a fixed number of queries.

Students are locked for the length of their chunk, so two runs at once queue and the second finds what the
first made. A chunk that is killed leaves nothing; one that breaks on somebody's data is halved until the
one student is found, who is recorded as failed.
"""

import gc
import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import islice

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from milestones.generation.facts import Catalogue, as_of, load_catalogue, load_inputs
from milestones.generation.plan import NoMilestone, Plan, plan_month
from milestones.generation.write import Planned, write_milestones
from milestones.models import (
    GenerationRun,
    GenerationRunEntry,
    MonthlyMilestone,
    RunResult,
)
from tfl.accounts.models import Student
from tfl.core.bulk import Row, insert_rows
from tfl.core.clock import today

logger = logging.getLogger(__name__)

CHUNK = 1000
ABANDONED_AFTER = timedelta(minutes=5)
"""A run whose last heartbeat is older than this lost its worker."""

LATE_FROM_DAY = 16
"""Who joins from this day on begins with the next month, shown at once."""

INACTIVE = gettext_noop("No student any more: the account is deactivated or lost the role.")
NO_ROLE = gettext_noop("No target job role is set.")
NO_REQUIREMENTS = gettext_noop("The job role has no requirements yet.")
NO_MILESTONE = {
    "ready": gettext_noop("Ready: nothing is left to prove for this job role."),
    "nothing-to-set": gettext_noop("The mentor's constraints leave nothing to set."),
}
"""Reasons are stored in English and translated when shown."""


def claim_run(run: GenerationRun) -> bool:
    """Take an unfinished run that nobody works on. True for exactly one of those who ask at once."""
    now = timezone.now()
    claimed = (
        GenerationRun.objects.unfinished()
        .filter(Q(heartbeat_at__isnull=True) | Q(heartbeat_at__lt=now - ABANDONED_AFTER), pk=run.pk)
        .update(heartbeat_at=now, started_at=run.started_at or now)
    )
    if claimed:
        run.heartbeat_at = now
    return bool(claimed)


class TakenOverError(Exception):
    """This worker stood still so long that another resumed its run; what it holds is rolled back."""


def execute_run(
    run: GenerationRun,
    *,
    chunk_size: int = CHUNK,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> None:
    """Generate what is still missing of a claimed run and finish it. Idempotent; a killed one goes on
    where it stopped. `progress` is told students done and asked for after every chunk.
    """
    accounted = set(run.entries.values_list("student_id", flat=True))
    left = [student for student in run.student_ids if student not in accounted]
    done = run.asked_for - len(left)
    catalogue = load_catalogue(run.month)
    try:
        for cut_off, ids in _chunks(left, run.month, chunk_size):
            _generate(run, ids, catalogue, cut_off)
            done += len(ids)
            progress(done, run.asked_for)
        _beat(run, finished_at=timezone.now())
    except TakenOverError:
        logger.warning("Run %s was resumed by another worker; this one stops.", run.pk)
    run.refresh_from_db()


def _beat(run: GenerationRun, **fields: datetime) -> datetime:
    """A heartbeat, if the run is still ours: the last one is what we hold it by. Returns the new one, ours
    once the transaction has committed.
    """
    now = timezone.now()
    ours = GenerationRun.objects.filter(pk=run.pk, heartbeat_at=run.heartbeat_at)
    if not ours.update(heartbeat_at=now, **fields):
        raise TakenOverError
    return now


def preview(month: date, ids: Sequence[int]) -> Iterator[tuple[Student, Plan | str]]:
    """What a run would decide for each student, or why there would be no milestone. Writes nothing."""
    catalogue = load_catalogue(month)
    for cut_off, chunk in _chunks(ids, month, CHUNK):
        students = list(Student.objects.filter(pk__in=chunk).select_related("user").order_by("pk"))
        planned, entries = _decide(students, catalogue, cut_off)
        plans: dict[int, Plan | str] = {student.pk: plan for student, _inputs, plan in planned}
        plans.update({entry["student"]: entry["reason"] for entry in entries})
        yield from ((student, plans[student.pk]) for student in students)


def _chunks(ids: Sequence[int], month: date, size: int) -> Iterator[tuple[date, list[int]]]:
    """The students in chunks of those who share one as-of date."""
    groups: dict[date, list[int]] = defaultdict(list)
    joined = dict(Student.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "joined_on"))
    for student, joined_on in joined.items():
        groups[as_of(month, joined_on=joined_on, on=today())].append(student)
    for cut_off, members in sorted(groups.items()):
        rest = iter(members)
        while chunk := list(islice(rest, size)):
            yield cut_off, chunk


def _generate(run: GenerationRun, ids: list[int], catalogue: Catalogue, cut_off: date) -> None:
    """One chunk; one that breaks is halved until the student it broke on is alone."""
    try:
        with _collector_paused():
            run.heartbeat_at = _generate_chunk(run, ids, catalogue, cut_off)
    except (OperationalError, InterfaceError, TakenOverError):
        raise  # the database is away, or the run another's: nobody's data, somebody goes on with it
    except Exception as error:  # noqa: BLE001  whatever one student's data breaks, the others go on
        broken: Exception = error
    else:
        return
    if len(ids) == 1:
        run.heartbeat_at = _record_failure(run, ids[0], broken)
        return
    middle = len(ids) // 2
    _generate(run, ids[:middle], catalogue, cut_off)
    _generate(run, ids[middle:], catalogue, cut_off)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """A chunk makes very many objects and hardly a cycle; looking for cycles took a third of its time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@transaction.atomic
def _record_failure(run: GenerationRun, student: int, error: Exception) -> datetime:
    """Accounts for a student nothing could be generated for. Returns the heartbeat."""
    logger.error("Run %s could not generate for student %s", run.pk, student, exc_info=error)
    GenerationRunEntry.objects.create(
        run=run,
        student_id=student,
        result=RunResult.FAILED,
        reason=f"{type(error).__name__}: {error}"[:255],
    )
    return _beat(run)


@transaction.atomic
def _generate_chunk(
    run: GenerationRun, ids: list[int], catalogue: Catalogue, cut_off: date
) -> datetime:
    """One chunk, all or nothing: a fixed number of statements, whatever its size. Returns its heartbeat."""
    students = list(
        Student.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=ids)
        .order_by("pk")
    )
    planned, entries = _decide(students, catalogue, cut_off)
    if planned:
        write_milestones(planned, catalogue)
    entries += [_entry(student, RunResult.CREATED) for student, _inputs, _plan in planned]
    insert_rows(GenerationRunEntry, [{"run": run.pk, **entry} for entry in entries])
    return _beat(run)


def _decide(
    students: list[Student], catalogue: Catalogue, cut_off: date
) -> tuple[list[Planned], list[Row]]:
    """The plans, and the run's entries of those who get no milestone."""
    existing = set(
        MonthlyMilestone.objects.of_month(catalogue.month)
        .filter(student__in=students)
        .values_list("student_id", flat=True)
    )
    ids = [student.pk for student in students]
    active = set(Student.objects.active().filter(pk__in=ids).values_list("pk", flat=True))
    entries: list[Row] = []

    def account(student: Student, result: RunResult, reason: str = "") -> None:
        entries.append(_entry(student, result, reason))

    plannable = []
    for student in students:
        if student.pk in existing:
            account(student, RunResult.EXISTED)
        elif reason := _why_not(student, catalogue, is_active=student.pk in active):
            account(student, RunResult.SKIPPED, reason)
        else:
            plannable.append(student)
    inputs = load_inputs(plannable, catalogue, cut_off=cut_off)
    planned = []
    for student in plannable:
        plan = plan_month(inputs[student.pk])
        if isinstance(plan, NoMilestone):
            account(student, RunResult.SKIPPED, NO_MILESTONE[plan.reason])
        else:
            planned.append((student, inputs[student.pk], plan))
    return planned, entries


def _entry(student: Student, result: RunResult, reason: str = "") -> Row:
    return {
        "student": student.pk,
        "job_role": student.target_job_role_id,
        "result": result,
        "reason": reason,
    }


def _why_not(student: Student, catalogue: Catalogue, *, is_active: bool) -> str:
    if not is_active:
        return INACTIVE
    if student.target_job_role_id is None:
        return NO_ROLE
    if not catalogue.roles[student.target_job_role_id].requirements:
        return NO_REQUIREMENTS
    return ""
