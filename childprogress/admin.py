"""What the back office holds of the checklists: whether an expert reviewed each item. No child is in reach
of it.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from childprogress.models import MilestoneDefinition, ReviewState


class ReviewForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """A review says by whom and when."""

    class Meta:
        model = MilestoneDefinition
        fields = ("review_state", "reviewed_by", "reviewed_on")
        help_texts = {"reviewed_by": _("The expert’s name and field.")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("review_state") == ReviewState.REVIEWED:
            for field in ("reviewed_by", "reviewed_on"):
                if not cleaned.get(field) and field not in self.errors:
                    self.add_error(field, _("A review says by whom and when."))
        return cleaned


class MilestoneDefinitionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Reviews are recorded here; texts change in the files alone, and nothing is deleted."""

    form = ReviewForm
    list_display = ("code", "title", "review_state", "unclear", "is_current")
    list_filter = (
        "review_state",
        "dimension",
        "age_band",
        ("retired_at", admin.EmptyFieldListFilter),
    )
    search_fields = ("code", "title")
    ordering = ("dimension", "age_band", "sort_order", "pk")
    readonly_fields = (
        "code",
        "dimension",
        "age_band",
        "topic",
        "sort_order",
        "title",
        "description",
        "guidance",
        "retired_at",
    )
    fields = (*readonly_fields, "review_state", "reviewed_by", "reviewed_on")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[MilestoneDefinition]:
        unclear = Count("clarity_answers", filter=Q(clarity_answers__clear=False))
        definitions: QuerySet[MilestoneDefinition] = super().get_queryset(request)
        return definitions.annotate(unclear=unclear)

    @admin.display(description=_("found unclear"), ordering="unclear")
    def unclear(self, definition: Any) -> int:
        number: int = definition.unclear
        return number

    @admin.display(description=_("on the checklist"), boolean=True)
    def is_current(self, definition: MilestoneDefinition) -> bool:
        return not definition.is_retired

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


if settings.CHILDPROGRESS:
    admin.site.register(MilestoneDefinition, MilestoneDefinitionAdmin)
