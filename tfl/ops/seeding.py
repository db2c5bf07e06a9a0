"""Puts the seed files into the database: of the taxonomy what is missing, where what an admin changed since
stays; the checklists word by word, since their texts change in the files alone.
"""

from django.db import transaction

from childprogress.services import seed_definitions
from milestones.models import BacklogProject
from seeds.definitions.schema import load_definitions
from seeds.schema import Taxonomy, load_taxonomy
from tfl.skills.models import JobRole, JobRoleSkill, Skill, SkillCategory


@transaction.atomic
def seed_taxonomy() -> dict[str, int]:
    """Categories, skills, job roles with requirements, and the project backlog. Idempotent; returns how
    many of each were created. Raises ValueError, having changed nothing, when a seed file is malformed;
    the message names file, item and field.
    """
    taxonomy = load_taxonomy()
    return {
        "categories": _create_categories(taxonomy),
        "skills": _create_skills(taxonomy),
        "job roles": _create_job_roles(taxonomy),
        "backlog projects": _create_backlog(taxonomy),
    }


def seed_checklists() -> dict[str, int]:
    """The definitions of the child milestones, made what the files say. Idempotent; returns how many were
    created, changed and retired. Raises ValueError, having changed nothing, when a file is malformed; the
    message names file, item and field.
    """
    return seed_definitions(load_definitions())


def _create_categories(taxonomy: Taxonomy) -> int:
    """Parents before children, whatever their order in the file."""
    known = {category.slug: category for category in SkillCategory.objects.all()}
    missing = [category for category in taxonomy.categories if category.slug not in known]
    for item in sorted(missing, key=lambda item: len(taxonomy.category_path(item.slug))):
        known[item.slug] = SkillCategory.objects.create(
            slug=item.slug, name=item.name, parent=known[item.parent] if item.parent else None
        )
    return len(missing)


def _create_skills(taxonomy: Taxonomy) -> int:
    known = set(Skill.objects.values_list("slug", flat=True))
    categories = dict(SkillCategory.objects.values_list("slug", "pk"))
    created = Skill.objects.bulk_create(
        Skill(slug=item.slug, name=item.name, category_id=categories[item.category])
        for item in taxonomy.skills
        if item.slug not in known
    )
    return len(created)


def _create_job_roles(taxonomy: Taxonomy) -> int:
    known = set(JobRole.objects.values_list("slug", flat=True))
    skills = dict(Skill.objects.values_list("slug", "pk"))
    missing = [item for item in taxonomy.job_roles if item.slug not in known]
    roles = JobRole.objects.bulk_create(
        JobRole(slug=item.slug, name=item.name, level=item.level) for item in missing
    )
    JobRoleSkill.objects.bulk_create(
        JobRoleSkill(
            job_role=role,
            skill_id=skills[requirement.skill],
            weight=requirement.weight,
            required_score=requirement.required_score,
            criticality=requirement.criticality,
        )
        for role, item in zip(roles, missing, strict=True)
        for requirement in item.requirements
    )
    return len(missing)


def _create_backlog(taxonomy: Taxonomy) -> int:
    known = set(BacklogProject.objects.values_list("slug", flat=True))
    roles = dict(JobRole.objects.values_list("slug", "pk"))
    skills = dict(Skill.objects.values_list("slug", "pk"))
    missing = [item for item in taxonomy.backlog if item.slug not in known]
    projects = BacklogProject.objects.bulk_create(
        BacklogProject(
            slug=item.slug,
            job_role_id=roles[item.job_role],
            title=item.title,
            description=item.description,
            tech_stack=item.tech_stack,
            level=item.level,
            evaluation_type=item.evaluation_type,
        )
        for item in missing
    )
    through = BacklogProject.skills.through
    through.objects.bulk_create(
        through(backlogproject=project, skill_id=skills[slug])
        for project, item in zip(projects, missing, strict=True)
        for slug in item.skills
    )
    return len(missing)
