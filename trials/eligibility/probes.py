"""The answers worth trying for a missing fact, and the rules they could touch."""

from collections.abc import Iterable, Iterator

from trials.eligibility.catalogue import Fact, FactKind
from trials.eligibility.conditions import FactValue
from trials.eligibility.criteria import (
    AllOf,
    AnyOf,
    Criterion,
    FactCriterion,
    Leaf,
    Not,
    WashoutCriterion,
)


def leaves(criterion: Criterion) -> Iterator[Leaf]:
    if isinstance(criterion, AllOf | AnyOf):
        for part in criterion.parts:
            yield from leaves(part)
    elif isinstance(criterion, Not):
        yield from leaves(criterion.part)
    else:
        yield criterion


def probe_values(fact: Fact, criteria: Iterable[Criterion]) -> tuple[FactValue, ...]:
    """One value for every way in which the answer could matter to these criteria.

    The choices of a fact; for a number, one on each side of every limit that is asked.
    """
    if fact.kind is FactKind.CHOICES:
        return tuple(frozenset({value}) for value in fact.values)
    if fact.kind is FactKind.CHOICE:
        return fact.values
    if fact.kind in (FactKind.NUMBER, FactKind.COUNT):
        return tuple(sorted(_around(_limits(fact.key, criteria))))
    return ()


def _limits(fact: str, criteria: Iterable[Criterion]) -> Iterator[float]:
    for criterion in criteria:
        for leaf in leaves(criterion):
            if isinstance(leaf, FactCriterion) and leaf.condition.fact == fact:
                yield from (x for x in leaf.condition.values if isinstance(x, int | float))
            elif isinstance(leaf, WashoutCriterion) and leaf.days_fact == fact:
                yield leaf.days


def _around(limits: Iterable[float]) -> set[float]:
    return {value for limit in limits for value in (max(limit - 1, 0), limit, limit + 1)}
