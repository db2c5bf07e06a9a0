"""The admin's grid of badge milestones, and what can be done to each."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from badges import services
from badges.forms.badge_milestones import GridFilterForm
from badges.models import MilestoneConfig
from badges.selectors import badge_milestones as selectors
from badges.selectors.badge_milestones import Card, Section
from badges.selectors.categories import categories
from badges.services import BadgesError
from tfl.accounts.access import AuthedRequest, role_required
from tfl.accounts.models import Role
from tfl.core.errors import Refusal

CARDS_PER_PAGE: Final = 24
ACHIEVEMENTS_PER_PAGE: Final = 50
OF_THE_GRID: Final = ("q", "show", "metric", "page")
"""What the address of a part of the grid holds."""


@dataclass(frozen=True)
class CardSection:
    """One section of the grid, as far as it is on the page."""

    name: str
    label: str | Promise
    total: int
    """On all pages."""
    cards: list[tuple[Card, int]]
    """With how many people reached each."""


@require_safe
@role_required(Role.ADMIN)
def grid(request: AuthedRequest) -> HttpResponse:
    form = GridFilterForm(request.GET)
    form.is_valid()  # what is not is left out of the search, and said beside its field
    cards = selectors.cards(MilestoneConfig.objects.visible_to(request.user), categories())
    fitting = [card for card in cards if card.fits(**form.wanted)]
    page = Paginator(fitting, CARDS_PER_PAGE).get_page(request.GET.get("page"))
    sections = list(_sections(page.object_list, fitting))
    context = {
        "form": form,
        "page": page,
        "sections": sections,
        "ends_with_create": [each.name for each in sections if each.name != Section.UNREADABLE][
            -1:
        ],
        "total": len(cards),
        "active": sum(card.milestone.active for card in cards),
        "broken": sum(bool(card.error) for card in cards),
        "back": _part_of_grid(request.GET),
    }
    return render(request, "badges/milestones.html", context)


def _sections(shown: Iterable[Card], fitting: list[Card]) -> Iterator[CardSection]:
    """One query."""
    shown = list(shown)
    achieved = selectors.achieved_counts(shown)
    for section, label in selectors.SECTIONS.items():
        if here := [card for card in shown if card.section is section]:
            yield CardSection(
                name=section.value,
                label=label,
                total=sum(card.section is section for card in fitting),
                cards=[(card, achieved.get(card.milestone.pk, 0)) for card in here],
            )


# What can be done to one -----------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMIN)
def activate(request: AuthedRequest, pk: int) -> HttpResponse:
    """GET shows whom it would award, and asks; for htmx in the place of its card."""
    milestone = get_milestone(request, pk)
    if request.method != "POST":
        return _ask(request, milestone)
    if milestone.active:
        messages.info(request, _("“%s” was active already.") % milestone.title)
        return _toggled(request, milestone)
    try:
        with gone_is_404():
            milestone = services.activate_badge_milestone(milestone=milestone, by=request.user)
    except BadgesError as error:
        messages.error(request, error.message)
        return _ask(request, milestone, status=422)
    said = _("“%s” is active. Who qualifies already gets it within a few minutes.")
    messages.success(request, said % milestone.title)
    return _toggled(request, milestone)


@require_POST
@role_required(Role.ADMIN)
def deactivate(request: AuthedRequest, pk: int) -> HttpResponse:
    """At once. What comes back offers to undo it."""
    milestone = get_milestone(request, pk)
    if not milestone.active:
        messages.info(request, _("“%s” was inactive already.") % milestone.title)
        return _toggled(request, milestone)
    with gone_is_404():
        milestone = services.deactivate_badge_milestone(milestone=milestone, by=request.user)
    said = _("“%s” is inactive. It awards nobody; whoever reached it keeps it.") % milestone.title
    if not request.htmx:  # there the card offers it
        url = reverse("badge_milestone_activate", args=[milestone.pk])
        said = format_html('{} <a href="{}">{}</a>', said, url, _("Activate it again"))
    messages.success(request, said)
    return _toggled(request, milestone, can_undo=True)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMIN)
def delete(request: AuthedRequest, pk: int) -> HttpResponse:
    """Only while nobody has ever reached it."""
    milestone, status = get_milestone(request, pk), 200
    if request.method == "POST":
        try:
            with gone_is_404():
                services.delete_badge_milestone(milestone=milestone, by=request.user)
        except BadgesError as error:
            messages.error(request, error.message)
            milestone, status = get_milestone(request, pk), error.refusal.value
        else:
            messages.success(request, _("“%s” is deleted.") % milestone.title)
            return to_grid(request)
    context = {"milestone": milestone, "card": selectors.card(milestone, categories())}
    return render(request, "badges/milestone_delete.html", context, status=status)


@require_safe
@role_required(Role.ADMIN)
def reached(request: AuthedRequest, pk: int) -> HttpResponse:
    """Who reached it and when, also those it was taken from again."""
    milestone = get_milestone(request, pk)
    achievements = selectors.reached_by(milestone, request.user)
    standing = achievements.standing().count()
    page = Paginator(achievements, ACHIEVEMENTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "card": selectors.card(milestone, categories()),
        "page": page,
        "standing": standing,
        "revoked": page.paginator.count - standing,
    }
    return render(request, "badges/milestone_reached.html", context)


# Shared ----------------------------------------------------------------------------------------------


def get_milestone(request: AuthedRequest, pk: int) -> MilestoneConfig:
    """With `was_reached`, or 404."""
    visible = MilestoneConfig.objects.visible_to(request.user)
    return get_object_or_404(selectors.with_history(visible), pk=pk)


@contextmanager
def gone_is_404() -> Iterator[None]:
    """Somebody else deleted it since this request read it."""
    try:
        yield
    except BadgesError as error:
        if error.refusal is Refusal.NOT_FOUND:
            raise Http404(error.message) from error
        raise


def to_grid(request: AuthedRequest, milestone: MilestoneConfig | None = None) -> HttpResponse:
    """To the part of the grid that somebody came from, and there to the card."""
    query = came_from(request)
    anchor = f"#milestone-{milestone.pk}" if milestone else ""
    return redirect(reverse("badge_milestones") + (f"?{query}" if query else "") + anchor)


def came_from(request: AuthedRequest) -> str:
    """The part of the grid that a form or link names, as the query of its address."""
    named = request.POST if request.method == "POST" else request.GET
    return _part_of_grid(QueryDict(named.get("back", "")))


def _part_of_grid(asked: Mapping[str, Any]) -> str:
    return urlencode({name: asked[name] for name in OF_THE_GRID if asked.get(name)})


def _ask(request: AuthedRequest, milestone: MilestoneConfig, *, status: int = 200) -> HttpResponse:
    of = categories()
    card = selectors.card(milestone, of)
    context = {
        "card": card,
        "preview": selectors.preview(milestone.trigger, of),
        "back": came_from(request),
    }
    if request.htmx:
        return render(request, "badges/milestone_activate.html#card", context, status=status)
    context["achieved"] = _achieved(card)
    return render(request, "badges/milestone_activate.html", context, status=status)


def _toggled(
    request: AuthedRequest, milestone: MilestoneConfig, *, can_undo: bool = False
) -> HttpResponse:
    """Back to the grid; for htmx the card as it is now."""
    if not request.htmx:
        return to_grid(request, milestone)
    card = selectors.card(milestone, categories())
    context = selectors.how_many(MilestoneConfig.objects.visible_to(request.user)) | {
        "card": card,
        "achieved": _achieved(card),
        "can_undo": can_undo,
        "back": came_from(request),
    }
    return render(request, "badges/milestones.html#toggled", context)


def _achieved(card: Card) -> int:
    """One query."""
    return selectors.achieved_counts([card]).get(card.milestone.pk, 0)
