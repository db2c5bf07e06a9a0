"""What opens something never gets into the access log."""

import logging
import re
from datetime import timedelta
from logging.config import DictConfigurator
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from gunicorn.config import Config

from tfl.core.access_log import DiscreetLogger, without_secrets

TOKEN = "dGhpcyBpcyBhIHNlY3JldCB0b2tlbg-_x9"


@pytest.mark.parametrize(
    "path",
    [
        f"/badges/claim/{TOKEN}/",
        f"/badges/claim/{TOKEN}",
        f"/badges/claim/{TOKEN}/?next=%2F",
        "/invitation/12.kJH3v8xQz5-aBcDeFgHiJkLmNoPqRsTuVw/",
        "/accounts/password/reset/key/1f-c8h4ab-0123456789abcdef0123456789abcdef/",
        f"/accounts/signup/?next=%2Fbadges%2Fclaim%2F{TOKEN}%2F",
        f"/accounts/login/?next=/badges/claim/{TOKEN}/&x=1",
        "/accounts/confirm-email/MQ:1abcde:AbCdEfGhIjKlMnOpQrStUvWxYz/",
    ],
)
def test_a_token_is_taken_out_of_a_path(path: str) -> None:
    line = without_secrets(f"GET {path} HTTP/1.1")

    assert "…" in line
    assert line.startswith(f"GET /{path.split('/')[1]}/")
    assert TOKEN not in line
    assert not any(len(part) >= 20 for part in re.split("/|%2F|[?&= ]", line))


@pytest.mark.parametrize(
    "path",
    [
        "/mentor/students/1234567890/constraint/?page=2",
        "/verify/6f9619ff-8b86-4d01-b42d-00cf4fc964ff/",
        "/api/mentor/monthly-milestone/review",
        "/",
    ],
)
def test_other_addresses_stay_as_they_are(path: str) -> None:
    assert without_secrets(f"GET {path} HTTP/1.1") == f"GET {path} HTTP/1.1"


def test_neither_the_request_nor_where_it_came_from_is_logged_with_a_token() -> None:
    path = f"/badges/claim/{TOKEN}/"
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": path,
        "PATH_INFO": path,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": f"https://example.org{path}",
    }
    response = SimpleNamespace(status="200 OK", sent=10, headers=[])
    request = SimpleNamespace(headers=[("REFERER", f"https://example.org{path}")])

    atoms = DiscreetLogger(Config()).atoms(response, request, environ, timedelta(seconds=1))

    assert TOKEN not in str(atoms)
    assert atoms["r"] == "GET /badges/claim/…/ HTTP/1.1"


@pytest.mark.parametrize("name", ["django.security.csrf", "django.request"])
def test_no_other_log_line_holds_one(name: str) -> None:
    """Django writes down the path of a form that came without its CSRF token, and of what broke."""
    logging_of: dict[str, Any] = settings.LOGGING
    console, formatters = logging_of["handlers"]["console"], logging_of["formatters"]
    configured = DictConfigurator(logging_of)
    formatter = configured.configure_formatter(dict(formatters[console["formatter"]]))
    said = ("CSRF cookie not set.", f"/invitation/1.{TOKEN}/")
    record = logging.LogRecord(name, logging.WARNING, __file__, 1, "%s: %s", said, None)

    line = formatter.format(record)

    assert TOKEN not in line
    assert line.endswith(f"WARNING {name} CSRF cookie not set.: /invitation/…/")
