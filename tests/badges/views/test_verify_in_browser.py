"""The verification page at a real browser."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page

from badges.models import Badge, BadgeStatus, ShownAs
from tests.make import make_skill, make_user
from tests.make_badges import make_badge, make_template

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Page]
STATES: dict[str, dict[str, Any]] = {
    "valid": {"shown_as": ShownAs.NAME, "evidence_link": "https://example.org/" + "a" * 200},
    "expired": {"expires_at": timezone.now() - timedelta(days=1)},
    "revoked": {"status": BadgeStatus.REVOKED, "revoked_at": timezone.now()},
}


@pytest.fixture
def look(browser: Browser, live_server: Any) -> Iterator[Open]:
    """`look(badge)` is its page, without a session; it takes what a context does."""
    contexts = []

    def open_page(badge: Badge, **options: Any) -> Page:
        contexts.append(browser.new_context(base_url=live_server.url, **options))
        page: Page = contexts[-1].new_page()
        page.goto(f"/verify/{badge.public_id}/")
        return page

    yield open_page
    for context in contexts:
        context.close()


def badge_that_is(state: str) -> Badge:
    template = make_template("Query Optimisation Fundamentals", skills=[make_skill("SQL")])
    badge = make_badge(make_user(name="Amara Okafor"), template=template)
    Badge.objects.filter(pk=badge.pk).update(**STATES[state])
    return badge


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(look: Open, state: str, scheme: str) -> None:
    page = look(badge_that_is(state), color_scheme=scheme)

    found = Axe().run(page).response["violations"]
    assert found == []


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_cut_off_on_a_small_phone_without_scripts(look: Open, state: str) -> None:
    small = {"width": 320, "height": 640}
    page = look(badge_that_is(state), viewport=small, java_script_enabled=False)

    assert page.evaluate("document.documentElement.scrollWidth") <= small["width"]
