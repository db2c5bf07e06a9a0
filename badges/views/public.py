"""What everybody may see of badges, without signing in: a page to check one, and the same as Open Badges 2.0
documents. All are the same for everybody, so browsers and caches may keep them for a moment.
"""

from email.utils import parseaddr
from http import HTTPStatus
from typing import Final, TypeVar
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from badges import open_badges
from badges.icons import medal_svg
from badges.models import Badge
from badges.selectors.public import (
    Standing,
    public_badges,
    public_templates,
    public_url,
    recipient_salt,
    shown_recipient,
    standing,
)

KEPT_FOR: Final = 60
"""Seconds for which a revocation, or a name taken back, may go unnoticed."""

Response = TypeVar("Response", bound=HttpResponse)


@require_safe
def badge_verify(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Rendered without the request: it knows of no session."""
    badge = get_object_or_404(public_badges(), public_id=public_id)
    is_worth = standing(badge)
    page = render_to_string(
        "badges/verify.html",
        {
            "badge": badge,
            "template": badge.template,
            "standing": is_worth.value,
            "medal": "claimed" if is_worth is Standing.VALID else is_worth.value,
            "recipient": shown_recipient(badge),
            "skills": [skill.name for skill in badge.template.skills.all()],
            "url": public_url("badge_verify", public_id),
            "data_url": public_url("badge_assertion", public_id),
            "site_url": settings.SITE_URL,
            "app_name": settings.APP_NAME,
            "now": timezone.now(),
        },
    )
    response = HttpResponse(page)
    response["X-Robots-Tag"] = "noindex"
    return _for_everybody(response)


@require_safe
def badge_assertion(request: HttpRequest, public_id: UUID) -> HttpResponse:
    badge = get_object_or_404(public_badges(), public_id=public_id)
    if badge.is_revoked:
        url = public_url("badge_assertion", public_id)
        return _document(request, open_badges.revoked_assertion(url=url), HTTPStatus.GONE)
    return _document(request, _assertion(badge))


@require_safe
def badge_class(request: HttpRequest, pk: int) -> HttpResponse:
    template = get_object_or_404(public_templates(), pk=pk)
    found = open_badges.badge_class(
        url=public_url("badge_class", pk),
        name=template.name,
        criteria=template.description,
        image_url=public_url("badge_image", pk),
        issuer_url=public_url("badge_issuer"),
        skills=[skill.name for skill in template.skills.all()],
    )
    return _document(request, found)


@require_safe
def badge_image(request: HttpRequest, pk: int) -> HttpResponse:
    template = get_object_or_404(public_templates(), pk=pk)
    drawing = medal_svg(template.icon, title=template.name)
    return _for_everybody(HttpResponse(drawing, content_type="image/svg+xml"))


@require_safe
def badge_issuer(request: HttpRequest) -> HttpResponse:
    _name, email = parseaddr(settings.DEFAULT_FROM_EMAIL)
    found = open_badges.issuer(
        url=public_url("badge_issuer"),
        name=settings.APP_NAME,
        site=settings.SITE_URL,
        email=email,
    )
    return _document(request, found)


def _assertion(badge: Badge) -> open_badges.Document:
    return open_badges.assertion(
        url=public_url("badge_assertion", badge.public_id),
        email=badge.recipient.email if badge.recipient else "",
        salt=recipient_salt(badge),
        badge_class_url=public_url("badge_class", badge.template_id),
        issued_at=badge.issued_at,
        expires_at=badge.expires_at,
        evidence_link=badge.evidence_link,
    )


def _document(
    request: HttpRequest, document: open_badges.Document, status: int = HTTPStatus.OK
) -> HttpResponse:
    """As JSON-LD, or as plain JSON where only that is asked for."""
    kind = request.get_preferred_type([open_badges.LD_JSON, "application/json"])
    response = JsonResponse(document, status=status, content_type=kind or open_badges.LD_JSON)
    patch_vary_headers(response, ["Accept"])
    return _for_everybody(response)


def _for_everybody(response: Response) -> Response:
    """Kept for a moment, and readable by checkers on other sites."""
    patch_cache_control(response, public=True, max_age=KEPT_FOR)
    response["Access-Control-Allow-Origin"] = "*"
    return response
