"""Who waits for whom, so that no claim, revocation and backfill ever miss each other.

Whoever changes a person's badges holds that person's row first, so evaluations of one person queue.

Whoever changes or backfills a badge milestone holds all badges still. A claim writes its badge before it
reads the milestones; so every claim is either seen by the backfill, or sees what the backfill's milestone
is now.

Whoever changes several achievements of one person takes them in the order of their badge milestones.
"""

from django.db import connection

from badges.models import Badge
from tfl.accounts.models import User


def hold_person(user_id: int) -> bool:
    """Until the transaction ends; False where the person is gone. One statement; rows that refer to the
    person are not held up by it.
    """
    people = User.objects.select_for_update(no_key=True).filter(pk=user_id)
    return bool(list(people.order_by().values_list("pk")))


def hold_badges_still() -> None:
    """Until the transaction ends nobody writes a badge, and nobody else holds them still. Waits for those who
    are writing one. SQLite has one writer anyway.
    """
    _lock_badges("SHARE ROW EXCLUSIVE")


def wait_for_stillness() -> None:
    """Until the transaction ends nobody holds badges still; waits for whoever does. For those who change
    achievements before they write a badge, which is the wrong way round beside a backfill.
    """
    _lock_badges("ROW EXCLUSIVE")


def _lock_badges(mode: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'LOCK TABLE "{Badge._meta.db_table}" IN {mode} MODE')
