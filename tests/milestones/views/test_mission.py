from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from milestones import services
from milestones.generation.run import NO_MILESTONE, NO_REQUIREMENTS
from milestones.generation.vocabulary import CheckpointResult, CheckpointType, MilestoneStatus
from milestones.models import GenerationRun, GenerationRunEntry, RunResult
from tests.make import make_consent, make_job_role, make_skill
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
    rate,
    score,
    text_of,
    timeline_of,
    travel,
)
from tests.personas import Browser
from tfl.accounts.models import Role, Student, User
from tfl.accounts.services import offer_consent, withdraw_consent

MISSION = "/mission/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with travel(date(2026, 3, 10)) as traveller:
        yield traveller


def make_entry(student: Student, reason: str, *, month: date = MARCH) -> GenerationRunEntry:
    run = GenerationRun.objects.create(month=month, student_ids=[student.pk])
    return GenerationRunEntry.objects.create(
        run=run,
        student=student,
        job_role=student.target_job_role,
        result=RunResult.SKIPPED,
        reason=reason,
    )


def give_role(student: Student, name: str = "Backend Developer") -> None:
    student.target_job_role = make_job_role(name)
    student.save()


# Who gets there --------------------------------------------------------------------------------------


def test_somebody_not_signed_in_is_sent_to_the_login_and_back(client: Client, db: None) -> None:
    response = client.get(MISSION)

    assert response.status_code == 302
    assert response["Location"] == f"{reverse('account_login')}?next=/mission/"


@pytest.mark.parametrize("persona", ["bob", "erin", "grace", "heidi", "ivan"])
def test_it_is_for_students_alone(
    persona: str, browser_of: Browser, request: pytest.FixtureRequest
) -> None:
    client = browser_of(request.getfixturevalue(persona))

    assert client.get(MISSION).status_code == 403


def test_it_is_read_not_posted_to(alice: Student, browser_of: Browser) -> None:
    assert browser_of(alice).post(MISSION).status_code == 405


# Situations ------------------------------------------------------------------------------------------


def test_a_running_month_says_what_to_prove_by_when_and_how_far_it_is(
    alice: Student, bob: User, browser_of: Browser
) -> None:
    milestone = make_milestone(alice)
    proven = make_outcome(milestone, "Git", start=20, target=40)
    make_outcome(milestone, "SQL", start=50, target=70)
    make_project(milestone, "Orders service")
    make_checkpoint(milestone)
    score(proven, 45, by=bob)

    page = text_of(browser_of(alice).get(MISSION))

    assert "March Milestone: Prove SQL" in page
    assert "Skill consolidation" in page
    assert "21 days left" in page  # from the 10th to the 31st
    assert "In progress" in page
    assert "Intermediate" in page
    assert "Backend Developer stands on SQL" in page
    assert "1 of 4 proven" in page
    assert "Next: SQL" in page


def test_on_its_last_day_a_month_says_so(
    alice: Student, browser_of: Browser, clock: time_machine.Traveller
) -> None:
    make_outcome(make_milestone(alice))
    clock.move_to(datetime(2026, 3, 31, 9, tzinfo=UTC))

    assert "today is the last day" in text_of(browser_of(alice).get(MISSION))


def test_a_coming_month_alone_is_shown_at_once_with_its_start_and_asks_for_nothing(
    alice: Student, browser_of: Browser
) -> None:
    milestone = make_milestone(alice, APRIL, status=MilestoneStatus.PLANNED)
    make_outcome(milestone)

    response = browser_of(alice).get(MISSION)

    assert "It starts on April 1, 2026." in text_of(response)
    assert "April Milestone" in text_of(response)
    assert "/ask/" not in response.content.decode()


def test_a_planned_month_whose_first_day_has_come_is_running(
    alice: Student, browser_of: Browser
) -> None:
    milestone = make_milestone(alice, status=MilestoneStatus.PLANNED)
    outcome = make_outcome(milestone)

    response = browser_of(alice).get(MISSION)

    assert reverse("ask_for_review", args=[milestone.pk, "outcome", outcome.pk]) in (
        response.content.decode()
    )
    assert "In progress" in text_of(response)


def test_a_coming_month_beside_the_running_one_is_linked(
    alice: Student, browser_of: Browser
) -> None:
    make_outcome(make_milestone(alice))
    coming = make_milestone(alice, APRIL, status=MilestoneStatus.PLANNED)

    response = browser_of(alice).get(MISSION)

    assert "Already there: April" in text_of(response)
    assert f'href="/milestones/{coming.pk}/"' in response.content.decode()


def test_last_month_waiting_for_the_mentor_is_said_and_linked(
    alice: Student, browser_of: Browser, clock: time_machine.Traveller
) -> None:
    clock.move_to(datetime(2026, 2, 27, 9, tzinfo=UTC))
    february = make_milestone(alice, FEBRUARY)
    ask(make_outcome(february))
    clock.move_to(datetime(2026, 3, 10, 9, tzinfo=UTC))
    make_outcome(make_milestone(alice), "Git")

    response = browser_of(alice).get(MISSION)

    assert "February 2026 waits for your mentor’s decision." in text_of(response)
    assert "Something you handed in is still to be answered." in text_of(response)
    assert f'href="/milestones/{february.pk}/"' in response.content.decode()


def test_a_decided_last_month_waits_for_nobody(alice: Student, browser_of: Browser) -> None:
    make_milestone(alice, FEBRUARY, status=MilestoneStatus.ACHIEVED)
    make_outcome(make_milestone(alice))

    page = text_of(browser_of(alice).get(MISSION))

    assert "waits for your mentor’s decision" not in page
    assert "February Milestone" in page  # in the list of earlier months


def test_somebody_ready_reads_what_that_means_and_who_is_asked(
    alice: Student, browser_of: Browser
) -> None:
    give_role(alice)
    make_entry(alice, NO_MILESTONE["ready"])

    page = text_of(browser_of(alice).get(MISSION))

    assert "You are ready." in page
    assert "Nothing is left to prove for Backend Developer (Entry)" in page
    assert "Your mentor is asked for your next job role." in page


def test_ready_for_a_role_before_is_not_ready_for_the_next_one(
    alice: Student, browser_of: Browser
) -> None:
    give_role(alice)
    make_entry(alice, NO_MILESTONE["ready"])
    give_role(alice, "Data Engineer")

    page = text_of(browser_of(alice).get(MISSION))

    assert "You are ready." not in page
    assert "Your milestone for March 2026 is on its way" in page


def test_ready_in_another_month_says_nothing_about_this_one(
    alice: Student, browser_of: Browser
) -> None:
    give_role(alice)
    make_entry(alice, NO_MILESTONE["ready"], month=FEBRUARY)

    assert "You are ready." not in text_of(browser_of(alice).get(MISSION))


def test_without_a_job_role_the_page_says_who_chooses_it(
    alice: Student, browser_of: Browser
) -> None:
    page = text_of(browser_of(alice).get(MISSION))

    assert "No job role yet" in page
    assert "Your mentor or an admin chooses with you" in page


def test_without_a_milestone_yet_the_page_says_when_it_comes(
    alice: Student, browser_of: Browser
) -> None:
    give_role(alice)

    page = text_of(browser_of(alice).get(MISSION))

    assert "Your milestone for March 2026 is on its way" in page
    assert "tomorrow at the latest" in page


def test_who_joined_from_the_16th_on_waits_for_next_months(
    alice: Student, browser_of: Browser, clock: time_machine.Traveller
) -> None:
    give_role(alice)
    alice.joined_on = date(2026, 3, 16)
    alice.save()
    clock.move_to(datetime(2026, 3, 17, 9, tzinfo=UTC))

    assert "Your milestone for April 2026 is on its way" in text_of(browser_of(alice).get(MISSION))


def test_a_month_without_a_milestone_says_why(alice: Student, browser_of: Browser) -> None:
    give_role(alice)
    make_entry(alice, NO_REQUIREMENTS)

    page = text_of(browser_of(alice).get(MISSION))

    assert "No milestone this month" in page
    assert "The job role has no requirements yet." in page


def test_what_broke_while_generating_stays_inside(alice: Student, browser_of: Browser) -> None:
    give_role(alice)
    entry = make_entry(alice, "KeyError: 'canary'")
    entry.result = RunResult.FAILED
    entry.save()

    page = text_of(browser_of(alice).get(MISSION))

    assert "canary" not in page
    assert "is on its way" in page


def test_a_decided_month_is_closed_and_shows_the_decision(
    alice: Student, bob: User, browser_of: Browser
) -> None:
    milestone = make_milestone(alice)
    score(make_outcome(milestone), 75, by=bob)
    make_outcome(milestone, "Git")
    services.review_milestone(
        milestone=milestone,
        by=bob,
        status=MilestoneStatus.ACHIEVED,
        feedback="Good queries.",
        override_reason="Git was shown in person.",
    )

    response = browser_of(alice).get(MISSION)

    page = text_of(response)
    assert "Your mentor has decided this month" in page
    assert "Achieved" in page
    assert "Good queries." in page
    assert "Git was shown in person." in page
    assert "/ask/" not in response.content.decode()


# The checklist ---------------------------------------------------------------------------------------


def test_what_is_open_can_be_asked_for_review_in_place(alice: Student, browser_of: Browser) -> None:
    milestone = make_milestone(alice)
    outcome = make_outcome(milestone)

    response = browser_of(alice).get(MISSION)

    page = response.content.decode()
    assert f'action="/milestones/{milestone.pk}/ask/outcome/{outcome.pk}/"' in page
    assert f'id="outcome-{outcome.pk}-reference"' in page
    assert "A verified score of 70 or more; you start at 50." in text_of(response)


def test_what_waits_can_be_withdrawn_and_after_three_days_reminded_once(
    alice: Student, browser_of: Browser, clock: time_machine.Traveller
) -> None:
    milestone = make_milestone(alice)
    piece = ask(make_outcome(milestone), link="https://example.org/sql", sure=4)
    client = browser_of(alice)

    fresh = client.get(MISSION).content.decode()
    clock.move_to(datetime(2026, 3, 13, 9, tzinfo=UTC))
    old = client.get(MISSION)
    services.remind_mentor(evidence=piece, by=alice.user)
    reminded = client.get(MISSION)

    withdraw, remind = f"/evidence/{piece.pk}/withdraw/", f"/evidence/{piece.pk}/remind/"
    assert withdraw in fresh
    assert remind not in fresh
    assert "/ask/" not in fresh
    assert "Waiting since March 10, 2026 (just now)." in fresh
    assert remind in old.content.decode()
    assert "Waiting since March 10, 2026 (3 days ago)." in text_of(old)
    assert remind not in reminded.content.decode()
    assert "Reminded on March 13, 2026." in text_of(reminded)


def test_what_was_returned_says_why_and_can_be_asked_again(
    alice: Student, bob: User, browser_of: Browser
) -> None:
    milestone = make_milestone(alice)
    piece = ask(make_project(milestone), link="https://example.org/orders", note="Look at main.py")
    services.return_evidence(evidence=piece, by=bob, reason="The link asks for a password.")

    response = browser_of(alice).get(MISSION)

    page = text_of(response)
    assert "To do before you ask again: The link asks for a password." in page
    assert "Returned by Bob: The link asks for a password." in page
    assert "Look at main.py" in page
    assert "Ask for review again" in page
    assert 'href="https://example.org/orders"' in response.content.decode()


def test_a_score_under_the_target_stands_there_with_what_the_mentor_said(
    alice: Student, bob: User, browser_of: Browser
) -> None:
    milestone = make_milestone(alice)
    outcome = make_outcome(milestone)
    ask(outcome)
    score(outcome, 58, by=bob, note="Joins are still shaky.")

    response = browser_of(alice).get(MISSION)

    page = text_of(response)
    assert "58 of 70" in page
    assert "Assessment score: 58 of 100" in page
    assert "Joins are still shaky." in page
    assert f"/ask/outcome/{outcome.pk}/" in response.content.decode()


def test_what_reaches_its_bar_is_ticked_and_nothing_else(
    alice: Student, bob: User, browser_of: Browser
) -> None:
    milestone = make_milestone(alice)
    outcome, project = make_outcome(milestone, target=70), make_project(milestone)
    ask(outcome)
    score(outcome, 69, by=bob)
    score(outcome, 70, by=bob)
    rate(project, 2, by=bob)
    rate(project, 3, by=bob)

    assert timeline_of(browser_of(alice).get(MISSION)) == [
        ("", "Asked for review"),
        ("", "Assessment score: 69 of 100 · Bob"),
        ("good", "Assessment score: 70 of 100 · Bob"),
        ("", "Mentor rating: 2 of 5 · Bob"),
        ("good", "Mentor rating: 3 of 5 · Bob"),
    ]


def test_a_first_assessment_is_ticked_whatever_it_is(
    alice: Student, bob: User, browser_of: Browser
) -> None:
    outcome = make_outcome(make_milestone(alice), start=None, target=None)
    score(outcome, 0, by=bob)

    assert timeline_of(browser_of(alice).get(MISSION)) == [
        ("good", "Assessment score: 0 of 100 · Bob")
    ]


def test_an_interview_says_how_it_went_and_is_ticked_once_passed(
    alice: Student, bob: User, browser_of: Browser
) -> None:
    checkpoint = make_checkpoint(make_milestone(alice))
    ask(checkpoint)
    client = browser_of(alice)

    record = services.record_checkpoint
    record(checkpoint=checkpoint, result=CheckpointResult.BORDERLINE, by=bob)
    borderline = timeline_of(client.get(MISSION))
    record(checkpoint=checkpoint, result=CheckpointResult.PASSED, by=bob)
    passed = timeline_of(client.get(MISSION))

    assert borderline == [("", "Asked for review"), ("", "Interview: Borderline · Bob")]
    assert passed == [
        ("", "Asked for review"),
        ("", "Interview recorded · Bob"),
        ("good", "Interview: Passed · Bob"),
    ]


def test_what_is_proven_says_what_it_unlocked_where_an_employer_can_see_it(
    alice: Student, bob: User, browser_of: Browser
) -> None:
    milestone = make_milestone(alice)
    outcome = make_outcome(milestone)
    project = make_project(milestone)
    score(outcome, 70, by=bob)
    client = browser_of(alice)

    alone = text_of(client.get(MISSION))
    make_consent(alice)
    response = client.get(MISSION)

    assert "what employers can see." not in alone
    assert "SQL is now part of what employers can see." in text_of(response)
    assert "Next: Orders service" in text_of(response)
    assert f"/ask/outcome/{outcome.pk}/" not in response.content.decode()
    assert f"/ask/project/{project.pk}/" in response.content.decode()


def test_everything_handed_in_is_the_mentors_move(alice: Student, browser_of: Browser) -> None:
    ask(make_outcome(make_milestone(alice)))

    assert "Everything is handed in. It is your mentor’s move." in text_of(
        browser_of(alice).get(MISSION)
    )


def test_everything_proven_is_said(alice: Student, bob: User, browser_of: Browser) -> None:
    score(make_outcome(make_milestone(alice)), 70, by=bob)

    page = text_of(browser_of(alice).get(MISSION))

    assert "1 of 1 proven" in page
    assert "Everything is proven." in page


def test_after_consent_is_withdrawn_nothing_is_part_of_what_employers_see(
    alice: Student, bob: User, browser_of: Browser
) -> None:
    score(make_outcome(make_milestone(alice)), 70, by=bob)
    withdraw_consent(consent=make_consent(alice), by=alice.user)

    assert "what employers can see." not in text_of(browser_of(alice).get(MISSION))


def test_what_was_withdrawn_is_gone_from_the_checklist(alice: Student, browser_of: Browser) -> None:
    outcome = make_outcome(make_milestone(alice))
    piece = ask(outcome, note="Too early")
    services.withdraw_evidence(evidence=piece, by=alice.user)

    response = browser_of(alice).get(MISSION)

    assert "Too early" not in text_of(response)
    assert f"/ask/outcome/{outcome.pk}/" in response.content.decode()


def test_the_latest_score_and_the_latest_confidence_count(
    alice: Student, bob: User, browser_of: Browser, clock: time_machine.Traveller
) -> None:
    outcome = make_outcome(make_milestone(alice))
    for day, sure, points in ((10, 5, 51), (11, 2, 57), (11, 3, 61)):
        clock.move_to(datetime(2026, 3, day, 9, tzinfo=UTC))
        ask(outcome, sure=sure)
        score(outcome, points, by=bob)

    page = text_of(browser_of(alice).get(MISSION))

    assert "Your score 61" in page
    assert "How sure you were 50" in page  # 3 is recorded as 50


def test_a_skill_without_a_start_asks_for_a_first_assessment(
    alice: Student, browser_of: Browser
) -> None:
    make_outcome(make_milestone(alice), start=None, target=None)

    assert "A first assessment: any verified score." in text_of(browser_of(alice).get(MISSION))


def test_a_carried_project_brings_the_links_of_the_months_before(
    alice: Student, browser_of: Browser, clock: time_machine.Traveller
) -> None:
    clock.move_to(datetime(2026, 2, 10, 9, tzinfo=UTC))
    first = make_project(make_milestone(alice, FEBRUARY))
    ask(first, link="https://example.org/february")
    clock.move_to(datetime(2026, 3, 10, 9, tzinfo=UTC))
    second = make_project(make_milestone(alice), carried_from=first)
    clock.move_to(datetime(2026, 4, 2, 9, tzinfo=UTC))
    make_project(make_milestone(alice, APRIL), carried_from=second)

    response = browser_of(alice).get(MISSION)

    assert "carried over from March 2026" in text_of(response)
    assert 'href="https://example.org/february"' in response.content.decode()


def test_what_is_carried_names_the_month_it_comes_from(alice: Student, browser_of: Browser) -> None:
    before = make_milestone(alice, FEBRUARY)
    sql = make_skill("SQL")
    milestone = make_milestone(alice)
    make_outcome(milestone, sql, carried_from=make_outcome(before, sql))
    make_checkpoint(
        milestone, skills=[sql], carried_from=make_checkpoint(before, skills=[sql]), attempts=2
    )

    page = text_of(browser_of(alice).get(MISSION))

    assert page.count("carried over from February 2026") == 2
    assert "A passed interview about SQL." in page
    assert "Taken 2 times" in page


def test_an_interview_says_how_it_went_and_what_it_is_about(
    alice: Student, bob: User, browser_of: Browser
) -> None:
    milestone = make_milestone(alice)
    skills = [make_skill("SQL"), make_skill("REST APIs")]
    checkpoint = make_checkpoint(milestone, skills=skills)
    make_checkpoint(milestone, CheckpointType.HR)
    services.record_checkpoint(
        checkpoint=checkpoint, result=CheckpointResult.BORDERLINE, by=bob, note="Speak slower."
    )

    page = text_of(browser_of(alice).get(MISSION))

    assert "A passed interview about SQL, REST APIs. Aim to feel 4 of 5 sure." in page
    assert "Taken once · March 10, 2026: Borderline" in page
    assert "Speak slower." in page
    assert "0 of 2 proven" in page  # two skills of one interview are one item


def test_confidence_stands_beside_the_score_of_each_focus_skill(
    alice: Student, bob: User, browser_of: Browser
) -> None:
    milestone = make_milestone(alice)
    outcome = make_outcome(milestone)
    ask(outcome, sure=5)  # 5 is recorded as 100
    score(outcome, 58, by=bob)

    page = text_of(browser_of(alice).get(MISSION))

    assert "Your score 58" in page
    assert "How sure you were 100" in page
    assert "You feel 42 points surer than your score shows yet." in page


def test_a_score_ahead_of_confidence_is_said_the_other_way_round(
    alice: Student, bob: User, browser_of: Browser
) -> None:
    outcome = make_outcome(make_milestone(alice))
    ask(outcome, sure=2)  # recorded as 25
    score(outcome, 58, by=bob)

    page = text_of(browser_of(alice).get(MISSION))

    assert "Your score is 33 points ahead of how sure you feel." in page


# Consent, the reason, the rest -----------------------------------------------------------------------


def test_the_first_verified_proof_offers_consent_until_it_is_answered(
    alice: Student, bob: User, browser_of: Browser
) -> None:
    outcome = make_outcome(make_milestone(alice))
    client = browser_of(alice)
    offer = "Show employers what you proved?"

    before = text_of(client.get(MISSION))
    score(outcome, 70, by=bob)
    offered = text_of(client.get(MISSION))
    client.post("/consent/", {"decline": "1"})
    answered = text_of(client.get(MISSION))

    assert offer not in before
    assert offer in offered
    assert offer not in answered


def test_consent_given_or_withdrawn_is_an_answer(alice: Student, browser_of: Browser) -> None:
    make_outcome(make_milestone(alice))
    offer_consent(student=alice)
    consent = make_consent(alice)
    consent.withdrawn_at = datetime(2026, 3, 9, tzinfo=UTC)
    consent.save()

    assert "Show employers what you proved?" not in text_of(browser_of(alice).get(MISSION))


def test_why_this_milestone_is_told_in_the_students_voice(
    alice: Student, browser_of: Browser
) -> None:
    sql = make_skill("SQL")
    give_role(alice)
    make_outcome(
        make_milestone(
            alice,
            trace={"outcomes": [{"skill": sql.pk, "why": "candidate", "step": "20"}]},
        ),
        sql,
    )

    page = text_of(browser_of(alice).get(MISSION))

    assert "Why this milestone?" in page
    assert "20 points are a fair step for one month." in page


def test_nobody_reads_that_they_fail_or_are_behind(
    alice: Student, bob: User, browser_of: Browser, clock: time_machine.Traveller
) -> None:
    clock.move_to(datetime(2026, 2, 10, 9, tzinfo=UTC))
    february = make_milestone(alice, FEBRUARY)
    old = make_outcome(february)
    score(old, 10, by=bob)
    services.review_milestone(milestone=february, by=bob, status=MilestoneStatus.PARTIALLY_ACHIEVED)
    clock.move_to(datetime(2026, 3, 31, 9, tzinfo=UTC))
    milestone = make_milestone(alice, recovers=february)
    outcome = make_outcome(milestone, old.skill, carried_from=old)
    make_checkpoint(milestone)
    services.return_evidence(evidence=ask(outcome), by=bob, reason="Not yet.")

    page = text_of(browser_of(alice).get(MISSION)).lower()

    assert "fail" not in page
    assert "behind" not in page


def test_another_student_is_nowhere_on_the_page(
    alice: Student, charlie: Student, browser_of: Browser
) -> None:
    make_outcome(make_milestone(charlie, title="Canary Milestone"))
    make_outcome(make_milestone(alice))

    page = text_of(browser_of(alice).get(MISSION))

    assert "Canary" not in page
    assert "Charlie" not in page


def test_a_student_who_mentors_others_sees_their_own_month(
    alice: Student, charlie: Student, browser_of: Browser
) -> None:
    alice.user.role_grants.create(role=Role.MENTOR)
    charlie.mentor = alice.user
    charlie.save()
    make_outcome(make_milestone(charlie, title="Canary Milestone"))

    assert "Canary" not in text_of(browser_of(alice).get(MISSION))


def test_it_costs_the_same_whatever_there_is(
    alice: Student, bob: User, browser_of: Browser
) -> None:
    give_role(alice)
    milestone = make_milestone(alice)
    first = make_outcome(milestone)
    make_project(milestone)
    make_checkpoint(milestone, skills=[first.skill])
    score(first, 51, by=bob)
    client = browser_of(alice)
    client.get(MISSION)
    with queries() as few:
        client.get(MISSION)

    for number in range(30):
        score(first, 40 + number % 20, by=bob)
        make_outcome(milestone, f"Skill no. {number}")
        make_milestone(alice, date(2020 + number // 12, number % 12 + 1, 1))
        rate(make_project(milestone, f"Project {number}"), 5, by=bob)
    with queries() as many:
        client.get(MISSION)

    assert len(many) == len(few) <= 12
