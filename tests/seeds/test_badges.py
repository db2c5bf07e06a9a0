"""The badges an installation starts with fit the taxonomy, read well, and name their mistakes."""

import re
from collections import Counter
from typing import Any, get_args

import pytest

from badges.icons import ICONS
from badges.models import TemplateState as ModelState
from seeds.schema import (
    BadgeContent,
    BadgeMilestone,
    BadgeTemplate,
    Category,
    Icon,
    Skill,
    Taxonomy,
    TemplateState,
    load_badges,
)

BADGES = load_badges()
TAXONOMY = BADGES.taxonomy
ACTIVE = [template for template in BADGES.templates if template.state == "Active"]
HOME = {skill.slug: skill.category for skill in TAXONOMY.skills}

PAST_TENSE = (
    r"([A-Z][a-z]+ed|Brought|Built|Drew|Found|Gave|Kept|Led|Made|Put|Ran|Set|Taught|Told|Wrote)\b"
)
NUMBER = r"\d|\b(once|twice|one|two|three|four|five|six|seven|eight|nine|ten) badges?\b"

each_template = pytest.mark.parametrize("template", BADGES.templates, ids=lambda item: item.slug)
each_milestone = pytest.mark.parametrize("item", BADGES.milestones, ids=lambda item: item.slug)


def categories_of(template: BadgeTemplate) -> set[str]:
    return {HOME[slug] for slug in template.skills}


def level_of(slug: str) -> int:
    return len(TAXONOMY.category_path(slug))


def template(**changes: Any) -> BadgeTemplate:
    written: dict[str, Any] = {
        "slug": "explorer",
        "name": "SQL Explorer",
        "description": "Wrote a query. It was right.",
        "icon": "database",
        "skills": ("sql",),
    }
    return BadgeTemplate(**(written | changes))


def milestone(**changes: Any) -> BadgeMilestone:
    written: dict[str, Any] = {
        "slug": "collector",
        "title": "Badge Collector",
        "icon": "trophy",
        "metric": "badge_count",
        "scope": "global",
        "threshold": 5,
    }
    return BadgeMilestone(**(written | changes))


def category_milestone(**changes: Any) -> BadgeMilestone:
    return milestone(**({"scope": "category", "category": "databases"} | changes))


def badges(**changes: Any) -> BadgeContent:
    content: dict[str, Any] = {
        "taxonomy": Taxonomy(
            categories=(
                Category(slug="data", name="Data"),
                Category(slug="databases", name="Databases", parent="data"),
                Category(slug="querying", name="Querying", parent="databases"),
                Category(slug="quality", name="Quality"),
            ),
            skills=(
                Skill(slug="sql", name="SQL", category="querying"),
                Skill(slug="git", name="Git", category="querying"),
            ),
            job_roles=(),
            backlog=(),
        ),
        "templates": (template(),),
        "milestones": (milestone(),),
    }
    return BadgeContent(**(content | changes))


def test_there_are_at_least_36_templates_of_which_two_are_drafts_and_two_archived() -> None:
    states = Counter(template.state for template in BADGES.templates)
    assert len(BADGES.templates) >= 36
    assert states["Draft"] == states["Archived"] == 2


def test_every_category_with_skills_has_one_to_six_templates_and_an_active_one() -> None:
    everywhere = Counter(slug for item in BADGES.templates for slug in categories_of(item))
    active = {slug for item in ACTIVE for slug in categories_of(item)}
    assert set(everywhere) == active == set(HOME.values())
    assert max(everywhere.values()) <= 6


def test_every_skill_can_be_shown_for_an_active_badge() -> None:
    assert {slug for item in ACTIVE for slug in item.skills} == set(HOME)


def test_some_templates_have_several_skills_some_span_categories_and_a_few_have_none() -> None:
    skills = Counter(len(item.skills) for item in BADGES.templates)
    spanning = [
        item
        for item in BADGES.templates
        if len({TAXONOMY.category_path(slug)[0] for slug in categories_of(item)}) > 1
    ]
    assert set(skills) == {0, 1, 2, 3}
    assert skills[0] == 3
    assert skills[2] >= 5
    assert skills[3] >= 2
    assert len(spanning) >= 5


def test_a_few_badges_expire_and_the_durations_differ() -> None:
    expiring = {item.slug: item.validity_days for item in ACTIVE if item.validity_days}
    assert expiring == {
        "secure-coder": 730,
        "accessibility-review": 730,
        "on-call-ready": 365,
        "restore-drill": 90,
    }


def test_some_templates_carry_what_an_old_system_called_their_category() -> None:
    legacy = [item.legacy_category for item in BADGES.templates]
    assert "" in legacy
    assert len(set(legacy)) > 5


def test_the_icons_and_states_allowed_are_those_of_the_product() -> None:
    assert set(get_args(Icon)) == set(ICONS)
    assert set(get_args(TemplateState)) == set(ModelState.values)


def test_every_icon_is_used_by_some_template() -> None:
    assert {item.icon for item in BADGES.templates} == set(get_args(Icon))


@each_template
def test_criteria_are_two_or_three_sentences_the_first_saying_what_was_done(
    template: BadgeTemplate,
) -> None:
    sentences = re.split(r"(?<=[.?!])\s+(?=[A-Z])", template.description)
    assert 2 <= len(sentences) <= 3
    assert re.match(PAST_TENSE, sentences[0])
    assert sentences[-1].endswith(".")
    assert "  " not in template.description


def test_no_text_discourages_fills_space_or_leads_out_of_the_product() -> None:
    texts = [
        *(text for item in BADGES.templates for text in (item.name, item.description)),
        *(text for item in BADGES.milestones for text in (item.title, item.description)),
    ]
    unwanted = re.compile(
        r"\b(fail\w*|behind|rank\w*|best|successful\w*|proficien\w+|demonstrat\w+|excellen\w+"
        r"|passion\w*|various|synerg\w+|leverag\w+|state-of-the-art|journey to)\b|://|\bwww\.",
        re.IGNORECASE,
    )
    assert [text for text in texts if unwanted.search(text)] == []


def test_nothing_is_named_twice_whether_badge_or_badge_milestone() -> None:
    names = [
        *(item.name.casefold() for item in BADGES.templates),
        *(item.title.casefold() for item in BADGES.milestones),
        *(item.description for item in BADGES.templates),
        *(item.description for item in BADGES.milestones if item.description),
    ]
    assert [name for name, times in Counter(names).items() if times > 1] == []


def test_the_milestones_are_ten_of_which_two_are_inactive() -> None:
    assert [item.active for item in BADGES.milestones].count(False) == 2
    assert len(BADGES.milestones) == 10


def test_active_milestones_cover_all_valid_combinations_and_all_levels_of_the_tree() -> None:
    active = [item for item in BADGES.milestones if item.active]
    assert {(item.metric, item.scope) for item in active} == {
        ("badge_count", "global"),
        ("badge_count", "category"),
        ("category_count", "global"),
    }
    in_category = [item for item in active if item.category]
    assert {level_of(item.category) for item in in_category if item.category} == {1, 2, 3}
    assert {item.include_sub_categories for item in in_category} == {True, False}
    assert {min(item.threshold for item in active), max(item.threshold for item in active)} == {
        1,
        10,
    }


@each_milestone
def test_a_milestone_can_be_reached_with_one_badge_of_each_active_template(
    item: BadgeMilestone,
) -> None:
    if item.metric == "category_count":
        reachable = len({slug for template in ACTIVE for slug in categories_of(template)})
    elif item.category is None:
        reachable = len(ACTIVE)
    else:
        counted = BADGES.skills_counted_by(item)
        reachable = sum(1 for template in ACTIVE if counted & set(template.skills))
    assert item.threshold <= reachable


@each_milestone
def test_a_written_description_stays_true_when_the_threshold_changes(item: BadgeMilestone) -> None:
    assert not re.search(NUMBER, item.description)
    assert item.description == "" or item.description.endswith(".")


def test_some_descriptions_are_left_to_be_written_from_the_rule() -> None:
    written = [bool(item.description) for item in BADGES.milestones]
    assert written.count(True) >= 3
    assert written.count(False) >= 3


def test_well_formed_badges_are_accepted() -> None:
    content = badges(
        templates=(template(), template(slug="helper", name="Helper", skills=())),
        milestones=(milestone(), category_milestone(slug="ground", title="Ground")),
    )
    assert [item.state for item in content.templates] == ["Active", "Active"]
    assert [item.include_sub_categories for item in content.milestones] == [True, True]


@pytest.mark.parametrize(
    ("category", "included", "counted"),
    [
        ("data", True, {"sql", "git"}),
        ("databases", True, {"sql", "git"}),
        ("querying", True, {"sql", "git"}),
        ("querying", False, {"sql", "git"}),
        ("databases", False, set()),
        ("quality", True, set()),
    ],
)
def test_a_category_counts_its_own_skills_and_those_of_included_sub_categories(
    category: str,
    included: bool,
    counted: set[str],
) -> None:
    rule = category_milestone(category=category, include_sub_categories=included)
    assert badges().skills_counted_by(rule) == counted


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"name": "n" * 101}, "name"),
        ({"name": " SQL"}, "name"),
        ({"description": "d" * 1001}, "description"),
        ({"description": ""}, "description"),
        ({"description": "Two\nlines."}, "description"),
        ({"icon": "unicorn"}, "icon"),
        ({"skills": ("S Q L",)}, "skills.0"),
        ({"validity_days": 0}, "validity_days"),
        ({"validity_days": 36_501}, "validity_days"),
        ({"validity_days": "365"}, "validity_days"),
        ({"validity_days": True}, "validity_days"),
        ({"state": "active"}, "state"),
        ({"legacy_category": "l" * 101}, "legacy_category"),
        ({"price": 3}, "price"),
    ],
)
def test_a_malformed_template_is_refused_with_file_item_and_field(
    changes: dict[str, Any], named: str
) -> None:
    with pytest.raises(
        ValueError, match=rf"seeds/badges\.py: badge template 'explorer', field {named}:"
    ):
        template(**changes)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"title": "t" * 201}, "title"),
        ({"title": ""}, "title"),
        ({"description": "d" * 501}, "description"),
        ({"description": "Ends in space. "}, "description"),
        ({"icon": "unicorn"}, "icon"),
        ({"metric": "streak"}, "metric"),
        ({"scope": "cohort"}, "scope"),
        ({"threshold": 0}, "threshold"),
        ({"threshold": 1_000_001}, "threshold"),
        ({"threshold": "5"}, "threshold"),
        ({"threshold": 1.5}, "threshold"),
        ({"threshold": True}, "threshold"),
        ({"active": "yes"}, "active"),
        ({"metric": "category_count", "scope": "category", "category": "data"}, "scope"),
        ({"scope": "category"}, "category"),
        ({"category": "data"}, "category"),
        ({"include_sub_categories": False}, "include_sub_categories"),
        (
            {"scope": "category", "category": "data", "include_sub_categories": 1},
            "include_sub_categories",
        ),
        ({"price": 3}, "price"),
    ],
)
def test_a_malformed_milestone_is_refused_with_file_item_and_field(
    changes: dict[str, Any], named: str
) -> None:
    with pytest.raises(
        ValueError, match=rf"seeds/badges\.py: badge milestone 'collector', field {named}:"
    ):
        milestone(**changes)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(
            {"templates": (template(), template(name="Other"))},
            "badge template 'explorer', field slug: is used more than once",
            id="template slug",
        ),
        pytest.param(
            {"templates": (template(), template(slug="other", name="Sql explorer"))},
            "badge template 'other', field name: is used more than once",
            id="template name, in other capitals",
        ),
        pytest.param(
            {"templates": (template(skills=("sql", "chess")),)},
            "badge template 'explorer', field skills: unknown skill 'chess'",
            id="unknown skill",
        ),
        pytest.param(
            {"templates": (template(skills=("sql", "sql")),)},
            "badge template 'explorer', field skills: names skill 'sql' more than once",
            id="a skill twice",
        ),
        pytest.param(
            {"milestones": (milestone(), milestone(title="Other"))},
            "badge milestone 'collector', field slug: is used more than once",
            id="milestone slug",
        ),
        pytest.param(
            {"milestones": (milestone(), milestone(slug="other"))},
            "badge milestone 'other', field title: is used more than once",
            id="milestone title",
        ),
        pytest.param(
            {"milestones": (category_milestone(category="chess"),)},
            "badge milestone 'collector', field category: unknown category 'chess'",
            id="unknown category",
        ),
        pytest.param(
            {"milestones": (category_milestone(include_sub_categories=False),)},
            "badge milestone 'collector', field category: "
            "'databases' has no skills that count: never reached",
            id="skills only in the sub-categories left out",
        ),
        pytest.param(
            {"milestones": (category_milestone(category="quality"),)},
            "badge milestone 'collector', field category: "
            "'quality' has no skills that count: never reached",
            id="no skills at all",
        ),
    ],
)
def test_badges_that_do_not_fit_together_are_refused_with_file_item_and_field(
    changes: dict[str, Any], expected: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(f"seeds/badges.py: {expected}")):
        badges(**changes)


def test_all_problems_of_the_badges_are_reported_at_once() -> None:
    with pytest.raises(ValueError, match="unknown skill 'chess'") as refusal:
        badges(
            templates=(template(skills=("chess",)),),
            milestones=(category_milestone(category="games"),),
        )
    assert "unknown category 'games'" in str(refusal.value)


def test_the_loader_refuses_a_mistake_in_the_badge_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seeds.badges.BADGE_TEMPLATES", (template(skills=("chess",)),))
    with pytest.raises(ValueError, match="unknown skill 'chess'"):
        load_badges()


def test_loaded_badges_cannot_be_changed() -> None:
    first: Any = BADGES.templates[0]
    with pytest.raises(ValueError, match="frozen"):
        first.name = "Other"
