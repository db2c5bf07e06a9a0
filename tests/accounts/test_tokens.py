from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.make import make_token
from tfl.accounts.models import ApiToken, AuditEntry, TokenScope, User
from tfl.accounts.services import AccountsError, authenticate_token, create_token, revoke_token
from tfl.core.errors import Refusal


def test_a_token_opens_with_its_secret_which_is_stored_nowhere(grace: User) -> None:
    token, secret = create_token(name=" Moodle ", scopes=[TokenScope.EVIDENCE], by=grace)
    assert secret.startswith("tfl_")
    assert len(secret) == 47
    assert (token.name, token.scopes, token.created_by) == ("Moodle", ["evidence"], grace)
    assert secret not in str(ApiToken.objects.values().get())
    assert authenticate_token(secret) == token


@pytest.mark.parametrize("raw", ["", "tfl_", "x" * 47, "tfl_" + "ü" * 43, "x" * 10_000])
def test_anything_else_opens_nothing(db: None, raw: str) -> None:
    make_token()
    assert authenticate_token(raw) is None


def test_a_revoked_token_opens_nothing(grace: User) -> None:
    token, secret = make_token()
    revoke_token(token=token, by=grace)
    assert token.revoked_at is not None
    assert authenticate_token(secret) is None


def test_revoking_twice_records_once(grace: User) -> None:
    token, _secret = make_token()
    revoke_token(token=token, by=grace)
    revoke_token(token=token, by=grace)
    assert AuditEntry.objects.filter(action="revoke-token").count() == 1


def test_a_use_is_noted_at_most_once_a_minute(db: None, django_assert_num_queries: object) -> None:
    _token, secret = make_token()
    now = timezone.now()
    for after, queries in [(0, 2), (59, 1), (61, 2)]:
        moment = now + timedelta(seconds=after)
        with (
            time_machine.travel(moment, tick=False),
            django_assert_num_queries(queries),  # type: ignore[operator]
        ):
            authenticate_token(secret)
    assert ApiToken.objects.get().last_used_at == now + timedelta(seconds=61)


@pytest.mark.parametrize("name", ["", "  ", "x" * 10_000])
def test_a_token_has_a_name(grace: User, name: str) -> None:
    with pytest.raises(AccountsError) as refused:
        create_token(name=name, scopes=["badges"], by=grace)
    assert refused.value.field == "name"


@pytest.mark.parametrize("scopes", [[], ["everything"], ["badges", "everything"]])
def test_scopes_are_those_there_are(grace: User, scopes: list[str]) -> None:
    with pytest.raises(AccountsError) as refused:
        create_token(name="Moodle", scopes=scopes, by=grace)
    assert refused.value.field == "scopes"


def test_only_admins_make_and_revoke_tokens(bob: User) -> None:
    with pytest.raises(AccountsError) as refused:
        create_token(name="Moodle", scopes=["badges"], by=bob)
    assert refused.value.refusal is Refusal.FORBIDDEN
    token, _secret = make_token()
    with pytest.raises(AccountsError):
        revoke_token(token=token, by=bob)


def test_a_token_shows_what_it_is_for(db: None) -> None:
    token, _secret = make_token(TokenScope.GENERATE)
    assert (str(token), token.scope_labels()) == ("Learning platform", ["Generate milestones"])
