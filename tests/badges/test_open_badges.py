"""The three documents of Open Badges 2.0, from values. Their properties are those of
https://www.imsglobal.org/spec/ob/v2p0/.
"""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from badges.open_badges import (
    assertion,
    badge_class,
    identity_hash,
    issuer,
    revoked_assertion,
    timestamp,
)

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
HOST = "https://tfl.example"


def test_an_assertion_says_who_was_given_what_and_when() -> None:
    made = assertion(
        url=f"{HOST}/a.json",
        email="alice@example.org",
        salt="pepper",
        badge_class_url=f"{HOST}/b.json",
        issued_at=NOON,
    )

    assert made == {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": "https://tfl.example/a.json",
        "recipient": {
            "type": "email",
            "hashed": True,
            "salt": "pepper",
            # printf 'alice@example.orgpepper' | sha256sum
            "identity": "sha256$5040ea7dd6be7e14032bb241b4ec23983e2751b66e74746f383e416d2a541b26",
        },
        "badge": "https://tfl.example/b.json",
        "verification": {"type": "hosted"},
        "issuedOn": "2026-03-10T12:00:00Z",
    }


def test_an_assertion_says_until_when_and_by_what() -> None:
    made = assertion(
        url=f"{HOST}/a.json",
        email="alice@example.org",
        salt="pepper",
        badge_class_url=f"{HOST}/b.json",
        issued_at=NOON,
        expires_at=NOON + timedelta(days=365),
        evidence_link="https://github.com/alice/orders",
    )

    assert made["expires"] == "2027-03-10T12:00:00Z"
    assert made["evidence"] == {"type": "Evidence", "id": "https://github.com/alice/orders"}


def test_a_revoked_assertion_says_only_that() -> None:
    assert revoked_assertion(url=f"{HOST}/a.json") == {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": "https://tfl.example/a.json",
        "revoked": True,
    }


def test_a_badge_class_says_what_had_to_be_shown() -> None:
    made = badge_class(
        url=f"{HOST}/b.json",
        name="SQL Basics",
        criteria="Wrote a join, and explained it.",
        image_url=f"{HOST}/b.svg",
        issuer_url=f"{HOST}/i.json",
        skills=["SQL", "Testing"],
    )

    assert made == {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "BadgeClass",
        "id": "https://tfl.example/b.json",
        "name": "SQL Basics",
        "description": "Wrote a join, and explained it.",
        "image": "https://tfl.example/b.svg",
        "criteria": {"type": "Criteria", "narrative": "Wrote a join, and explained it."},
        "issuer": "https://tfl.example/i.json",
        "tags": ["SQL", "Testing"],
    }


def test_a_badge_class_without_skills_has_no_tags() -> None:
    made = badge_class(
        url="u", name="Spirit", criteria="Helped.", image_url="i", issuer_url="p", skills=[]
    )

    assert "tags" not in made


def test_an_issuer_can_be_written_to() -> None:
    made = issuer(url=f"{HOST}/i.json", name="TFL", site=HOST, email="hello@tfl.example")

    assert made == {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Profile",
        "id": "https://tfl.example/i.json",
        "name": "TFL",
        "url": "https://tfl.example",
        "email": "hello@tfl.example",
    }


def test_the_hash_is_the_standards_own_example() -> None:
    example = "sha256$7a1a1b3f7d40552e4299180e346e3add12bf9a751a43d9c4ca4518febc2c60c6"

    assert identity_hash("mayze", "") == example


def test_an_address_counts_in_lower_case_and_its_salt_as_it_is() -> None:
    assert identity_hash("Alice@Example.ORG", "pepper") == identity_hash(
        "alice@example.org", "pepper"
    )
    assert identity_hash("a@example.org", "PEPPER") != identity_hash("a@example.org", "pepper")


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (NOON, "2026-03-10T12:00:00Z"),
        (NOON.replace(microsecond=999_999), "2026-03-10T12:00:00Z"),
        (datetime(2026, 3, 10, 0, 30, tzinfo=timezone(timedelta(hours=2))), "2026-03-09T22:30:00Z"),
    ],
)
def test_moments_are_told_in_utc_to_the_second(moment: datetime, written: str) -> None:
    assert timestamp(moment) == written
