"""Numbers of rules against the sentence they were read from: 5 against "≥ 5 % blasts"."""

import re
from collections.abc import Iterator
from functools import lru_cache

from trials.checking.exclusions import keeps_out, let_in
from trials.checking.findings import CheckFinding, Code
from trials.eligibility.conditions import Operator
from trials.eligibility.criteria import FactCriterion, Side, WashoutCriterion
from trials.eligibility.evaluation import GroupRules
from trials.eligibility.probes import leaves

_UP = (Operator.AT_LEAST, Operator.ABOVE)
_DOWN = (Operator.AT_MOST, Operator.BELOW)


def quoted_numbers(group: GroupRules) -> Iterator[CheckFinding]:
    for leaf in leaves(group.criterion):
        if isinstance(leaf, FactCriterion):
            code = _of_fact(leaf)
        elif isinstance(leaf, WashoutCriterion):
            code = _of_washout(leaf)
        else:
            continue
        if code and not leaf.origin.conflict:
            yield CheckFinding(code, group.key, leaf, leaf.origin.quote)


def _of_fact(leaf: FactCriterion) -> Code | None:
    value, operator = leaf.condition.values[:1], leaf.condition.operator
    if (
        not value
        or not isinstance(value[0], int | float)
        or operator in (Operator.IS, Operator.IN)
    ):
        return None
    limit, quote = float(value[0]), leaf.origin.quote
    said = {one for number, one in _comparisons(quote) if _is_near(number, limit)}
    if not said:
        return _no_such_number(limit, quote)
    if operator is Operator.EQUALS or operator in said:
        return None
    same = _UP if operator in _UP else _DOWN
    if said.intersection(same):
        is_exact = any(number == limit for number, _ in _comparisons(quote))
        return Code.SIGN_DIFFERS if is_exact and not _RANGE.search(quote) else None
    turns = leaf.side is Side.INCLUDE and keeps_out(let_in(quote))
    return None if turns or Operator.EQUALS in said else Code.SIGN_REVERSED


def _no_such_number(limit: float, quote: str) -> Code | None:
    """A sentence with numbers of which none is this one; ranges may end a hair before it."""
    numbers = {*_numbers(quote), *_numbers(_thousands(quote))}
    is_there = any(_is_near(number, limit) for number in numbers)
    return Code.NUMBER_DIFFERS if numbers and not is_there else None


def _is_near(number: float, limit: float) -> bool:
    """A range that ends at 4.99 % is what stops before 5."""
    return abs(number - limit) <= min(max(0.005 * abs(limit), 0.011), 0.5)


# ------------------------------------------------------------------------- in a text

_WORDS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12,
}  # fmt: skip
_NUMBER = (
    r"(?<![\w.,])(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?"
    rf"|{'|'.join(_WORDS)})(?!\d|\.\d|[\s-]?line\b)"
)
_AT_LEAST = (
    r"≥|>\s*/?=|=>|&gt;=|at least|not? less than|greater than or equal to"
    r"|minimum(?: of)?|(?:more|greater) than or equal to"
)
_AT_MOST = (
    r"≤|<\s*/?=|=<|&lt;=|at most|not? (?:more|greater) than|up to|within"
    r"|less than or equal to|(?:not|must not) exceed(?:ing)?|maximum(?: of)?"
)
_BEFORE = (
    (Operator.AT_LEAST, _AT_LEAST),
    (Operator.AT_MOST, _AT_MOST),
    (Operator.ABOVE, r">|&gt;|more than|greater than|above|over|exceed(?:s|ing)?"),
    (Operator.BELOW, r"<|&lt;|less than|fewer than|below|under"),
)
_AFTER = (
    (Operator.AT_LEAST, r"(?:or|and) (?:more|greater|later|higher|above|subsequent)"),
    (Operator.AT_MOST, r"or (?:less|fewer|lower|below)"),
)
_SIGNED = tuple(
    (operator, re.compile(rf"(?:{signs})\s*(?:a |an )?{_NUMBER}", re.IGNORECASE))
    for operator, signs in _BEFORE
)
_SIGN_BEHIND = tuple(
    (operator, re.compile(rf"{_NUMBER}\s*%?(?:\s\w+){{0,2}}?\s+(?:{signs})\b", re.IGNORECASE))
    for operator, signs in _AFTER
)
_RANGE = re.compile(
    r"(?<![\w.])(?P<low>\d+(?:\.\d+)?)\s*%?\s*(?:to|and|-|\u2013)\s*(?P<high>\d+(?:\.\d+)?)",
    re.IGNORECASE,
)
_ANY_NUMBER = re.compile(_NUMBER, re.IGNORECASE)


@lru_cache(maxsize=4_096)
def _comparisons(text: str) -> tuple[tuple[float, Operator], ...]:
    """Numbers with a sign; "not less than" is read before "less than"."""
    found: list[tuple[float, Operator]] = []
    rest = _thousands(text)
    for match in _RANGE.finditer(rest):
        found.append((_value(match["low"]), Operator.AT_LEAST))
        found.append((_value(match["high"]), Operator.AT_MOST))
    for operator, pattern in (*_SIGN_BEHIND, *_SIGNED):
        for match in pattern.finditer(rest):
            found.append((_value(match["number"]), operator))
        rest = pattern.sub(" ", rest)
    return tuple(found)


def _thousands(text: str) -> str:
    """Counts of cells are kept by the thousand: "25,000" is 25."""
    return re.sub(r"\b(\d{1,3}),000\b", r"\1", text)


def _numbers(text: str) -> Iterator[float]:
    return (_value(match["number"]) for match in _ANY_NUMBER.finditer(text))


def _value(written: str) -> float:
    word = written.lower()
    return float(_WORDS.get(word, 0) or word.replace(",", ""))


# ------------------------------------------------------------------------- wash-outs

_DURATION = re.compile(rf"{_NUMBER}[\s-]*(?P<unit>day|week|month|year)s?\b", re.IGNORECASE)
_SHORTEST = {"day": 1, "week": 7, "month": 28, "year": 360}
_LONGEST = {"day": 1, "week": 7, "month": 31, "year": 366}


def _of_washout(leaf: WashoutCriterion) -> Code | None:
    spans = [
        (_value(match["number"]), match["unit"].lower())
        for match in _DURATION.finditer(leaf.origin.quote)
    ]
    if not spans:
        return None
    fits = any(
        _SHORTEST[unit] * number <= leaf.days <= _LONGEST[unit] * number + 1
        for number, unit in spans
    )
    return None if fits else Code.NUMBER_DIFFERS
