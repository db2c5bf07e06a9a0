"""CHILDPROGRESS=false leaves child milestones out of an installation; the same installation with it on."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tfl.ops.api import api

ROOT = Path(__file__).parent.parent.parent
INSIDE = Path(__file__).with_name("switched_off.py")


def test_switched_off() -> None:
    """The setting is read when a process starts: so these run in one that started with it off."""
    outside = {"DJANGO_SETTINGS_MODULE", "PYTEST_XDIST_WORKER"}
    inherited = {key: value for key, value in os.environ.items() if key not in outside}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(INSIDE)],
        cwd=ROOT,
        env=inherited | {"CHILDPROGRESS": "false", "DATABASE_URL": "sqlite://:memory:"},
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert done.returncode == 0, done.stdout[-5000:]
    wanted = len(re.findall(r"^def test_", INSIDE.read_text(), re.MULTILINE))
    assert re.search(rf"\b{wanted} passed\b", done.stdout), done.stdout[-500:]


@pytest.mark.django_db
def test_switched_on_all_of_it_is_there(client: Client) -> None:
    """What its tests look for in vain."""
    assert settings.CHILDPROGRESS is True
    assert "/children/" in json.dumps(api.get_openapi_schema(path_prefix="/api/"))
    assert client.get("/children/").status_code == 302
    assert "Your children" in client.get("/privacy/").content.decode()
    assert "my child" in client.get("/").content.decode()
    tasks = {each["task"] for each in settings.CELERY_BEAT_SCHEDULE.values()}
    assert "childprogress.send_invitations" in tasks
