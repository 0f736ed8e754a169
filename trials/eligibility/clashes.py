"""Rules about facts that nobody can meet all at once.

relapse_count is at least 5     and     relapse_count is less than 2
cd19 is positive                and     whoever has cd19 positive cannot join
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from trials.eligibility.catalogue import Fact, FactCatalogue, FactKind
from trials.eligibility.conditions import Condition, Operator
from trials.eligibility.criteria import Side

Asked = tuple[Condition, Side]

_OPPOSITE = {
    Operator.AT_LEAST: Operator.BELOW,
    Operator.ABOVE: Operator.AT_MOST,
    Operator.AT_MOST: Operator.ABOVE,
    Operator.BELOW: Operator.AT_LEAST,
}


def clashing(asked: Sequence[Asked], catalogue: FactCatalogue) -> tuple[int, ...]:
    """The places in ``asked`` at which a fact is left without any answer.

    All of ``asked`` has to hold at once. The rules before a place leave an answer to its
    fact; with the rule at the place nobody is left. Facts of no table are passed over.
    """
    found: list[int] = []
    seen: dict[str, list[Asked]] = {}
    for place, rule in enumerate(asked):
        key = rule[0].fact
        if key in catalogue and not any(asked[each][0].fact == key for each in found):
            together = seen.setdefault(key, [])
            together.append(rule)
            if _leaves_nobody(catalogue.fact(key), together):
                found.append(place)
    return tuple(found)


def _leaves_nobody(fact: Fact, rules: Sequence[Asked]) -> bool:
    wanted = [_words(condition) for condition, side in rules if side is Side.INCLUDE]
    refused = {
        word for condition, side in rules if side is Side.EXCLUDE for word in _words(condition)
    }
    if fact.kind is FactKind.CHOICE:
        return not set(fact.values).intersection(*wanted) - refused
    if fact.kind is FactKind.CHOICES:  # somebody may have several of them
        return any(words <= refused for words in wanted)
    if fact.kind in (FactKind.NUMBER, FactKind.COUNT):
        return _numbers_left(rules, is_whole=fact.kind is FactKind.COUNT).is_empty
    return False


def _words(condition: Condition) -> set[object]:
    return set(condition.values)


@dataclass(frozen=True, slots=True)
class _Interval:
    """From low to high; an open end does not belong to it."""

    low: float = 0
    high: float = math.inf
    is_low_open: bool = False
    is_high_open: bool = False

    @property
    def is_empty(self) -> bool:
        is_open = self.is_low_open or self.is_high_open
        return self.low > self.high or (self.low == self.high and is_open)

    def cut(self, operator: Operator, limit: float) -> "_Interval":
        cut = self
        if operator in (Operator.AT_LEAST, Operator.ABOVE, Operator.EQUALS):
            cut = cut._from(limit, is_open=operator is Operator.ABOVE)
        if operator in (Operator.AT_MOST, Operator.BELOW, Operator.EQUALS):
            cut = cut._until(limit, is_open=operator is Operator.BELOW)
        return cut

    def _from(self, limit: float, *, is_open: bool) -> "_Interval":
        if (limit, is_open) <= (self.low, self.is_low_open):
            return self
        return replace(self, low=limit, is_low_open=is_open)

    def _until(self, limit: float, *, is_open: bool) -> "_Interval":
        if (limit, not is_open) >= (self.high, not self.is_high_open):
            return self
        return replace(self, high=limit, is_high_open=is_open)

    def whole(self) -> "_Interval":
        """The whole numbers of it, with both ends."""
        low = math.floor(self.low) + 1 if self.is_low_open else math.ceil(self.low)
        if math.isinf(self.high):
            return _Interval(low)
        high = math.ceil(self.high) - 1 if self.is_high_open else math.floor(self.high)
        return _Interval(low, high)


def _numbers_left(rules: Iterable[Asked], *, is_whole: bool) -> _Interval:
    """What the comparisons leave of all numbers from nought on.

    A number that is refused exactly leaves a hole, which no interval shows: passed over.
    """
    left = _Interval()
    for condition, side in rules:
        limit = condition.values[0]
        operator: Operator | None = condition.operator
        if side is Side.EXCLUDE:
            operator = _OPPOSITE.get(condition.operator)
        if operator is not None and isinstance(limit, int | float):
            left = left.cut(operator, limit)
    return left.whole() if is_whole else left
