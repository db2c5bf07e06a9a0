from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client

from milestones import services
from milestones.generation.vocabulary import MilestoneStatus, MilestoneType
from milestones.models import EmployerDemand
from tests.make import make_job_role, make_requirement, make_skill
from tests.milestones.views.months import (
    APRIL,
    make_milestone,
    make_outcome,
    queries,
    text_of,
    travel,
)
from tests.personas import Browser
from tfl.accounts.models import Student, User
from tfl.accounts.services import record

OVERRIDES = "/overrides/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with travel(date(2026, 3, 10)) as traveller:
        yield traveller


def constrain(student: Student, by: User, note: str = "She asked for it.") -> None:
    services.set_constraint(
        student=student,
        month=APRIL,
        by=by,
        note=note,
        fixed_type=MilestoneType.PROJECT_DELIVERY,
        include=[make_skill("SQL")],
        leave_out=[make_skill("Git")],
        most_outcomes=2,
    )


def test_nothing_decided_differently_is_said(alice: Student, browser_of: Browser) -> None:
    assert "Nothing so far" in text_of(browser_of(alice).get(OVERRIDES))


def test_a_decision_against_the_proposal_is_told_with_its_reason(
    alice: Student, bob: User, browser_of: Browser
) -> None:
    milestone = make_milestone(alice)
    make_outcome(milestone)
    services.review_milestone(
        milestone=milestone,
        by=bob,
        status=MilestoneStatus.ACHIEVED,
        override_reason="Shown in person.",
    )

    page = text_of(browser_of(alice).get(OVERRIDES))

    assert "Bob Decided March 2026: Achieved. The system had proposed: Partially achieved." in page
    assert "“Shown in person.”" in page


def test_what_a_month_was_made_to_be_is_told(
    alice: Student, bob: User, browser_of: Browser
) -> None:
    constrain(alice, bob)

    page = text_of(browser_of(alice).get(OVERRIDES))

    assert (
        "Set what April 2026 must be: type Project delivery; with SQL; without Git; at most 2 skills."
        in page
    )
    assert "“She asked for it.”" in page


def test_what_was_taken_back_is_told(alice: Student, bob: User, browser_of: Browser) -> None:
    constrain(alice, bob)
    services.remove_constraint(constraint=alice.constraints.get(), by=bob)

    page = text_of(browser_of(alice).get(OVERRIDES))

    assert "Took back what was set for April 2026." in page
    assert "Set what April 2026 must be" in page  # nothing is ever removed


def test_a_month_made_anew_is_told_with_what_it_was(
    alice: Student, bob: User, browser_of: Browser
) -> None:
    role = make_job_role("Backend Developer")
    make_requirement(role, make_skill("SQL"))
    alice.target_job_role = role
    alice.save()
    services.regenerate_milestone(
        milestone=make_milestone(alice, title="The old title"), by=bob, reason="A late result."
    )

    page = text_of(browser_of(alice).get(OVERRIDES))

    assert "Had the month generated anew. Before: The old title" in page
    assert "Now: March Milestone: Prove SQL" in page


def test_what_agrees_with_the_system_is_no_override(
    alice: Student, bob: User, browser_of: Browser
) -> None:
    milestone = make_milestone(alice)
    make_outcome(milestone)
    services.review_milestone(
        milestone=milestone, by=bob, status=MilestoneStatus.PARTIALLY_ACHIEVED
    )
    record(actor=bob, action="assign-student", on=alice, student=alice)

    assert "Nothing so far" in text_of(browser_of(alice).get(OVERRIDES))


def test_an_unknown_kind_of_override_is_still_told(
    alice: Student, bob: User, browser_of: Browser
) -> None:
    record(
        actor=bob,
        action="plan.changed",
        on=EmployerDemand(pk=1),
        student=alice,
        layer="weekly",
        reason="A holiday.",
    )

    page = text_of(browser_of(alice).get(OVERRIDES))

    assert "Decided something differently. “A holiday.”" in page


def test_each_student_reads_their_own(
    alice: Student, charlie: Student, dora: User, browser_of: Browser
) -> None:
    constrain(charlie, dora, note="Canary")

    assert "Canary" not in text_of(browser_of(alice).get(OVERRIDES))


def test_they_come_in_pages_and_cost_the_same(
    alice: Student, bob: User, browser_of: Browser
) -> None:
    constrain(alice, bob)
    client = browser_of(alice)
    client.get(OVERRIDES)
    with queries() as few:
        client.get(OVERRIDES)

    for number in range(30):
        record(
            actor=bob,
            action="plan.changed",
            on=alice,
            student=alice,
            layer="weekly",
            reason=f"Reason {number}.",
        )
    with queries() as many:
        first = text_of(client.get(OVERRIDES))
    second = text_of(client.get(f"{OVERRIDES}?page=2"))

    assert len(many) <= len(few) <= 12
    assert "Page 1 of 2" in first
    assert "Reason 29." in first
    assert "Reason 0." in second


@pytest.mark.parametrize("persona", ["bob", "erin", "grace", "heidi", "ivan"])
def test_they_are_the_students_to_read(
    persona: str, browser_of: Browser, request: pytest.FixtureRequest
) -> None:
    assert browser_of(request.getfixturevalue(persona)).get(OVERRIDES).status_code == 403


def test_who_is_not_signed_in_goes_to_the_login(client: Client, db: None) -> None:
    assert "/login/" in client.get(OVERRIDES)["Location"]
