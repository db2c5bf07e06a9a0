from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from tfl.accounts.access import AuthedRequest, role_required, signed_in
from tfl.accounts.models import Role, User

Ask = Callable[..., HttpRequest]


@signed_in
def anybodys(request: AuthedRequest, number: int = 0) -> HttpResponse:
    return HttpResponse(f"{request.user.name} {number}")


@role_required(Role.MENTOR, Role.ADMIN)
def mentors(request: AuthedRequest) -> HttpResponse:
    return HttpResponse(request.user.name)


def ask(path: str = "/notices/?page=2", *, user: Any = None, **more: Any) -> HttpRequest:
    request = RequestFactory().generic(more.pop("method", "GET"), path, **more)
    request.user = user or AnonymousUser()
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]  # the middleware's
    return request


def test_a_view_gets_its_arguments(ivan: User) -> None:
    assert anybodys(ask(user=ivan), number=3).content == b"Ivan 3"  # type: ignore[attr-defined]


def test_a_page_sends_to_the_login_and_back() -> None:
    response = anybodys(ask())
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/notices/%3Fpage%3D2"


def test_a_form_sent_by_nobody_does_not_come_back_to_itself() -> None:
    response = mentors(ask(method="POST"))
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/"


def test_a_fragment_sends_its_whole_page_to_the_login() -> None:
    response = mentors(
        ask(
            "/mentor/row/3/",
            headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/mentor/"},
        )
    )
    assert response.status_code == 401
    assert response["HX-Redirect"] == "/accounts/login/?next=/mentor/"


def test_a_fragment_comes_back_to_no_other_site() -> None:
    response = mentors(
        ask(headers={"HX-Request": "true", "HX-Current-URL": "https://evil.example/mentor/"})
    )
    assert "evil" not in response["HX-Redirect"]


def test_a_fragment_of_a_page_that_has_no_address_is_sent_to_the_login_all_the_same() -> None:
    response = mentors(ask(headers={"HX-Request": "true", "HX-Current-URL": "http://[::1/mentor/"}))
    assert response.status_code == 401
    assert response["HX-Redirect"] == "/accounts/login/?next="


@pytest.mark.parametrize("who", ["bob", "grace"])
def test_each_of_the_roles_gets_in(who: str, request: pytest.FixtureRequest) -> None:
    user: User = request.getfixturevalue(who)
    response: HttpResponseBase = mentors(ask(user=user))
    assert response.status_code == 200


@pytest.mark.parametrize("who", ["ivan", "heidi", "erin"])
def test_another_role_is_forbidden(who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(PermissionDenied):
        mentors(ask(user=request.getfixturevalue(who)))
