"""What a visitor is told while the database is away, what their browser may keep, and what is not read."""

import codecs
import logging
import secrets
from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers, has_vary_header
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 10
_LOST = (OperationalError, InterfaceError)


class PersonalAnswersMiddleware:
    """What depends on who asks is not kept by the browser: on a shared computer, “back” after signing out
    shows nothing of whoever was there before.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if has_vary_header(response, "Cookie") and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response


class Utf8Middleware:
    """Refuses what says it is written in anything but UTF-8, as Django itself does for plain forms. It would
    read files' forms and addresses by any codec there is in Python, and fail at those that are none for text.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.encoding and codecs.lookup(request.encoding).name not in {"utf-8", "ascii"}:
            raise BadRequest("This request is not written in UTF-8.")
        return self.get_response(request)


class DatabaseAwayMiddleware:
    """Answers 503 instead of 500 while the database cannot be reached.

    First of all middleware, so that it also covers the session's and the error pages' own reads. The
    same errors raised over a database that is there (a deadlock, a missing table) pass untouched.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            response = self.get_response(request)
        except _LOST:  # a page for another error needed the database
            if not _is_away():
                raise
            return _away(request)
        if response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR and _is_away():
            return _away(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A view's own error, before it is logged as a bug."""
        if isinstance(exception, _LOST) and not connection.is_usable():
            logger.warning("The database is away. %s", exception)
            return _away(request)
        return None


def _is_away() -> bool:
    """Whether this request's connection broke, or none can be made now."""
    try:
        connection.ensure_connection()
    except _LOST:
        return True
    return not connection.is_usable()


def _away(request: HttpRequest) -> HttpResponse:
    response = _json() if request.path.startswith("/api/") else _page(request)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    add_never_cache_headers(response)
    return response


def _json() -> HttpResponse:
    detail = _("The database cannot be reached for the moment. Please try again shortly.")
    return JsonResponse({"detail": detail}, status=503)


def _page(request: HttpRequest) -> HttpResponse:
    """A page that needs nothing else: no session, no static file, no other middleware."""
    nonce = secrets.token_urlsafe(16)
    again = request.get_full_path() if request.method == "GET" else "/"
    page = render_to_string("503.html", {"nonce": nonce, "again": again})
    policy = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none'; frame-ancestors 'none'"
    )
    return HttpResponse(page, status=503, headers={"Content-Security-Policy": policy})
