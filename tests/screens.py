"""A picture of every page, for each role, with demo data: `python -m tests.screens [role …]`, as
`make screens` does. They land in `var/screens/<role>/`, one for each width and theme.

Pages are found as people find them, by their links, one for each address of the URL configuration. Those
that no link leads anybody to are named at the end.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import django
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.servers import CHROMIUM_FLAGS, chromium_program, free_port, wait_until

ROOT: Final = Path(__file__).resolve().parent.parent
SCREENS: Final = ROOT / "var" / "screens"
WIDTHS: Final = (360, 768, 1280)
THEMES: Final = ("light", "dark")
HEIGHT: Final = 900
SECONDS_TO_START: Final = 600
NOT_OURS: Final = ("admin:", "api-1:")
"""The back office and the page of the endpoints are the libraries’."""
STRANGER: Final = "anybody"
Found = dict[str, str]
"""By the name of an address, the first path that has it."""


def main(wanted: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tfl.settings.dev")
    django.setup()
    seen: set[str] = set()
    with _demo() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_program(), args=CHROMIUM_FLAGS
        )
        for role, email in _people():
            if not wanted or role in wanted:
                pages = _photograph(browser, site, role, email)
                seen |= pages
                _say(f"{role}: {len(pages)} pages")
    if not wanted:
        _say("No link led to: " + ", ".join(sorted(_all_pages() - seen)))
    _say(f"Look at them: {SCREENS.relative_to(ROOT)}")


def _people() -> list[tuple[str, str]]:
    """Role, as in a folder's name, and address of whoever is listed for it; first nobody in particular."""
    from tfl.ops.demo import ACCOUNTS  # noqa: PLC0415  once the settings are there

    return [(STRANGER, ""), *((_file_name(role), email) for role, email, _password in ACCOUNTS)]


@contextmanager
def _demo() -> Iterator[str]:
    """The product as `make run` serves it, with a demo of its own, until the block ends."""
    var = SCREENS / ".demo"
    var.mkdir(parents=True, exist_ok=True)
    port, log = free_port(), var / "up.log"
    command = [sys.executable, "manage.py", "up", "--port", str(port), "--end-with-parent"]
    with log.open("w") as output:
        server = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | {"TFL_VAR": str(var)}, stdout=output, stderr=output
        )
    try:
        _say("Making the demo …")
        wait_until(
            lambda: "Ready after" in log.read_text() or server.poll() is not None,
            what="start of the demo",
            seconds=SECONDS_TO_START,
        )
        if server.poll() is not None:
            raise SystemExit(log.read_text())
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _photograph(browser: Browser, site: str, role: str, email: str) -> set[str]:
    """Every page this person's links lead to. Returns the names of their addresses."""
    with _sitting(browser, site, email, WIDTHS[-1], THEMES[0]) as page:
        found = _follow_links(page, site)
    folder = SCREENS / role
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    for width, theme in product(WIDTHS, THEMES):
        with _sitting(browser, site, email, width, theme) as page:
            for name, path in found.items():
                page.goto(site + path)
                page.screenshot(
                    path=folder / f"{_file_name(name)}-{width}-{theme}.png", full_page=True
                )
    return set(found)


@contextmanager
def _sitting(browser: Browser, site: str, email: str, width: int, theme: Any) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHT}, color_scheme=theme, reduced_motion="reduce"
    )
    page = context.new_page()
    if email:
        _sign_in(context, page, site, email)
    yield page
    context.close()


def _sign_in(context: BrowserContext, page: Page, site: str, email: str) -> None:
    """Once for each person; the other contexts get the same session."""
    if email not in _sessions:
        from tfl.ops.demo.people import PASSWORD  # noqa: PLC0415  once the settings are there

        page.goto(f"{site}/accounts/login/")
        page.fill("[name=login]", email)
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        _sessions[email] = [each for each in context.cookies() if each.get("name") == "sessionid"]
    context.add_cookies(_sessions[email])


_sessions: dict[str, list[Any]] = {}


def _follow_links(page: Page, site: str) -> Found:
    """From the front page on, breadth first. What is no page is left out, and what leads away; a page that
    sends people on is the one they come to.
    """
    found: Found = {}
    tried: set[str | None] = {None}
    ahead = ["/"]
    while ahead:
        path = ahead.pop(0)
        name = _name_of(path)
        if name in tried or not _is_page(page, site + path):
            continue
        tried.add(name)
        page.goto(site + path)
        arrived = _name_of(page.url)
        if arrived and arrived not in found:
            found[arrived] = path
        ahead += page.eval_on_selector_all(
            "a[href]", "all => all.map(a => a.href.startsWith(location.origin) ? a.pathname : '')"
        )
    return found


def _is_page(page: Page, address: str) -> bool:
    return page.request.head(address).headers.get("content-type", "").startswith("text/html")


def _name_of(path: str) -> str | None:
    """Of the address in the URL configuration; None for what is not ours."""
    from django.urls import Resolver404, resolve  # noqa: PLC0415  once the settings are there

    try:
        name = resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None
    return None if not name or name.startswith(NOT_OURS) else name


def _all_pages() -> set[str]:
    """What can be read by anybody at all, by the access matrix."""
    from tests.access_matrix import ROWS  # noqa: PLC0415  once the settings are there
    from tests.test_pages import NO_PAGES  # noqa: PLC0415

    readable = {row.route for row in ROWS if row.label.split()[0] in {"GET", "all"}}
    return {each for each in readable - NO_PAGES if not each.startswith((*NOT_OURS, "backoffice"))}


def _file_name(words: str) -> str:
    return re.sub(r"\W+", "-", words.lower()).strip("-")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
