"""A worker of its own: generates March 2026 for everybody, in chunks of the size given, once told to begin.

`python -m tests.milestones.generation.generating 10`
"""

import sys

import django
import time_machine

django.setup()

from milestones.generation.run import claim_run, execute_run  # noqa: E402
from milestones.models import GenerationRun  # noqa: E402
from tests.make_milestones import MARCH, MARCH_10, noon  # noqa: E402
from tfl.accounts.models import Student  # noqa: E402


def main(chunk_size: int) -> None:
    with time_machine.travel(noon(MARCH_10), tick=True):
        ids = list(Student.objects.active().order_by("pk").values_list("pk", flat=True))
        print("ready", flush=True)  # noqa: T201  the test waits for it
        sys.stdin.readline()
        run = GenerationRun.objects.create(month=MARCH, student_ids=ids)
        assert claim_run(run)
        execute_run(run, chunk_size=chunk_size)
        assert run.finished_at is not None


if __name__ == "__main__":
    main(int(sys.argv[1]))
