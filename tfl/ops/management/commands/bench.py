"""`manage.py bench`: what the product is held to, measured in one run. Exits 1 below a bar."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from milestones.generation.run import CHUNK
from tfl.accounts.models import User
from tfl.core.clock import current_month
from tfl.ops.bench import generation
from tfl.ops.bench.population import populate

MOST_TIMES_THE_FLOOR = 2.0
MOST_MEGABYTES = 300


class Command(BaseCommand):
    help = (
        "Measure monthly generation on the configured PostgreSQL, which must hold no people: "
        "it is filled with students who stay there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--students", type=int, default=10_000)

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Figures are for PostgreSQL: set DATABASE_URL, or use `make bench`.")
        if User.objects.exists():
            raise CommandError("This database holds people. Measure on an empty one.")
        month, students = current_month(), options["students"]
        self.stdout.write(f"{students} students with six months of history …")
        populate(students, month)
        measured = generation.measure(month)
        self.stdout.write(
            f"{measured.seconds:.1f} s, {measured.students_per_second:.0f} students a second, "
            f"{measured.rows} rows written\n"
            f"{measured.ratio:.2f} times the floor of {measured.floor_seconds:.1f} s "
            f"(at most {MOST_TIMES_THE_FLOOR})\n"
            f"{measured.statements_per_chunk} statements per chunk of {CHUNK}\n"
            f"{measured.peak_megabytes:.0f} MB at the peak (at most {MOST_MEGABYTES})"
        )
        if measured.ratio > MOST_TIMES_THE_FLOOR or measured.peak_megabytes > MOST_MEGABYTES:
            raise CommandError("Below the bar.")
