"""The words of a disease's name, without what does not tell diseases apart.

    "Childhood Leukaemia, Ph-positive"    leukemia ph positive
    "Wilms' tumour"                       wilms tumor

Short forms keep their capitals where small letters would be an English word or another
short form: "ALL" is a leukemia, "all" is not.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

LONGEST_TEXT = 200
LONGEST_SHORT_FORM = 6

_AGE_WORDS = frozenset(
    {"childhood", "children", "pediatric", "adult", "infantil", "pediatrica", "pediatrico"}
)
_SPELLINGS = (
    ("aem", "em"),
    ("paed", "ped"),
    ("tumour", "tumor"),
    ("\N{GREEK SMALL LETTER ALPHA}", "alpha"),
    ("\N{GREEK SMALL LETTER BETA}", "beta"),
)
_POSSESSIVE = re.compile(r"['\N{RIGHT SINGLE QUOTATION MARK}]s?\b", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[^\w+]+|_+")
_PLURAL = re.compile(r"(?<=\w{3}[^suix])s$")


@dataclass(frozen=True, slots=True)
class Word:
    """One word as written, without accents, and as it is compared."""

    written: str
    compared: str

    @property
    def is_short_form(self) -> bool:
        """Whether it is written like an acronym: two capitals at least, and short."""
        capitals = sum(letter.isupper() for letter in self.written)
        return capitals > 1 and len(self.written) <= LONGEST_SHORT_FORM


def words_of(text: str) -> Iterator[Word]:
    """The words of a text, without words of age."""
    plain = text if text.isascii() else _without_accents(text)
    if "'" in plain or "\N{RIGHT SINGLE QUOTATION MARK}" in plain:
        plain = _POSSESSIVE.sub("", plain)
    plain = _PUNCTUATION.sub(" ", plain)
    if " +" in plain:
        plain = plain.replace(" +", "+")
    return filter(None, map(_word, plain.split()))


def _without_accents(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@lru_cache(maxsize=100_000)
def _word(written: str) -> Word | None:
    """None for a word of age."""
    compared = written.casefold()
    for british, american in _SPELLINGS:
        compared = compared.replace(british, american)
    return None if compared in _AGE_WORDS else Word(written, compared)


def comparable(text: str) -> str:
    """The text without what does not tell diseases apart, cut to LONGEST_TEXT characters.

    >>> comparable("Childhood Leukaemia, Ph-positive")
    'leukemia ph positive'
    >>> comparable("Wilms' tumour") == comparable("WILMS TUMOR")
    True
    """
    return " ".join(word.compared for word in words_of(text[:LONGEST_TEXT]))


@lru_cache(maxsize=100_000)
def singular(word: str) -> str:
    """The word without the s of a plural; the same for both spellings is all that counts.

    >>> singular("leukemias"), singular("tumors"), singular("metastasis")
    ('leukemia', 'tumor', 'metastasis')
    """
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return _PLURAL.sub("", word)


def word_set(text: str) -> frozenset[str]:
    """A long list of words, written with blanks between them."""
    return frozenset(text.split())
