"""The one form of badge milestones, and what is redrawn in it as it is filled in."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from badges import services
from badges.forms.badge_milestones import NEW, BadgeMilestoneForm, EditForm
from badges.selectors import badge_milestones as selectors
from badges.selectors.categories import Categories, branches, categories
from badges.services import BadgesError
from badges.services.badge_milestones import type_of
from badges.views.badge_milestones import came_from, get_milestone, to_grid
from badges.words import METRIC_LABELS, SCOPE_LABELS
from tfl.accounts.access import AuthedRequest, role_required
from tfl.accounts.models import Role


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMIN)
def create(request: AuthedRequest) -> HttpResponse:
    """A first POST shows what will be locked; a second one, `confirmed`, creates. A link may fill it in."""
    of = categories()
    if request.method == "POST":
        form = BadgeMilestoneForm(request.POST, categories=of)
        return _answer(request, form, save=partial(_create, request, form))
    if "metric" in request.GET:
        return _page(request, BadgeMilestoneForm(request.GET, categories=of).as_draft())
    named = {name: request.GET[name] for name in ("title", "icon") if name in request.GET}
    return _page(request, BadgeMilestoneForm(categories=of, initial=NEW | named))


def _create(request: AuthedRequest, form: BadgeMilestoneForm) -> HttpResponse:
    milestone = services.create_badge_milestone(
        **form.words, trigger=form.rule, by=request.user, request_key=_request_key(request)
    )
    messages.success(request, _("Created. It awards nobody until you activate it."))
    return redirect("badge_milestone_activate", pk=milestone.pk)


def _request_key(request: AuthedRequest) -> UUID | None:
    """What the confirmation was given, so that a double click creates one."""
    try:
        return UUID(request.POST.get("request_key", ""))
    except ValueError:
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMIN)
def edit(request: AuthedRequest, pk: int) -> HttpResponse:
    """A lower threshold of an active one is asked about before it is saved."""
    milestone, of = get_milestone(request, pk), categories()
    if request.method != "POST":
        return _page(request, EditForm(milestone=milestone, categories=of))
    form = EditForm(request.POST, milestone=milestone, categories=of)
    return _answer(request, form, save=partial(_edit, request, form))


def _edit(request: AuthedRequest, form: EditForm) -> HttpResponse:
    milestone = services.edit_badge_milestone(
        milestone=form.milestone,
        by=request.user,
        threshold=form.new_threshold,
        seen_threshold=form.seen,
        **form.words,
    )
    messages.success(request, _("Saved."))
    return to_grid(request, milestone)


def _answer(
    request: AuthedRequest, form: BadgeMilestoneForm, *, save: Callable[[], HttpResponse]
) -> HttpResponse:
    """To a form that was sent. `redraw` only shows it again; `confirmed` says yes to what cannot be
    undone.
    """
    if "redraw" in request.POST:
        return _page(request, form.as_draft())
    if form.is_valid():
        if form.needs_a_yes and "confirmed" not in request.POST:
            return _confirmation(request, form)
        try:
            return save()
        except BadgesError as error:
            form.refuse(error)
    return _page(request, form)


def _page(request: AuthedRequest, form: BadgeMilestoneForm) -> HttpResponse:
    context = _about(request, form) | _preview(form)
    context |= _tree(form.categories, request.POST.get("q", ""), form["category"].value())
    status = 422 if form.is_bound else 200
    return render(request, "badges/milestone_form.html", context, status=status)


def _confirmation(request: AuthedRequest, form: BadgeMilestoneForm) -> HttpResponse:
    context = _about(request, form) | _preview(form)
    context["request_key"] = uuid4()
    context["metric_label"] = METRIC_LABELS.get(form["metric"].value())
    context["scope_label"] = SCOPE_LABELS.get(form["scope"].value())
    return render(request, "badges/milestone_confirm.html", context)


def _about(request: AuthedRequest, form: BadgeMilestoneForm) -> dict[str, Any]:
    """The badge milestone that is edited, its card, and the path to the form's category. No query."""
    of, milestone = form.categories, getattr(form, "milestone", None)
    category = of.find(str(form["category"].value() or ""))
    return {
        "milestone": milestone,
        "card": milestone and selectors.card(milestone, of),
        "path": of.path(category) if category else "",
        "back": came_from(request),
    }


def _preview(form: BadgeMilestoneForm) -> dict[str, Any]:
    """What the form's preview shows. One query."""
    shown = selectors.preview(form.rule, form.categories)
    kind = type_of(shown.trigger).value if shown.trigger else ""
    return {"form": form, "preview": shown, "type": kind}


def _tree(of: Categories, search: str, chosen: object) -> dict[str, Any]:
    """What the form's category tree shows. One query."""
    lines = branches(of, search=search, chosen=of.find(str(chosen or "")))
    return {
        "branches": lines,
        "search": search,
        "nothing_fits": bool(search.strip()) and not any(line.fits for line in lines),
    }


# Fragments -------------------------------------------------------------------------------------------


@require_safe
@role_required(Role.ADMIN)
def preview(request: AuthedRequest) -> HttpResponse:
    """What changes in the form while it is filled in. Without htmx: the form, filled in so."""
    if not request.htmx:
        return redirect(f"{reverse('badge_milestone_create')}?{request.GET.urlencode()}")
    form = BadgeMilestoneForm(request.GET, categories=categories()).as_draft()
    if form.only_global:
        form = form.as_draft(scope="global")
    if is_reset := "reset" in request.GET:
        form = form.as_draft(description="")
    shown_as_locked = {"yes": True, "no": False}.get(request.GET.get("scope_is_locked", ""))
    context = _preview(form) | {
        "is_active": "is_active" in request.GET,
        "is_reset": is_reset,
        "redraws_scope": shown_as_locked is (not form.only_global),
    }
    return render(request, "badges/milestone_preview.html", context)


@require_safe
@role_required(Role.ADMIN)
def category_tree(request: AuthedRequest) -> HttpResponse:
    """The part of the tree that fits a search. Without htmx: the form, with all of it."""
    if not request.htmx:
        return redirect("badge_milestone_create")
    context = _tree(categories(), request.GET.get("q", ""), request.GET.get("category"))
    return render(request, "badges/_milestone_categories.html", context)
