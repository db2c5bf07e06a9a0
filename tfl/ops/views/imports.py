"""Bringing people in by CSV: upload, look at every row, confirm."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tfl.accounts.access import AuthedRequest, role_required
from tfl.accounts.models import PeopleImport, Role
from tfl.core.errors import ServiceError
from tfl.ops.forms import PeopleFileForm
from tfl.ops.people_csv import COLUMNS
from tfl.ops.people_import import confirm_import, preview_people

ROWS_PER_PAGE = 100


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMIN)
def people_import(request: AuthedRequest) -> HttpResponse:
    form = PeopleFileForm(request.POST, request.FILES) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            preview = preview_people(raw=form.cleaned_data["file"], by=request.user)
        except ServiceError as error:
            form.refuse(error)
        else:
            return redirect("people_import_preview", pk=preview.pk)
    context = {"form": form or PeopleFileForm(), "columns": COLUMNS}
    return render(request, "ops/people_import.html", context, status=422 if form else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMIN)
def people_import_preview(request: AuthedRequest, pk: int) -> HttpResponse:
    """GET shows the rows, those with errors first; POST invites everybody whose row has none."""
    preview = get_object_or_404(PeopleImport.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        try:
            confirm_import(people_import=preview, by=request.user)
        except ServiceError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Done. The invitations are on their way."))
        return redirect("people_import_preview", pk=pk)
    rows = sorted(preview.rows, key=lambda row: not row["errors"])
    wrong = sum(bool(row["errors"]) for row in rows)
    context = {
        "preview": preview,
        "page": Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "wrong": wrong,
        "right": len(rows) - wrong,
    }
    return render(request, "ops/people_import_preview.html", context)
