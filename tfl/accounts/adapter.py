"""Where allauth's sign-up, login and mails meet our people."""

import logging
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tfl.accounts import services

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Who signs up alone becomes a parent when they prove their address, not before: until then the
    address may be somebody else's, whom an admin can still invite.
    """

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        user = email_address.user
        first = not EmailAddress.objects.filter(user=user, verified=True).exists()
        confirmed = bool(super().confirm_email(request, email_address))
        if confirmed and first:
            services.welcome(user=user)
        return confirmed

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is away is not the person's fault: they are told, and can ask again.

        allauth renders subjects without the request, so without what context processors add.
        """
        context = {"app_name": settings.APP_NAME, **context}
        context.update(
            {name: _on_our_site(url) for name, url in context.items() if name.endswith("_url")}
        )
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as error:  # smtplib's errors are OSErrors too; their text holds the address
            logger.warning("%s not sent: %s", template_prefix, type(error).__name__)
            self.add_message(
                self.request,
                messages.ERROR,
                message=_(
                    "We could not send the mail just now. Please try again in a few minutes."
                ),
            )


def _on_our_site(url: str) -> str:
    """A link for a mail, under the address the installation is known by: the one in the request is
    whatever its sender wrote.
    """
    parts = urlsplit(url)
    return f"{settings.SITE_URL}{urlunsplit(('', '', parts.path, parts.query, parts.fragment))}"
