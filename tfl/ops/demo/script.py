"""What is fixed beforehand. Months are numbered: 0 is the first of the history, `NOW` the current one."""

from dataclasses import dataclass
from enum import Enum, auto

from milestones.generation.vocabulary import DemandUrgency, MilestoneType

NOW = 6
LIVELY = 0
"""The student whose current month shows everything: half proven, something returned, something waiting.
Hands in early every month, so that no month ends with something open on the mentor's desk; lets every
employer look.
"""
LIVELY_EFFORTS = (0.5, 0.9, 0.5, 1.1, 0.7, 1.1, 1.1)
"""Month by month: two recoveries behind them, so that the current month delivers a project."""
LIVELY_FATES = ("answered", "returned", "waits", "answered")
"""Of the current month's items in their order: two outcomes, the project, the interview."""
LIVELY_DAYS = (0.3, 0.85, 0.35, 0.6)
"""When each of them is handed in, as a share of what is over of the month."""
LATE = 9
"""Hands last month's proof in on its last evening; it falls short, so the current month should change."""


class Kind(Enum):
    """What is looked at: each has words of its own."""

    SCORE = auto()
    """Of an outcome: a test, no link."""
    LINK = auto()
    """To a project."""
    INTERVIEW = auto()


@dataclass(frozen=True)
class Demand:
    employer: str
    job_role: str
    urgency: DemandUrgency
    positions: int
    month: int
    day: int
    closes: int | None
    """Days from the demo's date; None: open until somebody closes it."""


@dataclass(frozen=True)
class Word:
    """What a mentor says about a student's month in the month before it."""

    student: int
    month: int
    note: str
    fixed_type: MilestoneType | None = None
    most_outcomes: int | None = None
    includes_last: bool = False
    """The last skill of the job role, which the rules would come to last."""
    leaves_out_last: bool = False


NORMAL, URGENT = DemandUrgency
DEMANDS = (
    Demand("Tamarind Health", "qa-engineer-entry", URGENT, 1, month=1, day=18, closes=-100),
    Demand("Brightfen Energy", "backend-developer-entry", NORMAL, 3, month=3, day=5, closes=None),
    Demand("Harbourline Logistics", "platform-engineer-mid", NORMAL, 1, month=4, day=9, closes=9),
    Demand("Tamarind Health", "data-analyst-entry", NORMAL, 2, month=5, day=14, closes=40),
    Demand("Harbourline Logistics", "data-engineer-mid", URGENT, 2, month=5, day=20, closes=6),
    Demand("Brightfen Energy", "frontend-developer-entry", URGENT, 1, month=6, day=4, closes=45),
)
WORDS = (
    Word(
        6,
        2,
        "A project to show at the careers evening comes first; the skills follow.",
        fixed_type=MilestoneType.PROJECT_DELIVERY,
    ),
    Word(17, 4, "Exams in the second week: one outcome, done well.", most_outcomes=1),
    Word(
        12,
        NOW,
        "Has an interview on the 28th. Let us practise for it now.",
        fixed_type=MilestoneType.INTERVIEW_READINESS,
    ),
    Word(30, NOW, "Asked for this after the visit to the office.", includes_last=True),
    Word(41, NOW, "Covered at work at the moment; no need to do it twice.", leaves_out_last=True),
    Word(2, NOW + 1, "Moving house next month: keep it to one outcome.", most_outcomes=1),
)

NOTES = {
    Kind.SCORE: (
        "",
        "I went through the exercises twice and would like to be tested now.",
        "I can explain it with an example of my own, please ask me about that one.",
        "Ready for the test; the last part still takes me longest.",
    ),
    Kind.LINK: (
        "",
        "The README says how to run it.",
        "I was not sure about the edge cases, please look at those first.",
        "Everything in the description is there; the tests are where I learned most.",
    ),
    Kind.INTERVIEW: (
        "",
        "Practised with a friend who asked questions like an interviewer.",
        "Afternoons suit me best for the interview.",
        "I would like to start with a question I have not seen before.",
    ),
}
"""What a student writes the first time."""
NOTES_AGAIN = {
    Kind.SCORE: (
        "Second attempt, after the exercises you named.",
        "I did it again without help this time.",
    ),
    Kind.LINK: (
        "Second attempt, with what we talked about on Tuesday.",
        "What you missed is in the last three commits.",
    ),
    Kind.INTERVIEW: (
        "Second attempt, with two new examples to tell.",
        "I practised what you named three times this week.",
    ),
}
"""And after it came back."""
RETURNED = {
    Kind.SCORE: (
        "The easy half is done and the other half is empty. Do the rest, then we test it.",
        "The answers are right, but not how you got there. Write the steps down for two of them.",
        "This is the set from last time. Take the new one, then ask again.",
    ),
    Kind.LINK: (
        "The link opens an empty page. Please check that everybody can read it.",
        "The main case works. Show what happens with wrong input, then hand it in again.",
        "I cannot tell which part is yours. Say so in a line or two.",
    ),
    Kind.INTERVIEW: (
        "Let us not sit down yet: prepare two examples of your own, then ask again.",
        "Our appointment passed without you. Name two new times, then ask again.",
    ),
}
WELL_DONE = (
    "Everything asked for is proven. The explanation of your choices was the best part.",
    "Clear and complete. Next month we go one step further.",
    "Good month. You answered every question without looking anything up.",
)
NOT_YET = (
    "A solid step. What is still open comes first next month, and you know how to get there.",
    "A little practice every day on what is open will carry you over.",
    "You know more than you showed. Hand in early, so that there is time for a second try.",
)
CALLED_ENOUGH = (
    "One thing is not recorded; I have seen it myself. Next month we go one step further."
)
ENOUGH = (
    "Shown live in class on the 27th, with two of us watching; it only never got recorded here."
)
ON_BEHALF = "No employer can see this project yet, so I went through it with their checklist."
QUESTION = "We look for two junior developers and would like to see who has proof."
