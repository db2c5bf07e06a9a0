"""What is kept about people, their download, and the end of an account."""

from allauth.core import ratelimit
from django.contrib.auth import logout
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from tfl.accounts.access import AuthedRequest, signed_in
from tfl.accounts.forms import posted
from tfl.core.clock import today
from tfl.core.errors import ServiceError
from tfl.core.privacy import UNTIL_DELETED, Impersonal, personal
from tfl.ops.forms import DeleteAccountForm
from tfl.ops.privacy import (
    concerning,
    delete_account,
    export_account,
    obstacles,
    shown_sections,
)

TOO_MANY = 429


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The decisions of `tfl.core.privacy`, for everybody to read. Asks the database nothing of its own."""
    sections = [(title, personal(decisions.values())) for title, decisions in shown_sections()]
    impersonal = [
        decision.holds
        for _title, decisions in shown_sections()
        for decision in decisions.values()
        if isinstance(decision, Impersonal)
    ]
    context = {
        "sections": [section for section in sections if section[1]],
        "impersonal": list(dict.fromkeys(impersonal)),
        "until_deleted": UNTIL_DELETED,
    }
    return render(request, "ops/privacy.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def account_export(request: AuthedRequest) -> HttpResponse:
    """GET says what is in it, POST is the download."""
    allowed = ratelimit.consume(request, action="export_account", user=request.user)
    if request.method == "POST" and allowed:
        return _download(request)
    every = [
        each for _title, decisions in shown_sections() for each in personal(decisions.values())
    ]
    context = {
        "exported": [each for each in every if each.exported_as],
        "withheld": [each for each in every if not each.exported_as],
        "too_many": not allowed,
    }
    return render(request, "ops/account_export.html", context, status=200 if allowed else TOO_MANY)


@never_cache
@sensitive_post_parameters("confirmation")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def account_delete(request: AuthedRequest) -> HttpResponse:
    """Says beforehand what is erased, what is kept without the name and why; or what must happen first."""
    has_password = request.user.has_usable_password()
    form = DeleteAccountForm(posted(request), has_password=has_password)
    status = 422 if form.is_bound else 200
    if not ratelimit.consume(request, action="reauthenticate", user=request.user):
        form.add_error(None, _("Too many attempts. Wait a minute, then try again."))
        status = TOO_MANY
    if form.is_valid():
        try:
            delete_account(user=request.user, confirmation=form.cleaned_data["confirmation"])
        except ServiceError as error:
            form.refuse(error)
        else:
            logout(request)
            return redirect("account_deleted")
    erased, kept = concerning(request.user)
    context = {
        "form": form,
        "erased": erased,
        "kept": kept,
        "obstacles": obstacles(request.user),
    }
    return render(request, "ops/account_delete.html", context, status=status)


@require_safe
def account_deleted(request: HttpRequest) -> HttpResponse:
    return render(request, "ops/account_deleted.html")


def _download(request: AuthedRequest) -> HttpResponse:
    response = JsonResponse(
        export_account(request.user),
        encoder=DjangoJSONEncoder,
        json_dumps_params={"indent": 2, "ensure_ascii": False},
    )
    name = f"account-{today():%Y-%m-%d}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
