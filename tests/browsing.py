"""People at a real browser, on a running server. Such tests are marked `browser`, and `django_db` with
`transaction=True`.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from tfl.accounts.models import Student, User

Sit = Callable[..., Page]


@pytest.fixture
def sit(browser: Browser, live_server: Any) -> Iterator[Sit]:
    """`sit(alice)` is a page of a browser in which she is signed in; it takes what a context does."""
    contexts = []

    def open_page(person: User | Student, **options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        client = Client()
        client.force_login(person.user if isinstance(person, Student) else person)
        name = settings.SESSION_COOKIE_NAME
        key = client.cookies[name].value
        context.add_cookies([{"name": name, "value": key, "url": live_server.url}])
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
