"""`manage.py import_legacy_milestones`: the badge milestones of the system before this one."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from badges.services import BadgesError, LegacyPlan, check_legacy, import_legacy


class Command(BaseCommand):
    help = (
        "Import badge milestones, and who reached them, from a JSON file of the old system. Prints what "
        "becomes of each. Where anything is wrong nothing is imported; those imported before are left alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="print the check, write nothing")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        try:
            plan = check_legacy(_content(file))
            self._report(plan)
            if dry_run and not plan.errors:
                self.stdout.write("A dry run: nothing was imported.")
                return
            import_legacy(plan)
        except BadgesError as error:
            raise CommandError(error.message) from error
        self.stdout.write(self.style.SUCCESS("All of it is imported."))

    def _report(self, plan: LegacyPlan) -> None:
        for item, outcome in plan.outcomes():
            self.stdout.write(f"{item.name}: {outcome}")
            for remark in item.errors:
                self.stdout.write(self.style.ERROR(f"  Error: {remark}"))
            for remark in item.warnings:
                self.stdout.write(self.style.WARNING(f"  Warning: {remark}"))
        for key, times in sorted(plan.unread.items()):
            self.stdout.write(self.style.WARNING(f"Not read: “{key}”, {times} ×"))
        self.stdout.write(_totals(plan))


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error


def _totals(plan: LegacyPlan) -> str:
    active = sum(arrival.milestone.active for arrival in plan.arrivals)
    wrong = sum(bool(item.errors) for item in plan.items)
    return (
        f"Badge milestones: {len(plan.items)}. To import: {active} active, "
        f"{len(plan.arrivals) - active} inactive, with {plan.achievements} achievements. "
        f"Here already: {len(plan.known)}. Cannot be imported: {wrong}. "
        f"Errors: {len(plan.errors)}. Warnings: {len(plan.warnings)}."
    )
