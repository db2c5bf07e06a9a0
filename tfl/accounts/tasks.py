"""Background work of accounts: found in the database, idempotent, repeated by a sweep."""

from celery import shared_task

from tfl.accounts import services
from tfl.core.jobs import in_rounds


@shared_task(name="accounts.send_notices")
def send_notices() -> int:
    """Mail what waits. Returns how many mails left."""
    return in_rounds(services.send_notices)
