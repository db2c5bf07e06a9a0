"""A pasted sheet of scores: one line each, “email, skill, score”."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from milestones.forms.mentor import DayInput, MentorForm
from milestones.services import NewAssessment
from tfl.accounts.models import Student, User
from tfl.core.clock import today
from tfl.skills.models import Skill

MOST_ROWS = 500
COLUMNS = 3
FULL_SCORE = 100
LONGEST_SHOWN = 100

_NUMBER = re.compile(r"[+-]?\d{1,6}(?:[.,]\d{1,6})?")
_DECIMAL_COMMA = re.compile(r"(?P<rest>[^,]+,.*[^,\d].*),(?P<score>\d{1,3},\d{1,2})")
"""“ann@example.org,SQL,72,5”: no blank after the comma, and email and skill are there without it."""


class ScoreSheetForm(MentorForm):
    rows = forms.CharField(
        label=gettext_lazy("Scores"),
        max_length=60_000,
        help_text=gettext_lazy(
            "One line each: email, skill, score. Separated by commas, semicolons or tabs, so you can paste "
            "from a spreadsheet. At most 500 lines."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocapitalize": "off"}),
    )
    taken_on = forms.DateField(label=gettext_lazy("Day taken"), initial=today, widget=DayInput)

    def clean_rows(self) -> str:
        text: str = self.cleaned_data["rows"]
        if len(_lines(text)) > MOST_ROWS:
            raise forms.ValidationError(_("These are more than 500 lines. Save them in parts."))
        if not list(_rows(text)):
            raise forms.ValidationError(_("There is no line with a score."))
        return text

    def clean_taken_on(self) -> date:
        day: date = self.cleaned_data["taken_on"]
        if day > today():
            raise forms.ValidationError(_("The day must not lie ahead."))
        return day


@dataclass(frozen=True)
class SheetRow:
    """One line, as it was read and what is wrong with it."""

    line: int
    email: str
    skill_name: str
    score_text: str
    student: Student | None = None
    skill: Skill | None = None
    score: Decimal | None = None
    errors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    rows: tuple[SheetRow, ...]

    @property
    def wrong(self) -> int:
        return sum(bool(row.errors) for row in self.rows)

    def assessments(self) -> list[NewAssessment]:
        """Of a sheet without errors."""
        return [
            NewAssessment(row.student, row.skill, row.score)
            for row in self.rows
            if row.student and row.skill and row.score is not None
        ]


def read_sheet(text: str, *, mentor: User) -> Sheet:
    """What a mentor pasted, each line checked. A student who is not theirs is as unknown as one who does
    not exist. Two queries, whatever the number of lines.
    """
    rows = list(_rows(text))
    students = {
        student.user.email: student
        for student in Student.objects.active()
        .assigned_to(mentor)
        .filter(user__email__in={row.email.lower() for row in rows})
        .select_related("user")
    }
    skills = _skills()
    checked = [
        _checked(
            replace(
                row,
                student=students.get(row.email.lower()),
                skill=skills.get(row.skill_name.casefold()),
            )
        )
        for row in rows
    ]
    return Sheet(tuple(_without_twins(checked)))


def _skills() -> dict[str, Skill]:
    """By name and by slug, whatever the case; the name wins."""
    skills = list(Skill.objects.all())
    return {skill.slug.casefold(): skill for skill in skills} | {
        skill.name.casefold(): skill for skill in skills
    }


def _checked(row: SheetRow) -> SheetRow:
    if row.errors:
        return row
    errors = []
    if row.student is None:
        errors.append(_("None of your students has this address."))
    if row.skill is None:
        errors.append(_("There is no such skill."))
    score = None
    if not _NUMBER.fullmatch(row.score_text):
        errors.append(_("The score is no number."))
    else:
        score = Decimal(row.score_text.replace(",", "."))
        if not 0 <= score <= FULL_SCORE:
            errors.append(_("The score must lie between 0 and 100."))
        elif score != round(score, 2):
            errors.append(_("A score has at most two decimal places."))
    return replace(row, score=score, errors=tuple(errors))


def _without_twins(rows: list[SheetRow]) -> Iterator[SheetRow]:
    """The second line about the same student and skill says so."""
    first_line: dict[tuple[int, int], int] = {}
    for row in rows:
        if not row.student or not row.skill:
            yield row
            continue
        earlier = first_line.setdefault((row.student.pk, row.skill.pk), row.line)
        twice = _("The same student and skill as in line %(line)d.") % {"line": earlier}
        yield row if earlier == row.line else replace(row, errors=(*row.errors, twice))


def _rows(text: str) -> Iterator[SheetRow]:
    for place, (number, line) in enumerate(_lines(text)):
        fields = _fields(line)
        if place > 0 or not _is_header(fields):
            yield _row(number, fields)


def _row(number: int, fields: list[str]) -> SheetRow:
    email, skill, score, *_rest = [field[:LONGEST_SHOWN] for field in (*fields, "", "", "")]
    row = SheetRow(line=number, email=email, skill_name=skill, score_text=score)
    if len(fields) != COLUMNS:
        return replace(row, errors=(_("A line holds an email, a skill and a score."),))
    return row


def _lines(text: str) -> list[tuple[int, str]]:
    """Numbered as pasted, without the blank ones."""
    return [(n, line) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]


def _fields(line: str) -> list[str]:
    """Split at tabs, else semicolons, else commas. Quotes hold a field together, as in CSV."""
    separator = next((each for each in "\t;" if each in line), ",")
    if separator == "," and (match := _DECIMAL_COMMA.fullmatch(line.strip())):
        return [*_split(match["rest"], separator), match["score"]]
    return _split(line, separator)


def _split(line: str, separator: str) -> list[str]:
    [fields] = csv.reader([line], delimiter=separator, skipinitialspace=True)
    return [field.strip() for field in fields]


def _is_header(fields: list[str]) -> bool:
    return "@" not in fields[0] and not _NUMBER.fullmatch(fields[-1])
