"""What pages and endpoints show of badges, and what evaluation reads."""

from badges.selectors.next_milestone import NextMilestone, next_milestone

__all__ = ["NextMilestone", "next_milestone"]
