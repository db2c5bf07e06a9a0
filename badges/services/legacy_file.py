"""Badge milestones of the system before this one, as its JSON file has them. Knows nothing of accounts.

    [{"id": "m-7", "type": "SKILL_TRACK", "title": "Tech Starter", "icon": "laptop", "isActive": true,
      "trigger": {"categoryId": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "requiredBadgeCount": 3},
      "achievements": [{"email": "ana@example.org", "achievedAt": "2024-05-01T09:00:00Z"}]}]

What is wrong is noted and reading goes on, so that everything can be mended at once.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges.icons import DEFAULT_ICON
from badges.models import MilestoneConfig
from badges.rules import CategoryTree
from badges.services.errors import BadgesError
from badges.services.legacy_icons import our_icon
from badges.services.legacy_json import is_storable, read_json, shown
from badges.triggers import Trigger, TriggerError, parse_trigger
from badges.words import problem
from tfl.core.text import too_long

KEYS: Final = ("id", "type", "title", "description", "icon", "isActive", "trigger", "achievements")
ACHIEVEMENT_KEYS: Final = ("email", "userEmail", "achievedAt")
LONGEST_TRIGGER: Final = 1000
"""Characters of JSON, of a trigger that is only kept."""
EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)


class OldType(StrEnum):
    BADGE_COUNT = "BADGE_COUNT"
    SKILL_TRACK = "SKILL_TRACK"
    ANNIVERSARY = "ANNIVERSARY"
    CUSTOM = "CUSTOM"


@dataclass(frozen=True)
class Translation:
    """An old trigger as one of ours: what it always is here, and what its keys are called here."""

    rule: Mapping[str, Any]
    keys: Mapping[str, str]


TRANSLATIONS: Final = {
    OldType.BADGE_COUNT: Translation(
        rule={"metric": "badge_count", "scope": "global"}, keys={"value": "threshold"}
    ),
    OldType.SKILL_TRACK: Translation(
        rule={"metric": "badge_count", "scope": "category", "includeSubCategories": True},
        keys={"requiredBadgeCount": "threshold", "categoryId": "categoryId"},
    ),
}
NOTES: Final[dict[OldType, str | Promise]] = {
    OldType.ANNIVERSARY: gettext_lazy(
        "An anniversary in the old system. Days are not counted here, so it awards nobody; whoever reached "
        "it keeps it. Build a badge milestone that counts badges or categories in its place."
    ),
    OldType.CUSTOM: gettext_lazy(
        "A custom rule of the old system, which never said how to count it, so it awards nobody; "
        "whoever reached it keeps it. Build a badge milestone that counts badges or categories in its place."
    ),
}
"""Why one whose trigger says nothing that can be counted is inactive, and what to do."""


@dataclass(frozen=True)
class Remark:
    """About one thing in the file."""

    item: str
    field: str
    text: str

    def __str__(self) -> str:
        where = _("%(item)s, field %(field)s") if self.field else "%(item)s"
        return f"{where % {'item': self.item, 'field': self.field}}: {self.text}"


@dataclass(frozen=True)
class OldAchievement:
    field: str
    """Where the file says it."""
    email: str
    achieved_at: datetime


@dataclass(frozen=True, kw_only=True)
class OldMilestone:
    """One that can be imported, in our terms."""

    title: str
    description: str
    icon: str
    trigger: Any
    rule: Trigger | None
    """None where the trigger says nothing that can be counted; `note` says why."""
    active: bool
    note: str
    achievements: tuple[OldAchievement, ...]


@dataclass
class OldItem:
    """One entry of the list, and what is to be said about it."""

    number: int
    legacy_id: str = ""
    title: str = ""
    is_known: bool = False
    """It was imported before; `title` is then what it is called here. Nothing else of it was read."""
    milestone: OldMilestone | None = None
    errors: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)

    @property
    def name(self) -> str:
        named = {"number": self.number, "id": shown(self.legacy_id)}
        return (
            _("Milestone %(number)d (%(id)s)") if named["id"] else _("Milestone %(number)d")
        ) % named

    def wrong(self, field: str, text: str) -> None:
        self.errors.append(Remark(self.name, shown(field), text))

    def warn(self, field: str, text: str) -> None:
        self.warnings.append(Remark(self.name, shown(field), text))


@dataclass
class OldFile:
    """What the file says, in its order. `unread` counts the keys that mean nothing here."""

    items: list[OldItem] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)

    def note_unread(
        self, data: Mapping[str, Any], known: tuple[str, ...], prefix: str = ""
    ) -> None:
        self.unread.update(f"{prefix}{shown(key)}" for key in data if key not in known)


def read_file(raw: bytes, *, tree: CategoryTree, known: Mapping[str, str]) -> OldFile:
    """Every entry of the list. `known` are the titles of those here already, by their old id. Raises
    BadgesError where the file holds no list.
    """
    file, seen = OldFile(), dict[str, int]()
    for number, data in enumerate(_entries(read_json(raw), file), start=1):
        item = OldItem(number)
        file.items.append(item)
        if isinstance(data, dict):
            _Entry(item, data, file, tree).read(seen, known)
        else:
            item.wrong("", _("An entry of the list is a JSON object."))
    return file


class _Entry:
    """One entry while it is read. What cannot be used is noted; the value is then of no account."""

    def __init__(
        self, item: OldItem, data: dict[str, Any], file: OldFile, tree: CategoryTree
    ) -> None:
        self.item, self.data, self.file, self.tree = item, data, file, tree

    def read(self, seen: dict[str, int], known: Mapping[str, str]) -> None:
        self._read_id(seen)
        if self.item.legacy_id in known:
            self.item.is_known, self.item.title = True, known[self.item.legacy_id]
            return
        self.file.note_unread(self.data, KEYS)
        milestone = self._milestone()
        if not self.item.errors:
            self.item.milestone = milestone

    def _read_id(self, seen: dict[str, int]) -> None:
        given = self.data.get("id")
        if isinstance(given, int) and not isinstance(given, bool):
            given = str(given)
        self.item.legacy_id = self._text("id", given, most="legacy_id", needed=True)
        first = seen.setdefault(self.item.legacy_id, self.item.number)
        if self.item.legacy_id and first != self.item.number:
            self.item.wrong("id", _("Milestone %d has the same id. Each has its own.") % first)

    def _milestone(self) -> OldMilestone:
        kind = self._kind()
        self.item.title = self._text("title", self.data.get("title"), most="title", needed=True)
        rule = self._rule(kind) if kind in TRANSLATIONS else None
        return OldMilestone(
            title=self.item.title,
            description=self._text("description", self.data.get("description"), most="description"),
            icon=self._icon(),
            trigger=rule.as_json() if rule else self._kept_trigger(),
            rule=rule,
            active=self._active() and rule is not None,
            note=str(NOTES.get(kind, "")) if kind else "",
            achievements=tuple(self._achievements()),
        )

    def _kind(self) -> OldType | None:
        given = self.data.get("type")
        if isinstance(given, str) and given in set(OldType):
            return OldType(given)
        self.item.wrong("type", _("The type is one of %s.") % ", ".join(OldType))
        return None

    def _text(self, field: str, given: Any, *, most: str, needed: bool = False) -> str:
        """On one line; `most` names the field of ours that has to hold it."""
        if given is None:
            if needed:
                self.item.wrong(field, _("This is missing."))
            return ""
        if not isinstance(given, str) or not is_storable(given):
            self.item.wrong(field, _("This has to be text."))
            return ""
        text = " ".join(given.split())
        if needed and not text:
            self.item.wrong(field, _("This is empty. Write one."))
        if too_much := too_long(MilestoneConfig, most, text):
            self.item.wrong(field, too_much)
        return text

    def _active(self) -> bool:
        """As the old system had it: active unless somebody said otherwise."""
        given = self.data.get("isActive")
        if given is not None and not isinstance(given, bool):
            self.item.wrong("isActive", _("This is true or false."))
        return given is not False

    def _icon(self) -> str:
        given = self.data.get("icon")
        if given is None or given == "":
            return DEFAULT_ICON
        if not isinstance(given, str):
            self.item.wrong("icon", _("This has to be text."))
            return DEFAULT_ICON
        icon = our_icon(given)
        if not icon:
            self.item.warn(
                "icon", _("There is no icon like “%s” here. It gets the usual one.") % shown(given)
            )
        return icon or DEFAULT_ICON

    # Triggers -----------------------------------------------------------------------------------

    def _rule(self, kind: OldType) -> Trigger | None:
        translation, given = TRANSLATIONS[kind], self.data.get("trigger")
        if not isinstance(given, dict):
            keys = ", ".join(translation.keys)
            self.item.wrong("trigger", _("This is a JSON object with %s.") % keys)
            return None
        for key, value in given.items():
            if key == "type":
                self._require_its_own_type(value, kind)
            elif key not in translation.keys:
                self.item.wrong(
                    f"trigger.{key}", _("A %s has no such key. Take it out.") % kind.value
                )
        ours = {new: given[old] for old, new in translation.keys.items() if old in given}
        return self._parse({**translation.rule, **ours}, translation)

    def _require_its_own_type(self, given: Any, kind: OldType) -> None:
        if not isinstance(given, str) or given.upper() != kind:
            self.item.wrong(
                "trigger.type", _("This is not the type of the milestone, %s.") % kind.value
            )

    def _parse(self, rule: dict[str, Any], translation: Translation) -> Trigger | None:
        """A rule is refused for its first mistake. With a threshold that will do, the next one shows."""
        try:
            return parse_trigger(rule, self.tree)
        except TriggerError as error:
            theirs = {new: old for old, new in translation.keys.items()}[error.field]
            self.item.wrong(f"trigger.{theirs}", problem(TriggerError(error.problem, theirs)))
            if error.field == "threshold":
                self._parse({**rule, "threshold": 1}, translation)
            return None

    def _kept_trigger(self) -> Any:
        """As it came. What cannot be a column's JSON, or is far too long for a trigger, is none."""
        given = self.data.get("trigger")
        if given is None:
            return {}
        if not is_storable(given, most=LONGEST_TRIGGER):
            self.item.wrong(
                "trigger",
                _("It has more than %d characters, or some that cannot be stored.")
                % LONGEST_TRIGGER,
            )
        return given

    # Achievements -------------------------------------------------------------------------------

    def _achievements(self) -> Iterator[OldAchievement]:
        given = self.data.get("achievements")
        if given is None:
            return
        if not isinstance(given, list):
            self.item.wrong("achievements", _("This is a list."))
            return
        for number, data in enumerate(given, start=1):
            place = f"achievements.{number}"
            if not isinstance(data, dict):
                self.item.wrong(place, _("This is a JSON object with email and achievedAt."))
                continue
            self.file.note_unread(data, ACHIEVEMENT_KEYS, "achievements.")
            email, moment = self._email(place, data), self._moment(place, data.get("achievedAt"))
            if email and moment:
                yield OldAchievement(f"{place}.email", email, moment)

    def _email(self, place: str, data: dict[str, Any]) -> str:
        """In lower case."""
        given = [data[key] for key in ("email", "userEmail") if data.get(key) is not None]
        texts = {each.strip().lower() for each in given if isinstance(each, str)}
        if len(texts) == 1 and len(given) == sum(isinstance(each, str) for each in given):
            [email] = texts
            if email and is_storable(email):
                return email
        self.item.wrong(f"{place}.email", _("This is one email address, of whoever reached it."))
        return ""

    def _moment(self, place: str, given: Any) -> datetime | None:
        try:
            moment = datetime.fromisoformat(given) if isinstance(given, str) else None
            if moment and EARLIEST <= (moment := _in_utc(moment)) <= timezone.now():
                return moment
        except (ValueError, OverflowError):
            pass
        self.item.wrong(
            f"{place}.achievedAt",
            _("This is a date since 1970 that is over, such as 2024-05-01T09:00:00Z."),
        )
        return None


def _in_utc(moment: datetime) -> datetime:
    """One without an offset is meant so."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _entries(content: Any, file: OldFile) -> list[Any]:
    if isinstance(content, dict):
        file.note_unread(content, ("milestones",))
        content = content.get("milestones")
    if not isinstance(content, list):
        raise BadgesError(
            _("The file holds a JSON list of milestones, or an object with one under “milestones”.")
        )
    return content
