"""Writing a note, taking it away, bringing it back, and forgetting what nobody can bring back."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine

from childprogress.models import Child, GuardianRole, Observation
from childprogress.services import (
    ChildProgressError,
    delete_observation,
    forget_observations,
    observe,
    restore_observation,
)
from childprogress.services.observations import a_year_before
from childprogress.vocabulary import Dimension, Sentiment
from tests.make_children import make_child, make_guardianship, make_observation
from tests.make_milestones import MARCH_10, noon
from tests.milestones.views.months import queries
from tfl.accounts.models import User
from tfl.core.errors import Refusal


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(noon(MARCH_10), tick=False) as traveller:
        yield traveller


@pytest.fixture
def child(olga: User, edith: User, viktor: User) -> Child:
    child = make_child(olga, dimensions=[Dimension.ACADEMIC])
    make_guardianship(child, edith, GuardianRole.EDITOR)
    make_guardianship(child, viktor, GuardianRole.VIEWER)
    return child


def write(child: Child, by: User, **changes: Any) -> Observation:
    whole: dict[str, Any] = {
        "dimension": Dimension.ACADEMIC,
        "observed_on": MARCH_10,
        "text": "Counted the stairs.",
        "sentiment": Sentiment.POSITIVE,
    }
    return observe(child=child, by=by, **(whole | changes))


def test_writing_a_note_takes_three_statements(child: Child, edith: User) -> None:
    with queries() as ran:
        write(child, edith)

    assert len(ran) == 3, ran
    note = Observation.objects.get()
    assert (note.author, note.created_at, note.deleted_at) == (edith, noon(MARCH_10), None)


def test_what_surrounds_the_text_is_left_out_and_a_thousand_characters_fit(
    child: Child, olga: User
) -> None:
    assert write(child, olga, text=f"  {'x' * 1000}\n").text == "x" * 1000


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "x" * 1001}, "text"),
        ({"text": " \n "}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"text": "\u2800"}, "text"),
        ({"observed_on": date(2026, 3, 11)}, "observed_on"),
        ({"observed_on": date(2025, 3, 9)}, "observed_on"),
        ({"dimension": Dimension.ISLAMIC}, "dimension"),
        ({"dimension": "musical"}, "dimension"),
        ({"sentiment": "sad"}, "sentiment"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    child: Child, olga: User, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(ChildProgressError) as refused:
        write(child, olga, **changes)

    assert (refused.value.field, refused.value.refusal) == (field, Refusal.INVALID)
    assert refused.value.message
    assert not Observation.objects.exists()


def test_today_is_where_the_child_lives(olga: User) -> None:
    """Noon of the 10th in UTC is 02:00 of the 11th on Kiritimati (UTC+14)."""
    early, late = (make_child(olga, time_zone=zone) for zone in ("Pacific/Kiritimati", "UTC"))

    assert write(early, olga, observed_on=date(2026, 3, 11)).pk
    with pytest.raises(ChildProgressError):
        write(late, olga, observed_on=date(2026, 3, 11))


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 3, 10), date(2025, 3, 10)),
        (date(2024, 2, 29), date(2023, 2, 28)),
        (date(2025, 2, 28), date(2024, 2, 28)),
    ],
)
def test_a_year_goes_back_to_the_same_day(day: date, before: date) -> None:
    assert a_year_before(day) == before


def test_viewers_and_strangers_are_refused(child: Child, viktor: User, heidi: User) -> None:
    note = make_observation(child, author=viktor)
    for by, refusal in ((viktor, Refusal.FORBIDDEN), (heidi, Refusal.NOT_FOUND)):
        for act in (
            partial(write, child, by),
            partial(delete_observation, observation=note, by=by),
            partial(restore_observation, observation=note, by=by),
        ):
            with pytest.raises(ChildProgressError) as refused:
                act()
            assert refused.value.refusal is refusal

    assert Observation.objects.kept().get() == note


def test_an_author_and_an_owner_take_a_note_away_and_others_do_not(
    child: Child, olga: User, edith: User
) -> None:
    own, other = make_observation(child, author=edith), make_observation(child, author=olga)

    assert delete_observation(observation=own, by=edith).deleted_at == noon(MARCH_10)
    with pytest.raises(ChildProgressError) as refused:
        delete_observation(observation=other, by=edith)
    assert refused.value.refusal is Refusal.FORBIDDEN
    restore_observation(observation=own, by=olga)
    delete_observation(observation=own, by=olga)
    assert list(Observation.objects.kept()) == [other]


def test_deleting_twice_keeps_the_first_moment(
    child: Child, olga: User, clock: time_machine.Traveller
) -> None:
    note = make_observation(child, author=olga)
    delete_observation(observation=note, by=olga)
    clock.move_to(noon(MARCH_10) + timedelta(days=20))

    assert delete_observation(observation=note, by=olga).deleted_at == noon(MARCH_10)


def test_bringing_back_what_is_there_changes_nothing(child: Child, olga: User) -> None:
    note = make_observation(child, author=olga)

    assert restore_observation(observation=note, by=olga).deleted_at is None


def test_a_note_is_brought_back_within_30_days_and_forgotten_after(
    child: Child, olga: User, clock: time_machine.Traveller
) -> None:
    note, other = make_observation(child, author=olga), make_observation(child, author=olga)
    for each in (note, other):
        delete_observation(observation=each, by=olga)

    clock.move_to(noon(MARCH_10) + timedelta(days=30) - timedelta(seconds=1))
    assert forget_observations() == 0
    restore_observation(observation=note, by=olga)

    clock.move_to(noon(MARCH_10) + timedelta(days=30))
    with pytest.raises(ChildProgressError) as refused:
        restore_observation(observation=other, by=olga)
    assert refused.value.refusal is Refusal.NOT_FOUND
    assert forget_observations() == 1
    assert list(Observation.objects.all()) == [note]


def test_a_note_in_a_hidden_dimension_is_out_of_reach(child: Child, olga: User) -> None:
    note = make_observation(child, author=olga, dimension=Dimension.ISLAMIC)

    with pytest.raises(ChildProgressError) as refused:
        delete_observation(observation=note, by=olga)
    assert refused.value.refusal is Refusal.NOT_FOUND


def test_a_closed_record_stays_as_it_is(olga: User) -> None:
    child = make_child(olga, born=date(2009, 3, 10))  # seventeen today
    there = make_observation(child, author=olga)
    gone = make_observation(child, author=olga, deleted_at=noon(MARCH_10))

    for act in (
        partial(write, child, olga),
        partial(delete_observation, observation=there, by=olga),
        partial(restore_observation, observation=gone, by=olga),
    ):
        with pytest.raises(ChildProgressError) as refused:
            act()
        assert refused.value.refusal is Refusal.CONFLICT
    assert list(Observation.objects.kept()) == [there]
