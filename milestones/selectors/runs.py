"""The accounting of generation runs, counted in the database: a run may hold 100,000 students."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Func, IntegerField, Q, QuerySet
from django.db.models.expressions import Expression
from django.utils.translation import gettext as _

from milestones.models import GenerationRun, GenerationRunEntry, RunResult
from tfl.accounts.models import Role, Student, User

NOT_GENERATED = (RunResult.SKIPPED, RunResult.FAILED)


class _Length(Func):
    """How many entries a JSON list holds, on either database."""

    function = "json_array_length"
    output_field = IntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="jsonb_array_length", **context)


@dataclass(frozen=True)
class RunAccount:
    run: GenerationRun
    asked_for: int
    created: int
    existed: int
    skipped: int
    failed: int

    @property
    def accounted(self) -> int:
        return self.created + self.existed + self.skipped + self.failed

    @property
    def unfinished(self) -> int:
        """How many are still to come."""
        return self.asked_for - self.accounted

    @property
    def is_finished(self) -> bool:
        return self.run.finished_at is not None


@dataclass(frozen=True)
class NotGenerated:
    """A student without the month's milestone, and why."""

    student: Student
    result: str
    reason: str


def with_account(runs: QuerySet[GenerationRun]) -> QuerySet[GenerationRun]:
    """Annotates the counts `account` reads, and leaves out the list of ids. No query of its own."""

    def entries(result: RunResult) -> Expression:
        return Count("entries", filter=Q(entries__result=result))

    return (
        runs.select_related("asked_by", "asked_with")
        .annotate(
            of=_Length(F("student_ids")),
            created=entries(RunResult.CREATED),
            existed=entries(RunResult.EXISTED),
            skipped=entries(RunResult.SKIPPED),
            failed=entries(RunResult.FAILED),
        )
        .defer("student_ids")
    )


def account(run: Any) -> RunAccount:
    """Of a run `with_account`. No query."""
    return RunAccount(
        run=run,
        asked_for=run.of,
        created=run.created,
        existed=run.existed,
        skipped=run.skipped,
        failed=run.failed,
    )


def not_generated(run: GenerationRun, *, by: User) -> QuerySet[GenerationRunEntry]:
    """The skipped and failed entries, by name; to a mentor those of the students still theirs."""
    entries = GenerationRunEntry.objects.filter(run=run, result__in=NOT_GENERATED)
    if not by.has_role(Role.ADMIN):
        entries = entries.filter(student__mentor=by)
    return entries.select_related("student__user").order_by(
        "-result", "student__user__name", "student__user__email"
    )


def explained(entry: GenerationRunEntry, *, to: User) -> NotGenerated:
    """With the reason in the reader's language. What broke is for admins to read."""
    reason = _(entry.reason) if entry.reason else ""
    if entry.result == RunResult.FAILED and not to.has_role(Role.ADMIN):
        reason = _("It could not be generated. An admin sees why.")
    return NotGenerated(student=entry.student, result=entry.get_result_display(), reason=reason)
