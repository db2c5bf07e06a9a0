"""What the link in an invitation opens: for whoever has it, for whom it is, and once it is over."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from childprogress.models import Child, GuardianInvitation, GuardianRole, Guardianship
from childprogress.selectors.invitations import guardian_invitation_path
from childprogress.services import accept_guardian_invitation, send_guardian_invitations
from tests.html import read
from tests.make import PASSWORD, make_parent
from tests.make_children import make_child, make_guardian_invitation, make_guardianship
from tests.milestones.views.months import queries, text_of
from tests.personas import Browser
from tfl.accounts.models import Role, Student, User

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
NINA = "nina@example.org"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def children(olga: User) -> list[Child]:
    return [make_child(olga, name=name) for name in ("Zaynab", "Yusuf", "Maryam")]


@pytest.fixture
def invitation(children: list[Child], olga: User) -> GuardianInvitation:
    """To two of the three, for Nina."""
    return make_guardian_invitation(*children[:2], by=olga, email=NINA)


@pytest.fixture
def link(invitation: GuardianInvitation) -> str:
    return guardian_invitation_path(invitation.pk)


@pytest.fixture
def nina(db: None) -> User:
    return make_parent(NINA, name="Nina")


def buttons(response: Any) -> set[str]:
    """Where the forms in the page’s middle lead, and the links that look like buttons."""
    page = read(response.content.decode())
    middle = [
        each
        for each in page.all("a", "form")
        if each.inside("main") and not each.inside("template")
    ]
    links = {
        each.attributes["href"]
        for each in middle
        if each.tag == "a" and "button" in each.attributes.get("class", "")
    }
    return links | {each.attributes.get("action", "") for each in middle if each.tag == "form"}


def says_nothing(response: Any) -> bool:
    """Neither who invites nor whom nor whose the records are."""
    words = ("Zaynab", "Yusuf", "Maryam", "Olga", "olga@", NINA)
    return not any(word in response.content.decode() for word in words)


# Who is not signed in --------------------------------------------------------------------------------


def test_whoever_has_the_link_reads_what_to_do(client: Client, link: str) -> None:
    response = client.get(link)

    assert response.status_code == 200
    assert "Sign in with the address the mail came to" in text_of(response)
    assert buttons(response) == {f"/accounts/login/?next={link}", f"/accounts/signup/?next={link}"}
    assert says_nothing(response)


def test_accepting_asks_who_one_is(client: Client, link: str) -> None:
    assert client.post(link)["Location"] == "/accounts/login/"
    assert Guardianship.objects.count() == 3


def test_nothing_keeps_or_hands_on_the_address_of_the_page(client: Client, link: str) -> None:
    for response in (client.get(link), client.get("/children/invitation/x/")):
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Referrer-Policy"] == "same-origin"
        assert "no-store" in response["Cache-Control"]


def test_looking_changes_nothing(
    client: Client, link: str, nina: User, browser_of: Browser
) -> None:
    """Mail scanners open links."""
    before = GuardianInvitation.objects.values().get()
    for looks in (client, browser_of(nina)):
        assert looks.get(link).status_code == 200
        assert looks.head(link).status_code == 200

    assert GuardianInvitation.objects.values().get() == before
    assert Guardianship.objects.count() == 3


def test_looking_costs_one_query(client: Client, link: str) -> None:
    with queries() as ran:
        client.get(link)
    assert len(ran) == 1


def test_a_page_of_other_methods_there_is_not(client: Client, link: str) -> None:
    assert client.put(link).status_code == 405
    assert client.delete(link).status_code == 405


# Who it is for ---------------------------------------------------------------------------------------


def test_whom_it_is_for_reads_who_invites_as_what_and_to_how_many(
    browser_of: Browser, nina: User, link: str
) -> None:
    response = browser_of(nina).get(link)
    text = text_of(response)

    assert "Olga (olga@example.org) invites you Open the records of 2 children" in text
    assert "Viewer Reads and prints, and changes nothing." in text
    assert "March 17, 2026" in text
    assert buttons(response) == {""}
    html = response.content.decode()
    assert not any(name in html for name in ("Zaynab", "Yusuf", "Maryam"))


def test_the_page_is_sound(browser_of: Browser, nina: User, ivan: User, link: str) -> None:
    for response in (browser_of(nina).get(link), browser_of(ivan).get(link), Client().get(link)):
        html = read(response.content.decode())
        assert html.mistakes == []
        assert html.repeated_ids() == set()


def test_one_record_is_called_one(
    browser_of: Browser, nina: User, olga: User, children: list[Child]
) -> None:
    link = guardian_invitation_path(make_guardian_invitation(children[0], by=olga, email=NINA).pk)

    assert "Open a child’s record" in text_of(browser_of(nina).get(link))


def test_accepting_opens_exactly_those_records(
    browser_of: Browser, nina: User, link: str, children: list[Child]
) -> None:
    client = browser_of(nina)
    response = client.post(link)

    assert (response.status_code, response["Location"]) == (302, "/children/")
    assert set(Child.objects.visible_to(nina)) == set(children[:2])
    page = text_of(client.get("/children/"))
    assert "You can open 2 children’s records now." in page
    assert "Zaynab" in page
    assert "Yusuf" in page
    assert "Maryam" not in page


def test_clicking_twice_is_accepting_once(browser_of: Browser, nina: User, link: str) -> None:
    client = browser_of(nina)
    client.post(link)
    response = client.post(link)

    assert response.status_code == 410
    assert "This invitation has been accepted" in text_of(response)
    assert "the records are among your children" in text_of(response)
    assert Guardianship.objects.filter(user=nina).count() == 2


def test_who_can_open_them_already_accepts_without_harm(
    browser_of: Browser, nina: User, link: str, children: list[Child]
) -> None:
    for child in children[:2]:
        make_guardianship(child, nina, GuardianRole.EDITOR)
    client = browser_of(nina)
    client.post(link)

    assert "You could open this record already." in text_of(client.get("/children/"))
    roles = Guardianship.objects.filter(user=nina).values_list("role", flat=True)
    assert set(roles) == {"editor"}


def test_an_account_without_any_role_becomes_a_parent(
    browser_of: Browser, ivan: User, link: str
) -> None:
    EmailAddress.objects.create(user=ivan, email=NINA, verified=True)
    client = browser_of(ivan)
    assert client.get("/children/").status_code == 403
    client.post(link)

    assert User.objects.get(pk=ivan.pk).roles == {Role.PARENT}
    assert client.get("/children/").status_code == 200


def test_a_student_finds_words_that_fit(
    alice: Student, browser_of: Browser, olga: User, children: list[Child]
) -> None:
    invitation = make_guardian_invitation(children[0], by=olga, email=alice.user.email)
    page = text_of(browser_of(alice).get(guardian_invitation_path(invitation.pk))).lower()

    assert "fail" not in page
    assert "behind" not in page


# Somebody else ---------------------------------------------------------------------------------------


def test_somebody_else_is_told_and_not_the_address(
    browser_of: Browser, ivan: User, link: str
) -> None:
    client = browser_of(ivan)
    response = client.get(link)

    assert response.status_code == 200
    assert "This invitation was sent to another address" in text_of(response)
    assert "You are signed in as ivan@example.org." in text_of(response)
    assert buttons(response) == {"/accounts/email/", "/accounts/logout/"}
    assert says_nothing(response)


@pytest.mark.parametrize("proven", [False, None])
def test_somebody_else_accepts_nothing(
    browser_of: Browser, ivan: User, link: str, proven: bool | None
) -> None:
    if proven is not None:
        EmailAddress.objects.create(user=ivan, email=NINA, verified=proven)
    response = browser_of(ivan).post(link)

    assert response.status_code == 403
    assert "This invitation was sent to another address" in text_of(response)
    assert says_nothing(response)
    assert Guardianship.objects.count() == 3


def test_signing_out_leads_back_to_the_link(browser_of: Browser, ivan: User, link: str) -> None:
    response = browser_of(ivan).post(reverse("account_logout"), {"next": link})

    assert response["Location"] == link


def test_signing_in_leads_back_to_the_link(client: Client, nina: User, link: str) -> None:
    credentials = {"login": NINA, "password": PASSWORD, "next": link}
    response = client.post(reverse("account_login"), credentials, follow=True)

    assert response.redirect_chain[-1] == (link, 302)
    assert "invites you Open the records of 2 children" in text_of(response)


# Links that are over ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"accepted_at": NOW}, "This invitation has been accepted It works once."),
        ({"revoked_at": NOW}, "This invitation is no longer valid Perhaps a newer one"),
        ({"expires_at": NOW}, "This invitation has expired An invitation lasts seven days."),
    ],
)
def test_a_link_that_is_over_says_why_and_what_to_do(
    client: Client,
    browser_of: Browser,
    nina: User,
    link: str,
    fields: dict[str, datetime],
    says: str,
) -> None:
    GuardianInvitation.objects.update(**fields)
    for looks in (client, browser_of(nina)):
        for response in (looks.get(link), looks.post(link)):
            assert response.status_code == 410
            assert says in text_of(response)
            assert "the person who invited you" in text_of(response)
            assert says_nothing(response) or looks is not client
    assert not Guardianship.objects.filter(user=nina).exists()
    assert buttons(client.get(link)) == {"/accounts/login/?next=/children/"}


def test_it_ends_after_seven_days_to_the_second(
    client: Client, link: str, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(days=7) - timedelta(seconds=1))
    assert client.get(link).status_code == 200

    clock.shift(timedelta(seconds=1))
    assert client.get(link).status_code == 410


def test_records_that_are_gone_end_it(
    browser_of: Browser, nina: User, link: str, children: list[Child]
) -> None:
    client = browser_of(nina)
    children[0].delete()
    assert "Open a child’s record" in text_of(client.get(link))

    children[1].delete()
    for response in (client.get(link), client.post(link)):
        assert response.status_code == 410
        assert "This invitation is no longer valid" in text_of(response)


def test_what_was_accepted_a_moment_before_says_so(
    browser_of: Browser,
    nina: User,
    link: str,
    invitation: GuardianInvitation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Between the look and the click another browser of hers accepts it."""

    def accept_twice(**given: Any) -> list[Guardianship]:
        accept_guardian_invitation(**given)
        return accept_guardian_invitation(**given)

    monkeypatch.setattr(
        "childprogress.views.invitations.services.accept_guardian_invitation", accept_twice
    )
    response = browser_of(nina).post(link)

    assert response.status_code == 410
    assert "This invitation has been accepted" in text_of(response)


@pytest.mark.parametrize(
    "token", ["nothing", "1.x", "x" * 300, "a\x00b", "%F0%9F%8F%85", "1." + "A" * 43, f"{10**30}.x"]
)
def test_a_link_nobody_sent_says_one_thing(
    client: Client, ivan: User, browser_of: Browser, token: str
) -> None:
    for looks in (client, browser_of(ivan)):
        for response in (
            looks.get(f"/children/invitation/{token}/"),
            looks.post(f"/children/invitation/{token}/"),
        ):
            assert response.status_code == 404
            assert "This link does not work" in text_of(response)


def test_trying_links_out_is_slowed_down(client: Client, link: str, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"guardian_invitation": "2/m/ip"}
    cache.clear()

    assert [client.get(link).status_code for _n in range(3)] == [200, 200, 429]
    assert client.post(link).status_code == 429


# The newcomer’s whole way ----------------------------------------------------------------------------


def link_in(message: Any, part: str) -> str:
    found = re.search(rf"http://127\.0\.0\.1:8000(\S*{part}\S*)", str(message.body))
    assert found, message.body
    return found.group(1)


@pytest.mark.parametrize("through_the_overview", [True, False])
def test_from_the_mail_over_a_new_account_to_the_records(
    client: Client,
    browser_of: Browser,
    olga: User,
    children: list[Child],
    through_the_overview: bool,
) -> None:
    invited = {"email": "Nina@Example.org", "role": "editor", "children": [children[0].pk]}
    browser_of(olga).post("/children/invite/", invited)
    send_guardian_invitations()
    [message] = mail.outbox
    assert message.to == [NINA]
    link = link_in(message, "/children/invitation/")

    sign_up = f"/accounts/signup/?next={link}"
    assert sign_up in buttons(client.get(link))
    account = {"email": NINA, "password1": PASSWORD, "password2": PASSWORD, "next": link}
    client.post(sign_up, account)
    assert User.objects.get(email=NINA).roles == frozenset()
    assert not Guardianship.objects.exclude(user=olga).exists()

    client.post(link_in(mail.outbox[-1], "/confirm-email/"))
    assert User.objects.get(email=NINA).roles == {Role.PARENT}
    client.post(reverse("account_login"), {"login": NINA, "password": PASSWORD})
    if through_the_overview:
        overview = client.get("/children/")
        assert "Zaynab" not in overview.content.decode()
        assert link in overview.content.decode()
    assert "Olga (olga@example.org) invites you" in text_of(client.get(link))
    response = client.post(link, follow=True)

    assert "You can open 1 child’s record now." in text_of(response)
    nina = User.objects.get(email=NINA)
    assert Guardianship.objects.get(user=nina).child == children[0]
    assert client.get(f"/children/{children[0].pk}/").status_code == 200
    assert client.get(f"/children/{children[1].pk}/").status_code == 404
    assert not any(
        child.name in each.message().as_string() for child in children for each in mail.outbox
    )
