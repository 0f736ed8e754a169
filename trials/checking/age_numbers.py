"""Ages by their bare numbers and units, where a sentence says more than an age."""

import re
from collections.abc import Iterator

from trials.checking.findings import Code
from trials.eligibility.ages import AgeLimit, AgeRule, AgeScale

_MENTION = re.compile(r"(?<![\w.,])(?P<number>\d{1,3})(?![\d,]|\.\d)(?P<rest>[^\d]{0,40})")
_UNIT = re.compile(r"[\s-]*(?P<unit>year|yr|month|mo\b|week|wk|day)", re.IGNORECASE)
_UNITS = {"yr": "year", "mo": "month", "wk": "week"}

Notation = tuple[int, str]


def slipped(read: AgeLimit | None, held: AgeLimit | None) -> bool:
    """Whether both give one number, in units that differ."""
    if read is None or held is None:
        return False
    return _differ_in_unit(set(_notations(read)), set(_notations(held)))


def scanned(quote: str, rule: AgeRule) -> Code | None:
    """What is the matter with limits whose number, or unit, the sentence does not name.

    None for a sentence without any age.
    """
    said = set(_mentions(quote))
    if not said:
        return None
    if _is_turned(quote, rule):
        return Code.AGE_REVERSED
    wrong = [held for held in _ends(rule) if not any(said & notations for notations in held)]
    if not wrong:
        return None
    is_slip = all(any(_differ_in_unit(said, one) for one in held) for held in wrong)
    return Code.AGE_UNITS if is_slip else Code.AGE_DIFFERS


_UP = r"(?:[>≥]=?|over|above|from|(?:older|more|greater) than|at least)"
_DOWN = r"(?:[<≤]=?|under|below|up to|(?:younger|less) than|at most)"
_AGE_UNIT = r"(?:[\s-]*(?:years?|months?|weeks?|days?))?(?: old| of age)?,?"
_UP_AFTER, _DOWN_AFTER = (
    r"(?:or|and) (?:older|over|above|up)",
    r"(?:or|and) (?:younger|under|below)",
)


def _is_turned(quote: str, rule: AgeRule) -> bool:
    """One end alone is held, and the sentence gives all its numbers for the other end."""
    if (rule.minimum is None) is (rule.maximum is None):
        return False
    ups, downs = (
        bool(re.search(rf"{before}\s*\d|\d{_AGE_UNIT} {after}", quote, re.IGNORECASE))
        for before, after in ((_UP, _UP_AFTER), (_DOWN, _DOWN_AFTER))
    )
    return (downs and not ups) if rule.minimum is not None else (ups and not downs)


def _ends(rule: AgeRule) -> Iterator[list[set[Notation]]]:
    """For each end the ways in which a sentence may write it; "up to 21" ends before 22."""
    for limits in (rule.minimum, rule.outer_minimum), (rule.maximum, rule.outer_maximum):
        if limits[0] is not None:
            yield [set(_notations(one)) | set(_before(one)) for one in limits if one]


def _notations(limit: AgeLimit) -> Iterator[Notation]:
    if limit.scale is AgeScale.MONTHS:
        yield limit.count, "month"
        if limit.count % 12 == 0:
            yield limit.count // 12, "year"
    else:
        yield limit.count, "day"
        if limit.count % 7 == 0:
            yield limit.count // 7, "week"


def _before(limit: AgeLimit) -> Iterator[Notation]:
    """The last whole unit before the limit: "up to 21 years", "older than 28 days"."""
    return ((number - 1, unit) for number, unit in _notations(limit))


def _differ_in_unit(said: set[Notation], held: set[Notation]) -> bool:
    numbers = {number for number, _ in said} & {number for number, _ in held}
    return bool(numbers) and said.isdisjoint(held)


def _mentions(quote: str) -> Iterator[Notation]:
    """Every number with its unit, or that of the next one: "1 and less than 18 years"."""
    waiting: list[int] = []
    for match in _MENTION.finditer(quote):
        unit = _UNIT.match(match["rest"])
        if unit is None:
            waiting.append(int(match["number"]))
            continue
        name = unit["unit"].lower()
        yield from (
            (number, _UNITS.get(name, name)) for number in (*waiting, int(match["number"]))
        )
        waiting.clear()
