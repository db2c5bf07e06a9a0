"""Why somebody has a badge milestone or not, as they and those who look after them read it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from badges.models import BadgeStatus, How, MilestoneAchievement, MilestoneConfig
from tests.html import read
from tests.make import make_category, make_skill
from tests.make_badges import (
    everywhere,
    make_achievement,
    make_badge,
    make_badge_milestone,
    make_template,
    within,
)
from tests.milestones.views.months import text_of
from tests.personas import Browser
from tfl.accounts.models import Role, RoleGrant, Student, User

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def own(milestone: MilestoneConfig) -> str:
    return f"/badge-milestones/{milestone.pk}/why/"


def of(milestone: MilestoneConfig, person: User | Student) -> str:
    user_id = person.user_id if isinstance(person, Student) else person.pk
    return f"{own(milestone)}{user_id}/"


# What it says ----------------------------------------------------------------------------------------


def test_not_reached_it_says_how_far_and_what_counts(ivan: User, browser_of: Browser) -> None:
    data = make_category("Data")
    sql = make_skill("SQL", category=data)
    milestone = make_badge_milestone("Data Apprentice", trigger=within(data, 3))
    make_badge(ivan, template=make_template("SQL Basics", skills=[sql]))
    make_badge(ivan, template=make_template("First Aid"))
    make_badge(ivan, template=make_template("Old SQL", skills=[sql]), expires_at=NOW)

    page = text_of(browser_of(ivan).get(own(milestone)))

    assert "Data Apprentice" in page
    assert "Earn 3 badges in Data" in page
    assert "Not reached yet" in page
    assert "1 of 3" in page
    assert "2 more to go" in page
    assert "SQL Basics claimed on March 10, 2026 · Data Counts" in page
    assert "First Aid claimed on March 10, 2026 Not in Data" in page
    assert "Old SQL claimed on March 10, 2026 Expired on March 10, 2026" in page


def test_waiting_and_revoked_badges_are_named_as_such(ivan: User, browser_of: Browser) -> None:
    waiting, gone = make_template("Waiting"), make_template("Gone")
    make_badge(ivan, template=waiting, status=BadgeStatus.PENDING)
    make_badge(ivan, template=gone, status=BadgeStatus.REVOKED, claimed_at=NOW)

    page = text_of(browser_of(ivan).get(own(make_badge_milestone())))

    assert "Waiting issued on March 10, 2026 To claim" in page
    assert "Gone claimed on March 10, 2026 Revoked on March 10, 2026" in page


def test_what_waits_leads_its_holder_to_where_it_is_claimed(
    alice: Student, bob: User, browser_of: Browser
) -> None:
    milestone = make_badge_milestone()
    make_badge(alice.user, status=BadgeStatus.PENDING)
    to_claim = 'href="/badges/?show=to-claim"'

    assert to_claim in browser_of(alice).get(own(milestone)).content.decode()
    assert to_claim not in browser_of(bob).get(of(milestone, alice)).content.decode()


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (How.CLAIM, "On March 1, 2026, by claiming a badge."),
        (How.BACKFILL, "On March 1, 2026, found for badges claimed before."),
        (How.IMPORT, "On March 1, 2026, taken over from another system."),
    ],
)
def test_reached_says_when_and_how(how: How, said: str, ivan: User, browser_of: Browser) -> None:
    milestone = make_badge_milestone()
    make_badge(ivan)
    make_achievement(
        ivan, milestone, how=how, achieved_at=NOW - timedelta(days=9), celebrated_at=NOW
    )

    page = text_of(browser_of(ivan).get(own(milestone)))

    assert "Reached" in page
    assert said in page
    assert "What was reached stays reached." not in page


def test_reached_with_less_today_says_that_it_stays(ivan: User, browser_of: Browser) -> None:
    milestone = make_badge_milestone()
    make_badge(ivan, expires_at=NOW)
    make_achievement(ivan, milestone, celebrated_at=NOW)

    page = text_of(browser_of(ivan).get(own(milestone)))

    assert "0 of 1" in page
    assert "Fewer badges count today. What was reached stays reached." in page


def test_revoked_says_with_which_badge(ivan: User, browser_of: Browser) -> None:
    milestone = make_badge_milestone()
    badge = make_badge(ivan, template=make_template("SQL Basics"), status=BadgeStatus.REVOKED)
    make_achievement(ivan, milestone, achieved_at=NOW - timedelta(days=9), revoked_at=NOW)
    client = browser_of(ivan)

    without = text_of(client.get(own(milestone)))
    MilestoneAchievement.objects.update(revoked_with=badge)
    named = text_of(client.get(own(milestone)))

    assert "No longer reached" in named
    assert "Reached on March 1, 2026, and revoked on March 10, 2026." in without
    assert (
        "Reached on March 1, 2026, and revoked on March 10, 2026 with the badge “SQL Basics”."
        in named
    )
    assert "1 more to go" in named


def test_everything_there_and_not_awarded_yet_is_said(ivan: User, browser_of: Browser) -> None:
    make_badge(ivan)

    page = text_of(browser_of(ivan).get(own(make_badge_milestone())))

    assert "Everything is there. It is awarded shortly." in page


def test_an_inactive_one_is_reached_by_nobody(ivan: User, grace: User, browser_of: Browser) -> None:
    make_badge(ivan)
    milestone = make_badge_milestone(active=False)

    page = text_of(browser_of(grace).get(of(milestone, ivan)))

    assert "It is not active, so nobody reaches it at present." in page


def test_a_broken_rule_is_explained_to_staff_alone(
    ivan: User, grace: User, browser_of: Browser
) -> None:
    make_badge(ivan)
    broken = MilestoneConfig.objects.create(title="Broken", trigger=everywhere(0), active=True)
    problem = "The threshold is a whole number from 1 to 1,000,000."

    theirs = text_of(browser_of(ivan).get(own(broken)))
    staffs = text_of(browser_of(grace).get(of(broken, ivan)))

    assert "Its rule cannot be used as it stands" in theirs
    assert problem not in theirs
    assert "Its rule cannot be used as it stands" in staffs
    assert problem in staffs


def test_a_description_stands_beside_the_rule(ivan: User, browser_of: Browser) -> None:
    milestone = make_badge_milestone(trigger=everywhere(5), description="For the busy ones.")

    page = text_of(browser_of(ivan).get(own(milestone)))

    assert "For the busy ones." in page
    assert "Earn 5 badges" in page


def test_somebody_without_badges_reads_what_will_stand_there(
    ivan: User, browser_of: Browser
) -> None:
    page = text_of(browser_of(ivan).get(own(make_badge_milestone())))

    assert "No badges yet" in page
    assert "1 more to go" in page


def test_staff_read_whose_it_is(alice: Student, bob: User, browser_of: Browser) -> None:
    page = text_of(browser_of(bob).get(of(make_badge_milestone(), alice)))

    assert "Badge milestone · Alice" in page


def test_everybody_is_shown_the_way_back(
    alice: Student, bob: User, grace: User, browser_of: Browser
) -> None:
    milestone = make_badge_milestone("Collector")

    def crumbs(person: User | Student, path: str) -> list[str]:
        page = read(browser_of(person).get(path).content.decode())
        return [
            each.text.strip()
            for each in page.all("li")
            if (nav := each.inside("nav")) and nav.attributes.get("class") == "crumbs"
        ]

    assert crumbs(alice, own(milestone)) == ["Your badges", "Collector"]
    assert crumbs(grace, of(milestone, alice)) == [
        "Badge milestones",
        "Collector",
        "Who reached it",
        "Alice",
    ]
    assert crumbs(grace, of(milestone, grace)) == ["Your badges", "Collector"]
    assert crumbs(bob, of(milestone, alice)) == ["Badges issued", "Alice", "Collector"]


# Who may ---------------------------------------------------------------------------------------------


def test_ones_own_are_the_active_ones_and_what_one_reached(
    ivan: User, bob: User, browser_of: Browser
) -> None:
    active = make_badge_milestone()
    reached, revoked = make_badge_milestone(active=False), make_badge_milestone(active=False)
    make_achievement(ivan, reached)
    make_achievement(ivan, revoked, revoked_at=NOW)
    make_achievement(bob, others := make_badge_milestone(active=False))
    client = browser_of(ivan)

    assert [client.get(own(each)).status_code for each in (active, reached, revoked, others)] == [
        200,
        200,
        404,
        404,
    ]


def test_a_mentor_reads_of_their_students_alone(
    alice: Student, charlie: Student, bob: User, heidi: User, browser_of: Browser
) -> None:
    milestone = make_badge_milestone()
    client = browser_of(bob)

    assert client.get(of(milestone, alice)).status_code == 200
    assert client.get(of(milestone, charlie)).status_code == 404
    assert client.get(of(milestone, heidi)).status_code == 404
    assert client.get(of(milestone, bob)).status_code == 404, "one's own is another page"


def test_a_mentor_reads_the_active_ones_and_what_the_student_reached(
    alice: Student, charlie: Student, bob: User, browser_of: Browser
) -> None:
    reached, others = make_badge_milestone(active=False), make_badge_milestone(active=False)
    make_achievement(alice.user, reached)
    make_achievement(charlie.user, others)
    make_achievement(bob, mentors := make_badge_milestone(active=False))
    client = browser_of(bob)

    assert client.get(of(reached, alice)).status_code == 200
    assert client.get(of(others, alice)).status_code == 404
    assert client.get(of(mentors, alice)).status_code == 404


def test_an_admin_reads_of_everybody_and_everything(
    grace: User, heidi: User, alice: Student, browser_of: Browser
) -> None:
    client = browser_of(grace)
    for person in (heidi, alice.user, grace):
        for milestone in (make_badge_milestone(), make_badge_milestone(active=False)):
            assert client.get(of(milestone, person)).status_code == 200


def test_an_admin_who_is_a_mentor_is_an_admin_first(
    grace: User, heidi: User, browser_of: Browser
) -> None:
    RoleGrant.objects.create(user=grace, role=Role.MENTOR)

    assert browser_of(grace).get(of(make_badge_milestone(active=False), heidi)).status_code == 200


@pytest.mark.parametrize("persona", ["alice", "erin", "heidi", "ivan"])
def test_nobody_else_reads_about_others(
    persona: str, charlie: Student, browser_of: Browser, request: pytest.FixtureRequest
) -> None:
    client = browser_of(request.getfixturevalue(persona))

    assert client.get(of(make_badge_milestone(), charlie)).status_code == 403


# What it costs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 30, 300])
def test_it_takes_the_same_queries_however_many_badges_there_are(
    number: int,
    alice: Student,
    bob: User,
    browser_of: Browser,
    django_assert_max_num_queries: Any,
) -> None:
    template = make_template(skills=[make_skill()])
    for _ in range(number):
        make_badge(alice.user, template=template)
    milestone = make_badge_milestone(trigger=within(make_category(), 5))
    for person, path in ((alice, own(milestone)), (bob, of(milestone, alice))):
        client = browser_of(person)
        with django_assert_max_num_queries(11):
            response = client.get(path)
        assert text_of(response).count("claimed on") == min(30, number)


def test_more_than_thirty_are_paged_with_those_that_count_first(
    ivan: User, browser_of: Browser
) -> None:
    for number in range(35):
        make_badge(ivan, expires_at=NOW if number % 2 else None)  # 18 count, 17 expired
    milestone = make_badge_milestone(trigger=everywhere(20))
    client = browser_of(ivan)

    first, second, beyond = (
        text_of(client.get(own(milestone), {"page": page})) for page in ("1", "2", "x")
    )

    assert (first.count(" Counts"), first.count("Expired on")) == (18, 12)
    assert (second.count(" Counts"), second.count("Expired on")) == (0, 5)
    assert "18 of 20" in first
    assert "18 of 20" in second
    assert beyond == first
