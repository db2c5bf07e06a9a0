"""Bring a dump forward: `DATABASE_URL=… python -m tests.upgrades.replay 0.1.0.json.gz`, on an empty database.

Makes the tables as they were, restores the rows, says their hash, migrates to today's tables, runs the system
checks, says how many rows each table has. Prints it as JSON.
"""

import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.upgrades.dump import all_rows, content_hash, read, restore


@dataclass(frozen=True)
class Replayed:
    hash: str
    """Of the rows as restored, read back from the database."""
    counts: dict[str, int]
    """After the migrations."""
    unapplied: int
    """Migrations still to run: none."""


def replay(path: Path) -> Replayed:
    dump = read(path)
    then: Any = _migrate_to({(app, name) for app, name in dump.migrations})
    restore(dump.tables, then)
    restored = content_hash(all_rows(then))
    call_command("migrate", verbosity=0)
    call_command("check", stdout=sys.stderr)
    executor = MigrationExecutor(connection)
    return Replayed(
        hash=restored,
        counts={label: apps.get_model(label)._base_manager.count() for label in dump.tables},
        unapplied=len(executor.migration_plan(executor.loader.graph.leaf_nodes())),
    )


def _migrate_to(ran: set[tuple[str, str]]) -> Any:
    """Run these migrations. Returns the models as they were then."""
    executor = MigrationExecutor(connection)
    nodes = executor.loader.graph.node_map
    last = [each for each in ran if not any(child.key in ran for child in nodes[each].children)]
    return executor.migrate(sorted(last)).apps


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tfl.settings.test"
    django.setup()
    sys.stdout.write(json.dumps(asdict(replay(Path(sys.argv[1])))))
