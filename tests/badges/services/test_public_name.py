"""Who chooses how a badge's public page names its holder."""

import pytest

from badges.models import BadgeStatus, ShownAs
from badges.services import BadgesError, show_as
from tests.make_badges import make_badge
from tfl.accounts.models import Student, User
from tfl.core.errors import Refusal


def test_its_holder_chooses_also_before_claiming_it(alice: Student) -> None:
    badge = make_badge(alice.user, status=BadgeStatus.PENDING)
    show_as(badge=badge, shown_as=ShownAs.INITIALS, by=alice.user)

    badge.refresh_from_db()
    assert badge.shown_as == ShownAs.INITIALS


def test_nobody_else_does(alice: Student, bob: User, grace: User) -> None:
    badge = make_badge(alice.user)
    for person in (bob, grace):
        with pytest.raises(BadgesError) as refused:
            show_as(badge=badge, shown_as=ShownAs.NAME, by=person)
        assert refused.value.refusal is Refusal.NOT_FOUND

    badge.refresh_from_db()
    assert badge.shown_as == ShownAs.NOBODY
