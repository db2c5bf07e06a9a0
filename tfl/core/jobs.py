"""Hints to the background worker.

A hint only makes work start sooner. Every job finds what it has to do in the database and a sweep
looks every few minutes, so a hint that is lost, late or repeated changes nothing but the delay.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import LimitExceeded, OperationalError
from kombu.pools import producers

from tfl.core.outage import Outage

IMPATIENT = {
    "socket_connect_timeout": 1,
    "socket_timeout": 1,
    "retry_on_timeout": False,
    "max_retries": 0,
}
"""Over the broker's own transport options. A worker waits for its broker; a page does not."""

_AWAY = (OperationalError, LimitExceeded, OSError)

outage = Outage("broker")

MOST_ROUNDS = 100
"""A worker is not kept for ever by a list of thousands; the next sweep goes on."""


def in_rounds(sweep: Callable[[], int]) -> int:
    """What `sweep` did in all, asked again until a round finds nothing."""
    done = 0
    for _round in range(MOST_ROUNDS):
        now = sweep()
        done += now
        if not now:
            break
    return done


def hint(name: str, *args: str | int) -> None:
    """Ask a worker for task `name` once the transaction commits; at once where none is open.

    The same hint given again in one transaction is sent once. A broker that is away raises nothing
    here and holds nobody up.
    """
    transaction.on_commit(_Hint(name, args, after=_waiting(name, args)), robust=True)


@dataclass
class _Hint:
    """A hint until its commit. `after` is an equal one ahead of it in the same transaction.

    Only once that one went out is this one needless: a savepoint that rolls back takes the hints
    given inside it along, and the others must still go out.
    """

    name: str
    args: tuple[str | int, ...]
    after: "_Hint | None" = None
    sent: bool = field(default=False, init=False)

    def __call__(self) -> None:
        if self.after is None or not self.after.sent:
            self.sent = True
            _try_to_send(self.name, self.args)


def _waiting(name: str, args: tuple[str | int, ...]) -> _Hint | None:
    """The first equal hint that this transaction has still to send."""
    for entry in reversed(connection.run_on_commit):
        waiting = entry[1]
        if isinstance(waiting, _Hint) and (waiting.name, waiting.args) == (name, args):
            first = waiting.after or waiting
            return None if first.sent else first
    return None


def _try_to_send(name: str, args: tuple[str | int, ...]) -> None:
    if outage.is_on:
        return
    try:
        _send(name, args)
    except _AWAY as error:
        outage.begin(error)
    else:
        outage.end()


def _send(name: str, args: tuple[str | int, ...]) -> None:
    with _producer() as producer:
        current_app.send_task(name, args=args, producer=producer, retry=False)


@contextmanager
def _producer() -> Iterator[Any]:
    """A pooled producer. Its pool goes by address and options, so it is not the worker's."""
    link = current_app.connection_for_write(transport_options=IMPATIENT)
    with producers[link].acquire(block=True, timeout=1) as producer:
        yield producer
