"""JSON of another system: read strictly, and asked whether our database and a terminal can take it."""

import json
import math
import re
from typing import Any, Final, NoReturn

from django.utils.translation import gettext as _

from badges.services.errors import BadgesError
from tfl.core.csv_rows import echo

_NUL: Final = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


def read_json(raw: bytes) -> Any:
    """Without numbers that have no end. BadgesError says what to do about any other file."""
    try:
        text = raw.decode("utf-8-sig")
        return json.loads(text, parse_constant=_refuse_number, parse_float=_finite)
    except UnicodeDecodeError as error:
        raise BadgesError(_("The file is not in UTF-8. Save it in this encoding.")) from error
    except json.JSONDecodeError as error:
        raise BadgesError(
            _("The file is no JSON: line %(line)d, column %(column)d: %(problem)s.")
            % {"line": error.lineno, "column": error.colno, "problem": error.msg}
        ) from error
    except (ValueError, RecursionError) as error:
        raise BadgesError(
            _(
                "The file is no JSON that can be read: a number has no end, or it is nested too deeply."
            )
        ) from error


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _refuse_number(text)


def _refuse_number(text: str) -> NoReturn:
    raise ValueError(text)


def is_storable(value: Any, *, most: int | None = None) -> bool:
    """Whether a database takes it: no character that is none, and, as JSON, at most so many of them."""
    try:
        text = json.dumps(value, ensure_ascii=False)
        text.encode()
    except (RecursionError, UnicodeEncodeError):
        return False
    return not _NUL.search(text) and (most is None or len(text) <= most)


def shown(text: str) -> str:
    """What somebody wrote, fit for one line of a terminal."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in echo(text))
