"""Issuing many badges by a list: a preview first, badges only on confirm, each row once.

The preview stores the outcome of every row; confirming reads nothing else and works once. From then on it is
the worker's: it issues chunk by chunk, each in one transaction with how far the list is done, so one that is
killed loses nothing and repeats nothing.
"""

import logging
from collections.abc import Mapping
from typing import Any, Final

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from badges.models import BadgeImport, LeftOut
from badges.services.badge_csv import read_rows
from badges.services.badge_rows import awards_of, check_rows
from badges.services.errors import BadgesError, require_staff
from badges.services.issuing import issue_all
from badges.services.stillness import hold_person
from tfl.accounts.models import User
from tfl.accounts.services import record
from tfl.core.errors import Refusal
from tfl.core.jobs import hint

logger = logging.getLogger(__name__)

CHUNK: Final = 200
"""Rows issued in one transaction."""


@transaction.atomic
def preview_badges(*, raw: bytes, by: User) -> BadgeImport:
    """Read a CSV file, check each row and keep the outcome for `by` to confirm. Issues nothing. A file that
    they uploaded before is that list still, until it is done, so it cannot be confirmed twice. Previews that
    nobody confirmed in time go. A fixed number of queries for any number of rows. Raises BadgesError.
    """
    require_staff(by)
    hold_person(by.pk)  # of two clicks on "Upload" the second sees the list of the first
    rows = check_rows(read_rows(raw), by=by)
    wrong = [row["line"] for row in rows if row["errors"]]
    BadgeImport.objects.abandoned().delete()
    to_issue = len(rows) - len(wrong)
    alike = BadgeImport.objects.visible_to(by).filter(finished_at=None, to_issue=to_issue)
    if same := next((each for each in alike if each.rows == rows), None):
        return same
    return BadgeImport.objects.create(
        uploaded_by=by,
        rows=rows,
        to_issue=to_issue,
        left_out=len(wrong),
        left_out_lines={LeftOut.WRONG.value: wrong} if wrong else {},
    )


@transaction.atomic
def confirm_import(*, badge_import: BadgeImport, by: User) -> BadgeImport:
    """Let a worker issue the rows without an error. Only who uploaded the list, once, within a day: of two
    clicks the second is told that it was done. Raises BadgesError.
    """
    require_staff(by)
    mine = BadgeImport.objects.visible_to(by).filter(pk=badge_import.pk).defer("rows")
    if not mine.to_confirm().update(confirmed_at=timezone.now()):
        raise _cannot_be_confirmed(mine.first())
    confirmed = mine.get()
    record(
        actor=by,
        action="issue-badges",
        on=confirmed,
        after={"to_issue": confirmed.to_issue, "left_out": confirmed.left_out},
    )
    hint("badges.work_off_imports")
    return confirmed


def work_off_imports() -> int:
    """The sweep: issue what confirmed lists still hold. Returns the number of badges. Several at once share
    the lists; none does the rows of another.
    """
    waiting = BadgeImport.objects.unfinished().order_by("confirmed_at", "pk")
    return sum(_work_off(pk) for pk in list(waiting.values_list("pk", flat=True)))


def _work_off(import_id: int) -> int:
    """One list to its end, in smaller chunks around a row that breaks one; that row alone is left out."""
    issued, size = 0, CHUNK
    while True:
        try:
            badges = issue_next(import_id, most=size)
        except (OperationalError, InterfaceError):
            raise  # the database is away, or wants it tried again: no row's fault
        except Exception:
            if size > 1:
                size //= 2
                continue
            logger.exception("badge import %s: a row could not be issued", import_id)
            badges = _leave_out_next(import_id)
        if badges is None:
            return issued
        issued, size = issued + badges, min(CHUNK, size * 2)


@transaction.atomic
def issue_next(import_id: int, *, most: int = CHUNK) -> int | None:
    """The next rows of a list, all or none: a fixed number of statements for any number of rows. Returns how
    many badges that made; None where nothing is left to do, or another worker is doing it.
    """
    held = _hold(import_id)
    if held is None:
        return None
    rows = held.next_rows(most)
    awards, left_out = awards_of(rows, by=held.uploaded_by)
    issue_all(awards=awards, by=held.uploaded_by)
    _account_for(held, rows, left_out)
    return len(awards)


@transaction.atomic
def _leave_out_next(import_id: int) -> int | None:
    """Go on behind a row that cannot be issued."""
    held = _hold(import_id)
    if held is None:
        return None
    [row] = held.next_rows(1)
    _account_for(held, [row], {LeftOut.TROUBLE: [row["line"]]})
    return 0


def _hold(import_id: int) -> BadgeImport | None:
    """Until the transaction ends. One query, which waits for nobody."""
    unfinished = BadgeImport.objects.unfinished().filter(pk=import_id)
    locked = unfinished.select_for_update(of=("self",), skip_locked=True, no_key=True)
    return locked.select_related("uploaded_by").first()


def _account_for(
    held: BadgeImport, rows: list[dict[str, Any]], left_out: Mapping[LeftOut, list[int]]
) -> None:
    """How far the list is done by these rows; at its end, without the addresses. One statement."""
    missed = sum(map(len, left_out.values()))
    held.done += len(rows)
    held.issued += len(rows) - missed
    held.left_out += missed
    for reason, lines in left_out.items():
        held.left_out_lines.setdefault(reason.value, []).extend(lines)
    changed = ["done", "issued", "left_out", "left_out_lines"]
    if not rows or held.done >= held.to_issue:  # none are left of a list that was made anonymous
        held.finished_at, held.rows = timezone.now(), []
        changed += ["finished_at", "rows"]
    held.save(update_fields=changed)


def _cannot_be_confirmed(found: BadgeImport | None) -> BadgesError:
    if found is None:
        return BadgesError(_("There is no such list."), refusal=Refusal.NOT_FOUND)
    if found.confirmed_at:
        return BadgesError(
            _("This list was confirmed already. Each of its rows is issued once."),
            refusal=Refusal.CONFLICT,
        )
    if found.is_too_old:
        return BadgesError(
            _("This preview is older than a day. Upload the file again."), refusal=Refusal.CONFLICT
        )
    return BadgesError(_("No row of this list can be issued. Correct the file."))
