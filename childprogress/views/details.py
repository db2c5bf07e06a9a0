"""A record as a whole: adding a child, correcting, choosing what is shown, deleting. For owners."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from childprogress import services
from childprogress.forms.children import AddChildForm, ChildForm, DeleteChildForm, DimensionsForm
from childprogress.models import Child
from childprogress.selectors.children import count_erased
from childprogress.views.record import guardians_only, head, owned_record
from tfl.accounts.access import AuthedRequest
from tfl.accounts.forms import posted
from tfl.core.errors import ServiceError


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@guardians_only
def add(request: AuthedRequest) -> HttpResponse:
    """Afterwards, to the page of the new record."""
    form = AddChildForm(posted(request))
    if form.is_valid():
        try:
            child = services.add_child(**form.cleaned_data, by=request.user)
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(
                request, _("The record is there. Tick what you have seen, or write a first note.")
            )
            return redirect("child", child.pk)
    status = 422 if form.errors else 200
    return render(request, "childprogress/child_form.html", {"form": form}, status=status)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@guardians_only
def details(request: AuthedRequest, pk: int) -> HttpResponse:
    """What was written down about the child, to correct."""
    child = owned_record(request, pk)
    form = ChildForm(posted(request), child=child)
    if form.is_valid():
        try:
            services.correct_child(child=child, **form.cleaned_data, by=request.user)
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved."))
            return redirect("child", pk)
    return _details_page(request, child, form, DimensionsForm(child=child))


@require_POST
@guardians_only
def dimensions(request: AuthedRequest, pk: int) -> HttpResponse:
    """Which are shown."""
    child = owned_record(request, pk)
    form = DimensionsForm(request.POST, child=child)
    if form.is_valid():
        try:
            services.choose_dimensions(child=child, **form.cleaned_data, by=request.user)
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved."))
            return redirect("child", pk)
    return _details_page(request, child, ChildForm(child=child), form)


def _details_page(
    request: AuthedRequest, child: Child, form: ChildForm, dimensions_form: DimensionsForm
) -> HttpResponse:
    context = head(child, here="child_details") | {
        "form": form,
        "dimensions_form": dimensions_form,
    }
    status = 422 if form.errors or dimensions_form.errors else 200
    return render(request, "childprogress/child_details.html", context, status=status)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@guardians_only
def delete(request: AuthedRequest, pk: int) -> HttpResponse:
    """For good, once the name is typed. GET says what goes."""
    child = owned_record(request, pk)
    form = DeleteChildForm(posted(request), child=child)
    if form.is_valid():
        try:
            services.delete_child(child=child, **form.cleaned_data, by=request.user)
        except ServiceError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The record is deleted."))
            return redirect("children")
    context = head(child, here="child_delete") | {"form": form, "erased": count_erased(child)}
    status = 422 if form.errors else 200
    return render(request, "childprogress/child_delete.html", context, status=status)
