"""Reads one clause of an age sentence: its bounds, its date, and words that forbid both."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from trials.eligibility.age_bounds import turn_around
from trials.eligibility.age_dates import anchors_in
from trials.eligibility.age_keys import AgeLimit, AgeScale
from trials.eligibility.age_ranges import Bounds, read_bounds
from trials.eligibility.age_reading import ReadingNote, Refusal, RefusedReading
from trials.eligibility.age_rules import AgeAnchor
from trials.eligibility.age_vocabulary import ADULT, BABY, MINOR, Word
from trials.eligibility.age_words import Token


@dataclass(frozen=True, slots=True)
class Clause:
    """What one clause says: bounds, or none at all for "any age", and the date it names."""

    bounds: Bounds
    anchor: AgeAnchor | None
    names_age: bool = True


_SILENT = (Word.FILLER, Word.AGE, Word.DATE, Word.PAST, Word.INCLUSIVE)
_STANDING_ALONE = (Word.NO_LIMIT, Word.NO_MINIMUM, Word.NO_MAXIMUM, Word.NOT_STATED)
_OLD = re.compile("old|young")
_LOOSE_JOINTS = (Word.PAUSE, Word.STOP, Word.AND, Word.OR)


def read_clause(tokens: list[Token]) -> Clause:
    """Read what one clause says.  Raises RefusedReading."""
    _check_no_refused_word(tokens)
    anchor = _anchor(tokens)
    _check_words(tokens, anchor)
    said = {token.word for token in tokens}
    kept = _without_persons(_without_silent(turn_around(tokens)))
    if Word.NUMBER not in said:
        return _clause_without_numbers(tokens, kept, anchor)
    bounds = read_bounds(kept)
    _check_open_ends(said, bounds)
    _check_strictness(said)
    _check_life_stages(tokens, bounds, has_no_maximum=Word.NO_MAXIMUM in said)
    return Clause(_with_open_ends(said, bounds), anchor, _names_age(tokens))


def _with_open_ends(said: set[Word], bounds: Bounds) -> Bounds:
    """Note the ends said to be open, which is more than not to speak of them."""
    notes = bounds.notes
    if Word.NO_MINIMUM in said:
        notes += (ReadingNote.FROM_BIRTH,)
    if Word.NO_MAXIMUM in said:
        notes += (ReadingNote.NO_MAXIMUM_STATED,)
    return replace(bounds, notes=notes)


def _names_age(tokens: list[Token]) -> bool:
    return any(
        token.word in (Word.AGE, Word.PERSON, Word.BIRTH) or _OLD.search(token.text)
        for token in tokens
    )


def _check_no_refused_word(tokens: list[Token]) -> None:
    """Raise the most telling reason among the words that forbid a reading."""
    reasons = {Refusal(token.meaning) for token in tokens if token.word is Word.REFUSED}
    for reason in Refusal:
        if reason in reasons:
            raise RefusedReading(reason)


def _check_words(tokens: list[Token], anchor: AgeAnchor | None) -> None:
    words = {token.word for token in tokens}
    if Word.UNKNOWN in words:
        has_digit = any(character.isdigit() for token in tokens for character in token.text)
        raise RefusedReading(Refusal.NOT_RECOGNISED if has_digit else Refusal.NO_NUMBER)
    if Word.PAST in words and anchor is None:
        raise RefusedReading(Refusal.UNKNOWN_DATE)


def _clause_without_numbers(
    tokens: list[Token], kept: list[Token], anchor: AgeAnchor | None
) -> Clause:
    says = {token.word for token in tokens}
    if Word.NOT_STATED in says:
        raise RefusedReading(Refusal.NO_AGE_STATED)
    ends = {Word.NO_MINIMUM, Word.NO_MAXIMUM}
    stages = {token.meaning for token in tokens if token.word is Word.PERSON} - {""}
    if kept or stages or not (Word.NO_LIMIT in says or ends <= says):
        raise RefusedReading(Refusal.NO_NUMBER)
    return Clause(Bounds(), anchor)


def _without_silent(tokens: list[Token]) -> list[Token]:
    """Drop words that carry no bound, and the unit of a heading: "Age (years): 2-21"."""
    kept = [token for token in tokens if token.word not in (*_SILENT, *_STANDING_ALONE)]
    return kept[1:] if kept and (kept[0].word, kept[0].meaning) == (Word.UNIT, "year") else kept


def _without_persons(tokens: list[Token]) -> list[Token]:
    """Drop whom the sentence is about, before or after the bounds but not between them."""
    numbers = [i for i, token in enumerate(tokens) if token.word in (Word.NUMBER, Word.BIRTH)]
    if numbers:
        between = tokens[numbers[0] : numbers[-1]]
        if any(token.word is Word.PERSON for token in between):
            raise RefusedReading(Refusal.DIFFERS_BY_GROUP)
    tokens = _without_persons_at_end(tokens)
    return _without_persons_at_end(tokens[::-1])[::-1]


def _without_persons_at_end(tokens: list[Token]) -> list[Token]:
    """Take persons and joints off the end: ", male or female" but not a dangling "or"."""
    end = len(tokens)
    persons_seen = False
    while end and tokens[end - 1].word in (*_LOOSE_JOINTS, Word.PERSON):
        end -= 1
        persons_seen = persons_seen or tokens[end].word is Word.PERSON
        joins_persons = end and tokens[end - 1].word is Word.PERSON and persons_seen
        if tokens[end].word is Word.OR and not joins_persons:
            raise RefusedReading(Refusal.ALTERNATIVES)
    return tokens[:end]


def _check_open_ends(said: set[Word], bounds: Bounds) -> None:
    contradicts = (
        Word.NO_LIMIT in said
        or Word.NOT_STATED in said
        or (Word.NO_MINIMUM in said and bounds.minimum is not None)
        or (Word.NO_MAXIMUM in said and bounds.maximum is not None)
    )
    if contradicts:
        raise RefusedReading(Refusal.ALTERNATIVES)


def _check_strictness(said: set[Word]) -> None:
    """Refuse "less than 18 years, inclusive"."""
    if Word.INCLUSIVE in said and said & {Word.OLDER_THAN, Word.YOUNGER_THAN}:
        raise RefusedReading(Refusal.NOT_RECOGNISED)


# ------------------------------------------------------------------ dates


def _anchor(tokens: list[Token]) -> AgeAnchor | None:
    """Return the one date the clause names, None if it names none.

    A date long past must clearly belong to every number: "≥ 1 year at diagnosis and < 22
    years" is refused, for the second may count today.
    """
    named: set[AgeAnchor] = set()
    for token in tokens:
        if token.word is Word.DATE:
            anchors = anchors_in(token.text)
            if not anchors:
                raise RefusedReading(Refusal.UNKNOWN_DATE)
            named.update(anchors)
    if len(named) > 1:
        raise RefusedReading(Refusal.TWO_DATES)
    anchor = named.pop() if named else None
    if anchor is not None and not anchor.is_now and not _dates_cover_numbers(tokens):
        raise RefusedReading(Refusal.TWO_DATES)
    return anchor


def _dates_cover_numbers(tokens: list[Token]) -> bool:
    sentences: list[list[Token]] = [[]]
    for token in tokens:
        if token.word is Word.STOP:
            sentences.append([])
        sentences[-1].append(token)
    return all(
        _date_covers(sentence)
        for sentence in sentences
        if any(token.word is Word.NUMBER for token in sentence)
    )


def _date_covers(tokens: list[Token]) -> bool:
    dates = [i for i, token in enumerate(tokens) if token.word is Word.DATE]
    numbers = [i for i, token in enumerate(tokens) if token.word is Word.NUMBER]
    if any(_starts_anew(tokens, i) for i in range(numbers[0], numbers[-1])):
        return False
    return bool(dates) and (dates[0] < numbers[0] or dates[-1] > numbers[-1])


def _starts_anew(tokens: list[Token], i: int) -> bool:
    """Whether the word age begins a statement of its own: not "years of age", "to age 5"."""
    if tokens[i].word is not Word.AGE:
        return False
    return tokens[i - 1].word is not Word.TO and tokens[i - 1].text != "of"


# ------------------------------------------------------------ life stages

_ADULTHOOD = AgeLimit.years(18)
_TWO_YEARS = AgeLimit.years(2)
_ONE_YEAR = AgeLimit.years(1)


def _check_life_stages(tokens: list[Token], bounds: Bounds, *, has_no_maximum: bool) -> None:
    """Refuse where words and numbers disagree, or where a word stands for a limit.

    "Adults up to 70" leaves the minimum to the word, "children ≥ 2 years" the maximum;
    "infants up to 1 year" hardly means up to the second birthday.
    """
    stages = {token.meaning for token in tokens if token.word is Word.PERSON} - {""}
    young = stages & {MINOR, BABY}
    minimum, maximum = bounds.minimum, bounds.maximum
    disagrees = (
        (ADULT in stages and not young and minimum is None)
        or (young and ADULT not in stages and maximum is None and not has_no_maximum)
        or (ADULT in stages and maximum is not None and _months(maximum) <= _ADULTHOOD.count)
        or (MINOR in stages and minimum is not None and _months(minimum) >= _ADULTHOOD.count)
        or (BABY in stages and minimum is not None and _months(minimum) >= _TWO_YEARS.count)
        or (stages == {BABY} and maximum is not None and _months(maximum) > _ONE_YEAR.count)
    )
    if disagrees:
        raise RefusedReading(Refusal.WORDS_DISAGREE)


def _months(limit: AgeLimit) -> int:
    return limit.count if limit.scale is AgeScale.MONTHS else limit.count // 31
