"""What somebody's scores are on a date."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from milestones.models import SkillAssessment


def current_scores(students: Collection[int], on: date) -> dict[tuple[int, int], Decimal]:
    """The latest score taken on or before `on`, by (student id, skill id). One query."""
    latest = Window(
        RowNumber(),
        partition_by=[F("student"), F("skill")],
        order_by=[F("taken_on").desc(), F("id").desc()],
    )
    rows = (
        SkillAssessment.objects.filter(student__in=students, taken_on__lte=on)
        .annotate(place=latest)
        .filter(place=1)
        .values_list("student_id", "skill_id", "score")
    )
    return {(student, skill): score for student, skill, score in rows}
