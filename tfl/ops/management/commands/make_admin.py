"""The way in when nobody is an admin yet, or none can sign in."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tfl.accounts.models import Invitation, Role
from tfl.accounts.selectors import invitation_path
from tfl.accounts.services import AccountsError, invite_person


class Command(BaseCommand):
    help = (
        "Make somebody an admin. Whoever has no account yet gets an invitation by mail; its link is "
        "printed too, for a server that cannot send mail yet."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = invite_person(
                email=options["email"], name=options["name"], roles=[Role.ADMIN], by=None
            )
        except AccountsError as error:
            raise CommandError(error.message) from error
        self.stdout.write(self.style.SUCCESS(f"{user.email} is an admin."))
        invitation = Invitation.objects.open().filter(user=user).first()
        if invitation is not None:
            path = invitation_path(invitation.pk)
            self.stdout.write(f"To choose a password, within a week: {settings.SITE_URL}{path}")
