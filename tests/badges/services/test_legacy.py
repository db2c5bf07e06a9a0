"""Badge milestones of the system before this one: what becomes of each, what is refused, all or nothing."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from badges.icons import ICONS
from badges.models import BadgeStatus, How, MilestoneAchievement, MilestoneConfig
from badges.services import (
    BadgesError,
    activate_badge_milestone,
    catch_up,
    check_legacy,
    claim_badge,
    import_legacy,
    revoke_badge,
    sweep_everything,
)
from badges.services.legacy import LegacyPlan
from badges.services.legacy_icons import our_icon
from tests.make import make_category, make_skill, make_user
from tests.make_badges import everywhere, make_badge, make_badge_milestone
from tfl.accounts.models import AuditEntry, Notice, Student, User
from tfl.core.errors import Refusal
from tfl.skills.models import SkillCategory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MAY = datetime(2024, 5, 1, 9, tzinfo=UTC)
NO_CATEGORY = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"


@pytest.fixture(autouse=True)
def _frozen() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def old(**changes: Any) -> dict[str, Any]:
    """An entry as the old system wrote it: “Earn 5 badges”, unless told otherwise. None takes a key away."""
    entry = {"id": "m-1", "type": "BADGE_COUNT", "title": "Five", "trigger": {"value": 5}} | changes
    return {key: value for key, value in entry.items() if value is not None}


def old_track(category: SkillCategory, *, count: Any = 3, **changes: Any) -> dict[str, Any]:
    trigger = {"categoryId": str(category.pk), "requiredBadgeCount": count}
    return old(
        **{"id": "m-2", "type": "SKILL_TRACK", "title": "Track", "trigger": trigger} | changes
    )


def reached(email: str, at: Any = "2024-05-01T09:00:00Z") -> dict[str, Any]:
    return {"email": email, "achievedAt": at}


def check(*entries: Any) -> LegacyPlan:
    return check_legacy(json.dumps(list(entries)).encode())


def imported(*entries: Any) -> list[MilestoneConfig]:
    import_legacy(check(*entries))
    return list(MilestoneConfig.objects.order_by("pk"))


def said(plan: LegacyPlan) -> list[tuple[str, str]]:
    """Items and fields of the errors."""
    return [(remark.item, remark.field) for remark in plan.errors]


def everything() -> dict[str, list[Any]]:
    """All rows of all tables."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
    }


# The four types --------------------------------------------------------------------------------------


def test_a_badge_count_becomes_a_working_trigger_over_all_badges() -> None:
    [milestone] = imported(old(description="Keep going.", icon="trophy"))
    assert milestone.trigger == {"metric": "badge_count", "scope": "global", "threshold": 5}
    assert (milestone.type, milestone.title, milestone.icon) == ("BADGE_COUNT", "Five", "trophy")
    assert (milestone.description, milestone.note) == ("Keep going.", "")
    assert (milestone.active, milestone.backfill_requested_at) == (True, NOW)
    assert milestone.legacy_id == "m-1"
    assert milestone.created_by is None


def test_a_trigger_may_repeat_its_type() -> None:
    [milestone] = imported(old(trigger={"type": "badge_count", "value": 5}))
    assert milestone.trigger == {"metric": "badge_count", "scope": "global", "threshold": 5}


def test_a_skill_track_becomes_a_working_trigger_in_its_category_and_those_below() -> None:
    data = make_category("Data")
    trigger = {
        "type": "skill_track",
        "categoryId": str(data.pk).upper(),
        "requiredBadgeCount": 3,
    }
    [milestone] = imported(old_track(data, trigger=trigger))
    assert milestone.trigger == {
        "metric": "badge_count",
        "scope": "category",
        "threshold": 3,
        "categoryId": str(data.pk),
        "includeSubCategories": True,
    }
    assert (milestone.type, milestone.active) == ("BADGE_COUNT", True)
    assert milestone.usable_trigger()


@pytest.mark.parametrize(
    ("kind", "because"),
    [("ANNIVERSARY", "Days are not counted here"), ("CUSTOM", "never said how to count it")],
)
@pytest.mark.parametrize(
    "trigger", [{"years": [1, {"leap": None}]}, {}, [], "yearly", 1, False, None]
)
def test_what_cannot_be_counted_arrives_inactive_with_a_note_and_its_trigger_as_it_came(
    kind: str, because: str, trigger: Any
) -> None:
    [milestone] = imported(old(type=kind, trigger=trigger))
    assert milestone.trigger == ({} if trigger is None else trigger)
    assert (milestone.active, milestone.backfill_requested_at) == (False, None)
    assert milestone.type == ""
    assert because in milestone.note
    assert milestone.note.endswith(
        "Build a badge milestone that counts badges or categories in its place."
    )
    assert milestone.usable_trigger() is None


@pytest.mark.parametrize("kind", ["ANNIVERSARY", "CUSTOM"])
def test_what_cannot_be_counted_awards_nobody_and_cannot_be_activated(
    kind: str, alice: Student, grace: User
) -> None:
    [milestone] = imported(old(type=kind, trigger={"threshold": 1}))
    badge = make_badge(alice.user, status=BadgeStatus.PENDING)
    assert claim_badge(badge=badge, by=alice.user) == []
    assert sweep_everything() == 0
    with pytest.raises(BadgesError):
        activate_badge_milestone(milestone=milestone, by=grace)


@pytest.mark.parametrize("was_active", [True, False, None])
def test_a_working_one_is_as_active_as_it_was(was_active: bool | None) -> None:
    """One that says nothing was active: the old system's default."""
    [milestone] = imported(old(isActive=was_active))
    assert milestone.active is (was_active is not False)
    assert (milestone.backfill_requested_at is not None) is milestone.active


def test_an_inactive_working_one_can_be_activated(grace: User) -> None:
    [milestone] = imported(old(isActive=False))
    assert activate_badge_milestone(milestone=milestone, by=grace).active


def test_a_number_is_an_id_too() -> None:
    [milestone] = imported(old(id=7))
    assert milestone.legacy_id == "7"


def test_a_description_left_out_is_written_from_the_rule_and_blanks_are_put_in_order() -> None:
    [milestone] = imported(old(title="  Five \n badges ", description=""))
    assert (milestone.title, milestone.description) == ("Five badges", "")


def test_the_list_may_stand_under_milestones() -> None:
    plan = check_legacy(json.dumps({"milestones": [old()], "exportedBy": "x"}).encode())
    assert len(plan.arrivals) == 1
    assert plan.unread == {"exportedBy": 1}


def test_keys_that_mean_nothing_here_are_counted_not_refused() -> None:
    plan = check(
        old(createdAt="2020", achievements=[{**reached("x@example.org"), "userId": 1}]),
        old(id="m-2", createdAt="2021"),
    )
    assert plan.errors == []
    assert plan.unread == {"createdAt": 2, "achievements.userId": 1}


def test_each_import_stands_in_the_audit_log_with_its_rule_and_nothing_that_may_name_people() -> (
    None
):
    imported(old(), old(id="m-2", type="CUSTOM", trigger={"for": "Ana"}))
    entries = AuditEntry.objects.filter(action="import-badge-milestone").order_by("pk")
    assert [entry.after for entry in entries] == [everywhere(5), None]


# Icons -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("\U0001f3c6", "trophy"),
        ("\U0001f3c5", "medal"),
        ("\U0001f30d", "globe"),
        ("\U0001f4bb", "laptop"),
        ("\U0001f5e3\ufe0f", "speech"),
        ("\u2b50", "star"),
        ("\U0001f680", "rocket"),
        ("Trophy", "trophy"),
        (":fire:", "flame"),
        ("light-bulb", "bulb"),
        (" MEDAL ", "medal"),
    ],
)
def test_an_old_icon_is_one_of_ours_where_that_is_obvious(theirs: str, ours: str) -> None:
    [milestone] = imported(old(icon=theirs))
    assert milestone.icon == ours


@pytest.mark.parametrize("name", list(ICONS))
def test_our_own_names_stay_what_they_are(name: str) -> None:
    assert our_icon(name) == name


def test_an_icon_nothing_here_is_like_becomes_the_default_with_a_warning() -> None:
    plan = check(old(icon="unicorn"))
    assert [(remark.item, remark.field) for remark in plan.warnings] == [
        ("Milestone 1 (m-1)", "icon")
    ]
    import_legacy(plan)
    assert MilestoneConfig.objects.get().icon == "medal"


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_icon_is_the_default_without_a_word(nothing: str | None) -> None:
    plan = check(old(icon=nothing))
    assert plan.warnings == []
    assert plan.arrivals[0].milestone.icon == "medal"


# Who reached them ------------------------------------------------------------------------------------


def test_an_achievement_comes_with_its_date_and_trigger_and_is_not_celebrated_again(
    alice: Student,
) -> None:
    [milestone] = imported(old(achievements=[reached("Alice@Example.org ")]))
    achievement = MilestoneAchievement.objects.get()
    assert (achievement.milestone, achievement.user) == (milestone, alice.user)
    assert achievement.achieved_at == MAY
    assert achievement.trigger == milestone.trigger
    assert (achievement.how, achievement.celebrated_at) == (How.IMPORT, NOW)
    assert not MilestoneAchievement.objects.to_celebrate().exists()
    catch_up()
    assert not Notice.objects.filter(user=alice.user, kind="achievement").exists()


def test_what_cannot_be_counted_keeps_who_reached_it(alice: Student) -> None:
    imported(
        old(type="ANNIVERSARY", trigger={"years": 1}, achievements=[reached("alice@example.org")])
    )
    achievement = MilestoneAchievement.objects.get()
    assert (achievement.trigger, achievement.how) == ({"years": 1}, How.IMPORT)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-05-01T09:00:00Z", MAY),
        ("2024-05-01T09:00:00.000Z", MAY),
        ("2024-05-01T11:00:00+02:00", MAY),
        ("2024-05-01T09:00:00", MAY),
        ("2024-05-01 09:00", MAY),
        ("2024-05-01", MAY.replace(hour=0)),
        ("1970-01-01T00:00:00Z", datetime(1970, 1, 1, tzinfo=UTC)),
        ("2026-11-20T12:00:00Z", NOW),
    ],
)
def test_a_date_is_read_with_or_without_its_offset(
    text: str, moment: datetime, alice: Student
) -> None:
    imported(old(achievements=[reached("alice@example.org", text)]))
    assert MilestoneAchievement.objects.get().achieved_at == moment


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20T12:00:01Z",
        "2027-01-01",
        "1969-12-31T23:59:59Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "yesterday",
        "",
        "2024-02-30",
        1714554000,
        None,
        True,
        ["2024-05-01"],
        "\ud800",
    ],
)
def test_another_date_is_refused(text: Any, alice: Student) -> None:
    plan = check(old(achievements=[reached("alice@example.org", text)]))
    assert said(plan) == [("Milestone 1 (m-1)", "achievements.1.achievedAt")]
    assert "2024-05-01T09:00:00Z" in plan.errors[0].text


def test_the_address_may_be_called_user_email(alice: Student) -> None:
    entry = {"userEmail": "alice@example.org", "achievedAt": "2024-05-01"}
    imported(old(achievements=[entry]))
    assert MilestoneAchievement.objects.get().user == alice.user


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"email": None},
        {"email": ""},
        {"email": "  "},
        {"email": 5},
        {"email": ["a@example.org"]},
        {"email": "a@example.org", "userEmail": "b@example.org"},
        {"email": "a@example.org", "userEmail": 5},
        {"email": "a\0@example.org"},
        {"email": "\ud800@example.org"},
    ],
)
def test_an_achievement_names_one_address(entry: dict[str, Any]) -> None:
    plan = check(old(achievements=[{**entry, "achievedAt": "2024-05-01"}]))
    assert said(plan) == [("Milestone 1 (m-1)", "achievements.1.email")]


def test_whose_address_has_no_account_is_reported_and_left_out(alice: Student) -> None:
    plan = check(old(achievements=[reached("gone@example.org"), reached("alice@example.org")]))
    [warning] = plan.warnings
    assert (warning.item, warning.field) == ("Milestone 1 (m-1)", "achievements.1.email")
    assert "gone@example.org" in warning.text
    assert (plan.errors, plan.achievements) == ([], 1)
    import_legacy(plan)
    assert MilestoneAchievement.objects.get().user == alice.user


def test_another_address_that_somebody_has_proven_is_theirs(alice: Student) -> None:
    EmailAddress.objects.create(user=alice.user, email="al@example.org", verified=True)
    EmailAddress.objects.create(user=alice.user, email="claimed@example.org", verified=False)
    plan = check(old(achievements=[reached("al@example.org"), reached("claimed@example.org")]))
    assert list(plan.arrivals[0].achievements) == [alice.user.pk]
    assert [warning.field for warning in plan.warnings] == ["achievements.2.email"]


def test_somebody_invited_who_did_not_come_yet_has_an_account() -> None:
    invited = make_user("new@example.org", password=None, verified=False)
    plan = check(old(achievements=[reached("new@example.org")]))
    assert list(plan.arrivals[0].achievements) == [invited.pk]


def test_of_somebody_named_twice_the_earlier_date_counts(alice: Student) -> None:
    EmailAddress.objects.create(user=alice.user, email="al@example.org", verified=True)
    plan = check(
        old(
            achievements=[
                reached("alice@example.org", "2025-01-01"),
                reached("al@example.org", "2024-05-01T09:00:00Z"),
                reached("ALICE@example.org", "2026-01-01"),
            ]
        )
    )
    assert plan.arrivals[0].achievements == {alice.user.pk: MAY}
    assert [warning.field for warning in plan.warnings] == [
        "achievements.2.email",
        "achievements.3.email",
    ]


# What the imported ones do from then on --------------------------------------------------------------


def test_who_fulfils_an_active_one_already_is_awarded_by_the_sweep(alice: Student) -> None:
    make_badge(alice.user)
    imported(old(trigger={"value": 1}))
    assert catch_up() == 1
    assert MilestoneAchievement.objects.get().how == How.BACKFILL
    assert MilestoneConfig.objects.get().backfill_requested_at is None


def test_a_claim_reaches_an_imported_one_at_its_threshold(alice: Student) -> None:
    """One badge before, one claimed: 2 of 2; of the other kind 1 of 2."""
    data = make_category("Data")
    below = make_skill(category=make_category("Databases", parent=data))
    imported(old(trigger={"value": 2}), old_track(data, count=2))
    make_badge(alice.user)
    pending = make_badge(alice.user, skills=[below], status=BadgeStatus.PENDING)
    assert [each.milestone.title for each in claim_badge(badge=pending, by=alice.user)] == ["Five"]
    second = make_badge(alice.user, skills=[below], status=BadgeStatus.PENDING)
    assert [each.milestone.title for each in claim_badge(badge=second, by=alice.user)] == ["Track"]


def test_an_imported_achievement_is_not_reached_again_by_claiming(alice: Student) -> None:
    imported(old(trigger={"value": 1}, achievements=[reached("alice@example.org")]))
    pending = make_badge(alice.user, status=BadgeStatus.PENDING)
    assert claim_badge(badge=pending, by=alice.user) == []
    achievement = MilestoneAchievement.objects.get()
    assert (achievement.how, achievement.achieved_at) == (How.IMPORT, MAY)


def test_an_imported_achievement_is_never_taken_while_an_earned_one_is(
    alice: Student, charlie: Student, grace: User
) -> None:
    """Both hold one badge, which is revoked. Alice's achievement was imported, Charlie's claimed."""
    imported(old(trigger={"value": 1}, achievements=[reached("alice@example.org")]))
    for student in (alice, charlie):
        badge = make_badge(student.user, status=BadgeStatus.PENDING)
        claim_badge(badge=badge, by=student.user)
        revoke_badge(badge=badge, by=grace, reason="Given by mistake.")
    standing = MilestoneAchievement.objects.standing()
    assert [achievement.user for achievement in standing] == [alice.user]
    assert MilestoneAchievement.objects.get(user=charlie.user).revoked_at == NOW
    assert sweep_everything() == 0


# What is refused -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "line 1, column 1"),
        (b'[{"id": 1,]', "line 1, column"),
        (b"\xff\xfe[\x00]\x00", "UTF-8"),
        (b"5", "JSON list of milestones"),
        (b'"[]"', "JSON list of milestones"),
        (b"null", "JSON list of milestones"),
        (b"{}", "JSON list of milestones"),
        (b'{"milestones": {}}', "JSON list of milestones"),
        (b"[NaN]", "a number has no end"),
        (b"[1e999]", "a number has no end"),
        (b"[" + b"9" * 5000 + b"]", "a number has no end"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_a_file_that_holds_no_list_is_refused_with_what_to_do(raw: bytes, sentence: str) -> None:
    with pytest.raises(BadgesError, match=sentence):
        check_legacy(raw)


def test_a_byte_order_mark_does_not_matter_and_an_empty_list_is_one() -> None:
    plan = check_legacy(b"\xef\xbb\xbf[]")
    assert (plan.items, plan.errors) == ([], [])
    import_legacy(plan)


@pytest.mark.parametrize("entry", [None, 5, "m-1", [], True])
def test_an_entry_that_is_no_object_is_refused(entry: Any) -> None:
    assert said(check(old(), entry)) == [("Milestone 2", "")]


@pytest.mark.parametrize("threshold", [0, -1, "5", 1.5, 5.0, True, 1_000_001, 10**30, [], None, {}])
def test_a_threshold_is_a_whole_number_of_at_least_one(threshold: Any) -> None:
    data = make_category()
    plan = check(old(trigger={"value": threshold}), old_track(data, count=threshold))
    assert said(plan) == [
        ("Milestone 1 (m-1)", "trigger.value"),
        ("Milestone 2 (m-2)", "trigger.requiredBadgeCount"),
    ]
    assert {remark.text for remark in plan.errors} == {
        "The threshold is a whole number from 1 to 1,000,000."
    }


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"id": None}, "id", "missing"),
        ({"id": ""}, "id", "empty"),
        ({"id": 1.5}, "id", "has to be text"),
        ({"id": True}, "id", "has to be text"),
        ({"id": "x" * 65}, "id", "longer than 64 characters"),
        ({"id": "a\0"}, "id", "has to be text"),
        ({"type": None}, "type", "BADGE_COUNT, SKILL_TRACK, ANNIVERSARY, CUSTOM"),
        ({"type": "STREAK"}, "type", "one of"),
        ({"type": "badge_count"}, "type", "one of"),
        ({"type": 5}, "type", "one of"),
        ({"type": []}, "type", "one of"),
        ({"title": None}, "title", "missing"),
        ({"title": " \n"}, "title", "empty"),
        ({"title": 5}, "title", "has to be text"),
        ({"title": "x" * 201}, "title", "longer than 200 characters"),
        ({"title": "a\0b"}, "title", "has to be text"),
        ({"title": "\ud800"}, "title", "has to be text"),
        ({"description": 5}, "description", "has to be text"),
        ({"description": "x" * 501}, "description", "longer than 500 characters"),
        ({"icon": 5}, "icon", "has to be text"),
        ({"isActive": "yes"}, "isActive", "true or false"),
        ({"isActive": 1}, "isActive", "true or false"),
        ({"trigger": None}, "trigger", "JSON object with value"),
        ({"trigger": 5}, "trigger", "JSON object with value"),
        ({"trigger": '{"value": 5}'}, "trigger", "JSON object with value"),
        ({"trigger": {}}, "trigger.value", "“value” is missing"),
        ({"trigger": {"value": 5, "within": 3}}, "trigger.within", "no such key"),
        ({"trigger": {"value": 5, "threshold": 3}}, "trigger.threshold", "no such key"),
        ({"trigger": {"value": 5, "type": "CUSTOM"}}, "trigger.type", "not the type"),
        ({"trigger": {"value": 5, "type": 1}}, "trigger.type", "not the type"),
        ({"achievements": {}}, "achievements", "a list"),
        ({"achievements": "none"}, "achievements", "a list"),
        ({"achievements": [5]}, "achievements.1", "JSON object with email and achievedAt"),
        ({"type": "CUSTOM", "trigger": {"x": "a\0b"}}, "trigger", "cannot be stored"),
        ({"type": "CUSTOM", "trigger": ["\ud800"]}, "trigger", "cannot be stored"),
        ({"type": "CUSTOM", "trigger": "x" * 1000}, "trigger", "more than 1000 characters"),
    ],
)
def test_what_is_wrong_is_said_with_its_item_and_field(
    changes: dict[str, Any], field: str, sentence: str
) -> None:
    entry = old() | changes
    if next(iter(changes.values())) is None:
        entry = old(**changes)
    plan = check(old(id="m-0"), entry)
    [error] = plan.errors
    assert error.item.startswith("Milestone 2")
    assert error.field == field
    assert sentence in error.text
    assert str(error) == f"{error.item}, field {field}: {error.text}"


def test_text_that_only_looks_like_a_null_character_can_be_stored() -> None:
    [milestone] = imported(old(type="CUSTOM", title=r"\u0000", trigger={"path": r"C:\u0000"}))
    assert (milestone.title, milestone.trigger) == (r"\u0000", {"path": r"C:\u0000"})


@pytest.mark.parametrize(
    ("category", "sentence"),
    [
        (NO_CATEGORY, "There is no such category"),
        ("Programming", "a UUID"),
        ("", "a UUID"),
        (5, "a UUID"),
        (None, "a UUID"),
        ("{6f9619ff-8b86-4d01-b42d-00cf4fc964ff}", "a UUID"),
    ],
)
def test_a_category_is_named_by_its_id(category: Any, sentence: str) -> None:
    make_category("Programming")
    trigger = {"categoryId": category, "requiredBadgeCount": 3}
    [error] = check(old(type="SKILL_TRACK", trigger=trigger)).errors
    assert (error.field, sentence in error.text) == ("trigger.categoryId", True)


def test_a_category_that_stands_below_itself_is_refused() -> None:
    upper = make_category()
    lower = make_category(parent=upper)
    SkillCategory.objects.filter(pk=upper.pk).update(parent=lower)
    [error] = check(old_track(upper)).errors
    assert "stands below itself" in error.text


def test_ids_are_not_repeated_not_even_as_a_number() -> None:
    plan = check(old(id="7"), old(id="m"), old(id=7), old(id=" m "))
    assert said(plan) == [("Milestone 3 (7)", "id"), ("Milestone 4 (m)", "id")]
    assert "Milestone 1 has the same id" in plan.errors[0].text


def test_everything_that_is_wrong_is_said_at_once() -> None:
    plan = check(
        old(title="", type="STREAK", achievements=[{}, reached("x@example.org", "soon")]),
        old(id="m-1"),
        old(id="m-3", type="SKILL_TRACK", trigger={"requiredBadgeCount": 0, "categoryId": "x"}),
        old(id="m-4", type="SKILL_TRACK", trigger={"x": 1}),
    )
    assert said(plan) == [
        ("Milestone 1 (m-1)", "type"),
        ("Milestone 1 (m-1)", "title"),
        ("Milestone 1 (m-1)", "achievements.1.email"),
        ("Milestone 1 (m-1)", "achievements.1.achievedAt"),
        ("Milestone 1 (m-1)", "achievements.2.achievedAt"),
        ("Milestone 2 (m-1)", "id"),
        ("Milestone 3 (m-3)", "trigger.requiredBadgeCount"),
        ("Milestone 3 (m-3)", "trigger.categoryId"),
        ("Milestone 4 (m-4)", "trigger.x"),
        ("Milestone 4 (m-4)", "trigger.requiredBadgeCount"),
        ("Milestone 4 (m-4)", "trigger.categoryId"),
    ]


def test_what_a_terminal_would_obey_is_not_repeated_to_it() -> None:
    plan = check(
        old(id="\x1b[31m", title="\x1b[2J", icon="\x1b[0m", achievements=[reached("\x1b@x")])
    )
    printed = [f"{item.name} {text}" for item, text in plan.outcomes()]
    printed += [str(remark) for remark in plan.warnings]
    assert len(printed) == 3
    assert not any("\x1b" in line for line in printed)
    assert "Milestone 1 (\ufffd[31m)" in printed[0]


# All or nothing --------------------------------------------------------------------------------------


def test_the_check_writes_nothing(alice: Student) -> None:
    before = everything()
    plan = check(
        old(achievements=[reached("alice@example.org")]),
        old_track(make_category(), id="m-2"),
        old(id="m-3", type="ANNIVERSARY"),
        old(id="m-4", type="CUSTOM"),
    )
    SkillCategory.objects.all().delete()
    assert len(plan.arrivals) == 4
    assert everything() == before


def test_an_error_in_the_last_of_a_hundred_lets_nothing_in(alice: Student) -> None:
    good = [old(id=number, achievements=[reached("alice@example.org")]) for number in range(99)]
    before = everything()
    plan = check(*good, old(trigger={"value": 0}))
    with pytest.raises(BadgesError, match="Nothing was imported"):
        import_legacy(plan)
    assert everything() == before


def test_a_crash_in_the_middle_lets_nothing_in(
    alice: Student, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = check(old(achievements=[reached("alice@example.org")]))
    before = everything()

    def crash(*args: Any, **kwargs: Any) -> None:
        assert MilestoneAchievement.objects.exists()
        raise RuntimeError("crash")

    monkeypatch.setattr(AuditEntry.objects, "bulk_create", crash)
    with pytest.raises(RuntimeError, match="crash"):
        import_legacy(plan)
    assert everything() == before


def test_two_imports_of_one_file_at_once_let_it_in_once() -> None:
    first, second = check(old()), check(old())
    import_legacy(first)
    before = everything()
    with pytest.raises(BadgesError, match="Nothing was imported") as refused:
        import_legacy(second)
    assert refused.value.refusal is Refusal.CONFLICT
    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_an_account_deleted_since_the_check_lets_nothing_in() -> None:
    gone = make_user("gone@example.org")
    plan = check(old(achievements=[reached("gone@example.org")]))
    gone.delete()
    with pytest.raises(BadgesError, match="Something changed"):
        import_legacy(plan)
    assert not MilestoneConfig.objects.exists()


# Importing again -------------------------------------------------------------------------------------


def test_importing_again_leaves_those_there_as_they_are_and_brings_the_new_ones(
    alice: Student, charlie: Student
) -> None:
    imported(old(achievements=[reached("alice@example.org")]))
    MilestoneConfig.objects.update(title="Renamed", active=False)
    before = MilestoneConfig.objects.values().get()
    changed = old(title="Other", achievements=[reached("charlie@example.org")])
    plan = check(changed, old(id="m-2", title="New"))
    assert [item.title for item in plan.known] == ["Renamed"]
    assert [text for _item, text in plan.outcomes()] == [
        "here already as “Renamed”; it stays as it is.",
        "“New”, Earn 5 badges, active. 0 people reached it.",
    ]
    import_legacy(plan)
    assert MilestoneConfig.objects.values().get(legacy_id="m-1") == before
    assert MilestoneConfig.objects.count() == 2
    assert MilestoneAchievement.objects.get().user == alice.user


def test_one_that_is_there_is_not_read_again() -> None:
    """Its category may be gone by now."""
    imported(old())
    assert check(old(title="", trigger=None, type="STREAK")).errors == []


def test_one_of_the_same_title_made_here_is_another_one() -> None:
    make_badge_milestone("Five")
    assert len(imported(old())) == 2


# Words and size --------------------------------------------------------------------------------------


def test_what_becomes_of_each_is_said_in_words(alice: Student) -> None:
    data = make_category("Data")
    plan = check(
        old(achievements=[reached("alice@example.org")]),
        old_track(data, isActive=False),
        old(id="m-3", type="CUSTOM", title="Helper"),
        old(id="m-4", title=""),
    )
    assert [(item.name, text) for item, text in plan.outcomes()] == [
        ("Milestone 1 (m-1)", "“Five”, Earn 5 badges, active. 1 person reached it."),
        ("Milestone 2 (m-2)", "“Track”, Earn 3 badges in Data, inactive. 0 people reached it."),
        (
            "Milestone 3 (m-3)",
            "“Helper”, inactive. A custom rule of the old system, which never said how to count it, so it "
            "awards nobody; whoever reached it keeps it. Build a badge milestone that counts badges or "
            "categories in its place. 0 people reached it.",
        ),
        ("Milestone 4 (m-4)", "cannot be imported."),
    ]


def test_ten_thousand_are_imported_with_few_statements() -> None:
    """Each with two achievements of a hundred people. Read: known ids, tree, names, and the addresses twice.
    Written: in thousands.
    """
    for number in range(100):
        make_user(f"p{number}@example.org", password=None)
    entries = [
        old(
            id=number,
            achievements=[
                reached(f"p{number % 100}@example.org"),
                reached(f"p{(number + 1) % 100}@example.org"),
            ],
        )
        for number in range(10_000)
    ]
    with CaptureQueriesContext(connection) as queries:
        plan = check(*entries)
    assert len(queries) == 5
    with CaptureQueriesContext(connection) as queries:
        import_legacy(plan)
    assert MilestoneConfig.objects.count() == 10_000
    assert MilestoneAchievement.objects.count() == 20_000
    assert len(queries) <= (50 if connection.vendor == "postgresql" else 400)
    assert len(check(*entries).known) == 10_000
