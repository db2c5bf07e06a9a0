import csv
import io
from time import monotonic

import pytest

from tfl.core.csv_rows import (
    LARGEST_FILE,
    MOST_ROWS,
    BadFileError,
    Columns,
    Row,
    echo,
    formula_safe,
    read_csv,
)

PLANTS = Columns(known=("name", "colour", "first_seen"), needed=("name",))
MEASURED = Columns(
    known=("name", "colour"), needed=("name",), prefix="cm:", prefix_text="“cm:” with a month"
)


def lines(*texts: str) -> bytes:
    return "\n".join(texts).encode()


def complaint(raw: bytes, columns: Columns = PLANTS, most_rows: int = 3) -> str:
    with pytest.raises(BadFileError) as refused:
        read_csv(raw, columns=columns, most_rows=most_rows)
    return str(refused.value)


# What is read ------------------------------------------------------------------------------------
def test_a_row_has_its_line_and_its_cells_by_column() -> None:
    assert read_csv(lines("name,colour", " Rose , dark red "), columns=PLANTS) == [
        Row(line=2, cells={"name": "Rose", "colour": "dark red"})
    ]


def test_a_column_the_file_does_not_have_is_empty() -> None:
    [row] = read_csv(lines("name", "Rose"), columns=PLANTS)
    assert (row["name"], row["colour"]) == ("Rose", "")


def test_columns_stand_in_any_order() -> None:
    [row] = read_csv(lines("colour,name", "red,Rose"), columns=PLANTS)
    assert (row["name"], row["colour"]) == ("Rose", "red")


def test_semicolons_do_as_well() -> None:
    [row] = read_csv(lines("name;colour", "Rose, wild;red"), columns=PLANTS)
    assert (row["name"], row["colour"]) == ("Rose, wild", "red")


def test_a_file_of_one_column_has_commas() -> None:
    [row] = read_csv(lines("name", "Rose;red,oops"), columns=PLANTS)
    assert (row["name"], row.has_extra_cells) == ("Rose;red", True)


def test_a_quoted_cell_holds_separators_quotes_and_line_ends() -> None:
    [first, second] = read_csv(
        b'name,colour\r\n"Rose, ""wild""\r\ndog rose",red\r\nIvy,green', columns=PLANTS
    )
    assert first["name"] == 'Rose, "wild"\r\ndog rose'
    assert (second.line, second["name"]) == (4, "Ivy")


def test_a_byte_order_mark_does_not_matter() -> None:
    [row] = read_csv("name\nRosé".encode("utf-8-sig"), columns=PLANTS)
    assert row["name"] == "Rosé"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["Unix", "Windows", "old Mac"])
def test_line_ends_and_blank_lines_do_not_matter(end: str) -> None:
    raw = end.join(["name,colour", "", "Rose,red", " , ", "Ivy,green", ""]).encode()
    rows = read_csv(raw, columns=PLANTS)
    assert [(row.line, row["name"], row["colour"]) for row in rows] == [
        (3, "Rose", "red"),
        (5, "Ivy", "green"),
    ]


def test_a_column_is_known_whatever_its_case_and_spaces() -> None:
    [row] = read_csv(lines(" NAME , First  Seen ", "Rose,May"), columns=PLANTS)
    assert row["first_seen"] == "May"


def test_empty_columns_at_the_end_do_not_matter() -> None:
    [row] = read_csv(lines("name,,", "Rose,,"), columns=PLANTS)
    assert row == Row(line=2, cells={"name": "Rose"})


def test_a_short_line_is_empty_at_its_end() -> None:
    [row] = read_csv(lines("name,colour", "Rose"), columns=PLANTS)
    assert (row["name"], row["colour"]) == ("Rose", "")


@pytest.mark.parametrize(
    ("line", "expected"), [("Rose,red,oops", True), ("Rose,red, ,", False), ("Rose,red", False)]
)
def test_a_line_with_more_cells_than_columns_is_noticed(line: str, expected: bool) -> None:
    [row] = read_csv(lines("name,colour", line), columns=PLANTS)
    assert row.has_extra_cells is expected


def test_columns_with_the_prefix_are_known_whatever_follows() -> None:
    [row] = read_csv(lines("name,Cm : May,cm:Late June", "Rose,40,"), columns=MEASURED)
    assert row.cells == {"name": "Rose", "cm:may": "40", "cm:late june": ""}


def test_the_largest_file_and_the_most_rows_are_read() -> None:
    head, line = b"name,colour\n", b"Rose,red\n"
    raw = head + line * MOST_ROWS
    assert len(read_csv(raw, columns=PLANTS)) == MOST_ROWS
    raw += b"\n" * (LARGEST_FILE - len(raw))
    assert len(read_csv(raw, columns=PLANTS)) == MOST_ROWS


# What is refused ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "raw",
    [
        "name\nRosé".encode("latin-1"),
        "name\nRosé".encode("cp1252"),
        "name\nRose".encode("utf-16"),
        "name\nRose".encode("utf-16-le"),
        "name\nRose".encode("utf-32"),
        b"name\nRo\x00se",
        b"name\n\xff\xfe",
        b"PK\x03\x04\x14\x00\x06\x00",
    ],
    ids=["Latin-1", "Windows", "UTF-16", "UTF-16 unmarked", "UTF-32", "NUL", "no text", "xlsx"],
)
def test_a_file_that_is_not_in_utf_8_is_refused_with_how_to_save_it(raw: bytes) -> None:
    assert complaint(raw) == (
        "The file is not in UTF-8. In a spreadsheet choose “Save as” and “CSV UTF-8”; "
        "in a text editor choose the encoding UTF-8. Then upload it again."
    )


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "The first line must name the columns. Missing: name."),
        (lines("", "name", "Rose"), "The first line must name the columns. Missing: name."),
        (lines("colour", "red"), "The first line must name the columns. Missing: name."),
        (
            lines("name,,colour", "Rose,,red"),
            "Column 2 has no name in the first line. Name it or take it out.",
        ),
        (
            lines("name,shoe size,age", "Rose,42,1"),
            "Unknown columns: shoe_size, age. Known are name, colour, first_seen.",
        ),
        (
            lines("name,colour,Name,colour,name", "a,b,c,d,e"),
            "These columns stand there twice: colour, name.",
        ),
        (lines("name,colour"), "The file has a header and nothing below it."),
        (lines("name,colour", "", " , "), "The file has a header and nothing below it."),
    ],
    ids=[
        "empty",
        "blank first",
        "missing",
        "nameless",
        "unknown",
        "repeated",
        "no rows",
        "blank rows",
    ],
)
def test_a_file_with_other_columns_or_no_rows_is_refused(raw: bytes, says: str) -> None:
    assert complaint(raw) == says


@pytest.mark.parametrize("strange", ["cm:", "inch:may", "month"])
def test_the_prefix_is_named_where_a_column_is_unknown(strange: str) -> None:
    assert complaint(lines(f"name,{strange}", "Rose,1"), MEASURED) == (
        f"Unknown columns: {strange}. Known are name, colour and “cm:” with a month."
    )


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (lines('"name,colour', "Rose,red"), 2),
        (lines("name,colour", "Ivy,green", 'Rose,"red'), 3),
        (lines("name,colour", 'Rose,"red" dark'), 2),
        (lines("name,colour", "Rose," + "x" * 200_000), 2),
    ],
    ids=["header unclosed", "unclosed", "text behind a quote", "endless cell"],
)
def test_a_line_that_cannot_be_read_is_named(raw: bytes, line: int) -> None:
    assert complaint(raw) == f"Line {line} cannot be read. Is a quotation mark missing?"


def test_a_file_that_is_too_large_is_refused_with_how_large_it_may_be() -> None:
    raw = b"name\n".ljust(LARGEST_FILE + 1, b"x")
    assert complaint(raw) == "The file is larger than 1 MB. Split it and upload the parts."


def test_too_many_rows_are_refused_with_how_many_there_may_be() -> None:
    assert complaint(lines("name", *["Rose"] * 4), most_rows=3) == (
        "The file has more than 3 rows. Split it and upload the parts."
    )
    assert complaint(lines("name", *["Rose"] * (MOST_ROWS + 1)), most_rows=MOST_ROWS) == (
        "The file has more than 5,000 rows. Split it and upload the parts."
    )


def test_who_reads_may_say_in_their_own_words_that_there_are_none_or_too_many() -> None:
    def reading(*texts: str) -> None:
        read_csv(
            lines("name", *texts),
            columns=PLANTS,
            most_rows=1,
            if_empty="No plant.",
            if_too_many="More than one plant.",
        )

    reading("Rose")
    with pytest.raises(BadFileError, match=r"^No plant\.$"):
        reading()
    with pytest.raises(BadFileError, match=r"^More than one plant\.$"):
        reading("Rose", "Ivy")


@pytest.mark.parametrize(
    "header",
    ["name," + "x" * 10_000, f"name,cm:{'x' * 10_000},cm:{'x' * 10_000}"],
    ids=["unknown", "repeated"],
)
def test_a_complaint_stays_short_whatever_the_columns_are_called(header: str) -> None:
    assert len(complaint(lines(header, "Rose,1"), MEASURED)) < 400


def test_a_header_of_a_hundred_thousand_columns_is_checked_in_a_moment() -> None:
    header = ",".join(["name", *(f"cm:{n}" for n in range(100_000))])
    began = monotonic()
    [row] = read_csv(lines(header, "Rose"), columns=MEASURED)
    assert row.cells == {"name": "Rose"}
    assert monotonic() - began < 5


# What is shown and written -----------------------------------------------------------------------
def test_what_was_written_is_echoed_up_to_254_characters() -> None:
    assert echo("x" * 254) == "x" * 254
    assert echo("x" * 255) == "x" * 254 + "…"


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\tx", " =1", "＝1+1", "　＋1"]
)
def test_a_cell_a_spreadsheet_would_compute_gets_an_apostrophe(text: str) -> None:
    assert formula_safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Rose", "1", "a=b", "x@example.org", "'=1", " x", "–"])
def test_any_other_cell_stays_as_it_is(text: str) -> None:
    assert formula_safe(text) == text


def test_a_safe_cell_written_and_read_again_is_still_safe() -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["name"], [formula_safe("=cmd|' /C calc'!A0")]])
    [row] = read_csv(out.getvalue().encode(), columns=PLANTS)
    assert row["name"] == "'=cmd|' /C calc'!A0"
