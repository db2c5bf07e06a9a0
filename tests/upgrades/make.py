"""Write the dump of this version: `python -m tests.upgrades.make`. From the demo, on a day that does not
move, in a database of its own; takes about a minute. Run it when the version's migrations are final.
"""

import os
import sys
import tempfile
import tomllib
from datetime import date
from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from tests.upgrades import FOLDER, SUFFIX
from tests.upgrades.anonymous import anonymous, undecided
from tests.upgrades.dump import Dump, all_rows, content_hash, write

ROOT = Path(__file__).parent.parent.parent
ON = date(2026, 11, 20)
"""When the demo is looked at."""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "tfl.settings.test"
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/dump.sqlite3"
        django.setup()
        path = make(version())
    sys.stdout.write(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} KB\n")


def version() -> str:
    project: str = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    return project


def make(version: str) -> Path:
    """Of an empty database, which it fills."""
    from tfl.ops.demo import build_demo  # noqa: PLC0415  models, which want Django set up

    if missing := undecided():
        raise SystemExit(f"Say in tests.upgrades.anonymous what becomes of {sorted(missing)}.")
    call_command("migrate", verbosity=0)
    build_demo(on=ON)
    tables = anonymous(all_rows(apps))
    ran = sorted(MigrationRecorder(connection).applied_migrations())
    path = FOLDER / f"{version}{SUFFIX}"
    write(Dump(version, [list(each) for each in ran], tables, content_hash(tables)), path)
    return path


if __name__ == "__main__":
    main()
