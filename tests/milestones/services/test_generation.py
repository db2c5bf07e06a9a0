"""Generating months: who may ask, what a run accounts for, catching up, generating anew."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from milestones import tasks
from milestones.generation import run as running
from milestones.generation.inputs import StudentInputs
from milestones.generation.plan import NoMilestone, Plan, plan_month
from milestones.generation.run import (
    ABANDONED_AFTER,
    INACTIVE,
    NO_MILESTONE,
    NO_REQUIREMENTS,
    NO_ROLE,
    claim_run,
    execute_run,
    preview,
)
from milestones.generation.vocabulary import (
    CheckpointResult,
    CompletionStatus,
    EvidenceType,
    MilestoneStatus,
    MilestoneType,
)
from milestones.models import (
    GenerationRun,
    MentorConstraint,
    MonthlyMilestone,
    RunResult,
)
from milestones.services import (
    execute_runs,
    generate_due_milestones,
    generate_month,
    regenerate_milestone,
    request_generation,
    review_milestone,
    set_constraint,
    set_next_role,
    start_planned_milestones,
    submit_evidence,
    verify_evidence,
)
from tests.make import make_job_role, make_student, make_token
from tests.make_milestones import (
    APRIL,
    AT_REQUIRED,
    FEBRUARY,
    MARCH,
    Needed,
    accounted,
    fresh,
    make_assessments,
    make_demand,
    make_milestone,
    make_role,
    make_students,
    noon,
    outcome_of,
    rows,
    skill_named,
)
from tests.milestones.services.refusals import CONFLICT, FORBIDDEN, INVALID, NOT_FOUND, refused
from tfl.accounts.models import AuditEntry, Notice, RoleGrant, Student, TokenScope, User
from tfl.accounts.services import AccountsError
from tfl.core import jobs
from tfl.skills.models import JobRole

pytestmark = pytest.mark.django_db

CREATED, EXISTED, SKIPPED, FAILED = RunResult
READY = NO_MILESTONE["ready"]


def graduate(student: Student, *, month: date = FEBRUARY) -> MonthlyMilestone:
    """Everything for the role is proven by the end of `month`, which is the current one."""
    make_assessments(student, AT_REQUIRED, taken_on=date(2026, 1, 20))
    milestone = make_milestone(student, month=month, type=MilestoneType.INTERVIEW_READINESS)
    milestone.checkpoints.update(result=CheckpointResult.PASSED, taken_on=month)
    milestone.outcomes.update(met=True)
    milestone.projects.create(
        project_title="Shop",
        level="Production",
        completion_status=CompletionStatus.COMPLETED,
        completed_on=month,
    )
    MonthlyMilestone.objects.filter(pk=milestone.pk).update(status=MilestoneStatus.ACHIEVED)
    return milestone


@contextmanager
def breaking_for(*students: Student) -> Iterator[None]:
    """These students' data cannot be planned with."""
    ids = {student.pk for student in students}

    def plan(inputs: StudentInputs) -> Plan | NoMilestone:
        if inputs.student in ids:
            raise ValueError("no such criticality")
        return plan_month(inputs)

    with patch.object(running, "plan_month", plan):
        yield


# Who may ask -------------------------------------------------------------------------------------
def test_the_schedule_asks_for_everybody_active(alice: Student, charlie: Student) -> None:
    User.objects.filter(pk=charlie.user_id).update(is_active=False)
    run = generate_month(month=MARCH)
    assert run.student_ids == [alice.pk]
    assert (run.asked_by, run.asked_with) == (None, None)


def test_a_mentor_asks_for_their_own_students(alice: Student, charlie: Student, bob: User) -> None:
    run = generate_month(month=MARCH, triggered_by=bob)
    assert (run.student_ids, run.asked_by) == ([alice.pk], bob)
    assert list(GenerationRun.objects.visible_to(bob)) == [run]


def test_an_admin_asks_for_anybody(alice: Student, charlie: Student, grace: User) -> None:
    assert generate_month(month=MARCH, triggered_by=grace).student_ids == [alice.pk, charlie.pk]
    one = generate_month(month=MARCH, students=[charlie], triggered_by=grace)
    assert one.student_ids == [charlie.pk]


def test_a_token_with_the_scope_asks_for_anybody(alice: Student) -> None:
    token, _secret = make_token(TokenScope.GENERATE)
    run = generate_month(month=MARCH, triggered_by=token)
    assert (run.student_ids, run.asked_by, run.asked_with) == ([alice.pk], None, token)


def test_a_token_without_the_scope_asks_for_nobody(alice: Student) -> None:
    token, _secret = make_token(TokenScope.EVIDENCE, TokenScope.BADGES)
    with refused(FORBIDDEN):
        generate_month(month=MARCH, triggered_by=token)


def test_students_parents_and_employers_ask_for_nobody(
    alice: Student, heidi: User, erin: User
) -> None:
    for person in (alice.user, heidi, erin):
        with refused(FORBIDDEN):
            generate_month(month=MARCH, triggered_by=person)
        with refused(FORBIDDEN):
            request_generation(month=MARCH, students=[alice], triggered_by=person)


def test_to_a_mentor_anothers_student_does_not_exist(
    alice: Student, charlie: Student, bob: User
) -> None:
    with refused(NOT_FOUND, field="studentIds"):
        generate_month(month=MARCH, students=[alice, charlie], triggered_by=bob)


@pytest.mark.parametrize("month", [FEBRUARY, date(2026, 5, 1), date(2026, 3, 2), date(1, 1, 1)])
def test_only_the_current_and_the_coming_month_are_generated(alice: Student, month: date) -> None:
    with refused(INVALID, field="month"):
        generate_month(month=month)


# What a run accounts for -------------------------------------------------------------------------
def test_every_student_asked_for_is_accounted_for(
    alice: Student, role: JobRole, grace: User
) -> None:
    has_one = make_student(job_role=role)
    make_milestone(has_one)
    no_role = make_student()
    no_requirements = make_student(job_role=make_job_role())
    gone = make_student(job_role=role)
    no_student = make_student(job_role=role)
    broken = make_student(job_role=role)
    User.objects.filter(pk=gone.user_id).update(is_active=False)
    RoleGrant.objects.filter(user=no_student.user).delete()
    asked = [alice, has_one, no_role, no_requirements, gone, no_student, broken]
    with breaking_for(broken):
        run = generate_month(month=MARCH, students=asked)
    assert accounted(run) == {
        alice.pk: (CREATED, ""),
        has_one.pk: (EXISTED, ""),
        no_role.pk: (SKIPPED, NO_ROLE),
        no_requirements.pk: (SKIPPED, NO_REQUIREMENTS),
        gone.pk: (SKIPPED, INACTIVE),
        no_student.pk: (SKIPPED, INACTIVE),
        broken.pk: (FAILED, "ValueError: no such criticality"),
    }
    assert run.finished_at is not None
    assert run.started_at is not None
    assert MonthlyMilestone.objects.count() == 2


def test_a_student_with_nothing_left_to_prove_is_ready(
    alice: Student, clock: time_machine.Traveller
) -> None:
    clock.move_to(noon(date(2026, 2, 10)))
    graduate(alice)
    clock.move_to(noon(MARCH))
    assert accounted(generate_month(month=MARCH)) == {alice.pk: (SKIPPED, READY)}
    assert not MonthlyMilestone.objects.of_month(MARCH).exists()


def test_leave_outs_that_leave_nothing_are_the_reason(alice: Student, bob: User) -> None:
    set_constraint(
        student=alice,
        month=MARCH,
        by=bob,
        note="A month off.",
        fixed_type=MilestoneType.SKILL_CONSOLIDATION,
        leave_out=[skill_named(name) for name in AT_REQUIRED],
    )
    assert accounted(generate_month(month=MARCH)) == {
        alice.pk: (SKIPPED, NO_MILESTONE["nothing-to-set"])
    }


@pytest.mark.parametrize("place", [0, 7, 19])
def test_one_students_bad_data_never_stops_a_run(
    role: JobRole, caplog: pytest.LogCaptureFixture, place: int
) -> None:
    students = make_students(20, job_role=role)
    with breaking_for(students[place]):
        run = generate_month(month=MARCH)
    results = Counter(result for result, _reason in accounted(run).values())
    assert results == {CREATED: 19, FAILED: 1}
    assert accounted(run)[students[place].pk] == (FAILED, "ValueError: no such criticality")
    assert run.finished_at is not None
    assert MonthlyMilestone.objects.count() == 19
    assert students[place].user.email not in caplog.text


def test_several_bad_ones_are_each_found(role: JobRole) -> None:
    students = make_students(9, job_role=role)
    with breaking_for(students[0], students[4], students[8]):
        run = generate_month(month=MARCH)
    failed = [pk for pk, (result, _reason) in accounted(run).items() if result == FAILED]
    assert failed == [students[0].pk, students[4].pk, students[8].pk]


def test_who_failed_is_tried_again_the_next_day(alice: Student) -> None:
    with breaking_for(alice):
        generate_due_milestones()
    (run,) = generate_due_milestones()
    assert accounted(run) == {alice.pk: (CREATED, "")}


def test_a_database_that_goes_away_is_nobodys_bad_data(role: JobRole) -> None:
    make_students(3, job_role=role)
    with (
        patch.object(running, "load_inputs", side_effect=OperationalError("gone")),
        pytest.raises(OperationalError),
    ):
        generate_month(month=MARCH)
    run = GenerationRun.objects.get()
    assert (run.finished_at, run.entries.count()) == (None, 0)


def test_a_reason_longer_than_its_column_is_cut(alice: Student) -> None:
    with patch.object(running, "plan_month", side_effect=ValueError("x" * 1000)):
        run = generate_month(month=MARCH)
    (reason,) = run.entries.values_list("reason", flat=True)
    assert reason == f"ValueError: {'x' * 243}"


def test_progress_is_told_after_every_chunk(role: JobRole) -> None:
    make_students(5, job_role=role)
    told: list[tuple[int, int]] = []
    generate_month(month=MARCH, progress=lambda done, of: told.append((done, of)))
    assert told == [(5, 5)]


# Twice -------------------------------------------------------------------------------------------
def test_a_second_run_creates_nothing_and_changes_no_row(role: JobRole, alice: Student) -> None:
    make_students(4, job_role=role)
    generate_month(month=MARCH)
    before = rows()
    second = generate_month(month=MARCH)
    assert {result for result, _reason in accounted(second).values()} == {EXISTED}
    assert rows() == before


def test_a_run_is_claimed_once(alice: Student, grace: User) -> None:
    run = request_generation(month=MARCH, triggered_by=grace)
    other = GenerationRun.objects.get(pk=run.pk)
    assert claim_run(run)
    assert not claim_run(other)
    execute_run(run)
    assert not claim_run(other)


def test_a_run_claimed_by_the_sweep_in_between_is_returned_unfinished(alice: Student) -> None:
    with patch("milestones.services.generation.claim_run", return_value=False):
        run = generate_month(month=MARCH)
    assert run.finished_at is None
    assert not MonthlyMilestone.objects.exists()


# In the background -------------------------------------------------------------------------------
def test_a_requested_run_is_hinted_at_and_found_by_the_sweep(
    alice: Student,
    bob: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    sent: list[tuple[str, tuple[object, ...]]] = []
    monkeypatch.setattr(jobs, "_send", lambda name, args: sent.append((name, args)))
    with django_capture_on_commit_callbacks(execute=True):
        run = request_generation(month=MARCH, triggered_by=bob)
    assert sent == [("milestones.execute_runs", ())]
    assert (run.started_at, run.finished_at) == (None, None)
    assert execute_runs() == 1
    assert accounted(run) == {alice.pk: (CREATED, "")}
    assert execute_runs() == 0


def test_an_abandoned_run_is_resumed_where_it_stopped(
    role: JobRole, clock: time_machine.Traveller
) -> None:
    students = make_students(4, job_role=role)
    run = GenerationRun.objects.create(month=MARCH, student_ids=[each.pk for each in students])
    assert claim_run(run)
    half_done = GenerationRun.objects.get(pk=run.pk)
    half_done.student_ids = run.student_ids[:2]
    execute_run(half_done)
    GenerationRun.objects.filter(pk=run.pk).update(finished_at=None)  # killed after its first chunk
    clock.shift(ABANDONED_AFTER)
    assert execute_runs() == 0  # it may still be at work
    clock.shift(timedelta(seconds=1))
    assert execute_runs() == 1
    assert [result for result, _reason in accounted(run).values()] == [CREATED] * 4
    resumed = fresh(run)
    assert resumed.finished_at == timezone.now()
    assert resumed.started_at == run.started_at or resumed.started_at < resumed.finished_at


def test_a_worker_whose_run_was_resumed_meanwhile_stops_and_leaves_nothing(
    role: JobRole, clock: time_machine.Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    make_students(3, job_role=role)
    run = GenerationRun.objects.create(month=MARCH, student_ids=list(student_ids()))
    assert claim_run(run)
    clock.shift(ABANDONED_AFTER * 2)
    other = GenerationRun.objects.get(pk=run.pk)
    assert claim_run(other)
    execute_run(run)
    assert not MonthlyMilestone.objects.exists()
    assert f"Run {run.pk} was resumed by another worker" in caplog.text
    execute_run(other)
    assert {result for result, _reason in accounted(run).values()} == {CREATED}
    assert fresh(run).finished_at is not None


def student_ids() -> Any:
    return Student.objects.order_by("pk").values_list("pk", flat=True)


def test_a_run_executed_after_its_month_is_over_makes_it_good(
    alice: Student, bob: User, clock: time_machine.Traveller
) -> None:
    request_generation(month=MARCH, triggered_by=bob)
    clock.move_to(noon(date(2026, 4, 2)))
    execute_runs()
    assert alice.milestones.get().status == MilestoneStatus.IN_PROGRESS


def test_the_tasks_call_their_services(alice: Student, bob: User) -> None:
    (pk,) = tasks.generate_due_milestones()
    assert GenerationRun.objects.get().pk == pk
    request_generation(month=APRIL, triggered_by=bob)
    assert tasks.execute_runs() == 1


# What is written ---------------------------------------------------------------------------------
def test_the_current_month_starts_in_progress_and_a_coming_one_is_planned(alice: Student) -> None:
    assert make_milestone(alice).status == MilestoneStatus.IN_PROGRESS
    assert make_milestone(alice, month=APRIL).status == MilestoneStatus.PLANNED


def test_a_new_milestone_is_told_once(alice: Student) -> None:
    milestone = make_milestone(alice)
    generate_month(month=MARCH)
    notice = Notice.objects.get()
    assert (notice.user, notice.kind) == (alice.user, "milestone-ready")
    assert (notice.facts, notice.path) == ({"title": milestone.milestone_title}, "/mission/")


def test_a_missed_project_is_set_again_with_its_words_and_state(
    milestone: MonthlyMilestone, clock: time_machine.Traveller
) -> None:
    milestone.projects.update(
        completion_status=CompletionStatus.IN_PROGRESS,
        project_title="Shop, in Go",
        tech_stack="Go",
        evaluation_type="AutoAssessment",
    )
    before = milestone.projects.get()
    clock.move_to(noon(APRIL))
    again = make_milestone(milestone.student).projects.get()
    assert again.carried_from == before
    for field in (
        "project_title",
        "project_description",
        "tech_stack",
        "evaluation_type",
        "completion_status",
        "backlog_item_id",
        "level",
    ):
        assert getattr(again, field) == getattr(before, field)


def test_a_project_the_backlog_lacks_is_described_from_the_skills(bob: User) -> None:
    student = make_student(mentor=bob, job_role=make_role(Needed("SQL"), name="Analyst"))
    make_assessments(student, {"SQL": 65}, taken_on=FEBRUARY)
    project = make_milestone(student).projects.get()
    assert project.project_title == "Production project with SQL"
    assert "Analyst" in project.project_description
    assert (project.level, project.evaluation_type) == ("Production", "MentorReview")


def test_a_demand_is_written_with_the_month_that_answers_it(alice: Student, role: JobRole) -> None:
    demand = make_demand(role)
    milestone = make_milestone(alice)
    assert milestone.milestone_type == MilestoneType.EMPLOYER_DRIVEN
    assert milestone.demand == demand


def test_a_chunk_costs_the_same_statements_for_one_student_and_for_sixty(role: JobRole) -> None:
    few, many = (queries_of_a_run(make_students(number, job_role=role)) for number in (1, 60))
    assert few == many <= 35


def queries_of_a_run(students: list[Student]) -> int:
    """Deliveries with outcomes, projects and checkpoints for all; one chunk."""
    for student in students:
        make_assessments(student, {"SQL": 70, "REST APIs": 70}, taken_on=FEBRUARY)
    ids = [student.pk for student in students]
    run = GenerationRun.objects.create(month=MARCH, student_ids=ids)
    claim_run(run)
    with CaptureQueriesContext(connection) as captured:
        execute_run(run)
    assert [result for result, _reason in accounted(run).values()] == [CREATED] * len(ids)
    return len(captured)


def test_a_preview_writes_nothing_and_says_what_a_run_would(
    alice: Student, role: JobRole, clock: time_machine.Traveller
) -> None:
    has_one, no_role = make_student(job_role=role), make_student()
    make_milestone(has_one)
    before = rows()
    told = dict(preview(MARCH, list(student_ids())))
    assert rows() == before
    plan = told[alice]
    assert isinstance(plan, Plan)
    assert plan.type == MilestoneType.PROJECT_DELIVERY
    assert (told[has_one], told[no_role]) == ("", NO_ROLE)


# Catching up -------------------------------------------------------------------------------------
def test_a_missed_first_is_made_good_on_the_3rd_as_of_the_1st(
    alice: Student, clock: time_machine.Traveller
) -> None:
    make_assessments(alice, {"SQL": 75}, taken_on=date(2026, 3, 2))
    clock.move_to(noon(date(2026, 3, 3)))
    generate_due_milestones()
    milestone = alice.milestones.get()
    assert milestone.milestone_month == MARCH
    assert milestone.trace["as_of"] == "2026-03-01"
    assert outcome_of(milestone).starting_score == 70  # what it was on the 1st


@pytest.mark.parametrize(
    ("joined_on", "month", "status", "as_of"),
    [
        (date(2026, 3, 1), MARCH, MilestoneStatus.IN_PROGRESS, "2026-03-01"),
        (date(2026, 3, 10), MARCH, MilestoneStatus.IN_PROGRESS, "2026-03-20"),
        (date(2026, 3, 15), MARCH, MilestoneStatus.IN_PROGRESS, "2026-03-20"),
        (date(2026, 3, 16), APRIL, MilestoneStatus.PLANNED, "2026-03-20"),
        (date(2026, 3, 20), APRIL, MilestoneStatus.PLANNED, "2026-03-20"),
    ],
)
def test_who_joins_before_the_16th_begins_now_and_who_joins_later_next_month(
    role: JobRole,
    clock: time_machine.Traveller,
    joined_on: date,
    month: date,
    status: MilestoneStatus,
    as_of: str,
) -> None:
    clock.move_to(noon(date(2026, 3, 20)))
    student = make_student(job_role=role, joined_on=joined_on)
    generate_due_milestones()
    milestone = student.milestones.get()
    assert (milestone.milestone_month, milestone.status) == (month, status)
    assert milestone.trace["as_of"] == as_of


def test_a_planned_month_starts_on_its_first_day_and_is_not_generated_again(
    role: JobRole, clock: time_machine.Traveller
) -> None:
    clock.move_to(noon(date(2026, 3, 20)))
    student = make_student(job_role=role, joined_on=date(2026, 3, 18))
    generate_due_milestones()
    clock.move_to(noon(date(2026, 3, 31), 23, 59))
    assert start_planned_milestones() == 0
    clock.move_to(noon(APRIL, 0, 5))
    assert generate_due_milestones() == []
    assert student.milestones.get().status == MilestoneStatus.IN_PROGRESS
    assert start_planned_milestones() == 0


def test_a_decided_month_is_not_started_again(milestone: MonthlyMilestone, bob: User) -> None:
    review_milestone(milestone=milestone, by=bob, status=MilestoneStatus.PARTIALLY_ACHIEVED)
    assert start_planned_milestones() == 0
    assert fresh(milestone).status == MilestoneStatus.PARTIALLY_ACHIEVED


def test_with_nobody_due_nothing_is_run(alice: Student) -> None:
    assert len(generate_due_milestones()) == 1
    assert generate_due_milestones() == []
    assert GenerationRun.objects.count() == 1


def test_both_kinds_due_are_two_runs(alice: Student, role: JobRole) -> None:
    late = make_student(job_role=role, joined_on=date(2026, 3, 16))
    this, coming = generate_due_milestones()
    assert (this.month, this.student_ids) == (MARCH, [alice.pk])
    assert (coming.month, coming.student_ids) == (APRIL, [late.pk])


def test_who_is_ready_is_not_asked_for_daily_but_is_with_a_new_role(
    alice: Student, bob: User, clock: time_machine.Traveller
) -> None:
    clock.move_to(noon(date(2026, 2, 10)))
    graduate(alice)
    clock.move_to(noon(MARCH))
    assert accounted(generate_due_milestones()[0]) == {alice.pk: (SKIPPED, READY)}
    clock.move_to(noon(date(2026, 3, 2)))
    assert generate_due_milestones() == []
    alice.target_job_role = make_role(Needed("Go"), name="Platform Engineer")
    alice.save()
    assert accounted(generate_due_milestones()[0]) == {alice.pk: (CREATED, "")}


def test_who_is_ready_is_asked_for_again_next_month(
    alice: Student, clock: time_machine.Traveller
) -> None:
    clock.move_to(noon(date(2026, 2, 10)))
    graduate(alice)
    for month in (MARCH, APRIL):
        clock.move_to(noon(month))
        assert accounted(generate_due_milestones()[0]) == {alice.pk: (SKIPPED, READY)}


def test_who_has_no_role_is_due_once_they_have_one(role: JobRole) -> None:
    student = make_student()
    assert accounted(generate_due_milestones()[0]) == {student.pk: (SKIPPED, NO_ROLE)}
    assert generate_due_milestones() == []
    student.target_job_role = role
    student.save()
    assert accounted(generate_due_milestones()[0]) == {student.pk: (CREATED, "")}


def test_a_role_without_requirements_is_looked_at_again_daily(role: JobRole) -> None:
    student = make_student(job_role=make_job_role())
    for _day in range(2):
        assert accounted(generate_due_milestones()[0]) == {student.pk: (SKIPPED, NO_REQUIREMENTS)}


# Generating anew ---------------------------------------------------------------------------------
def anew(milestone: MonthlyMilestone, by: User, reason: str = "A late review.") -> Any:
    return regenerate_milestone(milestone=milestone, by=by, reason=reason)


def test_a_late_review_gives_another_result_when_the_month_is_generated_anew(
    milestone: MonthlyMilestone, alice: Student, bob: User, clock: time_machine.Traveller
) -> None:
    clock.move_to(noon(APRIL))
    april = make_milestone(alice)
    assert april.recovers == milestone
    clock.move_to(noon(date(2026, 4, 2)))
    review_milestone(
        milestone=milestone,
        by=bob,
        status=MilestoneStatus.ACHIEVED,
        override_reason="Shown in class on the 30th.",
    )
    again = anew(april, bob, " Last month was reviewed late. ")
    assert (april.milestone_type, again.milestone_type) == ("SkillConsolidation", "ProjectDelivery")
    assert again.recovers is None
    assert again.trace["as_of"] == "2026-04-01"
    assert alice.milestones.get(milestone_month=APRIL) == again
    (entry, _override) = AuditEntry.objects.visible_to(alice.user)
    assert (entry.actor, entry.layer, entry.reason) == (
        bob,
        "milestone",
        "Last month was reviewed late.",
    )
    assert entry.before == {
        "type": "SkillConsolidation",
        "title": april.milestone_title,
        "outcomes": [[skill_named("REST APIs").pk, "70.00"], [skill_named("SQL").pk, "80.00"]],
    }
    assert entry.after is not None
    assert entry.after["type"] == "ProjectDelivery"
    notice = Notice.objects.get(kind="milestone-changed")
    assert (notice.user, notice.facts) == (alice.user, {"title": again.milestone_title})


def test_a_month_with_evidence_stays_as_it_is(milestone: MonthlyMilestone, bob: User) -> None:
    evidence = submit_evidence(
        milestone=milestone,
        type=EvidenceType.PROJECT_LINK,
        by=milestone.student.user,
        item=outcome_of(milestone),
    )
    with refused(CONFLICT):
        anew(milestone, bob)
    verify_evidence(evidence=evidence, by=bob, score=Decimal(10))
    with refused(CONFLICT):
        anew(milestone, bob)


def test_a_reviewed_month_stays_as_it_is(milestone: MonthlyMilestone, bob: User) -> None:
    review_milestone(milestone=milestone, by=bob, status=MilestoneStatus.PARTIALLY_ACHIEVED)
    with refused(CONFLICT):
        anew(milestone, bob)


def test_a_month_that_is_over_stays_as_it_is(
    milestone: MonthlyMilestone, bob: User, clock: time_machine.Traveller
) -> None:
    clock.move_to(noon(APRIL))
    with refused(CONFLICT):
        anew(milestone, bob)


def test_a_planned_month_may_be_generated_anew(alice: Student, bob: User) -> None:
    april = make_milestone(alice, month=APRIL)
    MentorConstraint.objects.create(
        student=alice, month=APRIL, fixed_type=MilestoneType.INTERVIEW_READINESS
    )
    again = anew(april, bob)
    assert (again.status, again.milestone_type) == (
        MilestoneStatus.PLANNED,
        MilestoneType.INTERVIEW_READINESS,
    )


@pytest.mark.parametrize("reason", ["", " \n", "x" * 501, "x" * 10_000])
def test_generating_anew_says_why_in_at_most_500_characters(
    milestone: MonthlyMilestone, bob: User, reason: str
) -> None:
    with refused(INVALID, field="reason"):
        anew(milestone, bob, reason)


def test_only_the_students_mentor_generates_anew(
    milestone: MonthlyMilestone, dora: User, grace: User
) -> None:
    for stranger in (dora, grace, milestone.student.user):
        with refused(NOT_FOUND):
            anew(milestone, stranger)


def test_when_it_cannot_be_generated_anew_it_stays_as_it_was(
    milestone: MonthlyMilestone, alice: Student, bob: User
) -> None:
    with breaking_for(alice), refused(CONFLICT):
        anew(milestone, bob)
    assert outcome_of(fresh(milestone)).skill.name == "SQL"


def test_a_month_that_is_not_needed_any_more_goes(
    alice: Student, bob: User, clock: time_machine.Traveller
) -> None:
    clock.move_to(noon(date(2026, 2, 10)))
    february = graduate(alice)
    february.checkpoints.filter(checkpoint_type="HR").update(
        result=CheckpointResult.NOT_TAKEN, taken_on=None
    )
    clock.move_to(noon(MARCH))
    march = make_milestone(alice)
    february.checkpoints.update(result=CheckpointResult.PASSED, taken_on=FEBRUARY)
    assert anew(march, bob) is None
    assert not MonthlyMilestone.objects.of_month(MARCH).exists()
    entry = AuditEntry.objects.visible_to(alice.user)[0]
    assert (entry.object_type, entry.object_id) == ("accounts.Student", str(alice.pk))
    assert entry.after is None
    assert not Notice.objects.filter(kind="milestone-changed").exists()


# The next role -----------------------------------------------------------------------------------
def test_with_the_next_role_a_worker_is_asked_for_its_first_month(
    alice: Student,
    bob: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(jobs, "_send", lambda name, args: sent.append(name))
    platform = make_role(Needed("Go"), name="Platform Engineer")
    with django_capture_on_commit_callbacks(execute=True):
        student = set_next_role(student=alice, job_role=platform, by=bob)
    assert student.target_job_role == platform
    assert sent == ["milestones.generate_due_milestones"]
    tasks.generate_due_milestones()
    assert alice.milestones.get().primary_job_role == platform


def test_only_the_students_mentor_sets_the_next_role(
    alice: Student, role: JobRole, dora: User
) -> None:
    with pytest.raises(AccountsError) as error:
        set_next_role(student=alice, job_role=role, by=dora)
    assert error.value.refusal is NOT_FOUND
