"""Error reports tell where it broke and how, and nothing of what people wrote: not in logs, not on the page
that `DEBUG=1` shows, wherever a report may be sent to. Names, dates and notes of children are among it.
"""

from collections.abc import Callable, ItemsView
from types import FrameType
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter


class DiscreetReports(SafeExceptionReporterFilter):
    """Django's reports without local variables and without what was posted, whatever `DEBUG` is."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return {}

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: FrameType
    ) -> ItemsView[str, Any]:
        return {}.items()


def speak_of_no_rows(connection: Any, **signal: Any) -> None:
    """Of a connection that was just made: its errors say what is wrong, not in which row. PostgreSQL quotes
    the whole row after the first line: “DETAIL:  Failing row contains (…)”.
    """
    if _without_rows not in connection.execute_wrappers:
        connection.execute_wrappers.append(_without_rows)


def _without_rows(execute: Callable[..., Any], *statement: Any) -> Any:
    try:
        return execute(*statement)
    except DatabaseError as error:
        _keep_first_line(error)
        raise


def _keep_first_line(error: BaseException) -> None:
    """Also of the driver's own error, which a report prints above Django's."""
    cause: BaseException | None = error
    while cause is not None:
        cause.args = tuple(
            each.partition("\n")[0] if isinstance(each, str) else each for each in cause.args
        )
        cause = cause.__cause__
