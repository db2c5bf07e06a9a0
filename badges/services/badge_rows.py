"""Whether a row of a list can become a badge: at the preview each thing that is wrong, in a sentence; when
its turn comes, what changed since.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from badges.models import Badge, BadgeStatus, BadgeTemplate, LeftOut
from badges.models.badges import in_force
from badges.selectors.recipients import Reach, proven_owners, reach_of
from badges.services.badge_csv import COLUMNS
from badges.services.errors import BadgesError
from badges.services.issuing import Award, none_of_yours, read_address, read_link, require_active
from tfl.accounts.models import User
from tfl.core.csv_rows import Row, echo, formula_safe


@dataclass(frozen=True)
class Templates:
    by_name: dict[str, BadgeTemplate]
    by_folded_name: dict[str, list[BadgeTemplate]]
    """In any case: several where names differ in nothing else, but active ones before others."""
    by_id: dict[str, BadgeTemplate]

    def called(self, text: str) -> list[BadgeTemplate]:
        if exact := self.by_name.get(text):
            return [exact]
        numbered = [self.by_id[text]] if text in self.by_id else []
        return self.by_folded_name.get(text.casefold(), numbered)


@dataclass
class World:
    """What rows may refer to: looked up once, in a fixed number of queries for any number of rows."""

    templates: Templates
    owners: dict[str, User]
    reach: Reach
    lines: dict[tuple[str, int], int] = field(default_factory=dict)
    """At which line an address, or its owner, and a template stood first in a row without an error."""


def check_rows(rows: list[Row], *, by: User) -> list[dict[str, Any]]:
    """Every row as JSON: what it would do, what was written, and its `errors`. Six queries at most."""
    world = World(
        templates=_templates(by),
        owners=proven_owners({row["email"].lower() for row in rows}),
        reach=reach_of(by),
    )
    checked = [_Check(row, world).outcome() for row in rows]
    _note_who_has_one(checked)
    return checked


class _Check:
    def __init__(self, row: Row, world: World) -> None:
        self.row = row
        self.world = world
        self.errors: list[str] = []

    def outcome(self) -> dict[str, Any]:
        row = self.row
        if row.has_extra_cells:
            self.errors.append(_("The line has more cells than there are columns."))
        email = self._email()
        template = self._template()
        link = self._try(lambda: read_link(row["evidence_link"]))
        recipient = self._recipient(email) if email else None
        if email and template:
            self._first_of_its_kind(str(recipient.pk) if recipient else email, template)
        return {
            "line": row.line,
            "email": email,
            "recipient": recipient.pk if recipient else None,
            "template": template.pk if template else None,
            "template_name": template.name if template else "",
            "evidence_link": link,
            "written": {name: echo(row[name]) for name in COLUMNS},
            "errors": self.errors,
        }

    def _try(self, read: Callable[[], str | None]) -> str:
        """What was read; empty where that is refused, and why noted."""
        try:
            return read() or ""
        except BadgesError as error:
            self.errors.append(error.message)
            return ""

    def _email(self) -> str:
        text = self.row["email"]
        if formula_safe(text) != text:
            self.errors.append(_("This looks like a formula, not like an email address."))
            return ""
        return self._try(lambda: read_address(text))

    def _recipient(self, email: str) -> User | None:
        """Who has proven the address. Of people out of reach nothing may be told, not even that."""
        owner = self.world.owners.get(email)
        if self.world.reach.includes(owner, email):
            return owner
        self.errors.append(none_of_yours().message)
        return None

    def _template(self) -> BadgeTemplate | None:
        """By its name as written, its name in any case, or its id."""
        name = " ".join(self.row["template"].split())
        if not name:
            self.errors.append(_("Name the badge template."))
            return None
        found = self.world.templates.called(name)
        if len(found) == 1:
            self._try(lambda: require_active(found[0], named=echo(name)))
            return found[0]
        if found:
            complaint = _("Several badge templates are called “%s”. Write the name exactly.")
        else:
            complaint = _("There is no badge template “%s”.")
        self.errors.append(complaint % echo(name))
        return None

    def _first_of_its_kind(self, recipient: str, template: BadgeTemplate) -> None:
        """A wrong row is issued to nobody, so it comes before none."""
        lines, kind = self.world.lines, (recipient, template.pk)
        if kind in lines:
            self.errors.append(
                _("Line %d has the same. To issue it twice, issue the second one by hand.")
                % lines[kind]
            )
        elif not self.errors:
            lines[kind] = self.row.line


def _templates(by: User) -> Templates:
    """Those whose names `by` may read: of the others it is said that there is none."""
    templates = list(BadgeTemplate.objects.visible_to(by).order_by("pk"))
    folded: dict[str, list[BadgeTemplate]] = defaultdict(list)
    for template in templates:
        folded[template.name.casefold()].append(template)
    for name, alike in folded.items():
        folded[name] = [template for template in alike if template.is_active] or alike
    return Templates(
        by_name={template.name: template for template in templates},
        by_folded_name=folded,
        by_id={str(template.pk): template for template in templates},
    )


def _note_who_has_one(checked: list[dict[str, Any]]) -> None:
    """No mistake, two badges of one template are two; but a list issued twice looks like this. Of rows with
    an error it is neither said nor, by their order, shown. One query.
    """
    good = [row for row in checked if not row["errors"]]
    given = Badge.objects.filter(
        in_force(),
        Q(recipient__in={row["recipient"] for row in good if row["recipient"]})
        | Q(issued_to__in={row["email"] for row in good if not row["recipient"]}),
        template__in={row["template"] for row in good},
    ).exclude(status=BadgeStatus.REVOKED)
    there = set(given.order_by().values_list("template", "recipient", "issued_to"))
    for row in checked:
        address = "" if row["recipient"] else row["email"]
        alike = (row["template"], row["recipient"], address) in there
        row["has_one"] = alike and not row["errors"]


# When their turn comes -------------------------------------------------------------------------------


def awards_of(
    rows: list[dict[str, Any]], *, by: User
) -> tuple[list[Award], dict[LeftOut, list[int]]]:
    """The badges that rows of a preview still stand for, and the lines of those that stand for none any more.
    Four queries at most.
    """
    templates = BadgeTemplate.objects.issuable().in_bulk({row["template"] for row in rows})
    owners = proven_owners({row["email"] for row in rows})
    reach = reach_of(by)
    awards, left_out = [], defaultdict(list)
    for row in rows:
        owner, template = owners.get(row["email"]), templates.get(row["template"])
        if template is None:
            left_out[LeftOut.TEMPLATE].append(row["line"])
        elif row["recipient"] and (owner is None or owner.pk != row["recipient"]):
            left_out[LeftOut.PERSON].append(row["line"])
        elif not reach.includes(owner, row["email"]):
            left_out[LeftOut.NOT_YOURS].append(row["line"])
        else:
            awards.append(
                Award(
                    template=template,
                    recipient=owner,
                    address="" if owner else row["email"],
                    evidence_link=row["evidence_link"],
                )
            )
    return awards, dict(left_out)
