"""What every page of a record begins with: whose it is, and what its reader may do."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from childprogress.models import Child, GuardianRole
from childprogress.models.labels import AGE_BANDS
from tfl.accounts.access import AuthedRequest, role_required
from tfl.accounts.models import Role

guardians_only: Final = role_required(Role.PARENT)
"""Whoever could be a guardian. What they are not the guardian of is a 404."""


def record_of(request: AuthedRequest, pk: int) -> Child:
    """The child, with `guardian_role`, of one of its guardians; 404 for everybody else. One query."""
    return get_object_or_404(Child.objects.for_guardian(request.user), pk=pk)


def _of_role(request: AuthedRequest, pk: int, *, roles: tuple[GuardianRole, ...]) -> Child:
    child = record_of(request, pk)
    if child.guardian_role not in roles:
        raise PermissionDenied
    return child


OwnedRecord = Callable[[AuthedRequest, int], Child]
owned_record: Final[OwnedRecord] = partial(_of_role, roles=(GuardianRole.OWNER,))
"""The same for owners; 403 for its other guardians."""
edited_record: Final[OwnedRecord] = partial(
    _of_role, roles=(GuardianRole.OWNER, GuardianRole.EDITOR)
)
"""The same for owners and editors; 403 for viewers."""


def head(child: Child, here: str) -> dict[str, Any]:
    """What `childprogress/base.html` shows above every page of a record; `here` is a page's URL name."""
    role = child.guardian_role
    return {
        "child": child,
        "band_label": AGE_BANDS[child.age_band],
        "here": here,
        "is_owner": role == GuardianRole.OWNER,
        "may_edit": role in {GuardianRole.OWNER, GuardianRole.EDITOR} and not child.is_closed,
    }
