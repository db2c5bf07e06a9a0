"""Issuing and revoking at a real browser, by keyboard and with scripts off; and writing a badge template."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Route, expect

from badges.models import Badge, BadgeStatus, BadgeTemplate, TemplateState
from badges.services import issue_badge, revoke_badge
from tests.browsing import Sit
from tests.make import make_admin, make_category, make_mentor, make_skill, make_student
from tests.make_badges import make_achievement, make_badge, make_badge_milestone, make_template
from tfl.accounts.models import Student, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "somebody.with.a.very.long.address.indeed@students.of.the.university.example.org"


@pytest.fixture
def grace(transactional_db: None) -> User:
    return make_admin("grace@example.org", name="Grace")


@pytest.fixture
def bob(transactional_db: None) -> User:
    return make_mentor("bob@example.org", name="Bob")


@pytest.fixture
def alice(bob: User) -> Student:
    return make_student("alice@example.org", name="Alice", mentor=bob)


@pytest.fixture
def sql(transactional_db: None) -> BadgeTemplate:
    return make_template("SQL Basics", skills=[make_skill("SQL")], validity_days=30)


def tab_to(page: Page, target: Locator) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"no way to {target} by keyboard")


def press(page: Page, target: Locator) -> None:
    tab_to(page, target)
    page.keyboard.press("Enter")


# Issue, revoke ---------------------------------------------------------------------------------------


def test_a_mentor_issues_and_revokes_by_keyboard(
    alice: Student, bob: User, sql: BadgeTemplate, sit: Sit
) -> None:
    page = sit(bob)
    page.goto("/badges/issued/")
    press(page, page.locator("main").get_by_role("link", name="Issue a badge").first)
    tab_to(page, page.get_by_label("Badge", exact=True))
    page.keyboard.type("SQL")
    expect(page.locator("#preview")).to_contain_text("Valid for 30 days")
    tab_to(page, page.get_by_label("Your student"))
    page.keyboard.type("Ali")
    press(page, page.get_by_role("button", name="Issue the badge"))

    expect(page.locator("#messages")).to_contain_text("“SQL Basics” is issued to Alice.")
    badge = Badge.objects.get()
    assert (badge.recipient, badge.issued_by) == (alice.user, bob)

    press(page, page.get_by_role("link", name=re.compile("^Revoke.*SQL Basics, Alice")))
    tab_to(page, page.get_by_label("Why is it revoked?"))
    page.keyboard.type("A mistake.")
    press(page, page.get_by_role("button", name="Revoke the badge"))

    expect(page.locator("#messages")).to_contain_text("“SQL Basics” of Alice is revoked.")
    badge.refresh_from_db()
    assert badge.revoked_because == "A mistake."


def test_with_scripts_off_the_same_by_buttons(
    alice: Student, bob: User, sql: BadgeTemplate, sit: Sit
) -> None:
    badge = make_badge(alice.user, template=sql)
    make_achievement(alice.user, make_badge_milestone("First Badge"))
    page = sit(bob, java_script_enabled=False)
    page.goto("/badges/issue/")
    page.get_by_label("Badge", exact=True).select_option("SQL Basics")
    page.get_by_label("Evidence link").fill("https://github.com/alice/orders")
    page.get_by_role("button", name="Show the badge").click()
    expect(page.locator("#preview")).to_contain_text("Valid for 30 days")
    expect(page.get_by_label("Evidence link")).to_have_value("https://github.com/alice/orders")
    page.get_by_role("button", name="Issue the badge").click()
    expect(page.locator(".error-summary")).to_contain_text("Choose a student")
    page.get_by_label("Your student").select_option("Alice · alice@example.org")
    page.get_by_role("button", name="Issue the badge").click()
    expect(page.locator("#messages")).to_contain_text("“SQL Basics” is issued to Alice.")
    assert Badge.objects.count() == 2

    page.goto(f"/badges/{badge.pk}/revoke/")
    expect(page.locator("main")).to_contain_text("Alice loses what no other badge")
    page.get_by_role("button", name="Revoke the badge").click()
    page.get_by_label("Why is it revoked?").fill("A mistake.")
    page.get_by_role("button", name="Revoke the badge").click()

    expect(page.locator("#messages")).to_contain_text("No longer reached: “First Badge”.")
    assert not alice.user.achievements.standing().exists()


def test_two_quick_clicks_issue_one_badge(
    alice: Student, bob: User, sql: BadgeTemplate, sit: Sit
) -> None:
    page = sit(bob)
    page.goto(f"/badges/issue/?template={sql.pk}&student={alice.pk}")
    page.get_by_role("button", name="Issue the badge").dblclick(no_wait_after=True)

    expect(page.locator("#messages")).to_contain_text("is issued to Alice.")
    assert Badge.objects.count() == 1


# A template ------------------------------------------------------------------------------------------


def test_a_template_is_written_with_its_preview_beside_it(grace: User, sit: Sit) -> None:
    data = make_category("Data")
    make_skill("SQL", category=data)
    make_skill("Git")
    make_skill("Linux")
    page = sit(grace)
    noise: list[str] = []
    page.on("console", lambda message: noise.append(message.text))
    page.goto("/badge-templates/create/")
    preview = page.locator("#preview")
    page.get_by_label("Name").fill("Query Tuner")
    expect(preview).to_contain_text("Query Tuner")
    page.get_by_label("Criteria").fill("Made a slow query fast.")
    expect(preview).to_contain_text("Made a slow query fast.")
    page.get_by_label("Git").check()
    expect(preview).to_contain_text("Git")

    search = page.get_by_role("searchbox", name="Search skills")
    search.fill("data")
    expect(page.locator("#id_skills label")).to_have_text(["Git", "SQL"])
    expect(page.get_by_label("Git")).to_be_checked()
    search.press("Enter")
    expect(search).to_be_focused()
    page.get_by_label("SQL").check()
    expect(preview).to_contain_text("Git, SQL")
    assert not BadgeTemplate.objects.exists()
    page.get_by_role("button", name="Save").click()

    expect(page.locator("#messages")).to_contain_text("Saved as a draft.")
    template = BadgeTemplate.objects.get()
    assert (template.name, template.state) == ("Query Tuner", TemplateState.DRAFT)
    assert template.skills.count() == 2
    page.get_by_role("button", name="Activate").click()
    expect(page.locator("#messages")).to_contain_text("It can be issued from now on.")
    # What is missing at first is answered with 422, which the browser notes.
    assert {text for text in noise if "422" not in text} == set()


def test_nothing_ticked_while_a_search_runs_is_swept_away_by_its_answer(
    grace: User, sit: Sit
) -> None:
    make_skill("SQL")
    make_skill("Git")
    page = sit(grace)
    page.goto("/badge-templates/create/")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile(r"create/\?.*q=sql"), hold)
    page.get_by_label("Git").check()
    page.get_by_role("searchbox", name="Search skills").fill("sql")
    expect(page.get_by_label("SQL")).to_be_disabled()
    held[0].continue_()
    expect(page.get_by_label("SQL")).to_be_enabled()

    expect(page.locator("#id_skills p")).to_have_text(["Chosen", re.compile("Category")])
    expect(page.locator("#skills-found")).to_have_text("2 skills shown")
    expect(page.get_by_label("Git")).to_be_checked()


def test_with_scripts_off_it_is_written_and_looked_at_too(grace: User, sit: Sit) -> None:
    make_skill("SQL")
    page = sit(grace, java_script_enabled=False)
    page.goto("/badge-templates/create/")
    expect(page.get_by_role("searchbox", name="Search skills")).to_be_hidden()
    page.get_by_label("Name").fill("Query Tuner")
    page.get_by_label("Criteria").fill("Made a slow query fast.")
    page.get_by_label("SQL").check()
    page.get_by_role("radio", name="Key").check()
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview")).to_contain_text("Query Tuner")
    assert not BadgeTemplate.objects.exists()
    page.get_by_label("Name").press("Enter")

    expect(page.locator("#messages")).to_contain_text("Saved as a draft.")
    assert BadgeTemplate.objects.get().icon == "key"


# Every page ------------------------------------------------------------------------------------------


@pytest.fixture
def pages(alice: Student, bob: User, grace: User, sql: BadgeTemplate) -> dict[str, str]:
    """With something of everything on them."""
    make_template("Draft", state=TemplateState.DRAFT, skills=[make_skill("X" * 100)])
    make_template("W" * 100, state=TemplateState.ARCHIVED)
    claimed = make_badge(alice.user, template=sql)
    make_achievement(alice.user, make_badge_milestone("First Badge"))
    make_badge(alice.user, template=sql, status=BadgeStatus.PENDING)
    issue_badge(template=sql, by=grace, email=LONG)
    revoked = issue_badge(template=sql, by=bob, recipient=alice.user)
    revoke_badge(badge=revoked, by=bob, reason="x" * 200)
    return {
        "templates": "/badge-templates/",
        "create": "/badge-templates/create/",
        "edit": f"/badge-templates/{sql.pk}/",
        "issue": f"/badges/issue/?template={sql.pk}",
        "issued": "/badges/issued/",
        "nothing found": "/badges/issued/?q=zzz",
        "revoke": f"/badges/{claimed.pk}/revoke/",
        "revoked": f"/badges/{revoked.pk}/revoke/",
        "audit": "/badges/audit/",
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(grace: User, pages: dict[str, str], scheme: Any, sit: Sit) -> None:
    page = sit(grace, color_scheme=scheme)
    for name, path in pages.items():
        page.goto(path)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_nothing_is_wider_than_the_page(
    grace: User, pages: dict[str, str], width: int, direction: str, sit: Sit
) -> None:
    page = sit(grace, viewport={"width": width, "height": 800})
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for name, path in pages.items():
        page.goto(path)
        page.evaluate("direction => (document.documentElement.dir = direction)", direction)
        assert page.evaluate(wide) <= 0, name
