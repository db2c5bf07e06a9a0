"""How a person comes to act for an organisation: they ask, an admin answers."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tfl.accounts.models import (
    Employer,
    EmployerMembership,
    MembershipState,
    Notice,
    Role,
    User,
)
from tfl.accounts.services.audit import record
from tfl.accounts.services.errors import AccountsError, require_admin
from tfl.accounts.services.notices import notify, notify_all
from tfl.accounts.services.roles import add_roles
from tfl.core.errors import Refusal

LONGEST_NAME = 150
LONGEST_MESSAGE = 500


@transaction.atomic
def request_employer_access(
    *, user: User, organisation_name: str, message: str = ""
) -> EmployerMembership:
    """Ask to see what students let this organisation see. Asking again while it waits corrects the
    request; after a refusal it is a new one. Admins are told.
    """
    if not user.roles <= {Role.PARENT}:
        raise AccountsError(
            _(
                "Your account already has another role. Ask for employer access with an account of its own."
            ),
            refusal=Refusal.FORBIDDEN,
        )
    name, message = _clean_name(organisation_name), message.strip()
    if len(message) > LONGEST_MESSAGE:
        raise AccountsError(_("Write at most 500 characters."), field="message")
    before = EmployerMembership.objects.select_for_update().filter(user=user).first()
    if before and before.state == MembershipState.APPROVED:
        raise AccountsError(_("You have employer access already."), refusal=Refusal.CONFLICT)
    membership, _new = EmployerMembership.objects.update_or_create(
        user=user,
        defaults={
            "organisation_name": name,
            "message": message,
            "state": MembershipState.REQUESTED,
            "requested_at": timezone.now(),
            "employer": None,
            "decided_at": None,
            "decided_by": None,
            "answer": "",
        },
    )
    record(actor=user, action="request-employer-access", on=membership)
    _tell_admins(membership)
    return membership


@transaction.atomic
def approve_employer(
    *, membership: EmployerMembership, by: User, employer: Employer | None = None
) -> EmployerMembership:
    """Let the person act for `employer`, or for the organisation they named, which is found whatever
    its case or made. Approving again changes nothing; a refused request has to be made anew.
    """
    require_admin(by)
    _require_active(membership)
    organisation = employer or _find_or_make(membership.organisation_name)
    if _answer(membership, by, state=MembershipState.APPROVED, employer=organisation):
        add_roles(user=membership.user, roles=(Role.EMPLOYER,), by=by)
        record(
            actor=by, action="approve-employer", on=membership, after={"employer": organisation.pk}
        )
        _tell_requester(membership, kind="employer-approved", path="/")
    return membership


@transaction.atomic
def refuse_employer(
    *, membership: EmployerMembership, by: User, answer: str = ""
) -> EmployerMembership:
    """Say no, with an optional `answer` the person reads. Refusing again changes nothing."""
    require_admin(by)
    answer = answer.strip()
    if len(answer) > LONGEST_MESSAGE:
        raise AccountsError(_("Write at most 500 characters."), field="answer")
    if _answer(membership, by, state=MembershipState.REFUSED, answer=answer):
        record(actor=by, action="refuse-employer", on=membership)
        _tell_requester(membership, kind="employer-refused", path="/employer/request/")
    return membership


def _answer(
    membership: EmployerMembership,
    by: User,
    *,
    state: MembershipState,
    employer: Employer | None = None,
    answer: str = "",
) -> bool:
    """Answer a waiting request by a conditional UPDATE: of two admins who answer at once, one does."""
    waiting = EmployerMembership.objects.filter(
        pk=membership.pk,
        state=MembershipState.REQUESTED,
        requested_at=membership.requested_at,  # not one that was corrected after the admin read it
    )
    done = waiting.update(
        state=state, employer=employer, answer=answer, decided_by=by, decided_at=timezone.now()
    )
    membership.refresh_from_db()
    if not done and membership.state != state:
        raise AccountsError(
            _("This request has changed or was answered meanwhile. Look at it again."),
            refusal=Refusal.CONFLICT,
        )
    return bool(done)


def _clean_name(organisation_name: str) -> str:
    name = " ".join(organisation_name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise AccountsError(
            _("Name the organisation in at most 150 characters."), field="organisation_name"
        )
    return name


def _find_or_make(name: str) -> Employer:
    try:
        with transaction.atomic():
            return Employer.objects.filter(name__iexact=name).first() or Employer.objects.create(
                name=name
            )
    except IntegrityError:  # somebody made it between our look and our insert
        return Employer.objects.get(name__iexact=name)


def _require_active(membership: EmployerMembership) -> None:
    if not membership.user.is_active:
        raise AccountsError(
            _("This account is deactivated. Reactivate it first."), refusal=Refusal.CONFLICT
        )


def _tell_requester(membership: EmployerMembership, *, kind: str, path: str) -> None:
    notify(
        user=membership.user,
        kind=kind,
        key=f"{kind}-{membership.pk}-{membership.requested_at:%Y%m%d%H%M%S}",
        facts={"organisation": membership.organisation_name, "answer": membership.answer},
        path=path,
    )


def _tell_admins(membership: EmployerMembership) -> None:
    """Once a day per request, however often it is corrected."""
    notify_all(
        Notice(
            user=admin,
            kind="employer-requested",
            key=f"employer-requested-{membership.pk}-{membership.requested_at:%Y%m%d}",
            facts={"organisation": membership.organisation_name},
            path="/people/employers/",
        )
        for admin in User.objects.active().with_role(Role.ADMIN)
    )
