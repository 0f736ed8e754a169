"""A judged tree read from top to bottom: each rule the right way up, and whether it counts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from trials.eligibility.branches import Branch
from trials.eligibility.criteria import (
    AgeCriterion,
    AllOf,
    AnyOf,
    DiseaseCriterion,
    FactCriterion,
    Finding,
    Not,
    Side,
    WashoutCriterion,
)
from trials.eligibility.truth import Truth, negate


@dataclass(frozen=True, slots=True)
class ReadRule:
    """``finding`` with TRUE for what stands in nobody's way.

    ``counts`` is False for another way in, that the verdict does not depend on.
    """

    finding: Finding
    counts: bool

    @property
    def truth(self) -> Truth:
        return self.finding.truth


def read_rules(branch: Branch) -> list[ReadRule]:
    """Every rule of a group, in the order of the criteria."""
    return list(_read(branch, is_turned=False, counts=True))


def against(rules: Iterable[ReadRule], told: Iterable[str]) -> list[Finding]:
    """What makes it a "no", the clearest first: an answer, a waiting time, the age, the rest.

    ``told`` are the facts that were told in so many words.
    """
    told = frozenset(told)
    speaking = [rule.finding for rule in rules if rule.counts and rule.truth is Truth.FALSE]
    return sorted(speaking, key=lambda finding: _unclear(finding, told))


def _unclear(finding: Finding, told: frozenset[str]) -> int:
    leaf = finding.criterion
    if isinstance(leaf, FactCriterion):
        return 0 if leaf.condition.fact in told else 3
    order = (WashoutCriterion, AgeCriterion)
    for place, kind in enumerate(order, start=1):
        if isinstance(leaf, kind):
            return place
    return 4 if isinstance(leaf, DiseaseCriterion) else 5


def _read(branch: Branch, *, is_turned: bool, counts: bool) -> Iterator[ReadRule]:
    if branch.finding:
        yield ReadRule(_turned(branch.finding) if is_turned else branch.finding, counts)
        return
    inside = is_turned is not isinstance(branch.criterion, Not)
    one_is_enough = isinstance(branch.criterion, AllOf if is_turned else AnyOf)
    for part in branch.parts:
        part_counts = counts and (not one_is_enough or part.truth is branch.truth)
        yield from _read(part, is_turned=inside, counts=part_counts)


def _turned(finding: Finding) -> Finding:
    """A rule under "none of these", as one that keeps people out."""
    leaf = finding.criterion
    side = Side.INCLUDE if leaf.side is Side.EXCLUDE else Side.EXCLUDE
    return replace(finding, criterion=replace(leaf, side=side), truth=negate(finding.truth))
