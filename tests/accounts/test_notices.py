from typing import Any
from unittest.mock import Mock

import pytest

from tests.make import make_notice
from tfl.accounts.models import Notice, User
from tfl.accounts.services import mark_read, notify, notify_all

Capture = Any


@pytest.fixture
def hint(monkeypatch: pytest.MonkeyPatch) -> Mock:
    mock = Mock()
    monkeypatch.setattr("tfl.accounts.services.notices.hint", mock)
    return mock


def test_telling_twice_is_telling_once(ivan: User, hint: Mock) -> None:
    for _ in range(2):
        notify(user=ivan, kind="role-added", key="once", facts={"roles": ["mentor"]}, path="/")
    assert Notice.objects.get().facts == {"roles": ["mentor"]}


def test_the_mailer_gets_a_hint(ivan: User, hint: Mock) -> None:
    notify(user=ivan, kind="role-added", key="once", facts={}, path="/")
    hint.assert_called_once_with("accounts.send_notices")


@pytest.mark.parametrize("number", [1, 30])
def test_telling_many_is_one_statement(
    number: int, ivan: User, hint: Mock, django_assert_num_queries: Any
) -> None:
    notices = [Notice(user=ivan, kind="role-added", key=str(n), path="/") for n in range(number)]
    with django_assert_num_queries(1):
        notify_all(notices)
    assert Notice.objects.count() == number


def test_telling_nobody_costs_nothing(hint: Mock, django_assert_num_queries: Any) -> None:
    notify_all([])
    hint.assert_not_called()


def test_one_is_marked_as_read(ivan: User) -> None:
    first, second = make_notice(ivan), make_notice(ivan)
    assert mark_read(user=ivan, notice_id=first.pk) == 1
    assert mark_read(user=ivan, notice_id=first.pk) == 0
    assert list(Notice.objects.unread()) == [second]


def test_all_are_marked_as_read(ivan: User) -> None:
    make_notice(ivan)
    make_notice(ivan)
    assert mark_read(user=ivan) == 2


def test_nobody_marks_what_is_anothers(ivan: User, heidi: User) -> None:
    notice = make_notice(ivan)
    assert mark_read(user=heidi, notice_id=notice.pk) == 0
    assert mark_read(user=heidi) == 0
