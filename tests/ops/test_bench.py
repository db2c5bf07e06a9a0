"""The benchmark's own parts, so that they do not rot between measurements."""

import pytest

from milestones.models import GenerationRunEntry, MonthlyMilestone, RunResult
from milestones.services import generate_month
from tfl.core.clock import current_month
from tfl.ops.bench import generation
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
