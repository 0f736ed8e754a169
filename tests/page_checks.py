"""What must hold for every page of the site, whatever else a test asks of it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from django.http.response import HttpResponseBase
from django.test import Client

UNLABELLED_INPUTS = frozenset({"hidden", "submit", "button", "reset", "image"})


class PageCheckingClient(Client):
    """Django's test client; every HTML page it gets is checked.

    A view that answers with a part of a page is tested with django.test.Client instead.
    """

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        faults = page_faults(response)
        assert not faults, f"{response.status_code} {request.get('PATH_INFO')}: " + "; ".join(
            faults
        )
        return response


def page_faults(response: HttpResponseBase) -> list[str]:
    """What is wrong with a page, in words; empty for answers that are not HTML pages."""
    is_html = response.get("Content-Type", "").startswith("text/html")
    if response.streaming or not is_html or not response.content:  # type: ignore[attr-defined]
        return []
    return _faults(parsed(response))


def html_faults(html: str) -> list[str]:
    return _faults(_parse(html))


@dataclass(frozen=True)
class ParsedPage:
    """``faults`` are those of its syntax."""

    root: Element
    faults: list[str]


def parsed(response: Any) -> ParsedPage:
    """Each answer is parsed once, whoever asks: parsing takes a strict reader long."""
    if not hasattr(response, "parsed_page"):
        response.parsed_page = _parse(response.content.decode())
    page: ParsedPage = response.parsed_page
    return page


def _parse(html: str) -> ParsedPage:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(html)
    lines = html.splitlines() or [""]  # what is empty has faults too
    syntax = [
        f"line {line}: {html5lib.constants.E[code] % values}: {lines[line - 1].strip()[:120]}"
        for (line, _), code, values in parser.errors
    ]
    return ParsedPage(root, syntax)


def _faults(page: ParsedPage) -> list[str]:
    return [*page.faults, *_structure_faults(page.root), *_label_faults(page.root)]


def _structure_faults(page: Element) -> Iterator[str]:
    headings = list(page.iter("h1"))
    if len(headings) != 1:
        yield f"{len(headings)} h1 elements instead of one"
    if not (page.findtext("head/title") or "").strip():
        yield "no title"
    if not page.get("lang"):
        yield "no lang on html"
    ids = Counter(element.get("id") for element in page.iter() if element.get("id") is not None)
    for name, count in ids.items():
        if count > 1:
            yield f"id {name!r} stands on {count} elements"


def _label_faults(page: Element) -> Iterator[str]:
    named = {label.get("for") for label in page.iter("label") if _words(label)}
    wrapped = {field for label in page.iter("label") if _words(label) for field in label.iter()}
    for field in page.iter():
        if not _needs_label(field):
            continue
        labelled = field.get("id") in named or field in wrapped
        if not labelled and not field.get("aria-label") and not field.get("aria-labelledby"):
            yield f"{field.tag} {field.get('name') or field.get('id')!r} has no label"


def _needs_label(element: Element) -> bool:
    if element.tag == "input":
        return element.get("type", "text") not in UNLABELLED_INPUTS
    return element.tag in {"select", "textarea"}


def _words(element: Element) -> str:
    return "".join(element.itertext()).strip()
