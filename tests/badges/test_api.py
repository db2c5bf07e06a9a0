"""The badge engine's JSON endpoints: what they answer, refuse and leave alone."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from badges.models import (
    Badge,
    BadgeStatus,
    BadgeTemplate,
    How,
    MilestoneAchievement,
    MilestoneConfig,
    TemplateState,
)
from tests.make import make_category, make_skill, make_student, make_token
from tests.make_badges import (
    everywhere,
    make_achievement,
    make_badge,
    make_badge_milestone,
    make_template,
    within,
)
from tests.make_milestones import rows
from tests.milestones.views.months import queries
from tests.personas import Browser
from tests.world import moment
from tfl.accounts.models import AuditEntry, Notice, Role, RoleGrant, Student, TokenScope, User
from tfl.accounts.services import revoke_token

BADGES = "/api/badges"
ACHIEVEMENTS = "/api/achievements"
MILESTONES = "/api/badge-milestones"
LINK = "https://github.com/alice/orders"
KEY = "0b54a5a3-98c1-4f1c-8a5e-6a4dd1f8f6f0"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with moment() as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    settings.SITE_URL = "https://tfl.example"
    cache.clear()  # nobody tried tokens before


@pytest.fixture
def template() -> BadgeTemplate:
    return make_template("SQL Basics", skills=[make_skill("SQL")])


@pytest.fixture
def pending(alice: Student, template: BadgeTemplate) -> Badge:
    """One that waits for Alice."""
    return make_badge(alice.user, template=template, status=BadgeStatus.PENDING)


def post(client: Client, path: str, body: object = None, **more: Any) -> Any:
    """`body` as JSON; a str as it is."""
    raw = body if isinstance(body, str) else json.dumps(body)
    return client.post(path, raw, content_type="application/json", **more)


def with_token(*scopes: TokenScope) -> Client:
    _token, secret = make_token(*(scopes or [TokenScope.BADGES]))
    client = Client()
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    return client


def to_issue(template: BadgeTemplate, **more: object) -> dict[str, object]:
    return {"templateId": template.pk, "email": "alice@example.org", **more}


def to_create(trigger: object = None, **more: object) -> dict[str, object]:
    return {"title": "Collector", "trigger": everywhere(5) if trigger is None else trigger, **more}


def claim_path(badge: Badge | int) -> str:
    return f"{BADGES}/{badge.pk if isinstance(badge, Badge) else badge}/claim"


def revoke_path(badge: Badge | int) -> str:
    return f"{BADGES}/{badge.pk if isinstance(badge, Badge) else badge}/revoke"


TOUCHED = (Badge, MilestoneAchievement, MilestoneConfig, AuditEntry, Notice)


def everything() -> dict[str, list[str]]:
    """All that an endpoint could have changed."""
    return rows(of=TOUCHED)


# Issuing ---------------------------------------------------------------------------------------------


def test_a_badge_is_issued_and_waits(
    template: BadgeTemplate, alice: Student, bob: User, browser_of: Browser
) -> None:
    template.validity_days = 30
    template.save()

    response = post(browser_of(bob), BADGES, to_issue(template, evidenceLink=LINK))

    assert response.status_code == 201
    badge = Badge.objects.get()
    assert response.json() == {
        "badgeId": badge.pk,
        "templateId": template.pk,
        "name": "SQL Basics",
        "status": "Pending",
        "issuedAt": "2026-03-10T12:00:00Z",
        "claimedAt": None,
        "expiresAt": "2026-04-09T12:00:00Z",  # 21 days of March are left, 9 of April
        "revokedAt": None,
        "evidenceLink": LINK,
        "verificationUrl": None,
    }
    assert (badge.recipient, badge.issued_by) == (alice.user, bob)


def test_a_system_issues_to_anybody_and_is_remembered(template: BadgeTemplate) -> None:
    body = to_issue(template, email="Nina@Example.org")

    assert post(with_token(), BADGES, body).status_code == 201

    badge = Badge.objects.get()
    assert (badge.recipient, badge.issued_to) == (None, "nina@example.org")
    assert badge.issued_by is None
    assert badge.issued_with is not None


def test_asking_twice_with_one_request_id_issues_one_badge(
    template: BadgeTemplate, alice: Student
) -> None:
    client = with_token()
    body = to_issue(template, requestId=KEY)

    first, again = post(client, BADGES, body), post(client, BADGES, body)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Badge.objects.count() == 1
    assert Notice.objects.filter(kind="badge-to-claim").count() == 1


def test_somebody_elses_request_id_tells_nothing_of_their_badge(
    template: BadgeTemplate, alice: Student, bob: User, grace: User, browser_of: Browser
) -> None:
    body = to_issue(template, requestId=KEY, evidenceLink=LINK)
    post(browser_of(grace), BADGES, body)
    before = everything()

    for client in (browser_of(bob), with_token()):
        response = post(client, BADGES, body)
        assert (response.status_code, response.json()["field"]) == (409, "requestId")
        assert LINK not in response.content.decode()
    assert rows(of=(Badge, Notice)) == {key: before[key] for key in ("Badge", "Notice")}


def test_a_mentor_issues_to_their_own_students_only(
    template: BadgeTemplate, charlie: Student, bob: User, browser_of: Browser
) -> None:
    client = browser_of(bob)
    before = everything()

    for email in (charlie.user.email, "nobody@example.org"):
        response = post(client, BADGES, to_issue(template, email=email))
        assert (response.status_code, response.json()["field"]) == (404, "email")
    assert everything() == before


@pytest.mark.parametrize("state", [TemplateState.DRAFT, TemplateState.ARCHIVED])
def test_of_a_template_that_is_not_active_nothing_is_issued(
    state: TemplateState, alice: Student, bob: User, grace: User, browser_of: Browser
) -> None:
    template = make_template("Old", state=state)
    before = everything()

    for client in (browser_of(grace), with_token()):
        response = post(client, BADGES, to_issue(template))
        assert (response.status_code, response.json()["field"]) == (409, "templateId")
        assert response.json()["detail"] == "“Old” is not active, so it cannot be issued."
    assert post(browser_of(bob), BADGES, to_issue(template)).status_code == 404
    assert everything()["Badge"] == before["Badge"]


def test_a_template_that_is_not_there(grace: User, browser_of: Browser) -> None:
    body = {"templateId": 999_999, "email": "alice@example.org"}

    assert post(browser_of(grace), BADGES, body).status_code == 404


def each(key: str, *values: object) -> list[tuple[str, object]]:
    return [(key, value) for value in values]


BAD_TO_ISSUE = [
    *each("templateId", "4", "x", "", True, None, [], {}, 4.5, float("nan"), -1, 0, 2**31, 10**30),
    *each("email", "", " ", "alice", "a@b", "a b@example.org", "a" * 255, None, 5, [], {}),
    *each("email", "a\u0000@example.org", "\ud800@example.org", "a@example.org\r\nBcc: b@x.org"),
    *each("email", "x" * 250 + "@example.org"),
    *each("evidenceLink", "javascript:alert(1)", "no link", "ftp://x.org", "https://localhost/"),
    *each("evidenceLink", "https://x.org/\u0000", "https://x.org/\ud800", 5, None),
    *each("evidenceLink", "https://x.org/" + "x" * 242),  # 256 characters
    *each("requestId", "", "x", 5, True, [], "0b54a5a3", "\u0000"),
]


@pytest.mark.parametrize(("key", "value"), BAD_TO_ISSUE, ids=lambda part: repr(part)[:30])
def test_a_bad_value_is_named_and_nothing_is_issued(
    key: str, value: object, template: BadgeTemplate, grace: User, browser_of: Browser
) -> None:
    before = everything()

    response = post(browser_of(grace), BADGES, to_issue(template) | {key: value})

    assert response.status_code == 422
    assert response.json()["field"] == key
    assert response.json()["detail"]
    assert everything() == before


# Claiming --------------------------------------------------------------------------------------------


def test_a_claim_answers_with_what_it_brought(
    pending: Badge, alice: Student, browser_of: Browser
) -> None:
    category = make_category("Data")
    pending.template.skills.add(make_skill(category=category))
    automatic = make_badge_milestone("First Badge", trigger=everywhere(1))
    named = make_badge_milestone("Data Starter", trigger=within(category))
    written = make_badge_milestone("Hello", trigger=everywhere(1), description="Welcome aboard.")
    make_badge_milestone("Collector", trigger=everywhere(2))

    response = post(browser_of(alice), claim_path(pending))

    assert response.status_code == 200
    badge, achievements = response.json()["badge"], response.json()["achievements"]
    assert (badge["badgeId"], badge["status"], badge["claimedAt"]) == (
        pending.pk,
        "Claimed",
        "2026-03-10T12:00:00Z",
    )
    assert badge["verificationUrl"] == f"https://tfl.example/verify/{pending.public_id}/"
    assert Client().get(f"/verify/{pending.public_id}/").status_code == 200
    assert achievements == [
        {
            "milestoneId": milestone.pk,
            "title": milestone.title,
            "description": description,
            "achievedAt": "2026-03-10T12:00:00Z",
        }
        for milestone, description in (
            (automatic, "Earn 1 badge"),
            (named, "Earn 1 badge in Data"),
            (written, "Welcome aboard."),
        )
    ]


def test_claiming_again_brings_nothing_and_says_the_same(
    pending: Badge, alice: Student, browser_of: Browser, clock: time_machine.Traveller
) -> None:
    make_badge_milestone("First Badge")
    client = browser_of(alice)
    first = post(client, claim_path(pending)).json()
    clock.shift(60)
    before = everything()

    again = post(client, claim_path(pending))

    assert again.status_code == 200
    assert again.json() == {"badge": first["badge"], "achievements": []}
    assert everything() == before


def test_who_claims_more_often_than_people_do_waits(
    pending: Badge, alice: Student, browser_of: Browser, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"claim_badge": "2/m/user"}
    browser = browser_of(alice)
    for _n in range(2):
        assert post(browser, claim_path(pending)).status_code == 200

    answer = post(browser, claim_path(pending))

    assert answer.status_code == 429
    assert answer.json()["detail"] == "Too many claims. Wait a minute."


def test_a_system_claims_for_its_holder(pending: Badge, alice: Student) -> None:
    make_badge_milestone("First Badge")

    response = post(with_token(), claim_path(pending))

    assert [each["title"] for each in response.json()["achievements"]] == ["First Badge"]
    assert MilestoneAchievement.objects.get().user == alice.user


def test_nobody_claims_for_an_address_nobody_has_proven() -> None:
    badge = make_badge(issued_to="nina@example.org", status=BadgeStatus.PENDING)

    response = post(with_token(), claim_path(badge))

    assert response.status_code == 409
    assert "proven" in response.json()["detail"]


def test_somebody_elses_badge_does_not_exist(
    pending: Badge, charlie: Student, bob: User, grace: User, browser_of: Browser
) -> None:
    before = everything()

    for person in (charlie, bob, grace):
        client = browser_of(person)
        theirs, nothing = post(client, claim_path(pending)), post(client, claim_path(999_999))
        assert theirs.status_code == nothing.status_code == 404
        assert theirs.json() == nothing.json()
    assert everything() == before


@pytest.mark.parametrize("badge_id", ["0", "999999", "9" * 31, "-1", "x", "1.5", "٣", "%00"])
@pytest.mark.parametrize("what", ["claim", "revoke"])
def test_a_bogus_id_is_not_there(badge_id: str, what: str) -> None:
    response = post(with_token(), f"{BADGES}/{badge_id}/{what}", {"reason": "x"})

    assert response.status_code == 404
    assert set(response.json()) == {"detail", "field", "missing"}


def test_what_was_revoked_or_expired_before_is_not_claimed(
    alice: Student, template: BadgeTemplate, browser_of: Browser
) -> None:
    revoked = make_badge(alice.user, template=template, status=BadgeStatus.REVOKED)
    expired = make_badge(
        alice.user, template=template, status=BadgeStatus.PENDING, expires_at=timezone.now()
    )
    before = everything()
    client = browser_of(alice)

    assert [post(client, claim_path(badge)).status_code for badge in (revoked, expired)] == [
        409,
        409,
    ]
    assert "revoked" in post(client, claim_path(revoked)).json()["detail"]
    assert "expired" in post(client, claim_path(expired)).json()["detail"]
    assert everything() == before


# Revoking --------------------------------------------------------------------------------------------


def test_a_revoked_badge_takes_along_what_it_alone_supported(
    alice: Student, template: BadgeTemplate, bob: User, browser_of: Browser
) -> None:
    badge = make_badge(alice.user, template=template)
    achievement = make_achievement(alice.user, make_badge_milestone(trigger=everywhere(1)))

    response = post(browser_of(bob), revoke_path(badge), {"reason": "Given by mistake."})

    assert response.status_code == 200
    told = response.json()
    assert (told["badgeId"], told["status"], told["revokedAt"]) == (
        badge.pk,
        "Revoked",
        "2026-03-10T12:00:00Z",
    )
    assert told["verificationUrl"] == f"https://tfl.example/verify/{badge.public_id}/"
    achievement.refresh_from_db()
    assert achievement.revoked_with == badge
    badge.refresh_from_db()
    assert (badge.revoked_because, badge.revoked_by) == ("Given by mistake.", bob)


def test_a_second_time_is_a_conflict(pending: Badge, grace: User, browser_of: Browser) -> None:
    client = browser_of(grace)
    assert post(client, revoke_path(pending), {"reason": "Mistake."}).status_code == 200
    before = everything()

    again = post(client, revoke_path(pending), {"reason": "Another."})

    assert (again.status_code, again.json()["detail"]) == (409, "This badge was revoked already.")
    assert everything() == before


def test_a_system_revokes_what_still_waits_at_an_address(template: BadgeTemplate) -> None:
    badge = make_badge(template=template, issued_to="nina@example.org", status=BadgeStatus.PENDING)

    response = post(with_token(), revoke_path(badge), {"reason": "Left."})

    assert (response.status_code, response.json()["verificationUrl"]) == (200, None)


def test_another_mentors_students_badge_does_not_exist(
    pending: Badge, dora: User, browser_of: Browser
) -> None:
    client = browser_of(dora)
    before = everything()

    theirs = post(client, revoke_path(pending), {"reason": "x"})
    nothing = post(client, revoke_path(999_999), {"reason": "x"})

    assert theirs.status_code == nothing.status_code == 404
    assert theirs.json() == nothing.json()
    assert everything() == before


def test_a_mentor_does_not_revoke_their_own(bob: User, browser_of: Browser) -> None:
    badge = make_badge(bob)

    assert post(browser_of(bob), revoke_path(badge), {"reason": "x"}).status_code == 404


def test_a_holder_cannot_revoke(pending: Badge, alice: Student, browser_of: Browser) -> None:
    response = post(browser_of(alice), revoke_path(pending), {"reason": "x"})

    assert response.status_code == 403


@pytest.mark.parametrize(
    "reason", ["", " \t\n", "x" * 501, "a\u0000", "\ud800", None, 5, True, [], {}], ids=repr
)
def test_without_a_reason_nothing_is_revoked(
    reason: object, pending: Badge, grace: User, browser_of: Browser
) -> None:
    before = everything()

    response = post(browser_of(grace), revoke_path(pending), {"reason": reason})

    assert (response.status_code, response.json()["field"]) == (422, "reason")
    assert everything() == before


# Achievements ----------------------------------------------------------------------------------------


def test_ones_own_are_told_newest_first(
    alice: Student, charlie: Student, browser_of: Browser
) -> None:
    now = timezone.now()
    category = make_category("Data")
    old = make_badge_milestone("Data Starter", trigger=within(category), active=False)
    new = make_badge_milestone("First Badge", trigger=everywhere(1), description="Hello.")
    make_achievement(alice.user, old, achieved_at=now - timedelta(days=1), how=How.BACKFILL)
    make_achievement(alice.user, new, achieved_at=now)
    make_achievement(alice.user, revoked_at=now)
    make_achievement(charlie.user)

    response = browser_of(alice).get(ACHIEVEMENTS)

    assert response.status_code == 200
    assert response.json() == {
        "achievements": [
            {
                "milestoneId": new.pk,
                "title": "First Badge",
                "description": "Hello.",
                "achievedAt": "2026-03-10T12:00:00Z",
            },
            {
                "milestoneId": old.pk,
                "title": "Data Starter",
                "description": "Earn 1 badge in Data",
                "achievedAt": "2026-03-09T12:00:00Z",
            },
        ],
        "page": 1,
        "pages": 1,
        "total": 2,
    }


def test_who_reached_nothing_has_an_empty_list(ivan: User, browser_of: Browser) -> None:
    assert browser_of(ivan).get(ACHIEVEMENTS).json() == {
        "achievements": [],
        "page": 1,
        "pages": 1,
        "total": 0,
    }


def test_a_tampered_rule_is_not_described(alice: Student, browser_of: Browser) -> None:
    make_achievement(alice.user, make_badge_milestone(trigger={"metric": "luck"}))

    [told] = browser_of(alice).get(ACHIEVEMENTS).json()["achievements"]

    assert told["description"] == ""


def test_a_page_holds_fifty(alice: Student, browser_of: Browser) -> None:
    for _ in range(51):
        make_achievement(alice.user)
    client = browser_of(alice)

    pages = [client.get(f"{ACHIEVEMENTS}?page={page}").json() for page in (1, 2, 3, 10**6)]

    assert [len(page["achievements"]) for page in pages] == [50, 1, 0, 0]
    assert {(page["pages"], page["total"]) for page in pages} == {(2, 51)}
    ids = [each["milestoneId"] for page in pages for each in page["achievements"]]
    assert len(set(ids)) == 51


@pytest.mark.parametrize(
    "number", ["0", "-1", "x", "", "1.5", "1000001", "9" * 31, "null", "NaN", "%00"]
)
def test_a_page_that_cannot_be_is_refused(number: str, alice: Student, browser_of: Browser) -> None:
    response = browser_of(alice).get(f"{ACHIEVEMENTS}?page={number}")

    assert (response.status_code, response.json()["field"]) == (422, "page")


def test_anybodys_are_told_to_admins_and_systems_by_email(
    alice: Student, grace: User, browser_of: Browser
) -> None:
    make_achievement(alice.user)

    for client in (browser_of(grace), with_token()):
        response = client.get(f"{ACHIEVEMENTS}?email=Alice@Example.org")
        assert (response.status_code, response.json()["total"]) == (200, 1)
        assert client.get(f"{ACHIEVEMENTS}?email=nobody@example.org").status_code == 404
        assert client.get(f"{ACHIEVEMENTS}?email=").status_code == 404


def test_a_mentor_asks_for_their_own_students(
    alice: Student, charlie: Student, bob: User, browser_of: Browser
) -> None:
    make_achievement(alice.user)
    client = browser_of(bob)

    assert client.get(f"{ACHIEVEMENTS}?email=alice@example.org").json()["total"] == 1
    assert client.get(ACHIEVEMENTS).json()["total"] == 0, "their own"
    theirs = client.get(f"{ACHIEVEMENTS}?email=charlie@example.org")
    nobodys = client.get(f"{ACHIEVEMENTS}?email=nobody@example.org")
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.json() == nobodys.json()


def test_everybody_else_asks_for_their_own_only(
    alice: Student, charlie: Student, browser_of: Browser
) -> None:
    client = browser_of(alice)

    assert client.get(f"{ACHIEVEMENTS}?email=ALICE@example.org").status_code == 200
    for email in ("charlie@example.org", "nobody@example.org"):
        assert client.get(f"{ACHIEVEMENTS}?email={email}").status_code == 403


def test_a_system_has_to_say_whose() -> None:
    response = with_token().get(ACHIEVEMENTS)

    assert (response.status_code, response.json()["field"]) == (422, "email")


@pytest.mark.parametrize("email", ["%00", "a%00b@example.org", "x" * 255])
def test_an_address_that_cannot_be_is_refused(email: str) -> None:
    response = with_token().get(f"{ACHIEVEMENTS}?email={email}")

    assert (response.status_code, response.json()["field"]) == (422, "email")


@pytest.mark.parametrize("email", ["%ff%fe", "%ed%a0%80", "'%3B--", "%F0%9F%98%80"])
def test_an_address_of_anything_is_nobodys(email: str) -> None:
    assert with_token().get(f"{ACHIEVEMENTS}?email={email}").status_code == 404


# Badge milestones ------------------------------------------------------------------------------------


def test_a_badge_milestone_is_created_inactive(
    alice: Student, grace: User, browser_of: Browser
) -> None:
    make_badge(alice.user)

    response = post(browser_of(grace), MILESTONES, to_create(everywhere(1), icon="star"))

    assert response.status_code == 201
    milestone = MilestoneConfig.objects.get()
    assert response.json() == {
        "milestoneId": milestone.pk,
        "type": "BADGE_COUNT",
        "title": "Collector",
        "description": "Earn 1 badge",
        "icon": "star",
        "trigger": {"metric": "badge_count", "scope": "global", "threshold": 1},
        "active": False,
    }
    assert (milestone.description, milestone.created_by) == ("", grace)
    assert not MilestoneAchievement.objects.exists()


def test_each_valid_pair_is_taken(grace: User, browser_of: Browser) -> None:
    client, category = browser_of(grace), make_category("Data")
    pairs: list[dict[str, Any]] = [
        everywhere(5),
        within(category, 3, includeSubCategories=False),
        everywhere(3, metric="category_count"),
    ]

    told = [post(client, MILESTONES, to_create(trigger)).json() for trigger in pairs]

    assert [each["description"] for each in told] == [
        "Earn 5 badges",
        "Earn 3 badges in Data",
        "Earn badges across 3 different categories",
    ]
    assert [each["type"] for each in told] == ["BADGE_COUNT", "BADGE_COUNT", "CATEGORY_COUNT"]
    assert [each["trigger"] for each in told] == pairs


def test_sub_categories_count_unless_told_otherwise(grace: User, browser_of: Browser) -> None:
    trigger = within(make_category())

    told = post(browser_of(grace), MILESTONES, to_create(trigger)).json()

    assert told["trigger"] == trigger | {"includeSubCategories": True}


SOME_ID = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
GLOBAL = everywhere(5)
IN_CATEGORY = GLOBAL | {"scope": "category", "categoryId": SOME_ID}
HOW_MANY = "The threshold is a whole number from 1 to 1,000,000."
RESERVED = (
    "Composite rules (“%s”) are reserved and cannot be used yet. "
    "Build one badge milestone for each rule."
)
NO_RULE = "A rule is a JSON object with metric, scope and threshold."
NO_METRIC = "There is no such metric. Choose badge_count or category_count."
NO_SCOPE = "There is no such scope. Choose global or category."
NO_UUID = "A category is named by its id, a UUID."


def bad(reason: str, key: str, *values: object, rule: Any = None) -> list[tuple[object, str, str]]:
    """A good rule but for one key."""
    return [((GLOBAL if rule is None else rule) | {key: value}, key, reason) for value in values]


def without(key: str, rule: dict[str, Any]) -> tuple[object, str, str]:
    left = {name: value for name, value in rule.items() if name != key}
    return (left, key, f"“{key}” is missing.")


BAD_TRIGGERS: list[tuple[object, str, str]] = [
    *bad(HOW_MANY, "threshold", "5", 1.5, 5.0, 0, -1, True, None, [], {}),
    *bad(HOW_MANY, "threshold", 10**30, 1_000_001, float("nan"), float("inf")),
    *bad(
        "This metric cannot be measured within a category. Choose the global scope.",
        "metric",
        "category_count",
        rule=IN_CATEGORY,
    ),
    *bad(NO_METRIC, "metric", "luck", "", None, 5, "\u0000", "\ud800", []),
    *bad(NO_SCOPE, "scope", "galaxy", "", None, 5, "\ud800", []),
    *bad("A rule of this scope has no “surprise”. Take it out.", "surprise", 1, None),
    *bad("A rule of this scope has no “categoryId”. Take it out.", "categoryId", SOME_ID),
    *bad("There is no such category. Choose another one.", "categoryId", SOME_ID, rule=IN_CATEGORY),
    *bad(NO_UUID, "categoryId", "", "Data", 5, None, "\u0000", "\ud800", rule=IN_CATEGORY),
    *bad(NO_UUID, "categoryId", SOME_ID.replace("-", ""), rule=IN_CATEGORY),
    *bad(
        "“includeSubCategories” has the wrong type.",
        "includeSubCategories",
        "true",
        1,
        None,
        rule=IN_CATEGORY,
    ),
    *(without(key, GLOBAL) for key in ("metric", "scope", "threshold")),
    without("categoryId", IN_CATEGORY),
    ({"all": [GLOBAL]}, "all", RESERVED % "all"),
    *bad(RESERVED % "any", "any", [], None),
    *((value, "trigger", NO_RULE) for value in ("", "x", 5, True, None, [GLOBAL])),
]


@pytest.mark.parametrize(("trigger", "field", "reason"), BAD_TRIGGERS, ids=lambda x: repr(x)[:60])
def test_a_bad_rule_is_refused_with_field_and_reason(
    trigger: object, field: str, reason: str, grace: User, browser_of: Browser
) -> None:
    response = post(browser_of(grace), MILESTONES, to_create() | {"trigger": trigger})

    assert response.status_code == 422
    assert response.json() == {"detail": reason, "field": field, "missing": []}
    assert not MilestoneConfig.objects.exists()


def test_a_category_below_itself_is_refused(grace: User, browser_of: Browser) -> None:
    category = make_category()
    type(category).objects.filter(pk=category.pk).update(parent=category)

    response = post(browser_of(grace), MILESTONES, to_create(within(category)))

    assert (response.status_code, response.json()["field"]) == (422, "categoryId")
    assert "stands below itself" in response.json()["detail"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *each("title", "", " \n", "x" * 201, "a\u0000", "\ud800", None, 5, []),
        *each("description", "x" * 501, "\u0000", "\ud800", None, 5),
        *each("icon", "unicorn", "x" * 21, "\u0000", "../star", None, 5),
    ],
    ids=lambda part: repr(part)[:30],
)
def test_a_bad_word_is_named_and_nothing_is_created(
    key: str, value: object, grace: User, browser_of: Browser
) -> None:
    response = post(browser_of(grace), MILESTONES, to_create() | {key: value})

    assert (response.status_code, response.json()["field"]) == (422, key)
    assert not MilestoneConfig.objects.exists()


def test_a_rule_deep_as_a_well_is_refused(grace: User, browser_of: Browser) -> None:
    deep = '{"title": "x", "trigger": {"threshold": ' + "[" * 500 + "]" * 500 + "}}"

    assert post(browser_of(grace), MILESTONES, deep).status_code == 422


# What is wrong anywhere ------------------------------------------------------------------------------


@pytest.fixture
def bodies(template: BadgeTemplate, pending: Badge) -> dict[str, dict[str, object]]:
    """A good one for each endpoint that reads one."""
    return {
        BADGES: to_issue(template),
        revoke_path(pending): {"reason": "Mistake."},
        MILESTONES: to_create(),
    }


def test_what_is_needed_must_be_there(
    bodies: dict[str, dict[str, object]], grace: User, browser_of: Browser
) -> None:
    client, before = browser_of(grace), everything()
    needed = {BADGES: ("templateId", "email"), MILESTONES: ("title", "trigger")}
    for path, body in bodies.items():
        for key in needed.get(path, ("reason",)):
            response = post(client, path, {name: body[name] for name in body if name != key})
            assert (response.status_code, response.json()["field"]) == (422, key)
    assert everything() == before


@pytest.mark.parametrize("key", ["surprise", "status", "template", "active", "by", "issued_by"])
def test_an_unknown_key_is_refused(
    key: str, bodies: dict[str, dict[str, object]], grace: User, browser_of: Browser
) -> None:
    client, before = browser_of(grace), everything()
    for path, body in bodies.items():
        response = post(client, path, body | {key: 1})
        assert (response.status_code, response.json()["field"]) == (422, key)
    assert everything() == before


@pytest.mark.parametrize(
    "raw", ["{", '{"templateId": 1,}', "templateId=1", "\x00", "{'a': 1}", "[" * 50_000, "9" * 5000]
)
def test_malformed_json_is_400(
    raw: str, bodies: dict[str, dict[str, object]], grace: User, browser_of: Browser
) -> None:
    client, before = browser_of(grace), everything()
    for path in bodies:
        response = post(client, path, raw)
        assert response.status_code == 400
        assert set(response.json()) == {"detail", "field", "missing"}
    assert everything() == before


def test_a_huge_body_is_refused(
    bodies: dict[str, dict[str, object]], grace: User, browser_of: Browser
) -> None:
    client, before = browser_of(grace), everything()
    for path, body in bodies.items():
        response = post(client, path, body | {"surprise": "x" * 3_000_000})
        assert response.status_code == 400
        assert set(response.json()) == {"detail", "field", "missing"}
    assert everything() == before


@pytest.mark.parametrize("body", [[], "text", 5, True, [{}]], ids=repr)
def test_json_that_is_no_object_is_422(
    body: object, bodies: dict[str, dict[str, object]], grace: User, browser_of: Browser
) -> None:
    client, before = browser_of(grace), everything()
    for path in bodies:
        assert post(client, path, json.dumps(body)).status_code == 422
    assert everything() == before


@pytest.mark.parametrize("raw", ["", "{", "\x00", "[]", "x" * 1000])
def test_a_claim_reads_no_body(
    raw: str, pending: Badge, alice: Student, browser_of: Browser
) -> None:
    assert post(browser_of(alice), claim_path(pending), raw).status_code == 200


# Who calls -------------------------------------------------------------------------------------------


@pytest.fixture
def calls(bodies: dict[str, dict[str, object]], pending: Badge) -> dict[str, Any]:
    return {**bodies, claim_path(pending): None}


def test_a_token_without_the_scope_can_nothing_and_learns_nothing(
    calls: dict[str, Any], pending: Badge
) -> None:
    client = with_token(TokenScope.GENERATE, TokenScope.EVIDENCE)
    before = everything()

    for path, body in calls.items():
        assert post(client, path, body).status_code == 403
    assert client.get(f"{ACHIEVEMENTS}?email=alice@example.org").status_code == 403
    assert client.get(f"{ACHIEVEMENTS}?email=nobody@example.org").status_code == 403
    there, missing = (post(client, claim_path(badge)) for badge in (pending, 999_999))
    assert (there.status_code, there.json()) == (missing.status_code, missing.json())
    assert everything() == before


def test_no_token_creates_badge_milestones() -> None:
    assert post(with_token(*TokenScope), MILESTONES, to_create()).status_code == 403


def test_a_revoked_token_opens_nothing(calls: dict[str, Any]) -> None:
    token, secret = make_token(TokenScope.BADGES)
    revoke_token(token=token, by=None)
    before = everything()

    for path, body in calls.items():
        response = post(Client(), path, body, HTTP_AUTHORIZATION=f"Bearer {secret}")
        assert response.status_code == 401
    assert everything() == before


def test_who_is_nobody_is_told_to_sign_in(calls: dict[str, Any]) -> None:
    for path, body in calls.items():
        response = post(Client(), path, body)
        assert (response.status_code, response.json()["detail"]) == (
            401,
            "Sign in, or send a valid token.",
        )
    assert Client().get(ACHIEVEMENTS).status_code == 401


def test_after_thirty_wrong_tokens_in_a_minute_an_address_waits(pending: Badge) -> None:
    wrong = f"Bearer tfl_{'x' * 43}"

    tried = [
        Client().post(claim_path(pending), HTTP_AUTHORIZATION=wrong).status_code for _ in range(31)
    ]

    assert tried == [401] * 30 + [429]


def test_a_session_without_its_csrf_token_changes_nothing(
    calls: dict[str, Any], pending: Badge, grace: User
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(grace)
    before = everything()

    for path, body in calls.items():
        refused = post(client, path, body)
        assert refused.status_code == 403
        assert "CSRF" in refused.json()["detail"]
    assert everything() == before
    client.cookies["csrftoken"] = token = "a" * 32
    assert post(client, MILESTONES, to_create(), HTTP_X_CSRFTOKEN=token).status_code == 201


def test_who_lost_the_role_can_do_nothing(
    bodies: dict[str, dict[str, object]], grace: User, browser_of: Browser
) -> None:
    client = browser_of(grace)
    RoleGrant.objects.filter(user=grace, role=Role.ADMIN).delete()
    before = everything()

    assert {post(client, path, body).status_code for path, body in bodies.items()} == {403}
    assert client.get(f"{ACHIEVEMENTS}?email=alice@example.org").status_code == 403
    assert everything() == before


# What it costs ---------------------------------------------------------------------------------------

AUTHENTICATION = 2
"""A session and its person; of a token one, and one more where its use is noted."""


def milestones(number: int, depth: int) -> int:
    """Active ones of each kind over a tree of `depth`, whose deepest category is a new template's. Returns
    how many of them one badge reaches: up to a hundred, of which SQLite writes 124 in a statement.
    """
    top = deepest = make_category()
    for _ in range(depth - 1):
        deepest = make_category(parent=deepest)
    make_template(skills=[make_skill(category=deepest)])
    kinds = (everywhere(1), within(top), within(deepest), everywhere(1, metric="category_count"))
    reached = min(number, 100)
    for each in range(number):
        kind = kinds[each % len(kinds)]
        make_badge_milestone(trigger=kind if each < reached else kind | {"threshold": 2})
    return reached


@pytest.mark.parametrize(("number", "depth"), [(0, 1), (10, 1), (10, 6), (200, 1), (200, 6)])
@pytest.mark.parametrize("caller", ["holder", "token"])
def test_a_whole_claim_costs_eight_statements_at_most(
    number: int, depth: int, caller: str, alice: Student, browser_of: Browser
) -> None:
    reached = milestones(number, depth)
    template = BadgeTemplate.objects.get()
    badge = make_badge(alice.user, template=template, status=BadgeStatus.PENDING)
    client = browser_of(alice) if caller == "holder" else with_token()

    with queries() as ran:
        response = post(client, claim_path(badge))

    assert len(response.json()["achievements"]) == reached
    assert len(ran) - AUTHENTICATION <= 8, [statement[:90] for statement in ran]


@pytest.mark.parametrize(
    ("what", "most"), [("issue", 10), ("revoke", 16), ("list", 6), ("create", 5)]
)
def test_nothing_costs_more_with_thirty_than_with_one(
    what: str, most: int, template: BadgeTemplate, bob: User, grace: User, browser_of: Browser
) -> None:
    costs = []
    for number in (1, 30):
        person, category = make_student(mentor=bob).user, make_category()
        template.skills.add(*(make_skill(category=category) for _ in range(number)))
        for _ in range(number):
            make_achievement(person, make_badge_milestone(trigger=within(category)))
        badge = make_badge(person, template=template)
        path, body = {
            "issue": (BADGES, to_issue(template, email=person.email, requestId=str(uuid4()))),
            "revoke": (revoke_path(badge), {"reason": "x"}),
            "list": (f"{ACHIEVEMENTS}?email={person.email}", None),
            "create": (MILESTONES, to_create(within(category))),
        }[what]
        client = browser_of(grace if what == "create" else bob)
        with queries() as ran:
            response = post(client, path, body) if body else client.get(path)
        assert response.status_code in {200, 201}
        costs.append(len(ran) - AUTHENTICATION)

    assert costs[0] == costs[1] <= most
