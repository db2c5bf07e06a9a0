"""The one way a service says no."""

from enum import Enum


class Refusal(Enum):
    """Why a service refused; the value is the HTTP status the endpoints answer with."""

    FORBIDDEN = 403
    NOT_FOUND = 404
    CONFLICT = 409
    INVALID = 422


class ServiceError(Exception):
    """A service did nothing; `message` tells the person why and what to do.

    `field` names the input it is about, for the form to show it there. `missing` lists what is still
    to be proven, where that is the reason.
    """

    def __init__(
        self,
        message: str,
        *,
        refusal: Refusal = Refusal.INVALID,
        field: str | None = None,
        missing: tuple[str, ...] = (),
    ) -> None:
        super().__init__(str(message))
        self.message = str(message)
        self.refusal = refusal
        self.field = field
        self.missing = missing
