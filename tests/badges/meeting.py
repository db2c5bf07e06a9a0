"""What threads do to badges at the same moment, and two of them made to meet: one is held in the middle of
what it does until the other waits for it.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.db import connection

from badges.models import Badge, MilestoneAchievement
from badges.services import BadgesError, claim_badge, revoke_badge
from tests.milestones.processes import wait_until_somebody_waits_for_a_lock
from tfl.accounts.models import User
from tfl.core.errors import Refusal, ServiceError


def claim(badge: Badge) -> int:
    """How many achievements it brought."""
    assert badge.recipient is not None
    return len(claim_badge(badge=badge, by=badge.recipient))


def revoke(badge: Badge, admin: User) -> None:
    revoke_badge(badge=badge, by=admin, reason="A mistake.")


def standing() -> Counter[tuple[int, int]]:
    """By badge milestone and person."""
    return Counter(MilestoneAchievement.objects.standing().values_list("milestone", "user"))


def refusals(results: list[Any]) -> list[Refusal]:
    """Of those that did not win. Anything but a clear answer fails the test."""
    errors = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(error, BadgesError) for error in errors), errors
    return [error.refusal for error in errors if isinstance(error, BadgesError)]


class Gate:
    """Where one thread is held, in the middle of what it does, until it is let on."""

    def __init__(self) -> None:
        self.reached, self.open = threading.Event(), threading.Event()

    def before(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def held(*args: Any, **kwargs: Any) -> Any:
            self._hold()
            return real(*args, **kwargs)

        return held

    def after(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def held(*args: Any, **kwargs: Any) -> Any:
            result = real(*args, **kwargs)
            self._hold()
            return result

        return held

    def _hold(self) -> None:
        if not self.reached.is_set():
            self.reached.set()
            assert self.open.wait(timeout=30)


@contextmanager
def threads() -> Iterator[Callable[[Callable[[], Any]], "Future[Any]"]]:
    """`begin(action)` runs it in a thread and a connection of its own."""

    def run(action: Callable[[], Any]) -> Any:
        try:
            return action()
        except ServiceError as error:
            return error.refusal
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        yield lambda action: pool.submit(run, action)


def meet(gate: Gate, first: Callable[[], Any], second: Callable[[], Any]) -> tuple[Any, Any]:
    """`first` is held at the gate until `second` waits for what it has locked. What each gave."""
    with threads() as begin:
        one = begin(first)
        assert gate.reached.wait(timeout=30)
        other = begin(second)
        try:
            wait_until_somebody_waits_for_a_lock()
        finally:
            gate.open.set()
        return one.result(timeout=30), other.result(timeout=30)
