"""The page on which anybody checks a badge."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from badges import services
from badges.models import Badge, BadgeStatus, BadgeTemplate, ShownAs, TemplateState
from tests.html import Page, read
from tests.make import make_skill, make_user
from tests.make_badges import make_badge, make_template
from tests.milestones.views.months import queries
from tests.personas import Browser
from tests.world import moment
from tfl.accounts.models import Student, User

pytestmark = pytest.mark.django_db

UNIQUE = "Okafor-Xylander"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with moment() as traveller:
        yield traveller


@pytest.fixture
def template() -> BadgeTemplate:
    made = make_template("SQL Basics", skills=[make_skill("SQL"), make_skill("Query tuning")])
    made.description = "Wrote a join.\n\nExplained it."
    made.save()
    return made


@pytest.fixture
def badge(template: BadgeTemplate) -> Badge:
    """Amara Okafor-Xylander's, valid for a year."""
    amara = make_user("amara@example.org", name=f"Amara {UNIQUE}")
    return make_badge(amara, template=template, expires_at=timezone.now() + timedelta(days=365))


def path_of(badge: Badge) -> str:
    return f"/verify/{badge.public_id}/"


def look(badge: Badge, client: Client | None = None) -> str:
    response = (client or Client()).get(path_of(badge))
    assert response.status_code == 200
    return response.content.decode()


def words(html: str) -> str:
    return " ".join(read(html).all("main")[0].text.split())


def statuses(html: str) -> list[str]:
    found = re.findall(r'class="status (\w+)">([^<]+)<', html)
    return [f"{kind} {label}" for kind, label in found]


def change(badge: Badge, **values: object) -> Badge:
    Badge.objects.filter(pk=badge.pk).update(**values)
    badge.refresh_from_db()
    return badge


# What it says ----------------------------------------------------------------------------------------


def test_a_badge_is_told_whole(badge: Badge, settings: Any) -> None:
    settings.SITE_URL = "https://tfl.example"
    said = words(look(badge))

    assert "SQL Basics" in said
    assert "Issued by TFL, https://tfl.example" in said
    assert "Issued on March 10, 2026" in said
    assert "Valid until March 10, 2027" in said
    assert "Skills Query tuning, SQL" in said
    assert "What had to be shown Wrote a join. Explained it." in said
    assert f"https://tfl.example/verify/{badge.public_id}/" in said
    assert "As it stood on March 10, 2026, noon" in said


def test_what_is_valid_says_so_in_a_word(badge: Badge) -> None:
    assert statuses(look(badge)) == ["good Valid"]


def test_a_badge_without_end_or_skills() -> None:
    said = words(look(make_badge(make_user())))

    assert "Valid until No end" in said
    assert "Skills" not in said
    assert "Evidence" not in said


def test_an_expired_badge_says_until_when(badge: Badge, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(days=365))
    page = look(badge)

    assert statuses(page) == ["warn Expired"]
    assert "It was valid until March 10, 2027." in words(page)
    assert 'class="medal expired medal-large"' in page


def test_a_revoked_badge_says_when_and_never_why(
    badge: Badge, clock: time_machine.Traveller, grace: User
) -> None:
    clock.shift(timedelta(days=2))
    services.revoke_badge(badge=badge, by=grace, reason="Copied from her brother.")
    page = look(badge)

    assert statuses(page) == ["bad Revoked"]
    assert "TFL took it back on March 12, 2026." in words(page)
    assert "March 12, 2026, when it was revoked" in words(page)
    assert "brother" not in page
    assert 'class="medal revoked medal-large"' in page


def test_revoked_and_expired_is_revoked(badge: Badge, clock: time_machine.Traveller) -> None:
    change(badge, status=BadgeStatus.REVOKED, revoked_at=timezone.now())
    clock.shift(timedelta(days=400))

    assert statuses(look(badge)) == ["bad Revoked"]


def test_an_archived_templates_badges_stay(badge: Badge, grace: User) -> None:
    services.move_template(template=badge.template, to=TemplateState.ARCHIVED, by=grace)

    assert statuses(look(badge)) == ["good Valid"]


def test_evidence_is_linked_without_vouching_for_it(badge: Badge) -> None:
    change(badge, evidence_link="https://github.com/amara/orders?a=1&b=2")
    [link] = [
        each for each in read(look(badge)).all("a") if "github.com" in each.attributes["href"]
    ]

    assert link.attributes["href"] == "https://github.com/amara/orders?a=1&b=2"
    assert set(link.attributes["rel"].split()) == {"nofollow", "noopener", "noreferrer", "ugc"}


def test_it_says_where_the_data_is(badge: Badge, settings: Any) -> None:
    settings.SITE_URL = "https://tfl.example"
    page: Page = read(look(badge))
    data = f"/verify/{badge.public_id}/assertion.json"

    assert f"https://tfl.example{data}" in [each.attributes["href"] for each in page.all("a")]
    alternates = [each for each in page.all("link") if each.attributes["rel"] == "alternate"]
    assert [(each.attributes["type"], each.attributes["href"]) for each in alternates] == [
        ("application/ld+json", data)
    ]


# Who it is -------------------------------------------------------------------------------------------


def test_the_holder_is_not_named_unless_they_chose_to_be(badge: Badge) -> None:
    page = look(badge)

    assert "Holder Not named here" in words(page)
    for personal in ("Amara", UNIQUE, "amara@", "A. O."):
        assert personal not in page


def test_with_initials(badge: Badge) -> None:
    page = look(change(badge, shown_as=ShownAs.INITIALS))

    assert "Holder A. O." in words(page)
    assert "Amara" not in page


def test_with_the_name(badge: Badge) -> None:
    page = look(change(badge, shown_as=ShownAs.NAME))

    assert f"Holder Amara {UNIQUE}" in words(page)
    assert "amara@" not in page


def test_names_are_shown_as_text(template: BadgeTemplate) -> None:
    mark = "<script>hostile</script>"
    hostile = make_badge(make_user(name=mark), template=template)
    template.name, template.description = mark, f"{mark}\u202e{{{{ 7 * 7 }}}}"
    template.save()
    page = look(change(hostile, shown_as=ShownAs.NAME))

    assert "<script>hostile" not in page
    assert "{{ 7 * 7 }}" in words(page)


# Who may look ----------------------------------------------------------------------------------------


def test_what_was_never_claimed_is_not_there(template: BadgeTemplate) -> None:
    alice = make_user()
    never = [
        make_badge(alice, template=template, status=BadgeStatus.PENDING),
        make_badge(alice, template=template, status=BadgeStatus.REVOKED),
        make_badge(issued_to="nina@example.org", status=BadgeStatus.PENDING),
    ]

    for badge in never:
        assert Client().get(path_of(badge)).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/verify/00000000-0000-4000-8000-000000000000/",
        "/verify/1/",
        "/verify/00000000-0000-0000-0000-000000000000/",
        "/verify/not-a-uuid/",
        "/verify/%00/",
        "/verify/",
    ],
)
def test_a_bogus_address_is_a_page_that_says_so(path: str) -> None:
    response = Client().get(path)

    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()
    assert "public" not in response.headers.get("Cache-Control", "")


def test_search_engines_are_kept_out(badge: Badge) -> None:
    response = Client().get(path_of(badge))

    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_it_is_the_same_for_everybody_and_kept_for_a_minute(
    badge: Badge, alice: Student, browser_of: Browser
) -> None:
    nobody, holder, stranger = Client(), browser_of(_holder(badge)), browser_of(alice)
    answers = [client.get(path_of(badge)) for client in (nobody, holder, stranger)]

    assert len({answer.content for answer in answers}) == 1
    for answer in answers:
        assert set(answer["Cache-Control"].split(", ")) == {"public", "max-age=60"}
        assert "Cookie" not in answer["Vary"]
        assert not answer.cookies


def _holder(badge: Badge) -> User:
    assert badge.recipient is not None
    return badge.recipient


def test_it_costs_two_queries_with_one_badge_and_with_thirty(badge: Badge) -> None:
    template = badge.template
    for _ in range(29):
        template.skills.add(make_skill())
        make_badge(make_user(), template=template)
    other = make_badge(make_user())

    for each in (badge, other):
        with queries() as ran:
            look(each)
        assert len(ran) == 2  # the badge with template and holder, the skills
