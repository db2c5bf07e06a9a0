"""A milestone's title, description and reason, written from its facts when it is generated, in the
installation's language. The sentences of *why this milestone?* are written when read (selectors).
"""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import assert_never

from django.conf import settings
from django.utils import translation
from django.utils.dates import MONTHS

from milestones.generation.inputs import StudentInputs
from milestones.generation.outcomes import PlannedOutcome
from milestones.generation.plan import Plan, PlannedProject
from milestones.generation.rules import untested
from milestones.generation.vocabulary import CheckpointType, MilestoneType, Rule
from milestones.models.labels import CHECKPOINT_TYPES
from tfl.skills.vocabulary import Criticality

TITLE_LENGTH = 150
REASON_LENGTH = 255


def _(message: str) -> str:
    """In the installation's language, whatever is active; each looked up once, as months are many."""
    return _translated(settings.LANGUAGE_CODE, message)


@cache
def _translated(language: str, message: str) -> str:
    with translation.override(language):
        return translation.gettext(message)


def title(plan: Plan, inputs: StudentInputs) -> str:
    """“March Milestone: …”, at most 150 characters."""
    month = _month(inputs.month)
    text = _("%(month)s Milestone: %(aim)s") % {"month": month, "aim": _aim(plan, inputs)}
    return _shortened(text, TITLE_LENGTH)


def description(plan: Plan, inputs: StudentInputs) -> str:
    """What must be shown by month-end, in one sentence per kind of proof."""
    parts = []
    if plan.project:
        parts.append(_("Deliver %(project)s.") % {"project": _project(plan.project, plan, inputs)})
    if plan.outcomes:
        targets = _listed(_target(outcome, inputs) for outcome in plan.outcomes)
        parts.append(_("Prove %(targets)s.") % {"targets": targets})
    if plan.checkpoints:
        parts.append(_("Clear %(checkpoints)s.") % {"checkpoints": _checkpoints(plan, inputs)})
    return " ".join(parts)


def reason(plan: Plan, inputs: StudentInputs) -> str:
    """Why this month is what it is, at most 255 characters."""
    says = ""
    if plan.shows_confidence is CheckpointType.TECHNICAL:
        says = _("Your confidence is ahead of your scores: show it in a technical interview.")
    elif plan.shows_confidence:
        says = _("Your scores are ahead of your confidence: say it in an interview.")
    if not says:
        return _shortened(_reason_of_rule(plan, inputs), REASON_LENGTH)
    room = REASON_LENGTH - len(f" {says}")
    return f"{_shortened(_reason_of_rule(plan, inputs), room)} {says}"


def project_title(plan: Plan, inputs: StudentInputs) -> str:
    """For a project the backlog does not hold: named after the skills it proves."""
    skills = _listed(inputs.skill_names[outcome.skill] for outcome in plan.outcomes)
    if not skills:
        return _shortened(_("Production project for %s") % inputs.role.name, TITLE_LENGTH)
    return _shortened(_("Production project with %s") % skills, TITLE_LENGTH)


def project_description(plan: Plan, inputs: StudentInputs) -> str:
    skills = _listed(inputs.skill_names[outcome.skill] for outcome in plan.outcomes)
    return _(
        "Build something of your own choice, fit for %(role)s, agree on it with your mentor, "
        "and put it where others can see it run. Shown at the end: %(skills)s at work in it."
    ) % {"role": inputs.role.name, "skills": skills or _("the skills of the role")}


def _aim(plan: Plan, inputs: StudentInputs) -> str:
    if plan.type is MilestoneType.INTERVIEW_READINESS and plan.checkpoints:
        return _("Clear %(checkpoints)s") % {"checkpoints": _checkpoints(plan, inputs)}
    if plan.type is not MilestoneType.SKILL_CONSOLIDATION and plan.project:
        project = _project(plan.project, plan, inputs)
        if not plan.checkpoints:
            return _("Deliver %(project)s") % {"project": project}
        return _("Deliver %(project)s and clear %(checkpoints)s") % {
            "project": project,
            "checkpoints": _checkpoints(plan, inputs),
        }
    if plan.outcomes:
        return _("Prove %s") % _listed(inputs.skill_names[o.skill] for o in plan.outcomes)
    return _("Prove what is left for %s") % inputs.role.name


def _reason_of_rule(plan: Plan, inputs: StudentInputs) -> str:
    role = inputs.role.name
    match plan.rule:
        case Rule.MENTORS_WORD:
            text = _("Your mentor set the direction of this month.")
        case Rule.EMPLOYER_DEMAND:
            employer = plan.demand.employer if plan.demand else ""
            text = _("%(employer)s urgently hires for %(role)s, and you are within reach.")
            text %= {"employer": employer, "role": role}
        case Rule.RECOVERY:
            month = _month(inputs.last.month) if inputs.last else ""
            items = _listed(_missed(plan, inputs))
            text = _("Brings back what %(month)s left open: %(items)s.")
            if not items:  # the mentor left out what was missed
                text = _("Goes on from what %(month)s left open.")
            text %= {"month": month, "items": items}
        case Rule.WEAK_CORE:
            skills = _listed(inputs.skill_names[skill] for skill in _core(plan, inputs))
            text = _("%(role)s stands on %(skills)s: first make the core strong.")
            text %= {"role": role, "skills": skills}
        case Rule.NO_PROOF:
            text = _("Your core is there; a production project as %s is not proven yet.") % role
        case Rule.READY_TO_BE_TESTED:
            left = _listed(_interview(kind) for kind in untested(inputs))
            text = _("Skills and project are proven. What is left is being tested: %s.") % left
        case Rule.WHAT_IS_LEFT:
            text = _("Almost ready: this closes what %s still asks for.") % role
        case _:  # pragma: no cover
            assert_never(plan.rule)
    return text


def _core(plan: Plan, inputs: StudentInputs) -> list[int]:
    """The month's Critical skills or, where the mentor left them all out, those of the role that are weak."""
    asked = [o.skill for o in plan.outcomes if o.criticality is Criticality.CRITICAL]
    return asked or [r.skill for r in inputs.role.critical if inputs.gap(r)]


def _missed(plan: Plan, inputs: StudentInputs) -> Iterable[str]:
    for outcome in plan.outcomes:
        if outcome.carried_from:
            yield inputs.skill_names[outcome.skill]
    if plan.project and plan.project.carried_from:
        yield plan.project.title
    for checkpoint in plan.checkpoints:
        if checkpoint.carried_from:
            yield _interview(checkpoint.type)


def _target(outcome: PlannedOutcome, inputs: StudentInputs) -> str:
    name = inputs.skill_names[outcome.skill]
    if outcome.target is None:
        return _("%(skill)s with a first assessment") % {"skill": name}
    return _("%(skill)s at %(target)s") % {
        "skill": name,
        "target": f"{outcome.target.normalize():f}",
    }


def _project(project: PlannedProject, plan: Plan, inputs: StudentInputs) -> str:
    return _("the project “%s”") % (project.title or project_title(plan, inputs))


def _checkpoints(plan: Plan, inputs: StudentInputs) -> str:
    """“the SQL + REST APIs technical interview checkpoint”, or several named together."""
    names = []
    for checkpoint in plan.checkpoints:
        skills = " + ".join(inputs.skill_names[skill] for skill in checkpoint.skills)
        names.append(f"{skills} {_interview(checkpoint.type)}".strip())
    text = _("the %s checkpoint") if len(names) == 1 else _("the %s checkpoints")
    return text % _listed(names)


def _month(month: date) -> str:
    return _month_in(settings.LANGUAGE_CODE, month.month)


@cache
def _month_in(language: str, number: int) -> str:
    with translation.override(language):
        return str(MONTHS[number])


def _interview(kind: CheckpointType) -> str:
    """“technical interview”: the label as it reads inside a sentence."""
    return _interview_in(settings.LANGUAGE_CODE, kind)


@cache
def _interview_in(language: str, kind: CheckpointType) -> str:
    with translation.override(language):
        label = str(dict(CHECKPOINT_TYPES)[kind])
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _shortened(text: str, most: int) -> str:
    """`text` itself, or its first words and an ellipsis, at most `most` characters in all."""
    if len(text) <= most:
        return text
    whole_words = text[:most].rpartition(" ")[0] or text[: most - 1]
    return f"{whole_words.rstrip(' ,.:;“')}…"


def _listed(names: Iterable[str]) -> str:
    """“SQL”, “SQL and Git”, “SQL, Git and Python”."""
    *others, last = [*names] or [""]
    if not others:
        return last
    return _("%(others)s and %(last)s") % {"others": ", ".join(others), "last": last}
