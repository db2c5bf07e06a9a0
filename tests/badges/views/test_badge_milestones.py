"""The grid of badge milestones, and what can be done to each: activate, deactivate, delete, see who."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import unescape
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.test import Client

from badges import services
from badges.models import How, MilestoneConfig
from badges.services import BadgesError, catch_up
from tests.html import Element, Page, read
from tests.make import make_admin, make_category, make_skill, make_user
from tests.make_badges import (
    everywhere,
    make_achievement,
    make_badge,
    make_badge_milestone,
    within,
)
from tests.milestones.views.months import queries, text_of, travel
from tests.personas import Browser
from tfl.accounts.models import AuditEntry, Student, User
from tfl.core.errors import Refusal
from tfl.skills.models import SkillCategory

GRID = "/badge-milestones/"
HTMX: Any = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with travel(date(2026, 3, 10)) as traveller:
        yield traveller


@pytest.fixture
def office(grace: User, browser_of: Browser) -> Client:
    """Where Grace, the admin, sits."""
    return browser_of(grace)


def of(milestone: MilestoneConfig, what: str = "") -> str:
    return f"{GRID}{milestone.pk}/{what}"


def page_of(office: Client, query: str = "") -> Page:
    response = office.get(GRID + query)
    assert response.status_code == 200
    return read(response.content.decode())


def card_of(page: Page, milestone: MilestoneConfig) -> Element:
    [card] = [
        each for each in page.all("li") if each.attributes.get("id") == f"milestone-{milestone.pk}"
    ]
    return card


def words(element: Element) -> str:
    return " ".join(element.text.split())


def headings(page: Page) -> list[str]:
    return [words(each) for each in page.all("h2")]


def titles(page: Page) -> list[str]:
    return [words(each) for each in page.all("h3")]


def is_active(milestone: MilestoneConfig) -> bool:
    milestone.refresh_from_db()
    return milestone.active


# The grid --------------------------------------------------------------------------------------------


def test_without_any_the_page_asks_to_create_the_first(office: Client) -> None:
    page = text_of(office.get(GRID))
    assert "Create your first milestone" in page
    assert "Global Milestones" not in page


def test_cards_stand_in_a_global_and_a_category_section(office: Client) -> None:
    make_badge_milestone("Badge Collector", trigger=everywhere(5))
    make_badge_milestone("Well-Rounded", trigger=everywhere(3, metric="category_count"))
    make_badge_milestone("Tech Starter", trigger=within(make_category("技术技能")))
    page = page_of(office)

    assert headings(page) == ["Global Milestones 2", "Category Milestones 1"]
    assert titles(page) == ["Badge Collector", "Well-Rounded", "Tech Starter"]


def test_a_card_says_type_scope_rule_how_many_reached_it_and_that_it_is_active(
    office: Client,
) -> None:
    milestone = make_badge_milestone("Badge Collector", trigger=everywhere(5))
    for _ in range(2):
        make_achievement(make_user(), milestone)
    make_achievement(make_user(), milestone, revoked_at=datetime(2026, 3, 1, tzinfo=UTC))

    said = words(card_of(page_of(office), milestone))
    for part in (
        "Badge Collector",
        "BADGE_COUNT · Global",
        "Earn 5 badges",
        "2 achieved",
        "Active",
    ):
        assert part in said
    assert "Inactive" not in said


def test_a_category_card_names_its_category_and_an_inactive_one_says_so(office: Client) -> None:
    soft = make_category("软技能")
    milestone = make_badge_milestone("Communicator", trigger=within(soft, 3), active=False)

    said = words(card_of(page_of(office), milestone))
    for part in ("BADGE_COUNT · 软技能", "Earn 3 badges in 软技能", "0 achieved", "Inactive"):
        assert part in said


def test_a_coverage_card_is_of_the_other_type(office: Client) -> None:
    trigger = everywhere(3, metric="category_count")
    milestone = make_badge_milestone("Well-Rounded", trigger=trigger)
    assert "CATEGORY_COUNT · Global" in words(card_of(page_of(office), milestone))


def test_a_description_of_ones_own_stands_beside_the_rule(office: Client) -> None:
    milestone = make_badge_milestone(trigger=everywhere(5), description="For those who stay.")
    said = words(card_of(page_of(office), milestone))
    assert "Earn 5 badges" in said
    assert "For those who stay." in said


def test_the_create_tile_is_among_the_cards_once(office: Client) -> None:
    make_badge_milestone(trigger=everywhere(5))
    make_badge_milestone(trigger=within(make_category()))
    make_badge_milestone(trigger={})
    tiles = [each for each in page_of(office).all("a") if each.attributes.get("class") == "create"]
    assert [(words(each), each.attributes["href"]) for each in tiles] == [
        ("Create Milestone", f"{GRID}create/")
    ]


def test_a_title_is_shown_as_it_is_written(office: Client) -> None:
    make_badge_milestone("<b>Bold</b> & “quoted”")
    html = office.get(GRID).content.decode()
    assert "<b>Bold</b>" not in html
    assert "<b>Bold</b> & “quoted”" in unescape(html)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?show=active", ["First", "Odd"]),
        ("?show=inactive", ["Wide"]),
        ("?show=broken", ["Odd"]),
        ("?metric=category_count", ["Wide"]),
        ("?q=FIRST", ["First"]),
        ("?q=first&show=inactive", []),
        ("?show=nonsense&metric=streak", ["First", "Wide", "Odd"]),
    ],
)
def test_the_grid_is_filtered(office: Client, query: str, shown: list[str]) -> None:
    make_badge_milestone("First", trigger=everywhere(1))
    make_badge_milestone("Wide", trigger=everywhere(3, metric="category_count"), active=False)
    make_badge_milestone("Odd", trigger={})
    page = page_of(office, query)

    assert titles(page) == shown


def test_where_nothing_fits_all_can_be_shown(office: Client) -> None:
    make_badge_milestone("First")
    page = page_of(office, "?q=xylophone")
    assert "No badge milestone fits" in words(page.all("main")[0])
    assert GRID in [each.attributes["href"] for each in page.all("a") if "Show all" in each.text]


def test_a_part_of_many_is_a_page_and_the_rest_follows(office: Client) -> None:
    for n in range(30):
        make_badge_milestone(f"Number {n:02}", trigger=everywhere(n + 1))
    first, second = page_of(office), page_of(office, "?page=2")

    assert (len(titles(first)), len(titles(second))) == (24, 6)
    assert headings(first) == headings(second) == ["Global Milestones 30"]
    assert titles(second)[0] == "Number 24"


@pytest.mark.parametrize("number", [1, 30, 300])
def test_the_grid_costs_the_same_for_one_and_for_many(
    office: Client, number: int, django_assert_max_num_queries: Any
) -> None:
    data, person = make_category(), make_user()
    for n in range(number):
        make_achievement(person, make_badge_milestone(trigger=everywhere(n + 1)))
        make_badge_milestone(trigger=within(data, n + 1))
        make_badge_milestone(trigger={})
    office.get(GRID)
    # session, user, roles, categories, badge milestones, counts, celebrations, news
    with django_assert_max_num_queries(8):
        assert office.get(GRID).status_code == 200


# Those that cannot be evaluated ----------------------------------------------------------------------


def test_one_that_cannot_be_read_is_in_a_section_of_its_own_with_the_reason(office: Client) -> None:
    odd = make_badge_milestone(
        "Odd & old", trigger={**everywhere(1), "threshold": "5"}, icon="star"
    )
    make_badge_milestone(trigger=everywhere(1))
    page = page_of(office)
    card = card_of(page, odd)

    assert headings(page) == ["Global Milestones 1", "Cannot be evaluated 1"]
    assert "Awards nobody. The threshold is a whole number from 1 to 1,000,000." in words(card)
    links = [each.attributes["href"] for each in page.all("a") if card in each.parents]
    assert f"{GRID}create/?title=Odd%20%26%20old&icon=star" in links


def test_the_page_says_how_many_cannot_be_evaluated_and_leads_there(office: Client) -> None:
    make_badge_milestone(trigger={})
    make_badge_milestone(trigger=[])
    page = page_of(office)
    assert "2 badge milestones cannot be evaluated." in words(page.all("main")[0])
    assert "?show=broken" in [each.attributes["href"] for each in page.all("a")]


def test_an_imported_one_shows_its_note(office: Client) -> None:
    milestone = make_badge_milestone(trigger={"years": 1}, active=False)
    MilestoneConfig.objects.update(note="Anniversaries are not counted here.")
    assert "Anniversaries are not counted here." in words(card_of(page_of(office), milestone))


def test_one_whose_category_is_gone_is_flagged_where_it_stands(office: Client) -> None:
    gone = make_category()
    milestone = make_badge_milestone(trigger=within(gone))
    gone.delete()
    page = page_of(office)

    assert headings(page) == ["Category Milestones 1"]
    assert "Its category is gone" in words(card_of(page, milestone))


def test_of_one_in_a_cycle_the_tree_is_to_be_mended(office: Client) -> None:
    loop = make_category("Loop")
    SkillCategory.objects.filter(pk=loop.pk).update(parent=loop)
    milestone = make_badge_milestone(trigger=within(loop))
    card = words(card_of(page_of(office), milestone))
    assert "stands below itself" in card
    assert "To the category tree" in card


@pytest.mark.parametrize("active", [True, False])
def test_one_that_cannot_be_used_can_be_switched_off_and_not_on(
    office: Client, active: bool
) -> None:
    milestone = make_badge_milestone(trigger={}, active=active)
    buttons = page_of(office).all("button")
    assert any(each.attributes.get("class") == "switch" for each in buttons) is active

    refused = office.post(of(milestone, "activate/"))
    if not active:
        assert refused.status_code == 422
        assert "“scope” is missing." in text_of(refused)
        assert not is_active(milestone)


# Activating ------------------------------------------------------------------------------------------


def waiting(trigger: Any = None, title: str = "Badge Collector") -> MilestoneConfig:
    return make_badge_milestone(title, trigger=trigger or everywhere(2), active=False)


def test_before_it_is_activated_the_page_says_whom_it_would_award(office: Client) -> None:
    for badges in (3, 2, 1, 1):
        person = make_user()
        for _ in range(badges):
            make_badge(person)
    milestone = waiting(everywhere(3))
    page = text_of(office.get(of(milestone, "activate/")))

    assert "Activate “Badge Collector”?" in page
    assert "1 qualifies, 1 is one badge away, 2 further." in page
    assert "Of 4 people who hold a badge that counts." in page
    assert not is_active(milestone)


def test_who_has_it_from_before_is_spoken_of(office: Client) -> None:
    milestone = waiting()
    make_achievement(make_user(), milestone)
    page = text_of(office.get(of(milestone, "activate/")))
    assert "1 person has it already and keeps it." in page


def test_activating_it_awards_those_who_qualify(office: Client, alice: Student) -> None:
    make_badge(alice.user)
    make_badge(alice.user)
    milestone = waiting()
    response = office.post(of(milestone, "activate/"), {"back": "show=inactive&page=2"})

    assert response.status_code == 302
    assert response["Location"] == f"{GRID}?show=inactive&page=2#milestone-{milestone.pk}"
    assert is_active(milestone)
    assert catch_up() == 1
    assert milestone.achievements.get().how == How.BACKFILL


def test_activating_what_is_active_says_so_and_changes_nothing(office: Client) -> None:
    milestone = make_badge_milestone("Badge Collector")
    for _ in range(2):
        response = office.post(of(milestone, "activate/"), follow=True)
        assert "“Badge Collector” was active already." in text_of(response)
    assert "It is active already" in text_of(office.get(of(milestone, "activate/")))
    assert AuditEntry.objects.filter(action="activate-badge-milestone").count() == 0


def test_two_admins_who_activate_it_activate_it_once(office: Client, browser_of: Browser) -> None:
    other = browser_of(make_admin())
    milestone = waiting()
    assert "Activate “" in text_of(office.get(of(milestone, "activate/")))
    other.post(of(milestone, "activate/"))

    said = text_of(office.post(of(milestone, "activate/"), follow=True))
    assert "was active already" in said
    assert AuditEntry.objects.filter(action="activate-badge-milestone").count() == 1


def test_the_switch_shows_the_preview_in_the_place_of_the_card(office: Client) -> None:
    milestone = waiting()
    make_badge(make_user())
    response = office.get(of(milestone, "activate/") + "?back=q%3Da", **HTMX)
    html = response.content.decode()

    assert "<html" not in html
    page = read(html)
    card = card_of(page, milestone)
    assert "0 qualify, 1 is one badge away, 0 further." in words(card)
    assert [words(each) for each in page.all("button")] == ["Activate"]
    assert f"{GRID}?q=a" in [each.attributes["href"] for each in page.all("a")]
    assert not is_active(milestone)


def test_activated_in_place_the_card_is_active_and_the_page_told(office: Client) -> None:
    milestone = waiting()
    make_badge_milestone()
    html = office.post(of(milestone, "activate/"), **HTMX).content.decode()

    page = read(html)
    assert "Active" in words(card_of(page, milestone))
    assert "“Badge Collector” is active." in html
    assert "2 of 2 active" in html
    assert is_active(milestone)


# Deactivating ----------------------------------------------------------------------------------------


def test_deactivating_is_done_at_once_and_offers_to_activate_again(office: Client) -> None:
    milestone = make_badge_milestone("Badge Collector")
    make_achievement(make_user(), milestone)
    response = office.post(of(milestone, "deactivate/"), {"back": "q=badge"}, follow=True)

    assert response.redirect_chain[0][0] == f"{GRID}?q=badge#milestone-{milestone.pk}"
    assert "It awards nobody; whoever reached it keeps it." in text_of(response)
    assert f'<a href="{of(milestone, "activate/")}">Activate it again</a>' in (
        response.content.decode()
    )
    assert not is_active(milestone)
    assert milestone.achievements.standing().count() == 1


def test_deactivated_in_place_the_card_offers_to_undo(office: Client) -> None:
    milestone = make_badge_milestone("Badge Collector")
    html = office.post(of(milestone, "deactivate/"), {"back": "q=b"}, **HTMX).content.decode()
    page = read(html)
    [undo] = [each for each in page.all("button") if "Undo" in each.text]

    assert "Inactive" in words(card_of(page, milestone))
    assert "0 of 1 active" in html
    asks = of(milestone, "activate/")
    assert undo.attributes["formaction"] == undo.attributes["hx-post"] == asks
    office.post(asks, {"back": "q=b"}, **HTMX)
    assert is_active(milestone)


def test_the_cards_buttons_send_the_forms_of_the_page(office: Client) -> None:
    make_badge_milestone("On", trigger=everywhere(1))
    make_badge_milestone("Off", trigger=everywhere(2), active=False)
    page = page_of(office, "?q=o&page=1&nonsense=1")
    forms = {each.attributes.get("id"): each for each in page.all("form")}
    sent = [
        {each.attributes["name"]: each.attributes["value"] for each in page.fields(forms[id_])}
        for id_ in ("act", "ask")
    ]
    switches = [each for each in page.all("button") if each.attributes.get("class") == "switch"]

    assert [each.attributes["form"] for each in switches] == ["act", "ask"]
    assert sent[0].keys() == {"csrfmiddlewaretoken", "back"}
    assert sent[0]["back"] == sent[1]["back"] == "q=o&page=1"
    assert "csrfmiddlewaretoken" not in sent[1]


def test_deactivating_what_is_inactive_says_so(office: Client) -> None:
    milestone = waiting()
    said = text_of(office.post(of(milestone, "deactivate/"), follow=True))
    assert "“Badge Collector” was inactive already." in said
    assert AuditEntry.objects.filter(action="deactivate-badge-milestone").count() == 0


def test_a_title_is_no_markup_in_the_message(office: Client) -> None:
    milestone = make_badge_milestone("<script>x")
    response = office.post(of(milestone, "deactivate/"), follow=True)
    assert "<script>x" not in response.content.decode()


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "next=https://evil.example/", "\x00", "%ff"]
)
def test_the_way_back_leads_to_the_grid_whatever_it_is(office: Client, back: str) -> None:
    milestone = make_badge_milestone()
    response = office.post(of(milestone, "deactivate/"), {"back": back})
    assert response["Location"] == f"{GRID}#milestone-{milestone.pk}"


# Deleting --------------------------------------------------------------------------------------------


def test_deleting_asks_by_name_and_then_deletes(office: Client) -> None:
    milestone = waiting()
    assert "Delete “Badge Collector”?" in text_of(office.get(of(milestone, "delete/")))
    assert MilestoneConfig.objects.exists()

    response = office.post(of(milestone, "delete/"), follow=True)
    assert "“Badge Collector” is deleted." in text_of(response)
    assert not MilestoneConfig.objects.exists()


@pytest.mark.parametrize("revoked_at", [None, datetime(2026, 3, 1, tzinfo=UTC)])
def test_what_somebody_reached_stays_and_can_be_deactivated(
    office: Client, revoked_at: datetime | None
) -> None:
    milestone = make_badge_milestone("Badge Collector")
    make_achievement(make_user(), milestone, revoked_at=revoked_at)
    asked = office.get(of(milestone, "delete/"))
    refused = office.post(of(milestone, "delete/"))

    assert refused.status_code == 409
    assert "so it stays. Deactivate it instead." in text_of(refused)
    for response in (asked, refused):
        buttons = [words(each) for each in read(response.content.decode()).all("button")]
        assert "Deactivate" in buttons
        assert "Delete" not in buttons
    assert MilestoneConfig.objects.exists()


def test_what_somebody_reached_and_is_inactive_has_nothing_left_to_do(office: Client) -> None:
    milestone = waiting()
    make_achievement(make_user(), milestone)
    page = read(office.get(of(milestone, "delete/")).content.decode())
    assert not {"Delete", "Deactivate"} & {words(each) for each in page.all("button")}


# Who reached it --------------------------------------------------------------------------------------


def test_the_page_says_who_reached_it_when_and_how(office: Client, alice: Student) -> None:
    milestone = make_badge_milestone("Badge Collector", trigger=everywhere(5))
    make_achievement(alice.user, milestone, achieved_at=datetime(2026, 2, 3, 9, tzinfo=UTC))
    page = text_of(office.get(of(milestone, "reached/")))

    assert "Badge Collector Earn 5 badges" in page
    assert "1 achieved" in page
    assert "Alice Feb. 3, 2026, 9 a.m. by claiming a badge Achieved" in page


def test_who_it_was_taken_from_is_there_with_the_day(office: Client, alice: Student) -> None:
    milestone = make_badge_milestone()
    make_achievement(alice.user, milestone, revoked_at=datetime(2026, 3, 1, tzinfo=UTC))
    page = text_of(office.get(of(milestone, "reached/")))
    assert "0 achieved – and 1 revoked" in page
    assert "Revoked on March 1, 2026" in page


@pytest.mark.parametrize(
    ("active", "says"), [(True, "will stand here"), (False, "It is inactive, so it awards nobody.")]
)
def test_that_nobody_reached_it_is_said(office: Client, active: bool, says: str) -> None:
    milestone = make_badge_milestone(active=active)
    assert says in text_of(office.get(of(milestone, "reached/")))


def test_many_who_reached_it_are_paged(office: Client) -> None:
    milestone = make_badge_milestone()
    for _ in range(51):
        make_achievement(make_user(), milestone)
    first = read(office.get(of(milestone, "reached/")).content.decode())
    second = read(office.get(of(milestone, "reached/?page=2")).content.decode())
    assert (len(first.all("tr")), len(second.all("tr"))) == (51, 2)  # one is the head's


@pytest.mark.parametrize("number", [1, 30, 300])
def test_the_page_of_who_costs_the_same_for_one_and_for_many(
    office: Client, number: int, django_assert_max_num_queries: Any
) -> None:
    milestone = make_badge_milestone()
    for _ in range(number):
        make_achievement(make_user(), milestone)
    path = of(milestone, "reached/")
    # session, user, roles, milestone, standing, categories, all, people, celebrations, news
    with django_assert_max_num_queries(10):
        assert office.get(path).status_code == 200


# In general ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["", "activate/", "deactivate/", "delete/", "reached/"])
def test_one_that_is_gone_is_not_found(office: Client, what: str) -> None:
    milestone = make_badge_milestone()
    path = of(milestone, what)
    milestone.delete()
    send = office.post if what == "deactivate/" else office.get
    assert send(path).status_code == 404


@pytest.mark.parametrize("service", ["activate", "deactivate", "delete"])
def test_one_that_goes_while_it_is_asked_for_is_not_found(office: Client, service: str) -> None:
    milestone = make_badge_milestone(active=service == "deactivate")
    gone = BadgesError("There is no such badge milestone.", refusal=Refusal.NOT_FOUND)
    with patch.object(services, f"{service}_badge_milestone", side_effect=gone):
        assert office.post(of(milestone, f"{service}/")).status_code == 404


@pytest.mark.parametrize("number", [1, 30])
def test_the_preview_in_the_place_of_a_card_costs_six_queries(office: Client, number: int) -> None:
    data = make_category()
    for _ in range(number):
        make_badge(make_user(), skills=[make_skill(category=data)])
    milestone = waiting(within(data, 2))
    with queries() as ran:
        office.get(of(milestone, "activate/"), **HTMX)
    assert len(ran) == 6  # session, user, roles, milestone, categories, whom it would award


@pytest.mark.parametrize("who", ["alice", "bob", "erin", "heidi", "ivan"])
def test_admins_only(who: str, browser_of: Browser, request: pytest.FixtureRequest) -> None:
    person: User | Student = request.getfixturevalue(who)
    milestone = make_badge_milestone()
    client = browser_of(person)
    for path in (GRID, of(milestone, "reached/"), of(milestone, "activate/")):
        assert client.get(path).status_code == 403
    assert client.post(of(milestone, "deactivate/")).status_code == 403
    assert is_active(milestone)
