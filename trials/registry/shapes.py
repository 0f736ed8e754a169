"""Takes decoded JSON apart without trusting its shape.

What is there and has the expected shape is returned; what is absent or null comes back
empty; everything else comes back empty and is noted with its place and its words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from html import unescape

from trials.registry.records import Unread

UNSTORABLE_READ_AS = "\N{REPLACEMENT CHARACTER}"
"""PostgreSQL stores neither NUL nor half a surrogate pair."""

LONGEST_RAW = 2_000
NAMES_PERSONS = frozenset(
    ("contacts", "centralContacts", "overallOfficials", "responsibleParty", "pointOfContact")
)
"""Parts of a record that name persons: no words of theirs are kept, not even as unread."""


class Shapes:
    """Reads parts of one record, and collects in ``unread`` what it could not read."""

    __slots__ = ("unread",)

    def __init__(self) -> None:
        self.unread: list[Unread] = []

    def part(self, whole: dict[str, object], key: str, path: str) -> dict[str, object]:
        """Return an object, empty when there is none."""
        value = whole.get(key)
        if value is None or isinstance(value, dict):
            return value or {}
        self.note(f"{path}.{key}", "wrong_shape", value)
        return {}

    def items(self, part: dict[str, object], key: str, path: str) -> list[object]:
        """Return a list as it is, empty when there is none."""
        value = part.get(key)
        if value is None or isinstance(value, list):
            return value or []
        self.note(f"{path}.{key}", "wrong_shape", value)
        return []

    def parts(
        self, part: dict[str, object], key: str, path: str
    ) -> Iterator[tuple[dict[str, object], str]]:
        """Yield the objects of a list, each with its own path."""
        for index, item in enumerate(self.items(part, key, path)):
            if isinstance(item, dict):
                yield item, f"{path}.{key}[{index}]"
            else:
                self.note(f"{path}.{key}[{index}]", "wrong_shape", item)

    def text(self, part: dict[str, object], key: str, path: str) -> str:
        """Return a text as it stands, but for what ``cleaned`` removes."""
        value = part.get(key)
        if isinstance(value, str):
            # Most texts are plain; there are hundreds in a record, and this is quick.
            if value.isascii() and not ("\\" in value or "&" in value or "\0" in value):
                return value
            return self._cleaned(value, f"{path}.{key}")
        if value is not None:
            self.note(f"{path}.{key}", "wrong_shape", value)
        return ""

    def texts(self, part: dict[str, object], key: str, path: str) -> tuple[str, ...]:
        """Return the texts of a list, without blank ones."""
        read = []
        for index, item in enumerate(self.items(part, key, path)):
            if not isinstance(item, str):
                self.note(f"{path}.{key}[{index}]", "wrong_shape", item)
            elif _is_plain(item):
                read.append(item)
            else:
                read.append(self._cleaned(item, f"{path}.{key}[{index}]"))
        return tuple(text for text in read if text and not text.isspace())

    def choice(self, part: dict[str, object], key: str, path: str, known: frozenset[str]) -> str:
        """Return one of the registry's words; a word we do not know is noted and kept."""
        word = self.text(part, key, path)
        if word and word not in known:
            self.note(f"{path}.{key}", "unknown_value", word)
        return word

    def choices(
        self, part: dict[str, object], key: str, path: str, known: frozenset[str]
    ) -> tuple[str, ...]:
        words = self.texts(part, key, path)
        for word in words:
            if word not in known:
                self.note(f"{path}.{key}", "unknown_value", word)
        return words

    def flag(self, part: dict[str, object], key: str, path: str) -> bool | None:
        value = part.get(key)
        if value is None or isinstance(value, bool):
            return value
        self.note(f"{path}.{key}", "wrong_shape", value)
        return None

    def degrees(
        self, part: dict[str, object], key: str, path: str, largest: float
    ) -> float | None:
        """Return a number from -largest to largest."""
        value = part.get(key)
        if value is None:
            return None
        if isinstance(value, float | int) and not isinstance(value, bool):
            if -largest <= value <= largest:
                return float(value)
            self.note(f"{path}.{key}", "out_of_range", value)
        else:
            self.note(f"{path}.{key}", "wrong_shape", value)
        return None

    def day(self, part: dict[str, object], key: str, path: str) -> date | None:
        """Return a date; a month alone ("2013-06", "June 2013") stands as its first day."""
        words = self.text(part, key, path)
        if not words:
            return None
        read = _day(words.strip())
        if read is None:
            self.note(f"{path}.{key}", "bad_date", words)
        return read

    def note(self, path: str, reason: str, value: object) -> None:
        self.unread.append(Unread(_storable(path.lstrip(".")[:LONGEST_RAW]), reason, _raw(value)))

    def _cleaned(self, text: str, path: str) -> str:
        storable = _storable(text)
        if storable != text:
            self.note(path, "unstorable_character", text)
        return cleaned(storable)


# ------------------------------------------------------------------ texts

_ESCAPED = re.compile(r"\\([\\<>~&\[\]()*^_.\-+#|`{}!])")
_REFERENCE = re.compile(r"&(?:lt|gt|le|ge|lte|gte|amp|quot|apos|nbsp|#[0-9]{2,6});")
_NO_REFERENCES = {"&lte;": "≤", "&gte;": "≥"}
"""Written in records although no such reference exists; HTML would read "&gt" and "e;"."""


def cleaned(text: str) -> str:
    r"""Take the residue of markup off a text and leave every other character.

    >>> cleaned(r"Age \>= 18 and \< 22, 1\~19, weight &gt; 10 kg")
    'Age >= 18 and < 22, 1~19, weight > 10 kg'
    """
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", text)
    if "&" in text:
        text = _storable(_REFERENCE.sub(_character, text))
    return text


def _character(reference: re.Match[str]) -> str:
    return _NO_REFERENCES.get(reference[0]) or unescape(reference[0])


def _is_plain(text: str) -> bool:
    """Whether a text surely needs no cleaning; most are plain, and this is quick."""
    return text.isascii() and "\\" not in text and "&" not in text and "\0" not in text


def _storable(text: str) -> str:
    if "\0" in text:
        text = text.replace("\0", UNSTORABLE_READ_AS)
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub(UNSTORABLE_READ_AS, text)
    return text


_SURROGATE = re.compile("[\ud800-\udfff]")

# ------------------------------------------------------------------ dates

_DAY_FORMATS = ("%Y-%m", "%B %d, %Y", "%B %Y", "%b %d, %Y", "%b %Y", "%Y-%m-%dT%H:%M:%S")
_LONGEST_DAY = 30


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        pass
    if len(words) == len("2013-06"):  # by far the most frequent
        try:
            return date.fromisoformat(f"{words}-01")
        except ValueError:
            pass
    if len(words) > _LONGEST_DAY:
        return None
    for shape in _DAY_FORMATS:
        try:
            return datetime.strptime(words, shape).date()  # noqa: DTZ007 - a day, no time
        except ValueError:
            continue
    return None


# ----------------------------------------------------------- unread parts


def _raw(value: object) -> str:
    """Return the words of an unread part without those that name persons."""
    if not isinstance(value, str):
        try:
            value = json.dumps(_without_persons(value), ensure_ascii=False)
        except (TypeError, ValueError, RecursionError):
            value = f"<{type(value).__name__}>"
    return _storable(value[:LONGEST_RAW])


def _without_persons(value: object) -> object:
    if isinstance(value, dict):
        return {
            key: _without_persons(inner)
            for key, inner in value.items()
            if key not in NAMES_PERSONS
        }
    if isinstance(value, list):
        return [_without_persons(inner) for inner in value]
    return value
