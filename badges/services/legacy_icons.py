"""What the system before this one showed beside a badge milestone, as one of our icons."""

from typing import Final

from badges.icons import ICONS

_EMOJI: Final = {
    "medal": "\U0001f3c5\U0001f396\U0001f947\U0001f948\U0001f949",
    "trophy": "\U0001f3c6",
    "globe": "\U0001f30d\U0001f30e\U0001f30f\U0001f310\U0001f5fa",
    "laptop": "\U0001f4bb\U0001f5a5\u2328",
    "speech": "\U0001f5e3\U0001f4ac\U0001f5e8\U0001f4e3",
    "star": "\u2b50\U0001f31f\u2728",
    "rocket": "\U0001f680",
    "leaf": "\U0001f343\U0001f33f\U0001f331\U0001f342",
    "flame": "\U0001f525",
    "compass": "\U0001f9ed",
    "mountain": "\u26f0\U0001f3d4\U0001f5fb",
    "key": "\U0001f511\U0001f5dd",
    "book": "\U0001f4d6\U0001f4d5\U0001f4d7\U0001f4d8\U0001f4d9\U0001f4da",
    "puzzle": "\U0001f9e9",
    "handshake": "\U0001f91d",
    "bulb": "\U0001f4a1",
    "chart": "\U0001f4ca\U0001f4c8",
    "shield": "\U0001f6e1",
    "pen": "\u270f\u2712\U0001f58a\U0001f58b\U0001f4dd",
    "database": "\U0001f5c4",
    "bug": "\U0001f41b\U0001f41e",
    "magnifier": "\U0001f50d\U0001f50e",
    "gear": "\u2699",
    "cloud": "\u2601",
}
_NAMES: Final = {
    "award": "medal",
    "ribbon": "medal",
    "cup": "trophy",
    "world": "globe",
    "earth": "globe",
    "computer": "laptop",
    "code": "laptop",
    "chat": "speech",
    "message": "speech",
    "fire": "flame",
    "idea": "bulb",
    "lightbulb": "bulb",
    "graph": "chart",
    "pencil": "pen",
    "search": "magnifier",
    "settings": "gear",
    "cog": "gear",
}
_OURS: Final = (
    {name: name for name in ICONS}
    | _NAMES
    | {character: name for name, characters in _EMOJI.items() for character in characters}
)
_SHADES: Final = dict.fromkeys([0xFE0E, 0xFE0F, *range(0x1F3FB, 0x1F400)])
"""How an emoji is drawn and of what colour its skin is."""


def our_icon(theirs: str) -> str:
    """By its emoji or its name, such as “Trophy”, “:fire:” or “light-bulb”; empty where none is alike."""
    name = theirs.translate(_SHADES).strip(" :").lower()
    return _OURS.get(name) or _OURS.get(name.replace("-", "").replace("_", ""), "")
