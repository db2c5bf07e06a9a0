"""Who gets to a page at all. What they then see is `visible_to`; what is not theirs is a 404."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django_htmx.middleware import HtmxDetails

from tfl.accounts.models import Role, User

P = ParamSpec("P")


class AuthedRequest(HttpRequest):
    """A request behind `signed_in` or `role_required`."""

    user: User
    htmx: HtmxDetails


View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
AuthedView = Callable[Concatenate[AuthedRequest, P], HttpResponseBase]


def signed_in(view: AuthedView[P]) -> View[P]:
    """Anybody with an account. Others are sent to the login page and come back after it."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_login(request)
        return view(request, *args, **kwargs)  # type: ignore[arg-type]  # is authenticated by now

    return guarded


def role_required(*roles: Role) -> Callable[[AuthedView[P]], View[P]]:
    """Somebody who holds at least one of `roles`; a signed-in person without any gets 403."""

    def decorate(view: AuthedView[P]) -> View[P]:
        @wraps(view)
        def guarded(
            request: AuthedRequest, /, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            if not request.user.has_role(*roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return signed_in(guarded)

    return decorate


def to_login(request: HttpRequest) -> HttpResponse:
    """To the login page, and afterwards back to the page somebody was on. A fragment asked for by htmx
    is no page: the whole page goes to the login, and comes back to itself.
    """
    if getattr(request, "htmx", None):
        try:
            page = urlsplit(request.htmx.current_url_abs_path or "").path  # type: ignore[attr-defined]
        except ValueError:  # the header is no address; no browser sends that
            page = ""
        return HttpResponse(status=401, headers={"HX-Redirect": redirect_to_login(page).url})
    if request.method in {"GET", "HEAD"}:
        return redirect_to_login(request.get_full_path())
    return HttpResponse(status=302, headers={"Location": resolve_url("account_login")})
