"""The routes there are and the rows of `tests.access_matrix`, held to each other; each row to its answers.

One world serves all rows of a process; every request ends in a rollback.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseForbidden
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from tests.access_calls import CALLS, Call, call_for
from tests.access_matrix import ACTORS, METHODS, ROWS, Row
from tests.world import World, moment, rolled_back
from tfl import urls
from tfl.core import health

pytestmark = pytest.mark.django_db


def routes(
    patterns: list[URLPattern | URLResolver], path: str = "", space: str = ""
) -> Iterator[str]:
    """Every route by its name, where it has none by its path."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern.url_patterns, path + str(pattern.pattern), inner)
        else:
            yield space + pattern.name if pattern.name else path + str(pattern.pattern)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with moment():
        yield


def path_of(route: str, call: Call) -> str:
    if "/" not in route:
        return reverse(route, args=call.args)
    arguments = iter(call.args)
    filled = re.sub(r"<[^>]+>|\(\?P[^)]*\)", lambda found: str(next(arguments)), route)
    return "/" + filled.rstrip("$")


def answer(response: HttpResponseBase) -> str:
    where = response.headers.get("Location", "")
    to_login = where.startswith((reverse("account_login"), reverse("admin:login")))
    return "login" if to_login else str(response.status_code)


def is_success(answer: str) -> bool:
    return answer in {"200", "201", "202", "302"}


MINOR = re.compile(r'\w+( INTO| FROM)? "(django_session|api_tokens" SET "last_used_at)')
"""What every request may write: its session, a token's last use."""


@contextmanager
def noting_writes() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and not MINOR.match(sql):
            statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield statements


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    there = list(routes(get_resolver().url_patterns))
    listed = {row.route for row in ROWS}

    assert len(there) == len(set(there)), "two routes share a name"
    assert set(there) - listed == set(), "routes without a row"
    assert listed - set(there) == set(), "rows without a route"


def test_every_call_has_a_row() -> None:
    known = {row.route for row in ROWS} | {f"{row.route} {row.label}" for row in ROWS}

    assert set(CALLS) - known == set()


def test_every_route_says_what_each_method_answers() -> None:
    for route in {row.route for row in ROWS}:
        said = [method for row in ROWS if row.route == route for method in row.methods]
        assert set(said) == set(METHODS), route


def test_somebody_gets_in_everywhere() -> None:
    """But where nobody is to: two routes lead nowhere, the audit log is added to by services alone, items of
    the checklists come out of files, a record keeps its last owner. Who has proven an address is sent to
    the login.
    """
    shut = {
        str(row)
        for row in ROWS
        if not any(map(is_success, row.answers.values())) and "405" not in row.answers.values()
    }

    assert shut == {
        "api-1:api-root all",
        "backoffice/(?P<url>.*)$ all",
        "admin:accounts_auditentry_add all",
        "admin:accounts_auditentry_delete all",
        "admin:accounts_auditentry_change POST",
        "account_confirm_email POST",
        "admin:childprogress_milestonedefinition_add all",
        "admin:childprogress_milestonedefinition_delete all",
        "guardian_remove POST owner’s",
    }


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_broker", lambda: health.OK)
    monkeypatch.setattr(
        urls, "handler403", plain_403, raising=False
    )  # its page takes half the time
    call = call_for(world, row.route, row.label)
    path = path_of(row.route, call)
    for method in row.methods:
        got, wrote = {}, {}
        for actor in ACTORS:
            with rolled_back(), noting_writes() as wrote[actor]:
                got[actor] = answer(call.send(world.client(actor), method, path))

        assert got == row.answers, side_by_side(row, method, got)
        for actor in ACTORS:
            if got[actor] in SHUT and not path.startswith("/accounts/"):
                assert not wrote[actor], f"shut to {actor}, and yet something was written"
        if method == "POST" and any(map(is_success, got.values())) and does_something(row, path):
            assert any(wrote.values()), "nobody's request changed anything"


def plain_403(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponseForbidden()


SHUT = {"login", "401", "403", "404", "405"}


def does_something(row: Row, path: str) -> bool:
    """Allauth's forms mostly change a session or send a mail; a download reads; some pages answer a POST as
    they do a GET.
    """
    is_ours = not path.startswith("/accounts/") and row.route != "account_export"
    return is_ours and row.label.startswith("POST")


def side_by_side(row: Row, method: str, got: dict[str, str]) -> str:
    lines = [f"{method} {row.route}: what it should answer, and does"]
    for actor in ACTORS:
        differs = "" if got[actor] == row.answers[actor] else " ←"
        lines.append(f"  {actor:26} {row.answers[actor]:6} {got[actor]}{differs}")
    return "\n".join(lines)
