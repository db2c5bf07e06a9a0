"""What a rule says, and what is wrong with one, in the reader's language."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from badges.triggers import MOST, Problem, Trigger, TriggerError, parse_trigger
from tfl.core.csv_rows import echo

METRIC_LABELS: dict[str, str | Promise] = {
    "badge_count": gettext_lazy("Badge Count"),
    "category_count": gettext_lazy("Category Coverage"),
}
SCOPE_LABELS: dict[str, str | Promise] = {
    "global": gettext_lazy("Global (all badges)"),
    "category": gettext_lazy("Specific Category"),
}

Names = Mapping[UUID, str]
"""Categories' names."""


def describe(trigger: Trigger, names: Names) -> str:
    """The rule as an automatic description: “Earn 3 badges in Data”."""
    n = trigger.threshold
    match trigger.metric, trigger.scope:
        case "badge_count", "global":
            return ngettext("Earn %(n)d badge", "Earn %(n)d badges", n) % {"n": n}
        case "badge_count", "category":
            return ngettext(
                "Earn %(n)d badge in %(category)s", "Earn %(n)d badges in %(category)s", n
            ) % {"n": n, "category": category_name(trigger, names)}
        case "category_count", "global":
            return ngettext(
                "Earn badges across %(n)d category",
                "Earn badges across %(n)d different categories",
                n,
            ) % {"n": n}
    return f"{trigger.metric} · {trigger.scope} ≥ {n}"


def in_words(description: str, trigger: Any, names: Names) -> str:
    """A stored rule as people read it: the description somebody wrote, else the automatic one; empty where
    it cannot be read.
    """
    if description:
        return description
    try:
        return describe(parse_trigger(trigger), names)
    except TriggerError:
        return ""


def sentence(trigger: Trigger, names: Names) -> str:
    """What stands beside the threshold: “User earns this after claiming 5 badges”."""
    n = trigger.threshold
    match trigger.metric, trigger.scope:
        case "badge_count", "global":
            return ngettext(
                "User earns this after claiming %(n)d badge",
                "User earns this after claiming %(n)d badges",
                n,
            ) % {"n": n}
        case "badge_count", "category":
            return ngettext(
                "User earns this after claiming %(n)d badge in %(category)s",
                "User earns this after claiming %(n)d badges in %(category)s",
                n,
            ) % {"n": n, "category": category_name(trigger, names)}
        case "category_count", "global":
            return ngettext(
                "User earns this after claiming badges in %(n)d category",
                "User earns this after claiming badges in %(n)d different categories",
                n,
            ) % {"n": n}
    return describe(trigger, names)


def to_go(trigger: Trigger, remaining: int) -> str:
    """“2 more to go”, in what the metric counts."""
    if trigger.metric == "category_count":
        return ngettext("%(n)d more category to go", "%(n)d more categories to go", remaining) % {
            "n": remaining
        }
    return ngettext("%(n)d more to go", "%(n)d more to go", remaining) % {"n": remaining}


def scope_label(trigger: Trigger, names: Names) -> str:
    """As the cards show it: “Global”, or the category's name."""
    if trigger.scope == "global":
        return _("Global")
    return category_name(trigger, names) or trigger.scope


def category_name(trigger: Trigger, names: Names) -> str:
    """Empty for a rule without category. A category that is gone has no name."""
    category = trigger.parameters.get("category_id")
    return names.get(category) or _("a category that is gone") if category else ""


PROBLEMS: dict[Problem, str | Promise] = {
    Problem.NO_OBJECT: gettext_lazy("A rule is a JSON object with metric, scope and threshold."),
    Problem.COMPOSITE: gettext_lazy(
        "Composite rules (“%(field)s”) are reserved and cannot be used yet. "
        "Build one badge milestone for each rule."
    ),
    Problem.UNKNOWN_FIELD: gettext_lazy("A rule of this scope has no “%(field)s”. Take it out."),
    Problem.MISSING: gettext_lazy("“%(field)s” is missing."),
    Problem.NO_METRIC: gettext_lazy(
        "There is no such metric. Choose badge_count or category_count."
    ),
    Problem.NO_SCOPE: gettext_lazy("There is no such scope. Choose global or category."),
    Problem.PAIR: gettext_lazy(
        "This metric cannot be measured within a category. Choose the global scope."
    ),
    Problem.THRESHOLD: gettext_lazy("The threshold is a whole number from 1 to %(most)s."),
    Problem.NO_UUID: gettext_lazy("A category is named by its id, a UUID."),
    Problem.NO_CATEGORY: gettext_lazy("There is no such category. Choose another one."),
    Problem.CYCLE: gettext_lazy(
        "This category stands below itself, so nothing can be counted in it. "
        "Mend the tree in the back office first."
    ),
    Problem.TYPE: gettext_lazy("“%(field)s” has the wrong type."),
}


def problem(error: TriggerError) -> str:
    """What is wrong with a rule and what to do, naming the field."""
    return str(PROBLEMS[error.problem]) % {"field": echo(error.field), "most": f"{MOST:,}"}
