"""What people and systems can do about badges. Each is one transaction and raises `BadgesError`."""

from badges.services.achievements import celebrate, tell_owners
from badges.services.backfill import backfill_milestone, catch_up, sweep_everything
from badges.services.badge_milestones import (
    activate_badge_milestone,
    create_badge_milestone,
    deactivate_badge_milestone,
    delete_badge_milestone,
    edit_badge_milestone,
)
from badges.services.bulk_issue import confirm_import, preview_badges, work_off_imports
from badges.services.claim_links import renew_claim_link, send_claim_links
from badges.services.claiming import claim_badge
from badges.services.errors import BadgesError
from badges.services.evaluation import check_milestones, reevaluate_changed_templates
from badges.services.issuing import Award, attach_badges, check_award, issue_all, issue_badge
from badges.services.legacy import LegacyPlan, check_legacy, import_legacy
from badges.services.public_name import show_as
from badges.services.revoking import revoke_badge
from badges.services.templates import move_template, save_template

__all__ = [
    "Award",
    "BadgesError",
    "LegacyPlan",
    "activate_badge_milestone",
    "attach_badges",
    "backfill_milestone",
    "catch_up",
    "celebrate",
    "check_award",
    "check_legacy",
    "check_milestones",
    "claim_badge",
    "confirm_import",
    "create_badge_milestone",
    "deactivate_badge_milestone",
    "delete_badge_milestone",
    "edit_badge_milestone",
    "import_legacy",
    "issue_all",
    "issue_badge",
    "move_template",
    "preview_badges",
    "reevaluate_changed_templates",
    "renew_claim_link",
    "revoke_badge",
    "save_template",
    "send_claim_links",
    "show_as",
    "sweep_everything",
    "tell_owners",
    "work_off_imports",
]
