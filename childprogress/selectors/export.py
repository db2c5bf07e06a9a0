"""A child's record as JSON: everything that is kept in it, also what is hidden or deleted and can still be
brought back. See DjangoJSONEncoder for dates.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from childprogress.models import Child, ChildMilestone, Guardianship, Observation

Rows = dict[int, list[dict[str, Any]]]
"""By the child's id, oldest first."""


def export_child(child: Child) -> dict[str, Any]:
    """Three queries."""
    return export_children([child])[0]


def export_children(children: Iterable[Child]) -> list[dict[str, Any]]:
    """In the order given. Three queries, and that of `children`, whatever their number."""
    given = list(children)
    ids = [child.pk for child in given]
    guardians, milestones, notes = _guardians(ids), _milestones(ids), _observations(ids)
    return [
        {
            "id": child.pk,
            "name": child.name,
            "dateOfBirth": child.date_of_birth,
            "timeZone": child.time_zone,
            "dimensionsShown": child.dimensions,
            "begunAt": child.created_at,
            "guardians": guardians[child.pk],
            "milestones": milestones[child.pk],
            "observations": notes[child.pk],
        }
        for child in given
    ]


def _guardians(children: list[int]) -> Rows:
    found: Rows = defaultdict(list)
    rows = Guardianship.objects.filter(child__in=children).select_related("user")
    for each in rows.order_by("pk"):
        found[each.child_id].append(
            {"name": str(each.user), "role": each.role, "since": each.since}
        )
    return found


def _milestones(children: list[int]) -> Rows:
    """Whatever was ever ticked, unticked since or not."""
    found: Rows = defaultdict(list)
    rows = ChildMilestone.objects.filter(child__in=children).select_related("milestone")
    for each in rows.order_by("pk"):
        found[each.child_id].append(
            {
                "code": each.milestone.code,
                "dimension": each.milestone.dimension,
                "ageBand": each.milestone.age_band,
                "title": each.milestone.title,
                "description": each.milestone.description,
                "achieved": each.achieved,
                "achievedAt": each.achieved_at,
                "achievedHistory": each.achieved_history,
            }
        )
    return found


def _observations(children: list[int]) -> Rows:
    found: Rows = defaultdict(list)
    there = Observation.objects.kept() | Observation.objects.restorable()
    rows = there.filter(child__in=children).select_related("author")
    for each in rows.order_by("observed_on", "pk"):
        found[each.child_id].append(
            {
                "dimension": each.dimension,
                "observedOn": each.observed_on,
                "text": each.text,
                "sentiment": each.sentiment,
                "author": str(each.author) if each.author else None,
                "writtenAt": each.created_at,
                "deletedAt": each.deleted_at,
            }
        )
    return found
