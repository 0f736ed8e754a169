"""The value of a whole criteria tree for one person, with the reasons kept in place.

AllOf  FALSE                        a conjunction is as weak as its weakest part
├── AgeCriterion      TRUE
└── AnyOf  FALSE                    a disjunction as strong as its strongest
    ├── DiseaseCriterion  FALSE
    └── DiseaseCriterion  FALSE
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from trials.eligibility.criteria import AllOf, AnyOf, Criterion, Finding, Leaf, Not
from trials.eligibility.truth import Truth, all_of, any_of, negate


@dataclass(frozen=True, slots=True)
class Branch:
    """One node of the tree: a leaf with its finding, or a box with its parts."""

    criterion: Criterion
    truth: Truth
    finding: Finding | None = None
    parts: tuple["Branch", ...] = ()

    def findings(self) -> Iterator[Finding]:
        """Of every leaf, in the order of the criteria."""
        if self.finding:
            yield self.finding
        for part in self.parts:
            yield from part.findings()

    def needs(self) -> frozenset[str]:
        """The facts on the path that decides: those of every part that keeps it open."""
        if self.truth is not Truth.UNKNOWN:
            return frozenset()
        if self.finding:
            return self.finding.needs
        return frozenset[str]().union(*(part.needs() for part in self.parts))

    def failures(self) -> Iterator[Finding]:
        """The findings that make it FALSE: why somebody cannot join."""
        if self.truth is not Truth.FALSE:
            return
        if self.finding:
            yield self.finding
        parts = self.parts
        if isinstance(self.criterion, Not):
            yield from (finding for part in parts for finding in part.findings())
        else:
            for part in parts:
                yield from part.failures()

    def opens_on(self) -> date | None:
        """The day from which it is no longer FALSE, if waiting is all it takes.

        None when it is not FALSE now, or when something stands in the way that no date
        known today will move.
        """
        if self.truth is not Truth.FALSE:
            return None
        if self.finding:
            return self.finding.opens_on if self.finding.recoverable else None
        failing = [part for part in self.parts if part.truth is Truth.FALSE]
        days = [part.opens_on() for part in failing]
        known = [day for day in days if day]
        if isinstance(self.criterion, AllOf):
            return max(known) if known and len(known) == len(failing) else None
        return min(known, default=None)

    def closes_on(self) -> date | None:
        """The last day on which no age known now has run out; None when none will."""
        if self.truth is Truth.FALSE:
            return None
        if self.finding:
            return self.finding.closes_on
        days = [part.closes_on() for part in self.parts if part.truth is not Truth.FALSE]
        known = [day for day in days if day]
        if isinstance(self.criterion, AllOf):
            return min(known, default=None)
        return max(known) if known and len(known) == len(days) else None


def grow(criterion: Criterion, assess: Callable[[Leaf], Finding]) -> Branch:
    """The branch of a criterion, every leaf of it assessed."""
    if isinstance(criterion, AllOf | AnyOf):
        parts = tuple(grow(part, assess) for part in criterion.parts)
        combine = all_of if isinstance(criterion, AllOf) else any_of
        return Branch(criterion, combine(part.truth for part in parts), parts=parts)
    if isinstance(criterion, Not):
        part = grow(criterion.part, assess)
        return Branch(criterion, negate(part.truth), parts=(part,))
    finding = assess(criterion)
    return Branch(criterion, finding.truth, finding)


def truth_of(criterion: Criterion, assess: Callable[[Leaf], Finding]) -> Truth:
    """The value alone, looking no further than it takes to know it."""
    if isinstance(criterion, AllOf):
        return _weakest(criterion.parts, assess)
    if isinstance(criterion, AnyOf):
        return _strongest(criterion.parts, assess)
    if isinstance(criterion, Not):
        return negate(truth_of(criterion.part, assess))
    return assess(criterion).truth


def _weakest(parts: tuple[Criterion, ...], assess: Callable[[Leaf], Finding]) -> Truth:
    weakest = Truth.TRUE
    for part in parts:
        weakest = min(weakest, truth_of(part, assess))
        if weakest is Truth.FALSE:
            break
    return weakest


def _strongest(parts: tuple[Criterion, ...], assess: Callable[[Leaf], Finding]) -> Truth:
    strongest = Truth.FALSE
    for part in parts:
        strongest = max(strongest, truth_of(part, assess))
        if strongest is Truth.TRUE:
            break
    return strongest
