"""What employers see of a student: proof and nothing else. The student's preview reads the same.

Whatever is not built into these dataclasses cannot reach an employer's page: no email address, no notes, no
confidence, no unverified score, nothing unmet. One thing is shown before it is met, because the student
handed it in to employers: a project that employers evaluate.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from milestones.generation.policy import POLICY
from milestones.generation.vocabulary import (
    EVALUATED_BY,
    CheckpointResult,
    CompletionStatus,
    EvaluationType,
    EvidenceState,
    EvidenceType,
)
from milestones.models import Evidence, MilestoneProject, MilestoneSkillOutcome
from tfl.accounts.models import Employer, Student
from tfl.core.clock import day_of

WAITS_FOR_EMPLOYERS = Q(
    state=EvidenceState.WAITING, project__evaluation_type=EvaluationType.EMPLOYER_REVIEW
)
"""Handed in for an employer to evaluate."""


@dataclass(frozen=True, slots=True)
class SkillProof:
    skill: str
    score: Decimal
    """0–100, verified."""
    month: date
    promised_on: date
    proven_on: date
    verified_by: str
    link: str


@dataclass(frozen=True, slots=True)
class ProjectProof:
    title: str
    description: str
    tech_stack: str
    level: str
    month: date
    promised_on: date
    completed_on: date
    evaluated_by: str
    rating: Decimal | None
    """Out of `scale`."""
    scale: int
    link: str


@dataclass(frozen=True, slots=True)
class CheckpointProof:
    type: str
    passed_on: date
    verified_by: str


@dataclass(frozen=True, slots=True)
class ProjectToEvaluate:
    project: int
    title: str
    description: str
    tech_stack: str
    link: str
    handed_in: datetime


@dataclass(frozen=True, slots=True)
class Proof:
    student: int
    name: str
    job_role: str
    skills: tuple[SkillProof, ...] = ()
    projects: tuple[ProjectProof, ...] = ()
    checkpoints: tuple[CheckpointProof, ...] = ()
    to_evaluate: tuple[ProjectToEvaluate, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.skills or self.projects or self.checkpoints)


def proof_of(students: Sequence[Student]) -> dict[int, Proof]:
    """By student id. Two queries, whatever the number of students, who come with user and target job role."""
    skills = _skills(students)
    pieces = _pieces(students)
    return {
        student.pk: Proof(
            student=student.pk,
            name=name_for_employers(student),
            job_role=str(student.target_job_role or ""),
            skills=tuple(skills[student.pk]),
            projects=tuple(_projects(pieces[student.pk])),
            checkpoints=tuple(_checkpoints(pieces[student.pk])),
            to_evaluate=tuple(_to_evaluate(pieces[student.pk])),
        )
        for student in students
    }


def name_for_employers(student: Student) -> str:
    """Never an email address, which `str` would fall back to."""
    return student.user.name or _("Student %(number)s") % {"number": student.pk}


def handed_in_to(employer: Employer) -> QuerySet[MilestoneProject]:
    """Projects that employers evaluate and whose students, having consented, handed them in."""
    handed_in = Evidence.objects.filter(
        project=OuterRef("pk"),
        evidence_type=EvidenceType.PROJECT_LINK,
        state__in=[EvidenceState.WAITING, EvidenceState.VERIFIED],
    )
    return MilestoneProject.objects.filter(
        Exists(handed_in),
        evaluation_type=EvaluationType.EMPLOYER_REVIEW,
        milestone__student__in=Student.objects.consenting_to(employer),
    ).select_related("milestone__student__user")


def _skills(students: Sequence[Student]) -> dict[int, list[SkillProof]]:
    """Of each skill the latest proof; the highest score first."""
    latest: dict[tuple[int, int], SkillProof] = {}
    for outcome in (
        MilestoneSkillOutcome.objects.filter(
            milestone__student__in=students, met=True, met_by__isnull=False
        )
        .select_related(
            "milestone",
            "skill",
            "met_by__recorded_by",
            "met_by__evidence__verified_by__membership__employer",
            "met_by__evidence__answers",
        )
        .order_by("met_by__taken_on", "met_by_id")
    ):
        latest[outcome.milestone.student_id, outcome.skill_id] = _skill(outcome)
    found: dict[int, list[SkillProof]] = defaultdict(list)
    for (student, _skill_id), proof in latest.items():
        found[student].append(proof)
    for proofs in found.values():
        proofs.sort(key=lambda proof: (-proof.score, proof.skill))
    return found


def _skill(outcome: MilestoneSkillOutcome) -> SkillProof:
    assessment = outcome.met_by
    if assessment is None:
        raise AssertionError("the query asks for outcomes met by an assessment")
    evidence: Evidence | None = getattr(assessment, "evidence", None)
    return SkillProof(
        skill=outcome.skill.name,
        score=assessment.score,
        month=outcome.milestone.milestone_month,
        promised_on=day_of(outcome.milestone.created_at),
        proven_on=assessment.taken_on,
        verified_by=_verifier(evidence) if evidence else "",
        link=_link(evidence) if evidence else "",
    )


def _pieces(students: Sequence[Student]) -> dict[int, list[Evidence]]:
    """The verified evidence of completed projects and passed checkpoints, and what waits for employers;
    oldest first.
    """
    proven = Q(project__completion_status=CompletionStatus.COMPLETED) | Q(
        checkpoint__result=CheckpointResult.PASSED
    )
    found: dict[int, list[Evidence]] = defaultdict(list)
    for piece in (
        Evidence.objects.filter(
            Q(proven, state=EvidenceState.VERIFIED) | WAITS_FOR_EMPLOYERS,
            milestone__student__in=students,
        )
        .select_related("milestone", "project", "checkpoint", "verified_by__membership__employer")
        .order_by("submitted_at", "id")
    ):
        found[piece.milestone.student_id].append(piece)
    return found


def _projects(pieces: Iterable[Evidence]) -> Iterable[ProjectProof]:
    """Completed projects, the latest first."""
    by_project: dict[int, list[Evidence]] = defaultdict(list)
    for piece in pieces:
        if piece.project and piece.project.met:
            by_project[piece.project.pk].append(piece)
    proofs = [_project(of_one) for of_one in by_project.values()]
    return sorted(proofs, key=lambda proof: proof.completed_on, reverse=True)


def _project(pieces: Sequence[Evidence]) -> ProjectProof:
    project, milestone = pieces[0].project, pieces[0].milestone
    if project is None or project.completed_on is None:
        raise AssertionError("completed_project_says_when holds in the database")
    evaluation = next((piece for piece in pieces if completes(piece, project)), None)
    links = [
        piece.evidence_reference
        for piece in pieces
        if piece.evidence_reference and piece.evidence_type != EvidenceType.EMPLOYER_FEEDBACK
    ]
    return ProjectProof(
        title=project.project_title,
        description=project.project_description,
        tech_stack=project.tech_stack,
        level=project.get_level_display(),
        month=milestone.milestone_month,
        promised_on=day_of(milestone.created_at),
        completed_on=project.completed_on,
        evaluated_by=_verifier(evaluation) if evaluation else "",
        rating=evaluation.score if evaluation else None,
        scale=evaluation.scale if evaluation else 0,
        link=links[-1] if links else "",
    )


def completes(piece: Evidence, project: MilestoneProject) -> bool:
    """Whether this is the evaluation that completed the project."""
    return (
        piece.evidence_type == EVALUATED_BY[EvaluationType(project.evaluation_type)]
        and piece.score is not None
        and piece.score * 100 >= POLICY.evaluation_passes_from * piece.scale
    )


def _checkpoints(pieces: Iterable[Evidence]) -> Iterable[CheckpointProof]:
    """Each type once, as passed last."""
    passed: dict[str, CheckpointProof] = {}
    for piece in pieces:
        checkpoint = piece.checkpoint
        if checkpoint and checkpoint.taken_on and piece.evidence_type != EvidenceType.PROJECT_LINK:
            passed[checkpoint.checkpoint_type] = CheckpointProof(
                type=checkpoint.name,
                passed_on=checkpoint.taken_on,
                verified_by=_verifier(piece),
            )
    return passed.values()


def _to_evaluate(pieces: Iterable[Evidence]) -> Iterable[ProjectToEvaluate]:
    for piece in pieces:
        if piece.project and piece.state == EvidenceState.WAITING:
            yield ProjectToEvaluate(
                project=piece.project.pk,
                title=piece.project.project_title,
                description=piece.project.project_description,
                tech_stack=piece.project.tech_stack,
                link=piece.evidence_reference,
                handed_in=piece.submitted_at,
            )


def _verifier(evidence: Evidence) -> str:
    """Who verified it, by name and never by address: an organisation for an employer's feedback."""
    person = evidence.verified_by
    if person is None:
        return (
            _("automatic assessment") if evidence.submitted_with_id else _("somebody who has left")
        )
    if evidence.evidence_type == EvidenceType.EMPLOYER_FEEDBACK:
        membership = getattr(person, "membership", None)
        if membership and membership.employer:
            return str(membership.employer)
    return person.name or _("a mentor")


def _link(evidence: Evidence) -> str:
    """The link that was verified: the score's own, or that of the piece it answers."""
    asked = evidence.answers
    return evidence.evidence_reference or (asked.evidence_reference if asked else "")
