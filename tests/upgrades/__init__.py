"""Every version leaves a dump here, of the demo's rows without a name in them: `<version>.json.gz`.

`tests.test_upgrades` brings each forward to today's tables. `python -m tests.upgrades.make` writes the one of
the version in pyproject.toml; those of earlier versions stay as they are.
"""

from pathlib import Path

FOLDER = Path(__file__).parent
SUFFIX = ".json.gz"
