from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from milestones import services
from milestones.generation.vocabulary import CompletionStatus, EvidenceState, MilestoneStatus
from milestones.models import ConfidenceReport, Evidence, MonthlyMilestone
from milestones.services.scoring import Item
from tests.milestones.views.months import (
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
from tfl.accounts.models import Notice, Role, Student, User


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with travel(date(2026, 3, 10)) as traveller:
        yield traveller


@pytest.fixture
def milestone(alice: Student) -> MonthlyMilestone:
    return make_milestone(alice)


def url(kind: str, item: Item) -> str:
    return f"/milestones/{item.milestone_id}/ask/{kind}/{item.pk}/"


# Asking ----------------------------------------------------------------------------------------------


def test_the_page_says_what_is_needed_and_asks_three_things(
    alice: Student, milestone: MonthlyMilestone, browser_of: Browser
) -> None:
    response = browser_of(alice).get(url("outcome", make_outcome(milestone)))

    page = text_of(response)
    assert response.status_code == 200
    assert "A verified score of 70 or more; you start at 50." in page
    for label in ("Link", "Note to your mentor", "How sure are you?"):
        assert label in page


def test_asking_hands_in_the_link_the_note_and_how_sure(
    alice: Student, milestone: MonthlyMilestone, browser_of: Browser
) -> None:
    outcome = make_outcome(milestone)

    response = browser_of(alice).post(
        url("outcome", outcome),
        {"reference": "https://example.org/sql", "note": "All joins", "confidence": "4"},
    )

    assert response.status_code == 302
    assert response["Location"] == f"/mission/#outcome-{outcome.pk}"
    piece = Evidence.objects.get()
    assert (piece.outcome, piece.state) == (outcome, EvidenceState.WAITING)
    assert piece.evidence_reference == "https://example.org/sql"
    assert (piece.note, piece.confidence) == ("All joins", 4)
    assert ConfidenceReport.objects.get().confidence == 75  # 1–5 is recorded as 0, 25, 50, 75, 100


def test_nothing_but_the_asking_is_needed_for_a_skill_or_an_interview(
    alice: Student, milestone: MonthlyMilestone, browser_of: Browser
) -> None:
    client = browser_of(alice)
    client.post(url("outcome", make_outcome(milestone)), {})
    client.post(url("checkpoint", make_checkpoint(milestone)), {})

    assert Evidence.objects.awaiting_review().count() == 2
    assert not ConfidenceReport.objects.exists()


def test_a_project_handed_in_is_in_progress(
    alice: Student, milestone: MonthlyMilestone, browser_of: Browser
) -> None:
    project = make_project(milestone)

    browser_of(alice).post(url("project", project), {"reference": "https://example.org/orders"})

    project.refresh_from_db()
    assert project.completion_status == CompletionStatus.IN_PROGRESS


def test_a_project_needs_its_link(
    alice: Student, milestone: MonthlyMilestone, browser_of: Browser
) -> None:
    response = browser_of(alice).post(url("project", make_project(milestone)), {"note": "Kept"})

    assert response.status_code == 422
    assert "Link optional" not in text_of(response)
    assert "Add the link under which your project can be seen." in text_of(response)
    assert "Kept" in response.content.decode()
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "https://bob:secret@example.org/",
        "http://127.0.0.1/",
        "example",
        "https://example.org/" + "x" * 250,
    ],
)
def test_a_bad_link_is_refused_beside_its_field_and_what_was_typed_is_kept(
    alice: Student, milestone: MonthlyMilestone, browser_of: Browser, link: str
) -> None:
    outcome = make_outcome(milestone)

    response = browser_of(alice).post(
        url("outcome", outcome), {"reference": link, "note": "Kept", "confidence": "2"}
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert f'id="outcome-{outcome.pk}-reference_error"' in page
    assert 'class="error-summary"' in page
    assert f'value="{link}"' in page
    assert "Kept" in page
    assert '<option value="2" selected>' in page
    assert not Evidence.objects.exists()
    assert not ConfidenceReport.objects.exists()


def test_a_note_of_10000_characters_is_refused_and_kept(
    alice: Student, milestone: MonthlyMilestone, browser_of: Browser
) -> None:
    note = "n" * 10_000

    response = browser_of(alice).post(url("outcome", make_outcome(milestone)), {"note": note})

    assert response.status_code == 422
    assert note in response.content.decode()
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("sure", ["0", "6", "x", "-1", "1.5"])
def test_how_sure_is_one_of_five(
    alice: Student, milestone: MonthlyMilestone, browser_of: Browser, sure: str
) -> None:
    response = browser_of(alice).post(url("outcome", make_outcome(milestone)), {"confidence": sure})

    assert response.status_code == 422
    assert not Evidence.objects.exists()


def test_a_character_no_database_takes_is_refused(
    alice: Student, milestone: MonthlyMilestone, browser_of: Browser
) -> None:
    response = browser_of(alice).post(url("outcome", make_outcome(milestone)), {"note": "a\x00b"})

    assert response.status_code == 422


def test_a_closed_month_takes_nothing_and_says_so(alice: Student, browser_of: Browser) -> None:
    outcome = make_outcome(make_milestone(alice, FEBRUARY))

    response = browser_of(alice).post(url("outcome", outcome), {}, follow=True)

    assert response.redirect_chain == [
        (f"/milestones/{outcome.milestone_id}/#outcome-{outcome.pk}", 302)
    ]
    assert "This month is closed; nothing can be handed in any more." in text_of(response)
    assert not Evidence.objects.exists()


def test_a_decided_month_takes_nothing(
    alice: Student, bob: User, milestone: MonthlyMilestone, browser_of: Browser
) -> None:
    outcome = make_outcome(milestone)
    services.review_milestone(
        milestone=milestone, by=bob, status=MilestoneStatus.PARTIALLY_ACHIEVED
    )

    response = browser_of(alice).post(url("outcome", outcome), {}, follow=True)

    assert "This month is closed" in text_of(response)
    assert not Evidence.objects.exists()


def test_what_waits_already_is_not_handed_in_twice(
    alice: Student, milestone: MonthlyMilestone, browser_of: Browser
) -> None:
    outcome = make_outcome(milestone)
    ask(outcome)

    response = browser_of(alice).post(url("outcome", outcome), {}, follow=True)

    assert "This waits for your mentor already." in text_of(response)
    assert Evidence.objects.count() == 1


def test_what_is_proven_is_not_handed_in_again(
    alice: Student, bob: User, milestone: MonthlyMilestone, browser_of: Browser
) -> None:
    outcome = make_outcome(milestone)
    score(outcome, 80, by=bob)

    response = browser_of(alice).post(url("outcome", outcome), {}, follow=True)

    assert "This is proven already." in text_of(response)


def test_the_page_of_what_cannot_be_asked_leads_back(
    alice: Student, milestone: MonthlyMilestone, browser_of: Browser
) -> None:
    outcome = make_outcome(milestone)
    ask(outcome)

    response = browser_of(alice).get(url("outcome", outcome))

    assert response["Location"] == f"/mission/#outcome-{outcome.pk}"


# Whose it is -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["skill", "Outcome", "projects", "checkpoint"])
def test_a_kind_that_is_not_the_items_is_not_there(
    alice: Student, milestone: MonthlyMilestone, browser_of: Browser, kind: str
) -> None:
    outcome = make_outcome(milestone)

    assert browser_of(alice).get(url(kind, outcome)).status_code == 404
    assert browser_of(alice).post(url(kind, outcome), {}).status_code == 404


def test_another_students_month_is_not_there(
    alice: Student, charlie: Student, browser_of: Browser
) -> None:
    outcome = make_outcome(make_milestone(charlie))

    assert browser_of(alice).get(url("outcome", outcome)).status_code == 404
    assert browser_of(alice).post(url("outcome", outcome), {}).status_code == 404
    assert not Evidence.objects.exists()


def test_another_students_item_is_not_reached_through_ones_own_month(
    alice: Student, charlie: Student, milestone: MonthlyMilestone, browser_of: Browser
) -> None:
    foreign = make_outcome(make_milestone(charlie))
    path = f"/milestones/{milestone.pk}/ask/outcome/{foreign.pk}/"

    assert browser_of(alice).post(path, {}).status_code == 404


def test_a_student_who_mentors_another_does_not_ask_for_them(
    alice: Student, charlie: Student, browser_of: Browser
) -> None:
    alice.user.role_grants.create(role=Role.MENTOR)
    charlie.mentor = alice.user
    charlie.save()
    outcome = make_outcome(make_milestone(charlie))

    assert browser_of(alice).post(url("outcome", outcome), {}).status_code == 404


@pytest.mark.parametrize("persona", ["bob", "erin", "grace", "heidi", "ivan"])
def test_only_students_ask(
    persona: str, milestone: MonthlyMilestone, browser_of: Browser, request: pytest.FixtureRequest
) -> None:
    client = browser_of(request.getfixturevalue(persona))
    path = url("outcome", make_outcome(milestone))

    assert client.get(path).status_code == 403
    assert client.post(path, {}).status_code == 403


def test_who_is_not_signed_in_goes_to_the_login(
    milestone: MonthlyMilestone, client: Client
) -> None:
    response = client.post(url("outcome", make_outcome(milestone)), {})

    assert response.status_code == 302
    assert "/login/" in response["Location"]


def test_the_page_costs_the_same_at_1_and_30_pieces(
    alice: Student, bob: User, milestone: MonthlyMilestone, browser_of: Browser
) -> None:
    outcome = make_outcome(milestone)
    score(outcome, 60, by=bob)
    client = browser_of(alice)
    client.get(url("outcome", outcome))
    with queries() as few:
        client.get(url("outcome", outcome))

    for number in range(30):
        score(outcome, 60, by=bob)
        make_outcome(milestone, f"Skill no. {number}")
    with queries() as many:
        client.get(url("outcome", outcome))

    assert len(many) == len(few) <= 12


# Withdrawing and reminding ---------------------------------------------------------------------------


def test_what_waits_is_withdrawn(
    alice: Student, milestone: MonthlyMilestone, browser_of: Browser
) -> None:
    piece = ask(make_outcome(milestone))

    response = browser_of(alice).post(f"/evidence/{piece.pk}/withdraw/", follow=True)

    piece.refresh_from_db()
    assert piece.state == EvidenceState.WITHDRAWN
    assert "Withdrawn. You can ask again when you are ready." in text_of(response)


def test_what_was_answered_meanwhile_is_not_withdrawn(
    alice: Student, bob: User, milestone: MonthlyMilestone, browser_of: Browser
) -> None:
    piece = ask(make_outcome(milestone))
    services.return_evidence(evidence=piece, by=bob, reason="No link.")

    response = browser_of(alice).post(f"/evidence/{piece.pk}/withdraw/", follow=True)

    piece.refresh_from_db()
    assert piece.state == EvidenceState.RETURNED
    assert "This was answered or withdrawn in the meantime." in text_of(response)


def test_the_mentor_is_reminded_once_and_not_before_three_days(
    alice: Student,
    bob: User,
    milestone: MonthlyMilestone,
    browser_of: Browser,
    clock: time_machine.Traveller,
) -> None:
    piece = ask(make_outcome(milestone))
    client = browser_of(alice)
    path = f"/evidence/{piece.pk}/remind/"

    early = client.post(path, follow=True)
    clock.move_to(datetime(2026, 3, 13, 9, tzinfo=UTC))
    due = client.post(path, follow=True)
    again = client.post(path, follow=True)

    assert "You can remind your mentor once, after three days." in text_of(early)
    assert "Your mentor has been reminded." in text_of(due)
    assert "You can remind your mentor once" in text_of(again)
    assert Notice.objects.filter(user=bob, kind="evidence-reminder").count() == 1


@pytest.mark.parametrize("action", ["withdraw", "remind"])
def test_both_are_posts_and_for_students(
    milestone: MonthlyMilestone, bob: User, client: Client, browser_of: Browser, action: str
) -> None:
    piece = ask(make_outcome(milestone))
    path = f"/evidence/{piece.pk}/{action}/"

    assert browser_of(milestone.student).get(path).status_code == 405
    assert browser_of(bob).post(path).status_code == 403
    assert "/login/" in client.post(path)["Location"]
    assert Evidence.objects.awaiting_review().exists()


@pytest.mark.parametrize("action", ["withdraw", "remind"])
def test_another_students_piece_is_not_there(
    alice: Student, charlie: Student, browser_of: Browser, action: str
) -> None:
    piece = ask(make_outcome(make_milestone(charlie)))

    assert browser_of(alice).post(f"/evidence/{piece.pk}/{action}/").status_code == 404
    assert Evidence.objects.awaiting_review().exists()
