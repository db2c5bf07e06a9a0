"""`manage.py seed`: the taxonomy, the project backlog and the checklists of child milestones."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from tfl.ops.seeding import seed_checklists, seed_taxonomy


class Command(BaseCommand):
    help = (
        "Create what is missing of the taxonomy and the project backlog, and make the checklists of child "
        "milestones what their files say. Run again, it changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                created = seed_taxonomy()
                checklists = seed_checklists() if settings.CHILDPROGRESS else {}
        except ValueError as error:
            raise CommandError(f"Nothing was changed. {error}") from error
        created["checklist items"] = checklists.pop("created", 0)
        new = [f"{number} {what}" for what, number in created.items() if number]
        done = [f"Created {', '.join(new)}."] if new else []
        done += [
            f"Checklist items {what}: {number}." for what, number in checklists.items() if number
        ]
        self.stdout.write(" ".join(done) or "All of it is there already.")
