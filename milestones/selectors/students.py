"""One student as their mentor sees them: the months to work on, what is known of them, and whether a late
result changes a month.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery

from milestones.generation.vocabulary import EvidenceState, MilestoneStatus
from milestones.models import (
    ConfidenceReport,
    ConstraintSkillUse,
    Evidence,
    GenerationRunEntry,
    MentorConstraint,
    MentorConstraintSkill,
    MilestoneReview,
    MonthlyMilestone,
    RunResult,
    SkillAssessment,
)
from milestones.selectors.mission import Checklist, checklist, reviews_of
from milestones.selectors.overrides import Override, overrides_in
from milestones.selectors.why import why
from tfl.accounts.models import AuditEntry, Student, User
from tfl.core.clock import current_month, today
from tfl.core.months import last_day
from tfl.skills.models import JobRoleSkill
from tfl.skills.vocabulary import Criticality

OVERRIDES_SHOWN = 50


# The months ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Month:
    """One milestone in the row of a student's months."""

    milestone: MonthlyMilestone
    waiting: bool
    """Whether something of it waits for an answer."""
    touched: bool
    """Whether it has evidence or a review, which keeps it from being generated anew."""

    @property
    def has_begun(self) -> bool:
        return self.milestone.milestone_month <= today()

    @property
    def is_over(self) -> bool:
        return last_day(self.milestone.milestone_month) < today()

    @property
    def is_current(self) -> bool:
        return self.milestone.milestone_month == current_month()

    @property
    def may_be_regenerated(self) -> bool:
        return not self.touched and not self.is_over


@dataclass(frozen=True)
class Months:
    """A student's months, oldest first."""

    all: tuple[Month, ...]

    @property
    def open(self) -> tuple[Month, ...]:
        """The running and the coming one, and before them whatever is over and undecided."""
        return tuple(m for m in self.all if not m.is_over or not m.milestone.is_reviewed)

    @property
    def decided(self) -> tuple[Month, ...]:
        """Those that are over and decided, newest first."""
        return tuple(m for m in reversed(self.all) if m.is_over and m.milestone.is_reviewed)

    @property
    def current(self) -> Month | None:
        return next((month for month in self.all if month.is_current), None)

    def at(self, month: date) -> Month | None:
        return next((each for each in self.all if each.milestone.milestone_month == month), None)

    def first_to_see(self) -> Month | None:
        """The oldest that is undecided, else the current one, else the coming or the last one."""
        undecided = (m for m in self.open if m.has_begun and not m.milestone.is_reviewed)
        return next(undecided, None) or self.current or (self.all[-1] if self.all else None)


@dataclass(frozen=True)
class MonthWhole:
    """One month with everything in it."""

    month: Month
    checklist: Checklist
    why: tuple[str, ...]
    """Why it is what it is; of an undecided month."""
    review: MilestoneReview | None
    """The decision that counts; of a decided one."""
    changes: bool
    """Whether generating it anew would make another month of it."""

    @property
    def milestone(self) -> MonthlyMilestone:
        return self.month.milestone

    @property
    def missing(self) -> list[str]:
        return [item.row.name for item in self.checklist.items if not item.met]

    @property
    def proposed(self) -> MilestoneStatus:
        """What the system proposes for the review."""
        if self.missing:
            return MilestoneStatus.PARTIALLY_ACHIEVED
        return MilestoneStatus.ACHIEVED


def students_of(mentor: User) -> QuerySet[Student]:
    """Those assigned to `mentor`, with what a page's head says of them."""
    students: QuerySet[Student] = Student.objects.visible_to(mentor).assigned_to(mentor)
    return students.select_related("user", "cohort", "target_job_role")


def months_of(student: Student) -> Months:
    """One query, whatever the number of months."""
    evidence = Evidence.objects.filter(milestone=OuterRef("pk"))
    reviews = MilestoneReview.objects.filter(milestone=OuterRef("pk"))
    milestones: Any = (  # with annotations, which the type of a custom queryset does not carry
        MonthlyMilestone.objects.filter(student=student)
        .select_related("primary_job_role", "demand__employer", "recovers")
        .annotate(
            waiting=Exists(evidence.filter(state=EvidenceState.WAITING)),
            touched=Exists(evidence) | Exists(reviews),
        )
        .order_by("milestone_month")
    )
    for milestone in milestones:
        milestone.student = student
    return Months(
        tuple(
            Month(
                milestone=milestone,
                waiting=milestone.waiting,
                touched=milestone.touched,
            )
            for milestone in milestones
        )
    )


def month_whole(month: Month) -> MonthWhole:
    """Five queries, whatever is in it."""
    milestone = month.milestone
    return MonthWhole(
        month=month,
        checklist=checklist(milestone),
        why=() if milestone.is_reviewed else tuple(why(milestone, voice="mentor")),
        review=reviews_of(milestone).first() if milestone.is_reviewed else None,
        changes=month.may_be_regenerated and milestone.outdated,
    )


def why_no_milestone(student: Student) -> str:
    """Why the current month was not generated for the student's job role, untranslated; empty where it was
    not asked for. One query.
    """
    entries = GenerationRunEntry.objects.filter(
        student=student,
        run__month=current_month(),
        result=RunResult.SKIPPED,
        job_role=student.target_job_role_id,
    )
    return entries.order_by("-run_id").values_list("reason", flat=True).first() or ""


# What is known ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SkillLine:
    """A skill the role asks for, with the latest score and confidence."""

    name: str
    criticality: str
    required: int
    score: Decimal | None
    scored_on: date | None
    confidence: int | None
    """0–100."""
    reported_on: date | None

    @property
    def reached(self) -> bool:
        return self.score is not None and self.score >= self.required


@dataclass(frozen=True)
class ConstraintLine:
    constraint: MentorConstraint
    include: tuple[str, ...]
    leave_out: tuple[str, ...]


def skill_lines(student: Student) -> list[SkillLine]:
    """Every skill the target job role asks for, most critical first. One query."""
    scores = SkillAssessment.objects.filter(
        student=student, skill=OuterRef("skill"), taken_on__lte=today()
    ).order_by("-taken_on", "-id")
    reports = ConfidenceReport.objects.filter(
        student=student, skill=OuterRef("skill"), reported_on__lte=today()
    ).order_by("-reported_on", "-id")
    rows = (
        JobRoleSkill.objects.filter(job_role=student.target_job_role_id)
        .select_related("skill")
        .annotate(
            score=Subquery(scores.values("score")[:1]),
            scored_on=Subquery(scores.values("taken_on")[:1]),
            confidence=Subquery(reports.values("confidence")[:1]),
            reported_on=Subquery(reports.values("reported_on")[:1]),
        )
    )
    order = list(Criticality)
    return [
        SkillLine(
            name=row.skill.name,
            criticality=row.get_criticality_display(),
            required=row.required_score,
            score=row.score,
            scored_on=row.scored_on,
            confidence=row.confidence,
            reported_on=row.reported_on,
        )
        for row in sorted(
            rows, key=lambda r: (order.index(Criticality(r.criticality)), -r.weight, r.skill.name)
        )
    ]


def constraint_lines(student: Student) -> list[ConstraintLine]:
    """What was said about this month and later ones. Two queries."""
    constraints = (
        MentorConstraint.objects.filter(student=student, month__gte=current_month())
        .prefetch_related(
            Prefetch("skill_uses", MentorConstraintSkill.objects.select_related("skill"))
        )
        .order_by("month")
    )

    def names(constraint: MentorConstraint, use: ConstraintSkillUse) -> tuple[str, ...]:
        return tuple(each.skill.name for each in constraint.skill_uses.all() if each.use == use)

    return [
        ConstraintLine(
            constraint=constraint,
            include=names(constraint, ConstraintSkillUse.INCLUDE),
            leave_out=names(constraint, ConstraintSkillUse.LEAVE_OUT),
        )
        for constraint in constraints
    ]


def decided_differently(student: Student) -> list[Override]:
    """Where a mentor departed from what the system proposed, the latest first. Two queries."""
    entries = AuditEntry.objects.filter(student=student).exclude(layer="").select_related("actor")
    return overrides_in(list(entries[:OVERRIDES_SHOWN]))
