"""The pictures of badges: one family, drawn within its grid, safe to put into a page and to publish."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string

from badges.icons import DEFAULT_ICON, ICON_CHOICES, ICONS, Enamel, draw_medal, medal_svg
from badges.models import BadgeTemplate
from tests.html import read
from tests.test_base_template import contrast

EDGE = 2.0
"""Kept free around an icon, on its 24 × 24 grid; half a line is 0.875 wide."""
PALE = "#fffaf0"
SVG = "{http://www.w3.org/2000/svg}"


# Drawing ----------------------------------------------------------------------------------------
def corners(path: str) -> Iterator[tuple[float, float]]:
    """Where the pen of SVG path data stands after each step; curves are not followed."""
    x = y = 0.0
    start = (x, y)
    for command, text in re.findall(r"([a-zA-Z])([^a-zA-Z]*)", path):
        numbers = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", text)]
        takes = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "a": 7, "z": 0}[command.lower()]
        assert len(numbers) % takes == 0 if takes else not numbers, f"{command}{text}"
        if not takes:
            x, y = start
        for at in range(0, len(numbers), takes or 1):
            step = numbers[at : at + takes]
            from_here = command.islower()
            if command in "Hh":
                x = step[-1] + x * from_here
            elif command in "Vv":
                y = step[-1] + y * from_here
            else:
                x, y = step[-2] + x * from_here, step[-1] + y * from_here
            if command in "Mm" and at == 0:
                start = (x, y)
            yield x, y


def test_the_pen_is_followed_through_every_kind_of_step() -> None:
    steps = corners("M1 2h3v-1l1 1 2-.5zm1 0c0 0 0 0 5 5s1 1 2 2H4V3a1 1 0 0 1-2 0")
    assert list(steps) == [
        (1, 2), (4, 2), (4, 1), (5, 2), (7, 1.5), (2, 2), (7, 7), (9, 9), (4, 9), (4, 3), (2, 3),
    ]  # fmt: skip


@pytest.mark.parametrize("slug", ICONS)
def test_an_icon_stays_within_its_grid(slug: str) -> None:
    places = [place for corner in corners(ICONS[slug].path) for place in corner]
    assert places
    assert min(places) >= EDGE
    assert max(places) <= 24 - EDGE


def test_there_are_two_dozen_and_no_two_alike() -> None:
    assert len(ICONS) == 24
    assert len({icon.path for icon in ICONS.values()}) == 24
    assert len({str(icon.label) for icon in ICONS.values()}) == 24


def test_every_icon_fits_the_column_it_is_kept_in() -> None:
    field = BadgeTemplate._meta.get_field("icon")
    assert all(len(slug) <= (field.max_length or 0) for slug in ICONS)


def test_forms_offer_all_of_them_by_name_the_default_first() -> None:
    assert [slug for slug, _label in ICON_CHOICES] == list(ICONS)
    assert ICON_CHOICES[0] == (DEFAULT_ICON, "Medal")


@pytest.mark.parametrize("enamel", Enamel)
def test_a_sign_can_be_told_from_the_face_it_stands_on(enamel: Enamel) -> None:
    assert contrast(enamel, PALE) >= 5


# In a page --------------------------------------------------------------------------------------
def tag(source: str, **context: object) -> str:
    return Template("{% load badge_icons %}" + source).render(Context(context))


def test_an_icon_takes_the_colour_of_the_words_and_says_nothing() -> None:
    html = tag('{% badge_icon "trophy" %}')
    (svg,) = read(html).all("svg")
    assert svg.attributes["aria-hidden"] == "true"
    assert svg.attributes["stroke"] == "currentColor"
    assert svg.attributes["width"] == svg.attributes["height"] == "24"
    assert f'd="{ICONS["trophy"].path}"' in html


def test_an_icon_is_as_large_as_wanted() -> None:
    (svg,) = read(tag('{% badge_icon "trophy" size=64 %}')).all("svg")
    assert svg.attributes["width"] == svg.attributes["height"] == "64"


@pytest.mark.parametrize("slug", ["yacht", "", '"><script>alert(1)</script>', "Trophy"])
def test_an_icon_that_does_not_exist_shows_as_the_default_one(slug: str) -> None:
    assert tag("{% badge_icon slug %}", slug=slug) == tag("{% badge_icon 'medal' %}")
    assert draw_medal(slug) == draw_medal("medal")


def medal(**context: object) -> str:
    return render_to_string("badges/_medal.html", context)


def test_a_medal_is_claimed_and_of_ordinary_size_unless_said_otherwise() -> None:
    html = medal(icon="globe")
    (span,) = read(html).all("span")
    assert span.attributes == {"class": "medal claimed", "aria-hidden": "true"}
    assert ICONS["globe"].path in html
    assert "ribbon" not in html


def test_a_medal_shows_its_state_and_size() -> None:
    (span,) = read(medal(icon="globe", state="expired", size="large")).all("span")
    assert span.attributes["class"] == "medal expired medal-large"


def test_a_badge_milestones_medal_has_a_ribbon_and_the_room_for_it() -> None:
    html = medal(icon="globe", ribbon=True)
    assert 'class="ribbon"' in html
    assert 'viewBox="0 0 64 80"' in html
    assert read(html).mistakes == []


def test_many_medals_can_stand_in_one_page() -> None:
    """Nothing in a drawing has an id, so nothing of one is another’s."""
    page = read("".join(medal(icon=slug, ribbon=True) for slug in ICONS))
    assert len(page.all("svg")) == 24
    assert [each for each in page.elements if "id" in each.attributes] == []


class IconPicker(forms.RadioSelect):
    template_name = "badges/_icon_picker.html"


class IconForm(forms.Form):
    icon = forms.ChoiceField(choices=ICON_CHOICES, widget=IconPicker)


def test_the_picker_names_every_icon_and_marks_the_chosen_one() -> None:
    page = read(str(IconForm({"icon": "key"})))
    radios = page.all("input")
    assert page.mistakes == []
    assert page.unlabelled() == []
    assert page.repeated_ids() == set()
    assert [radio.attributes["value"] for radio in radios] == list(ICONS)
    assert [r.attributes["value"] for r in radios if "checked" in r.attributes] == ["key"]
    names = [label.text.strip() for label in page.all("label") if label.attributes.get("title")]
    assert names == [str(label) for _slug, label in ICON_CHOICES]


# In public --------------------------------------------------------------------------------------
def parsed(document: str) -> ET.Element:
    return ET.fromstring(document.encode())  # noqa: S314 our own document


@pytest.mark.parametrize("slug", ICONS)
def test_the_public_image_is_a_document_of_its_own(slug: str) -> None:
    root = parsed(medal_svg(slug, title="SQL Fundamentals"))
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "SQL Fundamentals"
    assert ICONS[slug].path in [path.get("d") for path in root.iter(f"{SVG}path")]
    assert {element.tag for element in root.iter()} <= {
        f"{SVG}{tag}" for tag in ("svg", "title", "circle", "path")
    }


@pytest.mark.parametrize(
    ("title", "read_as"),
    [
        ("Q&A <advanced>", "Q&A <advanced>"),
        ("</title><script>alert(1)</script>", "</title><script>alert(1)</script>"),
        ("نجم ★ 𝒮", "نجم ★ 𝒮"),
        ("a\x00b\x0bc\ufffed", "abcd"),
        ("half \ud83d a pair", "half  a pair"),
        ("two\nlines", "two\nlines"),
    ],
)
def test_whatever_a_badge_is_called_the_image_can_be_read(title: str, read_as: str) -> None:
    document = medal_svg("star", title=title)
    assert "<script" not in document
    assert parsed(document).findtext(f"{SVG}title") == read_as
