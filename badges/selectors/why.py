"""Why somebody has a badge milestone, or does not: how far they are, and which of their badges count."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from badges.models import Badge, MilestoneAchievement, MilestoneConfig
from badges.rules import EVERYTHING, Fact, Holding, Selection
from badges.selectors.facts import category_names, category_tree, facts_of
from badges.triggers import Trigger, TriggerError, parse_trigger
from badges.words import Names, category_name, describe, problem, to_go
from tfl.accounts.models import User


class Verdict(StrEnum):
    """Whether a badge counts, and why not; in the order they are shown."""

    COUNTS = "counts"
    OUTSIDE = "outside"
    """In force, but no matter to this rule."""
    PENDING = "pending"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A badge, and what it does for the rule."""

    badge: Badge
    verdict: Verdict
    categories: Sequence[str] = ()
    """Those by which it counts, where the rule asks for categories."""


@dataclass(frozen=True, slots=True)
class Why:
    milestone: MilestoneConfig
    person: User
    achievement: MilestoneAchievement | None
    """As it stands or was revoked, with the badge it was revoked with and that one’s template."""
    badges: Sequence[Weighed] = ()
    """All there are; of each verdict the latest issued first. None where the rule cannot be used."""
    rule: str = ""
    """In words, whatever the description says; empty where it cannot be used."""
    problem: str = ""
    """Why it cannot be used."""
    value: int = 0
    threshold: int = 0
    to_go: str = ""
    outside: str = ""
    """Why a badge in force does not count."""

    @property
    def has_it(self) -> bool:
        return self.achievement is not None and self.achievement.revoked_at is None

    @property
    def was_revoked(self) -> bool:
        return self.achievement is not None and self.achievement.revoked_at is not None

    @property
    def shown_value(self) -> int:
        """At most the threshold, for a progress bar."""
        return min(self.value, self.threshold)


def why(milestone: MilestoneConfig, person: User) -> Why:
    """Five queries, four where the rule cannot be used."""
    tree, names = category_tree(), category_names()
    held = Badge.objects.held_by(person)
    badges = list(held.select_related("template"))
    achievements = MilestoneAchievement.objects.filter(milestone=milestone, user=person)
    achievement = achievements.select_related("revoked_with__template").first()
    try:
        trigger = parse_trigger(milestone.trigger, tree)
    except TriggerError as error:
        return Why(milestone, person, achievement, problem=problem(error))
    facts = list(_selected(facts_of(held)[person.pk], trigger.selection(tree)))
    counting = {badge.pk for badge in badges if badge.counts}
    value = trigger.count(Holding(fact for fact in facts if fact.badge in counting))
    return Why(
        milestone,
        person,
        achievement,
        badges=_weighed(badges, facts, trigger, names),
        rule=describe(trigger, names),
        value=value,
        threshold=trigger.threshold,
        to_go=to_go(trigger, trigger.threshold - value) if value < trigger.threshold else "",
        outside=_outside(trigger, names),
    )


def _selected(facts: Iterable[Fact], selection: Selection) -> Iterator[Fact]:
    for fact in facts:
        if selection is EVERYTHING or getattr(fact, selection.column) in selection.values:
            yield fact


def _weighed(
    badges: list[Badge], facts: list[Fact], trigger: Trigger, names: Names
) -> list[Weighed]:
    """`facts` are those within the scope, of all the badges. Sorting keeps the order of each kind."""
    by_badge = defaultdict(list)
    for fact in facts:
        by_badge[fact.badge].append(fact)
    weighed = [_weigh(badge, by_badge[badge.pk], trigger, names) for badge in badges]
    return sorted(weighed, key=lambda each: list(Verdict).index(each.verdict))


def _weigh(badge: Badge, facts: list[Fact], trigger: Trigger, names: Names) -> Weighed:
    if badge.is_revoked:
        return Weighed(badge, Verdict.REVOKED)
    if badge.is_expired:
        return Weighed(badge, Verdict.EXPIRED)
    if badge.is_pending:
        return Weighed(badge, Verdict.PENDING)
    if not trigger.count(Holding(facts)):
        return Weighed(badge, Verdict.OUTSIDE)
    if not _asks_for_categories(trigger):
        return Weighed(badge, Verdict.COUNTS)
    found = {fact.category for fact in facts}
    return Weighed(
        badge, Verdict.COUNTS, sorted(name for id_, name in names.items() if id_ in found)
    )


def _asks_for_categories(trigger: Trigger) -> bool:
    return trigger.metric == "category_count" or "category_id" in trigger.parameters


def _outside(trigger: Trigger, names: Names) -> str:
    category = category_name(trigger, names)
    return (
        _("Not in %(category)s") % {"category": category} if category else _("Without a category")
    )
