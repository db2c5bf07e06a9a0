"""The sweep that mails notices. It finds them in the database, so a lost task message, a dead worker or
a broken mail server delays a mail and never loses it. Logs carry ids, never addresses or facts.
"""

import logging
from datetime import datetime, timedelta
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
    templates = [f"emails/{notice.kind}.title.txt", f"emails/{notice.kind}.subject.txt"]
    return _one_line(templates, _context(notice))


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
    again_at = next_attempt_after(notice.attempts)
    if again_at is None:
        _finish(notice, mail_state=MailState.GAVE_UP)
    else:
        _finish(notice, mail_state=MailState.WAITING, next_attempt_at=again_at)


def _finish(notice: Notice, **fields: Any) -> None:
    """Write the outcome, if the claim is still ours."""
    _unsent().filter(pk=notice.pk, next_attempt_at=notice.next_attempt_at).update(**fields)


def _message(notice: Notice) -> EmailMultiAlternatives:
    return compose(
        kind=notice.kind,
        to=notice.user.email,
        name=f"notice-{notice.pk}-{int(notice.created_at.timestamp())}",
        context=_context(notice),
    )


def _context(notice: Notice) -> dict[str, Any]:
    path = notice.path
    if notice.kind == "invitation":  # made when needed: what opens it is stored nowhere
        path = invitation_path(notice.facts["invitation"])
    return {
        "facts": notice.facts,
        "roles": [Role(role).label for role in notice.facts.get("roles", [])],
        "person": notice.user,
        **site_context(path),
    }


# What any mail of ours is made of ----------------------------------------------------------------


def compose(*, kind: str, to: str, name: str, context: dict[str, Any]) -> EmailMultiAlternatives:
    """The mail of the templates `emails/<kind>.*`, in the installation's language, not sent yet. Two of one
    `name` have the same Message-ID.
    """
    with translation.override(settings.LANGUAGE_CODE):
        message = EmailMultiAlternatives(
            subject=_one_line([f"emails/{kind}.subject.txt"], context),
            body=render_to_string(f"emails/{kind}.txt", context),
            to=[to],
            headers={"Message-ID": f"<{name}@{urlsplit(settings.SITE_URL).hostname}>"},
            connection=get_connection(timeout=SECONDS_TO_CONNECT),
        )
        message.attach_alternative(render_to_string(f"emails/{kind}.html", context), "text/html")
    return message


def site_context(path: str) -> dict[str, str]:
    """What every mail's frame needs, and as `url` where its one action leads."""
    return {
        "url": f"{settings.SITE_URL}{path}",
        "site_url": settings.SITE_URL,
        "app_name": settings.APP_NAME,
    }


def next_attempt_after(attempts: int) -> datetime | None:
    """When to try again after so many attempts; None when it was the last."""
    if attempts >= MOST_ATTEMPTS:
        return None
    wait: timedelta = FIRST_RETRY * 3 ** (attempts - 1)
    return timezone.now() + wait


def _one_line(templates: list[str], context: dict[str, Any]) -> str:
    """The first of `templates` that there is."""
    return " ".join(render_to_string(templates, context).split())
