"""Issuing many badges by a list: upload, look at every row, confirm, watch."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from badges import services
from badges.forms.bulk_issue import BadgeFileForm
from badges.models import BadgeImport, BadgeTemplate
from badges.selectors.imports import left_out_rows
from badges.services.badge_csv import COLUMNS, rows_to_correct
from tfl.accounts.access import AuthedRequest, role_required
from tfl.accounts.models import Role
from tfl.core.errors import ServiceError

ROWS_PER_PAGE = 100


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMIN, Role.MENTOR)
def issue_many(request: AuthedRequest) -> HttpResponse:
    form = BadgeFileForm(request.POST, request.FILES) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            preview = services.preview_badges(raw=form.cleaned_data["file"], by=request.user)
        except ServiceError as error:
            form.refuse(error)
        else:
            return redirect("badge_import", pk=preview.pk)
    context = {
        "form": form or BadgeFileForm(),
        "columns": COLUMNS,
        "templates": BadgeTemplate.objects.issuable(),
    }
    return render(request, "badges/issue_many.html", context, status=422 if form else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMIN, Role.MENTOR)
def badge_import(request: AuthedRequest, pk: int) -> HttpResponse:
    """GET shows the rows, those with errors first, and once it is confirmed how far it is; POST confirms."""
    mine = BadgeImport.objects.visible_to(request.user)
    found = get_object_or_404(mine.defer("rows") if request.htmx else mine, pk=pk)
    if request.method == "POST":
        try:
            services.confirm_import(badge_import=found, by=request.user)
        except ServiceError as error:
            messages.error(request, error.message)
        return redirect("badge_import", pk=pk)
    if found.confirmed_at:
        return _progress(request, found)
    if request.GET.get("rows") == "errors":
        return _to_correct(found)
    return _preview(request, found)


def _preview(request: AuthedRequest, found: BadgeImport) -> HttpResponse:
    """What may be wrong stands before what is right."""
    rows = sorted(found.rows, key=lambda row: (not row["errors"], not row["has_one"]))
    context = {
        "preview": found,
        "page": Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "have_one": sum(row["has_one"] and not row["errors"] for row in rows),
    }
    return render(request, "badges/import.html", context)


def _to_correct(found: BadgeImport) -> HttpResponse:
    return HttpResponse(
        rows_to_correct(found.rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="rows-to-correct.csv"'},
    )


def _progress(request: AuthedRequest, found: BadgeImport) -> HttpResponse:
    """For htmx the part that changes."""
    context = {"badge_import": found, "left_out": left_out_rows(found)}
    part = "#progress" if request.htmx else ""
    return render(request, f"badges/import_progress.html{part}", context)
