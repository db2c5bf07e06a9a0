"""What the database itself refuses and takes along, and that no row is known by a name."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError

from childprogress.ages import AgeBand
from childprogress.models import (
    Child,
    ChildMilestone,
    ClarityAnswer,
    GuardianInvitation,
    GuardianRole,
    Guardianship,
    MilestoneDefinition,
    Observation,
    ReviewState,
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

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def refuses(constraint: str, write: Callable[[], Any]) -> None:
    """SQLite names the columns of a unique constraint, not the constraint."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        write()


# Refused ---------------------------------------------------------------------------------------------


def test_a_child_has_one_row_for_an_item() -> None:
    child, item = make_child(), make_definition()
    make_tick(child, item)
    refuses("one_row_per_child_and_milestone|child_milestones", lambda: make_tick(child, item))
    make_tick(make_child(), item)
    make_tick(child, make_definition())


@pytest.mark.parametrize(("achieved", "at"), [(True, None), (False, NOON)])
def test_a_row_says_when_where_it_is_achieved_and_only_there(
    achieved: bool, at: datetime | None
) -> None:
    row = make_tick(make_child(), make_definition())
    rows = ChildMilestone.objects.filter(pk=row.pk)
    refuses("achieved_says_when", lambda: rows.update(achieved=achieved, achieved_at=at))


def test_two_items_on_the_list_have_not_one_place() -> None:
    first = make_definition(place=1)
    refuses("one_definition_per_place|milestone_definitions", lambda: make_definition(place=1))
    make_definition(place=1, retired=True)
    make_definition(place=1, retired=True)
    make_definition(Dimension.PHYSICAL, place=1)
    make_definition(band=AgeBand.SECONDARY, place=1)
    second = make_definition(place=2)
    second.sort_order = first.sort_order
    refuses("one_definition_per_place|milestone_definitions", second.save)


def test_a_code_is_that_of_one_item_retired_or_not() -> None:
    gone, new = make_definition(retired=True), make_definition()
    new.code = gone.code
    refuses("code", new.save)


@pytest.mark.parametrize(("by", "on"), [("", None), ("A. Expert", None), ("", date(2026, 3, 9))])
def test_a_review_says_by_whom_and_when(by: str, on: date | None) -> None:
    item = make_definition()
    item.reviewed_by, item.reviewed_on = by, on
    item.save()  # while it awaits one
    item.review_state = ReviewState.REVIEWED
    refuses("reviewed_definition_says_by_whom_and_when", item.save)


def test_a_review_that_says_so_is_kept() -> None:
    item = make_definition()
    item.review_state, item.reviewed_by = ReviewState.REVIEWED, "A. Expert"
    item.reviewed_on = date(2026, 3, 9)
    item.save()


def test_a_record_shows_at_least_one_dimension() -> None:
    child = make_child()
    refuses(
        "child_shows_at_least_one_dimension",
        lambda: Child.objects.filter(pk=child.pk).update(dimensions=[]),
    )
    refuses("child_shows_at_least_one_dimension", lambda: make_child(dimensions=[]))


def test_a_person_is_one_guardian_of_a_child(olga: User, edith: User) -> None:
    child = make_child(olga)
    refuses(
        "one_guardianship_per_person|guardianships",
        lambda: make_guardianship(child, olga, GuardianRole.VIEWER),
    )
    make_guardianship(child, edith, GuardianRole.OWNER)
    make_guardianship(make_child(), olga, GuardianRole.VIEWER)


def test_a_person_has_one_word_about_an_item(olga: User, edith: User) -> None:
    item = make_definition()
    ClarityAnswer.objects.create(definition=item, user=olga, clear=True)
    ClarityAnswer.objects.create(definition=item, user=edith, clear=True)
    refuses(
        "one_clarity_answer_per_person|clarity_answers",
        lambda: ClarityAnswer.objects.create(definition=item, user=olga, clear=False),
    )


def test_an_item_somebody_ticked_cannot_be_deleted() -> None:
    item = make_definition()
    make_tick(make_child(), item)
    with pytest.raises(ProtectedError):
        item.delete()
    make_definition().delete()
    assert MilestoneDefinition.objects.get() == item


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("model", "field", "most"),
    [
        (MilestoneDefinition, "title", 100),
        (MilestoneDefinition, "description", 300),
        (MilestoneDefinition, "guidance", 500),
        (Observation, "text", 1000),
        (Child, "name", 100),
    ],
)
def test_a_text_fits_its_column(model: type[Model], field: str, most: int) -> None:
    """SQLite takes any length."""
    make_observation(make_child())
    make_definition()
    rows = model._default_manager.all()
    rows.update(**{field: "a" * most})
    with pytest.raises(Exception, match=f"too long for type character varying\\({most}\\)"):
        rows.update(**{field: "a" * (most + 1)})


# Taken along -----------------------------------------------------------------------------------------


def test_what_hangs_on_a_child_goes_with_it(olga: User) -> None:
    child, item = make_child(olga), make_definition()
    make_tick(child, item)
    make_observation(child, author=olga)
    child.delete()
    for model in (ChildMilestone, Observation, Guardianship):
        assert not model._default_manager.exists()
    assert MilestoneDefinition.objects.exists()


def test_a_note_outlives_its_author(olga: User, edith: User) -> None:
    note = make_observation(make_child(olga), author=edith)
    edith.delete()
    note.refresh_from_db()
    assert note.author is None


# Rows and their names --------------------------------------------------------------------------------


def test_no_row_is_known_by_what_only_guardians_may_see(olga: User) -> None:
    child = make_child(olga, name="Zebediah")
    item = make_definition()
    rows: list[Model] = [
        child,
        make_tick(child, item),
        make_observation(child, text="Zebediah counted."),
        Guardianship.objects.get(),
        item,
        ClarityAnswer.objects.create(definition=item, user=olga, clear=True),
        GuardianInvitation.objects.create(
            email="zebediah@example.org", role="viewer", invited_by=olga, expires_at=NOON
        ),
    ]
    for row in rows:
        assert "zebediah" not in f"{row} {row!r}".lower()
        assert str(row.pk) in str(row) or row in (item, rows[1], rows[3])
    assert str(child) == str(child.pk)
    assert str(item) == item.code


def test_a_retired_item_is_not_current() -> None:
    there, gone = make_definition(), make_definition(retired=True)
    assert list(MilestoneDefinition.objects.current()) == [there]
    assert (there.is_retired, gone.is_retired) == (False, True)


def test_a_record_is_seen_by_its_guardians_alone_each_with_their_role(
    olga: User, viktor: User, heidi: User, grace: User
) -> None:
    child, other = make_child(olga), make_child(heidi)
    make_guardianship(child, viktor, GuardianRole.VIEWER)
    assert list(Child.objects.visible_to(olga)) == list(Child.objects.visible_to(viktor)) == [child]
    assert list(Child.objects.visible_to(heidi)) == [other]
    assert not Child.objects.visible_to(grace).exists()
    assert Child.objects.for_guardian(viktor).get().guardian_role == "viewer"
    assert Child.objects.for_guardian(olga).get().guardian_role == "owner"
    assert list(Child.objects.owned_by(olga)) == [child]
    assert not Child.objects.owned_by(viktor).exists()
    assert set(Guardianship.objects.visible_to(viktor)) == set(child.guardianships.all())
