"""Writing a badge template, looking at it first, and putting it into use."""

import re
from typing import Any

import pytest
from django.test import Client

from badges.models import BadgeTemplate, TemplateState
from tests.make import make_category, make_skill
from tests.make_badges import make_badge, make_template
from tests.milestones.views.months import text_of
from tests.personas import Browser
from tfl.accounts.models import AuditEntry, Student, User
from tfl.skills.models import Skill

CREATE = "/badge-templates/create/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk(grace: User, browser_of: Browser) -> Client:
    return browser_of(grace)


@pytest.fixture
def sql(db: None) -> Skill:
    databases = make_category("Databases", parent=make_category("Data"))
    return make_skill("SQL", category=databases)


def form(**changes: Any) -> dict[str, Any]:
    said = {
        "name": "SQL Basics",
        "description": "Joined tables.",
        "icon": "key",
        "validity_days": "",
    }
    return said | changes


def path(template: BadgeTemplate) -> str:
    return f"/badge-templates/{template.pk}/"


def boxes(html: str) -> list[tuple[int, bool]]:
    """The skills offered: id, and whether it is ticked."""
    found = re.findall(r'<input type="checkbox" name="skills" value="(\d+)"([^>]*)>', html)
    return [(int(pk), "checked" in rest) for pk, rest in found]


def groups(html: str) -> list[str]:
    return [
        each.strip()
        for each in re.findall(r'<p class="meta" id="id_skills_group[^>]*>(.*?)</p>', html)
    ]


# Writing ---------------------------------------------------------------------------------------------


def test_a_new_one_is_saved_as_a_draft(desk: Client, sql: Skill) -> None:
    response = desk.post(CREATE, form(skills=[sql.pk], validity_days="365"))

    saved = BadgeTemplate.objects.get()
    assert response["Location"] == path(saved)
    assert (saved.state, saved.validity_days) == (TemplateState.DRAFT, 365)
    assert list(saved.skills.all()) == [sql]
    page = text_of(desk.get(path(saved)))
    assert "Saved as a draft." in page
    assert "Only admins see a draft." in page


def test_one_there_is_can_be_edited(desk: Client, sql: Skill) -> None:
    git = make_skill("Git")
    template = make_template("SQL Basics", skills=[sql], icon="globe", validity_days=30)
    html = desk.get(path(template)).content.decode()
    assert 'value="SQL Basics"' in html
    assert "Showed it, and explained it." in html
    assert 'value="30"' in html
    assert re.search(r'value="globe"[^>]*checked', html)
    assert boxes(html) == [(sql.pk, True), (git.pk, False)]

    response = desk.post(path(template), form(name="SQL", skills=[git.pk]))

    assert response["Location"] == path(template)
    template.refresh_from_db()
    assert (template.name, template.icon, template.validity_days) == ("SQL", "key", None)
    assert list(template.skills.all()) == [git]
    assert template.state == TemplateState.ACTIVE


@pytest.mark.parametrize(
    ("field", "bad", "said"),
    [
        ("name", "", "Name – This field is required."),
        ("name", "x" * 101, "Name – Ensure this value has at most 100 characters"),
        ("name", "Taken", "Name – There is a badge template of this name already."),
        ("name", "a\x00b", "Name – Null characters are not allowed."),
        ("description", " ", "Criteria – This field is required."),
        ("description", "x" * 1001, "Criteria – Ensure this value has at most 1000 characters"),
        ("icon", "", "Icon – This field is required."),
        ("icon", "unicorn", "Icon – Select a valid choice."),
        ("validity_days", "0", "greater than or equal to 1"),
        ("validity_days", "36501", "less than or equal to 36500"),
        ("validity_days", "9" * 400, "less than or equal to 36500"),
        ("validity_days", "a year", "Enter a whole number."),
        ("skills", ["0"], "Skills – Select a valid choice."),
        ("skills", ["x"], "Skills – “x” is not a valid value."),
        ("skills", ["9" * 40], "Skills – Select a valid choice."),
    ],
    ids=lambda value: str(value)[:25],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    desk: Client, sql: Skill, field: str, bad: Any, said: str
) -> None:
    make_template("Taken")
    template = make_template("Mine")

    for where in (CREATE, path(template)):
        sent = form(description="What I typed.", skills=[sql.pk]) | {field: bad}
        response = desk.post(where, sent)
        assert response.status_code == 422
        assert said in text_of(response)
        html = response.content.decode()
        assert field == "description" or "What I typed." in html
        assert field == "skills" or (sql.pk, True) in boxes(html)
        assert re.search(r'href="#(id_\w+)"', html)

    assert sorted(BadgeTemplate.objects.values_list("name", flat=True)) == ["Mine", "Taken"]
    assert not AuditEntry.objects.exists()


def test_the_summary_of_mistakes_leads_to_each(desk: Client) -> None:
    html = desk.post(CREATE, form(name="", icon="unicorn", skills=["0"])).content.decode()

    for link in re.findall(r'href="#(id_\w+)"', html):
        assert f'id="{link}"' in html
    assert len(re.findall(r'href="#id_', html)) == 3


def test_a_category_of_the_system_before_is_shown_and_kept(desk: Client) -> None:
    template = make_template("SQL Basics")
    BadgeTemplate.objects.update(category="Programming")
    assert "Programming Kept as it came" in text_of(desk.get(path(template)))

    desk.post(path(template), form(category="Other"))

    assert BadgeTemplate.objects.get().category == "Programming"


def test_it_says_what_becomes_of_the_badges_issued(desk: Client, alice: Student) -> None:
    template = make_template("SQL Basics")
    assert "will say what you change" not in text_of(desk.get(path(template)))
    make_badge(alice.user, template=template)

    page = text_of(desk.get(path(template)))

    assert "1 badge issued already will say what you change." in page
    assert "1 issued, 1 claimed" in page


# Looking at it first ---------------------------------------------------------------------------------


def test_a_preview_shows_what_is_typed_and_saves_nothing(desk: Client, sql: Skill) -> None:
    response = desk.post(CREATE, form(skills=[sql.pk], validity_days="30", preview="1"))

    assert response.status_code == 200
    page = text_of(response)
    assert "SQL Basics Valid for 30 days Joined tables. SQL" in page
    assert 'value="SQL Basics"' in response.content.decode()
    assert not BadgeTemplate.objects.exists()


def test_htmx_gets_the_preview_alone(desk: Client) -> None:
    template = make_template("Old name")

    response = desk.post(path(template), form(name="New name", preview="1"), headers=HTMX)

    assert response.content.decode().strip().startswith('<div id="preview"')
    assert "New name" in text_of(response)
    template.refresh_from_db()
    assert template.name == "Old name"


def test_a_preview_of_what_is_wrong_shows_the_rest(desk: Client) -> None:
    response = desk.post(CREATE, {"description": "Joined tables.", "preview": "1"}, headers=HTMX)

    assert response.status_code == 422
    assert "Without a name yet Valid for good Joined tables." in text_of(response)


# Choosing skills -------------------------------------------------------------------------------------


def test_skills_stand_under_the_way_to_their_category_and_those_chosen_first(
    desk: Client, sql: Skill
) -> None:
    git = make_skill("Git", category=make_category("Code"))
    excel = make_skill("Spreadsheets", category=sql.category)

    html = desk.get(CREATE).content.decode()
    assert groups(html) == ["Code", "Data › Databases"]
    assert boxes(html) == [(git.pk, False), (sql.pk, False), (excel.pk, False)]

    html = desk.get(path(make_template(skills=[excel]))).content.decode()
    assert groups(html) == ["Chosen", "Code", "Data › Databases"]
    assert boxes(html) == [(excel.pk, True), (git.pk, False), (sql.pk, False)]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("sql", ["SQL"]),
        ("DATA", ["SQL", "Spreadsheets"]),  # by the way to their category
        ("data › databases › s", ["SQL", "Spreadsheets"]),
        ("", ["Git", "SQL", "Spreadsheets"]),
        ("zzz", []),
        ("x" * 101, ["Git", "SQL", "Spreadsheets"]),
    ],
    ids=lambda value: str(value)[:25],
)
def test_a_search_finds_skills_by_name_and_category(
    desk: Client, sql: Skill, search: str, found: list[str]
) -> None:
    make_skill("Git", category=make_category("Code"))
    make_skill("Spreadsheets", category=sql.category)
    for where in (CREATE, path(make_template())):
        response = desk.get(where, {"q": search}, headers=HTMX)

        html = response.content.decode()
        assert html.strip().startswith('<div class="tree"')
        named = dict(Skill.objects.values_list("pk", "name"))
        assert [named[pk] for pk, _ticked in boxes(html)] == found
        assert bool(found) or "No skill fits." in text_of(response)


def test_what_is_ticked_stays_in_sight_whatever_is_searched(desk: Client, sql: Skill) -> None:
    git = make_skill("Git")

    html = desk.get(
        CREATE, {"q": "git", "skills": [str(sql.pk), "x", "9" * 40]}, headers=HTMX
    ).content.decode()

    assert boxes(html) == [(sql.pk, True), (git.pk, False)]


# States ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "to", "button", "said"),
    [
        ("Draft", "Active", "Activate", "It can be issued from now on."),
        ("Draft", "Archived", "Archive", "It cannot be issued any more; badges issued stay."),
        ("Active", "Archived", "Archive", "It cannot be issued any more; badges issued stay."),
        ("Archived", "Active", "Activate again", "It can be issued from now on."),
    ],
)
def test_it_is_moved_by_a_button_that_says_what_follows(
    desk: Client, before: str, to: str, button: str, said: str
) -> None:
    template = make_template(state=TemplateState(before))
    html = desk.get(path(template)).content.decode()
    assert re.search(rf'name="to" value="{to}"[^>]*>{button}</button>', " ".join(html.split()))

    response = desk.post(f"{path(template)}state/", {"to": to})

    assert response["Location"] == path(template)
    template.refresh_from_db()
    assert template.state == to
    assert said in text_of(desk.get(path(template)))


@pytest.mark.parametrize("to", ["", "Draft", "Gone", "\x00"])
def test_a_state_it_cannot_take_is_said(desk: Client, to: str) -> None:
    template = make_template()

    desk.post(f"{path(template)}state/", {"to": to})

    template.refresh_from_db()
    assert template.state == TemplateState.ACTIVE
    assert 'class="callout message bad"' in desk.get(path(template)).content.decode()


def test_it_says_what_an_archived_template_is(desk: Client) -> None:
    page = text_of(desk.get(path(make_template(state=TemplateState.ARCHIVED))))

    assert "It cannot be issued; badges issued stay." in page


# Cost ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 30, 300])
def test_the_form_costs_the_same_however_many_skills_there_are(
    desk: Client, alice: Student, number: int, django_assert_max_num_queries: Any
) -> None:
    skills = [make_skill() for _ in range(number)]
    template = make_template(skills=skills)
    make_badge(alice.user, template=template)

    # session, person, roles, template, its skills, categories, skills, its badges, news
    with django_assert_max_num_queries(9):
        assert desk.get(path(template)).status_code == 200
    # session, person, roles, template, categories, skills
    with django_assert_max_num_queries(6):
        assert desk.get(path(template), {"q": "skill"}, headers=HTMX).status_code == 200
    # session, person, roles, template, the skills ticked
    sent = form(preview="1", skills=[skill.pk for skill in skills])
    with django_assert_max_num_queries(5):
        assert desk.post(path(template), sent, headers=HTMX).status_code == 200
