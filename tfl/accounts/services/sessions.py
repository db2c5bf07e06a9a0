"""Where somebody is signed in."""

import json
from typing import Any

from django.contrib.sessions.models import Session

from tfl.accounts.models import User


def sessions_of(user: User) -> list[str]:
    """The keys of the sessions signed in as the person, or about to be. They are sealed, so each there is is
    opened: one query, every session read.
    """
    return [
        session.pk
        for session in Session.objects.iterator()
        if _is_about(session.get_decoded(), user)
    ]


def end_sessions(keys: list[str]) -> None:
    Session.objects.filter(pk__in=keys).delete()


def _is_about(content: dict[str, Any], user: User) -> bool:
    return content.get("_auth_user_id") == str(user.pk) or user.email in json.dumps(content).lower()
