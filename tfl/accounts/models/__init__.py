"""People and what is recorded about their access."""

from tfl.accounts.models.access import ApiToken, Invitation, TokenScope
from tfl.accounts.models.imports import PeopleImport
from tfl.accounts.models.people import (
    Cohort,
    Employer,
    EmployerConsent,
    EmployerMembership,
    MembershipState,
    ProfileOpening,
    Student,
    employer_of,
)
from tfl.accounts.models.records import AuditEntry, MailState, Notice
from tfl.accounts.models.users import Role, RoleGrant, User

__all__ = [
    "ApiToken",
    "AuditEntry",
    "Cohort",
    "Employer",
    "EmployerConsent",
    "EmployerMembership",
    "Invitation",
    "MailState",
    "MembershipState",
    "Notice",
    "PeopleImport",
    "ProfileOpening",
    "Role",
    "RoleGrant",
    "Student",
    "TokenScope",
    "User",
    "employer_of",
]
