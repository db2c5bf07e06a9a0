"""Who did what to badges, badge templates and badge milestones, out of the audit log, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from badges.models import Badge, BadgeTemplate, MilestoneConfig, TemplateState
from badges.selectors.facts import category_names
from badges.selectors.issued import belonging_to
from badges.triggers import TriggerError, parse_trigger
from badges.words import describe
from tfl.accounts.models import ApiToken, AuditEntry, User

BADGE, TEMPLATE, MILESTONE = (
    model._meta.label for model in (Badge, BadgeTemplate, MilestoneConfig)
)
APP = f"{Badge._meta.app_label}."

Thing = Badge | BadgeTemplate | MilestoneConfig

ACTIONS: dict[str, str | Promise] = {
    "issue-badge": gettext_lazy("Issued a badge"),
    "issue-badges": gettext_lazy("Issued a list of badges"),
    "renew-claim-link": gettext_lazy("Sent a new claim link"),
    "revoke-badge": gettext_lazy("Revoked a badge"),
    "create-badge-template": gettext_lazy("Created a badge template"),
    "edit-badge-template": gettext_lazy("Edited a badge template"),
    "move-badge-template": gettext_lazy("Activated or archived a badge template"),
    "create-badge-milestone": gettext_lazy("Created a badge milestone"),
    "edit-badge-milestone": gettext_lazy("Edited a badge milestone"),
    "activate-badge-milestone": gettext_lazy("Activated a badge milestone"),
    "deactivate-badge-milestone": gettext_lazy("Deactivated a badge milestone"),
    "delete-badge-milestone": gettext_lazy("Deleted a badge milestone"),
    "import-badge-milestone": gettext_lazy("Imported a badge milestone"),
}
"""What services record, in the order in which it is offered. One that is not here is shown as recorded."""


def audit_entries(*, action: str = "", person: str = "") -> QuerySet[AuditEntry]:
    """All about badges, the latest first; with `person` what somebody of that name or address did, a token of
    that name, or what was done to a badge of theirs. One query for a page of any size.
    """
    entries = AuditEntry.objects.filter(object_type__startswith=APP)
    if action:
        entries = entries.filter(action=action)
    if person:
        entries = entries.filter(pk__in=_concerning(person))
    return entries.select_related("actor", "token").order_by("-pk")


def _concerning(person: str) -> QuerySet[AuditEntry, Any]:
    """Ids of entries, as a union: the database joins each part, where an OR had it look up each entry."""
    people = User.objects.filter(Q(name__icontains=person) | Q(email__icontains=person))
    tokens = ApiToken.objects.filter(name__icontains=person)
    ids = AuditEntry.objects.order_by().values("pk")
    return ids.filter(actor__in=people.values("pk")).union(
        ids.filter(token__in=tokens.values("pk")),
        ids.filter(object_type=BADGE, object_id__in=_badges_of(person)),
    )


def _badges_of(person: str) -> QuerySet[Badge, Any]:
    """Their ids, as the log has them."""
    theirs = Badge.objects.filter(belonging_to(person))
    key = Cast("pk", CharField(max_length=40))
    return theirs.order_by().annotate(key=key).values("key")


@dataclass(frozen=True)
class AuditLine:
    at: datetime
    by: str
    did: str
    what: str
    """Its name; where it is gone, what is known of it."""
    url: str
    """Where it can be seen. Empty where it is gone."""
    details: tuple[str, ...]
    reason: str


def lines_in(entries: Sequence[AuditEntry]) -> list[AuditLine]:
    """The entries in words. Four queries for any number."""
    known = _Known(entries)
    return [
        AuditLine(
            at=entry.at,
            by=_by(entry),
            did=_did(entry),
            what=known.name_of(entry),
            url=known.url_of(entry),
            details=tuple(known.details_of(entry)),
            reason=known.reason_of(entry),
        )
        for entry in entries
    ]


def _did(entry: AuditEntry) -> str:
    if entry.action == "move-badge-template":
        activated = entry.after == TemplateState.ACTIVE
        return _("Activated a badge template") if activated else _("Archived a badge template")
    return str(ACTIONS.get(entry.action, entry.action.replace("-", " ")))


def _by(entry: AuditEntry) -> str:
    if entry.actor:
        return str(entry.actor)
    if entry.token:
        return _("%(token)s (token)") % {"token": entry.token.name}
    return _("the system, or an account deleted since")


class _Known:
    """What the entries are about, as far as it is still there."""

    def __init__(self, entries: Sequence[AuditEntry]) -> None:
        templates = {*_ids(entries, TEMPLATE), *map(_template_of, entries)} - {0}
        self._templates = BadgeTemplate.objects.in_bulk(templates)
        self._categories = category_names()
        badges = Badge.objects.select_related("template", "recipient")
        found: dict[str, Mapping[int, Thing]] = {
            BADGE: badges.in_bulk(_ids(entries, BADGE)),
            TEMPLATE: self._templates,
            MILESTONE: MilestoneConfig.objects.in_bulk(_ids(entries, MILESTONE)),
        }
        self._things = {
            (label, pk): thing for label, things in found.items() for pk, thing in things.items()
        }

    def name_of(self, entry: AuditEntry) -> str:
        thing = self._find(entry)
        if isinstance(thing, Badge):
            return thing.template.name
        if thing is not None:
            return str(thing)
        if entry.action == "issue-badges":
            return _badges(_number(entry, "to_issue"))
        if template := self._templates.get(_template_of(entry)):
            return template.name
        if rule := _rule(entry.before or entry.after, self._categories):
            return _("“%(rule)s”, deleted since") % {"rule": rule}
        return _("deleted since (number %(id)s)") % {"id": entry.object_id}

    def url_of(self, entry: AuditEntry) -> str:
        thing = self._find(entry)
        if isinstance(thing, BadgeTemplate):
            return reverse("badge_template_edit", args=[thing.pk])
        if isinstance(thing, MilestoneConfig):
            return reverse("badge_milestone_edit", args=[thing.pk])
        return ""

    def details_of(self, entry: AuditEntry) -> Iterator[str]:
        thing = self._find(entry)
        if isinstance(thing, Badge):
            holder = thing.recipient or thing.issued_to
            yield _("for %(holder)s") % {"holder": holder}
        elif entry.object_type == BADGE:
            yield _("The badge is deleted.")
        if entry.object_type == MILESTONE:
            yield from self._rules(entry)
        if left_out := _number(entry, "left_out"):
            yield ngettext("%(n)d row left out", "%(n)d rows left out", left_out) % {"n": left_out}

    def reason_of(self, entry: AuditEntry) -> str:
        """Of a revocation it stands with the badge alone, and goes with it."""
        badge = self._find(entry)
        if entry.action == "revoke-badge" and isinstance(badge, Badge):
            return badge.revoked_because
        return entry.reason

    def _rules(self, entry: AuditEntry) -> Iterator[str]:
        before, after = (_rule(said, self._categories) for said in (entry.before, entry.after))
        if before and after and before != after:
            yield f"{before} → {after}"
        elif after and self._find(entry):
            yield after

    def _find(self, entry: AuditEntry) -> Thing | None:
        return self._things.get((entry.object_type, _id(entry)))


def _ids(entries: Sequence[AuditEntry], label: str) -> list[int]:
    return [_id(entry) for entry in entries if entry.object_type == label]


def _id(entry: AuditEntry) -> int:
    return int(entry.object_id) if entry.object_id.isdecimal() else 0


def _number(entry: AuditEntry, key: str) -> int:
    """What the log says of it; 0 where it says nothing."""
    said = entry.after if isinstance(entry.after, dict) else {}
    found = said.get(key)
    return found if isinstance(found, int) else 0


def _template_of(entry: AuditEntry) -> int:
    """The template a badge was issued of."""
    return _number(entry, "template")


def _badges(number: int) -> str:
    return ngettext("%(n)d badge", "%(n)d badges", number) % {"n": number}


def _rule(said: Any, names: Mapping[UUID, str]) -> str:
    """A badge milestone's rule in words, empty where there is none to read."""
    try:
        return describe(parse_trigger(said), names)
    except TriggerError:
        return ""
