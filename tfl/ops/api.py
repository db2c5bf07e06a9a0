"""The JSON endpoints of all apps, their one shape of error, and the OpenAPI page."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views import defaults
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic.alias_generators import to_camel

from badges.api import router as badges
from childprogress.api import router as childprogress
from milestones.api import router as milestones
from tfl.core.errors import ServiceError

api = NinjaAPI(
    title=f"{settings.APP_NAME} API",
    version="1",
    description=(
        "Sign in with a session (and its CSRF token) or send `Authorization: Bearer <token>`. "
        "Every refusal is `{detail, field, missing}` and says what to do."
    ),
    docs_url="/docs",
)
api.add_router("", milestones)
api.add_router("", badges)
if settings.CHILDPROGRESS:
    api.add_router("", childprogress)

PREFIX = "/api/"


@api.exception_handler(ServiceError)
def refused(request: HttpRequest, error: ServiceError) -> HttpResponse:
    return _problem(
        request,
        error.refusal.value,
        error.message,
        field=to_camel(error.field) if error.field else None,
        missing=list(error.missing),
    )


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The first mistake in words, with the field it is in; of a body that is after the argument's name."""
    first = error.errors[0]
    source, *path = first["loc"]
    field = ".".join(str(part) for part in (path[1:] if source == "body" else path))
    return _problem(request, 422, f"{field or 'Body'}: {first['msg']}", field=field or None)


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return _problem(request, 401, "Sign in, or send a valid token.")


@api.exception_handler(HttpError)
def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _problem(request, error.status_code, str(error))


@api.exception_handler(Http404)
def not_there(request: HttpRequest, error: Http404) -> HttpResponse:
    return _problem(request, 404, "Not Found")


# Django's own answers, in the same shape where a client asked ----------------------------------------


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith(PREFIX):
        return _problem(request, 404, "Not Found")
    return defaults.page_not_found(request, exception)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith(PREFIX):
        return _problem(request, 400, "The request cannot be read, or is too large.")
    return _without_csrf(defaults.bad_request)(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    if request.path.startswith(PREFIX):
        return _problem(request, 500, "Something broke here. It is noted; please try again later.")
    return _without_csrf(defaults.server_error)(request)


def _without_csrf(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Django wraps these two in its CSRF check, which reads the very body that could not be read."""
    return getattr(view, "__wrapped__", view)


def _problem(
    request: HttpRequest,
    status: int,
    detail: str,
    *,
    field: str | None = None,
    missing: list[str] | None = None,
) -> HttpResponse:
    body: dict[str, Any] = {"detail": detail, "field": field, "missing": missing or []}
    return api.create_response(request, body, status=status)
