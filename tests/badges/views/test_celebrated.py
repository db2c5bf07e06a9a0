"""The celebration as the server does it: on every page until it is closed, then never again."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from badges.models import BadgeStatus, How, MilestoneAchievement
from badges.services import claim_badge, revoke_badge
from tests.html import Element, read
from tests.make import make_category, make_notice
from tests.make_badges import (
    everywhere,
    make_achievement,
    make_badge,
    make_badge_milestone,
    within,
)
from tests.milestones.views.months import make_milestone, make_outcome, queries
from tests.personas import Browser
from tfl.accounts.models import Student, User
from tfl.accounts.services import mark_read

PATH = "/achievements/celebrated/"
SAID = "You reached a badge milestone"
HTMX = {"HTTP_HX_REQUEST": "true"}


def dialogs_on(client: Client, path: str = "/account/") -> list[Element]:
    return read(client.get(path).content.decode()).all("dialog")


def close(client: Client, *achievements: MilestoneAchievement, **more: Any) -> Any:
    return client.post(PATH, {"achievement": [each.pk for each in achievements], **more})


def way_back(client: Client, path: str) -> str:
    response = client.post(PATH, {"next": path})
    assert response.status_code == 302
    return response["Location"]


# When it is there ------------------------------------------------------------------------------------


@pytest.mark.parametrize("persona", ["alice", "bob", "erin", "grace", "heidi", "ivan"])
def test_anybody_who_reached_something_by_claiming_sees_it_on_the_page_they_open_next(
    persona: str, browser_of: Browser, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(persona)
    user = person.user if isinstance(person, Student) else person
    make_badge_milestone("First Badge", trigger=everywhere(1))
    client = browser_of(person)

    before = dialogs_on(client)
    claim_badge(badge=make_badge(user, status=BadgeStatus.PENDING), by=user)
    (dialog,) = dialogs_on(client, "/notices/")

    assert before == []
    assert SAID in dialog.text
    assert "First Badge" in dialog.text
    assert "Earn 1 badge" in dialog.text


def test_it_stays_until_it_is_closed_whichever_pages_are_opened(
    ivan: User, browser_of: Browser
) -> None:
    make_achievement(ivan)
    client = browser_of(ivan)

    for path in ("/", "/account/", "/notices/", "/badges/", "/timeline/", "/nowhere/"):
        assert len(dialogs_on(client, path)) == 1, path


def test_several_are_one_dialog(ivan: User, browser_of: Browser) -> None:
    for title in ("First Badge", "Badge Collector", "Well-Rounded"):
        make_achievement(ivan, make_badge_milestone(title))

    (dialog,) = dialogs_on(browser_of(ivan))

    assert "You reached 3 badge milestones" in dialog.text
    for title in ("First Badge", "Badge Collector", "Well-Rounded"):
        assert dialog.text.count(title) == 1


def test_it_is_first_in_the_page_open_named_and_described(ivan: User, browser_of: Browser) -> None:
    make_achievement(ivan, make_badge_milestone("First Badge"))

    page = read(browser_of(ivan).get("/account/").content.decode())

    (dialog,) = page.all("dialog")
    by_id = {each.attributes["id"]: each.text for each in page.elements if "id" in each.attributes}
    inside_main = [each for each in page.elements if each.inside("main")]
    assert inside_main[0] is dialog
    assert "open" in dialog.attributes, "without scripts it is a card"
    assert SAID in by_id[dialog.attributes["aria-labelledby"]]
    assert "First Badge" in by_id[dialog.attributes["aria-describedby"]]


def test_what_was_found_later_imported_or_taken_back_is_not_celebrated(
    ivan: User, browser_of: Browser
) -> None:
    make_achievement(ivan, how=How.BACKFILL)
    make_achievement(ivan, how=How.IMPORT)
    make_achievement(ivan, revoked_at=timezone.now())

    assert dialogs_on(browser_of(ivan)) == []


def test_nobody_sees_what_somebody_else_reached(
    alice: Student, bob: User, grace: User, browser_of: Browser, client: Client
) -> None:
    make_achievement(alice.user)

    assert dialogs_on(browser_of(bob)) == []
    assert dialogs_on(browser_of(grace)) == []
    assert dialogs_on(client, "/") == []


def test_titles_are_text(ivan: User, browser_of: Browser) -> None:
    make_achievement(ivan, make_badge_milestone("<script>x", description="<b>y"))

    page = browser_of(ivan).get("/account/").content.decode()

    assert "<script>x" not in page
    assert "<b>y" not in page


def test_what_was_taken_back_and_is_earned_again_is_not_celebrated_twice(
    ivan: User, grace: User, browser_of: Browser
) -> None:
    make_badge_milestone(trigger=everywhere(1))
    first, second = (make_badge(ivan, status=BadgeStatus.PENDING) for _ in range(2))
    client = browser_of(ivan)
    close(client, *claim_badge(badge=first, by=ivan))
    revoke_badge(badge=first, by=grace, reason="A mistake.")
    claim_badge(badge=second, by=ivan)

    assert MilestoneAchievement.objects.standing().count() == 1
    assert dialogs_on(client) == []


# Closing it ------------------------------------------------------------------------------------------


def test_closed_it_is_never_shown_again(ivan: User, browser_of: Browser) -> None:
    one, other = make_achievement(ivan), make_achievement(ivan)
    client = browser_of(ivan)

    close(client, one, other)

    assert dialogs_on(client) == []
    assert dialogs_on(browser_of(ivan)) == [], "in no other browser either"


def test_what_the_closed_dialog_did_not_name_is_shown_by_the_next(
    ivan: User, browser_of: Browser
) -> None:
    shown = make_achievement(ivan, make_badge_milestone("Shown"))
    make_achievement(ivan, make_badge_milestone("Reached meanwhile"))
    client = browser_of(ivan)

    close(client, shown)

    (dialog,) = dialogs_on(client)
    assert "Reached meanwhile" in dialog.text
    assert "Shown" not in dialog.text


def test_the_form_of_the_dialog_closes_it_and_leads_back(ivan: User, browser_of: Browser) -> None:
    make_achievement(ivan)
    make_achievement(ivan)
    client = browser_of(ivan)
    page = read(client.get("/notices/?page=1").content.decode())
    (form,) = [each for each in page.forms("post") if each.inside("dialog")]
    sent: dict[str, list[str]] = {}
    for each in page.fields(form):
        sent.setdefault(each.attributes["name"], []).append(each.attributes["value"])

    response = client.post(form.attributes["action"], sent)

    assert response.status_code == 302
    assert response["Location"] == "/notices/?page=1"
    assert dialogs_on(client) == []


def test_closing_twice_or_in_two_tabs_does_no_harm(ivan: User, browser_of: Browser) -> None:
    achievement = make_achievement(ivan)
    client, other_tab = browser_of(ivan), browser_of(ivan)
    close(client, achievement)
    achievement.refresh_from_db()
    closed_at = achievement.celebrated_at

    response = close(other_tab, achievement)

    achievement.refresh_from_db()
    assert response.status_code == 302
    assert achievement.celebrated_at == closed_at


def test_nobody_closes_somebody_elses(alice: Student, bob: User, browser_of: Browser) -> None:
    achievement = make_achievement(alice.user)

    response = close(browser_of(bob), achievement)

    achievement.refresh_from_db()
    assert response.status_code == 302
    assert achievement.celebrated_at is None


def test_a_script_is_answered_in_short(ivan: User, browser_of: Browser) -> None:
    achievement = make_achievement(ivan)

    response = browser_of(ivan).post(PATH, {"achievement": achievement.pk}, **HTMX)  # type: ignore[arg-type]

    achievement.refresh_from_db()
    assert response.status_code == 204
    assert achievement.celebrated_at is not None


@pytest.mark.parametrize(
    "path", ["/timeline/", "/people/?q=a&page=2", "/mentor/students/7/#review", "/%D8%B9/"]
)
def test_back_is_where_it_was(path: str, ivan: User, browser_of: Browser) -> None:
    assert way_back(browser_of(ivan), path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "timeline",
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "javascript:alert(1)",
        "http:///evil.example/",
        " //evil.example/",
        "http://[",
    ],
    ids=repr,
)
def test_back_is_never_elsewhere(path: str, ivan: User, browser_of: Browser) -> None:
    assert way_back(browser_of(ivan), path) == "/"


def test_back_is_one_line(ivan: User, browser_of: Browser) -> None:
    assert way_back(browser_of(ivan), "/x\r\nSet-Cookie: a=b") == "/x%0D%0ASet-Cookie:%20a=b"


@pytest.mark.parametrize(
    "ids", [[], [""], ["x"], ["-1"], ["1.5"], ["٣"], ["\x00"], [str(10**30)], ["9" * 400]]
)
def test_ids_that_are_none_are_passed_over(ids: list[str], ivan: User, browser_of: Browser) -> None:
    achievement = make_achievement(ivan)

    response = browser_of(ivan).post(PATH, {"achievement": [*ids, str(achievement.pk)]})

    achievement.refresh_from_db()
    assert response.status_code == 302
    assert achievement.celebrated_at is not None


def test_after_a_form_was_refused_the_way_back_is_home(ivan: User, browser_of: Browser) -> None:
    """The address of a form that was sent is no page to come back to."""
    make_achievement(ivan)

    response = browser_of(ivan).post("/account/", {"name": "x" * 1000})

    (dialog,) = read(response.content.decode()).all("dialog")
    hidden = read(response.content.decode()).all("input")
    assert response.status_code == 422
    assert dialog
    assert [each for each in hidden if each.attributes.get("name") == "next"] == []


# What it costs ---------------------------------------------------------------------------------------


def queries_of(client: Client, path: str) -> int:
    client.get(path)
    with queries() as ran:
        assert client.get(path).status_code == 200
    return len(ran)


@pytest.mark.parametrize("path", ["/account/", "/notices/", "/timeline/", "/badges/", "/mission/"])
def test_no_page_takes_a_query_more_for_it(path: str, alice: Student, browser_of: Browser) -> None:
    make_outcome(make_milestone(alice))
    make_notice(alice.user)
    client = browser_of(alice)
    names = [make_category() for _ in range(30)]
    for name in names:
        make_badge_milestone(trigger=within(name, 1))
    for _ in range(2):
        make_achievement(alice.user, celebrated_at=timezone.now())
    before = queries_of(client, path)
    for name in names:
        make_achievement(alice.user, make_badge_milestone(trigger=within(name, 2)))

    after = queries_of(client, path)

    assert len(dialogs_on(client, path)) == 1
    assert after <= before <= 12


def test_the_count_of_notices_is_of_the_unread_ones(alice: Student, browser_of: Browser) -> None:
    notices = [make_notice(alice.user) for _ in range(4)]
    mark_read(user=alice.user, notice_id=notices[0].pk)
    for _ in range(2):
        make_achievement(alice.user)

    page = browser_of(alice).get("/account/").content.decode()

    assert '<span class="count" aria-hidden="true">3</span>' in page


def test_who_is_signed_out_has_nothing_to_close(client: Client, db: None) -> None:
    response = client.post(PATH, {"achievement": "1"})

    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/"
