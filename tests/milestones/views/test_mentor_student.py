"""One student: what waits beside its target, and every answer a mentor can give."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from milestones import services
from milestones.generation.run import NO_MILESTONE
from milestones.generation.vocabulary import (
    CheckpointResult,
    CheckpointType,
    EvaluationType,
    EvidenceState,
    EvidenceType,
    MilestoneStatus,
)
from milestones.models import (
    GenerationRun,
    GenerationRunEntry,
    MonthlyMilestone,
    RunResult,
    SkillAssessment,
)
from tests.make import make_job_role, make_requirement, make_skill, make_student
from tests.milestones.views.months import (
    APRIL,
    FEBRUARY,
    MARCH,
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
from tfl.accounts.models import AuditEntry, Student, User


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with travel(date(2026, 3, 10)) as traveller:
        yield traveller


@pytest.fixture
def desk(bob: User, browser_of: Browser) -> Client:
    """Where Bob sits, signed in."""
    return browser_of(bob)


@pytest.fixture
def march(alice: Student) -> MonthlyMilestone:
    with travel(MARCH, 0):
        return make_milestone(alice)


def page_of(student: Student, query: str = "") -> str:
    return f"/mentor/students/{student.pk}/{query}"


# What is shown ---------------------------------------------------------------------------------------


def test_what_waits_is_shown_beside_its_target(
    alice: Student, march: MonthlyMilestone, desk: Client
) -> None:
    outcome = make_outcome(march, "SQL", start=50, target=70)
    with time_machine.travel(datetime(2026, 3, 6, 20, 10, tzinfo=UTC), tick=False):
        piece = ask(outcome, link="https://example.com/sql", note="See the index.", sure=4)
    services.remind_mentor(evidence=piece, by=alice.user)

    response = desk.get(page_of(alice))

    page, html = text_of(response), " ".join(response.content.decode().split())
    assert "Waits for you" in page
    assert "Target 70" in page
    assert "from 50 at the start" in page
    assert "Handed in March 6, 2026, 8:10 p.m." in page
    assert "4 of 5 sure" in page
    assert "reminded on March 10, 2026" in page
    assert "“See the index.”" in page
    link = '<a href="https://example.com/sql" rel="noopener noreferrer nofollow">'
    assert link in html
    assert f'id="outcome-{outcome.pk}"' in html
    assert 'value="2026-03-06"' in html  # the day proposed is the day it was handed in


def test_the_oldest_undecided_month_is_shown_first_and_the_others_are_linked(
    alice: Student, march: MonthlyMilestone, desk: Client
) -> None:
    make_outcome(make_milestone(alice, FEBRUARY), "Git")
    make_outcome(march, "SQL")
    january = make_milestone(alice, date(2026, 1, 1), status=MilestoneStatus.ACHIEVED)

    response = desk.get(page_of(alice))

    assert "Decide February" in text_of(response)
    html = response.content.decode()
    assert f'href="{page_of(alice)}?month=2026-03"' in html
    assert f'href="/milestones/{january.pk}/"' in html
    assert "Decide March" in text_of(desk.get(page_of(alice, "?month=2026-03")))


@pytest.mark.parametrize("month", ["2026-05", "2026-3", "March", "2026-03-02"])
def test_a_month_that_is_not_there_is_not_found(
    alice: Student, march: MonthlyMilestone, desk: Client, month: str
) -> None:
    assert desk.get(page_of(alice, f"?month={month}")).status_code == 404


def test_without_a_milestone_the_page_says_why(alice: Student, bob: User, desk: Client) -> None:
    alice.target_job_role = make_job_role("Backend Developer")
    alice.save()
    assert "It was not generated yet." in text_of(desk.get(page_of(alice)))
    GenerationRunEntry.objects.create(
        run=GenerationRun.objects.create(month=MARCH, student_ids=[alice.pk]),
        student=alice,
        job_role=alice.target_job_role,
        result=RunResult.SKIPPED,
        reason=NO_MILESTONE["ready"],
    )

    page = text_of(desk.get(page_of(alice)))

    assert "Ready: nothing is left to prove for this job role." in page
    assert "Set the next job role you agreed on" in page


def test_a_coming_month_can_be_read_and_not_answered(alice: Student, desk: Client) -> None:
    make_outcome(make_milestone(alice, APRIL, status=MilestoneStatus.PLANNED), "SQL")

    page = text_of(desk.get(page_of(alice)))

    assert "It begins on April 1, 2026." in page
    assert "Score it" not in page


def test_the_record_has_the_latest_score_and_confidence_of_each_skill(
    alice: Student, bob: User, desk: Client
) -> None:
    role, sql, git = make_job_role("Backend Developer"), make_skill("SQL"), make_skill("Git")
    make_requirement(role, sql, required_score=70)
    make_requirement(role, git, required_score=50)
    alice.target_job_role = role
    alice.save()
    with travel(MARCH, 0):
        outcome = make_outcome(make_milestone(alice), sql)
    for day, points in ((date(2026, 3, 3), 40), (date(2026, 3, 8), 72)):
        services.record_assessment(
            student=alice, skill=sql, score=Decimal(points), by=bob, taken_on=day
        )
    outcome.refresh_from_db()
    assert outcome.met

    page = text_of(desk.get(page_of(alice, "?show=record")))

    assert "SQL Critical 70 72 ✓reached March 8, 2026 none" in page
    assert "Git Critical 50 none none" in page


def test_the_record_says_what_was_decided_differently(
    alice: Student, bob: User, march: MonthlyMilestone, desk: Client
) -> None:
    make_outcome(march, "SQL")
    assert "Nothing so far." in text_of(desk.get(page_of(alice, "?show=record")))
    services.review_milestone(
        milestone=march, by=bob, status=MilestoneStatus.ACHIEVED, override_reason="Shown live."
    )

    page = text_of(desk.get(page_of(alice, "?show=record")))

    assert "Shown live." in page
    assert "Bob" in page


# Answering what was handed in ------------------------------------------------------------------------


def test_a_score_answers_what_was_handed_in_dated_the_day_it_was(
    alice: Student, bob: User, march: MonthlyMilestone, desk: Client
) -> None:
    ask(make_outcome(make_milestone(make_student(mentor=bob)), "Git"))
    outcome = make_outcome(march, "SQL", target=70)
    with travel(date(2026, 3, 6)):
        piece = ask(outcome)

    response = desk.post(f"/mentor/evidence/{piece.pk}/verify/", {"score": "71.5", "taken_on": ""})

    assert response["Location"] == page_of(alice, "?month=2026-03")
    assert "SQL is proven." in text_of(desk.get(response["Location"]))
    piece.refresh_from_db()
    outcome.refresh_from_db()
    assert (piece.state, piece.verified_by) == (EvidenceState.VERIFIED, bob)
    assert outcome.met_by
    assert outcome.met_by.score == Decimal("71.5")
    assert outcome.met_by.taken_on == date(2026, 3, 6)


def test_a_score_under_the_target_is_saved_and_said(march: MonthlyMilestone, desk: Client) -> None:
    piece = ask(make_outcome(march, "SQL", target=70))

    response = desk.post(f"/mentor/evidence/{piece.pk}/verify/", {"score": "69"}, follow=True)

    assert "Saved. SQL is not proven yet." in text_of(response)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"score": "101", "note": "keep me"}, "The score must lie between 0 and 100."),
        ({"score": "-1", "note": "keep me"}, "The score must lie between 0 and 100."),
        ({"score": "", "note": "keep me"}, "This field is required."),
        ({"score": "many", "note": "keep me"}, "Enter a number."),
        (
            {"score": "70", "taken_on": "2026-02-28", "note": "keep me"},
            "The day must lie between 2026-03-01 and 2026-03-10.",
        ),
    ],
)
def test_a_bad_score_comes_back_with_what_was_typed(
    march: MonthlyMilestone, desk: Client, typed: dict[str, str], said: str
) -> None:
    piece = ask(make_outcome(march, "SQL"))

    response = desk.post(f"/mentor/evidence/{piece.pk}/verify/", typed)

    assert response.status_code == 422
    assert said in text_of(response)
    assert "keep me" in response.content.decode()
    piece.refresh_from_db()
    assert piece.state == EvidenceState.WAITING


def test_a_project_is_rated_one_to_five(march: MonthlyMilestone, desk: Client) -> None:
    project = make_project(march, "Orders service")
    piece = ask(project, link="https://example.com/orders")

    assert desk.post(f"/mentor/evidence/{piece.pk}/verify/", {"score": "6"}).status_code == 422
    response = desk.post(f"/mentor/evidence/{piece.pk}/verify/", {"score": "3"}, follow=True)

    assert "Orders service is proven." in text_of(response)
    project.refresh_from_db()
    assert project.met


def test_no_rating_is_chosen_before_the_mentor_chooses(
    alice: Student, march: MonthlyMilestone, desk: Client
) -> None:
    project = make_project(march)
    piece = ask(project, link="https://example.com/orders")

    first = re.search(
        r"<select[^>]*>\s*(<option.*?</option>)", desk.get(page_of(alice)).content.decode()
    )
    response = desk.post(f"/mentor/evidence/{piece.pk}/verify/", {"score": ""})

    assert first
    assert first[1] == '<option value="" selected>Choose a rating</option>'
    assert response.status_code == 422
    project.refresh_from_db()
    assert not project.met


def test_an_interview_gets_a_result(march: MonthlyMilestone, desk: Client) -> None:
    checkpoint = make_checkpoint(march)
    piece = ask(checkpoint, sure=4)

    desk.post(f"/mentor/evidence/{piece.pk}/verify/", {"result": "Borderline"})

    checkpoint.refresh_from_db()
    assert checkpoint.result == CheckpointResult.BORDERLINE
    assert checkpoint.actual_confidence_level == 4


def test_what_was_handed_in_is_returned_with_a_reason(
    alice: Student, march: MonthlyMilestone, desk: Client
) -> None:
    piece = ask(make_outcome(march, "SQL"))

    empty = desk.post(f"/mentor/evidence/{piece.pk}/return/", {"reason": " "})
    assert empty.status_code == 422
    response = desk.post(
        f"/mentor/evidence/{piece.pk}/return/", {"reason": "Add the index."}, follow=True
    )

    assert "Returned: SQL." in text_of(response)
    piece.refresh_from_db()
    assert (piece.state, piece.reason) == (EvidenceState.RETURNED, "Add the index.")


def test_what_was_answered_meanwhile_is_said_and_nothing_is_changed(
    bob: User, march: MonthlyMilestone, desk: Client
) -> None:
    piece = ask(make_outcome(march, "SQL"))
    services.return_evidence(evidence=piece, by=bob, reason="Add the index.")

    response = desk.post(f"/mentor/evidence/{piece.pk}/verify/", {"score": "70"})

    assert response.status_code == 409
    assert "This was answered or withdrawn in the meantime." in text_of(response)
    assert not SkillAssessment.objects.exists()


def test_last_months_evidence_can_still_be_answered(
    alice: Student, march: MonthlyMilestone, desk: Client
) -> None:
    outcome = make_outcome(make_milestone(alice, FEBRUARY), "Git", target=70)
    with travel(date(2026, 2, 28), 22):
        piece = ask(outcome)

    desk.post(f"/mentor/evidence/{piece.pk}/verify/", {"score": "80"})

    outcome.refresh_from_db()
    assert outcome.met_by
    assert outcome.met_by.taken_on == date(2026, 2, 28)


# Unasked ---------------------------------------------------------------------------------------------


def test_an_outcome_is_scored_without_an_ask(
    alice: Student, march: MonthlyMilestone, desk: Client
) -> None:
    outcome = make_outcome(march, "SQL", target=70)

    bad = desk.post(f"/mentor/outcomes/{outcome.pk}/score/", {"score": "700"})
    assert bad.status_code == 422
    desk.post(f"/mentor/outcomes/{outcome.pk}/score/", {"score": "70", "taken_on": "2026-03-05"})

    outcome.refresh_from_db()
    assert outcome.met_by
    assert outcome.met_by.taken_on == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("evaluation", "typed", "kind"),
    [
        (EvaluationType.MENTOR_REVIEW, {"score": "4"}, EvidenceType.MENTOR_RATING),
        (EvaluationType.AUTO_ASSESSMENT, {"score": "60"}, EvidenceType.ASSESSMENT_SCORE),
        (
            EvaluationType.EMPLOYER_REVIEW,
            {"score": "3", "note": "No employer sees it."},
            EvidenceType.EMPLOYER_FEEDBACK,
        ),
    ],
)
def test_a_project_is_evaluated_by_its_own_type(
    march: MonthlyMilestone,
    desk: Client,
    evaluation: EvaluationType,
    typed: dict[str, str],
    kind: EvidenceType,
) -> None:
    project = make_project(march, evaluation_type=evaluation)

    desk.post(f"/mentor/projects/{project.pk}/evaluate/", typed)

    project.refresh_from_db()
    assert project.met
    assert project.evidence.get().evidence_type == kind


def test_an_employers_evaluation_by_the_mentor_says_why(
    march: MonthlyMilestone, desk: Client
) -> None:
    project = make_project(march, evaluation_type=EvaluationType.EMPLOYER_REVIEW)

    response = desk.post(f"/mentor/projects/{project.pk}/evaluate/", {"score": "3"})

    assert response.status_code == 422
    assert "Say in the note why you evaluate it." in text_of(response)


def test_an_interview_is_recorded_without_an_ask(march: MonthlyMilestone, desk: Client) -> None:
    checkpoint = make_checkpoint(march, CheckpointType.HR)

    desk.post(
        f"/mentor/checkpoints/{checkpoint.pk}/record/",
        {"result": "Passed", "taken_on": "2026-03-09", "confidence": "5"},
    )

    checkpoint.refresh_from_db()
    assert checkpoint.met
    assert (checkpoint.taken_on, checkpoint.actual_confidence_level) == (date(2026, 3, 9), 5)
    again = desk.post(f"/mentor/checkpoints/{checkpoint.pk}/record/", {"result": "NotYet"})
    assert again.status_code == 409
    assert "This interview is passed already." in text_of(again)


# Deciding a month ------------------------------------------------------------------------------------


def test_achieved_without_proof_is_refused_naming_what_is_missing(
    alice: Student, march: MonthlyMilestone, desk: Client
) -> None:
    make_outcome(march, "SQL")
    make_project(march, "Orders service")

    response = desk.post(
        f"/mentor/milestones/{march.pk}/review/",
        {"status": "Achieved", "feedback": "Good structure."},
    )

    assert response.status_code == 422
    assert "Missing: SQL, Orders service." in text_of(response)
    assert "Good structure." in response.content.decode()
    march.refresh_from_db()
    assert march.status == MilestoneStatus.IN_PROGRESS


def test_with_a_reason_the_mentor_decides_otherwise_and_it_is_logged(
    alice: Student, bob: User, march: MonthlyMilestone, desk: Client
) -> None:
    make_outcome(march, "SQL")

    response = desk.post(
        f"/mentor/milestones/{march.pk}/review/",
        {"status": "Achieved", "override_reason": "Shown live."},
        follow=True,
    )

    assert "March 2026: Achieved." in text_of(response)
    logged = AuditEntry.objects.get(student=alice, layer="review")
    assert (logged.actor, logged.reason) == (bob, "Shown live.")


def test_the_proposal_is_preselected(bob: User, march: MonthlyMilestone, desk: Client) -> None:
    outcome = make_outcome(march, "SQL", target=70)
    chosen = 'value="{}" {}id="review-{}-status_{}" checked'
    alone = desk.get(f"/mentor/milestones/{march.pk}/review/")
    assert "Proposed: Partially achieved. Not proven: SQL." in text_of(alone)
    assert chosen.format("PartiallyAchieved", "required ", march.pk, 1) in alone.content.decode()

    score(outcome, 70, by=bob)

    alone = desk.get(f"/mentor/milestones/{march.pk}/review/")
    assert "Proposed: Achieved." in text_of(alone)
    assert chosen.format("Achieved", "required ", march.pk, 0) in alone.content.decode()


def test_a_decided_month_can_be_decided_again(
    alice: Student, bob: User, march: MonthlyMilestone, desk: Client
) -> None:
    make_outcome(march, "SQL")
    url = f"/mentor/milestones/{march.pk}/review/"
    desk.post(url, {"status": "PartiallyAchieved", "feedback": "First."})
    assert "First." in text_of(desk.get(page_of(alice)))

    desk.post(url, {"status": "PartiallyAchieved", "feedback": "Second."})

    assert "Second." in text_of(desk.get(page_of(alice)))


# Save and next ---------------------------------------------------------------------------------------


def test_save_and_next_leads_through_the_queue_in_its_order(bob: User, desk: Client) -> None:
    pieces = {}
    for name, day in {"Ann": 3, "Ben": 5, "Cleo": 8}.items():
        with travel(MARCH, 0):
            outcome = make_outcome(make_milestone(make_student(name=name, mentor=bob)), name)
        with travel(date(2026, 3, day)):
            pieces[name] = ask(outcome)

    def save(name: str) -> Any:
        typed = {"score": "50", "next": "1"}
        return desk.post(f"/mentor/evidence/{pieces[name].pk}/verify/", typed)

    def student_named(name: str) -> str:
        return page_of(Student.objects.get(user__name=name))

    assert save("Ben")["Location"] == student_named("Cleo")
    assert save("Cleo")["Location"] == student_named("Ann")  # round to the first again
    assert save("Ann")["Location"] == "/mentor/"
    assert "Nobody else waits for you." in text_of(desk.get("/mentor/"))


def test_next_passes_over_a_student_who_still_waits_oneself(bob: User, desk: Client) -> None:
    with travel(MARCH, 0):
        ann, ben = (make_student(name=name, mentor=bob) for name in ("Ann", "Ben"))
        anns = make_milestone(ann)
        first, second = make_outcome(anns, "SQL"), make_outcome(anns, "Git")
        other = make_outcome(make_milestone(ben), "CSS")
    with travel(date(2026, 3, 3)):
        piece = ask(first)
        ask(second)
    ask(other)

    response = desk.post(f"/mentor/evidence/{piece.pk}/return/", {"reason": "More.", "next": "1"})

    assert response["Location"] == page_of(ben)


# What it costs, who may ------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 6])
@pytest.mark.parametrize(
    ("query", "cost"), [("", 11), ("?month=2026-03", 11), ("?show=record", 12)]
)
def test_it_costs_the_same_however_much_there_is(
    alice: Student, bob: User, desk: Client, query: str, cost: int, size: int
) -> None:
    role = make_job_role()
    skills = [make_skill(f"Skill {number} of the role") for number in range(5 * size)]
    for skill in skills:
        make_requirement(role, skill)
    alice.target_job_role = role
    alice.save()
    for month in (FEBRUARY, date(2025, 10, 1), date(2025, 9, 1))[: size // 2]:
        make_outcome(
            make_milestone(alice, month, trace={"left_out": [skills[0].pk]}), f"Git {month}"
        )
    services.set_constraint(student=alice, month=MARCH, by=bob, note="Exams.", include=skills)
    services.set_constraint(student=alice, month=APRIL, by=bob, note="Exams.", include=skills)
    old = make_milestone(alice, date(2025, 1, 1))
    services.review_milestone(
        milestone=old, by=bob, status=MilestoneStatus.PARTIALLY_ACHIEVED, override_reason="Weak."
    )
    with travel(MARCH, 0):
        march = make_milestone(alice, trace={"left_out": [skills[0].pk]})
    for number in range(size):
        ask(make_outcome(march, f"SQL {number}"))
        make_project(march, f"Project {number}")
    make_checkpoint(march, skills=skills)

    with queries() as ran:
        assert desk.get(page_of(alice, query)).status_code == 200

    assert len(ran) == cost


@pytest.mark.parametrize("persona", ["alice", "erin", "grace", "heidi", "ivan"])
@pytest.mark.parametrize(
    ("method", "place"),
    [
        ("get", "/mentor/students/{student}/"),
        ("get", "/mentor/students/{student}/constraint/"),
        ("post", "/mentor/evidence/{evidence}/verify/"),
        ("post", "/mentor/evidence/{evidence}/return/"),
        ("post", "/mentor/outcomes/{outcome}/score/"),
        ("post", "/mentor/projects/{project}/evaluate/"),
        ("post", "/mentor/checkpoints/{checkpoint}/record/"),
        ("get", "/mentor/milestones/{milestone}/review/"),
        ("post", "/mentor/milestones/{milestone}/review/"),
        ("post", "/mentor/milestones/{milestone}/regenerate/"),
    ],
)
def test_only_mentors_get_in_and_only_to_their_own(
    alice: Student,
    march: MonthlyMilestone,
    browser_of: Browser,
    request: pytest.FixtureRequest,
    dora: User,
    persona: str,
    method: str,
    place: str,
) -> None:
    outcome, project = make_outcome(march, "SQL"), make_project(march)
    checkpoint = make_checkpoint(march)
    url = place.format(
        student=alice.pk,
        milestone=march.pk,
        evidence=ask(outcome).pk,
        outcome=outcome.pk,
        project=project.pk,
        checkpoint=checkpoint.pk,
    )
    typed = {"score": "5", "result": "Passed", "reason": "x", "status": "PartiallyAchieved"}

    def statuses(person: User | Student) -> set[int]:
        client = browser_of(person)
        if method == "get":
            return {client.get(url).status_code}
        return {client.post(url, sent).status_code for sent in (typed, {})}

    assert statuses(request.getfixturevalue(persona)) == {403}
    assert statuses(dora) == {404}
    march.refresh_from_db()
    assert march.status == MilestoneStatus.IN_PROGRESS
    assert not any(item.met for item in march.items())


@pytest.mark.parametrize(
    "place",
    [
        "evidence/1/verify/",
        "evidence/1/return/",
        "outcomes/1/score/",
        "projects/1/evaluate/",
        "checkpoints/1/record/",
        "milestones/1/regenerate/",
        "constraints/1/remove/",
    ],
)
def test_answers_are_posted_never_got(desk: Client, place: str) -> None:
    assert desk.get(f"/mentor/{place}").status_code == 405
