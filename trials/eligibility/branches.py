"""The value of a whole criteria tree for one person, with the reasons kept in place.

AllOf  FALSE                        a conjunction is as weak as its weakest part
├── AgeCriterion      TRUE
└── AnyOf  FALSE                    a disjunction as strong as its strongest
    ├── DiseaseCriterion  FALSE
    └── DiseaseCriterion  FALSE
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import reduce
from operator import and_, or_

from trials.eligibility.criteria import (
    AllOf,
    AnyOf,
    Criterion,
    Finding,
    Leaf,
    Not,
    Side,
    TextCriterion,
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

    def opens_on(self) -> date | None:
        """The first day on which nothing known makes it FALSE, if waiting is all it takes.

        None when it is not FALSE now, and when something stands in the way that no date
        known today will move.
        """
        return self._days_not(Truth.FALSE).first if self.truth is Truth.FALSE else None

    def closes_on(self) -> date | None:
        """The last day before an age known now makes it FALSE; None when none will."""
        if self.truth is Truth.FALSE:
            return None
        return self._days_not(Truth.FALSE).end_of_first_run

    def undecided(self) -> "Branch":
        """The tree without what is certain, which no further answer changes.

        Of a tree that is not certain it has the same value, whatever else is told. Texts,
        of which a study may have a hundred, all stand for "ask the team": one is enough.
        """
        left = tuple(
            part.undecided() for part in _with_one_text(self.parts) if not part.truth.is_certain
        )
        criteria = tuple(part.criterion for part in left)
        if isinstance(self.criterion, AllOf | AnyOf):
            if len(left) == 1:
                return left[0]
            return Branch(replace(self.criterion, parts=criteria), self.truth, parts=left)
        if isinstance(self.criterion, Not):
            return Branch(Not(*criteria), self.truth, parts=left)
        return self

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
            return self.finding.recoverable or self._days_not(shut) != NEVER
        parts = (part._recovers(self._inside(shut)) for part in self.parts)
        return all(parts) if self._needs_every_part(shut) else any(parts)

    def _days_not(self, shut: Truth) -> Days:
        """The days from now on, and those before, on which no date known makes it ``shut``."""
        if self.finding:
            return _days_of(self.finding, shut)
        parts = (part._days_not(self._inside(shut)) for part in self.parts)
        if self._needs_every_part(shut):
            return reduce(and_, parts, ALWAYS)
        return reduce(or_, parts, NEVER)

    def _inside(self, shut: Truth) -> Truth:
        """The value of the parts that would shut the whole."""
        return negate(shut) if isinstance(self.criterion, Not) else shut

    def _needs_every_part(self, shut: Truth) -> bool:
        """Whether all parts must be open for the whole to be: "all" to be met, "any" not."""
        return isinstance(self.criterion, AllOf if shut is Truth.FALSE else AnyOf)


def _with_one_text(parts: tuple[Branch, ...]) -> Iterator[Branch]:
    has_text = False
    for part in parts:
        is_text = isinstance(part.criterion, TextCriterion)
        if not (is_text and has_text):
            yield part
        has_text = has_text or is_text


def _days_of(finding: Finding, shut: Truth) -> Days:
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


def in_every_case(asked: Branch, cases: Sequence[Branch]) -> Branch:
    """``asked``, less whatever comes to the same in every case.

    "B or T, either way it fits": the type need not be asked. A rule that comes to the
    same answer in every case has that answer. The whole does too, unless that would be a
    "no" without a single rule to give as its reason: then the type is asked after all.
    """
    answers = zip(*(branch.findings() for branch in cases), strict=True)
    agreed = iter(
        [_agreed(finding, same) for finding, same in zip(asked.findings(), answers, strict=True)]
    )
    branch = grow(asked.criterion, lambda leaf: next(agreed))
    if {branch.truth for branch in cases} == {Truth.TRUE}:
        return replace(branch, truth=Truth.TRUE)
    return branch


def _agreed(asked: Finding, answers: tuple[Finding, ...]) -> Finding:
    """The one answer of all cases, with the diseases of all that give the same reason.

    ``asked`` when the cases differ.
    """
    first = answers[0]
    if any(answer.truth is not first.truth for answer in answers):
        return asked
    alike = [answer for answer in answers if answer.reason is first.reason]
    diseases = sorted({disease for answer in alike for disease in answer.diseases})
    return replace(first, diseases=tuple(diseases))


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
