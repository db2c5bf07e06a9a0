"""What a process knows of a server that is away, so that one page pays for finding out, not each."""

import logging
from time import monotonic

logger = logging.getLogger(__name__)

QUIET_SECONDS = 30
"""How long a server found away is left alone."""


class Outage:
    """Of one server, as one process sees it. Says so in the log once when it begins and once after."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._quiet_until = 0.0
        self._noticed = False

    @property
    def is_on(self) -> bool:
        """Found away less than `QUIET_SECONDS` ago: do not even ask."""
        return monotonic() < self._quiet_until

    def begin(self, error: Exception) -> None:
        self._quiet_until = monotonic() + QUIET_SECONDS
        if not self._noticed:
            self._noticed = True
            logger.warning("The %s is away. %s", self._name, error)

    def end(self) -> None:
        self._quiet_until = 0.0
        if self._noticed:
            self._noticed = False
            logger.warning("The %s is back.", self._name)
