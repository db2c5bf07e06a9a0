"""Badge milestones and who reached them."""

import json
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from badges.icons import DEFAULT_ICON
from badges.models.badges import Badge
from badges.rules import CategoryTree
from badges.triggers import Trigger, TriggerError, parse_trigger
from tfl.accounts.models import Role, User


class MilestoneType(models.TextChoices):
    """Follows from the metric. For display and grouping; what is evaluated is the trigger."""

    BADGE_COUNT = "BADGE_COUNT", _("Badge count")
    CATEGORY_COUNT = "CATEGORY_COUNT", _("Category coverage")


class MilestoneConfigQuerySet(models.QuerySet["MilestoneConfig"]):
    def active(self) -> Self:
        return self.filter(active=True)

    def awaiting_backfill(self) -> Self:
        return self.active().filter(backfill_requested_at__isnull=False)

    def visible_to(self, user: User) -> Self:
        """Admins see all; everybody else the active ones and what they reached themselves."""
        if user.has_role(Role.ADMIN):
            return self
        reached = MilestoneAchievement.objects.standing().filter(user=user)
        return self.filter(Q(active=True) | Q(pk__in=reached.values("milestone")))


class RuleField(models.JSONField):
    """JSON by whatever hand. What is beyond Python, a number of thousands of digits for example, reads as
    None; a row that cannot be loaded would take all others with it.
    """

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        try:
            rule = super().from_db_value(value, expression, connection)
            json.dumps(rule, allow_nan=False)  # which 1e999 is none of
        except (ValueError, RecursionError):
            return None
        return rule

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


class MilestoneConfig(models.Model):
    """A badge milestone: when somebody's claimed badges fulfil `trigger`, they reached it.

    The trigger is read strictly each time (`badges.triggers`): one that cannot be read awards nobody.
    """

    type = models.CharField(max_length=20, choices=MilestoneType.choices, blank=True)
    """Empty only where the trigger says nothing that can be counted."""
    title = models.CharField(_("title"), max_length=200)
    description = models.CharField(_("description"), max_length=500, blank=True)
    """Empty: written from the rule (`badges.words`)."""
    icon = models.SlugField(_("icon"), max_length=20, default=DEFAULT_ICON)
    trigger = RuleField()
    active = models.BooleanField(_("active"), default=False)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    request_key = models.UUIDField(null=True, unique=True)
    """Made by the form that asked for it: asking twice with one key creates one."""
    backfill_requested_at = models.DateTimeField(null=True, blank=True)
    """Since when the sweep is to award it to those who fulfil it already. Empty: done."""
    note = models.CharField(max_length=300, blank=True)
    """What an import has to say about it."""
    legacy_id = models.CharField(max_length=64, null=True, unique=True)
    """Its id in the system it was imported from."""

    objects = MilestoneConfigQuerySet.as_manager()

    class Meta:
        db_table = "milestone_configs"
        ordering = ["id"]
        verbose_name = _("badge milestone")
        verbose_name_plural = _("badge milestones")

    def __str__(self) -> str:
        return self.title

    def usable_trigger(self, tree: CategoryTree | None = None) -> Trigger | None:
        """The rule, or None where it cannot be used."""
        try:
            return parse_trigger(self.trigger, tree)
        except TriggerError:
            return None


class How(models.TextChoices):
    """How somebody's achievement came about."""

    CLAIM = "Claim", _("by claiming a badge")
    BACKFILL = "Backfill", _("found for badges claimed before")
    IMPORT = "Import", _("taken over from another system")


def awaiting_celebration(path: str = "") -> Q:
    """Reached by claiming, and not yet celebrated; `path` leads to the achievement."""
    return Q(
        **{
            f"{path}how": How.CLAIM,
            f"{path}celebrated_at__isnull": True,
            f"{path}revoked_at__isnull": True,
        }
    )


class MilestoneAchievementQuerySet(models.QuerySet["MilestoneAchievement"]):
    def standing(self) -> Self:
        """Reached, and not revoked since."""
        return self.filter(revoked_at__isnull=True)

    def to_celebrate(self) -> Self:
        """Others are told quietly."""
        return self.filter(awaiting_celebration())

    def to_tell(self) -> Self:
        return self.standing().filter(how=How.BACKFILL, celebrated_at__isnull=True)

    def visible_to(self, user: User) -> Self:
        if user.has_role(Role.ADMIN):
            return self
        seen = Q(user=user)
        if user.has_role(Role.MENTOR):
            seen |= Q(user__student__mentor=user)
        return self.filter(seen)


class MilestoneAchievement(models.Model):
    """That a person reached a badge milestone. One row for the two, whatever happens: revoked when its badges
    are, restored when it is earned again.
    """

    # A backfill writes many at once, so no column is in two indexes that begin with it.
    milestone = models.ForeignKey(
        MilestoneConfig,
        on_delete=models.PROTECT,
        related_name="achievements",
        db_index=False,
    )
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="achievements", db_index=False
    )
    achieved_at = models.DateTimeField(default=timezone.now)
    trigger = RuleField()
    """As it was when it was reached."""
    how = models.CharField(max_length=10, choices=How.choices)
    celebrated_at = models.DateTimeField(null=True, blank=True)
    """When its owner closed the dialog, or was told quietly. Never emptied again."""
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_with = models.ForeignKey(
        Badge, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    """The badge whose revocation took it."""

    objects = MilestoneAchievementQuerySet.as_manager()

    class Meta:
        db_table = "milestone_achievements"
        ordering = ["-achieved_at", "-id"]
        verbose_name = _("achievement")
        verbose_name_plural = _("achievements")
        constraints = [
            models.UniqueConstraint(
                fields=["milestone", "user"], name="one_achievement_per_milestone_and_person"
            )
        ]
        indexes = [
            models.Index(fields=["user", "-achieved_at"], name="achievements_by_user"),
            models.Index(
                fields=["revoked_with"],
                condition=Q(revoked_with__isnull=False),
                name="achievements_by_lost_badge",
            ),
            models.Index(
                fields=["how", "user"],
                condition=Q(celebrated_at__isnull=True, revoked_at__isnull=True),
                name="achievements_to_tell",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} reached {self.milestone_id}"
