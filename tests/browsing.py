"""People at a real browser, on a running server. Such tests are marked `browser`, and `django_db` with
`transaction=True`.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, expect

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


class Hand:
    """How somebody works a page: with a pointer, or with keys alone."""

    def __init__(self, page: Page, *, by_keyboard: bool) -> None:
        self.page = page
        self.by_keyboard = by_keyboard

    def to(self, target: Locator) -> None:
        """Walk there with the Tab key."""
        self._settle()
        element = target.element_handle()
        for _ in range(120):
            if element.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"no way to {target} by keyboard")

    def follow(self, target: Locator) -> None:
        """A link, a button, a disclosure."""
        self._settle()
        if not self.by_keyboard:
            target.click()
            return
        self.to(target)
        self.page.keyboard.press("Enter")

    def write(self, target: Locator, text: str) -> None:
        if not self.by_keyboard:
            target.fill(text)
            return
        self.to(target)
        self.page.keyboard.type(text)

    def tick(self, target: Locator, *, on: bool = True) -> None:
        """A checkbox, or the first of some radio buttons."""
        if not self.by_keyboard:
            target.set_checked(on)
            return
        self.to(target)
        self.page.keyboard.press("Space")

    def second_of(self, first: Locator, second: Locator) -> None:
        """Of two radio buttons."""
        if not self.by_keyboard:
            second.check()
            return
        self.to(first)
        self.page.keyboard.press("ArrowDown")

    def _settle(self) -> None:
        """What htmx put there answers from then on."""
        expect(self.page.locator(".htmx-settling")).to_have_count(0)

    # By what they are called -------------------------------------------------------------------------

    def press(self, name: str, *, within: Locator | None = None) -> None:
        """The button or link, of the whole page unless said otherwise."""
        place = within or self.page
        button = place.get_by_role("button", name=name, exact=True)
        self.follow(button.or_(place.get_by_role("link", name=name, exact=True)))

    def fill(self, label: str, text: str) -> None:
        self.write(self.page.get_by_label(label), text)

    def check(self, label: str, *, on: bool = True) -> None:
        self.tick(self.page.get_by_label(label), on=on)

    def choose(self, label: str, option: str) -> None:
        """From a list that opens."""
        options = self.page.get_by_label(label, exact=True)
        if self.by_keyboard:
            self.write(options, option)
        else:
            options.select_option(option)

    def date(self, label: str, day: date) -> None:
        """Browsers that are not told otherwise take keys in the American order."""
        self.fill(label, f"{day:%m%d%Y}" if self.by_keyboard else day.isoformat())
