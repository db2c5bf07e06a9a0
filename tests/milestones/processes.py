"""Real processes and threads on the test's own PostgreSQL, for what only they can show."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from django.db import connection

from tests.servers import wait_until
from tfl.ops.processes import end_with_parent

Result = TypeVar("Result")

ROOT = Path(__file__).resolve().parents[2]


def database_url() -> str:
    """Of the database this test works in."""
    chosen = connection.settings_dict
    return (
        f"postgres://{chosen['USER']}:{chosen['PASSWORD']}@{chosen['HOST']}:{chosen['PORT']}"
        f"/{chosen['NAME']}"
    )


@contextmanager
def process(arguments: Sequence[str], **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Another Python in the same database, gone after the block however that ends."""
    child = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tfl.settings.test",
            "DATABASE_URL": database_url(),
            **environment,
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=partial(end_with_parent),  # noqa: PLW1509  in the main thread
    )
    try:
        yield child
    finally:
        child.kill()
        child.communicate()


def at_once(*actions: Callable[[], Result]) -> list[Result | Exception]:
    """Each action in a thread and a connection of its own, begun together; what each gave or raised."""
    barrier = threading.Barrier(len(actions))
    results: list[Any] = [None] * len(actions)

    def run(place: int, action: Callable[[], Result]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            results[place] = action()
        except Exception as error:  # noqa: BLE001  the test looks at it
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each, daemon=True) for each in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive(), "a thread waits for ever"
    return results


def wait_until_somebody_waits_for_a_lock() -> None:
    def waits() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            row = cursor.fetchone()
        return bool(row and row[0])

    wait_until(waits, what="somebody to wait for a lock")
