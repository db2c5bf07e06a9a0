"""Background work of accounts: found in the database, idempotent, repeated by a sweep."""

from celery import shared_task

from tfl.accounts import services

MOST_ROUNDS = 100
"""A worker is not kept for ever by a list of thousands; the next sweep goes on."""


@shared_task(name="accounts.send_notices")
def send_notices() -> int:
    """Mail what waits, in rounds until a round finds nothing. Returns how many mails left."""
    sent = 0
    for _round in range(MOST_ROUNDS):
        left = services.send_notices()
        sent += left
        if not left:
            break
    return sent
