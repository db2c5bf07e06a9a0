"""An installation without child milestones: run by `test_switched_off` in a process of its own, in which the
setting was off from the start. Records in it are from a time when it was on.
"""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from childprogress.models import (
    Child,
    GuardianInvitation,
    GuardianRole,
    Guardianship,
    MilestoneDefinition,
    Observation,
)
from childprogress.services import send_guardian_invitations
from childprogress.tasks import send_invitations
from childprogress.urls import urlpatterns
from tests.make import PASSWORD
from tests.make_children import make_child, make_guardianship, make_observation
from tests.personas import Browser
from tfl.accounts.models import User
from tfl.ops.api import api
from tfl.ops.privacy import delete_account, export_account, forget_expired

pytestmark = pytest.mark.django_db

OWNER, EDITOR, VIEWER = GuardianRole


def test_it_is_off() -> None:
    assert settings.CHILDPROGRESS is False


# Nothing to see --------------------------------------------------------------------------------------


def test_no_address_leads_anywhere(browser_of: Browser, olga: User, client: Client) -> None:
    child = make_child(olga)
    assert len(urlpatterns) > 20
    for route in urlpatterns:
        path = "/" + str(route.pattern).replace("<int:pk>", str(child.pk))
        for kind in ("<int:definition>", "<int:observation>", "<int:guardianship>"):
            path = path.replace(kind, "1")
        path = path.replace("<slug:dimension>", "academic").replace("<slug:band>", "primary")
        path = path.replace("<str:token>", "1.x")
        assert "<" not in path
        with pytest.raises(NoReverseMatch):
            reverse(route.name)
        for browser in (client, browser_of(olga)):
            assert browser.get(path).status_code == 404, path
            assert browser.post(path).status_code == 404, path


def test_no_endpoint_is_there_nor_described(browser_of: Browser, olga: User) -> None:
    child = make_child(olga)

    assert browser_of(olga).get(f"/api/children/{child.pk}/milestones").status_code == 404
    assert "child" not in json.dumps(api.get_openapi_schema(path_prefix="/api/")).lower()


def test_a_parents_pages_lead_nowhere_and_say_nothing_of_children(
    browser_of: Browser, olga: User
) -> None:
    make_child(olga)
    browser = browser_of(olga)
    for path in ("/", "/account/", "/wallet/", "/notices/", "/privacy/", "/account/export/"):
        page = browser.get(path).content.decode()
        assert "/children" not in page, path
        assert "child" not in page.lower(), path


def test_the_front_page_says_nothing_of_them(client: Client) -> None:
    page = client.get("/").content.decode().lower()

    assert "child" not in page
    assert "parent" not in page


def test_a_parent_is_welcomed_as_somebody_who_may_want_something_else(
    browser_of: Browser, olga: User
) -> None:
    make_child(olga)
    response = browser_of(olga).get("/")

    assert response.status_code == 200
    assert "/employer/request/" in response.content.decode()


def test_the_back_office_has_nothing_of_it(browser_of: Browser, grace: User) -> None:
    browser = browser_of(grace)

    assert not [m for m in admin.site._registry if m._meta.app_label == "childprogress"]
    assert "hild" not in browser.get("/backoffice/").content.decode()
    for path in ("childprogress/", "childprogress/milestonedefinition/"):
        assert browser.get(f"/backoffice/{path}").status_code == 404


def test_seeding_leaves_the_items_out() -> None:
    call_command("seed", verbosity=0)

    assert not MilestoneDefinition.objects.exists()


# Nothing to do ---------------------------------------------------------------------------------------


def test_nothing_is_scheduled() -> None:
    tasks = {each["task"] for each in settings.CELERY_BEAT_SCHEDULE.values()}

    assert "ops.forget_expired" in tasks
    assert not {task for task in tasks if task.startswith("childprogress.")}


def test_invitations_from_before_are_not_sent(olga: User) -> None:
    """A task that was left in the queue finds them, and leaves them alone: their links lead nowhere."""
    invitation = make_invitation(olga)

    assert send_invitations() == 0

    invitation.refresh_from_db()
    assert (invitation.mail_attempts, mail.outbox) == (0, [])
    assert send_guardian_invitations() == 0  # which could not have sent it either


def make_invitation(by: User, **fields: Any) -> GuardianInvitation:
    now = timezone.now()
    row = {"email": "new@example.org", "role": VIEWER, "mail_due_at": now}
    row |= {"invited_by": by, "expires_at": now + timedelta(days=7)}
    return GuardianInvitation.objects.create(**row | fields)


# What is kept is still somebody's --------------------------------------------------------------------


def test_records_stay(olga: User) -> None:
    child = make_child(olga)
    make_observation(child, author=olga)

    assert forget_expired() == 0

    assert Observation.objects.filter(child=child).exists()


def test_what_is_over_is_forgotten_all_the_same(olga: User) -> None:
    long_ago = timezone.now() - timedelta(days=31)
    make_observation(make_child(olga), deleted_at=long_ago)
    make_invitation(olga, expires_at=long_ago)

    assert forget_expired() == 2


def test_a_download_has_them_and_that_of_others_says_nothing(olga: User, ivan: User) -> None:
    make_child(olga, name="Sam")

    assert [each["name"] for each in export_account(olga)["children"]] == ["Sam"]
    assert not {"children", "guardianships", "clarity_answers"} & set(export_account(ivan))


def test_who_has_some_reads_beforehand_that_they_go(browser_of: Browser, olga: User) -> None:
    make_child(olga)
    assert "Your children’s records" in browser_of(olga).get("/account/delete/").content.decode()


def test_deleting_an_account_erases_what_nobody_else_can_open(olga: User) -> None:
    child = make_child(olga, born=date(2018, 5, 4))
    make_observation(child, author=olga)
    make_invitation(olga)

    delete_account(user=olga, confirmation=PASSWORD)

    for model in (Child, Guardianship, Observation, GuardianInvitation):
        assert not model._default_manager.exists()


def test_the_last_owner_goes_and_an_editor_follows(
    browser_of: Browser, olga: User, edith: User, heidi: User, viktor: User
) -> None:
    """There is no page on which to name one."""
    child = make_child(olga)
    for guardian, role in ((viktor, VIEWER), (edith, EDITOR), (heidi, EDITOR)):
        make_guardianship(child, guardian, role)

    response = browser_of(olga).post("/account/delete/", {"confirmation": PASSWORD})

    assert response.status_code == 302
    roles = dict(child.guardianships.values_list("user", "role"))
    assert roles == {viktor.pk: VIEWER, edith.pk: OWNER, heidi.pk: EDITOR}


def test_what_others_could_only_read_goes_with_its_last_owner(olga: User, viktor: User) -> None:
    make_guardianship(make_child(olga), viktor, VIEWER)

    delete_account(user=olga, confirmation=PASSWORD)

    assert not Child.objects.exists()


def test_nobody_follows_whose_account_was_closed(
    olga: User, edith: User, heidi: User, viktor: User
) -> None:
    followed, gone = make_child(olga, edith), make_child(olga, edith)
    make_guardianship(followed, heidi, EDITOR)
    make_guardianship(followed, viktor, EDITOR)
    make_guardianship(gone, heidi, EDITOR)
    User.objects.filter(pk__in=[edith.pk, heidi.pk]).update(is_active=False)

    delete_account(user=olga, confirmation=PASSWORD)

    assert not Child.objects.filter(pk=gone.pk).exists()
    roles = dict(followed.guardianships.values_list("user", "role"))
    assert roles == {edith.pk: OWNER, heidi.pk: EDITOR, viktor.pk: OWNER}


def test_a_record_with_another_owner_stays_as_it_is(olga: User, edith: User, viktor: User) -> None:
    child = make_child(olga, edith)
    make_guardianship(child, viktor, EDITOR)

    delete_account(user=olga, confirmation=PASSWORD)

    roles = dict(child.guardianships.values_list("user", "role"))
    assert roles == {edith.pk: OWNER, viktor.pk: EDITOR}
