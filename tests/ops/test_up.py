"""`make run` serves from nothing, and whatever ends it leaves nothing running."""

import http.client
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.servers import free_port, wait_until

pytestmark = [
    pytest.mark.xdist_group("up"),
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks into /proc"),
]

ROOT = Path(__file__).resolve().parent.parent.parent
READY = re.compile(r"Ready after \d+ s:  http://127\.0\.0\.1:(\d+)")
FIRST_START_SECONDS = 240
STOP_SECONDS = 15
DEMO_STUDENTS = 60


class Up:
    """A running `up`, and every process that belongs to it."""

    def __init__(self, command: list[str], var: Path) -> None:
        self._var = var
        self._output = var.parent / f"{time.monotonic_ns()}.txt"
        # As little as a newcomer's shell has; the suite's own choices must not leak in.
        env = {"HOME": str(var), "PATH": os.environ["PATH"], "TFL_VAR": str(var)}
        with self._output.open("w") as output:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_until(self._ready_or_ended, what="start of up", seconds=FIRST_START_SECONDS)
        ready = READY.search(self.said())
        assert ready, self.said()
        self.port = int(ready[1])

    def said(self) -> str:
        return self._output.read_text()

    def _ready_or_ended(self) -> bool:
        return bool(READY.search(self.said())) or self.process.poll() is not None

    def get(self, path: str) -> int:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as link:
            link.request("GET", path)
            return link.getresponse().status

    def ended(self) -> int:
        """The exit status, once it and all of its processes are gone."""
        status = self.process.wait(STOP_SECONDS)
        wait_until(lambda: not self.pids(), what="end of every process", seconds=STOP_SECONDS)
        return status

    def pids(self, word: str = "") -> list[int]:
        """Who carries this run's environment, and `word` in the command line."""
        mark = f"TFL_VAR={self._var}\0".encode()
        found = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
        return [
            pid
            for pid in found
            if mark in _proc(pid, "environ") and word.encode() in _proc(pid, "cmdline")
        ]

    def kill_all(self) -> None:
        for pid in self.pids():
            os.kill(pid, signal.SIGKILL)
        self.process.wait(STOP_SECONDS)


def _proc(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:  # it ended meanwhile
        return b""


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One newcomer's machine: the first start fills it, the others find it filled."""
    return tmp_path_factory.mktemp("machine") / "var"


@pytest.fixture
def up(var: Path) -> Iterator[Callable[..., Up]]:
    """Starts the product; what a test leaves running is killed after it."""
    started: list[Up] = []

    def start(*arguments: str, command: list[str] | None = None) -> Up:
        base = command or [sys.executable, "manage.py", "up", "--port", str(free_port())]
        started.append(Up([*base, *arguments], var))
        return started[-1]

    yield start
    for one in started:
        one.kill_all()


@contextmanager
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_from_nothing_it_serves_on_the_next_free_port_until_ctrl_c(up: Callable[..., Up]) -> None:
    with taken_port() as port:
        running = up("--port", str(port))
    assert f"Port {port} is taken; using {running.port}." in running.said()
    assert [running.get("/healthz"), running.get("/readyz"), running.get("/")] == [200, 200, 200]
    assert running.said().count("nomvula.dlakude@example.org") == 1
    standing = re.search(
        r"(\d+) students have their \w+ milestone, (\d+) are ready\.", running.said()
    )
    assert standing, running.said()
    assert int(standing[1]) + int(standing[2]) == DEMO_STUDENTS
    assert len(running.pids()) >= 4  # up, gunicorn and its worker, celery with beat
    running.process.send_signal(signal.SIGINT)
    assert running.ended() == 0
    assert "Traceback" not in running.said()


def test_started_again_it_asks_for_no_run_that_nobody_is_due_for(
    up: Callable[..., Up], var: Path
) -> None:
    up()
    again = up()
    assert "All of it is there already." in again.said()
    with closing(sqlite3.connect(var / "db.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM generation_runs").fetchone() == (7,)


def test_two_serve_side_by_side_and_one_ends_without_the_other(up: Callable[..., Up]) -> None:
    first = up()
    second = up("--port", str(first.port))
    assert second.port != first.port
    assert [first.get("/readyz"), second.get("/readyz")] == [200, 200]
    first.process.terminate()
    assert first.process.wait(STOP_SECONDS) == 0
    assert second.get("/readyz") == 200
    second.process.kill()
    assert second.ended() == -signal.SIGKILL


@pytest.mark.parametrize(("word", "name"), [("gunicorn", "web server"), ("celery", "worker")])
def test_a_part_that_ends_by_itself_ends_the_other_with_a_word(
    up: Callable[..., Up], word: str, name: str
) -> None:
    running = up()
    for pid in running.pids(word):
        os.kill(pid, signal.SIGKILL)
    assert running.ended() == 1
    assert f"The {name} ended by itself" in running.said()


@pytest.mark.skipif(not (ROOT / ".venv").exists(), reason="make would install an environment first")
def test_make_run_leaves_nothing_when_make_is_killed(up: Callable[..., Up]) -> None:
    running = up(command=["make", "run", f"PORT={free_port()}"])
    assert running.get("/healthz") == 200
    running.process.kill()
    running.ended()


@pytest.mark.skipif(not shutil.which("script"), reason="needs script: apt-get install bsdutils")
def test_it_ends_with_its_terminal_though_make_hears_the_hang_up(up: Callable[..., Up]) -> None:
    make = f"make run PORT={free_port()}"
    running = up(command=["script", "--quiet", "--flush", "--command", make, "/dev/null"])
    running.process.kill()
    running.ended()
