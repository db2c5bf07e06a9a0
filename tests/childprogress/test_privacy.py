"""What becomes of children's records when a guardian downloads or deletes their account, or time passes. That
nothing of a person remains anywhere is in `tests.ops.test_privacy`.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from childprogress import privacy
from childprogress.models import (
    Child,
    ChildMilestone,
    ClarityAnswer,
    GuardianInvitation,
    GuardianRole,
    Guardianship,
    Observation,
)
from childprogress.services import (
    LAST_OWNER,
    ChildProgressError,
    add_child,
    invite_guardian,
    say_whether_clear,
)
from tests.make import PASSWORD, make_parent
from tests.make_children import (
    make_child,
    make_definition,
    make_guardianship,
    make_observation,
    make_tick,
)
from tests.personas import Browser
from tfl.accounts.models import User
from tfl.core.errors import Refusal
from tfl.ops.privacy import delete_account, export_account, forget_expired

pytestmark = pytest.mark.django_db

OWNER, EDITOR, VIEWER = GuardianRole
DELETE = "/account/delete/"


def delete(user: User) -> None:
    delete_account(user=user, confirmation=PASSWORD)


# Deletion --------------------------------------------------------------------------------------------


def test_a_record_nobody_else_can_open_goes_whole(olga: User) -> None:
    child, item = make_child(olga), make_definition()
    make_tick(child, item)
    make_observation(child, author=olga)
    make_observation(child, author=olga, deleted_at=timezone.now())
    say_whether_clear(definition=item, clear=True, by=olga)

    delete(olga)

    for model in (Child, Guardianship, ChildMilestone, Observation, ClarityAnswer):
        assert not model._default_manager.exists(), model
    assert type(item).objects.filter(pk=item.pk).exists(), "an item is nobody’s"


def test_a_record_others_own_too_stays_and_so_do_notes_without_the_name(
    olga: User, edith: User
) -> None:
    child = make_child(olga, edith)
    make_tick(child, make_definition())
    make_observation(child, author=olga, text="Sang a song.")

    delete(olga)

    assert [each.user for each in child.guardianships.all()] == [edith]
    assert child.milestones.count() == 1
    note = child.observations.get()
    assert (note.text, note.author) == ("Sang a song.", None)


def test_an_editor_and_a_viewer_just_go(olga: User, edith: User, viktor: User) -> None:
    child = make_child(olga)
    make_guardianship(child, edith, EDITOR)
    make_guardianship(child, viktor, VIEWER)

    delete(edith)
    delete(viktor)

    assert [each.user for each in child.guardianships.all()] == [olga]


def test_the_last_owner_of_a_shared_record_names_a_successor_first(
    olga: User, viktor: User
) -> None:
    child = make_child(olga)
    make_guardianship(child, viktor, VIEWER)
    alone = make_child(olga)

    with pytest.raises(ChildProgressError) as refused:
        delete(olga)

    assert refused.value.refusal is Refusal.CONFLICT
    assert refused.value.message == str(LAST_OWNER)
    assert set(Child.objects.owned_by(olga)) == {child, alone}


def test_this_is_said_beforehand_instead_of_asking(
    browser_of: Browser, olga: User, viktor: User
) -> None:
    child = make_child(olga)
    make_guardianship(child, viktor, VIEWER)
    browser = browser_of(olga)
    page = browser.get(DELETE).content.decode()
    assert str(LAST_OWNER) in page
    assert "Delete my account" not in page
    assert child.name not in page

    assert browser.post(DELETE, {"confirmation": PASSWORD}).status_code == 422
    assert User.objects.filter(pk=olga.pk).exists()

    Guardianship.objects.filter(user=viktor).update(role=OWNER)
    assert "Delete my account" in browser.get(DELETE).content.decode()
    assert browser.post(DELETE, {"confirmation": PASSWORD}).status_code == 302


def test_an_owner_whose_account_was_closed_is_no_successor_beforehand_either(
    browser_of: Browser, olga: User, edith: User
) -> None:
    make_child(olga, edith)
    User.objects.filter(pk=edith.pk).update(is_active=False)

    page = browser_of(olga).get(DELETE).content.decode()

    assert str(LAST_OWNER) in page
    assert "Delete my account" not in page


def test_a_refusal_that_came_up_meanwhile_is_shown_in_the_form(
    browser_of: Browser, olga: User, viktor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_guardianship(make_child(olga), viktor, VIEWER)
    monkeypatch.setattr("childprogress.privacy.obstacles", lambda user: [])

    response = browser_of(olga).post(DELETE, {"confirmation": PASSWORD})

    assert response.status_code == 422
    assert str(LAST_OWNER) in response.content.decode()


def test_the_page_says_what_goes_and_what_stays(
    browser_of: Browser, olga: User, edith: User
) -> None:
    make_observation(make_child(olga, edith), author=olga)
    erased, kept = (
        browser_of(olga).get(DELETE).content.decode().split("What is kept, without your name")
    )
    assert "Your children’s records" not in erased, "somebody else owns it as well"
    assert "Whose guardian you are" in erased
    assert "The records that other guardians can open too" in kept
    assert "The notes you wrote in records that others can open" in kept

    make_child(olga)
    assert "Your children’s records" in browser_of(olga).get(DELETE).content.decode()


def test_invitations_they_sent_go_and_those_to_an_address_they_have_proven(
    olga: User, edith: User, viktor: User
) -> None:
    EmailAddress.objects.create(user=viktor, email="v@home.example", verified=True)
    EmailAddress.objects.create(user=viktor, email="v@work.example", verified=False)
    child, theirs = make_child(olga), make_child(viktor)
    for address in ("v@home.example", "v@work.example", edith.email):
        invite_guardian(email=address, role=VIEWER, children=[child], by=olga)
    invite_guardian(email=edith.email, role=VIEWER, children=[theirs], by=viktor)

    delete(viktor)

    left = GuardianInvitation.objects.values_list("email", "invited_by")
    assert set(left) == {("v@work.example", olga.pk), (edith.email, olga.pk)}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("committed", ["before", "after"])
def test_a_record_begun_at_the_same_moment_is_not_left_to_nobody(
    committed: str, olga: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody could ever open it, nor delete it. In another window it is begun before new references to the
    person are shut out, and committed just before or long after that.
    """
    begun, deleted = threading.Event(), threading.Event()

    def begin() -> str:
        try:
            with transaction.atomic():
                add_child(
                    name="Sam",
                    date_of_birth=date(2020, 1, 1),
                    time_zone="UTC",
                    dimensions=["academic"],
                    by=olga,
                )
                if committed == "after":
                    begun.set()
                    assert deleted.wait(10)
        except IntegrityError:
            return "refused"
        finally:
            begun.set()
            connection.close()
        return "added"

    shut_out = privacy._shut_out

    with ThreadPoolExecutor(1) as pool:
        windows = []

        def then_shut_out(user: User) -> None:
            windows.append(pool.submit(begin))
            assert begun.wait(10)
            if committed == "before":
                windows[0].result()
            shut_out(user)

        monkeypatch.setattr(privacy, "_shut_out", then_shut_out)
        delete(olga)
        deleted.set()

    assert windows[0].result() == {"before": "added", "after": "refused"}[committed]
    assert not Child.objects.exists()


# Export ----------------------------------------------------------------------------------------------


def test_owners_and_editors_take_whole_records_along(olga: User, edith: User, viktor: User) -> None:
    child = make_child(olga, name="Sam")
    make_guardianship(child, edith, EDITOR)
    make_guardianship(child, viktor, VIEWER)
    make_observation(child, author=olga, text="Sang a song.")
    make_child(make_parent(), name="Somebody else")

    for guardian in (olga, edith):
        [record] = export_account(guardian)["children"]
        assert (record["name"], record["observations"][0]["text"]) == ("Sam", "Sang a song.")
    export = export_account(viktor)
    assert export["children"] == []
    assert [(each["role"], each["record"]) for each in export["guardianships"]] == [
        (VIEWER, child.pk)
    ]


def test_invitations_and_answers_are_in_it_without_anybodys_address(
    olga: User, edith: User
) -> None:
    child, item = make_child(olga, name="Sam"), make_definition()
    say_whether_clear(definition=item, clear=False, by=edith)
    invite_guardian(email=edith.email, role=VIEWER, children=[child], by=olga)

    [sent] = export_account(olga)["guardian_invitations"]
    export = export_account(edith)

    assert (sent["sent"], sent["role"], sent["records"]) == (True, VIEWER, 1)
    [received] = export["guardian_invitations"]
    assert (received["sent"], received["role"]) == (False, VIEWER)
    [answered] = export["clarity_answers"]
    assert (answered["item"], answered["clear"]) == (item.code, False)
    assert "Sam" not in str(export)
    assert edith.email not in str(sent)


def test_it_costs_the_same_for_one_child_and_for_thirty(olga: User, edith: User) -> None:
    for guardian, number in ((olga, 1), (edith, 30)):
        for _ in range(number):
            child = make_child(guardian)
            make_tick(child, make_definition())
            make_observation(child, author=guardian)
            invite_guardian(
                email=f"{child.pk}@example.org", role=VIEWER, children=[child], by=guardian
            )

    assert queries_to_export(olga) == queries_to_export(edith) <= 38


def queries_to_export(user: User) -> int:
    with CaptureQueriesContext(connection) as captured:
        export_account(user)
    return len(captured)


# Retention -------------------------------------------------------------------------------------------


def test_a_note_taken_away_is_kept_for_thirty_days(olga: User, time_machine: Any) -> None:
    time_machine.move_to("2026-03-10T12:00:00+00:00", tick=False)
    child = make_child(olga)
    kept = make_observation(child)
    make_observation(child, deleted_at=timezone.now())

    time_machine.move_to("2026-04-09T11:59:59+00:00", tick=False)
    assert forget_expired() == 0
    time_machine.move_to("2026-04-09T12:00:00+00:00", tick=False)
    assert forget_expired() == 1

    assert list(child.observations.all()) == [kept]


def test_an_invitation_is_forgotten_a_week_after_it_ran_out(olga: User, time_machine: Any) -> None:
    time_machine.move_to("2026-03-10T12:00:00+00:00", tick=False)
    invite_guardian(email="new@example.org", role=VIEWER, children=[make_child(olga)], by=olga)

    time_machine.shift(timedelta(days=14))
    assert forget_expired() == 0
    time_machine.shift(timedelta(seconds=1))
    assert forget_expired() == 1
    assert not GuardianInvitation.objects.exists()
