"""Background work of ops. Found in the database, idempotent, repeated by a sweep."""

from celery import shared_task

from tfl.ops import privacy


@shared_task(name="ops.forget_expired")
def forget_expired() -> int:
    return privacy.forget_expired()
