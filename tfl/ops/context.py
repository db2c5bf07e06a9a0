"""What the base template shows on every page: where one can go, and whether there is news."""

from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from tfl.accounts.models import Notice, Role

PLACES: Final[tuple[tuple[Role, str, str | Promise], ...]] = (
    (Role.STUDENT, "mission", _("This month")),
    (Role.STUDENT, "consent", _("Employers")),
    (Role.MENTOR, "mentor_home", _("Whose move")),
    (Role.MENTOR, "score_sheet", _("Scores")),
    (Role.MENTOR, "mentor_generate", _("Generate")),
    (Role.EMPLOYER, "employer_home", _("Proof")),
    (Role.ADMIN, "people", _("People")),
    (Role.ADMIN, "people_import", _("Import")),
    (Role.ADMIN, "employer_requests", _("Employer requests")),
    (Role.ADMIN, "runs", _("Runs")),
    (Role.ADMIN, "tokens", _("Tokens")),
    (Role.ADMIN, "admin:index", _("Back office")),
)
"""Role, URL name, label, in the order shown. A name this installation does not have is left out."""


@dataclass(frozen=True)
class Place:
    label: str | Promise
    url: str
    current: bool


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Costs nothing until a template looks: then one query for the roles (cached on
    the user) and one for the count of unread notices.
    """
    return {
        "app_name": settings.APP_NAME,
        "navigation": SimpleLazyObject(partial(places, request)),
        "unread_notices": cache(partial(count_unread, request)),
    }


def places(request: HttpRequest) -> list[Place]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    found = [(label, url_or_none(name)) for role, name, label in PLACES if user.has_role(role)]
    urls = [(label, url) for label, url in found if url]
    here = longest_prefix(request.path, [url for _label, url in urls])
    return [Place(label=label, url=url, current=url == here) for label, url in urls]


def count_unread(request: HttpRequest) -> int:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return 0
    return Notice.objects.visible_to(user).unread().count()


def url_or_none(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def longest_prefix(path: str, urls: list[str]) -> str | None:
    """The place a page belongs to. The front page is a prefix of all, so it counts only as itself."""
    fitting = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(fitting, key=len, default=None)
