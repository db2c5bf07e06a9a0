"""The badge engine's pages. Who gets what answer where is in tests/access_matrix.py."""

from django.urls import path

from badges.views import (
    achievements,
    audit,
    badge_milestone_form,
    badge_milestones,
    bulk_issue,
    holder,
    issuing,
    public,
    templates,
)

urlpatterns = [
    # Holders
    path("badges/", holder.wallet, name="wallet"),
    path("badges/<int:pk>/claim/", holder.claim, name="badge_claim"),
    path("badges/<int:pk>/shown-as/", holder.shown_as, name="badge_shown_as"),
    path("badges/claim/<str:token>/", holder.claim_link, name="badge_claim_link"),
    path("achievements/celebrated/", achievements.celebrated, name="celebrated"),
    path("badge-milestones/next/", achievements.badge_next, name="badge_next"),
    path("badge-milestones/<int:pk>/why/", achievements.own_why, name="badge_milestone_why"),
    # The grid of badge milestones, and the one form
    path("badge-milestones/", badge_milestones.grid, name="badge_milestones"),
    path("badge-milestones/create/", badge_milestone_form.create, name="badge_milestone_create"),
    path("badge-milestones/preview/", badge_milestone_form.preview, name="badge_milestone_preview"),
    path(
        "badge-milestones/categories/",
        badge_milestone_form.category_tree,
        name="badge_milestone_categories",
    ),
    path("badge-milestones/<int:pk>/", badge_milestone_form.edit, name="badge_milestone_edit"),
    path(
        "badge-milestones/<int:pk>/activate/",
        badge_milestones.activate,
        name="badge_milestone_activate",
    ),
    path(
        "badge-milestones/<int:pk>/deactivate/",
        badge_milestones.deactivate,
        name="badge_milestone_deactivate",
    ),
    path(
        "badge-milestones/<int:pk>/delete/", badge_milestones.delete, name="badge_milestone_delete"
    ),
    path(
        "badge-milestones/<int:pk>/reached/",
        badge_milestones.reached,
        name="badge_milestone_reached",
    ),
    # Templates and the log: admins. Issuing and revoking: admins, and mentors for their students
    path("badge-templates/", templates.index, name="badge_templates"),
    path("badge-templates/create/", templates.create, name="badge_template_create"),
    path("badge-templates/<int:pk>/", templates.edit, name="badge_template_edit"),
    path("badge-templates/<int:pk>/state/", templates.state, name="badge_template_state"),
    path("badges/issued/", issuing.index, name="badges_issued"),
    path("badges/issue/", issuing.issue, name="badge_issue"),
    path("badges/<int:pk>/revoke/", issuing.revoke, name="badge_revoke"),
    path("badges/<int:pk>/link/", issuing.renew_link, name="badge_claim_link_renew"),
    path("badges/audit/", audit.index, name="badge_audit"),
    path("badges/issue/many/", bulk_issue.issue_many, name="badges_issue_many"),
    path("badges/issue/many/<int:pk>/", bulk_issue.badge_import, name="badge_import"),
    path(
        "badge-milestones/<int:pk>/why/<int:person>/",
        achievements.persons_why,
        name="badge_milestone_why_person",
    ),
    # Everybody, signed in or not
    path("verify/<uuid:public_id>/", public.badge_verify, name="badge_verify"),
    path("verify/<uuid:public_id>/assertion.json", public.badge_assertion, name="badge_assertion"),
    path("verify/templates/<int:pk>.json", public.badge_class, name="badge_class"),
    path("verify/templates/<int:pk>.svg", public.badge_image, name="badge_image"),
    path("verify/issuer.json", public.badge_issuer, name="badge_issuer"),
]
