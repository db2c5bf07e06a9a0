"""Pasting a sheet of scores."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from milestones import services
from milestones.forms.sheet import ScoreSheetForm, Sheet, read_sheet
from tfl.accounts.access import AuthedRequest, role_required
from tfl.accounts.models import Role
from tfl.core.errors import ServiceError


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.MENTOR)
def score_sheet(request: AuthedRequest) -> HttpResponse:
    """First what the lines mean; a second POST, with `save`, writes all of them. Never some."""
    form = ScoreSheetForm(request.POST if request.method == "POST" else None)
    sheet = None
    if request.method == "POST" and form.is_valid():
        sheet = read_sheet(form.cleaned_data["rows"], mentor=request.user)
        if "save" in request.POST and not sheet.wrong and _save(request, form, sheet):
            return redirect("mentor_home")
    wrong = bool(form.errors or (sheet and sheet.wrong))
    context = {"form": form, "sheet": sheet}
    return render(
        request, "milestones/mentor_score_sheet.html", context, status=422 if wrong else 200
    )


def _save(request: AuthedRequest, form: ScoreSheetForm, sheet: Sheet) -> bool:
    try:
        count = services.record_assessments(
            rows=sheet.assessments(), by=request.user, taken_on=form.cleaned_data["taken_on"]
        )
    except ServiceError as error:
        form.refuse(error)
        return False
    said = ngettext("%(count)d score is saved.", "%(count)d scores are saved.", count)
    messages.success(request, said % {"count": count})
    return True
