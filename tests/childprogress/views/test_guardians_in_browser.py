"""Sharing a record at two real browsers: one invitation for two of three children, by mouse, by keyboard and
with scripts off; and a guardian who is given another role, and removed.
"""

import re
from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from childprogress.models import Child, GuardianInvitation, GuardianRole, Guardianship
from childprogress.services import send_guardian_invitations
from childprogress.vocabulary import Dimension
from tests.browsing import Hand, Sit
from tests.make import make_parent
from tests.make_children import (
    make_child,
    make_definition,
    make_guardian_invitation,
    make_guardianship,
)
from tfl.accounts.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NINA = "nina@example.org"


@pytest.fixture
def olga(transactional_db: None) -> User:
    return make_parent("olga@example.org", name="Olga")


@pytest.fixture
def nina(transactional_db: None) -> User:
    return make_parent(NINA, name="Nina")


@pytest.fixture
def family(olga: User) -> list[Child]:
    """Eight years old, with something to tick."""
    for _ in range(3):
        make_definition(Dimension.PHYSICAL)
    born = date(timezone.localdate().year - 8, 1, 1)
    return [make_child(olga, name=name, born=born) for name in ("Zaynab", "Yusuf", "Maryam")]


def link_in_mail() -> str:
    send_guardian_invitations()
    [message] = mail.outbox
    found = re.search(r"http://127\.0\.0\.1:8000(/children/invitation/\S+)", str(message.body))
    assert found
    return found.group(1)


WAYS = [
    pytest.param({}, False, id="with a pointer"),
    pytest.param({}, True, id="with keys"),
    pytest.param({"java_script_enabled": False}, False, id="with scripts off"),
    pytest.param({"viewport": {"width": 320, "height": 640}}, False, id="on a phone"),
]


@pytest.mark.parametrize(("options", "by_keyboard"), WAYS)
def test_one_invitation_opens_two_of_three_records_to_the_co_parent(
    olga: User,
    nina: User,
    family: list[Child],
    sit: Sit,
    options: dict[str, Any],
    by_keyboard: bool,
) -> None:
    page = sit(olga, **options)
    owner = Hand(page, by_keyboard=by_keyboard)
    page.goto("/children/")
    owner.follow(page.get_by_role("link", name="Invite a guardian"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Invite a guardian")
    owner.write(page.get_by_label("Email address"), NINA)
    owner.second_of(
        page.get_by_role("radio", name="Editor"), page.get_by_role("radio", name="Viewer")
    )
    for name in ("Zaynab", "Yusuf"):
        owner.tick(page.get_by_label(name))
    owner.follow(page.get_by_role("button", name="Send the invitation"))
    expect(page.get_by_text("The invitation is on its way to nina@example.org.")).to_be_visible()

    theirs = sit(nina, **options)
    co_parent = Hand(theirs, by_keyboard=by_keyboard)
    theirs.goto(link_in_mail())
    expect(theirs.get_by_role("heading", level=1)).to_have_text("Open the records of 2 children")
    expect(theirs.get_by_role("main")).not_to_contain_text("Zaynab")
    co_parent.follow(theirs.get_by_role("button", name="Accept"))
    expect(theirs.get_by_text("You can open 2 children’s records now.")).to_be_visible()
    main = theirs.get_by_role("main")
    expect(main).to_contain_text("Yusuf")
    expect(main).not_to_contain_text("Maryam")

    co_parent.follow(theirs.get_by_role("link", name="Zaynab", exact=True))
    expect(theirs.get_by_role("heading", level=1)).to_contain_text("Zaynab")
    expect(theirs.get_by_role("button", name=re.compile("Tick"))).to_have_count(0)
    theirs.goto(f"/children/{family[0].pk}/checklist/physical/")
    expect(theirs.get_by_role("main")).to_contain_text("Names")
    expect(theirs.get_by_role("button", name=re.compile("Tick"))).to_have_count(0)
    response = theirs.goto(f"/children/{family[2].pk}/")
    assert response is not None
    assert response.status == 404
    assert set(Child.objects.visible_to(nina)) == set(family[:2])

    page.goto(f"/children/{family[0].pk}/checklist/physical/")
    expect(page.get_by_role("button", name=re.compile("Tick")).first).to_be_visible()


@pytest.mark.parametrize(("options", "by_keyboard"), WAYS[:3])
def test_a_guardian_is_made_an_editor_and_then_removed(
    olga: User,
    nina: User,
    family: list[Child],
    sit: Sit,
    options: dict[str, Any],
    by_keyboard: bool,
) -> None:
    make_guardianship(family[0], nina, GuardianRole.VIEWER)
    page = sit(olga, **options)
    hand = Hand(page, by_keyboard=by_keyboard)
    page.goto(f"/children/{family[0].pk}/guardians/")
    hand.follow(page.locator("summary", has_text="Change what Nina may do"))
    role = page.get_by_label("Role")
    if by_keyboard:
        hand.to(role)
        page.keyboard.press("ArrowUp")
    else:
        role.select_option("editor")
    hand.follow(page.get_by_role("button", name="Save"))
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert Guardianship.objects.get(user=nina).role == GuardianRole.EDITOR

    hand.follow(page.locator("summary", has_text="Remove Nina"))
    hand.follow(page.get_by_role("button", name="Yes, remove"))
    expect(page.get_by_text("Nina can no longer open this record.")).to_be_visible()
    assert not Guardianship.objects.filter(user=nina).exists()


def test_an_invitation_is_taken_back_with_one_click(
    olga: User, family: list[Child], sit: Sit
) -> None:
    invitation = make_guardian_invitation(family[0], by=olga, email=NINA)
    page = sit(olga)
    page.goto(f"/children/{family[0].pk}/guardians/")
    page.get_by_role("button", name="Revoke the invitation of nina@example.org").click()

    expect(page.get_by_text("The invitation no longer works.")).to_be_visible()
    expect(page.get_by_text(NINA)).to_have_count(0)
    assert GuardianInvitation.objects.get(pk=invitation.pk).revoked_at is not None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_have_no_flaw_that_axe_knows(
    olga: User, nina: User, family: list[Child], sit: Sit, scheme: str
) -> None:
    make_guardianship(family[0], make_parent(name="Omar"), GuardianRole.OWNER)
    invitation = make_guardian_invitation(*family[:2], by=olga, email=NINA, mailed=False)
    link = link_in_mail()
    options: dict[str, Any] = {"color_scheme": scheme, "viewport": {"width": 320, "height": 900}}
    ours, theirs, elses = sit(olga, **options), sit(nina, **options), sit(make_parent(), **options)
    for page, path in (
        (ours, f"/children/{family[0].pk}/guardians/"),
        (ours, f"/children/invite/?child={family[0].pk}"),
        (theirs, link),
        (elses, link),
        (elses, "/children/invitation/nothing/"),
    ):
        page.goto(path)
        for summary in page.locator("main summary").all():
            summary.click()
        assert Axe().run(page).response["violations"] == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    assert invitation.accepted_at is None
