"""What the rules are told: the latest facts as of a date, and what earlier months left behind."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from milestones.generation.facts import as_of, load_catalogue, load_inputs
from milestones.generation.inputs import (
    BacklogItem,
    Constraint,
    Demand,
    MissedOutcome,
    MissedProject,
    Requirement,
    StudentInputs,
    Trajectory,
)
from milestones.generation.vocabulary import (
    CheckpointResult,
    CheckpointType,
    CompletionStatus,
    DemandUrgency,
    EvidenceType,
    MilestoneStatus,
    MilestoneType,
    ProjectLevel,
)
from milestones.models import (
    ConstraintSkillUse,
    Evidence,
    MentorConstraint,
    MentorConstraintSkill,
    MilestoneProject,
    MonthlyMilestone,
)
from milestones.services import return_evidence, submit_evidence
from tests.make import make_job_role, make_mentor, make_organisation, make_requirement, make_student
from tests.make_milestones import (
    APRIL,
    AT_REQUIRED,
    CRITICAL,
    FEBRUARY,
    MARCH,
    SUPPORTING,
    Needed,
    checkpoint_of,
    make_assessment,
    make_assessments,
    make_backlog_project,
    make_confidence,
    make_demand,
    make_milestone,
    make_role,
    make_students,
    noon,
    outcome_of,
    project_of,
    skill_named,
)
from tfl.accounts.models import Student
from tfl.skills.models import JobRole
from tfl.skills.vocabulary import RoleLevel

pytestmark = pytest.mark.django_db


@pytest.fixture
def role() -> JobRole:
    return make_role()


@pytest.fixture
def alice(role: JobRole) -> Student:
    return make_student(job_role=role, mentor=make_mentor())


def facts(student: Student, month: date = MARCH, *, cut_off: date | None = None) -> StudentInputs:
    student = Student.objects.get(pk=student.pk)
    catalogue = load_catalogue(month)
    return load_inputs([student], catalogue, cut_off=cut_off or month)[student.pk]


def score(student: Student, *, cut_off: date = MARCH) -> Trajectory | None:
    return facts(student, cut_off=cut_off).scores.get(skill_named("SQL").pk)


# As of when --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("joined_on", "on", "expected"),
    [
        (date(2026, 1, 9), MARCH, MARCH),
        (date(2026, 1, 9), date(2026, 3, 3), MARCH),  # a missed first that is made up
        (MARCH, date(2026, 3, 3), MARCH),
        (date(2026, 3, 2), date(2026, 3, 10), date(2026, 3, 10)),  # joined late
        (date(2026, 1, 9), date(2026, 2, 20), date(2026, 2, 20)),  # a month still to come
        (date(2026, 1, 9), date(2026, 4, 2), MARCH),  # executed after the month was over
        (date(2026, 3, 2), date(2026, 4, 2), date(2026, 3, 31)),
    ],
)
def test_facts_are_read_as_of_the_first_or_of_today_where_that_comes_first(
    joined_on: date, on: date, expected: date
) -> None:
    assert as_of(MARCH, joined_on=joined_on, on=on) == expected


# Scores ------------------------------------------------------------------------------------------
def test_the_current_score_is_the_latest_on_or_before_the_date(alice: Student) -> None:
    make_assessment(alice, "SQL", 40, taken_on=date(2026, 2, 10))
    make_assessment(alice, "SQL", 50, taken_on=MARCH)
    make_assessment(alice, "SQL", 99, taken_on=date(2026, 3, 2))
    make_assessment(alice, "SQL", 45, taken_on=date(2026, 2, 20))
    assert score(alice) == Trajectory(Decimal(50))
    assert score(alice, cut_off=date(2026, 2, 28)) == Trajectory(Decimal(45))
    assert score(alice, cut_off=date(2026, 2, 9)) is None


def test_of_two_scores_of_one_day_the_one_recorded_later_counts(alice: Student) -> None:
    make_assessment(alice, "SQL", 60, taken_on=date(2026, 2, 10))
    make_assessment(alice, "SQL", 40, taken_on=date(2026, 2, 10))
    assert score(alice) == Trajectory(Decimal(40))


@pytest.mark.parametrize(
    ("days_before", "gain_is_known"), [(29, True), (28, True), (27, False), (1, False)]
)
def test_the_score_before_is_that_of_28_days_before_that_day_included(
    alice: Student, days_before: int, gain_is_known: bool
) -> None:
    # 28 days before 1 March is 1 February.
    make_assessment(alice, "SQL", 30, taken_on=MARCH - timedelta(days_before))
    make_assessment(alice, "SQL", 50, taken_on=MARCH)
    assert score(alice) == Trajectory(Decimal(50), Decimal(30) if gain_is_known else None)


def test_the_score_before_is_the_latest_of_those_before(alice: Student) -> None:
    for day, points in ((date(2026, 1, 1), 10), (FEBRUARY, 30), (FEBRUARY, 35)):
        make_assessment(alice, "SQL", points, taken_on=day)
    make_assessment(alice, "SQL", 50, taken_on=date(2026, 2, 15))
    assert score(alice) == Trajectory(Decimal(50), Decimal(35))


def test_a_score_that_is_older_than_28_days_tells_no_gain(alice: Student) -> None:
    make_assessment(alice, "SQL", 10, taken_on=date(2025, 12, 1))
    make_assessment(alice, "SQL", 30, taken_on=date(2026, 1, 1))
    assert score(alice) == Trajectory(Decimal(30))


def test_scores_of_others_and_of_other_skills_are_kept_apart(alice: Student, role: JobRole) -> None:
    charlie = make_student(job_role=role)
    make_assessment(charlie, "SQL", 90, taken_on=FEBRUARY)
    make_assessment(alice, "Git", 20, taken_on=FEBRUARY)
    assert facts(alice).scores == {skill_named("Git").pk: Trajectory(Decimal(20))}
    assert facts(charlie).scores == {skill_named("SQL").pk: Trajectory(Decimal(90))}


def test_confidence_is_the_latest_report_on_or_before_the_date(alice: Student) -> None:
    make_confidence(alice, "SQL", 25, reported_on=date(2026, 2, 1))
    make_confidence(alice, "SQL", 50, reported_on=MARCH)
    make_confidence(alice, "SQL", 75, reported_on=MARCH)
    make_confidence(alice, "SQL", 100, reported_on=date(2026, 3, 2))
    assert facts(alice).confidence == {skill_named("SQL").pk: 75}
    assert facts(alice, cut_off=date(2026, 2, 28)).confidence == {skill_named("SQL").pk: 25}


# The role ----------------------------------------------------------------------------------------
def test_the_role_comes_with_requirements_backlog_and_demands() -> None:
    role = make_role(Needed("SQL", 80, weight=9), name="Analyst", level=RoleLevel.MID)
    project = make_backlog_project(role, "SQL", "Git", title="Lake", level=ProjectLevel.PRODUCTION)
    wanted = make_demand(
        role,
        employer=make_organisation("Acme"),
        opened_on=FEBRUARY,
        open_from=date(2026, 3, 31),
        open_until=APRIL,
    )
    loaded = facts(make_student(job_role=role)).role
    sql, git = skill_named("SQL").pk, skill_named("Git").pk
    assert (loaded.id, loaded.name, loaded.level) == (role.pk, "Analyst", RoleLevel.MID)
    assert loaded.requirements == (Requirement(sql, 9, 80, CRITICAL),)
    assert loaded.backlog == (
        BacklogItem(project.pk, "Lake", ProjectLevel.PRODUCTION, frozenset({sql, git})),
    )
    assert loaded.demands == (Demand(wanted.pk, "Acme", FEBRUARY, date(2026, 3, 31), APRIL),)


@pytest.mark.parametrize(
    ("change", "loaded"),
    [
        ({}, True),
        ({"urgency": DemandUrgency.NORMAL}, False),
        ({"opened_on": None}, False),  # proposed, not opened
        ({"open_from": APRIL}, False),
        ({"open_until": date(2026, 2, 28)}, False),
        ({"open_until": MARCH}, True),
    ],
)
def test_only_urgent_opened_demands_of_the_month_are_loaded(
    alice: Student, role: JobRole, change: dict[str, Any], loaded: bool
) -> None:
    make_demand(role, **change)
    assert bool(facts(alice).role.demands) is loaded


def test_a_demand_for_another_role_is_not_the_students(alice: Student) -> None:
    make_demand(make_job_role("Designer"))
    assert facts(alice).role.demands == ()


# The mentor's word -------------------------------------------------------------------------------
def test_a_constraint_is_read_for_its_month_alone(alice: Student) -> None:
    said = MentorConstraint.objects.create(
        student=alice, month=MARCH, fixed_type=MilestoneType.PROJECT_DELIVERY, most_outcomes=3
    )
    for skill, use in (
        ("Testing", ConstraintSkillUse.INCLUDE),
        ("SQL", ConstraintSkillUse.INCLUDE),
        ("Git", ConstraintSkillUse.LEAVE_OUT),
    ):
        MentorConstraintSkill.objects.create(constraint=said, skill=skill_named(skill), use=use)
    assert facts(alice).constraint == Constraint(
        fixed_type=MilestoneType.PROJECT_DELIVERY,
        include=(skill_named("Testing").pk, skill_named("SQL").pk),
        leave_out=frozenset({skill_named("Git").pk}),
        most_outcomes=3,
    )
    assert facts(alice, APRIL).constraint == Constraint()


def test_a_constraint_may_fix_nothing(alice: Student) -> None:
    MentorConstraint.objects.create(student=alice, month=MARCH, most_outcomes=1)
    assert facts(alice).constraint == Constraint(most_outcomes=1)


# What earlier months left ------------------------------------------------------------------------
@pytest.fixture
def february(alice: Student, clock: time_machine.Traveller) -> MonthlyMilestone:
    """A delivery of last month: SQL 70 → 80 and REST APIs 60 → 70, a project, a technical interview."""
    make_backlog_project(alice_role(alice), "SQL", title="Shop", level=ProjectLevel.PRODUCTION)
    clock.move_to(noon(date(2026, 2, 10)))
    make_assessments(alice, {**AT_REQUIRED, "SQL": 70, "REST APIs": 60}, taken_on=date(2026, 1, 20))
    return make_milestone(alice)


def alice_role(alice: Student) -> JobRole:
    assert alice.target_job_role is not None
    return alice.target_job_role


def left(student: Student, month: date = MARCH) -> tuple[list[str], str | None, list[str]]:
    """The names of missed skills, the missed project's title, the missed checkpoint types."""
    inputs = facts(student, month)
    project = inputs.missed_project
    return (
        sorted(inputs.skill_names[each.skill] for each in inputs.missed_outcomes),
        project.title if project else None,
        sorted(each.type for each in inputs.missed_checkpoints),
    )


def settle(milestone: MonthlyMilestone, *, status: MilestoneStatus | None = None) -> None:
    """Meet every item, and decide."""
    milestone.outcomes.update(met=True)
    milestone.projects.update(
        completion_status=CompletionStatus.COMPLETED, completed_on=milestone.milestone_month
    )
    milestone.checkpoints.update(result=CheckpointResult.PASSED, taken_on=milestone.milestone_month)
    if status:
        decide(milestone, status)


def decide(milestone: MonthlyMilestone, status: MilestoneStatus) -> None:
    MonthlyMilestone.objects.filter(pk=milestone.pk).update(status=status)


def hand_in(milestone: MonthlyMilestone, item: Any) -> Evidence:
    return submit_evidence(
        milestone=milestone,
        type=EvidenceType.PROJECT_LINK,
        by=milestone.student.user,
        item=item,
        reference="https://example.org/shop",
    )


def test_before_the_first_month_nothing_is_left(alice: Student) -> None:
    inputs = facts(alice)
    assert inputs.last is None
    assert left(alice) == ([], None, [])
    assert (inputs.production_completed, inputs.passed) == (False, frozenset())


def test_what_is_unmet_is_left_with_what_it_asked_for(
    alice: Student, february: MonthlyMilestone
) -> None:
    inputs = facts(alice)
    assert inputs.last is not None
    assert (inputs.last.milestone, inputs.last.month) == (february.pk, FEBRUARY)
    assert (inputs.last.achieved, inputs.last.waiting) == (False, False)
    sql = outcome_of(february, "SQL")
    assert MissedOutcome(sql.pk, sql.skill_id, Decimal(80), CRITICAL) in inputs.missed_outcomes
    project = project_of(february)
    assert inputs.missed_project == MissedProject(
        project.pk, project.backlog_item_id, ProjectLevel.PRODUCTION, "Shop"
    )
    assert left(alice) == (["REST APIs", "SQL"], "Shop", ["Technical"])


def test_what_is_met_is_not_left_but_counts_for_the_role(
    alice: Student, february: MonthlyMilestone
) -> None:
    settle(february, status=MilestoneStatus.PARTIALLY_ACHIEVED)
    assert left(alice) == ([], None, [])
    inputs = facts(alice)
    assert inputs.production_completed
    assert inputs.completed_items == {project_of(february).backlog_item_id}
    assert inputs.passed == {CheckpointType.TECHNICAL}


def test_an_achieved_month_leaves_nothing_whatever_is_unmet(
    alice: Student, february: MonthlyMilestone
) -> None:
    decide(february, MilestoneStatus.ACHIEVED)
    assert left(alice) == ([], None, [])
    last = facts(alice).last
    assert last is not None
    assert last.achieved


@pytest.mark.parametrize("kind", ["outcome", "project", "checkpoint"])
def test_what_waits_for_review_is_not_called_missed(
    alice: Student, february: MonthlyMilestone, kind: str
) -> None:
    item: Any = {
        "outcome": outcome_of(february),
        "project": project_of(february),
        "checkpoint": checkpoint_of(february),
    }[kind]
    hand_in(february, item)
    last = facts(alice).last
    assert last is not None
    assert last.waiting
    assert (
        left(alice)
        == {
            "outcome": (["REST APIs"], "Shop", ["Technical"]),
            "project": (["REST APIs", "SQL"], None, ["Technical"]),
            "checkpoint": (["REST APIs", "SQL"], "Shop", []),
        }[kind]
    )


def test_a_project_that_waits_is_known_as_waiting(
    alice: Student, february: MonthlyMilestone
) -> None:
    project = project_of(february)
    hand_in(february, project)
    assert facts(alice).waiting_items == {project.backlog_item_id}


@pytest.mark.parametrize(
    ("march_completes", "missed"),
    [(CompletionStatus.COMPLETED, None), (None, "Shop")],
)
def test_a_project_returned_after_the_first_is_missed_until_another_takes_its_place(
    alice: Student,
    february: MonthlyMilestone,
    clock: time_machine.Traveller,
    march_completes: str | None,
    missed: str | None,
) -> None:
    """Shop waits on 1 March, so March does not carry it; on the 2nd it is returned."""
    project = project_of(february)
    piece = hand_in(february, project)
    clock.move_to(noon(MARCH))
    march = make_milestone(alice)
    assert not march.projects.filter(carried_from=project).exists()
    assert alice.mentor
    return_evidence(evidence=piece, by=alice.mentor, reason="It does not start.")
    march.projects.all().delete()
    if march_completes:
        MilestoneProject.objects.create(
            milestone=march,
            project_title="Another shop",
            project_description="Running.",
            level=ProjectLevel.PRODUCTION,
            completion_status=march_completes,
            completed_on=date(2026, 3, 20),
        )
    assert left(alice, APRIL)[1] == missed


def test_a_production_project_takes_the_place_of_a_missed_mini(
    alice: Student, february: MonthlyMilestone
) -> None:
    february.projects.update(level=ProjectLevel.MINI)
    march = MonthlyMilestone.objects.create(
        student=alice,
        milestone_month=MARCH,
        primary_job_role=february.primary_job_role,
        policy_version=1,
        trace={},
    )
    project = MilestoneProject.objects.create(
        milestone=march, project_title="Orders", level=ProjectLevel.PRODUCTION
    )
    assert left(alice, APRIL)[1] == "Orders"
    project.delete()
    assert left(alice, APRIL)[1] == "Shop"


def test_a_not_yet_keeps_its_attempts(alice: Student, february: MonthlyMilestone) -> None:
    february.checkpoints.update(
        result=CheckpointResult.NOT_YET, taken_on=date(2026, 2, 20), attempts=2
    )
    (missed,) = facts(alice).missed_checkpoints
    assert (missed.checkpoint, missed.attempts) == (checkpoint_of(february).pk, 2)


def test_the_latest_row_of_a_skill_decides_whether_it_is_missed(
    alice: Student, february: MonthlyMilestone, clock: time_machine.Traveller
) -> None:
    clock.move_to(noon(MARCH))
    march = make_milestone(
        alice
    )  # a recovery that carries both skills, the project and the interview
    assert left(alice, APRIL) == (["REST APIs", "SQL"], "Shop", ["Technical"])
    settle(march)
    assert left(alice, APRIL) == ([], None, [])


def test_what_a_later_month_let_go_is_not_missed_any_more(
    alice: Student, february: MonthlyMilestone, clock: time_machine.Traveller
) -> None:
    clock.move_to(noon(MARCH))
    march = make_milestone(alice)  # carries everything of February
    decide(march, MilestoneStatus.ACHIEVED)
    assert left(alice, APRIL) == ([], None, [])


def test_a_skill_that_did_not_fit_the_month_is_still_missed_the_next(
    alice: Student, february: MonthlyMilestone, clock: time_machine.Traveller
) -> None:
    MentorConstraint.objects.create(student=alice, month=MARCH, most_outcomes=1)
    clock.move_to(noon(MARCH))
    march = make_milestone(alice)
    assert [outcome.name for outcome in march.outcomes.all()] == ["REST APIs"]
    settle(march, status=MilestoneStatus.ACHIEVED)
    assert left(alice, APRIL) == (["SQL"], None, [])


def test_the_month_itself_and_later_ones_are_not_earlier(
    alice: Student, february: MonthlyMilestone
) -> None:
    assert facts(alice, FEBRUARY).last is None
    assert left(alice, FEBRUARY) == ([], None, [])


def test_with_another_role_what_was_missed_stays_and_what_was_proven_starts_anew(
    alice: Student, february: MonthlyMilestone
) -> None:
    february.projects.update(
        completion_status=CompletionStatus.COMPLETED, completed_on=date(2026, 2, 20)
    )
    february.checkpoints.update(result=CheckpointResult.PASSED, taken_on=date(2026, 2, 20))
    alice.target_job_role = make_role(Needed("Go"), name="Platform Engineer")
    alice.save()
    inputs = facts(alice)
    assert inputs.role.name == "Platform Engineer"
    assert left(alice) == (["REST APIs", "SQL"], None, [])
    assert not inputs.production_completed
    assert inputs.completed_items == {project_of(february).backlog_item_id}
    assert inputs.passed == frozenset()


def test_back_in_the_old_role_its_proof_counts_again(
    alice: Student, february: MonthlyMilestone
) -> None:
    settle(february)
    alice.target_job_role = other = make_role(Needed("Go"), name="Platform Engineer")
    alice.save()
    assert not facts(alice).production_completed
    assert facts(alice).role.id == other.pk
    alice.target_job_role = february.primary_job_role
    alice.save()
    assert facts(alice).production_completed


def test_a_type_passed_for_the_role_is_never_missed_again(
    alice: Student, february: MonthlyMilestone, clock: time_machine.Traveller
) -> None:
    february.checkpoints.update(result=CheckpointResult.PASSED, taken_on=date(2026, 2, 20))
    clock.move_to(noon(MARCH))
    march = make_milestone(alice, type=MilestoneType.PROJECT_DELIVERY)
    assert march.checkpoints.count() == 1  # a technical interview all the same
    assert left(alice, APRIL)[2] == []


def test_a_completed_mini_project_is_no_proof_for_the_role(
    alice: Student, february: MonthlyMilestone
) -> None:
    february.projects.update(
        completion_status=CompletionStatus.COMPLETED,
        completed_on=date(2026, 2, 20),
        level=ProjectLevel.MINI,
    )
    assert not facts(alice).production_completed


def test_a_completed_project_of_ones_own_adds_no_backlog_item(
    alice: Student, february: MonthlyMilestone
) -> None:
    settle(february)
    february.projects.update(backlog_item=None)
    assert facts(alice).completed_items == frozenset()
    assert facts(alice).production_completed


# Queries -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [1, 60])
def test_any_number_of_students_is_loaded_in_eight_queries(
    role: JobRole, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    with_history(make_students(number, job_role=role))
    catalogue = load_catalogue(MARCH)
    students = list(Student.objects.all())
    with django_assert_num_queries(8):
        loaded = load_inputs(students, catalogue, cut_off=MARCH)
    assert len(loaded) == number


@pytest.mark.parametrize("number", [1, 40])
def test_any_taxonomy_is_loaded_in_six_queries(
    django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for each in range(number):
        role = make_job_role()
        make_requirement(role, skill_named(f"Skill of {each}"), criticality=SUPPORTING)
        make_backlog_project(role, f"Skill of {each}", "Git")
        make_demand(role)
    with django_assert_num_queries(6):
        assert len(load_catalogue(MARCH).roles) == number


def with_history(students: list[Student]) -> None:
    for student in students:
        make_assessment(student, "SQL", 10, taken_on=date(2026, 1, 1))
        make_assessment(student, "SQL", 30, taken_on=date(2026, 2, 20))
        make_confidence(student, "SQL", 50, reported_on=date(2026, 2, 20))
        MentorConstraint.objects.create(student=student, month=MARCH, most_outcomes=2)
