"""Reading a list of people: a CSV file's bytes into rows of text. Knows nothing of accounts."""

import csv
import io
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from tfl.ops.errors import OpsError

LARGEST_FILE = 1024 * 1024
MOST_ROWS = 5000
COLUMNS = ("email", "name", "roles", "cohort", "mentor", "job_role")
NEEDED = ("email", "roles")
SCORE = "score:"
LONGEST_ECHO = 254
"""Of what was written; nothing longer can be right."""


@dataclass(frozen=True)
class Row:
    """One line of the file, as written."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    scores: dict[str, str] = field(default_factory=dict)
    has_extra_cells: bool = False

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def read_rows(raw: bytes) -> list[Row]:
    """The rows of a CSV file in UTF-8, with commas or semicolons; a byte order mark and blank lines do
    not matter. OpsError says what to do about any other file.
    """
    if len(raw) > LARGEST_FILE:
        raise _refused(_("The file is larger than 1 MB. Split it and import the parts."))
    text = _decode(raw)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        header = _header(next(lines, []))
        rows = [
            _row(lines.line_num, header, cells) for cells in lines if any(map(str.strip, cells))
        ]
    except csv.Error as error:
        raise _refused(
            _("Line %(line)d cannot be read. Is a quotation mark missing?")
            % {"line": lines.line_num}
        ) from error
    if not rows:
        raise _refused(_("The file has a header and nobody below it."))
    if len(rows) > MOST_ROWS:
        raise _refused(_("The file has more than 5,000 people. Split it and import the parts."))
    return rows


def _decode(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise _refused(
            _(
                "The file is not in UTF-8. In a spreadsheet choose “Save as” and “CSV UTF-8”; "
                "in a text editor choose the encoding UTF-8. Then upload it again."
            )
        )
    return text


def _delimiter(text: str) -> str:
    header = text.partition("\n")[0]
    return ";" if header.count(";") > header.count(",") else ","


def _header(cells: list[str]) -> list[str]:
    names = [re.sub(r"\s*:\s*", ":", " ".join(cell.split())).lower() for cell in cells]
    names = [name if name.startswith(SCORE) else name.replace(" ", "_") for name in names]
    while names and not names[-1]:
        names.pop()
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise _refused(
            _("The first line must name the columns. Missing: %(names)s.")
            % {"names": ", ".join(missing)}
        )
    strange = [name for name in names if not _is_known(name)]
    if strange:
        raise _refused(
            _("Unknown columns: %(names)s. Known are %(known)s and “score:” with a skill.")
            % {"names": _echo(", ".join(strange)), "known": ", ".join(COLUMNS)}
        )
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise _refused(
            _("These columns stand there twice: %(names)s.") % {"names": ", ".join(twice)}
        )
    return names


def _is_known(name: str) -> bool:
    return name in COLUMNS or (name.startswith(SCORE) and name != SCORE)


def _row(line: int, header: list[str], cells: list[str]) -> Row:
    values = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
    return Row(
        line=line,
        cells={name: value for name, value in values.items() if name in COLUMNS},
        scores={
            name.removeprefix(SCORE): value
            for name, value in values.items()
            if name.startswith(SCORE) and value
        },
        has_extra_cells=any(cell.strip() for cell in cells[len(header) :]),
    )


def _echo(text: str) -> str:
    return text if len(text) <= LONGEST_ECHO else f"{text[:LONGEST_ECHO]}…"


def _refused(message: str) -> OpsError:
    return OpsError(message, field="file")
