"""The monthly engine's JSON endpoints, under /api. Errors are `Problem`s: 401 not signed in, 403 your role
never can, 404 not there for you, 409 closed or not yet, 422 bad input.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from http import HTTPStatus

from django.shortcuts import get_object_or_404
from ninja import Router, Status
from ninja.errors import HttpError

from milestones import services
from milestones.generation.vocabulary import (
    CheckpointResult,
    CheckpointType,
    CompletionStatus,
    EmployabilityLevel,
    EvaluationType,
    EvidenceState,
    EvidenceType,
    MilestoneStatus,
    MilestoneType,
    ProjectLevel,
)
from milestones.models import (
    Evidence,
    GenerationRun,
    InterviewCheckpoint,
    MilestoneProject,
    MilestoneSkillOutcome,
    MonthlyMilestone,
    RunResult,
)
from milestones.schemas import (
    CheckpointAnswered,
    EvidenceAnswered,
    EvidenceSent,
    GenerateSent,
    MilestoneAnswered,
    OutcomeAnswered,
    ProjectAnswered,
    ReviewAnswered,
    ReviewSent,
    RunAnswered,
)
from milestones.selectors.scores import current_scores
from milestones.services.scoring import Item
from tfl.accounts.api_auth import (
    PERSON_OR_SYSTEM,
    Caller,
    CallerRequest,
    require_role,
    require_scope,
)
from tfl.accounts.models import ApiToken, Role, Student, TokenScope, User
from tfl.core.clock import current_month, today
from tfl.core.months import next_month, parse_month
from tfl.core.schemas import answers
from tfl.skills.vocabulary import Criticality

router = Router(auth=PERSON_OR_SYSTEM, tags=["monthly milestone"], by_alias=True)


@router.get(
    "/student/monthly-milestone/current",
    response={200: MilestoneAnswered, **answers(404)},
    summary="View the monthly milestone",
)
def current(request: CallerRequest) -> MilestoneAnswered:
    """The student's milestone of this month, or the coming one where that is all there is. Nine queries,
    whatever it holds.
    """
    student = require_role(request.auth, Role.STUDENT)
    months = [current_month(), next_month(current_month())]
    milestone = (
        MonthlyMilestone.objects.visible_to(student)
        .filter(student__user=student, milestone_month__in=months)
        .with_items()
        .order_by("milestone_month")
        .first()
    )
    if milestone is None:
        raise HttpError(404, "There is no milestone for this month.")
    return _milestone(milestone)


@router.post(
    "/student/monthly-milestone/evidence",
    response={201: EvidenceAnswered, **answers(400, 404, 409, 422)},
    summary="Submit evidence",
)
def evidence(request: CallerRequest, sent: EvidenceSent) -> Status[EvidenceAnswered]:
    """One endpoint for every submitter: a student's ProjectLink, a mentor's MentorRating, AssessmentScore or
    EmployerFeedback, a system's AssessmentScore, an employer's EmployerFeedback. Without an id of what it
    proves, the only fitting item.
    """
    milestone, reads_whole = _reachable(request.auth, sent.milestone_id)
    submitted = services.submit_evidence(
        milestone=milestone,
        type=sent.type,
        by=request.auth,
        item=_item(milestone, sent) if reads_whole else _awaits_employer(milestone, sent),
        reference=sent.reference,
        note=sent.note,
        confidence=sent.confidence,
        score=sent.score,
        scale=sent.scale,
        taken_on=sent.taken_on,
    )
    return Status(HTTPStatus.CREATED, _evidence(submitted))


@router.post(
    "/mentor/monthly-milestone/review",
    response={200: ReviewAnswered, **answers(400, 404, 409, 422)},
    summary="Review a milestone",
)
def review(request: CallerRequest, sent: ReviewSent) -> ReviewAnswered:
    """Achieved without full proof is 409 with what is `missing`, unless `overrideReason` is given."""
    mentor = require_role(request.auth, Role.MENTOR)
    milestone = get_object_or_404(MonthlyMilestone.objects.visible_to(mentor), pk=sent.milestone_id)
    done = services.review_milestone(
        milestone=milestone,
        by=mentor,
        status=sent.status,
        feedback=sent.feedback,
        override_reason=sent.override_reason,
    )
    return ReviewAnswered(
        milestone_id=milestone.pk,
        status=MilestoneStatus(done.status),
        feedback=done.feedback,
        override_reason=done.override_reason,
        reviewed_at=done.reviewed_at,
    )


@router.post(
    "/system/monthly-milestone/generate",
    response={202: RunAnswered, **answers(400, 404, 422)},
    summary="Generate milestones",
)
def generate(request: CallerRequest, sent: GenerateSent | None = None) -> Status[RunAnswered]:
    """For a token with scope `generate` and admins: everybody, or `studentIds`. For a mentor: their own.
    Answers at once with the run, which a worker executes; ask for it until it is finished.
    """
    if isinstance(request.auth, User):
        require_role(request.auth, Role.ADMIN, Role.MENTOR)
    sent = sent or GenerateSent()
    run = services.request_generation(
        month=_month(sent.month),
        students=None if sent.student_ids is None else _students(request.auth, sent.student_ids),
        triggered_by=request.auth,
    )
    return Status(HTTPStatus.ACCEPTED, _run(run))


@router.get(
    "/system/monthly-milestone/runs/{int:run_id}",
    response={200: RunAnswered, **answers(404)},
    summary="Watch a run",
)
def run(request: CallerRequest, run_id: int) -> RunAnswered:
    """A run of one's own; any run for an admin. Three queries."""
    caller = request.auth
    if isinstance(caller, ApiToken):
        require_scope(caller, TokenScope.GENERATE)
        return _run(get_object_or_404(GenerationRun, asked_with=caller, pk=run_id))
    require_role(caller, Role.ADMIN, Role.MENTOR)
    return _run(get_object_or_404(GenerationRun.objects.visible_to(caller), pk=run_id))


# What is sent ----------------------------------------------------------------------------------------


def _reachable(caller: Caller, pk: int) -> tuple[MonthlyMilestone, bool]:
    """The milestone the caller may submit evidence to, and whether they may read it whole; 404 where there
    is none for them, 403 for who never can.
    """
    if isinstance(caller, ApiToken):
        require_scope(caller, TokenScope.EVIDENCE)
        return get_object_or_404(MonthlyMilestone, pk=pk), True
    require_role(caller, Role.STUDENT, Role.MENTOR, Role.EMPLOYER)
    own = MonthlyMilestone.objects.visible_to(caller).filter(pk=pk).first()
    if own is not None:
        return own, True
    return get_object_or_404(MonthlyMilestone.objects.open_to_feedback_from(caller), pk=pk), False


def _item(milestone: MonthlyMilestone, sent: EvidenceSent) -> Item | None:
    """The one item named, None when none is."""
    items: dict[str, tuple[int | None, Callable[[int], Item | None]]] = {
        "skillId": (sent.skill_id, lambda id_: milestone.outcomes.filter(skill=id_).first()),
        "projectId": (sent.project_id, lambda id_: milestone.projects.filter(pk=id_).first()),
        "checkpointId": (
            sent.checkpoint_id,
            lambda id_: milestone.checkpoints.filter(pk=id_).first(),
        ),
    }
    given = [(name, id_, find) for name, (id_, find) in items.items() if id_ is not None]
    if not given:
        return None
    name, id_, find = given[0]
    if len(given) > 1:
        raise services.MilestonesError(
            "A piece of evidence proves one thing: give one of skillId, projectId, checkpointId.",
            field=name,
        )
    item = find(id_)
    if item is None:
        raise services.MilestonesError("The milestone does not ask for this.", field=name)
    return item


def _awaits_employer(milestone: MonthlyMilestone, sent: EvidenceSent) -> MilestoneProject:
    """The project that waits for an employer's review, if it is the one meant; else 404, so that nothing
    else the milestone asks for can be told from what it does not.
    """
    projects = milestone.projects.filter(
        evaluation_type=EvaluationType.EMPLOYER_REVIEW, evidence__state=EvidenceState.WAITING
    )
    if sent.project_id is not None:
        projects = projects.filter(pk=sent.project_id)
    project = projects.first()
    if project is None or sent.skill_id is not None or sent.checkpoint_id is not None:
        raise HttpError(404, "There is no such milestone.")
    return project


def _month(text: str | None) -> date:
    if text is None:
        return current_month()
    try:
        return parse_month(text)
    except ValueError as error:
        raise services.MilestonesError(str(error), field="month") from error


def _students(caller: Caller, ids: list[int]) -> list[Student]:
    """The students named, all of them visible to the caller; else 404, as for ids that do not exist."""
    visible = Student.objects.all()
    if isinstance(caller, User) and not caller.has_role(Role.ADMIN):
        visible = visible.assigned_to(caller)
    found = list(visible.filter(pk__in=ids))
    if len(found) != len(set(ids)):
        raise HttpError(404, "There is no such student.")
    return found


# What is answered ------------------------------------------------------------------------------------


def _milestone(milestone: MonthlyMilestone) -> MilestoneAnswered:
    scores = current_scores([milestone.student_id], today())
    items = list(milestone.items())
    project = next(iter(milestone.projects.all()), None)
    return MilestoneAnswered(
        milestone_id=milestone.pk,
        month=milestone.milestone_month,
        title=milestone.milestone_title,
        description=milestone.milestone_description,
        type=MilestoneType(milestone.milestone_type),
        expected_employability_level=EmployabilityLevel(milestone.expected_employability_level),
        status=MilestoneStatus(milestone.status),
        days_left=milestone.days_left,
        reason=milestone.generation_reason,
        outcomes=[
            _outcome(outcome, scores.get((milestone.student_id, outcome.skill_id)))
            for outcome in milestone.outcomes.all()
        ],
        project=_project(project) if project else None,
        checkpoints=[_checkpoint(checkpoint) for checkpoint in milestone.checkpoints.all()],
        evidence=[_evidence(each) for each in milestone.evidence.all()],
        proven=sum(item.met for item in items),
        to_prove=len(items),
    )


def _outcome(outcome: MilestoneSkillOutcome, current_score: Decimal | None) -> OutcomeAnswered:
    return OutcomeAnswered(
        outcome_id=outcome.pk,
        skill_id=outcome.skill_id,
        skill=outcome.skill.name,
        criticality=Criticality(outcome.criticality),
        starting_score=outcome.starting_score,
        expected_score=outcome.expected_score,
        current_score=current_score,
        met=outcome.met,
    )


def _project(project: MilestoneProject) -> ProjectAnswered:
    return ProjectAnswered(
        project_id=project.pk,
        title=project.project_title,
        description=project.project_description,
        tech_stack=project.tech_stack,
        level=ProjectLevel(project.level),
        evaluation_type=EvaluationType(project.evaluation_type),
        completion_status=CompletionStatus(project.completion_status),
    )


def _checkpoint(checkpoint: InterviewCheckpoint) -> CheckpointAnswered:
    return CheckpointAnswered(
        checkpoint_id=checkpoint.pk,
        type=CheckpointType(checkpoint.checkpoint_type),
        skills=[skill.name for skill in checkpoint.skills.all()],
        expected_confidence_level=checkpoint.expected_confidence_level,
        result=CheckpointResult(checkpoint.result),
        passed=checkpoint.met,
        attempts=checkpoint.attempts,
    )


def _evidence(evidence: Evidence) -> EvidenceAnswered:
    return EvidenceAnswered(
        evidence_id=evidence.pk,
        milestone_id=evidence.milestone_id,
        type=EvidenceType(evidence.evidence_type),
        reference=evidence.evidence_reference,
        score=evidence.score,
        scale=evidence.scale,
        state=EvidenceState(evidence.state),
        submitted_at=evidence.submitted_at,
        outcome_id=evidence.outcome_id,
        project_id=evidence.project_id,
        checkpoint_id=evidence.checkpoint_id,
    )


def _run(run: GenerationRun) -> RunAnswered:
    results = Counter(run.entries.values_list("result", flat=True))
    return RunAnswered(
        run_id=run.pk,
        month=run.month,
        asked_for=run.asked_for,
        created=results[RunResult.CREATED],
        existed=results[RunResult.EXISTED],
        skipped=results[RunResult.SKIPPED],
        failed=results[RunResult.FAILED],
        requested_at=run.requested_at,
        finished_at=run.finished_at,
    )
