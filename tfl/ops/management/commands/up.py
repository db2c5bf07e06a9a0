"""What `make run` calls: the whole product on this machine, with demo people, until Ctrl-C."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.db.models import Exists, OuterRef

from milestones.generation.run import NO_MILESTONE
from milestones.models import GenerationRunEntry, MonthlyMilestone
from milestones.services import generate_due_milestones
from tfl.accounts.models import Student
from tfl.core.clock import current_month
from tfl.ops import processes
from tfl.ops.demo import ACCOUNTS

HOST = "127.0.0.1"
TRIES = 50
"""How many ports after a taken one are tried."""
SERVING_SECONDS = 60


class _Stopped(BaseException):
    """Somebody asked us to end, before there were children to think of."""


class Command(BaseCommand):
    _stop_wanted = False
    help = "Migrates, seeds, and serves the product with one background worker. Ctrl-C stops it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--port",
            type=int,
            default=int(os.environ.get("PORT", "8000")),
            help="the next free one is used when it is taken",
        )
        parser.add_argument(
            "--end-with-parent", action="store_true", help="stop also when the caller is killed"
        )

    def handle(self, *args: Any, port: int, end_with_parent: bool, **options: Any) -> None:
        if not hasattr(settings, "VAR"):
            raise CommandError("`up` is for your own machine; servers run docker-compose.yml.")
        if end_with_parent:
            processes.end_with_parent()
        _on_stop(_leave_at_once)
        with suppress(_Stopped):
            self._run(port)
        self._say("Stopped.")

    def _run(self, port: int) -> None:
        began = time.monotonic()
        with _listener(port) as listener:
            actual = listener.getsockname()[1]
            if actual != port:
                self._say(f"Port {port} is taken; using {actual}.")
            self._prepare()
            # From here on a signal is noted, not raised: an exception in the midst of starting or
            # waiting for a child could lose it, or leave one of Python's own locks taken.
            _on_stop(self._note_stop)
            with _children(listener, actual) as children:
                self._wait_until_serving(children, actual)
                self._welcome(actual, time.monotonic() - began)
                self._watch(children)

    def _note_stop(self, number: int, frame: FrameType | None) -> None:
        self._stop_wanted = True

    def _prepare(self) -> None:
        _make_folders()
        with self._step("The database's tables"):
            call_command("migrate", verbosity=0, stdout=self.stdout)
        with self._step("Skills, job roles, projects and checklists"):
            call_command("seed", stdout=self.stdout)
        with self._step("Demo people and their history"):
            call_command("demo", accounts=False, stdout=self.stdout)
        with self._step("This month's milestones"):
            generate_due_milestones()
            self._say(_standing(current_month()))
        connections.close_all()

    @contextmanager
    def _step(self, title: str) -> Iterator[None]:
        began = time.monotonic()
        self._say(f"{title} …")
        yield
        self._say(f"  {time.monotonic() - began:.1f} s")

    def _wait_until_serving(self, children: "Children", port: int) -> None:
        self._say("Starting the web server and the worker …")
        deadline = time.monotonic() + SERVING_SECONDS
        while not (self._stop_wanted or _serves(port)):
            _raise_if_one_ended(children)
            if time.monotonic() > deadline:
                raise CommandError(f"The web server did not answer within {SERVING_SECONDS} s.")
            time.sleep(0.1)

    def _welcome(self, port: int, seconds: float) -> None:
        if self._stop_wanted:
            return
        self._say(f"\nReady after {seconds:.0f} s:  http://{HOST}:{port}\n")
        self._say("Sign in as")
        for role, email, password in ACCOUNTS:
            self._say(f"  {role:<22} {email:<34} {password}")
        self._say(f"\nMails: {_var() / 'mail'}   Worker's log: {_worker_log()}")
        self._say("Ctrl-C stops everything.\n")

    def _watch(self, children: "Children") -> None:
        had_terminal = sys.stdout.isatty()
        while not (self._stop_wanted or (had_terminal and _terminal_hung_up())):
            _raise_if_one_ended(children)
            time.sleep(0.2)

    def _say(self, text: str) -> None:
        with suppress(OSError):  # the terminal may be gone
            self.stdout.write(text)
            self.stdout.flush()


Children = Mapping[str, subprocess.Popen[bytes]]


def _on_stop(handler: Callable[[int, FrameType | None], None]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, handler)


def _terminal_hung_up() -> bool:
    """Make, where it leads the terminal's session, keeps the hang-up signal to itself."""
    try:
        os.tcgetpgrp(sys.stdout.fileno())
    except OSError:
        return True
    return False


def _leave_at_once(number: int, frame: FrameType | None) -> NoReturn:
    raise _Stopped


@contextmanager
def _listener(port: int) -> Iterator[socket.socket]:
    """A socket on `port` or the next free one, listening before anything else is done."""
    for candidate in (*range(port, port + TRIES), 0):
        with suppress(OSError, OverflowError):
            listener = socket.create_server((HOST, candidate), backlog=128)
            break
    with listener:
        yield listener


def _standing(month: date) -> str:
    """How many students have the month's milestone, have nothing left to prove, or wait for something."""
    has_one = MonthlyMilestone.objects.of_month(month).filter(student=OuterRef("pk"))
    said_ready = GenerationRunEntry.objects.filter(
        run__month=month, student=OuterRef("pk"), reason=NO_MILESTONE["ready"]
    )
    students = Student.objects.active()
    without = students.filter(~Exists(has_one))
    having = students.filter(Exists(has_one)).count()
    ready = without.filter(Exists(said_ready)).count()
    text = f"{having} students have their {month:%B} milestone, {ready} are ready."
    others = without.count() - ready
    return f"{text} {others} have none; the admin's runs say why." if others else text


def _make_folders() -> None:
    messages = [_broker_folder() / name for name in ("queue", "control")]
    for folder in (_var() / "mail", *messages, _scratch()):
        folder.mkdir(parents=True, exist_ok=True)


@contextmanager
def _children(listener: socket.socket, port: int) -> Iterator[Children]:
    """The web server and the worker; both are gone after the block, whatever ended it."""
    env = os.environ | {"SITE_URL": os.environ.get("SITE_URL", f"http://{HOST}:{port}")}
    children: dict[str, subprocess.Popen[bytes]] = {}
    with _worker_log().open("a") as log:
        try:
            children["web server"] = processes.start(
                _web_command(listener),
                folder=settings.BASE_DIR,
                env=env,
                pass_fds=[listener.fileno()],
            )
            children["worker"] = processes.start(
                _worker_command(), folder=settings.BASE_DIR, env=env | _worker_env(), output=log
            )
            yield children
        finally:
            processes.stop(list(children.values()))


def _web_command(listener: socket.socket) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "tfl.wsgi"),
        *("--bind", f"fd://{listener.fileno()}"),
        *("--worker-class", "gthread", "--threads", "4"),
        *("--log-level", "warning", "--graceful-timeout", "3", "--no-control-socket"),
    ]


def _worker_command() -> list[str]:
    return [
        *(sys.executable, "-m", "celery", "--app", "tfl", "worker", "--beat", "--pool", "solo"),
        *("--loglevel", "INFO", "--hostname", f"up-{os.getpid()}@%h"),
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
    ]


def _worker_env() -> dict[str, str]:
    """The broker made of files moves a message through the temporary directory as it takes it.

    Only within one file system is that one step, so that two workers never both get it.
    """
    return {"TMPDIR": str(_scratch())}


def _scratch() -> Path:
    return _broker_folder() / "processed"


def _broker_folder() -> Path:
    folder: Path = settings.BROKER_FOLDER  # type: ignore[misc]  # of the development settings alone
    return folder


def _var() -> Path:
    folder: Path = settings.VAR  # type: ignore[misc]  # of the development settings alone
    return folder


def _worker_log() -> Path:
    return _var() / "worker.log"


def _serves(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _raise_if_one_ended(children: Children) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            raise CommandError(
                f"The {name} ended by itself (exit {child.returncode}); stopping the rest. "
                f"The worker's log: {_worker_log()}"
            )
