"""The badge engine's JSON endpoints, under /api. Errors are `Problem`s: 401 not signed in, 403 your role or
scope never can, 404 not there for you, 409 not any more or not yet, 422 bad input.

Statements are counted besides those that find out who calls.
"""

from http import HTTPStatus
from typing import Annotated, Final

from allauth.core import ratelimit
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Status
from ninja.errors import HttpError

from badges import services
from badges.models import (
    Badge,
    BadgeStatus,
    BadgeTemplate,
    MilestoneAchievement,
    MilestoneConfig,
)
from badges.models.badges import BadgeQuerySet
from badges.models.templates import BadgeTemplateQuerySet
from badges.schemas import (
    AchievementAnswered,
    AchievementsAnswered,
    BadgeAnswered,
    BadgeMilestoneAnswered,
    BadgeMilestoneSent,
    ClaimAnswered,
    Email,
    IssueSent,
    RevokeSent,
)
from badges.selectors.facts import category_names
from badges.selectors.public import public_url
from badges.triggers import Trigger, TriggerError, parse_trigger
from badges.words import describe
from tfl.accounts.api_auth import (
    PERSON_OR_SYSTEM,
    Caller,
    CallerRequest,
    require_role,
    require_scope,
)
from tfl.accounts.models import ApiToken, Role, TokenScope, User
from tfl.accounts.selectors import account_with
from tfl.core.schemas import answers

router = Router(auth=PERSON_OR_SYSTEM, tags=["badges"], by_alias=True)

PAGE: Final = 50


@router.post(
    "/badges",
    response={201: BadgeAnswered, **answers(400, 404, 409, 422)},
    summary="Issue a badge",
)
def issue(request: CallerRequest, sent: IssueSent) -> Status[BadgeAnswered]:
    """To a person, or to an address whose owner has yet to prove it. For admins and tokens with scope
    `badges`; for mentors: to their students. It waits to be claimed. Ten statements at most.
    """
    template = get_object_or_404(_templates(request.auth), pk=sent.template_id)
    try:
        badge = services.issue_badge(
            template=template,
            by=request.auth,
            email=sent.email,
            evidence_link=sent.evidence_link,
            request_key=sent.request_id,
        )
    except services.BadgesError as error:
        error.field = AS_SENT.get(error.field or "", error.field)
        raise
    return Status(HTTPStatus.CREATED, _badge(badge))


@router.post(
    "/badges/{int:badge_id}/claim",
    response={200: ClaimAnswered, **answers(404, 409)},
    summary="Claim a badge",
)
def claim(request: CallerRequest, badge_id: int) -> ClaimAnswered:
    """For who it was issued to, or a token with scope `badges` in their place. Answers with the achievements
    it brought; claiming it again changes nothing and brings none. Eight statements at most.
    """
    _hold_back(request)
    badges = _claimable_by(request.auth).select_related("template")
    badge = get_object_or_404(badges, pk=badge_id)
    new = services.claim_badge(badge=badge, by=request.auth)
    return ClaimAnswered(badge=_badge(badge), achievements=_achievements(new))


@router.post(
    "/badges/{int:badge_id}/revoke",
    response={200: BadgeAnswered, **answers(400, 404, 409, 422)},
    summary="Revoke a badge",
)
def revoke(request: CallerRequest, badge_id: int, sent: RevokeSent) -> BadgeAnswered:
    """For good, claimed or not, and with it the achievements that the holder's other badges do not support.
    For admins, tokens with scope `badges`, and mentors whose student's it is. Sixteen statements at most.
    """
    badge = get_object_or_404(_revocable_by(request.auth), pk=badge_id)
    revoked = services.revoke_badge(badge=badge, by=request.auth, reason=sent.reason)
    return _badge(revoked)


@router.get(
    "/achievements",
    response={200: AchievementsAnswered, **answers(404, 422)},
    summary="List achievements",
)
def achievements(
    request: CallerRequest,
    email: Annotated[Email | None, Query(description="Whose; your own by default.")] = None,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> AchievementsAnswered:
    """Badge milestones that somebody reached and nothing took back since, newest first, 50 a page. One's own;
    for admins and tokens with scope `badges` anybody's, for mentors their students'. Six statements at
    most.
    """
    person = _person(request.auth, email)
    reached = MilestoneAchievement.objects.standing().filter(user=person)
    pages = Paginator(reached.select_related("milestone"), PAGE)
    shown = list(pages.page(page)) if page <= pages.num_pages else []
    return AchievementsAnswered(
        achievements=_achievements(shown), page=page, pages=pages.num_pages, total=pages.count
    )


@router.post(
    "/badge-milestones",
    response={201: BadgeMilestoneAnswered, **answers(400, 422)},
    summary="Create a badge milestone",
)
def create_badge_milestone(
    request: CallerRequest, sent: BadgeMilestoneSent
) -> Status[BadgeMilestoneAnswered]:
    """For admins. It is inactive, and awards nobody before an admin activates it. Five statements at most."""
    milestone = services.create_badge_milestone(
        title=sent.title,
        trigger=sent.trigger,
        description=sent.description,
        icon=sent.icon,
        by=require_role(request.auth, Role.ADMIN),
    )
    return Status(HTTPStatus.CREATED, _badge_milestone(milestone))


# Who asks, for what ----------------------------------------------------------------------------------

AS_SENT: Final = {"template": "templateId", "request_key": "requestId"}
"""Where the JSON has another name than the service."""

NO_PERSON: Final = "There is no such person."


def _templates(caller: Caller) -> BadgeTemplateQuerySet:
    if isinstance(caller, ApiToken):
        require_scope(caller, TokenScope.BADGES)
        return BadgeTemplate.objects.all()
    return BadgeTemplate.objects.visible_to(require_role(caller, Role.ADMIN, Role.MENTOR))


def _claimable_by(caller: Caller) -> BadgeQuerySet:
    """Anybody can be a holder; whoever is not gets none."""
    if isinstance(caller, ApiToken):
        require_scope(caller, TokenScope.BADGES)
        return Badge.objects.all()
    return Badge.objects.held_by(caller)


def _hold_back(request: CallerRequest) -> None:
    """As the page does: who claims more often than people do, or systems have to, waits a minute."""
    caller = request.auth
    if isinstance(caller, ApiToken):
        may = ratelimit.consume(request, action="claim_badge_by_system", key=str(caller.pk))
    else:
        may = ratelimit.consume(request, action="claim_badge", user=caller)
    if not may:
        raise HttpError(HTTPStatus.TOO_MANY_REQUESTS, "Too many claims. Wait a minute.")


def _revocable_by(caller: Caller) -> BadgeQuerySet:
    if isinstance(caller, ApiToken):
        require_scope(caller, TokenScope.BADGES)
        return Badge.objects.all()
    return Badge.objects.visible_to(require_role(caller, Role.ADMIN, Role.MENTOR))


def _person(caller: Caller, email: str | None) -> User:
    """Whose achievements are asked for. Two queries at most; none for one's own."""
    if isinstance(caller, ApiToken):
        require_scope(caller, TokenScope.BADGES)
        if email is None:
            raise services.BadgesError("Say whose, by email.", field="email")
    elif email is None or email.lower() == caller.email:
        return caller
    else:
        require_role(caller, Role.ADMIN, Role.MENTOR)
    person = account_with(email)
    if person is None or not _may_see(caller, person):
        raise HttpError(HTTPStatus.NOT_FOUND, NO_PERSON)
    return person


def _may_see(caller: Caller, person: User) -> bool:
    if isinstance(caller, ApiToken) or caller.has_role(Role.ADMIN):
        return True
    return caller == person or caller.students.filter(user=person).exists()


# What is answered ------------------------------------------------------------------------------------


def _badge(badge: Badge) -> BadgeAnswered:
    was_claimed = badge.claimed_at is not None
    return BadgeAnswered(
        badge_id=badge.pk,
        template_id=badge.template_id,
        name=badge.template.name,
        status=BadgeStatus(badge.status),
        issued_at=badge.issued_at,
        claimed_at=badge.claimed_at,
        expires_at=badge.expires_at,
        revoked_at=badge.revoked_at,
        evidence_link=badge.evidence_link,
        verification_url=public_url("badge_verify", badge.public_id) if was_claimed else None,
    )


def _achievements(achievements: list[MilestoneAchievement]) -> list[AchievementAnswered]:
    """With descriptions written from their rules where nobody wrote one. One query where such a rule names
    a category, else none.
    """
    rules = [None if each.milestone.description else _rule(each.trigger) for each in achievements]
    names = category_names() if any(rule and rule.parameters for rule in rules) else {}
    return [
        AchievementAnswered(
            milestone_id=each.milestone_id,
            title=each.milestone.title,
            description=describe(rule, names) if rule else each.milestone.description,
            achieved_at=each.achieved_at,
        )
        for each, rule in zip(achievements, rules, strict=True)
    ]


def _rule(trigger: object) -> Trigger | None:
    """One that was tampered with is not described."""
    try:
        return parse_trigger(trigger)
    except TriggerError:
        return None


def _badge_milestone(milestone: MilestoneConfig) -> BadgeMilestoneAnswered:
    rule = None if milestone.description else _rule(milestone.trigger)
    return BadgeMilestoneAnswered(
        milestone_id=milestone.pk,
        type=milestone.type,
        title=milestone.title,
        description=describe(rule, category_names()) if rule else milestone.description,
        icon=milestone.icon,
        trigger=milestone.trigger,
        active=milestone.active,
    )
