"""Many rows at once without building model instances: COPY on PostgreSQL, executemany elsewhere."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, models

Row = Mapping[str, Any]
"""A value for each field of a model, foreign keys as ids."""


def insert_rows(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Insert `rows`, which all name the same fields. One statement.

    Model defaults are not applied: a field that cannot be null must be named, else ValueError. The
    database's own constraints hold as ever.
    """
    if not rows:
        return
    fields = _named_fields(model, rows[0])
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            documents = [n for n, field in enumerate(fields) if isinstance(field, models.JSONField)]
            copying = cursor.copy(f"COPY {table} ({names}) FROM STDIN")
            with connection.wrap_database_errors, copying as copy:
                for row in rows:
                    values = list(row.values())
                    for place in documents:
                        if values[place] is not None:
                            values[place] = json.dumps(values[place])
                    copy.write_row(values)
            return
        marks = ", ".join(["%s"] * len(fields))
        cursor.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608  names of our own models
            [
                [field.get_db_prep_save(row[field.name], connection) for field in fields]
                for row in rows
            ],
        )


def reserve_ids(model: type[models.Model], number: int) -> list[int]:
    """`number` primary keys nobody else gets, for rows that others will point at. One statement.

    Elsewhere than on PostgreSQL the caller holds the write lock until its transaction ends.
    """
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [table, key, number],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = next(iter(cursor.fetchone() or [0]))
    return list(range(last + 1, last + 1 + number))


def _named_fields(model: type[models.Model], row: Row) -> "list[models.Field[Any, Any]]":
    """The row's fields in its order; ValueError when a needed one is not named."""
    concrete = {field.name: field for field in model._meta.concrete_fields}
    needed = {
        name
        for name, field in concrete.items()
        if not (field.null or field.primary_key or field.generated)
    }
    if missing := needed - row.keys():
        raise ValueError(f"{model.__name__} needs {', '.join(sorted(missing))}.")
    return [concrete[name] for name in row]
