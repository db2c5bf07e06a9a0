"""Building and running badge milestones at a real browser: by clicking, by keyboard, with scripts off."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Route, expect

from badges.models import MilestoneConfig
from tests.browsing import Sit
from tests.make import make_category, make_skill, make_user
from tests.make_badges import (
    everywhere,
    make_achievement,
    make_badge,
    make_badge_milestone,
    make_template,
    within,
)
from tfl.accounts.models import User
from tfl.skills.models import SkillCategory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GRID = "/badge-milestones/"
CREATE = "/badge-milestones/create/"


def make_tree() -> SkillCategory:
    """Technical, Data and Databases one below the other, Soft skills beside. Gives Databases, for which there
    is a badge template.
    """
    make_category("Soft skills")
    databases = make_category(
        "Databases", parent=make_category("Data", parent=make_category("Technical"))
    )
    make_template(skills=[make_skill(category=databases)])
    return databases


def holders(*badges: int, **of: Any) -> None:
    for number in badges:
        person = make_user()
        for _ in range(number):
            make_badge(person, **of)


def preview(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Preview")


def sentence(page: Page) -> Locator:
    return page.locator("#sentence")


def search_box(page: Page) -> Locator:
    return page.get_by_role("searchbox", name="Search categories")


def confirm(page: Page) -> None:
    """From the form over what will be locked to the activation of what was created."""
    page.get_by_role("button", name="Create Milestone").click()
    expect(page.get_by_text("This cannot be changed afterwards:")).to_be_visible()
    page.get_by_role("button", name="Create Milestone").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Activate “")


def card(page: Page, milestone: MilestoneConfig) -> Locator:
    return page.locator(f"#milestone-{milestone.pk}")


def settled(page: Page) -> None:
    """What htmx put there answers to keys."""
    expect(page.locator(".htmx-settling")).to_have_count(0)


def tab_to(page: Page, target: Locator) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"no way to {target} by keyboard")


# Creating each kind ----------------------------------------------------------------------------------


def test_a_badge_count_everywhere_is_built_with_a_live_preview(grace: User, sit: Sit) -> None:
    holders(3, 2, 2, 1)
    page = sit(grace)
    complaints: list[Any] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(CREATE)
    page.get_by_label("Title").fill("Badge Collector")
    page.get_by_label("Threshold").fill("2")

    expect(sentence(page)).to_have_text("User earns this after claiming 2 badges")
    expect(preview(page)).to_contain_text("Badge Collector")
    expect(preview(page)).to_contain_text("Earn 2 badges")
    expect(preview(page)).to_contain_text("3 qualify, 1 is one badge away, 0 further.")
    expect(preview(page).locator("output")).to_have_text(["4 qualify", "3 qualify", "1 qualifies"])
    confirm(page)
    assert MilestoneConfig.objects.get().trigger == everywhere(2)
    assert complaints == []


def test_a_badge_count_in_a_category_is_built_by_searching_the_tree(grace: User, sit: Sit) -> None:
    databases = make_tree()
    holders(2, skills=[make_skill(category=databases)])
    page = sit(grace)
    page.goto(CREATE)
    page.get_by_label("Title").fill("Data Keeper")
    expect(search_box(page)).to_be_hidden()
    page.get_by_label("Specific Category").check()
    expect(preview(page)).to_contain_text("Choose a category.")

    search = search_box(page)
    search.fill("DATAB")
    expect(page.locator(".tree label")).to_have_text(
        [re.compile("Technical"), re.compile("Data"), re.compile(r"Databases\s+3 badge templates")]
    )
    search.press("Enter")
    page.get_by_label("Databases").check()
    search.fill("soft")
    expect(page.locator(".tree label")).to_have_count(4)
    expect(page.get_by_label("Databases")).to_be_checked()
    page.get_by_label("Threshold").fill("2")

    expect(sentence(page)).to_have_text("User earns this after claiming 2 badges in Databases")
    expect(preview(page)).to_contain_text("BADGE_COUNT · Databases")
    confirm(page)
    rule = within(databases, 2, includeSubCategories=True)
    assert MilestoneConfig.objects.get().trigger == rule


def test_what_is_chosen_while_a_search_is_on_its_way_stays_chosen(grace: User, sit: Sit) -> None:
    databases = make_tree()
    page = sit(grace)
    page.goto(CREATE)
    page.get_by_label("Specific Category").check()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/badge-milestones/categories/**", hold)
    chosen = page.locator(f"#category-{databases.pk}")
    with page.expect_request("**/badge-milestones/categories/**"):
        search_box(page).fill("data")
    chosen.check()
    held[0].continue_()

    expect(page.locator(".tree label")).to_have_count(3)
    expect(chosen).to_be_checked()
    expect(preview(page)).to_contain_text("Earn 5 badges in Databases")


def test_category_coverage_locks_the_scope_to_global_and_back(grace: User, sit: Sit) -> None:
    make_tree()
    page = sit(grace)
    page.goto(CREATE)
    page.get_by_label("Title").fill("Well-Rounded")
    page.get_by_label("Specific Category").check()
    page.locator(".tree").get_by_label("Databases").check()
    page.get_by_label("Category Coverage").check()

    expect(page.get_by_label("Global (all badges)")).to_be_checked()
    expect(page.get_by_label("Specific Category")).to_be_disabled()
    expect(search_box(page)).to_be_hidden()
    expect(page.get_by_label("Category Coverage")).to_be_focused()
    page.get_by_label("Threshold").fill("3")
    expect(preview(page)).to_contain_text("CATEGORY_COUNT · Global")
    expect(preview(page)).to_contain_text("Earn badges across 3 different categories")

    page.get_by_label("Badge Count").check()
    expect(page.get_by_label("Specific Category")).to_be_enabled()
    page.get_by_label("Category Coverage").check()
    expect(page.get_by_label("Specific Category")).to_be_disabled()
    confirm(page)
    assert MilestoneConfig.objects.get().trigger == everywhere(3, metric="category_count")


def test_one_is_created_and_activated_by_keyboard(grace: User, sit: Sit) -> None:
    make_tree()
    page = sit(grace)
    page.goto(CREATE)
    tab_to(page, page.locator("summary"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Trophy"))
    page.keyboard.press("ArrowRight")
    tab_to(page, page.get_by_label("Title"))
    page.keyboard.type("Explorer")
    tab_to(page, page.get_by_label("Badge Count"))
    tab_to(page, page.get_by_label("Global (all badges)"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Specific Category")).to_be_checked()
    tab_to(page, page.get_by_label("Soft skills"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_label("Include sub-categories"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_label("Threshold"))
    page.keyboard.press("ArrowUp")
    expect(sentence(page)).to_have_text("User earns this after claiming 6 badges in Soft skills")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This cannot be changed afterwards:")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Create Milestone"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Activate “Explorer”?")
    tab_to(page, page.get_by_role("button", name="Activate"))
    page.keyboard.press("Enter")

    expect(page.get_by_text("“Explorer” is active.")).to_be_visible()
    milestone = MilestoneConfig.objects.get()
    soft = SkillCategory.objects.get(name="Soft skills")
    assert milestone.trigger == within(soft, 6, includeSubCategories=False)
    assert (milestone.icon, milestone.active) == ("globe", True)


def test_one_is_created_and_run_with_scripts_off(grace: User, sit: Sit) -> None:
    databases = make_tree()
    holders(1, skills=[make_skill(category=databases)])
    page = sit(grace, java_script_enabled=False)
    page.goto(CREATE)
    expect(page.get_by_role("button", name="Reset to automatic")).to_be_hidden()
    page.get_by_label("Title").fill("Data Keeper")
    page.get_by_label("Specific Category").check()
    search_box(page).fill("databases")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_label("Soft skills")).to_have_count(0)
    page.get_by_label("Databases").check()
    page.get_by_label("Threshold").fill("1")
    page.get_by_role("button", name="Preview").click()
    expect(sentence(page)).to_have_text("User earns this after claiming 1 badge in Databases")
    expect(preview(page)).to_contain_text("1 qualifies, 0 are one badge away, 0 further.")
    confirm(page)
    expect(page.get_by_text("1 qualifies, 0 are one badge away, 0 further.")).to_be_visible()
    page.get_by_role("button", name="Activate").click()

    milestone = MilestoneConfig.objects.get()
    assert (milestone.title, milestone.active) == ("Data Keeper", True)
    card(page, milestone).get_by_role("button", name="Active: Data Keeper").click()
    expect(page.get_by_text("It awards nobody; whoever reached it keeps it.")).to_be_visible()
    card(page, milestone).get_by_role("button", name="Active: Data Keeper").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Activate “Data Keeper”?")
    page.get_by_role("link", name="Not now").click()
    expect(card(page, milestone)).to_contain_text("Inactive")


def test_with_scripts_off_an_impossible_pair_is_refused_and_explained(
    grace: User, sit: Sit
) -> None:
    make_tree()
    page = sit(grace, java_script_enabled=False)
    page.goto(CREATE)
    page.get_by_label("Title").fill("Odd")
    page.get_by_label("Specific Category").check()
    page.get_by_label("Soft skills").check()
    page.get_by_label("Category Coverage").check()
    page.get_by_role("button", name="Create Milestone").click()
    expect(page.locator(".error-summary")).to_contain_text("cannot be measured within a category")
    page.get_by_label("Global (all badges)").check()
    confirm(page)
    assert MilestoneConfig.objects.get().trigger == everywhere(5, metric="category_count")


# In the form -----------------------------------------------------------------------------------------


def test_a_description_of_ones_own_is_reset_to_the_automatic_one(grace: User, sit: Sit) -> None:
    page = sit(grace)
    page.goto(CREATE)
    page.get_by_label("Description").fill("For those who stay.")
    expect(preview(page)).to_contain_text("For those who stay.")
    page.get_by_role("button", name="Reset to automatic").press("Enter")

    expect(page.get_by_label("Description")).to_have_value("")
    expect(page.locator("#automatic")).to_have_text("Earn 5 badges")
    expect(preview(page)).not_to_contain_text("For those who stay.")
    expect(page.get_by_role("button", name="Reset to automatic")).to_be_focused()


def test_the_icon_is_drawn_where_it_is_chosen_and_on_the_card(grace: User, sit: Sit) -> None:
    page = sit(grace)
    page.goto(CREATE)
    path = "summary path", "d"
    before = page.locator(path[0]).get_attribute(path[1])
    page.locator("summary").click()
    page.get_by_label("Rocket").check()
    expect(page.locator(path[0])).not_to_have_attribute(path[1], before or "")
    rocket = page.locator(path[0]).get_attribute(path[1]) or ""
    expect(preview(page).locator(".sign")).to_have_attribute("d", rocket)


def test_after_creation_the_rule_is_locked_with_the_reason(grace: User, sit: Sit) -> None:
    milestone = make_badge_milestone("Data Keeper", trigger=within(make_tree(), 3))
    page = sit(grace)
    page.goto(f"{GRID}{milestone.pk}/")
    for label in ("Badge Count", "Specific Category", "Include sub-categories"):
        expect(page.get_by_label(label)).to_be_disabled()
    expect(page.get_by_label("Threshold")).to_be_enabled()
    reason = page.get_by_text("Metric, scope and category are fixed")
    expect(reason).to_be_hidden()
    page.get_by_role("button", name="Locked: why?").first.press("Enter")
    expect(reason).to_be_visible()
    page.keyboard.press("Escape")
    expect(reason).to_be_hidden()

    page.get_by_label("Threshold").fill("4")
    expect(sentence(page)).to_have_text("User earns this after claiming 4 badges in Databases")


def test_no_request_of_the_form_carries_its_token(grace: User, sit: Sit) -> None:
    page = sit(grace)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(CREATE)
    page.get_by_label("Threshold").fill("3")
    expect(sentence(page)).to_contain_text("3 badges")
    assert any("preview" in url for url in asked)
    assert not any("csrf" in url for url in asked)


# Running them ----------------------------------------------------------------------------------------


def test_one_is_activated_in_place_after_its_preview(grace: User, sit: Sit) -> None:
    holders(5, 4, 1)
    milestone = make_badge_milestone("Collector", trigger=everywhere(5), active=False)
    page = sit(grace)
    page.goto(GRID)
    switch = page.get_by_role("button", name="Active: Collector")
    switch.press("Enter")

    activate = page.get_by_role("button", name="Activate")
    expect(card(page, milestone)).to_contain_text("1 qualifies, 1 is one badge away, 1 further.")
    expect(activate).to_be_focused()
    expect(activate).to_have_accessible_description(re.compile("1 qualifies"))
    page.get_by_role("link", name="Not now").click()
    expect(card(page, milestone)).to_contain_text("Inactive")
    assert not MilestoneConfig.objects.get().active

    settled(page)
    switch.press("Enter")
    expect(activate).to_be_focused()
    settled(page)
    activate.press("Enter")
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(switch).to_be_focused()
    expect(page.locator("#messages")).to_contain_text("“Collector” is active.")
    expect(page.locator("#count")).to_have_text("1 of 1 active")
    assert page.url.endswith(GRID)
    assert MilestoneConfig.objects.get().active


def test_one_that_people_reached_is_deactivated_in_place_and_that_is_undone(
    grace: User, sit: Sit
) -> None:
    milestone = make_badge_milestone("Collector", trigger=everywhere(1))
    make_achievement(make_user(), milestone)
    page = sit(grace)
    page.goto(GRID)
    switch = page.get_by_role("button", name="Active: Collector")
    switch.press("Space")

    expect(switch).to_have_attribute("aria-pressed", "false")
    expect(switch).to_be_focused()
    expect(card(page, milestone)).to_contain_text("1 achieved")
    assert not MilestoneConfig.objects.get().active
    settled(page)
    page.get_by_role("button", name="Undo: Collector").click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Undo: Collector")).to_have_count(0)
    assert MilestoneConfig.objects.get().active
    assert milestone.achievements.standing().count() == 1


def test_one_that_is_gone_is_said_where_it_stood(grace: User, sit: Sit) -> None:
    milestone = make_badge_milestone("Collector")
    page = sit(grace)
    page.goto(GRID)
    milestone.delete()
    page.get_by_role("button", name="Active: Collector").click()
    expect(page.locator("#trouble")).to_contain_text("This is no longer here.")


# How it looks ----------------------------------------------------------------------------------------


def build_many() -> list[str]:
    """Everything there can be on the pages, with long words, and their paths."""
    long = "Nebenläufigkeitsfehlersuchmeisterschaft im Anwendungsprogrammierschnittstellenbau"
    category = make_category(long)
    for number in range(6):
        category = make_category(f"{long} {number}", parent=category)
    gone = make_category()
    milestones = [
        make_badge_milestone(long, trigger=within(category, 3), description=long * 3),
        make_badge_milestone(f"Gone {long}", trigger=within(gone), active=False),
        make_badge_milestone("Unreadable", trigger={"years": 1}),
        make_badge_milestone("Inactive", trigger=everywhere(2), active=False),
    ]
    gone.delete()
    make_achievement(make_user(), milestones[0])
    reached = [f"{GRID}{milestones[0].pk}/{what}" for what in ("", "delete/", "reached/")]
    asked = [f"{GRID}{milestones[3].pk}/{what}" for what in ("activate/", "delete/", "")]
    return [GRID, CREATE, *reached, *asked, f"{GRID}{milestones[2].pk}/"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_cut_off_on_the_smallest_phone(grace: User, sit: Sit, theme: str) -> None:
    page = sit(grace, viewport={"width": 320, "height": 640}, color_scheme=theme)
    for path in build_many():
        page.goto(path)
        if path == CREATE:
            page.get_by_label("Specific Category").check()
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0, path


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everybody_can_use_it(grace: User, sit: Sit, theme: str) -> None:
    page = sit(grace, color_scheme=theme)
    for path in build_many():
        page.goto(path)
        if path == CREATE:
            page.get_by_label("Specific Category").check()
            page.locator("summary").click()
            expect(preview(page)).to_contain_text("Choose a category.")
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}\n{found.generate_report()}"
