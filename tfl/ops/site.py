"""Django's admin as the back office, for the taxonomy and the like. It knows no people: they have pages
of their own, with services and audit. Only admins enter, and they sign in where everybody does.
"""

import logging
from collections.abc import Callable, Iterable
from functools import update_wrapper
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.admin import AdminSite, ModelAdmin
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db import DataError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

logger = logging.getLogger(__name__)

OUR_APPS = frozenset({"skills", "accounts", "milestones", "childprogress"})
LEFT_OUT = frozenset({"view_on_site"})
"""Would tell of any row of any model whether it exists."""


NO_IDS = (ValueError, OverflowError, ValidationError, DataError)
"""How Django's own lists and forms take ids that cannot be; their pages send none."""


class Discreet(ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    """Deleting says how much goes along or stands in the way, and prints no rows of other models: among
    them are some that the back office does not show.
    """

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        _rows, counts, forbidden, protected = super().get_deleted_objects(objs, request)
        blocking = (
            ngettext("%d record", "%d records", len(protected)) % len(protected)
            if protected
            else ""
        )
        return [], dict(counts), set(forbidden), [blocking] if blocking else []


class BackOffice(AdminSite):
    site_header = _("Back office")
    site_title = _("Back office")
    index_title = _("Taxonomy and records")
    enable_nav_sidebar = False

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: "type[ModelAdmin[Any]] | None" = None,
        **options: Any,
    ) -> None:
        """Only our own apps get in. What packages register for themselves stays outside: addresses,
        second factors, task results with tracebacks, schedules.
        """
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        ours = [model for model in models if model._meta.app_label in OUR_APPS]
        base = admin_class or ModelAdmin
        super().register(ours, type(base.__name__, (Discreet, base), {}), **options)

    def get_urls(self) -> list[Any]:
        return [
            route for route in super().get_urls() if getattr(route, "name", None) not in LEFT_OUT
        ]

    def admin_view(  # Django's signature
        self,
        view: Callable[..., HttpResponseBase],
        cacheable: bool = False,  # noqa: FBT001, FBT002
    ) -> Any:
        guarded = super().admin_view(view, cacheable)

        def entrance(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            try:
                response: HttpResponseBase = guarded(request, *args, **kwargs)
                if isinstance(response, SimpleTemplateResponse):
                    return response.render()
            except NO_IDS as error:
                logger.warning("The back office was sent nonsense.", exc_info=True)
                raise BadRequest from error
            return response

        return update_wrapper(entrance, guarded)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Everybody's own login, with its rate limits and second factor."""
        if request.user.is_authenticated:
            if not self.has_permission(request):
                raise PermissionDenied
            return redirect("admin:index")
        query = request.GET.urlencode()
        response = redirect("account_login")
        response["Location"] += f"?{query}" if query else ""
        return response

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        if request.method != "POST":
            return redirect("account_logout")
        get_adapter().logout(request)
        return redirect("home")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("account_change_password")
