"""CSV, as the programs of this world write it."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from trials.sheets.faults import Note, SheetFault, SheetReason

_MARKS = (
    # The longer ones first: the mark of UTF-16 begins that of UTF-32.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = (",", ";", "\t")
_TOLD_SEPARATOR = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decoded(content: bytes) -> tuple[str, tuple[Note, ...]]:
    """The text, and what to know about how it was read. Raises SheetFault.

    Marked as Unicode, or UTF-8, or else what Windows writes in Western Europe and America:
    then somebody has to look at the accents.
    """
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    notes: tuple[Note, ...] = ()
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as fault:
        if encoding != "utf-8":
            raise SheetFault(SheetReason.ENCODING, line=_line_of(content, fault.start)) from None
        text, notes = _windows(content), (Note.WINDOWS_1252,)
    if _BINARY.search(text):
        raise SheetFault(SheetReason.NOT_A_SHEET)
    return text, notes


def rows_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every row with the line on which it begins. Raises SheetFault."""
    told = _TOLD_SEPARATOR.match(text)
    skipped = 0
    if told:
        text, skipped = text[told.end() :], 1
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=told[1] if told else _separator(text),
        strict=True,
    )
    began = 1
    try:
        for row in reader:
            yield began + skipped, row
            began = reader.line_num + 1
    except csv.Error:
        raise SheetFault(SheetReason.QUOTES, line=began + skipped) from None


def _windows(content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as fault:
        raise SheetFault(SheetReason.ENCODING, line=_line_of(content, fault.start)) from None


def _line_of(content: bytes, position: int) -> int:
    return content.count(b"\n", 0, position) + 1


def _separator(text: str) -> str:
    """The one that stands most often in the first line with anything in it."""
    heading = next((line for line in text.splitlines() if line.strip(" ,;\t")), "")
    return max(_SEPARATORS, key=heading.count)
