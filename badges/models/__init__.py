"""Definitions (templates, badge milestones), facts (badges) and derived state (achievements)."""

from badges.models.badges import Badge, BadgeStatus, ShownAs
from badges.models.imports import BadgeImport, LeftOut
from badges.models.milestones import How, MilestoneAchievement, MilestoneConfig, MilestoneType
from badges.models.templates import BadgeTemplate, TemplateState

__all__ = [
    "Badge",
    "BadgeImport",
    "BadgeStatus",
    "BadgeTemplate",
    "How",
    "LeftOut",
    "MilestoneAchievement",
    "MilestoneConfig",
    "MilestoneType",
    "ShownAs",
    "TemplateState",
]
