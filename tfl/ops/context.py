"""What the base template shows on every page: where one can go, and whether there is news."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Final

from django.conf import settings
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from badges.selectors.celebration import Celebrated, celebrated_in, with_celebrations
from tfl.accounts.models import Notice, Role, User

PLACES: Final[tuple[tuple[Role, str, str | Promise], ...]] = (
    (Role.STUDENT, "mission", _("This month")),
    (Role.STUDENT, "wallet", _("Badges")),
    (Role.STUDENT, "consent", _("Employers")),
    (Role.PARENT, "children", _("Children")),
    (Role.PARENT, "wallet", _("Badges")),
    (Role.MENTOR, "mentor_home", _("Whose move")),
    (Role.MENTOR, "score_sheet", _("Scores")),
    (Role.MENTOR, "mentor_generate", _("Generate")),
    (Role.MENTOR, "badges_issued", _("Issue badges")),
    (Role.EMPLOYER, "employer_home", _("Proof")),
    (Role.ADMIN, "people", _("People")),
    (Role.ADMIN, "people_import", _("Import")),
    (Role.ADMIN, "employer_requests", _("Employer requests")),
    (Role.ADMIN, "badge_milestones", _("Badge milestones")),
    (Role.ADMIN, "badges_issued", _("Issue badges")),
    (Role.ADMIN, "runs", _("Runs")),
    (Role.ADMIN, "tokens", _("Tokens")),
    (Role.ADMIN, "admin:index", _("Back office")),
)
"""Role, URL name, label, in the order shown. A name this installation does not have is left out."""

BELONGS: Final[dict[str, tuple[str, ...]]] = {
    "wallet": ("timeline",),
    "badges_issued": ("badge_issue", "badges_issue_many", "badge_templates", "badge_audit"),
}
"""Places whose own address does not begin the addresses of all their pages."""


@dataclass(frozen=True)
class Place:
    label: str | Promise
    url: str
    current: bool


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Costs nothing until a template looks: then one query for the roles (cached on
    the user) and one for the news: unread notices, and what is to be celebrated.
    """
    news = cache(partial(news_for, request))
    return {
        "app_name": settings.APP_NAME,
        "navigation": SimpleLazyObject(partial(places, request)),
        "unread_notices": lambda: news().unread,
        "celebrated": lambda: news().celebrated,
    }


def places(request: HttpRequest) -> list[Place]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    found = [(label, url_or_none(name)) for role, name, label in PLACES if user.has_role(role)]
    labels = {url: label for label, url in found if url}  # two roles may share a place
    homes = {url: url for url in labels}
    for name, others in BELONGS.items():
        if (place := url_or_none(name)) in labels:
            homes |= {url: place for other in others if (url := url_or_none(other))}
    here = homes.get(longest_prefix(request.path, list(homes)) or "")
    return [Place(label=label, url=url, current=url == here) for url, label in labels.items()]


@dataclass(frozen=True)
class News:
    unread: int = 0
    celebrated: Sequence[Celebrated] = ()
    """What was reached by claiming, until the dialog that says so is closed."""


def news_for(request: HttpRequest) -> News:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return News()
    unread = Notice.objects.unread().filter(user=OuterRef("pk")).order_by().values("user")
    number = Coalesce(Subquery(unread.annotate(number=Count("pk")).values("number")), 0)
    me = User.objects.filter(pk=user.pk).annotate(unread=number)
    rows = list(with_celebrations(me, "unread"))
    return News(unread=rows[0]["unread"] if rows else 0, celebrated=celebrated_in(rows))


def url_or_none(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def longest_prefix(path: str, urls: list[str]) -> str | None:
    """The place a page belongs to. The front page is a prefix of all, so it counts only as itself."""
    fitting = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(fitting, key=len, default=None)
