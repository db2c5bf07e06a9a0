"""Taking over the badge milestones of the system before this one, and who had reached them: a check that says
what becomes of each, then all of it or nothing.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from badges.models import How, MilestoneAchievement, MilestoneConfig
from badges.selectors.facts import category_names, category_tree
from badges.services.badge_milestones import type_of
from badges.services.errors import BadgesError
from badges.services.legacy_file import OldItem, OldMilestone, Remark, read_file
from badges.services.legacy_json import shown
from badges.words import describe
from tfl.accounts.models import AuditEntry, User
from tfl.accounts.services.audit import audit_entry
from tfl.core.errors import Refusal
from tfl.core.jobs import hint

CHUNK: Final = 1000
"""Addresses asked for, or rows written, in one statement."""


@dataclass(frozen=True)
class Arrival:
    """A badge milestone to write, and when which people reached it."""

    item: OldItem
    milestone: OldMilestone
    achievements: dict[int, datetime]


@dataclass(frozen=True)
class LegacyPlan:
    """What importing a file would do. Nothing of it is done while there are `errors`."""

    items: list[OldItem]
    arrivals: list[Arrival] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)
    """Keys of the file that mean nothing here, and how often."""
    names: Mapping[UUID, str] = field(default_factory=dict)
    """Of the categories."""

    @property
    def errors(self) -> list[Remark]:
        return [remark for item in self.items for remark in item.errors]

    @property
    def warnings(self) -> list[Remark]:
        return [remark for item in self.items for remark in item.warnings]

    @property
    def known(self) -> list[OldItem]:
        return [item for item in self.items if item.is_known]

    @property
    def achievements(self) -> int:
        return sum(len(arrival.achievements) for arrival in self.arrivals)

    def outcomes(self) -> Iterator[tuple[OldItem, str]]:
        """Each entry of the file, with what becomes of it in words."""
        arrivals = {arrival.item.number: arrival for arrival in self.arrivals}
        for item in self.items:
            if item.is_known:
                yield item, _("here already as “%s”; it stays as it is.") % shown(item.title)
            elif arrival := arrivals.get(item.number):
                yield item, _outcome(arrival, self.names)
            else:
                yield item, _("cannot be imported.")


def check_legacy(raw: bytes) -> LegacyPlan:
    """What becomes of each badge milestone of the file (see `badges.services.legacy_file`). Writes nothing.
    Three queries, and two for each thousand addresses. Raises BadgesError where the file holds no list.
    """
    imported = MilestoneConfig.objects.filter(legacy_id__isnull=False).order_by()
    known = {str(old_id): title for old_id, title in imported.values_list("legacy_id", "title")}
    file = read_file(raw, tree=category_tree(), known=known)
    usable = [(item, item.milestone) for item in file.items if item.milestone]
    owners = _owners({each.email for _item, old in usable for each in old.achievements})
    return LegacyPlan(
        items=file.items,
        arrivals=[Arrival(item, old, _achievers(item, old, owners)) for item, old in usable],
        unread=file.unread,
        names=category_names(),
    )


def import_legacy(plan: LegacyPlan) -> None:
    """Write all of a plan without errors, or nothing. Who fulfils an active one besides is awarded by the
    sweep. Raises BadgesError: INVALID for a plan with errors, CONFLICT where something changed since.
    """
    if plan.errors:
        raise BadgesError(_("Nothing was imported: mend what is listed, then import it again."))
    try:
        with transaction.atomic():
            _write(plan.arrivals)
    except IntegrityError as error:  # imported by somebody else, or an account was deleted
        raise BadgesError(
            _("Something changed at this moment. Nothing was imported; import it again."),
            refusal=Refusal.CONFLICT,
        ) from error


def _owners(addresses: Collection[str]) -> dict[str, int]:
    """Whose they are: of whoever has proven one, else of whoever is to sign in with it."""
    owners: dict[str, int] = {}
    wanted = sorted(addresses)
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        owners.update(User.objects.filter(email__in=some).values_list("email", "pk"))
        proven = EmailAddress.objects.filter(email__in=some, verified=True)
        owners.update(proven.values_list("email", "user"))
    return owners


def _achievers(item: OldItem, old: OldMilestone, owners: Mapping[str, int]) -> dict[int, datetime]:
    """When which people reached it. Who has no account is left out; of two dates the earlier one stands."""
    moments: dict[int, datetime] = {}
    for each in old.achievements:
        owner = owners.get(each.email)
        if owner is None:
            item.warn(
                each.field,
                _("Nobody has an account with %s. This achievement is left out.")
                % shown(each.email),
            )
            continue
        if owner in moments:
            item.warn(each.field, _("This person is named before. The earlier date counts."))
        moments[owner] = min(each.achieved_at, moments.get(owner, each.achieved_at))
    return moments


def _write(arrivals: list[Arrival]) -> None:
    now = timezone.now()
    milestones = MilestoneConfig.objects.bulk_create(
        (_milestone(arrival, now) for arrival in arrivals), batch_size=CHUNK
    )
    MilestoneAchievement.objects.bulk_create(
        (
            MilestoneAchievement(
                milestone=milestone,
                user_id=person,
                achieved_at=moment,
                trigger=milestone.trigger,
                how=How.IMPORT,
                celebrated_at=now,
            )
            for milestone, arrival in zip(milestones, arrivals, strict=True)
            for person, moment in arrival.achievements.items()
        ),
        batch_size=CHUNK,
    )
    AuditEntry.objects.bulk_create(
        (_entry(milestone) for milestone in milestones),
        batch_size=CHUNK,
    )
    hint("badges.catch_up")


def _milestone(arrival: Arrival, now: datetime) -> MilestoneConfig:
    """One whose trigger says nothing that can be counted has no type."""
    old = arrival.milestone
    return MilestoneConfig(
        type=type_of(old.rule) if old.rule else "",
        title=old.title,
        description=old.description,
        icon=old.icon,
        trigger=old.trigger,
        active=old.active,
        backfill_requested_at=now if old.active else None,
        note=old.note,
        legacy_id=arrival.item.legacy_id,
    )


def _entry(milestone: MilestoneConfig) -> AuditEntry:
    """With the rule. A trigger that is only kept may name people, whom the audit log outlives."""
    return audit_entry(
        actor=None,
        action="import-badge-milestone",
        on=milestone,
        after=milestone.trigger if milestone.type else None,
    )


def _outcome(arrival: Arrival, names: Mapping[UUID, str]) -> str:
    old, people = arrival.milestone, len(arrival.achievements)
    title = shown(old.title)
    if old.rule is None:
        what = _("“%(title)s”, inactive. %(note)s") % {"title": title, "note": old.note}
    else:
        state = _("active") if old.active else _("inactive")
        rule = {"title": title, "rule": describe(old.rule, names), "state": state}
        what = _("“%(title)s”, %(rule)s, %(state)s.") % rule
    reached = ngettext("%(n)d person reached it.", "%(n)d people reached it.", people)
    return f"{what} {reached % {'n': people}}"
