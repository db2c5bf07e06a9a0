"""Tables people upload and download: a CSV file's bytes into rows of text, and text that is safe in
one. Knows nothing of what the rows are about.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

LARGEST_FILE = 1024 * 1024
"""Bytes."""
MOST_ROWS = 5000
LONGEST_ECHO = 254
"""Of what was written; nothing longer can be right."""
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""Spreadsheets read the full-width ones alike."""
FORMULA_BLANKS = ("\t", "\r", "\n")


class BadFileError(ValueError):
    """The file holds no rows this product reads; the message says what to do."""


@dataclass(frozen=True)
class Columns:
    """What the first line of a file may name: in lower case, with an underscore for a space."""

    known: tuple[str, ...]
    needed: tuple[str, ...]
    prefix: str = ""
    """How further known columns begin, as many as wanted: `score:` allows `score:data design`."""
    prefix_text: str | Promise = ""
    """What to call them where the known ones are listed: “score:” with a skill."""

    def knows(self, name: str) -> bool:
        return name in self.known or (name != self.prefix and self.has_prefix(name))

    def has_prefix(self, name: str) -> bool:
        return bool(self.prefix) and name.startswith(self.prefix)


@dataclass(frozen=True)
class Row:
    """One line of the file, as written but for the blanks around each cell."""

    line: int
    cells: dict[str, str]
    has_extra_cells: bool = False

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def read_csv(
    raw: bytes,
    *,
    columns: Columns,
    most_rows: int = MOST_ROWS,
    if_empty: str = "",
    if_too_many: str = "",
) -> list[Row]:
    """The rows, at least one, of a CSV file in UTF-8 with commas or semicolons; a byte order mark and
    blank lines below the first do not matter. BadFileError says what to do about any other file, in
    the words of `if_empty` and `if_too_many` where they are given.
    """
    if len(raw) > LARGEST_FILE:
        raise BadFileError(_("The file is larger than 1 MB. Split it and upload the parts."))
    rows = _rows(_decode(raw), columns, most_rows + 1)
    if not rows:
        raise BadFileError(if_empty or _("The file has a header and nothing below it."))
    if len(rows) > most_rows:
        raise BadFileError(if_too_many or _too_many(most_rows))
    return rows


def echo(text: str) -> str:
    """What somebody wrote, to be shown in an answer: at most 254 characters of it."""
    return text if len(text) <= LONGEST_ECHO else f"{text[:LONGEST_ECHO]}…"


def formula_safe(text: str) -> str:
    """`text` for a cell of a CSV file: where a spreadsheet would take it for a formula, with an
    apostrophe before it.
    """
    if text.startswith(FORMULA_BLANKS) or text.lstrip().startswith(FORMULA_SIGNS):
        return f"'{text}"
    return text


def _decode(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise BadFileError(
            _(
                "The file is not in UTF-8. In a spreadsheet choose “Save as” and “CSV UTF-8”; "
                "in a text editor choose the encoding UTF-8. Then upload it again."
            )
        )
    return text


def _rows(text: str, columns: Columns, most: int) -> list[Row]:
    """The first `most` of them; nothing below is read."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        header = _header(next(lines, []), columns)
        rows = (
            _row(lines.line_num, header, cells) for cells in lines if any(map(str.strip, cells))
        )
        return list(islice(rows, most))
    except csv.Error as error:
        raise BadFileError(
            _("Line %(line)d cannot be read. Is a quotation mark missing?")
            % {"line": lines.line_num}
        ) from error


def _delimiter(text: str) -> str:
    header = text.partition("\n")[0]
    return ";" if header.count(";") > header.count(",") else ","


def _header(cells: list[str], columns: Columns) -> list[str]:
    names = [_name(cell, columns) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if wrong := _wrong_with(names, columns):
        raise BadFileError(wrong)
    return names


def _name(cell: str, columns: Columns) -> str:
    name = re.sub(r"\s*:\s*", ":", " ".join(cell.split())).lower()
    return name if columns.has_prefix(name) else name.replace(" ", "_")


def _wrong_with(names: list[str], columns: Columns) -> str:
    missing = [name for name in columns.needed if name not in names]
    if missing:
        return _("The first line must name the columns. Missing: %(names)s.") % {
            "names": _listed(missing)
        }
    if "" in names:
        return _("Column %(number)d has no name in the first line. Name it or take it out.") % {
            "number": names.index("") + 1
        }
    strange = [name for name in names if not columns.knows(name)]
    if strange:
        return _unknown(strange, columns)
    twice = sorted(name for name, number in Counter(names).items() if number > 1)
    if twice:
        return _("These columns stand there twice: %(names)s.") % {"names": _listed(twice)}
    return ""


def _unknown(names: list[str], columns: Columns) -> str:
    known = ", ".join(columns.known)
    if columns.prefix_text:
        known = _("%(names)s and %(more)s") % {"names": known, "more": columns.prefix_text}
    return _("Unknown columns: %(names)s. Known are %(known)s.") % {
        "names": _listed(names),
        "known": known,
    }


def _listed(names: Iterable[str]) -> str:
    return echo(", ".join(names))


def _row(line: int, header: list[str], cells: list[str]) -> Row:
    return Row(
        line=line,
        cells={name: cell.strip() for name, cell in zip(header, cells, strict=False)},
        has_extra_cells=any(cell.strip() for cell in cells[len(header) :]),
    )


def _too_many(most: int) -> str:
    return _("The file has more than %(most)s rows. Split it and upload the parts.") % {
        "most": number_format(most, force_grouping=True)
    }
