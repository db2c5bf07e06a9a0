from tfl.core.errors import ServiceError


class OpsError(ServiceError):
    """A service that spans the apps did nothing, and says why."""
