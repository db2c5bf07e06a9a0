"""What admins see of badge milestones: the cards of the grid, and what a rule would do now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from badges.models import MilestoneAchievement, MilestoneConfig
from badges.models.milestones import MilestoneAchievementQuerySet, MilestoneConfigQuerySet
from badges.selectors.categories import Categories
from badges.selectors.reach import Reach, reach
from badges.triggers import MOST, Problem, Trigger, TriggerError, parse_trigger
from badges.words import describe, problem, scope_label, sentence
from tfl.accounts.models import User

# Cards -----------------------------------------------------------------------------------------------


class Section(StrEnum):
    GLOBAL = "global"
    CATEGORY = "category"
    UNREADABLE = "unreadable"


SECTIONS: Final[dict[Section, str | Promise]] = {
    Section.GLOBAL: gettext_lazy("Global Milestones"),
    Section.CATEGORY: gettext_lazy("Category Milestones"),
    Section.UNREADABLE: gettext_lazy("Cannot be evaluated"),
}


class Show(StrEnum):
    ACTIVE = "active"
    INACTIVE = "inactive"
    BROKEN = "broken"


@dataclass(frozen=True)
class Card:
    milestone: MilestoneConfig
    trigger: Trigger | None
    """None where it cannot be read."""
    rule: str
    """In words; empty where the trigger cannot be read."""
    scope: str
    """“Global”, or the category's name."""
    error: TriggerError | None
    """Why its rule cannot be used."""

    @property
    def broken(self) -> str:
        """The same in words; empty where it can be used."""
        if self.error is None:
            return ""
        if self.error.problem is Problem.NO_CATEGORY:
            return _("Its category is gone, so nothing can be counted.")
        return problem(self.error)

    @property
    def state(self) -> str:
        """Of its medal: only what awards somebody shines."""
        return "claimed" if self.milestone.active and self.error is None else "inactive"

    @property
    def needs_the_tree_mended(self) -> bool:
        """Otherwise it has to be built anew: what is wrong is locked."""
        return self.error is not None and self.error.problem is Problem.CYCLE

    @property
    def section(self) -> Section:
        if self.trigger is None:
            return Section.UNREADABLE
        return Section.GLOBAL if self.trigger.scope == "global" else Section.CATEGORY

    def fits(self, *, show: str = "", metric: str = "", search: str = "") -> bool:
        """Each of these counts only where it says something."""
        words = f"{self.milestone.title} {self.milestone.description} {self.rule} {self.scope}"
        return (
            (show != Show.ACTIVE or self.milestone.active)
            and (show != Show.INACTIVE or not self.milestone.active)
            and (show != Show.BROKEN or bool(self.broken))
            and (not metric or (self.trigger is not None and self.trigger.metric == metric))
            and search.strip().casefold() in words.casefold()
        )


def cards(milestones: MilestoneConfigQuerySet, of: Categories) -> list[Card]:
    """As the grid shows them: by section, there those that can be used first, by category, metric and
    threshold. One query.
    """
    return sorted((card(each, of) for each in milestones), key=_place)


def card(milestone: MilestoneConfig, of: Categories) -> Card:
    """No query."""
    trigger, error = _read(milestone.trigger, of)
    return Card(
        milestone=milestone,
        trigger=trigger,
        rule=describe(trigger, of.names) if trigger else "",
        scope=scope_label(trigger, of.names) if trigger else "",
        error=error,
    )


def _read(rule: Any, of: Categories) -> tuple[Trigger | None, TriggerError | None]:
    """The rule if it can be read, and why it cannot be used if it cannot."""
    try:
        return parse_trigger(rule, of.tree), None
    except TriggerError as error:
        in_the_tree = error.problem in {Problem.NO_CATEGORY, Problem.CYCLE}
        return parse_trigger(rule) if in_the_tree else None, error


def _place(shown: Card) -> tuple[Any, ...]:
    trigger = shown.trigger
    return (
        list(Section).index(shown.section),
        shown.error is not None,
        shown.scope.casefold(),
        trigger.metric if trigger else "",
        trigger.threshold if trigger else 0,
        shown.milestone.title.casefold(),
        shown.milestone.pk,
    )


def achieved_counts(shown: Iterable[Card]) -> Mapping[int, int]:
    """How many people stand as having reached them, by badge milestone. One query."""
    rows: Iterable[Any] = (
        MilestoneAchievement.objects.standing()
        .filter(milestone__in=[each.milestone.pk for each in shown])
        .order_by()
        .values_list("milestone")
        .annotate(people=Count("pk"))
    )
    return dict(rows)


def how_many(milestones: MilestoneConfigQuerySet) -> dict[str, int]:
    """`total` and `active`. One query."""
    return milestones.aggregate(total=Count("pk"), active=Count("pk", filter=Q(active=True)))


def with_history(milestones: MilestoneConfigQuerySet) -> MilestoneConfigQuerySet:
    """With `was_reached`: whether anybody ever did, revoked since or not. No query of its own."""
    reached = MilestoneAchievement.objects.filter(milestone=OuterRef("pk"))
    return milestones.annotate(was_reached=Exists(reached))


def reached_by(milestone: MilestoneConfig, user: User) -> MilestoneAchievementQuerySet:
    """Who reached it, the latest first, also those it was taken from again, as far as `user` may see."""
    visible = MilestoneAchievement.objects.visible_to(user)
    return visible.filter(milestone=milestone).select_related("user")


# What a rule would do --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Neighbour:
    threshold: int
    people: int
    """How many would have it at this threshold."""
    is_chosen: bool


@dataclass(frozen=True)
class Preview:
    """A rule as it stands in the form, right or wrong, and whom it would award now."""

    trigger: Trigger | None
    broken: str = ""
    """Why it cannot be used."""
    rule: str = ""
    sentence: str = ""
    scope: str = ""
    reach: Reach | None = None

    @property
    def holders(self) -> int:
        """Everybody who holds a badge that counts."""
        return self.reach.at.total() if self.reach else 0

    @property
    def distances(self) -> str:
        """“12 qualify, 9 are one badge away, 31 further”."""
        if self.reach is None or self.trigger is None:
            return ""
        n = self.trigger.threshold
        return _("%(qualify)s, %(away)s, %(further)s") % {
            "qualify": _qualify(self.reach.qualify(n)),
            "away": _one_away(self.trigger, self.reach.one_away(n)),
            "further": _further(self.reach.further(n)),
        }

    @property
    def neighbours(self) -> list[Neighbour]:
        """One less, this threshold, one more."""
        if self.reach is None or self.trigger is None:
            return []
        n = self.trigger.threshold
        return [
            Neighbour(threshold=each, people=self.reach.qualify(each), is_chosen=each == n)
            for each in (n - 1, n, n + 1)
            if 1 <= each <= MOST
        ]


def preview(rule: Any, of: Categories) -> Preview:
    """What a rule says and does, given as JSON. One query; none for a rule that cannot be used."""
    try:
        trigger = parse_trigger(rule, of.tree)
    except TriggerError as error:
        return Preview(None, mistake(error))
    return Preview(
        trigger=trigger,
        rule=describe(trigger, of.names),
        sentence=sentence(trigger, of.names),
        scope=scope_label(trigger, of.names),
        reach=reach(trigger, of.tree),
    )


def mistake(error: TriggerError) -> str:
    """What is wrong with a rule, for somebody who builds one in the form."""
    if error.problem is Problem.MISSING and error.field == "categoryId":
        return _("Choose a category.")
    return problem(error)


def _qualify(people: int) -> str:
    return ngettext("%(n)d qualifies", "%(n)d qualify", people) % {"n": people}


def _one_away(trigger: Trigger, people: int) -> str:
    if trigger.metric == "category_count":
        text = ngettext("%(n)d is one category away", "%(n)d are one category away", people)
    else:
        text = ngettext("%(n)d is one badge away", "%(n)d are one badge away", people)
    return text % {"n": people}


def _further(people: int) -> str:
    return ngettext("%(n)d further", "%(n)d further", people) % {"n": people}
