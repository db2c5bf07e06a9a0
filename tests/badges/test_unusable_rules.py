"""What is no rule: refused by the service; in a tampered row it awards nobody, is flagged, harms no other."""

import json
import logging
from typing import Any, Final

import pytest
from django.utils import timezone

from badges.models import BadgeStatus, MilestoneAchievement, MilestoneConfig
from badges.selectors import next_milestone
from badges.services import (
    BadgesError,
    catch_up,
    create_badge_milestone,
    revoke_badge,
    sweep_everything,
)
from badges.triggers import Problem
from tests.badges.product import run_sql
from tests.badges.test_triggers import WRONG
from tests.badges.ways import (
    Way,
    by_checking,
    by_the_nightly_sweep,
    claim,
    has,
)
from tests.make import make_category, make_skill
from tests.make_badges import (
    make_badge,
    make_badge_milestone,
    within,
)
from tfl.accounts.models import User
from tfl.core.errors import Refusal

pytestmark = pytest.mark.django_db

PENDING, REVOKED = BadgeStatus.PENDING, BadgeStatus.REVOKED


def ids(value: Any) -> str:
    return str(value)[:60] if isinstance(value, dict | list | str | int | None) else "?"


@pytest.mark.parametrize(("rule", "_problem", "field"), WRONG, ids=ids)
def test_the_service_refuses_what_is_no_rule_and_names_the_field(
    rule: Any, _problem: Problem, field: str, grace: User
) -> None:
    with pytest.raises(BadgesError) as refused:
        create_badge_milestone(title="It", trigger=rule, by=grace)
    assert refused.value.field == (field or "trigger")
    assert refused.value.refusal == Refusal.INVALID
    assert refused.value.message
    assert not MilestoneConfig.objects.exists()


def stored(rule: Any) -> str | None:
    """The text a hand could put into the column; None where no database takes it."""
    try:
        return json.dumps(rule, allow_nan=False)
    except ValueError:
        return None


TAMPERED: Final = [
    *dict.fromkeys(text for rule, _problem, _field in WRONG if (text := stored(rule))),
    '{"metric": "badge_count", "scope": "global", "threshold": 1, "x": 1e5000}',
    '{"metric": "badge_count", "scope": "global", "threshold": 1, "x": 1' + "0" * 5000 + "}",
    '{"metric": "badge_count", "scope": "global", "threshold": 1e5000}',
    '{"metric": "badge_count", "scope": "global", "threshold": "1"}',
    '{"metric": "badge_count", "scope": "global", "threshold": 1.0}',
]


def tamper(milestone: MilestoneConfig, text: str) -> None:
    """By SQL, as only a hand in the table can."""
    run_sql("UPDATE milestone_configs SET trigger = %s WHERE id = %s", text, milestone.pk)


def _as_claimed(holder: User) -> None:
    claim(make_badge(holder, status=PENDING))


def _as_asked_for(holder: User) -> None:
    MilestoneConfig.objects.update(backfill_requested_at=timezone.now())
    catch_up()


@pytest.mark.parametrize("way", [_as_claimed, by_checking, _as_asked_for, by_the_nightly_sweep])
def test_tampered_rows_award_nobody_are_flagged_and_harm_no_other(
    way: Way, holder: User, caplog: pytest.LogCaptureFixture
) -> None:
    """All of them at once, active, beside one that is whole, and somebody who holds enough for each."""
    data = make_category()
    for _ in range(5):
        make_badge(holder, skills=[make_skill(category=data)])
    tampered = [make_badge_milestone() for _ in TAMPERED]
    for milestone, text in zip(tampered, TAMPERED, strict=True):
        tamper(milestone, text)
    whole = make_badge_milestone(trigger=within(data, 5))
    with caplog.at_level(logging.ERROR):
        way(holder)
    assert caplog.messages == []
    assert has(holder, whole)
    assert MilestoneAchievement.objects.count() == 1
    rows = MilestoneConfig.objects.exclude(pk=whole.pk)
    assert [row.pk for row in rows if row.usable_trigger() is not None] == []
    assert next_milestone(holder) is not None


@pytest.mark.postgres
def test_a_row_nested_without_end_harms_no_other(holder: User) -> None:
    """SQLite takes no such text."""
    tamper(make_badge_milestone(), "[" * 5000 + "]" * 5000)
    whole = make_badge_milestone()
    assert claim(make_badge(holder, status=PENDING)) == {whole.title}
    assert sweep_everything() == 0
    assert next_milestone(holder) is not None


def test_an_achievement_whose_rule_was_tampered_with_is_not_taken(
    holder: User, grace: User
) -> None:
    make_badge_milestone("It")
    make_badge_milestone("Other")
    badge = make_badge(holder, status=PENDING)
    claim(badge)
    achievement = MilestoneAchievement.objects.get(milestone__title="It")
    run_sql("UPDATE milestone_achievements SET trigger = '[]' WHERE id = %s", achievement.pk)
    revoke_badge(badge=badge, by=grace, reason="A mistake.")
    standing = MilestoneAchievement.objects.standing()
    assert [each.milestone.title for each in standing] == ["It"]
