"""Pasting a sheet of scores: every kind of line, all saved or none."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from milestones.forms.sheet import Sheet, read_sheet
from milestones.models import SkillAssessment
from tests.make import make_skill, make_student
from tests.milestones.views.months import make_milestone, make_outcome, queries, text_of, travel
from tests.personas import Browser
from tfl.accounts.models import Student, User
from tfl.skills.models import Skill

SHEET = "/mentor/scores/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with travel(date(2026, 3, 10)) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def sql(db: None) -> Skill:
    return make_skill("SQL", slug="sql-basics")


@pytest.fixture(autouse=True)
def web(db: None) -> Skill:
    return make_skill("HTML, CSS", slug="web")


@pytest.fixture
def desk(bob: User, browser_of: Browser) -> Client:
    return browser_of(bob)


def post(desk: Client, rows: str, *, taken_on: str = "2026-03-09", save: bool = False) -> Any:
    typed = {"rows": rows, "taken_on": taken_on} | ({"save": "1"} if save else {})
    return desk.post(SHEET, typed)


def read(alice: Student, *lines: str) -> Sheet:
    assert alice.mentor
    return read_sheet("\n".join(lines), mentor=alice.mentor)


def scores() -> list[tuple[str, str, Decimal]]:
    rows = SkillAssessment.objects.order_by("pk")
    return list(rows.values_list("student__user__email", "skill__name", "score"))


# Lines -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "score"),
    [
        ("alice@example.org, SQL, 72", "72"),
        ("alice@example.org;SQL;72", "72"),
        ("alice@example.org\tSQL\t72", "72"),
        ("  ALICE@Example.org ,  sql , 72 ", "72"),
        ("alice@example.org, SQL-Basics, 0", "0"),
        ("alice@example.org, SQL, 100", "100"),
        ("alice@example.org, SQL, 72.25", "72.25"),
        ("alice@example.org;SQL;72,5", "72.5"),
        ("alice@example.org\tSQL\t72,5", "72.5"),
        ("alice@example.org,SQL,72,5", "72.5"),
        ('alice@example.org,SQL,"72,5"', "72.5"),
        ('"alice@example.org", "SQL", "72"', "72"),
        ('alice@example.org, "html, css", 72', "72"),
        ("alice@example.org;HTML, CSS;72", "72"),
    ],
)
def test_a_line_is_read(alice: Student, line: str, score: str) -> None:
    [row] = read(alice, line).rows

    assert row.errors == ()
    assert (row.student, row.score) == (alice, Decimal(score))
    assert row.skill
    assert row.skill.name == ("HTML, CSS" if "css" in line.lower() else "SQL")


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("zoe@example.org, SQL, 72", "None of your students has this address."),
        ("charlie@example.org, SQL, 72", "None of your students has this address."),
        ("alice@example.org, COBOL, 72", "There is no such skill."),
        ("alice@example.org, SQL, 101", "The score must lie between 0 and 100."),
        ("alice@example.org, SQL, -1", "The score must lie between 0 and 100."),
        ("alice@example.org, SQL, many", "The score is no number."),
        ("alice@example.org, SQL, NaN", "The score is no number."),
        ("alice@example.org, SQL, 1e1", "The score is no number."),
        ("alice@example.org, SQL, ", "The score is no number."),
        ("alice@example.org, SQL, 72.125", "A score has at most two decimal places."),
        ("alice@example.org, SQL", "A line holds an email, a skill and a score."),
        ("alice@example.org", "A line holds an email, a skill and a score."),
        ("alice@example.org, SQL, 72, 5", "A line holds an email, a skill and a score."),
        ("alice@example.org, SQL, 72, fine", "A line holds an email, a skill and a score."),
    ],
)
def test_a_bad_line_says_what_to_correct(
    alice: Student, charlie: Student, line: str, error: str
) -> None:
    [_good, row] = read(alice, "alice@example.org, HTML CSS, 5", line).rows

    assert row.errors == (error,)


def test_the_second_line_about_the_same_student_and_skill_is_refused(alice: Student) -> None:
    sheet = read(alice, "alice@example.org, SQL, 70", "", "alice@example.org, sql-basics, 80")

    assert [row.errors for row in sheet.rows] == [
        (),
        ("The same student and skill as in line 1.",),
    ]


@pytest.mark.parametrize("header", ["Email, Skill, Score", "e-mail;skill;score", "Who\tWhat\tHow"])
def test_a_header_and_blank_lines_are_passed_over(alice: Student, header: str) -> None:
    [row] = read(alice, "", header, "  ", "alice@example.org, SQL, 70", "").rows

    assert (row.line, row.errors) == (4, ())


def test_a_first_line_with_a_score_is_no_header(alice: Student) -> None:
    [row] = read(alice, "alice, SQL, 70").rows

    assert row.errors == ("None of your students has this address.",)


def test_who_is_no_student_any_more_is_unknown(alice: Student) -> None:
    alice.user.is_active = False
    alice.user.save()

    [row] = read(alice, "alice@example.org, SQL, 70").rows

    assert row.errors == ("None of your students has this address.",)


# The page --------------------------------------------------------------------------------------------


def test_it_is_shown_first_and_saved_when_confirmed(alice: Student, desk: Client) -> None:
    rows = "alice@example.org; SQL; 70\nalice@example.org; web; 55,5"

    preview = post(desk, rows)
    assert preview.status_code == 200
    assert "Save 2 scores, taken on March 9, 2026" in text_of(preview)
    assert scores() == []

    response = post(desk, rows, save=True)

    assert response["Location"] == "/mentor/"
    assert "2 scores are saved." in text_of(desk.get("/mentor/"))
    assert scores() == [
        ("alice@example.org", "SQL", Decimal(70)),
        ("alice@example.org", "HTML, CSS", Decimal("55.5")),
    ]
    assert SkillAssessment.objects.filter(taken_on=date(2026, 3, 9)).count() == 2


def test_a_score_the_month_asks_for_is_proof(alice: Student, sql: Skill, desk: Client) -> None:
    outcome = make_outcome(make_milestone(alice), sql, target=70)

    post(desk, "alice@example.org, SQL, 70", save=True)

    outcome.refresh_from_db()
    assert outcome.met


@pytest.mark.parametrize("save", [False, True])
def test_with_one_bad_line_nothing_is_saved_and_what_was_typed_stays(
    alice: Student, desk: Client, *, save: bool
) -> None:
    rows = "alice@example.org, SQL, 70\nzoe@example.org, SQL, 80"

    response = post(desk, rows, save=save)

    assert response.status_code == 422
    page = text_of(response)
    assert "1 of 2 lines has to be corrected below." in page
    assert "None of your students has this address." in page
    assert "Save 2 scores" not in page
    assert "zoe@example.org, SQL, 80" in response.content.decode()
    assert scores() == []


@pytest.mark.parametrize(
    ("rows", "taken_on", "said"),
    [
        ("", "2026-03-09", "This field is required."),
        ("Email, Skill, Score", "2026-03-09", "There is no line with a score."),
        ("alice@example.org, SQL, 70", "", "This field is required."),
        ("alice@example.org, SQL, 70", "2026-03-11", "The day must not lie ahead."),
        ("alice@example.org, SQL, 70", "9 March", "Enter a valid date."),
        ("a, b, 1\n" * 501, "2026-03-09", "These are more than 500 lines."),
        ("x" * 60_001, "2026-03-09", "Ensure this value has at most 60000 characters"),
    ],
)
def test_what_cannot_be_read_at_all_is_said(
    alice: Student, desk: Client, rows: str, taken_on: str, said: str
) -> None:
    response = post(desk, rows, taken_on=taken_on, save=True)

    assert response.status_code == 422
    assert said in text_of(response)
    assert scores() == []


def test_five_hundred_lines_are_not_too_many(bob: User, desk: Client) -> None:
    make_student("ann@example.org", mentor=bob)
    rows = "\n".join(f"ann@example.org, skill {n}, 1" for n in range(500))

    response = post(desk, rows)

    assert "500 of 500 lines have to be corrected below." in text_of(response)


@pytest.mark.parametrize("lines", [1, 30])
def test_reading_costs_six_queries_however_many_lines(bob: User, desk: Client, lines: int) -> None:
    for number in range(lines):
        make_student(f"s{number}@example.org", mentor=bob)
    rows = "\n".join(f"s{number}@example.org, SQL, 50" for number in range(lines))

    with queries() as ran:
        assert post(desk, rows).status_code == 200

    assert len(ran) == 6


@pytest.mark.parametrize("persona", ["alice", "erin", "grace", "heidi", "ivan"])
def test_it_is_for_mentors_alone(
    persona: str, browser_of: Browser, request: pytest.FixtureRequest
) -> None:
    client = browser_of(request.getfixturevalue(persona))

    assert client.get(SHEET).status_code == 403
    assert post(client, "alice@example.org, SQL, 70", save=True).status_code == 403
