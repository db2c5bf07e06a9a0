"""Asking for a generation, and what became of each student."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client

from milestones import services
from milestones.generation.run import NO_ROLE
from milestones.models import GenerationRun, GenerationRunEntry, RunResult
from tests.make import make_mentor, make_student
from tests.milestones.story import make_job_role
from tests.milestones.views.months import APRIL, MARCH, queries, text_of, travel
from tests.personas import Browser
from tfl.accounts.models import Student, User

GENERATE = "/mentor/generate/"
RUNS = "/runs/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with travel(date(2026, 3, 10)) as traveller:
        yield traveller


@pytest.fixture
def desk(bob: User, browser_of: Browser) -> Client:
    return browser_of(bob)


@pytest.fixture
def office(grace: User, browser_of: Browser) -> Client:
    """Where Grace, the admin, sits."""
    return browser_of(grace)


def make_run(
    by: User | None, *results: RunResult, waiting: int = 0, finished: bool = True
) -> GenerationRun:
    """A run with one entry per result, and `waiting` students still to come."""
    mentor = by or make_mentor()
    students = [make_student(mentor=mentor) for _ in range(len(results) + waiting)]
    run = GenerationRun.objects.create(
        month=MARCH, asked_by=by, student_ids=[student.pk for student in students]
    )
    for student, result in zip(students, results, strict=False):
        reason = {RunResult.SKIPPED: NO_ROLE, RunResult.FAILED: "KeyError: 7"}.get(result, "")
        GenerationRunEntry.objects.create(run=run, student=student, result=result, reason=reason)
    run.started_at = run.requested_at if results else None
    run.finished_at = run.requested_at if finished else None
    run.save()
    return run


# Asking ----------------------------------------------------------------------------------------------


def test_a_mentor_asks_for_all_of_their_own(
    alice: Student, charlie: Student, bob: User, desk: Client
) -> None:
    response = desk.post(GENERATE, {"month": "2026-03-01", "who": "all"})

    run = GenerationRun.objects.get()
    assert response["Location"] == f"/runs/{run.pk}/"
    assert (run.month, run.asked_by, run.student_ids) == (MARCH, bob, [alice.pk])


def test_or_for_some_of_them_and_the_coming_month(alice: Student, bob: User, desk: Client) -> None:
    ben = make_student(mentor=bob)

    desk.post(GENERATE, {"month": "2026-04-01", "who": "some", "students": [ben.pk]})

    run = GenerationRun.objects.get()
    assert (run.month, run.student_ids) == (APRIL, [ben.pk])


def test_a_mentor_who_is_an_admin_too_still_asks_for_their_own(
    alice: Student, charlie: Student, bob: User, desk: Client
) -> None:
    bob.role_grants.create(role="admin")

    desk.post(GENERATE, {"month": "2026-03-01", "who": "all"})

    assert GenerationRun.objects.get().student_ids == [alice.pk]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"month": "2026-05-01"}, "2026-05-01 is not one of the available choices."),
        ({"month": ""}, "This field is required."),
        ({"who": "some"}, "Choose at least one student."),
        ({"who": "some", "students": ["0"]}, "0 is not one of the available choices."),
    ],
)
def test_what_cannot_be_generated_is_said(
    alice: Student, desk: Client, typed: dict[str, object], said: str
) -> None:
    response = desk.post(GENERATE, {"month": "2026-03-01", "who": "all"} | typed)

    assert response.status_code == 422
    assert said in text_of(response)
    assert not GenerationRun.objects.exists()


def test_anothers_student_cannot_be_chosen(alice: Student, charlie: Student, desk: Client) -> None:
    typed = {"month": "2026-03-01", "who": "some", "students": [alice.pk, charlie.pk]}

    assert desk.post(GENERATE, typed).status_code == 422
    assert not GenerationRun.objects.exists()


def test_a_link_can_name_the_student(alice: Student, bob: User, desk: Client) -> None:
    make_student(mentor=bob, name="Zoe")

    html = desk.get(f"{GENERATE}?student={alice.pk}").content.decode()

    assert html.count("checked") == 3  # the month, “Only those chosen below”, Alice
    assert f'value="{alice.pk}" id="id-students_0" checked' in html


def test_students_are_offered_by_name(alice: Student, bob: User, desk: Client) -> None:
    make_student(mentor=bob, name="Zoe")
    make_student(mentor=bob, name="Aaron")

    page = text_of(desk.get(GENERATE))

    assert page.index("Aaron") < page.index("Alice") < page.index("Zoe")


def test_without_students_there_is_nothing_to_generate(desk: Client) -> None:
    assert "No students yet" in text_of(desk.get(GENERATE))


def test_an_admin_asks_for_everybody(alice: Student, charlie: Student, office: Client) -> None:
    response = office.post(RUNS, {"month": "2026-04-01"})

    run = GenerationRun.objects.get()
    assert response["Location"] == f"/runs/{run.pk}/"
    assert run.student_ids == sorted([alice.pk, charlie.pk])
    assert office.post(RUNS, {"month": "2026-02-01"}).status_code == 422


def test_what_was_asked_for_is_done_by_the_worker(alice: Student, desk: Client) -> None:
    alice.target_job_role = make_job_role()
    alice.save()
    url = desk.post(GENERATE, {"month": "2026-03-01", "who": "all"})["Location"]
    assert "It starts in the background within a few minutes." in text_of(desk.get(url))

    services.execute_runs()

    page = text_of(desk.get(url))
    assert "Finished" in page
    assert "Students 1 Created 1" in page
    assert "Everybody has a milestone." in page


# The list --------------------------------------------------------------------------------------------


def test_the_list_accounts_for_everybody(office: Client) -> None:
    created, existed, skipped = RunResult.CREATED, RunResult.EXISTED, RunResult.SKIPPED
    make_run(
        make_mentor(name="Mona"),
        created,
        created,
        created,
        existed,
        existed,
        skipped,
        RunResult.FAILED,
        waiting=4,
        finished=False,
    )

    page = text_of(office.get(RUNS))

    assert "March 2026 Mona 11 3 2 1 1 4" in page


def test_nobody_asked_for_what_the_schedule_began(office: Client) -> None:
    make_run(None, RunResult.CREATED)

    assert "the schedule 1 1 0 0 0 0" in text_of(office.get(RUNS))


def test_an_empty_list_says_when_it_fills(office: Client) -> None:
    assert "No runs yet" in text_of(office.get(RUNS))


@pytest.mark.parametrize("runs", [1, 30])
def test_the_list_costs_six_queries(office: Client, runs: int) -> None:
    for _ in range(runs):
        make_run(make_mentor(), RunResult.CREATED, RunResult.SKIPPED)

    with queries() as ran:
        office.get(RUNS)

    assert len(ran) == 6


def test_thirty_runs_are_on_a_page(office: Client) -> None:
    for _ in range(31):
        make_run(None)

    assert "Page 1 of 2" in text_of(office.get(RUNS))


@pytest.mark.parametrize("persona", ["alice", "bob", "erin", "heidi", "ivan"])
def test_the_list_is_for_admins_alone(
    persona: str, browser_of: Browser, request: pytest.FixtureRequest
) -> None:
    client = browser_of(request.getfixturevalue(persona))

    assert client.get(RUNS).status_code == 403
    assert client.post(RUNS, {"month": "2026-03-01"}).status_code == 403


# One run ---------------------------------------------------------------------------------------------


def test_a_run_says_who_got_no_milestone_and_why(bob: User, office: Client, desk: Client) -> None:
    run = make_run(bob, RunResult.CREATED, RunResult.SKIPPED, RunResult.FAILED)

    to_admin, to_mentor = (
        text_of(office.get(f"/runs/{run.pk}/")),
        text_of(desk.get(f"/runs/{run.pk}/")),
    )

    assert "Skipped · No target job role is set." in to_admin
    assert "Failed · KeyError: 7" in to_admin
    assert "Skipped · No target job role is set." in to_mentor
    assert "Failed · It could not be generated. An admin sees why." in to_mentor


def test_a_student_assigned_to_another_since_is_not_named(
    bob: User, dora: User, desk: Client
) -> None:
    run = make_run(bob, RunResult.SKIPPED)
    student = run.entries.get().student
    student.mentor = dora
    student.save()

    page = text_of(desk.get(f"/runs/{run.pk}/"))

    assert student.user.email not in page
    assert "Skipped 1" in page


def test_while_it_runs_it_asks_again_and_then_stops(bob: User, desk: Client) -> None:
    run = make_run(bob, RunResult.CREATED, waiting=1, finished=False)
    url = f"/runs/{run.pk}/"

    page = desk.get(url).content.decode()
    fragment = desk.get(url, headers={"HX-Request": "true"}).content.decode()
    assert 'hx-trigger="every 2s"' in page
    assert f'<a class="button small" href="{url}">Reload</a>' in page
    assert "1 of 2 students done." in fragment
    assert "<html" not in fragment
    assert 'hx-trigger="every 2s"' in fragment

    run.finished_at = run.requested_at
    run.save()

    done = desk.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in done
    assert "Reload" not in done


@pytest.mark.parametrize("entries", [1, 30])
def test_a_run_costs_seven_queries_and_its_fragment_six(
    bob: User, desk: Client, entries: int
) -> None:
    run = make_run(bob, *[RunResult.SKIPPED] * entries)

    with queries() as page:
        desk.get(f"/runs/{run.pk}/")
    with queries() as fragment:
        desk.get(f"/runs/{run.pk}/", headers={"HX-Request": "true"})

    assert (len(page), len(fragment)) == (7, 6)


def test_anothers_run_is_not_there(bob: User, dora: User, browser_of: Browser) -> None:
    run = make_run(bob, RunResult.CREATED)

    assert browser_of(dora).get(f"/runs/{run.pk}/").status_code == 404


@pytest.mark.parametrize("persona", ["alice", "erin", "heidi", "ivan"])
def test_a_run_is_for_mentors_and_admins(
    persona: str, bob: User, browser_of: Browser, request: pytest.FixtureRequest
) -> None:
    run = make_run(bob, RunResult.CREATED)
    client = browser_of(request.getfixturevalue(persona))

    assert client.get(f"/runs/{run.pk}/").status_code == 403
    assert client.get(GENERATE).status_code == 403
