"""Cuts the criteria of a record into sentences without losing a word of them.

    Inclusion Criteria:              heading
    * Donor:                         heading
      * Age 18 years or older        sentence, under both

Sentences are cut out of the text and never put together anew, so that a quote can be
found and shown in its place. Between them stand headings, marks of lists, and blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from msgspec import Struct

from trials.eligibility.criteria import Side
from trials.registry.criteria_headings import COLONS, Outline, heading_end, later_heading

__all__ = ["CriteriaText", "CriterionSentence", "Span", "read_criteria", "sentences_of"]


class Span(Struct, frozen=True, gc=False):
    """A stretch of the text; ``end`` is the place after its last character."""

    start: int
    end: int


class CriterionSentence(Struct, frozen=True, gc=False):
    """One sentence of the criteria.

    ``words``     exactly as they stand from ``start`` to before ``end``.
    ``side``      None when no heading tells whether it lets in or keeps out.
    ``headings``  the words of the headings above it, outermost first, without colons.
                  The first sentence of a list ("One of the following:") is one, too.
    """

    words: str
    start: int
    end: int
    side: Side | None = None
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CriteriaText:
    """All sentences in their order, and where the headings between them stand."""

    sentences: tuple[CriterionSentence, ...]
    headings: tuple[Span, ...]


def sentences_of(text: str) -> tuple[CriterionSentence, ...]:
    """Return the sentences of the criteria in their order."""
    return read_criteria(text).sentences


def read_criteria(text: str) -> CriteriaText:
    """Cut the criteria of a record into headings and sentences."""
    outline = Outline()
    sentences: list[CriterionSentence] = []
    headings: list[Span] = []
    for block in _blocks(text):
        for start, end, is_heading in _pieces(text, block):
            words = text[start:end]
            if is_heading:
                outline.enter(words.strip(_NO_LABEL), block.depth)
                headings.append(Span(start, end))
                continue
            side, above = outline.above(block.depth)
            sentences.append(CriterionSentence(words, start, end, side, above))
            if words.endswith(COLONS):
                outline.open_list(words.strip(_NO_LABEL), block.depth)
    return CriteriaText(tuple(sentences), tuple(headings))


_NO_LABEL = " \t-–*_:：;."

# ----------------------------------------------------------------- lines to blocks


@dataclass(slots=True)
class _Block:
    """A paragraph or an item of a list, its mark left out.

    ``depth`` counts the blanks before it; an item stands deeper than a paragraph.
    """

    start: int
    end: int
    depth: int
    is_item: bool


_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_MARK = re.compile(
    r"(?:[*•·●○▪◦‣※–—]|-(?!-)|o(?=\s+[A-Z])|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)])(?:\s+|$)"
    r"|[*•●▪](?=\S)|\d{1,2}[.)](?=[A-Z])"
)
_WRAPPED_FROM = 60
"""A line this long without a full stop probably goes on in the next one."""


def _blocks(text: str) -> Iterator[_Block]:
    """Yield paragraphs and items; a wrapped line belongs to the one before it."""
    block: _Block | None = None
    last_end = 0
    for line in _LINE.finditer(text):
        read = _block(text, line.start(), line.end())
        if read is None:
            continue
        if block is not None and _continues(text, block, last_end, read):
            block.end = read.end
        else:
            if block is not None:
                yield block
            block = read
        last_end = line.end()
    if block is not None:
        yield block


def _block(text: str, start: int, end: int) -> _Block | None:
    """Read one line: its depth and its mark; None when nothing else stands in it."""
    words = text[start:end]
    depth = len(words) - len(words.lstrip())
    position, is_item = start + depth, False
    while mark := _MARK.match(text, position, end):
        position, is_item = mark.end(), True
    stop = start + len(words.rstrip())
    return _Block(position, stop, depth + is_item, is_item) if position < stop else None


def _continues(text: str, block: _Block, last_end: int, line: _Block) -> bool:
    gap = text[last_end : line.start]
    if line.is_item or gap.count("\n") > 1 or text[block.start : block.end].endswith(COLONS):
        return False
    if text[line.start].islower():
        return True
    last_line = text[text.rfind("\n", 0, last_end) + 1 : last_end].strip()
    return len(last_line) >= _WRAPPED_FROM and not last_line.endswith((".", ";", "!", "?"))


# ------------------------------------------------------------ headings and sentences

_FULL_STOP = re.compile(r"[.!?]\s+(?=[A-Z(])")
_NO_FULL_STOPS = ("e.g.", "i.e.", "vs.", "approx.", "incl.", "No.")


def _pieces(text: str, block: _Block) -> Iterator[tuple[int, int, bool]]:
    """Yield the headings (True) and the sentences (False) of a block in their order."""
    position, is_labelled = block.start, False
    while position < block.end:
        end = heading_end(text, position, block.end, is_item=block.is_item)
        if end is not None:
            yield position, end, True
            position, is_labelled = _skip_marks(text, end, block.end), True
            continue
        later = later_heading(text, position, block.end, is_labelled=is_labelled)
        stop = block.end if later is None else later
        for first, last in _sentence_spans(text, position, stop):
            yield first, last, False
        position = stop


def _skip_marks(text: str, position: int, end: int) -> int:
    while position < end and text[position].isspace():
        position += 1
    mark = _MARK.match(text, position, end)
    return mark.end() if mark else position


def _sentence_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut at full stops; what begins here is no blank, but blanks may stand before the end."""
    for full_stop in _FULL_STOP.finditer(text, start, end):
        stop = full_stop.start() + 1
        if not text.endswith(_NO_FULL_STOPS, start, stop):
            yield start, stop
            start = full_stop.end()
    yield start, start + len(text[start:end].rstrip())
