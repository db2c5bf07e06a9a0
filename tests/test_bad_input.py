"""Hostile and senseless input to every form, address and search there is: never a 500, never half saved,
never rendered as it came. Forms are those of the access matrix, so that a new one is among them.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver, reverse

from tests.access_calls import Call, call_for
from tests.access_matrix import ACTORS, ROWS, Row
from tests.test_access_matrix import is_success, noting_writes, path_of
from tests.world import World, moment, rolled_back
from tfl.core import health

pytestmark = pytest.mark.django_db

MARK = "<script>hostile"
TEXTS = (
    "",
    " \t\n",
    "x" * 10_000,
    "😀" * 300,
    "\x00",
    "a\x00b",
    "\u202egnp.exe",
    f"{MARK}</script>",
    f'"><img src=x onerror=hostile>{MARK}',
    "'; DROP TABLE students; --",
    "{{ 7 * 7 }}{% load x %}%s%n",
    "a\r\nSet-Cookie: hostile=1",
    "javascript:alert(1)",
    "../../etc/passwd",
    b"\xed\xa0\x80",  # a lone surrogate
    b"\xff\xfe",  # no UTF-8
)
NUMBERS = ("0", "-1", "1.5", "1e400", "NaN", "Infinity", "٣", "99999999999999999999", "9" * 400)
DAYS = ("0000-00-00", "9999-12-31", "0001-01-01", "2026-02-30", "2026-3-1")
HOSTILE: tuple[str | bytes, ...] = (*TEXTS, *NUMBERS, *DAYS)
FEW: tuple[str | bytes, ...] = (
    " \t\n",
    "\x00",
    f"{MARK}</script>",
    b"\xff\xfe",
    "NaN",
    "9" * 40,
    "0000-00-00",
)
"""For Django's own forms, whose large pages take long."""
TOO_LARGE = (2**31, 2**63, 99999999999999999999, 10**30)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with moment():
        yield


def main_actor(row: Row) -> str:
    """The first who gets in."""
    return next(actor for actor in ACTORS if is_success(row.answers[actor]))


def some_get_in(row: Row) -> bool:
    return any(map(is_success, row.answers.values()))


def everything() -> dict[str, list[Any]]:
    """All rows of all our tables."""
    ours = ("accounts", "badges", "childprogress", "milestones", "skills", "account", "mfa")
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models()
        if model._meta.app_label in ours
    }


# Addresses -------------------------------------------------------------------------------------------

WITH_IDS = [
    row
    for row in ROWS
    if row.label.split()[0] in {"GET", "POST"}
    and some_get_in(row)
    and row.route in get_resolver().reverse_dict  # ours alone have no namespace
    and "(pk)s" in str(get_resolver().reverse_dict.getlist(row.route))
]


def with_id(row: Row, call: Call, id_: int) -> Iterator[str]:
    """The row's paths with one of its ids being `id_`."""
    for place, argument in enumerate(call.args):
        if isinstance(argument, int):
            arguments = [*call.args[:place], id_, *call.args[place + 1 :]]
            yield reverse(row.route, args=arguments)


@pytest.mark.parametrize("row", WITH_IDS, ids=str)
def test_an_id_that_cannot_be_is_not_found(row: Row, world: World) -> None:
    call = call_for(world, row.route, row.label)
    client = world.client(main_actor(row))
    for id_ in (0, 999_999, *TOO_LARGE):
        for path in with_id(row, call, id_):
            assert call.send(client, row.methods[0], path).status_code == 404, path


def test_all_routes_with_ids_are_tried() -> None:
    paths = {row.route for row in WITH_IDS}

    assert len(paths) > 25
    assert {"person", "milestone", "ask_for_review", "run", "token_revoke"} <= paths
    assert {"child", "item_tick", "observation_delete", "guardian_role", "child_export"} <= paths


@pytest.mark.parametrize("text", [*TEXTS[2:14], *NUMBERS], ids=lambda text: repr(text)[:20])
def test_an_address_made_of_anything_is_not_found(text: str, world: World) -> None:
    client = world.client("admin")
    hostile = quote(text, safe="")

    for path in (
        f"/invitation/{hostile}/",
        f"/invitation/1.{hostile}/",
        f"/badges/claim/{hostile}/",
        f"/{hostile}",
        f"/people/{hostile}/",
        f"/milestones/1/ask/{hostile}/1/",
        f"/accounts/confirm-email/{hostile}/",
        f"/accounts/password/reset/key/{hostile}-x/",
        f"/backoffice/skills/skill/{hostile}/change/",
        f"/backoffice/skills/skillcategory/{hostile}/change/",
        f"/backoffice/{hostile}/",
        f"/static/{hostile}",
        f"/api/{hostile}",
    ):
        response = client.get(path)
        assert response.status_code < 500, path
        assert MARK.encode() not in response.getvalue(), path


@pytest.mark.parametrize("text", [*TEXTS[2:14], *NUMBERS], ids=lambda text: repr(text)[:20])
def test_an_address_of_a_record_made_of_anything_is_not_found(text: str, world: World) -> None:
    client = world.client("guardian owner")
    hostile, pk = quote(text, safe=""), world.child.pk

    for path in (
        f"/children/{hostile}/",
        f"/children/invitation/{hostile}/",
        f"/children/invitation/1.{hostile}/",
        f"/children/{pk}/checklist/{hostile}/",
        f"/children/{pk}/items/{hostile}/",
        f"/children/{pk}/keepsake/{hostile}/",
        f"/children/{pk}/notes/{hostile}/",
        f"/api/children/{hostile}/milestones",
        f"/api/children/{pk}/milestones/{hostile}",
    ):
        response = client.get(path)
        assert response.status_code in {404, 405, 422}, path
        assert MARK.encode() not in response.getvalue(), path


def test_no_number_is_too_large_for_the_endpoints_of_a_record(world: World) -> None:
    client = world.client("guardian owner")
    for id_ in (0, 999_999, *TOO_LARGE):
        assert client.get(f"/api/children/{id_}/milestones").status_code == 404
        for path in (
            f"/api/children/{id_}/milestones/{world.item.pk}",
            f"/api/children/{world.child.pk}/milestones/{id_}",
        ):
            sent = client.patch(path, '{"achieved": true}', content_type="application/json")
            assert sent.status_code == 404, path


# Searches --------------------------------------------------------------------------------------------

PARAMETERS = (
    "q",
    "page",
    "email",
    "month",
    "cohort",
    "role",
    "skill",
    "show",
    "student",
    "next",
    "p",
    "o",
    "template",
    "skills",
    "status",
    "state",
    "person",
    "action",
    "child",
    "from",
    "ageBand",
    "dimension",
    "sentiment",
    "author",
    "since",
    "until",
    "on",
    "note",
    "earlier",
    "deleted",
)
SHOWN = [
    row
    for row in ROWS
    if row.label.split()[0] in {"GET", "all"}
    and some_get_in(row)
    and not row.route.startswith(("admin:accounts", "mfa_", "backoffice"))
]


@pytest.mark.parametrize("row", SHOWN, ids=str)
def test_whatever_is_searched_for(row: Row, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_broker", lambda: health.OK)
    call = call_for(world, row.route, row.label)
    path = path_of(row.route, call)
    client = world.client(main_actor(row))
    for value in (*FEW, "x" * 10_000, "99999999999999999999", "-1", "٣", "9999-12", "javascript:x"):
        response = client.get(f"{path}?{urlencode(dict.fromkeys(PARAMETERS, value))}")
        assert response.status_code < 500, value
        assert MARK.encode() not in response.getvalue()
        assert "hostile" not in response.cookies
        assert not re.match("javascript:|//", response.headers.get("Location", ""))


# Forms -----------------------------------------------------------------------------------------------

FORMS = [
    row
    for row in ROWS
    if row.methods == ("POST",) and not row.route.startswith("api-1:") and some_get_in(row)
]


def post(client: Client, path: str, form: Mapping[str, Any]) -> Any:
    """As a browser does, but for what no browser would let through."""
    body = urlencode(form, doseq=True)
    return client.post(path, body, content_type="application/x-www-form-urlencoded")


def variants(form: Mapping[str, Any], hostile: tuple[str | bytes, ...]) -> Iterator[dict[str, Any]]:
    """The form with one field gone, twice there, or hostile; empty; with fields nobody asked for."""
    yield {}
    yield {**form, "is_superuser": "1", "id": "1", "state": "Verified", "by": "1", "csrf": MARK}
    for name, value in form.items():
        if name.endswith("_FORMS"):  # how many rows Django's own inline form renders
            continue
        without = {key: kept for key, kept in form.items() if key != name}
        yield without
        yield {**form, name: [value, "x", value]}
        for bad in hostile:
            yield {**form, name: bad}


@pytest.mark.parametrize("row", FORMS, ids=str)
def test_whatever_is_sent(row: Row, world: World) -> None:
    call = call_for(world, row.route, row.label)
    path = path_of(row.route, call)
    form = {k: v for k, v in call.form.items() if not isinstance(v, SimpleUploadedFile)}
    ours = not path.startswith("/backoffice/")
    for variant in variants(form, HOSTILE if ours else FEW):
        with rolled_back(), noting_writes() as writes:
            client = world.client(main_actor(row))
            response = post(client, path, variant)
            assert response.status_code < 500, variant
            assert MARK.encode() not in response.getvalue(), variant
            assert not re.match("javascript:|//", response.headers.get("Location", "")), variant
            where = response.headers.get("Location", "")
            if MARK in str(variant) and where.startswith("/"):
                shown = client.get(where)
                assert shown.status_code < 500
                assert MARK.encode() not in shown.getvalue(), variant
        if 400 <= response.status_code < 500 and writes:
            leaves_nothing(row, world, path, variant)


def leaves_nothing(row: Row, world: World, path: str, variant: dict[str, Any]) -> None:
    """What was written on the way to a refusal went back with its transaction."""
    with rolled_back():
        before = everything()
        post(world.client(main_actor(row)), path, variant)
        assert everything() == before, variant


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00" * 100,
        b"email,roles\nnew@example.org\x00,mentor",
        b"email,roles\n" + b"x" * 10_000 + b"@example.org,mentor",
        b"email,roles\nnew@example.org,<script>hostile",
        b"email,roles,score:SQL\nnew@example.org,student,1e400",
        b"email,roles,score:SQL\nnew@example.org,student,NaN",
        b"email,roles,score:SQL\nnew@example.org,student,99999999999999999999",
        b"email,email\na@example.org,b@example.org",
        b'"email,roles\nnew@example.org,mentor',
        b"email,name,roles\nnew@example.org,\xff\xfe,mentor",
        b"\xff\xfee\x00m\x00",
        b"email,roles\n=cmd|' /C calc'!A0@example.org,mentor",
        b"email;roles\r\rnew@example.org;mentor",
        b"\n" * 10_000,
        b"email,roles\n" + b"a@example.org,mentor\n" * 3000,
    ],
    ids=lambda raw: repr(raw)[:40],
)
def test_whatever_is_uploaded(raw: bytes, world: World) -> None:
    client = world.client("admin")
    with rolled_back():
        response = client.post(
            "/people/import/", {"file": SimpleUploadedFile("p.csv", raw)}, follow=True
        )
        assert response.status_code < 500
        assert MARK.encode() not in response.getvalue()
        path = response.request["PATH_INFO"]
        if path != "/people/import/":
            assert client.post(path, follow=True).status_code < 500


def test_a_body_too_large_or_with_too_many_fields_is_refused(world: World) -> None:
    client = world.client("student")

    assert post(client, "/account/", {"name": "x" * 3_000_000}).status_code == 400
    assert post(client, "/account/", {f"f{n}": "1" for n in range(3000)}).status_code == 400
    assert post(client, "/account/", {"name": ["x"] * 3000}).status_code == 400


def test_an_unknown_content_type_is_no_form(world: World) -> None:
    client = world.client("student")
    for content_type in ("application/json", "text/xml", "multipart/form-data", "nonsense", ""):
        with rolled_back():
            response = client.post("/account/", b'{"name": "x"}', content_type=content_type)
            assert response.status_code < 500, content_type
