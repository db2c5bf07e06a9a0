"""Export and deletion of accounts across the apps, and the decisions about tables that belong to none."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_celery_results.models import TaskResult

import badges.privacy
import childprogress.privacy
import milestones.privacy
import tfl.accounts.privacy
import tfl.skills.privacy
from badges.models import BadgeImport
from childprogress.services import forget_invitations, forget_observations
from tfl.accounts.models import PeopleImport, User
from tfl.accounts.services import end_sessions, record, sessions_of
from tfl.core.privacy import (
    UNTIL_DELETED,
    Decisions,
    Impersonal,
    KeepsPersonalData,
    Personal,
    Text,
    personal,
    rows_for_export,
)
from tfl.ops.errors import OpsError

FORMAT: Final = 1
"""Of the download; goes up when what is in it moves."""


def _reports_naming(user: User) -> QuerySet[Any]:
    named = Q(traceback__icontains=user.email) | Q(result__icontains=user.email)
    reports: QuerySet[Any] = TaskResult.objects.filter(named)
    return reports


DECISIONS: Decisions = {
    "sessions.Session": Personal(
        name=gettext_lazy("Where you are signed in"),
        holds=gettext_lazy("That a browser is signed in as you, how you signed in and until when."),
        lasts=gettext_lazy("two weeks, or until you sign out there"),
        withheld_because=gettext_lazy("it opens your account to whoever holds it"),
    ),
    "admin.LogEntry": Personal(
        name=gettext_lazy("The back office’s log"),
        holds=gettext_lazy("What an admin changed in the taxonomy there, and when."),
        lasts=UNTIL_DELETED,
        exported_as="back_office",
        theirs=lambda user: LogEntry.objects.filter(user=user),
    ),
    "django_celery_results.TaskResult": Personal(
        name=gettext_lazy("Reports of background work"),
        holds=gettext_lazy(
            "What a task answered: counts and ids; after an error its report, which may name an address."
        ),
        lasts=gettext_lazy("a week"),
        withheld_because=gettext_lazy("they are about the machine and gone within a week"),
        theirs=_reports_naming,
    ),
    **dict.fromkeys(
        (
            "django_celery_results.ChordCounter",
            "django_celery_results.GroupResult",
            "django_celery_beat.SolarSchedule",
            "django_celery_beat.IntervalSchedule",
            "django_celery_beat.ClockedSchedule",
            "django_celery_beat.CrontabSchedule",
            "django_celery_beat.PeriodicTasks",
            "django_celery_beat.PeriodicTask",
        ),
        Impersonal(gettext_lazy("When background work is due, and how much of it is done.")),
    ),
    **dict.fromkeys(
        ("auth.Permission", "auth.Group", "auth.Group_permissions", "contenttypes.ContentType"),
        Impersonal(gettext_lazy("The framework’s own lists of tables and permissions.")),
    ),
}

APPS: Final[tuple[KeepsPersonalData, ...]] = (
    milestones.privacy,
    badges.privacy,
    childprogress.privacy,
    tfl.accounts.privacy,
)
"""In the order they erase: accounts last, through whose rows the others find what is theirs. All of them,
whatever the installation leaves out: what is kept from before is still somebody’s.
"""

SECTIONS: Final[tuple[tuple[Text, Decisions], ...]] = (
    (gettext_lazy("You and your account"), tfl.accounts.privacy.DECISIONS),
    (gettext_lazy("Your months and your proof"), milestones.privacy.DECISIONS),
    (gettext_lazy("Your badges and what you reached"), badges.privacy.DECISIONS),
    (gettext_lazy("Your children"), childprogress.privacy.DECISIONS),
    (gettext_lazy("Running the service"), DECISIONS),
    (gettext_lazy("Skills and job roles"), tfl.skills.privacy.DECISIONS),
)


def shown_sections() -> list[tuple[Text, Decisions]]:
    """What this installation keeps records of."""
    left_out = [] if settings.CHILDPROGRESS else [childprogress.privacy.DECISIONS]
    return [section for section in SECTIONS if section[1] not in left_out]


def all_decisions() -> Decisions:
    return {model: each for _title, decisions in SECTIONS for model, each in decisions.items()}


def concerning(user: User) -> tuple[list[Personal], list[Personal]]:
    """What is erased and what is kept without the name, of what there is about this person. Two queries,
    whatever the number of tables.
    """
    every = personal(all_decisions().values())
    asked: dict[str, Exists] = {}
    for number, decision in enumerate(every):
        for kind, rows in (("theirs", decision.theirs), ("acts", decision.acts)):
            if rows is not None:
                asked[f"{kind}_{number}"] = Exists(rows(user))
    there: Mapping[str, bool] = User.objects.annotate(**asked).values(*asked).get(pk=user.pk)
    numbered = list(enumerate(every))
    erased = [d for n, d in numbered if d.erased and there.get(f"theirs_{n}", d.theirs is None)]
    kept = [d for n, d in numbered if there.get(f"acts_{n}", False)]
    return erased, kept


def obstacles(user: User) -> list[str]:
    """What must happen before this account can be deleted. At most four queries."""
    return tfl.accounts.privacy.obstacles(user) + childprogress.privacy.obstacles(user)


# Export ----------------------------------------------------------------------------------------------


def export_account(user: User) -> dict[str, Any]:
    """Everything that is about `user`, for DjangoJSONEncoder. A fixed number of queries."""
    export: dict[str, Any] = {"format": FORMAT, "made_at": timezone.now()}
    for app in reversed(APPS):
        export |= app.export_for(user)
    entries = LogEntry.objects.filter(user=user)
    export["back_office"] = rows_for_export(entries, "action_time", "object_repr", "change_message")
    return export


# Deletion --------------------------------------------------------------------------------------------


def delete_account(*, user: User, confirmation: str) -> None:
    """Erase the person: what is theirs goes, what they did to others' records stays without their name, they
    are signed out everywhere, their address is free again. One transaction; a log entry says that it was
    done, by id. `confirmation` is the password, or the address where the account has no password.

    Raises OpsError where that is wrong, another ServiceError where something must happen first. Reads every
    session, before it locks anything.
    """
    _require_confirmation(user, confirmation)
    sessions = sessions_of(user)
    with transaction.atomic():
        end_sessions(sessions)
        LogEntry.objects.filter(user=user).delete()
        _reports_naming(user).delete()
        for app in APPS:
            app.erase(user)
        record(actor=None, action="delete-account", on=user)


def forget_expired(*, now: datetime | None = None) -> int:
    """Delete what may be kept no longer: sessions that ended, lists of people or badges nobody confirmed,
    notes that were taken away, invitations to children’s records that are over. Returns how many.
    """
    sessions, _each = Session.objects.filter(expire_date__lt=now or timezone.now()).delete()
    people, _each = PeopleImport.objects.abandoned().delete()
    badge_lists, _each = BadgeImport.objects.abandoned().delete()
    return sessions + people + badge_lists + forget_observations() + forget_invitations()


def _require_confirmation(user: User, confirmation: str) -> None:
    if user.has_usable_password():
        if not user.check_password(confirmation):
            raise OpsError(_("This is not your password."), field="confirmation")
    elif confirmation.strip().lower() != user.email:
        raise OpsError(_("Type the address of your account."), field="confirmation")
