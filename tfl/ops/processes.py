"""Child processes that never outlive the one that started them."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

STOP_SECONDS = 2
"""Enough for a page on its way. A job cut short is found again in the database."""
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def end_with_parent(number: int = signal.SIGTERM) -> None:
    """Have the kernel send this process signal `number` when its parent ends, by `kill -9` even.

    As `preexec_fn` for children started from the main thread: the kernel means the parent's thread.
    Nothing happens where there is no Linux.
    """
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, number)


def start(
    command: Sequence[str],
    *,
    folder: Path,
    env: Mapping[str, str],
    output: IO[str] | None = None,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start `command` as the leader of its own group, so that Ctrl-C reaches us and not it."""
    return subprocess.Popen(  # noqa: S603  our own commands, never a visitor's words
        command,
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output and subprocess.STDOUT,
        pass_fds=pass_fds,
        start_new_session=True,
        preexec_fn=end_with_parent,  # noqa: PLW1509  called from the main thread
    )


def stop(children: Sequence[subprocess.Popen[bytes]], *, seconds: float = STOP_SECONDS) -> None:
    """End every child and all that it started: asked first, forced after `seconds`."""
    deadline = time.monotonic() + seconds
    for child in children:
        _signal_group(child, signal.SIGTERM)
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(max(deadline - time.monotonic(), 0))
    for child in children:
        _signal_group(child, signal.SIGKILL)
        child.wait()


def _signal_group(child: subprocess.Popen[bytes], number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)
