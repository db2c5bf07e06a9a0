"""Background work. Each task finds what is due and calls one service; repeating one changes nothing."""

from celery import shared_task
from django.conf import settings

from childprogress import services
from tfl.core.jobs import in_rounds


@shared_task(name="childprogress.send_invitations")
def send_invitations() -> int:
    """Mails that left. Beat: every two minutes, and hinted at. None where the links would lead nowhere."""
    return in_rounds(services.send_guardian_invitations) if settings.CHILDPROGRESS else 0
