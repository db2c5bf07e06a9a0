"""The JSON endpoints of the checklists, under /api, for guardians at a browser: no token reaches a child.
Errors are `Problem`s: 401 not signed in, 403 your role never can, 404 not there for you, 409 not any more or
not yet, 422 bad input.

Statements are counted besides those that find out who calls.
"""

from typing import Annotated

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from childprogress import services
from childprogress.ages import AgeBand
from childprogress.models import Child, ReviewState
from childprogress.schemas import ChecklistAnswered, EntryAnswered, ItemAnswered, TickSent
from childprogress.selectors import checklists as selectors
from childprogress.selectors.checklists import Item
from childprogress.vocabulary import Dimension
from tfl.accounts.api_auth import PERSON_OR_SYSTEM, CallerRequest, require_role
from tfl.accounts.models import Role, User
from tfl.core.schemas import answers

router = Router(auth=PERSON_OR_SYSTEM, tags=["child milestones"], by_alias=True)


@router.get(
    "/children/{int:child_id}/milestones",
    response={200: ChecklistAnswered, **answers(404, 422)},
    summary="List the items of a child's checklists",
)
def checklists(
    request: CallerRequest,
    child_id: int,
    dimension: Annotated[
        Dimension | None, Query(description="One of those shown; all of them by default.")
    ] = None,
    age_band: Annotated[
        AgeBand | None, Query(alias="ageBand", description="The child's own by default.")
    ] = None,
) -> ChecklistAnswered:
    """With what is ticked and its history, in the order of the checklists; last in each dimension those that
    left the checklist and are ticked. For guardians. Two statements.
    """
    child = _child(_guardian(request), child_id)
    if dimension is not None and not child.shows(dimension):
        raise Http404
    band = age_band or child.age_band
    items = [_item(each) for each in selectors.checklist(child, band, dimension)]
    return ChecklistAnswered(child_id=child.pk, age_band=band, items=items)


@router.patch(
    "/children/{int:child_id}/milestones/{int:milestone_id}",
    response={200: ItemAnswered, **answers(400, 404, 409, 422)},
    summary="Tick or untick an item",
)
def set_achieved(
    request: CallerRequest, child_id: int, milestone_id: int, sent: TickSent
) -> ItemAnswered:
    """For guardians who are owner or editor. Answers with the item and its history; what is that way already
    stays as it is, and unticking what was never ticked leaves no trace. Six statements at most.
    """
    guardian = _guardian(request)
    child = _child(guardian, child_id)
    found = selectors.item(child, milestone_id)
    if found is None:
        raise Http404
    change = services.tick if sent.achieved else services.untick
    row = change(child=child, definition=found.definition, by=guardian)
    return _item(selectors.item_of(found.definition, row))


def _guardian(request: CallerRequest) -> User:
    return require_role(request.auth, Role.PARENT)


def _child(guardian: User, child_id: int) -> Child:
    return get_object_or_404(Child.objects.visible_to(guardian), pk=child_id)


def _item(item: Item) -> ItemAnswered:
    definition = item.definition
    return ItemAnswered(
        id=definition.pk,
        code=definition.code,
        dimension=Dimension(definition.dimension),
        age_band=AgeBand(definition.age_band),
        topic=definition.topic,
        sort_order=definition.sort_order,
        title=definition.title,
        description=definition.description,
        guidance=definition.guidance,
        review_state=ReviewState(definition.review_state),
        retired=definition.is_retired,
        achieved=item.achieved,
        achieved_at=item.achieved_at,
        achieved_history=[EntryAnswered.model_validate(each) for each in item.history],
    )
