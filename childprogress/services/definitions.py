"""Bringing the definitions of the files into the database, and whether they were clear."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from childprogress.models import ClarityAnswer, MilestoneDefinition
from seeds.definitions.schema import Definition
from tfl.accounts.models import User

TEXT = ("title", "description", "guidance")
"""What an expert reviews."""
PLACE = ("dimension", "age_band", "topic", "sort_order", "retired_at")
REVIEW = ("review_state", "reviewed_by", "reviewed_on")
OUT_OF_RANGE = 10_000


@transaction.atomic
def seed_definitions(written: Iterable[Definition]) -> dict[str, int]:
    """Make the checklists what the files say, item by item **by code**: each tick stays on the item it was
    put on, however items are inserted, moved, swapped or reworded. What left the files is retired; what came
    back counts again. A changed text awaits review again, and is asked about again. Repeating it changes
    nothing. Returns how many were created, changed and retired. Six statements at most.
    """
    _hold_definitions_still()
    there = {each.code: each for each in MilestoneDefinition.objects.all()}
    wanted = [_definition(each, place) for each, place in _placed(written)]
    pairs = [(there[each.code], each) for each in wanted if each.code in there]
    new = len(wanted) - len(pairs)
    changed = sum(_differ(before, now, TEXT + PLACE) for before, now in pairs)
    codes = {each.code for each in wanted}
    gone = [each.pk for each in there.values() if each.code not in codes and not each.is_retired]
    if new or changed or gone:
        _make_room()
        MilestoneDefinition.objects.filter(pk__in=gone).update(retired_at=timezone.now())
        _carry_reviews_over(pairs)
        MilestoneDefinition.objects.bulk_create(
            wanted,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=[*TEXT, *PLACE, *REVIEW],
        )
        reworded = [before.pk for before, now in pairs if _differ(before, now, TEXT)]
        ClarityAnswer.objects.filter(definition__in=reworded).delete()
    return {"created": new, "changed": changed, "retired": len(gone)}


def _hold_definitions_still() -> None:
    """Until the transaction ends nobody else seeds or reviews; who ticks is not held up. Holding rows would
    not do: one that another seeding is about to insert is not there yet. SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        table = MilestoneDefinition._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f'LOCK TABLE "{table}" IN SHARE ROW EXCLUSIVE MODE')


def _placed(written: Iterable[Definition]) -> Iterable[tuple[Definition, int]]:
    """Each with its place in its dimension and age band, from 1."""
    taken: dict[tuple[str, str], int] = {}
    for each in written:
        where = each.dimension, each.age_band
        taken[where] = taken.get(where, 0) + 1
        yield each, taken[where]


def _definition(written: Definition, place: int) -> MilestoneDefinition:
    return MilestoneDefinition(
        code=written.code,
        dimension=written.dimension,
        age_band=written.age_band,
        topic=written.topic,
        sort_order=place,
        title=written.title,
        description=written.description,
        guidance=written.guidance,
    )


def _differ(one: MilestoneDefinition, other: MilestoneDefinition, fields: tuple[str, ...]) -> bool:
    return any(getattr(one, field) != getattr(other, field) for field in fields)


def _carry_reviews_over(
    pairs: Iterable[tuple[MilestoneDefinition, MilestoneDefinition]],
) -> None:
    """What was reviewed stays so while its text does."""
    for before, now in pairs:
        if not _differ(before, now, TEXT):
            for field in REVIEW:
                setattr(now, field, getattr(before, field))


def _make_room() -> None:
    """Move every place out of the way, so that two items can change theirs."""
    current = MilestoneDefinition.objects.current()
    current.update(sort_order=F("sort_order") + OUT_OF_RANGE)


@transaction.atomic
def say_whether_clear(*, definition: MilestoneDefinition, clear: bool, by: User) -> None:
    """Tell us whether an item can be understood; the last word counts. It names no child."""
    ClarityAnswer.objects.update_or_create(
        definition=definition,
        user=by,
        defaults={"clear": clear, "answered_at": timezone.now()},
    )
