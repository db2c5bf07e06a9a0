"""Confirming a list of badges, and working it off: every row once, whatever happens in between."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from badges.models import Badge, BadgeImport, BadgeStatus, BadgeTemplate, LeftOut, TemplateState
from badges.services import (
    Award,
    BadgesError,
    bulk_issue,
    confirm_import,
    issue_all,
    preview_badges,
    work_off_imports,
)
from badges.tasks import work_off_imports as work_off_imports_task
from tests.make import make_admin, make_student, make_user
from tests.make_badges import make_template
from tests.make_milestones import MARCH_10, noon
from tfl.accounts.models import AuditEntry, Notice, Role, Student, User
from tfl.core.errors import Refusal

LINK = "https://github.com/ana/orders"
TEN = [f"p{n}@example.org,SQL Basics," for n in range(10)]

Upload = Callable[..., BadgeImport]


class KilledError(BaseException):
    """What ends a worker, as no `except Exception` sees it."""


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(noon(MARCH_10), tick=False) as traveller:
        yield traveller


@pytest.fixture
def sql(db: None) -> BadgeTemplate:
    return make_template("SQL Basics", validity_days=365)


@pytest.fixture
def previewed(grace: User, sql: BadgeTemplate) -> Upload:
    def upload(*lines: str, by: User = grace) -> BadgeImport:
        raw = "\n".join(["email,template,evidence_link", *lines]).encode()
        return preview_badges(raw=raw, by=by)

    return upload


@pytest.fixture
def confirmed(previewed: Upload, grace: User) -> Upload:
    def confirm(*lines: str, by: User = grace) -> BadgeImport:
        return confirm_import(badge_import=previewed(*lines, by=by), by=by)

    return confirm


def addresses() -> Counter[str]:
    """How many badges there are for each address."""
    return Counter(
        badge.recipient.email if badge.recipient else badge.issued_to
        for badge in Badge.objects.select_related("recipient")
    )


def once(lines: list[str]) -> Counter[str]:
    return Counter(line.partition(",")[0] for line in lines)


def standing(of: BadgeImport) -> tuple[int, int, int, int]:
    """Rows to issue, done, issued, left out."""
    of.refresh_from_db()
    return of.to_issue, of.done, of.issued, of.left_out


# Confirming ------------------------------------------------------------------------------------------


def test_confirming_issues_nothing_yet_and_asks_a_worker(
    previewed: Upload, grace: User, django_capture_on_commit_callbacks: Any
) -> None:
    found = previewed("a@example.org,SQL Basics,", "nobody,SQL Basics,")

    with django_capture_on_commit_callbacks() as hints:
        done = confirm_import(badge_import=found, by=grace)

    assert [each.name for each in hints] == ["badges.work_off_imports"]
    assert (done.confirmed_at, done.finished_at) == (noon(MARCH_10), None)
    assert not Badge.objects.exists()
    entry = AuditEntry.objects.get(action="issue-badges")
    assert (entry.actor, entry.object_id) == (grace, str(found.pk))
    assert entry.after == {"to_issue": 1, "left_out": 1}


def test_confirmed_twice_is_once(confirmed: Upload, grace: User) -> None:
    found = confirmed("a@example.org,SQL Basics,")

    with pytest.raises(BadgesError, match="confirmed already") as refused:
        confirm_import(badge_import=found, by=grace)

    assert refused.value.refusal is Refusal.CONFLICT
    assert AuditEntry.objects.filter(action="issue-badges").count() == 1


def test_only_who_uploaded_it_confirms(previewed: Upload, bob: User) -> None:
    found = previewed("a@example.org,SQL Basics,")
    for other in (bob, make_admin()):
        with pytest.raises(BadgesError) as refused:
            confirm_import(badge_import=found, by=other)
        assert refused.value.refusal is Refusal.NOT_FOUND
    assert not BadgeImport.objects.filter(confirmed_at__isnull=False).exists()


def test_who_lost_the_role_confirms_nothing(previewed: Upload, bob: User, alice: Student) -> None:
    found = previewed(f"{alice.user.email},SQL Basics,", by=bob)
    bob.role_grants.all().delete()

    with pytest.raises(BadgesError) as refused:
        confirm_import(badge_import=found, by=User.objects.get(pk=bob.pk))

    assert refused.value.refusal is Refusal.FORBIDDEN


def test_a_preview_is_confirmed_within_a_day(
    previewed: Upload, grace: User, clock: time_machine.Traveller
) -> None:
    found = previewed("a@example.org,SQL Basics,")
    clock.shift(timedelta(hours=24, seconds=1))

    with pytest.raises(BadgesError, match="older than a day"):
        confirm_import(badge_import=found, by=grace)

    clock.shift(-timedelta(seconds=1))
    assert confirm_import(badge_import=found, by=grace).confirmed_at


def test_a_list_without_a_good_row_is_refused(previewed: Upload, grace: User) -> None:
    found = previewed("nobody,SQL Basics,")

    with pytest.raises(BadgesError, match="Correct the file"):
        confirm_import(badge_import=found, by=grace)


def test_what_is_not_confirmed_is_not_issued(previewed: Upload) -> None:
    previewed(*TEN)

    assert work_off_imports() == 0
    assert not Badge.objects.exists()


# Working it off --------------------------------------------------------------------------------------


def test_a_list_becomes_badges_notices_and_mails_to_send(
    confirmed: Upload, grace: User, alice: Student, sql: BadgeTemplate
) -> None:
    found = confirmed(
        f"ALICE@example.org,sql basics,{LINK}", "new@example.org,SQL Basics,", "nobody,SQL Basics,"
    )

    assert work_off_imports_task() == 2

    hers, theirs = Badge.objects.order_by("pk")
    assert (hers.recipient, hers.issued_to, hers.evidence_link) == (alice.user, "", LINK)
    assert (theirs.recipient, theirs.issued_to) == (None, "new@example.org")
    assert theirs.claim_link_due_at == noon(MARCH_10)
    for badge in (hers, theirs):
        assert (badge.template, badge.issued_by, badge.status) == (sql, grace, BadgeStatus.PENDING)
        assert badge.expires_at == noon(MARCH_10) + timedelta(days=365)
    assert [(notice.user, notice.kind) for notice in Notice.objects.all()] == [
        (alice.user, "badge-to-claim")
    ]
    assert standing(found) == (2, 2, 2, 1)
    assert (found.finished_at, found.rows) == (noon(MARCH_10), [])
    assert found.left_out_lines == {LeftOut.WRONG: [4]}


def test_a_finished_list_is_not_issued_again(confirmed: Upload) -> None:
    confirmed(*TEN)

    assert [work_off_imports(), work_off_imports()] == [10, 0]
    assert addresses() == once(TEN)


def test_more_rows_than_a_chunk_holds_are_issued_in_several(
    confirmed: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_issue, "CHUNK", 4)
    found = confirmed("nobody,SQL Basics,", *TEN)
    steps = []
    for _chunk in range(3):
        bulk_issue.issue_next(found.pk, most=4)
        steps.append((*standing(found), found.finished_at is not None))

    assert steps == [(10, 4, 4, 1, False), (10, 8, 8, 1, False), (10, 10, 10, 1, True)]
    assert addresses() == once(TEN)
    assert bulk_issue.issue_next(found.pk) is None


def test_the_rows_of_others_are_not_held_up(confirmed: Upload) -> None:
    for line in TEN:
        confirmed(line)

    assert work_off_imports() == 10
    assert addresses() == once(TEN)


# Killed in the middle --------------------------------------------------------------------------------


@pytest.mark.parametrize("kill_at", [1, 2, 3])
@pytest.mark.parametrize("after", ["_account_for", "issue_all", "awards_of"])
def test_a_killed_worker_loses_nothing_and_repeats_nothing(
    confirmed: Upload, monkeypatch: pytest.MonkeyPatch, kill_at: int, after: str
) -> None:
    """At each step of the first, second and third of three chunks."""
    found = confirmed(*TEN)
    monkeypatch.setattr(bulk_issue, "CHUNK", 4)
    calls: list[None] = []
    real = getattr(bulk_issue, after)

    def killed(*args: Any, **kwargs: Any) -> Any:
        result = real(*args, **kwargs)
        calls.append(None)
        if len(calls) == kill_at:
            raise KilledError
        return result

    monkeypatch.setattr(bulk_issue, after, killed)
    with pytest.raises(KilledError):
        work_off_imports()
    assert standing(found) == (10, 4 * (kill_at - 1), 4 * (kill_at - 1), 0)
    assert sum(addresses().values()) == 4 * (kill_at - 1)

    work_off_imports()

    assert standing(found) == (10, 10, 10, 0)
    assert addresses() == once(TEN)


def test_a_database_that_goes_away_leaves_the_rest_to_the_next_sweep(
    confirmed: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = confirmed(*TEN)

    def away(**_: Any) -> None:
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(bulk_issue, "issue_all", away)
        with pytest.raises(OperationalError):
            work_off_imports()
    assert standing(found) == (10, 0, 0, 0)

    work_off_imports()

    assert addresses() == once(TEN)


def test_a_row_that_breaks_its_chunk_is_left_out_alone(
    confirmed: Upload, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    found = confirmed(*TEN)
    other = confirmed("other@example.org,SQL Basics,")

    def breaks(*, awards: list[Award], by: User) -> list[Badge]:
        badges = issue_all(awards=awards, by=by)
        if any(award.address == "p6@example.org" for award in awards):
            raise ValueError("p6")
        return badges

    monkeypatch.setattr(bulk_issue, "issue_all", breaks)
    with caplog.at_level(logging.ERROR):
        assert work_off_imports() == 10

    assert standing(found) == (10, 10, 9, 1)
    assert found.left_out_lines == {LeftOut.TROUBLE: [8]}
    assert addresses() == once(TEN) - Counter(["p6@example.org"]) + Counter(["other@example.org"])
    assert standing(other) == (1, 1, 1, 0)
    assert "ValueError: p6" in caplog.text
    assert "p6@example.org" not in caplog.text


# What changed since the preview ----------------------------------------------------------------------


def test_what_became_impossible_is_left_out_and_counted(
    confirmed: Upload, sql: BadgeTemplate
) -> None:
    archived, gone = make_template("Old Badge"), make_user("gone@example.org")
    found = confirmed(
        "nobody,SQL Basics,",
        "a@example.org,SQL Basics,",
        "b@example.org,Old Badge,",
        f"{gone.email},SQL Basics,",
        "c@example.org,Old Badge,",
        "d@example.org,SQL Basics,",
    )
    BadgeTemplate.objects.filter(pk=archived.pk).update(state=TemplateState.ARCHIVED)
    gone.delete()

    assert work_off_imports() == 2

    assert set(addresses()) == {"a@example.org", "d@example.org"}
    assert standing(found) == (5, 5, 2, 4)
    assert found.left_out_lines == {
        LeftOut.WRONG: [2],
        LeftOut.TEMPLATE: [4, 6],
        LeftOut.PERSON: [5],
    }
    assert found.rows == []


def test_an_account_whose_address_is_anothers_by_now_gets_nothing(
    confirmed: Upload, alice: Student, charlie: Student
) -> None:
    found = confirmed(f"{alice.user.email},SQL Basics,")
    alice.user.emailaddress_set.all().delete()  # type: ignore[attr-defined]
    charlie.user.emailaddress_set.create(email=alice.user.email, verified=True)  # type: ignore[attr-defined]

    assert work_off_imports() == 0
    assert standing(found) == (1, 1, 0, 1)
    assert found.left_out_lines == {LeftOut.PERSON: [2]}


def test_an_address_proven_meanwhile_is_a_person_now(confirmed: Upload) -> None:
    confirmed("new@example.org,SQL Basics,")
    new = make_user("new@example.org")

    work_off_imports()

    assert Badge.objects.get().recipient == new
    assert Notice.objects.get().user == new


def test_a_mentors_row_needs_the_student_still_to_be_theirs(
    confirmed: Upload, bob: User, dora: User, alice: Student
) -> None:
    ben = make_student("ben@example.org", mentor=bob)
    found = confirmed(f"{alice.user.email},SQL Basics,", "ben@example.org,SQL Basics,", by=bob)
    Student.objects.filter(pk=alice.pk).update(mentor=dora)

    work_off_imports()

    assert Badge.objects.get().recipient == ben.user
    assert Badge.objects.get().issued_by == bob
    assert standing(found) == (2, 2, 1, 1)
    assert found.left_out_lines == {LeftOut.NOT_YOURS: [2]}


@pytest.mark.parametrize("lost", ["role", "access"])
def test_who_may_issue_no_badges_any_more_issues_none(
    confirmed: Upload, grace: User, lost: str
) -> None:
    found = confirmed(*TEN)
    if lost == "role":
        grace.role_grants.filter(role=Role.ADMIN).delete()
    else:
        User.objects.filter(pk=grace.pk).update(is_active=False)

    assert work_off_imports() == 0
    assert standing(found) == (10, 10, 0, 10)
    assert found.left_out_lines == {LeftOut.NOT_YOURS: list(range(2, 12))}


def test_a_list_whose_owner_is_gone_is_gone(confirmed: Upload, grace: User) -> None:
    found = confirmed(*TEN)
    User.objects.filter(pk=grace.pk).delete()

    assert work_off_imports() == 0
    assert not BadgeImport.objects.filter(pk=found.pk).exists()


def test_a_list_that_lost_its_rows_is_finished(confirmed: Upload) -> None:
    found = confirmed(*TEN)
    bulk_issue.issue_next(found.pk, most=4)
    BadgeImport.objects.update(rows=[])

    assert work_off_imports() == 0
    assert standing(found) == (10, 4, 4, 0)
    assert found.finished_at


# What it costs ---------------------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.parametrize("role", ["admin", "mentor"])
def test_a_chunk_costs_the_same_for_one_row_and_for_two_hundred(
    confirmed: Upload, grace: User, bob: User, role: str
) -> None:
    by = grace if role == "admin" else bob
    for n in range(201):
        make_student(f"p{n}@example.org", mentor=bob, password=None, verified=n % 2 == 0)
    found = confirmed(*[f"p{n}@example.org,SQL Basics,{LINK}" for n in range(201)], by=by)
    counts = []
    for most in (1, bulk_issue.CHUNK):
        with CaptureQueriesContext(connection) as ran:
            assert bulk_issue.issue_next(found.pk, most=most) == most
        statements = [each["sql"] for each in ran if "SAVEPOINT" not in each["sql"]]
        counts.append(len(statements))
    # list and its owner, templates, addresses, roles, (students), badges, notices, the list
    assert counts == [7, 7] if role == "admin" else [8, 8]


def test_nobodys_address_is_in_the_audit_log_or_kept_by_the_list(confirmed: Upload) -> None:
    confirmed(*TEN, "nobody@nowhere,SQL Basics,")
    work_off_imports()

    kept = [*AuditEntry.objects.values_list(), *BadgeImport.objects.values_list()]

    assert "@" not in str(kept)
