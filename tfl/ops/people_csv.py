"""What a list of people looks like as a CSV file. Knows nothing of accounts."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tfl.core import csv_rows
from tfl.core.csv_rows import BadFileError, Columns, read_csv
from tfl.ops.errors import OpsError

MOST_ROWS = 5000
COLUMNS = ("email", "name", "roles", "cohort", "mentor", "job_role")
SCORE = "score:"
PEOPLE = Columns(
    known=COLUMNS,
    needed=("email", "roles"),
    prefix=SCORE,
    prefix_text=gettext_lazy("“score:” with a skill"),
)


@dataclass(frozen=True)
class Row(csv_rows.Row):
    """One person, as written."""

    @property
    def scores(self) -> dict[str, str]:
        """By the skill's name in lower case, without the empty ones."""
        return {
            name.removeprefix(SCORE): cell
            for name, cell in self.cells.items()
            if name.startswith(SCORE) and cell
        }


def read_rows(raw: bytes) -> list[Row]:
    """The people of a CSV file. OpsError says what to do about a file that is no list of people."""
    try:
        rows = read_csv(
            raw,
            columns=PEOPLE,
            most_rows=MOST_ROWS,
            if_empty=_("The file has a header and nobody below it."),
            if_too_many=_("The file has more than 5,000 people. Split it and import the parts."),
        )
    except BadFileError as error:
        raise OpsError(str(error), field="file") from error
    return [Row(row.line, row.cells, row.has_extra_cells) for row in rows]
