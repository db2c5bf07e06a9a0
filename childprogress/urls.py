"""Pages of guardians, under /children/. The JSON endpoints are in `api`."""

from django.urls import path

from childprogress.views import (
    checklists,
    children,
    details,
    guardians,
    invitations,
    observations,
    prints,
)

urlpatterns = [
    path("children/", children.overview, name="children"),
    path("children/add/", details.add, name="child_add"),
    path("children/invite/", invitations.invite, name="guardian_invite"),
    path(
        "children/invitations/<int:pk>/revoke/",
        invitations.revoke,
        name="guardian_invitation_revoke",
    ),
    path("children/invitation/<str:token>/", invitations.open_link, name="guardian_invitation"),
    path("children/<int:pk>/", children.child, name="child"),
    path("children/<int:pk>/details/", details.details, name="child_details"),
    path("children/<int:pk>/dimensions/", details.dimensions, name="child_dimensions"),
    path("children/<int:pk>/delete/", details.delete, name="child_delete"),
    path("children/<int:pk>/checklist/<slug:dimension>/", checklists.checklist, name="checklist"),
    path("children/<int:pk>/items/<int:definition>/", checklists.item, name="checklist_item"),
    path("children/<int:pk>/items/<int:definition>/tick/", checklists.tick, name="item_tick"),
    path("children/<int:pk>/items/<int:definition>/untick/", checklists.untick, name="item_untick"),
    path("children/<int:pk>/items/<int:definition>/clear/", checklists.clear, name="item_clear"),
    path("children/<int:pk>/notes/", observations.observations, name="observations"),
    path(
        "children/<int:pk>/notes/<int:observation>/delete/",
        observations.delete,
        name="observation_delete",
    ),
    path(
        "children/<int:pk>/notes/<int:observation>/restore/",
        observations.restore,
        name="observation_restore",
    ),
    path("children/<int:pk>/guardians/", guardians.guardians, name="guardians"),
    path(
        "children/<int:pk>/guardians/<int:guardianship>/role/",
        guardians.change_role,
        name="guardian_role",
    ),
    path(
        "children/<int:pk>/guardians/<int:guardianship>/remove/",
        guardians.remove,
        name="guardian_remove",
    ),
    path("children/<int:pk>/summary/", prints.summary, name="child_summary"),
    path("children/<int:pk>/keepsake/<slug:band>/", prints.keepsake, name="child_keepsake"),
    path("children/<int:pk>/export/", prints.export, name="child_export"),
]
