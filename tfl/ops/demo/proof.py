"""One item's way: handed in, answered, and the review of its month."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.text import slugify

from milestones.generation.vocabulary import (
    CheckpointResult,
    EvaluationType,
    EvidenceType,
    MilestoneStatus,
)
from milestones.models import (
    Evidence,
    InterviewCheckpoint,
    MilestoneProject,
    MilestoneSkillOutcome,
    MonthlyMilestone,
)
from milestones.services import (
    record_assessment,
    record_checkpoint,
    return_evidence,
    review_milestone,
    submit_evidence,
    verify_evidence,
)
from tfl.accounts.models import EmployerMembership, User
from tfl.ops.demo import script
from tfl.ops.demo.arrival import DemoStudent
from tfl.ops.demo.chance import chance
from tfl.ops.demo.script import Kind

Item = MilestoneSkillOutcome | MilestoneProject | InterviewCheckpoint
RETURNED = 0.1
"""Share of what is handed in that comes back once."""
OVERRIDDEN = 0.15
"""Share of the months with one thing missing that a mentor calls achieved, saying why."""


SLOW, UNSEEN = 4, 0.3
"""A mentor who takes at least so many days to answer; the share of this month's items lying on that desk."""
PASSES, COMES_CLOSE = 0.95, 0.7
"""Efforts, in an interview."""


@dataclass(frozen=True)
class Attempt:
    """At one item of the month with this number: how far it goes (1 arrives), and what becomes of it once
    handed in: `answered`, `returned`, or `waits`. `again`: it came back once.
    """

    each: DemoStudent
    item: Item
    month: int
    effort: float
    fate: str = "answered"
    again: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        return self.each.number, self.month, self.item.name, self.fate

    @property
    def kind(self) -> Kind:
        if isinstance(self.item, MilestoneSkillOutcome):
            return Kind.SCORE
        return Kind.LINK if isinstance(self.item, MilestoneProject) else Kind.INTERVIEW

    @property
    def is_lively(self) -> bool:
        return (self.each.number, self.month) == (script.LIVELY, script.NOW)

    @property
    def is_early(self) -> bool:
        return self.each.number == script.LIVELY

    @property
    def is_late(self) -> bool:
        return (self.each.number, self.month) == (script.LATE, script.NOW - 1)

    @property
    def is_put_off(self) -> bool:
        return (self.each.number, self.month) == (script.LATE, script.NOW)

    def drawn_fate(self, place: int, *, lies: bool) -> str:
        """Of the item at this place; the first of a month that `lies` waits for an answer."""
        if self.is_lively:
            return script.LIVELY_FATES[place % len(script.LIVELY_FATES)]
        if self.is_late or self.is_early:
            return "answered"
        fate = chance("fate", *self.key)
        swamped = self.month == script.NOW and self.each.patience[0] >= SLOW
        if (lies and place == 0) or (swamped and fate.random() < UNSEEN):
            return "waits"
        return "returned" if fate.random() < RETURNED else "answered"


def hand_in(attempt: Attempt) -> Evidence:
    notes = script.NOTES_AGAIN if attempt.again else script.NOTES
    return submit_evidence(
        milestone=attempt.item.milestone,
        type=EvidenceType.PROJECT_LINK,
        by=attempt.each.user,
        item=attempt.item,
        reference=_link(attempt) if attempt.kind is Kind.LINK else "",
        note=chance("note", *attempt.key).choice(notes[attempt.kind]),
        confidence=_sure(attempt),
    )


def answer(evidence: Evidence, attempt: Attempt) -> None:
    item, mentor = attempt.item, attempt.each.mentor
    if attempt.fate == "returned":
        reason = chance("reason", *attempt.key).choice(script.RETURNED[attempt.kind])
        return_evidence(evidence=evidence, by=mentor, reason=reason)
    elif isinstance(item, MilestoneProject):
        _evaluate(evidence, attempt, item)
    elif isinstance(item, InterviewCheckpoint):
        verify_evidence(evidence=evidence, by=mentor, result=_result(attempt))
    else:
        verify_evidence(evidence=evidence, by=mentor, score=_score(attempt, item))


def test(attempt: Attempt) -> None:
    """The mentor does not wait to be asked: a short test, or the interview."""
    item, mentor = attempt.item, attempt.each.mentor
    if isinstance(item, InterviewCheckpoint):
        record_checkpoint(checkpoint=item, result=_result(attempt), by=mentor, confidence=3)
    elif isinstance(item, MilestoneSkillOutcome):
        score = _score(attempt, item)
        record_assessment(student=attempt.each.student, skill=item.skill, score=score, by=mentor)


def review(
    each: DemoStudent, milestone: MonthlyMilestone, number: int, waiting: dict[int, Attempt]
) -> None:
    """Answer what still waits of the month, then decide; nothing where that is done."""
    for evidence in Evidence.objects.awaiting_review().filter(milestone=milestone):
        answer(evidence, replace(waiting.pop(evidence.pk), fate="answered"))
    milestone = MonthlyMilestone.objects.get(pk=milestone.pk)
    if milestone.is_reviewed:
        return
    missing = len(milestone.missing())
    fate = chance("review", each.number, number)
    enough = missing == 1 and fate.random() < OVERRIDDEN
    achieved = enough or not missing
    feedback = fate.choice(script.WELL_DONE if achieved else script.NOT_YET)
    review_milestone(
        milestone=milestone,
        by=each.mentor,
        status=MilestoneStatus.ACHIEVED if achieved else MilestoneStatus.PARTIALLY_ACHIEVED,
        feedback=script.CALLED_ENOUGH if enough else feedback,
        override_reason=script.ENOUGH if enough else "",
    )


# What it is worth --------------------------------------------------------------------------------


def _score(attempt: Attempt, outcome: MilestoneSkillOutcome) -> Decimal:
    if outcome.starting_score is None or outcome.expected_score is None:
        return Decimal(round(70 * attempt.each.archetype.start))
    start, target = float(outcome.starting_score), float(outcome.expected_score)
    return Decimal(min(max(round(start + attempt.effort * (target - start)), 0), 100))


def _rating(attempt: Attempt) -> int:
    """1–5; a project needs 3."""
    return min(max(round(attempt.effort * 4), 1), 5)


def _result(attempt: Attempt) -> CheckpointResult:
    if attempt.effort >= PASSES:
        return CheckpointResult.PASSED
    return (
        CheckpointResult.BORDERLINE if attempt.effort >= COMES_CLOSE else CheckpointResult.NOT_YET
    )


def _sure(attempt: Attempt) -> int:
    """As sure as the result will show, give or take what is in the student's nature."""
    if isinstance(attempt.item, MilestoneSkillOutcome):
        shown = int(_score(attempt, attempt.item))
    else:
        shown = round(min(attempt.effort, 1) * 75)
    return min(max(1 + round(shown / 25) + attempt.each.archetype.sure, 1), 5)


def _link(attempt: Attempt) -> str:
    who = attempt.each.user.email.partition("@")[0]
    return f"https://code.example.org/{who}/{slugify(attempt.item.name)}"[:255]


def _evaluate(evidence: Evidence, attempt: Attempt, project: MilestoneProject) -> None:
    """By the mentor; by an employer where one may and the project is for employers to judge."""
    employer = _employer_of(attempt.each)
    kind = EvaluationType(project.evaluation_type)
    if kind is EvaluationType.EMPLOYER_REVIEW and employer:
        submit_evidence(
            milestone=project.milestone,
            type=EvidenceType.EMPLOYER_FEEDBACK,
            by=employer,
            item=project,
            score=Decimal(_rating(attempt)),
        )
        return
    scale = 20 if kind is EvaluationType.AUTO_ASSESSMENT else 1
    score = Decimal(_rating(attempt) * scale)
    note = script.ON_BEHALF if kind is EvaluationType.EMPLOYER_REVIEW else ""
    verify_evidence(evidence=evidence, by=attempt.each.mentor, score=score, note=note)


def _employer_of(each: DemoStudent) -> User | None:
    """Somebody the student lets see the project."""
    consent = each.student.consents.active().order_by("pk").first()
    if consent is None:
        return None
    approved = EmployerMembership.objects.filter(employer__isnull=False).order_by("pk")
    if consent.employer_id:
        approved = approved.filter(employer=consent.employer_id)
    membership = approved.select_related("user").first()
    return membership.user if membership else None
