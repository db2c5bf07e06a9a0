"""Every version's dump comes forward to today's tables, whole, on both databases."""

import json
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from tests.upgrades import FOLDER, SUFFIX
from tests.upgrades.anonymous import undecided
from tests.upgrades.dump import Dump, content_hash, read
from tests.upgrades.make import ROOT, version
from tests.upgrades.replay import Replayed

DUMPS = sorted(FOLDER.glob(f"*{SUFFIX}"))
LARGEST = 1024 * 1024

each_dump = pytest.mark.parametrize("path", DUMPS, ids=lambda path: path.name.removesuffix(SUFFIX))


@pytest.fixture(params=["SQLite", pytest.param("PostgreSQL", marks=pytest.mark.postgres)])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Its address."""
    if request.param == "SQLite":
        yield f"sqlite:///{tmp_path}/upgrade.sqlite3"
        return
    server = os.environ["DATABASE_URL"]
    name = f"upgrade_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
        connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def test_this_version_has_left_a_dump() -> None:
    assert version() in {path.name.removesuffix(SUFFIX) for path in DUMPS}


@each_dump
def test_a_dump_comes_forward_whole(path: Path, empty_database: str) -> None:
    dump = read(path)

    replayed = _replay(path, empty_database)

    assert replayed.hash == dump.hash, "what was restored is not what was dumped"
    assert replayed.counts == dump.counts, "the migrations lost or added rows"
    assert replayed.unapplied == 0


@each_dump
def test_a_dump_is_what_its_hash_says(path: Path) -> None:
    dump = read(path)

    assert content_hash(dump.tables) == dump.hash
    assert sum(dump.counts.values()) > 1000


@each_dump
def test_a_dump_is_small_and_anonymous(path: Path) -> None:
    assert path.stat().st_size < LARGEST
    dump = read(path)

    assert {row["password"] for row in dump.tables["accounts.User"]} == {"!"}
    assert _all_match(dump, "accounts.User", "name", r"(Person \d+)?")
    assert _all_match(dump, "accounts.User", "email", r"person\d+@example\.org")
    text = json.dumps(dump.tables, ensure_ascii=False)
    assert set(re.findall(r"[\w.+-]+@[\w.-]+", text)) <= set(
        re.findall(r"person\d+(?:-\d+)?@example\.org", text)
    )


def test_every_column_that_can_hold_words_is_replaced_or_ours_to_say() -> None:
    assert undecided() == set()


def _replay(path: Path, database: str) -> Replayed:
    done = subprocess.run(
        [sys.executable, "-m", "tests.upgrades.replay", str(path)],
        env=os.environ | {"DATABASE_URL": database},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return Replayed(**json.loads(done.stdout))


def _all_match(dump: Dump, table: str, field: str, pattern: str) -> bool:
    return all(re.fullmatch(pattern, row[field]) for row in dump.tables[table])
