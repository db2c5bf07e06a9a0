"""Who did what to badges, for admins."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from badges.forms.issuing import AuditFilterForm
from badges.selectors.audit import audit_entries, lines_in
from tfl.accounts.access import AuthedRequest, role_required
from tfl.accounts.models import Role

ENTRIES_PER_PAGE = 50


@require_safe
@role_required(Role.ADMIN)
def index(request: AuthedRequest) -> HttpResponse:
    form = AuditFilterForm(request.GET)
    form.is_valid()  # what is not is left out of the search, and said beside its field
    found = audit_entries(
        action=form.cleaned_data.get("action", ""), person=form.cleaned_data.get("person", "")
    )
    page = Paginator(found, ENTRIES_PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "lines": lines_in(list(page))}
    return render(request, "badges/audit.html", context)
