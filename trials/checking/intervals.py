"""Numbers that several limits leave."""

from dataclasses import dataclass, replace
from math import inf

from trials.eligibility.conditions import Operator

_TURNED = {
    Operator.AT_LEAST: Operator.BELOW,
    Operator.ABOVE: Operator.AT_MOST,
    Operator.AT_MOST: Operator.ABOVE,
    Operator.BELOW: Operator.AT_LEAST,
}


def turned(operator: Operator) -> Operator:
    """What holds where ``operator`` does not; words and "exactly" stay as they are."""
    return _TURNED.get(operator, operator)


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``low`` to ``high``; an open end leaves its own number out."""

    low: float = -inf
    high: float = inf
    low_open: bool = False
    high_open: bool = False

    @property
    def is_empty(self) -> bool:
        is_point = self.low == self.high
        return self.low > self.high or (is_point and (self.low_open or self.high_open))

    def within(self, operator: Operator, value: float, *, holds: bool = True) -> "Interval":
        """What is left where the comparison holds, or does not."""
        if operator is Operator.EQUALS:
            if not holds:
                return self
            return self._above(value, is_open=False)._below(value, is_open=False)
        if not holds:
            operator = turned(operator)
        if operator in (Operator.AT_LEAST, Operator.ABOVE):
            return self._above(value, is_open=operator is Operator.ABOVE)
        return self._below(value, is_open=operator is Operator.BELOW)

    def _above(self, value: float, *, is_open: bool) -> "Interval":
        if (value, is_open) <= (self.low, self.low_open):
            return self
        return replace(self, low=value, low_open=is_open)

    def _below(self, value: float, *, is_open: bool) -> "Interval":
        if (-value, is_open) <= (-self.high, self.high_open):
            return self
        return replace(self, high=value, high_open=is_open)
