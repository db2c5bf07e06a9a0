"""The student's month as it stands: what is to be proven, what is there, and what to do next."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from badges.models import MilestoneConfig
from milestones.generation.run import LATE_FROM_DAY, NO_MILESTONE
from milestones.generation.vocabulary import EvidenceState, EvidenceType
from milestones.models import (
    ConfidenceReport,
    Evidence,
    GenerationRunEntry,
    InterviewCheckpoint,
    MilestoneProject,
    MilestoneReview,
    MilestoneSkillOutcome,
    MonthlyMilestone,
    RunResult,
    SkillAssessment,
)
from milestones.selectors.proof import completes
from milestones.selectors.why import why
from tfl.accounts.models import AuditEntry, EmployerConsent, Student, User
from tfl.accounts.services import DECLINED
from tfl.core.clock import today
from tfl.core.months import last_day, month_of, next_month

Item = MilestoneSkillOutcome | MilestoneProject | InterviewCheckpoint
Pieces = defaultdict[tuple[int | None, int | None, int | None], list[Evidence]]
"""Evidence by the one thing it proves: the id of an outcome, of a project or of a checkpoint."""


# The checklist ---------------------------------------------------------------------------------------


class ItemState(StrEnum):
    """Where one item of the checklist stands, as JSON says it too."""

    PROVEN = "Proven"
    WAITING = "Waiting"
    RETURNED = "Returned"
    OPEN = "Open"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A piece of evidence as its item's story tells it."""

    piece: Evidence
    proves: bool
    """Whether it, by itself, proves the item: a score under the target does not."""
    result: str
    """How the interview went; empty where it was repeated since, and for everything else."""


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """An outcome, project or checkpoint with everything there is about it. Evidence is oldest first."""

    kind: str
    """“outcome”, “project” or “checkpoint”, as in the addresses."""
    row: Item
    evidence: tuple[Evidence, ...]
    earlier: tuple[Evidence, ...] = ()
    """What was handed in for it in the months it was carried over from."""
    carried_from: date | None = None
    """The month it was carried over from."""
    current: Decimal | None = None
    """An outcome's current score, 0–100."""
    confidence: int | None = None
    """How sure the student last was of an outcome's skill, 0–100."""
    skills: tuple[str, ...] = ()
    """What a checkpoint asks about."""

    @property
    def anchor(self) -> str:
        return f"{self.kind}-{self.row.pk}"

    @property
    def met(self) -> bool:
        return self.row.met

    @property
    def waiting(self) -> Evidence | None:
        return next(
            (piece for piece in self.evidence if piece.state == EvidenceState.WAITING), None
        )

    @property
    def returned(self) -> Evidence | None:
        """What the mentor returned, while nothing newer answers it."""
        last = self.evidence[-1] if self.evidence else None
        return last if last and last.state == EvidenceState.RETURNED else None

    @property
    def state(self) -> ItemState:
        if self.met:
            return ItemState.PROVEN
        if self.waiting:
            return ItemState.WAITING
        return ItemState.RETURNED if self.returned else ItemState.OPEN

    @property
    def timeline(self) -> list[TimelineEntry]:
        """Everything that was handed in or recorded for it, earlier months included, oldest first."""
        recorded = [piece for piece in self.evidence if not _is_asking(piece)]
        latest = recorded[-1] if recorded else None
        return [
            _entry(piece, self.row, is_latest=piece is latest)
            for piece in (*self.earlier, *self.evidence)
        ]

    @property
    def ahead(self) -> Decimal | None:
        """By how much confidence is ahead of the score; negative when the score is ahead."""
        if self.confidence is None or self.current is None:
            return None
        return self.confidence - self.current

    @property
    def score_ahead(self) -> Decimal | None:
        return None if self.ahead is None else -self.ahead


@dataclass(frozen=True, slots=True)
class Checklist:
    items: tuple[ChecklistItem, ...]

    @property
    def total(self) -> int:
        return len(self.items)

    @property
    def proven(self) -> int:
        return sum(item.met for item in self.items)

    @property
    def next(self) -> ChecklistItem | None:
        """What to do next: the first item that is the student's move."""
        theirs = {ItemState.OPEN, ItemState.RETURNED}
        return next((item for item in self.items if item.state in theirs), None)

    @property
    def outcomes(self) -> list[ChecklistItem]:
        return [item for item in self.items if item.kind == "outcome"]


def _is_asking(piece: Evidence) -> bool:
    return piece.evidence_type == EvidenceType.PROJECT_LINK


def _entry(piece: Evidence, row: Item, *, is_latest: bool) -> TimelineEntry:
    result = ""
    if is_latest and isinstance(row, InterviewCheckpoint):
        result = str(row.get_result_display())
    return TimelineEntry(piece, _proves(piece, row, is_latest=is_latest), result)


def _proves(piece: Evidence, row: Item, *, is_latest: bool) -> bool:
    """By the rules a score is held to: at the target, a rating of the project's own kind, a pass."""
    if _is_asking(piece) or piece.state != EvidenceState.VERIFIED:
        return False
    if isinstance(row, InterviewCheckpoint):
        return row.met and is_latest
    if isinstance(row, MilestoneProject):
        return completes(piece, row)
    target = row.expected_score or 0
    return piece.score is not None and piece.score * 100 >= target * piece.scale


def checklist(milestone: MonthlyMilestone) -> Checklist:
    """Everything the milestone asks for. Scores and confidence are those of today, in a month that is over
    those of its last day. Four queries, whatever there is.
    """
    projects = list(
        MilestoneProject.objects.filter(milestone__student=milestone.student_id)
        .select_related("milestone")
        .order_by("id")
    )
    chains = {
        project.pk: _chain(project, projects)
        for project in projects
        if project.milestone_id == milestone.pk
    }
    pieces = _evidence(milestone, [link.pk for chain in chains.values() for link in chain])
    return Checklist(
        (
            *_outcome_items(milestone, pieces),
            *_project_items(projects, chains, pieces),
            *_checkpoint_items(milestone, pieces),
        )
    )


def _chain(
    project: MilestoneProject, projects: Sequence[MilestoneProject]
) -> list[MilestoneProject]:
    """The rows a carried project was before, newest first; without it where it is not carried."""
    by_id = {row.pk: row for row in projects}
    chain: list[MilestoneProject] = []
    before = by_id.get(project.carried_from_id or 0)
    while before is not None and before not in chain:
        chain.append(before)
        before = by_id.get(before.carried_from_id or 0)
    return chain


def _evidence(milestone: MonthlyMilestone, earlier_projects: Sequence[int]) -> Pieces:
    links = Q(project__in=earlier_projects, evidence_type=EvidenceType.PROJECT_LINK)
    pieces: Pieces = defaultdict(list)
    for piece in (
        Evidence.objects.filter(Q(milestone=milestone) | links)
        .exclude(state=EvidenceState.WITHDRAWN)
        .select_related("verified_by")
        .order_by("submitted_at", "id")
    ):
        pieces[piece.outcome_id, piece.project_id, piece.checkpoint_id].append(piece)
    return pieces


def _outcome_items(milestone: MonthlyMilestone, pieces: Pieces) -> Iterator[ChecklistItem]:
    on = min(today(), last_day(milestone.milestone_month))
    mine = {"student": OuterRef("milestone__student"), "skill": OuterRef("skill")}
    scores = SkillAssessment.objects.filter(**mine, taken_on__lte=on)
    reports = ConfidenceReport.objects.filter(**mine, reported_on__lte=on)
    outcomes = (
        MilestoneSkillOutcome.objects.filter(milestone=milestone)
        .select_related("skill", "carried_from__milestone")
        .annotate(
            current=Subquery(scores.order_by("-taken_on", "-id").values("score")[:1]),
            confidence=Subquery(reports.order_by("-reported_on", "-id").values("confidence")[:1]),
        )
        .order_by("id")
    )
    for outcome in outcomes:
        yield ChecklistItem(
            kind="outcome",
            row=outcome,
            evidence=tuple(pieces[outcome.pk, None, None]),
            carried_from=_month(outcome.carried_from),
            current=outcome.current,
            confidence=outcome.confidence,
        )


def _project_items(
    projects: Sequence[MilestoneProject],
    chains: dict[int, list[MilestoneProject]],
    pieces: Pieces,
) -> Iterator[ChecklistItem]:
    for project in projects:
        if project.pk in chains:
            chain = chains[project.pk]
            yield ChecklistItem(
                kind="project",
                row=project,
                evidence=tuple(pieces[None, project.pk, None]),
                earlier=tuple(
                    piece for link in reversed(chain) for piece in pieces[None, link.pk, None]
                ),
                carried_from=_month(chain[0]) if chain else None,
            )


def _checkpoint_items(milestone: MonthlyMilestone, pieces: Pieces) -> Iterator[ChecklistItem]:
    """One query: a row per checkpoint and skill it asks about."""
    rows = (
        InterviewCheckpoint.objects.filter(milestone=milestone)
        .select_related("carried_from__milestone")
        .annotate(asks_about=F("skills__name"))
        .order_by("id", "skills__id")
    )
    for _pk, same in groupby(rows, key=lambda row: row.pk):
        group = list(same)
        checkpoint = group[0]
        yield ChecklistItem(
            kind="checkpoint",
            row=checkpoint,
            evidence=tuple(pieces[None, None, checkpoint.pk]),
            carried_from=_month(checkpoint.carried_from),
            skills=tuple(row.asks_about for row in group if row.asks_about),
        )


def _month(carried_from: Item | None) -> date | None:
    return carried_from.milestone.milestone_month if carried_from else None


# The mission -----------------------------------------------------------------------------------------


class Situation(StrEnum):
    RUNNING = "running"
    CLOSED = "closed"
    """The mentor has decided this month already."""
    COMING = "coming"
    """Only a coming month is there; it is shown at once."""
    READY = "ready"
    """Nothing is left to prove for the job role."""
    NO_ROLE = "no-role"
    SKIPPED = "skipped"
    """Generated, but there is none this month; `reason` says why."""
    NOT_YET = "not-yet"


@dataclass(frozen=True, slots=True)
class Mission:
    student: Student
    situation: Situation
    milestone: MonthlyMilestone | None = None
    checklist: Checklist | None = None
    why: tuple[str, ...] = ()
    reviews: tuple[MilestoneReview, ...] = ()
    coming: MonthlyMilestone | None = None
    """The next month's milestone, when it is there beside this month's."""
    undecided: MonthlyMilestone | None = None
    """The latest earlier month the mentor has not decided."""
    earlier: tuple[MonthlyMilestone, ...] = ()
    reason: str = ""
    begins: date = date.min
    """The month the milestone that is not there yet will be for."""
    offers_consent: bool = False
    shown_to_employers: bool = False
    """Whether some employer can see what is proven."""
    has_badge_milestones: bool = False
    """Whether there are any to reach; the nearest is fetched by the page."""


@dataclass(frozen=True, slots=True)
class _Known:
    """The student with what one query tells besides."""

    student: Student
    result: str | None
    reason: str
    shown_to_employers: bool
    has_answered: bool
    has_badge_milestones: bool


def mission_of(user: User, on: date) -> Mission:
    """This month's mission. At most eight queries, whatever there is. Raises Student.DoesNotExist."""
    known = _known(user, on)
    months = list(
        MonthlyMilestone.objects.visible_to(user)
        .filter(student=known.student)
        .select_related("student__user", "primary_job_role", "demand__employer", "recovers")
        .annotate(
            waiting=Exists(Evidence.objects.awaiting_review().filter(milestone=OuterRef("pk")))
        )
        .order_by("-milestone_month")
    )
    this = month_of(on)
    earlier = tuple(month for month in months if month.milestone_month < this)
    current = next((month for month in months if month.milestone_month == this), None)
    coming = next((month for month in months if month.milestone_month > this), None)
    shown = current or coming
    situation = _situation(known, current, coming)
    return Mission(
        student=known.student,
        situation=situation,
        milestone=shown,
        checklist=checklist(shown) if shown else None,
        why=tuple(why(shown)) if shown and not shown.is_reviewed else (),
        reviews=tuple(reviews_of(shown)) if shown and shown.is_reviewed else (),
        coming=coming if current else None,
        undecided=next((month for month in earlier if not month.is_reviewed), None),
        earlier=earlier,
        reason=known.reason if situation is Situation.SKIPPED else "",
        begins=_begins(known.student, this),
        offers_consent=known.student.consent_offered_at is not None and not known.has_answered,
        shown_to_employers=known.shown_to_employers,
        has_badge_milestones=known.has_badge_milestones,
    )


def reviews_of(milestone: MonthlyMilestone) -> QuerySet[MilestoneReview]:
    """The mentor's decisions, the latest first. One query."""
    reviews: QuerySet[MilestoneReview] = MilestoneReview.objects.filter(
        milestone=milestone
    ).select_related("mentor")
    return reviews


def _known(user: User, on: date) -> _Known:
    entries = GenerationRunEntry.objects.filter(
        Q(job_role=OuterRef("target_job_role"))
        | Q(job_role__isnull=True, student__target_job_role__isnull=True),
        student=OuterRef("pk"),
        run__month=month_of(on),
    ).order_by("-id")
    consents = EmployerConsent.objects.filter(student=OuterRef("pk"))
    declined = AuditEntry.objects.filter(student=OuterRef("pk"), action=DECLINED)
    student: Any = (  # with annotations, which the type of a custom queryset does not carry
        Student.objects.filter(user=user)
        .select_related("user", "mentor", "target_job_role")
        .annotate(
            result=Subquery(entries.values("result")[:1]),
            reason=Subquery(entries.values("reason")[:1]),
            consents_now=Exists(consents.filter(withdrawn_at__isnull=True)),
            has_answered=Exists(consents) | Exists(declined),
            has_badge_milestones=Exists(MilestoneConfig.objects.active()),
        )
        .get()
    )
    return _Known(
        student=student,
        result=student.result,
        reason=student.reason or "",
        shown_to_employers=student.consents_now,
        has_answered=student.has_answered,
        has_badge_milestones=student.has_badge_milestones,
    )


def _situation(
    known: _Known, current: MonthlyMilestone | None, coming: MonthlyMilestone | None
) -> Situation:
    if current:
        return Situation.CLOSED if current.is_reviewed else Situation.RUNNING
    if coming:
        return Situation.COMING
    if known.student.target_job_role_id is None:
        return Situation.NO_ROLE
    if known.result == RunResult.SKIPPED:
        ready = known.reason == NO_MILESTONE["ready"]
        return Situation.READY if ready else Situation.SKIPPED
    return Situation.NOT_YET


def _begins(student: Student, this: date) -> date:
    """Who joined late in this month begins with the next one."""
    late = student.joined_on >= this.replace(day=LATE_FROM_DAY)
    return next_month(this) if late else this
