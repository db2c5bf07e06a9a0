"""Who calls an endpoint: a signed-in person (session, with CSRF) or a system (token in the header)."""

from typing import Any

from django.http import HttpRequest
from ninja.errors import HttpError, Throttled
from ninja.security import APIKeyCookie, HttpBearer
from ninja.throttling import AnonRateThrottle
from ninja.utils import check_csrf

from tfl.accounts.models import ApiToken, Role, TokenScope, User
from tfl.accounts.services import authenticate_token

Caller = User | ApiToken


class WrongTokenThrottle(AnonRateThrottle):
    """Thirty wrong tokens a minute from one address."""

    scope = "wrong-token"

    def __init__(self) -> None:
        super().__init__("30/min")


class TokenAuth(HttpBearer):
    """`Authorization: Bearer …` with a token that is not revoked. At most two statements."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        found = authenticate_token(token)
        throttle = WrongTokenThrottle()
        if found is None and not throttle.allow_request(request):
            raise Throttled(wait=int(throttle.wait() or 0))
        return found


class SessionAuth(APIKeyCookie):
    """A signed-in person. Checks CSRF on whatever changes something, after the sign-in: who is not signed
    in is told just that.
    """

    param_name = "sessionid"

    def __call__(self, request: HttpRequest) -> User | None:
        if not isinstance(request.user, User):
            return None
        if check_csrf(request):
            raise HttpError(403, "The CSRF token is missing or wrong. Reload the page.")
        return request.user

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        raise NotImplementedError  # __call__ answers; the base class declares this abstract


PERSON_OR_SYSTEM = [TokenAuth(), SessionAuth()]


class CallerRequest(HttpRequest):
    """A request behind `PERSON_OR_SYSTEM`."""

    auth: Caller


def require_role(caller: Caller, *roles: Role) -> User:
    """The caller, if a person holding one of `roles`; else 403: they never can."""
    if isinstance(caller, User) and caller.has_role(*roles):
        return caller
    raise HttpError(403, "This is not open to your role.")


def require_scope(token: ApiToken, scope: TokenScope) -> None:
    if scope not in token.scopes:
        raise HttpError(403, f"This token lacks the scope “{scope}”.")
