"""Who is given which badge, when, and what becomes of it. Months are numbered as in `script`; templates and
badge milestones are those of `seeds.badges`.
"""

from dataclasses import dataclass

from badges.models import ShownAs
from tfl.ops.demo import people
from tfl.ops.demo.script import LIVELY, NOW

MENTOR = list(people.MENTORS)[-1]


@dataclass(frozen=True)
class Gift:
    to: int | str
    """A student's number, or somebody's name."""
    template: str
    month: int
    day: int
    """Below 0: so many days before the demo's date."""
    claimed: bool = True
    shown_as: ShownAs = ShownAs.NOBODY


@dataclass(frozen=True)
class Revocation:
    student: int
    template: str
    month: int
    day: int
    reason: str


GIFTS = (
    # Four that count and one that expired: the one to claim reaches Badge Collector.
    Gift(LIVELY, "python-toolmaker", 0, 14),
    Gift(LIVELY, "restore-drill", 1, 9),
    Gift(LIVELY, "clear-commit-history", 2, 12, shown_as=ShownAs.INITIALS),
    Gift(LIVELY, "api-builder", 3, 20, shown_as=ShownAs.NAME),
    Gift(LIVELY, "peer-helper", 5, 8),
    Gift(LIVELY, "red-then-green", NOW, -2, claimed=False),
    # Communicator: reached twice, and once one badge away.
    Gift(2, "clear-spreadsheets", 0, 19),
    Gift(2, "charts-that-speak", 1, 16),
    Gift(2, "data-storyteller", 2, 18, shown_as=ShownAs.NAME),
    Gift(2, "charts-for-everyone", 3, 15),
    Gift(2, "honest-statistics", 4, 21),
    Gift(23, "charts-that-speak", 0, 24),
    Gift(23, "data-storyteller", 2, 9, shown_as=ShownAs.INITIALS),
    Gift(23, "charts-for-everyone", 4, 12),
    Gift(16, "charts-that-speak", 1, 23),
    Gift(16, "data-storyteller", 3, 10),
    # The most of all: Nothing Slips By at six, Summit View at ten, and one more.
    Gift(3, "test-planner", 0, 12),
    Gift(3, "red-then-green", 0, 25),
    Gift(3, "curious-tester", 1, 20),
    Gift(3, "clear-bug-reporter", 2, 8, shown_as=ShownAs.NAME),
    Gift(3, "trustworthy-tests", 2, 22),
    Gift(3, "api-tester", 3, 17, shown_as=ShownAs.NAME),
    Gift(3, "root-cause-finder", 4, 14),
    Gift(3, "steady-interface-tests", 5, 6),
    Gift(3, "api-contract-keeper", 5, 13),
    Gift(3, "keyboard-all-the-way", 5, 22),
    Gift(3, "peer-helper", NOW, -4),
    # Solid Ground: reached before it was there, reached by claiming, one badge away.
    Gift(4, "first-queries", 0, 15),
    Gift(4, "sql-explorer", 1, 12),
    Gift(4, "schema-designer", 2, 7),
    Gift(4, "query-tuner", 2, 21),
    Gift(4, "star-schema", 4, 18, shown_as=ShownAs.INITIALS),
    Gift(18, "first-queries", 1, 19),
    Gift(18, "sql-explorer", 3, 11),
    Gift(18, "schema-designer", 4, 16),
    Gift(18, "careful-migration", 5, 15, shown_as=ShownAs.NAME),
    Gift(11, "first-queries", 0, 20),
    Gift(11, "schema-designer", 2, 16),
    Gift(11, "star-schema", 4, 10),
    # Badge Collector: lost with a badge and kept lost; lost and earned again.
    Gift(5, "system-designer", 0, 18),
    Gift(5, "api-builder", 1, 14),
    Gift(5, "python-toolmaker", 2, 13),
    Gift(5, "no-message-lost", 3, 19),
    Gift(5, "first-page-online", 4, 9),
    Gift(7, "python-toolmaker", 0, 13),
    Gift(7, "clear-commit-history", 1, 8),
    Gift(7, "api-builder", 1, 25),
    Gift(7, "graceful-recovery", 2, 19),
    Gift(7, "trusted-gatekeeper", 3, 13),
    Gift(7, "red-then-green", 4, 22, shown_as=ShownAs.INITIALS),
    # Calm in the Storm: held by a badge that expired since; one badge away; a drill never claimed.
    Gift(6, "release-by-hand", 0, 11),
    Gift(6, "linux-caretaker", 0, 26),
    Gift(6, "restore-drill", 1, 10),
    Gift(6, "watchful-eye", 2, 15),
    Gift(6, "on-call-ready", 5, 9, shown_as=ShownAs.NAME),
    Gift(13, "release-by-hand", 1, 6),
    Gift(13, "restore-drill", 1, 11, claimed=False),
    Gift(13, "container-packer", 3, 16),
    Gift(13, "watchful-eye", 4, 20),
    # Of templates that are archived by now, and people who are no students.
    Gift(1, "page-effects-with-jquery", 0, 17),
    Gift(15, "page-effects-with-jquery", 1, 7),
    Gift(MENTOR, "workshop-host", 2, 24, shown_as=ShownAs.NAME),
    Gift(MENTOR, "thoughtful-reviewer", 4, 17, shown_as=ShownAs.NAME),
    Gift(people.PARENT, "peer-helper", 4, 19),
    Gift(people.PARENT, "workshop-host", NOW, -5, claimed=False),
)
PLANNED = frozenset({gift.to for gift in GIFTS} - {1, 15})
"""Who is given these and no others: what they reached, and what they are close to, is said above."""

ADDRESSES = (
    ("ottoline.marchbanks@example.org", "peer-helper", NOW - 1, 15),
    ("casimir.bello@example.org", "workshop-host", NOW, -3),
)
"""Badges that wait for whoever proves these."""

REVOCATIONS = (
    Revocation(
        5,
        "api-builder",
        5,
        12,
        "It was meant for another student. The mix-up was ours, and nothing you have shown is in doubt.",
    ),
    Revocation(
        7,
        "graceful-recovery",
        4,
        6,
        "It was given for a recording; the criteria ask to see it live. Show it live, and it comes back.",
    ),
)

NEVER = "wide-horizon"
"""The badge milestone nobody has activated yet."""
LATE = ("solid-ground", 3, 5)
"""The one activated when some had reached it already."""
DEACTIVATED = ("communicator", 5, 10)
"""The one no longer awarded."""
ARCHIVED_ON = (2, 5)

LIST = ("thoughtful-reviewer", 5, 24, (1, 8, 15, 22, 29))
"""Issued by a list: the template, when, and to which students."""
