"""Make `.venv` and keep it at a lock: `python requirements/install.py base` or `dev`.

Needs Python alone. Installs again only when the lock's content changed, and tells how far it is.
The machine's own pip settings hold (its index, its certificates, its cache).
"""

import fcntl
import re
import subprocess
import sys
import time
import venv
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
A_PACKAGE = re.compile(
    r"(?:Collecting |Requirement already satisfied: |Ignoring |Processing \S*/)"
    r"([A-Za-z][\w.]*(?:-[A-Za-z]\w*)*)"
)
"""How pip begins a line about one package, and that package's name."""
INCLUDES = {"base": ["base"], "dev": ["base", "dev"]}


def main(name: str) -> None:
    if sys.version_info < OLDEST:
        sys.exit(f"Python {sys.version.split()[0]} is too old; 3.11 or newer is needed.")
    with Path(__file__).open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two of us at once would spoil each other's work
        if not _works():
            _make()
        if not _installed(name):
            _install(name)


def _works() -> bool:
    """Whether there is an environment with pip; not one left half made, or moved here."""
    command = [str(PYTHON), "-c", "import pip, sys; print(sys.prefix)"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return Path(answer.stdout.strip()) == VENV


def _make() -> None:
    _say(f"Making .venv with Python {sys.version.split()[0]}")
    try:
        venv.create(VENV, clear=True, with_pip=True, symlinks=True)
    except subprocess.CalledProcessError:
        sys.exit("Python came without venv. On Debian and Ubuntu: apt-get install python3-venv")


def _installed(name: str) -> bool:
    stamp = _stamp(name)
    return stamp.exists() and stamp.read_bytes() == _lock(name).read_bytes()


def _install(name: str) -> None:
    _stamp(name).unlink(missing_ok=True)
    total = len(re.findall(r"^[\w.\-\[\]]+==", _lock(name).read_text(), re.MULTILINE))
    _say(f"Installing {total} packages into .venv, once (requirements/{name}.txt)")
    began = time.monotonic()
    command = [
        *(str(PYTHON), "-m", "pip", "install", "--no-input", "--progress-bar", "off"),
        *("--disable-pip-version-check", "--require-hashes", "-r", str(_lock(name))),
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as pip:
        said = _follow(pip, total)
    if pip.returncode:
        sys.exit("".join(said[-20:]) + f"\npip failed on requirements/{name}.txt.")
    _say(f"  ready after {time.monotonic() - began:.0f} s")
    for part in INCLUDES[name]:
        _stamp(part).write_bytes(_lock(part).read_bytes())


def _follow(pip: "subprocess.Popen[str]", total: int) -> list[str]:
    """Turn what pip says into a line of progress; all it said."""
    said: list[str] = []
    collected = 0
    for line in pip.stdout or ():
        said.append(line)
        if found := A_PACKAGE.match(line):
            collected += 1
            _progress(
                f"  {min(collected, total):3} of {total}  {found[1]}", every=collected % 20 == 0
            )
        elif line.startswith("Installing collected packages"):
            _progress("  all here, unpacking them", every=True)
    _progress("", every=False)
    return said


def _progress(text: str, *, every: bool) -> None:
    """One line that changes, on a terminal; elsewhere only the lines worth a log."""
    if sys.stdout.isatty():
        print(f"\r\033[K{text}", end="", flush=True)
    elif every:
        _say(text)


def _say(text: str) -> None:
    print(text, flush=True)


def _lock(name: str) -> Path:
    return ROOT / "requirements" / f"{name}.txt"


def _stamp(name: str) -> Path:
    """A copy of the lock that was installed."""
    return VENV / f"installed-{name}.txt"


if __name__ == "__main__":
    main(sys.argv[1])
