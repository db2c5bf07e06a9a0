"""The scheduler, with a sign of life that a container's health check can read."""

import os
from pathlib import Path
from typing import Any

from django_celery_beat.schedulers import DatabaseScheduler


class HeartbeatScheduler(DatabaseScheduler):  # type: ignore[misc]  # it publishes no types
    """Touches the file that `BEAT_HEARTBEAT` names after each look at the schedule."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        wait: float = super().tick(*args, **kwargs)
        if heartbeat := os.environ.get("BEAT_HEARTBEAT"):
            Path(heartbeat).touch()
        return wait
