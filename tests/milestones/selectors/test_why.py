"""“Why this milestone?”, a sentence for each thing the trace can say."""

from typing import Any

import pytest

from milestones.generation.vocabulary import MilestoneType
from milestones.models import EmployerDemand, MonthlyMilestone
from milestones.selectors.why import Voice, why
from tests.make import make_job_role, make_organisation, make_skill
from tests.milestones.views.months import FEBRUARY, make_milestone, queries
from tfl.accounts.models import Student
from tfl.skills.models import JobRole

LEFT_OPEN = {"rule": 0, "fires": False}
NO_DEMAND = {"rule": 1, "fires": False, "demand": None, "gap": "25.00", "short": 1}
NOTHING_MISSED = {"rule": 2, "fires": False, "missed": [0, 0, 0], "waiting": False}
CORE_IS_STRONG = {"rule": 3, "fires": False, "skills": []}
PROJECT_IS_THERE = {"rule": 4, "fires": False}
ALL_PASSED = {"rule": 5, "fires": False, "types": []}
QUIET: list[dict[str, Any]] = [
    LEFT_OPEN,
    NO_DEMAND,
    NOTHING_MISSED,
    CORE_IS_STRONG,
    PROJECT_IS_THERE,
    ALL_PASSED,
]


def told(
    student: Student, *found: dict[str, Any], voice: Voice = "student", **fields: Any
) -> list[str]:
    """The sentences of a milestone whose last finding decided, between the first and the last one."""
    known = JobRole.objects.filter(name="Backend Developer").first()
    student.target_job_role = known or make_job_role("Backend Developer")
    trace = {"rules": list(found), "decided": found[-1]["rule"]} | fields.pop("trace", {})
    milestone = make_milestone(student, trace=trace, **fields)
    sentences = why(milestone, voice)
    assert sentences[0] == "Decided from what was known on March 1, 2026."
    return sentences[1:-1]


def test_the_mentors_word_is_told_to_each_as_theirs(alice: Student, charlie: Student) -> None:
    word = {"rule": 0, "fires": True}

    assert told(alice, word) == ["Your mentor chose the type of this month: Skill consolidation."]
    assert told(charlie, word, voice="mentor") == [
        "You chose the type of this month: Skill consolidation."
    ]


@pytest.mark.parametrize(
    ("voice", "sentence"),
    [
        (
            "student",
            "Acme urgently hires for Backend Developer. You are 17.5 points on average from its "
            "critical skills, which is within reach.",
        ),
        (
            "mentor",
            "Acme urgently hires for Backend Developer. The student is 17.5 points on average from "
            "its critical skills, which is within reach.",
        ),
    ],
)
def test_an_urgent_demand_names_the_employer_and_the_distance(
    alice: Student, voice: Voice, sentence: str
) -> None:
    role = alice.target_job_role = make_job_role("Backend Developer")
    demand = EmployerDemand.objects.create(employer=make_organisation("Acme"), job_role=role)
    milestone = make_milestone(
        alice,
        type=MilestoneType.EMPLOYER_DRIVEN,
        trace={
            "decided": 1,
            "rules": [
                LEFT_OPEN,
                {"rule": 1, "fires": True, "demand": demand.pk, "gap": "17.50", "short": 2},
            ],
        },
    )
    MonthlyMilestone.objects.filter(pk=milestone.pk).update(demand=demand)
    milestone.refresh_from_db()

    assert why(milestone, voice)[1:-1] == [sentence]


@pytest.mark.parametrize(
    ("demand", "sentence"),
    [
        (
            {"demand": 1, "gap": "52.00", "short": 2},
            "An employer was urgently looking; 52 points on average to its critical skills are more "
            "than one month can close.",
        ),
        (
            {"demand": 1, "gap": "0.00", "short": 0},
            "An employer was urgently looking, and nothing it needs was missing.",
        ),
        (
            {"demand": None, "gap": "10.00", "short": 1},
            "No employer was urgently looking for a Backend Developer.",
        ),
    ],
)
def test_a_demand_that_did_not_win_says_why(
    alice: Student, demand: dict[str, Any], sentence: str
) -> None:
    weak = {"rule": 3, "fires": True, "skills": []}
    found = {"rule": 1, "fires": False} | demand

    assert told(alice, LEFT_OPEN, found, NOTHING_MISSED, weak)[0] == sentence


def test_recovery_names_the_month_and_what_it_left(alice: Student) -> None:
    february = make_milestone(alice, FEBRUARY)
    missed = {"rule": 2, "fires": True, "missed": [2, 1, 1], "waiting": False}

    sentences = told(alice, LEFT_OPEN, NO_DEMAND, missed, recovers=february)

    assert sentences[-1] == (
        "February left something open: 2 skills, the project and 1 interview. It comes back first."
    )


def test_proof_still_waiting_is_told_as_the_reason_for_no_recovery(
    alice: Student, charlie: Student
) -> None:
    waiting = {"rule": 2, "fires": False, "missed": [0, 0, 0], "waiting": True}
    weak = {"rule": 3, "fires": True, "skills": []}

    assert told(alice, LEFT_OPEN, NO_DEMAND, waiting, weak)[1] == (
        "Proof of the month before was still with your mentor, so nothing counts as open."
    )
    assert told(charlie, LEFT_OPEN, NO_DEMAND, waiting, weak, voice="mentor")[1] == (
        "Proof of the month before was still with you, so nothing counts as open."
    )


def test_a_weak_core_names_its_skills(alice: Student) -> None:
    weak = {"rule": 3, "fires": True, "skills": [make_skill("SQL").pk, make_skill("Git").pk]}

    assert told(alice, LEFT_OPEN, NO_DEMAND, NOTHING_MISSED, weak)[1:] == [
        "The month before left nothing to bring back.",
        "Critical for a Backend Developer and still weak: SQL and Git.",
    ]


def test_the_later_rules_tell_what_was_found_on_the_way(alice: Student) -> None:
    git = make_skill("Git")
    left = {"rule": 6, "fires": True, "skills": [git.pk]}

    assert told(alice, *QUIET, left) == [
        "No employer was urgently looking for a Backend Developer.",
        "The month before left nothing to bring back.",
        "No critical skill was weak.",
        "A production project is completed.",
        "Every interview of the job role is passed.",
        "Still under what a Backend Developer needs: Git.",
    ]


def test_a_project_or_an_interview_to_come_is_told(alice: Student, charlie: Student) -> None:
    no_project = {"rule": 4, "fires": True}
    untested = {"rule": 5, "fires": True, "types": ["HR", "Behavioral"]}

    assert told(alice, *QUIET[:4], no_project)[-1] == (
        "No production project as a Backend Developer was completed yet."
    )
    assert told(charlie, *QUIET[:5], untested)[-1] == (
        "Interviews not passed yet: HR interview and Behavioral interview."
    )


@pytest.mark.parametrize(
    ("origin", "student", "mentor"),
    [
        (
            "carried",
            "SQL was set before and not proven yet; it comes first.",
            "SQL was set before and not proven yet; it comes first.",
        ),
        (
            "included",
            "SQL is there because your mentor asked for it.",
            "SQL is there because you asked for it.",
        ),
        (
            "candidate",
            "SQL is next for Backend Developer; 12.5 points are a fair step for one month.",
            "SQL is next for Backend Developer; 12.5 points are a fair step for one month.",
        ),
        (
            "least-margin",
            "Every skill is where it has to be; SQL has the least to spare and is held.",
            "Every skill is where it has to be; SQL has the least to spare and is held.",
        ),
    ],
)
def test_each_outcome_says_why_it_is_there(
    alice: Student, charlie: Student, origin: str, student: str, mentor: str
) -> None:
    outcome = {"skill": make_skill("SQL").pk, "why": origin, "step": "12.50"}
    trace = {"outcomes": [outcome]}
    word = {"rule": 0, "fires": True}

    assert told(alice, word, trace=trace)[-1] == student
    assert told(charlie, word, trace=trace, voice="mentor")[-1] == mentor


def test_in_an_employers_month_an_outcome_is_what_the_employer_needs(alice: Student) -> None:
    trace = {"outcomes": [{"skill": make_skill("SQL").pk, "why": "candidate", "step": "20"}]}
    word = {"rule": 0, "fires": True}

    assert told(alice, word, trace=trace, type=MilestoneType.EMPLOYER_DRIVEN)[-1] == (
        "SQL is among what the employer needs."
    )


@pytest.mark.parametrize(
    ("voice", "left_out", "confidence"),
    [
        (
            "student",
            "Your mentor left out Git.",
            "How sure you felt was 24.5 points above your scores.",
        ),
        ("mentor", "You left out Git.", "Confidence was 24.5 points above the scores."),
    ],
)
def test_what_gave_way_and_what_confidence_said(
    alice: Student, voice: Voice, left_out: str, confidence: str
) -> None:
    trace = {
        "deferred": [make_skill("Testing").pk],
        "left_out": [make_skill("Git").pk],
        "replaced": 7,
        "confidence_gap": "24.50",
    }

    assert told(alice, {"rule": 0, "fires": True}, voice=voice, trace=trace)[1:] == [
        "Kept for the next month, because one month asks for only so much: Testing.",
        left_out,
        "The mini project not completed gives way to a production project.",
        confidence,
    ]


@pytest.mark.parametrize(
    ("voice", "sentence"),
    [
        ("student", "Your scores were 24.5 points above how sure you felt."),
        ("mentor", "The scores were 24.5 points above confidence."),
    ],
)
def test_scores_ahead_of_confidence_are_told_too(
    alice: Student, voice: Voice, sentence: str
) -> None:
    trace = {"confidence_gap": "-24.50"}

    assert told(alice, {"rule": 0, "fires": True}, voice=voice, trace=trace)[1:] == [sentence]


def test_confidence_that_meets_the_scores_is_no_reason(alice: Student) -> None:
    trace = {"confidence_gap": "0.00"}

    assert len(told(alice, {"rule": 0, "fires": True}, trace=trace)) == 1


@pytest.mark.parametrize(
    ("voice", "sentence"),
    [
        (
            "student",
            "With this month proven you are at 62 of 100 for a Backend Developer: Intermediate.",
        ),
        (
            "mentor",
            "With this month proven the student is at 62 of 100 for a Backend Developer: Intermediate.",
        ),
    ],
)
def test_it_ends_with_where_the_month_leads(alice: Student, voice: Voice, sentence: str) -> None:
    alice.target_job_role = make_job_role("Backend Developer")

    assert why(make_milestone(alice), voice)[-1] == sentence


def test_a_skill_deleted_since_leaves_the_sentence_whole(alice: Student) -> None:
    trace = {"left_out": [987_654]}

    assert told(alice, {"rule": 0, "fires": True}, trace=trace)[-1] == (
        "Your mentor left out a skill no longer listed."
    )


def test_it_costs_one_query(alice: Student) -> None:
    alice.target_job_role = make_job_role()
    make_milestone(alice, trace={"left_out": [make_skill("Git").pk]})
    milestone = MonthlyMilestone.objects.select_related(
        "student", "primary_job_role", "demand__employer", "recovers"
    ).get()

    with queries() as ran:
        why(milestone)

    assert len(ran) == 1
