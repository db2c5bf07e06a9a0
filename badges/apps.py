from allauth.account.signals import email_confirmed
from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _


class BadgesConfig(AppConfig):
    name = "badges"
    verbose_name = _("Badges")

    def ready(self) -> None:
        from badges import receivers  # noqa: PLC0415  models, which are there only now

        user_logged_in.connect(receivers.attach_at_sign_in)
        email_confirmed.connect(receivers.attach_at_confirmation)
