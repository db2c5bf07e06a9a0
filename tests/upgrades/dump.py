"""A dump: which migrations had run, and every row of our tables as they were then. It knows no kind of
database, so its content has one hash wherever it is restored.
"""

import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.state import StateApps

from tfl.core.bulk import insert_rows

OURS = ("skills", "accounts", "badges", "milestones", "childprogress", "account")
"""Apps with rows worth upgrading. Sessions, task results and schedules are made anew."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Dump:
    version: str
    migrations: list[list[str]]
    """App and name of each that had run."""
    tables: dict[str, list[Row]]
    """By model; a row's values by field, foreign keys as ids."""
    hash: str

    @property
    def counts(self) -> dict[str, int]:
        return {label: len(rows) for label, rows in self.tables.items()}


def read(path: Path) -> Dump:
    return Dump(**json.loads(gzip.decompress(path.read_bytes())))


def write(dump: Dump, path: Path) -> None:
    """The same bytes for the same dump."""
    text = json.dumps(asdict(dump), ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


def content_hash(tables: Mapping[str, list[Row]]) -> str:
    text = json.dumps(tables, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def all_rows(apps: "Apps | StateApps") -> dict[str, list[Row]]:
    """Of our tables, as `apps` knows them, by key."""
    return {model._meta.label: _rows(model) for model in _models(apps)}


def restore(tables: Mapping[str, list[Row]], apps: "Apps | StateApps") -> None:
    """Insert the rows in one transaction, at whose end references are checked; then let the database go on
    counting after the highest key.
    """
    by_label = {model._meta.label: model for model in _models(apps)}
    with transaction.atomic():
        for label, rows in tables.items():
            model = by_label[label]
            insert_rows(model, [_typed(model, row) for row in rows])
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(by_label.values())):
            cursor.execute(statement)


def _models(apps: "Apps | StateApps") -> list[type[models.Model]]:
    found: Iterable[type[models.Model]] = apps.get_models(include_auto_created=True)
    return sorted(
        (model for model in found if model._meta.app_label in OURS),
        key=lambda model: model._meta.label,
    )


def _rows(model: type[models.Model]) -> list[Row]:
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    names = [field.name for field in fields]
    values = model._base_manager.order_by("pk").values_list(*(field.attname for field in fields))
    return [dict(zip(names, map(_plain, row), strict=True)) for row in values.iterator()]


def _plain(value: Any) -> Any:
    """As JSON knows it, the same from every database."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case Decimal() | UUID():
            return str(value)
        case _:
            return value


def _typed(model: type[models.Model], row: Row) -> Row:
    fields = {field.name: field for field in model._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in row.items()}
