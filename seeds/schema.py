"""What seed content must look like, and the two functions that read it.

Whoever edits `taxonomy.py`, `backlog.py` or `badges.py` is told the file, the item and the field
of a mistake. An item refuses what is wrong within itself when it is built; `Taxonomy` and
`BadgeContent` refuse what does not fit together, and report every such problem at once.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

CATEGORY_LEVELS = 3

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$", max_length=60)]

Level = Literal["Entry", "Mid", "Senior"]
Criticality = Literal["Critical", "Important", "Supporting"]
ProjectLevel = Literal["Mini", "Production"]
EvaluationType = Literal["MentorReview", "AutoAssessment", "EmployerReview"]

TemplateState = Literal["Draft", "Active", "Archived"]
Metric = Literal["badge_count", "category_count"]
Scope = Literal["global", "category"]
Icon = Literal[
    "medal", "trophy", "globe", "laptop", "speech", "star", "rocket", "leaf",
    "flame", "compass", "mountain", "key", "book", "puzzle", "handshake", "bulb",
    "chart", "shield", "pen", "database", "bug", "magnifier", "gear", "cloud",
]  # fmt: skip


def _text(max_length: int) -> StringConstraints:
    return StringConstraints(min_length=1, max_length=max_length, pattern=r"^\S(.*\S)?$")


def _text_or_nothing(max_length: int) -> StringConstraints:
    return StringConstraints(max_length=max_length, pattern=r"^(\S(.*\S)?)?$")


class Item(BaseModel):
    """Something with a slug; its own mistakes are reported under file, kind and slug."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    FILE: ClassVar[str] = "seeds/taxonomy.py"
    KIND: ClassVar[str]

    slug: Slug

    @model_validator(mode="wrap")
    @classmethod
    def _name_the_item(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return handler(data)
        except ValidationError as error:
            slug = data.get("slug", "without a slug") if isinstance(data, dict) else data
            problems = (
                f"{cls.FILE}: {cls.KIND} {slug!r}, field {_path(detail['loc'])}: {detail['msg']}"
                f" (got {detail['input']!r})"
                for detail in error.errors()
            )
            raise ValueError("\n".join(problems)) from error

    def problem(self, field: str, message: str) -> str:
        return f"{self.FILE}: {self.KIND} {self.slug!r}, field {field}: {message}"


class Category(Item):
    KIND = "category"

    name: Annotated[str, _text(60)]
    parent: Slug | None = None


class Skill(Item):
    KIND = "skill"

    name: Annotated[str, _text(40)]
    category: Slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One skill a role asks for.

    A plain dataclass on purpose: it is checked when its role is built, because only then can a
    mistake be reported under the role's name.
    """

    skill: Slug
    weight: Annotated[int, Field(ge=1, le=10, strict=True)]
    required_score: Annotated[int, Field(ge=0, le=100, strict=True)]
    criticality: Criticality

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(
        extra="forbid", revalidate_instances="always"
    )


class JobRole(Item):
    """A role at one level; the same name may appear once per level."""

    KIND = "job role"

    name: Annotated[str, _text(80)]
    level: Level
    requirements: Annotated[tuple[Requirement, ...], Field(min_length=1)]


class Project(Item):
    """A project of the backlog. Its title reads well after "Deliver a …" with a small initial."""

    FILE = "seeds/backlog.py"
    KIND = "project"

    job_role: Slug
    title: Annotated[str, _text(110)]
    description: Annotated[str, _text(600)]
    tech_stack: Annotated[str, _text(200)]
    skills: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=4)]
    level: ProjectLevel
    evaluation_type: EvaluationType = "MentorReview"


class BadgeTemplate(Item):
    """What a badge is given for. The description is its criteria: a mentor judges by it, and it is
    public on the verification page of every badge issued from it.
    """

    FILE = "seeds/badges.py"
    KIND = "badge template"

    name: Annotated[str, _text(100)]
    description: Annotated[str, _text(1000)]
    icon: Icon
    skills: tuple[Slug, ...]
    validity_days: Annotated[int, Field(ge=1, le=36_500, strict=True)] | None = None
    state: TemplateState = "Active"
    legacy_category: Annotated[str, _text_or_nothing(100)] = ""


class BadgeMilestone(Item):
    """A rule over claimed badges. Without a description, one is written from the rule."""

    FILE = "seeds/badges.py"
    KIND = "badge milestone"

    title: Annotated[str, _text(200)]
    description: Annotated[str, _text_or_nothing(500)] = ""
    icon: Icon
    metric: Metric
    scope: Scope
    threshold: Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
    category: Annotated[Slug | None, Field(validate_default=True)] = None
    include_sub_categories: Annotated[bool, Field(strict=True)] = True
    active: Annotated[bool, Field(strict=True)] = True

    @field_validator("scope")
    @classmethod
    def _categories_are_counted_everywhere(cls, scope: Scope, info: ValidationInfo) -> Scope:
        if scope == "category" and info.data.get("metric") == "category_count":
            raise ValueError("has to be 'global' when categories are counted")
        return scope

    @field_validator("category")
    @classmethod
    def _stands_with_its_scope(cls, category: str | None, info: ValidationInfo) -> str | None:
        scope = info.data.get("scope")
        if scope == "category" and category is None:
            raise ValueError("is needed for scope 'category'")
        if scope == "global" and category is not None:
            raise ValueError("is for scope 'category' only")
        return category

    @field_validator("include_sub_categories")
    @classmethod
    def _left_out_of_a_category_only(
        cls,
        included: bool,  # noqa: FBT001  # pydantic passes it so
        info: ValidationInfo,
    ) -> bool:
        if info.data.get("scope") == "global" and not included:
            raise ValueError("can be False for scope 'category' only")
        return included


class Taxonomy(BaseModel):
    """The whole content, in the order it is written, once everything in it fits together."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    categories: tuple[Category, ...]
    skills: tuple[Skill, ...]
    job_roles: tuple[JobRole, ...]
    backlog: tuple[Project, ...]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        problems = [
            *_repeated_slugs(self.categories),
            *_repeated_slugs(self.skills),
            *_repeated_slugs(self.job_roles),
            *_repeated_slugs(self.backlog),
            *self._category_problems(),
            *self._skill_problems(),
            *self._job_role_problems(),
            *self._project_problems(),
        ]
        if problems:
            raise ValueError("\n".join(problems))
        return self

    def category_path(self, slug: str) -> tuple[str, ...]:
        """The slugs from the top of the tree down to this category.

        Stops at an unknown parent; in a cycle, stops before a category would be named twice.
        """
        parents = {category.slug: category.parent for category in self.categories}
        path: list[str] = []
        current: str | None = slug
        while current in parents and current not in path:
            path.append(current)
            current = parents[current]
        return tuple(reversed(path))

    def _category_problems(self) -> Iterator[str]:
        by_slug = {category.slug: category for category in self.categories}
        for category in self.categories:
            if category.parent is None:
                continue
            if category.parent not in by_slug:
                yield category.problem("parent", f"unknown category {category.parent!r}")
                continue
            path = self.category_path(category.slug)
            if by_slug[path[0]].parent in path:
                yield category.problem("parent", "leads round in a circle, never to the top")
            elif len(path) > CATEGORY_LEVELS:
                yield category.problem("parent", f"is deeper than {CATEGORY_LEVELS} levels")

    def _skill_problems(self) -> Iterator[str]:
        categories = {category.slug for category in self.categories}
        for skill in self.skills:
            if skill.category not in categories:
                yield skill.problem("category", f"unknown category {skill.category!r}")
            elif len(self.category_path(skill.category)) != CATEGORY_LEVELS:
                yield skill.problem(
                    "category", f"{skill.category!r} is not on level {CATEGORY_LEVELS}"
                )

    def _job_role_problems(self) -> Iterator[str]:
        skills = {skill.slug for skill in self.skills}
        for role in self.job_roles:
            asked = [requirement.skill for requirement in role.requirements]
            for index, slug in enumerate(asked):
                if slug not in skills:
                    yield role.problem(f"requirements.{index}.skill", f"unknown skill {slug!r}")
            for slug in _repeated(asked):
                yield role.problem("requirements", f"asks for skill {slug!r} more than once")

    def _project_problems(self) -> Iterator[str]:
        skills = {skill.slug for skill in self.skills}
        asked_by_role = {
            role.slug: {requirement.skill for requirement in role.requirements}
            for role in self.job_roles
        }
        for project in self.backlog:
            asked = asked_by_role.get(project.job_role)
            if asked is None:
                yield project.problem("job_role", f"unknown job role {project.job_role!r}")
            for slug in project.skills:
                if slug not in skills:
                    yield project.problem("skills", f"unknown skill {slug!r}")
                elif asked is not None and slug not in asked:
                    yield project.problem(
                        "skills", f"skill {slug!r} is not asked for by {project.job_role!r}"
                    )
            for slug in _repeated(project.skills):
                yield project.problem("skills", f"names skill {slug!r} more than once")


class BadgeContent(BaseModel):
    """Badge templates and badge milestones, once they fit together and with the taxonomy."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    taxonomy: Taxonomy
    templates: tuple[BadgeTemplate, ...]
    milestones: tuple[BadgeMilestone, ...]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        problems = [
            *_repeated_slugs(self.templates),
            *_repeated_values(self.templates, "name"),
            *_repeated_slugs(self.milestones),
            *_repeated_values(self.milestones, "title"),
            *self._template_problems(),
            *self._milestone_problems(),
        ]
        if problems:
            raise ValueError("\n".join(problems))
        return self

    def skills_counted_by(self, milestone: BadgeMilestone) -> frozenset[str]:
        """The slugs of the skills a badge needs one of to count towards the milestone's category."""
        return frozenset(
            skill.slug
            for skill in self.taxonomy.skills
            if milestone.category == skill.category
            or (
                milestone.include_sub_categories
                and milestone.category in self.taxonomy.category_path(skill.category)
            )
        )

    def _template_problems(self) -> Iterator[str]:
        skills = {skill.slug for skill in self.taxonomy.skills}
        for template in self.templates:
            for slug in template.skills:
                if slug not in skills:
                    yield template.problem("skills", f"unknown skill {slug!r}")
            for slug in _repeated(template.skills):
                yield template.problem("skills", f"names skill {slug!r} more than once")

    def _milestone_problems(self) -> Iterator[str]:
        categories = {category.slug for category in self.taxonomy.categories}
        for milestone in self.milestones:
            if milestone.category is None:
                continue
            if milestone.category not in categories:
                yield milestone.problem("category", f"unknown category {milestone.category!r}")
            elif not self.skills_counted_by(milestone):
                yield milestone.problem(
                    "category", f"{milestone.category!r} has no skills that count: never reached"
                )


def load_taxonomy() -> Taxonomy:
    """Read the seed content; every mistake in it is a `ValueError` (pydantic's is one too)."""
    # Imported here: both files are written with the models above, and a mistake in an item
    # shows when its file is imported.
    from seeds.backlog import BACKLOG  # noqa: PLC0415
    from seeds.taxonomy import CATEGORIES, JOB_ROLES, SKILLS  # noqa: PLC0415

    return Taxonomy(categories=CATEGORIES, skills=SKILLS, job_roles=JOB_ROLES, backlog=BACKLOG)


def load_badges() -> BadgeContent:
    """Read the badge content; every mistake in it, or in the taxonomy, is a `ValueError`."""
    from seeds.badges import BADGE_MILESTONES, BADGE_TEMPLATES  # noqa: PLC0415  # as above

    return BadgeContent(
        taxonomy=load_taxonomy(), templates=BADGE_TEMPLATES, milestones=BADGE_MILESTONES
    )


def _path(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in loc) or "(the item as a whole)"


def _repeated(slugs: Iterable[str]) -> list[str]:
    return [slug for slug, times in Counter(slugs).items() if times > 1]


def _repeated_slugs(items: Iterable[Item]) -> Iterator[str]:
    return _repeated_values(items, "slug")


def _repeated_values(items: Iterable[Item], field: str) -> Iterator[str]:
    """Capitals make no difference: nobody could tell two such names apart in a list."""
    seen: set[str] = set()
    for item in items:
        value = getattr(item, field).casefold()
        if value in seen:
            yield item.problem(field, "is used more than once")
        seen.add(value)
