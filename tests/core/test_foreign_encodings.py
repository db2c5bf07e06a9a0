"""A request that says it is written in another encoding than UTF-8, or in none that is one for text."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

FOREIGN = ("base64", "hex", "rot13", "zlib", "idna", "undefined", "utf-16", "utf-7", "latin-1")
BODY = b'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\n\xff\r\n--x--\r\n'


def send(client: Client, path: str, encoding: str) -> Any:
    """The bytes as they are; `post` would write them in that encoding."""
    form = f"multipart/form-data; boundary=x; charset={encoding}"
    return client.generic("POST", path, BODY, form)


@pytest.mark.parametrize("encoding", FOREIGN)
def test_it_is_refused(client: Client, encoding: str) -> None:
    assert send(client, "/accounts/login/", encoding).status_code == 400


def test_the_endpoints_say_so_in_their_own_shape(client: Client) -> None:
    response = send(client, "/api/badges", "base64")

    assert response.status_code == 400
    assert response.json()["detail"] == "The request cannot be read, or is too large."


@pytest.mark.parametrize("encoding", ["utf-8", "UTF8", "us-ascii", "no-such-thing", ""])
def test_utf_8_is_read_by_any_of_its_names(client: Client, encoding: str) -> None:
    response = send(client, "/accounts/login/", encoding)

    assert "login" in response.context["form"].errors, "it was read"
