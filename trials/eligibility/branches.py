"""The value of a whole criteria tree for one person, with the reasons kept in place.

AllOf  FALSE                        a conjunction is as weak as its weakest part
├── AgeCriterion      TRUE
└── AnyOf  FALSE                    a disjunction as strong as its strongest
    ├── DiseaseCriterion  FALSE
    └── DiseaseCriterion  FALSE
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from trials.eligibility.criteria import (
    AllOf,
    AnyOf,
    Criterion,
    Finding,
    Leaf,
    Not,
    Side,
)
from trials.eligibility.open_days import ALWAYS, NEVER, Days
from trials.eligibility.truth import Truth, all_of, any_of, negate

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Branch:
    """One node of the tree: a leaf with its finding, or a box with its parts.

    Some questions are asked about FALSE at the top and about TRUE below a "none of these":
    there the methods with an underscore take the value in question as ``shut``.
    """

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

    def left_to_team(self) -> Iterator[Finding]:
        """What only the study team can say, as far as it could still decide."""
        if self.finding and self.truth is Truth.ASK:
            yield self.finding
        if not self.truth.is_certain:
            for part in self.parts:
                yield from part.left_to_team()

    def failures(self) -> Iterator[Finding]:
        """The findings that make it FALSE: why somebody cannot join."""
        return self._reasons(Truth.FALSE)

    def may_recover(self) -> bool:
        """Whether time or treatment may turn a FALSE; False when it is not FALSE."""
        return self.truth is Truth.FALSE and self._recovers(Truth.FALSE)

    def _reasons(self, shut: Truth) -> Iterator[Finding]:
        if self.truth is not shut:
            return
        if self.finding:
            yield self.finding
        for part in self.parts:
            yield from part._reasons(self._inside(shut))

    def _recovers(self, shut: Truth) -> bool:
        """Whether it may be something else than ``shut`` later, or is already."""
        if self.truth is not shut:
            return True
        if self.finding:
            return self.finding.recoverable or days_of(self.finding, shut) != NEVER
        parts = (part._recovers(self._inside(shut)) for part in self.parts)
        return all(parts) if self._needs_every_part(shut) else any(parts)

    def _inside(self, shut: Truth) -> Truth:
        """The value of the parts that would shut the whole."""
        return negate(shut) if isinstance(self.criterion, Not) else shut

    def _needs_every_part(self, shut: Truth) -> bool:
        return needs_every_part(type(self.criterion), shut)


def needs_every_part(box: type[Criterion], shut: Truth) -> bool:
    """Whether all parts must be open for the whole to be: "all" to be met, "any" not."""
    return box is (AllOf if shut is Truth.FALSE else AnyOf)


def days_of(finding: Finding, shut: Truth) -> Days:
    """The days on which a leaf is not ``shut``, by the dates of its finding.

    Those dates are of the rule as it reads, before its side turns it round.
    """
    truth = finding.truth
    if finding.criterion.side is Side.EXCLUDE:
        truth, shut = negate(truth), negate(shut)
    opens_on = finding.opens_on if truth is Truth.FALSE and finding.recoverable else None
    if shut is Truth.FALSE:
        if truth is Truth.FALSE and opens_on is None:
            return NEVER
        return Days.between(opens_on, finding.closes_on)
    after = Days.between(finding.closes_on + _ONE_DAY, None) if finding.closes_on else NEVER
    if truth is Truth.TRUE:
        return after
    return Days.between(None, opens_on - _ONE_DAY) | after if opens_on else ALWAYS


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
