"""What badges look like: one family of icons, and the medal they stand on.

Icons are drawn on a 24 × 24 grid with a line 1.75 wide, round at ends and corners; a dot is a line of
no length. A medal carries its own colours, the same on paper, on a dark page and as the public image.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from math import pi
from typing import Final
from xml.sax.saxutils import escape

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Enamel(StrEnum):
    """Grounds of a medal's face; each deep enough for its pale sign (5:1 at least)."""

    GREEN = "#1b5e4e"
    TEAL = "#0b5867"
    BLUE = "#285583"
    INDIGO = "#474ba0"
    PLUM = "#812a61"
    RUST = "#9c3a1a"
    BRONZE = "#6b4a12"


@dataclass(frozen=True)
class Icon:
    label: str | Promise
    enamel: Enamel
    path: str
    """SVG path data."""


DEFAULT_ICON: Final = "medal"

ICONS: Final[dict[str, Icon]] = {
    "medal": Icon(
        _("Medal"),
        Enamel.GREEN,
        "M12 9.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11zM8.25 10.5 4.75 3.5h4.5l2.75 5.25 2.75-5.25h4.5"
        "l-3.5 7M12 13.25v3.5",
    ),
    "trophy": Icon(
        _("Trophy"),
        Enamel.RUST,
        "M7.25 3.5h9.5v6.75a4.75 4.75 0 0 1-9.5 0zM7.25 5.5H3.75v1.25a4 4 0 0 0 3.75 4"
        "M16.75 5.5h3.5v1.25a4 4 0 0 1-3.75 4M12 15v2.75M8 20.5c0-1.75 1.5-2.75 4-2.75s4 1 4 2.75z",
    ),
    "globe": Icon(
        _("Globe"),
        Enamel.TEAL,
        "M12 3.25a8.75 8.75 0 1 1 0 17.5a8.75 8.75 0 1 1 0-17.5zM3.25 12h17.5"
        "M12 3.25c2.5 2.4 3.75 5.3 3.75 8.75s-1.25 6.35-3.75 8.75c-2.5-2.4-3.75-5.3-3.75-8.75"
        "S9.5 5.65 12 3.25z",
    ),
    "laptop": Icon(
        _("Laptop"),
        Enamel.INDIGO,
        "M4.75 15.25V6.5A1.75 1.75 0 0 1 6.5 4.75h11a1.75 1.75 0 0 1 1.75 1.75v8.75"
        "M2.5 17.75c0-1.5.75-2.5 2.25-2.5h14.5c1.5 0 2.25 1 2.25 2.5 0 .85-.65 1.5-1.5 1.5H4"
        "c-.85 0-1.5-.65-1.5-1.5z",
    ),
    "speech": Icon(
        _("Speech"),
        Enamel.PLUM,
        "M5.5 4h13a2.25 2.25 0 0 1 2.25 2.25v7.5A2.25 2.25 0 0 1 18.5 16h-6.25L7.5 20.25V16h-2"
        "a2.25 2.25 0 0 1-2.25-2.25v-7.5A2.25 2.25 0 0 1 5.5 4zM7.75 8.25h8.5M7.75 11.75h5",
    ),
    "star": Icon(
        _("Star"),
        Enamel.BRONZE,
        "M12 3.25 14.5 9.35 21.05 9.8 16 14.05 17.6 20.45 12 16.95 6.4 20.45 8 14.05 2.95 9.8 9.5 9.35z",
    ),
    "rocket": Icon(
        _("Rocket"),
        Enamel.INDIGO,
        "M12 2.75c3 2.4 4.5 5.5 4.5 9.25 0 1.6-.3 3.1-.85 4.5h-7.3c-.55-1.4-.85-2.9-.85-4.5"
        "C7.5 8.25 9 5.15 12 2.75zM12 8.5a1.75 1.75 0 1 1 0 3.5a1.75 1.75 0 1 1 0-3.5z"
        "M7.5 12.25 4.5 15.5v4.25l3.85-3.25M16.5 12.25l3 3.25v4.25l-3.85-3.25M12 19v2.25",
    ),
    "leaf": Icon(
        _("Leaf"),
        Enamel.GREEN,
        "M6.6 17.4C3.25 10.5 8.5 3.5 20.25 3.75c.25 11.75-6.75 17-13.65 13.65zM3.5 20.5 14.5 9.5",
    ),
    "flame": Icon(
        _("Flame"),
        Enamel.RUST,
        "M12.75 2.75c.5 4 5.75 6.25 5.75 11.5a6.5 6.5 0 0 1-13 0c0-2.5 1.1-4.5 2.75-6"
        " .25 1.75.9 2.9 2 3.5-.5-3.75.4-6.75 2.5-9zM12 20.75c-1.75 0-2.75-1.25-2.75-2.75"
        " 0-1.65 1.15-2.75 2.75-4 1.6 1.25 2.75 2.35 2.75 4 0 1.5-1 2.75-2.75 2.75z",
    ),
    "compass": Icon(
        _("Compass"),
        Enamel.TEAL,
        "M12 3.25a8.75 8.75 0 1 1 0 17.5a8.75 8.75 0 1 1 0-17.5zM16 8l-2.4 5.6L8 16l2.4-5.6z",
    ),
    "mountain": Icon(
        _("Mountain"),
        Enamel.BLUE,
        "M2.75 19.5 9.25 5l6.5 14.5zM13.6 14.7l2.9-5.2 4.75 10h-5.5M6.9 10.25l2.35 1.75 2.35-1.75",
    ),
    "key": Icon(
        _("Key"),
        Enamel.BRONZE,
        "M8 11.25a4.75 4.75 0 1 1 0 9.5a4.75 4.75 0 1 1 0-9.5zM11.4 12.6 20.5 3.5M15.25 8.75l2.5 2.5"
        "M18.25 5.75l2.5 2.5",
    ),
    "book": Icon(
        _("Book"),
        Enamel.PLUM,
        "M12 6.5c-2-1.5-4.85-2.25-8.75-2.25v13c3.9 0 6.75.75 8.75 2.25 2-1.5 4.85-2.25 8.75-2.25v-13"
        "C16.85 4.25 14 5 12 6.5zM12 6.5v13",
    ),
    "puzzle": Icon(
        _("Puzzle"),
        Enamel.TEAL,
        "M4 8h4.4c-.55-.55-.9-1.25-.9-2a2.75 2.75 0 0 1 5.5 0c0 .75-.35 1.45-.9 2h4.4v4.4"
        "c.55-.55 1.25-.9 2-.9a2.75 2.75 0 0 1 0 5.5c-.75 0-1.45-.35-2-.9v4.4H4z",
    ),
    "handshake": Icon(
        _("Handshake"),
        Enamel.RUST,
        "M2.75 6.5h2.75L9 4.75l3 1.75 3-1.75 3.5 1.75h2.75M2.75 14.75h2.4l5.4 4.9a2.15 2.15 0 0 0 2.9 0"
        "l5.4-4.9h2.4M12 6.5 8.35 9.75a1.75 1.75 0 0 0 2.3 2.65l2.6-2.15 5.25 4.85",
    ),
    "bulb": Icon(
        _("Light bulb"),
        Enamel.BRONZE,
        "M9 16.5c0-2-3.25-3-3.25-7a6.25 6.25 0 0 1 12.5 0c0 4-3.25 5-3.25 7zM9.5 20.75h5M12 16.5v-4.25",
    ),
    "chart": Icon(
        _("Chart"),
        Enamel.GREEN,
        "M3.5 14.25h3.25v6H3.5zM10.4 9h3.25v11.25H10.4zM17.25 3.75h3.25v16.5h-3.25z",
    ),
    "shield": Icon(
        _("Shield"),
        Enamel.BLUE,
        "M12 2.75 19.5 5.5v5.75c0 4.6-2.8 7.9-7.5 10-4.7-2.1-7.5-5.4-7.5-10V5.5z"
        "M8.5 11.75l2.6 2.6 4.6-4.85",
    ),
    "pen": Icon(
        _("Pen"),
        Enamel.PLUM,
        "M3.75 20.25 5 15.5 15.75 4.75a2.3 2.3 0 0 1 3.25 0l.25.25a2.3 2.3 0 0 1 0 3.25L8.5 19z"
        "M13.5 7l3.5 3.5",
    ),
    "database": Icon(
        _("Database"),
        Enamel.TEAL,
        "M12 3.25c4.15 0 7.5 1.35 7.5 3s-3.35 3-7.5 3-7.5-1.35-7.5-3 3.35-3 7.5-3z"
        "M4.5 6.25v11.5c0 1.65 3.35 3 7.5 3s7.5-1.35 7.5-3V6.25M4.5 12c0 1.65 3.35 3 7.5 3s7.5-1.35 7.5-3",
    ),
    "bug": Icon(
        _("Bug"),
        Enamel.RUST,
        "M9.25 9.25h5.5a2 2 0 0 1 2 2v4.5a4.75 4.75 0 0 1-9.5 0v-4.5a2 2 0 0 1 2-2z"
        "M8.75 9.25a3.25 3.25 0 0 1 6.5 0M9.9 6.25 8 3.5M14.1 6.25 16 3.5M7.25 12 3.75 10"
        "M16.75 12l3.5-2M7.25 15.5H3.25M16.75 15.5h4M8.4 18.75 5 20.75M15.6 18.75l3.4 2M12 13.25v7.25",
    ),
    "magnifier": Icon(
        _("Magnifying glass"),
        Enamel.INDIGO,
        "M10.5 3.5a7 7 0 1 1 0 14a7 7 0 1 1 0-14zM15.5 15.5 20.75 20.75M7.25 10.5A3.25 3.25 0 0 1 10.5 7.25",
    ),
    "gear": Icon(
        _("Gear"),
        Enamel.BRONZE,
        "M10.6 5.45 10.85 3h2.3l.25 2.45 2.25.9 1.9-1.55 1.65 1.65-1.55 1.9.9 2.25 2.45.25v2.3l-2.45.25"
        "-.9 2.25 1.55 1.9-1.65 1.65-1.9-1.55-2.25.9-.25 2.45h-2.3l-.25-2.45-2.25-.9-1.9 1.55"
        "-1.65-1.65 1.55-1.9-.9-2.25L3 13.15v-2.3l2.45-.25.9-2.25-1.55-1.9L6.45 4.8l1.9 1.55z"
        "M12 9a3 3 0 1 1 0 6a3 3 0 1 1 0-6z",
    ),
    "cloud": Icon(
        _("Cloud"),
        Enamel.BLUE,
        "M7 18.75A4.5 4.5 0 0 1 6.35 9.8a6 6 0 0 1 11.4 1.05A4 4 0 0 1 17.25 18.75z",
    ),
}

ICON_CHOICES: Final[list[tuple[str, str | Promise]]] = [
    (slug, icon.label) for slug, icon in ICONS.items()
]

LINE: Final = 'fill="none" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"'

BEADS: Final = 24
BEAD_CIRCLE: Final = 27
RIM: Final = (
    f'<circle class="beads" cx="32" cy="32" r="{BEAD_CIRCLE}" fill="none" stroke="#c68a22"'
    f' stroke-width="8" stroke-linecap="round" stroke-dasharray="0 {2 * pi * BEAD_CIRCLE / BEADS:.4f}"/>'
    '<circle class="rim" cx="32" cy="32" r="27.5" fill="#e6b450"/>'
    '<circle class="groove" cx="32" cy="32" r="25" fill="none" stroke="#fbe7b4" stroke-width="1.25"/>'
)
NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def find_icon(slug: str) -> Icon:
    """An icon that is no longer in the family shows as the default one."""
    return ICONS.get(slug, ICONS[DEFAULT_ICON])


def draw_medal(slug: str, *, ribbon: bool = False) -> str:
    """What stands inside an `<svg>`: 64 × 64, with a ribbon 64 × 80. Classes are for a page's states."""
    icon = find_icon(slug)
    return (
        (_draw_ribbon(icon.enamel) if ribbon else "")
        + RIM
        + f'<circle class="face" cx="32" cy="32" r="23.25" fill="{icon.enamel}"/>'
        '<path class="sheen" d="M15.6 48.4a23.25 23.25 0 0 1 32.8-32.8z" fill="#fff" opacity=".08"/>'
        f'<path class="sign" d="{icon.path}" transform="translate(16.4 16.4) scale(1.3)" '
        f'{LINE} stroke="#fffaf0"/>'
    )


def _draw_ribbon(enamel: Enamel) -> str:
    return (
        f'<g class="ribbon" fill="{enamel}"><path d="M15 46 9 76l9.5-4 6 7.5 6.5-27z"/>'
        '<path d="m49 46 6 30-9.5-4-6 7.5-6.5-27z"/></g>'
    )


def medal_svg(icon: str, *, title: str) -> str:
    """A stand-alone SVG document, which is a badge's public Open Badges image."""
    name = escape(NOT_IN_XML.sub("", title))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="512" height="512"'
        f' role="img"><title>{name}</title>{draw_medal(icon)}</svg>'
    )
