"""What a badge milestone measures, and where. Pure: facts in, numbers out.

A metric is one function, a scope is one function; to add one, write it here and decorate it. Both are written
once and run twice: over the facts of a few people in memory, when a badge is claimed, and over everybody's in
SQL, when a milestone is backfilled (`badges.selectors.reach`). So a metric says what is counted through
`Facts`, which both offer, and a scope says which facts those are.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple, Protocol, TypeVar
from uuid import UUID

# Facts -----------------------------------------------------------------------------------------------


class Column(StrEnum):
    """What a fact holds."""

    BADGE = "badge"
    TEMPLATE = "template"
    SKILL = "skill"
    CATEGORY = "category"


class Fact(NamedTuple):
    """One skill of one badge that counts. A badge of a template without skills is one fact without skill
    and category. The fields are those of `Column`.
    """

    badge: int
    template: int
    skill: int | None = None
    category: UUID | None = None


@dataclass(frozen=True)
class Within:
    """The facts whose `column` holds one of `values`."""

    column: Column
    values: frozenset[Any]


EVERYTHING: Final = None
Selection = Within | None

Value_co = TypeVar("Value_co", covariant=True)


class Facts(Protocol[Value_co]):
    """The facts of one person within a scope."""

    def distinct(self, column: Column) -> Value_co:
        """How many different values `column` holds. Nothing counts as none."""


class Holding:
    """One person's facts in memory. Every rule asks it in turn, and many ask the same: selections are kept,
    and selecting a few values is no walk over all facts.
    """

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts = list(facts)
        self._by: dict[Column, Mapping[Any, list[Fact]]] = {}
        self._within: dict[Within, Holding] = {}

    def distinct(self, column: Column) -> int:
        values = self._values(column)
        return len(values) - (None in values)

    def within(self, selection: Selection) -> "Holding":
        if selection is EVERYTHING:
            return self
        if selection not in self._within:
            self._within[selection] = Holding(self._select(selection))
        return self._within[selection]

    def _select(self, selection: Within) -> Iterator[Fact]:
        there = self._values(selection.column)
        few, many = sorted((there.keys(), selection.values), key=len)
        return (fact for value in few if value in many for fact in there[value])

    def _values(self, column: Column) -> Mapping[Any, list[Fact]]:
        if column not in self._by:
            by_value = defaultdict(list)
            for fact in self._facts:
                by_value[getattr(fact, column)].append(fact)
            self._by[column] = by_value
        return self._by[column]


# The category tree -----------------------------------------------------------------------------------


class UnusableCategoryError(ValueError):
    """A rule names a category by which nothing can be counted. Its milestone awards nobody."""


class MissingCategoryError(UnusableCategoryError):
    """There is no such category (any more)."""


class CategoryCycleError(UnusableCategoryError):
    """The category stands below itself, which forms refuse and a hand in the table can force."""


class CategoryTree:
    """Which category stands below which, from (id, parent id) pairs. Every walk ends, whatever they hold."""

    def __init__(self, parents: Mapping[UUID, UUID | None]) -> None:
        self._parents = parents
        self._children: dict[UUID | None, list[UUID]] = defaultdict(list)
        self._below: dict[UUID, frozenset[UUID]] = {}
        for category, parent in parents.items():
            self._children[parent].append(category)

    def below(self, category: UUID) -> frozenset[UUID]:
        """The category and all its descendants. Raises UnusableCategoryError."""
        if category not in self._below:
            self._below[category] = self._walk_down(self.require(category))
        return self._below[category]

    def _walk_down(self, category: UUID) -> frozenset[UUID]:
        """It ends: of what goes round in a cycle, every parent does, so none of it hangs below this."""
        found = [category]
        for each in found:
            found += self._children.get(each, ())
        return frozenset(found)

    def above(self, category: UUID) -> tuple[UUID, ...]:
        """The category, its parent, and so on up to the root, or once around a cycle."""
        path: dict[UUID, None] = {}
        step: UUID | None = category
        while step is not None and step not in path:
            path[step] = None
            step = self._parents.get(step)
        return tuple(path)

    def closes_at(self, category: UUID) -> UUID | None:
        """The category at which the way up begins to go round in a cycle; None where it ends at a root."""
        return self._parents.get(self.above(category)[-1])

    def require(self, category: UUID) -> UUID:
        """The category, if something can be counted by it. Raises UnusableCategoryError."""
        if category not in self._parents:
            raise MissingCategoryError
        if self.closes_at(category) == category:
            raise CategoryCycleError
        return category


# Metrics and scopes ----------------------------------------------------------------------------------

V = TypeVar("V")
MetricFunction = Callable[[Facts[Any]], Any]
ScopeFunction = Callable[..., Selection]


@dataclass(frozen=True)
class Metric:
    """`scopes` names the only scopes it makes sense in; None where it does in every one."""

    count: MetricFunction
    scopes: frozenset[str] | None

    def makes_sense_in(self, scope: str) -> bool:
        return self.scopes is None or scope in self.scopes


METRICS: Final[dict[str, Metric]] = {}
SCOPES: Final[dict[str, ScopeFunction]] = {}


def metric(
    name: str, *, only: Iterable[str] | None = None
) -> Callable[[MetricFunction], MetricFunction]:
    """Register a metric under its name in the JSON. `only` names the scopes it makes sense in."""

    def register(function: MetricFunction) -> MetricFunction:
        METRICS[name] = Metric(function, None if only is None else frozenset(only))
        return function

    return register


def scope(name: str) -> Callable[[ScopeFunction], ScopeFunction]:
    """Register a scope under its name in the JSON. The function is given the category tree; its keyword-only
    parameters are what a trigger of this scope holds besides, with their types and defaults, in camelCase.
    """

    def register(function: ScopeFunction) -> ScopeFunction:
        SCOPES[name] = function
        return function

    return register


@metric("badge_count")
def badge_count(facts: Facts[V]) -> V:
    """Badges. Two of one template are two; one with several fitting skills is one."""
    return facts.distinct(Column.BADGE)


@metric("category_count", only=["global"])
def category_count(facts: Facts[V]) -> V:
    """Direct categories of the badges' skills. A parent and its child are two."""
    return facts.distinct(Column.CATEGORY)


@scope("global")
def everywhere(tree: CategoryTree) -> Selection:
    """All badges, also those without skills."""
    return EVERYTHING


@scope("category")
def in_category(
    tree: CategoryTree, *, category_id: UUID, include_sub_categories: bool = True
) -> Selection:
    """Badges with a skill in the category or, unless told otherwise, in one below it."""
    if include_sub_categories:
        return Within(Column.CATEGORY, tree.below(category_id))
    return Within(Column.CATEGORY, frozenset({tree.require(category_id)}))
