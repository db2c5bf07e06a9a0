"""Takes names, addresses, secrets and everything a person typed out of rows, and leaves their shape."""

from collections.abc import Callable, Mapping
from typing import Any

from django.apps import apps
from django.db import models

from tests.upgrades.dump import OURS, Row

Replace = Callable[[Row], Any]

WORDS = "…"


def _words(field: str) -> Replace:
    """Something, where there was something: what must not be empty still is not."""
    return lambda row: WORDS if row[field] else row[field]


def _address(row: Row) -> str:
    """The person's, in their account and in allauth's table alike."""
    suffix = "" if row["primary"] else f"-{row['id']}"
    return f"person{row['user']}{suffix}@example.org"


def _facts(row: Row) -> Mapping[str, Any]:
    typed = {"inviter", "organisation", "answer", "reason"}
    return {key: WORDS if key in typed else value for key, value in row["facts"].items()}


REPLACED: dict[str, dict[str, Replace]] = {
    "account.EmailAddress": {"email": _address},
    "account.EmailConfirmation": {"key": lambda row: f"key{row['id']}"},
    "accounts.ApiToken": {
        "name": lambda row: f"System {row['id']}",
        "token_hash": lambda row: f"{row['id']:064x}",
    },
    "accounts.AuditEntry": {"reason": _words("reason")},
    "accounts.Cohort": {"name": lambda row: f"Cohort {row['id']}"},
    "accounts.Employer": {"name": lambda row: f"Organisation {row['id']}"},
    "accounts.EmployerMembership": {
        name: _words(name) for name in ("organisation_name", "message", "answer")
    },
    "accounts.Notice": {"facts": _facts},
    "accounts.PeopleImport": {"rows": lambda row: []},
    "accounts.User": {
        "email": lambda row: f"person{row['id']}@example.org",
        "name": lambda row: f"Person {row['id']}" if row["name"] else "",
        "password": lambda row: "!",
    },
    "badges.Badge": {
        "issued_to": lambda row: f"person0-{row['id']}@example.org" if row["issued_to"] else "",
        "evidence_link": lambda row: (
            f"https://example.org/{row['id']}" if row["evidence_link"] else ""
        ),
        "revoked_because": _words("revoked_because"),
        "claim_token_hash": lambda row: f"{row['id']:064x}" if row["claim_token_hash"] else "",
    },
    "badges.BadgeImport": {"rows": lambda row: []},
    "childprogress.Child": {"name": lambda row: f"Child {row['id']}"},
    "childprogress.GuardianInvitation": {
        "email": lambda row: f"person0-{row['id']}@example.org"
    },
    "childprogress.MilestoneDefinition": {"reviewed_by": _words("reviewed_by")},
    "childprogress.Observation": {"text": _words("text")},
    "milestones.Evidence": {
        "evidence_reference": lambda row: (
            f"https://example.org/{row['id']}" if row["evidence_reference"] else ""
        ),
        "note": _words("note"),
        "reason": _words("reason"),
    },
    "milestones.MentorConstraint": {"note": _words("note")},
    "milestones.MilestoneReview": {
        name: _words(name) for name in ("feedback", "override_reason")
    },
    "milestones.MonthlyMilestone": {"generation_reason": _words("generation_reason")},
}  # fmt: skip

OURS_TO_SAY = {
    # Written by the product or from its definitions, never by or about a person.
    "skills": "*",
    "accounts.ApiToken": {"scopes"},
    "accounts.AuditEntry": {"action", "object_type", "object_id", "layer", "before", "after"},
    "accounts.EmployerConsent": {"wording_version"},
    "accounts.Notice": {"kind", "key", "path"},
    "badges.BadgeImport": {"left_out_lines"},
    "badges.BadgeTemplate": "*",
    "badges.MilestoneAchievement": {"trigger"},
    "badges.MilestoneConfig": "*",
    "childprogress.Child": {"time_zone", "dimensions"},
    "childprogress.ChildMilestone": {"achieved_history"},
    "childprogress.MilestoneDefinition": {"code", "topic", "title", "description", "guidance"},
    "milestones.BacklogProject": "*",
    "milestones.GenerationRun": {"student_ids"},
    "milestones.GenerationRunEntry": {"reason"},
    "milestones.MilestoneProject": {"project_title", "project_description", "tech_stack"},
    "milestones.MonthlyMilestone": {"milestone_title", "milestone_description", "trace"},
}


def anonymous(tables: Mapping[str, list[Row]]) -> dict[str, list[Row]]:
    return {
        label: [_without_names(row, REPLACED.get(label, {})) for row in rows]
        for label, rows in tables.items()
    }


def _without_names(row: Row, replaced: Mapping[str, Replace]) -> Row:
    return row | {field: replace(row) for field, replace in replaced.items()}


def undecided() -> set[str]:
    """Columns of today's tables that can hold words and are neither replaced nor ours to say."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for field in model._meta.concrete_fields
        if _holds_words(field) and not _is_decided(model, field.name)
    }


def _holds_words(field: Any) -> bool:
    return (
        isinstance(field, (models.CharField, models.TextField, models.JSONField))
        and not field.choices
    )


def _is_decided(model: type[models.Model], field: str) -> bool:
    said = OURS_TO_SAY.get(model._meta.label) or OURS_TO_SAY.get(model._meta.app_label, set())
    return said == "*" or field in said or field in REPLACED.get(model._meta.label, {})
