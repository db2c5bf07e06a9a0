"""Words of the taxonomy, as they stand in the database. No Django: the pure rules read them too."""

from enum import StrEnum


class RoleLevel(StrEnum):
    ENTRY = "Entry"
    MID = "Mid"
    SENIOR = "Senior"


class Criticality(StrEnum):
    """How much a job role depends on a skill; from most to least, which is also the order of work."""

    CRITICAL = "Critical"
    IMPORTANT = "Important"
    SUPPORTING = "Supporting"
