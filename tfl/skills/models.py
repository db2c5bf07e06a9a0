"""The taxonomy shared by monthly milestones and badges. Table and column names are those of the schema
the product grew from (`skills.skill_id`, `job_roles.job_role_id`).
"""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from tfl.skills.vocabulary import Criticality, RoleLevel

ROLE_LEVEL_LABELS = {
    RoleLevel.ENTRY.value: _("Entry"),
    RoleLevel.MID.value: _("Mid"),
    RoleLevel.SENIOR.value: _("Senior"),
}
CRITICALITY_LABELS = {
    Criticality.CRITICAL.value: _("Critical"),
    Criticality.IMPORTANT.value: _("Important"),
    Criticality.SUPPORTING.value: _("Supporting"),
}


class SkillCategory(models.Model):
    """A node of the category tree. `full_clean` refuses a cycle; readers end even if one exists."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=100)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
    )

    class Meta:
        db_table = "skill_categories"
        ordering = ["name"]
        verbose_name = _("skill category")
        verbose_name_plural = _("skill categories")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a parent that is this category or stands below it. One query per level."""
        seen = {self.pk}
        above = self.parent
        while above is not None:
            if above.pk in seen:
                raise ValidationError(
                    {"parent": _("A category cannot stand below itself. Choose another parent.")}
                )
            seen.add(above.pk)
            above = above.parent


class Skill(models.Model):
    id = models.AutoField(primary_key=True, db_column="skill_id")
    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=100, unique=True)
    category = models.ForeignKey(
        SkillCategory,
        on_delete=models.PROTECT,
        related_name="skills",
        verbose_name=_("category"),
    )

    class Meta:
        db_table = "skills"
        ordering = ["name"]
        verbose_name = _("skill")
        verbose_name_plural = _("skills")

    def __str__(self) -> str:
        return self.name


class JobRole(models.Model):
    id = models.AutoField(primary_key=True, db_column="job_role_id")
    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=100)
    level = models.CharField(
        _("level"),
        max_length=10,
        choices=list(ROLE_LEVEL_LABELS.items()),
        default=RoleLevel.ENTRY.value,
    )
    skills = models.ManyToManyField(Skill, through="JobRoleSkill", related_name="job_roles")

    class Meta:
        db_table = "job_roles"
        ordering = ["name", "level"]
        verbose_name = _("job role")
        verbose_name_plural = _("job roles")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "level"], name="one_job_role_per_name_and_level"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_level_display()})"


class JobRoleSkill(models.Model):
    """What a job role requires of one skill: the score 0–100 to reach and how much it weighs, 1–10."""

    job_role = models.ForeignKey(JobRole, on_delete=models.CASCADE, related_name="requirements")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="requirements")
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=5, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    required_score = models.PositiveSmallIntegerField(
        _("required score"), validators=[MaxValueValidator(100)]
    )
    criticality = models.CharField(
        _("criticality"),
        max_length=10,
        choices=list(CRITICALITY_LABELS.items()),
        default=Criticality.IMPORTANT.value,
    )

    class Meta:
        db_table = "job_role_skills"
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        constraints = [
            models.UniqueConstraint(fields=["job_role", "skill"], name="one_requirement_per_skill"),
            models.CheckConstraint(
                condition=models.Q(weight__range=(1, 10)), name="requirement_weight_1_to_10"
            ),
            models.CheckConstraint(
                condition=models.Q(required_score__lte=100), name="required_score_at_most_100"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill_id} ≥ {self.required_score}"
