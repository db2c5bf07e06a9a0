"""The life of a badge milestone: built, changed within limits, awake and asleep, gone."""

from typing import Any

import pytest
from django.utils import timezone

from badges.models import MilestoneAchievement, MilestoneConfig, MilestoneType
from badges.services import (
    BadgesError,
    activate_badge_milestone,
    create_badge_milestone,
    deactivate_badge_milestone,
    delete_badge_milestone,
    edit_badge_milestone,
)
from tests.badges.product import run_sql
from tests.make import make_category
from tests.make_badges import everywhere, make_achievement, make_badge_milestone, within
from tfl.accounts.models import AuditEntry, Student, User
from tfl.core.errors import Refusal

pytestmark = pytest.mark.django_db


def fresh(milestone: MilestoneConfig) -> MilestoneConfig:
    return MilestoneConfig.objects.get(pk=milestone.pk)


def acts() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


# Built -----------------------------------------------------------------------------------------------


def test_it_is_built_asleep_with_its_rule_whole_and_its_type_from_the_metric(grace: User) -> None:
    data = make_category()
    built = [
        create_badge_milestone(title="It", trigger=trigger, by=grace)
        for trigger in (everywhere(2), within(data), everywhere(3, metric="category_count"))
    ]
    assert [fresh(each).type for each in built] == [
        MilestoneType.BADGE_COUNT,
        MilestoneType.BADGE_COUNT,
        MilestoneType.CATEGORY_COUNT,
    ]
    assert fresh(built[1]).trigger == {**within(data), "includeSubCategories": True}
    assert not any(each.active or each.backfill_requested_at for each in built)
    assert {each.created_by for each in built} == {grace}
    assert acts() == ["create-badge-milestone"] * 3


def test_its_words_are_put_on_one_line_and_the_icon_is_one_there_is(grace: User) -> None:
    built = create_badge_milestone(
        title="  Badge \n Collector ",
        description=" Five\tof them. ",
        icon="trophy",
        trigger=everywhere(5),
        by=grace,
    )
    assert (built.title, built.description, built.icon) == (
        "Badge Collector",
        "Five of them.",
        "trophy",
    )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": " \n "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"description": "x" * 501}, "description"),
        ({"title": "\u200b"}, "title"),
        ({"title": "Collector\u202e"}, "title"),
        ({"description": "Five\x01of them."}, "description"),
        ({"icon": "unicorn"}, "icon"),
        ({"trigger": within.__name__}, "trigger"),
        ({"trigger": everywhere(0)}, "threshold"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_field(
    given: dict[str, Any], field: str, grace: User
) -> None:
    whole: dict[str, Any] = {"title": "It", "trigger": everywhere(2), "by": grace}
    with pytest.raises(BadgesError) as refused:
        create_badge_milestone(**(whole | given))
    assert (refused.value.field, refused.value.refusal) == (field, Refusal.INVALID)
    assert not MilestoneConfig.objects.exists()
    assert acts() == []


def test_a_key_without_end_is_not_said_back_whole(grace: User) -> None:
    trigger = {**everywhere(2), "x" * 1_000_000: 1}
    with pytest.raises(BadgesError) as refused:
        create_badge_milestone(title="It", trigger=trigger, by=grace)
    assert len(refused.value.message) < 400
    assert len(str(refused.value.field)) < 300


def test_the_longest_words_fit(grace: User) -> None:
    create_badge_milestone(title="x" * 200, description="y" * 500, trigger=everywhere(2), by=grace)


@pytest.mark.parametrize("who", ["bob", "alice", "ivan"])
def test_only_admins_have_a_hand_in_it(who: str, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(who)
    by = person.user if isinstance(person, Student) else person
    milestone = make_badge_milestone()
    for act in (
        lambda: create_badge_milestone(title="It", trigger=everywhere(), by=by),
        lambda: edit_badge_milestone(milestone=milestone, title="It", by=by),
        lambda: activate_badge_milestone(milestone=milestone, by=by),
        lambda: deactivate_badge_milestone(milestone=milestone, by=by),
        lambda: delete_badge_milestone(milestone=milestone, by=by),
    ):
        with pytest.raises(BadgesError) as refused:
            act()
        assert refused.value.refusal == Refusal.FORBIDDEN
    assert fresh(milestone).active


# Changed ---------------------------------------------------------------------------------------------


def test_its_words_can_always_be_changed(grace: User) -> None:
    milestone = make_badge_milestone("Old", trigger=everywhere(2))
    make_achievement(grace, milestone)
    edit_badge_milestone(
        milestone=milestone, by=grace, title="New", threshold=2, description="So.", icon="star"
    )
    now = fresh(milestone)
    assert (now.title, now.description, now.icon) == ("New", "So.", "star")
    assert now.trigger == everywhere(2)
    assert now.backfill_requested_at is None
    assert acts() == ["edit-badge-milestone"]


def test_without_an_icon_it_keeps_its_own(grace: User) -> None:
    milestone = make_badge_milestone(icon="star")
    edit_badge_milestone(milestone=milestone, by=grace, title="It")
    assert fresh(milestone).icon == "star"


@pytest.mark.parametrize(
    ("active", "threshold", "asks"),
    [(True, 2, True), (True, 4, True), (True, 3, False), (False, 2, False)],
)
def test_the_threshold_changes_while_nobody_reached_it_and_the_sweep_is_asked(
    active: bool, threshold: int, asks: bool, grace: User
) -> None:
    milestone = make_badge_milestone(trigger=everywhere(3), active=active)
    edit_badge_milestone(milestone=milestone, by=grace, title="It", threshold=threshold)
    assert fresh(milestone).trigger == everywhere(threshold)
    assert (fresh(milestone).backfill_requested_at is not None) is asks


@pytest.mark.parametrize("taken", [False, True])
def test_the_threshold_is_fixed_once_somebody_reached_it_even_if_it_was_taken_again(
    taken: bool, grace: User
) -> None:
    milestone = make_badge_milestone("Old", trigger=everywhere(3))
    make_achievement(grace, milestone, revoked_at=timezone.now() if taken else None)
    with pytest.raises(BadgesError) as refused:
        edit_badge_milestone(milestone=milestone, by=grace, title="New", threshold=2)
    assert (refused.value.field, refused.value.refusal) == ("threshold", Refusal.CONFLICT)
    assert (fresh(milestone).title, fresh(milestone).trigger) == ("Old", everywhere(3))


def test_a_threshold_that_was_only_seen_does_not_undo_what_another_admin_set(grace: User) -> None:
    milestone = make_badge_milestone(trigger=everywhere(800))
    edit_badge_milestone(
        milestone=milestone, by=grace, title="New", threshold=900, seen_threshold=900
    )
    assert (fresh(milestone).title, fresh(milestone).trigger) == ("New", everywhere(800))
    assert fresh(milestone).backfill_requested_at is None


def test_a_threshold_that_another_admin_changed_meanwhile_is_refused(grace: User) -> None:
    milestone = make_badge_milestone("Old", trigger=everywhere(800))
    with pytest.raises(BadgesError, match="The threshold is 800 by now") as refused:
        edit_badge_milestone(
            milestone=milestone, by=grace, title="New", threshold=700, seen_threshold=900
        )
    assert (refused.value.field, refused.value.refusal) == ("threshold", Refusal.CONFLICT)
    assert (fresh(milestone).title, fresh(milestone).trigger) == ("Old", everywhere(800))


@pytest.mark.parametrize(("threshold", "seen"), [(800, 900), (700, 800), (700, None)])
def test_one_that_is_so_already_or_was_seen_as_it_is_can_be_set(
    threshold: int, seen: int | None, grace: User
) -> None:
    milestone = make_badge_milestone(trigger=everywhere(800))
    edit_badge_milestone(
        milestone=milestone, by=grace, title="It", threshold=threshold, seen_threshold=seen
    )
    assert fresh(milestone).trigger == everywhere(threshold)


@pytest.mark.parametrize("threshold", [0, -1, 1_000_001, 10**30])
def test_a_threshold_that_is_none_is_refused(threshold: int, grace: User) -> None:
    milestone = make_badge_milestone(trigger=everywhere(3))
    with pytest.raises(BadgesError) as refused:
        edit_badge_milestone(milestone=milestone, by=grace, title="It", threshold=threshold)
    assert refused.value.field == "threshold"
    assert fresh(milestone).trigger == everywhere(3)


@pytest.mark.parametrize("text", ["null", "[]", '{"metric": "badge_count"}', '{"threshold": 2}'])
def test_one_whose_rule_was_tampered_with_can_be_renamed_put_to_sleep_and_deleted(
    text: str, grace: User
) -> None:
    milestone = make_badge_milestone()
    run_sql("UPDATE milestone_configs SET trigger = %s WHERE id = %s", text, milestone.pk)
    edit_badge_milestone(milestone=milestone, by=grace, title="Broken")
    assert fresh(milestone).title == "Broken"
    with pytest.raises(BadgesError):
        edit_badge_milestone(milestone=milestone, by=grace, title="Broken", threshold=3)
    deactivate_badge_milestone(milestone=milestone, by=grace)
    with pytest.raises(BadgesError):
        activate_badge_milestone(milestone=milestone, by=grace)
    delete_badge_milestone(milestone=milestone, by=grace)
    assert not MilestoneConfig.objects.exists()


# Awake and asleep ------------------------------------------------------------------------------------


def test_doing_it_twice_changes_nothing(grace: User) -> None:
    milestone = make_badge_milestone(active=False)
    activate_badge_milestone(milestone=milestone, by=grace)
    asked = fresh(milestone).backfill_requested_at
    assert asked is not None
    MilestoneConfig.objects.update(backfill_requested_at=None)
    activate_badge_milestone(milestone=milestone, by=grace)
    assert (fresh(milestone).active, fresh(milestone).backfill_requested_at) == (True, None)
    deactivate_badge_milestone(milestone=milestone, by=grace)
    deactivate_badge_milestone(milestone=milestone, by=grace)
    assert not fresh(milestone).active
    assert acts() == ["activate-badge-milestone", "deactivate-badge-milestone"]


def test_asleep_it_waits_for_no_backfill(grace: User) -> None:
    milestone = make_badge_milestone(active=False)
    activate_badge_milestone(milestone=milestone, by=grace)
    deactivate_badge_milestone(milestone=milestone, by=grace)
    assert fresh(milestone).backfill_requested_at is None


# Gone ------------------------------------------------------------------------------------------------


def test_it_is_deleted_while_nobody_reached_it(grace: User) -> None:
    delete_badge_milestone(milestone=make_badge_milestone(), by=grace)
    assert not MilestoneConfig.objects.exists()
    assert acts() == ["delete-badge-milestone"]


@pytest.mark.parametrize("taken", [False, True])
def test_once_somebody_reached_it_it_stays(taken: bool, grace: User) -> None:
    milestone = make_badge_milestone()
    make_achievement(grace, milestone, revoked_at=timezone.now() if taken else None)
    with pytest.raises(BadgesError) as refused:
        delete_badge_milestone(milestone=milestone, by=grace)
    assert refused.value.refusal == Refusal.CONFLICT
    assert MilestoneAchievement.objects.exists()
    assert acts() == []


def test_what_is_gone_is_said_to_be(grace: User) -> None:
    milestone = make_badge_milestone()
    MilestoneConfig.objects.all().delete()
    for act in (
        lambda: edit_badge_milestone(milestone=milestone, title="It", by=grace),
        lambda: activate_badge_milestone(milestone=milestone, by=grace),
        lambda: deactivate_badge_milestone(milestone=milestone, by=grace),
        lambda: delete_badge_milestone(milestone=milestone, by=grace),
    ):
        with pytest.raises(BadgesError) as refused:
            act()
        assert refused.value.refusal == Refusal.NOT_FOUND
