"""The items of the checklists. Their text comes out of `seeds/definitions` and nowhere else."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from childprogress.models.labels import AGE_BANDS, DIMENSIONS, ReviewState
from tfl.accounts.models import User


class MilestoneDefinitionQuerySet(models.QuerySet["MilestoneDefinition"]):
    def current(self) -> Self:
        """Those the checklists hold now."""
        return self.filter(retired_at__isnull=True)


class MilestoneDefinition(models.Model):
    """One item: what a parent may see a child do. Ticks hang on the row, the row on its `code`, so that
    rewording, moving and inserting never put another text under somebody's tick.
    """

    code = models.CharField(max_length=80, unique=True)
    """Such as `islamic.early_years.five-pillars`. Never changes."""
    dimension = models.CharField(_("dimension"), max_length=20, choices=list(DIMENSIONS.items()))
    age_band = models.CharField(_("age band"), max_length=20, choices=list(AGE_BANDS.items()))
    topic = models.CharField(_("topic"), max_length=30)
    sort_order = models.PositiveSmallIntegerField(_("place"))
    """From 1, in its dimension and age band."""
    title = models.CharField(_("title"), max_length=100)
    description = models.CharField(_("description"), max_length=300)
    guidance = models.CharField(_("guidance"), max_length=500)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)
    """When it left the files. What was ticked by then stays readable."""

    review_state = models.CharField(
        _("review"), max_length=10, choices=ReviewState.choices, default=ReviewState.AWAITING
    )
    """Of the text as it is now; a changed text awaits review again."""
    reviewed_by = models.CharField(_("reviewed by"), max_length=150, blank=True)
    """The expert and their field, as an admin wrote it."""
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)

    objects = MilestoneDefinitionQuerySet.as_manager()

    class Meta:
        db_table = "milestone_definitions"
        ordering = ["dimension", "age_band", "sort_order", "id"]
        verbose_name = _("definition")
        verbose_name_plural = _("definitions")
        constraints = [
            models.UniqueConstraint(
                fields=["dimension", "age_band", "sort_order"],
                condition=Q(retired_at__isnull=True),
                name="one_definition_per_place",
            ),
            models.CheckConstraint(
                condition=~Q(review_state="reviewed")
                | (Q(reviewed_on__isnull=False) & ~Q(reviewed_by="")),
                name="reviewed_definition_says_by_whom_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None


class ClarityAnswer(models.Model):
    """Whether an item was clear to somebody who read it. Says nothing about any child."""

    definition = models.ForeignKey(
        MilestoneDefinition, on_delete=models.CASCADE, related_name="clarity_answers"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    clear = models.BooleanField()
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "clarity_answers"
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "user"], name="one_clarity_answer_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"answer {self.pk} about {self.definition_id}"
