"""The category tree as a rule's form shows it: who stands below whom, with how many badge templates."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from badges.models import BadgeTemplate, TemplateState
from badges.rules import CategoryCycleError, CategoryTree
from tfl.skills.models import SkillCategory

DEEPEST_SHOWN: Final = 6
"""Levels that are told apart by how far they stand in."""


@dataclass(frozen=True)
class Categories:
    """All there are, in alphabetical order. Whatever the table holds, every walk ends."""

    names: Mapping[UUID, str]
    parents: Mapping[UUID, UUID | None]

    @cached_property
    def tree(self) -> CategoryTree:
        return CategoryTree(self.parents)

    def path(self, category: UUID) -> str:
        """“Technical skills / Data / Databases”. Empty where there is no such category."""
        way = [
            self.names[step] for step in reversed(self.tree.above(category)) if step in self.names
        ]
        return " / ".join(way)

    def find(self, text: str) -> UUID | None:
        """The category with this id."""
        return self._by_id.get(text.strip().lower())

    @cached_property
    def _by_id(self) -> Mapping[str, UUID]:
        return {str(category): category for category in self.names}


@dataclass(frozen=True)
class Branch:
    """One line of the tree. `templates` are those with a skill in the category or below it."""

    category: UUID
    name: str
    level: int
    templates: int
    stands_below_itself: bool
    is_chosen: bool
    fits: bool
    """Whether it was searched for. What stands above such a one is shown with it."""


def categories() -> Categories:
    """One query."""
    rows = list(SkillCategory.objects.order_by("name", "id").values_list("id", "name", "parent_id"))
    return Categories(
        names={category: name for category, name, _parent in rows},
        parents={category: parent for category, _name, parent in rows},
    )


def branches(of: Categories, *, search: str = "", chosen: UUID | None = None) -> list[Branch]:
    """The tree, each category before what stands below it. With `search` only what fits, what stands above
    that, and the chosen one. One query.
    """
    wanted = search.strip().casefold()
    fitting = {key for key, name in of.names.items() if wanted in name.casefold()}
    kept = [key for key in of.names if key in fitting or key == chosen]
    shown = {step for key in kept for step in of.tree.above(key)}
    templates = _templates_below(of)
    return [
        Branch(
            category=category,
            name=of.names[category],
            level=min(level, DEEPEST_SHOWN),
            templates=len(templates[category]),
            stands_below_itself=_stands_below_itself(of.tree, category),
            is_chosen=category == chosen,
            fits=bool(wanted) and category in fitting,
        )
        for category, level in _from_the_top(of)
        if category in shown
    ]


def _from_the_top(of: Categories) -> Iterator[tuple[UUID, int]]:
    """Depth first, with levels from 1. What hangs on a cycle, and so on no root, comes last."""
    children: dict[UUID | None, list[UUID]] = defaultdict(list)
    for category in of.names:
        children[of.parents[category]].append(category)
    seen: set[UUID] = set()
    for start in (*children[None], *of.names):
        ahead = [(start, 1)]
        while ahead:
            category, level = ahead.pop()
            if category in seen:
                continue
            seen.add(category)
            yield category, level
            ahead += [(child, level + 1) for child in reversed(children[category])]


def _stands_below_itself(tree: CategoryTree, category: UUID) -> bool:
    try:
        tree.require(category)
    except CategoryCycleError:
        return True
    return False


def _templates_below(of: Categories) -> Mapping[UUID, set[int]]:
    """Badge templates by category, with those of the categories below; archived ones do not count. One
    query.
    """
    pairs: Iterable[Any] = (
        BadgeTemplate.objects.exclude(state=TemplateState.ARCHIVED)
        .filter(skills__isnull=False)
        .order_by()
        .values_list("id", "skills__category")
        .distinct()
    )
    found: dict[UUID, set[int]] = defaultdict(set)
    for template, category in pairs:
        for step in of.tree.above(category):
            found[step].add(template)
    return found
