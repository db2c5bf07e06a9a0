"""Whoever proves an address gets the badges that wait for it; Django and allauth say when that is."""

import logging
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import ngettext

from badges import services
from tfl.accounts.models import User

logger = logging.getLogger(__name__)


def attach_at_sign_in(sender: object, request: HttpRequest | None, user: User, **more: Any) -> None:
    _attach(user, request)


def attach_at_confirmation(
    sender: object, request: HttpRequest | None, email_address: EmailAddress, **more: Any
) -> None:
    """Which also happens while somebody is signed in: they added an address of theirs."""
    _attach(email_address.user, request)


def _attach(user: User, request: HttpRequest | None) -> None:
    """One statement. Whatever goes wrong, the sign-in goes on: the sweep attaches what this did not."""
    try:
        with transaction.atomic():
            found = services.attach_badges(user)
    except Exception:
        logger.exception("badges of person %s could not be attached", user.pk)
        return
    if found and request is not None:
        _tell(request, found)


def _tell(request: HttpRequest, found: int) -> None:
    """On the next page, whichever it is."""
    text = ngettext(
        "%(n)d badge waits for you under “Badges”.",
        "%(n)d badges wait for you under “Badges”.",
        found,
    )
    messages.info(request, text % {"n": found}, fail_silently=True)
