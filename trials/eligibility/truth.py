"""Four truth values, ordered by how much hope they leave.

    FALSE < UNKNOWN < ASK < TRUE

``UNKNOWN``  the person asking could still tell us.
``ASK``      only the study team can say.

A conjunction is as weak as its weakest part, a disjunction as strong as its
strongest. Negation swaps the two certain values and leaves the others: what we do
not know, we do not know of its opposite either.
"""

from collections.abc import Iterable
from enum import IntEnum


class Truth(IntEnum):
    FALSE = 0
    UNKNOWN = 1
    ASK = 2
    TRUE = 3

    @property
    def is_certain(self) -> bool:
        return self in (Truth.FALSE, Truth.TRUE)


def all_of(values: Iterable[Truth]) -> Truth:
    """The weakest value; TRUE for none at all."""
    return min(values, default=Truth.TRUE)


def any_of(values: Iterable[Truth]) -> Truth:
    """The strongest value; FALSE for none at all."""
    return max(values, default=Truth.FALSE)


def negate(value: Truth) -> Truth:
    """Swap TRUE and FALSE; UNKNOWN and ASK stay what they are."""
    if value is Truth.TRUE:
        return Truth.FALSE
    if value is Truth.FALSE:
        return Truth.TRUE
    return value
