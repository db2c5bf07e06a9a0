"""`manage.py seed`: the taxonomy and the project backlog."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tfl.ops.seeding import seed_taxonomy


class Command(BaseCommand):
    help = "Create what is missing of the taxonomy and the project backlog. Changes nothing else."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            created = seed_taxonomy()
        except ValueError as error:
            raise CommandError(f"Nothing was changed. {error}") from error
        new = [f"{number} {what}" for what, number in created.items() if number]
        self.stdout.write(f"Created {', '.join(new)}." if new else "All of it is there already.")
