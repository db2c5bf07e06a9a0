"""Adding a child, correcting what was written down, choosing what is shown, deleting it all."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from childprogress.ages import AgeBand
from childprogress.models import (
    Child,
    ChildMilestone,
    GuardianInvitation,
    GuardianRole,
    Guardianship,
    MilestoneDefinition,
    Observation,
)
from childprogress.services import (
    ChildProgressError,
    add_child,
    choose_dimensions,
    correct_child,
    delete_child,
    invite_guardian,
    tick,
)
from childprogress.vocabulary import Dimension
from tests.make_children import (
    make_child,
    make_definition,
    make_guardianship,
    make_observation,
    make_tick,
)
from tfl.accounts.models import User
from tfl.core.errors import Refusal

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
BORN = date(2018, 5, 4)

STILL_TO_COME = "This day is still to come."


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tfl.core.jobs._try_to_send", lambda *_hint: None)


def add(by: User, **changes: Any) -> Child:
    asked: dict[str, Any] = {
        "name": "Noor",
        "date_of_birth": BORN,
        "time_zone": "Asia/Karachi",
        "dimensions": ["islamic", "academic"],
    }
    return add_child(**(asked | changes), by=by)


def correct(child: Child, by: User, **changes: Any) -> Child:
    asked: dict[str, Any] = {"name": child.name, "date_of_birth": BORN, "time_zone": "UTC"}
    return correct_child(child=child, **(asked | changes), by=by)


def refused(act: Callable[[], Any]) -> ChildProgressError:
    """And nothing was written."""
    before = list(Child.objects.order_by("pk").values())
    with pytest.raises(ChildProgressError) as error:
        act()
    assert list(Child.objects.order_by("pk").values()) == before
    return error.value


def told(error: ChildProgressError) -> tuple[str | None, str]:
    assert error.refusal is Refusal.INVALID
    return error.field, error.message


# Adding ----------------------------------------------------------------------------------------------


def test_a_child_is_added_as_it_was_written_with_its_parent_as_owner(heidi: User) -> None:
    child = add(heidi, name="  Noor  ")
    stored = Child.objects.get()
    assert stored == child
    assert (stored.name, stored.date_of_birth, stored.time_zone) == ("Noor", BORN, "Asia/Karachi")
    assert stored.dimensions == ["academic", "islamic"]  # in the order of dimensions
    assert stored.created_at == NOON
    owner = Guardianship.objects.get()
    assert (owner.child, owner.user, owner.role) == (child, heidi, "owner")
    assert owner.is_owner


def test_records_are_kept_by_parents_alone(grace: User, bob: User, ivan: User) -> None:
    for person in (grace, bob, ivan):
        error = refused(lambda person=person: add(person))  # type: ignore[misc]
        assert error.refusal is Refusal.FORBIDDEN
        assert error.message == "Records of children are kept by their parents."
    assert not Guardianship.objects.exists()


# What is sound, added or corrected alike -------------------------------------------------------------


@pytest.fixture(params=["added", "corrected"])
def write(request: pytest.FixtureRequest, heidi: User) -> Callable[..., Child]:
    if request.param == "added":
        return lambda **changes: add(heidi, **changes)
    child = make_child(heidi, name="Noor")
    return lambda **changes: correct(child, heidi, **changes)


Write = Callable[..., Child]


@pytest.mark.parametrize(
    ("born", "age", "band"),
    [
        (date(2023, 3, 10), 3, AgeBand.EARLY_YEARS),  # the third birthday
        (date(2009, 3, 11), 16, AgeBand.SECONDARY),  # the last day of 16
        (date(2020, 2, 29), 6, AgeBand.PRIMARY),
    ],
)
def test_a_child_may_be_between_its_third_birthday_and_the_day_before_its_seventeenth(
    write: Write, born: date, age: int, band: AgeBand
) -> None:
    child = write(date_of_birth=born, time_zone="UTC")
    assert (child.age, child.age_band, child.is_closed) == (age, band, False)


@pytest.mark.parametrize(
    ("born", "says"),
    [
        (date(2026, 3, 11), STILL_TO_COME),
        (date.max, STILL_TO_COME),
        (
            date(2026, 3, 10),
            "The checklists begin with the third birthday. Come back from March 10, 2029 on.",
        ),
        (
            date(2023, 3, 11),
            "The checklists begin with the third birthday. Come back from March 11, 2026 on.",
        ),
        (
            date(2024, 2, 29),
            "The checklists begin with the third birthday. Come back from March 1, 2027 on.",
        ),
        (
            date(2009, 3, 10),
            "The checklists end with the day before the seventeenth birthday, "
            "which was March 9, 2026.",
        ),
        (
            date(2008, 2, 29),
            "The checklists end with the day before the seventeenth birthday, "
            "which was Feb. 28, 2025.",
        ),
        (
            date.min,
            "The checklists end with the day before the seventeenth birthday, "
            "which was Dec. 31, 0017.",
        ),
    ],
)
def test_outside_of_these_years_it_is_told_from_or_until_when(
    write: Write, born: date, says: str
) -> None:
    error = refused(lambda: write(date_of_birth=born, time_zone="UTC"))
    assert told(error) == ("date_of_birth", says)


@pytest.mark.parametrize(
    ("zone", "moment", "may_be"),
    [
        ("Pacific/Kiritimati", datetime(2026, 3, 10, 10, tzinfo=UTC), True),  # the 11th begins
        ("Pacific/Kiritimati", datetime(2026, 3, 10, 9, 59, tzinfo=UTC), False),
        ("Pacific/Pago_Pago", datetime(2026, 3, 11, 11, tzinfo=UTC), True),
        ("Pacific/Pago_Pago", datetime(2026, 3, 11, 10, 59, tzinfo=UTC), False),
    ],
)
def test_the_third_birthday_begins_at_midnight_where_the_child_lives(
    write: Write, zone: str, moment: datetime, may_be: bool, clock: time_machine.Traveller
) -> None:
    clock.move_to(moment)
    born = date(2023, 3, 11)
    if may_be:
        assert write(date_of_birth=born, time_zone=zone).age == 3
    else:
        assert refused(lambda: write(date_of_birth=born, time_zone=zone)).field == "date_of_birth"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "Write a name, or what you call your child."),
        ("  \t ", "Write a name, or what you call your child."),
        ("N" * 101, "This is longer than 100 characters. Shorten it."),
        ("No\x00or", "This holds characters nobody can see. Type it anew."),
        ("No\nor", "This holds characters nobody can see. Type it anew."),
        ("\u200d", "Nobody can see this. Write some words."),
    ],
)
def test_a_name_can_be_read(write: Write, name: str, says: str) -> None:
    assert told(refused(lambda: write(name=name))) == ("name", says)


@pytest.mark.parametrize("name", ["N", "N" * 100, "نور", "Zoë-Ann O’Neil", "Bean 🌱"])
def test_a_name_is_whatever_a_parent_calls_the_child(write: Write, name: str) -> None:
    write(name=name)
    assert Child.objects.get().name == name


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "UTC\x00", "Z" * 100])
def test_a_time_zone_is_one_of_the_list(write: Write, zone: str) -> None:
    error = refused(lambda: write(time_zone=zone))
    assert told(error) == ("time_zone", "Choose a time zone from the list.")


# Which dimensions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ([], "Choose at least one dimension."),
        (["sports"], "Choose among the dimensions offered."),
        (["academic", "sports"], "Choose among the dimensions offered."),
    ],
)
def test_at_least_one_dimension_that_exists_is_shown(
    chosen: list[str], says: str, heidi: User
) -> None:
    child = make_child(heidi)
    for act in (
        lambda: add(heidi, dimensions=chosen),
        lambda: choose_dimensions(child=child, dimensions=chosen, by=heidi),
    ):
        assert told(refused(act)) == ("dimensions", says)


def test_a_hidden_dimension_keeps_its_data(heidi: User) -> None:
    child, item = make_child(heidi), make_definition(Dimension.ISLAMIC)
    row, note = make_tick(child, item), make_observation(child, dimension=Dimension.ISLAMIC)
    chosen = choose_dimensions(child=child, dimensions=["physical", "academic"], by=heidi)
    assert chosen.dimensions == Child.objects.get().dimensions == ["academic", "physical"]
    assert not chosen.shows("islamic")
    assert ChildMilestone.objects.get() == row
    assert Observation.objects.get() == note
    again = choose_dimensions(child=child, dimensions=iter(Dimension), by=heidi)
    assert again.dimensions == list(Dimension)


# Correcting ------------------------------------------------------------------------------------------


def test_a_correction_is_written_and_what_is_recorded_stays(
    heidi: User, clock: time_machine.Traveller
) -> None:
    child = make_child(heidi, name="Nor", dimensions=[Dimension.PHYSICAL])
    make_tick(child, make_definition())
    make_observation(child)
    corrected = correct_child(
        child=child,
        name=" Noor ",
        date_of_birth=date(2019, 5, 4),
        time_zone="Europe/London",
        by=heidi,
    )
    stored = Child.objects.get()
    assert stored == corrected == child
    assert (stored.name, stored.date_of_birth) == ("Noor", date(2019, 5, 4))
    assert (stored.time_zone, stored.dimensions) == ("Europe/London", ["physical"])
    assert ChildMilestone.objects.count() == Observation.objects.count() == 1


def test_a_closed_record_opens_with_a_birth_date_that_makes_the_child_younger(
    heidi: User,
) -> None:
    child = make_child(heidi, born=date(2009, 3, 10))
    assert child.is_closed
    assert refused(lambda: correct(child, heidi, date_of_birth=date(2009, 3, 10))).field
    corrected = correct(child, heidi, date_of_birth=date(2010, 3, 10))
    assert not corrected.is_closed
    item = make_definition(band=AgeBand.SECONDARY)
    assert tick(child=corrected, definition=item, by=heidi).achieved


def test_what_was_hidden_meanwhile_stays_hidden_by_a_correction(heidi: User) -> None:
    """The page with the form was opened before."""
    child = make_child(heidi)
    opened = Child.objects.get(pk=child.pk)
    choose_dimensions(child=child, dimensions=["academic"], by=heidi)
    correct(opened, heidi, name="Noor")
    assert Child.objects.get().dimensions == ["academic"]


# Deleting --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["Noor Fatima", " Noor Fatima ", "noor fatima", "NOOR FATIMA"])
def test_who_types_the_name_deletes_the_record_for_good(typed: str, heidi: User) -> None:
    child = make_child(heidi, name="Noor Fatima")
    item = make_definition()
    make_tick(child, item)
    make_observation(child)
    make_observation(child, deleted_at=NOON)
    delete_child(child=child, confirmation=typed, by=heidi)
    for model in (Child, ChildMilestone, Observation, Guardianship):
        assert not model._default_manager.exists()
    assert MilestoneDefinition.objects.get() == item
    assert User.objects.filter(pk=heidi.pk).exists()


@pytest.mark.parametrize("typed", ["", "Noor", "NoorFatima", "Noor Fatima!", "delete"])
def test_who_types_anything_else_deletes_nothing(typed: str, heidi: User) -> None:
    child = make_child(heidi, name="Noor Fatima")
    error = refused(lambda: delete_child(child=child, confirmation=typed, by=heidi))
    assert told(error) == ("confirmation", "Type the name exactly as it is written above.")


def test_the_name_to_type_is_the_one_of_now(heidi: User) -> None:
    child = make_child(heidi, name="Nor")
    correct(child, heidi, name="Noor")
    assert refused(lambda: delete_child(child=child, confirmation="Nor", by=heidi)).field


def test_what_another_child_has_stays(heidi: User, edith: User) -> None:
    child, sibling = make_child(heidi, name="Noor"), make_child(heidi, edith)
    item = make_definition()
    row, note = make_tick(sibling, item), make_observation(sibling)
    make_tick(child, item)
    delete_child(child=child, confirmation="Noor", by=heidi)
    assert Child.objects.get() == sibling
    assert ChildMilestone.objects.get() == row
    assert Observation.objects.get() == note
    assert Guardianship.objects.count() == 2


def test_an_invitation_to_this_record_alone_goes_and_one_to_several_stays(heidi: User) -> None:
    child, sibling = make_child(heidi, name="Noor"), make_child(heidi)
    kept = {
        invite_guardian(email=email, role="viewer", children=named, by=heidi).pk
        for email, named in (
            ("both@example.org", [child, sibling]),
            ("sibling@example.org", [sibling]),
        )
    }
    invite_guardian(email="child@example.org", role="viewer", children=[child], by=heidi)
    delete_child(child=child, confirmation="Noor", by=heidi)
    assert {each.pk for each in GuardianInvitation.objects.all()} == kept
    assert all(each.children.get() == sibling for each in GuardianInvitation.objects.all())


# Who may ---------------------------------------------------------------------------------------------

OWNERS_ALONE: list[Callable[[Child, User], Any]] = [
    lambda child, by: correct(child, by, name="Another"),
    lambda child, by: choose_dimensions(child=child, dimensions=["academic"], by=by),
    lambda child, by: delete_child(child=child, confirmation="Noor", by=by),
]

owners_alone = pytest.mark.parametrize("act", OWNERS_ALONE, ids=["correct", "choose", "delete"])


@owners_alone
@pytest.mark.parametrize("role", [GuardianRole.EDITOR, GuardianRole.VIEWER])
def test_other_guardians_are_told_to_ask_an_owner(
    act: Callable[[Child, User], Any], role: GuardianRole, heidi: User, viktor: User
) -> None:
    child = make_child(heidi, name="Noor")
    make_guardianship(child, viktor, role)
    error = refused(lambda: act(child, viktor))
    assert error.refusal is Refusal.FORBIDDEN
    assert error.message == "Only an owner of this record can do this. Ask one of them."


@owners_alone
def test_strangers_learn_of_no_record(
    act: Callable[[Child, User], Any], heidi: User, olga: User, grace: User
) -> None:
    child = make_child(heidi, name="Noor")
    make_child(olga)
    for stranger in (olga, grace):
        error = refused(lambda stranger=stranger: act(child, stranger))  # type: ignore[misc]
        assert (error.refusal, error.message) == (Refusal.NOT_FOUND, "There is no such record.")


@owners_alone
def test_an_owner_whose_account_was_closed_learns_of_no_record(
    act: Callable[[Child, User], Any], heidi: User
) -> None:
    child = make_child(heidi, name="Noor")
    heidi.is_active = False
    assert refused(lambda: act(child, heidi)).refusal is Refusal.NOT_FOUND


@owners_alone
def test_each_of_several_owners_may(
    act: Callable[[Child, User], Any], heidi: User, olga: User
) -> None:
    act(make_child(heidi, olga, name="Noor"), olga)
