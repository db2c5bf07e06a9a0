"""docker-compose.yml holds together, and what it starts works: run here without Docker.

The build context is laid out as the image would hold it, and each of our services runs its own
command and health check in it, with production settings, against servers of the suite.
"""

import http.client
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest
import yaml

from tests.servers import Postgres, Redis, free_port, postgres_programs, wait_until
from tfl.ops import processes

ROOT = Path(__file__).resolve().parent.parent
OURS = ("web", "worker", "beat", "migrate")
LONG_RUNNING = ("web", "worker", "beat", "postgres", "redis")
SECRETS = ("SECRET_KEY", "POSTGRES_PASSWORD", "EMAIL_URL")
ANSWERS = {
    "SECRET_KEY": "no-secret-at-all-but-long-enough-for-django-to-take-it-1234567890",
    "ALLOWED_HOSTS": ".example.org,example.net",
    "SITE_URL": "https://www.example.org",
    "EMAIL_URL": "consolemail://",
    "DEFAULT_FROM_EMAIL": "post@example.org",
}
"""What somebody would write into .env, but for the password."""

LOGIN = "/accounts/login/"
TOKEN = "0123456789abcdefghijklmnopqrstuv"
"""A CSRF token, the same in the cookie and in the form."""

VARIABLE = re.compile(r"\$(?:(?P<escaped>\$)|\{(?P<name>\w+)(?::(?P<kind>[?-])(?P<rest>[^}]*))?\})")


@cache
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return loaded


def service(name: str) -> dict[str, Any]:
    found: dict[str, Any] = compose()["services"][name]
    return found


def filled_in(value: object, answers: dict[str, str]) -> str:
    """`value` as Compose reads it: ${NAME:?…}, ${NAME:-default} and $$."""

    def replacement(match: re.Match[str]) -> str:
        if match["escaped"]:
            return "$"
        default = match["rest"] if match["kind"] == "-" else None
        answer = answers.get(match["name"]) or default
        assert answer is not None, f"{match['name']} is not set"
        return answer

    return VARIABLE.sub(replacement, str(value))


def dockerfile() -> list[tuple[str, str]]:
    """Its instructions and their arguments, continued lines joined."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines)]


def is_ignored(path: str) -> bool:
    """Whether .dockerignore keeps `path` out of the build context."""
    first, *_ = parts = Path(path).parts
    for pattern in (ROOT / ".dockerignore").read_text().split():
        anywhere = pattern.removeprefix("**/")
        if any(fnmatch(part, anywhere) for part in (parts if "**/" in pattern else [first])):
            return True
    return False


# What the file says ------------------------------------------------------------------------------
def test_it_is_a_compose_file() -> None:
    command = ["check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"]
    program = Path(sys.executable).with_name(command[0])
    run = subprocess.run(
        [program, *command[1:]], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 0, run.stdout


def test_the_services_are_the_five_of_production_and_their_migration() -> None:
    assert set(compose()["services"]) == {*OURS, *LONG_RUNNING}


def test_every_variable_has_a_default_or_stops_compose_with_a_word() -> None:
    example = (ROOT / ".env.example").read_text()
    used = [match for match in VARIABLE.finditer(yaml.dump(compose())) if match["name"]]
    assert {match["name"] for match in used if match["kind"] == "?"} >= {*ANSWERS, *SECRETS}
    for match in used:
        assert match["rest"], f"{match['name']} is neither required nor has it a default"
        assert re.search(rf"^{match['name']}=", example, re.MULTILINE)


def test_the_example_gives_no_secret_away() -> None:
    example = (ROOT / ".env.example").read_text().splitlines()
    assert {f"{name}=" for name in SECRETS} <= set(example)


def test_secrets_come_from_the_environment_alone() -> None:
    for name in OURS:
        environment = service(name)["environment"]
        assert environment["SECRET_KEY"].startswith("${SECRET_KEY:?")
        assert ":${POSTGRES_PASSWORD:?" in environment["DATABASE_URL"]


@pytest.mark.parametrize("name", [*OURS, "postgres", "redis"])
def test_what_a_service_refers_to_exists(name: str) -> None:
    described = service(name)
    for target, condition in described.get("depends_on", {}).items():
        awaited = service(target)
        if condition["condition"] == "service_healthy":
            assert "healthcheck" in awaited
        else:
            assert awaited["restart"] == "no"
    for volume in described.get("volumes", []):
        assert volume.partition(":")[0] in compose()["volumes"]
    assert "env_file" not in described
    if "build" in described:
        assert (ROOT / described["build"] / "Dockerfile").is_file()
    else:
        assert re.fullmatch(r"[a-z]+:\d+", described["image"])


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_every_service_that_stays_has_a_health_check(name: str) -> None:
    assert {"test", "interval", "timeout", "retries"} <= set(service(name)["healthcheck"])


def test_the_image_is_made_of_what_is_there_and_runs_without_rights() -> None:
    instructions = dockerfile()
    for word, rest in instructions:
        if word == "FROM":
            assert re.match(r"python:3\.11-slim\b", rest)
        elif word == "COPY" and "--from" not in rest:
            for source in shlex.split(rest)[:-1]:
                assert (ROOT / source).exists()
                assert source == "." or not is_ignored(source)
    assert ("USER", "10001") in instructions
    assert any("--require-hashes" in rest for word, rest in instructions if word == "RUN")


def test_nothing_private_or_heavy_goes_into_the_image() -> None:
    for path in (".env", ".git/config", ".venv/bin/python", "var/db.sqlite3", "tests/conftest.py"):
        assert is_ignored(path)
    for path in ("manage.py", "tfl/wsgi.py", "templates/503.html", "requirements/base.txt"):
        assert not is_ignored(path)


def test_child_milestones_can_be_left_out() -> None:
    for name in OURS:
        assert service(name)["environment"]["CHILDPROGRESS"] == "${CHILDPROGRESS:-true}"


# What it starts ----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Stack:
    """The image's folder, and local servers where the file's services would be."""

    image: Path
    scratch: Path
    postgres: Postgres
    redis: Redis
    port: int

    def environment(self, name: str) -> dict[str, str]:
        """The service's environment, with this machine's addresses."""
        answers = ANSWERS | {"POSTGRES_PASSWORD": self.postgres.password}
        described = service(name)["environment"]
        own = {key: self.local(filled_in(value, answers)) for key, value in described.items()}
        return self.machine() | own

    def machine(self) -> dict[str, str]:
        """What the image and a container bring along."""
        programs = postgres_programs()
        path = [str(Path(sys.executable).parent), str(programs), os.environ["PATH"]]
        return {
            "PATH": ":".join(path),
            "HOME": str(self.scratch),
            "HOSTNAME": socket.gethostname(),
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.postgres.port),
            "DJANGO_SETTINGS_MODULE": image_environment()["DJANGO_SETTINGS_MODULE"],
        }

    def local(self, text: str) -> str:
        for there, here in {
            "@postgres:5432": f"@127.0.0.1:{self.postgres.port}",
            "//redis:6379": f"//127.0.0.1:{self.redis.port}",
            "0.0.0.0:8000": f"127.0.0.1:{self.port}",
            "127.0.0.1:8000": f"127.0.0.1:{self.port}",
            "redis-cli": f"redis-cli -p {self.redis.port}",
            "/tmp/": f"{self.scratch}/",  # noqa: S108  a container's own
        }.items():
            text = text.replace(there, here)
        return text

    def command(self, name: str) -> list[str]:
        return [self.local(filled_in(word, {})) for word in service(name)["command"]]

    @contextmanager
    def running(self, name: str) -> Iterator[subprocess.Popen[bytes]]:
        log = self.scratch / f"{name}.log"
        with log.open("w") as output:
            process = processes.start(
                self.command(name), folder=self.image, env=self.environment(name), output=output
            )
        try:
            yield process
        finally:
            processes.stop([process])

    def ask(
        self, path: str, *, cookie: str = "sessionid=of-nobody", form: dict[str, str] | None = None
    ) -> tuple[int, str]:
        """The status and text of a page, asked for as the proxy in front would."""
        headers = {
            "Host": "www.example.org",
            "X-Forwarded-Proto": "https",
            "Referer": "https://www.example.org/",
            "Cookie": cookie,
        }
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as link:
            link.request("POST" if form else "GET", path, urlencode(form or {}), headers)
            answer = link.getresponse()
            return answer.status, answer.read().decode()

    def health(self, name: str) -> subprocess.CompletedProcess[str]:
        check = service(name)["healthcheck"]
        kind, *words = (filled_in(word, {}) for word in check["test"])
        line = self.local(words[0] if kind == "CMD-SHELL" else shlex.join(words))
        env = self.environment(name) if name in OURS else self.machine()
        return subprocess.run(
            ["sh", "-c", line],
            cwd=self.image,
            env=env,
            capture_output=True,
            text=True,
            timeout=float(check["timeout"].removesuffix("s")),
        )

    def is_healthy(self, name: str) -> bool:
        return self.health(name).returncode == 0

    def wait_for(self, name: str) -> None:
        wait_until(lambda: self.is_healthy(name), what=f"health of {name}", seconds=40)


def image_environment() -> dict[str, str]:
    lines = [rest for word, rest in dockerfile() if word == "ENV"]
    pairs = (pair.partition("=") for line in lines for pair in shlex.split(line))
    return {name: value for name, _, value in pairs}


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    image = tmp_path_factory.mktemp("image") / "app"
    scratch = tmp_path_factory.mktemp("scratch")

    def ignored(folder: str, names: list[str]) -> list[str]:
        inside = Path(folder).relative_to(ROOT)
        return [name for name in names if is_ignored(str(inside / name))]

    shutil.copytree(ROOT, image, ignore=ignored)
    with Postgres() as postgres, Redis() as redis:
        made = Stack(image, scratch, postgres, redis, free_port())
        (static,) = (rest for word, rest in dockerfile() if "collectstatic" in rest)
        run(static, cwd=image, env=made.machine())
        run(shlex.join(made.command("migrate")), cwd=image, env=made.environment("migrate"))
        yield made


def run(line: str, *, cwd: Path, env: dict[str, str]) -> None:
    done = subprocess.run(
        ["sh", "-c", line], cwd=cwd, env=env, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr


runs = [pytest.mark.postgres, pytest.mark.broker, pytest.mark.xdist_group("compose")]


class TestRunning:
    pytestmark = runs

    def test_migrations_run_again_without_harm(self, stack: Stack) -> None:
        run(shlex.join(stack.command("migrate")), cwd=stack.image, env=stack.environment("migrate"))

    def test_web_serves_and_outlives_both_its_servers(self, stack: Stack) -> None:
        def statuses() -> list[int]:
            return [stack.ask(path)[0] for path in (LOGIN, "/readyz")]

        assert not stack.is_healthy("web")
        with stack.running("web"):
            stack.wait_for("web")
            assert statuses() == [200, 200]
            stack.redis.stop()
            assert statuses() == [200, 503]
            # Attempts to sign in are counted in Redis; without it they are still answered.
            form = {
                "login": "nobody@example.org",
                "password": "wrong",
                "csrfmiddlewaretoken": TOKEN,
            }
            status, page = stack.ask(LOGIN, cookie=f"csrftoken={TOKEN}", form=form)
            assert status == 200
            assert "not correct" in page
            stack.redis.start()
            stack.postgres.stop()
            assert statuses() == [503, 503]
            assert stack.is_healthy("web")
            stack.postgres.start()
            wait_until(lambda: statuses() == [200, 200], what="pages again", seconds=10)

    def test_the_worker_is_healthy_while_it_runs_and_finds_its_broker_again(
        self, stack: Stack
    ) -> None:
        with stack.running("worker") as worker:
            stack.wait_for("worker")
            stack.redis.stop()
            stack.redis.start()
            stack.wait_for("worker")
            worker.send_signal(signal.SIGTERM)
            worker.wait(20)
            assert not stack.is_healthy("worker")

    def test_beat_is_healthy_while_it_looks_at_its_schedule(self, stack: Stack) -> None:
        heartbeat = Path(stack.environment("beat")["BEAT_HEARTBEAT"])
        assert not stack.is_healthy("beat")
        with stack.running("beat"):
            stack.wait_for("beat")
            hour_ago = heartbeat.stat().st_mtime - 3600
        os.utime(heartbeat, (hour_ago, hour_ago))
        assert not stack.is_healthy("beat")

    @pytest.mark.parametrize("name", ["postgres", "redis"])
    def test_the_servers_health_checks_tell_up_from_down(self, stack: Stack, name: str) -> None:
        if name == "redis" and not shutil.which("redis-cli"):
            pytest.skip("needs redis-cli: apt-get install redis-tools")
        server = stack.postgres if name == "postgres" else stack.redis
        assert stack.is_healthy(name), stack.health(name).stderr
        server.stop()
        try:
            assert not stack.is_healthy(name)
        finally:
            server.start()

    def test_the_databases_own_log_quotes_nothing_that_was_written(self) -> None:
        """Names of children, say: in a statement, in its values, in the row that was refused."""
        program, *options = service("postgres")["command"]
        assert program == "postgres"
        assert all(option.startswith("-c") for option in options)

        assert "canary" not in log_of_a_bad_day(*(option[2:] for option in options))

    def test_by_itself_it_would(self) -> None:
        assert log_of_a_bad_day().count("canary") >= 4


def log_of_a_bad_day(*settings: str) -> str:
    """What PostgreSQL writes with these settings, while it refuses things."""
    with Postgres(*settings) as server, psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE children (name text UNIQUE, born date, CHECK (length(name) < 20))"
        )
        connection.execute("INSERT INTO children VALUES ('canary')")
        for statement, values in (
            ("INSERT INTO children VALUES ('canary')", None),
            ("INSERT INTO children VALUES ('canary who cannot be so long')", None),
            ("INSERT INTO children VALUES (%s)", ["canary"]),
            ("SELECT 'canary' FROM children WHERE", None),
        ):
            with pytest.raises(psycopg.Error):
                connection.execute(statement, values)
        log = (server.folder / "server.log").read_text()
    assert "violates check constraint" in log, "what went wrong is there"
    return log
