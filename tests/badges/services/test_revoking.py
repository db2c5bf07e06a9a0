"""Revoking a badge: who may, with which reason, who is told, and what goes with it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from badges.models import Badge, BadgeStatus, How, MilestoneAchievement
from badges.selectors.issued import lost_with
from badges.selectors.support import lost_by_revoking
from badges.services import claim_badge, issue_badge, revoke_badge
from tests.badges.services.refusals import CONFLICT, FORBIDDEN, NOT_FOUND, WRITTEN, refused
from tests.make import make_category, make_skill, make_student, make_token
from tests.make_badges import (
    everywhere,
    make_achievement,
    make_badge,
    make_badge_milestone,
    make_template,
    within,
)
from tests.make_milestones import MARCH_10, noon, rows
from tfl.accounts.models import AuditEntry, Notice, Student, TokenScope, User

REASON = "The link shows somebody else’s work."


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(noon(MARCH_10), tick=False) as traveller:
        yield traveller


def revoke(badge: Badge, by: Any, reason: str = REASON) -> Badge:
    return revoke_badge(badge=badge, by=by, reason=reason)


def standing(user: User) -> set[str]:
    """Titles of what somebody reached."""
    reached = MilestoneAchievement.objects.standing().filter(user=user)
    return set(reached.values_list("milestone__title", flat=True))


# What becomes of the badge ---------------------------------------------------------------------------


def test_a_claimed_badge_is_taken_back_and_its_holder_told(alice: Student, bob: User) -> None:
    badge = make_badge(alice.user, template=make_template("SQL Basics"))

    revoke(badge, bob, reason="  The link\n shows somebody else’s  work. ")

    badge.refresh_from_db()
    assert (badge.status, badge.revoked_by) == (BadgeStatus.REVOKED, bob)
    assert badge.revoked_at == badge.claimed_at == noon(MARCH_10)
    assert badge.revoked_because == REASON
    notice = Notice.objects.get()
    assert (notice.user, notice.kind, notice.path) == (alice.user, "badge-revoked", "/badges/")
    assert notice.facts == {"badge": "SQL Basics", "reason": REASON}


def test_it_is_noted_who_did_it_and_the_reason_stays_with_the_badge(
    alice: Student, bob: User
) -> None:
    badge = make_badge(alice.user)

    revoke(badge, bob)

    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action) == (bob, "revoke-badge")
    assert (entry.object_type, entry.object_id) == ("badges.Badge", str(badge.pk))
    assert (entry.reason, entry.before, entry.after) == ("", None, None)


def test_one_that_waits_can_then_not_be_claimed(alice: Student, bob: User) -> None:
    badge = issue_badge(template=make_template(), by=bob, recipient=alice.user)

    revoke(badge, bob)

    assert Badge.objects.get().claimed_at is None
    with refused(CONFLICT):
        claim_badge(badge=badge, by=alice.user)


def test_nobody_is_told_of_one_at_an_address_and_no_link_to_it_leaves(grace: User) -> None:
    badge = issue_badge(template=make_template(), by=grace, email="nina@example.org")

    revoke(badge, grace)

    badge.refresh_from_db()
    assert (badge.issued_to, badge.claim_link_due_at) == ("nina@example.org", None)
    assert not Notice.objects.exists()


def test_an_expired_one_can_be_revoked(alice: Student, bob: User) -> None:
    badge = make_badge(alice.user, expires_at=timezone.now() - timedelta(days=1))

    assert revoke(badge, bob).is_revoked


def test_twice_is_refused_and_the_first_reason_stays(alice: Student, bob: User) -> None:
    badge = make_badge(alice.user)
    revoke(badge, bob)

    with refused(CONFLICT):
        revoke(badge, bob, reason="Another one.")


@pytest.mark.parametrize("reason", ["", " \n\t ", "x" * 501])
def test_a_reason_is_needed_that_fits(alice: Student, bob: User, reason: str) -> None:
    badge = make_badge(alice.user)

    with refused(field="reason"):
        revoke(badge, bob, reason=reason)


def test_a_reason_may_be_500_characters_long(alice: Student, bob: User) -> None:
    assert revoke(make_badge(alice.user), bob, reason="x" * 500).revoked_because == "x" * 500


# By whom ---------------------------------------------------------------------------------------------


def test_an_admin_revokes_any_badge(alice: Student, heidi: User, grace: User) -> None:
    for badge in (make_badge(alice.user), make_badge(heidi)):
        assert revoke(badge, grace).is_revoked


def test_a_mentor_revokes_those_of_their_students_whoever_issued_them(
    alice: Student, bob: User, grace: User
) -> None:
    assert revoke(make_badge(alice.user, issued_by=grace), bob).is_revoked


def test_a_mentor_revokes_what_they_issued_to_an_address(bob: User) -> None:
    make_student("nina@example.org", mentor=bob, verified=False)
    badge = issue_badge(template=make_template(), by=bob, email="nina@example.org")

    assert revoke(badge, bob).is_revoked


def test_for_another_mentor_there_is_no_such_badge(
    alice: Student, bob: User, dora: User, heidi: User
) -> None:
    at_an_address = make_badge(
        issued_to="nina@example.org", issued_by=bob, status=BadgeStatus.PENDING
    )
    mentors_own = make_badge(dora)

    for badge in (
        make_badge(alice.user, issued_by=dora),  # she was her mentor once
        make_badge(heidi, issued_by=dora),
        at_an_address,
        mentors_own,
    ):
        with refused(NOT_FOUND):
            revoke(badge, dora)


@pytest.mark.parametrize("persona", ["alice", "erin", "heidi", "ivan"])
def test_others_revoke_nothing_not_even_their_own(
    persona: str, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(persona)
    user = person.user if isinstance(person, Student) else person
    badge = make_badge(user, issued_by=user)

    with refused(FORBIDDEN):
        revoke(badge, user)


def test_a_token_needs_the_scope(alice: Student) -> None:
    badge = make_badge(alice.user)
    without, _secret = make_token(*(set(TokenScope) - {TokenScope.BADGES}))
    token, _secret = make_token(TokenScope.BADGES)

    with refused(FORBIDDEN):
        revoke(badge, without)
    assert revoke(badge, token).revoked_by is None
    entry = AuditEntry.objects.get(action="revoke-badge")
    assert (entry.actor, entry.token) == (None, token)


def test_a_badge_that_is_gone_is_not_found(alice: Student, bob: User) -> None:
    badge = make_badge(alice.user)
    Badge.objects.filter(pk=badge.pk).delete()

    with refused(NOT_FOUND):
        revoke(badge, bob)


def test_one_that_was_just_taken_up_by_its_owner_is_looked_at_again(
    alice: Student, grace: User
) -> None:
    """Whoever revokes it is to know whom it is taken from."""
    badge = make_badge(issued_to="alice@home.example", status=BadgeStatus.PENDING)
    Badge.objects.update(recipient=alice.user, issued_to="")

    with refused(CONFLICT):
        revoke(badge, grace)


# What goes with it -----------------------------------------------------------------------------------
#
# Alice holds two badges of Data, one of them also of Quality, and one of neither: 3 in all, 2 in Data.


@pytest.fixture
def three(alice: Student) -> list[Badge]:
    data, quality = make_category("Data"), make_category("Quality")
    sql, tests = make_skill("SQL", category=data), make_skill("Unit tests", category=quality)
    for title, trigger in (
        ("First Badge", everywhere(1)),
        ("Collector", everywhere(3)),
        ("Into Data", within(data, 1)),
        ("Deep in Data", within(data, 2)),
        ("Tested", within(quality, 1)),
        ("Two Fields", everywhere(2, metric="category_count")),
    ):
        make_achievement(alice.user, make_badge_milestone(title, trigger=trigger))
    return [
        make_badge(alice.user, skills=[sql]),
        make_badge(alice.user, skills=[sql, tests]),
        make_badge(alice.user),
    ]


ALL = {"First Badge", "Collector", "Into Data", "Deep in Data", "Tested", "Two Fields"}


@pytest.mark.parametrize(
    ("number", "lost"),
    [
        (0, {"Collector", "Deep in Data"}),
        (1, {"Collector", "Deep in Data", "Tested", "Two Fields"}),
        (2, {"Collector"}),
    ],
)
def test_what_the_others_do_not_support_is_said_before_and_lost_after(
    three: list[Badge], alice: Student, bob: User, number: int, lost: set[str]
) -> None:
    badge = three[number]
    before = rows(of=WRITTEN)

    assert {each.milestone.title for each in lost_by_revoking(badge)} == lost
    assert rows(of=WRITTEN) == before

    revoke(badge, bob)

    assert standing(alice.user) == ALL - lost
    assert lost_with(badge) == sorted(lost)
    gone = MilestoneAchievement.objects.filter(revoked_at__isnull=False)
    assert {each.revoked_with for each in gone} == {badge}
    assert {each.revoked_at for each in gone} == {noon(MARCH_10)}


def test_expired_badges_support_and_are_missed_when_revoked(
    three: list[Badge], alice: Student, bob: User
) -> None:
    Badge.objects.update(expires_at=timezone.now() - timedelta(days=1))

    assert {each.milestone.title for each in lost_by_revoking(three[2])} == {"Collector"}
    revoke(three[2], bob)

    assert standing(alice.user) == ALL - {"Collector"}


def test_one_that_was_never_claimed_takes_nothing(alice: Student, bob: User) -> None:
    """Though it would count towards what nothing supports any more."""
    make_achievement(alice.user, make_badge_milestone("First Badge"))
    badge = make_badge(alice.user, status=BadgeStatus.PENDING)

    assert lost_by_revoking(badge) == []
    revoke(badge, bob)

    assert standing(alice.user) == {"First Badge"}


def test_what_was_imported_or_cannot_be_read_stays(alice: Student, bob: User) -> None:
    make_achievement(alice.user, make_badge_milestone("Taken over"), how=How.IMPORT)
    make_achievement(alice.user, make_badge_milestone("Tampered with", trigger={"metric": "x"}))
    badge = make_badge(alice.user)

    assert lost_by_revoking(badge) == []
    revoke(badge, bob)

    assert standing(alice.user) == {"Taken over", "Tampered with"}


def test_nobody_elses_is_touched(alice: Student, charlie: Student, bob: User) -> None:
    first = make_badge_milestone("First Badge")
    for student in (alice, charlie):
        make_achievement(student.user, first)
    badge = make_badge(alice.user)

    revoke(badge, bob)

    assert (standing(alice.user), standing(charlie.user)) == (set(), {"First Badge"})


@pytest.mark.parametrize("number", [1, 30])
def test_saying_what_would_be_lost_costs_three_queries(
    alice: Student, number: int, django_assert_max_num_queries: Any
) -> None:
    for threshold in range(1, number + 1):
        make_achievement(alice.user, make_badge_milestone(trigger=everywhere(threshold)))
        make_badge(alice.user, skills=[make_skill()])
    badge = Badge.objects.order_by("pk").first()
    assert badge

    with django_assert_max_num_queries(3):
        lost = lost_by_revoking(badge)

    assert [each.milestone.pk for each in lost] == [
        MilestoneAchievement.objects.latest("pk").milestone_id
    ]
