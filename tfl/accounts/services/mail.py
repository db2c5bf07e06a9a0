"""The sweep that mails notices. It finds them in the database, so a lost task message, a dead worker or
a broken mail server delays a mail and never loses it. Logs carry ids, never addresses or facts.
"""

import logging
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation

from tfl.accounts.models import Invitation, MailState, Notice, Role, User
from tfl.accounts.selectors import address_is_verified, invitation_path

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
"""How long a sweep may take over one mail before another takes it up: longer than any send lasts."""

SECONDS_TO_CONNECT = 30
MOST_ATTEMPTS = 8
FIRST_RETRY = timedelta(minutes=2)
"""Then three times as long each time: the eighth attempt comes after a day and a half."""

STALE = timedelta(days=7)
"""Older news stays in the app and is mailed to nobody."""


def send_notices(*, limit: int = 200) -> int:
    """Mail at most `limit` notices whose time has come. Returns how many left.

    Each is claimed by a conditional UPDATE before it is sent, so two sweeps never send one twice. One
    whose sweep died is taken up again after `LEASE`, with the same Message-ID, by which mail servers
    recognise a second copy. People who have not proven their address get invitations only.
    """
    _give_up()
    sent = 0
    for notice in _due(limit):
        if _claim(notice):
            sent += _deliver(notice)
    return sent


def notice_title(notice: Notice) -> str:
    """Its line in the app: that of `<kind>.title.txt`, which may name people, else the mail's subject.
    Plain text, not marked safe.
    """
    return _line([f"emails/{notice.kind}.title.txt", f"emails/{notice.kind}.subject.txt"], notice)


def _subject(notice: Notice) -> str:
    return _line([f"emails/{notice.kind}.subject.txt"], notice)


def _line(templates: list[str], notice: Notice) -> str:
    """The first of `templates` that there is, on one line."""
    return " ".join(render_to_string(templates, _context(notice)).split())


def _unsent() -> QuerySet[Notice]:
    return Notice.objects.filter(mail_state__in=[MailState.WAITING, MailState.SENDING])


def _due(limit: int) -> QuerySet[Notice]:
    reachable = User.objects.active().filter(address_is_verified())
    invited = Q(kind="invitation", user__is_active=True)
    return (
        _unsent()
        .filter(Q(user__in=reachable) | invited, next_attempt_at__lte=timezone.now())
        .select_related("user")
        .order_by("next_attempt_at", "pk")[:limit]
    )


def _give_up() -> None:
    now = timezone.now()
    hopeless = Q(attempts__gte=MOST_ATTEMPTS) | Q(created_at__lt=now - STALE)
    _unsent().filter(hopeless, next_attempt_at__lte=now).update(mail_state=MailState.GAVE_UP)


def _claim(notice: Notice) -> bool:
    """Take it, unless another sweep did since we read it: `next_attempt_at` is the lease."""
    until = timezone.now() + LEASE
    unclaimed = _unsent().filter(pk=notice.pk, next_attempt_at=notice.next_attempt_at)
    claimed = unclaimed.update(
        mail_state=MailState.SENDING, attempts=F("attempts") + 1, next_attempt_at=until
    )
    notice.next_attempt_at = until
    notice.attempts += 1
    return bool(claimed)


def _deliver(notice: Notice) -> bool:
    if _is_moot(notice):
        _finish(notice, mail_state=MailState.GAVE_UP)
        return False
    try:
        _message(notice).send()
    except Exception as error:  # noqa: BLE001  one bad recipient or template never stops the others
        logger.warning("notice %s not sent: %s", notice.pk, type(error).__name__)
        _try_again_later(notice)
        return False
    _finish(notice, mail_state=MailState.SENT)
    return True


def _is_moot(notice: Notice) -> bool:
    """Whether it is an invitation that has been accepted, replaced or expired meanwhile."""
    if notice.kind != "invitation":
        return False
    return not Invitation.objects.open().filter(pk=notice.facts["invitation"]).exists()


def _try_again_later(notice: Notice) -> None:
    if notice.attempts >= MOST_ATTEMPTS:
        _finish(notice, mail_state=MailState.GAVE_UP)
    else:
        wait = FIRST_RETRY * 3 ** (notice.attempts - 1)
        _finish(notice, mail_state=MailState.WAITING, next_attempt_at=timezone.now() + wait)


def _finish(notice: Notice, **fields: Any) -> None:
    """Write the outcome, if the claim is still ours."""
    _unsent().filter(pk=notice.pk, next_attempt_at=notice.next_attempt_at).update(**fields)


def _message(notice: Notice) -> EmailMultiAlternatives:
    with translation.override(settings.LANGUAGE_CODE):
        context = _context(notice)
        message = EmailMultiAlternatives(
            subject=_subject(notice),
            body=render_to_string(f"emails/{notice.kind}.txt", context),
            to=[notice.user.email],
            headers={"Message-ID": _message_id(notice)},
            connection=get_connection(timeout=SECONDS_TO_CONNECT),
        )
        message.attach_alternative(
            render_to_string(f"emails/{notice.kind}.html", context), "text/html"
        )
    return message


def _context(notice: Notice) -> dict[str, Any]:
    path = notice.path
    if notice.kind == "invitation":  # made when needed: what opens it is stored nowhere
        path = invitation_path(notice.facts["invitation"])
    return {
        "facts": notice.facts,
        "roles": [Role(role).label for role in notice.facts.get("roles", [])],
        "person": notice.user,
        "url": f"{settings.SITE_URL}{path}",
        "site_url": settings.SITE_URL,
        "app_name": settings.APP_NAME,
    }


def _message_id(notice: Notice) -> str:
    host = urlsplit(settings.SITE_URL).hostname
    return f"<notice-{notice.pk}-{int(notice.created_at.timestamp())}@{host}>"
