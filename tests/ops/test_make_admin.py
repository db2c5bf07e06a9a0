import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tfl.accounts.models import Role, User

pytestmark = pytest.mark.django_db


def make_admin(email: str) -> str:
    out = io.StringIO()
    call_command("make_admin", email, "--name", "First", stdout=out)
    return out.getvalue()


def test_the_first_admin_gets_a_link_that_works(client: Client) -> None:
    said = make_admin("first@example.org")
    path = said.split("http://127.0.0.1:8000")[1].strip()
    assert client.get(path).status_code == 200
    assert User.objects.get(email="first@example.org").has_role(Role.ADMIN)


def test_somebody_who_has_an_account_becomes_an_admin(ivan: User) -> None:
    assert make_admin("ivan@example.org") == "ivan@example.org is an admin.\n"
    assert User.objects.get(pk=ivan.pk).has_role(Role.ADMIN)


def test_what_is_no_address_is_said() -> None:
    with pytest.raises(CommandError, match="valid email"):
        make_admin("nobody")
