"""Keys for system clients."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tfl.accounts import services
from tfl.accounts.access import AuthedRequest, role_required
from tfl.accounts.forms import posted
from tfl.accounts.models import ApiToken, Role
from tfl.ops import selectors
from tfl.ops.forms import TokenForm

TOKENS_PER_PAGE = 30


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMIN)
def tokens(request: AuthedRequest) -> HttpResponse:
    """The answer to the POST that makes a token shows its secret. No other page ever does."""
    form = TokenForm(posted(request))
    if form.is_valid():
        token, secret = services.create_token(**form.cleaned_data, by=request.user)
        context = {"token": token, "secret": secret}
        return render(request, "ops/token_created.html", context, status=201)
    page = Paginator(selectors.tokens(), TOKENS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page}
    return render(request, "ops/tokens.html", context, status=422 if form.is_bound else 200)


@require_POST
@role_required(Role.ADMIN)
def token_revoke(request: AuthedRequest, pk: int) -> HttpResponse:
    services.revoke_token(token=get_object_or_404(ApiToken, pk=pk), by=request.user)
    messages.success(request, _("Revoked. It opens nothing any more."))
    return redirect("tokens")
