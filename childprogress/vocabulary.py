"""Words of the checklists, as they stand in the database and in JSON."""

from enum import StrEnum


class Dimension(StrEnum):
    """In the order in which they are shown."""

    ACADEMIC = "academic"
    SOCIAL_EMOTIONAL = "social_emotional"
    BEHAVIOURAL = "behavioural"
    ASPIRATIONAL = "aspirational"
    ISLAMIC = "islamic"
    PHYSICAL = "physical"


class Sentiment(StrEnum):
    """What an observation feels like to whoever writes it."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEEDS_ATTENTION = "needs_attention"
