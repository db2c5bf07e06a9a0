"""Many people with badges, and badge milestones to evaluate, written by the database itself."""

import random
from typing import Any, Final

from django.db import connection

from badges.models import MilestoneConfig, MilestoneType
from tfl.skills.models import SkillCategory

LEVELS: Final = 6
BRANCHES: Final = 3
"""Children of a category: with six levels under one root 364 categories."""

Parents = dict[SkillCategory, SkillCategory | None]


def populate(people: int, badges: int) -> Parents:
    """`people` with `badges` claimed badges among them, of 400 templates whose skills lie anywhere in a tree
    of six levels. PostgreSQL; rows that are there stay. Returns each category's parent.
    """
    parents = _grow_tree()
    with connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement, {"people": people, "badges": badges})
        cursor.execute("ANALYZE")
    return parents


def set_depth(parents: Parents, depth: int) -> None:
    """Connect only the upper `depth` levels: what is below hangs nowhere."""
    for category, parent in parents.items():
        category.parent = parent if _level(category, parents) < depth else None
    SkillCategory.objects.bulk_update(parents, ["parent"])


def make_rules(number: int, parents: Parents) -> list[int]:
    """Ids of new, inactive badge milestones: a mix of all kinds, with thresholds around what people have."""
    chance = random.Random(number)  # noqa: S311  no secret
    rules = [_rule(chance, list(parents)) for _ in range(number)]
    made = MilestoneConfig.objects.bulk_create(
        MilestoneConfig(
            title=f"Rule {place}",
            type=MilestoneType(str(rule["metric"]).upper()),
            trigger=rule,
            active=False,
        )
        for place, rule in enumerate(rules)
    )
    return [milestone.pk for milestone in made]


def _rule(chance: random.Random, categories: list[SkillCategory]) -> dict[str, Any]:
    """One in ten counts all badges, one in ten categories, the others badges in a category."""
    kind, threshold = chance.randrange(10), chance.randint(2, 40)
    if kind < 2:  # noqa: PLR2004
        metric = ("badge_count", "category_count")[kind]
        return {"metric": metric, "scope": "global", "threshold": threshold}
    return {
        "metric": "badge_count",
        "scope": "category",
        "threshold": 1 + threshold // 8,
        "categoryId": str(chance.choice(categories).pk),
        "includeSubCategories": bool(chance.randrange(4)),
    }


def _grow_tree() -> Parents:
    parents: Parents = {}
    level: list[SkillCategory | None] = [None]
    for depth in range(LEVELS):
        grown = [
            (SkillCategory(name=f"Level {depth}", slug=f"bench-{depth}-{place}-{branch}"), parent)
            for place, parent in enumerate(level)
            for branch in range(BRANCHES if depth else 1)
        ]
        parents |= grown
        level = [category for category, _parent in grown]
    for category, parent in parents.items():
        category.parent = parent
    SkillCategory.objects.bulk_create(parents)
    return parents


def _level(category: SkillCategory, parents: Parents) -> int:
    parent = parents[category]
    return 0 if parent is None else 1 + _level(parent, parents)


STATEMENTS: Final = (
    """
    INSERT INTO accounts_user (password, email, name, is_active, date_joined)
    SELECT '!', 'holder' || n || '@example.org', 'Holder ' || n, true, now()
    FROM generate_series(1, %(people)s) AS n
    """,
    """
    INSERT INTO skills (slug, name, category_id)
    SELECT 'bench-' || n, 'Bench ' || n, id
    FROM (SELECT id, row_number() OVER (ORDER BY slug) AS n FROM skill_categories
          WHERE slug LIKE 'bench-%%') AS categories
    """,
    """
    INSERT INTO badge_templates (name, description, icon, state, category, created_at, evaluated_as)
    SELECT 'Bench ' || n, 'Shown', 'medal', 'Active', '', now(), '' FROM generate_series(1, 400) AS n
    """,
    # Each template has one to three skills, in any three categories.
    """
    INSERT INTO badge_template_skills (badgetemplate_id, skill_id)
    SELECT DISTINCT t.id, s.skill_id
    FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM badge_templates
          WHERE name LIKE 'Bench %%') AS t
    CROSS JOIN generate_series(0, 2) AS k
    JOIN (SELECT skill_id, row_number() OVER (ORDER BY skill_id) AS n, count(*) OVER () AS number
          FROM skills WHERE slug LIKE 'bench-%%') AS s
      ON s.n = 1 + (t.n * 7919 + k * 104729) %% s.number
    WHERE k <= t.n %% 3
    """,
    """
    INSERT INTO badges (template_id, recipient_id, issued_to, status, issued_at, evidence_link, claimed_at,
        claim_token_hash, claim_link_attempts, revoked_because, public_id, shown_as)
    SELECT t.id, u.id, '', 'Claimed', now() - interval '9 days', '', now() - interval '8 days', '', 0, '',
           gen_random_uuid(), 'Nobody'
    FROM generate_series(1, %(badges)s) AS b
    JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM accounts_user
          WHERE email LIKE 'holder%%') AS u ON u.n = 1 + (b * 31::bigint + b / 7) %% %(people)s
    JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM badge_templates
          WHERE name LIKE 'Bench %%') AS t ON t.n = 1 + (b * 7919::bigint + b / 3) %% 400
    """,
)
