"""What a service that refuses must leave: a reason, and not a single row changed."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import models

from badges.models import Badge, BadgeTemplate, MilestoneAchievement, MilestoneConfig
from badges.services import BadgesError
from tests.make_milestones import rows
from tfl.accounts.models import AuditEntry, Notice
from tfl.core.errors import Refusal

WRITTEN: tuple[type[models.Model], ...] = (
    AuditEntry,
    Badge,
    BadgeTemplate,
    BadgeTemplate.skills.through,
    MilestoneAchievement,
    MilestoneConfig,
    Notice,
)

FORBIDDEN, NOT_FOUND, CONFLICT, INVALID = Refusal


@contextmanager
def refused(
    refusal: Refusal = INVALID, *, field: str | None = None
) -> Iterator[pytest.ExceptionInfo[BadgesError]]:
    """The block is refused so, says why, and changes nothing."""
    before = rows(of=WRITTEN)
    with pytest.raises(BadgesError) as error:
        yield error
    assert error.value.refusal is refusal, error.value.message
    assert error.value.field == field
    assert error.value.message
    assert rows(of=WRITTEN) == before
