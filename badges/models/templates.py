"""What a badge says: its name, what had to be shown for it, the skills it stands for."""

from typing import Final, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from badges.icons import DEFAULT_ICON
from tfl.accounts.models import Role, User
from tfl.skills.models import Skill

LONGEST_VALIDITY: Final = 36_500
"""Days; a hundred years."""


class TemplateState(models.TextChoices):
    DRAFT = "Draft", _("Draft")
    ACTIVE = "Active", _("Active")
    ARCHIVED = "Archived", _("Archived")


class BadgeTemplateQuerySet(models.QuerySet["BadgeTemplate"]):
    def issuable(self) -> Self:
        return self.filter(state=TemplateState.ACTIVE)

    def visible_to(self, user: User) -> Self:
        """Admins see all, mentors those that badges can be issued of. One query for the roles at most."""
        if user.has_role(Role.ADMIN):
            return self
        return self.issuable() if user.has_role(Role.MENTOR) else self.none()


class BadgeTemplate(models.Model):
    """Of a draft nothing is issued yet, of an archived one nothing any more; badges issued stay as they
    are.
    """

    name = models.CharField(_("name"), max_length=100, unique=True)
    description = models.TextField(
        _("criteria"),
        max_length=1000,
        help_text=_("What somebody has to show to be given this badge."),
    )
    icon = models.SlugField(_("icon"), max_length=20, default=DEFAULT_ICON)
    skills = models.ManyToManyField(
        Skill,
        related_name="badge_templates",
        blank=True,
        db_table="badge_template_skills",
        verbose_name=_("skills"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=TemplateState.choices, default=TemplateState.DRAFT
    )
    category = models.CharField(_("category"), max_length=100, blank=True)
    """Free text from an older system. Kept and shown, never used by the engine."""
    validity_days = models.PositiveIntegerField(
        _("valid for"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_VALIDITY)],
        help_text=_("Days from the day of issue. Empty: for good."),
    )
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    evaluated_as = models.CharField(max_length=64, blank=True)
    """What its skills and their categories were when its holders were last evaluated, as a hash. The sweep
    finds by it whatever changed them: a form, the back office, a seed, a hand in the table.
    """

    objects = BadgeTemplateQuerySet.as_manager()

    class Meta:
        db_table = "badge_templates"
        ordering = ["name"]
        verbose_name = _("badge template")
        verbose_name_plural = _("badge templates")

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        return self.state == TemplateState.ACTIVE
