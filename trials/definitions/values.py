"""Typed looks into a JSON document that remember where they look."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from trials.definitions.faults import DefinitionFault

T = TypeVar("T")

LARGEST = 1_000_000_000
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
"""NUL, and halves of characters."""


@dataclass(frozen=True, slots=True)
class Value:
    """Something in the document: ``path`` says where, ``found`` is what stands there."""

    path: str
    found: object

    def fault(self, what: str) -> DefinitionFault:
        return DefinitionFault(self.path, what)

    def text(self) -> str:
        """Raises DefinitionFault for anything but a text that a database can hold."""
        if not isinstance(self.found, str) or _UNSTORABLE.search(self.found):
            raise self.fault(f"{_shown(self.found)} should be a text")
        return self.found

    def filled_text(self) -> str:
        if not self.text().strip():
            raise self.fault("this text must not be empty")
        return self.text()

    def number(self) -> int | float:
        """From minus to plus a thousand million."""
        if isinstance(self.found, bool) or not isinstance(self.found, int | float):
            raise self.fault(f"{_shown(self.found)} should be a number")
        if not -LARGEST <= self.found <= LARGEST:
            raise self.fault(f"{_shown(self.found)} should be from -{LARGEST} to {LARGEST}")
        return self.found

    def count(self) -> int:
        """A whole number from 0 to 100,000."""
        found = self.number()
        if not isinstance(found, int) or not 0 <= found <= 100_000:
            raise self.fault(f"{_shown(found)} should be a whole number from 0 to 100000")
        return found

    def flag(self) -> bool:
        if not isinstance(self.found, bool):
            raise self.fault(f"{_shown(self.found)} should be true or false")
        return self.found

    def day(self) -> date:
        try:
            return date.fromisoformat(self.text())
        except ValueError:
            raise self.fault(f"{_shown(self.found)} should be a day such as 2026-03-15") from None

    def one_of(self, choices: Mapping[str, T]) -> T:
        found = self.text()
        if found not in choices:
            raise self.fault(f"{_shown(found)} should be one of: {', '.join(choices)}")
        return choices[found]

    def items(self) -> Iterator["Value"]:
        if not isinstance(self.found, list):
            raise self.fault(f"{_shown(self.found)} should be a list")
        for place, item in enumerate(self.found):
            yield Value(f"{self.path}[{place}]", item)

    def table(self, known: Collection[str]) -> "Table":
        """Raises DefinitionFault for anything but an object with keys out of ``known``."""
        if not isinstance(self.found, dict):
            raise self.fault(f"{_shown(self.found)} should be an object")
        for key in self.found:
            if key not in known:
                raise self.fault(f"{_shown(key)} is no key here; known are: {', '.join(known)}")
        return Table(self)


@dataclass(frozen=True, slots=True)
class Table:
    """An object of the document, looked up by key; a key with null counts as absent."""

    value: Value

    def __contains__(self, key: str) -> bool:
        return self._found.get(key) is not None

    def __getitem__(self, key: str) -> Value:
        """Raises DefinitionFault when the key is absent."""
        if key not in self:
            raise self.value.fault(f"“{key}” is missing")
        return Value(f"{self.value.path}.{key}", self._found[key])

    def get(self, key: str, read: Callable[[Value], T], default: T) -> T:
        return read(self[key]) if key in self else default

    @property
    def _found(self) -> dict[str, object]:
        found = self.value.found
        return found if isinstance(found, dict) else {}


def _shown(found: object) -> str:
    shown = repr(found)
    return shown if len(shown) <= 60 else shown[:57] + "…"
