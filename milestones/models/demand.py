"""What the generator is given besides the student's own facts: projects to set, demands, a mentor's word."""

from datetime import date
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from milestones.generation.vocabulary import DemandUrgency, EvaluationType, ProjectLevel
from milestones.models.labels import (
    DEMAND_URGENCIES,
    EVALUATION_TYPES,
    MILESTONE_TYPES,
    PROJECT_LEVELS,
)
from tfl.accounts.models import Employer, Student, User
from tfl.core.clock import today
from tfl.skills.models import JobRole, Skill


class BacklogProject(models.Model):
    """A project a month can set for a job role."""

    slug = models.SlugField(unique=True, max_length=80)
    job_role = models.ForeignKey(JobRole, on_delete=models.PROTECT, related_name="backlog")
    title = models.CharField(_("title"), max_length=150)
    description = models.TextField(_("description"), max_length=2000)
    tech_stack = models.CharField(_("tech stack"), max_length=255, blank=True)
    skills = models.ManyToManyField(
        Skill, related_name="backlog", db_table="backlog_project_skills", verbose_name=_("skills")
    )
    level = models.CharField(
        _("level"), max_length=10, choices=PROJECT_LEVELS, default=ProjectLevel.MINI
    )
    evaluation_type = models.CharField(
        _("evaluation"),
        max_length=20,
        choices=EVALUATION_TYPES,
        default=EvaluationType.MENTOR_REVIEW,
    )

    class Meta:
        db_table = "backlog_projects"
        ordering = ["job_role", "id"]
        verbose_name = _("backlog project")
        verbose_name_plural = _("backlog projects")

    def __str__(self) -> str:
        return self.title


class EmployerDemandQuerySet(models.QuerySet["EmployerDemand"]):
    def open_on(self, day: date) -> Self:
        return self.filter(
            models.Q(open_until__isnull=True) | models.Q(open_until__gte=day),
            open_from__lte=day,
            opened_on__lte=day,
        )


class EmployerDemand(models.Model):
    """An employer looks for people in a job role. It counts from the day an admin opened it."""

    employer = models.ForeignKey(
        Employer, on_delete=models.PROTECT, related_name="demands", verbose_name=_("employer")
    )
    job_role = models.ForeignKey(
        JobRole, on_delete=models.PROTECT, related_name="demands", verbose_name=_("job role")
    )
    urgency = models.CharField(
        _("urgency"), max_length=10, choices=DEMAND_URGENCIES, default=DemandUrgency.NORMAL
    )
    positions = models.PositiveSmallIntegerField(
        _("positions"), default=1, validators=[MinValueValidator(1)]
    )
    opened_on = models.DateField(_("known since"), null=True, blank=True, default=today)
    """The day it became known to the generator; empty while only proposed."""
    open_from = models.DateField(_("open from"), default=today)
    open_until = models.DateField(_("open until"), null=True, blank=True)

    objects = EmployerDemandQuerySet.as_manager()

    class Meta:
        db_table = "employer_demands"
        ordering = ["-open_from"]
        verbose_name = _("employer demand")
        verbose_name_plural = _("employer demands")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(open_until__isnull=True)
                | models.Q(open_until__gte=models.F("open_from")),
                name="demand_closes_after_it_opens",
                violation_error_message=_("The last day cannot be before the first one."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.employer} · {self.job_role}"


class ConstraintSkillUse(models.TextChoices):
    INCLUDE = "include", _("include")
    LEAVE_OUT = "leave-out", _("leave out")


class MentorConstraint(models.Model):
    """A mentor's word on one student's month, heard when the month is generated."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="constraints")
    month = models.DateField(_("month"))
    fixed_type = models.CharField(
        _("fixed type"), max_length=20, choices=MILESTONE_TYPES, blank=True
    )
    most_outcomes = models.PositiveSmallIntegerField(
        _("most outcomes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(4)],
    )
    skills = models.ManyToManyField(Skill, through="MentorConstraintSkill", related_name="+")
    note = models.CharField(_("note"), max_length=500, blank=True)
    set_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "mentor_constraints"
        constraints = [
            models.UniqueConstraint(
                fields=["student", "month"], name="one_constraint_per_student_and_month"
            ),
            models.CheckConstraint(
                condition=models.Q(month__day=1), name="constraint_month_is_a_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student_id} {self.month:%Y-%m}"


class MentorConstraintSkill(models.Model):
    constraint = models.ForeignKey(
        MentorConstraint, on_delete=models.CASCADE, related_name="skill_uses"
    )
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    use = models.CharField(max_length=10, choices=ConstraintSkillUse.choices)

    class Meta:
        db_table = "mentor_constraint_skills"
        constraints = [
            models.UniqueConstraint(
                fields=["constraint", "skill"], name="one_use_per_constraint_and_skill"
            )
        ]

    def __str__(self) -> str:
        return f"{self.use} {self.skill_id}"
