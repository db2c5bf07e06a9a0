"""The list of badge templates: what admins wrote, and what mentors can issue."""

import re
from typing import Any

import pytest

from badges.models import BadgeStatus, TemplateState
from tests.make import make_skill, make_user
from tests.make_badges import make_badge, make_template
from tests.milestones.views.months import queries, text_of
from tests.personas import Browser
from tfl.accounts.models import Role, Student, User

PATH = "/badge-templates/"


def names(response: Any) -> list[str]:
    """Of the templates shown, in order."""
    found = re.findall(r"<h2>(.*?)</h2>", response.content.decode(), re.DOTALL)
    return [re.sub(r"<[^>]+>", "", each).strip() for each in found]


@pytest.fixture
def some(db: None) -> None:
    make_template("SQL Basics", skills=[make_skill("SQL"), make_skill("Databases")])
    make_template("Git", state=TemplateState.DRAFT, skills=[make_skill("Version control")])
    make_template("Spreadsheets", state=TemplateState.ARCHIVED)


def test_an_admin_sees_all_with_their_state_and_skills(
    some: None, grace: User, browser_of: Browser
) -> None:
    response = browser_of(grace).get(PATH)

    assert names(response) == ["Git", "SQL Basics", "Spreadsheets"]
    page = text_of(response)
    assert "Draft" in page
    assert "Archived" in page
    assert "Databases, SQL" in page
    assert "No skills" in page


def test_a_mentor_sees_what_can_be_issued(some: None, bob: User, browser_of: Browser) -> None:
    response = browser_of(bob).get(PATH)

    assert names(response) == ["SQL Basics"]
    html = response.content.decode()
    assert "/badges/issue/?template=" in html
    assert "/badge-templates/create/" not in html
    assert not re.search(r"/badge-templates/\d+/", html)
    assert 'name="state"' not in html


def test_only_active_ones_lead_to_issuing(some: None, grace: User, browser_of: Browser) -> None:
    html = browser_of(grace).get(PATH).content.decode()

    assert html.count("/badges/issue/?template=") == 1


def test_only_active_ones_have_their_colours(some: None, grace: User, browser_of: Browser) -> None:
    html = browser_of(grace).get(PATH).content.decode()

    assert re.findall(r'class="medal (\w+)"', html) == ["inactive", "claimed", "inactive"]


def test_each_says_how_often_it_was_issued_and_claimed(
    alice: Student, charlie: Student, grace: User, browser_of: Browser
) -> None:
    template = make_template("SQL Basics", validity_days=365)
    make_template("Git", validity_days=1)
    make_badge(alice.user, template=template)
    make_badge(charlie.user, template=template, status=BadgeStatus.PENDING)
    claimed_once = make_badge(charlie.user, template=template)
    claimed_once.status, claimed_once.revoked_at = BadgeStatus.REVOKED, claimed_once.claimed_at
    claimed_once.save()

    page = text_of(browser_of(grace).get(PATH))

    assert "3 issued, 2 claimed · Valid for 365 days" in page
    assert "0 issued, 0 claimed · Valid for 1 day" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=sql", ["SQL Basics"]),
        ("q=BASE", ["SQL Basics"]),  # Databases, a skill
        ("q=s", ["Git", "SQL Basics", "Spreadsheets"]),  # Version control
        ("q=%25", []),
        ("state=Draft", ["Git"]),
        ("state=Archived&q=sheet", ["Spreadsheets"]),
        ("state=Archived&q=sql", []),
        ("state=Gone", ["Git", "SQL Basics", "Spreadsheets"]),
    ],
)
def test_they_are_found_by_name_skill_and_state(
    some: None, grace: User, browser_of: Browser, query: str, found: list[str]
) -> None:
    assert names(browser_of(grace).get(f"{PATH}?{query}")) == found


def test_a_mentor_finds_no_draft_by_its_state(some: None, bob: User, browser_of: Browser) -> None:
    assert names(browser_of(bob).get(f"{PATH}?state=Draft&q=Git")) == []


def test_a_search_that_cannot_be_is_said(some: None, grace: User, browser_of: Browser) -> None:
    client = browser_of(grace)

    assert "at most 100 characters" in text_of(client.get(f"{PATH}?q={'x' * 101}"))
    assert "Gone is not one of the available choices" in text_of(client.get(f"{PATH}?state=Gone"))


def test_an_empty_list_says_what_to_do(grace: User, bob: User, browser_of: Browser) -> None:
    admins = browser_of(grace).get(PATH)
    assert "Create your first badge template" in text_of(admins)
    assert "/badge-templates/create/" in admins.content.decode()
    assert "An admin has to activate a badge template first" in text_of(browser_of(bob).get(PATH))


def test_nothing_found_leads_back_to_all(some: None, grace: User, browser_of: Browser) -> None:
    page = text_of(browser_of(grace).get(f"{PATH}?q=zzz"))

    assert "No badge template found" in page
    assert "Show all" in page


def test_an_admin_who_mentors_sees_all(some: None, browser_of: Browser) -> None:
    both = make_user(roles=[Role.ADMIN, Role.MENTOR])

    assert len(names(browser_of(both).get(PATH))) == 3


def test_they_come_in_pages_of_18(grace: User, browser_of: Browser) -> None:
    for number in range(19):
        make_template(f"Badge {number:02}")
    client = browser_of(grace)

    assert len(names(client.get(PATH))) == 18
    assert names(client.get(f"{PATH}?page=2")) == ["Badge 18"]
    assert "page=2" in client.get(f"{PATH}?q=Badge").content.decode()


@pytest.mark.parametrize("who", ["grace", "bob"])
def test_the_list_costs_the_same_however_long_it_is(
    alice: Student, who: str, browser_of: Browser, request: pytest.FixtureRequest
) -> None:
    client = browser_of(request.getfixturevalue(who))
    costs = []
    for more in (1, 29, 270):
        for _ in range(more):
            template = make_template(skills=[make_skill()])
            make_badge(alice.user, template=template)
        client.get(PATH)
        with queries() as ran:
            client.get(PATH)
        costs.append(len(ran))

    # session, person, roles, how many, templates, their skills, their badges, news
    assert costs == [8, 8, 8]
