"""`manage.py import_legacy_milestones`: what it prints, and that it writes all or nothing."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from badges.models import MilestoneAchievement, MilestoneConfig
from tests.badges.services.test_legacy import everything
from tfl.accounts.models import Student
from tfl.skills.models import SkillCategory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DATA = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
FOUR_TYPES: list[dict[str, Any]] = [
    {
        "id": "b-1",
        "type": "BADGE_COUNT",
        "title": "Badge Collector",
        "icon": "\U0001f3c6",
        "isActive": True,
        "trigger": {"type": "badge_count", "value": 5},
        "achievements": [
            {"email": "alice@example.org", "achievedAt": "2024-05-01T09:00:00Z"},
            {"userEmail": "gone@example.org", "achievedAt": "2024-06-01T09:00:00Z"},
        ],
    },
    {
        "id": "b-2",
        "type": "SKILL_TRACK",
        "title": "Data Starter",
        "isActive": False,
        "trigger": {"categoryId": DATA, "requiredBadgeCount": 1},
    },
    {
        "id": "b-3",
        "type": "ANNIVERSARY",
        "title": "One Year",
        "trigger": {"years": 1},
        "createdAt": "2023-01-01",
    },
    {"id": "b-4", "type": "CUSTOM", "title": "Helping Hand", "trigger": "by hand"},
]
CHECK = """\
Milestone 1 (b-1): “Badge Collector”, Earn 5 badges, active. 1 person reached it.
  Warning: Milestone 1 (b-1), field achievements.2.email: Nobody has an account with gone@example.org. \
This achievement is left out.
Milestone 2 (b-2): “Data Starter”, Earn 1 badge in Data, inactive. 0 people reached it.
Milestone 3 (b-3): “One Year”, inactive. An anniversary in the old system. Days are not counted here, so it \
awards nobody; whoever reached it keeps it. Build a badge milestone that counts badges or categories in its \
place. 0 people reached it.
Milestone 4 (b-4): “Helping Hand”, inactive. A custom rule of the old system, which never said how to count \
it, so it awards nobody; whoever reached it keeps it. Build a badge milestone that counts badges or \
categories in its place. 0 people reached it.
Not read: “createdAt”, 1 ×
Badge milestones: 4. To import: 1 active, 3 inactive, with 1 achievements. Here already: 0. Cannot be \
imported: 0. Errors: 0. Warnings: 1.
"""


@pytest.fixture(autouse=True)
def _frozen() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def _data(db: None) -> None:
    SkillCategory.objects.create(pk=DATA, name="Data", slug="data")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path, FOUR_TYPES)


def written(folder: Path, content: Any) -> Path:
    path = folder / "milestones.json"
    path.write_text(json.dumps(content))
    return path


def run(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_legacy_milestones", str(path), *options, stdout=out)
    return out.getvalue()


def refused(path: Path, *options: str) -> tuple[str, CommandError]:
    """What was printed, and with what it ended."""
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("import_legacy_milestones", str(path), *options, stdout=out)
    assert error.value.returncode == 1
    return out.getvalue(), error.value


def test_a_dry_run_prints_the_check_and_changes_no_row_of_any_table(
    file: Path, alice: Student
) -> None:
    before = everything()
    assert run(file, "--dry-run") == CHECK + "A dry run: nothing was imported.\n"
    assert everything() == before


def test_all_four_types_are_imported_after_the_same_check(file: Path, alice: Student) -> None:
    assert run(file) == CHECK + "All of it is imported.\n"
    found = MilestoneConfig.objects.values_list("legacy_id", "type", "active", "icon", "trigger")
    assert list(found.order_by("pk")) == [
        (
            "b-1",
            "BADGE_COUNT",
            True,
            "trophy",
            {"metric": "badge_count", "scope": "global", "threshold": 5},
        ),
        (
            "b-2",
            "BADGE_COUNT",
            False,
            "medal",
            {
                "metric": "badge_count",
                "scope": "category",
                "threshold": 1,
                "categoryId": DATA,
                "includeSubCategories": True,
            },
        ),
        ("b-3", "", False, "medal", {"years": 1}),
        ("b-4", "", False, "medal", "by hand"),
    ]
    assert MilestoneAchievement.objects.get().user == alice.user


def test_run_again_it_reports_them_and_changes_nothing(file: Path, alice: Student) -> None:
    run(file)
    before = everything()
    said = run(file)
    assert "Milestone 1 (b-1): here already as “Badge Collector”; it stays as it is.\n" in said
    assert "To import: 0 active, 0 inactive, with 0 achievements. Here already: 4." in said
    assert everything() == before


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_an_error_in_the_last_of_a_hundred_is_listed_and_nothing_imported(
    options: tuple[str, ...], tmp_path: Path, alice: Student
) -> None:
    many = [{**FOUR_TYPES[0], "id": number} for number in range(1, 100)]
    wrong = {**FOUR_TYPES[1], "id": 100, "title": "", "trigger": {"requiredBadgeCount": 1.5}}
    before = everything()
    printed, error = refused(written(tmp_path, [*many, wrong]), *options)
    assert everything() == before
    assert str(error) == "Nothing was imported: mend what is listed, then import it again."
    assert [line for line in printed.splitlines() if "Error: " in line] == [
        "  Error: Milestone 100 (100), field title: This is empty. Write one.",
        "  Error: Milestone 100 (100), field trigger.requiredBadgeCount: The threshold is a whole number "
        "from 1 to 1,000,000.",
        "  Error: Milestone 100 (100), field trigger.categoryId: “categoryId” is missing.",
    ]
    assert "Milestone 100 (100): cannot be imported.\n" in printed
    assert "Cannot be imported: 1. Errors: 3. Warnings: 99." in printed


def test_a_crash_in_the_middle_imports_nothing(
    file: Path, alice: Student, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("crash")

    before = everything()
    monkeypatch.setattr(MilestoneAchievement.objects, "bulk_create", crash)
    with pytest.raises(RuntimeError, match="crash"):
        run(file)
    assert everything() == before


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"[{]", "The file is no JSON: line 1, column 3"),
        (b"5", "The file holds a JSON list of milestones"),
        (b"\xff", "The file is not in UTF-8"),
    ],
)
def test_a_file_that_holds_no_list_is_refused_in_a_sentence(
    content: bytes, sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / "milestones.json"
    path.write_bytes(content)
    printed, error = refused(path)
    assert printed == ""
    assert str(error).startswith(sentence)


def test_a_file_that_is_not_there_or_is_a_folder_is_said(tmp_path: Path) -> None:
    _printed, error = refused(tmp_path / "none.json")
    assert str(error).endswith("none.json cannot be read: No such file or directory.")
    _printed, error = refused(tmp_path)
    assert str(error).endswith("cannot be read: Is a directory.")
