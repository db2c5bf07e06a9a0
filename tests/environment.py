"""Decides what the suite runs on, before Django reads its settings; and knows what is missing.

The database is the first of: `DATABASE_URL`; SQLite when `TFL_TEST_DATABASE=sqlite`; a throw-away
PostgreSQL where its programs are installed; SQLite.
"""

import atexit
import os
import signal
from dataclasses import dataclass

import django
from django.conf import settings
from django.db import connection

from tests import servers

SETTINGS = "tfl.settings.test"


@dataclass(frozen=True)
class Part:
    """Something a machine may lack. `marker` is on the tests that need it."""

    marker: str
    name: str
    present: bool
    install: str


PARTS = (
    Part(
        marker="postgres",
        name="PostgreSQL",
        present=servers.postgres_programs() is not None,
        install="apt-get install postgresql",
    ),
    Part(
        marker="broker",
        name="Redis",
        present=servers.redis_program() is not None,
        install="apt-get install redis-server",
    ),
    Part(
        marker="browser",
        name="Chromium",
        present=servers.chromium_program() is not None,
        install="apt-get install chromium",
    ),
)


def prepare() -> None:
    """Set Django up for the suite."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return  # pytest-django did it, out of the environment that the controller left to us
    if settings.configured:
        raise RuntimeError(f"The suite runs on {SETTINGS}: unset DJANGO_SETTINGS_MODULE, no --ds.")
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    os.environ.pop("CELERY_BROKER_URL", None)  # Celery would prefer it to the settings
    if "DATABASE_URL" not in os.environ and not wants_sqlite() and servers.postgres_programs():
        _start_postgres()
    django.setup()


def wants_sqlite() -> bool:
    return os.environ.get("TFL_TEST_DATABASE") == "sqlite"


def on_postgres() -> bool:
    return connection.vendor == "postgresql"


def database() -> str:
    return "PostgreSQL" if on_postgres() else "SQLite"


def allows_nothing_missing() -> bool:
    return os.environ.get("CI_NOTHING_MISSING") == "1"


def obstacle(part: Part) -> str | None:
    """Why a test marked with `part` cannot run; None when it can."""
    if part.marker == "postgres" and part.present:
        return None if on_postgres() else "needs PostgreSQL; this run is on SQLite by choice"
    return None if part.present else f"needs {part.name}: {part.install}"


def _start_postgres() -> None:
    server = servers.Postgres()
    atexit.register(server.discard)
    server.start()
    os.environ["DATABASE_URL"] = server.url
    # As Ctrl-C does, so that a run asked to end stops what it started.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.default_int_handler)
