"""Telling people things. A notice is a row; the mail that goes with it is found by a sweep (see mail)."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from tfl.accounts.models import MailState, Notice, User
from tfl.core.bulk import insert_rows
from tfl.core.jobs import hint


def notify(*, user: User, kind: str, key: str, facts: dict[str, Any], path: str) -> None:
    """Tell `user` once per `key`; telling it again changes nothing. `kind` names the templates
    `emails/<kind>.*`, `facts` is JSON for them, `path` is where it leads on our site.
    """
    notify_all([Notice(user=user, kind=kind, key=key, facts=facts, path=path)])


def notify_all(notices: Iterable[Notice]) -> None:
    """The same for many people, in one statement. Their mails leave after the caller's commit."""
    rows = list(notices)
    if rows:
        Notice.objects.bulk_create(rows, ignore_conflicts=True)
        hint("accounts.send_notices")


def notify_first(*, kind: str, path: str, news: Iterable[tuple[int, str, dict[str, Any]]]) -> None:
    """Tell very many people, each given as user id, key and facts, where the caller knows that nobody was
    told under these keys before. One COPY, which a key told before would break.
    """
    now = timezone.now()
    rows = [
        {
            "user": user,
            "kind": kind,
            "key": key,
            "facts": facts,
            "path": path,
            "created_at": now,
            "mail_state": MailState.WAITING,
            "attempts": 0,
            "next_attempt_at": now,
        }
        for user, key, facts in news
    ]
    if rows:
        insert_rows(Notice, rows)
        hint("accounts.send_notices")


def mark_read(*, user: User, notice_id: int | None = None) -> int:
    """Mark one notice of `user`, or all of them, as read. Returns how many were unread; an id that is
    not theirs matches nothing.
    """
    notices = Notice.objects.visible_to(user).unread()
    if notice_id is not None:
        notices = notices.filter(pk=notice_id)
    return notices.update(read_at=timezone.now())
