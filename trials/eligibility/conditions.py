"""What a rule asks of one fact: its name, an operator and the accepted values.

Values are words ("positive"), numbers in the unit of the facts catalogue, or an
:class:`~trials.eligibility.ages.AgeLimit` where the fact is an age.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from trials.eligibility.ages import AgeLimit, AgeSpan
from trials.eligibility.truth import Truth


@dataclass(frozen=True, slots=True)
class NumberSpan:
    """A number known roughly: all from lowest to highest, both included."""

    lowest: float
    highest: float


FactValue = str | int | float | frozenset[str] | AgeSpan | NumberSpan


class Operator(StrEnum):
    IS = "is"
    IN = "in"
    AT_LEAST = ">="
    ABOVE = ">"
    AT_MOST = "<="
    BELOW = "<"
    EQUALS = "="


class MismatchedFactError(TypeError):
    """A condition was given a value of a kind it cannot compare with its own."""

    def __init__(self, fact: str, value: object) -> None:
        super().__init__(f"{fact}: cannot compare {value!r}")
        self.fact = fact
        self.value = value


@dataclass(frozen=True, slots=True)
class Condition:
    """``fact operator values``, for example ``bcr_abl1 is positive``.

    ``values`` holds one value, except for ``in``, where any of them will do.
    """

    fact: str
    operator: Operator
    values: tuple[str | int | float | AgeLimit, ...]

    def holds(self, told: FactValue | None) -> Truth:
        """TRUE or FALSE for a told value; UNKNOWN when it was not told (None)."""
        if told is None:
            return Truth.UNKNOWN
        if isinstance(told, AgeSpan):
            return self._holds_for_age(told)
        if isinstance(told, NumberSpan):
            return self._holds_for_span(told)
        if self.operator in (Operator.IS, Operator.IN):
            return _certain(self._names(told))
        return _certain(self._compares(told))

    def _names(self, told: str | int | float | frozenset[str]) -> bool:
        said: Collection[object] = told if isinstance(told, frozenset) else (told,)
        return any(value in said for value in self.values)

    def _compares(self, told: str | int | float | frozenset[str]) -> bool:
        limit = self.values[0]
        if not isinstance(told, int | float) or not isinstance(limit, int | float):
            raise MismatchedFactError(self.fact, told)
        return {
            Operator.AT_LEAST: told >= limit,
            Operator.ABOVE: told > limit,
            Operator.AT_MOST: told <= limit,
            Operator.BELOW: told < limit,
            Operator.EQUALS: told == limit,
        }[self.operator]

    def _holds_for_span(self, told: NumberSpan) -> Truth:
        """Certain when the ends agree and so does the limit, should it lie between them."""
        limit = self.values[0]
        if not isinstance(limit, int | float) or self.operator in (Operator.IS, Operator.IN):
            raise MismatchedFactError(self.fact, told)
        telling = {told.lowest, told.highest, min(max(limit, told.lowest), told.highest)}
        truths = {self._compares(number) for number in telling}
        return _certain(truths.pop()) if len(truths) == 1 else Truth.UNKNOWN

    def _holds_for_age(self, told: AgeSpan) -> Truth:
        limit = self.values[0]
        if not isinstance(limit, AgeLimit) or self.operator not in (
            Operator.AT_LEAST,
            Operator.BELOW,
        ):
            raise MismatchedFactError(self.fact, told)
        youngest, oldest = limit.reached_by(told.youngest), limit.reached_by(told.oldest)
        if youngest != oldest:
            return Truth.UNKNOWN
        return _certain(youngest == (self.operator is Operator.AT_LEAST))


def _certain(value: bool) -> Truth:
    return Truth.TRUE if value else Truth.FALSE
