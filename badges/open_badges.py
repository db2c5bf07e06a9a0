"""A badge as Open Badges 2.0 documents (https://www.imsglobal.org/spec/ob/v2p0/), verified by hosting: each
is found at its own `id`, all on one origin. Values in, JSON-LD out.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

CONTEXT: Final = "https://w3id.org/openbadges/v2"
LD_JSON: Final = "application/ld+json"

Document = dict[str, Any]


def assertion(
    *,
    url: str,
    email: str,
    salt: str,
    badge_class_url: str,
    issued_at: datetime,
    expires_at: datetime | None = None,
    evidence_link: str = "",
) -> Document:
    """That one person was given one badge. The address is told as a hash only."""
    found: Document = {
        "@context": CONTEXT,
        "type": "Assertion",
        "id": url,
        "recipient": {
            "type": "email",
            "hashed": True,
            "salt": salt,
            "identity": identity_hash(email, salt),
        },
        "badge": badge_class_url,
        "verification": {"type": "hosted"},
        "issuedOn": timestamp(issued_at),
    }
    if expires_at is not None:
        found["expires"] = timestamp(expires_at)
    if evidence_link:
        found["evidence"] = {"type": "Evidence", "id": evidence_link}
    return found


def revoked_assertion(*, url: str) -> Document:
    """All that is left to say, answered with 410. Why it was revoked is between issuer and holder."""
    return {"@context": CONTEXT, "type": "Assertion", "id": url, "revoked": True}


def badge_class(
    *,
    url: str,
    name: str,
    criteria: str,
    image_url: str,
    issuer_url: str,
    skills: Iterable[str] = (),
) -> Document:
    """What a badge stands for."""
    found: Document = {
        "@context": CONTEXT,
        "type": "BadgeClass",
        "id": url,
        "name": name,
        "description": criteria,
        "image": image_url,
        "criteria": {"type": "Criteria", "narrative": criteria},
        "issuer": issuer_url,
    }
    if tags := list(skills):
        found["tags"] = tags
    return found


def issuer(*, url: str, name: str, site: str, email: str) -> Document:
    """Who issues. An issuer needs an address to be written to."""
    return {
        "@context": CONTEXT,
        "type": "Profile",
        "id": url,
        "name": name,
        "url": site,
        "email": email,
    }


def identity_hash(email: str, salt: str) -> str:
    """Of the address in lower case with the salt behind it."""
    return f"sha256${sha256(f'{email.lower()}{salt}'.encode()).hexdigest()}"


def timestamp(moment: datetime) -> str:
    """In UTC, to the second: “2026-03-10T12:00:00Z”."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
