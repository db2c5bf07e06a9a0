"""What the people pages read."""

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from tfl.accounts.models import (
    ApiToken,
    Cohort,
    EmployerMembership,
    Invitation,
    MembershipState,
    Role,
    RoleGrant,
    User,
)
from tfl.accounts.selectors import address_is_verified


def people(*, search: str = "", role: str = "") -> QuerySet[User]:
    """Everybody by name and address, with roles, assignment and whether they accepted. Three queries
    for a page of any size.
    """
    found = with_state(User.objects.all())
    if search:
        found = found.filter(Q(email__icontains=search) | Q(name__icontains=search))
    if role in Role.values:
        found = found.filter(role_grants__role=role)
    return found.order_by("name", "email")


def with_state(users: QuerySet[User]) -> QuerySet[User]:
    """Adds `is_verified` and `is_invited`, and loads roles, student and membership."""
    pending = Invitation.objects.filter(
        user=OuterRef("pk"), accepted_at__isnull=True, revoked_at__isnull=True
    )
    return (
        users.annotate(is_verified=address_is_verified(), is_invited=Exists(pending))
        .select_related(
            "student__mentor",
            "student__cohort",
            "student__target_job_role",
            "membership__employer",
        )
        .prefetch_related(Prefetch("role_grants", RoleGrant.objects.order_by("pk")))
    )


def cohorts() -> QuerySet[Cohort]:
    """With how many students each has. One query."""
    return Cohort.objects.annotate(size=Count("students")).order_by("name")


def employer_requests() -> QuerySet[EmployerMembership]:
    """Those that wait for an answer, oldest first. One query."""
    return (
        EmployerMembership.objects.filter(state=MembershipState.REQUESTED, user__is_active=True)
        .select_related("user")
        .order_by("requested_at")
    )


def tokens() -> QuerySet[ApiToken]:
    """The usable ones first. One query."""
    return ApiToken.objects.select_related("created_by").order_by(
        F("revoked_at").asc(nulls_first=True), "-created_at"
    )
