"""The hosted Open Badges 2.0 documents, read as a verifier reads them: from the assertion on, by their ids.

What each must hold is written down from https://www.imsglobal.org/spec/ob/v2p0/.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from badges import services
from badges.models import Badge, BadgeStatus, ShownAs, TemplateState
from tests.make import make_skill, make_user
from tests.make_badges import make_badge, make_template
from tests.milestones.views.months import queries
from tests.world import moment
from tfl.accounts.models import User

pytestmark = pytest.mark.django_db

SITE = "https://tfl.example"
LINK = "https://github.com/amara/orders"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with moment() as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    settings.SITE_URL = SITE
    settings.DEFAULT_FROM_EMAIL = "TFL badges <badges@tfl.example>"


@pytest.fixture
def badge() -> Badge:
    template = make_template("SQL Basics", skills=[make_skill("SQL"), make_skill("Joins")])
    made = make_badge(
        make_user("amara@example.org", name="Amara Okafor"),
        template=template,
        expires_at=timezone.now() + timedelta(days=365),
    )
    Badge.objects.filter(pk=made.pk).update(evidence_link=LINK, shown_as=ShownAs.NAME)
    made.refresh_from_db()
    return made


def assertion_of(badge: Badge) -> str:
    return f"{SITE}/verify/{badge.public_id}/assertion.json"


def fetch(url: str, *, accept: str = "*/*") -> Any:
    assert url.startswith(SITE), "all of it is hosted on the issuer’s own origin"
    return Client().get(url.removeprefix(SITE), HTTP_ACCEPT=accept)


# What the standard asks ------------------------------------------------------------------------------

Check = Callable[[Any], bool]


def is_url(value: Any) -> bool:
    return isinstance(value, str) and bool(
        urlsplit(value).scheme in {"http", "https"} and urlsplit(value).netloc
    )


def is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def is_moment(value: Any) -> bool:
    """ISO 8601 with a time zone."""
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", value))


def is_email(value: Any) -> bool:
    return bool(re.fullmatch(r"[^@\s]+@[^@\s]+", value))


def is_identity(value: Any) -> bool:
    return (
        value["type"] in {"email", "url", "telephone"}
        and value["hashed"] is True
        and is_text(value["salt"])
        and bool(re.fullmatch(r"sha256\$[0-9a-f]{64}", value["identity"]))
    )


def one_of(*values: str) -> Check:
    return lambda value: value in values


REQUIRED: dict[str, dict[str, Check]] = {
    "Assertion": {
        "id": is_url,
        "type": one_of("Assertion"),
        "recipient": is_identity,
        "badge": is_url,
        "verification": lambda value: value["type"] in {"hosted", "HostedBadge"},
        "issuedOn": is_moment,
    },
    "BadgeClass": {
        "id": is_url,
        "type": one_of("BadgeClass"),
        "name": is_text,
        "description": is_text,
        "image": is_url,
        "criteria": lambda value: is_text(value["narrative"]),
        "issuer": is_url,
    },
    "Issuer": {
        "id": is_url,
        "type": one_of("Issuer", "Profile"),
        "name": is_text,
        "url": is_url,
        "email": is_email,
    },
}
OPTIONAL: dict[str, dict[str, Check]] = {
    "Assertion": {"expires": is_moment, "evidence": lambda value: is_url(value["id"])},
    "BadgeClass": {"tags": lambda value: bool(value) and all(map(is_text, value))},
    "Issuer": {},
}


def read_document(url: str, kind: str) -> dict[str, Any]:
    """As an inspector does: it must be found at its own id, complete, and of the right types."""
    response = fetch(url)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/ld+json"
    document: dict[str, Any] = response.json()
    assert document.pop("@context") == "https://w3id.org/openbadges/v2"
    assert document["id"] == url
    checks = REQUIRED[kind] | OPTIONAL[kind]
    assert REQUIRED[kind].keys() <= document.keys() <= checks.keys()
    for name, value in document.items():
        assert checks[name](value), (name, value)
    return document


def test_a_verifier_gets_from_the_assertion_to_its_issuer(badge: Badge) -> None:
    assertion = read_document(assertion_of(badge), "Assertion")
    badge_class = read_document(assertion["badge"], "BadgeClass")
    issuer = read_document(badge_class["issuer"], "Issuer")
    image = fetch(badge_class["image"])

    assert (assertion["issuedOn"], assertion["expires"]) == (
        "2026-03-10T12:00:00Z",
        "2027-03-10T12:00:00Z",
    )
    assert assertion["evidence"]["id"] == LINK
    assert (badge_class["name"], badge_class["tags"]) == ("SQL Basics", ["Joins", "SQL"])
    assert badge_class["criteria"]["narrative"] == "Showed it, and explained it."
    assert (issuer["name"], issuer["url"], issuer["email"]) == ("TFL", SITE, "badges@tfl.example")
    assert (image.status_code, image["Content-Type"]) == (200, "image/svg+xml")
    picture = ET.fromstring(image.content.decode())  # noqa: S314  our own drawing
    assert picture.findtext("{http://www.w3.org/2000/svg}title") == "SQL Basics"


def test_the_recipient_is_told_by_the_hash_of_their_address_only(badge: Badge) -> None:
    response = fetch(assertion_of(badge))
    recipient = response.json()["recipient"]

    salted = f"amara@example.org{recipient['salt']}"
    assert recipient["identity"] == f"sha256${sha256(salted.encode()).hexdigest()}"
    for personal in ("amara@", "Amara", "Okafor"):
        assert personal not in response.content.decode()


def test_the_salt_stays_and_differs_from_badge_to_badge(badge: Badge) -> None:
    other = make_badge(badge.recipient, template=badge.template)
    salts = [
        fetch(assertion_of(each)).json()["recipient"]["salt"] for each in (badge, badge, other)
    ]

    assert salts[0] == salts[1] != salts[2]
    assert str(badge.public_id).replace("-", "") not in salts[0]


def test_a_badge_for_good_has_no_end_and_one_without_evidence_none() -> None:
    plain = read_document(assertion_of(make_badge(make_user())), "Assertion")

    assert not {"expires", "evidence"} & plain.keys()


def test_an_expired_badge_is_still_told(badge: Badge, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(days=366))

    assert read_document(assertion_of(badge), "Assertion")["expires"] == "2027-03-10T12:00:00Z"


def test_a_revoked_badge_is_gone_without_a_reason(badge: Badge, grace: User) -> None:
    services.revoke_badge(badge=badge, by=grace, reason="Copied from her brother.")

    response = fetch(assertion_of(badge))

    assert response.status_code == 410
    assert response["Content-Type"] == "application/ld+json"
    assert response.json() == {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": assertion_of(badge),
        "revoked": True,
    }


def test_what_was_never_claimed_is_not_there() -> None:
    for status in (BadgeStatus.PENDING, BadgeStatus.REVOKED):
        assert fetch(assertion_of(make_badge(make_user(), status=status))).status_code == 404


@pytest.mark.parametrize("ending", ["json", "svg"])
def test_a_draft_is_not_there_an_archived_template_is(ending: str) -> None:
    draft = make_template(state=TemplateState.DRAFT)
    archived = make_template(state=TemplateState.ARCHIVED)

    assert fetch(f"{SITE}/verify/templates/{draft.pk}.{ending}").status_code == 404
    assert fetch(f"{SITE}/verify/templates/{archived.pk}.{ending}").status_code == 200


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 31, "-1", "x", "1.5"])
@pytest.mark.parametrize("ending", ["json", "svg"])
def test_a_bogus_template_is_not_there(pk: str, ending: str) -> None:
    assert fetch(f"{SITE}/verify/templates/{pk}.{ending}").status_code == 404


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "application/ld+json"),
        ("application/ld+json", "application/ld+json"),
        ("application/ld+json, application/json, image/png", "application/ld+json"),
        ("application/json", "application/json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/ld+json"),
        ("image/png", "application/ld+json"),
        ("nonsense", "application/ld+json"),
    ],
)
def test_it_is_json_ld_unless_only_json_is_asked_for(accept: str, kind: str, badge: Badge) -> None:
    response = fetch(assertion_of(badge), accept=accept)

    assert response["Content-Type"] == kind
    assert "Accept" in response["Vary"]


def documents(badge: Badge) -> list[str]:
    template = f"{SITE}/verify/templates/{badge.template_id}"
    return [
        assertion_of(badge),
        f"{template}.json",
        f"{template}.svg",
        f"{SITE}/verify/issuer.json",
    ]


def test_checkers_on_other_sites_may_read_them_and_keep_them_for_a_minute(badge: Badge) -> None:
    for url in documents(badge):
        response = fetch(url)
        assert response["Access-Control-Allow-Origin"] == "*"
        assert set(response["Cache-Control"].split(", ")) == {"public", "max-age=60"}
        assert "Cookie" not in response["Vary"]
        assert not response.cookies


def test_they_cost_two_queries_at_most(badge: Badge) -> None:
    for _ in range(29):
        badge.template.skills.add(make_skill())
        make_badge(make_user(), template=badge.template)

    for url in documents(badge):
        with queries() as ran:
            fetch(url)
        assert len(ran) <= 2


def test_an_image_of_a_hostile_name_is_still_a_picture() -> None:
    template = make_template('"><script>alert(1)</script>&\x01')
    response = fetch(f"{SITE}/verify/templates/{template.pk}.svg")

    assert b"<script" not in response.content
    ET.fromstring(response.content.decode())  # noqa: S314  our own drawing
    assert "unsafe" not in response["Content-Security-Policy"]
