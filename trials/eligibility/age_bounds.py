"""Reads one bound of an age range from its tokens.

bound   := comparison amount | amount "or older" | amount | "birth"
amount  := number unit? | number "years" 364 "days"
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum, auto

from trials.eligibility.age_reading import Refusal, RefusedReading
from trials.eligibility.age_vocabulary import UP_TO, Word
from trials.eligibility.age_words import Token


class Side(StrEnum):
    """Which end of the range a bound limits; BARE is a number without a direction."""

    LOWER = auto()
    UPPER = auto()
    BARE = auto()


@dataclass(frozen=True, slots=True)
class Bound:
    """One number with its direction.  ``almost`` is 24.99: just under the next unit."""

    side: Side
    number: Decimal
    unit: str = ""  # empty: to be taken from the other end
    strict: bool = False
    almost: bool = False
    joins: bool = False  # "up to", which may stand between two numbers
    from_birth: bool = False


_COMPARISONS = {
    Word.AT_LEAST: (Side.LOWER, False),
    Word.OLDER_THAN: (Side.LOWER, True),
    Word.AT_MOST: (Side.UPPER, False),
    Word.YOUNGER_THAN: (Side.UPPER, True),
}
_ENDINGS = {Word.OR_OLDER: Side.LOWER, Word.OR_YOUNGER: Side.UPPER}
_FLIPPED = {
    Word.AT_LEAST: Word.AT_MOST,
    Word.AT_MOST: Word.AT_LEAST,
    Word.OLDER_THAN: Word.YOUNGER_THAN,
    Word.YOUNGER_THAN: Word.OLDER_THAN,
}
_YEAR_LESS_A_BIT = {("day", Decimal(364)), ("day", Decimal(365)), ("month", Decimal(11))}


def turn_around(tokens: list[Token]) -> list[Token]:
    """Rewrite "1 year ≤ age < 18" as "≥ 1 year < 18".

    Only where the comparison stands between a number and the word age, and no other
    number is its own: not in "18 and < age 65".
    """
    turned = list(tokens)
    for i, token in enumerate(tokens):
        start = _number_before(tokens, i)
        if token.word in _FLIPPED and start is not None and _word_at(tokens, i + 1) is Word.AGE:
            if _word_at(tokens, i + 2) in (Word.NUMBER, Word.FILLER):
                raise RefusedReading(Refusal.NOT_RECOGNISED)
            turned[start : i + 1] = [Token(_FLIPPED[token.word], token.text), *tokens[start:i]]
    return turned


def _number_before(tokens: list[Token], i: int) -> int | None:
    if _word_at(tokens, i - 1) is Word.NUMBER:
        return i - 1
    if _word_at(tokens, i - 1) is Word.UNIT and _word_at(tokens, i - 2) is Word.NUMBER:
        return i - 2
    return None


def _word_at(tokens: list[Token], i: int) -> Word | None:
    return tokens[i].word if 0 <= i < len(tokens) else None


class BoundReader:
    """Walks once over the tokens of a clause."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    def next_word(self, ahead: int = 0) -> Word | None:
        return _word_at(self._tokens, self._at + ahead)

    def take(self, *words: Word) -> Token | None:
        if self.next_word() not in words:
            return None
        self._at += 1
        return self._tokens[self._at - 1]

    def skip_leading_dash(self) -> None:
        """Step over the dash of "Age - 6 to 12" and the "up to" of "up to < 18"."""
        if self.next_word() is Word.TO and (
            self._tokens[0].text == "-" or self.next_word(1) in (Word.YOUNGER_THAN, Word.AT_MOST)
        ):
            self._at += 1

    def bound(self) -> Bound:
        sign = self.take(*_COMPARISONS)
        while sign and self.take(sign.word):  # "greater than or equal to (≥) 18"
            pass
        bound = self._amount()
        ending = self.take(*_ENDINGS)
        if not bound.unit and (unit := self.take(Word.UNIT)):
            bound = replace(bound, unit=unit.meaning)
            ending = ending or self.take(*_ENDINGS)
        if sign is None:
            return replace(bound, side=_ENDINGS[ending.word]) if ending else bound
        side, strict = _COMPARISONS[sign.word]
        if ending and (strict or _ENDINGS[ending.word] is not side):
            raise RefusedReading(Refusal.NOT_RECOGNISED)
        return replace(bound, side=side, strict=strict, joins=sign.meaning == UP_TO)

    def _amount(self) -> Bound:
        if self.take(Word.BIRTH):
            return Bound(Side.BARE, Decimal(0), from_birth=True)
        token = self.take(Word.NUMBER)
        if token is None:
            raise self._lost()
        number = Decimal(token.text)
        unit = self.take(Word.UNIT)
        almost = set(token.text.partition(".")[2]) == {"9"}
        if almost:
            number = number.to_integral_value(rounding="ROUND_FLOOR")
        if unit and unit.meaning == "year" and self._takes_a_bit_less_than_a_year():
            almost = True
        return Bound(Side.BARE, number, unit.meaning if unit else "", almost=almost)

    def _takes_a_bit_less_than_a_year(self) -> bool:
        """Step over the rest of "17 years and 365 days", "17 years 11 months"."""
        skip = 1 if self.next_word() is Word.AND else 0
        if (self.next_word(skip), self.next_word(skip + 1)) != (Word.NUMBER, Word.UNIT):
            return False
        number, unit = self._tokens[self._at + skip : self._at + skip + 2]
        if (unit.meaning, Decimal(number.text)) not in _YEAR_LESS_A_BIT:
            return False
        self._at += skip + 2
        return True

    def expect_end(self) -> None:
        """Raise RefusedReading unless every token has been read."""
        if self._at < len(self._tokens):
            raise self._lost()

    def _lost(self) -> RefusedReading:
        alternatives = any(token.word is Word.OR for token in self._tokens)
        return RefusedReading(Refusal.ALTERNATIVES if alternatives else Refusal.NOT_RECOGNISED)
