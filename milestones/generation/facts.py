"""Loads what the rules read: a `Catalogue` once per run, a chunk of students in a fixed number of queries,
whatever its size. Nothing dated after the as-of date is read.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from milestones.generation.inputs import (
    BacklogItem,
    Constraint,
    Demand,
    JobRoleInputs,
    LastMilestone,
    MissedCheckpoint,
    MissedOutcome,
    MissedProject,
    Requirement,
    StudentInputs,
    Trajectory,
)
from milestones.generation.policy import POLICY
from milestones.generation.vocabulary import (
    CheckpointResult,
    CheckpointType,
    CompletionStatus,
    DemandUrgency,
    EvidenceState,
    MilestoneStatus,
    MilestoneType,
    ProjectLevel,
)
from milestones.models import (
    BacklogProject,
    ConfidenceReport,
    ConstraintSkillUse,
    EmployerDemand,
    Evidence,
    InterviewCheckpoint,
    MentorConstraint,
    MentorConstraintSkill,
    MilestoneProject,
    MilestoneSkillOutcome,
    MonthlyMilestone,
    SkillAssessment,
)
from tfl.accounts.models import Student
from tfl.core.months import last_day, month_of
from tfl.skills.models import JobRole, JobRoleSkill, Skill
from tfl.skills.vocabulary import Criticality, RoleLevel


@dataclass(frozen=True)
class Catalogue:
    """The job roles, with requirements, backlog and demands, as a month's run sees them."""

    month: date
    roles: dict[int, JobRoleInputs]
    skill_names: dict[int, str]
    backlog: dict[int, BacklogProject]


def as_of(month: date, *, joined_on: date, on: date) -> date:
    """The date facts are cut off at when `month` is generated on day `on`: its first day, inclusive; that
    day itself for a month still to come and for somebody who joined after the first.
    """
    if month > month_of(on) or joined_on > month:
        return min(on, last_day(month))
    return month


def load_catalogue(month: date) -> Catalogue:
    """Six queries, whatever the size of the taxonomy."""
    requirements = defaultdict(list)
    for row in JobRoleSkill.objects.order_by("id"):
        requirements[row.job_role_id].append(
            Requirement(row.skill_id, row.weight, row.required_score, Criticality(row.criticality))
        )
    backlog = {
        item.id: item for item in BacklogProject.objects.prefetch_related("skills").order_by("id")
    }
    items = defaultdict(list)
    for item in backlog.values():
        covered = frozenset(skill.id for skill in item.skills.all())
        items[item.job_role_id].append(
            BacklogItem(item.id, item.title, ProjectLevel(item.level), covered)
        )
    demands = defaultdict(list)
    urgent = EmployerDemand.objects.filter(
        urgency=DemandUrgency.URGENT, opened_on__isnull=False, open_from__lte=last_day(month)
    ).select_related("employer")
    for demand in urgent.exclude(open_until__lt=month).order_by("id"):
        demands[demand.job_role_id].append(
            Demand(
                demand.id,
                demand.employer.name,
                demand.opened_on or date.max,
                demand.open_from,
                demand.open_until,
            )
        )
    roles = {
        role.id: JobRoleInputs(
            id=role.id,
            name=role.name,
            level=RoleLevel(role.level),
            requirements=tuple(requirements[role.id]),
            backlog=tuple(items[role.id]),
            demands=tuple(demands[role.id]),
        )
        for role in JobRole.objects.all()
    }
    return Catalogue(month, roles, dict(Skill.objects.values_list("id", "name")), backlog)


@dataclass
class _Past:
    """What earlier months left behind for one student, while it is gathered."""

    last: LastMilestone | None = None
    missed_outcomes: list[MissedOutcome] = field(default_factory=list)
    open_projects: dict[int, MissedProject] = field(default_factory=dict)
    """Missed ones by id, in the order they were set, that nothing has taken the place of."""
    waiting_items: set[int] = field(default_factory=set)
    """Backlog items of projects that wait for the mentor."""
    missed_checkpoints: list[MissedCheckpoint] = field(default_factory=list)
    completed_items: set[int] = field(default_factory=set)
    production_roles: set[int] = field(default_factory=set)
    """Job roles for which a Production project was completed."""
    passed: set[tuple[int, str]] = field(default_factory=set)
    """(job role, checkpoint type) passed."""

    def close_projects(self, up_to: ProjectLevel) -> None:
        """A project set or completed since takes the place of missed ones of its level or smaller."""
        for project in list(self.open_projects.values()):
            if up_to is ProjectLevel.PRODUCTION or project.level is ProjectLevel.MINI:
                del self.open_projects[project.project]


def load_inputs(
    students: Sequence[Student], catalogue: Catalogue, *, cut_off: date
) -> dict[int, StudentInputs]:
    """The facts of `students` who share one as-of date, by student id. Eight queries, whatever the number.

    Every student must have a target job role of the catalogue.
    """
    ids = [student.pk for student in students]
    scores = _trajectories(ids, cut_off)
    confidence = _confidence(ids, cut_off)
    constraints = _constraints(ids, catalogue.month)
    past = _past(ids, catalogue.month)
    inputs = {}
    for student in students:
        role = catalogue.roles[student.target_job_role_id or 0]
        left = past[student.pk]
        passed = frozenset(CheckpointType(kind) for job, kind in left.passed if job == role.id)
        inputs[student.pk] = StudentInputs(
            student=student.pk,
            month=catalogue.month,
            as_of=cut_off,
            role=role,
            skill_names=catalogue.skill_names,
            scores=scores[student.pk],
            confidence=confidence[student.pk],
            constraint=constraints.get(student.pk, Constraint()),
            last=left.last,
            missed_outcomes=tuple(left.missed_outcomes),
            missed_project=next(reversed(left.open_projects.values()), None),
            missed_checkpoints=tuple(
                missed for missed in left.missed_checkpoints if missed.type not in passed
            ),
            completed_items=frozenset(left.completed_items),
            waiting_items=frozenset(left.waiting_items),
            production_completed=role.id in left.production_roles,
            passed=passed,
        )
    return inputs


def _latest(queryset: QuerySet[Any], *partition: Any, by: tuple[str, ...]) -> QuerySet[Any]:
    """One row per partition: the first in the order `by` names, newest first."""
    place = Window(RowNumber(), partition_by=partition, order_by=[F(name).desc() for name in by])
    latest: QuerySet[Any] = queryset.annotate(place=place).filter(place=1)
    return latest


def _trajectories(ids: list[int], cut_off: date) -> dict[int, dict[int, Trajectory]]:
    """Current scores, and those a trajectory before where a newer assessment followed. One query: the
    latest assessment within the trajectory and the latest before it.
    """
    since = cut_off - POLICY.trajectory
    recent = Case(When(taken_on__gt=since, then=Value(1)), default=Value(0))
    rows = _latest(
        SkillAssessment.objects.filter(student__in=ids, taken_on__lte=cut_off).annotate(
            recent=recent
        ),
        F("student"),
        F("skill"),
        recent,
        by=("taken_on", "id"),
    ).values_list("student_id", "skill_id", "score", "recent")
    now: dict[int, dict[int, Decimal]] = defaultdict(dict)
    before: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for student, skill, score, is_recent in rows:
        (now if is_recent else before)[student][skill] = score
    found: dict[int, dict[int, Trajectory]] = defaultdict(dict)
    for student in before.keys() | now.keys():
        old, new = before[student], now[student]
        found[student] = {skill: Trajectory(score) for skill, score in old.items()}
        found[student].update(
            {skill: Trajectory(score, old.get(skill)) for skill, score in new.items()}
        )
    return found


def _confidence(ids: list[int], cut_off: date) -> dict[int, dict[int, int]]:
    rows = _latest(
        ConfidenceReport.objects.filter(student__in=ids, reported_on__lte=cut_off),
        F("student"),
        F("skill"),
        by=("reported_on", "id"),
    ).values_list("student_id", "skill_id", "confidence")
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for student, skill, confidence in rows:
        found[student][skill] = confidence
    return found


def _constraints(ids: list[int], month: date) -> dict[int, Constraint]:
    """Two queries."""
    uses: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for constraint, skill, use in (
        MentorConstraintSkill.objects.filter(constraint__student__in=ids, constraint__month=month)
        .order_by("id")
        .values_list("constraint_id", "skill_id", "use")
    ):
        uses[constraint][use].append(skill)
    return {
        row.student_id: Constraint(
            fixed_type=MilestoneType(row.fixed_type) if row.fixed_type else None,
            include=tuple(uses[row.pk][ConstraintSkillUse.INCLUDE]),
            leave_out=frozenset(uses[row.pk][ConstraintSkillUse.LEAVE_OUT]),
            most_outcomes=row.most_outcomes,
        )
        for row in MentorConstraint.objects.filter(student__in=ids, month=month)
    }


def _past(ids: list[int], month: date) -> dict[int, _Past]:
    """What the months before `month` left behind. Four queries.

    An outcome counts by its skill’s latest row, a checkpoint by its type’s; of projects, the last one set
    that was not carried on and that no other took the place of. It is missed while unmet, in a month that
    was not achieved, with nothing of it waiting.
    """
    past: dict[int, _Past] = defaultdict(_Past)
    _add_last(past, ids, month)
    _add_outcomes(past, ids, month)
    _add_projects(past, ids, month)
    _add_checkpoints(past, ids, month)
    return past


def _waiting(item: str) -> Exists:
    return Exists(Evidence.objects.filter(state=EvidenceState.WAITING, **{item: OuterRef("pk")}))


def _add_last(past: dict[int, _Past], ids: list[int], month: date) -> None:
    rows = _latest(
        MonthlyMilestone.objects.filter(student__in=ids, milestone_month__lt=month).annotate(
            waiting=_waiting("milestone")
        ),
        F("student"),
        by=("milestone_month",),
    ).values_list("student_id", "id", "milestone_month", "status", "waiting")
    for student, milestone, when, status, waiting in rows:
        past[student].last = LastMilestone(
            milestone, when, achieved=status == MilestoneStatus.ACHIEVED, waiting=waiting
        )


def _add_outcomes(past: dict[int, _Past], ids: list[int], month: date) -> None:
    rows = _latest(
        MilestoneSkillOutcome.objects.filter(
            milestone__student__in=ids, milestone__milestone_month__lt=month
        ).annotate(waiting=_waiting("outcome")),
        F("milestone__student"),
        F("skill"),
        by=("milestone__milestone_month",),
    ).values_list(
        "milestone__student_id",
        "id",
        "skill_id",
        "expected_score",
        "criticality",
        "met",
        "milestone__status",
        "waiting",
    )
    for student, outcome, skill, target, criticality, met, status, waiting in rows:
        if not (met or waiting or status == MilestoneStatus.ACHIEVED):
            past[student].missed_outcomes.append(
                MissedOutcome(outcome, skill, target, Criticality(criticality))
            )


def _add_projects(past: dict[int, _Past], ids: list[int], month: date) -> None:
    rows = (
        MilestoneProject.objects.filter(
            milestone__student__in=ids, milestone__milestone_month__lt=month
        )
        .annotate(waiting=_waiting("project"))
        .order_by("milestone__milestone_month", "id")
        .values_list(
            "milestone__student_id",
            "milestone__primary_job_role_id",
            "milestone__status",
            "id",
            "backlog_item_id",
            "level",
            "project_title",
            "completion_status",
            "carried_from_id",
            "waiting",
        )
    )
    for student, role, decided, project, item, level, title, status, before, waiting in rows:
        left = past[student]
        left.open_projects.pop(before, None)
        completed = status == CompletionStatus.COMPLETED
        production = level == ProjectLevel.PRODUCTION
        if completed or (production and before is None):
            left.close_projects(
                ProjectLevel.PRODUCTION if completed and production else ProjectLevel.MINI
            )
        if completed:
            left.completed_items.update(_known(item))
            if production:
                left.production_roles.add(role)
        elif waiting:
            left.waiting_items.update(_known(item))
        elif decided != MilestoneStatus.ACHIEVED:
            left.open_projects[project] = MissedProject(project, item, ProjectLevel(level), title)


def _add_checkpoints(past: dict[int, _Past], ids: list[int], month: date) -> None:
    rows = (
        InterviewCheckpoint.objects.filter(
            milestone__student__in=ids, milestone__milestone_month__lt=month
        )
        .annotate(waiting=_waiting("checkpoint"))
        .order_by("milestone__milestone_month", "id")
        .values_list(
            "milestone__student_id",
            "milestone__primary_job_role_id",
            "milestone__status",
            "id",
            "checkpoint_type",
            "result",
            "attempts",
            "waiting",
        )
    )
    missed: dict[tuple[int, str], MissedCheckpoint] = {}
    for student, role, status, checkpoint, kind, result, attempts, waiting in rows:
        missed.pop((student, kind), None)
        if result == CheckpointResult.PASSED:
            past[student].passed.add((role, kind))
        elif not waiting and status != MilestoneStatus.ACHIEVED:
            missed[student, kind] = MissedCheckpoint(checkpoint, CheckpointType(kind), attempts)
    for (student, _kind), left_open in missed.items():
        past[student].missed_checkpoints.append(left_open)


def _known(item: int | None) -> Iterable[int]:
    return () if item is None else (item,)
