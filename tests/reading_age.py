"""The age at which a text can be read, by the Flesch-Kincaid formula.

Words of the glossary are left out of the count: they are explained. Syllables are counted in
two ways, and the larger number is taken: by the hyphenation of LibreOffice's dictionaries, which
misses some, and by groups of vowels.
"""

import re
from collections.abc import Iterable
from functools import cache

import pyphen

from trials.texts.terms import TermIndex

FIRST_GRADE_AGE = 5
"""Grade 1 of a school in the United States begins at the age of six."""
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_END = re.compile(r"(?<=[^aeiouyl])e[sd]?$|(?<=[aeiouy]l)e[sd]?$")
_ENGLISH = pyphen.Pyphen(lang="en_US", left=1, right=1)


def reading_age(sentences: Iterable[str], explained: TermIndex) -> float:
    """Years; ``sentences`` are the lines of a text, each of one or more sentences."""
    parts = [part for line in sentences for part in re.split(r"(?<=[.!?:])\s+", line) if part]
    words = [word for part in parts for word in _plain_words(part, explained)]
    syllables = sum(_syllables(word) for word in words)
    grade = 0.39 * len(words) / len(parts) + 11.8 * syllables / len(words) - 15.59
    return grade + FIRST_GRADE_AGE


def _plain_words(sentence: str, explained: TermIndex) -> list[str]:
    """A word of the glossary counts as a word of one syllable."""
    pieces = explained.pieces(sentence, once=False)
    plain = " ".join("it" if piece.slug else piece.text for piece in pieces)
    return re.findall(r"[A-Za-zÀ-ÿ0-9]+(?:['’][a-z]+)?", plain)


@cache
def _syllables(word: str) -> int:
    lower = word.lower()
    if not lower.isalpha() or word.isupper():
        return 1
    by_dictionary = len(_ENGLISH.positions(lower)) + 1
    by_vowels = len(_VOWELS.findall(_SILENT_END.sub("", lower)))
    return max(by_dictionary, by_vowels, 1)
