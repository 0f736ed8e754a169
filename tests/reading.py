"""Reading a page the way a visitor does: its words, its links, its buttons."""

from typing import Any
from xml.etree.ElementTree import Element

from tests.page_checks import parsed


class ReadPage:
    """The HTML of an answer, parsed. Texts have single spaces."""

    def __init__(self, response: Any) -> None:
        self.root: Element = parsed(response).root

    @property
    def title(self) -> str:
        return _words(next(self.root.iter("title")))

    @property
    def heading(self) -> str:
        return _words(next(self.root.iter("h1")))

    @property
    def words(self) -> str:
        return _words(next(self.root.iter("body")))

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """The elements of a kind; ``class_`` asks for one class among others."""
        wanted_class = attributes.pop("class_", None)
        return [
            element
            for element in self.root.iter(tag)
            if (wanted_class is None or wanted_class in element.get("class", "").split())
            and all(element.get(name) == value for name, value in attributes.items())
        ]

    def texts(self, tag: str, **attributes: str) -> list[str]:
        return [_words(element) for element in self.all(tag, **attributes)]

    def section(self, heading_id: str) -> "ReadSection":
        """The part of the page under the heading of that id."""
        for element in self.root.iter("section"):
            if element.get("aria-labelledby") == heading_id:
                return ReadSection(element)
        raise LookupError(heading_id)


class ReadSection(ReadPage):
    def __init__(self, element: Element) -> None:
        self.root = element

    @property
    def words(self) -> str:
        return _words(self.root)


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
