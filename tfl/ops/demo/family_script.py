"""Three families, and what becomes of their children's records. Days count back from the demo's date, so that
every age and every birthday is the same whenever it is made. What they wrote is in `family_notes`.
"""

from calendar import isleap
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from childprogress.ages import AgeBand, age_on
from childprogress.models import GuardianRole
from childprogress.vocabulary import Dimension
from tfl.ops.demo import family_notes, people
from tfl.ops.demo.family_notes import Note

ACADEMIC, SOCIAL, BEHAVIOURAL, ASPIRATIONAL, ISLAMIC, PHYSICAL = Dimension


@dataclass(frozen=True)
class Ticks:
    """So many items of a dimension: some as soon as the child is added, the others as time goes by."""

    dimension: Dimension
    number: int
    until: int = 1
    """The last day on which there may be one."""


@dataclass(frozen=True)
class Slip:
    """A tick that is taken back."""

    dimension: Dimension
    before: int
    after: int
    """Days it stands."""
    again: int | None = None
    """Days later it is set once more."""


@dataclass(frozen=True)
class DemoChild:
    name: str
    born: Callable[[date], date]
    """By the demo's date."""
    ticks: tuple[Ticks, ...]
    notes: tuple[Note, ...]
    slips: tuple[Slip, ...] = ()
    caught_up: int = 0
    """Items of each dimension of the band before that are ticked when the child is added."""


@dataclass(frozen=True)
class Share:
    """An invitation to the records of all of a family's children."""

    email: str
    role: GuardianRole
    before: int
    accepted_after: int | None
    """Days; None: it waits."""


@dataclass(frozen=True)
class Family:
    owner: str
    time_zone: str
    dimensions: tuple[Dimension, ...]
    since: int
    """When its children were added: within the six months of everybody's history."""
    children: tuple[DemoChild, ...]
    shares: tuple[Share, ...]
    coparent: str = ""
    """Who ticks and writes too."""


def turning(age: int, *, days: int) -> Callable[[date], date]:
    """Born so that this birthday is so many days from the demo's date; below 0, so many days past."""

    def born(on: date) -> date:
        birthday = on + timedelta(days=days)
        try:
            return birthday.replace(year=birthday.year - age)
        except ValueError:
            return date(birthday.year - age, 3, 1)

    return born


def leap_day(on: date) -> date:
    """The last 29 February that is six years ago; nine at most, since there is one every four."""
    year = on.year
    while not isleap(year) or age_on(date(year, 2, 29), on) < AgeBand.PRIMARY.first_age:
        year -= 1
    return date(year, 2, 29)


ANDER = DemoChild(
    "Ander",
    leap_day,
    ticks=(
        Ticks(ACADEMIC, 7),
        Ticks(SOCIAL, 5),
        Ticks(BEHAVIOURAL, 6),
        Ticks(ASPIRATIONAL, 3),
        Ticks(PHYSICAL, 6),
    ),
    notes=family_notes.ANDER,
    slips=(Slip(ACADEMIC, 33, after=4), Slip(BEHAVIOURAL, 88, after=2, again=20)),
    caught_up=2,
)
MAIALEN = DemoChild(
    "Maialen",
    turning(4, days=-95),
    ticks=(
        Ticks(ACADEMIC, 5),
        Ticks(SOCIAL, 6),
        Ticks(BEHAVIOURAL, 4),
        Ticks(ASPIRATIONAL, 2),
        Ticks(PHYSICAL, 7),
    ),
    notes=family_notes.MAIALEN,
    slips=(Slip(PHYSICAL, 60, after=1, again=26), Slip(SOCIAL, 10, after=3)),
)
# Ten for eleven weeks: most of what is recorded is of the band that ended; one dimension is empty since.
ILYAS = DemoChild(
    "Ilyas",
    turning(10, days=-75),
    ticks=(
        Ticks(ACADEMIC, 12),
        Ticks(SOCIAL, 10),
        Ticks(BEHAVIOURAL, 9),
        Ticks(ASPIRATIONAL, 8),
        Ticks(ISLAMIC, 11),
        Ticks(PHYSICAL, 6, until=80),
    ),
    notes=family_notes.ILYAS,
    slips=(Slip(BEHAVIOURAL, 44, after=4, again=18), Slip(ACADEMIC, 120, after=6)),
    caught_up=3,
)
# Six in three days: the checklists change under her parents' eyes.
SAFIYA = DemoChild(
    "Safiya",
    turning(6, days=3),
    ticks=(
        Ticks(ACADEMIC, 8),
        Ticks(SOCIAL, 6),
        Ticks(BEHAVIOURAL, 9),
        Ticks(ASPIRATIONAL, 5),
        Ticks(ISLAMIC, 7),
        Ticks(PHYSICAL, 10),
    ),
    notes=family_notes.SAFIYA,
    slips=(Slip(BEHAVIOURAL, 62, after=9),),
)
TOBI = DemoChild(
    "Tobi",
    turning(14, days=-150),
    ticks=(Ticks(ASPIRATIONAL, 5), Ticks(PHYSICAL, 6)),
    notes=family_notes.TOBI,
    slips=(Slip(PHYSICAL, 30, after=16),),
    caught_up=6,
)

FAMILIES = (
    Family(
        people.PARENT,
        "Europe/Madrid",
        (ACADEMIC, SOCIAL, BEHAVIOURAL, ASPIRATIONAL, PHYSICAL),
        since=175,
        children=(ANDER, MAIALEN),
        shares=(Share(people.email_of(people.COPARENT), GuardianRole.EDITOR, 172, 1),),
        coparent=people.COPARENT,
    ),
    Family(
        people.OTHER_PARENT,
        "Africa/Algiers",
        tuple(Dimension),
        since=178,
        children=(ILYAS, SAFIYA),
        shares=(Share(people.email_of(people.GRANDMOTHER), GuardianRole.VIEWER, 130, 3),),
    ),
    Family(
        people.LONE_PARENT,
        "America/Toronto",
        (ASPIRATIONAL, PHYSICAL),
        since=170,
        children=(TOBI,),
        shares=(Share("ayo.oduya@example.org", GuardianRole.VIEWER, 2, None),),
    ),
)
