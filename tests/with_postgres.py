"""Run a management command on a throw-away, migrated PostgreSQL: `python -m tests.with_postgres bench`."""

import os
import subprocess
import sys

from tests.servers import Postgres


def main(arguments: list[str]) -> int:
    """The command's exit code. The server is gone afterwards."""
    manage = [sys.executable, "manage.py"]
    with Postgres() as server:
        environment = os.environ | {
            "DATABASE_URL": server.url,
            "DJANGO_SETTINGS_MODULE": "tfl.settings.test",
        }
        subprocess.run([*manage, "migrate", "--verbosity=0"], env=environment, check=True)
        return subprocess.run([*manage, *arguments], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
