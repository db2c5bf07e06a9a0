"""“Why this milestone?”: the sentences of a milestone's trace, for the student or for the mentor.

The trace holds what the rules found when the month was generated. Nothing here reads today's facts or
today's policy, so an old month is never explained anew.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones.generation.vocabulary import MilestoneType, OutcomeOrigin, Rule
from milestones.models import MonthlyMilestone
from milestones.models.labels import CHECKPOINT_TYPES
from tfl.skills.models import Skill

Voice = Literal["student", "mentor"]


def why(milestone: MonthlyMilestone, voice: Voice = "student") -> list[str]:
    """Why the month is what it is, a sentence each. One query, beside the milestone's job role, student,
    demand with employer and `recovers`, where these were not selected with it.
    """
    told = _Told(milestone, milestone.trace, voice, _names_in(milestone.trace))
    return [*told.rules(), *told.outcomes(), *told.what_gave_way(), *told.confidence()]


def _names_in(trace: Mapping[str, Any]) -> dict[int, str]:
    ids = {outcome["skill"] for outcome in trace["outcomes"]}
    ids.update(trace["deferred"], trace["left_out"])
    for found in trace["rules"]:
        ids.update(found.get("skills", ()))
    return dict(Skill.objects.filter(pk__in=ids).values_list("pk", "name"))


@dataclass(frozen=True)
class _Told:
    milestone: MonthlyMilestone
    trace: Mapping[str, Any]
    voice: Voice
    names: Mapping[int, str]

    def say(self, student: str, mentor: str, **facts: object) -> str:
        """The sentence of the voice, with its facts."""
        return (student if self.voice == "student" else mentor) % facts

    # Rules, in the order they are asked ---------------------------------------------------------------

    def rules(self) -> Iterator[str]:
        """What was looked at, up to the rule that decided."""
        day = date_format(date.fromisoformat(self.trace["as_of"]), "DATE_FORMAT")
        yield _("Decided from what was known on %(day)s.") % {"day": day}
        for found in self.trace["rules"][: self.trace["decided"] + 1]:
            tell = _RULES[Rule(found["rule"])]
            if sentence := tell(self, found):
                yield sentence

    def mentors_word(self, found: Mapping[str, Any]) -> str:
        if not found["fires"]:
            return ""
        kind = self.milestone.get_milestone_type_display()
        return self.say(
            _("Your mentor chose the type of this month: %(kind)s."),
            _("You chose the type of this month: %(kind)s."),
            kind=kind,
        )

    def employer_demand(self, found: Mapping[str, Any]) -> str:
        if found["demand"] is None:
            return _("No employer was urgently looking for a %(role)s.") % {"role": self.role}
        gap = _plain(found["gap"])
        if found["fires"]:
            return self.say(
                _(
                    "%(employer)s urgently hires for %(role)s. You are %(gap)s points on average from "
                    "its critical skills, which is within reach."
                ),
                _(
                    "%(employer)s urgently hires for %(role)s. The student is %(gap)s points on "
                    "average from its critical skills, which is within reach."
                ),
                employer=self.employer,
                role=self.role,
                gap=gap,
            )
        if not found["short"]:
            return _("An employer was urgently looking, and nothing it needs was missing.")
        return _(
            "An employer was urgently looking; %(gap)s points on average to its critical skills are "
            "more than one month can close."
        ) % {"gap": gap}

    def recovery(self, found: Mapping[str, Any]) -> str:
        if found["fires"]:
            return _("%(month)s left something open: %(items)s. It comes back first.") % {
                "month": self.recovered_month,
                "items": _listed(_counted(found["missed"])),
            }
        if found["waiting"]:
            return self.say(
                _(
                    "Proof of the month before was still with your mentor, so nothing counts as open."
                ),
                _("Proof of the month before was still with you, so nothing counts as open."),
            )
        return _("The month before left nothing to bring back.")

    def weak_core(self, found: Mapping[str, Any]) -> str:
        if not found["fires"]:
            return _("No critical skill was weak.")
        return _("Critical for a %(role)s and still weak: %(skills)s.") % {
            "role": self.role,
            "skills": self.skills(found["skills"]),
        }

    def no_proof(self, found: Mapping[str, Any]) -> str:
        if found["fires"]:
            return _("No production project as a %(role)s was completed yet.") % {"role": self.role}
        return _("A production project is completed.")

    def ready_to_be_tested(self, found: Mapping[str, Any]) -> str:
        if not found["fires"]:
            return _("Every interview of the job role is passed.")
        labels = dict(CHECKPOINT_TYPES)
        left = _listed(str(labels[kind]) for kind in found["types"])
        return _("Interviews not passed yet: %(left)s.") % {"left": left}

    def what_is_left(self, found: Mapping[str, Any]) -> str:
        if not found["skills"]:
            return ""
        return _("Still under what a %(role)s needs: %(skills)s.") % {
            "role": self.role,
            "skills": self.skills(found["skills"]),
        }

    # What the month asks, and what it does not --------------------------------------------------------

    def outcomes(self) -> Iterator[str]:
        for outcome in self.trace["outcomes"]:
            yield self.outcome(OutcomeOrigin(outcome["why"]), outcome)

    def outcome(self, origin: OutcomeOrigin, found: Mapping[str, Any]) -> str:
        skill = self.skills([found["skill"]])
        if origin is OutcomeOrigin.CARRIED:
            return _("%(skill)s was set before and not proven yet; it comes first.") % {
                "skill": skill
            }
        if origin is OutcomeOrigin.INCLUDED:
            return self.say(
                _("%(skill)s is there because your mentor asked for it."),
                _("%(skill)s is there because you asked for it."),
                skill=skill,
            )
        if origin is OutcomeOrigin.LEAST_MARGIN:
            return _(
                "Every skill is where it has to be; %(skill)s has the least to spare and is held."
            ) % {"skill": skill}
        if self.milestone.milestone_type == MilestoneType.EMPLOYER_DRIVEN:
            return _("%(skill)s is among what the employer needs.") % {"skill": skill}
        return _(
            "%(skill)s is next for %(role)s; %(step)s points are a fair step for one month."
        ) % {"skill": skill, "role": self.role, "step": _plain(found["step"])}

    def what_gave_way(self) -> Iterator[str]:
        if self.trace["deferred"]:
            yield _(
                "Kept for the next month, because one month asks for only so much: %(skills)s."
            ) % {"skills": self.skills(self.trace["deferred"])}
        if self.trace["left_out"]:
            yield self.say(
                _("Your mentor left out %(skills)s."),
                _("You left out %(skills)s."),
                skills=self.skills(self.trace["left_out"]),
            )
        if self.trace["replaced"]:
            yield _("The mini project not completed gives way to a production project.")

    def confidence(self) -> Iterator[str]:
        if self.trace["confidence_gap"] is not None:
            gap = Decimal(self.trace["confidence_gap"])
            points = _plain(str(abs(gap)))
            if gap > 0:
                yield self.say(
                    _("How sure you felt was %(points)s points above your scores."),
                    _("Confidence was %(points)s points above the scores."),
                    points=points,
                )
            elif gap < 0:
                yield self.say(
                    _("Your scores were %(points)s points above how sure you felt."),
                    _("The scores were %(points)s points above confidence."),
                    points=points,
                )
        yield self.say(
            _("With this month proven you are at %(readiness)s of 100 for a %(role)s: %(level)s."),
            _(
                "With this month proven the student is at %(readiness)s of 100 for a %(role)s: %(level)s."
            ),
            readiness=self.trace["readiness"],
            role=self.role,
            level=self.milestone.get_expected_employability_level_display(),
        )

    # Names --------------------------------------------------------------------------------------------

    @property
    def role(self) -> str:
        return self.milestone.primary_job_role.name

    @property
    def employer(self) -> str:
        demand = self.milestone.demand
        return demand.employer.name if demand else _("An employer")

    @property
    def recovered_month(self) -> str:
        before = self.milestone.recovers
        return str(MONTHS[before.milestone_month.month]) if before else _("An earlier month")

    def skills(self, ids: Iterable[int]) -> str:
        return _listed(self.names.get(pk, _("a skill no longer listed")) for pk in ids)


_RULES: Mapping[Rule, Callable[[_Told, Mapping[str, Any]], str]] = {
    Rule.MENTORS_WORD: _Told.mentors_word,
    Rule.EMPLOYER_DEMAND: _Told.employer_demand,
    Rule.RECOVERY: _Told.recovery,
    Rule.WEAK_CORE: _Told.weak_core,
    Rule.NO_PROOF: _Told.no_proof,
    Rule.READY_TO_BE_TESTED: _Told.ready_to_be_tested,
    Rule.WHAT_IS_LEFT: _Told.what_is_left,
}


def _counted(missed: tuple[int, int, int]) -> Iterator[str]:
    skills, projects, checkpoints = missed
    if skills:
        yield ngettext("%(count)d skill", "%(count)d skills", skills) % {"count": skills}
    if projects:
        yield _("the project")
    if checkpoints:
        interviews = ngettext("%(count)d interview", "%(count)d interviews", checkpoints)
        yield interviews % {"count": checkpoints}


def _listed(names: Iterable[str]) -> str:
    return get_text_list(list(names), _("and"))


def _plain(number: str) -> str:
    """“17.50” as “17.5”."""
    return f"{Decimal(number).normalize():f}"
