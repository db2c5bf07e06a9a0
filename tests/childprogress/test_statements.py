"""What the engine costs, in statements: the same for any number of items, ticks, notes and children.
Transaction control is not counted.
"""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection

from childprogress.ages import AgeBand
from childprogress.models import Child, GuardianRole, MilestoneDefinition
from childprogress.scores import radar
from childprogress.selectors.checklists import checklist, completion, item, next_items
from childprogress.services import (
    add_child,
    choose_dimensions,
    correct_child,
    delete_child,
    say_whether_clear,
    seed_definitions,
    tick,
    untick,
)
from childprogress.vocabulary import Dimension
from tests.badges.test_statements import reads, statements, writes
from tests.childprogress.test_seeding import found, items, written
from tests.make_children import (
    make_child,
    make_definition,
    make_definitions,
    make_guardianship,
    make_observation,
    make_tick,
)
from tfl.accounts.models import User

pytestmark = pytest.mark.django_db

MOST_OF_A_TICK = 6
MOST_OF_A_SEEDING = 6

many = pytest.mark.parametrize("many", [1, 30])


def fill(child: Child, number: int) -> list[MilestoneDefinition]:
    """So many items in each dimension, every second ticked, and as many notes; of a sibling as well."""
    sibling = make_child()
    made = [make_definition(dimension) for dimension in Dimension for _ in range(number)]
    for definition in made[::2]:
        make_tick(child, definition)
        make_tick(sibling, definition)
    for dimension in Dimension:
        for _ in range(number):
            make_observation(child, dimension=dimension)
    return made


# Ticking ---------------------------------------------------------------------------------------------


@many
@pytest.mark.parametrize("guardians", [1, 10])
def test_a_tick_and_an_untick_are_three_reads_and_one_write(
    many: int, guardians: int, olga: User, edith: User
) -> None:
    child, definition = make_child(olga), make_definition()
    fill(child, many)
    for _ in range(guardians):
        make_guardianship(make_child(), olga, GuardianRole.EDITOR)
    for service in (tick, untick, tick):
        with statements() as sent:
            service(child=child, definition=definition, by=olga)
        assert len(sent) == 4 <= MOST_OF_A_TICK, sent
        assert (len(reads(sent)), len(writes(sent))) == (3, 1)


@pytest.mark.parametrize("is_ticked", [True, False])
def test_what_changes_nothing_writes_nothing(is_ticked: bool, olga: User) -> None:
    child, definition = make_child(olga), make_definition()
    if is_ticked:
        make_tick(child, definition)
    with statements() as sent:
        (tick if is_ticked else untick)(child=child, definition=definition, by=olga)
    assert (len(reads(sent)), len(sent)) == (3, 3)


def test_a_tick_costs_the_same_after_a_hundred_changes(olga: User) -> None:
    child, definition = make_child(olga), make_definition()
    for _ in range(50):
        tick(child=child, definition=definition, by=olga)
        untick(child=child, definition=definition, by=olga)
    with statements() as sent:
        row = tick(child=child, definition=definition, by=olga)
    assert len(row.achieved_history) == 51
    assert len(sent) == 4


@pytest.mark.postgres
def test_who_ticks_holds_the_child_before_anything_is_read(olga: User) -> None:
    child, definition = make_child(olga), make_definition()
    with statements() as sent:
        tick(child=child, definition=definition, by=olga)
    assert '"children"' in sent[0]
    assert sent[0].endswith("FOR NO KEY UPDATE")
    assert [sql for sql in sent[1:] if "FOR " in sql and "UPDATE" in sql] == []


# Reading ---------------------------------------------------------------------------------------------


@many
def test_a_radar_is_two_queries_and_that_of_a_past_date_three(many: int) -> None:
    child = make_child()
    fill(child, many)
    with statements() as sent:
        assert radar(child).recorded[Dimension.ACADEMIC].total == many
    assert len(sent) == 2
    with statements() as sent:
        assert radar(child, date(2025, 6, 1)).recorded[Dimension.ACADEMIC].total == many
    assert len(sent) == 3


def test_the_radar_before_the_third_birthday_is_one() -> None:
    child = make_child()
    with statements() as sent:
        assert radar(child, date(2020, 1, 1)).age_band is None
    assert len(sent) == 1


@many
def test_checklist_counts_and_next_are_one_query_each(many: int) -> None:
    child = make_child()
    made = fill(child, many)
    with statements() as sent:
        assert len(checklist(child, child.age_band)) == 6 * many
    assert len(sent) == 1
    with statements() as sent:
        assert item(child, made[0].pk) is not None
    assert len(sent) == 1
    with statements() as sent:
        recorded = completion(child, child.age_band)
    assert (len(recorded), len(sent)) == (6, 1)
    with statements() as sent:
        assert len(next_items(child, recorded)) == 3
    assert len(sent) == 1
    with statements() as sent:
        completion(child, child.age_band, datetime(2026, 1, 1, tzinfo=UTC))
    assert len(sent) == 2


# Seeding ---------------------------------------------------------------------------------------------


@pytest.mark.postgres
def test_seeding_all_240_is_at_most_six_statements(olga: User) -> None:
    """SQLite takes some hundred values in one statement."""

    def cost_of(*given: Any) -> list[str]:
        with statements() as sent:
            seed_definitions(*given)
        assert len(sent) <= MOST_OF_A_SEEDING, sent
        return sent

    with statements() as sent:
        make_definitions()
    assert len(sent) <= MOST_OF_A_SEEDING
    # Everything at once: some go, some come, some move, some are reworded
    cost_of(items("abcd"))
    say_whether_clear(definition=found("b"), clear=True, by=olga)
    sent = cost_of([written("x"), written("b", title="Names bees"), *items("a")])
    assert len(writes(sent)) == 4
    assert "LOCK TABLE" in sent[0]


def test_seeding_what_is_there_only_looks() -> None:
    make_definitions()
    with statements() as sent:
        make_definitions()
    assert writes(sent) == []
    assert len(reads(sent)) == 1
    assert len(sent) == (2 if connection.vendor == "postgresql" else 1)


# The record as a whole -------------------------------------------------------------------------------


def test_adding_correcting_and_choosing_cost_little(olga: User) -> None:
    asked: dict[str, Any] = {"name": "Noor", "date_of_birth": date(2018, 5, 4), "time_zone": "UTC"}
    with statements() as sent:
        child = add_child(**asked, dimensions=list(Dimension), by=olga)
    assert len(writes(sent)) == 2
    assert len(sent) <= 3
    with statements() as sent:
        correct_child(child=child, **asked, by=olga)
    assert len(sent) == 3
    with statements() as sent:
        choose_dimensions(child=child, dimensions=[Dimension.ISLAMIC], by=olga)
    assert len(sent) == 3


def test_deleting_costs_the_same_however_much_is_recorded(olga: User, edith: User) -> None:
    def cost_of(number: int) -> int:
        child = make_child(olga, name="Noor")
        fill(child, number)
        with statements() as sent:
            delete_child(child=child, confirmation="Noor", by=olga)
        return len(sent)

    assert cost_of(1) == cost_of(30)
    assert Child.objects.filter(name="Noor").count() == 0
    assert MilestoneDefinition.objects.filter(age_band=AgeBand.PRIMARY).count() == 186
