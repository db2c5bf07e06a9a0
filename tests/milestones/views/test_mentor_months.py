"""A mentor's word on a month, and generating it anew."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from milestones import services
from milestones.generation.vocabulary import EvidenceType, MilestoneStatus, MilestoneType
from milestones.models import (
    ConstraintSkillUse,
    MentorConstraint,
    MilestoneSkillOutcome,
    MonthlyMilestone,
)
from tests.milestones.story import STARTING_SCORES, make_job_role
from tests.milestones.views.months import APRIL, FEBRUARY, MARCH, ask, queries, text_of, travel
from tests.personas import Browser
from tfl.accounts.models import AuditEntry, Student, User
from tfl.skills.models import Skill

NEW_MARCH = "what the rules would set"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with travel(date(2026, 3, 2)) as traveller:
        yield traveller


@pytest.fixture
def desk(bob: User, browser_of: Browser) -> Client:
    return browser_of(bob)


@pytest.fixture
def amina(alice: Student, bob: User) -> Student:
    """Alice in the first month of the story of docs/generation.md, moved to February."""
    alice.target_job_role = make_job_role()
    alice.joined_on = date(2026, 1, 15)
    alice.save()
    with travel(date(2026, 1, 20)):
        for name, points in STARTING_SCORES.items():
            services.record_assessment(
                student=alice, skill=Skill.objects.get(name=name), score=Decimal(points), by=bob
            )
    return alice


def generate(student: Student, month: date) -> MonthlyMilestone:
    """At five past midnight on the first."""
    with travel(month, 0):
        services.generate_month(month=month, students=[student])
    return student.milestones.get(milestone_month=month)


def outcome_of(milestone: MonthlyMilestone, skill: str) -> MilestoneSkillOutcome:
    return milestone.outcomes.get(skill__name=skill)


# Generating anew -------------------------------------------------------------------------------------


def test_a_late_score_that_changes_the_month_offers_to_generate_it_anew(
    amina: Student, bob: User, desk: Client
) -> None:
    """SQL waits over the first, so March asks for SQL from 10. Scored 30 for February, it starts at 30."""
    february = generate(amina, FEBRUARY)
    with travel(date(2026, 2, 28)):
        piece = ask(outcome_of(february, "SQL"))
    march = generate(amina, MARCH)
    assert outcome_of(march, "SQL").starting_score == 10
    page = f"/mentor/students/{amina.pk}/?month=2026-03"
    assert NEW_MARCH not in text_of(desk.get(page))

    services.verify_evidence(evidence=piece, by=bob, score=Decimal(30))

    march.refresh_from_db()
    assert march.outdated
    assert NEW_MARCH in text_of(desk.get(page))
    response = desk.post(
        f"/mentor/milestones/{march.pk}/regenerate/", {"reason": "SQL came late."}, follow=True
    )
    assert "Generated anew: " in text_of(response)
    fresh = amina.milestones.get(milestone_month=MARCH)
    assert outcome_of(fresh, "SQL").starting_score == 30
    assert not fresh.outdated
    assert NEW_MARCH not in text_of(desk.get(page))
    logged = AuditEntry.objects.get(student=amina, action="milestone.regenerated")
    assert (logged.actor, logged.reason) == (bob, "SQL came late.")


def test_a_late_result_that_changes_nothing_offers_nothing(
    amina: Student, bob: User, desk: Client
) -> None:
    """The same score again, written down on the 2nd for the last of February."""
    february = generate(amina, FEBRUARY)
    sql = outcome_of(february, "SQL")
    with travel(date(2026, 2, 20)):
        record(sql, 15, bob, date(2026, 2, 20))
    march = generate(amina, MARCH)
    record(sql, 15, bob, date(2026, 2, 28))

    response = desk.get(f"/mentor/students/{amina.pk}/?month=2026-03")

    march.refresh_from_db()
    assert not march.outdated
    assert NEW_MARCH not in text_of(response)


def test_a_late_decision_against_the_proof_offers_it(
    amina: Student, bob: User, desk: Client
) -> None:
    """March recovers what February missed, until February counts as achieved."""
    february = generate(amina, FEBRUARY)
    march = generate(amina, MARCH)
    assert march.recovers == february

    services.review_milestone(
        milestone=february, by=bob, status=MilestoneStatus.ACHIEVED, override_reason="Shown."
    )

    march.refresh_from_db()
    assert march.outdated
    assert NEW_MARCH in text_of(desk.get(f"/mentor/students/{amina.pk}/?month=2026-03"))


def test_once_something_is_handed_in_the_month_stays(
    amina: Student, bob: User, desk: Client
) -> None:
    february, march = generate(amina, FEBRUARY), generate(amina, MARCH)
    record(outcome_of(february, "SQL"), 30, bob, date(2026, 2, 28))
    ask(outcome_of(march, "SQL"))

    with queries() as ran:
        page = text_of(desk.get(f"/mentor/students/{amina.pk}/?month=2026-03"))
    response = desk.post(f"/mentor/milestones/{march.pk}/regenerate/", {"reason": "Late."})

    assert "anew" not in page
    assert len(ran) == 11  # the rules are not run for what cannot be changed
    assert response.status_code == 409
    assert "Work on this month has begun" in text_of(response)
    assert amina.milestones.get(milestone_month=MARCH) == march


def test_without_a_reason_it_is_not_generated_anew(amina: Student, desk: Client) -> None:
    march = generate(amina, MARCH)

    response = desk.post(f"/mentor/milestones/{march.pk}/regenerate/", {"reason": ""})

    assert response.status_code == 422
    assert amina.milestones.get(milestone_month=MARCH) == march


def test_where_nothing_came_late_the_rules_are_not_run(amina: Student, desk: Client) -> None:
    generate(amina, FEBRUARY)
    generate(amina, MARCH)

    with queries() as ran:
        desk.get(f"/mentor/students/{amina.pk}/?month=2026-03")

    assert len(ran) == 11


def record(outcome: MilestoneSkillOutcome, points: int, bob: User, day: date) -> None:
    services.submit_evidence(
        milestone=outcome.milestone,
        type=EvidenceType.ASSESSMENT_SCORE,
        by=bob,
        item=outcome,
        score=Decimal(points),
        taken_on=day,
    )


# Constraints -----------------------------------------------------------------------------------------


def constraint_page(student: Student) -> str:
    return f"/mentor/students/{student.pk}/constraint/"


def skill_id(name: str) -> int:
    return Skill.objects.get(name=name).pk


def test_a_constraint_is_set_shown_and_taken_back(amina: Student, bob: User, desk: Client) -> None:
    typed = {
        "month": "2026-04-01",
        "fixed_type": "ProjectDelivery",
        "include": [skill_id("Git")],
        "leave_out": [skill_id("SQL")],
        "most_outcomes": "2",
        "note": "Exams in April.",
    }

    response = desk.post(constraint_page(amina), typed, follow=True)

    assert response.redirect_chain[0][0].endswith("?show=record#constraints")
    page = text_of(response)
    said = "April 2026 Project delivery with Git without SQL at most 2 skills “Exams in April.”"
    assert said in page
    said_row = MentorConstraint.objects.get()
    assert (said_row.month, said_row.fixed_type) == (APRIL, MilestoneType.PROJECT_DELIVERY)
    uses = set(said_row.skill_uses.values_list("skill__name", "use"))
    assert uses == {("Git", ConstraintSkillUse.INCLUDE), ("SQL", ConstraintSkillUse.LEAVE_OUT)}

    desk.post(f"/mentor/constraints/{said_row.pk}/remove/")

    assert not MentorConstraint.objects.exists()
    assert "None: the rules decide alone." in text_of(
        desk.get(f"/mentor/students/{amina.pk}/?show=record")
    )


def test_what_was_said_before_is_there_to_change(amina: Student, bob: User, desk: Client) -> None:
    generate(amina, MARCH)
    services.set_constraint(
        student=amina, month=APRIL, by=bob, note="Exams in April.", most_outcomes=1
    )

    html = desk.get(constraint_page(amina)).content.decode()

    assert "Exams in April." in html
    assert '<option value="1" selected>1</option>' in html
    assert 'value="2026-04-01" required id="id-month_1" checked' in html


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"note": ""}, "This field is required."),
        ({"month": "2026-05-01"}, "2026-05-01 is not one of the available choices."),
        ({"month": "2026-03-01"}, "This month is generated already"),
        ({"most_outcomes": "5"}, "5 is not one of the available choices."),
        ({"fixed_type": "Holiday"}, "Holiday is not one of the available choices."),
        ({"include": ["0"]}, "0 is not one of the available choices."),
    ],
)
def test_a_bad_constraint_comes_back_with_what_was_typed(
    amina: Student, desk: Client, typed: dict[str, object], said: str
) -> None:
    generate(amina, MARCH)
    good = {"month": "2026-04-01", "most_outcomes": "3", "note": "Exams in April."}

    response = desk.post(constraint_page(amina), good | typed)

    assert response.status_code == 422
    assert said in text_of(response)
    assert not MentorConstraint.objects.exists()
    if "note" not in typed:
        assert "Exams in April." in response.content.decode()


def test_a_skill_is_not_both_included_and_left_out(amina: Student, desk: Client) -> None:
    sql = skill_id("SQL")

    response = desk.post(
        constraint_page(amina),
        {"month": "2026-04-01", "include": [sql], "leave_out": [sql], "note": "Odd."},
    )

    assert response.status_code == 422
    assert "A skill is either included or left out, not both." in text_of(response)


def test_anothers_constraint_is_not_there(
    amina: Student, bob: User, dora: User, browser_of: Browser
) -> None:
    said = services.set_constraint(student=amina, month=APRIL, by=bob, note="Exams.")

    assert browser_of(dora).post(f"/mentor/constraints/{said.pk}/remove/").status_code == 404
    assert browser_of(amina).post(f"/mentor/constraints/{said.pk}/remove/").status_code == 403
    assert MentorConstraint.objects.get() == said
