"""What a mentor decided differently from the system, told to the student."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones.models import ConstraintSkillUse, MonthlyMilestone
from milestones.models.labels import MILESTONE_STATUSES, MILESTONE_TYPES
from tfl.accounts.models import AuditEntry
from tfl.core.months import parse_month
from tfl.skills.models import Skill

STATUSES = {str(value): label for value, label in MILESTONE_STATUSES}
TYPES = {str(value): label for value, label in MILESTONE_TYPES}


@dataclass(frozen=True, slots=True)
class Override:
    at: datetime
    by: str
    says: tuple[str, ...]
    reason: str


def overrides_in(entries: Sequence[AuditEntry]) -> list[Override]:
    """The entries in sentences. Two queries, beside the actors where these were not selected with them."""
    ids = [int(entry.object_id) for entry in entries if entry.action == "milestone.reviewed"]
    months = dict(MonthlyMilestone.objects.filter(pk__in=ids).values_list("pk", "milestone_month"))
    skills = {pk for entry in entries for said in _both(entry) for _use, pk in _uses(said)}
    names = dict(Skill.objects.filter(pk__in=skills).values_list("pk", "name"))
    return [
        Override(
            at=entry.at,
            by=(entry.actor.name if entry.actor else "") or _("Your mentor"),
            says=tuple(_says(entry, months, names)),
            reason=entry.reason,
        )
        for entry in entries
    ]


def _both(entry: AuditEntry) -> Iterator[Mapping[str, Any]]:
    yield entry.before or {}
    yield entry.after or {}


def _uses(said: Mapping[str, Any]) -> Iterable[tuple[str, int]]:
    uses: Iterable[tuple[str, int]] = said.get("skills", ())
    return uses


def _says(entry: AuditEntry, months: Mapping[int, date], names: Mapping[int, str]) -> Iterator[str]:
    before, after = _both(entry)
    match entry.action:
        case "milestone.reviewed":
            yield _("Decided %(month)s: %(status)s. The system had proposed: %(proposed)s.") % {
                "month": _month(months.get(int(entry.object_id))),
                "status": STATUSES[after["status"]],
                "proposed": STATUSES[before["proposed"]],
            }
        case "milestone.regenerated":
            yield _("Had the month generated anew. Before: %(title)s") % {"title": before["title"]}
            yield _("Now: %(title)s") % {"title": after.get("title") or _("no milestone")}
        case "constraint.set":
            yield _("Set what %(month)s must be: %(what)s.") % {
                "month": _month(parse_month(after["month"])),
                "what": "; ".join(_constraint(after, names)) or _("nothing in particular"),
            }
        case "constraint.removed":
            yield _("Took back what was set for %(month)s.") % {
                "month": _month(parse_month(before["month"]))
            }
        case _:
            yield _("Decided something differently.")


def _constraint(said: Mapping[str, Any], names: Mapping[int, str]) -> Iterator[str]:
    if kind := said["fixed_type"]:
        yield _("type %(kind)s") % {"kind": TYPES[kind]}
    for use, sentence in (
        (ConstraintSkillUse.INCLUDE, _("with %(skills)s")),
        (ConstraintSkillUse.LEAVE_OUT, _("without %(skills)s")),
    ):
        chosen = [names.get(pk, _("a skill no longer listed")) for u, pk in _uses(said) if u == use]
        if chosen:
            yield sentence % {"skills": get_text_list(chosen, _("and"))}
    if most := said["most_outcomes"]:
        yield ngettext("at most %(most)d skill", "at most %(most)d skills", most) % {"most": most}


def _month(month: date | None) -> str:
    return date_format(month, "YEAR_MONTH_FORMAT") if month else _("a month")
