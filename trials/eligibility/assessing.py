"""What rules come to for somebody, each worked out once, and what boxes of them come to.

Findings say why, and are made where somebody reads them; truths and days are all that a
list of hundreds of trials is sorted by.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import and_, or_

from trials.eligibility.branches import days_of, needs_every_part
from trials.eligibility.criteria import (
    AgeCriterion,
    AllOf,
    Finding,
    Leaf,
    Not,
    WashoutCriterion,
)
from trials.eligibility.gists import Gist
from trials.eligibility.open_days import ALWAYS, NEVER, Days
from trials.eligibility.truth import Truth, negate


class Assessor(ABC):
    """Findings are told apart by their rules, truths by what the rules ask."""

    def __init__(self) -> None:
        self._truths: dict[Gist, Truth] = {}
        # A finding holds its leaf, whose identity is therefore not given away again.
        self._found: dict[int, Finding] = {}
        self._days: dict[tuple[Gist, Truth], Days] = {}

    def find(self, leaf: Leaf) -> Finding:
        known = self._found.get(id(leaf))
        if known is None:
            known = self._found[id(leaf)] = self._find(leaf)
        return known

    def truth(self, gist: Gist) -> Truth:
        """The same as the branch of the criterion has it."""
        known = self._truths.get(gist)
        if known is None:
            known = self._truths[gist] = self._work_out(gist)
        return known

    def opens_on(self, gist: Gist) -> date | None:
        """The first day on which nothing known makes it FALSE, if waiting is all it takes.

        None when it is not FALSE now, and when something stands in the way that no date
        known today will move.
        """
        return self._open(gist, Truth.FALSE).first if self.truth(gist) is Truth.FALSE else None

    def closes_on(self, gist: Gist) -> date | None:
        """The last day before an age known now makes it FALSE; None when none will."""
        if self.truth(gist) is Truth.FALSE:
            return None
        return self._open(gist, Truth.FALSE).end_of_first_run

    @abstractmethod
    def _find(self, leaf: Leaf) -> Finding:
        """The finding on one leaf."""

    @abstractmethod
    def _outcome(self, gist: Gist, rule: Leaf) -> Truth:
        """The truth of it."""

    def _work_out(self, gist: Gist) -> Truth:
        if gist.box is AllOf:
            return self._weakest(gist.parts)
        if gist.rule:
            return self._outcome(gist, gist.rule)
        if gist.box is Not:
            return negate(self.truth(gist.parts[0]))
        return self._strongest(gist.parts)

    def _weakest(self, parts: Iterable[Gist]) -> Truth:
        """Looking no further than it takes to know it. Most of all the time is spent here."""
        known, weakest = self._truths, Truth.TRUE
        for part in parts:
            truth = known.get(part)
            if truth is None:
                truth = known[part] = self._work_out(part)
            if truth < weakest:
                weakest = truth
                if truth is Truth.FALSE:
                    break
        return weakest

    def _strongest(self, parts: Iterable[Gist]) -> Truth:
        strongest = Truth.FALSE
        for part in parts:
            strongest = max(strongest, self.truth(part))
            if strongest is Truth.TRUE:
                break
        return strongest

    def _open(self, gist: Gist, shut: Truth) -> Days:
        """The days from now on, and those before, on which no date known makes it ``shut``."""
        key = gist, shut
        known = self._days.get(key)
        if known is None:
            rule = gist.rule
            known = self._open_for(rule, gist, shut) if rule else self._open_box(gist, shut)
            self._days[key] = known
        return known

    def _open_for(self, rule: Leaf, gist: Gist, shut: Truth) -> Days:
        if isinstance(rule, AgeCriterion | WashoutCriterion):
            return days_of(self.find(rule), shut)
        return NEVER if self.truth(gist) is shut else ALWAYS

    def _open_box(self, gist: Gist, shut: Truth) -> Days:
        assert gist.box is not None
        inside = negate(shut) if gist.box is Not else shut
        every = needs_every_part(gist.box, shut)
        parts = (self._open(part, inside) for part in gist.parts)
        return reduce(and_, parts, ALWAYS) if every else reduce(or_, parts, NEVER)
