"""What the back office shows of the taxonomy and the audit log. Who changed which part of the taxonomy is
in the back office's own history.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from tfl.accounts.models import AuditEntry
from tfl.skills.models import JobRole, JobRoleSkill, Skill, SkillCategory


@admin.register(SkillCategory)
class SkillCategoryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "parent", "slug")
    list_select_related = ("parent",)
    search_fields = ("name", "slug")
    autocomplete_fields = ("parent",)
    prepopulated_fields = {"slug": ("name",)}


@admin.register(Skill)
class SkillAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "category", "slug")
    list_select_related = ("category",)
    list_filter = ("category",)
    search_fields = ("name", "slug")
    autocomplete_fields = ("category",)
    prepopulated_fields = {"slug": ("name",)}


class RequirementInline(admin.TabularInline):  # type: ignore[type-arg]
    model = JobRoleSkill
    autocomplete_fields = ("skill",)
    extra = 1


@admin.register(JobRole)
class JobRoleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "level", "slug")
    list_filter = ("level",)
    search_fields = ("name", "slug")
    inlines = (RequirementInline,)
    prepopulated_fields = {"slug": ("name", "level")}


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """To read. Nobody adds, changes or deletes here."""

    list_display = ("at", "action", "actor", "token", "object_type", "object_id", "layer")
    list_select_related = ("actor", "token")
    list_filter = ("action", "layer")
    search_fields = ("object_id", "actor__email", "reason")
    actions = None
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
