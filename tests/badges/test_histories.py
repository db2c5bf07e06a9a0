"""After any history the product holds what the naive replay of the same events holds (`tests.badges.replay`).

Two hundred histories from fixed seeds, so that a run repeats. `TFL_HISTORIES=5000` draws as many new ones;
`--hypothesis-seed=7` besides draws the same again.
"""

import logging
import os
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, note, seed, settings
from hypothesis import strategies as st

from badges.services import catch_up, sweep_everything
from tests.badges.product import ROUTES, Product, State
from tests.badges.replay import Replay, Rule
from tests.make import make_admin, make_user
from tfl.accounts.models import User

pytestmark = pytest.mark.django_db

PEOPLE: Final = 2
CATEGORIES: Final = 5
SKILLS: Final = 4
TEMPLATES: Final = 4
RULES: Final = 4
EVENTS: Final = 28
START: Final = datetime(2026, 3, 10, 12, tzinfo=UTC)

ON_DEMAND: Final = os.environ.get("TFL_HISTORIES")

PARTS: Final = 1 if ON_DEMAND else 4
"""For several workers; each has a seed of its own."""

any_history = settings(
    max_examples=int(ON_DEMAND or 200) // PARTS,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)

# What is drawn ---------------------------------------------------------------------------------------

OFTEN: Final = {
    "give": 10,
    "issue": 4,
    "claim": 4,
    "revoke": 5,
    "wait": 4,
    "categorise": 3,
    "teach": 3,
    "move": 2,
    "undo": 4,
    "remove": 1,
    "activate": 2,
    "deactivate": 1,
    "set_threshold": 2,
    "import_achievement": 1,
    "celebrate": 2,
    "check": 1,
    "sweep": 3,
    "night": 1,
}


@st.composite
def chances(draw: st.DrawFn) -> tuple[Random, int]:
    """What decides everything in a history, and how long it is. Drawing each thing by itself makes histories
    in which little happens.
    """
    return Random(draw(st.integers(0, 2**64))), draw(st.integers(EVENTS // 2, EVENTS))


def some_world(chance: Random) -> Replay:
    return Replay(
        people=PEOPLE,
        parents={n: chance.choice([None, *range(n)]) for n in range(CATEGORIES)},
        category_of={n: chance.randrange(CATEGORIES) for n in range(SKILLS)},
        skills_of={n: some_skills(chance) for n in range(TEMPLATES)},
        validity={n: chance.choice([None, 6]) for n in range(TEMPLATES)},
        rules=[some_rule(chance) for _ in range(RULES)],
        now=START,
    )


def some_rule(chance: Random) -> Rule:
    kind = chance.choice(["badges", "categories", "within", "within"])
    return Rule(
        "category_count" if kind == "categories" else "badge_count",
        chance.randint(1, 3),
        category=chance.randrange(CATEGORIES) if kind == "within" else None,
        with_sub_categories=chance.random() < 0.7,
        active=chance.random() < 0.7,
    )


def some_skills(chance: Random) -> set[int]:
    return set(chance.sample(range(SKILLS), chance.choice([0, 1, 1, 2])))


# Both, side by side ----------------------------------------------------------------------------------


class History:
    """What happens is told to the naive replay and to the product. What cannot happen in this world does not
    happen.
    """

    def __init__(self, chance: Random, clock: time_machine.Traveller, crowd: list[User]) -> None:
        self.chance, self.clock = chance, clock
        self.naive = some_world(chance)
        self.product = Product(self.naive, crowd[0], crowd[1:])
        self.undoing: list[tuple[Any, ...]] = []
        self.seen: Counter[str] = Counter()
        note(str(self.naive))

    def happens(self, name: str) -> None:
        self.pass_time(timedelta(minutes=1))
        getattr(self, name)()
        assert self.product.state() == self.expected()

    def expected(self) -> State:
        return {
            where: (it.at, it.how, it.told, it.taken_at, it.taken_with)
            for where, it in self.naive.reached.items()
        }

    def pass_time(self, step: timedelta) -> None:
        self.clock.shift(step)
        self.naive.now = timezone.now()

    def wait(self) -> None:
        self.pass_time(timedelta(days=self.chance.randint(3, 9)))

    # Badges ------------------------------------------------------------------------------------------

    def give(self) -> None:
        self.issue()
        self.claim_this(len(self.naive.badges) - 1)

    def issue(self) -> None:
        person, template = self.person(), self.chance.randrange(TEMPLATES)
        note(f"issue template {template} to {person}")
        self.naive.issue(person, template)
        self.product.issue(person, template)

    def claim(self) -> None:
        if self.naive.badges:
            self.claim_this(self.badge_that_is("pending"))

    def claim_this(self, badge: int) -> None:
        note(f"claim {badge}")
        before = set(self.naive.reached)
        new = self.naive.claim(badge)
        assert self.product.claim(badge) == new
        person = self.naive.badges[badge].person
        self.saw("refused", new is None)
        self.saw("expired unclaimed", self.naive.badges[badge].state == "pending")
        self.saw("reached", bool(new))
        self.saw("several reached at once", len(new or ()) > 1)
        self.saw("reached again", any((rule, person) in before for rule in new or ()))

    def revoke(self) -> None:
        if self.naive.badges:
            badge, standing = self.badge_that_is("claimed"), self.standing()
            note(f"revoke {badge}")
            assert self.product.revoke(badge) == self.naive.revoke(badge)
            self.saw("taken", self.standing() < standing)

    # Badge milestones --------------------------------------------------------------------------------

    def activate(self) -> None:
        rule = self.rule_that_is(active=False)
        note(f"activate {rule}")
        assert self.product.activate(rule) == self.naive.activate(rule)

    def deactivate(self) -> None:
        rule = self.rule_that_is(active=True)
        note(f"deactivate {rule}")
        self.naive.deactivate(rule)
        self.product.deactivate(rule)

    def set_threshold(self) -> None:
        rule, threshold = self.chance.randrange(RULES), self.chance.randint(1, 3)
        note(f"set the threshold of {rule} to {threshold}")
        before = self.naive.rules[rule].threshold
        is_set = self.naive.set_threshold(rule, threshold)
        assert self.product.set_threshold(rule, threshold) == is_set
        self.saw("threshold fixed", not is_set)
        self.saw("threshold lowered", is_set and threshold < before)

    # Achievements ------------------------------------------------------------------------------------

    def import_achievement(self) -> None:
        rule, person = self.chance.randrange(RULES), self.person()
        if (rule, person) not in self.naive.reached:
            note(f"import {rule} of {person}")
            self.naive.import_achievement(rule, person)
            self.product.import_achievement(rule, person)

    def celebrate(self) -> None:
        waiting = [who for (_rule, who), it in self.naive.reached.items() if it.how == "Claim"]
        person = self.one_of(waiting, range(PEOPLE))
        note(f"{person} celebrates")
        shown = self.naive.celebrate(person)
        assert self.product.celebrate(person) == shown
        self.saw("celebrated", bool(shown))

    def check(self) -> None:
        person = self.person()
        note(f"check {person}")
        assert self.product.check(person) == self.naive.check(person)

    def sweep(self) -> None:
        note("sweep")
        found = self.naive.sweep()
        assert catch_up() == found
        assert self.product.notices() == self.naive.notices
        self.saw("found by the sweep", bool(found))

    def night(self) -> None:
        """It is a sweep, and after it has nothing more to find."""
        note("night")
        self.naive.sweep()
        assert sweep_everything() == 0
        assert self.product.notices() == self.naive.notices

    # The taxonomy ------------------------------------------------------------------------------------

    def categorise(self) -> None:
        """Rather a skill of a badge somebody holds, rather into a category that counts."""
        held = {skill for it in self.naive.badges for skill in self.naive.skills_of[it.template]}
        asked = {rule.category for rule in self.naive.rules} & set(self.naive.parents)
        self.put_skill(self.one_of(held, range(SKILLS)), self.one_of(asked, self.naive.parents))

    def teach(self) -> None:
        held = {it.template for it in self.naive.badges}
        self.put_skills(self.one_of(held, range(TEMPLATES)), some_skills(self.chance))

    def move(self) -> None:
        """Also below itself, as only a hand in the table can."""
        category, parent = self.chance.choices([*self.naive.parents], k=2)
        self.put_category(category, parent if self.chance.random() < 0.7 else None)

    def remove(self) -> None:
        taken = {*self.naive.category_of.values(), *self.naive.parents.values()}
        if free := sorted(set(self.naive.parents) - taken):
            note(f"remove category {free[0]}")
            self.naive.remove_category(free[0])
            self.product.remove_category(free[0])
            self.undoing.clear()

    def undo(self) -> None:
        """The last change of the taxonomy, so that all is as it was before it."""
        if self.undoing:
            put, where, what = self.undoing.pop()
            put(where, what)
            self.undoing.pop()

    def put_skill(self, skill: int, category: int) -> None:
        note(f"put skill {skill} into category {category}")
        self.undoing.append((self.put_skill, skill, self.naive.category_of[skill]))
        self.naive.category_of[skill] = category
        self.product.put_skill(skill, category, self.route())

    def put_skills(self, template: int, skills: set[int]) -> None:
        note(f"template {template} stands for skills {skills}")
        self.undoing.append((self.put_skills, template, self.naive.skills_of[template]))
        self.naive.skills_of[template] = skills
        self.product.put_skills(template, skills, self.route())

    def put_category(self, category: int, parent: int | None) -> None:
        note(f"put category {category} below {parent}")
        self.undoing.append((self.put_category, category, self.naive.parents[category]))
        self.naive.parents[category] = parent
        self.product.put_category(category, parent, self.route())
        self.saw("cycle", category in self.naive.ancestors(category))

    # Chance ------------------------------------------------------------------------------------------

    def person(self) -> int:
        return self.chance.randrange(PEOPLE)

    def route(self) -> str:
        return self.chance.choice(ROUTES)

    def badge_that_is(self, state: str) -> int:
        badges = self.naive.badges
        return self.one_of(
            [n for n, badge in enumerate(badges) if badge.state == state], range(len(badges))
        )

    def rule_that_is(self, *, active: bool) -> int:
        rules = self.naive.rules
        return self.one_of(
            [n for n, rule in enumerate(rules) if rule.active is active], range(RULES)
        )

    def one_of(self, preferred: Collection[Any], others: Iterable[int]) -> int:
        return int(self.chance.choice(sorted(preferred or others)))

    def standing(self) -> int:
        return sum(1 for it in self.naive.reached.values() if not it.taken_at)

    def saw(self, what: str, it_was_so: bool) -> None:
        self.seen[what] += it_was_so


@pytest.fixture
def crowd(db: None) -> list[User]:
    """An admin, and the people."""
    return [make_admin(), *(make_user() for _ in range(PEOPLE))]


@pytest.mark.parametrize("part", range(PARTS))
def test_any_history_leaves_what_its_naive_replay_leaves(
    part: int, crowd: list[User], caplog: pytest.LogCaptureFixture
) -> None:
    seen: Counter[str] = Counter()

    @any_history
    @given(chances())
    def replays(drawn: tuple[Random, int]) -> None:
        chance, length = drawn
        with transaction.atomic(), time_machine.travel(START, tick=False) as clock:
            history = History(chance, clock, crowd)
            for event in chance.choices([*OFTEN], [*OFTEN.values()], k=length):
                history.happens(event)
            history.happens("sweep")
            history.happens("night")
            transaction.set_rollback(True)
        seen.update(history.seen)

    with caplog.at_level(logging.WARNING):
        (replays if ON_DEMAND else seed(part)(replays))()
    assert caplog.messages == []
    assert {what for what, times in seen.items() if not times} == set()
