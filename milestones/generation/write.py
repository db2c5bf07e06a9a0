"""Writes the planned milestones of a chunk: one statement per table, whatever the number of students."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from milestones.generation import words
from milestones.generation.facts import Catalogue
from milestones.generation.inputs import StudentInputs
from milestones.generation.plan import Plan, PlannedProject
from milestones.generation.vocabulary import (
    CheckpointResult,
    CompletionStatus,
    EvaluationType,
    MilestoneStatus,
)
from milestones.models import (
    BacklogProject,
    InterviewCheckpoint,
    MilestoneProject,
    MilestoneSkillOutcome,
    MonthlyMilestone,
)
from tfl.accounts.models import Student
from tfl.accounts.services import notify_first
from tfl.core.bulk import Row, insert_rows, reserve_ids
from tfl.core.clock import current_month

Planned = tuple[Student, StudentInputs, Plan]
Numbered = Sequence[tuple[int, StudentInputs, Plan]]
"""Plans with the ids their milestones get."""

CheckpointSkill = InterviewCheckpoint.skills.through


def write_milestones(planned: Sequence[Planned], catalogue: Catalogue) -> None:
    """The milestones, their outcomes, projects and checkpoints, and a notice to each student. Nine
    statements, in the caller's transaction.
    """
    ids = reserve_ids(MonthlyMilestone, len(planned))
    numbered = [
        (pk, inputs, plan) for pk, (_student, inputs, plan) in zip(ids, planned, strict=True)
    ]
    now = timezone.now()
    milestones = [_milestone(*each, now=now) for each in numbered]
    insert_rows(MonthlyMilestone, milestones)
    insert_rows(MilestoneSkillOutcome, _outcomes(numbered))
    insert_rows(MilestoneProject, _projects(numbered, catalogue))
    _write_checkpoints(numbered)
    notify_first(
        kind="milestone-ready",
        path="/mission/",
        news=[
            (student.user_id, f"milestone-ready:{row['id']}", {"title": row["milestone_title"]})
            for (student, _inputs, _plan), row in zip(planned, milestones, strict=True)
        ],
    )


def _milestone(pk: int, inputs: StudentInputs, plan: Plan, *, now: datetime) -> Row:
    running = inputs.month <= current_month()
    return {
        "id": pk,
        "student": inputs.student,
        "milestone_month": inputs.month,
        "primary_job_role": inputs.role.id,
        "milestone_title": words.title(plan, inputs),
        "milestone_description": words.description(plan, inputs),
        "expected_employability_level": plan.level,
        "milestone_type": plan.type,
        "generated_by": plan.generated_by,
        "generation_reason": words.reason(plan, inputs),
        "status": MilestoneStatus.IN_PROGRESS if running else MilestoneStatus.PLANNED,
        "created_at": now,
        "recovers": plan.recovers,
        "demand": plan.demand.id if plan.demand else None,
        "policy_version": plan.policy_version,
        "trace": plan.trace,
        "outdated": False,
    }


def _outcomes(numbered: Numbered) -> list[Row]:
    return [
        {
            "milestone": pk,
            "skill": outcome.skill,
            "starting_score": outcome.start,
            "expected_score": outcome.target,
            "criticality": outcome.criticality,
            "carried_from": outcome.carried_from,
            "met": False,
        }
        for pk, _inputs, plan in numbered
        for outcome in plan.outcomes
    ]


def _projects(numbered: Numbered, catalogue: Catalogue) -> list[Row]:
    """Fresh ones from the backlog, carried ones as they were, the others described from the skills."""
    projects = [(pk, inputs, plan, plan.project) for pk, inputs, plan in numbered if plan.project]
    before = MilestoneProject.objects.in_bulk(
        [project.carried_from for *_rest, project in projects if project.carried_from]
    )
    return [
        {
            "milestone": pk,
            "backlog_item": project.item,
            "level": project.level,
            "carried_from": project.carried_from,
            **_project_text(inputs, plan, project, catalogue, before),
        }
        for pk, inputs, plan, project in projects
    ]


def _project_text(
    inputs: StudentInputs,
    plan: Plan,
    project: PlannedProject,
    catalogue: Catalogue,
    before: dict[int, MilestoneProject],
) -> Row:
    source: MilestoneProject | BacklogProject | None = None
    status: str = CompletionStatus.NOT_STARTED
    if project.carried_from:
        carried = before[project.carried_from]
        status = carried.completion_status
        title, description, source = carried.project_title, carried.project_description, carried
    elif project.item:
        item = catalogue.backlog[project.item]
        title, description, source = item.title, item.description, item
    else:
        title = words.project_title(plan, inputs)
        description = words.project_description(plan, inputs)
    return {
        "project_title": title,
        "project_description": description,
        "tech_stack": source.tech_stack if source else "",
        "evaluation_type": source.evaluation_type if source else EvaluationType.MENTOR_REVIEW,
        "completion_status": status,
    }


def _write_checkpoints(numbered: Numbered) -> None:
    planned = [(pk, each) for pk, _inputs, plan in numbered for each in plan.checkpoints]
    ids = reserve_ids(InterviewCheckpoint, len(planned))
    insert_rows(
        InterviewCheckpoint,
        [
            {
                "id": checkpoint,
                "milestone": pk,
                "checkpoint_type": each.type,
                "expected_confidence_level": each.expected_confidence,
                "result": CheckpointResult.NOT_TAKEN,
                "attempts": each.attempts,
                "carried_from": each.carried_from,
            }
            for checkpoint, (pk, each) in zip(ids, planned, strict=True)
        ],
    )
    insert_rows(
        CheckpointSkill,
        [
            {"interviewcheckpoint": checkpoint, "skill": skill}
            for checkpoint, (_pk, each) in zip(ids, planned, strict=True)
            for skill in each.skills
        ],
    )
