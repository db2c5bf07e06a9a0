"""What a browser may keep of an answer that depends on who asked."""

import pytest
from django.test import Client

from tests.personas import Browser
from tfl.accounts.models import Student, User


@pytest.mark.parametrize("path", ["/mission/", "/consent/", "/notices/", "/account/"])
def test_nothing_of_a_persons_pages_is_kept(browser_of: Browser, alice: Student, path: str) -> None:
    assert "no-store" in browser_of(alice).get(path)["Cache-Control"]


def test_nor_of_the_endpoints(browser_of: Browser, bob: User) -> None:
    response = browser_of(bob).get("/api/student/monthly-milestone/current")
    assert "no-store" in response["Cache-Control"]


def test_what_is_the_same_for_everybody_is_left_alone(client: Client) -> None:
    assert not client.get("/favicon.ico").has_header("Cache-Control")
