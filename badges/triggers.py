"""The rule of a badge milestone as JSON: metric + scope + threshold. Read strictly, wherever it comes from.

    {"metric": "badge_count", "scope": "category", "threshold": 3,
     "categoryId": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "includeSubCategories": true}

There is one pydantic model per scope, told apart by `scope`; its fields are the parameters of the scope's
function in `badges.rules`, its metrics those which make sense there. Composite rules (`all`, `any`) are
reserved.
"""

import inspect
import json
import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin
from uuid import UUID

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    create_model,
)
from pydantic.alias_generators import to_camel

from badges.rules import (
    METRICS,
    SCOPES,
    CategoryTree,
    Facts,
    Holding,
    MissingCategoryError,
    ScopeFunction,
    Selection,
    UnusableCategoryError,
)

MOST: Final = 1_000_000
"""No threshold is higher: nobody holds more badges."""

COMPOSITES: Final = ("all", "any")


class Problem(StrEnum):
    """What is wrong with a rule; `badges.words` has the sentences."""

    NO_OBJECT = "no-object"
    COMPOSITE = "composite"
    UNKNOWN_FIELD = "unknown-field"
    MISSING = "missing"
    NO_METRIC = "no-metric"
    NO_SCOPE = "no-scope"
    PAIR = "pair"
    THRESHOLD = "threshold"
    NO_UUID = "no-uuid"
    NO_CATEGORY = "no-category"
    CYCLE = "cycle"
    TYPE = "type"


class TriggerError(ValueError):
    """A rule that cannot be used. `field` is the JSON key it is about, empty for the rule as a whole."""

    def __init__(self, problem: Problem, field: str = "") -> None:
        super().__init__(f"{field or 'trigger'}: {problem}")
        self.problem = problem
        self.field = field


class Trigger(BaseModel):
    """A valid rule. The models of the scopes add their parameters."""

    model_config = ConfigDict(
        strict=True,
        extra="forbid",
        frozen=True,
        alias_generator=to_camel,
        ignored_types=(cached_property,),
    )

    metric: str
    scope: str
    threshold: int = Field(ge=1, le=MOST)

    @cached_property
    def parameters(self) -> dict[str, Any]:
        """What the scope is given besides the tree."""
        return {
            name: getattr(self, name)
            for name in type(self).model_fields
            if name not in Trigger.model_fields
        }

    def selection(self, tree: CategoryTree) -> Selection:
        """Which facts count. Raises UnusableCategoryError."""
        return SCOPES[self.scope](tree, **self.parameters)

    def count(self, facts: Facts[Any]) -> Any:
        """The metric over facts that are within the scope already."""
        return METRICS[self.metric].count(facts)

    def value(self, holding: Holding, tree: CategoryTree) -> int:
        """How far one person is. Raises UnusableCategoryError."""
        return int(self.count(holding.within(self.selection(tree))))

    def as_json(self) -> dict[str, Any]:
        """As it is stored: every field, ids in lower case."""
        return self.model_dump(mode="json", by_alias=True)


def parse_trigger(data: Any, tree: CategoryTree | None = None) -> Trigger:
    """Read a rule. With a `tree` its category must be one of it that stands below no other of its own
    children.

    Raises TriggerError with the field and the problem; nothing is converted, no unknown key is passed over.
    """
    if not isinstance(data, Mapping):
        raise TriggerError(Problem.NO_OBJECT)
    for key in COMPOSITES:
        if key in data:
            raise TriggerError(Problem.COMPOSITE, key)
    for key in data:
        if not _is_readable(key):
            raise TriggerError(Problem.UNKNOWN_FIELD, "?")
    try:
        trigger = _schema(tuple(METRICS.items()), tuple(SCOPES.items())).validate_python(dict(data))
    except ValidationError as error:
        raise _problem_of(error, data) from error
    if tree is not None:
        _require_countable(trigger, tree)
    return trigger


def _is_readable(key: Any) -> bool:
    """JSON can name what is no text in any encoding."""
    try:
        return bool(str(key).encode())
    except UnicodeEncodeError:
        return False


def read_stored(text: str) -> Trigger | None:
    """The rule in a column's JSON text, or None where it cannot be used. What a text says it always says, so
    answers are remembered: a claim may read as many as there are badge milestones.
    """
    return _read(text, tuple(METRICS.items()), tuple(SCOPES.items()))


@lru_cache(maxsize=10_000)
def _read(text: str, *_schema: object) -> Trigger | None:
    try:
        return parse_trigger(json.loads(text))
    except (ValueError, RecursionError):  # a TriggerError, or JSON that is beyond Python
        return None


def _require_countable(trigger: Trigger, tree: CategoryTree) -> None:
    try:
        trigger.selection(tree)
    except UnusableCategoryError as error:
        is_gone = isinstance(error, MissingCategoryError)
        problem = Problem.NO_CATEGORY if is_gone else Problem.CYCLE
        raise TriggerError(problem, to_camel(next(iter(trigger.parameters)))) from error


# The schema ------------------------------------------------------------------------------------------

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def _uuid(value: Any) -> Any:
    """JSON has no UUIDs; of all that Python reads as one only the usual notation is taken."""
    return UUID(value) if isinstance(value, str) and _UUID.fullmatch(value) else value


def _from_json(annotation: Any) -> Any:
    """The type of a scope's parameter, its UUIDs to be read from JSON; also those in a list."""
    if annotation is UUID:
        return Annotated[UUID, BeforeValidator(_uuid)]
    parts = tuple(_from_json(part) for part in get_args(annotation))
    return get_origin(annotation)[parts] if parts else annotation


@cache
def _schema(
    metrics: tuple[Any, ...], scopes: tuple[tuple[str, ScopeFunction], ...]
) -> TypeAdapter[Trigger]:
    """For these metrics and scopes; they only ever change in a test that adds one."""
    models = [_model(name, function) for name, function in scopes]
    union: Any = Annotated[Union[tuple(models)], Field(discriminator="scope")]  # noqa: UP007
    return TypeAdapter(union)


def _model(name: str, function: ScopeFunction) -> type[Trigger]:
    metrics = tuple(key for key, metric in METRICS.items() if metric.makes_sense_in(name))
    parameters = {
        each.name: (
            _from_json(each.annotation),
            ... if each.default is each.empty else each.default,
        )
        for each in inspect.signature(function).parameters.values()
        if each.kind is each.KEYWORD_ONLY
    }
    fields: Any = {"metric": (Literal[metrics], ...), "scope": (Literal[name], ...), **parameters}
    return create_model(f"{name.title()}Trigger", __base__=Trigger, **fields)


_PROBLEMS: Final = {
    "union_tag_not_found": Problem.MISSING,
    "union_tag_invalid": Problem.NO_SCOPE,
    "extra_forbidden": Problem.UNKNOWN_FIELD,
    "missing": Problem.MISSING,
    "is_instance_of": Problem.NO_UUID,
}


def _problem_of(error: ValidationError, data: Mapping[str, Any]) -> TriggerError:
    """The first mistake. Of several in one rule people mend one after the other."""
    first = error.errors(include_url=False, include_input=False)[0]
    _scope, field, *_place = *map(str, first["loc"] or ("", "scope")), ""
    kind = first["type"]
    if kind in _PROBLEMS:
        return TriggerError(_PROBLEMS[kind], field)
    if field == "threshold":
        return TriggerError(Problem.THRESHOLD, field)
    if field == "metric":
        known = isinstance(data["metric"], str) and data["metric"] in METRICS
        return TriggerError(Problem.PAIR if known else Problem.NO_METRIC, field)
    return TriggerError(Problem.TYPE, field)
