"""What follows from what was told.

Implications are applied until nothing new follows. They never overwrite what was said:
where both speak, the contradiction is kept, to be shown, not resolved.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from trials.eligibility.catalogue import Implication
from trials.eligibility.conditions import FactValue


@dataclass(frozen=True, slots=True)
class Contradiction:
    """``fact`` was told as ``said``, but ``implied`` follows from other answers."""

    fact: str
    said: FactValue
    implied: FactValue
    because: Implication


@dataclass(frozen=True, slots=True)
class Known:
    """All facts known, told or implied, and where the two disagree."""

    values: Mapping[str, FactValue]
    contradictions: tuple[Contradiction, ...]


def apply_implications(
    told: Mapping[str, FactValue],
    implications: Iterable[Implication],
    holds: Callable[[Implication, Mapping[str, FactValue]], bool],
) -> Known:
    """Everything that follows from ``told``.

    ``holds`` says whether the premises of an implication are certain, given the facts
    known so far. Applying the result once more adds nothing.
    """
    pending = list(implications)
    values = dict(told)
    contradictions: list[Contradiction] = []
    while ripe := [implication for implication in pending if holds(implication, values)]:
        for implication in ripe:
            pending.remove(implication)
            for fact, implied in implication.then:
                said = values.get(fact)
                if said is None or _is_narrower(said, implied):
                    values[fact] = implied
                elif not _agree(said, implied):
                    contradictions.append(Contradiction(fact, said, implied, implication))
    return Known(values, tuple(contradictions))


def _is_narrower(said: FactValue, implied: FactValue) -> bool:
    """Whether all that was said stays said: "survivor" is "survivor, in remission"."""
    return isinstance(said, frozenset) and isinstance(implied, frozenset) and said < implied


def _agree(said: FactValue, implied: FactValue) -> bool:
    """A fact of several values may have had others before: they never contradict."""
    if isinstance(said, frozenset):
        return isinstance(implied, frozenset) or implied in said
    return said == implied
