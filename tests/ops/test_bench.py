"""The benchmark's own parts, so that they do not rot between measurements."""

import pytest

from milestones.models import GenerationRunEntry, MonthlyMilestone, RunResult
from milestones.services import generate_month
from tfl.core.clock import current_month
from tfl.ops.bench import badge_population, badges, generation
from tfl.ops.bench.population import HISTORY, populate


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_population_has_history_and_gets_its_month(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generation, "CHUNK", 5)
    populate(40, current_month())
    assert MonthlyMilestone.objects.count() == 40 * HISTORY

    measured = generation.measure(current_month())

    # Three chunks of five are for counting; the rest is timed and copied in again as it was.
    assert measured.students == 25
    created = GenerationRunEntry.objects.filter(result=RunResult.CREATED).count()
    assert MonthlyMilestone.objects.of_month(current_month()).count() == created
    assert measured.statements_per_chunk < 30
    generate_month(month=current_month())
    assert MonthlyMilestone.objects.of_month(current_month()).count() == created


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_badges_are_measured_against_the_rule_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(badges, "ROUNDS", 1)
    monkeypatch.setattr(badges, "CLAIMS_A_ROUND", 1)
    monkeypatch.setattr(badges, "RULES", (10, 30))
    monkeypatch.setattr(badges, "MANY_RULES", 5)
    tree = badge_population.populate(40, 400)

    # It raises where the two award differently many.
    backfills = list(badges.measure_backfills(tree))
    assert [backfill.awarded > 0 for backfill in backfills] == [True, True, True]
    claims = badges.measure_claims(tree)
    assert set(claims.statements) == {(10, 1), (30, 1), (10, 6), (30, 6)}
    assert max(claims.statements.values()) <= 8
    _seconds, awarded = badges.measure_many(tree)
    assert awarded > 0
