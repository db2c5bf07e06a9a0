"""Whether a row of a list can become a person: each thing that is wrong, in a sentence."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from tfl.accounts.models import Cohort, Role, User
from tfl.accounts.selectors import taken_addresses
from tfl.accounts.services import AccountsError, check_invite
from tfl.core.csv_rows import echo
from tfl.ops.people_csv import Row
from tfl.skills.models import JobRole, Skill

Found = TypeVar("Found")

HIGHEST_SCORE = 100
SMALLEST_STEP = Decimal("0.01")


@dataclass
class World:
    """What rows may refer to: looked up once, in a fixed number of queries for any number of rows."""

    taken: set[str]
    mentors: set[str]
    """Addresses of active mentors."""
    coming: set[str]
    """Addresses of mentors whom the same list brings in."""
    cohorts: dict[str, Cohort]
    job_roles: dict[str, JobRole]
    skills: dict[str, Skill]
    lines: dict[str, int] = field(default_factory=dict)
    """At which line an address was seen first."""


def check_rows(rows: list[Row]) -> list[dict[str, Any]]:
    """Every row as JSON: what it would do, what was written, and its `errors`."""
    world = _look_up(rows)
    checked = [_Check(row, world).outcome() for row in rows]
    _require_mentors_first(checked, world)
    return checked


def active_mentors() -> dict[str, User]:
    """By address. One query."""
    return {user.email: user for user in User.objects.active().with_role(Role.MENTOR)}


class _Check:
    def __init__(self, row: Row, world: World) -> None:
        self.row = row
        self.world = world
        self.errors: list[str] = []

    def outcome(self) -> dict[str, Any]:
        row, world = self.row, self.world
        if row.has_extra_cells:
            self.errors.append(_("The line has more cells than there are columns."))
        roles = self._roles()
        cohort = self._find(world.cohorts, "cohort", _("There is no cohort “%s”."))
        job_role = self._find(world.job_roles, "job_role", _("There is no job role “%s”."))
        self._person(roles, cohort, job_role)
        self._address()
        self._mentor(roles)
        return {
            "line": row.line,
            "email": echo(row["email"].lower()),
            "name": echo(" ".join(row["name"].split())),
            "roles": roles,
            "cohort": cohort.pk if cohort else None,
            "job_role": job_role.pk if job_role else None,
            "mentor": echo(row["mentor"].lower()),
            "scores": self._scores(roles),
            "written": {name: echo(row[name]) for name in ("roles", "cohort", "job_role")},
            "errors": self.errors,
        }

    def _roles(self) -> list[str]:
        words = roles_in(self.row)
        for word in words:
            if word not in Role.values:
                self.errors.append(
                    _("There is no role “%s”. Use student, mentor or admin.") % echo(word)
                )
        return [word for word in words if word in Role.values]

    def _find(self, known: Mapping[str, Found], column: str, complaint: str) -> Found | None:
        text = self.row[column]
        found = known.get(text.casefold())
        if text and found is None:
            self.errors.append(complaint % echo(text))
        return found

    def _person(self, roles: list[str], cohort: Cohort | None, job_role: JobRole | None) -> None:
        if self.errors and not roles:
            return  # what was written there is answered already
        try:
            check_invite(
                email=self.row["email"],
                name=self.row["name"],
                roles=[Role(role) for role in roles],
                cohort=cohort,
                job_role=job_role,
            )
        except AccountsError as error:
            self.errors.append(error.message)

    def _address(self) -> None:
        email = self.row["email"].lower()
        if email in self.world.taken:
            self.errors.append(_("There is an account with this address already."))
        first = self.world.lines.setdefault(email, self.row.line)
        if first != self.row.line:
            self.errors.append(_("The same address stands on line %d.") % first)

    def _mentor(self, roles: list[str]) -> None:
        mentor = self.row["mentor"].lower()
        if not mentor:
            return
        known = self.world.mentors | (self.world.coming - {self.row["email"].lower()})
        if mentor not in known:
            self.errors.append(_("There is no active mentor “%s”.") % echo(mentor))
        if Role.STUDENT not in roles:
            self.errors.append(_("Only students have a mentor."))

    def _scores(self, roles: list[str]) -> dict[str, str]:
        """By skill id, as text: JSON knows no decimals."""
        if self.row.scores and Role.STUDENT not in roles:
            self.errors.append(_("Only students have scores."))
        scores = {}
        for name, text in self.row.scores.items():
            skill = self.world.skills.get(name.casefold())
            if skill is None:
                self.errors.append(_("There is no skill “%s”.") % echo(name))
            elif not _is_score(text):
                self.errors.append(
                    _("%(skill)s: “%(text)s” is no score from 0 to 100.")
                    % {"skill": skill.name, "text": echo(text)}
                )
            else:
                scores[str(skill.pk)] = text
        return scores


def roles_in(row: Row) -> list[str]:
    """`student, mentor`, `student|mentor`, `Student mentor` are two roles each."""
    words = re.split(r"[\s,;|/+]+", row["roles"].lower())
    return list(dict.fromkeys(word for word in words if word))


def _look_up(rows: list[Row]) -> World:
    return World(
        taken=taken_addresses({row["email"].lower() for row in rows}),
        mentors=set(active_mentors()),
        coming={row["email"].lower() for row in rows if Role.MENTOR in roles_in(row)},
        cohorts={cohort.name.casefold(): cohort for cohort in Cohort.objects.all()},
        job_roles=_by_every_name(JobRole.objects.all()),
        skills={
            name.casefold(): skill
            for skill in Skill.objects.all()
            for name in (skill.slug, skill.name)
        },
    )


def _by_every_name(job_roles: Iterable[JobRole]) -> dict[str, JobRole]:
    """By slug, by name with level, and by name alone where only one level has it."""
    exact: dict[str, JobRole] = {}
    by_name: dict[str, list[JobRole]] = {}
    for job_role in job_roles:
        by_name.setdefault(job_role.name.casefold(), []).append(job_role)
        exact[job_role.slug] = exact[str(job_role).casefold()] = job_role
    return {name: found[0] for name, found in by_name.items() if len(found) == 1} | exact


def comes_first(row: dict[str, Any], coming: set[str]) -> bool:
    """Whether this row brings in a mentor who needs nobody else of the list to be there before."""
    return Role.MENTOR in row["roles"] and row["mentor"] not in coming


def _require_mentors_first(checked: list[dict[str, Any]], world: World) -> None:
    """A mentor the list brings in is there for others only if their own row is right."""
    first = {
        row["email"] for row in checked if not row["errors"] and comes_first(row, world.coming)
    }
    for row in checked:
        if row["mentor"] and not row["errors"] and row["mentor"] not in world.mentors | first:
            row["errors"].append(_("The mentor’s own row cannot be imported. Correct it first."))


def _is_score(text: str) -> bool:
    try:
        score = Decimal(text)
    except InvalidOperation:
        return False
    return (
        score.is_finite() and 0 <= score <= HIGHEST_SCORE and score == score.quantize(SMALLEST_STEP)
    )
