"""`manage.py generate_monthly_milestones`: the same service, by hand."""

from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from milestones.models import GenerationRun, MonthlyMilestone
from tests.make import make_cohort, make_student
from tests.make_milestones import (
    APRIL,
    AT_REQUIRED,
    MARCH,
    MARCH_10,
    make_assessments,
    make_milestone,
    make_role,
    noon,
    rows,
)
from tfl.accounts.models import Student, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(clock: time_machine.Traveller) -> Student:
    clock.move_to(noon(MARCH_10))
    student = make_student("alice@example.org", job_role=make_role(), cohort=make_cohort("Spring"))
    make_assessments(student, AT_REQUIRED, taken_on=date(2026, 1, 20))
    return student


def generate(*arguments: str) -> str:
    out = StringIO()
    call_command("generate_monthly_milestones", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def months() -> list[date]:
    return list(MonthlyMilestone.objects.values_list("milestone_month", flat=True))


def test_without_arguments_everybody_gets_the_current_month(alice: Student) -> None:
    no_role = make_student()
    told = generate()
    run = GenerationRun.objects.get()
    assert months() == [MARCH]
    assert told.splitlines() == [
        f"Run {run.pk} of 2026-03: 2 students asked for",
        "1 Created",
        "1 Skipped: No target job role is set.",
    ]
    assert run.student_ids == [alice.pk, no_role.pk]


def test_a_month_is_named_as_year_and_month(alice: Student) -> None:
    generate("--month", "2026-04")
    assert months() == [APRIL]


@pytest.mark.parametrize("month", ["2026-13", "April", "2026-04-02", "2026-05", "2026-02"])
def test_a_month_unknown_or_out_of_reach_is_refused(alice: Student, month: str) -> None:
    with pytest.raises(CommandError):
        generate("--month", month)
    assert not GenerationRun.objects.exists()


def test_one_student_is_named_by_address_in_any_case(alice: Student) -> None:
    make_student(job_role=alice.target_job_role)
    generate("--student", "Alice@Example.org")
    assert GenerationRun.objects.get().student_ids == [alice.pk]


def test_a_cohort_is_named(alice: Student) -> None:
    make_student(job_role=alice.target_job_role, cohort=make_cohort("Autumn"))
    generate("--cohort", "Spring")
    assert GenerationRun.objects.get().student_ids == [alice.pk]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--student", "nobody@example.org"),
        ("--cohort", "Winter"),
        ("--cohort", "Spring", "--student", "other@example.org"),
    ],
)
def test_an_unknown_name_is_said_so(alice: Student, arguments: tuple[str, ...]) -> None:
    make_student("other@example.org", job_role=alice.target_job_role)
    with pytest.raises(CommandError):
        generate(*arguments)
    assert not GenerationRun.objects.exists()


def test_somebody_deactivated_is_not_generated_for(alice: Student) -> None:
    User.objects.filter(pk=alice.user_id).update(is_active=False)
    with pytest.raises(CommandError):
        generate("--student", "alice@example.org")


def test_a_dry_run_prints_decisions_and_writes_nothing(alice: Student) -> None:
    has_one = make_student("bea@example.org", job_role=alice.target_job_role)
    make_milestone(has_one)
    make_student("carl@example.org")
    before = rows()
    told = generate("--dry-run")
    assert told.splitlines() == [
        "alice@example.org: ProjectDelivery (rule 4), 1 outcomes, JobReady",
        "bea@example.org: has one already",
        "carl@example.org: No target job role is set.",
    ]
    assert rows() == before
    assert GenerationRun.objects.count() == 1  # Bea's


def test_a_dry_run_for_one_student_speaks_of_them_alone(alice: Student) -> None:
    make_student("bea@example.org", job_role=alice.target_job_role)
    assert len(generate("--dry-run", "--student", "alice@example.org").splitlines()) == 1


def test_a_dry_run_of_a_month_that_cannot_be_generated_says_which_can(alice: Student) -> None:
    with pytest.raises(CommandError, match="Only 2026-03 and 2026-04 can be generated"):
        generate("--dry-run", "--month", "2031-01")
