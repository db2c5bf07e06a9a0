"""The one form: creating, what is locked afterwards, editing, and what is redrawn as it is filled in."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from badges import services
from badges.models import MilestoneConfig
from badges.services import BadgesError
from tests.html import Element, Page, read
from tests.make import make_category, make_skill, make_user
from tests.make_badges import (
    everywhere,
    make_achievement,
    make_badge,
    make_badge_milestone,
    make_template,
    within,
)
from tests.milestones.views.months import queries, text_of, travel
from tests.personas import Browser
from tests.test_bad_input import HOSTILE, MARK
from tfl.accounts.models import AuditEntry, Student, User
from tfl.core.errors import Refusal
from tfl.skills.models import SkillCategory

CREATE = "/badge-milestones/create/"
PREVIEW = "/badge-milestones/preview/"
CATEGORIES = "/badge-milestones/categories/"
HTMX: Any = {"HTTP_HX_REQUEST": "true"}
THRESHOLD = "The threshold is a whole number from 1 to 1,000,000."


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with travel(date(2026, 3, 10)) as traveller:
        yield traveller


@pytest.fixture
def office(grace: User, browser_of: Browser) -> Client:
    """Where Grace, the admin, sits."""
    return browser_of(grace)


def filled(**changes: Any) -> dict[str, Any]:
    """What a browser sends of a form that is right."""
    form = {
        "icon": "trophy",
        "title": "Badge Collector",
        "description": "",
        "metric": "badge_count",
        "scope": "global",
        "include_sub_categories": "on",
        "threshold": "5",
    }
    return {key: value for key, value in (form | changes).items() if value is not None}


def within_data(**changes: Any) -> dict[str, Any]:
    data = make_category("Data")
    return filled(scope="category", category=str(data.pk), **changes)


def path_of(milestone: MilestoneConfig) -> str:
    return f"/badge-milestones/{milestone.pk}/"


def fields(page: Page, name: str) -> list[Element]:
    return [each for each in page.all("input", "textarea") if each.attributes.get("name") == name]


def chosen(page: Page, name: str) -> list[str]:
    """Of radios and boxes."""
    found = [each for each in fields(page, name) if "checked" in each.attributes]
    return [each.attributes["value"] for each in found if "value" in each.attributes]


def disabled(page: Page, name: str) -> list[bool]:
    shown = [each for each in fields(page, name) if each.attributes.get("type") != "hidden"]
    return ["disabled" in each.attributes for each in shown]


def value(page: Page, name: str) -> str:
    [field] = [each for each in fields(page, name) if each.attributes.get("type") != "hidden"]
    return field.text.strip() if field.tag == "textarea" else field.attributes.get("value", "")


def mistakes(response: Any) -> list[str]:
    """What the summary says."""
    page = read(response.content.decode())
    summary = next(
        each for each in page.all("div") if each.attributes.get("class") == "error-summary"
    )
    return [" ".join(each.text.split()) for each in page.all("li") if summary in each.parents]


def out_of_band(html: str, id_: str) -> str:
    """What a fragment puts elsewhere on the page."""
    found = re.search(rf'<div hx-swap-oob="innerHTML:#{id_}">(.*?)</div>', html, re.DOTALL)
    assert found, f"nothing for #{id_}"
    return " ".join(found[1].split())


# Creating --------------------------------------------------------------------------------------------


def test_the_form_begins_with_five_badges_everywhere(office: Client) -> None:
    make_category()
    response = office.get(CREATE)
    page = read(response.content.decode())

    assert chosen(page, "metric") == ["badge_count"]
    assert chosen(page, "scope") == ["global"]
    assert chosen(page, "icon") == ["trophy"]
    assert "checked" in fields(page, "include_sub_categories")[0].attributes
    assert value(page, "threshold") == "5"
    said = text_of(response)
    assert "User earns this after claiming 5 badges" in said
    assert "BADGE_COUNT · Global Earn 5 badges" in said
    for label in (
        "What to measure",
        "Badge Count",
        "Category Coverage",
        "Where to measure",
        "Global (all badges)",
        "Specific Category",
        "Include sub-categories",
        "Threshold",
        "Create Milestone",
        "Cancel",
    ):
        assert label in said


def test_a_link_may_fill_it_in(office: Client) -> None:
    page = read(office.get(f"{CREATE}?title=Anew&icon=star&threshold=9").content.decode())
    assert value(page, "title") == "Anew"
    assert chosen(page, "icon") == ["star"]
    assert value(page, "threshold") == "5"


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({}, everywhere(5)),
        ({"metric": "category_count", "threshold": "3"}, everywhere(3, metric="category_count")),
    ],
)
def test_a_global_one_is_created_inactive_and_goes_on_to_its_activation(
    office: Client, grace: User, changes: dict[str, str], rule: dict[str, Any]
) -> None:
    response = office.post(CREATE, filled(confirmed="1", **changes))
    milestone = MilestoneConfig.objects.get()

    assert response.status_code == 302
    assert response["Location"] == reverse("badge_milestone_activate", args=[milestone.pk])
    assert milestone.trigger == rule
    assert (milestone.title, milestone.icon, milestone.description, milestone.active) == (
        "Badge Collector",
        "trophy",
        "",
        False,
    )
    assert milestone.created_by == grace
    assert "It awards nobody until you activate it." in text_of(office.get(response["Location"]))


def test_a_double_click_on_the_confirmation_creates_one(office: Client) -> None:
    key = str(office.post(CREATE, filled()).context["request_key"])

    answers = [office.post(CREATE, filled(confirmed="1", request_key=key)) for _n in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert MilestoneConfig.objects.count() == 1


@pytest.mark.parametrize(("box", "included"), [("on", True), (None, False)])
def test_one_of_a_category_is_created_with_or_without_sub_categories(
    office: Client, box: str | None, included: bool
) -> None:
    office.post(CREATE, within_data(confirmed="1", include_sub_categories=box))
    data = SkillCategory.objects.get()
    assert MilestoneConfig.objects.get().trigger == within(data, 5, includeSubCategories=included)


def test_a_category_chosen_before_and_given_up_is_not_in_the_rule(office: Client) -> None:
    office.post(CREATE, within_data(confirmed="1") | {"scope": "global"})
    assert MilestoneConfig.objects.get().trigger == everywhere(5)


def test_before_it_is_created_what_will_be_locked_is_shown(office: Client) -> None:
    below = make_category("Databases", parent=make_category("Data"))
    form = filled(scope="category", category=str(below.pk), include_sub_categories=None)
    response = office.post(CREATE, form)
    said = text_of(response)

    assert response.status_code == 200
    assert "Create “Badge Collector”? Earn 5 badges in Databases" in said
    assert (
        "This cannot be changed afterwards: Metric Badge Count Scope Specific Category "
        "Category Data / Databases Sub-categories Left out"
    ) in said
    assert not MilestoneConfig.objects.exists()


def test_what_is_confirmed_is_what_was_shown(office: Client) -> None:
    shown = office.post(CREATE, within_data(description="For those who stay."))
    page = read(shown.content.decode())
    [form] = [each for each in page.forms("post") if "Create" in each.text]
    sent = {each.attributes["name"]: each.attributes.get("value", "") for each in page.fields(form)}
    office.post(CREATE, sent | {"confirmed": "1"})
    milestone = MilestoneConfig.objects.get()

    assert milestone.trigger == within(SkillCategory.objects.get(), 5, includeSubCategories=True)
    assert milestone.description == "For those who stay."


def test_one_can_go_back_from_the_confirmation_without_losing_anything(office: Client) -> None:
    response = office.post(CREATE, within_data(description="Stay.", redraw="1"))
    page = read(response.content.decode())

    assert response.status_code == 200
    assert value(page, "title") == "Badge Collector"
    assert value(page, "description") == "Stay."
    assert chosen(page, "scope") == ["category"]
    assert chosen(page, "category") == [str(SkillCategory.objects.get().pk)]


# Mistakes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"title": ""}, "Title – A badge milestone needs a title."),
        ({"title": " \t"}, "Title – A badge milestone needs a title."),
        ({"icon": "unicorn"}, "Icon – There is no such icon. Choose one of those shown."),
        ({"threshold": "0"}, f"Threshold – {THRESHOLD}"),
        ({"threshold": "-1"}, f"Threshold – {THRESHOLD}"),
        ({"threshold": "1.5"}, f"Threshold – {THRESHOLD}"),
        ({"threshold": ""}, f"Threshold – {THRESHOLD}"),
        ({"threshold": "1000001"}, f"Threshold – {THRESHOLD}"),
        ({"threshold": "9" * 400}, f"Threshold – {THRESHOLD}"),
        ({"threshold": "٣"}, f"Threshold – {THRESHOLD}"),
        ({"threshold": "true"}, f"Threshold – {THRESHOLD}"),
        (
            {"metric": "category_count", "scope": "category", "category": str(uuid4())},
            "Metric – This metric cannot be measured within a category. Choose the global scope.",
        ),
        (
            {"metric": "streak"},
            "Metric – There is no such metric. Choose badge_count or category_count.",
        ),
        ({"scope": "team"}, "Scope – There is no such scope. Choose global or category."),
        ({"scope": None}, "Scope – There is no such scope. Choose global or category."),
        ({"scope": "category"}, "Category – Choose a category."),
        (
            {"scope": "category", "category": "data"},
            "Category – A category is named by its id, a UUID.",
        ),
        (
            {"scope": "category", "category": str(uuid4())},
            "Category – There is no such category. Choose another one.",
        ),
    ],
)
@pytest.mark.parametrize("confirmed", [None, "1"])
def test_a_mistake_is_said_at_its_field_and_nothing_is_created(
    office: Client, changes: dict[str, str], says: str, confirmed: str | None
) -> None:
    response = office.post(CREATE, filled(confirmed=confirmed, **changes))
    assert response.status_code == 422
    assert mistakes(response) == [says]
    assert not MilestoneConfig.objects.exists()


def test_a_category_that_stands_below_itself_is_refused_and_cannot_be_chosen(
    office: Client,
) -> None:
    loop = make_category("Loop")
    SkillCategory.objects.filter(pk=loop.pk).update(parent=loop)
    response = office.post(CREATE, filled(scope="category", category=str(loop.pk)))

    assert response.status_code == 422
    assert "Category – This category stands below itself" in mistakes(response)[0]
    assert disabled(read(office.get(CREATE).content.decode()), "category") == [True]


def test_a_title_too_long_is_said_and_kept(office: Client) -> None:
    response = office.post(CREATE, filled(title="x" * 201))
    assert response.status_code == 422
    assert "200 characters" in mistakes(response)[0]
    assert value(read(response.content.decode()), "title") == "x" * 201


def test_several_mistakes_are_said_at_once_and_what_was_typed_is_kept(office: Client) -> None:
    data = make_category()
    response = office.post(
        CREATE,
        filled(
            title="",
            description="Keep me.",
            icon="star",
            scope="category",
            category=str(data.pk),
            threshold="none",
            include_sub_categories=None,
        ),
    )
    page = read(response.content.decode())

    assert mistakes(response) == [
        "Title – A badge milestone needs a title.",
        f"Threshold – {THRESHOLD}",
    ]
    assert value(page, "description") == "Keep me."
    assert value(page, "threshold") == "none"
    assert (chosen(page, "icon"), chosen(page, "scope")) == (["star"], ["category"])
    assert chosen(page, "category") == [str(data.pk)]
    assert "checked" not in fields(page, "include_sub_categories")[0].attributes


def test_an_invalid_pair_is_shown_as_it_was_sent(office: Client) -> None:
    response = office.post(CREATE, within_data(metric="category_count"))
    page = read(response.content.decode())
    assert chosen(page, "metric") == ["category_count"]
    assert chosen(page, "scope") == ["category"]
    assert disabled(page, "scope") == [False, False]


@pytest.mark.parametrize(
    "changes",
    [{"title": ""}, {"metric": "x"}, {"scope": "x"}, {"scope": "category"}, {"icon": "x"}],
)
def test_the_summary_leads_to_the_field(office: Client, changes: dict[str, str]) -> None:
    make_category()
    page = read(office.post(CREATE, filled(**changes)).content.decode())
    [link] = [each for each in page.all("a") if " – " in each.text]
    target = link.attributes["href"].removeprefix("#")
    [field] = [each for each in page.elements if each.attributes.get("id") == target]
    assert field.tag == "input" or field.attributes["class"] == "tree"
    described = [
        id_ for each in page.elements for id_ in each.attributes.get("aria-describedby", "").split()
    ]
    ids = {each.attributes.get("id") for each in page.elements}
    assert described
    assert set(described) <= ids


# Where it makes sense --------------------------------------------------------------------------------


def test_with_category_coverage_the_scope_is_locked_to_global(office: Client) -> None:
    response = office.post(CREATE, filled(metric="category_count", redraw="1"))
    page = read(response.content.decode())

    assert chosen(page, "scope") == ["global"]
    assert disabled(page, "scope") == [False, True]
    assert "so it is always global" in text_of(response)


def test_the_tree_shows_badge_templates_and_a_search_with_scripts_off_filters_it(
    office: Client,
) -> None:
    make_category("Soft skills")
    make_template(skills=[make_skill(category=make_category("Databases"))])
    response = office.post(CREATE, filled(scope="category", q="data", redraw="1"))
    page = read(response.content.decode())
    lines = [
        " ".join(each.text.split()) for each in page.all("label") if "data-level" in each.attributes
    ]

    assert lines == ["Databases 1 badge template"]
    assert "No category fits “xyz”." in text_of(
        office.post(CREATE, filled(scope="category", q="xyz", redraw="1"))
    )


# Editing ---------------------------------------------------------------------------------------------


def edited(milestone: MilestoneConfig, **changes: Any) -> dict[str, Any]:
    """What a browser sends of its form."""
    form = {
        "icon": "star",
        "title": milestone.title,
        "description": milestone.description,
        "threshold": milestone.trigger["threshold"],
        "seen_threshold": milestone.trigger["threshold"],
    }
    return {key: value for key, value in (form | changes).items() if value is not None}


def test_what_is_locked_is_shown_disabled_with_the_reason(office: Client) -> None:
    data = make_category("Data")
    milestone = make_badge_milestone(trigger=within(data, 3, includeSubCategories=False))
    response = office.get(path_of(milestone))
    page = read(response.content.decode())

    assert disabled(page, "metric") == disabled(page, "scope") == [True, True]
    assert disabled(page, "include_sub_categories") == [True]
    assert disabled(page, "threshold") == [False]
    assert "Metric, scope and category are fixed once a badge milestone is created" in text_of(
        response
    )
    described = [
        each
        for each in page.all("fieldset")
        if each.attributes.get("aria-describedby") == "why-locked"
    ]
    assert len(described) == 2


def test_words_and_icon_can_be_changed(office: Client) -> None:
    milestone = make_badge_milestone("Old", trigger=everywhere(5), description="Old.")
    make_achievement(make_user(), milestone)
    form = edited(milestone, title="New", description="", icon="globe", threshold=None, back="q=n")
    response = office.post(path_of(milestone), form)
    milestone.refresh_from_db()

    assert response["Location"] == f"/badge-milestones/?q=n#milestone-{milestone.pk}"
    assert (milestone.title, milestone.description, milestone.icon) == ("New", "", "globe")
    assert milestone.trigger == everywhere(5)


def test_what_is_locked_stays_whatever_is_sent(office: Client) -> None:
    milestone = make_badge_milestone(trigger=within(make_category(), 3))
    before = milestone.trigger
    other = make_category()
    sent = {"metric": "category_count", "scope": "global", "category": str(other.pk)}
    assert (
        office.post(path_of(milestone), edited(milestone, title="New", **sent)).status_code == 302
    )
    milestone.refresh_from_db()
    assert (milestone.title, milestone.trigger) == ("New", before)


def test_the_threshold_can_be_changed_until_somebody_reached_it(office: Client) -> None:
    milestone = make_badge_milestone(trigger=everywhere(5), active=False)
    office.post(path_of(milestone), edited(milestone, threshold=3))
    milestone.refresh_from_db()
    assert milestone.trigger == everywhere(3)


@pytest.mark.parametrize("revoked", [False, True])
def test_from_then_on_it_is_disabled_with_the_reason_and_refused(
    office: Client, clock: time_machine.Traveller, revoked: bool
) -> None:
    milestone = make_badge_milestone("Collector", trigger=everywhere(5))
    opened = edited(milestone, title="New", threshold=6)
    make_achievement(make_user(), milestone, revoked_at=milestone.created_at if revoked else None)
    shown = office.get(path_of(milestone))
    assert disabled(read(shown.content.decode()), "threshold") == [True]
    assert "Somebody reached this badge milestone, so its threshold stays" in text_of(shown)

    refused = office.post(path_of(milestone), opened)
    milestone.refresh_from_db()
    assert refused.status_code == 422
    assert mistakes(refused) == [
        "Threshold – Somebody reached this badge milestone, so its threshold stays as it is."
    ]
    assert (milestone.title, milestone.trigger) == ("Collector", everywhere(5))


def test_a_wrong_threshold_is_said_and_kept(office: Client) -> None:
    milestone = make_badge_milestone(trigger=everywhere(5))
    for wrong in ("0", "", "1.5", "x"):
        response = office.post(path_of(milestone), edited(milestone, threshold=wrong))
        assert response.status_code == 422
        assert mistakes(response) == [f"Threshold – {THRESHOLD}"]
        assert value(read(response.content.decode()), "threshold") == wrong


def test_lowering_the_threshold_of_an_active_one_says_whom_it_would_award_and_asks(
    office: Client,
) -> None:
    for badges in (3, 2, 1):
        person = make_user()
        for _ in range(badges):
            make_badge(person)
    milestone = make_badge_milestone("Collector", trigger=everywhere(9))
    form = edited(milestone, threshold=2, title="Gatherer")
    asked = office.post(path_of(milestone), form)
    said = text_of(asked)
    milestone.refresh_from_db()

    assert asked.status_code == 200
    assert "Lower the threshold of “Collector” to 2? Earn 2 badges" in said
    assert "2 qualify, 1 is one badge away, 0 further." in said
    assert milestone.trigger == everywhere(9)

    page = read(asked.content.decode())
    [shown] = [each for each in page.forms("post") if "Lower" in each.text]
    sent = {
        each.attributes["name"]: each.attributes.get("value", "") for each in page.fields(shown)
    }
    assert office.post(path_of(milestone), sent | {"confirmed": "1"}).status_code == 302
    milestone.refresh_from_db()
    assert (milestone.title, milestone.trigger) == ("Gatherer", everywhere(2))
    assert milestone.backfill_requested_at is not None


@pytest.mark.parametrize(("active", "threshold"), [(True, 9), (True, 10), (False, 2)])
def test_other_thresholds_are_saved_at_once(office: Client, active: bool, threshold: int) -> None:
    milestone = make_badge_milestone(trigger=everywhere(9), active=active)
    response = office.post(path_of(milestone), edited(milestone, threshold=threshold))
    milestone.refresh_from_db()
    assert response.status_code == 302
    assert milestone.trigger == everywhere(threshold)


def lowered_meanwhile() -> tuple[MilestoneConfig, dict[str, Any]]:
    """One whose threshold was lowered from 900 to 800 since its form was opened, and what that sends."""
    milestone = make_badge_milestone("Old", trigger=everywhere(900))
    opened = edited(milestone, title="New")
    MilestoneConfig.objects.update(trigger=everywhere(800))
    return milestone, opened


def test_the_form_sends_the_threshold_it_was_opened_with(office: Client) -> None:
    milestone = make_badge_milestone(trigger=everywhere(900))
    page = read(office.get(path_of(milestone)).content.decode())
    assert [each.attributes["value"] for each in fields(page, "seen_threshold")] == ["900"]


def test_a_form_left_open_does_not_undo_another_admins_threshold(office: Client) -> None:
    milestone, opened = lowered_meanwhile()
    assert office.post(path_of(milestone), opened).status_code == 302
    milestone.refresh_from_db()
    assert (milestone.title, milestone.trigger) == ("New", everywhere(800))


def test_a_threshold_changed_by_two_admins_is_said_and_can_be_sent_again(office: Client) -> None:
    milestone, opened = lowered_meanwhile()
    refused = office.post(path_of(milestone), opened | {"threshold": "850"})
    page = read(refused.content.decode())
    milestone.refresh_from_db()

    assert refused.status_code == 422
    assert mistakes(refused) == [
        "Threshold – The threshold is 800 by now: another admin changed it. To replace that, save again."
    ]
    assert (milestone.title, milestone.trigger) == ("Old", everywhere(800))
    assert value(page, "threshold") == "850"
    [seen] = fields(page, "seen_threshold")
    again = opened | {"threshold": "850", "seen_threshold": seen.attributes["value"]}
    assert office.post(path_of(milestone), again).status_code == 302
    milestone.refresh_from_db()
    assert milestone.trigger == everywhere(850)


def test_another_mistake_does_not_make_a_wish_of_what_was_only_seen(office: Client) -> None:
    milestone, opened = lowered_meanwhile()
    refused = office.post(path_of(milestone), opened | {"title": "\u200b"})
    assert mistakes(refused) == ["Title – Nobody can see this. Write some words."]
    [seen] = fields(read(refused.content.decode()), "seen_threshold")
    assert seen.attributes["value"] == "900"


def test_what_another_admin_changed_is_said_before_a_lower_one_is_asked_about(
    office: Client,
) -> None:
    milestone, opened = lowered_meanwhile()
    assert office.post(path_of(milestone), opened | {"threshold": "700"}).status_code == 422


def test_the_confirmation_sends_on_what_the_form_was_opened_with(office: Client) -> None:
    milestone = make_badge_milestone(trigger=everywhere(900))
    asked = office.post(path_of(milestone), edited(milestone, threshold=700))
    page = read(asked.content.decode())
    assert [each.attributes["value"] for each in fields(page, "seen_threshold")] == ["900"]


@pytest.mark.parametrize("junk", ["", "x", "\x00", "9" * 400, "-1"])
def test_without_a_readable_one_the_threshold_is_saved_as_typed(office: Client, junk: str) -> None:
    milestone = make_badge_milestone(trigger=everywhere(5), active=False)
    sent = edited(milestone, threshold=3, seen_threshold=junk)
    assert office.post(path_of(milestone), sent).status_code == 302
    milestone.refresh_from_db()
    assert milestone.trigger == everywhere(3)


def test_a_title_without_end_is_kept_in_its_field_and_cut_in_the_preview(office: Client) -> None:
    page = office.post(CREATE, filled(title="x" * 5000, redraw="1")).content.decode()
    assert value(read(page), "title") == "x" * 5000
    assert page.count("x" * 300) == 16, "5000 of them hold 300 sixteen times"


def test_one_mistake_is_said_once_at_a_field(office: Client) -> None:
    response = office.post(CREATE, filled(scope="category", category="\x00"))
    assert response.status_code == 422
    assert mistakes(response) == ["Category – Null characters are not allowed."]


def test_a_redraw_shows_the_form_again_with_what_was_typed(office: Client) -> None:
    milestone = make_badge_milestone("Old", trigger=everywhere(5))
    response = office.post(
        path_of(milestone), edited(milestone, title="New", threshold=3, redraw="1")
    )
    page = read(response.content.decode())
    milestone.refresh_from_db()

    assert response.status_code == 200
    assert (value(page, "title"), value(page, "threshold")) == ("New", "3")
    assert "Earn 3 badges" in text_of(response)
    assert milestone.title == "Old"


@pytest.mark.parametrize("trigger", [{}, [], "x", {"years": 1}, 7])
def test_one_that_cannot_be_read_can_be_renamed_and_says_why_it_awards_nobody(
    office: Client, trigger: Any
) -> None:
    milestone = make_badge_milestone("Old")
    MilestoneConfig.objects.update(trigger=trigger, note="Imported.")
    shown = office.get(path_of(milestone))
    page = read(shown.content.decode())

    assert "Awards nobody." in text_of(shown)
    assert "Imported." in text_of(shown)
    assert not fields(page, "threshold")
    form = {"title": "New", "icon": "star", "description": "", "threshold": "3"}
    assert office.post(path_of(milestone), form).status_code == 302
    milestone.refresh_from_db()
    assert (milestone.title, milestone.trigger) == ("New", trigger)


def test_one_whose_category_is_gone_can_be_renamed_but_for_its_threshold(office: Client) -> None:
    gone = make_category()
    milestone = make_badge_milestone("Old", trigger=within(gone, 3))
    gone.delete()
    assert office.post(path_of(milestone), edited(milestone, title="New")).status_code == 302
    refused = office.post(path_of(milestone), edited(milestone, threshold=4))

    assert refused.status_code == 422
    assert mistakes(refused) == ["There is no such category. Choose another one."]
    milestone.refresh_from_db()
    assert (milestone.title, milestone.trigger["threshold"]) == ("New", 3)


def test_an_icon_that_is_no_longer_there_is_replaced_by_the_default(office: Client) -> None:
    milestone = make_badge_milestone(icon="unicorn")
    assert chosen(read(office.get(path_of(milestone)).content.decode()), "icon") == ["medal"]


def test_the_page_offers_what_can_be_done_to_it(office: Client) -> None:
    fresh = make_badge_milestone(trigger=everywhere(2), active=False)
    reached = make_badge_milestone(trigger=everywhere(1))
    make_achievement(make_user(), reached)
    of_fresh, of_reached = (text_of(office.get(path_of(each))) for each in (fresh, reached))

    assert "Activate Nobody reached it yet, so it can still be deleted. Delete" in of_fresh
    assert (
        "Deactivate Somebody reached it, so it can be deactivated, but not deleted." in of_reached
    )


def test_one_that_goes_while_it_is_edited_is_not_found(office: Client) -> None:
    milestone = make_badge_milestone()
    gone = BadgesError("There is no such badge milestone.", refusal=Refusal.NOT_FOUND)
    with patch.object(services, "edit_badge_milestone", side_effect=gone):
        assert office.post(path_of(milestone), edited(milestone)).status_code == 404
    milestone.delete()
    assert office.get(path_of(milestone)).status_code == 404


def test_whoever_is_no_admin_any_more_is_refused(office: Client) -> None:
    refused = BadgesError("Only an admin can do this.", refusal=Refusal.FORBIDDEN)
    with patch.object(services, "create_badge_milestone", side_effect=refused):
        assert office.post(CREATE, filled(confirmed="1")).status_code == 403


# What is redrawn -------------------------------------------------------------------------------------


def redrawn(office: Client, **changes: Any) -> str:
    form = filled(scope_is_locked="no", **changes)
    response = office.get(PREVIEW, form, **HTMX)
    assert response.status_code == 200
    return response.content.decode()


def test_card_sentence_and_description_follow_the_rule(office: Client) -> None:
    html = redrawn(office, title="Explorer", threshold="1")
    assert "Explorer BADGE_COUNT · Global Earn 1 badge" in " ".join(
        read(html).all("div")[0].text.split()
    )
    assert out_of_band(html, "sentence") == "User earns this after claiming 1 badge"
    assert out_of_band(html, "automatic") == "Earn 1 badge"


def test_whom_it_would_award_and_the_neighbours_follow_the_threshold(office: Client) -> None:
    for badges in (3, 2, 2, 1):
        person = make_user()
        for _ in range(badges):
            make_badge(person)
    said = " ".join(re.sub("<[^>]+>", " ", redrawn(office, threshold="2")).split())
    assert "3 qualify, 1 is one badge away, 0 further." in said
    assert "At 1 4 qualify At 2 3 qualify At 3 1 qualifies" in said


def test_with_category_coverage_the_scope_is_redrawn_locked_and_read_as_global(
    office: Client,
) -> None:
    html = redrawn(office, metric="category_count", scope="category", threshold="3")
    scope = re.search(r'innerHTML:#scope">(.*)', html, re.DOTALL)
    assert scope
    page = read(scope[1])

    assert chosen(page, "scope") == ["global"]
    assert disabled(page, "scope") == [False, True]
    assert out_of_band(html, "automatic") == "Earn badges across 3 different categories"


def test_the_scope_is_not_redrawn_under_ones_hands(office: Client) -> None:
    assert "#scope" not in redrawn(office)
    assert "#scope" not in redrawn(office, scope="category")
    assert (
        "#scope"
        not in office.get(
            PREVIEW, filled(metric="category_count", scope_is_locked="yes"), **HTMX
        ).content.decode()
    )


def test_back_at_badges_the_scope_is_free_again(office: Client) -> None:
    html = office.get(PREVIEW, filled(scope_is_locked="yes"), **HTMX).content.decode()
    page = read(html[html.index("#scope") :])
    assert disabled(page, "scope") == [False, False]


def test_a_rule_that_is_not_whole_yet_says_what_is_missing(office: Client) -> None:
    assert "Choose a category." in redrawn(office, scope="category")
    html = redrawn(office, threshold="")
    assert THRESHOLD in html
    assert out_of_band(html, "sentence") == ""
    assert out_of_band(html, "automatic") == "–"


def test_reset_to_automatic_empties_the_description(office: Client) -> None:
    assert "#description" not in redrawn(office, description="Mine.")
    html = redrawn(office, description="Mine.", reset="1")
    assert "Mine." not in html
    page = read(html[html.index("#description") :])
    assert [each.text.strip() for each in page.all("textarea")] == [""]


def test_of_a_category_the_name_is_in_the_words(office: Client) -> None:
    html = redrawn(office, **within_data(threshold="2"))
    assert out_of_band(html, "sentence") == "User earns this after claiming 2 badges in Data"


def test_searching_categories_keeps_the_chosen_one(office: Client) -> None:
    soft = make_category("Soft skills")
    make_category("Databases")
    make_category("Web")
    form = {"q": "DATA", "category": str(soft.pk)}
    page = read(office.get(CATEGORIES, form, **HTMX).content.decode())
    names = [each.text.split()[0] for each in page.all("label")]

    assert names == ["Databases", "Soft"]
    assert chosen(page, "category") == [str(soft.pk)]


def test_a_search_in_vain_says_so(office: Client) -> None:
    make_category("Web")
    html = office.get(CATEGORIES, {"q": "<b>"}, **HTMX).content.decode()
    assert "No category fits “&lt;b&gt;”." in html


def test_without_any_category_the_form_says_where_to_add_some(office: Client) -> None:
    assert "There are no categories yet." in office.get(CATEGORIES, **HTMX).content.decode()


def test_a_fragment_opened_as_a_page_is_the_form(office: Client) -> None:
    response = office.get(PREVIEW, filled(title="Explorer", threshold="7"), follow=True)
    page = read(response.content.decode())
    assert (value(page, "title"), value(page, "threshold")) == ("Explorer", "7")
    assert office.get(CATEGORIES)["Location"] == CREATE


@pytest.mark.parametrize("name", [*filled(), "category", "q", "reset", "scope_is_locked"])
def test_whatever_is_typed_is_redrawn_as_text(office: Client, name: str) -> None:
    make_category()
    for bad in HOSTILE:
        form = filled(scope="category", **{name: bad}) if name != "scope" else filled(scope=bad)
        for path in (PREVIEW, CATEGORIES, CREATE):
            response = office.get(f"{path}?{urlencode(form, doseq=True)}", **HTMX)
            assert response.status_code == 200
            assert MARK.encode() not in response.content


# What it costs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 30, 300])
def test_the_form_costs_the_same_for_one_category_and_for_many(
    office: Client, number: int, django_assert_max_num_queries: Any
) -> None:
    make_badge(make_user())
    skills = [make_skill() for _ in range(number)]
    make_template(skills=skills)
    milestone = make_badge_milestone(trigger=within(skills[0].category, 2))
    # session, user, roles, categories, templates, whom it would award, celebrations, news
    with django_assert_max_num_queries(8):
        assert office.get(CREATE).status_code == 200
    with django_assert_max_num_queries(9):  # besides: the badge milestone
        assert office.get(path_of(milestone)).status_code == 200


@pytest.mark.parametrize("number", [1, 30])
def test_fragments_cost_five_queries(office: Client, number: int) -> None:
    for _ in range(number):
        make_badge(make_user(), skills=[make_skill()])
    data = SkillCategory.objects.first()
    assert data
    for path in (PREVIEW, CATEGORIES):
        with queries() as ran:
            office.get(path, filled(scope="category", category=str(data.pk)), **HTMX)
        # session, user, roles, categories, and whom it would award or the templates
        assert len(ran) == 5


def test_a_form_that_is_refused_writes_nothing(office: Client) -> None:
    office.post(CREATE, filled(title="", confirmed="1"))
    office.post(CREATE, filled())
    assert not AuditEntry.objects.filter(action="create-badge-milestone").exists()


@pytest.mark.parametrize("who", ["alice", "bob", "erin", "heidi", "ivan"])
def test_admins_only(who: str, browser_of: Browser, request: pytest.FixtureRequest) -> None:
    person: User | Student = request.getfixturevalue(who)
    client = browser_of(person)
    for path in (CREATE, PREVIEW, CATEGORIES, path_of(make_badge_milestone())):
        assert client.get(path).status_code == 403
    assert client.post(CREATE, filled(confirmed="1")).status_code == 403
    assert MilestoneConfig.objects.count() == 1
