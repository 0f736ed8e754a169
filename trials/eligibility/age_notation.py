"""The short notation of an age range: ``[1 mo, 6 y)``, ``[18 y+1d, ∞) wide[18 y, ·)``.

Half-open; ``+1d`` is the day after; ``wide[…)`` gives the outermost limits, with a dot
where they equal the certain ones.
"""

from __future__ import annotations

from trials.eligibility.age_keys import MONTHS_PER_YEAR, AgeLimit, AgeScale
from trials.eligibility.age_rules import AgeRule

_SAME = "·"
_NO_MINIMUM = "0"
_NO_MAXIMUM = "∞"


def limit_notation(limit: AgeLimit) -> str:
    """Write one limit: whole years as y, other months as mo, days as d."""
    after = "+1d" if limit.plus_day else ""
    if limit.scale is AgeScale.DAYS:
        return f"{limit.count} d"
    years, months = divmod(limit.count, MONTHS_PER_YEAR)
    return f"{limit.count} mo{after}" if months or not years else f"{years} y{after}"


def range_notation(rule: AgeRule) -> str:
    """Write a rule's range; the date on which it counts is not part of it."""
    minimum = limit_notation(rule.minimum) if rule.minimum else _NO_MINIMUM
    maximum = limit_notation(rule.maximum) if rule.maximum else _NO_MAXIMUM
    wide_minimum = _wide(rule.minimum, rule.outer_minimum, _NO_MINIMUM)
    wide_maximum = _wide(rule.maximum, rule.outer_maximum, _NO_MAXIMUM)
    certain = f"[{minimum}, {maximum})"
    if wide_minimum == wide_maximum == _SAME:
        return certain
    return f"{certain} wide[{wide_minimum}, {wide_maximum})"


def _wide(certain: AgeLimit | None, outer: AgeLimit | None, no_limit: str) -> str:
    if outer == certain:
        return _SAME
    return limit_notation(outer) if outer else no_limit
