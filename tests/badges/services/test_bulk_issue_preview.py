"""What a list of badges would do, row by row. Nothing is issued by looking."""

import csv
import re
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from badges.models import Badge, BadgeImport, BadgeStatus, BadgeTemplate, LeftOut, TemplateState
from badges.services import BadgesError, confirm_import, preview_badges, work_off_imports
from badges.services.badge_csv import rows_to_correct
from tests.make import make_admin, make_student, make_user
from tests.make_badges import make_badge, make_template
from tfl.accounts.models import Notice, Student, User
from tfl.core.errors import Refusal
from tfl.ops.privacy import forget_expired

HEADER = "email,template,evidence_link"
LINK = "https://github.com/ana/orders"

Preview = Callable[..., BadgeImport]


@pytest.fixture
def sql(db: None) -> BadgeTemplate:
    return make_template("SQL Basics")


@pytest.fixture
def preview(grace: User, sql: BadgeTemplate) -> Preview:
    """Of these lines below a header, uploaded by Grace unless it is somebody else."""

    def upload(*lines: str, by: User = grace, header: str = HEADER) -> BadgeImport:
        return preview_badges(raw="\n".join([header, *lines]).encode(), by=by)

    return upload


def errors(found: BadgeImport) -> dict[int, list[str]]:
    return {row["line"]: row["errors"] for row in found.rows if row["errors"]}


def test_a_preview_issues_nothing_and_says_what_it_would(
    preview: Preview, sql: BadgeTemplate, alice: Student, grace: User
) -> None:
    found = preview(f"Alice@Example.org,sql basics,{LINK}", "new@example.org,SQL Basics,")

    assert (found.uploaded_by, found.confirmed_at) == (grace, None)
    assert (found.to_issue, found.left_out, found.left_out_lines) == (2, 0, {})
    first, second = found.rows
    assert (first["email"], first["recipient"]) == ("alice@example.org", alice.user_id)
    assert (first["template"], first["evidence_link"]) == (sql.pk, LINK)
    assert (second["email"], second["recipient"]) == ("new@example.org", None)
    assert not Badge.objects.exists()
    assert not Notice.objects.exists()


def test_each_thing_that_is_wrong_is_said_at_its_row(preview: Preview) -> None:
    make_template("Query Tuning", state=TemplateState.DRAFT)
    make_template("Old Badge", state=TemplateState.ARCHIVED)
    email = "Write an email address, for example ana@example.org."
    link = "This is no link. Write the whole address, beginning with https://."

    found = preview(
        "nobody,SQL Basics,",
        ",SQL Basics,",
        "a@example.org,,",
        "b@example.org,Juggling,",
        "c@example.org,Query Tuning,",
        "d@example.org,old badge,",
        "e@example.org,SQL Basics,orders",
        "f@example.org,SQL Basics,javascript:alert(1)",
        "g@example.org,SQL Basics,http://localhost/orders",
        f"h@example.org,SQL Basics,{LINK},oops",
        f"{'x' * 250}@example.org,SQL Basics,",
        "nobody,Juggling,orders,oops",
        "good@example.org,SQL Basics,",
    )

    assert errors(found) == {
        2: [email],
        3: [email],
        4: ["Name the badge template."],
        5: ["There is no badge template “Juggling”."],
        6: ["“Query Tuning” is not active, so it cannot be issued."],
        7: ["“old badge” is not active, so it cannot be issued."],
        8: [link],
        9: [link],
        10: ["Nobody else can open this address. Use a public one."],
        11: ["The line has more cells than there are columns."],
        12: ["An email address has at most 254 characters."],
        13: [
            "The line has more cells than there are columns.",
            email,
            "There is no badge template “Juggling”.",
            link,
        ],
    }
    assert (found.to_issue, found.left_out) == (1, 12)
    assert found.left_out_lines == {LeftOut.WRONG: list(range(2, 14))}


# Templates -------------------------------------------------------------------------------------------


def test_a_template_is_named_as_written_in_any_case_or_by_its_number(
    preview: Preview, sql: BadgeTemplate
) -> None:
    found = preview(
        "a@example.org,SQL Basics,", "b@example.org,  sql   BASICS ,", f"c@example.org,{sql.pk},"
    )

    assert [row["template"] for row in found.rows] == [sql.pk] * 3
    assert errors(found) == {}


def test_a_name_that_is_a_number_goes_before_the_number(preview: Preview) -> None:
    numbered = make_template(str(make_template().pk))

    [row] = preview(f"a@example.org,{numbered.name},").rows

    assert row["template"] == numbered.pk


def test_of_two_names_that_differ_in_case_alone_one_is_written_exactly(
    preview: Preview, sql: BadgeTemplate
) -> None:
    loud = make_template("SQL BASICS")

    found = preview(
        "a@example.org,SQL BASICS,", "b@example.org,SQL Basics,", "c@example.org,sql basics,"
    )

    assert [row["template"] for row in found.rows] == [loud.pk, sql.pk, None]
    assert errors(found) == {
        4: ["Several badge templates are called “sql basics”. Write the name exactly."]
    }


def test_of_those_the_only_active_one_is_meant(preview: Preview, sql: BadgeTemplate) -> None:
    make_template("SQL BASICS", state=TemplateState.ARCHIVED)

    [row] = preview("a@example.org,sql basics,").rows

    assert row["template"] == sql.pk


@pytest.mark.parametrize("number", ["0", "999999", "9" * 5000, "-1", "1.5", "٣"])
def test_a_number_of_no_template_is_said(preview: Preview, number: str) -> None:
    assert "There is no badge template" in errors(preview(f"a@example.org,{number},"))[2][0]


# People ----------------------------------------------------------------------------------------------


def test_an_address_somebody_proved_is_them_and_one_they_only_named_is_not(
    preview: Preview, alice: Student
) -> None:
    unproven = make_user("unproven@example.org", verified=False)
    EmailAddress.objects.create(user=alice.user, email="home@example.org", verified=True)
    EmailAddress.objects.create(user=alice.user, email="work@example.org", verified=False)

    found = preview(
        "home@example.org,SQL Basics,",
        "work@example.org,SQL Basics,",
        f"{unproven.email},SQL Basics,",
    )

    assert [row["recipient"] for row in found.rows] == [alice.user_id, None, None]


def test_mentors_give_to_their_students_alone(
    preview: Preview, bob: User, charlie: Student
) -> None:
    ben = make_student("ben@example.org", mentor=bob, verified=False)
    kim = make_student("kim@example.org", mentor=bob)
    EmailAddress.objects.create(user=kim.user, email="kim@home.example", verified=True)
    not_theirs = "You can give badges to the students assigned to you. This is none of them."

    found = preview(
        f"{ben.user.email},SQL Basics,",
        "kim@home.example,SQL Basics,",
        f"{charlie.user.email},SQL Basics,",
        "new@example.org,SQL Basics,",
        "nobody,SQL Basics,",
        by=bob,
    )

    assert [row["recipient"] for row in found.rows[:2]] == [None, kim.user_id]
    assert errors(found) == {
        4: [not_theirs],
        5: [not_theirs],
        6: ["Write an email address, for example ana@example.org."],
    }


def test_a_mentor_learns_nothing_of_people_who_are_not_theirs(
    preview: Preview, bob: User, charlie: Student, sql: BadgeTemplate
) -> None:
    EmailAddress.objects.create(user=charlie.user, email="secret@home.example", verified=True)
    make_badge(charlie.user, template=sql)
    not_theirs = "You can give badges to the students assigned to you. This is none of them."

    found = preview(
        "new@example.org,SQL Basics,",
        f"{charlie.user.email},SQL Basics,",
        "secret@home.example,SQL Basics,",
        by=bob,
    )

    assert errors(found) == {2: [not_theirs], 3: [not_theirs], 4: [not_theirs]}
    assert {(row["recipient"], row["has_one"]) for row in found.rows} == {(None, False)}


def test_a_mentor_reads_no_name_of_a_template_they_cannot_issue(
    preview: Preview, bob: User, alice: Student
) -> None:
    draft = make_template("Query Tuning", state=TemplateState.DRAFT)
    old = make_template("Old Badge", state=TemplateState.ARCHIVED)

    found = preview(
        f"{alice.user.email},{draft.pk},",
        f"{alice.user.email},{old.pk},",
        f"{alice.user.email},query tuning,",
        by=bob,
    )

    assert errors(found) == {
        2: [f"There is no badge template “{draft.pk}”."],
        3: [f"There is no badge template “{old.pk}”."],
        4: ["There is no badge template “query tuning”."],
    }
    assert {row["template_name"] for row in found.rows} == {""}


def test_who_issues_no_badges_gets_no_preview(preview: Preview, alice: Student) -> None:
    with pytest.raises(BadgesError) as refused:
        preview("a@example.org,SQL Basics,", by=alice.user)

    assert refused.value.refusal is Refusal.FORBIDDEN
    assert not BadgeImport.objects.exists()


# Duplicates ------------------------------------------------------------------------------------------


def test_of_two_rows_alike_the_second_names_the_first(preview: Preview, alice: Student) -> None:
    make_template("Git Basics")
    EmailAddress.objects.create(user=alice.user, email="alice@home.example", verified=True)
    same = "Line 2 has the same. To issue it twice, issue the second one by hand."

    found = preview(
        "alice@example.org,SQL Basics,",
        "alice@example.org,Git Basics,",
        f"ALICE@example.org,sql basics,{LINK}",
        "alice@home.example,SQL Basics,",
        "new@example.org,SQL Basics,",
        "new@example.org,SQL Basics,",
    )

    assert errors(found) == {
        4: [same],
        5: [same],
        7: ["Line 6 has the same. To issue it twice, issue the second one by hand."],
    }


def test_a_wrong_row_holds_no_row_like_it_back(preview: Preview) -> None:
    found = preview(
        "vic@example.org,SQL Basics,orders",
        f"vic@example.org,SQL Basics,{LINK}",
        "vic@example.org,SQL Basics,",
    )

    assert errors(found) == {
        2: ["This is no link. Write the whole address, beginning with https://."],
        4: ["Line 3 has the same. To issue it twice, issue the second one by hand."],
    }


def test_who_was_given_the_badge_before_is_noted_and_no_mistake(
    preview: Preview, sql: BadgeTemplate, alice: Student, charlie: Student
) -> None:
    make_badge(alice.user, template=sql, status=BadgeStatus.PENDING)
    make_badge(issued_to="new@example.org", template=sql, status=BadgeStatus.PENDING)
    make_badge(charlie.user, template=sql, status=BadgeStatus.REVOKED)
    expired = make_user("expired@example.org")
    make_badge(expired, template=sql, expires_at=timezone.now() - timedelta(days=1))
    other = make_user("other@example.org")
    make_badge(other, template=make_template("Git Basics"))

    found = preview(
        "alice@example.org,SQL Basics,",
        "new@example.org,SQL Basics,",
        "charlie@example.org,SQL Basics,",
        "expired@example.org,SQL Basics,",
        "other@example.org,SQL Basics,",
    )

    assert errors(found) == {}
    assert [row["has_one"] for row in found.rows] == [True, True, False, False, False]


# The same file again ---------------------------------------------------------------------------------


def test_a_file_uploaded_twice_is_one_list(preview: Preview) -> None:
    first = preview("a@example.org,SQL Basics,", "nobody,SQL Basics,")

    assert preview("a@example.org,SQL Basics,", "nobody,SQL Basics,") == first
    assert preview("b@example.org,SQL Basics,", "nobody,SQL Basics,") != first


def test_a_file_that_is_being_issued_is_that_list_still(preview: Preview, grace: User) -> None:
    first = preview("a@example.org,SQL Basics,")
    confirm_import(badge_import=first, by=grace)

    assert preview("a@example.org,SQL Basics,") == first


def test_a_file_that_was_issued_is_another_list_with_a_warning(
    preview: Preview, grace: User
) -> None:
    first = preview("a@example.org,SQL Basics,")
    confirm_import(badge_import=first, by=grace)
    work_off_imports()

    again = preview("a@example.org,SQL Basics,")

    assert again != first
    assert [row["has_one"] for row in again.rows] == [True]


def test_a_file_somebody_else_uploaded_is_another_list(preview: Preview) -> None:
    theirs = preview("a@example.org,SQL Basics,", by=make_admin())

    assert preview("a@example.org,SQL Basics,") != theirs


# Formulas --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", "=+-@＝")
def test_a_formula_is_no_address(preview: Preview, sign: str) -> None:
    found = preview(f"{sign}1+1@example.org,SQL Basics,")

    assert errors(found) == {2: ["This looks like a formula, not like an email address."]}


def test_rows_to_correct_are_safe_to_open_in_a_spreadsheet(preview: Preview) -> None:
    found = preview(
        "=cmd|' /C calc'!A0@example.org,SQL Basics,",
        'a@example.org,"=HYPERLINK(""https://evil.example"",""x"")",@SUM(1)',
        "good@example.org,SQL Basics,",
        "b@example.org,  -Juggling,+1",
        'c@example.org,"\t=1+1",',
    )

    lines = list(csv.reader(StringIO(rows_to_correct(found.rows).removeprefix("\ufeff"))))

    assert [line[:3] for line in lines] == [
        ["email", "template", "evidence_link"],
        ["'=cmd|' /C calc'!A0@example.org", "SQL Basics", ""],
        ["a@example.org", '\'=HYPERLINK("https://evil.example","x")', "'@SUM(1)"],
        ["b@example.org", "'-Juggling", "'+1"],
        ["c@example.org", "'=1+1", ""],
    ]
    assert lines[1][3] == "This looks like a formula, not like an email address."
    assert {line[3][0] for line in lines[1:]} == {"T"}


@pytest.mark.parametrize("between", [";", "; ", "\n", ";;"])
def test_nor_is_a_cell_split_at_a_semicolon_or_a_line_a_formula(
    preview: Preview, between: str
) -> None:
    """As spreadsheets do whose separator it is; only the first cell of a line is quoted for them."""
    cell = f"x{between}=HYPERLINK(1);y"

    [row] = (found := preview(f'"{cell}","{cell}","{cell}"')).rows
    text = rows_to_correct(found.rows)

    assert row["written"] == dict.fromkeys(("email", "template", "evidence_link"), cell)
    assert not re.search(r"[;\n][\s\"]*=", text)
    assert text.startswith('\ufeff"email","template"')


def test_such_a_cell_is_read_again_as_it_was(preview: Preview, grace: User) -> None:
    odd = make_template("SQL; -Basics;=1")
    first = preview("nobody,SQL; -Basics;=1,")

    corrected = rows_to_correct(first.rows).replace("nobody", "n@example.org")
    [row] = preview_badges(raw=corrected.encode(), by=grace).rows

    assert (row["template"], row["errors"]) == (odd.pk, [])


def test_the_rows_to_correct_can_be_corrected_and_uploaded_as_they_are(
    preview: Preview, grace: User
) -> None:
    home = make_template("@Home: Zoë’s")
    first = preview("nobody,@Home: Zoë’s,", f"a@example.org,@home: zoë’s,{LINK},oops")

    corrected = rows_to_correct(first.rows).replace("nobody", "n@example.org")
    second = preview_badges(raw=corrected.encode(), by=grace)

    assert errors(second) == {}
    assert [row["template"] for row in second.rows] == [home.pk] * 2
    assert second.rows[1]["evidence_link"] == LINK


# Files -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("email,template\nzoë@example.org,SQL Basics".encode("latin-1"), "not in UTF-8"),
        ("email,template\na@example.org,SQL Basics".encode("utf-16"), "not in UTF-8"),
        (b"email,template\na@example.org\x00,SQL Basics", "not in UTF-8"),
        (b"email\na@example.org", "Missing: template."),
        (b"email,template,name\na@example.org,SQL Basics,Ana", "Unknown columns: name."),
        (b'email,template\n"a@example.org,SQL Basics', "Line 2 cannot be read."),
        (b"email,template\n", "nothing below it"),
        (b"email,template\n" + b"a@example.org,SQL Basics\n" * 5001, "more than 5,000 rows"),
        (b"x" * (1024 * 1024 + 1), "larger than 1 MB"),
        (b"", "Missing: email, template."),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_file_that_is_no_list_is_refused_as_a_whole(grace: User, raw: bytes, said: str) -> None:
    with pytest.raises(BadgesError) as refused:
        preview_badges(raw=raw, by=grace)

    assert said in refused.value.message
    assert refused.value.field == "file"
    assert not BadgeImport.objects.exists()


# Keeping it ------------------------------------------------------------------------------------------


def test_what_was_written_is_kept_no_longer_than_it_needs_to_be(preview: Preview) -> None:
    [row] = preview(f"{'x' * 9000},{'y' * 9000},{'z' * 9000}").rows

    assert max(len(cell) for cell in row["written"].values()) == 255
    assert max(map(len, row["errors"])) < 400


def test_a_preview_nobody_confirmed_goes_after_a_day(preview: Preview) -> None:
    old = preview("a@example.org,SQL Basics,")
    confirmed = preview("b@example.org,SQL Basics,")
    BadgeImport.objects.filter(pk=confirmed.pk).update(confirmed_at=timezone.now())

    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        new = preview("c@example.org,SQL Basics,")

    assert set(BadgeImport.objects.values_list("pk", flat=True)) == {confirmed.pk, new.pk}
    assert old.pk not in {confirmed.pk, new.pk}


def test_or_at_night(preview: Preview) -> None:
    preview("a@example.org,SQL Basics,")
    now = timezone.now()

    assert forget_expired(now=now) == 0
    with time_machine.travel(now + timedelta(hours=25), tick=False):
        assert forget_expired(now=now) == 1
    assert not BadgeImport.objects.exists()


def big_list(rows: int) -> list[str]:
    """For every tenth somebody with an account; among the others a mistake of each kind."""
    wrong = [
        "nobody,SQL Basics,",
        "=1+1,SQL Basics,",
        "x@example.org,Juggling,",
        "y@example.org,,x",
    ]
    return [
        wrong[n // 10 % len(wrong)] if n % 10 == 9 else f"p{n}@example.org,SQL Basics,{LINK}"
        for n in range(rows)
    ]


@pytest.mark.parametrize("role", ["admin", "mentor"])
def test_a_preview_costs_the_same_for_thirty_rows_and_for_two_thousand(
    preview: Preview, grace: User, bob: User, role: str
) -> None:
    by = grace if role == "admin" else bob
    for n in range(0, 100, 10):
        make_student(f"p{n}@example.org", mentor=bob)
    counts = []
    for rows in (30, 2000):
        by = User.objects.get(pk=by.pk)  # whose roles nobody asked for yet
        with CaptureQueriesContext(connection) as ran:
            found = preview(*big_list(rows), by=by)
        counts.append(len(ran))
        assert len(found.rows) == rows
    # savepoint, roles, who uploads, templates, addresses, (students), badges given, abandoned, their other
    # lists, insert, release
    assert counts == [10, 10] if role == "admin" else [11, 11]


def test_two_thousand_rows_with_mistakes_of_all_kinds(preview: Preview) -> None:
    found = preview(*big_list(2000), "p0@example.org,SQL Basics,")

    # 200 tenths are wrong, the same 4 mistakes in turn; of those two have a recipient and a template
    assert (found.to_issue, found.left_out) == (1800, 201)
    assert errors(found)[2002] == [
        "Line 2 has the same. To issue it twice, issue the second one by hand."
    ]
    assert not Badge.objects.exists()
