"""What follows from what was told.

Implications are applied until nothing new follows. They never overwrite what was said:
where both speak, the contradiction is kept, to be shown, not resolved.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from trials.eligibility.catalogue import AGE, FactCatalogue, Implication
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


Premises = Callable[[Implication, Mapping[str, FactValue]], bool]
"""Whether the premises of an implication are certain, given the facts known so far."""


def draw_all(told: Mapping[str, FactValue], catalogue: FactCatalogue, holds: Premises) -> Known:
    """Everything that follows from ``told``. Applying the result once more adds nothing."""
    first = [*catalogue.unconditional]
    for fact in (AGE, *told):
        first.extend(catalogue.triggered_by(fact))
    return _draw(dict(told), first, catalogue, holds)


def draw_more(
    known: Known, fact: str, value: FactValue, catalogue: FactCatalogue, holds: Premises
) -> Known:
    """``known`` and what follows when one more fact is told that was not known before."""
    more = _draw({**known.values, fact: value}, catalogue.triggered_by(fact), catalogue, holds)
    return Known(more.values, known.contradictions + more.contradictions)


def _draw(
    values: dict[str, FactValue],
    first: Iterable[Implication],
    catalogue: FactCatalogue,
    holds: Premises,
) -> Known:
    waiting = deque(first)
    applied: set[int] = set()
    contradictions: list[Contradiction] = []
    while waiting:
        implication = waiting.popleft()
        if id(implication) in applied or not holds(implication, values):
            continue
        applied.add(id(implication))
        for fact, implied in implication.then:
            said = values.get(fact)
            if said is None or _is_narrower(said, implied):
                values[fact] = implied
                waiting.extend(catalogue.triggered_by(fact))
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
