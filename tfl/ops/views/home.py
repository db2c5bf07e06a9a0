"""The front door: everybody is sent to what they came for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from tfl.accounts.models import EmployerMembership, Role, User
from tfl.ops.context import url_or_none

HOMES = (
    (Role.STUDENT, "mission"),
    (Role.MENTOR, "mentor_home"),
    (Role.EMPLOYER, "employer_home"),
    (Role.ADMIN, "people"),
    (Role.PARENT, "children"),
)
"""Role and URL name; the first that a person has and this installation knows."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return render(request, "landing.html")
    if place := _home_of(request.user):
        return redirect(place)
    membership = EmployerMembership.objects.filter(user=request.user).first()
    context = {"membership": membership, "is_parent": request.user.has_role(Role.PARENT)}
    return render(request, "ops/welcome.html", context)


def _home_of(user: User) -> str | None:
    """Whoever signed up alone is a parent. Until they have a record they may have come for something else,
    an employer’s access say, and are asked.
    """
    for role, name in HOMES:
        if user.has_role(role) and (place := url_or_none(name)):
            may_wait = role == Role.PARENT and not user.guardianships.exists()
            return None if may_wait else place
    return None


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """What browsers ask for wherever no page names the icon: for the API's answers, say."""
    return redirect(static("img/favicon.svg"))
