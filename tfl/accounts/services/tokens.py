"""Keys for system clients."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tfl.accounts.models import ApiToken, TokenScope, User
from tfl.accounts.services.audit import record
from tfl.accounts.services.errors import AccountsError, require_admin

PREFIX = "tfl_"
SECRET_LENGTH = len(PREFIX) + 43  # 32 bytes as unpadded base64
LONGEST_NAME = 100
USE_IS_NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def create_token(*, name: str, scopes: Iterable[str], by: User | None) -> tuple[ApiToken, str]:
    """A new token and its secret, which exists nowhere else: show it once."""
    require_admin(by)
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise AccountsError(_("Name the token in at most 100 characters."), field="name")
    chosen = sorted(set(scopes))
    if not chosen or not set(chosen) <= set(TokenScope.values):
        raise AccountsError(_("Choose at least one of the scopes."), field="scopes")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        name=name, scopes=chosen, token_hash=_hash(secret), created_by=by
    )
    record(actor=by, action="create-token", on=token, after={"scopes": chosen})
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User | None) -> None:
    """The token opens nothing from now on. Revoking it again changes nothing."""
    require_admin(by)
    now = timezone.now()
    if ApiToken.objects.usable().filter(pk=token.pk).update(revoked_at=now):
        token.revoked_at = now
        record(actor=by, action="revoke-token", on=token)


def authenticate_token(raw: str) -> ApiToken | None:
    """The token whose secret is `raw`, if it still opens anything. One query, and one more at most
    once a minute to note the use. The lookup is by hash, so timing says nothing about secrets.
    """
    if len(raw) != SECRET_LENGTH or not raw.isascii():
        return None
    token = ApiToken.objects.usable().filter(token_hash=_hash(raw)).first()
    if token is not None:
        _note_use(token)
    return token


def _note_use(token: ApiToken) -> None:
    now = timezone.now()
    old = now - USE_IS_NOTED_EVERY
    if token.last_used_at is None or token.last_used_at < old:
        due = Q(last_used_at__isnull=True) | Q(last_used_at__lt=old)
        ApiToken.objects.filter(due, pk=token.pk).update(last_used_at=now)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
