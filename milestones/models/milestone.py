"""The month's contract and what it asks for. Tables and columns are the seed's, so that somebody with its
SQL in hand finds what they expect.
"""

from collections.abc import Iterator
from datetime import date
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from milestones.generation.vocabulary import (
    CheckpointResult,
    CompletionStatus,
    EvaluationType,
    EvidenceState,
    GeneratedBy,
    MilestoneStatus,
    ProjectLevel,
)
from milestones.models.demand import BacklogProject, EmployerDemand
from milestones.models.facts import SkillAssessment
from milestones.models.labels import (
    CHECKPOINT_RESULTS,
    CHECKPOINT_TYPES,
    COMPLETION_STATUSES,
    EMPLOYABILITY_LEVELS,
    EVALUATION_TYPES,
    GENERATED_BY,
    MILESTONE_STATUSES,
    MILESTONE_TYPES,
    PROJECT_LEVELS,
)
from tfl.accounts.models import Role, Student, User, employer_of
from tfl.core.clock import today
from tfl.core.months import days_left, last_day
from tfl.skills.models import CRITICALITY_LABELS, JobRole, Skill
from tfl.skills.vocabulary import Criticality


class MonthlyMilestoneQuerySet(models.QuerySet["MonthlyMilestone"]):
    def visible_to(self, user: User) -> Self:
        """Whole milestones: a student's own, and those of the students assigned to a mentor."""
        seen = models.Q(pk__in=[])
        if user.has_role(Role.STUDENT):
            seen |= models.Q(student__user=user)
        if user.has_role(Role.MENTOR):
            seen |= models.Q(student__mentor=user)
        return self.filter(seen)

    def open_to_feedback_from(self, user: User) -> Self:
        """Those with a project that waits for an employer's review, of students who consented to the
        organisation `user` acts for. Gives no right to read them whole: employers read proof only.
        """
        employer = employer_of(user) if user.has_role(Role.EMPLOYER) else None
        if employer is None:
            return self.none()
        waiting = MilestoneProject.objects.filter(
            evaluation_type=EvaluationType.EMPLOYER_REVIEW, evidence__state=EvidenceState.WAITING
        )
        return self.filter(
            student__in=Student.objects.consenting_to(employer),
            pk__in=waiting.values("milestone"),
        )

    def of_month(self, month: date) -> Self:
        return self.filter(milestone_month=month)

    def with_items(self) -> Self:
        """With outcomes, projects, checkpoints and their skills: six more queries, whatever the number."""
        return self.select_related(
            "student__user", "student__mentor", "primary_job_role", "demand__employer", "recovers"
        ).prefetch_related(
            models.Prefetch(
                "outcomes", MilestoneSkillOutcome.objects.select_related("skill", "met_by")
            ),
            models.Prefetch("projects", MilestoneProject.objects.select_related("backlog_item")),
            "checkpoints__skills",
            "evidence__verified_by",
        )


class MonthlyMilestone(models.Model):
    """One student's contract for one month."""

    id = models.AutoField(primary_key=True, db_column="milestone_id")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="milestones")
    milestone_month = models.DateField()
    primary_job_role = models.ForeignKey(JobRole, on_delete=models.PROTECT, related_name="+")
    milestone_title = models.CharField(max_length=150)
    milestone_description = models.TextField()
    expected_employability_level = models.CharField(max_length=20, choices=EMPLOYABILITY_LEVELS)
    milestone_type = models.CharField(max_length=20, choices=MILESTONE_TYPES)
    generated_by = models.CharField(max_length=10, choices=GENERATED_BY, default=GeneratedBy.SYSTEM)
    generation_reason = models.CharField(max_length=255)
    status = models.CharField(
        max_length=20, choices=MILESTONE_STATUSES, default=MilestoneStatus.PLANNED
    )
    created_at = models.DateTimeField(default=timezone.now)
    recovers = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="recovered_by"
    )
    demand = models.ForeignKey(
        EmployerDemand, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    policy_version = models.PositiveSmallIntegerField()
    trace = models.JSONField()
    """What the rules saw and found, facts only, at most 2 KB; its sentences are rendered when read."""
    outdated = models.BooleanField(default=False)
    """Whether a result of an earlier month that came late would make it another. Its mentor may then
    generate it anew, while it has no evidence and no review.
    """

    objects = MonthlyMilestoneQuerySet.as_manager()

    class Meta:
        db_table = "monthly_milestones"
        ordering = ["-milestone_month"]
        constraints = [
            models.UniqueConstraint(
                fields=["student", "milestone_month"], name="one_milestone_per_student_and_month"
            ),
            models.CheckConstraint(
                condition=models.Q(milestone_month__day=1), name="milestone_month_is_a_first"
            ),
        ]
        indexes = [models.Index(fields=["milestone_month", "status"], name="milestones_by_month")]

    def __str__(self) -> str:
        return f"{self.student_id} {self.milestone_month:%Y-%m}"

    @property
    def is_open(self) -> bool:
        """Whether the student can hand something in: its month is running and nothing is decided."""
        return (
            self.milestone_month <= today() <= last_day(self.milestone_month)
            and not self.is_reviewed
        )

    @property
    def is_reviewed(self) -> bool:
        return self.status in {MilestoneStatus.ACHIEVED, MilestoneStatus.PARTIALLY_ACHIEVED}

    @property
    def days_left(self) -> int:
        return days_left(self.milestone_month, today())

    def items(self) -> Iterator["MilestoneSkillOutcome | MilestoneProject | InterviewCheckpoint"]:
        """Everything to prove, in the order it is shown. No query where `with_items` was used."""
        yield from self.outcomes.all()
        yield from self.projects.all()
        yield from self.checkpoints.all()

    def missing(self) -> list["MilestoneSkillOutcome | MilestoneProject | InterviewCheckpoint"]:
        return [item for item in self.items() if not item.met]

    @property
    def proposed_status(self) -> MilestoneStatus:
        """What the system proposes for the review."""
        if self.missing():
            return MilestoneStatus.PARTIALLY_ACHIEVED
        return MilestoneStatus.ACHIEVED


class MilestoneSkillOutcome(models.Model):
    """The skill maturity to be proven by month-end. Scores 0–100; a start that is not known asks for a
    first assessment, which any verified score is.
    """

    id = models.AutoField(primary_key=True, db_column="outcome_id")
    milestone = models.ForeignKey(
        MonthlyMilestone, on_delete=models.CASCADE, related_name="outcomes"
    )
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    starting_score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    expected_score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    criticality = models.CharField(
        max_length=10, choices=list(CRITICALITY_LABELS.items()), default=Criticality.IMPORTANT
    )
    carried_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    met = models.BooleanField(default=False)
    met_by = models.ForeignKey(
        SkillAssessment, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        db_table = "milestone_skill_outcomes"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["milestone", "skill"], name="one_outcome_per_skill"),
            models.CheckConstraint(
                condition=models.Q(starting_score__range=(0, 100)),
                name="outcome_starting_score_0_to_100",
            ),
            models.CheckConstraint(
                condition=models.Q(expected_score__range=(0, 100)),
                name="outcome_expected_score_0_to_100",
            ),
            models.CheckConstraint(
                condition=models.Q(expected_score__gte=models.F("starting_score")),
                name="outcome_expects_at_least_its_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill_id} → {self.expected_score}"

    @property
    def name(self) -> str:
        return self.skill.name


class MilestoneProject(models.Model):
    """Employer-visible proof. Set fresh from the backlog, or a missed one set again (`carried_from`)."""

    id = models.AutoField(primary_key=True, db_column="project_id")
    milestone = models.ForeignKey(
        MonthlyMilestone, on_delete=models.CASCADE, related_name="projects"
    )
    project_title = models.CharField(max_length=150)
    project_description = models.TextField()
    tech_stack = models.CharField(max_length=255, blank=True)
    evaluation_type = models.CharField(
        max_length=20, choices=EVALUATION_TYPES, default=EvaluationType.MENTOR_REVIEW
    )
    completion_status = models.CharField(
        max_length=20, choices=COMPLETION_STATUSES, default=CompletionStatus.NOT_STARTED
    )
    backlog_item = models.ForeignKey(
        BacklogProject, on_delete=models.PROTECT, null=True, related_name="+"
    )
    level = models.CharField(max_length=10, choices=PROJECT_LEVELS, default=ProjectLevel.MINI)
    carried_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    completed_on = models.DateField(null=True)

    class Meta:
        db_table = "milestone_projects"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(completion_status="Completed", completed_on__isnull=False)
                | (~models.Q(completion_status="Completed") & models.Q(completed_on__isnull=True)),
                name="completed_project_says_when",
            )
        ]

    def __str__(self) -> str:
        return self.project_title

    @property
    def name(self) -> str:
        return self.project_title

    @property
    def met(self) -> bool:
        return self.completion_status == CompletionStatus.COMPLETED


class InterviewCheckpoint(models.Model):
    """A readiness gate. `passed` is derived from `result`, so “not sat” and “not passed” never mix."""

    id = models.AutoField(primary_key=True, db_column="checkpoint_id")
    milestone = models.ForeignKey(
        MonthlyMilestone, on_delete=models.CASCADE, related_name="checkpoints"
    )
    checkpoint_type = models.CharField(max_length=20, choices=CHECKPOINT_TYPES)
    expected_confidence_level = models.PositiveSmallIntegerField(_("expected confidence"))
    result = models.CharField(
        max_length=20, choices=CHECKPOINT_RESULTS, default=CheckpointResult.NOT_TAKEN
    )
    passed = models.GeneratedField(
        expression=models.Case(
            models.When(result=CheckpointResult.PASSED, then=models.Value(value=True)),
            default=models.Value(value=False),
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    actual_confidence_level = models.PositiveSmallIntegerField(null=True)
    taken_on = models.DateField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    """How often it was taken in all, earlier months included."""
    carried_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    skills = models.ManyToManyField(Skill, related_name="+", db_table="milestone_checkpoint_skills")

    class Meta:
        db_table = "milestone_interview_checkpoints"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["milestone", "checkpoint_type"], name="one_checkpoint_per_type"
            ),
            models.CheckConstraint(
                condition=models.Q(expected_confidence_level__range=(1, 5)),
                name="expected_confidence_1_to_5",
            ),
            models.CheckConstraint(
                condition=models.Q(actual_confidence_level__range=(1, 5)),
                name="actual_confidence_1_to_5",
            ),
            models.CheckConstraint(
                condition=models.Q(result="NotTaken", taken_on__isnull=True)
                | (~models.Q(result="NotTaken") & models.Q(taken_on__isnull=False)),
                name="taken_checkpoint_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.checkpoint_type} {self.result}"

    @property
    def name(self) -> str:
        return str(self.get_checkpoint_type_display())

    @property
    def met(self) -> bool:
        return self.result == CheckpointResult.PASSED
