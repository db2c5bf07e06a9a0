"""What a list of badges to issue looks like as a CSV file. Knows nothing of accounts."""

import csv
import io
import re
from collections.abc import Iterable
from typing import Any, Final

from badges.services.errors import BadgesError
from tfl.core.csv_rows import BadFileError, Columns, Row, formula_safe, read_csv

COLUMNS: Final = ("email", "template", "evidence_link")
ERRORS: Final = "errors"
"""What we wrote beside a row to correct. Not read, so that the corrected file can be uploaded as it is."""
BADGES: Final = Columns(known=(*COLUMNS, ERRORS), needed=("email", "template"))
CELL_ENDS: Final = re.compile(r"(?<=[;\t\r\n])")
"""Where a spreadsheet that separates by something else than a comma ends a cell, quoted or not."""
BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it spreadsheets take UTF-8 for something else, and save names that are not Zoë’s any more."""


def read_rows(raw: bytes) -> list[Row]:
    """The badges of a CSV file. BadgesError says what to do about a file that is no list of badges."""
    try:
        rows = read_csv(raw, columns=BADGES)
    except BadFileError as error:
        raise BadgesError(str(error), field="file") from error
    return [
        Row(row.line, {name: _bare(row[name]) for name in COLUMNS}, row.has_extra_cells)
        for row in rows
    ]


def rows_to_correct(rows: Iterable[dict[str, Any]]) -> str:
    """The rows with errors as a CSV file, safe to open in a spreadsheet, to be corrected and uploaded."""
    file = io.StringIO(newline="")
    file.write(BYTE_ORDER_MARK)
    lines = csv.writer(file, quoting=csv.QUOTE_ALL)
    lines.writerow((*COLUMNS, ERRORS))
    for row in rows:
        if row["errors"]:
            written = [row["written"][name] for name in COLUMNS]
            lines.writerow(map(_safe, (*written, " ".join(row["errors"]))))
    return file.getvalue()


def _safe(cell: str) -> str:
    """No formula, nor in any part that a spreadsheet takes for a cell of its own."""
    return "".join(map(formula_safe, CELL_ENDS.split(cell)))


def _bare(cell: str) -> str:
    """Without the apostrophes that `_safe` put into it."""
    return "".join(map(_bare_part, CELL_ENDS.split(cell)))


def _bare_part(part: str) -> str:
    bare = part.removeprefix("'")
    return bare if formula_safe(bare) == part else part
