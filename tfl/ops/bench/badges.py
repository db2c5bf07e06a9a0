"""The badge engine: what a claim costs as rules and levels grow, and a backfill against the same rule written
by hand.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from badges.models import Badge, BadgeStatus, BadgeTemplate, MilestoneAchievement, MilestoneConfig
from badges.services import backfill_milestone, claim_badge
from tfl.accounts.models import User
from tfl.ops.bench.badge_population import LEVELS, Parents, make_rules, set_depth

RULES: Final = (10, 50, 200, 1000)
DEPTHS: Final = (1, LEVELS)
ROUNDS: Final = 15
CLAIMS_A_ROUND: Final = 4
BACKFILLS: Final = 5
MANY_RULES: Final = 100

BY_HAND: Final = {
    "badges": """
        SELECT recipient_id FROM badges
        WHERE status = 'Claimed' AND (expires_at IS NULL OR expires_at > now())
        GROUP BY recipient_id HAVING count(*) >= %(threshold)s
    """,
    "categories": """
        SELECT recipient_id FROM badges b
        JOIN badge_template_skills ts ON ts.badgetemplate_id = b.template_id
        JOIN skills s ON s.skill_id = ts.skill_id
        WHERE b.status = 'Claimed' AND (b.expires_at IS NULL OR b.expires_at > now())
        GROUP BY recipient_id HAVING count(DISTINCT s.category_id) >= %(threshold)s
    """,
    "badges in a category": """
        WITH RECURSIVE below AS (
            SELECT id FROM skill_categories WHERE id = %(category)s
            UNION SELECT c.id FROM skill_categories c JOIN below ON c.parent_id = below.id
        )
        SELECT recipient_id FROM badges
        WHERE status = 'Claimed' AND (expires_at IS NULL OR expires_at > now()) AND template_id IN (
            SELECT ts.badgetemplate_id FROM badge_template_skills ts
            JOIN skills s ON s.skill_id = ts.skill_id WHERE s.category_id IN (SELECT id FROM below))
        GROUP BY recipient_id HAVING count(*) >= %(threshold)s
    """,
}
"""Whom a rule is fulfilled by, as somebody would write it who knows just this one rule."""

INSERT: Final = """
    INSERT INTO milestone_achievements (milestone_id, user_id, achieved_at, trigger, how)
    SELECT %(milestone)s, recipient_id, now(), '{{}}', 'Backfill' FROM ({people}) AS people
    ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class Claims:
    """Median milliseconds and most statements of a claim, by (rules, depth)."""

    milliseconds: dict[tuple[int, int], float]
    statements: dict[tuple[int, int], int]

    @property
    def ratio(self) -> float:
        """The worst of: most rules over fewest, at one depth."""
        return max(
            self.milliseconds[max(RULES), depth] / self.milliseconds[min(RULES), depth]
            for depth in DEPTHS
        )


@dataclass(frozen=True)
class Backfill:
    rule: str
    seconds: float
    by_hand: float
    awarded: int

    @property
    def ratio(self) -> float:
        return self.seconds / self.by_hand


def measure_claims(parents: Parents) -> Claims:
    """Rounds over all settings in turn, so that what else the machine does meets all alike. Somebody's first
    claim is counted, not timed: it awards what these rules owe them, as their backfill would have before.
    """
    rules = make_rules(max(RULES), parents)
    holders = User.objects.filter(email__startswith="holder").order_by("pk")
    people = iter(holders[: len(RULES) * len(DEPTHS) * ROUNDS])
    template = BadgeTemplate.objects.filter(name__startswith="Bench").order_by("pk")[0]
    seconds: dict[tuple[int, int], list[float]] = defaultdict(list)
    statements: dict[tuple[int, int], int] = defaultdict(int)
    for _round in range(ROUNDS):
        for depth in DEPTHS:
            set_depth(parents, depth)
            for number in RULES:
                _activate(rules[:number])
                person = next(people)
                counted = _statements(_waiting(template, person), person)
                statements[number, depth] = max(statements[number, depth], counted)
                for _ in range(CLAIMS_A_ROUND):
                    badge = _waiting(template, person)
                    seconds[number, depth].append(_time(claim_badge, badge=badge, by=person))
    _forget_achievements()
    MilestoneConfig.objects.filter(pk__in=rules).delete()
    milliseconds = {setting: 1000 * median(times) for setting, times in seconds.items()}
    return Claims(milliseconds, dict(statements))


def measure_backfills(parents: Parents) -> Iterator[Backfill]:
    """Each kind of rule, in turn with its twin written by hand; nobody has an achievement before either."""
    set_depth(parents, LEVELS)
    root = next(iter(parents))
    branch = next(category for category, parent in parents.items() if parent == root)
    rules: dict[str, dict[str, Any]] = {
        "badges": {"metric": "badge_count", "scope": "global", "threshold": 10},
        "categories": {"metric": "category_count", "scope": "global", "threshold": 15},
        "badges in a category": {
            "metric": "badge_count",
            "scope": "category",
            "threshold": 5,
            "categoryId": str(branch.pk),
            "includeSubCategories": True,
        },
    }
    for name, trigger in rules.items():
        milestone = MilestoneConfig.objects.create(title=name, trigger=trigger, active=True)
        ours, by_hand = [], []
        for _ in range(BACKFILLS):
            by_hand.append(_time_alone(_by_hand, name, milestone))
            expected = MilestoneAchievement.objects.count()
            ours.append(_time_alone(backfill_milestone, milestone.pk))
            awarded = MilestoneAchievement.objects.count()
            if awarded != expected:
                raise AssertionError(f"{name}: {awarded} awarded, {expected} by hand")
        yield Backfill(name, median(ours), median(by_hand), awarded)
    _forget_achievements()
    MilestoneConfig.objects.filter(title__in=rules).delete()


def measure_many(parents: Parents) -> tuple[float, int]:
    """Seconds for `MANY_RULES` over everybody from nothing, and how many achievements that made."""
    rules = make_rules(MANY_RULES, parents)
    _activate(rules)
    started = time.perf_counter()
    awarded = sum(backfill_milestone(pk) for pk in rules)
    return time.perf_counter() - started, awarded


def _activate(rules: list[int]) -> None:
    MilestoneConfig.objects.filter(active=True).update(active=False)
    MilestoneConfig.objects.filter(pk__in=rules).update(active=True)


def _waiting(template: BadgeTemplate, person: User) -> Badge:
    return Badge.objects.create(template=template, recipient=person, status=BadgeStatus.PENDING)


def _statements(badge: Badge, person: User) -> int:
    """Of a whole claim, without those that open and close its transaction."""
    with CaptureQueriesContext(connection) as captured:
        claim_badge(badge=badge, by=person)
    control = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return sum(not query["sql"].startswith(control) for query in captured.captured_queries)


def _by_hand(name: str, milestone: MilestoneConfig) -> None:
    values = {
        "threshold": milestone.trigger["threshold"],
        "category": milestone.trigger.get("categoryId"),
        "milestone": milestone.pk,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT.format(people=BY_HAND[name]), values)


def _time(function: Callable[..., Any], *args: Any, **named: Any) -> float:
    started = time.perf_counter()
    function(*args, **named)
    return time.perf_counter() - started


def _time_alone(function: Callable[..., Any], *args: Any) -> float:
    _forget_achievements()
    return _time(function, *args)


def _forget_achievements() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE milestone_achievements")
