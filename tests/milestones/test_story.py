"""Six months of one student, as docs/generation.md works them out by hand."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Protocol

import pytest
import time_machine

from milestones import services
from milestones.generation.facts import load_catalogue, load_inputs
from milestones.generation.if_then import PassCheckpoint, if_then
from milestones.generation.plan import Plan
from milestones.generation.vocabulary import (
    CheckpointType,
    DemandUrgency,
    EvidenceType,
    GeneratedBy,
    MilestoneStatus,
    MilestoneType,
)
from milestones.models import (
    EmployerDemand,
    Evidence,
    GenerationRunEntry,
    MonthlyMilestone,
    RunResult,
)
from tests.make import make_mentor, make_organisation, make_student
from tests.milestones.story import (
    DEMAND_OPEN,
    DEMAND_OPENED_ON,
    EMPLOYER,
    JOINS_ON,
    READY_MONTH,
    SCORED_ON,
    STARTING_SCORES,
    STORY,
    Expected,
    Interview,
    Month,
    Proof,
    make_job_role,
)
from tfl.accounts.models import Student, User
from tfl.core.months import last_day
from tfl.skills.models import JobRole, Skill


def at(clock: time_machine.Traveller, day: date, hour: int = 10) -> None:
    clock.move_to(datetime.combine(day, time(hour), tzinfo=UTC))


class Hands(Protocol):
    """The ways the people of the story can do what they do."""

    student: Student
    mentor: User

    def give_starting_scores(self) -> None: ...
    def open_demand(self, role: JobRole) -> None: ...
    def generate(self) -> None: ...
    def prove(self, milestone: MonthlyMilestone, proof: Proof) -> None: ...
    def deliver(self, milestone: MonthlyMilestone, rating: int) -> None: ...
    def interview(self, milestone: MonthlyMilestone, interview: Interview) -> None: ...
    def decide(self, milestone: MonthlyMilestone, status: MilestoneStatus) -> None: ...


class ServiceHands:
    """Everything through services."""

    def __init__(self, role: JobRole) -> None:
        self.mentor = make_mentor("bob@example.org", name="Bob")
        self.student = make_student(
            "amina@example.org", mentor=self.mentor, job_role=role, joined_on=JOINS_ON
        )

    def give_starting_scores(self) -> None:
        services.record_starting_scores(
            rows=[
                services.NewAssessment(self.student, Skill.objects.get(name=name), Decimal(score))
                for name, score in STARTING_SCORES.items()
            ],
            by=self.mentor,
            taken_on=SCORED_ON,
        )

    def open_demand(self, role: JobRole) -> None:
        EmployerDemand.objects.create(
            employer=make_organisation(EMPLOYER),
            job_role=role,
            urgency=DemandUrgency.URGENT,
            opened_on=DEMAND_OPENED_ON,
            open_from=DEMAND_OPEN[0],
            open_until=DEMAND_OPEN[1],
        )

    def generate(self) -> None:
        services.generate_due_milestones()

    def prove(self, milestone: MonthlyMilestone, proof: Proof) -> None:
        evidence = services.submit_evidence(
            milestone=milestone,
            type=EvidenceType.PROJECT_LINK,
            by=self.student.user,
            item=milestone.outcomes.get(skill__name=proof.skill),
            note="Here it is.",
            confidence=proof.sure,
        )
        services.verify_evidence(evidence=evidence, by=self.mentor, score=Decimal(proof.score))

    def deliver(self, milestone: MonthlyMilestone, rating: int) -> None:
        evidence = services.submit_evidence(
            milestone=milestone,
            type=EvidenceType.PROJECT_LINK,
            by=self.student.user,
            item=milestone.projects.get(),
            reference="https://code.example.com/amina/project",
        )
        services.verify_evidence(evidence=evidence, by=self.mentor, score=Decimal(rating))

    def interview(self, milestone: MonthlyMilestone, interview: Interview) -> None:
        services.record_checkpoint(
            checkpoint=milestone.checkpoints.get(checkpoint_type=interview.type),
            result=interview.result,
            by=self.mentor,
        )

    def decide(self, milestone: MonthlyMilestone, status: MilestoneStatus) -> None:
        services.review_milestone(milestone=milestone, by=self.mentor, status=status)


def live(hands: Hands, clock: time_machine.Traveller, month: Month) -> MonthlyMilestone:
    """One month from its generation to its review, checked on the way."""
    at(clock, month.month, hour=0)
    hands.generate()
    milestone = MonthlyMilestone.objects.get(student=hands.student, milestone_month=month.month)
    assert_is(milestone, month.expected)
    for proof in month.proofs:
        at(clock, proof.day)
        hands.prove(milestone, proof)
    if month.project:
        at(clock, month.project[0])
        hands.deliver(milestone, month.project[1])
    for interview in month.interviews:
        at(clock, interview.day)
        hands.interview(milestone, interview)
    at(clock, last_day(month.month), hour=22)
    hands.decide(milestone, month.decided)
    milestone.refresh_from_db()
    assert milestone.status == month.decided
    return milestone


def assert_is(milestone: MonthlyMilestone, expected: Expected) -> None:
    outcomes = list(milestone.outcomes.select_related("skill"))
    assert milestone.milestone_type == expected.type
    assert {o.skill.name: (o.starting_score, o.expected_score) for o in outcomes} == {
        name: (Decimal(start), Decimal(target))
        for name, (start, target) in expected.outcomes.items()
    }
    assert [outcome.skill.name for outcome in outcomes] == list(expected.outcomes)
    assert {o.skill.name for o in outcomes if o.carried_from} == set(expected.carried)
    assert milestone.expected_employability_level == expected.level
    assert [p.project_title for p in milestone.projects.all()] == (
        [expected.project] if expected.project else []
    )
    assert {
        c.checkpoint_type: c.expected_confidence_level for c in milestone.checkpoints.all()
    } == expected.checkpoints
    assert milestone.generation_reason == expected.reason
    assert (milestone.recovers and milestone.recovers.milestone_month) == expected.recovers
    assert bool(milestone.demand) is expected.demand
    assert milestone.generated_by == GeneratedBy.SYSTEM
    assert milestone.status == MilestoneStatus.IN_PROGRESS


def tell(hands: Hands, clock: time_machine.Traveller, role: JobRole) -> None:
    """The whole story, up to *ready*."""
    at(clock, SCORED_ON)
    hands.give_starting_scores()
    for month in STORY:
        if month.month.month == DEMAND_OPENED_ON.month + 1:
            at(clock, DEMAND_OPENED_ON)
            hands.open_demand(role)
        live(hands, clock, month)
    at(clock, READY_MONTH, hour=0)
    hands.generate()
    entry = GenerationRunEntry.objects.get(student=hands.student, run__month=READY_MONTH)
    assert entry.result == RunResult.SKIPPED
    assert entry.reason == "Ready: nothing is left to prove for this job role."
    assert hands.student.milestones.count() == len(STORY)


@pytest.mark.django_db
def test_six_months_through_services_end_in_ready(clock: time_machine.Traveller) -> None:
    role = make_job_role()
    at(clock, JOINS_ON)
    tell(ServiceHands(role), clock, role)


@pytest.mark.django_db
def test_what_a_checkpoint_would_unlock_is_what_the_generator_then_does(
    clock: time_machine.Traveller,
) -> None:
    role = make_job_role()
    at(clock, JOINS_ON)
    hands = ServiceHands(role)
    at(clock, SCORED_ON)
    hands.give_starting_scores()
    for month in STORY[:2]:
        live(hands, clock, month)
    march = STORY[2]
    at(clock, march.month, hour=0)
    hands.generate()
    milestone = hands.student.milestones.get(milestone_month=march.month)
    for proof in march.proofs:
        at(clock, proof.day)
        hands.prove(milestone, proof)
    at(clock, date(2026, 3, 20))
    april = date(2026, 4, 1)
    inputs = load_inputs([hands.student], load_catalogue(april), cut_off=date(2026, 3, 20))[
        hands.student.pk
    ]
    without = if_then(inputs, PassCheckpoint(CheckpointType.HR))
    assert isinstance(without, Plan)
    assert without.type == MilestoneType.INTERVIEW_READINESS
    passed = if_then(inputs, PassCheckpoint(CheckpointType.TECHNICAL))
    assert isinstance(passed, Plan)
    assert passed.type == MilestoneType.PROJECT_DELIVERY
    assert passed.project is not None
    assert passed.project.title == "Orders service"


@pytest.mark.django_db
def test_proof_of_the_last_evening_reviewed_on_the_2nd_makes_no_recovery_month(
    clock: time_machine.Traveller,
) -> None:
    role = make_job_role()
    at(clock, JOINS_ON)
    hands = ServiceHands(role)
    at(clock, SCORED_ON)
    hands.give_starting_scores()
    at(clock, date(2026, 1, 1), hour=0)
    hands.generate()
    january = hands.student.milestones.get()
    at(clock, date(2026, 1, 31), hour=23)
    for item in january.items():
        services.submit_evidence(
            milestone=january,
            type=EvidenceType.PROJECT_LINK,
            by=hands.student.user,
            item=item,
            reference="https://code.example.com/amina/proof",
        )
    at(clock, date(2026, 2, 1), hour=0)
    hands.generate()
    february = hands.student.milestones.get(milestone_month=date(2026, 2, 1))
    assert february.recovers is None
    assert not february.outcomes.filter(carried_from__isnull=False).exists()

    at(clock, date(2026, 2, 2), hour=9)
    scores = {"SQL": 48, "REST APIs": 45}
    for evidence in Evidence.objects.awaiting_review().filter(milestone=january):
        answer = scores[evidence.item.name] if evidence.outcome_id else 4
        services.verify_evidence(evidence=evidence, by=hands.mentor, score=Decimal(answer))
    services.review_milestone(milestone=january, by=hands.mentor, status=MilestoneStatus.ACHIEVED)
    again = services.regenerate_milestone(
        milestone=february, by=hands.mentor, reason="January was proven on its last evening."
    )
    assert again is not None
    # As the page has it for February: what was taken on 31 January is read as of 1 February, with
    # steps of 25: 48 - 10 and 45 - 20.
    assert again.recovers is None
    assert {o.skill.name: o.expected_score for o in again.outcomes.all()} == {
        "REST APIs": Decimal(70),
        "SQL": Decimal(73),
    }
