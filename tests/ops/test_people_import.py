"""What a list would do, and what it does on confirm."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from milestones.models import SkillAssessment
from tests.make import make_cohort, make_job_role, make_mentor, make_skill, make_user
from tfl.accounts.models import (
    AuditEntry,
    Cohort,
    Invitation,
    Notice,
    PeopleImport,
    Role,
    Student,
    User,
)
from tfl.core.clock import today
from tfl.core.errors import Refusal
from tfl.ops.errors import OpsError
from tfl.ops.people_import import confirm_import, preview_people
from tfl.skills.models import Skill
from tfl.skills.vocabulary import RoleLevel

Preview = Callable[..., PeopleImport]


@pytest.fixture
def preview(grace: User) -> Preview:
    def upload(*lines: str, by: User = grace) -> PeopleImport:
        return preview_people(raw="\n".join(lines).encode(), by=by)

    return upload


def errors(found: PeopleImport) -> dict[int, list[str]]:
    return {row["line"]: row["errors"] for row in found.rows if row["errors"]}


HEADER = "email,name,roles,cohort,mentor,job_role,score:sql,score:Data Design"


@pytest.fixture
def world(bob: User) -> None:
    make_cohort("Spring")
    make_job_role("Backend Developer", slug="backend")
    make_skill("SQL", slug="sql")
    make_skill("Data Design", slug="data-design")


@pytest.mark.usefixtures("world")
def test_a_preview_invites_nobody(preview: Preview) -> None:
    found = preview(HEADER, "n@example.org,Nina,student,spring,BOB@example.org,backend,55,60.5")
    assert errors(found) == {}
    assert not User.objects.filter(email="n@example.org").exists()
    assert not Notice.objects.exists()


@pytest.mark.usefixtures("world")
def test_confirming_brings_in_everything_the_row_says(
    preview: Preview, grace: User, bob: User
) -> None:
    found = preview(
        HEADER, "N@example.org,Nina,student,spring,BOB@example.org,backend developer,55,60.5"
    )
    done = confirm_import(people_import=found, by=grace)
    assert (done.invited, done.left_out, done.rows) == (1, 0, [])
    student = Student.objects.get()
    assert (student.user.email, student.user.name) == ("n@example.org", "Nina")
    assert (student.mentor, student.cohort) == (bob, Cohort.objects.get())
    assert student.target_job_role is not None
    assert student.target_job_role.slug == "backend"
    assert Invitation.objects.get().user == student.user
    assert Notice.objects.get().kind == "invitation"
    scores = SkillAssessment.objects.order_by("skill__name")
    assert [(row.skill.name, row.score, row.source, row.taken_on) for row in scores] == [
        ("Data Design", Decimal("60.5"), "Import", today()),
        ("SQL", Decimal(55), "Import", today()),
    ]
    assert AuditEntry.objects.get(action="import-people").after == {"invited": 1}


def test_confirmed_twice_is_once(preview: Preview, grace: User) -> None:
    found = preview("email,roles", "n@example.org,mentor")
    confirm_import(people_import=found, by=grace)
    with pytest.raises(OpsError, match="imported already") as refused:
        confirm_import(people_import=found, by=grace)
    assert refused.value.refusal is Refusal.CONFLICT
    assert Invitation.objects.count() == 1


def test_only_who_uploaded_it_confirms(preview: Preview, dora: User) -> None:
    found = preview("email,roles", "n@example.org,mentor")
    with pytest.raises(OpsError):
        confirm_import(people_import=found, by=dora)
    assert not Invitation.objects.exists()


def test_a_preview_is_confirmed_within_a_day(preview: Preview, grace: User) -> None:
    found = preview("email,roles", "n@example.org,mentor")
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        with pytest.raises(OpsError, match="too old"):
            confirm_import(people_import=found, by=grace)
        preview("email,roles", "m@example.org,mentor")
        assert not PeopleImport.objects.filter(pk=found.pk).exists(), "addresses are not kept"


@pytest.mark.usefixtures("world")
def test_each_thing_that_is_wrong_is_said_at_its_row(preview: Preview, heidi: User) -> None:
    found = preview(
        HEADER,
        "nobody,Nina,student,,,,,",
        "a@example.org,Nina,emperor,,,,,",
        "b@example.org,Nina,,,,,,",
        "c@example.org,Nina,student,Winter,,,,",
        "d@example.org,Nina,student,,ivan@example.org,,,",
        "e@example.org,Nina,student,,,frontend,,",
        "f@example.org,Nina,student,,,,101,",
        "g@example.org,Nina,student,,,,,NaN",
        "h@example.org,Nina,student,,,,5.555,lots",
        f"{heidi.email},Heidi,student,,,,,",
        "i@example.org,Nina,mentor,,bob@example.org,,,",
        "j@example.org,Nina,mentor,,,,50,",
        "k@example.org,Nina,parent,,,,,",
        "l@example.org,Nina,mentor,spring,,,,",
        f"m@example.org,{'x' * 10_000},mentor,,,,,",
        "o@example.org,Nina,student,,o@example.org,,,",
    )
    assert errors(found) == {
        2: ["Enter a valid email address."],
        3: ["There is no role “emperor”. Use student, mentor or admin."],
        4: ["Choose student, mentor or admin. Employers ask for access, parents sign up."],
        5: ["There is no cohort “Winter”."],
        6: ["There is no active mentor “ivan@example.org”."],
        7: ["There is no job role “frontend”."],
        8: ["SQL: “101” is no score from 0 to 100."],
        9: ["Data Design: “NaN” is no score from 0 to 100."],
        10: [
            "SQL: “5.555” is no score from 0 to 100.",
            "Data Design: “lots” is no score from 0 to 100.",
        ],
        11: ["There is an account with this address already."],
        12: ["Only students have a mentor."],
        13: ["Only students have scores."],
        14: ["Choose student, mentor or admin. Employers ask for access, parents sign up."],
        15: ["Only students have a mentor, cohort and job role."],
        16: ["A name has at most 150 characters."],
        17: ["There is no active mentor “o@example.org”."],
    }


def test_a_skill_there_is_not_is_said(preview: Preview) -> None:
    found = preview("email,roles,score:juggling", "a@example.org,student,5")
    assert errors(found) == {2: ["There is no skill “juggling”."]}


def test_a_cell_too_many_is_said(preview: Preview) -> None:
    found = preview("email,roles", "a@example.org,mentor,oops")
    assert errors(found) == {2: ["The line has more cells than there are columns."]}


def test_of_two_rows_with_one_address_the_first_counts(preview: Preview) -> None:
    found = preview(
        "email,roles", "a@example.org,mentor", "b@example.org,mentor", "A@Example.org,student"
    )
    assert errors(found) == {4: ["The same address stands on line 2."]}


@pytest.mark.parametrize(
    "roles", ["student mentor", "Student;Mentor", "student|mentor", "student + mentor"]
)
def test_several_roles_are_separated_as_people_do(preview: Preview, roles: str) -> None:
    [row] = preview("email,roles", f"a@example.org,{roles}").rows
    assert row["roles"] == ["student", "mentor"]


def test_a_job_role_of_two_levels_needs_its_level(preview: Preview) -> None:
    make_job_role("Data Engineer", level=RoleLevel.ENTRY, slug="data-entry")
    senior = make_job_role("Data Engineer", level=RoleLevel.SENIOR, slug="data-senior")
    found = preview(
        "email,roles,job_role",
        "a@example.org,student,Data Engineer",
        "b@example.org,student,data engineer (senior)",
        "c@example.org,student,data-senior",
    )
    assert errors(found) == {2: ["There is no job role “Data Engineer”."]}
    assert [row["job_role"] for row in found.rows[1:]] == [senior.pk, senior.pk]


def test_only_good_rows_are_brought_in(preview: Preview, grace: User) -> None:
    done = confirm_import(
        people_import=preview("email,roles", "a@example.org,mentor", "nobody,mentor"), by=grace
    )
    assert (done.invited, done.left_out) == (1, 1)


def test_a_list_without_a_good_row_is_refused(preview: Preview, grace: User) -> None:
    found = preview("email,roles", "nobody,mentor")
    with pytest.raises(OpsError, match="Correct the file"):
        confirm_import(people_import=found, by=grace)
    found.refresh_from_db()
    assert found.confirmed_at is None


# Mentors on the same list ------------------------------------------------------------------------
def test_students_may_stand_before_their_mentor(preview: Preview, grace: User) -> None:
    found = preview(
        "email,roles,mentor", "s@example.org,student,M@example.org", "m@example.org,mentor,"
    )
    assert errors(found) == {}
    confirm_import(people_import=found, by=grace)
    mentor = Student.objects.get().mentor
    assert mentor is not None
    assert mentor.email == "m@example.org"


def test_a_mentor_whose_row_is_wrong_guides_nobody(preview: Preview) -> None:
    found = preview(
        "email,roles,mentor,cohort",
        "s@example.org,student,m@example.org,",
        "m@example.org,mentor,,Winter",
    )
    assert errors(found)[2] == ["The mentor’s own row cannot be imported. Correct it first."]


def test_a_mentor_who_has_a_mentor_there_already_may_guide(
    preview: Preview, grace: User, bob: User
) -> None:
    found = preview(
        "email,roles,mentor",
        "s@example.org,student,m@example.org",
        "m@example.org,student mentor,bob@example.org",
    )
    confirm_import(people_import=found, by=grace)
    assert bob.students.get().user.email == "m@example.org"


def test_mentors_who_guide_each_other_are_brought_in_one_after_the_other(
    preview: Preview,
) -> None:
    found = preview(
        "email,roles,mentor",
        "a@example.org,student mentor,b@example.org",
        "b@example.org,student mentor,a@example.org",
    )
    assert set(errors(found)) == {2, 3}


# The world changes between preview and confirm ---------------------------------------------------
def test_an_address_taken_meanwhile_invites_nobody(preview: Preview, grace: User) -> None:
    found = preview("email,roles", "a@example.org,mentor", "b@example.org,mentor")
    make_user("b@example.org")
    with pytest.raises(OpsError, match="Nobody was invited") as refused:
        confirm_import(people_import=found, by=grace)
    assert refused.value.refusal is Refusal.CONFLICT
    assert not User.objects.filter(email="a@example.org").exists()


def test_an_address_taken_at_this_very_moment_invites_nobody(
    preview: Preview, grace: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = preview("email,roles", "a@example.org,mentor", "b@example.org,mentor")
    make_user("b@example.org")
    monkeypatch.setattr("tfl.ops.people_import.taken_addresses", lambda emails: set())
    with pytest.raises(OpsError, match="Nobody was invited"):
        confirm_import(people_import=found, by=grace)
    assert not User.objects.filter(email="a@example.org").exists()


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("gone", ["mentor", "cohort", "skill"])
def test_what_is_gone_meanwhile_invites_nobody(
    preview: Preview, grace: User, bob: User, gone: str
) -> None:
    found = preview(HEADER, "a@example.org,A,student,spring,bob@example.org,,55,")
    if gone == "mentor":
        bob.role_grants.all().delete()
    elif gone == "cohort":
        Cohort.objects.all().delete()
    else:
        Skill.objects.all().delete()
    with pytest.raises(OpsError, match="Nobody was invited"):
        confirm_import(people_import=found, by=grace)
    assert not User.objects.filter(email="a@example.org").exists()
    found.refresh_from_db()
    assert found.confirmed_at is None


@pytest.mark.usefixtures("world")
def test_a_failure_half_way_saves_nothing(
    preview: Preview, grace: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = preview(HEADER, "a@example.org,A,student,,,,55,")

    def fail(**_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("tfl.ops.people_import.record_starting_scores", fail)
    with pytest.raises(RuntimeError):
        confirm_import(people_import=found, by=grace)
    assert not User.objects.filter(email="a@example.org").exists()
    assert not Invitation.objects.exists()


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("number", [1, 30])
def test_a_list_costs_the_same_for_one_and_for_many(
    preview: Preview, grace: User, number: int, django_assert_max_num_queries: Any
) -> None:
    for n in range(number):
        make_mentor(f"m{n}@example.org")
    lines = [
        f"s{n}@example.org,S,student,spring,m{n}@example.org,backend,55,60" for n in range(number)
    ]
    with django_assert_max_num_queries(10):
        found = preview(HEADER, *lines)
    with django_assert_max_num_queries(45):
        assert confirm_import(people_import=found, by=grace).invited == number


def test_roles_are_kept_as_they_are_known(preview: Preview, grace: User) -> None:
    confirm_import(people_import=preview("email,roles", "a@example.org,ADMIN"), by=grace)
    assert User.objects.get(email="a@example.org").roles == {Role.ADMIN}
