"""Builders of badge templates, badges and badge milestones: whole rows, unless a test says otherwise.

They write straight into tables; nothing is evaluated.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import count
from typing import Any

from django.utils import timezone

from badges.models import (
    Badge,
    BadgeStatus,
    BadgeTemplate,
    How,
    MilestoneAchievement,
    MilestoneConfig,
    MilestoneType,
    TemplateState,
)
from badges.models.badges import CLAIM_LINK_LASTS
from badges.selectors.claim_links import hash_of
from tfl.accounts.models import User
from tfl.skills.models import Skill, SkillCategory

_number = count(1)


def make_template(
    name: str = "",
    *,
    skills: Iterable[Skill] = (),
    state: TemplateState = TemplateState.ACTIVE,
    icon: str = "medal",
    validity_days: int | None = None,
) -> BadgeTemplate:
    template = BadgeTemplate.objects.create(
        name=name or f"Badge {next(_number)}",
        description="Showed it, and explained it.",
        icon=icon,
        state=state,
        validity_days=validity_days,
    )
    template.skills.set(skills)
    return template


def make_badge(
    recipient: User | None = None,
    *,
    template: BadgeTemplate | None = None,
    skills: Iterable[Skill] = (),
    status: BadgeStatus = BadgeStatus.CLAIMED,
    issued_to: str = "",
    issued_by: User | None = None,
    issued_at: datetime | None = None,
    claimed_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> Badge:
    """A claimed badge of `recipient`; of a template of its own with `skills`, unless given one."""
    now = timezone.now()
    claimed = claimed_at or (now if status == BadgeStatus.CLAIMED else None)
    return Badge.objects.create(
        template=template or make_template(skills=skills),
        recipient=recipient,
        issued_to=issued_to,
        status=status,
        issued_by=issued_by,
        issued_at=issued_at or now,
        claimed_at=claimed,
        expires_at=expires_at,
        revoked_at=now if status == BadgeStatus.REVOKED else None,
    )


def make_claim_link(badge: Badge, *, expires_at: datetime | None = None) -> str:
    """The token of a link that was mailed for it, good for seven days unless given when it ends."""
    token = f"token-{next(_number)}"
    Badge.objects.filter(pk=badge.pk).update(
        claim_token_hash=hash_of(token),
        claim_link_sent_at=timezone.now(),
        claim_link_expires_at=expires_at or timezone.now() + CLAIM_LINK_LASTS,
    )
    return token


def everywhere(threshold: int = 1, *, metric: str = "badge_count") -> dict[str, Any]:
    """A trigger of the global scope."""
    return {"metric": metric, "scope": "global", "threshold": threshold}


def within(category: SkillCategory, threshold: int = 1, **more: Any) -> dict[str, Any]:
    """A trigger of the category scope, without `includeSubCategories` unless given."""
    return {
        "metric": "badge_count",
        "scope": "category",
        "threshold": threshold,
        "categoryId": str(category.pk),
        **more,
    }


def make_badge_milestone(
    title: str = "",
    *,
    trigger: Any = None,
    active: bool = True,
    description: str = "",
    icon: str = "trophy",
    created_by: User | None = None,
) -> MilestoneConfig:
    """Active; “Earn 1 badge” unless given a trigger, which is not looked at."""
    trigger = everywhere() if trigger is None else trigger
    counts_categories = isinstance(trigger, dict) and trigger.get("metric") == "category_count"
    return MilestoneConfig.objects.create(
        title=title or f"Badge milestone {next(_number)}",
        type=MilestoneType.CATEGORY_COUNT if counts_categories else MilestoneType.BADGE_COUNT,
        trigger=trigger,
        active=active,
        description=description,
        icon=icon,
        created_by=created_by,
    )


def make_achievement(
    user: User,
    milestone: MilestoneConfig | None = None,
    *,
    how: How = How.CLAIM,
    achieved_at: datetime | None = None,
    celebrated_at: datetime | None = None,
    revoked_at: datetime | None = None,
) -> MilestoneAchievement:
    milestone = milestone or make_badge_milestone()
    return MilestoneAchievement.objects.create(
        milestone=milestone,
        user=user,
        trigger=milestone.trigger,
        how=how,
        achieved_at=achieved_at or timezone.now(),
        celebrated_at=celebrated_at,
        revoked_at=revoked_at,
    )
