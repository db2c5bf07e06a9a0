"""Badge templates: what can be issued, written and put into use by admins."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from badges import services
from badges.forms.skills import SkillSearchForm
from badges.forms.templates import TemplateFilterForm, TemplateForm, TemplateStateForm
from badges.models import BadgeTemplate, TemplateState
from badges.selectors.templates import lines_of, skill_choices, templates
from tfl.accounts.access import AuthedRequest, role_required
from tfl.accounts.forms import posted
from tfl.accounts.models import Role
from tfl.core.errors import ServiceError

TEMPLATES_PER_PAGE = 18


@require_safe
@role_required(Role.ADMIN, Role.MENTOR)
def index(request: AuthedRequest) -> HttpResponse:
    """Admins see all, mentors what they can issue."""
    form = TemplateFilterForm(request.GET, only_active=not request.user.has_role(Role.ADMIN))
    form.is_valid()  # what is not is left out of the search, and said beside its field
    found = templates(
        request.user,
        search=form.cleaned_data.get("q", ""),
        state=form.cleaned_data.get("state", ""),
    )
    page = Paginator(found, TEMPLATES_PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "lines": lines_of(page)}
    return render(request, "badges/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMIN)
def create(request: AuthedRequest) -> HttpResponse:
    return _write(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMIN)
def edit(request: AuthedRequest, pk: int) -> HttpResponse:
    return _write(request, _get(request, pk))


@require_POST
@role_required(Role.ADMIN)
def state(request: AuthedRequest, pk: int) -> HttpResponse:
    """Activate or archive."""
    template = _get(request, pk)
    form = TemplateStateForm(request.POST)
    if form.is_valid():
        try:
            services.move_template(template=template, to=form.cleaned_data["to"], by=request.user)
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, MOVED[form.cleaned_data["to"]])
    for errors in form.errors.values():
        messages.error(request, str(errors[0]))
    return redirect("badge_template_edit", pk=pk)


MOVED = {
    TemplateState.ACTIVE: gettext_lazy("Active. It can be issued from now on."),
    TemplateState.ARCHIVED: gettext_lazy(
        "Archived. It cannot be issued any more; badges issued stay."
    ),
}


def _get(request: AuthedRequest, pk: int) -> BadgeTemplate:
    return get_object_or_404(BadgeTemplate.objects.visible_to(request.user), pk=pk)


def _write(request: AuthedRequest, template: BadgeTemplate | None) -> HttpResponse:
    """The form, for a new template or `template`. For htmx its skills found by a search, or its preview."""
    if request.htmx and request.method != "POST":
        return _found_skills(request)
    form = TemplateForm(posted(request), template=template)
    if form.is_valid() and "preview" not in request.POST:
        try:
            saved = services.save_template(
                **form.cleaned_data,
                by=request.user,
                template=template,
                category=template.category if template else "",
            )
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved.") if template else _("Saved as a draft."))
            return redirect("badge_template_edit", pk=saved.pk)
    return _form_page(request, form, template)


def _form_page(
    request: AuthedRequest, form: TemplateForm, template: BadgeTemplate | None
) -> HttpResponse:
    shown, skills = form.preview()
    context: dict[str, Any] = {"form": form, "template": template, "shown": shown, "skills": skills}
    status = 422 if form.errors else 200
    if request.htmx:
        return render(request, "badges/template_form.html#preview", context, status=status)
    if template:
        [context["line"]] = lines_of([template])
    return render(request, "badges/template_form.html", context, status=status)


def _found_skills(request: AuthedRequest) -> HttpResponse:
    search = SkillSearchForm(request.GET)
    search.is_valid()  # a search that is too long finds all
    chosen = request.GET.getlist("skills")
    found = skill_choices(search=search.cleaned_data.get("q", ""), chosen=chosen)
    form = TemplateForm(chosen=chosen)
    form.fields["skills"].choices = found  # type: ignore[attr-defined]  # a SkillsField
    context = {"form": form, "number": sum(len(skills) for _way, skills in found)}
    return render(request, "badges/_found_skills.html", context)
