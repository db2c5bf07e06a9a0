"""People the tests speak of, as fixtures, and browsers they sit at.

Alice is a student, Bob her mentor. Charlie is another student, whose mentor is Dora. Erin hires for Acme,
Frank for Globex. Grace is an admin. Heidi is a parent. Ivan signed up and holds no role. Olga, Edith and
Viktor are parents too: owner, editor and viewer of a record, where a test makes them so.
"""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.make import (
    make_admin,
    make_employer,
    make_mentor,
    make_organisation,
    make_parent,
    make_student,
    make_user,
)
from tfl.accounts.models import Employer, Student, User

Browser = Callable[[User | Student], Client]


@pytest.fixture
def bob(db: None) -> User:
    return make_mentor("bob@example.org", name="Bob")


@pytest.fixture
def dora(db: None) -> User:
    return make_mentor("dora@example.org", name="Dora")


@pytest.fixture
def alice(bob: User) -> Student:
    return make_student("alice@example.org", name="Alice", mentor=bob)


@pytest.fixture
def charlie(dora: User) -> Student:
    return make_student("charlie@example.org", name="Charlie", mentor=dora)


@pytest.fixture
def acme(db: None) -> Employer:
    return make_organisation("Acme")


@pytest.fixture
def globex(db: None) -> Employer:
    return make_organisation("Globex")


@pytest.fixture
def erin(acme: Employer) -> User:
    return make_employer("erin@acme.example", organisation=acme, name="Erin")


@pytest.fixture
def frank(globex: Employer) -> User:
    return make_employer("frank@globex.example", organisation=globex, name="Frank")


@pytest.fixture
def grace(db: None) -> User:
    return make_admin("grace@example.org", name="Grace")


@pytest.fixture
def heidi(db: None) -> User:
    return make_parent("heidi@example.org", name="Heidi")


@pytest.fixture
def olga(db: None) -> User:
    return make_parent("olga@example.org", name="Olga")


@pytest.fixture
def edith(db: None) -> User:
    return make_parent("edith@example.org", name="Edith")


@pytest.fixture
def viktor(db: None) -> User:
    return make_parent("viktor@example.org", name="Viktor")


@pytest.fixture
def ivan(db: None) -> User:
    return make_user("ivan@example.org", name="Ivan")


@pytest.fixture
def browser_of() -> Browser:
    """`browser_of(alice)` is a client in which she is signed in."""

    def sign_in(person: User | Student) -> Client:
        client = Client()
        client.force_login(person.user if isinstance(person, Student) else person)
        return client

    return sign_in
