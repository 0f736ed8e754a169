"""The grammar of age ranges: the tokens of one clause to a minimum and a maximum.

    range  := ("from" | "between")? bound (joint bound)?
    joint  := to | - | ~ | and | but | , | ; | nothing

A bare number counts only beside a joint that gives it a direction: "8 to 18",
"between 1 and <18", "≥ 6 months to 18 years".
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from trials.eligibility.age_bounds import Bound, BoundReader, Side
from trials.eligibility.age_keys import AgeLimit, AgeScale
from trials.eligibility.age_reading import ReadingNote, Refusal, RefusedReading
from trials.eligibility.age_vocabulary import Word
from trials.eligibility.age_words import Token

_JOINTS = (Word.TO, Word.AND, Word.PAUSE, Word.STOP)
_OLDEST_YEARS = 130


@dataclass(frozen=True, slots=True)
class Bounds:
    """Both ends as limits; None where the clause says nothing."""

    minimum: AgeLimit | None = None
    maximum: AgeLimit | None = None
    wide_minimum: AgeLimit | None = None
    notes: tuple[ReadingNote, ...] = ()


def read_bounds(tokens: list[Token]) -> Bounds:
    """Read the bounds of one clause, fillers already taken out.  Raises RefusedReading."""
    reader = BoundReader(tokens)
    reader.skip_leading_dash()
    opening = reader.take(Word.BETWEEN, Word.FROM)
    if opening:
        reader.take(Word.BETWEEN, Word.FROM)
    first = reader.bound()
    joint = _take_joint(reader)
    if joint is None and reader.next_word() in (None, Word.OR):
        reader.expect_end()
        return _single(first, opening.word if opening else None)
    second = reader.bound()
    reader.expect_end()
    return _pair(first, second, opening.word if opening else None, joint)


def _take_joint(reader: BoundReader) -> Word | None:
    """Take ", and" or "and to" as one joint; "to" and "and" say more than a pause."""
    joints = []
    while token := reader.take(*_JOINTS):
        joints.append(token.word)
    if Word.TO in joints and Word.STOP in joints:  # "2.-9."
        raise RefusedReading(Refusal.NOT_RECOGNISED)
    return next((word for word in _JOINTS if word in joints), None)


def _single(bound: Bound, opening: Word | None) -> Bounds:
    if bound.side is Side.BARE and opening is Word.FROM:
        bound = replace(bound, side=Side.LOWER)
    if bound.side is Side.BARE or opening is Word.BETWEEN or bound.from_birth:
        raise RefusedReading(Refusal.NO_DIRECTION)
    notes = () if bound.unit else (ReadingNote.UNIT_ASSUMED,)
    bound = replace(bound, unit=bound.unit or "year")
    return _limits(bound, None, notes) if bound.side is Side.LOWER else _limits(None, bound, notes)


def _pair(first: Bound, second: Bound, opening: Word | None, joint: Word | None) -> Bounds:
    if first.side is Side.UPPER and second.side is Side.LOWER and joint is not Word.TO:
        if not first.unit and second.unit not in ("", "year"):
            raise RefusedReading(Refusal.UNIT_UNCLEAR)
        lower, upper = second, first
    else:
        lower, upper = _from_low_to_high(first, second, opening, joint)
    return _limits(*_with_units(lower, upper), notes=_unit_notes(lower, upper))


def _from_low_to_high(
    first: Bound, second: Bound, opening: Word | None, joint: Word | None
) -> tuple[Bound, Bound]:
    """Give bare numbers their direction, where the joint allows it."""
    spans = joint is Word.TO or (opening is Word.BETWEEN and joint is Word.AND)
    if first.side is Side.BARE:
        if not spans and not second.joins and opening is not Word.FROM and not first.from_birth:
            raise RefusedReading(Refusal.NO_DIRECTION)
        first = replace(first, side=Side.LOWER)
    if second.side is Side.BARE:
        if not spans:
            raise RefusedReading(Refusal.NO_DIRECTION)
        second = replace(second, side=Side.UPPER)
    if (first.side, second.side) != (Side.LOWER, Side.UPPER) or second.from_birth:
        raise RefusedReading(Refusal.NOT_RECOGNISED)
    return first, second


def _with_units(lower: Bound, upper: Bound) -> tuple[Bound, Bound]:
    """Take a missing unit from the other end.

    "6 months to 5" is refused: the 5 may be months or years.
    """
    if not upper.unit and lower.unit not in ("", "year"):
        raise RefusedReading(Refusal.UNIT_UNCLEAR)
    upper = replace(upper, unit=upper.unit or lower.unit or "year")
    return replace(lower, unit=lower.unit or upper.unit), upper


def _unit_notes(lower: Bound, upper: Bound) -> tuple[ReadingNote, ...]:
    return () if lower.unit or upper.unit else (ReadingNote.UNIT_ASSUMED,)


def _limits(
    lower: Bound | None, upper: Bound | None, notes: tuple[ReadingNote, ...] = ()
) -> Bounds:
    notes += _notes(lower, upper)
    minimum = _minimum(lower) if lower else None
    wide_minimum = None
    if lower and lower.strict and lower.unit == "year":
        wide_minimum = replace(minimum, plus_day=False) if minimum else None
    return Bounds(minimum, _maximum(upper) if upper else None, wide_minimum, notes)


def _notes(lower: Bound | None, upper: Bound | None) -> tuple[ReadingNote, ...]:
    says = {
        ReadingNote.UP_TO_INCLUDED: upper is not None and upper.joins,
        ReadingNote.ALMOST_NEXT_YEAR: upper is not None and upper.almost,
        ReadingNote.BIRTHDAY_UNCLEAR: lower is not None and lower.strict and lower.unit == "year",
        ReadingNote.FROM_BIRTH: lower is not None and lower.number == 0,
    }
    return tuple(note for note, is_so in says.items() if is_so)


def _minimum(bound: Bound) -> AgeLimit | None:
    if bound.almost:
        raise RefusedReading(Refusal.FRACTION)
    if bound.number == 0:
        if bound.strict:
            raise RefusedReading(Refusal.NOT_RECOGNISED)
        return None
    limit = _limit(bound, 0)
    return AgeLimit(limit.count, limit.scale, plus_day=bound.strict)


def _maximum(bound: Bound) -> AgeLimit:
    if bound.strict and bound.almost:
        raise RefusedReading(Refusal.FRACTION)
    is_whole = bound.number == bound.number.to_integral_value()
    if not bound.strict and not is_whole:
        raise RefusedReading(Refusal.FRACTION)  # "to 2.5 years": up to 30 or to 31 months?
    return _limit(bound, 0 if bound.strict else 1)


def _limit(bound: Bound, more: int) -> AgeLimit:
    """Return the limit of a number and so many units more; days stay days."""
    months = {"year": 12, "month": 1}.get(bound.unit)
    days = {"week": 7, "day": 1}.get(bound.unit)
    count = (bound.number + more) * (months or days or 0)
    if count != count.to_integral_value():
        raise RefusedReading(Refusal.FRACTION)
    if count > _OLDEST_YEARS * (12 if months else 366):
        raise RefusedReading(Refusal.UNIT_UNCLEAR)
    return AgeLimit(int(count), AgeScale.MONTHS if months else AgeScale.DAYS)
