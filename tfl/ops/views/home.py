"""The front door: everybody is sent to what they came for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from tfl.accounts.models import EmployerMembership, Role

HOMES = (
    (Role.STUDENT, "mission"),
    (Role.MENTOR, "mentor_home"),
    (Role.EMPLOYER, "employer_home"),
    (Role.ADMIN, "people"),
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return render(request, "landing.html")
    for role, name in HOMES:
        if request.user.has_role(role):
            return redirect(name)
    membership = EmployerMembership.objects.filter(user=request.user).first()
    return render(request, "ops/welcome.html", {"membership": membership})


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """What browsers ask for wherever no page names the icon: for the API's answers, say."""
    return redirect(static("img/favicon.svg"))
