"""The taxonomy knows no people."""

from django.utils.translation import gettext_lazy as _

from tfl.core.privacy import Decisions, Impersonal

DECISIONS: Decisions = {
    "skills.SkillCategory": Impersonal(_("Categories of skills.")),
    "skills.Skill": Impersonal(_("Skills.")),
    "skills.JobRole": Impersonal(_("Job roles.")),
    "skills.JobRoleSkill": Impersonal(_("What a job role requires of a skill.")),
}
