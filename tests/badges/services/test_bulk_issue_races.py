"""Several people and workers at one list at the same moment, and a worker that is really killed."""

from collections import Counter
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from badges.models import Badge, BadgeImport, BadgeTemplate
from badges.services import (
    BadgesError,
    bulk_issue,
    confirm_import,
    preview_badges,
    work_off_imports,
)
from badges.services.badge_rows import awards_of
from tests.make import make_user
from tests.make_badges import make_template
from tests.milestones.processes import at_once, process
from tfl.accounts.models import AuditEntry, User
from tfl.core.errors import Refusal

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROWS = 300
ONCE = Counter(f"p{n}@example.org" for n in range(ROWS))

KILLED = """
import django, os, signal
django.setup()
from badges.services import bulk_issue
real, chunks = bulk_issue.{step}, []
def killed(*args, **kwargs):
    result = real(*args, **kwargs)
    chunks.append(None)
    if len(chunks) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return result
bulk_issue.{step} = killed
bulk_issue.CHUNK = 20
bulk_issue.work_off_imports()
"""


@pytest.fixture
def sql(db: None) -> BadgeTemplate:
    return make_template("SQL Basics")


@pytest.fixture
def previewed(grace: User, sql: BadgeTemplate) -> BadgeImport:
    lines = "\n".join(f"p{n}@example.org,SQL Basics" for n in range(ROWS))
    return preview_badges(raw=f"email,template\n{lines}".encode(), by=grace)


@pytest.fixture
def confirmed(previewed: BadgeImport, grace: User) -> BadgeImport:
    return confirm_import(badge_import=previewed, by=grace)


def addresses() -> Counter[str]:
    return Counter(Badge.objects.values_list("issued_to", flat=True))


def test_confirmed_eight_times_at_once_it_is_confirmed_once(
    previewed: BadgeImport, grace: User
) -> None:
    results = at_once(*[partial(confirm_import, badge_import=previewed, by=grace)] * 8)

    refusals = [each.refusal for each in results if isinstance(each, BadgesError)]
    assert refusals == [Refusal.CONFLICT] * 7
    assert AuditEntry.objects.filter(action="issue-badges").count() == 1
    work_off_imports()
    assert addresses() == ONCE


def test_a_file_uploaded_eight_times_at_once_is_one_list(grace: User, sql: BadgeTemplate) -> None:
    raw = b"email,template\na@example.org,SQL Basics"

    at_once(*[partial(preview_badges, raw=raw, by=grace)] * 8)

    assert BadgeImport.objects.count() == 1


def test_eight_workers_at_once_issue_every_row_once(
    confirmed: BadgeImport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_issue, "CHUNK", 7)

    results = at_once(*[work_off_imports] * 8)

    assert sum(count for count in results if isinstance(count, int)) == ROWS, results
    work_off_imports()
    assert addresses() == ONCE
    confirmed.refresh_from_db()
    assert (confirmed.done, confirmed.issued, confirmed.left_out) == (ROWS, ROWS, 0)


def test_a_worker_goes_round_a_list_that_another_has(confirmed: BadgeImport, grace: User) -> None:
    other = preview_badges(raw=b"email,template\nx@example.org,SQL Basics", by=grace)
    confirm_import(badge_import=other, by=grace)
    with transaction.atomic():
        list(BadgeImport.objects.select_for_update().filter(pk=confirmed.pk))
        [issued] = at_once(work_off_imports)

    assert issued == 1
    assert addresses() == Counter(["x@example.org"])


@pytest.mark.parametrize("step", ["awards_of", "issue_all", "_account_for"])
def test_a_worker_killed_in_its_third_chunk(confirmed: BadgeImport, step: str) -> None:
    with process(["-c", KILLED.format(step=step)]) as worker:
        output, _none = worker.communicate(timeout=60)
    assert worker.returncode == -9, output
    confirmed.refresh_from_db()
    assert (confirmed.done, sum(addresses().values())) == (40, 40)

    work_off_imports()

    assert addresses() == ONCE


def test_somebody_who_leaves_while_their_chunk_is_written_is_left_out(
    grace: User, sql: BadgeTemplate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their account goes between the look-up and the commit, which then fails."""
    gone = make_user("p1@example.org")
    raw = b"email,template\n" + b"".join(b"p%d@example.org,SQL Basics\n" % n for n in range(3))
    found = confirm_import(badge_import=preview_badges(raw=raw, by=grace), by=grace)

    def leaves(*args: Any, **kwargs: Any) -> Any:
        awards = awards_of(*args, **kwargs)
        at_once(lambda: User.objects.filter(pk=gone.pk).delete())
        return awards

    monkeypatch.setattr(bulk_issue, "awards_of", leaves)
    work_off_imports()

    found.refresh_from_db()
    assert (found.done, found.issued, found.left_out_lines) == (3, 2, {"person": [3]})
    assert addresses() == Counter(["p0@example.org", "p2@example.org"])
