import pytest

from tfl.core.csv_rows import LARGEST_FILE
from tfl.ops.errors import OpsError
from tfl.ops.people_csv import MOST_ROWS, read_rows


def csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def test_a_row_has_its_line_its_cells_and_its_scores() -> None:
    [row] = read_rows(csv("email,name,roles,score:SQL", " n@example.org , Nina ,student, 55 "))
    assert row.line == 2
    assert row["email"] == "n@example.org"
    assert row["name"] == "Nina"
    assert row["cohort"] == ""
    assert row.scores == {"sql": "55"}


def test_several_roles_may_be_separated_by_commas_where_cells_are_by_semicolons() -> None:
    [row] = read_rows(csv("email;roles;name", "n@example.org;student,mentor;Novak, Nina"))
    assert (row["roles"], row["name"]) == ("student,mentor", "Novak, Nina")


def test_columns_are_found_whatever_their_case_and_spaces() -> None:
    [row] = read_rows(
        csv(" E-Mail ".replace("-", "") + ",Roles,Job Role,Score : Data Design,", "a,b,c,7,")
    )
    assert (row["email"], row["job_role"], row.scores) == ("a", "c", {"data design": "7"})


def test_an_empty_score_is_none() -> None:
    [row] = read_rows(csv("email,roles,score:sql", "a,student,"))
    assert row.scores == {}


def test_a_long_line_is_noticed() -> None:
    [row] = read_rows(csv("email,roles", "a,student,oops"))
    assert row.has_extra_cells


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("email,roles\nzoë@example.org,student".encode("latin-1"), "CSV UTF-8"),
        (b"", "must name the columns. Missing: email, roles"),
        (csv("name,roles", "Nina,student"), "Missing: email"),
        (
            csv("email,roles,shoe_size", "a,student,42"),
            "Unknown columns: shoe_size. Known are email, name, roles, cohort, mentor, job_role "
            "and “score:” with a skill.",
        ),
        (csv("email,roles,score:", "a,student,42"), "Unknown columns: score:"),
        (csv("email,roles,email", "a,student,b"), "stand there twice: email"),
        (csv("email,roles"), "nobody below it"),
        (csv("email,roles", 'a,"student'), "Line 2 cannot be read"),
        (csv("email,roles", *["a,student"] * (MOST_ROWS + 1)), "more than 5,000 people"),
        (b"x" * (LARGEST_FILE + 1), "larger than 1 MB"),
        (csv("email,roles," + "x" * 10_000, "a,student,b"), "Unknown columns"),
    ],
)
def test_any_other_file_is_refused_with_what_to_do(raw: bytes, says: str) -> None:
    with pytest.raises(OpsError) as refused:
        read_rows(raw)
    assert says in refused.value.message
    assert refused.value.field == "file"
    assert len(refused.value.message) < 500


def test_the_largest_list_is_read() -> None:
    assert len(read_rows(csv("email,roles", *["a,student"] * MOST_ROWS))) == MOST_ROWS
