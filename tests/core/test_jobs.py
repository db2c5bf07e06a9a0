"""Hints leave after the commit, once, and never trouble the page that gives them."""

import json
import logging
import socket
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from celery import current_app
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from tests.servers import Redis
from tfl.core import jobs, outage
from tfl.core.jobs import hint

QUEUE = "celery"
Sent = list[tuple[str, tuple[str | int, ...]]]


@pytest.fixture(autouse=True)
def _no_outage_remembered() -> Iterator[None]:
    jobs.outage.end()
    yield
    jobs.outage.end()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """The hints that would have gone to the broker."""
    hints: Sent = []
    monkeypatch.setattr(jobs, "_send", lambda name, args: hints.append((name, args)))
    return hints


def asks_for_work(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        hint("demo.task", 1)
    return HttpResponse("done")


urlpatterns = [path("asks", asks_for_work)]


@pytest.mark.django_db(transaction=True)
def test_a_hint_waits_for_the_commit(sent: Sent) -> None:
    with transaction.atomic():
        hint("demo.task", 7, "x")
        assert sent == []
    assert sent == [("demo.task", (7, "x"))]


@pytest.mark.django_db(transaction=True)
def test_without_a_transaction_a_hint_leaves_at_once(sent: Sent) -> None:
    hint("demo.task")
    assert sent == [("demo.task", ())]


@pytest.mark.django_db(transaction=True)
def test_a_rollback_sends_nothing(sent: Sent) -> None:
    with transaction.atomic():
        hint("demo.task")
        transaction.set_rollback(True)
    assert sent == []


@pytest.mark.django_db(transaction=True)
def test_equal_hints_of_one_transaction_are_sent_once(sent: Sent) -> None:
    with transaction.atomic():
        for number in (1, 2, 1, 1):
            hint("demo.task", number)
            hint("demo.other", number)
    assert sorted(sent) == [
        ("demo.other", (1,)),
        ("demo.other", (2,)),
        ("demo.task", (1,)),
        ("demo.task", (2,)),
    ]


@pytest.mark.django_db(transaction=True)
def test_equal_hints_of_two_transactions_are_sent_twice(sent: Sent) -> None:
    for _ in range(2):
        with transaction.atomic():
            hint("demo.task")
    assert sent == [("demo.task", ())] * 2


@pytest.mark.django_db(transaction=True)
def test_a_savepoint_that_rolls_back_takes_only_its_own_hint_along(sent: Sent) -> None:
    with transaction.atomic():
        with transaction.atomic():
            hint("demo.task")
            transaction.set_rollback(True)
        hint("demo.task")
        hint("demo.task")
    assert sent == [("demo.task", ())]


@pytest.mark.django_db
def test_each_captured_step_of_a_test_shows_its_own_hint(
    sent: Sent, django_capture_on_commit_callbacks: pytest.FixtureRequest
) -> None:
    hint("demo.task")  # a fixture's, never committed
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True) as callbacks:  # type: ignore[operator]
            hint("demo.task")
        assert len(callbacks) == 1
    assert sent == [("demo.task", ())] * 2


@pytest.mark.urls(__name__)
@pytest.mark.django_db(transaction=True)
def test_with_the_broker_away_a_page_answers_and_one_line_is_logged(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        began = monotonic()
        assert client.get("/asks").content == b"done"
        assert monotonic() - began < 1
    assert [record.levelno for record in _ours(caplog)] == [logging.WARNING]


@pytest.mark.django_db(transaction=True)
def test_a_silent_broker_costs_one_page_about_a_second_and_the_next_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:  # accepts, never answers
        port = listener.getsockname()[1]
        monkeypatch.setenv("CELERY_BROKER_URL", f"redis://127.0.0.1:{port}/0")
        began = monotonic()
        hint("demo.task")
        assert monotonic() - began < 2.5
        began = monotonic()
        hint("demo.task")
        assert monotonic() - began < 0.1


@pytest.mark.django_db(transaction=True)
def test_a_broker_made_of_files_is_away_while_its_folder_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    queue = tmp_path / "queue"
    options = {
        "data_folder_in": str(queue),
        "data_folder_out": str(queue),
        "control_folder": str(tmp_path / "control"),
    }
    monkeypatch.setenv("CELERY_BROKER_URL", "filesystem://")
    monkeypatch.setitem(current_app.conf, "broker_transport_options", options)
    hint("demo.lost")
    jobs.outage.end()
    queue.mkdir()
    hint("demo.task")
    (message,) = queue.iterdir()
    assert json.loads(message.read_text())["headers"]["task"] == "demo.task"


@pytest.mark.broker
@pytest.mark.django_db(transaction=True)
def test_a_hint_reaches_the_queue_by_name(broker: Redis) -> None:
    hint("demo.task", 5)
    assert _queued(broker) == ["demo.task"]


@pytest.mark.broker
@pytest.mark.django_db(transaction=True)
def test_hints_go_on_when_the_broker_is_back(
    broker: Redis, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    hint("demo.first")
    broker.stop()
    hint("demo.lost")
    broker.start()
    hint("demo.quiet")
    assert _queued(broker) == []
    monkeypatch.setattr(outage, "monotonic", lambda: monotonic() + outage.QUIET_SECONDS)
    hint("demo.later")
    assert _queued(broker) == ["demo.later"]
    assert [record.getMessage()[:18] for record in _ours(caplog)] == [
        "The broker is away",
        "The broker is back",
    ]


@pytest.mark.broker
@pytest.mark.django_db(transaction=True)
def test_a_broker_that_restarted_unnoticed_costs_nothing(broker: Redis) -> None:
    hint("demo.first")
    broker.stop()
    broker.start()
    hint("demo.second")
    assert _queued(broker) == ["demo.second"]


def _queued(broker: Redis) -> list[str]:
    messages = broker.client().lrange(QUEUE, 0, -1)
    return [json.loads(message)["headers"]["task"] for message in messages]


def _ours(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.name == outage.logger.name]
