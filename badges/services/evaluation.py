"""Who reached what: evaluation of a few people over all badge milestones, when they claim a badge or when
what their badges stand for changed. Its twin, one badge milestone over all people, is
`badges.services.backfill`; docs/badges.md has both and what they cost.
"""

import hashlib
import json
import logging
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Lower
from django.utils import timezone

from badges.models import Badge, BadgeTemplate, How, MilestoneAchievement, MilestoneConfig
from badges.rules import CategoryTree, Fact, Holding, Selection, UnusableCategoryError
from badges.selectors.facts import category_tree, facts_as_evaluated
from badges.services.stillness import hold_badges_still
from badges.triggers import Trigger, read_stored
from tfl.accounts.models import User

logger = logging.getLogger(__name__)

CHUNK: Final = 1000
"""People evaluated in one transaction."""

_FIELDS: Final = [field.attname for field in MilestoneConfig._meta.concrete_fields]


@transaction.atomic
def check_milestones(user: User) -> list[MilestoneAchievement]:
    """Evaluate one person now and award what was missed. Idempotent. Returns the new achievements, which
    their owner is told of quietly.
    """
    hold_badges_still()
    return award([user.pk], how=How.BACKFILL)


def award(user_ids: Collection[int], *, how: How) -> list[MilestoneAchievement]:
    """Write what these people reached and do not have. Four reads (three for one person) and one write at
    most, whatever the number of badge milestones, categories and levels; one more write while a change of
    what their badges stand for awaits the sweep. Returns the new achievements, each with its milestone.

    Within the caller's transaction, which holds the people or all badges still (`badges.services.stillness`).
    """
    counting = Badge.objects.counting().filter(recipient__in=user_ids)
    facts, evaluated_as = facts_as_evaluated(counting)
    if not facts:
        return []
    tree = category_tree()
    if how is How.CLAIM:
        remember_change(chain.from_iterable(facts.values()), evaluated_as, tree)
    reached = _reached_by(facts) if len(facts) > 1 else set()
    rules = [rule for row in _candidates(facts, tree) if (rule := _rule(row, tree))]
    new = sorted(
        _new(facts, reached, rules, how), key=lambda each: (each.milestone_id, each.user_id)
    )
    return _write(new)


@dataclass(frozen=True)
class _Rule:
    """A usable trigger, its scope worked out, and its row, which becomes a model only where it is reached."""

    row: dict[str, Any]
    trigger: Trigger
    selection: Selection

    @property
    def milestone_id(self) -> int:
        return int(self.row["id"])

    @property
    def milestone(self) -> MilestoneConfig:
        values = self.row | {"trigger": self.trigger.as_json()}
        return MilestoneConfig.from_db(None, _FIELDS, [values[name] for name in _FIELDS])

    def is_fulfilled_by(self, holding: Holding) -> bool:
        value = self.trigger.count(holding.within(self.selection))
        return bool(value >= self.trigger.threshold)


def _reached_by(people: Collection[int]) -> set[tuple[int, int]]:
    standing = MilestoneAchievement.objects.standing().filter(user__in=people)
    return set(standing.order_by().values_list("milestone_id", "user_id"))


def _candidates(facts: Mapping[int, list[Fact]], tree: CategoryTree) -> Iterable[dict[str, Any]]:
    """Rows of the active badge milestones that one of these people could have reached now; of one person,
    only those not reached yet. Every metric counts facts, so no value exceeds the most facts anybody has; and
    a category counts something only where it stands above a skill of theirs.
    """
    most = max(map(len, facts.values()))
    touched = {fact.category for theirs in facts.values() for fact in theirs if fact.category}
    above = {str(category) for each in touched for category in tree.above(each)}
    elsewhere = Q(trigger__scope="category") & ~Q(category__in=above)
    candidates = (
        MilestoneConfig.objects.active()
        .filter(trigger__threshold__lte=most)
        .annotate(category=Lower(KeyTextTransform("categoryId", "trigger")))
        .exclude(elsewhere)
    )
    if len(facts) == 1:
        standing = MilestoneAchievement.objects.standing().filter(user__in=list(facts))
        candidates = candidates.exclude(pk__in=standing.order_by().values("milestone"))
    rows = candidates.annotate(rule=Cast("trigger", TextField())).order_by()
    columns = [name for name in _FIELDS if name != "trigger"]
    return list(rows.values("rule", *columns))


def _rule(row: dict[str, Any], tree: CategoryTree) -> _Rule | None:
    """None where the trigger cannot be used."""
    trigger = read_stored(row["rule"])
    try:
        return _Rule(row, trigger, trigger.selection(tree)) if trigger else None
    except UnusableCategoryError:
        return None


def _new(
    facts: Mapping[int, list[Fact]], reached: set[tuple[int, int]], rules: list[_Rule], how: How
) -> Iterator[MilestoneAchievement]:
    now = timezone.now()
    for user_id, theirs in facts.items():
        holding = Holding(theirs)
        for rule in rules:
            if (rule.milestone_id, user_id) not in reached and rule.is_fulfilled_by(holding):
                yield MilestoneAchievement(
                    milestone=rule.milestone,
                    user_id=user_id,
                    achieved_at=now,
                    trigger=rule.trigger.as_json(),
                    how=how,
                )


def _write(new: list[MilestoneAchievement]) -> list[MilestoneAchievement]:
    """One statement. A row that was revoked is restored; what was celebrated stays celebrated."""
    return MilestoneAchievement.objects.bulk_create(
        new,
        update_conflicts=True,
        unique_fields=["milestone", "user"],
        update_fields=["achieved_at", "trigger", "how", "revoked_at", "revoked_with"],
    )


# What badges stand for changed -----------------------------------------------------------------------


def reevaluate_changed_templates() -> int:
    """The sweep: evaluate everybody who holds a badge of a template whose skills, or whose skills'
    categories, changed since it was last evaluated. Only ever adds. Returns the number of new achievements.
    """
    changed = dict(_changed_templates())
    if not changed:
        return 0
    people = _holders_of([template.pk for template in changed])
    found = sum(
        _reevaluate(people[start : start + CHUNK]) for start in range(0, len(people), CHUNK)
    )
    for template, now_as in changed.items():
        unchanged = BadgeTemplate.objects.filter(pk=template.pk, evaluated_as=template.evaluated_as)
        unchanged.update(evaluated_as=now_as)
    return found


@transaction.atomic
def _holders_of(templates: list[int]) -> list[int]:
    """Also those who are just claiming one, and read what it stood for before it changed."""
    hold_badges_still()
    holders = Badge.objects.counting().filter(template__in=templates)
    return list(holders.order_by("recipient").values_list("recipient", flat=True).distinct())


def _reevaluate(people: list[int]) -> int:
    """A chunk; where it cannot be done, one by one, so that nobody's trouble costs another's award."""
    try:
        with transaction.atomic():
            hold_badges_still()
            return len(award(people, how=How.BACKFILL))
    except (OperationalError, InterfaceError):
        raise  # the database is away: nobody's trouble, and the next sweep finds all of them again
    except Exception:
        if len(people) == 1:
            logger.exception("person %s could not be evaluated", people[0])
            return 0
    return sum(_reevaluate([person]) for person in people)


def _changed_templates() -> Iterator[tuple[BadgeTemplate, str]]:
    """Those not evaluated as they are now, with what they are now. Three queries."""
    tree = category_tree()
    templates: QuerySet[BadgeTemplate] = BadgeTemplate.objects.order_by("pk").prefetch_related(
        "skills"
    )
    for template in templates:
        skills = {(skill.pk, skill.category_id) for skill in template.skills.all()}
        now_as = _standing_for(skills, tree)
        if now_as != template.evaluated_as:
            yield template, now_as


def remember_change_for(user_id: int) -> None:
    """As below, for somebody from whom something is taken. Two reads and one write at most."""
    counting = Badge.objects.counting().filter(recipient=user_id)
    facts, evaluated_as = facts_as_evaluated(counting)
    remember_change(chain.from_iterable(facts.values()), evaluated_as, category_tree())


def remember_change(
    facts: Iterable[Fact], evaluated_as: Mapping[int, str], tree: CategoryTree
) -> None:
    """Somebody is judged by these facts. Where a template stands for something else by now than when the
    sweep last saw it, the sweep is to evaluate its holders again, even if it finds the template as it was.
    One of a person's templates is enough, and locks nobody out of order.
    """
    skills: dict[int, set[tuple[int, UUID]]] = {template: set() for template in evaluated_as}
    for fact in facts:
        if fact.skill and fact.category:
            skills[fact.template].add((fact.skill, fact.category))
    for template, seen_as in evaluated_as.items():
        if seen_as and seen_as != _standing_for(skills[template], tree):
            BadgeTemplate.objects.filter(pk=template).update(evaluated_as="")
            return


def _standing_for(skills: Iterable[tuple[int, UUID]], tree: CategoryTree) -> str:
    """Skills with their categories and the way from each up the tree and around its cycle, as a hash."""
    ways = sorted(
        [skill, *map(str, tree.above(category)), str(tree.closes_at(category))]
        for skill, category in skills
    )
    return hashlib.sha256(json.dumps(ways).encode()).hexdigest()
