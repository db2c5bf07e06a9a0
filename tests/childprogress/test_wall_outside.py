"""The wall, where nobody asks: what guardians write does not leave by logs, error reports, mails, task
results, the audit log, the back office's log, sessions, the cache or an address. Two guardians do at a
browser everything there is to do; then everything that others could read is searched.
"""

import io
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import IntegrityError, connection, transaction
from django.test import Client, override_settings
from django.utils.log import AdminEmailHandler
from django.views.debug import ExceptionReporter
from django_celery_results.models import TaskResult

from childprogress import services
from childprogress.ages import AgeBand
from childprogress.models import Child, GuardianInvitation, MilestoneDefinition
from childprogress.selectors.invitations import guardian_invitation_path
from childprogress.tasks import send_invitations
from childprogress.vocabulary import Dimension
from tests.childprogress.canaries import traces
from tests.make import make_parent
from tests.make_children import make_child, make_definition
from tests.personas import Browser
from tests.world import BORN, NAME, NOTED, moment
from tfl.accounts.models import AuditEntry, Notice, User
from tfl.core import discretion, jobs
from tfl.core.access_log import without_secrets
from tfl.ops.tasks import forget_expired

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with moment() as traveller:
        yield traveller


# A day at the browser --------------------------------------------------------------------------------


@dataclass
class Day:
    """What two guardians did, and what of it could be seen from outside."""

    child: Child
    addresses: list[str] = field(default_factory=list)
    """Asked for, and where they were sent."""
    refused: int = 0
    log: str = ""
    hints: list[str] = field(default_factory=list)


class Watched(Client):
    """Notes every address."""

    def __init__(self, day: Day, session: Client) -> None:
        super().__init__(raise_request_exception=False)
        self.cookies = session.cookies
        self.day = day

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        sent = f"{request['PATH_INFO']}?{request.get('QUERY_STRING', '')}"
        self.day.addresses += [sent, response.headers.get("Location", "")]
        self.day.addresses += [response.headers.get("HX-Redirect", "")]
        self.day.refused += response.status_code >= 400
        assert response.status_code != 500, sent
        return response


@pytest.fixture
def everything_logged() -> Iterator[io.StringIO]:
    """As on a server whose operator turned everything up: the root and Django at DEBUG, each statement
    offered to the log. What settings pin stays as they pin it.
    """
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(name)s %(message)s %(args)s"))
    turned_up = [logging.getLogger(name) for name in ("", "django", "django.request")]
    before = [logger.level for logger in turned_up]
    for logger in turned_up:
        logger.setLevel(logging.DEBUG)
    turned_up[0].addHandler(handler)
    connection.force_debug_cursor = True
    yield stream
    connection.force_debug_cursor = False
    turned_up[0].removeHandler(handler)
    for logger, level in zip(turned_up, before, strict=True):
        logger.setLevel(level)


@pytest.fixture
def day(
    everything_logged: io.StringIO,
    olga: User,
    viktor: User,
    browser_of: Browser,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> Day:
    logging.getLogger("childprogress").debug("The day begins.")
    hinted: list[str] = []
    monkeypatch.setattr(jobs, "_try_to_send", lambda *hint: hinted.append(str(hint)))
    with django_capture_on_commit_callbacks(execute=True):
        lived = live(olga, viktor, browser_of)
    lived.log, lived.hints = everything_logged.getvalue(), hinted
    return lived


def live(olga: User, viktor: User, browser_of: Browser) -> Day:
    """Everything an owner and somebody they invite can do, also what is refused with their words in it."""
    item = make_definition(Dimension.ACADEMIC, AgeBand.PRIMARY)
    earlier = make_definition(Dimension.ACADEMIC, AgeBand.EARLY_YEARS)
    later = make_definition(Dimension.ACADEMIC, AgeBand.SECONDARY)
    day = Day(child=make_child(make_parent(), name="Somebody else"))
    owner = Watched(day, browser_of(olga))
    details = {"name": NAME, "date_of_birth": BORN.isoformat(), "time_zone": "UTC"}
    owner.post("/children/add/", details | {"dimensions": ["nonsense"]})
    owner.post("/children/add/", details | {"dimensions": [each.value for each in Dimension]})
    day.child = child = Child.objects.get(name=NAME)
    here = f"/children/{child.pk}"
    note = {"text": NOTED, "dimension": "academic", "sentiment": "positive"}
    for form in (
        note | {"observed_on": "2026-03-09"},
        note | {"observed_on": "2027-03-09"},
        note | {"observed_on": BORN.isoformat()},
        note | {"observed_on": "2026-03-10", "text": NOTED * 100},
        note | {"observed_on": "2026-03-08", "from": "child"},
    ):
        owner.post(f"{here}/notes/", form)
        owner.post(f"{here}/notes/", form, headers={"HX-Request": "true"})
    written = child.observations.first()
    assert written is not None
    for path in (
        f"/notes/{written.pk}/delete/",
        f"/notes/{written.pk}/restore/",
        f"/items/{item.pk}/tick/",
        f"/items/{earlier.pk}/tick/",
        f"/items/{later.pk}/tick/",
        f"/items/{item.pk}/untick/",
        f"/items/{item.pk}/clear/",
        "/dimensions/",
        "/delete/",
    ):
        owner.post(f"{here}{path}", {"from": "child", "clear": "no", "confirmation": "x"})
        owner.post(f"{here}{path}", {"from": "child"}, headers={"HX-Request": "true"})
    owner.post(f"{here}/details/", details | {"date_of_birth": "2001-01-01"})
    owner.post(f"{here}/details/", details)
    owner.post(
        "/children/invite/", {"email": viktor.email, "role": "viewer", "children": [child.pk]}
    )
    invitation = GuardianInvitation.objects.get()
    guest = Watched(day, browser_of(viktor))
    guest.get(guardian_invitation_path(invitation.pk))
    guest.post(guardian_invitation_path(invitation.pk))
    for client in (owner, guest):
        look_around(client, child, item)
    theirs = child.guardianships.get(user=viktor)
    owner.post(f"{here}/guardians/{theirs.pk}/role/", {"role": "editor"})
    guest.post(f"{here}/guardians/{theirs.pk}/remove/")
    guest.get(f"{here}/")
    owner.post("/account/export/")
    return day


def look_around(client: Client, child: Child, item: MilestoneDefinition) -> None:
    here = f"/children/{child.pk}"
    for path in (
        "/children/",
        "/children/add/",
        f"/children/invite/?child={child.pk}",
        f"{here}/",
        f"{here}/?on=2026-02-01",
        f"{here}/details/",
        f"{here}/delete/",
        f"{here}/checklist/academic/",
        f"{here}/checklist/academic/?ageBand=early_years",
        f"{here}/items/{item.pk}/",
        f"{here}/notes/?sentiment=positive",
        f"{here}/guardians/",
        f"{here}/summary/",
        f"{here}/keepsake/early_years/",
        f"{here}/export/",
        f"/api/children/{child.pk}/milestones",
        f"{here}/checklist/nonsense/",
    ):
        client.get(path)
    sent = json.dumps({"achieved": True})
    path = f"/api/children/{child.pk}/milestones/{item.pk}"
    client.patch(path, sent, content_type="application/json")


# What there is to read afterwards --------------------------------------------------------------------


def test_nothing_is_in_the_log_however_much_it_says(day: Day) -> None:
    assert "The day begins." in day.log
    assert day.refused >= 5, "refusals are the likeliest to be logged"
    assert not traces(day.log)


def test_the_pins_are_what_keeps_statements_out(
    everything_logged: io.StringIO, olga: User, browser_of: Browser
) -> None:
    """Were it not for settings.LOGGING, names would be in the log."""
    logging_of: dict[str, Any] = settings.LOGGING
    pinned = logging_of["loggers"]
    assert {"django.db.backends", "django.template"} <= set(pinned)
    child = make_child(olga, name=NAME, born=BORN)
    assert not traces(everything_logged.getvalue())

    statements = logging.getLogger("django.db.backends")
    statements.setLevel(logging.DEBUG)
    try:
        Child.objects.filter(name=child.name).count()
    finally:
        statements.setLevel(pinned["django.db.backends"]["level"])

    assert traces(everything_logged.getvalue())


def test_addresses_and_so_the_access_log_have_neither_a_name_nor_a_way_in(day: Day) -> None:
    way_in = guardian_invitation_path(GuardianInvitation.objects.get().pk)
    assert any(way_in in address for address in day.addresses)
    assert len(day.addresses) > 100

    lines = "\n".join(without_secrets(f"GET {address} HTTP/1.1") for address in day.addresses)

    assert not traces("\n".join(day.addresses))
    assert way_in.split("/")[3] not in lines


def test_nothing_is_in_mails_nor_in_what_asks_for_them(day: Day) -> None:
    GuardianInvitation.objects.update(accepted_at=None)
    assert send_invitations() == 1

    [message] = mail.outbox
    text = everything_in_mail(message)
    assert "<html" in text
    assert not traces(text)
    assert day.hints
    assert not traces(" ".join(day.hints))


def everything_in_mail(message: EmailMessage) -> str:
    """Headers and every part, decoded."""
    sent = message.message()
    parts = [part.get_payload(decode=True) for part in sent.walk() if not part.is_multipart()]
    texts = [part.decode() for part in parts if isinstance(part, bytes)]
    return "\n".join([*map(str, sent.items()), *texts])


def test_task_results_are_counts(day: Day, clock: Any) -> None:
    clock.shift(40 * 24 * 3600)
    day.child.observations.update(deleted_at=day.child.created_at)

    results = [send_invitations.apply(), forget_expired.apply()]

    assert all(isinstance(each.result, int) for each in results)
    assert results[1].result > 0
    assert not traces(str(list(TaskResult.objects.values_list())))


def test_nothing_is_in_what_others_read(day: Day) -> None:
    for model in (AuditEntry, Notice, LogEntry):
        assert not traces(str(list(model._default_manager.values_list()))), model


def test_nothing_stays_in_sessions_or_the_cache(day: Day) -> None:
    sessions = [session.get_decoded() for session in Session.objects.all()]
    assert sessions
    assert not traces(json.dumps(sessions, default=str))
    kept: dict[str, bytes] = getattr(cache, "_cache", {})
    assert not traces(b" ".join(kept.values()).decode(errors="replace"))


# Error reports ---------------------------------------------------------------------------------------

BROKEN = "Something in the engine room."


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Noting fails with everything at hand: the child, its name in a variable, what was posted."""

    def fail(*, child: Child, text: str, **given: Any) -> None:
        at_hand = (child.name, child.date_of_birth)  # noqa: F841  what a report could show
        raise RuntimeError(BROKEN)

    monkeypatch.setattr(services, "observe", fail)


def note_something(client: Client, child: Child, **headers: str) -> Any:
    client.raise_request_exception = False
    form = {
        "text": NOTED,
        "dimension": "academic",
        "sentiment": "positive",
        "observed_on": "2026-03-10",
    }
    return client.post(f"/children/{child.pk}/notes/", form, headers=headers)


@pytest.mark.usefixtures("broken")
def test_a_crash_is_logged_without_a_word_of_it(
    everything_logged: io.StringIO, olga: User, browser_of: Browser
) -> None:
    child = make_child(olga, name=NAME, born=BORN)

    response = note_something(browser_of(olga), child)

    assert response.status_code == 500
    log = everything_logged.getvalue()
    assert BROKEN in log
    assert f"/children/{child.pk}/notes/" in log
    assert not traces(log + response.content.decode())


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("accept", ["text/html", "text/plain"])
def test_not_even_the_page_for_developers_shows_it(
    accept: str, olga: User, browser_of: Browser
) -> None:
    child = make_child(olga, name=NAME, born=BORN)
    with override_settings(DEBUG=True):
        response = note_something(browser_of(olga), child, Accept=accept)

    page = response.content.decode()
    assert BROKEN in page
    assert "in fail" in page, "where it broke is there"
    assert not traces(page)


@pytest.mark.usefixtures("broken")
def test_nor_would_a_mail_to_admins(olga: User, browser_of: Browser) -> None:
    child = make_child(olga, name=NAME, born=BORN)
    handler = AdminEmailHandler(include_html=True)
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        with override_settings(ADMINS=[("Ops", "ops@example.org")]):
            note_something(browser_of(olga), child)
    finally:
        logger.removeHandler(handler)

    [message] = mail.outbox
    assert BROKEN in message.body
    text = everything_in_mail(message)
    assert "<html" in text
    assert not traces(text)


@pytest.mark.postgres
def test_a_database_error_quotes_no_row(olga: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL’s own words have the whole row in them: without ours they would be in every report."""
    assert traces(str(refused_by_the_database().__cause__.diag.message_detail))  # type: ignore[union-attr]

    error = refused_by_the_database()

    assert "child_shows_at_least_one_dimension" in str(error)
    report = ExceptionReporter(None, type(error), error, error.__traceback__)
    for text in (str(error), report.get_traceback_text(), report.get_traceback_html()):
        assert not traces(text)
    monkeypatch.setattr(discretion, "_keep_first_line", lambda error: None)
    assert traces(str(refused_by_the_database()))


def refused_by_the_database() -> IntegrityError:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Child.objects.create(name=NAME, date_of_birth=BORN, time_zone="UTC", dimensions=[])
    return refused.value
