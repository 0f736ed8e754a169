"""Makes the spelling of an age sentence uniform and cuts it into tokens."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from trials.eligibility.age_vocabulary import VOCABULARY, Word


@dataclass(frozen=True, slots=True)
class Token:
    """One word or fixed expression, its text as normalised.

    ``meaning`` tells which one of its kind it is, see ``Entry``.
    """

    word: Word
    text: str
    meaning: str = ""


_SCANNER = re.compile(
    "|".join(f"(?P<entry{number}>{entry.pattern})" for number, entry in enumerate(VOCABULARY))
)
_ENTRIES = {f"entry{number}": entry for number, entry in enumerate(VOCABULARY)}

_CHARACTERS = str.maketrans(
    {
        **dict.fromkeys("≧⩾≽⋝", "≥"),
        **dict.fromkeys("≦⩽≼⋜", "≤"),
        **dict.fromkeys("＜‹〈", "<"),
        **dict.fromkeys("＞›〉", ">"),
        **dict.fromkeys("＝", "="),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d\ufe63", "-"),
        **dict.fromkeys("～∼〜˜", "~"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\t\r\n", " "),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff", ""),
        **dict.fromkeys("\\*\"“”'‘’`", ""),
        **dict.fromkeys("（", "("),
        **dict.fromkeys("）", ")"),
        **dict.fromkeys("，、", ","),
        **dict.fromkeys("：", ":"),
        **dict.fromkeys("；•", ";"),
        **dict(zip("０１２３４５６７８９", "0123456789", strict=True)),
    }
)

_BULLET = re.compile(r"^(?:[-·]\s+|[(]?(?:\d{1,2}|[a-z])[.)]\s+(?!\d(?:\D|$)))+")
_GLUED = re.compile(r"(?<=[a-z])(?=\d)")
_TWICE = re.compile(r"\b(\d+) ?[(]\1[)]")
_BIRTHDAY = re.compile(
    r"(?:before|until|till|up to|prior to|not (?:yet )?(?:have )?(?:reached|had|passed))"
    r"(?: (?:the|their|his|her|or|a))* (\d+)(?:st|nd|rd|th) birthday\b"
)
_DIAGNOSED_BEFORE = re.compile(r"(?<=diagnosed )(?:before|prior to)\b")

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL = {"zero": 0} | {word: number for number, word in enumerate((*_ONES, *_TEENS), start=1)}
_NUMBER_WORDS = re.compile(
    rf"\b(?:({'|'.join(_TENS)})(?:[- ]({'|'.join(_ONES)}))?|({'|'.join(_SMALL)}))\b"
)


def normalise(text: str) -> str:
    """Return the sentence in lower case with one spelling per sign, number and dash.

    >>> normalise("Between One and &lt;18 years.")
    'between 1 and <18 years'
    """
    plain = html.unescape(text).translate(_CHARACTERS).lower()
    plain = _BULLET.sub("", " ".join(plain.split()).lstrip("; "))
    plain = _NUMBER_WORDS.sub(_as_digits, _GLUED.sub(" ", plain))
    plain = _TWICE.sub(r"\1", plain)
    plain = _BIRTHDAY.sub(r"to < \1 years", plain)
    return trimmed(_DIAGNOSED_BEFORE.sub("at <", plain)).lstrip("- ")


def trimmed(plain: str) -> str:
    """Return the text without the stops and pauses around it, spaces made single."""
    return " ".join(plain.split()).strip(" .;,:")


def _as_digits(match: re.Match[str]) -> str:
    tens, ones, small = match.groups()
    if small:
        return str(_SMALL[small])
    return str(10 * (_TENS.index(tens) + 2) + (_SMALL[ones] if ones else 0))


def tokens_of(plain: str) -> list[Token]:
    """Cut a normalised sentence into tokens; unknown words become UNKNOWN, never vanish."""
    tokens = []
    for match in _SCANNER.finditer(plain):
        entry = _ENTRIES[match.lastgroup or ""]
        tokens.append(Token(entry.word, match.group(), entry.meaning))
    return tokens
