"""What only guardians may ever read of the world's child, and where it turns up."""

from typing import Any

from django.http import HttpResponseBase

from tests.world import BORN, NAME, NOTED

DELETED = "Whistled at the quillfeather."
"""A note that was taken away and can still be brought back."""

CANARIES = (
    NAME,
    NOTED,
    DELETED,
    "quillfeather",  # the one word all of them have, and no page or place
    BORN.isoformat(),
    f"{BORN:%d %B %Y}",
    f"{BORN:%B %d, %Y}",
    f"{BORN:%d/%m/%Y}",
    f"{BORN:%m/%d/%Y}",
    f"{BORN:%d.%m.%Y}",
    repr(BORN),
)


def traces(text: str) -> list[str]:
    """The canaries in it, as they are, escaped or percent-encoded."""
    lower = text.casefold().replace("%20", " ").replace("+", " ")
    return [each for each in CANARIES if each.casefold() in lower]


def everything_in(response: HttpResponseBase) -> str:
    """Body, headers, cookies and where it leads."""
    content: Any = response
    body = content.getvalue().decode(errors="replace")
    return f"{body}\n{response.headers}\n{response.cookies}"
