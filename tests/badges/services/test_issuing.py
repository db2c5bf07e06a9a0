"""Issuing one badge: to whom, by whom, of what, once."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from allauth.account.models import EmailAddress

from badges.models import Badge, BadgeStatus, BadgeTemplate, TemplateState
from badges.services import issue_badge
from tests.badges.services.refusals import CONFLICT, FORBIDDEN, NOT_FOUND, refused
from tests.make import make_admin, make_mentor, make_student, make_token, make_user
from tests.make_badges import make_template
from tests.make_milestones import MARCH_10, noon
from tests.milestones.processes import at_once
from tfl.accounts.models import AuditEntry, Notice, Role, Student, TokenScope, User

LINK = "https://github.com/alice/orders"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(noon(MARCH_10), tick=False) as traveller:
        yield traveller


@pytest.fixture
def sql(db: None) -> BadgeTemplate:
    return make_template("SQL Basics")


def noted() -> list[tuple[str, str, str]]:
    """The audit log: action, and what it is about."""
    entries = AuditEntry.objects.order_by("pk")
    return list(entries.values_list("action", "object_type", "object_id"))


# To a person -----------------------------------------------------------------------------------------


def test_a_person_is_told_of_a_badge_that_waits(
    sql: BadgeTemplate, alice: Student, grace: User
) -> None:
    badge = issue_badge(template=sql, by=grace, recipient=alice.user, evidence_link=f" {LINK} ")

    badge.refresh_from_db()
    assert (badge.recipient, badge.issued_to) == (alice.user, "")
    assert (badge.status, badge.claimed_at) == (BadgeStatus.PENDING, None)
    assert (badge.issued_by, badge.issued_with) == (grace, None)
    assert badge.issued_at == noon(MARCH_10)
    assert badge.evidence_link == LINK
    assert badge.claim_link_due_at is None
    notice = Notice.objects.get()
    assert (notice.user, notice.kind) == (alice.user, "badge-to-claim")
    assert notice.facts == {"badge": "SQL Basics"}
    assert notice.path == f"/badges/#badge-{badge.pk}"


def test_who_issued_what_is_noted_without_names(
    sql: BadgeTemplate, alice: Student, grace: User
) -> None:
    badge = issue_badge(template=sql, by=grace, recipient=alice.user, evidence_link=LINK)

    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.token) == (grace, None)
    assert noted() == [("issue-badge", "badges.Badge", str(badge.pk))]
    assert entry.after == {"template": sql.pk}
    assert "alice" not in str(AuditEntry.objects.values().get())


@pytest.mark.parametrize(
    ("days", "until"),
    [
        (None, None),
        (1, datetime(2026, 3, 11, 12, tzinfo=UTC)),
        (30, datetime(2026, 4, 9, 12, tzinfo=UTC)),  # 21 days of March are left, then 9 of April
        (365, datetime(2027, 3, 10, 12, tzinfo=UTC)),  # no leap day before it
        (36_500, datetime(2126, 2, 14, 12, tzinfo=UTC)),  # 24 leap days: 2028 to 2124, not 2100
    ],
)
def test_it_is_valid_for_the_days_its_template_says(
    alice: Student, grace: User, days: int | None, until: datetime | None
) -> None:
    template = make_template(validity_days=days)

    badge = issue_badge(template=template, by=grace, recipient=alice.user)

    badge.refresh_from_db()
    assert badge.expires_at == until


# To an address ---------------------------------------------------------------------------------------


def test_an_address_of_nobody_waits_for_a_link(sql: BadgeTemplate, grace: User) -> None:
    badge = issue_badge(template=sql, by=grace, email="  Nina@Example.org ")

    badge.refresh_from_db()
    assert (badge.recipient, badge.issued_to) == (None, "nina@example.org")
    assert badge.claim_link_due_at == noon(MARCH_10)
    assert not Notice.objects.exists()


def test_an_address_somebody_has_proven_is_that_person(
    sql: BadgeTemplate, alice: Student, grace: User
) -> None:
    badge = issue_badge(template=sql, by=grace, email="ALICE@example.org")

    assert (badge.recipient, badge.issued_to) == (alice.user, "")
    assert Notice.objects.get().user == alice.user


def test_so_is_a_second_address_they_have_proven(
    sql: BadgeTemplate, alice: Student, grace: User
) -> None:
    EmailAddress.objects.create(user=alice.user, email="alice@home.example", verified=True)

    badge = issue_badge(template=sql, by=grace, email="alice@home.example")

    assert (badge.recipient, badge.issued_to) == (alice.user, "")


def test_one_they_only_claim_to_have_is_not(
    sql: BadgeTemplate, alice: Student, grace: User
) -> None:
    EmailAddress.objects.create(user=alice.user, email="alice@home.example", verified=False)

    badge = issue_badge(template=sql, by=grace, email="alice@home.example")

    assert (badge.recipient, badge.issued_to) == (None, "alice@home.example")
    assert not Notice.objects.exists()


def test_the_badge_of_an_account_that_proved_nothing_stays_at_its_address(
    sql: BadgeTemplate, grace: User
) -> None:
    make_user("zoe@example.org", verified=False)

    badge = issue_badge(template=sql, by=grace, email="zoe@example.org")

    assert (badge.recipient, badge.issued_to) == (None, "zoe@example.org")
    assert badge.claim_link_due_at == noon(MARCH_10)


@pytest.mark.parametrize(
    "email",
    [
        "",
        "  ",
        "nobody",
        "a@b",
        "two words@example.org",
        "a@b.example, c@d.example",
        "a\x00@b.example",
        f"{'x' * 64}@{'y' * 60}.{'z' * 60}.{'z' * 60}.example",  # 64 + 1 + 3 × 61 + 7 = 255
    ],
)
def test_what_is_no_address_is_refused(sql: BadgeTemplate, grace: User, email: str) -> None:
    with refused(field="email"):
        issue_badge(template=sql, by=grace, email=email)


# By whom ---------------------------------------------------------------------------------------------


def test_a_mentor_gives_to_a_student_of_theirs(
    sql: BadgeTemplate, alice: Student, bob: User
) -> None:
    assert issue_badge(template=sql, by=bob, recipient=alice.user).recipient == alice.user
    assert issue_badge(template=sql, by=bob, email="alice@example.org").recipient == alice.user


def test_also_at_a_second_address_they_have_proven(
    sql: BadgeTemplate, alice: Student, bob: User
) -> None:
    EmailAddress.objects.create(user=alice.user, email="alice@home.example", verified=True)

    assert issue_badge(template=sql, by=bob, email="alice@home.example").recipient == alice.user


def test_also_to_one_who_has_not_accepted_yet(sql: BadgeTemplate, bob: User) -> None:
    make_student("nina@example.org", mentor=bob, verified=False)

    badge = issue_badge(template=sql, by=bob, email="nina@example.org")

    assert (badge.recipient, badge.issued_to) == (None, "nina@example.org")


def test_a_mentor_gives_to_nobody_else(
    sql: BadgeTemplate, alice: Student, charlie: Student, bob: User, grace: User
) -> None:
    make_student("zoe@example.org", mentor=charlie.mentor, verified=False)
    EmailAddress.objects.create(user=alice.user, email="unproven@home.example", verified=False)

    for person in (charlie.user, grace, bob):
        with refused(NOT_FOUND, field="email"):
            issue_badge(template=sql, by=bob, recipient=person)
    for address in (
        "charlie@example.org",
        "zoe@example.org",
        "stranger@example.org",
        "bob@example.org",
        "unproven@home.example",
    ):
        with refused(NOT_FOUND, field="email"):
            issue_badge(template=sql, by=bob, email=address)


def test_an_admin_who_mentors_gives_to_anybody(sql: BadgeTemplate, charlie: Student) -> None:
    both = make_user(roles=[Role.ADMIN, Role.MENTOR])

    assert issue_badge(template=sql, by=both, recipient=charlie.user).recipient == charlie.user


@pytest.mark.parametrize("persona", ["alice", "erin", "heidi", "ivan"])
def test_others_give_to_nobody(
    sql: BadgeTemplate, persona: str, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(persona)
    by = person.user if isinstance(person, Student) else person

    with refused(FORBIDDEN):
        issue_badge(template=sql, by=by, email="nina@example.org")


def test_an_admin_without_access_gives_to_nobody(sql: BadgeTemplate) -> None:
    gone = make_user(roles=[Role.ADMIN], active=False)

    with refused(FORBIDDEN):
        issue_badge(template=sql, by=gone, email="nina@example.org")


def test_a_token_with_the_scope_gives_to_anybody(sql: BadgeTemplate, charlie: Student) -> None:
    token, _secret = make_token(TokenScope.BADGES)

    badge = issue_badge(template=sql, by=token, email="charlie@example.org")

    assert badge.recipient == charlie.user
    assert (badge.issued_by, badge.issued_with) == (None, token)
    entry = AuditEntry.objects.get(action="issue-badge")
    assert (entry.actor, entry.token) == (None, token)


def test_a_token_without_it_gives_to_nobody(sql: BadgeTemplate) -> None:
    token, _secret = make_token(*(set(TokenScope) - {TokenScope.BADGES}))

    with refused(FORBIDDEN):
        issue_badge(template=sql, by=token, email="nina@example.org")


# Of what ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [TemplateState.DRAFT, TemplateState.ARCHIVED])
def test_only_an_active_template_is_issued(
    alice: Student, grace: User, state: TemplateState
) -> None:
    template = make_template("SQL Basics", state=state)

    with refused(CONFLICT, field="template") as error:
        issue_badge(template=template, by=grace, recipient=alice.user)

    assert "“SQL Basics”" in error.value.message


def test_one_archived_since_the_form_was_opened_is_not_issued(
    sql: BadgeTemplate, alice: Student, grace: User
) -> None:
    BadgeTemplate.objects.update(state=TemplateState.ARCHIVED)

    with refused(CONFLICT, field="template"):
        issue_badge(template=sql, by=grace, recipient=alice.user)


@pytest.mark.parametrize(
    "link",
    [
        "github.com/alice",
        "ftp://example.org/a",
        "javascript:alert(1)",
        "https://",
        "https://localhost/a",
        "https://10.0.0.1/a",
        "https://me:secret@example.org/",
        f"https://example.org/{'x' * 255}",
        "https://example.org/\x00",
    ],
)
def test_an_evidence_link_that_others_cannot_open_is_refused(
    sql: BadgeTemplate, alice: Student, grace: User, link: str
) -> None:
    with refused(field="evidence_link"):
        issue_badge(template=sql, by=grace, recipient=alice.user, evidence_link=link)


# Once ------------------------------------------------------------------------------------------------


def test_asking_twice_with_one_key_issues_one_badge(
    sql: BadgeTemplate, alice: Student, grace: User
) -> None:
    key = uuid4()

    first = issue_badge(template=sql, by=grace, recipient=alice.user, request_key=key)
    second = issue_badge(template=sql, by=grace, recipient=alice.user, request_key=key)

    assert first == second == Badge.objects.get()
    assert Notice.objects.count() == 1
    assert len(noted()) == 1


def test_so_it_does_after_the_template_was_archived(
    sql: BadgeTemplate, alice: Student, grace: User
) -> None:
    key = uuid4()
    first = issue_badge(template=sql, by=grace, recipient=alice.user, request_key=key)
    BadgeTemplate.objects.update(state=TemplateState.ARCHIVED)

    assert issue_badge(template=sql, by=grace, recipient=alice.user, request_key=key) == first


def test_without_a_key_or_with_another_each_time_is_a_badge_of_its_own(
    sql: BadgeTemplate, alice: Student, grace: User
) -> None:
    keys: list[UUID | None] = [None, None, uuid4(), uuid4()]

    for key in keys:
        issue_badge(template=sql, by=grace, recipient=alice.user, request_key=key)

    assert Badge.objects.count() == 4
    assert Notice.objects.count() == 4


def test_a_key_used_for_another_badge_does_not_look_like_success(
    sql: BadgeTemplate, grace: User, alice: Student, charlie: Student
) -> None:
    key = uuid4()
    issue_badge(template=sql, by=grace, recipient=alice.user, request_key=key)
    other = make_template("Git Basics")

    with refused(CONFLICT, field="request_key"):
        issue_badge(template=sql, by=grace, recipient=charlie.user, request_key=key)
    with refused(CONFLICT, field="request_key"):
        issue_badge(template=sql, by=grace, email="new@example.org", request_key=key)
    with refused(CONFLICT, field="request_key"):
        issue_badge(template=other, by=grace, recipient=alice.user, request_key=key)
    assert Badge.objects.count() == 1


def test_the_same_request_may_write_the_address_otherwise(sql: BadgeTemplate, grace: User) -> None:
    key = uuid4()
    first = issue_badge(template=sql, by=grace, email="new@example.org", request_key=key)
    again = issue_badge(template=sql, by=grace, email=" New@Example.org ", request_key=key)

    assert again == first


@pytest.mark.parametrize(
    "email",
    [
        "ab@exa\u00admple.org",
        "ab@exam\u200dple.org",
        "ab@\uff45xample.org",
        "a\u0301b\u202e@example.org",
        "a@[127.0.0.1]",
        "a@localhost",
    ],
)
def test_an_address_that_mail_programs_read_otherwise_is_refused(
    sql: BadgeTemplate, grace: User, email: str
) -> None:
    with refused(field="email"):
        issue_badge(template=sql, by=grace, email=email)
    assert not Badge.objects.exists()


def test_a_key_of_somebody_else_says_nothing_of_their_badge(
    sql: BadgeTemplate, alice: Student, bob: User, grace: User
) -> None:
    key = uuid4()
    issue_badge(template=sql, by=bob, recipient=alice.user, request_key=key)

    with refused(CONFLICT, field="request_key"):
        issue_badge(template=sql, by=grace, recipient=alice.user, request_key=key)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_issue_one_badge(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("badges.services.issuing", "tfl.accounts.services.notices"):
        monkeypatch.setattr(f"{module}.hint", lambda name: None)
    admin, mentor = make_admin(), make_mentor()
    student, template, key = make_student(mentor=mentor).user, make_template(), uuid4()

    def issue() -> Any:
        by = User.objects.get(pk=admin.pk)
        return issue_badge(template=template, by=by, recipient=student, request_key=key).pk

    assert at_once(*[issue] * 8) == [Badge.objects.get().pk] * 8
    assert (Notice.objects.count(), AuditEntry.objects.count()) == (1, 1)


def test_nothing_is_issued_to_who_is_gone_meanwhile(sql: BadgeTemplate, grace: User) -> None:
    person = make_user()
    User.objects.get(pk=person.pk).delete()

    with refused(CONFLICT):
        issue_badge(template=sql, by=grace, recipient=person)
