"""Badges, achievements and months in one list, for everybody."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from badges.models import BadgeStatus, How, MilestoneConfig
from badges.services import claim_badge, revoke_badge
from milestones import services
from milestones.generation.vocabulary import MilestoneStatus
from tests.html import read
from tests.make import make_category
from tests.make_badges import (
    everywhere,
    make_achievement,
    make_badge,
    make_badge_milestone,
    make_template,
    within,
)
from tests.milestones.views.months import (
    APRIL,
    FEBRUARY,
    MARCH,
    make_milestone,
    make_outcome,
    queries,
    text_of,
    travel,
)
from tests.personas import Browser
from tfl.accounts.models import Role, RoleGrant, Student, User

PATH = "/timeline/"
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with travel(date(2026, 3, 10)) as traveller:
        yield traveller


def named(title: str) -> MilestoneConfig:
    return make_badge_milestone(title, trigger=everywhere(5))


def titles_on(client: Client, **query: str) -> list[str]:
    page = read(client.get(PATH, query).content.decode())
    return [each.text.strip() for each in page.all("h3")]


def months_on(client: Client) -> list[str]:
    page = read(client.get(PATH).content.decode())
    return [each.text.strip() for each in page.all("h2") if each.inside("section")]


def entry(client: Client, title: str, **query: str) -> str:
    """What the list says of it."""
    page = read(client.get(PATH, query).content.decode())
    (item,) = [each for each in page.all("li") if title in each.text and each.inside("ol")]
    return " ".join(item.text.split())


# What is in it ---------------------------------------------------------------------------------------


def test_everything_stands_in_one_list_the_newest_first(
    alice: Student, bob: User, browser_of: Browser, clock: time_machine.Traveller
) -> None:
    clock.move_to(datetime(2026, 2, 3, 9, tzinfo=UTC))
    february = make_milestone(alice, FEBRUARY, title="February Milestone")
    make_outcome(february)
    make_badge(alice.user, template=make_template("First"), claimed_at=NOW - 40 * DAY)  # 29 Jan
    make_badge(alice.user, template=make_template("Second"), claimed_at=NOW - 3 * DAY)  # 7 March
    make_achievement(alice.user, named("Collector"), achieved_at=NOW - 4 * DAY)  # 6 March
    make_achievement(alice.user, named("Beginner"), achieved_at=NOW - 20 * DAY)  # 18 Feb
    clock.move_to(datetime(2026, 3, 5, 9, tzinfo=UTC))
    services.review_milestone(
        milestone=february,
        by=bob,
        status=MilestoneStatus.PARTIALLY_ACHIEVED,
        feedback="Go on.",
        override_reason="",
    )
    clock.move_to(NOW)
    make_milestone(alice, MARCH, title="March Milestone")
    client = browser_of(alice)

    assert titles_on(client) == [
        "Second",  # 7 March
        "Collector",  # 6 March
        "February Milestone",  # decided on 5 March
        "March Milestone",  # 1 March, not decided
        "Beginner",  # 18 February
        "First",  # 29 January
    ]
    assert months_on(client) == ["March 2026", "February 2026", "January 2026"]


def test_of_one_moment_what_was_reached_stands_over_the_badge_that_did_it(
    ivan: User, browser_of: Browser
) -> None:
    make_badge_milestone("Reached", trigger=everywhere(1))
    badge = make_badge(ivan, template=make_template("Claimed"), status=BadgeStatus.PENDING)
    claim_badge(badge=badge, by=ivan)

    assert titles_on(browser_of(ivan)) == ["Reached", "Claimed"]


def test_within_a_day_the_hour_decides_and_a_month_that_is_not_decided_is_last(
    alice: Student, browser_of: Browser, clock: time_machine.Traveller
) -> None:
    first = datetime(2026, 3, 1, tzinfo=UTC)
    make_milestone(alice, MARCH, title="March")
    make_badge(alice.user, template=make_template("At one"), claimed_at=first.replace(hour=1))
    make_badge(alice.user, template=make_template("At nine"), claimed_at=first.replace(hour=9))
    make_achievement(alice.user, named("At five"), achieved_at=first.replace(hour=5))

    assert titles_on(browser_of(alice)) == ["At nine", "At five", "At one", "March"]


def test_a_badge_says_when_it_was_claimed(ivan: User, browser_of: Browser) -> None:
    make_badge(ivan, template=make_template("SQL"), claimed_at=NOW - DAY)

    assert entry(browser_of(ivan), "SQL") == "SQL Badge · claimed on March 9, 2026"


def test_a_badge_leads_to_its_public_page(ivan: User, browser_of: Browser) -> None:
    badge = make_badge(ivan, template=make_template("SQL Basics"))

    page = read(browser_of(ivan).get(PATH).content.decode())

    (link,) = [each for each in page.all("a") if each.text.strip() == "SQL Basics"]
    assert link.attributes["href"] == f"/verify/{badge.public_id}/"


def test_a_badge_that_was_revoked_or_expired_says_so(
    ivan: User, grace: User, browser_of: Browser
) -> None:
    revoked = make_badge(ivan, template=make_template("Revoked"), claimed_at=NOW - 5 * DAY)
    revoke_badge(badge=revoked, by=grace, reason="Given by mistake.")
    make_badge(ivan, template=make_template("Expired"), expires_at=NOW)
    client = browser_of(ivan)

    assert entry(client, "Revoked") == (
        "Revoked Badge · claimed on March 5, 2026 Revoked on March 10, 2026 · “Given by mistake.”"
    )
    assert "Expired on March 10, 2026" in entry(client, "Expired")


def test_what_was_never_claimed_is_not_in_it(ivan: User, browser_of: Browser) -> None:
    make_badge(ivan, status=BadgeStatus.PENDING)
    make_badge(ivan, status=BadgeStatus.REVOKED)

    assert titles_on(browser_of(ivan)) == []


def test_an_achievement_says_its_rule_and_leads_to_why(ivan: User, browser_of: Browser) -> None:
    milestone = make_badge_milestone("Data", trigger=within(make_category("Data science"), 3))
    make_achievement(ivan, milestone, how=How.IMPORT)
    client = browser_of(ivan)

    assert entry(client, "Data") == (
        "Data Badge milestone · reached on March 10, 2026 Earn 3 badges in Data science"
    )
    assert f'href="/badge-milestones/{milestone.pk}/why/"' in client.get(PATH).content.decode()


def test_an_achievement_that_was_revoked_is_gone(ivan: User, browser_of: Browser) -> None:
    make_achievement(ivan, revoked_at=NOW)

    assert titles_on(browser_of(ivan)) == []


def test_of_a_deactivated_badge_milestone_the_achievement_stays_and_can_be_opened(
    ivan: User, browser_of: Browser
) -> None:
    milestone = make_badge_milestone("Explorer", active=False)
    make_achievement(ivan, milestone, celebrated_at=NOW)
    client = browser_of(ivan)

    assert titles_on(client) == ["Explorer"]
    assert client.get(f"/badge-milestones/{milestone.pk}/why/").status_code == 200


@pytest.mark.parametrize(
    ("month", "said"),
    [
        (FEBRUARY, "Waiting for the decision"),
        (MARCH, "In progress"),
        (APRIL, "starts on April 1, 2026"),
    ],
)
def test_a_month_that_is_not_decided_says_how_it_stands(
    month: date, said: str, alice: Student, browser_of: Browser
) -> None:
    milestone = make_milestone(alice, month, title="A month", status=MilestoneStatus.PLANNED)
    client = browser_of(alice)

    assert entry(client, "A month").endswith(f"{month:%B} 2026 · Skill consolidation {said}")
    assert f'href="/milestones/{milestone.pk}/"' in client.get(PATH).content.decode()


def test_a_month_decided_twice_stands_at_the_latest_decision(
    alice: Student, bob: User, browser_of: Browser, clock: time_machine.Traveller
) -> None:
    milestone = make_milestone(alice, FEBRUARY, title="February")
    make_outcome(milestone)
    for day, status in ((2, MilestoneStatus.PARTIALLY_ACHIEVED), (6, MilestoneStatus.ACHIEVED)):
        clock.move_to(datetime(2026, 3, day, 9, tzinfo=UTC))
        services.review_milestone(
            milestone=milestone,
            by=bob,
            status=status,
            feedback="",
            override_reason="Shown live." if status == MilestoneStatus.ACHIEVED else "",
        )

    assert entry(browser_of(alice), "February").endswith("Achieved · decided on March 6, 2026")


def test_no_word_a_student_is_never_to_read(alice: Student, bob: User, browser_of: Browser) -> None:
    make_milestone(alice, FEBRUARY, status=MilestoneStatus.PARTIALLY_ACHIEVED)
    make_badge(alice.user, status=BadgeStatus.REVOKED, claimed_at=NOW)

    page = text_of(browser_of(alice).get(PATH))

    assert not re.search(r"\b(fail\w*|behind|rank\w*)\b", page, re.IGNORECASE)


# Whose -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("persona", ["bob", "erin", "grace", "heidi", "ivan"])
def test_people_who_are_no_students_see_their_badges(
    persona: str, browser_of: Browser, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(persona)
    make_badge(person, template=make_template("First Aid"), claimed_at=NOW - DAY)
    make_achievement(person, named("Beginner"))
    client = browser_of(person)

    assert titles_on(client) == ["Beginner", "First Aid"]
    assert "Months" not in text_of(client.get(PATH))
    assert titles_on(client, kind="milestone") == []


def test_everybody_sees_their_own_alone(
    alice: Student, charlie: Student, bob: User, browser_of: Browser
) -> None:
    """Alice's mentor sees none of hers here, though he may see them elsewhere."""
    make_milestone(alice, title="Hers")
    make_badge(alice.user)
    make_achievement(alice.user)

    assert titles_on(browser_of(charlie)) == []
    assert titles_on(browser_of(bob)) == []


def test_a_student_who_mentors_others_sees_their_own_months_alone(
    alice: Student, charlie: Student, browser_of: Browser
) -> None:
    RoleGrant.objects.create(user=alice.user, role=Role.MENTOR)
    charlie.mentor = alice.user
    charlie.save()
    make_milestone(alice, title="Hers")
    make_milestone(charlie, title="His")

    assert titles_on(browser_of(alice)) == ["Hers"]


def test_who_is_no_student_any_more_is_led_to_no_closed_page(
    alice: Student, browser_of: Browser
) -> None:
    make_milestone(alice, title="Hers")
    make_badge(alice.user, template=make_template("SQL"))
    alice.user.role_grants.all().delete()

    assert titles_on(browser_of(alice)) == ["SQL"]


# Narrowed, paged, empty ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "titles"),
    [
        ("badge", ["SQL"]),
        ("achievement", ["Beginner"]),
        ("milestone", ["March"]),
        ("", ["Beginner", "SQL", "March"]),
        ("nonsense", ["Beginner", "SQL", "March"]),
        ("\x00", ["Beginner", "SQL", "March"]),
    ],
)
def test_it_is_narrowed_to_one_kind(
    kind: str, titles: list[str], alice: Student, browser_of: Browser
) -> None:
    make_badge(alice.user, template=make_template("SQL"))
    make_achievement(alice.user, named("Beginner"), celebrated_at=NOW)
    make_milestone(alice, title="March")

    assert titles_on(browser_of(alice), kind=kind) == titles


def test_the_kind_shown_is_marked(alice: Student, browser_of: Browser) -> None:
    def marked(kind: str) -> list[str]:
        page = read(browser_of(alice).get(PATH, {"kind": kind}).content.decode())
        links = [each for each in page.all("a") if each.attributes.get("aria-current")]
        return [each.text.strip() for each in links if each.inside("main")]

    assert [marked(kind) for kind in ("", "badge", "achievement", "milestone", "x")] == [
        ["All"],
        ["Badges"],
        ["Badge milestones"],
        ["Months"],
        ["All"],
    ]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("", "Nothing here yet"),
        ("badge", "No badges yet"),
        ("achievement", "No badge milestones yet"),
        ("milestone", "No months yet"),
    ],
)
def test_where_there_is_nothing_it_says_what_will_be(
    kind: str, said: str, alice: Student, browser_of: Browser
) -> None:
    assert said in text_of(browser_of(alice).get(PATH, {"kind": kind}))


def test_pages_hold_thirty_and_keep_the_kind(ivan: User, browser_of: Browser) -> None:
    for number in range(1, 36):
        template = make_template(f"No. {number}")
        make_badge(ivan, template=template, claimed_at=NOW - number * DAY)
    for _ in range(5):
        make_achievement(ivan, celebrated_at=NOW)
    client = browser_of(ivan)

    assert titles_on(client, kind="badge") == [f"No. {number}" for number in range(1, 31)]
    assert titles_on(client, kind="badge", page="2") == [
        f"No. {number}" for number in range(31, 36)
    ]
    assert "?kind=badge&amp;page=2" in client.get(PATH, {"kind": "badge"}).content.decode()
    assert len(titles_on(client)) == 30
    assert len(titles_on(client, page="2")) == 10


@pytest.mark.parametrize("page", ["0", "-1", "x", "1.5", "\x00", "9" * 40, "3"])
def test_a_page_that_is_none_does_no_harm(page: str, ivan: User, browser_of: Browser) -> None:
    for number in range(31):
        make_badge(ivan, template=make_template(f"No. {number}"), claimed_at=NOW - number * DAY)

    assert titles_on(browser_of(ivan), page=page)


# What it costs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 30, 300])
def test_it_takes_the_same_queries_however_much_there_is(
    number: int, alice: Student, browser_of: Browser
) -> None:
    """Ten: session, person, roles, news; count, page; badges, achievements, categories, months."""
    template = make_template()
    for days in range(number):
        make_badge(alice.user, template=template, claimed_at=NOW - days * DAY)
        make_achievement(alice.user, achieved_at=NOW - days * DAY, celebrated_at=NOW)
    make_milestone(alice, MARCH)  # among the first thirty: from 10 March back to 24 February
    client = browser_of(alice)

    with queries() as ran:
        response = client.get(PATH)

    assert len(read(response.content.decode()).all("h3")) == min(30, 2 * number + 1)
    assert len(ran) == 10
    assert len([sql for sql in ran if " UNION " in sql]) == 2
