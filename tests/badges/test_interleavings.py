"""Claims, revocations, backfills and admins that meet at one point, in the order that would hurt. Threads
with connections of their own, on PostgreSQL.
"""

from collections.abc import Callable
from functools import partial

import pytest
from django.db import transaction

from badges import privacy
from badges.models import BadgeStatus, MilestoneAchievement, MilestoneConfig
from badges.services import (
    activate_badge_milestone,
    backfill,
    backfill_milestone,
    catch_up,
    claiming,
    deactivate_badge_milestone,
    delete_badge_milestone,
    edit_badge_milestone,
    evaluation,
    revoking,
    sweep_everything,
)
from badges.services.evaluation import award
from tests.badges.meeting import Gate, claim, meet, revoke, standing
from tests.make import make_category, make_skill, make_user
from tests.make_badges import (
    everywhere,
    make_badge,
    make_badge_milestone,
    within,
)
from tfl.accounts.models import User
from tfl.core.errors import Refusal
from tfl.skills.models import Skill

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

PENDING = BadgeStatus.PENDING


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tfl.core.jobs._try_to_send", lambda *_hint: None)


Place = Callable[[Gate, pytest.MonkeyPatch], None]


def before_it_reads_the_milestones(gate: Gate, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(claiming, "award", gate.before(award))


def before_it_commits(gate: Gate, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(claiming, "award", gate.after(award))


anywhere_in_a_claim = pytest.mark.parametrize(
    "place", [before_it_reads_the_milestones, before_it_commits]
)


@anywhere_in_a_claim
def test_a_claim_in_progress_is_not_lost_to_an_activation_and_its_backfill(
    place: Place, holder: User, grace: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    milestone = make_badge_milestone(active=False)
    badge, gate = make_badge(holder, status=PENDING), Gate()
    place(gate, monkeypatch)

    def activate() -> int:
        activate_badge_milestone(milestone=milestone, by=grace)
        return backfill_milestone(milestone.pk)

    by_claim, by_backfill = meet(gate, partial(claim, badge), activate)
    assert by_claim + by_backfill == 1
    assert standing() == {(milestone.pk, holder.pk): 1}
    assert sweep_everything() == 0


def test_a_claim_that_comes_during_the_backfill_is_not_lost(
    holder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    milestone = make_badge_milestone(trigger=everywhere(2))
    make_badge(holder)
    badge, gate = make_badge(holder, status=PENDING), Gate()
    monkeypatch.setattr(backfill, "insert_reaching", gate.after(backfill.insert_reaching))
    found, new = meet(gate, partial(backfill_milestone, milestone.pk), partial(claim, badge))
    assert (found, new) == (0, 1)


@anywhere_in_a_claim
def test_a_claim_in_progress_and_a_deactivation_do_not_trip_each_other_up(
    place: Place, holder: User, grace: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    milestone, gate = make_badge_milestone(), Gate()
    place(gate, monkeypatch)
    new, _done = meet(
        gate,
        partial(claim, make_badge(holder, status=PENDING)),
        partial(deactivate_badge_milestone, milestone=milestone, by=grace),
    )
    assert new == 1
    assert not MilestoneConfig.objects.get().active
    assert claim(make_badge(make_user(), status=PENDING)) == 0


@anywhere_in_a_claim
def test_what_a_claim_in_progress_reaches_is_not_deleted(
    place: Place, holder: User, grace: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    milestone, gate = make_badge_milestone(), Gate()
    place(gate, monkeypatch)
    new, refusal = meet(
        gate,
        partial(claim, make_badge(holder, status=PENDING)),
        partial(delete_badge_milestone, milestone=milestone, by=grace),
    )
    assert (new, refusal) == (1, Refusal.CONFLICT)
    assert standing() == {(milestone.pk, holder.pk): 1}


@anywhere_in_a_claim
def test_what_a_claim_in_progress_reaches_keeps_its_threshold(
    place: Place, holder: User, grace: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    milestone, gate = make_badge_milestone(), Gate()
    place(gate, monkeypatch)
    new, refusal = meet(
        gate,
        partial(claim, make_badge(holder, status=PENDING)),
        partial(edit_badge_milestone, milestone=milestone, by=grace, title="It", threshold=2),
    )
    assert (new, refusal) == (1, Refusal.CONFLICT)
    assert MilestoneConfig.objects.get().trigger["threshold"] == 1


@anywhere_in_a_claim
def test_a_threshold_lowered_during_a_claim_is_reached_by_it(
    place: Place, holder: User, grace: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    milestone, gate = make_badge_milestone(trigger=everywhere(2)), Gate()
    place(gate, monkeypatch)
    new, _edited = meet(
        gate,
        partial(claim, make_badge(holder, status=PENDING)),
        partial(edit_badge_milestone, milestone=milestone, by=grace, title="It", threshold=1),
    )
    assert new == 0
    assert catch_up() == 1


def test_who_claims_while_a_skill_moves_is_evaluated_by_the_sweep_that_finds_it(
    holder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The claim read the skill where it was before; nobody else holds a badge of its template."""
    data, skill = make_category(), make_skill()
    milestone = make_badge_milestone(trigger=within(data))
    badge, gate = make_badge(holder, skills=[skill], status=PENDING), Gate()
    catch_up()
    before_it_commits(gate, monkeypatch)

    def move_and_sweep() -> int:
        Skill.objects.filter(pk=skill.pk).update(category=data)
        return catch_up()

    assert meet(gate, partial(claim, badge), move_and_sweep) == (0, 1)
    assert standing() == {(milestone.pk, holder.pk): 1}


def test_what_a_sweep_is_just_awarding_is_not_reached_by_a_claim_as_well(
    holder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    milestone, gate = make_badge_milestone(), Gate()
    make_badge(holder)
    badge = make_badge(holder, status=PENDING)
    monkeypatch.setattr(evaluation, "_write", gate.after(evaluation._write))
    assert meet(gate, catch_up, partial(claim, badge)) == (1, 0)
    assert standing() == {(milestone.pk, holder.pk): 1}
    assert not MilestoneAchievement.objects.to_celebrate().exists()


def test_what_a_backfill_just_found_is_taken_with_its_badge(
    holder: User, grace: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    milestone, badge, gate = make_badge_milestone(), make_badge(holder), Gate()
    monkeypatch.setattr(backfill, "insert_reaching", gate.after(backfill.insert_reaching))
    found, _revoked = meet(
        gate, partial(backfill_milestone, milestone.pk), partial(revoke, badge, grace)
    )
    assert found == 1
    assert standing() == {}


def test_a_badge_that_is_just_being_taken_back_counts_in_no_backfill(
    holder: User, grace: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    milestone, badge, gate = make_badge_milestone(), make_badge(holder), Gate()
    monkeypatch.setattr(revoking, "revoke_unsupported", gate.after(revoking.revoke_unsupported))
    _revoked, found = meet(
        gate, partial(revoke, badge, grace), partial(backfill_milestone, milestone.pk)
    )
    assert found == 0
    assert standing() == {}


def test_a_claim_waits_for_a_revocation_of_the_same_person(
    holder: User, grace: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two are needed: one is taken back while another is claimed, which alone is not enough."""
    make_badge_milestone(trigger=everywhere(2))
    held, waiting, gate = make_badge(holder), make_badge(holder, status=PENDING), Gate()
    monkeypatch.setattr(revoking, "revoke_unsupported", gate.before(revoking.revoke_unsupported))
    _revoked, new = meet(gate, partial(revoke, held, grace), partial(claim, waiting))
    assert new == 0
    assert standing() == {}


def test_a_person_who_is_erased_and_a_backfill_do_not_block_each_other(
    holder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    milestone, gate = make_badge_milestone(), Gate()
    make_badge(holder)
    backfill_milestone(milestone.pk)
    monkeypatch.setattr(privacy, "badges_of", gate.before(privacy.badges_of))

    def erase() -> None:
        with transaction.atomic():
            privacy.erase(User.objects.get(pk=holder.pk))

    meet(gate, erase, partial(backfill_milestone, milestone.pk))
    assert standing() == {}
