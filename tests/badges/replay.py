"""The engine once more, naively: what the specification says, person by person and badge by badge, over plain
dicts. Slow, obvious, and nothing of the product's own in it. `tests.badges.test_histories` does the same to
both and compares.

People, skills, templates, badges and badge milestones are their place in a list, categories too. Only a sweep
looks at everybody; it looks at everybody each time, whatever changed.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass
class Rule:
    """`metric` is badge_count or category_count; without a `category` it is about all badges."""

    metric: str
    threshold: int
    category: int | None = None
    with_sub_categories: bool = True
    active: bool = False


@dataclass
class Held:
    """A badge. `state` is pending, claimed or revoked."""

    person: int
    template: int
    expires: datetime | None
    state: str = "pending"


@dataclass
class Reached:
    """An achievement. `how` is Claim, Backfill or Import; `taken_with` is the badge that was revoked."""

    at: datetime
    how: str
    told: bool = False
    taken_at: datetime | None = None
    taken_with: int | None = None


@dataclass
class Replay:
    people: int
    parents: dict[int, int | None]
    """Category to parent."""
    category_of: dict[int, int]
    """Skill to category."""
    skills_of: dict[int, set[int]]
    """Template to skills."""
    validity: dict[int, int | None]
    """Template to days."""
    rules: list[Rule]
    now: datetime
    badges: list[Held] = field(default_factory=list)
    reached: dict[tuple[int, int], Reached] = field(default_factory=dict)
    """By rule and person."""
    notices: Counter[int] = field(default_factory=Counter)
    """Person to quiet notices."""

    # What happens ------------------------------------------------------------------------------------

    def issue(self, person: int, template: int) -> None:
        days = self.validity[template]
        expires = self.now + timedelta(days=days) if days else None
        self.badges.append(Held(person, template, expires))

    def claim(self, badge: int) -> set[int] | None:
        """The rules newly reached; None where it is refused."""
        it = self.badges[badge]
        if it.state == "claimed":
            return set()
        if it.state == "revoked" or self.is_expired(it):
            return None
        it.state = "claimed"
        return self.evaluate(it.person, "Claim")

    def revoke(self, badge: int) -> bool:
        it = self.badges[badge]
        if it.state == "revoked":
            return False
        was_claimed = it.state == "claimed"
        it.state = "revoked"
        if was_claimed:
            self.take_what_is_unsupported(badge)
        return True

    def remove_category(self, category: int) -> None:
        del self.parents[category]

    def activate(self, rule: int) -> bool:
        """Refused where nothing can be counted by it. Awards nobody before the sweep."""
        if not self.rules[rule].active and not self.is_usable(self.rules[rule]):
            return False
        self.rules[rule].active = True
        return True

    def deactivate(self, rule: int) -> None:
        self.rules[rule].active = False

    def set_threshold(self, rule: int, threshold: int) -> bool:
        """Fixed once somebody reached it, for good."""
        it = self.rules[rule]
        if threshold == it.threshold:
            return True
        if any(key[0] == rule for key in self.reached) or not self.is_usable(it):
            return False
        it.threshold = threshold
        return True

    def import_achievement(self, rule: int, person: int) -> None:
        self.reached[rule, person] = Reached(self.now, "Import")

    def celebrate(self, person: int) -> int:
        """Their dialog is closed."""
        shown = [
            it
            for (_rule, whose), it in self.reached.items()
            if whose == person and it.how == "Claim" and not it.told and not it.taken_at
        ]
        for it in shown:
            it.told = True
        return len(shown)

    def check(self, person: int) -> set[int]:
        return self.evaluate(person, "Backfill")

    def sweep(self) -> int:
        """Everybody gets what they fulfil; whoever is to be told quietly is told once."""
        found = sum(len(self.evaluate(person, "Backfill")) for person in range(self.people))
        to_tell = [
            (person, it)
            for (_rule, person), it in self.reached.items()
            if it.how == "Backfill" and not it.told and not it.taken_at
        ]
        self.notices.update({person for person, _it in to_tell})
        for _person, it in to_tell:
            it.told = True
        return found

    # Who reached what --------------------------------------------------------------------------------

    def evaluate(self, person: int, how: str) -> set[int]:
        new = set()
        for number, rule in enumerate(self.rules):
            before = self.reached.get((number, person))
            if (before and not before.taken_at) or not rule.active or not self.is_usable(rule):
                continue
            if self.value(rule, self.counting(person)) >= rule.threshold:
                told = before.told if before else False
                self.reached[number, person] = Reached(self.now, how, told)
                new.add(number)
        return new

    def take_what_is_unsupported(self, badge: int) -> None:
        person = self.badges[badge].person
        support = [it for it in self.badges if it.person == person and it.state == "claimed"]
        for (number, whose), it in self.reached.items():
            rule = self.rules[number]
            if whose != person or it.how == "Import" or it.taken_at or not self.is_usable(rule):
                continue
            counted = self.value(rule, [self.badges[badge]]) > 0
            if counted and self.value(rule, support) < rule.threshold:
                it.taken_at, it.taken_with = self.now, badge

    def counting(self, person: int) -> list[Held]:
        return [
            it
            for it in self.badges
            if it.person == person and it.state == "claimed" and not self.is_expired(it)
        ]

    def is_expired(self, badge: Held) -> bool:
        return badge.expires is not None and badge.expires <= self.now

    def value(self, rule: Rule, badges: list[Held]) -> int:
        if rule.metric == "category_count":
            return len({category for it in badges for category in self.categories_of(it)})
        return sum(1 for it in badges if self.is_in_scope(rule, it))

    def categories_of(self, badge: Held) -> set[int]:
        return {self.category_of[skill] for skill in self.skills_of[badge.template]}

    def is_in_scope(self, rule: Rule, badge: Held) -> bool:
        if rule.category is None:
            return True
        return any(
            category == rule.category
            or (rule.with_sub_categories and rule.category in self.ancestors(category))
            for category in self.categories_of(badge)
        )

    def ancestors(self, category: int) -> list[int]:
        """Each once, however the tree is knotted."""
        found: list[int] = []
        parent = self.parents[category]
        while parent is not None and parent not in found:
            found.append(parent)
            parent = self.parents[parent]
        return found

    def is_usable(self, rule: Rule) -> bool:
        """Its category is there, and does not stand below itself."""
        if rule.category is None:
            return True
        return rule.category in self.parents and rule.category not in self.ancestors(rule.category)
