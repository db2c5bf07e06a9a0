"""The seed's two flows to the letter, what changes nothing, and who is refused with which words."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from childprogress.ages import AgeBand
from childprogress.models import Child, ChildMilestone, GuardianRole, MilestoneDefinition
from childprogress.services import ChildProgressError, choose_dimensions, tick, untick
from childprogress.vocabulary import Dimension
from tests.make_children import make_child, make_definition, make_guardianship, make_tick
from tfl.accounts.models import User
from tfl.core.errors import Refusal

pytestmark = pytest.mark.django_db

MARKED = datetime(2026, 1, 15, 10, tzinfo=UTC)
UNMARKED = datetime(2026, 1, 20, 14, 30, tzinfo=UTC)
MARKED_AGAIN = datetime(2026, 2, 5, 9, 15, tzinfo=UTC)

OPEN = [{"achievedAt": "2026-01-15T10:00:00Z", "unmarkedAt": None}]
CLOSED = [{"achievedAt": "2026-01-15T10:00:00Z", "unmarkedAt": "2026-01-20T14:30:00Z"}]
AGAIN = [*CLOSED, {"achievedAt": "2026-02-05T09:15:00Z", "unmarkedAt": None}]

Service = Callable[..., Any]

either = pytest.mark.parametrize("service", [tick, untick])


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MARKED, tick=False) as traveller:
        yield traveller


@pytest.fixture
def child(olga: User) -> Child:
    """Born on 4 May 2018: seven, primary."""
    return make_child(olga)


@pytest.fixture
def item(db: None) -> MilestoneDefinition:
    return make_definition()


def stored() -> tuple[bool, datetime | None, list[Any]]:
    """Of the one row there is."""
    row = ChildMilestone.objects.get()
    return row.achieved, row.achieved_at, row.achieved_history


# The two flows ---------------------------------------------------------------------------------------


def test_the_first_tick_makes_the_row(child: Child, item: MilestoneDefinition, olga: User) -> None:
    row = tick(child=child, definition=item, by=olga)
    assert (row.child, row.milestone) == (child, item)
    assert stored() == (True, MARKED, OPEN)
    assert ChildMilestone.objects.get() == row


def test_ticking_unticking_and_ticking_again_leave_the_seeds_history(
    child: Child, item: MilestoneDefinition, olga: User, clock: time_machine.Traveller
) -> None:
    first = tick(child=child, definition=item, by=olga)
    clock.move_to(UNMARKED)
    assert untick(child=child, definition=item, by=olga) == first
    assert stored() == (False, None, CLOSED)
    clock.move_to(MARKED_AGAIN)
    assert tick(child=child, definition=item, by=olga) == first
    assert stored() == (True, MARKED_AGAIN, AGAIN)


@either
def test_the_answer_is_the_row_as_it_is_stored(
    service: Service, child: Child, item: MilestoneDefinition, olga: User
) -> None:
    tick(child=child, definition=item, by=olga)
    row = service(child=child, definition=item, by=olga)
    assert (row.achieved, row.achieved_at, row.achieved_history) == stored()


def test_a_moment_is_kept_to_the_second_in_column_and_history_alike(
    child: Child, item: MilestoneDefinition, olga: User, clock: time_machine.Traveller
) -> None:
    clock.move_to(MARKED + timedelta(microseconds=999_999))
    tick(child=child, definition=item, by=olga)
    assert stored() == (True, MARKED, OPEN)


def test_when_the_row_was_written_last_is_kept(
    child: Child, item: MilestoneDefinition, olga: User, clock: time_machine.Traveller
) -> None:
    tick(child=child, definition=item, by=olga)
    clock.move_to(UNMARKED)
    untick(child=child, definition=item, by=olga)
    row = ChildMilestone.objects.get()
    assert (row.created_at, row.updated_at) == (MARKED, UNMARKED)


# What changes nothing --------------------------------------------------------------------------------


def test_ticking_twice_is_one_entry_of_the_first_time(
    child: Child, item: MilestoneDefinition, olga: User, clock: time_machine.Traveller
) -> None:
    first = tick(child=child, definition=item, by=olga)
    clock.move_to(UNMARKED)
    assert tick(child=child, definition=item, by=olga) == first
    assert stored() == (True, MARKED, OPEN)
    assert ChildMilestone.objects.get().updated_at == MARKED


def test_unticking_twice_keeps_when_it_was_unticked_first(
    child: Child, item: MilestoneDefinition, olga: User, clock: time_machine.Traveller
) -> None:
    tick(child=child, definition=item, by=olga)
    clock.move_to(UNMARKED)
    untick(child=child, definition=item, by=olga)
    clock.move_to(MARKED_AGAIN)
    untick(child=child, definition=item, by=olga)
    assert stored() == (False, None, CLOSED)
    assert ChildMilestone.objects.get().updated_at == UNMARKED


def test_unticking_what_was_never_ticked_creates_nothing(
    child: Child, item: MilestoneDefinition, olga: User
) -> None:
    assert untick(child=child, definition=item, by=olga) is None
    assert not ChildMilestone.objects.exists()


def test_a_row_made_without_a_tick_is_ticked_and_unticked_like_any(
    child: Child, item: MilestoneDefinition, olga: User
) -> None:
    """No service makes one; a dump that was brought in may hold it."""
    row = ChildMilestone.objects.create(child=child, milestone=item)
    assert untick(child=child, definition=item, by=olga) == row
    assert stored() == (False, None, [])
    tick(child=child, definition=item, by=olga)
    assert stored() == (True, MARKED, OPEN)


def test_a_clock_that_goes_backwards_leaves_the_history_in_order(
    child: Child, item: MilestoneDefinition, olga: User, clock: time_machine.Traveller
) -> None:
    tick(child=child, definition=item, by=olga)
    clock.move_to(MARKED - timedelta(minutes=2))
    untick(child=child, definition=item, by=olga)
    clock.move_to(MARKED - timedelta(minutes=1))
    tick(child=child, definition=item, by=olga)
    at_ten = "2026-01-15T10:00:00Z"
    history = [{"achievedAt": at_ten, "unmarkedAt": at_ten}, *OPEN]
    assert stored() == (True, MARKED, history)


def test_a_tick_touches_no_other_row(olga: User, clock: time_machine.Traveller) -> None:
    child, sibling = make_child(olga), make_child(olga)
    item, other = make_definition(), make_definition()
    make_tick(sibling, item)
    make_tick(child, other)
    before = list(ChildMilestone.objects.order_by("pk").values())
    clock.move_to(UNMARKED)
    tick(child=child, definition=item, by=olga)
    untick(child=child, definition=item, by=olga)
    untick(child=child, definition=item, by=olga)
    assert list(ChildMilestone.objects.order_by("pk").values())[:2] == before
    assert ChildMilestone.objects.count() == 3


# By whom ---------------------------------------------------------------------------------------------


def refusal_of(service: Service, **asked: Any) -> tuple[Refusal, str]:
    before = list(ChildMilestone.objects.order_by("pk").values())
    with pytest.raises(ChildProgressError) as refused:
        service(**asked)
    assert list(ChildMilestone.objects.order_by("pk").values()) == before
    return refused.value.refusal, refused.value.message


@pytest.mark.parametrize("role", [GuardianRole.OWNER, GuardianRole.EDITOR])
def test_owners_and_editors_tick_and_untick(
    role: GuardianRole, child: Child, item: MilestoneDefinition, edith: User
) -> None:
    make_guardianship(child, edith, role)
    assert tick(child=child, definition=item, by=edith).achieved
    row = untick(child=child, definition=item, by=edith)
    assert row is not None
    assert not row.achieved


@either
@pytest.mark.parametrize("is_ticked", [False, True])
def test_a_viewer_is_told_whom_to_ask(
    service: Service, is_ticked: bool, child: Child, item: MilestoneDefinition, viktor: User
) -> None:
    make_guardianship(child, viktor, GuardianRole.VIEWER)
    if is_ticked:
        make_tick(child, item)
    assert refusal_of(service, child=child, definition=item, by=viktor) == (
        Refusal.FORBIDDEN,
        "You can read and print this record. To change it, ask an owner to make you an editor.",
    )


@either
def test_a_stranger_learns_of_no_record(
    service: Service, child: Child, item: MilestoneDefinition, heidi: User, grace: User
) -> None:
    make_tick(child, item)
    make_child(heidi)
    for stranger in (heidi, grace):
        assert refusal_of(service, child=child, definition=item, by=stranger) == (
            Refusal.NOT_FOUND,
            "There is no such record.",
        )


@either
def test_a_guardian_whose_account_was_closed_learns_of_no_record(
    service: Service, child: Child, item: MilestoneDefinition, olga: User
) -> None:
    olga.is_active = False
    assert refusal_of(service, child=child, definition=item, by=olga)[0] is Refusal.NOT_FOUND


@either
def test_a_record_that_was_deleted_is_there_for_nobody(
    service: Service, child: Child, item: MilestoneDefinition, olga: User
) -> None:
    gone = Child.objects.get(pk=child.pk)
    child.delete()
    assert refusal_of(service, child=gone, definition=item, by=olga) == (
        Refusal.NOT_FOUND,
        "There is no such record.",
    )


# What ------------------------------------------------------------------------------------------------


@either
def test_a_hidden_dimension_has_no_items(
    service: Service, child: Child, item: MilestoneDefinition, olga: User
) -> None:
    make_tick(child, item)
    choose_dimensions(child=child, dimensions=[Dimension.PHYSICAL], by=olga)
    assert refusal_of(service, child=child, definition=item, by=olga) == (
        Refusal.NOT_FOUND,
        "There is no such item.",
    )


@either
def test_an_item_off_the_list_stays_as_it_was(service: Service, child: Child, olga: User) -> None:
    item = make_definition(retired=True)
    make_tick(child, item)
    assert refusal_of(service, child=child, definition=item, by=olga) == (
        Refusal.CONFLICT,
        "This item left the checklist. What was noted stays, to read.",
    )


@either
@pytest.mark.parametrize("band", [AgeBand.EARLY_YEARS, AgeBand.PRIMARY])
def test_items_of_the_band_and_of_earlier_ones_can_be_ticked(
    service: Service, band: AgeBand, child: Child, olga: User
) -> None:
    item = make_definition(band=band)
    make_tick(child, item, MARKED - timedelta(days=1))
    row = service(child=child, definition=item, by=olga)
    assert row.achieved is (service is tick)


@either
@pytest.mark.parametrize(
    ("band", "begins"), [(AgeBand.UPPER_PRIMARY, "May 4, 2028"), (AgeBand.SECONDARY, "May 4, 2031")]
)
def test_a_later_band_says_from_when(
    service: Service, band: AgeBand, begins: str, child: Child, olga: User
) -> None:
    item = make_definition(band=band)
    assert refusal_of(service, child=child, definition=item, by=olga) == (
        Refusal.CONFLICT,
        f"This item can be ticked from {begins} on.",
    )


def test_a_later_band_can_be_ticked_from_midnight_on_where_the_child_lives(
    olga: User, clock: time_machine.Traveller
) -> None:
    """Ten on 4 May 2028: that begins at ten in the morning UTC of the 3rd on Kiritimati."""
    child = make_child(olga, time_zone="Pacific/Kiritimati")
    item = make_definition(band=AgeBand.UPPER_PRIMARY)
    clock.move_to(datetime(2028, 5, 3, 9, 59, 59, tzinfo=UTC))
    assert refusal_of(tick, child=child, definition=item, by=olga)[0] is Refusal.CONFLICT
    clock.move_to(datetime(2028, 5, 3, 10, tzinfo=UTC))
    tick(child=child, definition=item, by=olga)
    assert stored()[2] == [{"achievedAt": "2028-05-03T10:00:00Z", "unmarkedAt": None}]


@either
def test_a_closed_record_stays_as_it_was(
    service: Service, olga: User, clock: time_machine.Traveller
) -> None:
    child = make_child(olga, born=date(2009, 1, 16))
    item = make_definition(band=AgeBand.SECONDARY)
    make_tick(child, item)
    service(child=child, definition=item, by=olga)  # on the last day of 16
    clock.shift(timedelta(days=1))
    assert refusal_of(service, child=child, definition=item, by=olga) == (
        Refusal.CONFLICT,
        "This record ended with the seventeenth birthday. It stays complete, to read.",
    )


def test_what_the_record_says_by_now_counts_not_what_the_caller_read(
    child: Child, item: MilestoneDefinition, olga: User
) -> None:
    """The page was opened before the dimension was hidden, and before the birth date was corrected."""
    read_before = Child.objects.get(pk=child.pk)
    choose_dimensions(child=child, dimensions=[Dimension.PHYSICAL], by=olga)
    asked = {"child": read_before, "definition": item, "by": olga}
    assert refusal_of(tick, **asked)[0] is Refusal.NOT_FOUND
    Child.objects.update(dimensions=[Dimension.ACADEMIC], date_of_birth=date(2021, 1, 1))
    assert refusal_of(tick, **asked)[1] == "This item can be ticked from Jan. 1, 2027 on."


def test_no_refusal_names_the_child(olga: User, viktor: User, heidi: User) -> None:
    child = make_child(olga, name="Zebediah", dimensions=[Dimension.ACADEMIC])
    make_guardianship(child, viktor, GuardianRole.VIEWER)
    wrong = [
        (make_definition(Dimension.PHYSICAL), olga),
        (make_definition(retired=True), olga),
        (make_definition(band=AgeBand.SECONDARY), olga),
        (make_definition(), viktor),
        (make_definition(), heidi),
    ]
    for item, by in wrong:
        assert "Zebediah" not in refusal_of(tick, child=child, definition=item, by=by)[1]


def test_the_moment_is_that_of_the_call_and_not_of_the_import(
    child: Child, item: MilestoneDefinition, olga: User, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(hours=5))
    row = tick(child=child, definition=item, by=olga)
    assert row.achieved_at == timezone.now()
