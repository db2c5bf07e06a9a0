"""Writing down who did what. One row, in the transaction of what it describes."""

from typing import Any

from django.db.models import Model

from tfl.accounts.models import ApiToken, AuditEntry, Student, User


def audit_entry(
    *,
    actor: User | None,
    action: str,
    on: Model,
    student: Student | None = None,
    layer: str = "",
    before: Any = None,
    after: Any = None,
    reason: str = "",
    token: ApiToken | None = None,
) -> AuditEntry:
    """An entry not saved yet, for `AuditEntry.objects.bulk_create`. `before` and `after` are JSON:
    ids, enum strings and numbers, never names or addresses, which outlive nobody's account.
    """
    return AuditEntry(
        actor=actor,
        token=token,
        action=action,
        object_type=on._meta.label,
        object_id=str(on.pk),
        student=student,
        layer=layer,
        before=before,
        after=after,
        reason=reason,
    )


def record(
    *,
    actor: User | None,
    action: str,
    on: Model,
    student: Student | None = None,
    layer: str = "",
    before: Any = None,
    after: Any = None,
    reason: str = "",
    token: ApiToken | None = None,
) -> AuditEntry:
    """Append one entry. With a `layer` it is an override: `student` and `reason` are then needed (the
    database holds it), and the student can read it. An `actor` of None is the system or `token`.
    """
    entry = audit_entry(
        actor=actor,
        action=action,
        on=on,
        student=student,
        layer=layer,
        before=before,
        after=after,
        reason=reason,
        token=token,
    )
    entry.save()
    return entry
