"""What the back office holds of the monthly engine: the projects months can set, and employers' demands."""

from django.contrib import admin

from milestones.models import BacklogProject, EmployerDemand


@admin.register(BacklogProject)
class BacklogProjectAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # no generic at run time
    list_display = ("title", "job_role", "level", "evaluation_type")
    list_select_related = ("job_role",)
    list_filter = ("level", "evaluation_type", "job_role")
    search_fields = ("title", "slug", "tech_stack")
    filter_horizontal = ("skills",)
    prepopulated_fields = {"slug": ("title",)}


@admin.register(EmployerDemand)
class EmployerDemandAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # no generic at run time
    """A proposed demand is opened by filling in since when it is known."""

    list_display = (
        "employer",
        "job_role",
        "urgency",
        "positions",
        "opened_on",
        "open_from",
        "open_until",
    )
    list_select_related = ("employer", "job_role")
    list_filter = ("urgency", "job_role", "employer")
    search_fields = ("employer__name", "job_role__name")
    date_hierarchy = "open_from"
