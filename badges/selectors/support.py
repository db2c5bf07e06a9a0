"""What holds an achievement up: the badges that count towards it."""

from django.db.models import Q

from badges.models import Badge, BadgeStatus, How, MilestoneAchievement
from badges.rules import CategoryTree, Holding, UnusableCategoryError
from badges.selectors.facts import category_tree, facts_of
from badges.triggers import TriggerError, parse_trigger


def unsupported_without(badge: Badge) -> list[MilestoneAchievement]:
    """The achievements, each with its milestone, that a claimed badge counts towards and that its holder's
    other badges, expired ones included, do not support. Imported ones stay, and so does one whose rule
    cannot be read. Three queries at most; the same before and after the badge is marked revoked.
    """
    standing = MilestoneAchievement.objects.standing().filter(user=badge.recipient_id)
    achievements = list(standing.exclude(how=How.IMPORT).select_related("milestone").order_by("pk"))
    if not achievements:
        return []
    facts = facts_of(
        Badge.objects.filter(
            Q(pk__in=Badge.objects.supporting().values("pk")) | Q(pk=badge.pk),
            recipient=badge.recipient_id,
        )
    )[badge.recipient_id or 0]
    lost = Holding(fact for fact in facts if fact.badge == badge.pk)
    left = Holding(fact for fact in facts if fact.badge != badge.pk)
    tree = category_tree()
    return [each for each in achievements if _is_unsupported(each, lost, left, tree)]


def lost_by_revoking(badge: Badge) -> list[MilestoneAchievement]:
    """What revoking it now would take from its holder, who has nothing from a badge that is not claimed."""
    return unsupported_without(badge) if badge.status == BadgeStatus.CLAIMED else []


def _is_unsupported(
    achievement: MilestoneAchievement, lost: Holding, left: Holding, tree: CategoryTree
) -> bool:
    """Whether the lost badge counts towards it and those left do not suffice."""
    try:
        trigger = parse_trigger(achievement.trigger)
        return trigger.value(lost, tree) > 0 and trigger.value(left, tree) < trigger.threshold
    except (TriggerError, UnusableCategoryError):
        return False
