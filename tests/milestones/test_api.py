"""The monthly engine's JSON endpoints: what they answer, refuse and leave alone."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from milestones import services
from milestones.generation.vocabulary import (
    CompletionStatus,
    EvidenceType,
    MilestoneType,
    ProjectLevel,
)
from milestones.models import (
    ConfidenceReport,
    Evidence,
    GenerationRun,
    InterviewCheckpoint,
    MilestoneProject,
    MilestoneReview,
    MilestoneSkillOutcome,
    MonthlyMilestone,
    SkillAssessment,
)
from tests.make import make_consent, make_job_role, make_mentor, make_student, make_token
from tests.make_milestones import (
    APRIL,
    FEBRUARY,
    MARCH,
    MARCH_10,
    await_employer,
    checkpoint_of,
    fresh,
    make_assessments,
    make_backlog_project,
    make_milestone,
    make_role,
    noon,
    outcome_of,
    project_of,
    rows,
)
from tests.milestones.views.months import queries
from tests.personas import Browser
from tfl.accounts.models import AuditEntry, Notice, Role, RoleGrant, Student, TokenScope, User
from tfl.accounts.services import revoke_token

CURRENT = "/api/student/monthly-milestone/current"
EVIDENCE = "/api/student/monthly-milestone/evidence"
REVIEW = "/api/mentor/monthly-milestone/review"
GENERATE = "/api/system/monthly-milestone/generate"
RUNS = "/api/system/monthly-milestone/runs/"
LINK = "https://github.com/alice/orders"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(noon(MARCH_10), tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def nobody_tried_tokens_before() -> None:
    cache.clear()


@pytest.fixture
def role() -> Any:
    role = make_role()
    make_backlog_project(role, "SQL", title="Orders API", level=ProjectLevel.PRODUCTION)
    return role


@pytest.fixture
def march(alice: Student, role: Any) -> MonthlyMilestone:
    """A project to deliver. SQL 50 → 70 (+20), REST APIs 65 → 70 (required), the project, one interview."""
    return give_march(alice, role)


def give_march(student: Student, role: Any) -> MonthlyMilestone:
    student.target_job_role = role
    student.save()
    known = {"SQL": 50, "REST APIs": 65, "Testing": 40, "Git": 30}
    make_assessments(student, known, taken_on=MARCH)
    return make_milestone(student, type=MilestoneType.PROJECT_DELIVERY)


def post(client: Client, path: str, body: object = None, **more: Any) -> Any:
    """`body` as JSON; a str as it is."""
    raw = body if isinstance(body, str) else json.dumps(body)
    return client.post(path, raw, content_type="application/json", **more)


def with_token(*scopes: TokenScope) -> Client:
    _token, secret = make_token(*scopes)
    client = Client()
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    return client


def link(milestone: MonthlyMilestone, **more: object) -> dict[str, object]:
    return {"milestoneId": milestone.pk, "type": "ProjectLink", "reference": LINK, **more}


def score(milestone: MonthlyMilestone, points: object = 72, **more: object) -> dict[str, object]:
    skill = outcome_of(milestone).skill_id
    body = {
        "milestoneId": milestone.pk,
        "type": "AssessmentScore",
        "skillId": skill,
        "score": points,
    }
    return {**body, **more}


TOUCHED = (
    Evidence,
    SkillAssessment,
    ConfidenceReport,
    MilestoneReview,
    MonthlyMilestone,
    MilestoneSkillOutcome,
    MilestoneProject,
    InterviewCheckpoint,
    GenerationRun,
    AuditEntry,
    Notice,
)


def everything() -> dict[str, list[str]]:
    """All that an endpoint could have changed."""
    return rows(of=TOUCHED)


# The current milestone -------------------------------------------------------------------------------


def test_the_current_milestone_is_told_whole(
    march: MonthlyMilestone, alice: Student, browser_of: Browser
) -> None:
    sql, rest = outcome_of(march), outcome_of(march, "REST APIs")

    response = browser_of(alice).get(CURRENT)

    assert response.status_code == 200
    assert response.json() == {
        "milestoneId": march.pk,
        "month": "2026-03-01",
        "title": march.milestone_title,
        "description": march.milestone_description,
        "type": "ProjectDelivery",
        # (10 × 70/80 + 5 × 70/70 + 3 × 40/60 + 2 × 30/50) / 20 = 84.75, and no Critical skill over 20 short
        "expectedEmployabilityLevel": "JobReady",
        "status": "InProgress",
        "daysLeft": 21,
        "reason": march.generation_reason,
        "outcomes": [
            {
                "outcomeId": sql.pk,
                "skillId": sql.skill_id,
                "skill": "SQL",
                "criticality": "Critical",
                "startingScore": 50,
                "expectedScore": 70,
                "currentScore": 50,
                "met": False,
            },
            {
                "outcomeId": rest.pk,
                "skillId": rest.skill_id,
                "skill": "REST APIs",
                "criticality": "Critical",
                "startingScore": 65,
                "expectedScore": 70,
                "currentScore": 65,
                "met": False,
            },
        ],
        "project": {
            "projectId": project_of(march).pk,
            "title": "Orders API",
            "description": "Running where others can see it.",
            "techStack": "Python",
            "level": "Production",
            "evaluationType": "MentorReview",
            "completionStatus": "NotStarted",
        },
        "checkpoints": [
            {
                "checkpointId": checkpoint_of(march).pk,
                "type": "Technical",
                "skills": ["REST APIs", "SQL"],
                "expectedConfidenceLevel": 3,
                "result": "NotTaken",
                "passed": False,
                "attempts": 0,
            }
        ],
        "evidence": [],
        "proven": 0,
        "toProve": 4,
    }


def test_what_is_proven_counts_and_the_current_score_is_the_latest(
    march: MonthlyMilestone, alice: Student, bob: User, browser_of: Browser
) -> None:
    for item, points in ((outcome_of(march), 72), (outcome_of(march, "REST APIs"), 69)):
        services.submit_evidence(
            milestone=march,
            type=EvidenceType.ASSESSMENT_SCORE,
            by=bob,
            item=item,
            score=Decimal(points),
        )

    told = browser_of(alice).get(CURRENT).json()

    assert [(each["currentScore"], each["met"]) for each in told["outcomes"]] == [
        (72, True),  # 72 ≥ 70
        (69, False),  # 69 < 70
    ]
    assert (told["proven"], told["toProve"]) == (1, 4)
    assert [(each["type"], each["score"], each["state"]) for each in told["evidence"]] == [
        ("AssessmentScore", 72, "Verified"),
        ("AssessmentScore", 69, "Verified"),
    ]


def test_on_the_last_day_no_days_are_left(
    march: MonthlyMilestone, alice: Student, browser_of: Browser, clock: time_machine.Traveller
) -> None:
    clock.move_to(noon(date(2026, 3, 31)))

    assert browser_of(alice).get(CURRENT).json()["daysLeft"] == 0


def test_a_coming_month_is_told_where_it_is_all_there_is(
    alice: Student, role: Any, browser_of: Browser
) -> None:
    alice.target_job_role = role
    alice.save()
    coming = make_milestone(alice, month=APRIL)
    told = browser_of(alice).get(CURRENT).json()
    assert (told["milestoneId"], told["status"], told["month"]) == (
        coming.pk,
        "Planned",
        "2026-04-01",
    )

    running = make_milestone(alice, month=MARCH)

    assert browser_of(alice).get(CURRENT).json()["milestoneId"] == running.pk


def test_without_a_milestone_there_is_none_to_tell(alice: Student, browser_of: Browser) -> None:
    response = browser_of(alice).get(CURRENT)

    assert response.status_code == 404
    assert response.json() == {
        "detail": "There is no milestone for this month.",
        "field": None,
        "missing": [],
    }


def test_last_months_milestone_is_not_current(
    alice: Student, role: Any, browser_of: Browser, clock: time_machine.Traveller
) -> None:
    alice.target_job_role = role
    alice.save()
    clock.move_to(noon(FEBRUARY))
    make_milestone(alice, month=FEBRUARY)
    clock.move_to(noon(MARCH_10))

    assert browser_of(alice).get(CURRENT).status_code == 404


# Evidence: who, what --------------------------------------------------------------------------------


def test_a_students_link_waits_for_the_mentor(
    march: MonthlyMilestone, alice: Student, browser_of: Browser
) -> None:
    response = post(browser_of(alice), EVIDENCE, link(march, note="Ready.", confidence=4))

    assert response.status_code == 201
    evidence = Evidence.objects.get()
    assert response.json() == {
        "evidenceId": evidence.pk,
        "milestoneId": march.pk,
        "type": "ProjectLink",
        "reference": LINK,
        "score": None,
        "scale": 100,
        "state": "Waiting",
        "submittedAt": "2026-03-10T12:00:00Z",
        "outcomeId": None,
        "projectId": project_of(march).pk,
        "checkpointId": None,
    }
    assert (evidence.note, evidence.confidence, evidence.submitted_by) == ("Ready.", 4, alice.user)
    assert project_of(march).completion_status == CompletionStatus.IN_PROGRESS


def test_the_seeds_three_keys_are_enough(
    march: MonthlyMilestone, alice: Student, browser_of: Browser
) -> None:
    body = {"milestoneId": march.pk, "type": "ProjectLink", "reference": LINK}

    assert post(browser_of(alice), EVIDENCE, body).status_code == 201


def test_a_mentors_score_is_verified_on_entry_and_is_one_fact(
    march: MonthlyMilestone, bob: User, browser_of: Browser
) -> None:
    response = post(browser_of(bob), EVIDENCE, score(march, 71.5, takenOn="2026-03-09"))

    assert response.status_code == 201
    assert (response.json()["state"], response.json()["score"]) == ("Verified", 71.5)
    assessment = Evidence.objects.get().assessment
    assert assessment is not None
    assert (assessment.score, assessment.taken_on) == (Decimal("71.50"), date(2026, 3, 9))
    assert fresh(outcome_of(march)).met_by == assessment  # 71.5 ≥ 70


def test_a_rating_of_three_out_of_five_completes_the_project(
    march: MonthlyMilestone, bob: User, browser_of: Browser
) -> None:
    body = {"milestoneId": march.pk, "type": "MentorRating", "score": 3}

    response = post(browser_of(bob), EVIDENCE, body)

    assert (response.status_code, response.json()["scale"]) == (201, 5)
    assert project_of(march).completion_status == CompletionStatus.COMPLETED  # 3 / 5 = 60 %


def test_a_score_on_a_scale_of_its_own_is_taken_as_a_share(
    march: MonthlyMilestone,
) -> None:
    response = post(with_token(TokenScope.EVIDENCE), EVIDENCE, score(march, 14, scale=20))

    assert response.status_code == 201
    assert SkillAssessment.objects.latest("pk").score == 70  # 14 / 20


def test_a_system_is_remembered_by_its_token(march: MonthlyMilestone) -> None:
    assert post(with_token(TokenScope.EVIDENCE), EVIDENCE, score(march)).status_code == 201

    evidence = Evidence.objects.get()
    assert evidence.submitted_by is None
    assert evidence.submitted_with is not None


def test_an_employer_with_consent_gives_feedback(
    march: MonthlyMilestone, alice: Student, erin: User, browser_of: Browser
) -> None:
    make_consent(alice, erin.membership.employer)
    body = {"milestoneId": march.pk, "type": "EmployerFeedback", "score": 4}
    assert post(browser_of(erin), EVIDENCE, body).status_code == 404
    await_employer(march)
    # Whether the month asks for it or not cannot be told from the answer.
    for named in (
        {"skillId": outcome_of(march).skill_id},
        {"skillId": 10**6},
        {"checkpointId": checkpoint_of(march).pk},
        {"projectId": 10**6},
    ):
        assert post(browser_of(erin), EVIDENCE, body | named).status_code == 404

    response = post(browser_of(erin), EVIDENCE, body)

    assert (response.status_code, response.json()["state"]) == (201, "Verified")
    assert project_of(march).completion_status == CompletionStatus.COMPLETED


# Evidence: what it proves ----------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["skillId", "projectId", "checkpointId"])
def test_each_kind_of_item_can_be_named(
    key: str, march: MonthlyMilestone, alice: Student, browser_of: Browser
) -> None:
    ids = {
        "skillId": outcome_of(march).skill_id,
        "projectId": project_of(march).pk,
        "checkpointId": checkpoint_of(march).pk,
    }

    response = post(browser_of(alice), EVIDENCE, link(march, **{key: ids[key]}))

    assert response.status_code == 201
    named = {"skillId": "outcomeId"}.get(key, key)
    proves = {name: response.json()[name] for name in ("outcomeId", "projectId", "checkpointId")}
    assert [name for name, pk in proves.items() if pk is not None] == [named]


def test_of_two_outcomes_a_score_must_name_one(
    march: MonthlyMilestone, bob: User, browser_of: Browser
) -> None:
    body = {"milestoneId": march.pk, "type": "AssessmentScore", "score": 72}

    response = post(browser_of(bob), EVIDENCE, body)

    assert response.status_code == 422
    assert "skillId, projectId or checkpointId" in response.json()["detail"]


def test_a_score_is_about_the_only_outcome(
    march: MonthlyMilestone, bob: User, browser_of: Browser
) -> None:
    outcome_of(march, "REST APIs").delete()
    body = {"milestoneId": march.pk, "type": "AssessmentScore", "score": 72}

    response = post(browser_of(bob), EVIDENCE, body)

    assert response.json()["outcomeId"] == outcome_of(march).pk


@pytest.mark.parametrize("key", ["skillId", "projectId", "checkpointId"])
def test_what_another_milestone_asks_for_is_as_unknown_as_what_none_does(
    key: str,
    march: MonthlyMilestone,
    charlie: Student,
    role: Any,
    alice: Student,
    browser_of: Browser,
) -> None:
    theirs = give_march(charlie, role)
    InterviewCheckpoint.objects.filter(milestone=theirs).exclude(
        checkpoint_type="Technical"
    ).delete()
    outcome_of(march, "REST APIs").delete()
    ids = {
        "skillId": outcome_of(theirs, "REST APIs").skill_id,
        "projectId": project_of(theirs).pk,
        "checkpointId": checkpoint_of(theirs).pk,
    }
    client = browser_of(alice)

    foreign = post(client, EVIDENCE, link(march, **{key: ids[key]}))
    missing = post(client, EVIDENCE, link(march, **{key: 999_999}))

    assert foreign.status_code == 422
    assert foreign.json() == missing.json()
    assert foreign.json()["field"] == key
    assert not Evidence.objects.exists()


def test_a_piece_proves_one_thing(
    march: MonthlyMilestone, alice: Student, browser_of: Browser
) -> None:
    both = link(march, projectId=project_of(march).pk, checkpointId=checkpoint_of(march).pk)

    assert post(browser_of(alice), EVIDENCE, both).status_code == 422
    assert not Evidence.objects.exists()


# Evidence: refused -----------------------------------------------------------------------------------


@pytest.mark.parametrize("type_", ["MentorRating", "AssessmentScore", "EmployerFeedback"])
def test_nobody_rates_themselves(
    type_: str, march: MonthlyMilestone, alice: Student, browser_of: Browser
) -> None:
    before = everything()

    response = post(browser_of(alice), EVIDENCE, score(march, 100, type=type_))

    assert response.status_code == 403
    assert everything() == before


def test_others_students_do_not_exist(
    march: MonthlyMilestone, charlie: Student, dora: User, frank: User, browser_of: Browser
) -> None:
    before = everything()
    for stranger in (charlie, dora, frank):
        client = browser_of(stranger)

        theirs = post(client, EVIDENCE, link(march))
        nothing = post(client, EVIDENCE, link(march, milestoneId=999_999))

        assert theirs.status_code == 404
        assert theirs.json() == nothing.json()
    assert everything() == before


def test_after_the_month_ended_a_student_hands_in_nothing(
    march: MonthlyMilestone, alice: Student, browser_of: Browser, clock: time_machine.Traveller
) -> None:
    clock.move_to(noon(APRIL, 0))
    before = everything()

    response = post(browser_of(alice), EVIDENCE, link(march))

    assert response.status_code == 409
    assert "closed" in response.json()["detail"]
    assert everything() == before


def test_after_the_month_ended_the_mentor_still_scores_what_was_taken_within_it(
    march: MonthlyMilestone, bob: User, browser_of: Browser, clock: time_machine.Traveller
) -> None:
    clock.move_to(noon(date(2026, 4, 2)))

    late = post(browser_of(bob), EVIDENCE, score(march, 72, takenOn="2026-04-01"))
    in_time = post(browser_of(bob), EVIDENCE, score(march, 72, takenOn="2026-03-31"))

    assert (late.status_code, late.json()["field"]) == (422, "takenOn")
    assert in_time.status_code == 201


def test_a_decided_month_is_closed(
    march: MonthlyMilestone, alice: Student, bob: User, browser_of: Browser
) -> None:
    services.review_milestone(
        milestone=march, by=bob, status=march.proposed_status, feedback="Enough."
    )

    assert post(browser_of(alice), EVIDENCE, link(march)).status_code == 409


def test_what_waits_is_not_handed_in_twice(
    march: MonthlyMilestone, alice: Student, browser_of: Browser
) -> None:
    client = browser_of(alice)
    post(client, EVIDENCE, link(march))

    again = post(client, EVIDENCE, link(march))

    assert again.status_code == 409
    assert Evidence.objects.count() == 1


def test_what_is_proven_is_not_handed_in(
    march: MonthlyMilestone, alice: Student, bob: User, browser_of: Browser
) -> None:
    post(browser_of(bob), EVIDENCE, score(march, 72))

    response = post(browser_of(alice), EVIDENCE, link(march, skillId=outcome_of(march).skill_id))

    assert response.status_code == 409


BAD_LINKS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "  javascript:alert(1)",
    "data:text/html,hi",
    "ftp://example.org/x",
    "https://alice:secret@example.org/",
    "https://localhost/",
    "http://127.0.0.1/",
    "http://[::1]/",
    "http://10.0.0.8/",
    "https://intranet/",
    "https://",
    "no link",
    "https://example.org/" + "x" * 240,  # 260 characters
    "https://example.org/" + "x" * 10_000,
    "https://example.org/\u0000",
    "https://example.org/\ud800",
    "https://exa\u202emple.org/ x",
    5,
    None,
    ["https://example.org/"],
]


@pytest.mark.parametrize("reference", BAD_LINKS, ids=lambda bad: repr(bad)[:40])
def test_a_link_that_is_none_is_refused(
    reference: object, march: MonthlyMilestone, alice: Student, browser_of: Browser
) -> None:
    before = everything()

    response = post(browser_of(alice), EVIDENCE, link(march, reference=reference))

    assert (response.status_code, response.json()["field"]) == (422, "reference")
    assert everything() == before


def test_a_project_needs_its_link(
    march: MonthlyMilestone, alice: Student, browser_of: Browser
) -> None:
    response = post(browser_of(alice), EVIDENCE, link(march, reference=" "))

    assert (response.status_code, response.json()["field"]) == (422, "reference")


NAN, INFINITE = float("nan"), float("inf")
NO_ID: list[object] = ["4", "x", "", True, False, None, [], {}, 4.5, NAN, INFINITE, -1, 0, 10**30]
NO_NOTE: list[object] = ["x" * 1001, "x" * 10_000, "a\u0000b", "a\ud800b", None, 5]
NO_DAY: list[object] = [
    "2026-13-01",
    "0000-00-00",
    "9999-12-31",
    "2026-02-28",  # before the month
    "2026-03-11",  # tomorrow
    "yesterday",
    "",
    "1773100800",
    "2026-03-09T00:00:00",
    "2026-3-9",
    "２０２６-03-09",
    1773100800,
    True,
]
NO_TYPE: list[object] = ["projectlink", "Nonsense", "", None, 3, []]
NO_SCORE: list[object] = [
    101,
    -1,
    "x",
    "",
    [],
    True,
    50.123,
    10**30,
    "NaN",
    "Infinity",
    NAN,
    INFINITE,
]
BAD: list[tuple[str, object]] = [
    *(("milestoneId", value) for value in (*NO_ID, 4.0, 2**31)),
    *(("type", value) for value in NO_TYPE),
    *(("note", value) for value in NO_NOTE),
    *(("confidence", value) for value in (0, 6, 2.5, True, "3", 10**30)),
    *(("score", value) for value in NO_SCORE),
    *(("scale", value) for value in (0, -1, 101, 5.5, True, "5", 10**30)),
    *(("skillId", value) for value in ("1", True, 0, -1, 2**31, 1.5)),
    *(("projectId", value) for value in ("1", True, 0, 2**31)),
    *(("checkpointId", value) for value in ("1", True, 0, 2**31)),
    *(("takenOn", value) for value in NO_DAY),
]


@pytest.mark.parametrize(("key", "value"), BAD, ids=lambda part: repr(part)[:30])
def test_a_bad_value_is_named_and_nothing_is_saved(
    key: str, value: object, march: MonthlyMilestone, bob: User, browser_of: Browser
) -> None:
    before = everything()

    response = post(browser_of(bob), EVIDENCE, score(march) | {key: value})

    assert response.status_code == 422
    assert response.json()["field"] == key
    assert everything() == before


@pytest.mark.parametrize("key", ["milestoneId", "type"])
def test_what_is_needed_must_be_there(
    key: str, march: MonthlyMilestone, alice: Student, browser_of: Browser
) -> None:
    body = link(march)
    del body[key]

    response = post(browser_of(alice), EVIDENCE, body)

    assert (response.status_code, response.json()["field"]) == (422, key)


@pytest.mark.parametrize("path", [EVIDENCE, REVIEW, GENERATE])
@pytest.mark.parametrize("key", ["surprise", "milestone_id", "state", "verifiedBy"])
def test_an_unknown_key_is_refused(
    key: str, path: str, march: MonthlyMilestone, bob: User, browser_of: Browser
) -> None:
    bodies: dict[str, dict[str, object]] = {
        EVIDENCE: score(march),
        REVIEW: {"milestoneId": march.pk, "status": "PartiallyAchieved"},
        GENERATE: {"month": "2026-03"},
    }
    before = everything()

    response = post(browser_of(bob), path, bodies[path] | {key: 1})

    assert (response.status_code, response.json()["field"]) == (422, key)
    assert everything() == before


@pytest.mark.parametrize("path", [EVIDENCE, REVIEW, GENERATE])
@pytest.mark.parametrize(
    "raw", ["{", '{"milestoneId": 1,}', "milestoneId=1", "\x00", "{'a': 1}", "[" * 50_000]
)
def test_malformed_json_is_400(
    raw: str, path: str, march: MonthlyMilestone, bob: User, browser_of: Browser
) -> None:
    before = everything()

    response = post(browser_of(bob), path, raw)

    assert response.status_code == 400
    assert set(response.json()) == {"detail", "field", "missing"}
    assert everything() == before


@pytest.mark.parametrize("body", [[], "text", 5, True, [{}]], ids=repr)
@pytest.mark.parametrize("path", [EVIDENCE, REVIEW, GENERATE])
def test_json_that_is_no_object_is_422(
    path: str, body: object, march: MonthlyMilestone, bob: User, browser_of: Browser
) -> None:
    before = everything()

    assert post(browser_of(bob), path, json.dumps(body)).status_code == 422
    assert everything() == before


@pytest.mark.parametrize("path", [EVIDENCE, REVIEW])
def test_without_a_body_nothing_is_done(path: str, bob: User, browser_of: Browser) -> None:
    client = browser_of(bob)

    assert post(client, path, "").status_code in {400, 422}
    assert post(client, path, "null").status_code == 422


def test_a_form_is_no_json(march: MonthlyMilestone, alice: Student, browser_of: Browser) -> None:
    before = everything()
    client = browser_of(alice)

    assert client.post(EVIDENCE, link(march)).status_code == 400  # multipart
    coded = client.post(EVIDENCE, "a=1", content_type="application/x-www-form-urlencoded")
    assert coded.status_code == 400
    latin = client.post(EVIDENCE, b'{"reference": "\xe9"}', content_type="application/json")
    assert latin.status_code == 400
    assert everything() == before


# Review ----------------------------------------------------------------------------------------------


def decide(milestone: MonthlyMilestone, status: str = "PartiallyAchieved", **more: object) -> Any:
    return {"milestoneId": milestone.pk, "status": status, "feedback": "Good API structure", **more}


def test_a_review_answers_what_was_decided(
    march: MonthlyMilestone, bob: User, browser_of: Browser
) -> None:
    response = post(browser_of(bob), REVIEW, decide(march))

    assert response.status_code == 200
    assert response.json() == {
        "milestoneId": march.pk,
        "status": "PartiallyAchieved",
        "feedback": "Good API structure",
        "overrideReason": "",
        "reviewedAt": "2026-03-10T12:00:00Z",
    }
    march.refresh_from_db()
    assert march.status == "PartiallyAchieved"


def test_achieved_without_proof_is_refused_with_what_is_missing(
    march: MonthlyMilestone, bob: User, browser_of: Browser
) -> None:
    services.submit_evidence(
        milestone=march,
        type=EvidenceType.ASSESSMENT_SCORE,
        by=bob,
        item=outcome_of(march),
        score=Decimal(70),
    )
    before = everything()

    response = post(browser_of(bob), REVIEW, decide(march, "Achieved"))

    assert response.status_code == 409
    assert response.json()["missing"] == ["REST APIs", "Orders API", "Technical interview"]
    assert response.json()["field"] == "overrideReason"
    assert everything() == before


def test_achieved_without_proof_needs_a_reason_which_is_logged(
    march: MonthlyMilestone, bob: User, browser_of: Browser
) -> None:
    response = post(
        browser_of(bob), REVIEW, decide(march, "Achieved", overrideReason="Shown live.")
    )

    assert (response.status_code, response.json()["overrideReason"]) == (200, "Shown live.")
    entry = AuditEntry.objects.get(action="milestone.reviewed")
    assert (entry.layer, entry.reason, entry.actor) == ("review", "Shown live.", bob)


def test_another_mentors_student_does_not_exist(
    march: MonthlyMilestone, dora: User, browser_of: Browser
) -> None:
    client = browser_of(dora)
    before = everything()

    theirs = post(client, REVIEW, decide(march, overrideReason="x"))
    nothing = post(client, REVIEW, decide(march) | {"milestoneId": 999_999})

    assert theirs.status_code == nothing.status_code == 404
    assert theirs.json() == nothing.json()
    assert everything() == before


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("milestoneId", "1"),
        ("milestoneId", 2**31),
        ("milestoneId", True),
        ("status", "InProgress"),
        ("status", "Planned"),
        ("status", "achieved"),
        ("status", None),
        ("feedback", "x" * 10_000),
        ("feedback", "a\u0000"),
        ("feedback", "\ud800"),
        ("feedback", 5),
        ("overrideReason", "x" * 501),
        ("overrideReason", "\u0000"),
    ],
    ids=lambda part: repr(part)[:30],
)
def test_a_bad_review_decides_nothing(
    key: str, value: object, march: MonthlyMilestone, bob: User, browser_of: Browser
) -> None:
    before = everything()

    response = post(browser_of(bob), REVIEW, decide(march) | {key: value})

    assert (response.status_code, response.json()["field"]) == (422, key)
    assert everything() == before


def test_a_month_that_has_not_begun_is_not_reviewed(
    alice: Student, role: Any, bob: User, browser_of: Browser
) -> None:
    alice.target_job_role = role
    alice.save()
    coming = make_milestone(alice, month=APRIL)

    assert post(browser_of(bob), REVIEW, decide(coming)).status_code == 409
    assert not MilestoneReview.objects.exists()


# Generating and watching -----------------------------------------------------------------------------


def test_a_run_is_accepted_executed_by_a_worker_and_watched(
    alice: Student, role: Any, grace: User, browser_of: Browser
) -> None:
    alice.target_job_role = role
    alice.save()
    client = browser_of(grace)

    asked = post(client, GENERATE, {"month": "2026-03", "studentIds": [alice.pk]})

    assert asked.status_code == 202
    run = GenerationRun.objects.get()
    assert asked.json() == {
        "runId": run.pk,
        "month": "2026-03-01",
        "askedFor": 1,
        "created": 0,
        "existed": 0,
        "skipped": 0,
        "failed": 0,
        "requestedAt": "2026-03-10T12:00:00Z",
        "finishedAt": None,
    }
    assert client.get(f"{RUNS}{run.pk}").json() == asked.json()
    assert not MonthlyMilestone.objects.exists(), "the endpoint itself generates nothing"

    services.execute_runs()

    told = client.get(f"{RUNS}{run.pk}").json()
    assert told == asked.json() | {"created": 1, "finishedAt": "2026-03-10T12:00:00Z"}
    post(client, GENERATE, {"studentIds": [alice.pk]})
    services.execute_runs()
    again = client.get(f"{RUNS}{GenerationRun.objects.latest('pk').pk}").json()
    assert (again["created"], again["existed"]) == (0, 1)


def test_a_student_without_a_role_and_a_role_without_requirements_are_skipped_and_told(
    alice: Student, charlie: Student, grace: User, browser_of: Browser
) -> None:
    charlie.target_job_role = make_job_role("Empty")
    charlie.save()
    client = browser_of(grace)

    run = post(client, GENERATE, {}).json()["runId"]
    services.execute_runs()

    told = client.get(f"{RUNS}{run}").json()
    assert (told["askedFor"], told["skipped"], told["created"], told["failed"]) == (2, 2, 0, 0)


@pytest.mark.parametrize("raw", ["", "null", "{}"])
def test_without_anything_said_it_is_the_current_month_for_everybody(
    raw: str, alice: Student, charlie: Student
) -> None:
    response = post(with_token(TokenScope.GENERATE), GENERATE, raw)

    assert response.status_code == 202
    assert (response.json()["month"], response.json()["askedFor"]) == ("2026-03-01", 2)


def test_a_mentor_asks_for_their_own_only(
    alice: Student, charlie: Student, bob: User, browser_of: Browser
) -> None:
    client = browser_of(bob)
    assert post(client, GENERATE, {}).json()["askedFor"] == 1
    before = everything()

    theirs = post(client, GENERATE, {"studentIds": [alice.pk, charlie.pk]})
    nothing = post(client, GENERATE, {"studentIds": [999_999]})

    assert theirs.status_code == nothing.status_code == 404
    assert theirs.json() == nothing.json()
    assert everything() == before


def test_a_student_named_twice_is_asked_for_once(alice: Student) -> None:
    body = {"studentIds": [alice.pk, alice.pk]}

    assert post(with_token(), GENERATE, body).json()["askedFor"] == 1


@pytest.mark.parametrize(
    "month",
    ["2026-13", "March", "2026-02", "2026-05", "2026-03-02", "0000-00", "9999-12", "", "x" * 10_000,
     "2026-03\u0000", "\ud800", 202603, True, ["2026-03"], "２０２６-03", "2026-W10"],
    ids=lambda month: repr(month)[:20],
)  # fmt: skip
def test_an_unknown_month_or_one_too_far_is_refused(
    month: object, grace: User, browser_of: Browser
) -> None:
    response = post(browser_of(grace), GENERATE, {"month": month})

    assert (response.status_code, response.json()["field"]) == (422, "month")
    assert not GenerationRun.objects.exists()


@pytest.mark.parametrize(
    "ids",
    [[], ["1"], [True], [0], [-1], [2**31], [10**30], [1.5], [None], "1", 5, {}, [1] * 10_001],
    ids=lambda ids: repr(ids)[:20],
)
def test_bad_student_ids_are_refused(ids: object, grace: User, browser_of: Browser) -> None:
    response = post(browser_of(grace), GENERATE, {"studentIds": ids})

    assert response.status_code == 422
    assert response.json()["field"].split(".")[0] == "studentIds"
    assert not GenerationRun.objects.exists()


def test_a_run_is_watched_by_who_asked_for_it_and_by_admins(
    alice: Student, bob: User, dora: User, grace: User, browser_of: Browser
) -> None:
    asking = with_token(TokenScope.GENERATE)
    tokens = post(asking, GENERATE, {}).json()["runId"]
    bobs = post(browser_of(bob), GENERATE, {}).json()["runId"]

    watched = {
        "token": [asking.get(f"{RUNS}{run}").status_code for run in (tokens, bobs)],
        "other token": [with_token().get(f"{RUNS}{run}").status_code for run in (tokens, bobs)],
        **{
            user.name: [browser_of(user).get(f"{RUNS}{run}").status_code for run in (tokens, bobs)]
            for user in (bob, dora, grace)
        },
    }

    assert watched == {
        "token": [200, 404],
        "other token": [404, 404],
        "Bob": [404, 200],
        "Dora": [404, 404],
        "Grace": [200, 200],
    }


@pytest.mark.parametrize("run", ["0", "999999", "99999999999999999999", "-1", "x", "1.5", "٣"])
def test_a_run_that_is_not_there(run: str, grace: User, browser_of: Browser) -> None:
    assert browser_of(grace).get(f"{RUNS}{run}").status_code == 404


def test_an_unknown_address_is_told_as_everything_else() -> None:
    response = Client().get("/api/nothing")

    assert response.status_code == 404
    assert response.json() == {"detail": "Not Found", "field": None, "missing": []}


# Who calls -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        (EVIDENCE, TokenScope.GENERATE),
        (GENERATE, TokenScope.EVIDENCE),
        (f"{RUNS}1", TokenScope.EVIDENCE),
    ],
)
def test_a_token_does_what_its_scopes_say(
    path: str, scope: TokenScope, march: MonthlyMilestone
) -> None:
    client = with_token(scope)
    before = everything()

    response = client.get(path) if path.startswith(RUNS) else post(
        client, path, score(march) if path == EVIDENCE else {}
    )  # fmt: skip

    assert response.status_code == 403
    assert everything() == before


def test_a_token_without_the_scope_learns_nothing_of_what_there_is(march: MonthlyMilestone) -> None:
    client = with_token(TokenScope.GENERATE)

    there = post(client, EVIDENCE, score(march))
    missing = post(client, EVIDENCE, score(march, milestoneId=999_999))

    assert (there.status_code, there.json()) == (missing.status_code, missing.json())


def test_a_revoked_token_opens_nothing(march: MonthlyMilestone) -> None:
    token, secret = make_token()
    revoke_token(token=token, by=None)

    response = post(Client(), EVIDENCE, score(march), HTTP_AUTHORIZATION=f"Bearer {secret}")

    assert response.status_code == 401
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic abc", "Bearer tfl_x", "Bearer " + "é" * 47]
)
def test_who_is_nobody_is_told_to_sign_in(header: str) -> None:
    response = Client().get(CURRENT, HTTP_AUTHORIZATION=header)

    assert response.status_code == 401
    assert response.json()["detail"] == "Sign in, or send a valid token."


def test_after_thirty_wrong_tokens_in_a_minute_an_address_waits(
    clock: time_machine.Traveller,
) -> None:
    _token, secret = make_token()
    wrong, right = f"Bearer tfl_{'x' * 43}", f"Bearer {secret}"

    tried = [Client().get(f"{RUNS}1", HTTP_AUTHORIZATION=wrong).status_code for _ in range(31)]

    assert tried == [401] * 30 + [429]
    assert Client().get(f"{RUNS}1", HTTP_AUTHORIZATION=right).status_code == 404, "known ones go on"
    clock.shift(61)
    assert Client().get(f"{RUNS}1", HTTP_AUTHORIZATION=wrong).status_code == 401


@pytest.mark.parametrize("path", [EVIDENCE, REVIEW, GENERATE])
def test_a_session_without_its_csrf_token_changes_nothing(
    path: str, march: MonthlyMilestone, bob: User
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(bob)
    before = everything()
    bodies = {EVIDENCE: score(march), REVIEW: decide(march), GENERATE: {}}

    refused = post(client, path, bodies[path])

    assert refused.status_code == 403
    assert "CSRF" in refused.json()["detail"]
    assert everything() == before
    client.cookies["csrftoken"] = token = "a" * 32
    accepted = post(client, path, bodies[path], HTTP_X_CSRFTOKEN=token)
    assert accepted.status_code in {200, 201, 202}


def test_a_token_needs_no_csrf_token(march: MonthlyMilestone) -> None:
    _token, secret = make_token()
    client = Client(enforce_csrf_checks=True)

    response = post(client, EVIDENCE, score(march), HTTP_AUTHORIZATION=f"Bearer {secret}")

    assert response.status_code == 201


def test_a_mentor_who_lost_the_role_can_do_nothing(
    march: MonthlyMilestone, bob: User, browser_of: Browser
) -> None:
    RoleGrant.objects.filter(user=bob, role=Role.MENTOR).delete()
    before = everything()
    client = browser_of(bob)

    codes = [
        post(client, path, body).status_code
        for path, body in ((EVIDENCE, score(march)), (REVIEW, decide(march)), (GENERATE, {}))
    ]

    assert codes == [403, 403, 403]
    assert everything() == before


def test_a_deactivated_person_is_signed_out(alice: Student, browser_of: Browser) -> None:
    client = browser_of(alice)
    User.objects.filter(pk=alice.user_id).update(is_active=False)

    assert client.get(CURRENT).status_code == 401


# What it costs ---------------------------------------------------------------------------------------


def scores_of(milestone: MonthlyMilestone, bob: User, number: int) -> None:
    for _ in range(number):
        services.submit_evidence(
            milestone=milestone,
            type=EvidenceType.ASSESSMENT_SCORE,
            by=bob,
            item=outcome_of(milestone),
            score=Decimal(40),
        )


@pytest.mark.parametrize(
    ("what", "status", "most"),
    [("current", 200, 12), ("link", 201, 12), ("score", 201, 12), ("review", 200, 14)],
)
def test_no_endpoint_costs_more_with_thirty_pieces_of_evidence_than_with_one(
    what: str,
    status: int,
    most: int,
    march: MonthlyMilestone,
    bob: User,
    role: Any,
    browser_of: Browser,
) -> None:
    other = give_march(make_student("zoe@example.org", mentor=bob), role)
    scores_of(march, bob, 1)
    scores_of(other, bob, 30)
    costs = []
    for month in (march, other):
        student, mentor = browser_of(month.student), browser_of(bob)
        client, path, body = {
            "current": (student, CURRENT, None),
            "link": (student, EVIDENCE, link(month)),
            "score": (mentor, EVIDENCE, score(month, 40)),
            "review": (mentor, REVIEW, decide(month)),
        }[what]
        with queries() as ran:
            response = post(client, path, body) if body else client.get(path)
        assert response.status_code == status
        costs.append(len(ran))

    assert costs[0] == costs[1]
    assert costs[0] <= most


def test_a_run_costs_the_same_for_one_student_and_for_thirty(
    alice: Student, role: Any, browser_of: Browser, grace: User
) -> None:
    mentor = make_mentor()
    alice.target_job_role = role
    alice.save()
    students = [alice, *(make_student(mentor=mentor, job_role=role) for _ in range(30))]
    client = browser_of(grace)
    asked, watched = [], []
    for some in (students[:1], students[1:]):
        with queries() as ran:
            post(client, GENERATE, {"studentIds": [student.pk for student in some]})
        asked.append(len(ran))
        services.execute_runs()
        run = GenerationRun.objects.latest("pk")
        with queries() as ran:
            assert client.get(f"{RUNS}{run.pk}").json()["created"] == len(some)
        watched.append(len(ran))

    assert asked[0] == asked[1] <= 12
    assert watched[0] == watched[1] <= 12
