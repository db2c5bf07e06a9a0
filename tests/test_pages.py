"""Every page there is, for each kind of person who may open it: well-formed, labelled, under the policy for
scripts, in a fixed number of queries. Pages are those of the access matrix, so that a new one is among them.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse

from tests.access_calls import call_for
from tests.access_matrix import ACTORS, ROWS
from tests.html import Page, read
from tests.milestones.views.months import queries
from tests.test_access_matrix import path_of
from tests.world import World, moment

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12
NO_PAGES = {
    "healthz",
    "readyz",
    "mfa_download_recovery_codes",
    "admin:autocomplete",
    "admin:jsi18n",
}
FOREIGN = ("api-1:", "admin:", "backoffice/")
"""Django's and Ninja's own pages: under the policy for scripts, but not of our making."""
ALIKE = {"guardian viewer", "another parent", "another student", "another mentor"}
"""Who gets the same pages as somebody before them."""
OF_RECORDS = ("child", "checklist", "guardian", "observation")
"""But for these, where a viewer finds nothing to change."""

PAGES = [
    (row.route, row.label, actor)
    for row in ROWS
    for actor in ACTORS
    if row.label.split()[0] in {"GET", "all"}
    and row.answers[actor] == "200"
    and row.route not in NO_PAGES
    and (actor not in ALIKE or (actor == "guardian viewer" and row.route.startswith(OF_RECORDS)))
]
OURS = [page for page in PAGES if not page[0].startswith(FOREIGN)]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with moment():
        yield


def open_page(world: World, route: str, label: str, actor: str) -> tuple[HttpResponse, int]:
    """The answer, and the number of queries of a second look: the first one logs that it happened."""
    call = call_for(world, route, label)
    path = path_of(route, call) + call.query
    client = world.client(actor)
    client.get(path)
    with queries() as ran:
        response: Any = client.get(path)
    assert response.status_code == 200
    return response, len(ran)


def policy_of(response: HttpResponse) -> dict[str, list[str]]:
    directives = response["Content-Security-Policy"].split(";")
    return {name: values for name, *values in (each.split() for each in directives if each.strip())}


@pytest.mark.parametrize(("route", "label", "actor"), PAGES, ids=" · ".join)
def test_page(route: str, label: str, actor: str, world: World) -> None:
    response, statements = open_page(world, route, label, actor)
    html = response.content.decode()
    page = read(html)

    check_policy(response, page)
    if route.startswith(FOREIGN) or "html" not in response["Content-Type"]:
        return
    check_html(html, page)
    check_forms(page)
    if actor == "student":
        check_words(page)
    assert statements <= MOST_QUERIES


def check_policy(response: HttpResponse, page: Page) -> None:
    policy = policy_of(response)
    nonces = {value for values in policy.values() for value in values if "nonce" in value}
    assert "unsafe" not in response["Content-Security-Policy"]
    assert policy["default-src"] == ["'none'"]
    assert policy["frame-ancestors"] == ["'none'"]
    for element in page.all("script", "style"):
        is_data = element.attributes.get("type") == "application/json"
        if "src" not in element.attributes and not is_data:
            assert f"'nonce-{element.attributes.get('nonce')}'" in nonces, element.text[:80]
    for element in page.elements:
        inline = [name for name in element.attributes if name == "style" or name.startswith("on")]
        assert not inline, (element.tag, element.attributes)
        for name in ("src", "action", "formaction"):
            assert not re.match("(https?:)?//|javascript:", element.attributes.get(name, ""))
    for link in page.all("link"):
        assert link.attributes["href"].startswith(("/", "data:")), "a page asks no other host"


def check_html(html: str, page: Page) -> None:
    assert html.lstrip().lower().startswith("<!doctype html>")
    assert page.mistakes == []
    assert page.repeated_ids() == set()
    assert page.all("html")[0].attributes["lang"] == "en"
    assert page.all("title")[0].text.strip()
    assert [bool(each.text.strip()) for each in page.all("h1")] == [True]
    assert len(page.all("main")) == 1
    for image in page.all("img"):
        assert "alt" in image.attributes
    ids = {each.attributes.get("id") for each in page.elements}
    for link in page.all("a"):
        target = link.attributes.get("href", "")
        assert target, f"a link without an address: {link.text.strip()!r}"
        if target.startswith("#"):
            assert target[1:] in ids, target
    for element in page.elements:
        for name in ("aria-describedby", "aria-labelledby", "for"):
            for id_ in element.attributes.get(name, "").split():
                assert id_ in ids, f"{name} of {element.attributes} points nowhere"
    for button in page.all("button"):
        assert button.text.strip() or button.attributes.get("aria-label"), button.attributes


def check_forms(page: Page) -> None:
    assert page.unlabelled() == []
    for form in page.forms("post"):
        names = [each.attributes.get("name") for each in page.fields(form)]
        assert names.count("csrfmiddlewaretoken") == 1, form.attributes
    for form in page.forms("get"):
        assert "csrfmiddlewaretoken" not in [
            each.attributes.get("name") for each in page.fields(form)
        ]
    for choice in page.all("input"):
        if choice.attributes.get("type") == "radio":
            assert choice.inside("fieldset"), "a choice without what is asked"


def check_words(page: Page) -> None:
    """Never said to students."""
    body = page.all("body")[0].text
    assert not re.search(r"\b(fail\w*|behind|rank\w*)\b", body, re.IGNORECASE)


def test_all_kinds_of_pages_are_looked_at() -> None:
    assert len({route for route, _label, _actor in OURS}) > 40
    assert {actor for _route, _label, actor in OURS} == set(ACTORS) - ALIKE | {"guardian viewer"}


def test_mistakes_are_seen() -> None:
    page = read(
        "<main><h1>One</h2><label for=a>A</label><input id=a><input id=a name=b class=x class=y>"
        "<input name=c><form method=post><input name=d></form><p>Open"
    )

    assert page.mistakes == [
        "</h2> in h1, line 1",
        "<input> repeats an attribute: ['id', 'name', 'class', 'class']",
        "<main> is not closed",
        "<h1> is not closed",
        "<p> is not closed",
    ]
    assert page.repeated_ids() == {"a"}
    assert page.unlabelled() == ["{'name': 'c'}", "{'name': 'd'}"]
    with pytest.raises(AssertionError):
        check_forms(page)
