"""The numbers the rules are run with. One versioned object: every milestone remembers the version it was
generated under, so a change of policy never re-explains an old month. Scores are 0–100.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Policy:
    version: int = 1
    weak_below: Decimal = Decimal(60)
    """A Critical skill under this (and under its required score) makes the core weak."""
    focus_skills: int = 2
    """Outcomes a month is filled up to."""
    most_outcomes: int = 4
    """Outcomes a month never exceeds, carried ones included."""
    trajectory: timedelta = timedelta(days=28)
    """How far back a skill's gain is measured."""
    growth_step: Decimal = Decimal(20)
    """What a month asks of a skill whose gain is not known."""
    least_growth_step: Decimal = Decimal(10)
    most_growth_step: Decimal = Decimal(25)
    """A known gain is held between these two."""
    employer_reach: Decimal = Decimal(40)
    """The largest mean gap to the Critical skills at which an urgent demand is still worth a month."""
    employer_stretch: Decimal = Decimal(30)
    """The most an EmployerDriven month asks of one skill above its start."""
    confidence_gap: Decimal = Decimal(20)
    """Mean distance of confidence from score at which a checkpoint is added."""
    unknown_confidence: int = 3
    """Expected confidence, 1–5, of somebody who never reported any."""
    intermediate_from: int = 50
    job_ready_from: int = 70
    interview_ready_from: int = 85
    """Readiness, 0–100, from which a level is expected."""
    evaluation_passes_from: Decimal = Decimal(60)
    """Percent of its scale at which a project's evaluation completes it."""


POLICY = Policy()
