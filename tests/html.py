"""What a page is made of, as far as tests ask."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

VOID: Final = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "path",
        "circle",
        "rect",
        "line",
    ]
)
FILLED_IN: Final = frozenset({"input", "select", "textarea"})
NEEDS_NO_LABEL: Final = frozenset({"hidden", "submit", "button", "reset", "image"})


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parents: "tuple[Element, ...]" = ()
    text: str = ""

    def inside(self, tag: str) -> "Element | None":
        return next((each for each in reversed(self.parents) if each.tag == tag), None)


@dataclass
class Page:
    elements: list[Element] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)
    """Tags that do not match."""

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    def repeated_ids(self) -> set[str]:
        ids = [each.attributes["id"] for each in self.elements if "id" in each.attributes]
        return {id_ for id_ in ids if ids.count(id_) > 1}

    def unlabelled(self) -> list[str]:
        """Names of fields nobody could tell apart by ear."""
        labelled = {label.attributes.get("for") for label in self.all("label")}
        return [
            str(each.attributes)
            for each in self.all(*FILLED_IN)
            if each.attributes.get("type") not in NEEDS_NO_LABEL
            and "hidden" not in each.attributes
            and not {"aria-label", "aria-labelledby"} & each.attributes.keys()
            and not each.inside("label")
            and each.attributes.get("id", "") not in labelled
        ]

    def forms(self, method: str) -> list[Element]:
        return [
            form
            for form in self.all("form")
            if form.attributes.get("method", "get").lower() == method
        ]

    def fields(self, form: Element) -> list[Element]:
        return [each for each in self.all(*FILLED_IN) if each.inside("form") is form]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        if len(names) != len(set(names)):
            self.page.mistakes.append(f"<{tag}> repeats an attribute: {names}")
        attributes = {name: value or "" for name, value in attrs}
        element = Element(tag, attributes, tuple(self._open))
        self.page.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self._open or self._open[-1].tag != tag:
            where = self._open[-1].tag if self._open else "nothing"
            self.page.mistakes.append(f"</{tag}> in {where}, line {self.getpos()[0]}")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def close(self) -> None:
        super().close()
        self.page.mistakes += [f"<{element.tag}> is not closed" for element in self._open]


def read(html: str) -> Page:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page
