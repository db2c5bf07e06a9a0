"""A result of a past month that comes late may change what a later month should have been."""

from datetime import date

from milestones.generation.facts import as_of, load_catalogue, load_inputs
from milestones.generation.inputs import StudentInputs
from milestones.generation.plan import NoMilestone, Plan, plan_month
from milestones.models import MonthlyMilestone
from tfl.accounts.models import Student
from tfl.core.clock import current_month, today


def note_late_result(student: Student, *, month: date) -> None:
    """Note on the student's running and coming milestones whether the rules would now make another of
    them, after a result of `month`, where that is an earlier one. One statement where there is none;
    nineteen more for each of at most two, whatever they hold.
    """
    later = MonthlyMilestone.objects.filter(
        student=student,
        milestone_month__gt=month,
        milestone_month__gte=current_month(),
        evidence__isnull=True,
        reviews__isnull=True,
    )
    for milestone in later.select_related("student"):
        would_differ = _would_differ(milestone)
        if would_differ != milestone.outdated:
            # It may have been generated anew, and be gone, since we read it.
            later.filter(pk=milestone.pk).update(outdated=would_differ)


def _would_differ(milestone: MonthlyMilestone) -> bool:
    """Whether the rules would make another month of today's facts than the milestone is."""
    student, month = milestone.student, milestone.milestone_month
    catalogue = load_catalogue(month)
    role = catalogue.roles.get(student.target_job_role_id or 0)
    if role is None or not role.requirements:
        return False
    cut_off = as_of(month, joined_on=student.joined_on, on=today())
    inputs = load_inputs([student], catalogue, cut_off=cut_off)[student.pk]
    plan = plan_month(inputs)
    return isinstance(plan, NoMilestone) or _planned(plan, inputs) != _as_it_is(milestone)


def _planned(plan: Plan, inputs: StudentInputs) -> tuple[object, ...]:
    project = plan.project
    return (
        inputs.role.id,
        plan.type,
        plan.level,
        plan.recovers,
        plan.demand.id if plan.demand else None,
        [(o.skill, o.start, o.target, o.criticality, o.carried_from) for o in plan.outcomes],
        [(project.level, project.item, project.carried_from)] if project else [],
        [(c.type, c.expected_confidence, c.carried_from) for c in plan.checkpoints],
    )


def _as_it_is(milestone: MonthlyMilestone) -> tuple[object, ...]:
    """The same of the rows."""
    return (
        milestone.primary_job_role_id,
        milestone.milestone_type,
        milestone.expected_employability_level,
        milestone.recovers_id,
        milestone.demand_id,
        [
            (o.skill_id, o.starting_score, o.expected_score, o.criticality, o.carried_from_id)
            for o in milestone.outcomes.all()
        ],
        [(p.level, p.backlog_item_id, p.carried_from_id) for p in milestone.projects.all()],
        [
            (c.checkpoint_type, c.expected_confidence_level, c.carried_from_id)
            for c in milestone.checkpoints.all()
        ],
    )
