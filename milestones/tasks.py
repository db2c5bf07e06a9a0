"""Background work. Each task finds what is due and calls one service; repeating one changes nothing."""

from celery import shared_task

from milestones import services


@shared_task(name="milestones.generate_due_milestones")
def generate_due_milestones() -> list[int]:
    """The run ids. Beat: 00:05 on the first and a daily catch-up."""
    return [run.pk for run in services.generate_due_milestones()]


@shared_task(name="milestones.execute_runs")
def execute_runs() -> int:
    return services.execute_runs()
