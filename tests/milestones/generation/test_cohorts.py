"""What holds for any cohort whatever, through the database: everybody is accounted for, and running again
changes nothing. The examples are drawn from a fixed seed, so that a run repeats.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import wraps
from typing import Any

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milestones.generation.run import claim_run, execute_run
from milestones.generation.vocabulary import (
    CheckpointResult,
    CompletionStatus,
    EvidenceType,
    MilestoneStatus,
    MilestoneType,
    ProjectLevel,
)
from milestones.models import (
    Evidence,
    GenerationRun,
    MentorConstraint,
    MentorConstraintSkill,
    MonthlyMilestone,
    RunResult,
    SkillAssessment,
)
from milestones.services import generate_month
from tests.make import make_job_role
from tests.make_milestones import (
    BACKEND,
    FEBRUARY,
    IMPORTANT,
    MARCH,
    Needed,
    accounted,
    generated_rows,
    make_backlog_project,
    make_confidence,
    make_demand,
    make_role,
    make_students,
    noon,
    rows,
    skill_named,
)
from tfl.accounts.models import Student, User
from tfl.skills.models import JobRole

pytestmark = pytest.mark.django_db

SKILLS = [need.skill for need in BACKEND]

any_cohort = settings(
    derandomize=True,
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def undone(test: Callable[..., None]) -> Callable[..., None]:
    """Each example begins with an empty database."""

    @wraps(test)
    def alone(*args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            test(*args, **kwargs)
            transaction.set_rollback(True)

    return alone


def roles() -> list[JobRole | None]:
    backend = make_role()
    make_backlog_project(backend, "SQL", "REST APIs", level=ProjectLevel.PRODUCTION, title="Shop")
    make_backlog_project(backend, "SQL", title="Lending database")
    tester = make_role(
        Needed("Testing", 90), Needed("SQL", 40, criticality=IMPORTANT), name="Tester"
    )
    make_demand(tester)
    return [backend, tester, make_job_role("Unfinished"), None]


def make_history(draw: Callable[[Any], Any]) -> list[Student]:
    """Students with scores, constraints and a February that went somehow."""
    choices = roles()
    students = make_students(draw(st.integers(1, 6)), job_role=None)
    for student in students:
        student.target_job_role = draw(st.sampled_from(choices))
        student.joined_on = draw(st.sampled_from([date(2026, 1, 5), date(2026, 3, 4)]))
        student.save()
        for skill, score in draw(
            st.dictionaries(st.sampled_from(SKILLS), st.decimals(0, 100, places=2))
        ).items():
            assess(student, skill, score, draw(st.sampled_from([date(2026, 1, 20), MARCH])))
        if draw(st.booleans()):
            make_confidence(student, "SQL", draw(st.integers(0, 100)), reported_on=FEBRUARY)
        if draw(st.booleans()):
            constrain(student, draw)
    with time_machine.travel(noon(date(2026, 2, 10)), tick=False):
        generate_month(month=FEBRUARY)
    for milestone in MonthlyMilestone.objects.all():
        make_past(milestone, draw)
    for student in students:
        if draw(st.integers(0, 4)) == 0:
            User.objects.filter(pk=student.user_id).update(is_active=False)
    return students


def assess(student: Student, skill: str, score: Decimal, day: date) -> None:
    SkillAssessment.objects.create(
        student=student, skill=skill_named(skill), score=score, taken_on=day
    )


def constrain(student: Student, draw: Callable[[Any], Any]) -> None:
    said = MentorConstraint.objects.create(
        student=student,
        month=MARCH,
        fixed_type=draw(st.sampled_from(["", *MilestoneType])),
        most_outcomes=draw(st.none() | st.integers(1, 4)),
    )
    for skill, use in draw(
        st.dictionaries(st.sampled_from(SKILLS), st.sampled_from(["include", "leave-out"]))
    ).items():
        MentorConstraintSkill.objects.create(constraint=said, skill=skill_named(skill), use=use)


def make_past(milestone: MonthlyMilestone, draw: Callable[[Any], Any]) -> None:
    """Some items met, some waiting, some missed; decided or not."""
    for outcome in milestone.outcomes.all():
        outcome.met = draw(st.booleans())
        outcome.save()
        if draw(st.integers(0, 3)) == 0:
            Evidence.objects.create(
                milestone=milestone, evidence_type=EvidenceType.PROJECT_LINK, outcome=outcome
            )
    if draw(st.booleans()):
        milestone.projects.update(
            completion_status=CompletionStatus.COMPLETED, completed_on=FEBRUARY
        )
    result = draw(st.sampled_from(CheckpointResult))
    if result is not CheckpointResult.NOT_TAKEN:
        milestone.checkpoints.update(result=result, taken_on=FEBRUARY, attempts=1)
    status = draw(st.sampled_from(list(MilestoneStatus)[1:]))
    MonthlyMilestone.objects.filter(pk=milestone.pk).update(status=status)


@any_cohort
@given(data=st.data())
@undone
def test_every_student_is_accounted_for_exactly_once(data: st.DataObject) -> None:
    make_history(data.draw)
    asked = list(Student.objects.order_by("pk"))
    run = generate_month(month=MARCH, students=asked)
    became = accounted(run)
    assert run.entries.count() == len(asked)
    assert became.keys() == {student.pk for student in asked}
    created = {student for student, (result, _reason) in became.items() if result == "Created"}
    of_march = MonthlyMilestone.objects.of_month(MARCH)
    assert sorted(of_march.values_list("student", flat=True)) == sorted(created)
    for result, reason in became.values():
        assert result != RunResult.FAILED, reason
        assert bool(reason) is (result == RunResult.SKIPPED)


@any_cohort
@given(data=st.data())
@undone
def test_a_second_run_creates_nothing_and_changes_no_row(data: st.DataObject) -> None:
    asked = make_history(data.draw)
    first = generate_month(month=MARCH, students=asked)
    before = rows()
    second = generate_month(month=MARCH, students=asked)
    assert rows() == before
    again, then = accounted(second), accounted(first)
    for student, (result, reason) in then.items():
        expected = (RunResult.EXISTED, "") if result == RunResult.CREATED else (result, reason)
        assert again[student] == expected


@any_cohort
@given(data=st.data())
@undone
def test_chunks_of_any_size_and_order_give_the_same_month(data: st.DataObject) -> None:
    asked = make_history(data.draw)
    generate_month(month=MARCH, students=asked)
    whole = generated_rows()
    MonthlyMilestone.objects.of_month(MARCH).delete()
    ids = data.draw(st.permutations([student.pk for student in asked]))
    run = GenerationRun.objects.create(month=MARCH, student_ids=ids)
    assert claim_run(run)
    execute_run(run, chunk_size=data.draw(st.integers(1, 3)))
    assert generated_rows() == whole
