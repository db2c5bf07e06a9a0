"""While the database is away visitors read a clear 503; when it is back, pages are."""

import re
from collections.abc import Iterator

import pytest
from django.db import OperationalError, close_old_connections, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from tests.servers import Postgres, free_port

pytestmark = [pytest.mark.postgres, pytest.mark.urls(__name__)]


def reads(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("read")


def reads_what_is_not_there(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nowhere")
    raise AssertionError


def raises_an_ordinary_one(request: HttpRequest) -> HttpResponse:
    connection.ensure_connection()
    raise OperationalError("deadlock detected")


def has_a_bug(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def is_not_found(request: HttpRequest) -> HttpResponse:
    raise Http404


def error_page_that_reads(request: HttpRequest, exception: Exception) -> HttpResponse:
    return reads(request)


handler404 = error_page_that_reads
urlpatterns = [
    path("page", reads),
    path("api/page", reads),
    path("missing-table", reads_what_is_not_there),
    path("deadlock", raises_an_ordinary_one),
    path("bug", has_a_bug),
    path("not-found", is_not_found),
]


@pytest.fixture
def patient_client(client: Client) -> Client:
    """Shows a 500 as visitors see it, instead of raising."""
    client.raise_request_exception = False
    return client


@pytest.fixture
def _database_away(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    connection.close()
    with monkeypatch.context() as patch:
        patch.setitem(connection.settings_dict, "PORT", free_port())
        yield
        connection.close()


@pytest.fixture
def database(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postgres]:
    """A server of our own, that we may stop."""
    connection.close()
    with Postgres() as server, monkeypatch.context() as patch:
        for key, value in {"NAME": "tfl", "PORT": server.port, "PASSWORD": server.password}.items():
            patch.setitem(connection.settings_dict, key, value)
        patch.setitem(connection.settings_dict, "USER", server.user)
        patch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        yield server
        connection.close()


@pytest.mark.usefixtures("_database_away")
def test_a_page_says_what_is_wrong_and_when_to_come_back(client: Client) -> None:
    response = client.get("/page?week=2")
    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert "no-store" in response["Cache-Control"]
    text = response.content.decode()
    assert "We cannot reach our records just now." in text
    assert 'href="/page?week=2"' in text


@pytest.mark.usefixtures("_database_away")
def test_the_page_keeps_to_its_strict_policy_and_asks_for_no_other_file(client: Client) -> None:
    response = client.get("/page")
    (nonce,) = re.findall(r'<style nonce="([^"]+)">', response.content.decode())
    assert f"style-src 'nonce-{nonce}'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert not re.search(rb"<(link|script|img)", response.content)


@pytest.mark.usefixtures("_database_away")
def test_after_a_form_one_starts_again_at_the_front(client: Client) -> None:
    response = client.post("/page")
    assert response.status_code == 503
    assert b'href="/"' in response.content


@pytest.mark.usefixtures("_database_away")
def test_the_api_answers_in_json(client: Client) -> None:
    response = client.get("/api/page")
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert response.json() == {
        "detail": "The database cannot be reached for the moment. Please try again shortly."
    }


@pytest.mark.usefixtures("_database_away")
def test_an_error_page_that_needs_the_database_is_covered_too(patient_client: Client) -> None:
    assert patient_client.get("/not-found").status_code == 503


@pytest.mark.usefixtures("_database_away")
def test_a_failing_session_is_covered_too(patient_client: Client) -> None:
    patient_client.cookies["sessionid"] = "some-session-of-before"
    assert patient_client.get("/page").status_code == 503


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ["/deadlock", "/missing-table", "/bug"])
def test_other_errors_stay_bugs(patient_client: Client, address: str) -> None:
    assert patient_client.get(address).status_code == 500


def test_a_stopped_server_is_noticed_in_mid_connection_and_again_when_it_is_back(
    client: Client, database: Postgres
) -> None:
    assert _status(client) == 200
    database.stop()
    assert [_status(client) for _ in range(3)] == [503] * 3
    database.start()
    assert _status(client) == 200


def _status(client: Client) -> int:
    """As a real server does between requests, which the test client leaves out."""
    close_old_connections()
    return client.get("/page").status_code
