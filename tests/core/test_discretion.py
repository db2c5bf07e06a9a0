"""Error reports without what people wrote. Where children's names would stand: `test_wall_outside`."""

import logging
import sys
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory
from django.views.debug import (
    ExceptionReporter,
    SafeExceptionReporterFilter,
    get_default_exception_reporter_filter,
)

from tests.make import make_user
from tfl.accounts.models import User
from tfl.core.discretion import DiscreetReports, speak_of_no_rows

WROTE = " ".join(["what", "somebody", "wrote"])  # a report shows source, too


def report(**request: Any) -> ExceptionReporter:
    """Of a crash with something at hand."""
    posted = RequestFactory().post("/somewhere/?page=2", {"text": WROTE, **request})
    try:
        crash(posted.POST["text"])
    except RuntimeError:
        return ExceptionReporter(posted, *sys.exc_info())
    raise AssertionError


def crash(text: str) -> None:
    raise RuntimeError("Something broke.")


@pytest.mark.parametrize("debug", [True, False])
def test_a_report_says_where_it_broke_and_not_over_what(settings: Any, debug: bool) -> None:
    settings.DEBUG = debug
    for page in (report().get_traceback_html(), report().get_traceback_text()):
        assert "Something broke." in page
        assert "in crash" in page
        assert "/somewhere/?page=2" in page
        assert WROTE not in page


def test_it_is_the_installations_filter() -> None:
    assert isinstance(get_default_exception_reporter_filter(), DiscreetReports)


def test_django_alone_would_have_told(settings: Any) -> None:
    settings.DEBUG = True
    told = report()
    told.filter = SafeExceptionReporterFilter()

    assert WROTE in told.get_traceback_html()


@pytest.mark.django_db
def test_a_database_error_says_what_is_wrong_in_one_line() -> None:
    make_user("ivan@example.org")

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        User.objects.create(email="ivan@example.org")

    chain = [refused.value, refused.value.__cause__]
    for error in chain:
        assert "\n" not in str(error)
        assert "ivan@example.org" not in str(error)
        assert str(error)


@pytest.mark.django_db
def test_a_connection_is_told_once_however_often_it_is_made() -> None:
    before = list(connection.execute_wrappers)

    speak_of_no_rows(connection)

    assert connection.execute_wrappers == before


def test_statements_stay_out_of_the_log_when_the_rest_is_turned_up() -> None:
    root, django = logging.getLogger(), logging.getLogger("django")
    before = root.level, django.level
    root.setLevel(logging.DEBUG)
    django.setLevel(logging.DEBUG)
    try:
        assert logging.getLogger("django.utils.autoreload").isEnabledFor(logging.DEBUG)
        for name in ("django.db.backends", "django.db.backends.schema", "django.template"):
            assert not logging.getLogger(name).isEnabledFor(logging.DEBUG), name
    finally:
        root.setLevel(before[0])
        django.setLevel(before[1])
