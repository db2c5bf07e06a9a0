"""A mentor's word on a month: heard when it is generated, logged where the student reads it."""

from datetime import date
from typing import Any

import pytest
import time_machine

from milestones.generation.vocabulary import GeneratedBy, MilestoneType
from milestones.models import ConstraintSkillUse, MentorConstraint, MonthlyMilestone
from milestones.services import remove_constraint, set_constraint
from tests.make_milestones import APRIL, FEBRUARY, MARCH, make_milestone, noon, skill_named
from tests.milestones.services.refusals import CONFLICT, INVALID, NOT_FOUND, refused
from tfl.accounts.models import AuditEntry, Student, User

pytestmark = pytest.mark.django_db


def say(student: Student, by: User, month: date = MARCH, **word: Any) -> MentorConstraint:
    return set_constraint(student=student, month=month, by=by, **{"note": "As agreed.", **word})


def skills_of(constraint: MentorConstraint) -> list[tuple[str, str]]:
    return sorted(constraint.skill_uses.values_list("skill__name", "use"))


def test_a_word_is_kept_whole(alice: Student, bob: User) -> None:
    said = say(
        alice,
        bob,
        fixed_type=MilestoneType.PROJECT_DELIVERY,
        include=[skill_named("Git")],
        leave_out=[skill_named("SQL"), skill_named("Testing")],
        most_outcomes=3,
        note=" She asked for it. ",
    )
    assert (said.student, said.month, said.set_by) == (alice, MARCH, bob)
    assert (said.fixed_type, said.most_outcomes) == (MilestoneType.PROJECT_DELIVERY, 3)
    assert said.note == "She asked for it."
    assert skills_of(said) == [
        ("Git", ConstraintSkillUse.INCLUDE),
        ("SQL", ConstraintSkillUse.LEAVE_OUT),
        ("Testing", ConstraintSkillUse.LEAVE_OUT),
    ]


def test_a_word_is_heard_when_the_month_is_generated(alice: Student, bob: User) -> None:
    say(
        alice,
        bob,
        fixed_type=MilestoneType.INTERVIEW_READINESS,
        include=[skill_named("Git")],
        leave_out=[skill_named("SQL")],
    )
    milestone = make_milestone(alice)
    assert milestone.milestone_type == MilestoneType.INTERVIEW_READINESS
    assert milestone.generated_by == GeneratedBy.MENTOR
    assert [outcome.name for outcome in milestone.outcomes.all()] == ["Git", "REST APIs"]
    assert milestone.trace["left_out"] == [skill_named("SQL").pk]


def test_a_second_word_replaces_the_first(alice: Student, bob: User) -> None:
    first = say(alice, bob, include=[skill_named("Git")], most_outcomes=1)
    second = say(alice, bob, leave_out=[skill_named("SQL")])
    assert second.pk == first.pk
    assert skills_of(second) == [("SQL", ConstraintSkillUse.LEAVE_OUT)]
    assert second.most_outcomes is None
    assert MentorConstraint.objects.count() == 1


def test_a_word_for_each_month(alice: Student, bob: User) -> None:
    say(alice, bob, MARCH)
    say(alice, bob, APRIL)
    assert MentorConstraint.objects.count() == 2


def test_a_word_is_logged_before_and_after(alice: Student, bob: User) -> None:
    git, sql = skill_named("Git"), skill_named("SQL")
    say(alice, bob, include=[git], most_outcomes=1, note="First.")
    say(alice, bob, leave_out=[sql], fixed_type=MilestoneType.PROJECT_DELIVERY, note="Then.")
    then, first = AuditEntry.objects.visible_to(alice.user)
    assert (first.layer, first.actor, first.reason, first.before) == (
        "constraint",
        bob,
        "First.",
        None,
    )
    assert (
        first.after
        == then.before
        == {
            "month": "2026-03",
            "fixed_type": "",
            "most_outcomes": 1,
            "skills": [["include", git.pk]],
        }
    )
    assert then.after == {
        "month": "2026-03",
        "fixed_type": "ProjectDelivery",
        "most_outcomes": None,
        "skills": [["leave-out", sql.pk]],
    }
    assert then.reason == "Then."


def test_a_word_taken_back_is_logged_and_unheard(alice: Student, bob: User) -> None:
    said = say(alice, bob, fixed_type=MilestoneType.INTERVIEW_READINESS)
    remove_constraint(constraint=said, by=bob)
    assert not MentorConstraint.objects.exists()
    entry = AuditEntry.objects.visible_to(alice.user)[0]
    assert (entry.action, entry.layer, entry.after) == ("constraint.removed", "constraint", None)
    assert entry.before is not None
    assert entry.reason
    assert make_milestone(alice).generated_by == GeneratedBy.SYSTEM


@pytest.mark.parametrize("note", ["", " \n ", "x" * 501, "x" * 10_000])
def test_a_word_says_why_in_at_most_500_characters(alice: Student, bob: User, note: str) -> None:
    with refused(INVALID, field="note"):
        say(alice, bob, note=note)


@pytest.mark.parametrize("most", [0, 5, -1])
def test_a_month_has_one_to_four_outcomes(alice: Student, bob: User, most: int) -> None:
    with refused(INVALID, field="most_outcomes"):
        say(alice, bob, most_outcomes=most)


def test_a_skill_is_either_included_or_left_out(alice: Student, bob: User) -> None:
    sql = skill_named("SQL")
    with refused(INVALID, field="leave_out"):
        say(alice, bob, include=[sql, skill_named("Git")], leave_out=[sql])


@pytest.mark.parametrize("month", [FEBRUARY, date(2026, 5, 1), date(2026, 3, 2)])
def test_a_word_is_for_this_month_or_the_next(alice: Student, bob: User, month: date) -> None:
    with refused(INVALID, field="month"):
        say(alice, bob, month)


def test_a_generated_month_hears_no_new_word(
    milestone: MonthlyMilestone, alice: Student, bob: User
) -> None:
    with refused(CONFLICT, field="month"):
        say(alice, bob)
    say(alice, bob, APRIL)


def test_only_the_students_mentor_speaks(
    alice: Student, bob: User, dora: User, grace: User
) -> None:
    said = say(alice, bob)
    for stranger in (dora, grace, alice.user):
        with refused(NOT_FOUND):
            say(alice, stranger)
        with refused(NOT_FOUND):
            remove_constraint(constraint=said, by=stranger)


def test_a_word_for_a_month_that_has_come_is_heard_then(
    alice: Student, bob: User, clock: time_machine.Traveller
) -> None:
    say(alice, bob, APRIL, fixed_type=MilestoneType.INTERVIEW_READINESS)
    assert make_milestone(alice).generated_by == GeneratedBy.SYSTEM
    clock.move_to(noon(APRIL))
    assert make_milestone(alice).generated_by == GeneratedBy.MENTOR
