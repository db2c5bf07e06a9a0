"""What of a text nobody could read."""

import pytest

from tfl.core.text import unreadable

HIDDEN = "This holds characters nobody can see. Type it anew."
EMPTY = "Nobody can see this. Write some words."


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "SQL Basics",
        "C++ & co. (2)",
        "5",
        "اساسيات",
        "می\u200cخواهم",  # Persian keeps letters apart with it
        "क्\u200dष",  # Hindi joins letters with it
        "Family \U0001f468\u200d\U0001f469\u200d\U0001f467",
        "\u2764\ufe0f",
        "\U0001fae8",  # an emoji newer than some Pythons
        "co\u00adoperate",
        "\u200fעברית\u200e (a)",
    ],
)
def test_what_can_be_read_is_fine(text: str) -> None:
    assert unreadable(text) is None


@pytest.mark.parametrize(
    "character",
    [
        "\x00",
        "\x01",
        "\n",
        "\x7f",
        "\x9b",
        *(chr(each) for each in range(0x202A, 0x202F)),
        *(chr(each) for each in range(0x2066, 0x206A)),
        "\ue000",
        "\ufdd0",
        "\ufffe",
        "\U000e0fff",
        "\ud800",
    ],
)
def test_what_cannot_be_seen_or_turns_what_follows_is_not(character: str) -> None:
    assert unreadable(f"SQL{character} Basics") == HIDDEN


@pytest.mark.parametrize(
    "text", ["\u200b", "\u200d\u200c", "\ufeff \u00ad", "\u2060", "\u3164", "\u2800", "\u0301"]
)
def test_what_shows_nothing_is_not(text: str) -> None:
    assert unreadable(text) == EMPTY


def test_only_what_may_have_several_lines_has_them() -> None:
    assert unreadable("One.\r\n\tTwo.", lines=True) is None
    assert unreadable("One.\x0bTwo.", lines=True) == HIDDEN
