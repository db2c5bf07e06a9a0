"""Logs without what opens something: the last part of a claim link, an invitation or a password reset is a
secret, and logs are read by more people than mails.
"""

import logging
import re
from typing import Any, Final

from gunicorn.glogging import Logger

UUID: Final = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
"""Names public things."""
SECRET: Final = re.compile(
    rf"(?:(?<=/)|(?<=%2F))(?!{UUID}(?:[/?\s]|%2F))(?:(?!%2F)[\w.:~%=-]){{20,}}(?=[/?#&\s]|%2F|$)",
    re.IGNORECASE,
)
"""A part of a path too long to be a word of ours or an id, also in the address of a page to come back to."""


def without_secrets(line: str) -> str:
    return SECRET.sub("…", line)


class DiscreetFormatter(logging.Formatter):
    """Of our own log: Django writes down the path of what broke, and of forms without their CSRF token."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  the library's name
        return without_secrets(super().formatMessage(record))


class DiscreetLogger(Logger):  # type: ignore[misc]  # gunicorn publishes no types
    """Of gunicorn's access log."""

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        atoms: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        return {
            name: without_secrets(atom) if isinstance(atom, str) else atom
            for name, atom in atoms.items()
        }
