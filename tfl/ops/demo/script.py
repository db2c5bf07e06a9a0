"""What is fixed beforehand. Months are numbered: 0 is the first of the history, `NOW` the current one."""

from dataclasses import dataclass

from milestones.generation.vocabulary import DemandUrgency, MilestoneType

NOW = 6
LIVELY = 0
"""The student whose current month shows everything: something proven, returned, waiting."""
LIVELY_FATES = ("answered", "returned", "waits")
LATE = 9
"""Hands last month's proof in on its last evening; it falls short, so the current month should change."""


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
    Word(30, NOW, "Asked for this herself after the visit to the office.", includes_last=True),
    Word(41, NOW, "Covered at work at the moment; no need to do it twice.", leaves_out_last=True),
    Word(2, NOW + 1, "Moving house next month: keep it to one outcome.", most_outcomes=1),
)

NOTES = (
    "",
    "The README says how to run it.",
    "I was not sure about the edge cases, please look at those first.",
    "Second attempt, with what we talked about on Tuesday.",
    "Done with a friend who asked questions like an interviewer.",
)
RETURNED = (
    "The link opens an empty page. Please check that everybody can read it.",
    "The main case works. Show what happens with wrong input, then hand it in again.",
    "I cannot tell which part is yours. Say so in a line or two.",
)
WELL_DONE = (
    "Everything asked for is proven. The explanation of your choices was the best part.",
    "Clear, complete and on time. Next month we go one step further.",
    "Good month. You answered every question without looking anything up.",
)
NOT_YET = (
    "Good structure; error handling is what is missing. We take it into next month.",
    "A solid step. Ten minutes of practice a day on the open skill will carry you over.",
    "You know more than you showed. Hand in earlier, so that there is time for a second try.",
)
ENOUGH = (
    "Shown live in class on the 27th, with two of us watching; it only never got recorded here."
)
ON_BEHALF = "No employer can see this project yet, so I went through it with their checklist."
QUESTION = "We look for two junior developers and would like to see who has proof."
