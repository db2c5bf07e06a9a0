"""Every table has a decision; export and deletion carry the decisions out."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from badges.models import Badge, BadgeImport
from badges.services import confirm_import, preview_badges, work_off_imports
from badges.services.bulk_issue import issue_next
from milestones.models import (
    Evidence,
    GenerationRun,
    GenerationRunEntry,
    MilestoneReview,
    MonthlyMilestone,
)
from milestones.services import execute_runs, request_generation
from tests.make import PASSWORD, make_admin, make_notice, make_student, make_user
from tests.make_badges import make_template
from tests.make_milestones import MARCH, MARCH_10, make_milestone, make_role, make_students, noon
from tests.ops import everywhere
from tests.ops.everywhere import EMAIL, Everywhere
from tfl.accounts.models import (
    ApiToken,
    AuditEntry,
    Invitation,
    Notice,
    PeopleImport,
    Role,
    Student,
    User,
)
from tfl.accounts.privacy import obstacles
from tfl.accounts.services import (
    AccountsError,
    authenticate_token,
    deactivate_person,
    invite_person,
    record,
)
from tfl.core.errors import Refusal
from tfl.core.privacy import Impersonal, PartOf, Personal, personal
from tfl.ops.errors import OpsError
from tfl.ops.people_import import preview_people
from tfl.ops.privacy import (
    all_decisions,
    concerning,
    delete_account,
    export_account,
    forget_expired,
)
from tfl.ops.tasks import forget_expired as forget_expired_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def known() -> Any:
    """Somebody in every table."""
    with time_machine.travel(everywhere.MARCH_2, tick=False) as clock:
        yield everywhere.build(clock)


# Decisions -------------------------------------------------------------------------------------------


def test_every_table_has_a_decision_and_every_decision_a_table() -> None:
    tables = {model._meta.label for model in apps.get_models(include_auto_created=True)}

    assert tables - set(all_decisions()) == set(), "decide on export, erasure and retention"
    assert set(all_decisions()) - tables == set()


def test_a_table_that_points_at_people_is_not_called_impersonal() -> None:
    pointing = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if any(field.related_model in {User, Student} for field in model._meta.concrete_fields)
    }
    impersonal = {label for label, each in all_decisions().items() if isinstance(each, Impersonal)}

    assert pointing & impersonal == set()


def test_a_part_is_part_of_something_decided() -> None:
    parts = [each for each in all_decisions().values() if isinstance(each, PartOf)]

    assert parts
    assert all(isinstance(all_decisions()[part.whole], Personal) for part in parts)


@pytest.mark.parametrize(
    "half",
    [
        {},
        {"exported_as": "x", "withheld_because": "y"},
        {"exported_as": "x", "erased": False},
        {"exported_as": "x", "kept": "acts"},
        {"exported_as": "x", "kept": "acts", "kept_because": "so"},
        {"exported_as": "x", "acts": User.objects.filter, "kept": "acts"},
        {"exported_as": "x", "acts": User.objects.filter, "kept_because": "so"},
        {
            "exported_as": "x",
            "theirs": User.objects.filter,
            "erased": False,
            "acts": User.objects.filter,
            "kept": "acts",
            "kept_because": "so",
        },
    ],
)
def test_half_a_decision_is_none(half: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="Shoes: "):
        Personal(name="Shoes", holds="Their size.", lasts="a year", **half)


# Deletion --------------------------------------------------------------------------------------------


def test_nothing_of_a_deleted_person_remains_in_any_table(known: Everywhere) -> None:
    before = everywhere.tables_naming_them()
    assert len(before) >= 14, before

    delete_account(user=known.user, confirmation=PASSWORD)

    assert everywhere.tables_naming_them() == set()


def test_every_decision_is_carried_out(known: Everywhere) -> None:
    theirs, acts = _rows_of(known.user)
    assert [label for label, pks in theirs.items() if not pks] == [], "the test's person lacks rows"
    assert [label for label, pks in acts.items() if not pks] == []

    delete_account(user=known.user, confirmation=PASSWORD)

    for label, pks in theirs.items():
        assert not _still_there(label, pks), f"{label} was to be erased"
    for label, pks in acts.items():
        assert len(_still_there(label, pks)) == len(pks), f"{label} was to be kept"


def test_no_column_points_at_a_deleted_person(known: Everywhere) -> None:
    ids: dict[type[models.Model], int] = {User: known.user.pk, Student: known.student.pk}

    delete_account(user=known.user, confirmation=PASSWORD)

    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            gone = ids.get(field.related_model) if field.related_model else None
            assert not gone or not model._default_manager.filter(**{field.name: gone}).exists()


def test_previews_that_name_any_of_their_addresses_go_and_no_others(grace: User) -> None:
    gone, template = make_user("ivan@example.org"), make_template("SQL Basics")
    EmailAddress.objects.create(user=gone, email="ivan@home.example", verified=True)
    unproven = EmailAddress.objects.create(user=gone, email="x@home.example", verified=False)

    def preview(address: str) -> BadgeImport:
        return preview_badges(raw=f"email,template\n{address},{template.pk}".encode(), by=grace)

    naming = [preview("Ivan@example.org"), preview("ivan@home.example")]
    others = [preview("xivan@example.org"), preview(unproven.email)]

    delete_account(user=gone, confirmation=PASSWORD)

    assert not BadgeImport.objects.filter(pk__in=[each.pk for each in naming]).exists()
    assert set(BadgeImport.objects.all()) == set(others)


@pytest.mark.parametrize("verified", [True, False])
def test_a_list_that_is_being_issued_goes_on_without_them(grace: User, verified: bool) -> None:
    gone, template = make_user("ivan@example.org", verified=verified), make_template("SQL Basics")
    addresses = ["a@example.org", gone.email, "b@example.org"]
    lines = "\n".join(f"{address},{template.pk},https://example.org/ivan" for address in addresses)
    found = preview_badges(raw=f"email,template,evidence_link\n{lines}".encode(), by=grace)
    confirm_import(badge_import=found, by=grace)
    issue_next(found.pk, most=1)

    delete_account(user=gone, confirmation=PASSWORD)
    found.refresh_from_db()
    assert gone.email not in str(found.rows)
    work_off_imports()

    found.refresh_from_db()
    assert (found.issued, found.left_out_lines) == (2, {"person": [3]})
    assert set(Badge.objects.values_list("issued_to", flat=True)) == {addresses[0], addresses[2]}


def test_what_a_mentor_did_stays_without_their_name(known: Everywhere) -> None:
    delete_account(user=known.user, confirmation=PASSWORD)

    evidence = Evidence.objects.get(milestone__student=known.other)
    assert (evidence.note, evidence.verified_by) == ("Joins next.", None)
    review = MilestoneReview.objects.get(milestone__student=known.other)
    assert (review.feedback, review.mentor) == ("A good start.", None)
    override = AuditEntry.objects.visible_to(known.other.user).get(layer="review")
    assert (override.reason, override.actor) == ("Was ill.", None)


def test_the_student_reads_on_what_a_deleted_mentor_wrote(known: Everywhere) -> None:
    delete_account(user=known.user, confirmation=PASSWORD)
    browser = Client()
    browser.force_login(known.other.user)

    milestone = MonthlyMilestone.objects.get(student=known.other)
    page = browser.get(f"/milestones/{milestone.pk}/").content.decode()

    assert "A good start." in page
    assert browser.get("/overrides/").status_code == 200


def test_a_key_they_made_goes_on_working(known: Everywhere) -> None:
    made = ApiToken.objects.get(created_by=known.user)

    delete_account(user=known.user, confirmation=PASSWORD)

    made.refresh_from_db()
    assert (made.created_by, made.revoked_at) == (None, None)
    assert authenticate_token(known.token_secret)


def test_an_invitation_they_sent_can_still_be_accepted(known: Everywhere) -> None:
    delete_account(user=known.user, confirmation=PASSWORD)

    invitation = Invitation.objects.open().get(user__email="nina@example.org")
    assert invitation.invited_by is None
    assert Notice.objects.get(user__email="nina@example.org").facts["inviter"] == ""


def test_a_run_accounts_for_the_others_only(known: Everywhere) -> None:
    with time_machine.travel(noon(MARCH_10), tick=False):
        execute_runs()
        request_generation(
            month=MARCH, students=[known.student, known.other], triggered_by=known.admin
        )
        delete_account(user=known.user, confirmation=PASSWORD)
        execute_runs()

    assert GenerationRun.objects.count() >= 3
    for run in GenerationRun.objects.all():
        accounted = GenerationRunEntry.objects.filter(run=run).values_list("student_id", flat=True)
        assert known.student.pk not in run.student_ids
        assert sorted(accounted) == run.student_ids


def test_nobody_is_reminded_of_them(known: Everywhere) -> None:
    assert Notice.objects.filter(user=known.mentor, kind="evidence-reminder").exists()

    delete_account(user=known.user, confirmation=PASSWORD)

    assert not Notice.objects.filter(user=known.mentor, kind="evidence-reminder").exists()


def test_the_log_says_that_an_account_was_deleted_and_no_more(known: Everywhere) -> None:
    pk = known.user.pk

    delete_account(user=known.user, confirmation=PASSWORD)

    entry = AuditEntry.objects.get(action="delete-account")
    assert (entry.object_type, entry.object_id, entry.actor) == ("accounts.User", str(pk), None)


def test_the_address_is_free_again(known: Everywhere) -> None:
    delete_account(user=known.user, confirmation=PASSWORD)

    again = invite_person(email=EMAIL, name="", roles=[Role.STUDENT], by=known.admin)

    assert again.pk != known.user.pk


def test_others_keep_everything(known: Everywhere) -> None:
    charlie = make_student("dan@example.org", mentor=known.mentor, job_role=make_role(name="Other"))
    with time_machine.travel(noon(MARCH_10), tick=False):
        make_milestone(charlie)
    make_notice(charlie.user)
    browser = Client()
    browser.force_login(charlie.user)
    preview = preview_people(raw=b"email,roles\nnew@example.org,mentor", by=known.admin)
    before, _acts = _rows_of(charlie.user)
    entry = record(actor=known.admin, action="invite", on=charlie.user)

    delete_account(user=known.user, confirmation=PASSWORD)

    after, _acts = _rows_of(charlie.user)
    assert after == before | {"accounts.AuditEntry": {*before["accounts.AuditEntry"], entry.pk}}
    assert browser.get("/account/").status_code == 200
    assert PeopleImport.objects.get(pk=preview.pk).rows


@pytest.mark.parametrize("confirmation", ["", "wrong", EMAIL])
def test_a_wrong_password_deletes_nothing(known: Everywhere, confirmation: str) -> None:
    with pytest.raises(OpsError) as refused:
        delete_account(user=known.user, confirmation=confirmation)

    assert (refused.value.refusal, refused.value.field) == (Refusal.INVALID, "confirmation")
    assert User.objects.filter(pk=known.user.pk).exists()


def test_without_a_password_the_address_confirms() -> None:
    user = make_user("ivan@example.org", password=None)
    with pytest.raises(OpsError):
        delete_account(user=user, confirmation="somebody@example.org")

    delete_account(user=user, confirmation=" Ivan@Example.org ")

    assert not User.objects.filter(email="ivan@example.org").exists()


def test_a_mentor_with_students_is_told_what_must_happen_first(bob: User, alice: Student) -> None:
    make_student(mentor=bob)
    with pytest.raises(AccountsError) as refused:
        delete_account(user=bob, confirmation=PASSWORD)

    assert refused.value.refusal is Refusal.CONFLICT
    assert refused.value.message.startswith("2 students work with you.")
    assert Session.objects.count() == 0
    alice.refresh_from_db()
    assert alice.mentor == bob


def test_students_who_left_hold_nobody_back(bob: User, alice: Student, grace: User) -> None:
    deactivate_person(user=alice.user, by=grace)

    delete_account(user=bob, confirmation=PASSWORD)

    alice.refresh_from_db()
    assert alice.mentor is None


def test_the_last_admin_is_told_what_must_happen_first(grace: User) -> None:
    inactive = make_admin()
    User.objects.filter(pk=inactive.pk).update(is_active=False)
    with pytest.raises(AccountsError, match="You are the last admin"):
        delete_account(user=grace, confirmation=PASSWORD)
    make_admin()

    delete_account(user=grace, confirmation=PASSWORD)

    assert not User.objects.filter(pk=grace.pk).exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_last_admins_who_go_at_once_leave_one() -> None:
    admins = [make_admin(), make_admin()]
    together = threading.Barrier(2)

    def go(user: User) -> str:
        try:
            together.wait()
            delete_account(user=user, confirmation=PASSWORD)
        except AccountsError as error:
            return error.message
        finally:
            connection.close()
        return "gone"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(go, admins))

    assert answers == ["You are the last admin. Make somebody else an admin first.", "gone"]
    assert User.objects.count() == 1


def test_who_is_no_admin_is_not_held_back_for_want_of_one(ivan: User) -> None:
    assert obstacles(ivan) == []


def test_refused_in_the_middle_nothing_was_done(
    known: Everywhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everywhere.tables_naming_them()
    monkeypatch.setattr("tfl.accounts.privacy.obstacles", lambda user: ["Not now."])

    with pytest.raises(AccountsError):
        delete_account(user=known.user, confirmation=PASSWORD)

    assert everywhere.tables_naming_them() == before


# Beforehand ------------------------------------------------------------------------------------------


def test_a_student_is_told_of_what_is_about_them_and_nothing_else(alice: Student) -> None:
    erased, kept = concerning(alice.user)

    assert {str(each.name) for each in erased} == {
        "Your account",
        "Your email addresses",
        "Your roles",
        "You as a student",
        "Where you are signed in",
    }
    assert kept == []


def test_somebody_in_every_table_is_told_of_all(known: Everywhere) -> None:
    erased, kept = concerning(known.user)

    every = personal(all_decisions().values())
    assert set(map(id, erased)) == {id(each) for each in every if each.erased}
    assert set(map(id, kept)) == {id(each) for each in every if each.kept}


# Export ----------------------------------------------------------------------------------------------


def test_the_export_has_every_place_the_decisions_promise(known: Everywhere) -> None:
    export = export_account(known.user)

    promised = {each.exported_as for each in personal(all_decisions().values())} - {""}
    assert set(export) == promised | {"format", "made_at"}
    assert [place for place in promised if not export[place]] == []


def test_the_export_holds_what_was_typed_measured_and_decided(known: Everywhere) -> None:
    export = json.loads(json.dumps(export_account(known.user), cls=DjangoJSONEncoder))

    assert export["account"]["email"] == EMAIL
    [month] = export["months"]
    returned, *others = month["evidence"]
    assert (returned["note"], returned["reason"], returned["verified_by"]) == (
        "I am the canary.",
        "Canary, the tests are missing.",
        "Bob",
    )
    assert "45.00" in [each["score"] for each in others]
    assert month["reviews"][0]["feedback"] == "Go on, canary."
    assert month["outcomes"][0] | {"id": 0} == {
        "id": 0,
        "skill": "SQL",
        "starting_score": "40.00",
        "expected_score": "60.00",
        "criticality": "Critical",
        "met": False,
    }
    assert export["set_by_your_mentor"][0]["skills"] == {"SQL": "include"}
    assert [(each["on_skill"], each["score"]) for each in export["scores"]] == [
        ("SQL", "40.00"),
        ("REST APIs", "50.00"),
        ("SQL", "45.00"),
    ]
    assert [each["confidence"] for each in export["confidence"]] == [75, 75]
    assert export["who_looked"][0]["person"] == "Erin"
    assert export["student"]["mentor_name"] == "Bob"
    overrides = [each for each in export["log"]["about_you"] if each["layer"]]
    assert {each["by"] for each in overrides} == {"Bob"}
    assert "Was ill." in [each["reason"] for each in export["log"]["by_you"]]


def test_the_export_opens_nothing_and_tells_of_nobody_else(known: Everywhere) -> None:
    text = json.dumps(export_account(known.user), cls=DjangoJSONEncoder)

    for private in (
        known.user.password,
        "bob@example.org",
        "charlie@example.org",
        "nina@example.org",
        "canary-2@example.org",
        "seed",  # of the recovery codes
        "token_hash",
    ):
        assert private not in text


def test_the_export_of_somebody_new_is_whole(ivan: User) -> None:
    export = export_account(ivan)

    assert export["student"] is None
    assert export["months"] == []


def test_the_export_costs_the_same_for_a_month_and_for_a_year() -> None:
    role = make_role()
    fewer, more = make_students(2, job_role=role)
    for month in range(1, 13):
        with time_machine.travel(noon(MARCH.replace(month=month)), tick=False):
            make_milestone(more)
            make_notice(more.user)
            if month == 1:
                make_milestone(fewer)

    assert _queries_to_export(fewer.user) == _queries_to_export(more.user) <= 38


# Retention -------------------------------------------------------------------------------------------


def test_what_has_expired_is_forgotten(browser_of: Any, ivan: User, grace: User) -> None:
    with time_machine.travel(noon(MARCH_10), tick=False) as clock:
        browser_of(ivan)
        preview_people(raw=b"email,roles\nnew@example.org,mentor", by=grace)
        assert forget_expired() == 0
        clock.move_to(noon(MARCH_10.replace(day=12)))
        assert forget_expired_task() == 1
        assert not PeopleImport.objects.exists()
        clock.move_to(noon(MARCH_10.replace(day=25)))
        assert forget_expired() == 1
    assert not Session.objects.exists()


# -----------------------------------------------------------------------------------------------------


def _rows_of(user: User) -> tuple[dict[str, set[Any]], dict[str, set[Any]]]:
    """Keys of the rows that are theirs and of those they only did, by table."""
    theirs, acts = {}, {}
    for label, decision in all_decisions().items():
        if isinstance(decision, (Personal, PartOf)) and decision.theirs is not None:
            theirs[label] = set(decision.theirs(user).values_list("pk", flat=True))
        if isinstance(decision, Personal) and decision.acts is not None:
            acts[label] = set(decision.acts(user).values_list("pk", flat=True))
    return theirs, acts


def _still_there(label: str, pks: set[Any]) -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = apps.get_model(label)._default_manager.filter(pk__in=pks)
    return rows


def _queries_to_export(user: User) -> int:
    with CaptureQueriesContext(connection) as captured:
        export_account(user)
    return len(captured)


def test_the_back_offices_log_is_exported_and_erased(known: Everywhere) -> None:
    assert export_account(known.user)["back_office"][0]["object_repr"] == "Canary skill"

    delete_account(user=known.user, confirmation=PASSWORD)

    assert not LogEntry.objects.exists()
