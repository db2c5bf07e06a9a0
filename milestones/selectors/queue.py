"""Whose move is it? Every student of a mentor with the one next act, the mentor's or the student's own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones.generation.run import NO_MILESTONE, NO_ROLE
from milestones.generation.vocabulary import (
    CheckpointResult,
    CompletionStatus,
    EvidenceState,
    MilestoneStatus,
)
from milestones.models import (
    Evidence,
    GenerationRunEntry,
    InterviewCheckpoint,
    MilestoneProject,
    MilestoneSkillOutcome,
    MonthlyMilestone,
    RunResult,
)
from milestones.models.labels import CHECKPOINT_TYPES
from tfl.accounts.models import Cohort, Student, User
from tfl.core.clock import current_month, day_of, today
from tfl.core.months import last_day, next_month

UNDECIDED = (MilestoneStatus.PLANNED, MilestoneStatus.IN_PROGRESS)


@dataclass(frozen=True)
class Row:
    """A student and the one next act, as a sentence that links to where it is done."""

    student: Student
    yours: bool
    since: date
    """Since when somebody has had this move."""
    sentence: str
    url: str
    proven: bool = False
    """Whether the act is to decide a month of which nothing is missing."""


@dataclass(frozen=True)
class Queue:
    """`rows` are the mentor's moves, then the students', each oldest first."""

    rows: tuple[Row, ...]

    @property
    def yours(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.yours)

    @property
    def theirs(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.yours)

    @property
    def proven(self) -> int:
        """How many months are fully proven and undecided, with nothing older to do."""
        return sum(row.proven for row in self.rows)

    @property
    def cohorts(self) -> tuple[Cohort, ...]:
        found = {row.student.cohort for row in self.rows if row.student.cohort}
        return tuple(sorted(found, key=lambda cohort: cohort.name))

    def matching(self, *, search: str = "", cohort: int | None = None) -> "Queue":
        """Those whose name or address holds `search`, those of one cohort. No query."""

        def matches(student: Student) -> bool:
            text = f"{student.user.name} {student.user.email}".casefold()
            return search.strip().casefold() in text and cohort in {None, student.cohort_id}

        return Queue(tuple(row for row in self.rows if matches(row.student)))

    def following(self, student: Student) -> Student | None:
        """Whose turn it is after `student` among those where the mentor has the move; the first again after
        the last, None where nobody else waits.
        """
        waiting = [row.student for row in self.yours]
        place = next((n for n, other in enumerate(waiting) if other.pk == student.pk), -1)
        turn = waiting[place + 1 :] + waiting[: max(place, 0)]
        return turn[0] if turn else None


def queue_of(mentor: User) -> Queue:
    """All active students assigned to `mentor`. Seven queries, whatever their number."""
    students = list(
        Student.objects.active()
        .assigned_to(mentor)
        .select_related("user", "cohort", "target_job_role")
        .order_by("pk")
    )
    rows = [_row(facts) for facts in _load(students)]
    return Queue(
        tuple(sorted(rows, key=lambda row: (not row.yours, row.since, str(row.student).casefold())))
    )


# Facts -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Item:
    anchor: str
    name: str
    met: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of evidence; `anchor` says of what."""

    anchor: str
    state: str
    submitted_at: datetime
    verified_at: datetime | None


@dataclass(slots=True)
class _Month:
    """An undecided milestone, or the current one, with what hangs on it."""

    month: date
    decided: bool
    begins: date
    outdated: bool
    items: dict[str, _Item] = field(default_factory=dict)
    pieces: list[_Piece] = field(default_factory=list)
    """In the order they were handed in."""

    @property
    def missing(self) -> list[_Item]:
        return [item for item in self.items.values() if not item.met]

    @property
    def waiting(self) -> list[_Piece]:
        return [piece for piece in self.pieces if piece.state == EvidenceState.WAITING]

    @property
    def last_answered(self) -> date:
        """The day of the mentor's last answer; the first day where there was none."""
        answered = [day_of(piece.verified_at) for piece in self.pieces if piece.verified_at]
        return max([self.begins, *answered])


@dataclass(slots=True)
class _Facts:
    student: Student
    months: list[_Month] = field(default_factory=list)
    """Oldest first."""
    skipped: str | None = None
    """Why the current month was not generated for the present job role, where it was asked for."""
    failed: bool = False

    def at(self, month: date) -> _Month | None:
        return next((each for each in self.months if each.month == month), None)


def _load(students: list[Student]) -> list[_Facts]:
    """Six queries."""
    facts = {student.pk: _Facts(student) for student in students}
    months: dict[int, _Month] = {}
    milestones = MonthlyMilestone.objects.filter(
        Q(status__in=UNDECIDED) | Q(milestone_month__gte=current_month()),
        student__in=list(facts),
    )
    for row in milestones.order_by("milestone_month").values(
        "pk", "student_id", "milestone_month", "status", "created_at", "outdated"
    ):
        month = months[row["pk"]] = _Month(
            month=row["milestone_month"],
            decided=row["status"] not in UNDECIDED,
            begins=max(row["milestone_month"], day_of(row["created_at"])),
            outdated=row["outdated"],
        )
        facts[row["student_id"]].months.append(month)
    for milestone, item in _items(list(months)):
        months[milestone].items[item.anchor] = item
    for milestone, piece in _pieces(list(months)):
        months[milestone].pieces.append(piece)
    _add_entries(facts)
    return list(facts.values())


def _items(milestones: list[int]) -> Iterator[tuple[int, _Item]]:
    """Three queries."""
    of_these: dict[str, Any] = {"milestone__in": milestones}
    interviews = {str(value): str(label) for value, label in CHECKPOINT_TYPES}
    yield from chain(
        (
            (milestone, _Item(f"outcome-{pk}", name, met))
            for milestone, pk, name, met in MilestoneSkillOutcome.objects.filter(
                **of_these
            ).values_list("milestone_id", "pk", "skill__name", "met")
        ),
        (
            (milestone, _Item(f"project-{pk}", name, status == CompletionStatus.COMPLETED))
            for milestone, pk, name, status in MilestoneProject.objects.filter(
                **of_these
            ).values_list("milestone_id", "pk", "project_title", "completion_status")
        ),
        (
            (
                milestone,
                _Item(f"checkpoint-{pk}", interviews[kind], result == CheckpointResult.PASSED),
            )
            for milestone, pk, kind, result in InterviewCheckpoint.objects.filter(
                **of_these
            ).values_list("milestone_id", "pk", "checkpoint_type", "result")
        ),
    )


def _pieces(milestones: list[int]) -> Iterator[tuple[int, _Piece]]:
    rows: Any = Evidence.objects.filter(milestone__in=milestones)
    for row in rows.exclude(state=EvidenceState.WITHDRAWN).values(
        "milestone_id",
        "outcome_id",
        "project_id",
        "checkpoint_id",
        "state",
        "submitted_at",
        "verified_at",
    ):
        kind = next(kind for kind in ("outcome", "project", "checkpoint") if row[f"{kind}_id"])
        anchor = f"{kind}-{row[f'{kind}_id']}"
        piece = _Piece(anchor, row["state"], row["submitted_at"], row["verified_at"])
        yield row["milestone_id"], piece


def _add_entries(facts: dict[int, _Facts]) -> None:
    """What became of those without a milestone this month, by the latest run that asked for them."""
    without = [pk for pk, each in facts.items() if each.at(current_month()) is None]
    entries = GenerationRunEntry.objects.filter(
        student__in=without,
        run__month=current_month(),
        result__in=[RunResult.SKIPPED, RunResult.FAILED],
    ).order_by("run_id")
    for student, role, result, reason in entries.values_list(
        "student_id", "job_role_id", "result", "reason"
    ):
        each = facts[student]
        each.failed = result == RunResult.FAILED
        for_this_role = role == each.student.target_job_role_id
        each.skipped = reason if for_this_role and not each.failed else None


# The next act ----------------------------------------------------------------------------------------


def _row(facts: _Facts) -> Row:
    """The mentor's oldest act; without one, the student has the move."""
    acts = sorted(_mentors_acts(facts), key=lambda row: row.since)
    return acts[0] if acts else _students_act(facts)


def _mentors_acts(facts: _Facts) -> Iterator[Row]:
    for month in facts.months:
        if month.waiting:
            yield _answer(facts.student, month)
        elif not month.decided and month.month <= today():
            yield from _decide(facts.student, month)
    if facts.at(current_month()) is None and facts.at(next_month(current_month())) is None:
        yield _without_milestone(facts)


def _decide(student: Student, month: _Month) -> Iterator[Row]:
    """What an undecided month asks of the mentor of which nothing waits."""
    name = {"month": _month_name(month.month)}
    over = last_day(month.month) < today()
    if not month.missing:
        text = _("Everything for %(month)s is proven: decide it.") % name
        yield _yours(student, month.last_answered, text, _at(month, "review"), proven=True)
    elif over:
        since = last_day(month.month) + timedelta(days=1)
        text = _("%(month)s is over: decide it.") % name
        yield _yours(student, since, text, _at(month, "review"))
    elif month.outdated and not month.pieces:
        text = _("A late result would change %(month)s: see whether to generate it anew.") % name
        yield _yours(student, month.begins, text, _at(month, "regenerate"))


def _answer(student: Student, month: _Month) -> Row:
    oldest = month.waiting[0]
    more = len(month.waiting) - 1
    name = month.items[oldest.anchor].name
    if more:
        text = ngettext(
            "Answer %(item)s and %(more)d more.", "Answer %(item)s and %(more)d more.", more
        ) % {"item": name, "more": more}
    else:
        text = _("Answer %(item)s.") % {"item": name}
    return _yours(student, day_of(oldest.submitted_at), text, _at(month, oldest.anchor))


def _without_milestone(facts: _Facts) -> Row:
    student, month = facts.student, _month_name(current_month())
    since = max(student.joined_on, current_month())
    if student.target_job_role is None or facts.skipped == NO_ROLE:
        return _yours(student, since, _("No target job role yet: ask an admin to set one."), "")
    if facts.skipped == NO_MILESTONE["ready"]:
        text = _("Ready: all of %(role)s is proven. Agree on the next job role.")
        return _yours(student, since, text % {"role": student.target_job_role.name}, "")
    if facts.skipped == NO_MILESTONE["nothing-to-set"]:
        text = _("Your constraints leave nothing for %(month)s: change them.") % {"month": month}
        return _yours(student, since, text, "?show=record#constraints")
    if facts.skipped:
        text = _("%(role)s has no requirements yet: ask an admin to add them.")
        return _yours(student, since, text % {"role": student.target_job_role.name}, "")
    text = _("No milestone for %(month)s yet: generate it.")
    if facts.failed:
        text = _("%(month)s could not be generated: try again, an admin sees why.")
    return _yours(student, since, text % {"month": month}, "")


def _students_act(facts: _Facts) -> Row:
    """The newest month that has begun and is undecided; else what comes next."""
    student = facts.student
    current, coming = facts.at(current_month()), facts.at(next_month(current_month()))
    if current is not None and not current.decided:
        item = _last_returned(current)
        text = _("Hands in %(item)s again.")
        if item is None:
            item, text = current.missing[0], _("Next: %(item)s.")
        place = _at(current, item.anchor)
        return _theirs(student, current.last_answered, text % {"item": item.name}, place)
    begins = next_month(current_month())
    if current is not None:
        text = _("%(month)s is decided; %(next)s comes next.")
        text %= {"month": _month_name(current_month()), "next": _month_name(begins)}
        return _theirs(student, current.last_answered, text, _at(current))
    month = coming or facts.months[-1]
    text = _("Begins with %(month)s.") % {"month": _month_name(begins)}
    return _theirs(student, today(), text, _at(month))


def _last_returned(month: _Month) -> _Item | None:
    """What was returned last and not handed in again."""
    latest = {piece.anchor: piece for piece in month.pieces}
    returned = [
        piece
        for piece in latest.values()
        if piece.state == EvidenceState.RETURNED and not month.items[piece.anchor].met
    ]
    newest = max(returned, key=lambda piece: piece.submitted_at, default=None)
    return month.items[newest.anchor] if newest else None


def _yours(
    student: Student, since: date, sentence: str, place: str, *, proven: bool = False
) -> Row:
    url = _page(student, place)
    return Row(student, yours=True, since=since, sentence=sentence, url=url, proven=proven)


def _theirs(student: Student, since: date, sentence: str, place: str) -> Row:
    return Row(student, yours=False, since=since, sentence=sentence, url=_page(student, place))


def _page(student: Student, place: str) -> str:
    return reverse("mentor_student", args=[student.pk]) + place


def _at(month: _Month, anchor: str = "") -> str:
    """The place on the student's page where the month, or something in it, is."""
    return f"?month={month.month:%Y-%m}" + (f"#{anchor}" if anchor else "")


def _month_name(month: date) -> str:
    return str(MONTHS[month.month])
