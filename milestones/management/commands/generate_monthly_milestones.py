"""`manage.py generate_monthly_milestones`: the generator by hand."""

from collections import Counter
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from milestones.generation.plan import Plan
from milestones.models import GenerationRun
from milestones.services import MilestonesError, generate_month, preview_month
from tfl.accounts.models import Cohort, Student
from tfl.core.clock import current_month
from tfl.core.months import parse_month


class Command(BaseCommand):
    help = "Generate the milestones of a month: the current one, or the coming one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--month", help="such as 2026-03; the current month by default")
        parser.add_argument("--student", help="only the student with this email address")
        parser.add_argument("--cohort", help="only the students of the cohort with this name")
        parser.add_argument(
            "--dry-run", action="store_true", help="print what would be decided; write nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            month = parse_month(options["month"]) if options["month"] else current_month()
            students = _students(options["student"], options["cohort"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        try:
            if options["dry_run"]:
                self._preview(month, students)
            else:
                self._report(
                    generate_month(month=month, students=students, progress=self._progress)
                )
        except MilestonesError as error:
            raise CommandError(error.message) from error

    def _preview(self, month: date, students: list[Student] | None) -> None:
        for student, plan in preview_month(month=month, students=students):
            decided = (
                f"{plan.type} (rule {plan.rule:d}), {len(plan.outcomes)} outcomes, {plan.level}"
                if isinstance(plan, Plan)
                else plan or "has one already"
            )
            self.stdout.write(f"{student.user.email}: {decided}")

    def _progress(self, done: int, of: int) -> None:
        self.stderr.write(f"{done} of {of} students")

    def _report(self, run: GenerationRun) -> None:
        results = Counter(run.entries.values_list("result", "reason"))
        self.stdout.write(f"Run {run.pk} of {run.month:%Y-%m}: {run.asked_for} students asked for")
        for (result, reason), number in sorted(results.items()):
            self.stdout.write(f"{number} {result}{': ' + reason if reason else ''}")


def _students(email: str | None, cohort: str | None) -> list[Student] | None:
    """None for everybody active; ValueError where a name is unknown."""
    if not email and not cohort:
        return None
    students = Student.objects.active().select_related("user").order_by("pk")
    if cohort:
        if not Cohort.objects.filter(name=cohort).exists():
            raise ValueError(f"There is no cohort “{cohort}”.")
        students = students.filter(cohort__name=cohort)
    if email:
        students = students.filter(user__email=email.lower())
        if not students:
            raise ValueError(f"No active student has the address {email}.")
    return list(students)
