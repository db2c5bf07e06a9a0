"""Whose move is it? Both columns' rules, worked out by hand."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from milestones import services
from milestones.generation.run import NO_MILESTONE, NO_REQUIREMENTS
from milestones.generation.vocabulary import EvidenceType, MilestoneStatus
from milestones.models import (
    GenerationRun,
    GenerationRunEntry,
    MilestoneProject,
    MonthlyMilestone,
    RunResult,
)
from milestones.selectors.queue import Row, queue_of
from tests.make import make_cohort, make_job_role, make_student
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
from tfl.accounts.models import Student, User

HOME = "/mentor/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with travel(date(2026, 3, 10)) as traveller:
        yield traveller


@pytest.fixture
def alice(bob: User) -> Student:
    return make_student(
        "alice@example.org", name="Alice", mentor=bob, job_role=make_job_role("Backend Developer")
    )


def move_of(student: Student) -> Row:
    assert student.mentor
    [row] = [row for row in queue_of(student.mentor).rows if row.student == student]
    return row


def make_march(student: Student) -> MonthlyMilestone:
    """Generated in time, as most are."""
    with travel(MARCH, 0):
        return make_milestone(student)


def make_entry(student: Student, result: RunResult, reason: str = "") -> None:
    GenerationRunEntry.objects.create(
        run=GenerationRun.objects.create(month=MARCH, student_ids=[student.pk]),
        student=student,
        job_role=student.target_job_role,
        result=result,
        reason=reason,
    )


# Yours -----------------------------------------------------------------------------------------------


def test_what_waits_is_the_mentors_and_leads_to_the_item(alice: Student) -> None:
    outcome = make_outcome(make_march(alice), "SQL")
    with travel(date(2026, 3, 6)):
        ask(outcome)

    row = move_of(alice)

    assert row.yours
    assert row.sentence == "Answer SQL."
    assert row.since == date(2026, 3, 6)
    assert row.url == f"/mentor/students/{alice.pk}/?month=2026-03#outcome-{outcome.pk}"


def test_of_several_the_oldest_is_named_and_the_rest_counted(alice: Student) -> None:
    march = make_march(alice)
    project, checkpoint = make_project(march, "Orders service"), make_checkpoint(march)
    with travel(date(2026, 3, 6)):
        ask(checkpoint)
    ask(project, link="https://example.com/orders")

    assert move_of(alice).sentence == "Answer Technical interview and 1 more."


def test_a_month_over_and_undecided_is_the_mentors_since_the_day_after(alice: Student) -> None:
    make_outcome(make_milestone(alice, FEBRUARY), "SQL")
    make_outcome(make_march(alice), "Git")

    row = move_of(alice)

    assert (row.yours, row.since) == (True, date(2026, 3, 1))
    assert row.sentence == "February is over: decide it."
    assert row.url.endswith("?month=2026-02#review")


def test_all_proven_and_undecided_is_the_mentors_since_the_last_answer(
    alice: Student, bob: User
) -> None:
    outcome = make_outcome(make_march(alice), "SQL", target=70)
    with travel(date(2026, 3, 4)):
        score(outcome, 70, by=bob)

    row = move_of(alice)

    assert (row.yours, row.proven, row.since) == (True, True, date(2026, 3, 4))
    assert row.sentence == "Everything for March is proven: decide it."


def test_the_older_of_two_moves_is_shown(alice: Student) -> None:
    make_outcome(make_milestone(alice, FEBRUARY), "SQL")
    with travel(date(2026, 3, 5)):
        ask(make_outcome(make_march(alice), "Git"))

    assert move_of(alice).sentence == "February is over: decide it."


def test_also_where_it_is_in_the_newer_month(alice: Student, bob: User) -> None:
    """February became fully proven on the 5th; something of March waits since the 3rd."""
    february = make_milestone(alice, FEBRUARY)
    outcome = make_outcome(february, "SQL", start=20, target=40)
    with travel(date(2026, 2, 28)):
        piece = ask(outcome)
    with travel(date(2026, 3, 3)):
        ask(make_outcome(make_march(alice), "Git"))
    with travel(date(2026, 3, 5)):
        services.verify_evidence(evidence=piece, by=bob, score=Decimal(40))

    assert move_of(alice).sentence == "Answer Git."


def test_a_month_a_late_result_would_change_asks_to_look_at_it(alice: Student) -> None:
    march = make_march(alice)
    make_outcome(march, "Git")
    assert not move_of(alice).yours

    MonthlyMilestone.objects.filter(pk=march.pk).update(outdated=True)

    assert move_of(alice).yours
    assert (
        move_of(alice).sentence
        == "A late result would change March: see whether to generate it anew."
    )


def test_once_something_is_handed_in_a_late_result_is_no_move(alice: Student, bob: User) -> None:
    february = make_milestone(alice, FEBRUARY)
    project = make_project(february)
    march = make_march(alice)
    git, sql = make_outcome(march, "Git"), make_outcome(march, "SQL")
    MonthlyMilestone.objects.filter(pk=march.pk).update(outdated=True)
    rate_on(date(2026, 2, 27), project, bob)
    decide(february, bob)
    score(git, 10, by=bob)

    assert move_of(alice).sentence == "Next: Git."
    assert sql.name not in move_of(alice).sentence


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (
            NO_MILESTONE["ready"],
            "Ready: all of Backend Developer is proven. Agree on the next job role.",
        ),
        (
            NO_MILESTONE["nothing-to-set"],
            "Your constraints leave nothing for March: change them.",
        ),
        (
            NO_REQUIREMENTS,
            "Backend Developer has no requirements yet: ask an admin to add them.",
        ),
    ],
)
def test_why_there_is_no_milestone_says_what_to_do(
    alice: Student, reason: str, sentence: str
) -> None:
    make_entry(alice, RunResult.SKIPPED, reason)

    assert move_of(alice).yours
    assert move_of(alice).sentence == sentence


def test_who_was_ready_for_one_role_is_due_again_with_the_next(alice: Student) -> None:
    make_entry(alice, RunResult.SKIPPED, NO_MILESTONE["ready"])
    alice.target_job_role = make_job_role("Data Engineer")
    alice.save()

    assert move_of(alice).sentence == "No milestone for March yet: generate it."
    assert move_of(alice).url == f"/mentor/students/{alice.pk}/"


def test_what_could_not_be_generated_can_be_tried_again(alice: Student) -> None:
    make_entry(alice, RunResult.FAILED, "KeyError: 7")

    sentence = move_of(alice).sentence

    assert sentence == "March could not be generated: try again, an admin sees why."


def test_without_a_job_role_there_is_nothing_to_generate(bob: User) -> None:
    student = make_student(mentor=bob)

    assert move_of(student).sentence == "No target job role yet: ask an admin to set one."


# Theirs ----------------------------------------------------------------------------------------------


def test_an_open_month_is_the_students_since_it_began(alice: Student, bob: User) -> None:
    march = make_march(alice)
    done, left = make_outcome(march, "Git", start=20, target=40), make_outcome(march, "SQL")
    assert move_of(alice).since == MARCH

    with travel(date(2026, 3, 4)):
        score(done, 40, by=bob)

    row = move_of(alice)
    assert (row.yours, row.sentence, row.since) == (False, "Next: SQL.", date(2026, 3, 4))
    assert row.url.endswith(f"?month=2026-03#outcome-{left.pk}")


def test_what_was_returned_comes_before_what_was_never_handed_in(alice: Student, bob: User) -> None:
    march = make_march(alice)
    make_outcome(march, "Git")
    sql = make_outcome(march, "SQL")
    piece = ask(sql)
    services.return_evidence(evidence=piece, by=bob, reason="Add the index.")

    assert move_of(alice).sentence == "Hands in SQL again."


def test_a_decided_month_waits_for_the_next(alice: Student, bob: User) -> None:
    march = make_march(alice)
    make_outcome(march, "SQL")
    decide(march, bob)

    assert move_of(alice).sentence == "March is decided; April comes next."
    assert not move_of(alice).yours


def test_who_joined_late_begins_with_the_next_month(alice: Student) -> None:
    make_outcome(make_milestone(alice, APRIL, status=MilestoneStatus.PLANNED), "SQL")

    row = move_of(alice)

    assert (row.yours, row.sentence) == (False, "Begins with April.")


# The page --------------------------------------------------------------------------------------------


def test_each_column_is_oldest_first(bob: User, browser_of: Browser) -> None:
    days = {"Ann": 8, "Ben": 3, "Cleo": 5}
    for name, day in days.items():
        student = make_student(name=name, mentor=bob)
        outcome = make_outcome(make_march(student), "SQL " + name)
        with travel(date(2026, 3, day)):
            ask(outcome)
    waiting_for_herself = make_student(name="Dot", mentor=bob)
    make_outcome(make_march(waiting_for_herself), "SQL")

    page = text_of(browser_of(bob).get(HOME))

    assert "3 students wait for you; 1 have the next move themselves." in page
    places = [page.index(name) for name in ("Ben", "Cleo", "Ann", "Dot")]
    assert places == sorted(places)


def test_a_mentor_without_students_is_told_what_to_do(bob: User, browser_of: Browser) -> None:
    response = browser_of(bob).get(HOME)

    assert "No students yet" in text_of(response)
    assert "/mentor/invite/" in response.content.decode()


def test_nothing_waits_is_said(alice: Student, bob: User, browser_of: Browser) -> None:
    make_outcome(make_march(alice), "SQL")

    assert "Nothing waits for you" in text_of(browser_of(bob).get(HOME))


def test_only_own_active_students_are_there(
    alice: Student, charlie: Student, bob: User, browser_of: Browser
) -> None:
    gone = make_student(name="Gone", mentor=bob)
    gone.user.is_active = False
    gone.user.save()

    page = text_of(browser_of(bob).get(HOME))

    assert "Alice" in page
    assert "Charlie" not in page
    assert "Gone" not in page


def test_it_can_be_narrowed_to_a_cohort_or_a_name(bob: User, browser_of: Browser) -> None:
    spring, autumn = make_cohort("Spring"), make_cohort("Autumn")
    make_student("ann@example.org", name="Ann", mentor=bob, cohort=spring)
    make_student("ben@example.org", name="Ben", mentor=bob, cohort=autumn)
    client = browser_of(bob)

    in_spring = text_of(client.get(HOME, {"cohort": spring.pk}))
    assert "Ann" in in_spring
    assert "Ben" not in in_spring
    named = text_of(client.get(HOME, {"q": " BEN@"}))
    assert "Ben" in named
    assert "Ann" not in named
    assert "Nobody found" in text_of(client.get(HOME, {"q": "zoe"}))


def test_a_cohort_of_others_is_none_of_the_choices(alice: Student, browser_of: Browser) -> None:
    other = make_cohort("Others")
    assert alice.mentor

    response = browser_of(alice.mentor).get(HOME, {"cohort": other.pk})

    assert response.status_code == 200
    assert "Others" not in text_of(response)
    assert "Alice" in text_of(response)


def test_fifty_students_are_on_a_page(bob: User, browser_of: Browser) -> None:
    for number in range(51):
        make_student(f"s{number:02}@example.org", name=f"Student {number:02}", mentor=bob)
    client = browser_of(bob)

    first, second = client.get(HOME), client.get(HOME, {"page": 2})

    assert "Student 49" in text_of(first)
    assert "Student 50" not in text_of(first)
    assert "Page 2 of 2" in text_of(second)
    assert "Student 50" in text_of(second)


@pytest.mark.parametrize("students", [1, 30])
def test_it_costs_eleven_queries_however_many_students(
    bob: User, browser_of: Browser, students: int
) -> None:
    cohort, role = make_cohort(), make_job_role()
    for number in range(students):
        student = make_student(mentor=bob, cohort=cohort, job_role=role)
        make_outcome(make_milestone(student, FEBRUARY), f"Git {number}")
        march = make_march(student)
        ask(make_outcome(march, f"SQL {number}"))
        make_project(march)
        make_checkpoint(march)
        make_student(mentor=bob, cohort=cohort, job_role=role)
    client = browser_of(bob)

    with queries() as ran:
        assert client.get(HOME).status_code == 200

    assert len(ran) == 11


@pytest.mark.parametrize("persona", ["alice", "erin", "grace", "heidi", "ivan"])
def test_it_is_for_mentors_alone(
    persona: str, browser_of: Browser, request: pytest.FixtureRequest
) -> None:
    assert browser_of(request.getfixturevalue(persona)).get(HOME).status_code == 403


def test_somebody_not_signed_in_is_sent_to_the_login(client: Client, db: None) -> None:
    assert client.get(HOME)["Location"].endswith("?next=/mentor/")


# Confirming all that is fully proven -----------------------------------------------------------------


def test_what_will_be_confirmed_is_shown_first_and_then_done(
    alice: Student, bob: User, browser_of: Browser
) -> None:
    march = make_march(alice)
    score(make_outcome(march, "SQL", target=60), 60, by=bob)
    ben = make_student(name="Ben", mentor=bob)
    make_outcome(make_march(ben), "Git")
    client = browser_of(bob)
    assert "Confirm all fully proven (1)" in text_of(client.get(HOME))

    page = text_of(client.get("/mentor/confirm/"))
    assert "Alice" in page
    assert "Ben" not in page
    march.refresh_from_db()
    assert march.status == MilestoneStatus.IN_PROGRESS

    response = client.post("/mentor/confirm/", follow=True)

    assert "1 month is achieved." in text_of(response)
    march.refresh_from_db()
    assert march.status == MilestoneStatus.ACHIEVED
    assert ben.milestones.get().status == MilestoneStatus.IN_PROGRESS


def test_with_nothing_proven_there_is_nothing_to_confirm(
    alice: Student, bob: User, browser_of: Browser
) -> None:
    make_outcome(make_march(alice), "SQL")
    client = browser_of(bob)

    assert "Confirm all" not in text_of(client.get(HOME))
    assert "Nothing to confirm" in text_of(client.get("/mentor/confirm/"))


@pytest.mark.parametrize("students", [1, 30])
def test_the_list_to_confirm_costs_ten_queries(
    bob: User, browser_of: Browser, students: int
) -> None:
    for number in range(students):
        march = make_march(make_student(mentor=bob))
        score(make_outcome(march, f"SQL {number}", target=60), 60, by=bob)
    client = browser_of(bob)

    with queries() as ran:
        client.get("/mentor/confirm/")

    assert len(ran) == 10


def decide(milestone: MonthlyMilestone, bob: User) -> None:
    services.review_milestone(
        milestone=milestone, by=bob, status=MilestoneStatus.PARTIALLY_ACHIEVED
    )


def rate_on(day: date, project: MilestoneProject, bob: User) -> None:
    """Written down today, taken on `day`."""
    services.submit_evidence(
        milestone=project.milestone,
        type=EvidenceType.MENTOR_RATING,
        by=bob,
        item=project,
        score=Decimal(2),
        taken_on=day,
    )
