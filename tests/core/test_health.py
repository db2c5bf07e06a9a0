"""What load balancers ask: does the process live, and can it do its work?"""

import socket
from time import monotonic

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from tests.servers import Redis, free_port

READY = {"ready": True, "database": "ok", "migrations": "ok", "broker": "ok"}


def test_the_process_answers_without_a_database(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_only_reading_is_allowed(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


@pytest.mark.broker
@pytest.mark.usefixtures("broker")
@pytest.mark.django_db
def test_ready_when_everything_is_there(client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, READY)


@pytest.mark.django_db
def test_a_stopped_broker_is_named_and_its_address_is_not(client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == READY | {"ready": False, "broker": "down"}


@pytest.mark.django_db
def test_a_silent_broker_gets_a_second(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:  # accepts, never answers
        port = listener.getsockname()[1]
        monkeypatch.setenv("CELERY_BROKER_URL", f"redis://127.0.0.1:{port}/0")
        began = monotonic()
        assert client.get("/readyz").json()["broker"] == "down"
        assert monotonic() - began < 2


@pytest.mark.broker
@pytest.mark.django_db
def test_ready_again_when_the_broker_is_back(client: Client, broker: Redis) -> None:
    broker.stop()
    assert client.get("/readyz").status_code == 503
    broker.start()
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_a_migration_still_to_apply_is_named(client: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="sessions").delete()
    response = client.get("/readyz")
    assert (response.status_code, response.json()["migrations"]) == (503, "pending")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_named(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    with monkeypatch.context() as patch:
        patch.setitem(connection.settings_dict, "PORT", free_port())
        response = client.get("/readyz")
    assert response.status_code == 503
    assert (response.json()["database"], response.json()["migrations"]) == ("down", "unknown")


@pytest.mark.django_db
def test_ready_costs_few_statements(
    client: Client, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        client.get("/readyz")
