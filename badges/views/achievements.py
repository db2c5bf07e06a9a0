"""What somebody reached and what is next: the celebration, the card, and why they have it or not."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from badges.models import MilestoneAchievement, MilestoneConfig
from badges.selectors import next_milestone
from badges.selectors.why import why
from badges.services import celebrate
from tfl.accounts.access import AuthedRequest, role_required, signed_in
from tfl.accounts.models import Role, User
from tfl.core.fields import LONGEST_KEY

BADGES_PER_PAGE = 30


@require_POST
@signed_in
def celebrated(request: AuthedRequest) -> HttpResponse:
    """The dialog was closed. What it named is not shown again; then back to the page it was on."""
    named = request.POST.getlist("achievement")
    celebrate(achievements=[int(each) for each in named if _may_be_key(each)], by=request.user)
    if request.htmx:
        return HttpResponse(status=204)
    return HttpResponseRedirect(_way_back(request))


def _may_be_key(text: str) -> bool:
    return text.isdecimal() and len(text) <= LONGEST_KEY


def _way_back(request: HttpRequest) -> str:
    """The address the form names, if it is one of ours."""
    path = request.POST.get("next", "")
    ours = path.startswith("/") and url_has_allowed_host_and_scheme(
        path, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return path if ours else reverse("home")


@require_safe
@signed_in
def badge_next(request: AuthedRequest) -> HttpResponse:
    """The card alone, for a page without queries to spare. Opened by hand: the wallet, where it stands."""
    if not request.htmx:
        return redirect(f"{reverse('wallet')}#next-milestone")
    context = {"next_milestone": next_milestone(request.user), "awaited": True}
    return render(request, "badges/_next_milestone.html", context)


# Why somebody has it, or does not --------------------------------------------------------------------


@require_safe
@signed_in
def own_why(request: AuthedRequest, pk: int) -> HttpResponse:
    milestone = get_object_or_404(MilestoneConfig.objects.visible_to(request.user), pk=pk)
    return _why_page(request, milestone, request.user)


@require_safe
@role_required(Role.ADMIN, Role.MENTOR)
def persons_why(request: AuthedRequest, pk: int, person: int) -> HttpResponse:
    """Admins: of anybody. Mentors: of their students, the active ones and what one of them ever reached."""
    people, milestones = User.objects.all(), MilestoneConfig.objects.all()
    if not request.user.has_role(Role.ADMIN):
        people = people.filter(student__mentor=request.user)
        reached = MilestoneAchievement.objects.filter(user=person).values("milestone")
        milestones = milestones.filter(Q(active=True) | Q(pk__in=reached))
    who = get_object_or_404(people, pk=person)
    return _why_page(request, get_object_or_404(milestones, pk=pk), who)


def _why_page(request: AuthedRequest, milestone: MilestoneConfig, person: User) -> HttpResponse:
    shown = why(milestone, person)
    page = Paginator(shown.badges, BADGES_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "why": shown,
        "page": page,
        "own": person == request.user,
        "is_admin": request.user.has_role(Role.ADMIN),
    }
    return render(request, "badges/why.html", context)
