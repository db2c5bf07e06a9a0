from tfl.core.errors import ServiceError


class MilestonesError(ServiceError):
    """A service of the monthly engine did nothing, and says why."""
