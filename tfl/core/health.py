"""Is this process alive, and can it do its work? For load balancers and orchestrators; no login.

`/healthz` speaks of the process alone, so that a database that is away does not get every container
restarted. `/readyz` names what is down, and nothing about where it is.
"""

from celery import current_app
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from tfl.core.jobs import IMPATIENT

OK = "ok"
DOWN = "down"
PENDING = "pending"
"""Reachable, but migrations wait to be applied."""
UNKNOWN = "unknown"


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when everything is there, else 503. One query; a broker gets a second to answer."""
    database, migrations = _database()
    parts = {"database": database, "migrations": migrations, "broker": _broker()}
    ready = all(state == OK for state in parts.values())
    return JsonResponse({"ready": ready, **parts}, status=200 if ready else 503)


def _database() -> tuple[str, str]:
    """The states of the database and of its migrations."""
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, InterfaceError):
        return DOWN, UNKNOWN
    return OK, PENDING if plan else OK


def _broker() -> str:
    link = current_app.connection_for_write(transport_options=IMPATIENT)
    try:
        with link:
            link.ensure_connection(max_retries=0, timeout=1)
    except (OperationalError, OSError):
        return DOWN
    return OK
