"""One badge milestone over all people at once: awarding those who fulfilled it before it was there."""

import logging
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.utils import timezone

from badges.models import How, MilestoneAchievement, MilestoneConfig
from badges.rules import CategoryTree
from badges.selectors.facts import category_tree
from badges.selectors.reach import people_reaching
from badges.services.achievements import tell_owners
from badges.services.evaluation import reevaluate_changed_templates
from badges.services.stillness import hold_badges_still
from badges.triggers import Trigger

logger = logging.getLogger(__name__)

_COLUMNS: Final = (
    "milestone_id, user_id, achieved_at, trigger, how, celebrated_at, revoked_at, revoked_with_id"
)
_INSERT: Final = f"""
    INSERT INTO {MilestoneAchievement._meta.db_table} ({_COLUMNS})
    SELECT milestone.id, reaching.recipient, %s, milestone.trigger, %s, NULL, NULL, NULL
    FROM ({{reaching}}) reaching CROSS JOIN {MilestoneConfig._meta.db_table} milestone
    WHERE milestone.id = %s
    ON CONFLICT (milestone_id, user_id) DO UPDATE
    SET achieved_at = excluded.achieved_at, trigger = excluded.trigger, how = excluded.how,
        revoked_at = NULL, revoked_with_id = NULL
    WHERE {MilestoneAchievement._meta.db_table}.revoked_at IS NOT NULL
"""  # noqa: S608  names of our own tables


def catch_up() -> int:
    """The sweep: backfill what asks for it, evaluate anew whom a changed template concerns, tell the owners.
    Returns the number of new achievements.
    """
    waiting = (
        MilestoneConfig.objects.awaiting_backfill().order_by("pk").values_list("pk", flat=True)
    )
    found = sum(_try_to_backfill(pk) for pk in list(waiting))
    found += reevaluate_changed_templates()
    tell_owners()
    return found


def sweep_everything() -> int:
    """Nightly: every active badge milestone over everybody. Finds what was missed and logs it. Returns how
    much that was.
    """
    catch_up()
    found = 0
    active = MilestoneConfig.objects.active().order_by("pk")
    for milestone_id in list(active.values_list("pk", flat=True)):
        if missed := _try_to_backfill(milestone_id):
            logger.warning("badge milestone %s: %s achievements were missed", milestone_id, missed)
            found += missed
    tell_owners()
    return found


@transaction.atomic
def backfill_milestone(milestone_id: int) -> int:
    """Award an active badge milestone to everybody who fulfils it and does not have it: one statement.
    Badges are held still meanwhile. Returns how many. Nothing happens where the rule cannot be used.
    """
    hold_badges_still()
    milestone = MilestoneConfig.objects.active().filter(pk=milestone_id).first()
    if milestone is None:
        return 0
    tree = category_tree()
    trigger = milestone.usable_trigger(tree)
    found = insert_reaching(milestone, trigger, tree) if trigger else 0
    MilestoneConfig.objects.filter(pk=milestone_id).update(backfill_requested_at=None)
    return found


def insert_reaching(milestone: MilestoneConfig, trigger: Trigger, tree: CategoryTree) -> int:
    """The statement itself; none where the scope holds nothing."""
    try:
        query, parameters = people_reaching(trigger, tree).query.sql_with_params()
    except EmptyResultSet:
        return 0
    moment = MilestoneAchievement._meta.get_field("achieved_at").get_db_prep_save(
        timezone.now(), connection
    )
    values: list[Any] = [moment, How.BACKFILL.value, *parameters, milestone.pk]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT.format(reaching=query), values)
        return int(cursor.rowcount)


def _try_to_backfill(milestone_id: int) -> int:
    """One that cannot be done leaves the others their turn, and is tried again by the next sweep."""
    try:
        return backfill_milestone(milestone_id)
    except Exception:
        logger.exception("badge milestone %s could not be backfilled", milestone_id)
        return 0
