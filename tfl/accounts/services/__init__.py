"""What people and systems can do about accounts. Each is one transaction and raises `AccountsError`."""

from tfl.accounts.services.assignments import (
    KEEP,
    assign_student,
    create_cohort,
    set_next_role,
)
from tfl.accounts.services.audit import record
from tfl.accounts.services.consent import (
    DECLINED,
    WORDING_VERSION,
    decline_consent,
    grant_consent,
    offer_consent,
    record_opening,
    withdraw_all,
    withdraw_consent,
)
from tfl.accounts.services.employers import (
    approve_employer,
    refuse_employer,
    request_employer_access,
)
from tfl.accounts.services.errors import AccountsError
from tfl.accounts.services.invitations import accept_invitation, resend_invitation
from tfl.accounts.services.mail import notice_title, send_notices
from tfl.accounts.services.notices import mark_read, notify, notify_all, notify_first
from tfl.accounts.services.people import (
    INVITABLE,
    Invite,
    check_invite,
    deactivate_person,
    invite_people,
    invite_person,
    reactivate_person,
    rename,
)
from tfl.accounts.services.roles import grant_role, take_role, welcome
from tfl.accounts.services.sessions import end_sessions, sessions_of
from tfl.accounts.services.tokens import authenticate_token, create_token, revoke_token

__all__ = [
    "DECLINED",
    "INVITABLE",
    "KEEP",
    "WORDING_VERSION",
    "AccountsError",
    "Invite",
    "accept_invitation",
    "approve_employer",
    "assign_student",
    "authenticate_token",
    "check_invite",
    "create_cohort",
    "create_token",
    "deactivate_person",
    "decline_consent",
    "end_sessions",
    "grant_consent",
    "grant_role",
    "invite_people",
    "invite_person",
    "mark_read",
    "notice_title",
    "notify",
    "notify_all",
    "notify_first",
    "offer_consent",
    "reactivate_person",
    "record",
    "record_opening",
    "refuse_employer",
    "rename",
    "request_employer_access",
    "resend_invitation",
    "revoke_token",
    "send_notices",
    "sessions_of",
    "set_next_role",
    "take_role",
    "welcome",
    "withdraw_all",
    "withdraw_consent",
]
