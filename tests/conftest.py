"""The suite's plumbing: its database, its broker, its browser, and a plain word on what could not run.

Builders are in `tests.make`, people in `tests.personas`.
"""

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests import environment, servers

environment.prepare()  # before anything imports a model

from celery import current_app  # noqa: E402

from tfl.core import jobs  # noqa: E402

pytest_plugins = ["tests.personas", "tests.browsing", "tests.world"]


def pytest_report_header() -> str:
    return f"database: {environment.database()}"


# What this machine lacks -------------------------------------------------------------------------
def pytest_runtest_setup(item: pytest.Item) -> None:
    for part in environment.PARTS:
        reason = environment.obstacle(part) if item.get_closest_marker(part.marker) else None
        if reason and not part.present and environment.allows_nothing_missing():
            pytest.fail(reason, pytrace=False)
        if reason:
            pytest.skip(reason)


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and environment.allows_nothing_missing() and _intolerable(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    strict = environment.allows_nothing_missing()
    lines = _not_run(terminalreporter) + (_intolerable(terminalreporter) if strict else [])
    if lines:
        terminalreporter.section("what could not run")
    for line in lines:
        terminalreporter.write_line(line)


def _not_run(reporter: pytest.TerminalReporter) -> list[str]:
    lines = [f"{p.name} is not installed. {p.install}" for p in environment.PARTS if not p.present]
    reasons = Counter(report.longrepr[2] for report in _skipped(reporter))  # type: ignore[index]
    return lines + [f"{count} tests. {reason}" for reason, count in reasons.items()]


def _intolerable(reporter: pytest.TerminalReporter) -> list[str]:
    """What makes a run fail that allows nothing missing."""
    lines = [f"Missing: {part.name}." for part in environment.PARTS if not part.present]
    if environment.on_postgres() and (skipped := _skipped(reporter)):
        lines.append(f"{len(skipped)} tests skipped where none may be.")
    return lines


def _skipped(reporter: pytest.TerminalReporter) -> list[pytest.TestReport]:
    reports: list[pytest.TestReport] = reporter.stats.get("skipped", [])
    return reports


# Broker ------------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def _redis() -> Iterator[servers.Redis]:
    with servers.Redis() as server:
        yield server


@pytest.fixture
def broker(_redis: servers.Redis) -> Iterator[servers.Redis]:
    """A running, empty broker that Celery uses. `stop` and `start` it at will; mark tests `broker`."""
    if not _redis.answers():
        _redis.start()
    _redis.client().flushall()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CELERY_BROKER_URL", _redis.url)  # for Celery, over its settings
        _forget_broker()
        yield _redis
    _forget_broker()


@pytest.fixture(autouse=True)
def _outage_is_over() -> None:
    """What a test before knew of a broker that was away would keep hints from being sent."""
    jobs.outage.end()


def _forget_broker() -> None:
    """Let this process find the broker anew: its pools, and what it remembers of an outage."""
    jobs.outage.end()
    current_app.pool.force_close_all()
    current_app.amqp._producer_pool = None
    current_app._pool = None


# Browser -----------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, quiet and without a sandbox, since CI is root."""
    # Playwright runs an event loop in the test's thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return browser_type_launch_args | {
        "executable_path": servers.chromium_program(),
        "args": servers.CHROMIUM_FLAGS,
    }
