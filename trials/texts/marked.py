"""The form in which the text of a guide is written.

    ALL is a cancer of the blood. [nci]
    # B-cell ALL
    - Most children with ALL have this kind. [nci, stjude]

One fact a line. A line that begins with ``- `` is a point of a list, one that begins with
``# `` a heading. The marks in brackets at the end of a line name its sources.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

_MARKS = re.compile(r"\s*\[([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)\]\s*$")
_POINT, _HEADING = "- ", "# "


class LineKind(StrEnum):
    PARAGRAPH = "paragraph"
    POINT = "point"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """``marks`` are the sources in the order in which the line names them."""

    kind: LineKind
    text: str
    marks: tuple[str, ...] = ()


class FaultKind(StrEnum):
    NO_SOURCE = "no_source"
    UNKNOWN_SOURCE = "unknown_source"


@dataclass(frozen=True, slots=True)
class TextFault:
    """``line`` counts the lines that are not empty, from 1. ``mark``: the unknown source."""

    kind: FaultKind
    line: int
    mark: str = ""


def read_marked(text: str) -> tuple[MarkedLine, ...]:
    """The lines of a text. Never raises: whatever is no point and no heading is a paragraph."""
    return tuple(_line(line.strip()) for line in text.splitlines() if line.strip())


def _line(line: str) -> MarkedLine:
    if line.startswith(_HEADING):
        return MarkedLine(LineKind.HEADING, line.removeprefix(_HEADING).strip())
    kind = LineKind.POINT if line.startswith(_POINT) else LineKind.PARAGRAPH
    words = line.removeprefix(_POINT)
    found = _MARKS.search(words)
    if found is None:
        return MarkedLine(kind, words.strip())
    marks = tuple(mark.strip() for mark in found[1].split(","))
    return MarkedLine(kind, words[: found.start()].strip(), marks)


def faults_of(text: str, known: Collection[str], *, needs_sources: bool) -> Iterator[TextFault]:
    """What has to be mended: a fact without a source, or a source that nobody knows."""
    for number, line in enumerate(read_marked(text), start=1):
        for mark in line.marks:
            if mark not in known:
                yield TextFault(FaultKind.UNKNOWN_SOURCE, number, mark)
        is_fact = line.kind is not LineKind.HEADING and not line.text.endswith(":")
        if needs_sources and is_fact and not line.marks:
            yield TextFault(FaultKind.NO_SOURCE, number)
