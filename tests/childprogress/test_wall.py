"""The wall: what guardians keep about a child is reachable by that child's guardians and nobody else, by any
route. Routes are those of the URL configuration; one that names something of a record nobody thought of fails
in `named`. What leaves by logs, mails and reports: `test_wall_outside`.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.core import mail
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from childprogress.models import MilestoneDefinition
from tests.access_calls import CALLS, Call, call_for
from tests.access_matrix import ACTORS, ROWS
from tests.childprogress.canaries import DELETED, everything_in, traces
from tests.make_children import make_observation
from tests.test_access_matrix import answer, noting_writes, path_of, plain_403
from tests.world import World, moment, rolled_back
from tfl import urls
from tfl.accounts.models import User
from tfl.core import health

pytestmark = pytest.mark.django_db

GUARDIANS = ("guardian owner", "guardian viewer")
STRANGERS = tuple(actor for actor in ACTORS if actor not in GUARDIANS)
SHUT = {"login", "401", "403", "404", "405"}
AS_HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/children/"}
FORM = "application/x-www-form-urlencoded"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
WAYS: list[tuple[str, dict[str, str]]] = [(method, {}) for method in METHODS]
WAYS += [("GET", AS_HTMX), ("POST", AS_HTMX)]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with moment():
        yield


@pytest.fixture(autouse=True)
def deleted_note(world: World) -> Iterator[None]:
    with rolled_back():
        make_observation(
            world.child, author=world.people.owner, text=DELETED, deleted_at=world.note.created_at
        )
        yield


# Routes of a record ----------------------------------------------------------------------------------


def of_children(
    patterns: list[URLPattern | URLResolver], path: str = "", space: str = ""
) -> Iterator[tuple[str, list[str]]]:
    """Each route below /children/ and /api/children/ with the names of its arguments."""
    for pattern in patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from of_children(pattern.url_patterns, here, inner)
        elif here.startswith(("children/", "api/children/")):
            yield f"{space}{pattern.name}", list(pattern.pattern.converters)


ROUTES = dict(of_children(get_resolver().url_patterns))
OF_NO_RECORD = {
    "children",
    "child_add",
    "guardian_invite",
    "guardian_invitation",
    "guardian_invitation_revoke",
}
"""Their addresses name none."""
OF_A_RECORD = sorted(set(ROUTES) - OF_NO_RECORD)


def address(world: World, route: str) -> str:
    """With the ids of what is there."""
    named = {
        "pk": world.child.pk,
        "child_id": world.child.pk,
        "definition": world.ticked_item.pk,
        "milestone_id": world.ticked_item.pk,
        "observation": world.note.pk,
        "guardianship": world.viewers_part.pk,
        "dimension": "academic",
        "band": "early_years",
    }
    return reverse(route, args=[named[argument] for argument in ROUTES[route]])


def send(
    client: Client, method: str, path: str, body: Mapping[str, Any], headers: Mapping[str, str]
) -> Any:
    if method in {"GET", "HEAD"}:
        return client.generic(method, path, headers=headers)
    if path.startswith("/api/"):
        return client.generic(method, path, json.dumps(body), "application/json", headers=headers)
    form = urlencode(body, doseq=True)
    return client.generic(method, path, form, FORM, headers=headers)


def what_a_guardian_sends(world: World, route: str) -> Mapping[str, Any]:
    call = CALLS[route](world)
    return call.json or call.form


def test_the_routes_are_all_there() -> None:
    assert len(OF_A_RECORD) >= 20
    assert {"child", "child_export", "observation_restore", "api-1:set_achieved"} < set(OF_A_RECORD)
    assert set(ROUTES) >= OF_NO_RECORD


@pytest.mark.parametrize("route", OF_A_RECORD)
def test_an_owner_gets_through(route: str, world: World) -> None:
    """Else what follows would be shut to everybody."""
    path, body = address(world, route), what_a_guardian_sends(world, route)
    answers = set()
    for method in ("GET", "POST", "PATCH"):
        with rolled_back():
            answers.add(answer(send(world.client("guardian owner"), method, path, body, {})))

    assert answers & {"200", "302"}


def test_guardians_see_the_canaries(world: World) -> None:
    owner, viewer = map(world.client, GUARDIANS)

    for route in ("child", "observations", "child_export", "child_summary", "guardians"):
        assert traces(everything_in(owner.get(address(world, route)))), route
    assert traces(everything_in(viewer.get("/children/")))


@pytest.mark.parametrize("route", OF_A_RECORD)
def test_nobody_else_gets_through(
    route: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(urls, "handler403", plain_403, raising=False)
    path, body = address(world, route), what_a_guardian_sends(world, route)
    for actor in STRANGERS:
        for method, headers in WAYS:
            with rolled_back(), noting_writes() as writes:
                response = send(world.client(actor), method, path, body, headers)
            assert answer(response) in SHUT, (actor, method)
            assert not traces(everything_in(response)), (actor, method)
            assert writes == [], (actor, method)


def test_the_page_that_says_no_says_nothing_else(world: World) -> None:
    """With the pages a person sees, not the test's plain one."""
    for actor in STRANGERS:
        for route in ("child", "child_details", "api-1:checklists"):
            response = world.client(actor).get(address(world, route), follow=True)
            assert not traces(everything_in(response)), (actor, route)


def test_who_was_a_guardian_is_a_stranger_from_then_on(world: World) -> None:
    viewer = world.client("guardian viewer")
    paths = {route: address(world, route) for route in OF_A_RECORD}
    assert viewer.get(paths["child"]).status_code == 200

    world.viewers_part.delete()

    for route, path in paths.items():
        response = viewer.get(path)
        assert answer(response) in SHUT, route
        assert not traces(everything_in(response)), route
    for response in (viewer.get("/children/"), viewer.post("/account/export/")):
        assert response.status_code == 200
        assert not traces(everything_in(response))


# Every other route -----------------------------------------------------------------------------------

SHOWN = [row for row in ROWS if row.label.split()[0] in {"GET", "all"}]


@pytest.mark.parametrize("actor", STRANGERS)
def test_no_other_page_says_anything(
    actor: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_broker", lambda: health.OK)
    for row in SHOWN:
        with rolled_back():
            call = call_for(world, row.route, row.label)
            response = call.send(world.client(actor), "GET", path_of(row.route, call))
            assert not traces(everything_in(response)), row


@pytest.mark.parametrize("actor", STRANGERS)
def test_no_download_of_others_holds_anything(actor: str, world: World) -> None:
    response = world.client(actor).post("/account/export/")

    assert not traces(everything_in(response))


def test_a_viewers_download_says_that_they_are_one_and_no_more(world: World) -> None:
    response = world.client("guardian viewer").post("/account/export/")

    assert not traces(everything_in(response))
    export = response.json()
    assert [each["role"] for each in export["guardianships"]] == ["viewer"]
    assert export["children"] == []


# Admins ----------------------------------------------------------------------------------------------


def test_the_back_office_knows_the_items_and_no_child() -> None:
    ours = {model for model in admin.site._registry if model._meta.app_label == "childprogress"}

    assert ours == {MilestoneDefinition}


def test_an_admin_finds_nothing_in_the_back_office(world: World) -> None:
    client, item = world.client("admin"), world.ticked_item
    paths = ["", "childprogress/", "accounts/auditentry/"]
    paths += [
        f"childprogress/milestonedefinition/{rest}"
        for rest in ("", f"{item.pk}/change/", f"{item.pk}/history/", f"{item.pk}/delete/", "?q=a")
    ]
    for model in apps.get_app_config("childprogress").get_models():
        paths.append(f"childprogress/{model._meta.model_name}/{world.child.pk}/change/")
        paths += [
            f"autocomplete/?app_label=childprogress&model_name={model._meta.model_name}"
            f"&field_name={field.name}&term=c"
            for field in model._meta.fields
        ]
    for path in paths:
        response = client.get(f"/backoffice/{path}")
        assert not traces(everything_in(response)), path


@pytest.mark.parametrize(
    "lookup",
    [
        "ticks__child__name__startswith=W",
        "ticks__child__date_of_birth__year=2018",
        "ticks__child={child}",
        "ticks__child__observations__text__contains=a",
        "clarity_answers__user__guardianships__child={child}",
    ],
)
def test_an_admin_cannot_ask_by_way_of_the_items(lookup: str, world: World) -> None:
    client = world.client("admin")
    path = "/backoffice/childprogress/milestonedefinition/"
    assert client.get(path).status_code == 200

    assert client.get(f"{path}?{lookup.format(child=world.child.pk)}").status_code == 400


def test_an_admin_finds_nothing_about_a_guardian_but_that_they_are_a_parent(world: World) -> None:
    client, owner = world.client("admin"), world.people.owner
    for path in (
        f"/people/{owner.pk}/",
        "/people/?q=olga",
        "/people/?role=parent",
        f"/backoffice/accounts/auditentry/?actor__id__exact={owner.pk}",
    ):
        response = client.get(path)
        assert response.status_code == 200, path
        assert not traces(everything_in(response)), path
        assert f'"/children/{world.child.pk}' not in response.content.decode()


TAKEN_OVER = {
    "email": "mallory@example.org",
    "password": "a long enough phrase",
    "password1": "a long enough phrase",
    "password2": "a long enough phrase",
    "new_password": "a long enough phrase",
    "is_superuser": "1",
    "action_add": "",
    "action_primary": "",
    "user": "",
}


def test_nobody_changes_how_a_guardian_signs_in(world: World) -> None:
    """Whatever is posted to whichever route, by anybody else: address, password and second factor stay, and
    no answer signs the sender in as the guardian.
    """
    owner = world.people.owner
    for row in ROWS:
        if row.methods != ("POST",) or row.route in ROUTES:
            continue
        with rolled_back():
            call = call_for(world, row.route, row.label)
            body = {key: value for key, value in call.form.items() if isinstance(value, str)}
            before = credentials(owner)
            for path in paths_about(owner, row.route, call):
                client = world.client("admin")
                client.post(path, TAKEN_OVER | body | {"user": owner.pk})
                assert credentials(owner) == before, path
                assert client.session.get("_auth_user_id") != str(owner.pk), path


def paths_about(person: User, route: str, call: Call) -> set[str]:
    """The row's own, and where it is about a person the one that is about this one."""
    own = path_of(route, call)
    return {own, reverse(route, args=[person.pk])} if route.startswith("person") else {own}


def credentials(user: User) -> tuple[object, ...]:
    user = User.objects.get(pk=user.pk)
    return (
        user.email,
        user.password,
        sorted(EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary")),
        sorted(Authenticator.objects.filter(user=user).values_list("pk", "data")),
    )


def test_a_reset_is_mailed_to_the_guardian_alone(world: World) -> None:
    world.client("admin").post("/accounts/password/reset/", {"email": world.people.owner.email})

    assert [message.to for message in mail.outbox] == [[world.people.owner.email]]


def test_the_back_office_deletes_no_user(world: World) -> None:
    client, owner = world.client("admin"), world.people.owner
    assert User not in admin.site._registry
    for path in ("accounts/user/", f"accounts/user/{owner.pk}/delete/", "auth/user/"):
        assert client.post(f"/backoffice/{path}", {"post": "yes"}).status_code == 404

    assert User.objects.filter(pk=owner.pk).exists()


# What a row says of itself ---------------------------------------------------------------------------


def test_no_row_tells_by_its_name(world: World) -> None:
    for model in apps.get_app_config("childprogress").get_models(include_auto_created=True):
        for row in model._default_manager.all():
            assert not traces(f"{row} {row!r}"), model
