"""Background work. Each task finds what is due and calls one service; repeating one changes nothing."""

from celery import shared_task

from badges import services
from tfl.core.jobs import in_rounds


@shared_task(name="badges.catch_up")
def catch_up() -> int:
    """New achievements. Beat: every two minutes, and hinted at."""
    return services.catch_up()


@shared_task(name="badges.sweep_everything")
def sweep_everything() -> int:
    """Achievements that were missed. Beat: nightly."""
    return services.sweep_everything()


@shared_task(name="badges.send_claim_links")
def send_claim_links() -> int:
    """Mails that left. Beat: every two minutes, and hinted at."""
    return in_rounds(services.send_claim_links)


@shared_task(name="badges.work_off_imports")
def work_off_imports() -> int:
    """Badges issued of confirmed lists. Beat: every two minutes, and hinted at."""
    return services.work_off_imports()
