"""Studies from files: JSON Lines, or JSON with one study, a list of them, or an answer.

    studies.jsonl   one record a line
    answer.json     {"studies": [...]} as the API writes it, [...] or one record
    *.gz            either of them, compressed

Lines are read one by one, so that a file may be larger than the memory.
"""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import msgspec

from trials.registry.faults import (
    AnswerTooLargeError,
    BadAnswerError,
    UnreadableFileError,
)
from trials.registry.pages import (
    PAGE_BYTES,
    PAGE_SIZE,
    TOO_DEEP,
    FoundStudy,
    StudyPage,
    read_answer,
)

LINE_BYTES = 64 * 1024 * 1024
FILE_BYTES = 1024 * 1024 * 1024
"""Largest JSON file that is no JSON Lines: it is held in memory as a whole."""
READ_AT_ONCE = 256 * 1024
"""Bytes asked of the system: a record is several times its usual 8 KB."""
_EMPTY = "the file is empty; was its download cut off?"
_MARK = b"\xef\xbb\xbf"
_BROKEN = (OSError, EOFError, zlib.error)

_studies = msgspec.json.Decoder(list[msgspec.Raw])


def is_lines(path: Path) -> bool:
    """By its name, without the ending of compression. Raises UnreadableFileError."""
    ending = Path(path.stem).suffix if path.suffix == ".gz" else path.suffix
    if ending not in (".json", ".jsonl"):
        raise UnreadableFileError(str(path), "the name ends neither in .json nor in .jsonl")
    return ending == ".jsonl"


@dataclass(slots=True)
class _Reading:
    """One of several files, and how many of their bytes were read before it."""

    path: Path
    before: int
    total: int
    raw: IO[bytes]

    def page(self, studies: Iterable[FoundStudy]) -> StudyPage:
        return StudyPage(tuple(studies), total=self.total, done=self.before + self.raw.tell())


def file_pages(path: Path, before: int = 0, total: int | None = None) -> Iterator[StudyPage]:
    """The studies of a file, as many together as in an answer of the API.

    ``before`` and ``total`` are bytes, where the file is one of several. A record that is
    no JSON is handed on like the others. Raises UnreadableFileError and BadAnswerError, the
    latter for an empty file too; the former also after some pages, when the rest cannot be
    read.
    """
    has_lines = is_lines(path)
    try:
        with path.open("rb", buffering=READ_AT_ONCE) as raw:
            whole = path.stat().st_size if total is None else total
            reading = _Reading(path, before, whole, raw)
            with _opened(raw, path) as opened:
                found = _in_lines(reading, opened) if has_lines else _in_one(reading, opened)
                yield from _paged(reading, found)
    except OSError as failure:
        raise UnreadableFileError(str(path), failure.strerror or str(failure)) from None


def _opened(raw: IO[bytes], path: Path) -> "AbstractContextManager[IO[bytes] | gzip.GzipFile]":
    return gzip.GzipFile(fileobj=raw) if path.suffix == ".gz" else nullcontext(raw)


def _paged(reading: _Reading, found: Iterator[FoundStudy]) -> Iterator[StudyPage]:
    """What came before a fault is handed on before the fault is raised."""
    held: list[FoundStudy] = []
    size = 0
    fault: UnreadableFileError | AnswerTooLargeError | None = None
    try:
        for study in found:
            held.append(study)
            size += len(study.content)
            if len(held) == PAGE_SIZE or size >= PAGE_BYTES:
                yield reading.page(held)
                held, size = [], 0
    except (UnreadableFileError, AnswerTooLargeError) as failure:
        fault = failure
    if held:
        yield reading.page(held)
    if fault is not None:
        raise fault


def _in_lines(reading: _Reading, opened: "IO[bytes] | gzip.GzipFile") -> Iterator[FoundStudy]:
    name, number, has_found = reading.path.name, 0, False
    while True:
        number += 1
        place = f"{name}, line {number}"
        try:
            line = opened.readline(LINE_BYTES + 1)
        except _BROKEN as failure:
            raise UnreadableFileError(place, str(failure)) from None
        if not line and has_found:
            return
        if not line:
            raise BadAnswerError(f"{name}: {_EMPTY}")
        if len(line) > LINE_BYTES:
            raise AnswerTooLargeError(place, LINE_BYTES)
        content = line.removeprefix(_MARK).strip() if number == 1 else line.strip()
        if content:
            has_found = True
            yield FoundStudy(place, content)


def _in_one(reading: _Reading, opened: "IO[bytes] | gzip.GzipFile") -> Iterator[FoundStudy]:
    name = reading.path.name
    try:
        content = opened.read(FILE_BYTES + 1)
    except _BROKEN as failure:
        raise UnreadableFileError(name, str(failure)) from None
    if len(content) > FILE_BYTES:
        raise AnswerTooLargeError(name, FILE_BYTES)
    content = content.removeprefix(_MARK).strip()
    if not content:
        raise BadAnswerError(f"{name}: {_EMPTY}")
    for number, study in enumerate(_studies_in(name, content), start=1):
        yield FoundStudy(f"{name}, study {number}", bytes(study))


def _studies_in(name: str, content: bytes) -> list[msgspec.Raw]:
    """Of a list, of an answer of the API, or the one study that the file is."""
    try:
        if content.startswith(b"["):
            return _studies.decode(content)
        if "studies" in msgspec.json.decode(content, type=dict[str, msgspec.Raw]):
            return read_answer(content).studies
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise BadAnswerError(f"{name}: {fault}") from None
    except RecursionError:
        raise BadAnswerError(f"{name}: {TOO_DEEP}") from None
    except BadAnswerError as fault:
        raise BadAnswerError(f"{name}: {fault.wrong}") from None
    return [msgspec.Raw(content)]
