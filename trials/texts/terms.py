"""Which words of a sentence the glossary explains."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_WORD = re.compile(r"\w+")
_BETWEEN = re.compile(r"[ \u00a0\u2011-]+")
"""What may stand between the words of a name: a name with a hyphen is also met without."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a sentence; ``slug`` names the term that explains it, empty for other words."""

    text: str
    slug: str = ""


@dataclass(frozen=True, slots=True)
class _Name:
    slug: str
    words: tuple[str, ...]
    is_short_form: bool

    def is_met_by(self, words: list[str]) -> bool:
        if self.is_short_form:
            return self.words == tuple(words)
        lower = tuple(word.lower() for word in words)
        return lower == self.words or (*lower[:-1], lower[-1].removesuffix("s")) == self.words


class TermIndex:
    """Finds the names of terms in sentences, the longest first.

    Capitals do not matter, and neither does a plural “s”; a short form, which has two or
    more capitals, is met only as it is written: “ALL” is a leukemia and “all” is not.
    """

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """``names`` are pairs of a name and the slug of its term; the first of two counts."""
        by_first: dict[str, list[_Name]] = defaultdict(list)
        for name, slug in names:
            words = _WORD.findall(name)
            is_short = sum(letter.isupper() for letter in name) > 1
            held = tuple(words if is_short else (word.lower() for word in words))
            if held:
                by_first[held[0].lower()].append(_Name(slug, held, is_short))
        self._by_first = {
            first: sorted(found, key=lambda name: -len(name.words))
            for first, found in by_first.items()
        }

    def pieces(
        self, text: str, known: Iterable[str] = (), *, once: bool = True
    ) -> Iterator[Piece]:
        """The sentence in pieces; a term is marked ``once``, and not when it is ``known``."""
        passed = set(known)
        words = list(_WORD.finditer(text))
        done, at = 0, 0
        while at < len(words):
            name = self._name_at(text, words, at)
            if name is None or name.slug in passed:
                at += len(name.words) if name else 1
                continue
            if once:
                passed.add(name.slug)
            start, end = words[at].start(), words[at + len(name.words) - 1].end()
            if start > done:
                yield Piece(text[done:start])
            yield Piece(text[start:end], name.slug)
            done, at = end, at + len(name.words)
        if done < len(text):
            yield Piece(text[done:])

    def _name_at(self, text: str, words: list[re.Match[str]], at: int) -> _Name | None:
        first = words[at].group().lower()
        for name in (*self._by_first.get(first, ()), *self._singular(first)):
            part = words[at : at + len(name.words)]
            if len(part) == len(name.words) and name.is_met_by([word.group() for word in part]):
                gaps = zip(part, part[1:], strict=False)
                if all(_BETWEEN.fullmatch(text, one.end(), two.start()) for one, two in gaps):
                    return name
        return None

    def _singular(self, first: str) -> Iterator[_Name]:
        """Names of one word that the plural ``first`` may be met by."""
        names = self._by_first.get(first[:-1], ()) if first.endswith("s") else ()
        return (name for name in names if len(name.words) == 1)
