"""The category tree of the form: its order, what is counted in it, searching, and trees that are none."""

import pytest

from badges.models import TemplateState
from badges.selectors.categories import Branch, branches, categories
from tests.make import make_category, make_skill
from tests.make_badges import make_template
from tests.milestones.views.months import queries
from tfl.skills.models import SkillCategory

pytestmark = pytest.mark.django_db


def lines(search: str = "", chosen: SkillCategory | None = None) -> list[Branch]:
    return branches(categories(), search=search, chosen=chosen.pk if chosen else None)


def shape(found: list[Branch]) -> list[tuple[int, str]]:
    return [(line.level, line.name) for line in found]


def counts(found: list[Branch]) -> dict[str, int]:
    return {line.name: line.templates for line in found}


def make_tree() -> dict[str, SkillCategory]:
    technical = make_category("Technical")
    data = make_category("Data", parent=technical)
    web = make_category("Web", parent=technical)
    sql = make_category("SQL dialects", parent=data)
    soft = make_category("Soft skills")
    return {"technical": technical, "data": data, "web": web, "sql": sql, "soft": soft}


def test_each_category_stands_before_what_is_below_it_and_those_side_by_side_by_name() -> None:
    make_tree()
    assert shape(lines()) == [
        (1, "Soft skills"),
        (1, "Technical"),
        (2, "Data"),
        (3, "SQL dialects"),
        (2, "Web"),
    ]


def test_a_category_counts_its_badge_templates_and_those_below_it_once() -> None:
    tree = make_tree()
    sql, data = make_skill(category=tree["sql"]), make_skill(category=tree["data"])
    make_template(skills=[sql])
    make_template(skills=[sql, data, make_skill(category=tree["sql"])])
    make_template(skills=[make_skill(category=tree["web"])])
    make_template()

    assert counts(lines()) == {
        "Soft skills": 0,
        "Technical": 3,
        "Data": 2,
        "SQL dialects": 2,
        "Web": 1,
    }


def test_drafts_count_and_archived_templates_do_not() -> None:
    skill = make_skill(category=make_category("Data"))
    make_template(skills=[skill], state=TemplateState.DRAFT)
    make_template(skills=[skill], state=TemplateState.ARCHIVED)
    assert counts(lines()) == {"Data": 1}


def test_a_search_shows_what_fits_and_what_stands_above_it() -> None:
    make_tree()
    found = lines("  sQL ")
    assert shape(found) == [(1, "Technical"), (2, "Data"), (3, "SQL dialects")]
    assert [line.name for line in found if line.fits] == ["SQL dialects"]


def test_a_search_keeps_the_chosen_one() -> None:
    tree = make_tree()
    found = lines("sql", chosen=tree["soft"])
    assert [line.name for line in found if line.is_chosen] == ["Soft skills"]


def test_without_a_search_nothing_was_searched_for() -> None:
    make_tree()
    assert not any(line.fits for line in lines("  "))


def test_what_is_searched_for_in_vain_leaves_nothing() -> None:
    make_tree()
    assert lines("xylophone") == []


def test_a_seventh_level_stands_where_the_sixth_does() -> None:
    above = None
    for number in range(8):
        above = make_category(f"Level {number + 1}", parent=above)
    assert [line.level for line in lines()] == [1, 2, 3, 4, 5, 6, 6, 6]


def test_a_cycle_and_what_hangs_on_it_are_listed_once_and_only_the_cycle_is_flagged() -> None:
    make_category("Alone")
    first = make_category("First")
    second = make_category("Second", parent=first)
    make_category("Under", parent=second)
    SkillCategory.objects.filter(pk=first.pk).update(parent=second)
    found = lines()

    assert [line.name for line in found] == ["Alone", "First", "Second", "Under"]
    assert [line.name for line in found if line.stands_below_itself] == ["First", "Second"]


def test_the_path_names_the_way_from_the_top() -> None:
    of, tree = categories(), make_tree()
    assert of.path(tree["sql"].pk) == ""
    assert categories().path(tree["sql"].pk) == "Technical / Data / SQL dialects"


@pytest.mark.parametrize(
    "text", ["", "x", "\x00", "00000000-0000-4000-8000-000000000000", "9" * 400]
)
def test_what_is_no_id_of_a_category_finds_none(text: str) -> None:
    make_tree()
    assert categories().find(text) is None


def test_an_id_is_found_in_capitals_too() -> None:
    data = make_category("Data")
    assert categories().find(f" {str(data.pk).upper()} ") == data.pk


@pytest.mark.parametrize("number", [1, 30])
def test_the_tree_costs_two_queries(number: int) -> None:
    for _ in range(number):
        make_template(skills=[make_skill()])
    with queries() as ran:
        assert len(lines()) == number
    assert len(ran) == 2  # the categories, the templates' skills
