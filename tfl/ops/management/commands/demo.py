"""`manage.py demo`: people with a history, to look at the product with."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError

from tfl.core.clock import today
from tfl.core.errors import ServiceError
from tfl.ops.demo import ACCOUNTS, build_demo


class Command(BaseCommand):
    help = (
        "Make the demo: 60 students with six months of history and badges, their mentors, employers, an "
        "admin, and three families. "
        "It adds to what is there and changes nobody else; run again, it does nothing. "
        "Everybody in it has the same published password, so it is refused in production."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--force",
            action="store_true",
            help="also in production; anybody can then sign in as the demo's admin",
        )
        parser.add_argument(
            "--no-accounts",
            action="store_false",
            dest="accounts",
            help="do not print who can sign in",
        )

    def handle(self, *args: Any, force: bool, accounts: bool, **options: Any) -> None:
        if not (settings.DEMO_ALLOWED or force):
            raise CommandError(
                "The demo's password is public and its admin can see everybody. "
                "It is not made in production; --force makes it all the same."
            )
        try:
            made = build_demo(on=today(), tell=self.stdout.write)
        except ServiceError as error:
            raise CommandError(f"Nothing was changed. {error.message}") from error
        except IntegrityError as error:
            raise CommandError(
                "Nothing was changed. An address of the demo belongs to somebody already."
            ) from error
        if not made:
            self.stdout.write("The demo is there already; nothing was changed.")
            return
        if accounts:
            for account in ACCOUNTS:
                self.stdout.write("  ".join(account))
