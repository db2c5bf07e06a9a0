"""Two workers at once, one killed in the middle, one that waits for somebody else: the same month."""

import signal
import subprocess
import threading
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from unittest.mock import patch

import pytest
import time_machine

from milestones.generation import run as running
from milestones.generation.facts import load_inputs
from milestones.generation.run import ABANDONED_AFTER
from milestones.generation.vocabulary import ProjectLevel
from milestones.models import (
    GenerationRun,
    GenerationRunEntry,
    MonthlyMilestone,
    RunResult,
    SkillAssessment,
)
from milestones.services import (
    execute_runs,
    generate_month,
    record_assessment,
    regenerate_milestone,
)
from tests.make import make_mentor, make_student
from tests.make_milestones import (
    APRIL,
    AT_REQUIRED,
    FEBRUARY,
    MARCH,
    MARCH_10,
    accounted,
    generated_rows,
    make_assessments,
    make_backlog_project,
    make_milestone,
    make_role,
    make_students,
    noon,
    outcome_of,
    skill_named,
)
from tests.milestones.processes import at_once, process, wait_until_somebody_waits_for_a_lock
from tests.servers import wait_until
from tfl.accounts.models import Notice, Student

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

STUDENTS = 200
CHUNK = 10
KILLED_AFTER = (0, 1, 40, 90, 150)
"""Students accounted for when the process is killed; the first kill is before or in its first chunk."""

WORKER = ["-m", "tests.milestones.generation.generating", str(CHUNK)]


@pytest.fixture
def cohort(clock: time_machine.Traveller) -> list[Student]:
    """Students of all kinds with a February behind them that left something open."""
    role = make_role()
    make_backlog_project(role, "SQL", title="Shop", level=ProjectLevel.PRODUCTION)
    make_backlog_project(role, "REST APIs", title="Lending database")
    students = make_students(STUDENTS, job_role=role)
    skills = [skill_named(name) for name in AT_REQUIRED]
    SkillAssessment.objects.bulk_create(
        SkillAssessment(
            student=student,
            skill=skill,
            score=Decimal((number * 7 + place * 13) % 101),
            taken_on=date(2026, 1, 20),
        )
        for number, student in enumerate(students)
        for place, skill in enumerate(skills)
    )
    clock.move_to(noon(date(2026, 2, 10)))
    generate_month(month=FEBRUARY)
    clock.move_to(noon(MARCH_10))
    return students


def forget_march() -> None:
    MonthlyMilestone.objects.of_month(MARCH).delete()
    GenerationRun.objects.filter(month=MARCH).delete()
    Notice.objects.filter(kind="milestone-ready", created_at__gte=noon(MARCH_10)).delete()


def undisturbed() -> list[dict[str, object]]:
    """What March is when nothing goes wrong."""
    generate_month(month=MARCH)
    expected = generated_rows()
    assert MonthlyMilestone.objects.of_month(MARCH).count() == STUDENTS
    assert {milestone["type"] for milestone in expected} >= {"SkillConsolidation"}
    forget_march()
    return expected


def begin(worker: subprocess.Popen[str]) -> None:
    assert worker.stdin is not None
    worker.stdin.write("begin\n")
    worker.stdin.flush()


def wait_until_ready(worker: subprocess.Popen[str]) -> None:
    assert worker.stdout is not None
    assert worker.stdout.readline() == "ready\n"


def told() -> int:
    return Notice.objects.filter(kind="milestone-ready", created_at__gte=noon(MARCH_10)).count()


def test_two_processes_at_once_make_one_milestone_each_and_both_account_for_all(
    cohort: list[Student],
) -> None:
    expected = undisturbed()
    with process(WORKER) as one, process(WORKER) as other:
        wait_until_ready(one)
        wait_until_ready(other)
        begin(one)
        begin(other)
        assert (one.wait(60), other.wait(60)) == (0, 0)
    assert generated_rows() == expected
    assert told() == STUDENTS
    runs = GenerationRun.objects.filter(month=MARCH)
    assert [run.finished_at is not None for run in runs] == [True, True]
    results = [[result for result, _reason in accounted(run).values()] for run in runs]
    assert [len(each) for each in results] == [STUDENTS, STUDENTS]
    together = Counter(results[0]) + Counter(results[1])
    assert together == {RunResult.CREATED: STUDENTS, RunResult.EXISTED: STUDENTS}


def test_eight_threads_at_once_make_one_milestone_each(cohort: list[Student]) -> None:
    expected = undisturbed()
    runs = at_once(*[lambda: generate_month(month=MARCH)] * 8)
    assert [type(run) for run in runs] == [GenerationRun] * 8
    assert generated_rows() == expected
    assert told() == STUDENTS
    counted = Counter(
        GenerationRunEntry.objects.filter(run__month=MARCH).values_list("result", flat=True)
    )
    assert counted == {RunResult.CREATED: STUDENTS, RunResult.EXISTED: 7 * STUDENTS}


def test_a_process_killed_anywhere_and_run_again_ends_in_the_rows_of_an_undisturbed_run(
    cohort: list[Student], clock: time_machine.Traveller
) -> None:
    expected = undisturbed()
    for number, entries in enumerate(KILLED_AFTER):
        killed = kill_after(entries)
        assert killed.finished_at is None  # visible as unfinished
        done = killed.entries.count()
        assert done < STUDENTS
        assert MonthlyMilestone.objects.of_month(MARCH).count() == done
        if number % 2:  # run again: the sweep resumes it, once it is abandoned
            clock.move_to(noon(MARCH_10, 12, 1))
            assert execute_runs() == 0
            clock.move_to(noon(MARCH_10, 12, 1) + ABANDONED_AFTER + timedelta(minutes=1))
            assert execute_runs() == 1
            killed.refresh_from_db()
            assert killed.finished_at is not None
            assert killed.entries.filter(result=RunResult.CREATED).count() == STUDENTS
        else:  # run again: somebody asks for the month once more
            again = generate_month(month=MARCH)
            counted = Counter(result for result, _reason in accounted(again).values())
            assert counted == Counter({RunResult.CREATED: STUDENTS - done, RunResult.EXISTED: done})
            killed.refresh_from_db()
            assert killed.finished_at is None
        assert generated_rows() == expected
        assert told() == STUDENTS
        forget_march()
        clock.move_to(noon(MARCH_10))


def kill_after(entries: int) -> GenerationRun:
    """Begin a run in a process and `kill -9` it once so many students are accounted for."""
    with process(WORKER) as worker:
        wait_until_ready(worker)
        begin(worker)
        wait_until(GenerationRun.objects.filter(month=MARCH).exists, what="the run")
        done = GenerationRunEntry.objects.filter(run__month=MARCH)
        wait_until(lambda: done.count() >= entries, what=f"{entries} students")
        worker.send_signal(signal.SIGKILL)
        assert worker.wait(10) == -signal.SIGKILL
    return GenerationRun.objects.get(month=MARCH)


# Nobody waits for ever ---------------------------------------------------------------------------
class Paused:
    """A generator that holds its students' rows until told to go on."""

    def __init__(self) -> None:
        self.holds = threading.Event()
        self.go_on = threading.Event()

    def load_inputs(self, *args: object, **kwargs: object) -> object:
        self.holds.set()
        assert self.go_on.wait(30)
        return load_inputs(*args, **kwargs)  # type: ignore[arg-type]  # passed through


@pytest.fixture
def alice() -> Student:
    student = make_student(job_role=make_role(), mentor=make_mentor())
    make_assessments(student, {**AT_REQUIRED, "SQL": 70}, taken_on=date(2026, 1, 20))
    return student


def meanwhile(month: date, action: object) -> list[object]:
    """A generator of `month` holds its students while `action` begins; then both go on."""
    paused = Paused()

    def act() -> object:
        assert paused.holds.wait(30)
        return action()  # type: ignore[operator]  # a callable

    def generate() -> GenerationRun:
        return generate_month(month=month)

    def let_go() -> None:
        assert paused.holds.wait(30)
        wait_until_somebody_waits_for_a_lock()
        paused.go_on.set()

    with patch.object(running, "load_inputs", paused.load_inputs):
        return at_once(generate, act, let_go)


def test_a_mentor_who_scores_last_month_and_a_generator_that_recovers_it_both_end(
    alice: Student, clock: time_machine.Traveller
) -> None:
    clock.move_to(noon(date(2026, 2, 10)))
    february = make_milestone(alice)
    clock.move_to(noon(MARCH))

    def score() -> object:
        return record_assessment(
            student=alice,
            skill=skill_named("SQL"),
            score=Decimal(80),
            by=alice.mentor,  # type: ignore[arg-type]  # has one
            taken_on=date(2026, 2, 28),
        )

    run, scored, _none = meanwhile(MARCH, score)
    assert isinstance(run, GenerationRun), run
    assert isinstance(scored, SkillAssessment), scored
    assert outcome_of(february).met
    assert alice.milestones.get(milestone_month=MARCH).recovers == february


def test_a_month_generated_anew_and_a_generator_that_recovers_it_both_end(
    alice: Student, clock: time_machine.Traveller
) -> None:
    march = make_milestone(alice)

    def anew() -> object:
        return regenerate_milestone(
            milestone=march,
            by=alice.mentor,  # type: ignore[arg-type]  # has one
            reason="A late review.",
        )

    run, again, _none = meanwhile(APRIL, anew)
    assert isinstance(run, GenerationRun), run
    assert isinstance(again, MonthlyMilestone), again
    assert alice.milestones.get(milestone_month=APRIL).recovers is None
    assert alice.milestones.count() == 2
