from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from milestones import services
from milestones.generation.vocabulary import MilestoneStatus
from milestones.models import MonthlyMilestone
from tests.make import make_skill
from tests.milestones.views.months import (
    APRIL,
    FEBRUARY,
    ask,
    make_checkpoint,
    make_milestone,
    make_outcome,
    make_project,
    queries,
    score,
    text_of,
    travel,
)
from tests.personas import Browser
from tfl.accounts.models import Student, User


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with travel(date(2026, 2, 20)) as traveller:
        yield traveller


@pytest.fixture
def february(alice: Student, bob: User, clock: time_machine.Traveller) -> MonthlyMilestone:
    """A month that is over, partially achieved."""
    milestone = make_milestone(alice, FEBRUARY)
    score(make_outcome(milestone), 72, by=bob)
    make_outcome(milestone, "Git")
    clock.move_to(datetime(2026, 3, 10, 9, tzinfo=UTC))
    services.review_milestone(
        milestone=milestone,
        by=bob,
        status=MilestoneStatus.PARTIALLY_ACHIEVED,
        feedback="SQL is there. Git next.",
    )
    return milestone


def test_a_past_month_shows_its_checklist_its_reviews_and_no_action(
    alice: Student, february: MonthlyMilestone, browser_of: Browser
) -> None:
    response = browser_of(alice).get(f"/milestones/{february.pk}/")

    page = text_of(response)
    assert "February Milestone" in page
    assert "1 of 2 proven" in page
    assert "SQL is there. Git next." in page
    assert "Partially achieved" in page
    assert "Not proven" in page
    assert "/ask/" not in response.content.decode()
    assert "/withdraw/" not in response.content.decode()


def test_its_scores_are_those_of_its_last_day(
    alice: Student, bob: User, february: MonthlyMilestone, browser_of: Browser
) -> None:
    services.record_assessment(
        student=alice,
        skill=february.outcomes.get(skill__name="SQL").skill,
        score=Decimal(90),
        by=bob,
    )

    page = text_of(browser_of(alice).get(f"/milestones/{february.pk}/"))

    assert "72 of 70" in page
    assert "90" not in page


def test_of_a_month_undecided_the_mentor_can_still_be_reminded(
    alice: Student, browser_of: Browser, clock: time_machine.Traveller
) -> None:
    milestone = make_milestone(alice, FEBRUARY)
    piece = ask(make_outcome(milestone))
    clock.move_to(datetime(2026, 3, 10, 9, tzinfo=UTC))

    response = browser_of(alice).get(f"/milestones/{milestone.pk}/")

    assert "Waiting for the mentor’s decision" in text_of(response)
    assert f"/evidence/{piece.pk}/remind/" in response.content.decode()
    assert "/withdraw/" not in response.content.decode()


def test_the_running_month_is_the_mission(alice: Student, browser_of: Browser) -> None:
    response = browser_of(alice).get(f"/milestones/{make_milestone(alice, FEBRUARY).pk}/")

    assert (response.status_code, response["Location"]) == (302, "/mission/")


def test_a_coming_month_can_be_read(alice: Student, browser_of: Browser) -> None:
    milestone = make_milestone(alice, APRIL, status=MilestoneStatus.PLANNED)
    make_outcome(milestone)

    response = browser_of(alice).get(f"/milestones/{milestone.pk}/")

    assert "Planned" in text_of(response)
    assert "/ask/" not in response.content.decode()


def test_the_mentor_reads_the_running_month_in_their_own_voice(
    alice: Student, bob: User, browser_of: Browser, clock: time_machine.Traveller
) -> None:
    sql = make_skill("SQL")
    milestone = make_milestone(
        alice, FEBRUARY, trace={"outcomes": [{"skill": sql.pk, "why": "included", "step": "20"}]}
    )
    piece = ask(make_outcome(milestone, sql), note="All joins")
    clock.move_to(datetime(2026, 2, 27, 9, tzinfo=UTC))

    response = browser_of(bob).get(f"/milestones/{milestone.pk}/")

    page = text_of(response)
    assert "SQL is there because you asked for it." in page
    assert "“All joins”" in page
    assert f"/evidence/{piece.pk}/" not in response.content.decode()


def test_strangers_find_nothing(
    charlie: Student, dora: User, february: MonthlyMilestone, browser_of: Browser
) -> None:
    path = f"/milestones/{february.pk}/"

    assert browser_of(charlie).get(path).status_code == 404
    assert browser_of(dora).get(path).status_code == 404


@pytest.mark.parametrize("persona", ["erin", "grace", "heidi", "ivan"])
def test_other_roles_never_can(
    persona: str, february: MonthlyMilestone, browser_of: Browser, request: pytest.FixtureRequest
) -> None:
    client = browser_of(request.getfixturevalue(persona))

    assert client.get(f"/milestones/{february.pk}/").status_code == 403


def test_who_is_not_signed_in_goes_to_the_login(february: MonthlyMilestone, client: Client) -> None:
    assert "/login/" in client.get(f"/milestones/{february.pk}/")["Location"]


def test_an_id_no_database_has_is_not_there(alice: Student, browser_of: Browser) -> None:
    assert browser_of(alice).get(f"/milestones/{10**30}/").status_code == 404


def test_it_costs_the_same_whatever_there_is(
    alice: Student, bob: User, browser_of: Browser, clock: time_machine.Traveller
) -> None:
    milestone = make_milestone(alice, FEBRUARY)
    first = make_outcome(milestone)
    make_project(milestone)
    make_checkpoint(milestone, skills=[first.skill])
    score(first, 60, by=bob)
    client = browser_of(bob)
    client.get(f"/milestones/{milestone.pk}/")
    with queries() as few:
        client.get(f"/milestones/{milestone.pk}/")

    for number in range(30):
        score(first, 40 + number, by=bob)
        make_outcome(milestone, f"Skill no. {number}")
    with queries() as many:
        client.get(f"/milestones/{milestone.pk}/")

    assert len(many) == len(few) <= 12
