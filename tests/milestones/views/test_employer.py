"""What employers see, and what they never do."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from milestones import services
from milestones.generation.vocabulary import (
    CheckpointResult,
    CheckpointType,
    CompletionStatus,
    EvaluationType,
    EvidenceType,
    MilestoneStatus,
)
from milestones.models import Evidence, MilestoneProject, MilestoneSkillOutcome
from tests.make import make_consent, make_job_role, make_student, make_token
from tests.milestones.views.months import (
    FEBRUARY,
    ask,
    make_checkpoint,
    make_milestone,
    make_outcome,
    make_project,
    queries,
    rate,
    score,
    skill_named,
    text_of,
    travel,
)
from tests.personas import Browser
from tfl.accounts.models import Employer, EmployerMembership, ProfileOpening, Role, Student, User
from tfl.accounts.services import withdraw_all, withdraw_consent

EMPLOYER = "/employer/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with travel(date(2026, 3, 10)) as traveller:
        yield traveller


@pytest.fixture
def hiring(erin: User, browser_of: Browser) -> Client:
    """Erin's browser."""
    return browser_of(erin)


def profile(student: Student) -> str:
    return f"/employer/students/{student.pk}/"


def prove_everything(student: Student, mentor: User) -> None:
    """A skill, a project and an interview, each with what employers never see about it."""
    milestone = make_milestone(student)
    outcome = make_outcome(milestone)
    ask(outcome, link="https://example.org/sql", note="canary-note", sure=1)
    score(outcome, 76, by=mentor, note="canary-mentor-note")
    project = make_project(milestone)
    ask(project, link="https://example.org/orders", note="canary-note", sure=2)
    rate(project, 4, by=mentor)
    checkpoint = make_checkpoint(milestone)
    for result in (CheckpointResult.NOT_YET, CheckpointResult.PASSED):
        services.record_checkpoint(
            checkpoint=checkpoint, result=result, by=mentor, note="canary-mentor-note"
        )


# The list --------------------------------------------------------------------------------------------


def test_a_consenting_student_is_there_with_their_proof(
    alice: Student, bob: User, hiring: Client
) -> None:
    prove_everything(alice, bob)
    make_consent(alice)

    response = hiring.get(EMPLOYER)

    page = text_of(response)
    assert "1 student" in page
    assert "Alice" in page
    assert "SQL 76 · link" in page
    assert "promised March 10, 2026, proven March 10, 2026 · Bob" in page
    assert "Orders service" in page
    assert "4 of 5 by Bob" in page
    assert "Technical interview March 10, 2026 · Bob" in page
    for link in ("https://example.org/sql", "https://example.org/orders"):
        assert f'href="{link}"' in response.content.decode()


def test_without_consent_nobody_is_there_not_even_in_a_count(
    alice: Student, charlie: Student, bob: User, globex: Employer, hiring: Client
) -> None:
    prove_everything(alice, bob)
    theirs = charlie.mentor
    assert theirs is not None
    prove_everything(charlie, theirs)
    make_consent(charlie, globex)  # not to Acme

    page = text_of(hiring.get(EMPLOYER))

    assert "Nobody shows you their proof yet" in page
    assert "Alice" not in page
    assert "Charlie" not in page
    assert "student" not in page.split("Nobody shows")[0].split("Filter")[1]


def test_consent_to_one_organisation_is_to_that_one(
    alice: Student, bob: User, acme: Employer, frank: User, hiring: Client, browser_of: Browser
) -> None:
    prove_everything(alice, bob)
    make_consent(alice, acme)

    assert "Alice" in text_of(hiring.get(EMPLOYER))
    assert "Alice" not in text_of(browser_of(frank).get(EMPLOYER))


def test_withdrawing_takes_effect_at_once(alice: Student, bob: User, hiring: Client) -> None:
    prove_everything(alice, bob)
    consent = make_consent(alice)
    assert hiring.get(profile(alice)).status_code == 200

    withdraw_consent(consent=consent, by=alice.user)

    assert "Alice" not in text_of(hiring.get(EMPLOYER))
    assert hiring.get(profile(alice)).status_code == 404


def test_a_deactivated_student_is_gone(alice: Student, bob: User, hiring: Client) -> None:
    prove_everything(alice, bob)
    make_consent(alice)
    alice.user.is_active = False
    alice.user.save()

    assert "Alice" not in text_of(hiring.get(EMPLOYER))
    assert hiring.get(profile(alice)).status_code == 404


@pytest.mark.parametrize("path", ["list", "profile"])
def test_what_is_not_proof_is_on_no_page(
    alice: Student, bob: User, hiring: Client, path: str
) -> None:
    prove_everything(alice, bob)
    make_consent(alice)
    february = make_milestone(alice, FEBRUARY, title="canary-title")
    february.milestone_description = "canary-description"
    february.generation_reason = "canary-reason"
    february.save()
    unmet = make_outcome(february, "canary-skill", start=50, target=73)
    with travel(date(2026, 2, 20)):
        score(unmet, 61, by=bob, note="canary-mentor-note")
        ask(unmet, link="https://example.org/canary-waiting", note="canary-note")
        returned = ask(make_project(february, "canary-project"), link="https://example.org/canary")
        services.return_evidence(evidence=returned, by=bob, reason="canary-return")
        services.record_checkpoint(
            checkpoint=make_checkpoint(february, CheckpointType.HR),
            result=CheckpointResult.BORDERLINE,
            by=bob,
        )
    services.review_milestone(
        milestone=february,
        by=bob,
        status=MilestoneStatus.PARTIALLY_ACHIEVED,
        feedback="canary-feedback",
    )
    services.record_assessment(
        student=alice, skill=skill_named("canary-unasked"), score=Decimal(33), by=bob
    )

    page = hiring.get(EMPLOYER if path == "list" else profile(alice)).content.decode()

    main = page[page.index("<main") :]
    shown = (
        main if path == "profile" else main[main.index("<article") :]
    )  # after the filter's options
    assert "SQL" in shown
    for never in ("canary", "61", "73", "HR interview", "Borderline", "Partially", "alice@"):
        assert never not in shown
    for never in ("alice@example.org", "bob@example.org", "canary-note", "How sure"):
        assert never not in page


def test_a_person_without_a_name_is_a_number_not_an_address(bob: User, hiring: Client) -> None:
    student = make_student("secret.address@example.org", mentor=bob)
    make_consent(student)

    for path in (EMPLOYER, profile(student)):
        page = hiring.get(path).content.decode()
        assert f"Student {student.pk}" in page
        assert "secret.address" not in page


def test_who_verified_is_a_name_never_an_address(alice: Student, bob: User, hiring: Client) -> None:
    bob.name = ""
    bob.save()
    prove_everything(alice, bob)
    make_consent(alice)

    page = hiring.get(profile(alice)).content.decode()

    assert "a mentor" in page
    assert bob.email not in page


def test_a_systems_score_is_an_automatic_assessment(alice: Student, hiring: Client) -> None:
    outcome = make_outcome(make_milestone(alice))
    token, _secret = make_token()
    services.submit_evidence(
        milestone=outcome.milestone,
        type=EvidenceType.ASSESSMENT_SCORE,
        by=token,
        item=outcome,
        score=Decimal(81),
        reference="https://example.org/report",
    )
    make_consent(alice)

    response = hiring.get(profile(alice))

    assert "SQL 81 of 100 March 10, 2026 March 10, 2026 automatic assessment" in text_of(response)
    assert 'href="https://example.org/report"' in response.content.decode()


def test_of_a_skill_proven_twice_the_later_proof_is_shown(
    alice: Student, bob: User, hiring: Client
) -> None:
    with travel(date(2026, 2, 10)):
        february = make_milestone(alice, FEBRUARY)
        score(make_outcome(february, target=55), 55, by=bob)
    score(make_outcome(make_milestone(alice), start=55), 72, by=bob)
    make_consent(alice)

    page = text_of(hiring.get(profile(alice)))

    assert "SQL 72 of 100" in page
    assert "55" not in page


def test_a_later_score_under_the_target_does_not_touch_the_proof(
    alice: Student, bob: User, hiring: Client
) -> None:
    outcome = make_outcome(make_milestone(alice))
    score(outcome, 72, by=bob)
    score(outcome, 41, by=bob)
    make_consent(alice)

    page = text_of(hiring.get(profile(alice)))

    assert "SQL 72 of 100" in page
    assert "41" not in page


def test_the_project_shows_the_evaluation_that_completed_it(
    alice: Student, bob: User, hiring: Client
) -> None:
    project = make_project(make_milestone(alice))
    for rating in (2, 3, 5):
        rate(project, rating, by=bob)
    make_consent(alice)

    assert "evaluated 3 of 5 by Bob" in text_of(hiring.get(profile(alice)))  # 3 of 5 is 60 %


def test_an_outcome_that_is_not_met_is_no_proof_whatever_was_scored(
    alice: Student, bob: User, hiring: Client
) -> None:
    score(make_outcome(make_milestone(alice)), 72, by=bob)
    MilestoneSkillOutcome.objects.update(met=False)
    make_consent(alice)

    assert "No proof yet." in text_of(hiring.get(profile(alice)))


def test_a_link_the_mentor_gave_back_is_never_shown(
    alice: Student, bob: User, hiring: Client
) -> None:
    project = make_project(make_milestone(alice))
    piece = ask(project, link="https://example.org/canary")
    services.return_evidence(evidence=piece, by=bob, reason="Not this one.")
    rate(project, 4, by=bob)
    make_consent(alice)

    response = hiring.get(profile(alice))

    assert "evaluated 4 of 5 by Bob" in text_of(response)
    assert "canary" not in response.content.decode()


def test_a_consenting_student_without_proof_says_nothing_but_that(
    alice: Student, hiring: Client
) -> None:
    make_outcome(make_milestone(alice))
    make_consent(alice)

    assert "No proof yet." in text_of(hiring.get(EMPLOYER))
    assert "No proof yet." in text_of(hiring.get(profile(alice)))


# Filters and pages -----------------------------------------------------------------------------------


def test_filtering_by_job_role_and_by_proven_skill(
    alice: Student, charlie: Student, bob: User, dora: User, hiring: Client
) -> None:
    backend, data = make_job_role("Backend Developer"), make_job_role("Data Engineer")
    for student, mentor, role, skill in (
        (alice, bob, backend, "SQL"),
        (charlie, dora, data, "Git"),
    ):
        student.target_job_role = role
        student.save()
        milestone = make_milestone(student)
        score(make_outcome(milestone, skill), 80, by=mentor)
        make_outcome(milestone, "Testing")  # unmet
        make_consent(student)
    sql, testing = skill_named("SQL"), skill_named("Testing")

    def found(query: str) -> set[str]:
        page = text_of(hiring.get(f"{EMPLOYER}?{query}"))
        return {name for name in ("Alice", "Charlie") if name in page}

    assert found("") == {"Alice", "Charlie"}
    assert found(f"role={data.pk}") == {"Charlie"}
    assert found(f"skill={sql.pk}") == {"Alice"}
    assert found(f"role={data.pk}&skill={sql.pk}") == set()
    assert found(f"skill={testing.pk}") == set()
    for unknown in ("role=999999", "skill=x", "role=&skill=", "role=%00", f"skill={10**30}"):
        assert found(unknown) == {"Alice", "Charlie"}


def test_a_filter_that_finds_nobody_says_what_to_do(alice: Student, hiring: Client) -> None:
    make_consent(alice)

    page = text_of(hiring.get(f"{EMPLOYER}?skill={skill_named('SQL').pk}"))

    assert "Nobody with this proof yet" in page
    assert "Show everybody" in page


def test_twenty_five_to_a_page(bob: User, hiring: Client) -> None:
    for number in range(26):
        make_consent(make_student(name=f"Student no. {number:02}", mentor=bob))

    first, second = hiring.get(EMPLOYER), hiring.get(f"{EMPLOYER}?page=2")

    assert "26 students" in text_of(first)
    assert text_of(first).count("Student no.") == 25
    assert "Student no. 25" in text_of(second)
    assert hiring.get(f"{EMPLOYER}?page=x").status_code == 200


def test_the_list_costs_the_same_at_1_and_30_students(
    alice: Student, bob: User, hiring: Client
) -> None:
    prove_everything(alice, bob)
    make_consent(alice)
    hiring.get(EMPLOYER)
    with queries() as few:
        hiring.get(EMPLOYER)

    for _number in range(30):
        student = make_student(mentor=bob)
        prove_everything(student, bob)
        make_consent(student)
    with queries() as many:
        hiring.get(EMPLOYER)

    assert len(many) == len(few) <= 12


# One profile -----------------------------------------------------------------------------------------


def test_the_profile_is_proof_with_promise_link_and_verifier(
    alice: Student, bob: User, hiring: Client, clock: time_machine.Traveller
) -> None:
    milestone = make_milestone(alice)
    outcome = make_outcome(milestone)
    clock.move_to(datetime(2026, 3, 12, 9, tzinfo=UTC))
    ask(outcome, link="https://example.org/sql")
    score(outcome, 76, by=bob)
    make_consent(alice)

    response = hiring.get(profile(alice))

    assert "SQL 76 of 100 March 10, 2026 March 12, 2026 Bob" in text_of(response)
    assert 'href="https://example.org/sql"' in response.content.decode()


def test_opening_a_profile_is_logged_and_said(
    alice: Student, acme: Employer, erin: User, hiring: Client
) -> None:
    make_consent(alice)

    response = hiring.get(profile(alice))

    assert "Alice sees that Acme opened this page." in text_of(response)
    opening = ProfileOpening.objects.get()
    assert (opening.student, opening.employer, opening.opened_by) == (alice, acme, erin)


def test_what_is_not_theirs_to_see_leaves_no_trace(alice: Student, hiring: Client) -> None:
    assert hiring.get(profile(alice)).status_code == 404
    assert hiring.get(f"/employer/students/{alice.pk + 999}/").status_code == 404
    assert not ProfileOpening.objects.exists()


def test_the_profile_costs_the_same_whatever_was_proven(
    alice: Student, bob: User, hiring: Client
) -> None:
    prove_everything(alice, bob)
    make_consent(alice)
    hiring.get(profile(alice))
    with queries() as few:
        hiring.get(profile(alice))

    milestone = alice.milestones.get()
    for number in range(30):
        score(make_outcome(milestone, f"Skill no. {number}"), 80, by=bob)
        rate(make_project(milestone, f"Project {number}"), 5, by=bob)
    with queries() as many:
        hiring.get(profile(alice))

    assert len(many) == len(few) <= 12


# Feedback --------------------------------------------------------------------------------------------


@pytest.fixture
def handed_in(alice: Student) -> Evidence:
    """Alice handed in a project that employers evaluate, and lets them see it."""
    project = make_project(make_milestone(alice), evaluation_type=EvaluationType.EMPLOYER_REVIEW)
    make_consent(alice)
    return ask(project, link="https://example.org/orders", note="canary-note", sure=1)


def feedback(piece: Evidence) -> str:
    return f"/employer/projects/{piece.project_id}/feedback/"


def status_of(piece: Evidence) -> str:
    return MilestoneProject.objects.get(evidence=piece).completion_status


def test_a_project_handed_in_to_employers_asks_for_feedback(
    handed_in: Evidence, hiring: Client
) -> None:
    for path in (EMPLOYER, profile(handed_in.milestone.student), feedback(handed_in)):
        page = hiring.get(path).content.decode()
        assert "Orders service" in page
        assert feedback(handed_in) in page or path == feedback(handed_in)
        assert "canary" not in page
    assert 'href="https://example.org/orders"' in hiring.get(feedback(handed_in)).content.decode()


def test_feedback_of_3_completes_the_project_and_names_the_organisation(
    handed_in: Evidence, hiring: Client
) -> None:
    response = hiring.post(
        feedback(handed_in), {"score": "3", "note": "We could run it."}, follow=True
    )

    assert status_of(handed_in) == CompletionStatus.COMPLETED
    assert "evaluated 3 of 5 by Acme" in text_of(response)
    assert "We could run it." not in text_of(response)


def test_feedback_under_3_does_not_complete_it(handed_in: Evidence, hiring: Client) -> None:
    hiring.post(feedback(handed_in), {"score": "2"})

    assert status_of(handed_in) == CompletionStatus.IN_PROGRESS


def test_feedback_is_given_once(handed_in: Evidence, hiring: Client) -> None:
    hiring.post(feedback(handed_in), {"score": "4"})

    response = hiring.post(feedback(handed_in), {"score": "1"}, follow=True)

    assert "This project does not wait for feedback any more." in text_of(response)
    assert Evidence.objects.filter(evidence_type=EvidenceType.EMPLOYER_FEEDBACK).count() == 1


@pytest.mark.parametrize("typed", ["", "0", "6", "2.5", "x"])
def test_a_rating_is_one_of_five_and_what_was_typed_is_kept(
    handed_in: Evidence, hiring: Client, typed: str
) -> None:
    response = hiring.post(feedback(handed_in), {"score": typed, "note": "Kept"})

    assert response.status_code == 422
    assert "Kept" in response.content.decode()
    assert not Evidence.objects.filter(evidence_type=EvidenceType.EMPLOYER_FEEDBACK).exists()


def test_feedback_of_10000_characters_is_refused_and_kept(
    handed_in: Evidence, hiring: Client
) -> None:
    response = hiring.post(feedback(handed_in), {"score": "4", "note": "n" * 10_000})

    assert response.status_code == 422
    assert "n" * 10_000 in response.content.decode()


def test_without_consent_there_is_no_project_to_evaluate(
    handed_in: Evidence, hiring: Client
) -> None:
    withdraw_all(student=handed_in.milestone.student, by=handed_in.milestone.student.user)

    assert hiring.get(feedback(handed_in)).status_code == 404
    assert hiring.post(feedback(handed_in), {"score": "4"}).status_code == 404


def test_projects_not_handed_in_or_not_for_employers_are_not_there(
    alice: Student, hiring: Client
) -> None:
    milestone = make_milestone(alice)
    quiet = make_project(milestone, evaluation_type=EvaluationType.EMPLOYER_REVIEW)
    mentors = make_project(milestone, "Price API")
    ask(mentors, link="https://example.org/price")
    make_consent(alice)

    for project in (quiet, mentors):
        assert hiring.get(f"/employer/projects/{project.pk}/feedback/").status_code == 404


def test_what_the_mentor_gave_back_is_not_shown_any_more(
    handed_in: Evidence, bob: User, hiring: Client
) -> None:
    services.return_evidence(evidence=handed_in, by=bob, reason="canary")

    assert hiring.get(feedback(handed_in)).status_code == 404
    assert "Orders service" not in text_of(hiring.get(profile(handed_in.milestone.student)))


# Who gets there --------------------------------------------------------------------------------------


@pytest.mark.parametrize("persona", ["alice", "bob", "grace", "heidi", "ivan"])
def test_other_roles_never_can(
    persona: str, handed_in: Evidence, browser_of: Browser, request: pytest.FixtureRequest
) -> None:
    client = browser_of(request.getfixturevalue(persona))

    for path in (EMPLOYER, profile(handed_in.milestone.student), feedback(handed_in)):
        assert client.get(path).status_code == 403


def test_the_role_without_an_approved_membership_opens_nothing(
    handed_in: Evidence, ivan: User, browser_of: Browser
) -> None:
    ivan.role_grants.create(role=Role.EMPLOYER)
    EmployerMembership.objects.create(user=ivan, organisation_name="Nobody Ltd")
    client = browser_of(ivan)

    for path in (EMPLOYER, profile(handed_in.milestone.student), feedback(handed_in)):
        assert client.get(path).status_code == 403


def test_a_mentor_who_also_hires_sees_their_students_proof_with_consent_alone(
    alice: Student, erin: User, browser_of: Browser
) -> None:
    erin.role_grants.create(role=Role.MENTOR)
    alice.mentor = erin
    alice.save()
    client = browser_of(erin)

    assert "Alice" not in text_of(client.get(EMPLOYER))
    assert client.get(profile(alice)).status_code == 404


def test_who_is_not_signed_in_goes_to_the_login(handed_in: Evidence, client: Client) -> None:
    for path in (EMPLOYER, profile(handed_in.milestone.student), feedback(handed_in)):
        assert "/login/" in client.get(path)["Location"]
