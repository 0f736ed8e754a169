"""The answers worth trying for a missing fact, and the rules they could touch."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from trials.eligibility.catalogue import Fact, FactKind, Implication
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
from trials.eligibility.truth import Truth, negate


def leaves(criterion: Criterion) -> Iterator[Leaf]:
    if isinstance(criterion, AllOf | AnyOf):
        for part in criterion.parts:
            yield from leaves(part)
    elif isinstance(criterion, Not):
        yield from leaves(criterion.part)
    else:
        yield criterion


def keeping_out(criterion: Criterion, shut: Truth = Truth.FALSE) -> Iterator[tuple[Leaf, Truth]]:
    """Every leaf with the value by which it stands in somebody's way.

    FALSE, as a rule; TRUE inside a "none of these", and FALSE again inside one in another.
    ``shut`` is that of ``criterion`` as a whole.
    """
    if isinstance(criterion, AllOf | AnyOf):
        for part in criterion.parts:
            yield from keeping_out(part, shut)
    elif isinstance(criterion, Not):
        yield from keeping_out(criterion.part, negate(shut))
    else:
        yield criterion, shut


def probe_values(
    fact: Fact, criteria: Iterable[Criterion], implications: Iterable[Implication] = ()
) -> tuple[FactValue, ...]:
    """One value for every way in which the answer could matter to these criteria.

    The choices of a fact; for a number, every limit that is asked, by the criteria or
    before something follows, and one value in each gap between them, below and above.
    Empty when no value could matter, and for facts whose answers cannot be tried one by
    one.
    """
    if fact.kind is FactKind.CHOICES:
        return tuple(frozenset({value}) for value in fact.values)
    if fact.kind is FactKind.CHOICE:
        return fact.values
    if fact.kind not in (FactKind.NUMBER, FactKind.COUNT):
        return ()
    limits = {*_asked(fact.key, criteria), *_leading_on(fact.key, implications)}
    return tuple(_around(sorted(limits), is_whole=fact.kind is FactKind.COUNT))


def _asked(fact: str, criteria: Iterable[Criterion]) -> Iterator[float]:
    for criterion in criteria:
        for leaf in leaves(criterion):
            if isinstance(leaf, FactCriterion) and leaf.condition.fact == fact:
                yield from (x for x in leaf.condition.values if isinstance(x, int | float))
            elif isinstance(leaf, WashoutCriterion) and leaf.days_fact == fact:
                yield leaf.days


def _leading_on(fact: str, implications: Iterable[Implication]) -> Iterator[float]:
    """Limits from which something follows. From nought on, everything does."""
    for implication in implications:
        for condition in implication.when:
            if condition.fact == fact:
                yield from (x for x in condition.values if isinstance(x, int | float) and x > 0)


def _around(limits: list[float], *, is_whole: bool) -> Iterator[float]:
    """The limits in order, with a value from each gap; nothing lies below nought."""
    if not limits:
        return
    if limits[0] > 0:
        yield max(limits[0] - 1, 0)
    for limit, following in pairwise(limits):
        yield limit
        between = limit + 1 if is_whole else (limit + following) / 2
        if between < following:
            yield between
    yield limits[-1]
    yield limits[-1] + 1
