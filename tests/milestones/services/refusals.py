"""What a service that refuses must leave: a reason, and not a single row changed."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import models

from milestones.models import (
    ConfidenceReport,
    GenerationRun,
    GenerationRunEntry,
    MentorConstraint,
    MentorConstraintSkill,
    MilestoneReview,
    SkillAssessment,
)
from milestones.services import MilestonesError
from tests.make_milestones import DUMPED, rows
from tfl.accounts.models import AuditEntry, Student
from tfl.core.errors import Refusal

WRITTEN: tuple[type[models.Model], ...] = (
    *DUMPED,
    AuditEntry,
    ConfidenceReport,
    GenerationRun,
    GenerationRunEntry,
    MentorConstraint,
    MentorConstraintSkill,
    MilestoneReview,
    SkillAssessment,
    Student,
)

FORBIDDEN, NOT_FOUND, CONFLICT, INVALID = Refusal


@contextmanager
def refused(
    refusal: Refusal = INVALID, *, field: str | None = None
) -> Iterator[pytest.ExceptionInfo[MilestonesError]]:
    """The block is refused so, says why, and changes nothing."""
    before = rows(of=WRITTEN)
    with pytest.raises(MilestonesError) as error:
        yield error
    assert error.value.refusal is refusal, error.value.message
    assert error.value.field == field
    assert error.value.message
    assert rows(of=WRITTEN) == before
