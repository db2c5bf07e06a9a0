"""What the pages about badge templates read."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from badges.models import Badge, BadgeTemplate, TemplateState
from badges.models.templates import BadgeTemplateQuerySet
from badges.rules import CategoryTree
from tfl.accounts.models import User
from tfl.skills.models import Skill, SkillCategory

WAY: Final = " › "


def templates(user: User, *, search: str = "", state: str = "") -> BadgeTemplateQuerySet:
    """Those `user` may see, by name, with their skills; a search looks at names and skills. Two queries for a
    page of any size, beside the roles of `user`.
    """
    found = BadgeTemplate.objects.visible_to(user).prefetch_related("skills")
    if search:
        skills = Skill.objects.filter(badge_templates=OuterRef("pk"), name__icontains=search)
        found = found.filter(Q(name__icontains=search) | Exists(skills))
    if state in TemplateState.values:
        found = found.filter(state=state)
    return found.order_by("name")


@dataclass(frozen=True)
class TemplateLine:
    template: BadgeTemplate
    issued: int
    claimed: int
    """How many of those issued were ever claimed."""


def lines_of(templates: Iterable[BadgeTemplate]) -> list[TemplateLine]:
    """The templates with how often each was issued and claimed. One query."""
    found = list(templates)
    rows = (
        Badge.objects.filter(template__in=[template.pk for template in found])
        .order_by()
        .values("template")
        .annotate(issued=Count("pk"), claimed=Count("claimed_at"))
        .values_list("template", "issued", "claimed")
    )
    counts = {template: (issued, claimed) for template, issued, claimed in rows}
    return [TemplateLine(template, *counts.get(template.pk, (0, 0))) for template in found]


SkillChoices = list[tuple[str, list[tuple[int, str]]]]


def skill_choices(*, search: str = "", chosen: Collection[str] = ()) -> SkillChoices:
    """Skills for a picker: first those `chosen` by their ids, then the others under the way to their
    category, “Data › Databases”; with a search those whose name or way says it. Two queries.
    """
    wanted = search.casefold()
    ways = _ways()
    mine: list[tuple[int, str]] = []
    others: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for skill in Skill.objects.order_by("name"):
        way = ways[skill.category_id]
        if str(skill.pk) in chosen:
            mine.append((skill.pk, skill.name))
        elif wanted in f"{way}{WAY}{skill.name}".casefold():
            others[way].append((skill.pk, skill.name))
    groups = sorted(others.items())
    return [(_("Chosen"), mine), *groups] if mine else groups


def _ways() -> dict[UUID, str]:
    """From the root to each category. One query."""
    rows = list(SkillCategory.objects.order_by().values_list("id", "parent_id", "name"))
    names = {pk: name for pk, _parent, name in rows}
    tree = CategoryTree({pk: parent for pk, parent, _name in rows})
    return {pk: WAY.join(names[step] for step in reversed(tree.above(pk))) for pk in names}
