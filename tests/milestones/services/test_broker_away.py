"""The broker stopped: people go on working, and what was to be queued is done once it is back."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from time import monotonic

import pytest
from celery import current_app

from milestones.generation.vocabulary import EvidenceState, EvidenceType
from milestones.models import Evidence, GenerationRun, RunResult
from milestones.services import request_generation, submit_evidence, verify_evidence
from tests.make_milestones import accounted, fresh, make_milestone, outcome_of
from tests.milestones.processes import process
from tests.servers import Redis, wait_until
from tfl.accounts.models import MailState, Notice, Student, User
from tfl.core.clock import current_month
from tfl.core.months import next_month

pytestmark = [
    pytest.mark.broker,
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
]

WORKER = ["-m", "celery", "-A", "tfl.celery", "worker", "--pool=solo", "--loglevel=warning"]
SWEEPS = ("milestones.execute_runs", "accounts.send_notices")
"""What beat sends every two minutes."""


@contextmanager
def a_worker(broker: Redis) -> Iterator[None]:
    with process(WORKER, CELERY_BROKER_URL=broker.url):
        yield


def sweep() -> None:
    with current_app.connection_for_write() as link, link.Producer() as producer:
        for name in SWEEPS:
            current_app.send_task(name, producer=producer)


def waiting_mails() -> int:
    return Notice.objects.exclude(mail_state=MailState.SENT).count()


def test_without_a_broker_proof_goes_on_and_its_notices_leave_once_it_is_back(
    broker: Redis, alice: Student, bob: User
) -> None:
    milestone = make_milestone(alice)
    broker.stop()
    began = monotonic()
    asked = submit_evidence(
        milestone=milestone,
        type=EvidenceType.PROJECT_LINK,
        by=alice.user,
        item=outcome_of(milestone),
        confidence=4,
    )
    verify_evidence(evidence=asked, by=bob, score=Decimal(80))
    assert monotonic() - began < 5
    assert fresh(asked).state == EvidenceState.VERIFIED
    assert waiting_mails() == Notice.objects.count() > 0
    broker.start()
    with a_worker(broker):
        sweep()
        wait_until(lambda: waiting_mails() == 0, what="the mails")


def test_a_run_asked_for_without_a_broker_is_executed_once_it_is_back(
    broker: Redis, alice: Student, bob: User
) -> None:
    broker.stop()
    runs = [
        request_generation(month=month, triggered_by=bob)
        for month in (current_month(), next_month(current_month()))
    ]
    assert not GenerationRun.objects.filter(started_at__isnull=False).exists()
    broker.start()
    with a_worker(broker):
        sweep()
        wait_until(lambda: all_finished(runs), what="the runs")
    assert [accounted(run) for run in runs] == [{alice.pk: (RunResult.CREATED, "")}] * 2
    assert alice.milestones.count() == 2


def test_with_the_broker_there_a_run_is_executed_at_once(
    broker: Redis, alice: Student, bob: User
) -> None:
    with a_worker(broker):
        run = request_generation(month=current_month(), triggered_by=bob)
        wait_until(lambda: all_finished([run]), what="the run")
        wait_until(lambda: waiting_mails() == 0, what="the mail")
    assert not Evidence.objects.exists()


def all_finished(runs: list[GenerationRun]) -> bool:
    return all(fresh(run).finished_at is not None for run in runs)
