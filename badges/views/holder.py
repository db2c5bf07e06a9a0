"""What somebody who holds badges sees and does: the wallet, claiming, a link that came by mail."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, cast

from allauth.core import ratelimit
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from badges import services
from badges.forms.holder import ShownAsForm
from badges.models import Badge
from badges.selectors import next_milestone
from badges.selectors.claim_links import ClaimLink, LinkState, find_claim_link
from badges.selectors.public import shown_recipient
from badges.selectors.wallet import Standing, count_wallet, wallet_of
from tfl.accounts.access import AuthedRequest, signed_in, to_login
from tfl.accounts.models import User
from tfl.core.errors import ServiceError

BADGES_PER_PAGE: Final = 24


@dataclass(frozen=True)
class Held:
    """A badge in the wallet."""

    badge: Badge
    standing: Standing
    named: str
    """What its public page calls its holder, if anything."""
    form: ShownAsForm | None
    """To choose that, where it has a public page."""


class Pages(Paginator):  # type: ignore[type-arg]  # generic in the stubs only
    """Pages of rows whose number is known already."""

    def __init__(self, rows: Any, *, number: int) -> None:
        super().__init__(rows, BADGES_PER_PAGE)
        self._number = number

    @cached_property
    def count(self) -> int:
        return self._number


@require_safe
@signed_in
def wallet(request: AuthedRequest) -> HttpResponse:
    """`show` narrows it to one standing; what it does not know is ignored."""
    counts = count_wallet(request.user)
    asked = request.GET.get("show")
    show = Standing(asked) if asked in Standing.values else None
    number = counts[show] if show else sum(counts.values())
    page = Pages(wallet_of(request.user, show), number=number).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "parts": _parts(page, request.user),
        "counts": [(standing, count) for standing, count in counts.items() if count],
        "total": sum(counts.values()),
        "to_claim": counts[Standing.TO_CLAIM],
        "show": show,
        "next_milestone": next_milestone(request.user) if page.number == 1 else None,
    }
    return render(request, "badges/wallet.html", context)


def _parts(page: Page[Any], holder: User) -> list[tuple[Standing, list[Held]]]:
    held = [
        _held(badge, holder, ShownAsForm(badge=badge) if badge.claimed_at else None)
        for badge in page
    ]
    return [(standing, list(some)) for standing, some in groupby(held, lambda each: each.standing)]


def _held(badge: Any, holder: User, form: ShownAsForm | None) -> Held:
    badge.recipient = holder  # the very same: its name is not asked for again
    return Held(badge, Standing(badge.standing), shown_recipient(badge), form)


@require_POST
@signed_in
def claim(request: AuthedRequest, pk: int) -> HttpResponse:
    if too_often := ratelimit.consume_or_429(request, action="claim_badge", user=request.user):
        return cast("HttpResponse", too_often)
    return _claim(request, get_object_or_404(_own(request), pk=pk))


def _claim(request: AuthedRequest, badge: Badge) -> HttpResponse:
    """A second click finds the badge claimed and says the same. What was reached is celebrated there."""
    try:
        services.claim_badge(badge=badge, by=request.user)
    except ServiceError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("“%(badge)s” is yours.") % {"badge": badge.template.name})
    return _back_to(request, badge)


@require_POST
@signed_in
def shown_as(request: AuthedRequest, pk: int) -> HttpResponse:
    """How the public page names its holder; the badge's tile for htmx."""
    badge = get_object_or_404(wallet_of(request.user), pk=pk)
    form = ShownAsForm(request.POST, badge=badge)
    if form.is_valid():
        badge.shown_as = form.cleaned_data["shown_as"]
        services.show_as(badge=badge, shown_as=badge.shown_as, by=request.user)
        messages.success(request, _("Saved."))
    elif not request.htmx:
        messages.error(request, _("Choose one of the ways offered."))
    if not request.htmx:
        return _back_to(request, badge)
    held = _held(badge, request.user, form)
    status = 200 if form.is_valid() else 422
    return render(request, "badges/wallet.html#tile", {"held": held}, status=status)


def _own(request: AuthedRequest) -> Any:
    return Badge.objects.held_by(request.user).select_related("template")


def _back_to(request: HttpRequest, badge: Badge) -> HttpResponse:
    """To the badge, on the page of the wallet that the form was on."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"{reverse('wallet')}{query}#badge-{badge.pk}")


# The link in a mail ----------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def claim_link(request: HttpRequest, token: str) -> HttpResponse:
    """Shows the badge to whoever has the link. POST claims it, for whoever has proven the address."""
    if too_often := ratelimit.consume_or_429(request, action="claim_link", limit_get=True):
        return cast("HttpResponse", too_often)
    link = find_claim_link(token, request.user)
    if link and link.state is LinkState.HELD:
        return _back_to(request, link.badge)
    if request.method == "POST":
        return _claim_by_link(request, link)
    return _link_page(request, link)


def _claim_by_link(request: HttpRequest, link: ClaimLink | None) -> HttpResponse:
    if not request.user.is_authenticated:
        return to_login(request)
    if link is None or link.state is not LinkState.YOURS:
        return _link_page(request, link, to_act=True)
    services.attach_badges(request.user)
    link.badge.refresh_from_db(fields=["recipient"])
    return _claim(cast("AuthedRequest", request), link.badge)


def _link_page(
    request: HttpRequest, link: ClaimLink | None, *, to_act: bool = False
) -> HttpResponse:
    """What the link shows, or why nothing. Somebody else may look and not act."""
    if link is None:
        status = 404
    elif link.shows_the_badge:
        status = 403 if to_act else 200
    else:
        status = 410
    context = {"link": link, "state": link.state.value if link else "unknown"}
    response = render(request, "badges/claim_link.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
